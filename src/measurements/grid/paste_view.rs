//! How a preview of pasted cells looks.

use maud::{Markup, html};

use super::Grid;
use super::paste::Pasted;
use super::view::paste_form;
use crate::audit::rules::sha256_hex;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::measurements::period_words::period_words;
use crate::measurements::rules::Unusual;
use crate::measurements::view::unusual_words;
use crate::refusal::FieldError;
use crate::t;
use crate::ui::{Button, ButtonKind, Column, Field, Form, Link, LinkButton, Page, Row, Section, Status, Table, Tone};
use crate::web::problem::field_sentence;
use crate::web::{Call, shell};

/// A pasted cell and what would become of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The cell.
    pub pasted: Pasted,
    /// What would become of it.
    pub fate: Fate,
    /// Its number among those that were judged.
    pub number: Option<u64>,
}

/// What would become of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// A new value, perhaps an unusual one.
    New(Option<Unusual>),
    /// A correction of this value, perhaps to an unusual one.
    Changed(Decimal, Option<Unusual>),
    /// The value is there already.
    Unchanged,
    /// It is left out, because.
    Wrong(&'static str),
}

impl Line {
    /// Whether the cell would be written.
    pub fn would_be_saved(&self) -> bool {
        matches!(self.fate, Fate::New(_) | Fate::Changed(..))
    }
}

/// What the reader saw, so that nothing else is saved: changes when any verdict does.
pub fn fingerprint(lines: &[Line]) -> String {
    let seen: String =
        lines.iter().map(|line| format!("{:?}{:?}{:?};", line.pasted.whose, line.pasted.on, line.fate)).collect();
    sha256_hex(seen.as_bytes())
}

/// The grid that a paste belongs to.
pub fn grid_path(call: &Call) -> &str {
    call.path().trim_end_matches("/paste")
}

/// The preview; or, where nothing could be read, the box with why.
pub fn preview(call: &Call, grid: &Grid, text: &str, lines: &Result<Vec<Line>, &'static str>) -> Markup {
    let lang = call.lang();
    let back = grid_path(call);
    let (body, good) = match lines {
        Ok(lines) => {
            let saved = lines.iter().filter(|line| line.would_be_saved()).count();
            let left = lines.iter().filter(|line| matches!(line.fate, Fate::Wrong(_))).count();
            let body = html! {
                p { (t!(lang, "paste-counts", saved = saved, left = left)) }
                @if saved > 0 { (confirm(call, text, lines, saved)) }
                (table(lang, grid, lines))
                (Section::new(lang.t("paste-again"), paste_form(call, back, text, None)))
            };
            (body, saved > 0)
        }
        Err(code) => {
            let why = field_sentence(lang, &FieldError::at("/text", code));
            (paste_form(call, back, text, Some(why)), false)
        }
    };
    let page = Page {
        kicker: Some(grid.name.clone()),
        area: Some(lang.t("nav-measure")),
        above: vec![Link::new("/due", lang.t("due-title")), Link::new(back, lang.t("grid-title"))],
        title_prefix: (!good).then(|| lang.t("error-prefix")),
        ..shell::region_page(call, &grid.region, lang.t("paste-title"), body)
    };
    html! { (page) }
}

fn confirm(call: &Call, text: &str, lines: &[Line], saved: usize) -> Markup {
    let lang = call.lang();
    let fields = html! {
        (Field::hidden("confirmed", "yes"))
        (Field::hidden("seen", fingerprint(lines)))
        textarea name="text" hidden aria-hidden="true" { "\n" (text) }
    };
    let query = call.query_string();
    let action = if query.is_empty() { call.path().to_owned() } else { format!("{}?{query}", call.path()) };
    let form = Form::post(action, call.csrf(), fields)
        .id("paste-confirm")
        .action(Button::primary(t!(lang, "paste-save", count = saved)))
        .action(LinkButton::new(ButtonKind::Tertiary, grid_path(call), lang.t("cancel")));
    html! { (form) }
}

fn table(lang: Lang, grid: &Grid, lines: &[Line]) -> Table {
    let columns = vec![
        Column::number(lang.t("import-row")),
        Column::number(lang.t("import-column")),
        Column::text(lang.t("indicator")),
        Column::text(lang.t("grid-month")),
        Column::number(lang.t("measure-value")),
        Column::text(lang.t("import-verdict")),
    ];
    let rows = lines.iter().map(|line| {
        let named = line.pasted.whose.ok().and_then(|id| grid.name_of(id));
        let unit = named.map(|named| named.promised.group.unit.clone()).unwrap_or_default();
        let amount = |value: Decimal| with_unit(&lang.number(value, 0), &unit);
        let name = named.map(|named| named.indicator.clone()).unwrap_or_default();
        let month = line.pasted.period.as_ref().map(|period| period_words(lang, period)).unwrap_or_default();
        let value = match &line.pasted.value {
            Ok(value) => amount(*value),
            Err(_) => line.pasted.text.clone(),
        };
        let verdict = verdict(lang, line, &amount);
        Row::new([&line.pasted.row.to_string(), &line.pasted.column.to_string(), &name, &month, &value, &verdict])
    });
    Table::new("pasted", lang.t("paste-caption"), columns).rows(rows.collect::<Vec<_>>())
}

fn verdict(lang: Lang, line: &Line, amount: &impl Fn(Decimal) -> String) -> Markup {
    let (tone, key, unusual) = match &line.fate {
        Fate::New(unusual) => (Tone::Done, "verdict-new", *unusual),
        Fate::Changed(_, unusual) => (Tone::Underway, "verdict-changed", *unusual),
        Fate::Unchanged => (Tone::Unknown, "verdict-unchanged", None),
        Fate::Wrong(_) => (Tone::Stopped, "paste-left-out", None),
    };
    html! {
        (Status::new(tone, lang.t(key)))
        @if let (Fate::Changed(from, _), Ok(value)) = (&line.fate, &line.pasted.value) { " " (amount(*from)) " → " (amount(*value)) }
        @if let Fate::Wrong(code) = &line.fate { " " (field_sentence(lang, &FieldError::at("/text", code))) }
        @if let Some(unusual) = unusual { " " (Status::new(Tone::Late, lang.t("verdict-unusual"))) " " (unusual_words(lang, unusual)) }
    }
}
