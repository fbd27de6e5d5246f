//! Which commitments are written: indicators × municipalities.

use maud::html;

use super::above;
use crate::benefits::store::{Commitment, Indicator};
use crate::i18n::Lang;
use crate::ids::MunicipalityId;
use crate::projects::parts::parts;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Alert, Empty, LinkButton, Matrix, MatrixCell, MatrixColumn, MatrixRow, Page, Status, Tone};
use crate::web::Call;
use crate::web::sheet::word_in;
use crate::web::shell;

/// One municipality.
pub struct Town {
    /// Its id.
    pub id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Whether it takes part.
    pub takes_part: bool,
    /// Whether the reader sees its figures.
    pub is_visible: bool,
    /// Whether the reader may write its figures.
    pub may_write: bool,
}

/// One municipality's commitment to one indicator, when it is written.
pub struct Cell {
    /// The commitment.
    pub row: Option<Commitment>,
}

/// One indicator.
pub struct Line {
    /// The benefit it counts.
    pub benefit: String,
    /// The indicator.
    pub indicator: Indicator,
    /// One for each municipality, in their order.
    pub cells: Vec<Cell>,
}

/// The page.
pub fn page(call: &Call, region: &Region, project: &Project, towns: &[Town], lines: &[Line]) -> Page {
    let lang = call.lang();
    let body = html! {
        (parts(call, project))
        @if lines.is_empty() {
            (Empty::new(lang.t("commitments-empty"), lang.t("commitments-empty-why"))
                .with_action(LinkButton::primary(format!("/projects/{}", project.id), lang.t("commitments-to-project"))))
        } @else if !towns.iter().any(|town| town.takes_part) {
            (Empty::new(lang.t("commitments-nobody"), lang.t("commitments-nobody-why"))
                .with_action(LinkButton::primary(format!("/projects/{}/participants", project.id), lang.t("participants-change"))))
        } @else {
            (matrix(lang, towns, lines))
        }
    };
    Page {
        above: above(lang, project),
        kicker: Some(project.title.clone()),
        lead: Some(lang.t("commitments-lead")),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, region, lang.t("commitments-title"), body)
    }
}

fn matrix(lang: Lang, towns: &[Town], lines: &[Line]) -> Matrix {
    // Only those who take part, or who once promised something.
    let shown: Vec<usize> = (0..towns.len())
        .filter(|at| {
            towns[*at].takes_part || lines.iter().any(|line| line.cells[*at].row.is_some() && towns[*at].is_visible)
        })
        .collect();
    let rows = lines.iter().map(|line| {
        let seen = shown.iter().filter(|at| towns[**at].is_visible);
        let written = seen.clone().filter(|at| line.cells[**at].row.is_some()).count();
        MatrixRow {
            label: line.indicator.name.clone(),
            note: Some(format!(
                "{} · {}, {}",
                line.benefit,
                line.indicator.unit,
                word_in(lang, "direction", line.indicator.direction.as_str())
            )),
            href: None,
            cells: shown.iter().map(|at| cell(lang, &line.indicator, &towns[*at], &line.cells[*at])).collect(),
            summary: t!(lang, "written-of", written = written, of = seen.count()),
        }
    });
    let state = |tone, key: &str| Status::new(tone, lang.t(key));
    Matrix {
        id: "commitments".into(),
        caption: lang.t("commitments-caption"),
        corner: lang.t("indicator"),
        columns: shown.iter().map(|at| MatrixColumn { label: towns[*at].name.clone(), href: None }).collect(),
        rows: rows.collect(),
        summary_label: lang.t("commitments-written"),
        absent_label: lang.t("figures-not-shared"),
        legend_label: lang.t("legend"),
        legend: vec![
            state(Tone::Unknown, "commitment-missing"),
            state(Tone::NotStarted, "commitment-proposed"),
            state(Tone::Underway, "commitment-accepted"),
        ],
    }
}

fn cell(lang: Lang, indicator: &Indicator, town: &Town, cell: &Cell) -> Option<MatrixCell> {
    // Another member's figures do not exist for those who may not see them.
    if !town.is_visible {
        return None;
    }
    let write = format!("/indicators/{}/commitments/{}", indicator.id, town.id);
    let Some(row) = &cell.row else {
        let href = town.may_write.then_some(write);
        return Some(MatrixCell { tone: Tone::Unknown, word: lang.t("commitment-missing"), value: None, href });
    };
    let decimals = u8::try_from(indicator.decimals).unwrap_or(0);
    let value = format!("{} → {}", lang.number(row.baseline_value, decimals), lang.number(row.target_value, decimals));
    let (tone, key, href) = match row.accepted_in {
        // What is accepted is followed up; what is not is still being written.
        Some(_) => (Tone::Underway, "commitment-accepted", format!("/commitments/{}", row.id)),
        None => (Tone::NotStarted, "commitment-proposed", write),
    };
    Some(MatrixCell { tone, word: lang.t(key), value: Some(value), href: Some(href) })
}
