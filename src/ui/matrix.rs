//! A table where each cell is a state: rows against columns, read at a glance.

use maud::{Markup, Render, html};

use super::{Status, Tone};

/// The heading of a column.
#[derive(Clone, Debug, Default)]
pub struct MatrixColumn {
    /// Its name.
    pub label: String,
    /// Where its own page is.
    pub href: Option<String>,
}

/// One cell.
#[derive(Clone, Debug, Default)]
pub struct MatrixCell {
    /// How it stands.
    pub tone: Tone,
    /// The state in a short word: «Bak plan».
    pub word: String,
    /// A figure or a date beside the word.
    pub value: Option<String>,
    /// Where the cell is explained.
    pub href: Option<String>,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct MatrixRow {
    /// Its name.
    pub label: String,
    /// A line under the name.
    pub note: Option<String>,
    /// Where its own page is.
    pub href: Option<String>,
    /// The cells, as many as there are columns; `None` where row and column have nothing to do with each other.
    pub cells: Vec<Option<MatrixCell>>,
    /// The row in a few words: «5 av 7 mottatt».
    pub summary: String,
}

/// The matrix. Headings stay in view while it scrolls; on a phone each row becomes a card.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The id of the table; unique on the page.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// The heading over the rows' names.
    pub corner: String,
    /// The columns.
    pub columns: Vec<MatrixColumn>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
    /// The heading over the rows' summaries; empty means no such column.
    pub summary_label: String,
    /// What an absent cell means, for those who listen: «deltar ikke».
    pub absent_label: String,
    /// The heading of the legend.
    pub legend_label: String,
    /// Every state that may appear, in order.
    pub legend: Vec<Status>,
}

impl Render for MatrixCell {
    fn render(&self) -> Markup {
        let inside = html! {
            (self.tone.shape())
            span.cell-text {
                span.cell-word { (self.word) }
                @if let Some(value) = &self.value { " " span.cell-value { (value) } }
            }
        };
        html! {
            @match &self.href {
                Some(href) => a.cell data-color=(self.tone.color()) href=(href) { (inside) },
                None => span.cell data-color=(self.tone.color()) { (inside) },
            }
        }
    }
}

impl Matrix {
    fn row(&self, row: &MatrixRow) -> Markup {
        html! {
            tr role="row" {
                th scope="row" role="rowheader" {
                    @match &row.href {
                        Some(href) => a.ds-link href=(href) { (row.label) },
                        None => (row.label),
                    }
                    @if let Some(note) = &row.note { span.row-note { (note) } }
                }
                @for (place, column) in self.columns.iter().enumerate() {
                    td role="cell" data-label=(column.label) {
                        @match row.cells.get(place).and_then(Option::as_ref) {
                            Some(cell) => (cell),
                            None => span.cell.cell-absent { span aria-hidden="true" { "·" } span.ds-sr-only { (self.absent_label) } },
                        }
                    }
                }
                @if !self.summary_label.is_empty() {
                    td.row-summary role="cell" data-label=(self.summary_label) { (row.summary) }
                }
            }
        }
    }
}

impl Render for Matrix {
    fn render(&self) -> Markup {
        html! {
            div.matrix {
                div.scroll data-cards data-tall role="region" tabindex="0" aria-labelledby={ (self.id) "-caption" } {
                    table.ds-table id=(self.id) role="table" {
                        caption id={ (self.id) "-caption" } { (self.caption) }
                        thead role="rowgroup" {
                            tr role="row" {
                                th scope="col" role="columnheader" { (self.corner) }
                                @for column in &self.columns {
                                    th scope="col" role="columnheader" {
                                        @match &column.href {
                                            Some(href) => a.ds-link href=(href) { (column.label) },
                                            None => (column.label),
                                        }
                                    }
                                }
                                @if !self.summary_label.is_empty() { th.row-summary scope="col" role="columnheader" { (self.summary_label) } }
                            }
                        }
                        tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                    }
                }
                @if !self.legend.is_empty() {
                    div.legend {
                        p id={ (self.id) "-legend" } { (self.legend_label) }
                        ul aria-labelledby={ (self.id) "-legend" } { @for status in &self.legend { li { (status) } } }
                    }
                }
            }
        }
    }
}
