//! How the pages of the roadmap look.

pub mod edit;
pub mod participants;
pub mod plan;
pub mod project;

pub use super::parts::{above, parts, to_roadmap};
use super::roadmap::snapshot::Standing;
use super::rules::{Participating, Phase};
use super::store::Project;
use crate::clock::Day;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::t;
use crate::ui::{Status, Tone};
use crate::web::sheet::word_in;

/// How a municipality stands to a project, in one state: the handover's where there is one, else the participation's.
pub fn standing(lang: Lang, participating: Option<Participating>, state: Option<State>) -> Option<Status> {
    let stepped_out = matches!(participating, Some(Participating::Declined | Participating::Left));
    match (state, participating) {
        (Some(state), _) if !stepped_out || state.is_held() => {
            Some(Status::new(tone(state), word_in(lang, "handover-state", state.as_str())))
        }
        (_, Some(participating)) => Some(taking_part(lang, participating)),
        (Some(_), None) | (None, None) => None,
    }
}

/// A participation as a state.
pub fn taking_part(lang: Lang, participating: Participating) -> Status {
    let tone = match participating {
        Participating::Invited => Tone::Waiting,
        Participating::Joined => Tone::NotStarted,
        Participating::Declined | Participating::Left => Tone::Stopped,
    };
    Status::new(tone, word_in(lang, "participating", participating.as_str()))
}

/// How a handover's state is drawn.
pub const fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Withdrawn => Tone::NotStarted,
        State::Offered | State::ClarificationAsked | State::ClarificationAnswered => Tone::Waiting,
        State::Accepted | State::AcceptedWithConditions | State::AcceptedLater | State::InRealisation => Tone::Underway,
        State::Expired => Tone::Late,
        State::Refused | State::HandedBack => Tone::Stopped,
        State::Completed => Tone::Done,
    }
}

/// How many municipalities stand how, in the order in which they come.
pub fn counted(lang: Lang, places: &[Standing]) -> Vec<Status> {
    let mut counted: Vec<(Status, usize)> = Vec::new();
    for place in places {
        let Some(status) = standing(lang, place.participating, place.baton) else { continue };
        match counted.iter_mut().find(|(known, _)| known.word == status.word) {
            Some((_, count)) => *count += 1,
            None => counted.push((status, 1)),
        }
    }
    counted.into_iter().map(|(status, count)| Status::new(status.tone, format!("{}: {count}", status.word))).collect()
}

/// A phase in words.
pub fn phase_word(lang: Lang, phase: Phase) -> String {
    word_in(lang, "phase", phase.as_str())
}

/// From when to when a project lasts, as far as it is known.
pub fn period(lang: Lang, project: &Project) -> String {
    days(lang, project.starts_on, project.ends_on)
}

/// From when to when, as far as it is known.
pub fn days(lang: Lang, from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{}–{}", lang.day(from), lang.day(to)),
        (Some(from), None) => t!(lang, "period-from", day = lang.day(from)),
        (None, Some(to)) => t!(lang, "period-to", day = lang.day(to)),
        (None, None) => lang.t("period-none"),
    }
}
