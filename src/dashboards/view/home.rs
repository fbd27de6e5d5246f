//! «Venter på deg».

use maud::html;

use super::since;
use crate::clock::Day;
use crate::dashboards::home::Gathered;
use crate::dashboards::idle::Caught;
use crate::dashboards::since::Since;
use crate::dashboards::year::Upcoming;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, RegionId};
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Alert, Empty, Link, LinkButton, Page, Section, TaskGroup, TaskList, Time};
use crate::web::Call;
use crate::web::shell;

/// Most batons that are named as caught; the others are counted.
const MOST_LINES: usize = 7;

/// What stands beside what waits.
pub struct Beside<'a> {
    /// The regions in reach.
    pub regions: &'a [Region],
    /// What comes in their years.
    pub moments: &'a [Upcoming],
    /// What changed since one was here last; none for those who are new.
    pub since: Option<&'a Since>,
    /// One's own municipalities, with their names.
    pub towns: &'a [(RegionId, MunicipalityId, String)],
}

/// The page.
pub fn page(
    call: &Call,
    gathered: &Gathered,
    caught: &[(String, Caught)],
    &Beside { regions, moments, since: changed, towns }: &Beside<'_>,
    today: Day,
) -> Page {
    let lang = call.lang();
    let week = today.plus_days(7).unwrap_or(today);
    let group = |key: &str, wanted: &dyn Fn(Day) -> bool| TaskGroup {
        heading: lang.t(key),
        tasks: gathered.waiting.iter().filter(|one| wanted(one.due)).map(|one| one.task.clone()).collect(),
    };
    let tasks = TaskList(vec![
        group("tasks-today", &|due| due <= today),
        group("tasks-this-week", &|due| due > today && due <= week),
        group("tasks-later", &|due| due > week),
    ]);
    let body = html! {
        @if !caught.is_empty() { (caught_in_operations(lang, caught)) }
        @if gathered.waiting.is_empty() { (nothing(call, gathered, regions)) }
        (tasks)
        p.on-screen { (Link::new("/account#calendar-part", lang.t("calendar-from-home"))) }
        @if gathered.left_out > 0 {
            p { (t!(lang, "tasks-left-out", count = gathered.left_out)) " " (Link::new("/due", lang.t("due-title"))) }
        }
        @if let Some(changed) = changed { (since::section(lang, changed)) }
        @if !moments.is_empty() { (year(lang, moments)) }
        @if !towns.is_empty() {
            (Section::new(lang.t("my-municipalities"), html! {
                ul.ds-list { @for (region, id, name) in towns { li { (Link::new(format!("/regions/{region}/municipalities/{id}"), name.clone())) } } }
            }))
        }
        @if !regions.is_empty() {
            (Section::new(lang.t("my-regions"), html! {
                ul.ds-list { @for region in regions { li { (Link::new(format!("/regions/{}", region.id), region.name.clone())) } } }
            }))
        }
    };
    let actions = gathered.waiting.first().map(|first| {
        let button = LinkButton::primary(first.task.href.clone(), lang.t("tasks-begin"));
        html! { (button) }
    });
    let mut page =
        Page { actions: actions.into_iter().collect(), ..shell::page(call, lang.t("waiting-for-you"), body) };
    if let Some(waiting) = &mut page.shell.waiting {
        waiting.count = u32::try_from(gathered.waiting.len()).unwrap_or(u32::MAX);
        waiting.count_words = t!(lang, "tasks-count", count = gathered.waiting.len());
    }
    page
}

/// What comes in the regions' years: nothing to do here, and good to know.
fn year(lang: Lang, moments: &[Upcoming]) -> Section {
    let body = html! {
        ul.ds-list {
            @for one in moments {
                li {
                    (Time::day(one.on.date(), lang.long_day(one.on))) ": " (one.moment.title) ", "
                    (Link::new(format!("/regions/{}/year-wheel", one.moment.region_id), one.region.clone()))
                    @if !one.moment.note.is_empty() { br; small { (one.moment.note) } }
                }
            }
        }
    };
    Section { id: Some("year".into()), ..Section::new(lang.t("year-soon"), body) }
}

/// Said kindly and once: what has not moved, with the way to move it.
fn caught_in_operations(lang: Lang, caught: &[(String, Caught)]) -> Alert {
    Alert::warning(
        lang.t("idle-title"),
        html! {
            p { (lang.t("idle-home-why")) }
            ul.ds-list {
                @for (municipality, one) in caught.iter().take(MOST_LINES) {
                    li {
                        (Link::new(format!("/projects/{}/steps", one.project_id), one.project.clone())) ", " (municipality) ": "
                        (t!(lang, "idle-since", days = one.idle.days, due = one.idle.due))
                    }
                }
            }
            @if caught.len() > MOST_LINES { p { (t!(lang, "idle-more", count = caught.len() - MOST_LINES)) } }
        },
    )
}

fn nothing(call: &Call, gathered: &Gathered, regions: &[Region]) -> Empty {
    let lang = call.lang();
    let why = match gathered.next {
        Some(day) => t!(lang, "tasks-none-next", day = lang.long_day(day)),
        None => lang.t("tasks-none-why"),
    };
    let empty = Empty::new(lang.t("tasks-none"), why);
    match regions.first() {
        Some(region) => empty.with_action(LinkButton::primary(format!("/regions/{}", region.id), lang.t("see-region"))),
        None => empty,
    }
}
