//! Figures as files: comma-separated for programs, semicolon-separated for Excel in the Nordic countries, and as a
//! workbook (`workbook.rs`).
//!
//! | | `csv` | `excel` |
//! |---|---|---|
//! | between cells | `,` | `;` |
//! | decimal mark | `.` | `,` |
//! | byte order mark | no | yes, or Excel takes æøå for something else |
//! | line end | LF | CRLF |
//!
//! Days are ISO in both. A text that a spreadsheet would take for a formula gets an apostrophe before it; a number never
//! does, because a number cannot be anything else.

use serde::{Deserialize, Serialize};

use super::about::{self, About};
use super::answer::Answer;
use super::call::Call;
use super::workbook;
use crate::clock::{Day, Moment};
use crate::decimal::{Decimal, Figure};
use crate::refusal::{Fault, Outcome, Refusal};

/// Which kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Flavour {
    /// For programs.
    Csv,
    /// For Excel, as text.
    Excel,
    /// A workbook.
    Xlsx,
    /// No figures, but what they are: at an address of its own.
    Metadata,
}

impl Flavour {
    /// What the query's `format` asks for; `None` is JSON.
    pub fn wanted(call: &Call) -> Result<Option<Self>, Refusal> {
        if call.path().ends_with(about::ENDING) {
            return Ok(Some(Self::Metadata));
        }
        match call.query_word("format").as_deref() {
            None | Some("" | "json") => Ok(None),
            Some("csv") => Ok(Some(Self::Csv)),
            Some("excel") => Ok(Some(Self::Excel)),
            Some("xlsx") => Ok(Some(Self::Xlsx)),
            Some(_) => Err(Refusal::invalid_at("query:format", "not_among_the_words")),
        }
    }

    const fn between(self) -> char {
        match self {
            Self::Csv | Self::Metadata => ',',
            Self::Excel | Self::Xlsx => ';',
        }
    }

    const fn line_end(self) -> &'static str {
        match self {
            Self::Csv | Self::Metadata => "\n",
            Self::Excel | Self::Xlsx => "\r\n",
        }
    }
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Words somebody wrote, or a name of ours.
    Text(String),
    /// A figure, in its canonical form.
    Number(Figure),
    /// A count.
    Whole(i64),
    /// A day.
    Day(Day),
    /// An instant.
    Moment(Moment),
    /// Yes or no.
    Truth(bool),
    /// Nothing is known.
    Nothing,
}

macro_rules! cells_from {
    ($($from:ty => $make:expr;)+) => {$(
        impl From<$from> for Cell {
            fn from(value: $from) -> Self {
                ($make)(value)
            }
        }
    )+};
}

