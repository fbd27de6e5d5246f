//! What a link shows, drawn as it is for a room: the same figures, and no way on from them.

use maud::{Markup, html};

use super::rules::{Kind, What};
use crate::access::Scope;
use crate::clock::Day;
use crate::comparisons;
use crate::comparisons::gathering::Asked;
use crate::comparisons::rules::Per;
use crate::dashboards;
use crate::dashboards::narrow::Narrow;
use crate::dashboards::region::Look;
use crate::dashboards::rules::Month;
use crate::dashboards::rules::course::SPANS;
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::measurements;
use crate::measurements::pages::time_of;
use crate::projects;
use crate::projects::roadmap::assembling::{Around, roadmap_for};
use crate::projects::roadmap::view as roadmap_view;
use crate::projects::roadmap::{Filter, Looking};
use crate::refusal::{Code, Outcome, Refusal, Trouble};
use crate::regions;
use crate::regions::store::{Region, VisibleFigures};
use crate::t;
use crate::ui::{Chip, Chips};

/// What is to be seen.
pub struct Showing {
    /// What it is, with its place: the heading.
    pub title: String,
    /// Its place in the whole.
    pub kicker: String,
    /// The page itself.
    pub body: Markup,
    /// Whether some members' figures are left out.
    pub partial: bool,
}

/// What this scope sees of it; 404 where it sees nothing of it, as where there is nothing.
pub fn show(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    match what.kind {
        Kind::Region => of_region(conn, scope, region, what, (lang, today)),
        Kind::Roadmap => roadmap(conn, scope, region, what, (lang, today)),
        Kind::Comparison => comparison(conn, scope, region, what, (lang, today)),
        Kind::Municipality | Kind::MunicipalityCurve => municipality(conn, scope, region, what, (lang, today)),
        Kind::RegionCurve => region_curve(conn, scope, region, what, (lang, today)),
        Kind::Benefit => benefit(conn, scope, region, what, (lang, today)),
    }
}

/// What somebody hears who wants to give away what a link cannot show: that it is not shared, where it is there.
pub fn refused(trouble: Trouble) -> Trouble {
    match &trouble {
        Trouble::Refused(refusal) if refusal.code == Code::NotFound => {
            Refusal::invalid_at("/shows", "not_shared").into()
        }
        _ => trouble,
    }
}

fn filter(what: &What) -> Filter {
    Filter { theme: what.theme.clone(), municipality: what.municipality_id, phase: what.phase, class: what.class }
}

fn in_words(lang: Lang, filter: &Filter, town: &str) -> Vec<String> {
    dashboards::view::narrow::chosen(lang, filter, town).into_iter().map(|(words, _)| words).collect()
}

/// What a page is narrowed to, in words; `town` and `project` are what the municipality and the project are called that it
/// is narrowed to.
pub fn parts(lang: Lang, what: &What, town: Option<&str>, project: Option<&str>) -> Vec<String> {
    let municipality = what.municipality_id.filter(|_| !what.kind.is_of_town());
    let mut words = in_words(lang, &Filter { municipality, ..filter(what) }, town.unwrap_or("–"));
    words.extend(project.map(|title| format!("{}: {title}", lang.t("project"))));
    words.extend(months(lang, what));
    words
}

fn months(lang: Lang, what: &What) -> Option<String> {
    Some(t!(lang, "realisation-months", months = what.months?))
}

/// What of the whole it is about: a part does not pass for the whole.
fn narrowed_to(lang: Lang, words: Vec<String>) -> Chips {
    let chips = words.into_iter().map(|label| Chip { label, href: String::new(), full_label: String::new() });
    Chips { label: lang.t("roadmap-chosen"), chips: chips.collect(), fixed: true }
}

fn of_region(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    let visible = regions::store::visible_figures(conn, scope, region.id, today)?;
    let filter = filter(what);
    let look = Look { scope, visible: &visible, filter: &filter, on: today, today, projector: true };
    let shown = dashboards::region::gather(conn, region, &look)?;
    Ok(Showing {
        title: region.name.clone(),
        kicker: lang.t("share-kind-region"),
        body: dashboards::view::region::figures(lang, &shown),
        partial: shown.insight.is_partial(),
    })
}

fn roadmap(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    let (snapshot, _) = roadmap_for(conn, scope, region, today)?;
    let looking = Looking {
        projector: true,
        ..Looking::at(String::new(), filter(what), what.years.unwrap_or(3), what.from, today)
    };
    let picked = looking.filter.pick(&snapshot);
    let body = html! {
        (roadmap_view::chips(lang, &snapshot, &looking.filter, &looking))
        // Whose baton was sent when is between the region and the municipality.
        (roadmap_view::roadmap(lang, &snapshot, &picked, &Around::default(), &looking, today))
    };
    Ok(Showing { title: region.name.clone(), kicker: lang.t("share-kind-roadmap"), body, partial: false })
}

