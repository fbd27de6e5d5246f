//! A region at a glance: four figures, the matrix, what needs attention.

use std::cell::RefCell;
use std::collections::HashMap;

use maud::{Markup, html};

use super::{attention, decisions, headlines, lasting, narrow, percent};
use crate::dashboards::idle::Caught;
use crate::dashboards::pages::RegionMay;
use crate::dashboards::region::{MOST_LINES, RegionShown};
use crate::dashboards::rules::{Cell, Insight};
use crate::dashboards::status::{LEGEND, of_cell};
use crate::dashboards::store::MatrixCell;
use crate::decimal::{Decimal, Figure};
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::ids::ProjectId;
use crate::measurements::pages::time_of;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    ButtonKind, Empty, Link, LinkButton, Matrix, MatrixColumn, MatrixRow, NumberCard, NumberCards, Page, Places,
    PrintButton, Section, Status, Time,
};
use crate::web::Call;
use crate::web::{projector, shell};

/// The figures: all that depends on nothing but the region's state, the language and whose figures may be seen.
pub fn figures(lang: Lang, shown: &RegionShown) -> Markup {
    let total = total(shown);
    html! {
        (narrow::controls(lang, &narrow::Choosing::of(shown)))
        @if shown.matrix.rows.is_empty() && shown.filter.is_set() {
            @let none = Empty::new(lang.t("roadmap-none-match"), lang.t("roadmap-none-match-why"));
            @let all = LinkButton::primary(format!("/regions/{}", shown.region.id), lang.t("roadmap-show-all"));
            (if shown.projector { none } else { none.with_action(all) })
        } @else if shown.matrix.rows.is_empty() {
            @let none = Empty::new(lang.t("region-empty"), lang.t("region-empty-why"));
            @let roadmap = LinkButton::new(ButtonKind::Secondary, "/projects", lang.t("nav-roadmap"));
            (if shown.projector { none } else { none.with_action(roadmap) })
        } @else {
            (headlines::section(lang, shown))
            (cards(lang, shown, &total))
            @if !shown.projector { (attention::list(lang, shown)) }
            (matrix(lang, shown))
            p.freshness {
                (legend_note(lang, shown))
                @if !shown.projector { " " (Link::new("/how-we-calculate", lang.t("how-we-calculate"))) }
            }
            (decisions::section(lang, &shown.decisions, shown.today, !shown.projector))
            @if !shown.projector {
                @if !shown.fallen_back.first.is_empty() { (lasting::list(lang, &shown.fallen_back)) }
                @if !shown.caught.is_empty() { (caught(lang, shown)) }
                (files(lang, shown))
            }
        }
    }
}

/// The page around them.
pub fn page(call: &Call, shown: &RegionShown, may: &RegionMay) -> Page {
    let lang = call.lang();
    let (region, filter) = (&shown.region, &shown.filter);
    let id = region.id;
    let mut actions = Vec::new();
    // What is overdue now is asked for: of all of the region, as the page it leads to says.
    let overdue = total(shown).overdue;
    if may.nudge && overdue > 0 && shown.matrix.on == shown.today && !filter.is_set() {
        let nudge = LinkButton::primary(format!("/regions/{id}/overdue"), t!(lang, "nudge-button", count = overdue));
        actions.push(html! { (nudge) });
    }
    if may.import {
        let button = LinkButton::new(ButtonKind::Secondary, format!("/regions/{id}/import"), lang.t("import-title"));
        actions.push(html! { (button) });
    }
    if may.set_up {
        let edit = LinkButton::new(ButtonKind::Tertiary, format!("/regions/{id}/headlines"), lang.t("headline-edit"));
        actions.push(html! { (edit) });
    }
    if may.share {
        let share =
            LinkButton::new(ButtonKind::Tertiary, narrow::to_share(region, "region", filter), lang.t("share-it"));
        actions.push(html! { (share) });
    }
    let wide = LinkButton::new(ButtonKind::Tertiary, projector::to(call), lang.t("projector"));
    actions.push(html! { (wide) });
    actions.push(html! { (PrintButton { label: lang.t("print") }) });
    let mut page = Page {
        lead: Some(lang.t("region-lead")),
        area: Some(lang.t("nav-regions")),
        above: vec![Link::new("/regions", lang.t("nav-regions"))],
        actions,
        notice: super::partial(lang, shown.insight, ["partial-of", "partial-of-none"]),
        ..shell::page(
            call,
            region.name.clone(),
            html! { @if !shown.projector { (places(lang, region, may)) } (figures(lang, shown)) },
        )
    };
    page.shell.context = Some(region.name.clone());
    if region.demo {
        page.shell.banner = Some(html! { (lang.t("demo-banner")) });
    }
    projector::set(call, page)
}

