//! What a region has come to, in three to five sentences.

use maud::{Markup, html};

use super::percent;
use crate::dashboards::region::RegionShown;
use crate::dashboards::rules::headline::Headline;
use crate::i18n::Lang;
use crate::t;
use crate::ui::{Section, Time};
use crate::web::sheet::word_in;

/// The sentences over the figures: those of the rules, or what somebody wrote in their place, with their name.
pub fn section(lang: Lang, shown: &RegionShown) -> Section {
    let sentences: Vec<String> = match &shown.said.edited {
        Some((edited, _)) => edited.lines().map(str::to_owned).collect(),
        None => shown.said.headlines.iter().map(|one| sentence(lang, one)).collect(),
    };
    let body = html! {
        ul.headlines { @for sentence in sentences { li { (sentence) } } }
        (marked(lang, shown))
    };
    let why = shown.insight.is_partial().then(|| lang.t("headline-partial"));
    Section { id: Some("headlines".into()), lead: why, ..Section::new(lang.t("headline-title"), body) }
}

fn marked(lang: Lang, shown: &RegionShown) -> Markup {
    html! {
        @if let Some((edited, name)) = &shown.said.edited {
            p.freshness {
                (t!(lang, "headline-edited-by", name = name.clone())) ", "
                (Time::new(edited.edited_at.to_string(), lang.moment(edited.edited_at)))
            }
        }
    }
}

/// One headline in words.
pub fn sentence(lang: Lang, headline: &Headline) -> String {
    match headline {
        Headline::Overdue(cell) => {
            t!(lang, "headline-overdue", overdue = cell.overdue, accepted = cell.accepted)
        }
        Headline::Unexplained { unexplained, behind, of } => t!(
            lang,
            "headline-unexplained",
            unexplained = *unexplained,
            behind = *behind,
            measured = of.measured,
            accepted = of.accepted
        ),
        Headline::Caught(count) => t!(lang, "headline-caught", count = *count),
        Headline::FallenBack(count) => t!(lang, "headline-fallen-back", count = *count),
        Headline::Furthest(rate) => t!(
            lang,
            "headline-furthest",
            class = word_in(lang, "class", &rate.class),
            unit = rate.unit.clone(),
            rate = percent(lang, Some(rate.rate)),
            coverage = percent(lang, Some(rate.coverage.into()))
        ),
        Headline::OnPlan(cell) => {
            t!(lang, "headline-on-plan", on_plan = cell.on_plan, measured = cell.measured, accepted = cell.accepted)
        }
        Headline::Waiting(count) => t!(lang, "headline-waiting", count = *count),
        Headline::Held { held, sent } => t!(lang, "headline-held", held = *held, sent = *sent),
        Headline::NothingTakenOn => lang.t("headline-nothing-taken-on"),
        Headline::NothingSeen => lang.t("headline-nothing-seen"),
    }
}