fn comparison(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    let id = what.indicator_id.ok_or(Refusal::new(Code::NotFound))?;
    let per = what.per.unwrap_or(Per::Total);
    let (with, cases, towns) = (what.with_indicator_id, what.cases_indicator_id, Vec::new());
    let asked = Asked { indicator: id, with, per, cases, towns };
    let compared = comparisons::gathering::gather(conn, scope, asked, today)?;
    if compared.region.id != region.id {
        return Err(Code::NotFound.into());
    }
    let title = t!(lang, "compare-title", indicator = compared.indicator.name.clone());
    let kicker = format!("{} · {} · {}", region.name, compared.project, compared.benefit.title);
    let partial = compared.not_shown.is_some_and(|count| count > 0);
    let shown =
        comparisons::pages::Shown { compared, others: Vec::new(), may_count: false, may_share: false, projector: true };
    Ok(Showing { title, kicker, body: comparisons::view::compare::body(lang, &shown), partial })
}

fn municipality(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    let id = what.municipality_id.ok_or(Refusal::new(Code::NotFound))?;
    let project = what.project_id.map(|id| id.to_string());
    let mut shown = dashboards::town::gathered(conn, scope, region, (id, project), (today, true))?;
    let is_curve = what.kind == Kind::MunicipalityCurve;
    let project = shown.project.and_then(|id| shown.projects.iter().find(|(known, _)| *known == id));
    let project = project.map(|(_, title)| title.clone());
    // A curve's heading names its project.
    let only = project.iter().filter(|_| !is_curve).map(|title| format!("{}: {title}", lang.t("project")));
    let class = what.class.map(|class| Filter { class: Some(class), ..Filter::default() }).unwrap_or_default();
    let only: Vec<String> = only.chain(in_words(lang, &class, "")).collect();
    shown.curve.retain(|one| what.class.is_none_or(|class| one.block.class == class.as_str()));
    let body = html! {
        (narrowed_to(lang, only))
        @if is_curve {
            @for (at, one) in shown.curve.iter().enumerate() {
                (dashboards::view::course::chart(lang, &shown.name, at, one))
            }
            @if shown.curve.is_empty() { p { (lang.t("town-no-curve")) } }
            (fresh(lang, shown.region.last_measured))
        } @else {
            (dashboards::view::town::body(lang, &shown))
        }
    };
    let title = match project {
        Some(project) if is_curve => format!("{}: {project}", shown.name),
        _ => shown.name.clone(),
    };
    let kind = lang.t(if is_curve { "share-kind-municipality-curve" } else { "share-kind-municipality" });
    Ok(Showing {
        title, kicker: format!("{} · {kind}", region.name), body, partial: shown.region.insight.is_partial()
    })
}

fn region_curve(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    let visible = regions::store::visible_figures(conn, scope, region.id, today)?;
    let filter = filter(what);
    let project = match what.project_id {
        Some(id) => Some(projects::store::find_in(conn, region.id, id)?),
        None => None,
    };
    let narrow = Narrow::of(conn, region.id, &filter)?.to_project(what.project_id);
    let now = Month::of(today);
    let span = (now.minus(what.months.unwrap_or(SPANS[0]) - 1), now);
    let curve = dashboards::realisation::courses(conn, &visible, region.id, &narrow, span)?;
    let last = dashboards::store::last_measured(conn, region.id, &visible, &narrow)?;
    let partial = !dashboards::store::sees_all(conn, region.id, &visible)?;
    let members = regions::store::members_on(conn, region.id, today)?;
    let included = members.iter().filter(|member| visible.includes(member.membership.municipality_id)).count();
    let about = members.iter().find(|member| Some(member.membership.municipality_id) == filter.municipality);
    let town = about.map_or("–", |member| member.name.as_str());
    let title = match &project {
        Some(project) => format!("{}: {}", region.name, project.title),
        None => region.name.clone(),
    };
    let body = html! {
        // The heading names the project.
        (narrowed_to(lang, in_words(lang, &filter, town).into_iter().chain(months(lang, what)).collect()))
        @for (at, one) in curve.iter().enumerate() { (dashboards::view::course::chart(lang, &title, at, one)) }
        @if curve.is_empty() { p { (lang.t("town-no-curve")) } }
        @if !matches!(visible, VisibleFigures::All) && what.municipality_id.is_none() {
            p.freshness { (t!(lang, "share-included", included = included, members = members.len())) }
        }
        (fresh(lang, last))
    };
    Ok(Showing { title, kicker: lang.t("share-kind-region-curve"), body, partial })
}

fn fresh(lang: Lang, last: Option<Day>) -> Markup {
    html! {
        p.freshness {
            @match last {
                Some(day) => { (lang.t("last-measured")) " " (time_of(lang, day)) }
                None => { (lang.t("not-measured")) }
            }
        }
    }
}

fn benefit(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    what: &What,
    (lang, today): (Lang, Day),
) -> Outcome<Showing> {
    let id = what.commitment_id.ok_or(Refusal::new(Code::NotFound))?;
    let promised = measurements::store::find_promised_within(conn, scope, id, today)?;
    // What is only proposed is between the region and the municipality.
    if promised.region_id != region.id || promised.accepted_in.is_none() {
        return Err(Code::NotFound.into());
    }
    let mut shown = dashboards::pages::benefit_shown(conn, promised, false, today)?;
    let described = &shown.described;
    Ok(Showing {
        title: format!("{}, {}", described.benefit, described.municipality),
        kicker: format!("{} · {}", region.name, described.project),
        body: dashboards::view::benefit_alone::body(lang, &mut shown),
        partial: false,
    })
}
