//! Figures as files: the one place that writes CSV, in two flavours. `csv` is for programs: comma, decimal point, no
//! byte order mark. `excel` is for a Nordic Excel: byte order mark, semicolon, decimal comma, lines as Windows ends them.

use super::answer::Answer;
use super::call::Call;
use crate::clock::{Day, Moment};
use crate::decimal::Decimal;
use crate::refusal::Refusal;

/// A cell that knows what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing: not measured, not known.
    Nothing,
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A figure.
    Number(Decimal),
    /// A day, `YYYY-MM-DD`.
    Day(Day),
    /// An instant, RFC 3339.
    Moment(Moment),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What there is, or nothing.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, cell)
    }
}

/// The form a block of figures is asked for in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The page, or JSON.
    Usual,
    /// For programs.
    Csv,
    /// For a Nordic Excel.
    Excel,
}

impl Format {
    /// Reads `format` from the query; without it, or with `json`, the usual form.
    pub fn of(call: &Call) -> Result<Self, Refusal> {
        match call.query_word("format").as_deref() {
            None | Some("" | "json") => Ok(Self::Usual),
            Some("csv") => Ok(Self::Csv),
            Some("excel") => Ok(Self::Excel),
            Some(_) => Err(Refusal::invalid_at("query:format", "not_among_the_words")),
        }
    }
}

/// A file with a header and rows, to be saved as `NAME.csv`.
pub fn file(format: Format, name: &str, header: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Answer {
    Answer::text("text/csv; charset=utf-8", text(format, header, rows)).saved_as(format!("{name}.csv"))
}

/// The text of such a file.
pub fn text(format: Format, header: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> String {
    let excel = format == Format::Excel;
    let (separator, end) = if excel { (';', "\r\n") } else { (',', "\n") };
    let mut text = String::from(if excel { "\u{feff}" } else { "" });
    let header = header.iter().map(|name| Cell::text(*name)).collect();
    for row in std::iter::once(header).chain(rows) {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push(separator);
            }
            text.push_str(&written(cell, excel, separator));
        }
        text.push_str(end);
    }
    text
}

fn written(cell: &Cell, excel: bool, separator: char) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(words) => quoted(&harmless(words), separator),
        Cell::Whole(number) => number.to_string(),
        // A decimal's text never holds a group separator, so the point is the decimal mark.
        Cell::Number(number) if excel => number.to_string().replace('.', ","),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.to_string(),
    }
}

/// A spreadsheet runs words that begin like a formula; an apostrophe before them makes them words again.
fn harmless(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

fn quoted(words: &str, separator: char) -> String {
    let needs = words.contains([separator, '"', '\n', '\r']) || words.starts_with(' ') || words.ends_with(' ');
    if needs { format!("\"{}\"", words.replace('"', "\"\"")) } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::text("Hábmer; \"Hamarøy\""),
            Cell::Number(Decimal::from_micros(-1_250_000)),
            Cell::Day(Day::from_ymd(2026, 3, 12).expect("a day")),
            Cell::Nothing,
        ]]
    }

    #[test]
    fn programs_get_commas_and_points() {
        let text = text(Format::Csv, &["name", "value", "on", "n"], rows());
        assert_eq!(text, "name,value,on,n\n\"Hábmer; \"\"Hamarøy\"\"\",-1.25,2026-03-12,\n");
    }

    #[test]
    fn excel_gets_a_mark_semicolons_and_decimal_commas() {
        let text = text(Format::Excel, &["name", "value", "on", "n"], rows());
        assert_eq!(text, "\u{feff}name;value;on;n\r\n\"Hábmer; \"\"Hamarøy\"\"\";-1,25;2026-03-12;\r\n");
    }

    #[test]
    fn no_words_become_a_formula() {
        for words in ["=1+1", "+47", "-2", "@SUM(A1)", "\t=1", "＝1"] {
            let line = text(Format::Csv, &["x"], vec![vec![Cell::text(words)]]);
            let cell = line.lines().nth(1).expect("a row").trim_start_matches('"');
            assert!(cell.starts_with('\''), "{words}: {cell}");
        }
        assert_eq!(text(Format::Csv, &["x"], vec![vec![Cell::Whole(-2)]]), "x\n-2\n", "numbers stay numbers");
    }
}
