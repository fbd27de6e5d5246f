//! How the batons of a region look: one line for each project, one column for each municipality.

use maud::html;

use super::{Batons, Cell, days_to_answer};
use crate::handovers::rules::State;
use crate::handovers::view::parts::{state_tone, state_word};
use crate::i18n::Lang;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    ButtonKind, Column, Empty, Link, LinkButton, Matrix, MatrixCell, MatrixColumn, MatrixRow, Page, PrintButton,
    Section, Status, Table,
};
use crate::web::{Call, shell};

pub(super) fn page(call: &Call, region: &Region, batons: &Batons) -> Page {
    let lang = call.lang();
    let sent = cells(batons).filter(|cell| cell.baton.state != State::Draft).count();
    let open = cells(batons).filter(|cell| cell.baton.state.is_open()).count();
    let held = cells(batons).filter(|cell| cell.baton.state.is_held()).count();
    let file = |format: &str| format!("/api/v1/regions/{}/batons?format={format}", region.id);
    let body = html! {
        @if sent == 0 && cells(batons).next().is_none() {
            (Empty::new(lang.t("batons-none"), lang.t("batons-none-why"))
                .with_action(LinkButton::new(ButtonKind::Secondary, "/projects", lang.t("nav-roadmap"))))
        } @else {
            (matrix(lang, region, batons))
            (answering(lang, batons))
            p.on-screen {
                (Link::new(file("csv"), lang.t("download-csv"))) " · " (Link::new(file("excel"), lang.t("download-excel"))) " · "
                (Link::new(file("xlsx"), lang.t("download-xlsx")))
            }
        }
    };
    Page {
        lead: (sent > 0).then(|| t!(lang, "batons-lead", sent = sent, open = open, held = held)),
        above: vec![Link::new(format!("/regions/{}", region.id), region.name.clone())],
        actions: vec![html! { (PrintButton { label: lang.t("print") }) }],
        ..shell::region_page(call, region, lang.t("batons-title"), body)
    }
}

fn cells(batons: &Batons) -> impl Iterator<Item = &Cell> {
    batons.rows.iter().flat_map(|(_, cells)| cells).flatten()
}

fn matrix(lang: Lang, region: &Region, batons: &Batons) -> Matrix {
    let row = |(project, cells): &(Project, Vec<Option<Cell>>)| {
        let held = cells.iter().flatten().filter(|cell| cell.baton.state.is_held()).count();
        let all = cells.iter().flatten().filter(|cell| cell.baton.state != State::Draft).count();
        MatrixRow {
            label: project.title.clone(),
            note: None,
            href: Some(format!("/projects/{}/relay", project.id)),
            cells: cells.iter().map(|cell| cell.as_ref().map(|cell| matrix_cell(lang, cell))).collect(),
            summary: if all == 0 { "–".into() } else { t!(lang, "batons-held-of", held = held, all = all) },
        }
    };
    // What is there to be seen, in the order of a baton's way; each word once.
    let there = |state: &&State| cells(batons).any(|cell| cell.baton.state == **state);
    let mut legend: Vec<Status> = Vec::new();
    for state in State::ALL.iter().filter(there) {
        let word = state_word(lang, *state);
        if !legend.iter().any(|known| known.word == word) {
            legend.push(Status::new(state_tone(*state), word));
        }
    }
    Matrix {
        id: "batons".into(),
        caption: t!(lang, "batons-caption", region = region.name.clone(), day = lang.day(batons.today)),
        corner: lang.t("project"),
        columns: batons.members.iter().map(|member| MatrixColumn { label: member.name.clone(), href: None }).collect(),
        rows: batons.rows.iter().map(row).collect(),
        summary_label: lang.t("in-all"),
        absent_label: lang.t("batons-no-baton"),
        legend_label: lang.t("legend"),
        legend,
    }
}

/// The state, and the day that counts: the deadline while it waits, otherwise when it was answered.
fn matrix_cell(lang: Lang, cell: &Cell) -> MatrixCell {
    let baton = &cell.baton;
    let day = match baton.state {
        state if state.is_open() => Some(t!(lang, "batons-answer-by", day = lang.day(baton.answer_by))),
        State::Draft => None,
        _ => baton.answered_at.or(baton.closed_at).map(|moment| lang.day(moment.day())),
    };
    MatrixCell {
        tone: state_tone(baton.state),
        word: state_word(lang, baton.state),
        value: day.filter(|_| cell.whole),
        href: cell.whole.then(|| format!("/handovers/{}", baton.id)),
    }
}

fn answering(lang: Lang, batons: &Batons) -> Section {
    let days = |days: Option<i64>| days.map_or_else(|| "–".to_owned(), |days| lang.count(days));
    let rows = batons.members.iter().zip(&batons.answering).filter_map(|(member, answering)| {
        let one = (*answering)?;
        let count = |number: usize| lang.count(i64::try_from(number).unwrap_or(0));
        Some(vec![
            html! { (member.name) },
            html! { (count(one.waiting)) },
            html! { (count(one.answered)) },
            html! { (days(one.median_days)) },
            html! { (days(one.slowest_days)) },
        ])
    });
    let columns = vec![
        Column::text(lang.t("municipality")),
        Column::number(lang.t("batons-waiting")),
        Column::number(lang.t("batons-answered")),
        Column::number(lang.t("batons-median")),
        Column::number(lang.t("batons-slowest")),
    ];
    let mut table = Table::new("answering", lang.t("batons-answering"), columns).rows(rows);
    table.caption_hidden = true;
    let quick = cells(batons).filter(|cell| cell.whole).filter_map(|cell| days_to_answer(&cell.baton)).min();
    let section = Section::new(lang.t("batons-answering"), html! { (table) });
    match quick {
        Some(days) => Section { lead: Some(t!(lang, "batons-answering-lead", days = days)), ..section },
        None => section,
    }
}
