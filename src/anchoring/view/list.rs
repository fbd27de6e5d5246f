//! A project's anchoring in the municipalities in reach, and the competence it needs.

use maud::html;

use super::{level_tone, tally_tone, tally_words};
use crate::anchoring::overview::{Overview, Standing};
use crate::anchoring::rules::{Among, CompetenceState, LEVELS};
use crate::anchoring::store::Entry;
use crate::i18n::Lang;
use crate::projects::parts::{above, parts};
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Actions, Alert, ButtonKind, Column, Empty, Link, LinkButton, Matrix, MatrixCell, MatrixColumn, MatrixRow, Page,
    Row, Section, Status, Table, Tone,
};
use crate::web::sheet::word_in;
use crate::web::{Call, shell};

/// Everything the page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// How it stands, as far as the reader sees.
    pub overview: Overview,
    /// Whether the reader writes what competence is needed.
    pub may_define: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Shown) -> Page {
    let lang = call.lang();
    let file = |format: &str| format!("/api/v1/projects/{}/anchoring?format={format}", shown.project.id);
    let body = html! {
        (parts(call, &shown.project))
        @if shown.overview.rows.is_empty() {
            (Empty::new(lang.t("anchoring-none"), lang.t("anchoring-none-why")))
        } @else {
            (matrix(lang, shown))
            p.on-screen {
                (Link::new(file("csv"), lang.t("download-csv"))) " · " (Link::new(file("excel"), lang.t("download-excel"))) " · "
                (Link::new(file("xlsx"), lang.t("download-xlsx")))
            }
        }
        (competences(lang, shown))
    };
    Page {
        above: above(lang, &shown.project),
        kicker: Some(shown.project.title.clone()),
        lead: Some(lang.t("anchoring-lead")),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, &shown.region, lang.t("anchoring-title"), body)
    }
}

fn matrix(lang: Lang, shown: &Shown) -> Matrix {
    let among = |among: Among| word_in(lang, "anchoring-among", among.as_str());
    let columns = [among(Among::Leadership), among(Among::Staff), lang.t("competence-short")];
    let (lowest, highest) = LEVELS;
    let unknown = Status::new(Tone::Unknown, lang.t("not-said-yet"));
    Matrix {
        id: "anchoring".into(),
        caption: t!(lang, "anchoring-caption", project = shown.project.title.clone()),
        corner: lang.t("municipality"),
        columns: columns.into_iter().map(|label| MatrixColumn { label, href: None }).collect(),
        rows: shown.overview.rows.iter().map(|row| line(lang, &shown.project, row)).collect(),
        summary_label: String::new(),
        absent_label: lang.t("competence-none-needed"),
        legend_label: lang.t("anchoring-legend"),
        legend: (lowest..=highest).map(|level| super::level(lang, level)).chain([unknown]).collect(),
    }
}

fn line(lang: Lang, project: &Project, row: &Standing) -> MatrixRow {
    let href = format!("/projects/{}/anchoring/{}", project.id, row.municipality_id);
    let competence = (row.tally.of > 0).then(|| MatrixCell {
        tone: tally_tone(row.tally),
        word: tally_words(lang, row.tally),
        value: None,
        href: Some(format!("{href}#competence")),
    });
    MatrixRow {
        label: row.name.clone(),
        note: None,
        cells: vec![
            Some(level_cell(lang, &href, row.leadership.as_ref())),
            Some(level_cell(lang, &href, row.staff.as_ref())),
            competence,
        ],
        href: Some(href),
        summary: String::new(),
    }
}

/// The number, its word and its day.
fn level_cell(lang: Lang, href: &str, entry: Option<&Entry>) -> MatrixCell {
    let Some(entry) = entry else {
        return MatrixCell { tone: Tone::Unknown, word: lang.t("not-said-yet"), value: None, href: Some(href.into()) };
    };
    MatrixCell {
        tone: level_tone(entry.level),
        word: super::level_words(lang, entry.level),
        value: Some(lang.day(entry.on_day)),
        href: Some(href.into()),
    }
}

fn competences(lang: Lang, shown: &Shown) -> Section {
    let overview = &shown.overview;
    let rows = overview.competences.iter().map(|one| {
        let said = || overview.said.iter().filter(|said| said.competence_id == one.id);
        let count = |state: CompetenceState| said().filter(|said| said.state == state).count();
        let needed = overview.rows.len().saturating_sub(count(CompetenceState::NotRelevant));
        Row::from(vec![
            html! { (one.title) },
            html! { (one.audience) },
            html! { (t!(lang, "competence-towns-of", n = count(CompetenceState::InPlace), of = needed)) },
            html! {
                @if shown.may_define {
                    (Link::new(format!("/competences/{}/edit", one.id), t!(lang, "edit-named", name = one.title.clone())))
                }
            },
        ])
    });
    let columns = vec![
        Column::text(lang.t("competence")),
        Column::text(lang.t("competence-audience")),
        Column::text(lang.t("competence-in-place")),
        Column::action(lang.t("actions")),
    ];
    let add = LinkButton::new(
        ButtonKind::Secondary,
        format!("/projects/{}/competences/new", shown.project.id),
        lang.t("competence-new"),
    );
    let empty = Empty::new(lang.t("competences-none"), lang.t("competences-none-why"));
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("competences", lang.t("competences"), columns).rows(rows)
    };
    let body = html! {
        (table)
        @if shown.may_define { (Actions(vec![html! { (add) }])) }
    };
    Section { lead: Some(lang.t("competences-lead")), ..Section::new(lang.t("competences"), body) }
}