/// What else there is of the region.
fn places(lang: Lang, region: &Region, may: &RegionMay) -> Places {
    let own = |part: &str| format!("/regions/{}/{part}", region.id);
    let mut links = vec![
        Link::new(format!("/projects?region={}", region.id), lang.t("nav-roadmap")),
        Link::new(own("realisation"), lang.t("realisation-title")),
        Link::new(own("batons"), lang.t("batons-title")),
        Link::new(own("reports"), lang.t("reports-title")),
        Link::new(own("year-wheel"), lang.t("year-title")),
        Link::new(own("support"), lang.t("support-title")),
        Link::new(own("examples"), lang.t("examples")),
        Link::new(own("members"), lang.t("members-title")),
    ];
    if may.share {
        links.push(Link::new(own("share-links"), lang.t("share-list")));
    }
    if may.set_up {
        links.push(Link::new(own("settings"), lang.t("settings-short")));
    }
    Places { label: lang.t("region-places"), links }
}

/// Batons that lie still: the region answers with support.
fn caught(lang: Lang, shown: &RegionShown) -> Section {
    let name = |one: &Caught| {
        let members = &shown.matrix.members;
        let member = members.iter().find(|member| member.membership.municipality_id == one.municipality_id);
        member.map(|member| member.name.clone()).unwrap_or_default()
    };
    let support = |one: &Caught| {
        let href = format!("/regions/{}/support?municipality={}#support-form", shown.region.id, one.municipality_id);
        Link::new(href, t!(lang, "idle-support", municipality = name(one)))
    };
    let more = shown.caught.len().saturating_sub(MOST_LINES);
    let list = html! {
        ul.ds-list {
            @for one in shown.caught.iter().take(MOST_LINES) {
                li {
                    (name(one)) ", " (Link::new(format!("/projects/{}/steps", one.project_id), one.project.clone())) ": "
                    (t!(lang, "idle-since", days = one.idle.days, due = one.idle.due)) " "
                    (support(one))
                }
            }
        }
        @if more > 0 { p { (t!(lang, "idle-more", count = more)) } }
    };
    Section { lead: Some(lang.t("idle-region-why")), ..Section::new(lang.t("idle-title"), list) }
}

fn cells(shown: &RegionShown) -> impl Iterator<Item = &MatrixCell> {
    shown.matrix.rows.iter().flat_map(|(_, cells)| cells)
}

/// The matrix, summed.
pub fn total(shown: &RegionShown) -> Cell {
    Cell::sum(cells(shown).filter_map(|cell| cell.figures))
}

/// A share in per cent; a dash where there is nothing to take a share of.
fn share(lang: Lang, part: u32, whole: u32) -> String {
    percent(lang, Figure::quotient(part.into(), whole.into()))
}

