//! Tables: a caption, columns that know what they hold, rows that become cards on a phone.

use maud::{Markup, Render, html};

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    #[default]
    Text,
    /// Figures: right-aligned, digits of one width.
    Number,
    /// Links or buttons; its label is heard and not seen.
    Action,
}

/// Which way a sorted column runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its heading, with the unit when it holds figures.
    pub label: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Where a press on the heading leads, to sort by it.
    pub sort_href: Option<String>,
    /// Which way it is sorted now.
    pub sorted: Option<Order>,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of figures.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: ColumnKind::Number, ..Self::default() }
    }

    /// A column of links or buttons; the label is heard and not seen.
    pub fn action(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: ColumnKind::Action, ..Self::default() }
    }

    /// The same with a sorting heading.
    #[must_use]
    pub fn sortable(mut self, href: impl Into<String>, sorted: Option<Order>) -> Self {
        self.sort_href = Some(href.into());
        self.sorted = sorted;
        self
    }
}

/// A row: as many cells as there are columns, the first being its heading.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The cells. A string literal or `String` becomes one with `html! { (text) }`, or use [`Row::new`].
    pub cells: Vec<Markup>,
    /// An id, so that a link can lead to the row.
    pub id: Option<String>,
    /// This row is the one meant; drawn with an edge and said to screen readers.
    pub current: bool,
}

impl Row {
    /// A row of anything that renders: strings, links, states.
    pub fn new<const N: usize>(cells: [&dyn Render; N]) -> Self {
        Self { cells: cells.iter().map(|cell| cell.render()).collect(), ..Self::default() }
    }
}

impl From<Vec<Markup>> for Row {
    fn from(cells: Vec<Markup>) -> Self {
        Self { cells, ..Self::default() }
    }
}

/// What a table becomes where it does not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnPhone {
    /// Each row becomes a card, each cell with its column's label.
    #[default]
    Cards,
    /// The table stays one and scrolls sideways; for figures that are compared down a column.
    Scroll,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The id of the table; its caption's id is made from it. Needed, and unique on the page.
    pub id: String,
    /// What the table shows.
    pub caption: String,
    /// The caption is heard and not seen, because a heading right above says the same.
    pub caption_hidden: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// A closing row, such as totals.
    pub foot: Option<Row>,
    /// What it becomes on a phone.
    pub on_phone: OnPhone,
    /// Shown instead when there are no rows, usually an [`super::Empty`].
    pub empty: Option<Markup>,
}

impl Table {
    /// A table with its columns, to be given rows.
    pub fn new(id: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { id: id.into(), caption: caption.into(), columns, ..Self::default() }
    }

    /// The same with these rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = impl Into<Row>>) -> Self {
        self.rows = rows.into_iter().map(Into::into).collect();
        self
    }

    fn heading(column: &Column) -> Markup {
        let sorted = column.sort_href.as_ref().map(|_| match column.sorted {
            Some(Order::Ascending) => "ascending",
            Some(Order::Descending) => "descending",
            None => "none",
        });
        html! {
            th scope="col" role="columnheader" data-kind=[kind(column)] aria-sort=[sorted] {
                @match &column.sort_href {
                    Some(href) => a.sort href=(href) { (column.label) },
                    None if column.kind == ColumnKind::Action => span.ds-sr-only { (column.label) },
                    None => (column.label),
                }
            }
        }
    }

    fn line(&self, row: &Row) -> Markup {
        html! {
            tr role="row" id=[&row.id] aria-current=[row.current.then_some("true")] {
                @for (place, cell) in row.cells.iter().enumerate() {
                    @let column = self.columns.get(place);
                    @if place == 0 {
                        th scope="row" role="rowheader" data-kind=[column.and_then(kind)] { (cell) }
                    } @else {
                        td role="cell" data-kind=[column.and_then(kind)]
                            data-label=[column.filter(|c| c.kind != ColumnKind::Action).map(|c| &c.label)] { (cell) }
                    }
                }
            }
        }
    }
}

const fn kind(column: &Column) -> Option<&'static str> {
    match column.kind {
        ColumnKind::Text => None,
        ColumnKind::Number => Some("number"),
        ColumnKind::Action => Some("action"),
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        if let (Some(empty), true) = (&self.empty, self.rows.is_empty()) {
            return empty.clone();
        }
        let cards = self.on_phone == OnPhone::Cards;
        html! {
            div.scroll data-cards[cards] role="region" tabindex="0" aria-labelledby={ (self.id) "-caption" } {
                table.ds-table id=(self.id) role="table" {
                    caption id={ (self.id) "-caption" } {
                        span.ds-sr-only[self.caption_hidden] { (self.caption) }
                    }
                    thead role="rowgroup" { tr role="row" { @for column in &self.columns { (Self::heading(column)) } } }
                    tbody role="rowgroup" { @for row in &self.rows { (self.line(row)) } }
                    @if let Some(foot) = &self.foot {
                        tfoot role="rowgroup" { (self.line(foot)) }
                    }
                }
            }
        }
    }
}
