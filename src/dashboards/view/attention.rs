//! «Krever oppmerksomhet»: at most seven lines, each with its reason and the way to it.

use maud::{Markup, html};

use super::percent;
use crate::dashboards::region::{Place, Pressing, RegionShown};
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, ProjectId};
use crate::measurements::described::Described;
use crate::measurements::store::Explanation;
use crate::t;
use crate::ui::{Section, Status, Task, TaskGroup, TaskList, Time, Tone};

/// The list, or that nothing needs attention.
pub fn list(lang: Lang, shown: &RegionShown) -> Markup {
    let (matters, more) = &shown.pressing;
    let tasks: Vec<Task> = matters.iter().map(|matter| task(lang, shown, &matter.what)).collect();
    // Where figures are not seen, nobody here knows that all is well.
    let none = match shown.insight {
        insight if insight.is_none() => "card-hidden",
        insight if insight.is_partial() => "attention-none-seen",
        _ => "attention-none",
    };
    html! {
        @if tasks.is_empty() { (Section::new(lang.t("attention"), html! { p { (lang.t(none)) } })) }
        @else { (TaskList(vec![TaskGroup { heading: lang.t("attention"), tasks }])) }
        @if *more > 0 { p { (t!(lang, "attention-more", count = *more)) } }
    }
}

fn task(lang: Lang, shown: &RegionShown, pressing: &Pressing) -> Task {
    let line = |place: &Place, tone: Tone, word: &str, reason: String| Task {
        what: format!("{}: {}", town(shown, place.1), project(shown, place.0)),
        href: format!("/projects/{}", place.0),
        place: reason,
        status: Some(Status::new(tone, lang.t(word))),
        ..Task::default()
    };
    match pressing {
        Pressing::Behind(described, words) => {
            let reason = match words {
                Some(words) => said(lang, words),
                None => lang.t("reason-unexplained"),
            };
            benefit(described, Status::new(Tone::Late, lang.t("state-behind")), reason)
        }
        Pressing::FallenBack(described, seen, words) => {
            let drop = percent(lang, seen.drop);
            let reason = t!(lang, "fallen-back-item", drop = drop, peak_on = lang.day(seen.peak.on));
            let words = words.as_ref().map(|words| format!(". {}", said(lang, words))).unwrap_or_default();
            benefit(described, Status::new(Tone::Late, lang.t("fallen-back")), format!("{reason}{words}"))
        }
        Pressing::Overdue(place, count) => Task {
            href: format!("/regions/{}/cells/{}/{}", shown.region.id, place.0, place.1),
            ..line(place, Tone::Late, "state-overdue", t!(lang, "reason-overdue", count = *count))
        },
        Pressing::Caught(one) => Task {
            href: format!("/projects/{}/steps", one.project_id),
            ..line(
                &(one.project_id, one.municipality_id),
                Tone::Late,
                "idle-title",
                t!(lang, "idle-since", days = one.idle.days, due = one.idle.due),
            )
        },
        Pressing::Expiring(offer) => Task {
            href: format!("/handovers/{}", offer.id),
            due_label: lang.t("due-label"),
            due: Some(Time::day(offer.answer_by.date(), lang.day(offer.answer_by))),
            ..line(
                &(offer.project_id, offer.municipality_id),
                Tone::Waiting,
                "state-waiting",
                lang.t(if offer.answer_by < shown.today { "reason-run-out" } else { "reason-expiring" }),
            )
        },
        Pressing::Blocked(place, title, why) => Task {
            href: format!("/projects/{}/steps", place.0),
            ..line(
                place,
                Tone::Stopped,
                "step-state-blocked",
                t!(lang, "reason-blocked", step = title.clone(), why = why.clone()),
            )
        },
        Pressing::Stopped(place) => line(place, Tone::Stopped, "state-stopped", lang.t("reason-stopped")),
    }
}

fn benefit(described: &Described, status: Status, reason: String) -> Task {
    Task {
        what: format!("{}: {}", described.municipality, described.benefit),
        href: format!("/commitments/{}", described.promised.id),
        place: reason,
        status: Some(status),
        ..Task::default()
    }
}

/// What the municipality has said, in its own words.
fn said(lang: Lang, words: &Explanation) -> String {
    t!(lang, "reason-explained", cause = words.cause.clone(), day = lang.day(words.on_day))
}

fn town(shown: &RegionShown, id: MunicipalityId) -> String {
    let member = shown.matrix.members.iter().find(|member| member.membership.municipality_id == id);
    member.map(|member| member.name.clone()).unwrap_or_default()
}

fn project(shown: &RegionShown, id: ProjectId) -> String {
    let known = shown.matrix.rows.iter().find(|(project, _)| project.id == id);
    known.map(|(project, _)| project.title.clone()).unwrap_or_default()
}
