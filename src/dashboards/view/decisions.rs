//! What was decided last, and what is to be decided next.

use maud::{Markup, html};

use crate::clock::Day;
use crate::dashboards::region::{Decision, Decisions};
use crate::i18n::Lang;
use crate::measurements::pages::time_of;
use crate::ui::{Link, Section};

/// Both, or nothing where no decision point has a day; the projects as links where one may go on from here.
pub fn section(lang: Lang, decisions: &Decisions, today: Day, linked: bool) -> Markup {
    html! {
        @if !(decisions.made.is_empty() && decisions.coming.is_empty()) {
            (Section { id: Some("decisions".into()), ..Section::new(lang.t("decisions-title"), html! {
                (list(lang, "decisions-made", &decisions.made, None, linked))
                (list(lang, "decisions-coming", &decisions.coming, Some(today), linked))
            }) })
        }
    }
}

/// Those that were to be made before `today` say that their day has passed.
fn list(lang: Lang, heading: &str, decisions: &[Decision], today: Option<Day>, linked: bool) -> Markup {
    html! {
        @if !decisions.is_empty() {
            h3.ds-heading data-size="2xs" { (lang.t(heading)) }
            ul.ds-list {
                @for (project, title, point) in decisions {
                    li {
                        @if let Some(on) = point.on { (time_of(lang, on)) ": " }
                        (point.point) ", "
                        @if linked { (Link::new(format!("/projects/{project}"), title.clone())) } @else { (title) }
                        @if let Some(case) = &point.case_reference { " (" (case) ")" }
                        @if point.on.zip(today).is_some_and(|(on, today)| on < today) { " (" (lang.t("decision-passed")) ")" }
                        @if let Some(note) = &point.note { ". " (note) }
                    }
                }
            }
        }
    }
}
