//! What a block of figures is: the same words beside every file, as JSON at its own address and as a sheet in the workbook.

use schemars::JsonSchema;
use serde::Serialize;

use super::call::Call;
use super::csv::{Cell, Sheet};
use crate::clock::{Day, Moment};
use crate::i18n::Lang;

/// What the address of a block's metadata ends with, behind the block's own.
pub const ENDING: &str = ".metadata.json";

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Words, a name or an id.
    Text,
    /// A whole number.
    Integer,
    /// An exact number with a point or, in the flavour for Excel, a comma.
    Decimal,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A month, `YYYY-MM`.
    Month,
    /// An instant, RFC 3339.
    Timestamp,
    /// `true` or `false`.
    Boolean,
}

/// One column of a block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ColumnAbout {
    /// The short name, the same in every format.
    pub name: &'static str,
    /// What it means, in the reader's language.
    pub meaning: String,
    /// What it is counted in; null where it is no quantity. `1` is a fraction of one.
    pub unit: Option<String>,
    /// What stands in it.
    pub r#type: Type,
}

/// What a block of figures is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct About {
    /// What it is called.
    pub title: String,
    /// The address that it was read from.
    pub source: String,
    /// The region, where it is of one.
    pub region: Option<String>,
    /// The first day that it tells of; null where nothing is in it.
    pub from: Option<Day>,
    /// The last one.
    pub to: Option<Day>,
    /// When it was read.
    pub exported_at: Moment,
    /// The language of these words.
    pub language: Lang,
    /// What is not in it, and what an empty cell means.
    pub note: String,
    /// How many rows.
    pub rows: usize,
    /// The columns, in order.
    pub columns: Vec<ColumnAbout>,
}

impl About {
    /// What a block is, as this call reads it.
    pub fn of(sheet: &Sheet, call: &Call) -> Self {
        let lang = call.lang();
        let path = call.path().trim_end_matches(ENDING);
        let days = days(sheet);
        Self {
            title: lang.t(&format!("sheet-{}", sheet.name.replace('_', "-"))),
            source: call.app().link(path),
            region: sheet.region.clone(),
            from: sheet.from.or(days.first().copied()),
            to: sheet.to.or(days.last().copied()),
            exported_at: call.app().db.now(),
            language: lang,
            note: lang.t("sheet-note"),
            rows: sheet.count.unwrap_or(sheet.rows.len()),
            columns: sheet.columns.iter().map(|name| column(lang, sheet, name)).collect(),
        }
    }
}

/// The days that the rows are for, in order.
fn days(sheet: &Sheet) -> Vec<Day> {
    let Some(place) = sheet.columns.iter().position(|name| *name == "on") else { return Vec::new() };
    let mut days: Vec<Day> = sheet
        .rows
        .iter()
        .filter_map(|row| match row.get(place) {
            Some(Cell::Day(day)) => Some(*day),
            _ => None,
        })
        .collect();
    days.sort_unstable();
    days
}

fn column(lang: Lang, sheet: &Sheet, name: &'static str) -> ColumnAbout {
    let word = name.replace('_', "-");
    let own = lang.find(&format!("means-{}-{word}", sheet.name), &[]);
    ColumnAbout {
        name,
        meaning: own.unwrap_or_else(|| lang.t(&format!("means-{word}"))),
        unit: unit(lang, sheet, name),
        r#type: type_of(&sheet.name, name),
    }
}

fn unit(lang: Lang, sheet: &Sheet, name: &str) -> Option<String> {
    match name {
        "rate" | "response_rate" | "attainment" | "coverage" | "drop" => Some("1".to_owned()),
        "hours" => Some(lang.t("unit-hours")),
        "days_to_answer" => Some(lang.t("unit-days")),
        "value" | "planned" | "realised" | "low" | "high" | "last_value" | "peak" => {
            Some(sheet.unit.clone().unwrap_or_else(|| lang.t("unit-in-column")))
        }
        _ => None,
    }
}

/// The type of a column; a name that means two things says in which block.
fn type_of(sheet: &str, name: &str) -> Type {
    match (sheet, name) {
        ("due", "overdue") | (_, "outdated" | "followed_up" | "waits" | "fallen_back") => Type::Boolean,
        (
            _,
            "on" | "due_on" | "last_on" | "offered_on" | "answer_by" | "answered_on" | "decided_on" | "follow_up_by"
            | "leadership_on" | "staff_on" | "peak_on" | "from" | "to",
        ) => Type::Date,
        (_, "month") => Type::Month,
        (_, "recorded_at" | "at") => Type::Timestamp,
        (
            _,
            "measured"
            | "accepted"
            | "on_plan"
            | "handed_over"
            | "municipalities"
            | "sent"
            | "overdue"
            | "n"
            | "invited"
            | "version"
            | "days_to_answer"
            | "leadership_level"
            | "staff_level"
            | "competences_in_place"
            | "competences_needed"
            | "seq"
            | "inhabitants",
        ) => Type::Integer,
        (
            _,
            "value" | "planned" | "realised" | "rate" | "coverage" | "attainment" | "response_rate" | "low" | "high"
            | "last_value" | "hours" | "peak" | "drop" | "cases",
        ) => Type::Decimal,
        _ => Type::Text,
    }
}
