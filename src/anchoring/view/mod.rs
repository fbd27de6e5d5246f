//! How anchoring and competence look.

pub mod competence;
pub mod entry;
pub mod list;
pub mod town;

use super::rules::{CompetenceState, LEVELS, Tally};
use crate::i18n::Lang;
use crate::t;
use crate::ui::{Choice, Link, Status, Tone};
use crate::web::sheet::word_in;
use crate::{projects::parts, projects::store::Project};

/// The pages above a page under a project's anchoring.
fn above(lang: Lang, project: &Project) -> Vec<Link> {
    let mut above = parts::above(lang, project);
    above.push(Link::new(format!("/projects/{}/anchoring", project.id), lang.t("anchoring-title")));
    above
}

/// A level in words and number: «Godt forankret (4 av 5)».
fn level_words(lang: Lang, level: i32) -> String {
    let word = lang.t(&format!("anchoring-level-{level}"));
    t!(lang, "anchoring-level-of-five", word = word, level = level)
}

const fn level_tone(level: i32) -> Tone {
    match level {
        5 => Tone::Done,
        4 => Tone::OnPlan,
        3 => Tone::Underway,
        _ => Tone::Late,
    }
}

fn level(lang: Lang, level: i32) -> Status {
    Status::new(level_tone(level), level_words(lang, level))
}

/// The five levels to choose among, each with its word.
fn level_choices(lang: Lang) -> Vec<Choice> {
    let (lowest, highest) = LEVELS;
    (lowest..=highest).map(|level| Choice::new(level.to_string(), level_words(lang, level))).collect()
}

/// Where a municipality stands with a competence; what nobody spoke of is not begun.
fn competence_state(lang: Lang, state: CompetenceState) -> Status {
    let tone = match state {
        CompetenceState::NotStarted => Tone::NotStarted,
        CompetenceState::UnderWay => Tone::Underway,
        CompetenceState::InPlace => Tone::Done,
        CompetenceState::NotRelevant => Tone::Unknown,
    };
    Status::new(tone, word_in(lang, "competence-state", state.as_str()))
}

fn tally_tone(tally: Tally) -> Tone {
    match tally {
        Tally { of: 0, .. } => Tone::Unknown,
        Tally { in_place: 0, .. } => Tone::NotStarted,
        Tally { in_place, of } if in_place == of => Tone::Done,
        _ => Tone::Underway,
    }
}

fn tally_words(lang: Lang, tally: Tally) -> String {
    if tally.of == 0 {
        return lang.t("competence-none-needed");
    }
    t!(lang, "competence-in-place-of", n = tally.in_place, of = tally.of)
}
