//! Reads what was copied from a spreadsheet: rows of cells with tabs between them. Pure.
//!
//! With headings, months stand in the first row and each row begins with the names of its benefit or indicator. Without,
//! the cells are taken to stand as the grid does, from its upper left corner.

use super::cells::{Cell, due_in};
use super::{Grid, GridRow};
use crate::clock::Day;
use crate::decimal::{Decimal, DecimalTrouble};
use crate::i18n::Lang;
use crate::ids::CommitmentId;
use crate::measurements::month_words::month_of;
use crate::measurements::rules::Month;

/// Cells that are read at once; more is a file.
pub const MOST_CELLS: usize = 5_000;

/// A cell that holds something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pasted {
    /// Its row, from 1.
    pub row: usize,
    /// Its column, from 1.
    pub column: usize,
    /// What stands in it.
    pub text: String,
    /// Whose value it is; `Err` says why that is not known.
    pub whose: Result<CommitmentId, &'static str>,
    /// The month it is for; none where it stands outside the months.
    pub month: Option<Month>,
    /// The day it is for, where the month asks for a value.
    pub on: Option<Day>,
    /// The value.
    pub value: Result<Decimal, DecimalTrouble>,
}

impl Pasted {
    /// Why the cell cannot be used, whatever the database says.
    pub fn wrong(&self) -> Option<&'static str> {
        match (&self.whose, self.month, self.on, &self.value) {
            (Err(code), ..) => Some(code),
            (_, None, ..) => Some("outside_the_grid"),
            (_, _, None, _) => Some("not_due_then"),
            (.., Err(trouble)) => Some(trouble.code()),
            _ => None,
        }
    }
}

/// Reads the text against the grid it was pasted for. `Err` when there is more than can be read at once.
pub fn read(text: &str, grid: &Grid, lang: Lang) -> Result<Vec<Pasted>, &'static str> {
    let lines = lines(text);
    if lines.iter().map(Vec::len).sum::<usize>() > MOST_CELLS {
        return Err("too_many_cells_pasted");
    }
    let months = lines.first().and_then(|line| headings(line));
    // The corner above the names is easily left out.
    let months = months.map(|months| {
        let cornerless = lines.get(1).is_some_and(|line| line.len() > months.len());
        if cornerless { std::iter::once(None).chain(months).collect() } else { months }
    });
    let (from, body) = match months {
        Some(_) => (2, lines.get(1..).unwrap_or_default()),
        None => (1, lines.as_slice()),
    };
    let mut pasted = Vec::new();
    for (place, line) in body.iter().enumerate() {
        let labels = match &months {
            Some(months) => months.iter().position(Option::is_some).unwrap_or(0),
            None => line.iter().take_while(|text| is_label(text, lang)).count(),
        };
        let row = if labels == 0 {
            grid.rows.get(place).ok_or("outside_the_grid")
        } else {
            named(&line[..labels.min(line.len())], grid)
        };
        for (at, text) in line.iter().enumerate().skip(labels).filter(|(_, text)| says_something(text)) {
            let month = match &months {
                Some(months) => months.get(at).copied().flatten(),
                None => grid.months.get(at - labels).copied(),
            };
            pasted.push(Pasted {
                row: place + from,
                column: at + 1,
                text: text.clone(),
                whose: row.map(|row| row.named.promised.id),
                month,
                on: row.ok().zip(month).and_then(|(row, month)| day_in(row, grid, month)),
                value: Decimal::parse_local(text, lang.numbers()),
            });
        }
    }
    Ok(pasted)
}

fn lines(text: &str) -> Vec<Vec<String>> {
    let divider = if text.contains('\t') || !text.contains(';') { b'\t' } else { b';' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(divider).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// The months of a first row, each in its column; none when it holds anything that is no month, labels before them aside.
fn headings(line: &[String]) -> Option<Vec<Option<Month>>> {
    let months: Vec<Option<Month>> = line.iter().map(|text| month_of(text)).collect();
    let first = months.iter().position(Option::is_some)?;
    let rest_are_months = line.iter().zip(&months).skip(first).all(|(text, month)| month.is_some() || text.is_empty());
    rest_are_months.then_some(months)
}

/// What stands before the values: words, not numbers.
fn is_label(text: &str, lang: Lang) -> bool {
    says_something(text) && text.chars().any(char::is_alphabetic) && Decimal::parse_local(text, lang.numbers()).is_err()
}

/// Spreadsheets write a dash where there is nothing.
fn says_something(text: &str) -> bool {
    !matches!(text, "" | "-" | "–" | "—")
}

/// The row that the labels name: by its commitment, by its indicator, or by its benefit where that has one indicator.
fn named<'a>(labels: &[String], grid: &'a Grid) -> Result<&'a GridRow, &'static str> {
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let said = |name: &str| labels.iter().any(|label| same(label, name));
    if let Some(row) = grid.rows.iter().find(|row| said(&row.named.promised.id.to_string())) {
        return Ok(row);
    }
    let by: [&dyn Fn(&GridRow) -> bool; 3] =
        [&|row| said(&row.named.indicator) && said(&row.named.benefit), &|row| said(&row.named.indicator), &|row| {
            said(&row.named.benefit)
        }];
    for is in by {
        let mut found = grid.rows.iter().filter(|row| is(row));
        match (found.next(), found.next()) {
            (Some(row), None) => return Ok(row),
            (Some(_), Some(_)) => return Err("name_of_several"),
            _ => {}
        }
    }
    Err("unknown_row")
}

/// The day that a value of a month is for: the one that was measured, else the one on which it is due.
fn day_in(row: &GridRow, grid: &Grid, month: Month) -> Option<Day> {
    let shown = grid.months.iter().position(|known| *known == month).and_then(|place| row.cells.get(place));
    match shown {
        Some(Cell::Measured(measured)) => Some(measured.on_day),
        _ => due_in(&row.named.promised.followed, month),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_row_is_headings_only_when_all_of_it_is_months() {
        let row = |text: &str| text.split('\t').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(headings(&row("Gevinst\t\t2026-09\t2026-10")).map(|months| months.len()), Some(4));
        assert_eq!(headings(&row("12\t13,5")), None);
        assert_eq!(headings(&row("Gevinst\t2026-09\tSum")), None);
        assert_eq!(
            lines("a\t\"b\tc\"\n\n1;2\t3"),
            [vec!["a".to_owned(), "b\tc".into()], vec!["1;2".into(), "3".into()]]
        );
    }
}
