//! The matrix of common items and municipalities.

use maud::{Markup, html};

use super::{status, tone, word};
use crate::i18n::Lang;
use crate::ids::MunicipalityId;
use crate::projects::parts::{above, parts};
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::routines::matrix::{self, Cell, Line};
use crate::routines::rules::{Standing, Tally};
use crate::t;
use crate::ui::{
    Actions, Alert, ButtonKind, Column, Empty, Link, LinkButton, Matrix, MatrixCell, MatrixColumn, MatrixRow, Page,
    Row, Section, Table,
};
use crate::web::sheet::word_in;
use crate::web::{Call, shell};

/// Everything the page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// Who conforms, as far as the reader sees.
    pub matrix: matrix::Matrix,
    /// The municipalities that the reader answers for, with their names.
    pub own: Vec<(MunicipalityId, String)>,
    /// Whether the reader writes the items and decides deviations.
    pub may_define: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Shown) -> Page {
    let lang = call.lang();
    let file = |format: &str| format!("/api/v1/projects/{}/conformity?format={format}", shown.project.id);
    let body = html! {
        (parts(call, &shown.project))
        @if shown.matrix.rows.is_empty() {
            (Empty::new(lang.t("routines-none"), lang.t("routines-none-why")))
        } @else {
            (Actions(answer_buttons(lang, shown)))
            @if shown.matrix.towns.is_empty() { p { (lang.t("routines-nobody")) } }
            @else { (matrix(lang, shown)) }
            @if shown.may_define { (waiting(lang, shown)) }
            p.on-screen {
                (Link::new(file("csv"), lang.t("download-csv"))) " · " (Link::new(file("excel"), lang.t("download-excel"))) " · "
                (Link::new(file("xlsx"), lang.t("download-xlsx")))
            }
            (items(lang, shown))
        }
        @if shown.may_define {
            (Actions(vec![html! { (LinkButton::new(
                ButtonKind::Secondary,
                format!("/projects/{}/common-items/new", shown.project.id),
                lang.t("routines-new"),
            )) }]))
        }
    };
    Page {
        above: above(lang, &shown.project),
        kicker: Some(shown.project.title.clone()),
        lead: Some(lang.t("routines-lead")),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, &shown.region, lang.t("routines-title"), body)
    }
}

fn answer_buttons(lang: Lang, shown: &Shown) -> Vec<Markup> {
    let button = |(id, name): &(MunicipalityId, String)| {
        let href = format!("/projects/{}/routines/{id}", shown.project.id);
        html! { (LinkButton::primary(href, t!(lang, "routines-answer-for", name = name.clone()))) }
    };
    shown.own.iter().map(button).collect()
}

fn matrix(lang: Lang, shown: &Shown) -> Matrix {
    let here = |id: MunicipalityId| format!("/projects/{}/routines/{id}", shown.project.id);
    let columns = shown.matrix.towns.iter().zip(&shown.matrix.whole).map(|(town, whole)| MatrixColumn {
        label: town.name.clone(),
        href: whole.then(|| here(town.membership.municipality_id)),
    });
    let row = |line: &Line| MatrixRow {
        label: line.item.title.clone(),
        note: Some(word_in(lang, "common-item-kind", line.item.kind.as_str())),
        href: Some(format!("#item-{}", line.item.id)),
        cells: line
            .cells
            .iter()
            .zip(&shown.matrix.whole)
            .map(|(cell, whole)| {
                let href = whole.then(|| format!("{}#item-{}", here(cell.municipality_id), line.item.id));
                Some(matrix_cell(lang, cell, href))
            })
            .collect(),
        summary: tally_words(lang, line.tally),
    };
    Matrix {
        id: "conformity".into(),
        caption: t!(lang, "routines-caption", project = shown.project.title.clone()),
        corner: lang.t("common-item"),
        columns: columns.collect(),
        rows: shown.matrix.rows.iter().map(row).collect(),
        summary_label: lang.t("in-all"),
        absent_label: String::new(),
        legend_label: lang.t("legend"),
        legend: Standing::ALL.iter().map(|standing| status(lang, *standing)).collect(),
    }
}

fn matrix_cell(lang: Lang, cell: &Cell, href: Option<String>) -> MatrixCell {
    MatrixCell {
        tone: tone(cell.standing),
        word: word(lang, cell.standing),
        value: cell.is_outdated.then(|| lang.t("routines-earlier-edition")),
        href,
    }
}

fn tally_words(lang: Lang, tally: Tally) -> String {
    let follow = t!(lang, "routines-follow-of", n = tally.conform, of = tally.of);
    match tally.approved {
        0 => follow,
        approved => format!("{follow}, {}", t!(lang, "routines-approved", n = approved)),
    }
}

/// Deviations that wait for the region.
fn waiting(lang: Lang, shown: &Shown) -> Markup {
    let asked: Vec<(String, String)> = shown
        .matrix
        .rows
        .iter()
        .flat_map(|line| line.cells.iter().zip(&shown.matrix.towns).map(move |(cell, town)| (line, cell, town)))
        .filter(|(_, cell, _)| cell.standing == Standing::DeviationAsked)
        .map(|(line, cell, town)| {
            let href =
                format!("/projects/{}/routines/{}#item-{}", shown.project.id, cell.municipality_id, line.item.id);
            (href, format!("{}: {}", town.name, line.item.title))
        })
        .collect();
    let list = html! { ul.ds-list { @for (href, words) in &asked { li { (Link::new(href, words)) } } } };
    html! { @if !asked.is_empty() { (Section { framed: true, ..Section::new(lang.t("routines-waiting"), list) }) } }
}

/// What the items say, and where they stand.
fn items(lang: Lang, shown: &Shown) -> Section {
    let rows = shown.matrix.rows.iter().map(|line| {
        let item = &line.item;
        Row {
            id: Some(format!("item-{}", item.id)),
            ..Row::from(vec![
                html! { (item.title) },
                html! { (word_in(lang, "common-item-kind", item.kind.as_str())) },
                html! { @if item.description.is_empty() { "–" } @else { (item.description) } },
                html! { @if item.stands_in.is_empty() { "–" } @else { (item.stands_in) } },
                html! {
                    @if shown.may_define {
                        (Link::new(format!("/common-items/{}/edit", item.id), t!(lang, "edit-named", name = item.title.clone())))
                    }
                },
            ])
        }
    });
    let columns = vec![
        Column::text(lang.t("common-item")),
        Column::text(lang.t("common-item-kind")),
        Column::text(lang.t("common-item-description")),
        Column::text(lang.t("common-item-stands-in")),
        Column::action(lang.t("actions")),
    ];
    let table = Table {
        caption_hidden: true,
        ..Table::new("items", lang.t("routines-items"), columns).rows(rows.collect::<Vec<_>>())
    };
    Section::new(lang.t("routines-items"), html! { (table) })
}