/// The four figures, each with its sentence and how much of it is in.
pub fn cards(lang: Lang, shown: &RegionShown, total: &Cell) -> NumberCards {
    let held = cells(shown).filter(|cell| cell.holds.is_some_and(State::is_held)).count();
    let sent = cells(shown).filter(|cell| cell.holds.is_some_and(|state| state != State::Draft)).count();
    let Insight { seen, all } = shown.insight;
    // Of whom these figures are; where nobody's are seen, a nought would say what nobody here knows.
    let whose = |text: String| match shown.insight {
        insight if insight.is_none() => lang.t("card-hidden"),
        insight if insight.is_partial() => t!(lang, "card-of-some", text = text, seen = seen, all = all),
        _ => text,
    };
    let nobody = shown.insight.is_none();
    let overdue = if nobody { "–".to_owned() } else { lang.count(total.overdue.into()) };
    let fresh = [
        (!nobody).then(|| html! { (t!(lang, "measured-of", measured = total.measured, accepted = total.accepted)) }),
        shown.last_measured.map(|day| html! { (lang.t("last-measured")) " " (time_of(lang, day)) }),
        shown.changed_at.map(|at| html! { (lang.t("changed-at")) " " (Time::new(at.to_string(), lang.moment(at))) }),
    ];
    let fresh = fresh.into_iter().flatten().reduce(|before, next| html! { (before) ". " (next) });
    let card = |key: &str, value: String, unit: Option<&str>, sentence: String| NumberCard {
        unit: unit.map(str::to_owned),
        freshness: fresh.clone(),
        ..NumberCard::new(lang.t(key), value, sentence)
    };
    let per_cent = |whole: u32| (whole > 0).then_some("%");
    NumberCards(vec![
        // Who holds the baton is no secret among members.
        card(
            "card-held",
            lang.count(i64::try_from(held).unwrap_or(0)),
            None,
            t!(lang, "card-held-means", held = held, sent = sent),
        ),
        card(
            "card-coverage",
            share(lang, total.measured, total.accepted),
            per_cent(total.accepted),
            whose(t!(lang, "card-coverage-means", measured = total.measured, accepted = total.accepted)),
        ),
        card(
            "card-on-plan",
            share(lang, total.on_plan, total.measured),
            per_cent(total.measured),
            whose(t!(lang, "card-on-plan-means", on_plan = total.on_plan, measured = total.measured)),
        ),
        card("card-overdue", overdue, None, whose(t!(lang, "card-overdue-means", overdue = total.overdue))),
    ])
}

fn matrix(lang: Lang, shown: &RegionShown) -> Matrix {
    let columns = shown
        .matrix
        .members
        .iter()
        .enumerate()
        .map(|(at, member)| {
            let seen = shown.matrix.rows.iter().any(|(_, cells)| cells[at].figures.is_some());
            let town = member.membership.municipality_id;
            let href =
                (seen && !shown.projector).then(|| format!("/regions/{}/municipalities/{town}", shown.region.id));
            MatrixColumn { label: member.name.clone(), href }
        })
        .collect();
    let phrases = Phrases::of(lang);
    let rows = shown
        .matrix
        .rows
        .iter()
        .map(|(project, cells)| MatrixRow {
            label: project.title.clone(),
            note: None,
            href: (!shown.projector).then(|| format!("/projects/{}", project.id)),
            cells: cells.iter().map(|cell| Some(matrix_cell(&phrases, shown, project.id, cell))).collect(),
            summary: summary(lang, cells),
        })
        .collect();
    Matrix {
        id: "matrix".into(),
        caption: t!(lang, "matrix-caption", region = shown.region.name.clone(), day = lang.day(shown.matrix.on)),
        corner: lang.t("project"),
        columns,
        rows,
        summary_label: lang.t("in-all"),
        absent_label: lang.t("not-participating"),
        legend_label: lang.t("legend"),
        legend: LEGEND.iter().map(|(tone, key)| Status::new(*tone, lang.t(key))).collect(),
    }
}

fn cell_href(shown: &RegionShown, project: ProjectId, cell: &MatrixCell) -> Option<String> {
    let figures = cell.figures?;
    (figures.accepted > 0 && !shown.projector)
        .then(|| format!("/regions/{}/cells/{project}/{}", shown.region.id, cell.municipality_id))
}

/// What cells say, each once: two thousand cells say the same few things.
struct Phrases {
    lang: Lang,
    said: RefCell<HashMap<(&'static str, u32, u32), String>>,
}

impl Phrases {
    fn of(lang: Lang) -> Self {
        Self { lang, said: RefCell::default() }
    }