cells_from! {
    &str => |text: &str| Cell::Text(text.to_owned());
    String => Cell::Text;
    Decimal => |number: Decimal| Cell::Number(number.into());
    Figure => Cell::Number;
    i64 => Cell::Whole;
    u32 => |count: u32| Cell::Whole(count.into());
    Day => Cell::Day;
    Moment => Cell::Moment;
    bool => Cell::Truth;
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl Cell {
    fn write(&self, flavour: Flavour) -> String {
        match self {
            Self::Text(text) => harmless(text),
            Self::Number(number) if flavour == Flavour::Excel => number.to_string().replace('.', ","),
            Self::Number(number) => number.to_string(),
            Self::Whole(count) => count.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Moment(moment) => moment.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::Nothing => String::new(),
        }
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    const STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let starts_one = text.trim_start_matches([' ', '\n', '"']).starts_with(STARTS) || text.starts_with(STARTS);
    if starts_one { format!("'{text}") } else { text.to_owned() }
}

/// A block of figures with its short column names, the same as in JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// The file's name without its ending.
    pub name: String,
    /// The columns.
    pub columns: Vec<&'static str>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// The region that it is of, in words.
    pub region: Option<String>,
    /// The first day that it tells of, where its rows do not say.
    pub from: Option<Day>,
    /// The last one.
    pub to: Option<Day>,
    /// What its values are counted in, where that is one unit.
    pub unit: Option<String>,
    /// How many rows there are, where they are not all here.
    pub count: Option<usize>,
}

impl Sheet {
    /// A block without rows yet.
    pub fn new(name: impl Into<String>, columns: Vec<&'static str>) -> Self {
        Self {
            name: name.into(),
            columns,
            rows: Vec::new(),
            region: None,
            from: None,
            to: None,
            unit: None,
            count: None,
        }
    }

    /// Of a region.
    pub fn of_region(self, name: impl Into<String>) -> Self {
        Self { region: Some(name.into()), ..self }
    }

    /// From a day to a day, both with it.
    pub fn between(self, from: Day, to: Day) -> Self {
        Self { from: Some(from), to: Some(to), ..self }
    }

    /// With values in one unit.
    pub fn in_unit(self, unit: &str) -> Self {
        Self { unit: Some(unit.to_owned()), ..self }
    }

    /// The file's text.
    pub fn write(&self, flavour: Flavour) -> String {
        let mut writer = Writer::new(flavour, &self.columns);
        self.rows.iter().for_each(|row| writer.row(row));
        writer.text
    }

    /// The file as an answer.
    pub fn answer(&self, flavour: Flavour, call: &Call) -> Outcome<Answer> {
        if flavour == Flavour::Metadata {
            return Ok(Answer::ok(&About::of(self, call)));
        }
        if flavour == Flavour::Xlsx {
            let bytes = workbook::write(self, &About::of(self, call)).map_err(Fault::internal)?;
            return Ok(Answer::file(workbook::MEDIA_TYPE, bytes).saved_as(format!("{}.xlsx", self.name)));
        }
        Ok(Answer::text("text/csv; charset=utf-8", self.write(flavour)).saved_as(format!("{}.csv", self.name)))
    }
}

/// A file of text in the making, row by row: for more rows than are kept at a time.
pub struct Writer {
    flavour: Flavour,
    text: String,
}

impl Writer {
    /// Begins with the columns' names.
    pub fn new(flavour: Flavour, columns: &[&str]) -> Self {
        let mut text = if flavour == Flavour::Excel { "\u{feff}".to_owned() } else { String::new() };
        line(&mut text, flavour, columns.iter().map(|name| (*name).to_owned()));
        Self { flavour, text }
    }

    /// One more row.
    pub fn row(&mut self, cells: &[Cell]) {
        line(&mut self.text, self.flavour, cells.iter().map(|cell| cell.write(self.flavour)));
    }

    /// The file as an answer.
    pub fn answer(self, name: &str) -> Answer {
        Answer::text("text/csv; charset=utf-8", self.text).saved_as(format!("{name}.csv"))
    }
}

fn line(text: &mut String, flavour: Flavour, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(flavour.between());
        }
        // A decimal comma is no reason for quotes where the semicolon divides.
        let is_number = cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'-' | b'.'));
        let marks: &[char] = if is_number { &[flavour.between()] } else { &[',', ';', '\t', '"', '\n', '\r'] };
        if cell.contains(marks) || cell.starts_with(' ') || cell.ends_with(' ') {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str(flavour.line_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new("x", vec!["name", "value", "on", "n", "missing"]);
        let value: Decimal = "-1234.5".parse().expect("a number");
        let on = Day::from_ymd(2026, 3, 12).expect("a day");
        let text = "Bø; \"nord\"\nog Å, sør";
        sheet.rows.push(vec![text.into(), value.into(), on.into(), Cell::Whole(0), Cell::Nothing]);
        sheet
    }

    #[test]
    fn programs_get_commas_points_and_no_mark() {
        assert_eq!(
            sheet().write(Flavour::Csv),
            "name,value,on,n,missing\n\"Bø; \"\"nord\"\"\nog Å, sør\",-1234.5,2026-03-12,0,\n"
        );
    }

    #[test]
    fn excel_gets_semicolons_decimal_commas_and_a_mark() {
        assert_eq!(
            sheet().write(Flavour::Excel),
            "\u{feff}name;value;on;n;missing\r\n\"Bø; \"\"nord\"\"\nog Å, sør\";-1234,5;2026-03-12;0;\r\n"
        );
    }

    #[test]
    fn no_text_becomes_a_formula() {
        for text in ["=1+1", "+4712345678", "-x", "@x", "\t=1", " =1", "＝1"] {
            assert!(Cell::from(text).write(Flavour::Excel).starts_with('\''), "{text:?}");
        }
        assert_eq!(Cell::from("a=b").write(Flavour::Csv), "a=b");
        assert_eq!(Cell::from(Decimal::from_whole(-1)).write(Flavour::Csv), "-1");
    }
}
