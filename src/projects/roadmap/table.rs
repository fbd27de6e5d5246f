//! A roadmap as a table, on the page and as a file.

use maud::html;

use super::assembling::Around;
use super::drawing::states_of;
use super::snapshot::{ProjectPart, Snapshot};
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::projects::rules::{DecisionPoint, Participating};
use crate::projects::view::{days, phase_word};
use crate::ui::{Column, Link, Row, Table};
use crate::web::csv::{Cell, Sheet};

/// The table that says what the drawing shows; the projects as links where one may go on from here.
pub fn twin(lang: Lang, snapshot: &Snapshot, picked: &[&ProjectPart], linked: bool) -> Table {
    let columns = vec![
        Column::text(lang.t("project")),
        Column::text(lang.t("theme")),
        Column::text(lang.t("phase")),
        Column::text(lang.t("roadmap-column-phases")),
        Column::text(lang.t("decision-points")),
        Column::text(lang.t("project-municipalities")),
    ];
    let rows = picked.iter().map(|project| {
        let whole = days(lang, project.starts_on, project.ends_on);
        Row::from(vec![
            html! {
                @if linked { (Link::new(format!("/projects/{}", project.id), project.title.clone())) } @else { (project.title) }
            },
            html! { @if project.theme.is_empty() { "–" } @else { (project.theme) } },
            html! { (phase_word(lang, project.phase)) },
            html! {
                @if project.phases.is_empty() { (whole) }
                @for (at, plan) in project.phases.iter().enumerate() {
                    @if at > 0 { br; }
                    (phase_word(lang, plan.phase)) ": " (days(lang, plan.from, plan.to))
                }
            },
            html! {
                @for (at, point) in project.decision_points.iter().enumerate() {
                    @if at > 0 { br; }
                    (point_words(lang, point))
                }
                @if project.decision_points.is_empty() { "–" }
            },
            html! {
                @for status in states_of(lang, snapshot, project) { (status) " " }
                @if project.municipalities.is_empty() { "–" }
            },
        ])
    });
    Table { caption_hidden: true, ..Table::new("roadmap-table", lang.t("roadmap-table"), columns).rows(rows) }
}

/// «BP2: 15.03.2026, besluttet · Sak 075/14».
fn point_words(lang: Lang, point: &DecisionPoint) -> String {
    let on = point.on.map_or_else(|| lang.t("period-none"), |on| lang.day(on));
    let state = lang.t(if point.decided { "point-decided" } else { "point-planned" });
    let first = format!("{}: {on}, {state}", point.point);
    [Some(first), point.case_reference.clone(), point.note.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// One line for the project itself, for each phase, each decision point, each handover that may be seen, and each
/// municipality: the same columns whatever the line is about.
pub fn sheet(snapshot: &Snapshot, picked: &[&ProjectPart], around: &Around) -> Sheet {
    let columns = vec![
        "project_id",
        "project",
        "theme",
        "project_phase",
        "kind",
        "what",
        "from",
        "to",
        "state",
        "case_reference",
        "note",
    ];
    let mut sheet = Sheet::new("roadmap", columns).of_region(snapshot.region.clone());
    for project in picked {
        let mut line = |kind: &'static str, cells: [Cell; 6]| {
            let head = [
                project.id.to_string().into(),
                project.title.clone().into(),
                project.theme.clone().into(),
                project.phase.as_str().into(),
                kind.into(),
            ];
            sheet.rows.push(head.into_iter().chain(cells).collect());
        };
        let nothing = || Cell::Nothing;
        let whole = [nothing(), project.starts_on.into(), project.ends_on.into(), nothing(), nothing(), nothing()];
        line("project", whole);
        for plan in &project.phases {
            let name = plan.phase.as_str().into();
            line("phase", [name, plan.from.into(), plan.to.into(), nothing(), nothing(), nothing()]);
        }
        for point in &project.decision_points {
            let state = if point.decided { "decided" } else { "planned" };
            let (case, note) = (point.case_reference.clone().into(), point.note.clone().into());
            line(
                "decision_point",
                [point.point.clone().into(), point.on.into(), point.on.into(), state.into(), case, note],
            );
        }
        for one in around.handovers.iter().filter(|one| one.project == project.id) {
            let state = if one.answered { "answered" } else { "offered" };
            let town = snapshot.town(one.municipality).into();
            line("handover", [town, one.on.into(), one.on.into(), state.into(), nothing(), nothing()]);
        }
        for place in &project.municipalities {
            let state = place.baton.map(State::as_str).or(place.participating.map(Participating::as_str));
            let town = snapshot.town(place.municipality_id).into();
            line("municipality", [town, nothing(), nothing(), state.into(), nothing(), nothing()]);
        }
    }
    sheet
}