    fn value(&self, word: &'static str, figures: Cell) -> String {
        let Cell { measured, accepted, on_plan, overdue } = figures;
        let (word, one, two) = match word {
            "state-overdue" => (word, overdue, accepted),
            "state-not-measured" => (word, measured, accepted),
            _ => ("", on_plan, measured),
        };
        let say = || match word {
            "state-overdue" => t!(self.lang, "cell-overdue", overdue = one, accepted = two),
            "state-not-measured" => t!(self.lang, "cell-measured", measured = one, accepted = two),
            _ => t!(self.lang, "cell-on-plan", on_plan = one, measured = two),
        };
        self.said.borrow_mut().entry((word, one, two)).or_insert_with(say).clone()
    }
}

fn matrix_cell(phrases: &Phrases, shown: &RegionShown, project: ProjectId, cell: &MatrixCell) -> crate::ui::MatrixCell {
    let behind = shown.behind.contains(&(project, cell.municipality_id));
    let (tone, word) = of_cell(cell.holds, cell.figures, behind);
    let value = cell.figures.filter(|figures| figures.accepted > 0).map(|figures| phrases.value(word, figures));
    crate::ui::MatrixCell { tone, word: phrases.lang.t(word), value, href: cell_href(shown, project, cell) }
}

/// How many of the municipalities hold the baton, and how many measure.
pub(super) fn summary(lang: Lang, cells: &[MatrixCell]) -> String {
    let sent = cells.iter().filter(|cell| cell.holds.is_some_and(|state| state != State::Draft)).count();
    let held = cells.iter().filter(|cell| cell.holds.is_some_and(State::is_held)).count();
    let measuring = cells.iter().filter(|cell| cell.figures.is_some_and(|figures| figures.measured > 0)).count();
    // How many measure is not known of those whose figures are not seen.
    if cells.iter().any(|cell| cell.figures.is_none()) {
        return t!(lang, "row-summary-held", held = held, sent = sent);
    }
    t!(lang, "row-summary", held = held, sent = sent, measuring = measuring)
}

fn legend_note(lang: Lang, shown: &RegionShown) -> String {
    let percent = |part: Decimal| {
        Figure::from(part)
            .as_percent()
            .map(|share| share.rounded(0).format_local(lang.numbers(), None))
            .unwrap_or_default()
    };
    t!(
        lang,
        "legend-note",
        behind = percent(shown.region.slightly_behind_from),
        tolerance = percent(crate::measurements::rules::TOLERANCE)
    )
}

fn files(lang: Lang, shown: &RegionShown) -> Section {
    let id = shown.region.id;
    let on = shown.matrix.on;
    let kinds =
        [("csv", "download-csv"), ("excel", "download-excel"), ("xlsx", "download-xlsx"), ("json", "download-json")];
    let body = html! {
            p { (lang.t("files-matrix")) }
            ul.chart-links {
                @for (format, key) in kinds { li { (Link::new(format!("/api/v1/regions/{id}/matrix?on={on}&format={format}"), lang.t(key))) } }
            }
            p { (lang.t("files-curve")) }
            ul.chart-links {
                @for (format, key) in kinds { li { (Link::new(format!("/api/v1/regions/{id}/curve?format={format}"), lang.t(key))) } }
            }
            p { (lang.t("files-measurements")) }
            ul.chart-links {
                @for (format, key) in kinds { li { (Link::new(format!("/api/v1/regions/{id}/measurements?format={format}"), lang.t(key))) } }
            }
            p { (lang.t("files-what")) }
            ul.chart-links {
                @for (block, key) in [("matrix", "sheet-matrix"), ("curve", "sheet-curve"), ("measurements", "sheet-region-measurements")] {
                    li { (Link::new(format!("/api/v1/regions/{id}/{block}.metadata.json"), lang.t(key))) }
                }
            }
            p { (lang.t("files-odata")) }
            ul.chart-links { li { (Link::new(format!("/odata/v1/regions/{id}/"), lang.t("files-odata-link"))) } }
    };
    Section { id: Some("files".into()), ..Section::new(lang.t("files"), body) }
}
