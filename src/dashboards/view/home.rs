//! «Venter på deg».

use maud::{Markup, html};

use super::{mine, since};
use crate::clock::Day;
use crate::dashboards::home::Gathered;
use crate::dashboards::idle::Caught;
use crate::dashboards::mine::Mine;
use crate::dashboards::since::Since;
use crate::dashboards::year::Upcoming;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, RegionId};
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Alert, Details, Empty, Link, LinkButton, Page, Section, TaskGroup, TaskList, Time};
use crate::web::Call;
use crate::web::shell;

/// Most batons that are named as caught; the others are counted.
const MOST_LINES: usize = 7;

/// What the page shows. A part is none where it could not be read.
pub struct Shown {
    /// What waits.
    pub gathered: Option<Gathered>,
    /// Own batons that are caught, by the municipality's name.
    pub caught: Option<Vec<(String, Caught)>>,
    /// What changed since one was here last; nothing for those who are new.
    pub since: Option<Option<Since>>,
    /// One's own projects.
    pub mine: Option<Vec<Mine>>,
    /// What comes in the regions' years.
    pub moments: Option<Vec<Upcoming>>,
    /// One's own municipalities, with their names.
    pub towns: Vec<(RegionId, MunicipalityId, String)>,
    /// The regions in reach.
    pub regions: Vec<Region>,
}

impl Shown {
    /// Whether every part could be read.
    pub fn is_whole(&self) -> bool {
        self.gathered.is_some()
            && self.caught.is_some()
            && self.since.is_some()
            && self.mine.is_some()
            && self.moments.is_some()
    }
}

/// The page.
pub fn page(call: &Call, shown: &Shown, today: Day) -> Page {
    let lang = call.lang();
    let body = html! {
        (or_broken(lang, "idle-title", shown.caught.as_ref(), |caught| html! {
            @if !caught.is_empty() { (caught_in_operations(lang, caught)) }
        }))
        (or_broken(lang, "waiting-for-you", shown.gathered.as_ref(), |gathered| waiting(call, gathered, &shown.regions, today)))
        @if shown.regions.is_empty() {
            (beside(lang, shown))
        } @else {
            (Details { only_narrow: true, ..Details::new(lang.t("home-rest"), beside(lang, shown)) })
        }
    };
    let first = shown.gathered.as_ref().and_then(|gathered| gathered.waiting.first());
    let actions = first.map(|first| {
        let button = LinkButton::primary(first.task.href.clone(), lang.t("tasks-begin"));
        html! { (button) }
    });
    let mut page =
        Page { actions: actions.into_iter().collect(), ..shell::page(call, lang.t("waiting-for-you"), body) };
    if let (Some(bell), Some(gathered)) = (&mut page.shell.waiting, &shown.gathered) {
        bell.count = u32::try_from(gathered.waiting.len()).unwrap_or(u32::MAX);
        bell.count_words = t!(lang, "tasks-count", count = gathered.waiting.len());
    }
    page
}

/// What stands beside what waits.
fn beside(lang: Lang, shown: &Shown) -> Markup {
    html! {
        (or_broken(lang, "since-title", shown.since.as_ref(), |changed| html! {
            @if let Some(changed) = changed { (since::section(lang, changed)) }
        }))
        (or_broken(lang, "mine-projects", shown.mine.as_ref(), |mine| html! { @for one in mine { (mine::section(lang, one)) } }))
        (or_broken(lang, "year-soon", shown.moments.as_ref(), |moments| html! {
            @if !moments.is_empty() { (year(lang, moments)) }
        }))
        @if !shown.towns.is_empty() {
            (Section::new(lang.t("my-municipalities"), html! {
                ul.ds-list { @for (region, id, name) in &shown.towns { li { (Link::new(format!("/regions/{region}/municipalities/{id}"), name.clone())) } } }
            }))
        }
        @if !shown.regions.is_empty() {
            (Section::new(lang.t("my-regions"), html! {
                ul.ds-list { @for region in &shown.regions { li { (Link::new(format!("/regions/{}", region.id), region.name.clone())) } } }
            }))
        }
    }
}

/// A part of the page, or that it could not be read: the others stand all the same.
fn or_broken<T>(lang: Lang, name: &str, part: Option<&T>, show: impl FnOnce(&T) -> Markup) -> Markup {
    match part {
        Some(part) => show(part),
        None => {
            let title = t!(lang, "part-broken", part = lang.t(name));
            html! { (Alert::warning(title, html! { p { (lang.t("part-broken-why")) } })) }
        }
    }
}

/// What waits, by when it is due.
fn waiting(call: &Call, gathered: &Gathered, regions: &[Region], today: Day) -> Markup {
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
    html! {
        @if gathered.waiting.is_empty() { (nothing(call, gathered, regions)) }
        (tasks)
        p.on-screen { (Link::new("/account#calendar-part", lang.t("calendar-from-home"))) }
        @if gathered.left_out > 0 {
            p { (t!(lang, "tasks-left-out", count = gathered.left_out)) " " (Link::new("/due", lang.t("due-title"))) }
        }
    }
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
