//! Reads what was copied from a spreadsheet: rows of cells with tabs between them. Pure.
//!
//! With headings, months or the names of campaigns stand in the first row, and each row begins with the names of its
//! benefit or indicator. Without, the cells are taken to stand as the first table of the grid does, from its upper left
//! corner.

use super::cells::Cell;
use super::{Grid, GridRow, Part};
use crate::clock::Day;
use crate::decimal::{Decimal, DecimalTrouble};
use crate::i18n::Lang;
use crate::ids::CommitmentId;
use crate::measurements::month_words::month_of;
use crate::measurements::rules::{Month, Period, due_in};

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
    /// What stands over it; none where it stands outside the columns.
    pub period: Option<Period>,
    /// The day it is for, where the period asks for a value.
    pub on: Option<Day>,
    /// The value.
    pub value: Result<Decimal, DecimalTrouble>,
}

impl Pasted {
    /// Why the cell cannot be used, whatever the database says.
    pub fn wrong(&self) -> Option<&'static str> {
        match (&self.whose, &self.period, self.on, &self.value) {
            (Err(code), ..) => Some(code),
            (_, None, ..) => Some("outside_the_grid"),
            (_, _, None, _) => Some("not_due_then"),
            (.., Err(trouble)) => Some(trouble.code()),
            _ => None,
        }
    }
}

/// Reads the text against the grid it was pasted for. `Err` when there is more than can be read at once, and when rows are
/// named but the months are not: what stands where is never guessed then.
pub fn read(text: &str, grid: &Grid, lang: Lang) -> Result<Vec<Pasted>, &'static str> {
    let lines = lines(text);
    if lines.iter().map(Vec::len).sum::<usize>() > MOST_CELLS {
        return Err("too_many_cells_pasted");
    }
    let named_rows =
        |lines: &[Vec<String>]| lines.iter().any(|line| line.first().is_some_and(|text| is_label(text, lang)));
    let months = lines.first().and_then(|line| headings(line, grid));
    // The corner above the names is easily left out.
    let months = months.map(|months| {
        let cornerless = months.first().is_some_and(Option::is_some) && named_rows(&lines[1..]);
        if cornerless { std::iter::once(None).chain(months).collect() } else { months }
    });
    let (from, body) = match months {
        Some(_) => (2, lines.get(1..).unwrap_or_default()),
        None if named_rows(&lines) => return Err("months_not_read"),
        None => (1, lines.as_slice()),
    };
    let first = grid.parts.first();
    let labels = months.iter().flatten().position(Option::is_some).unwrap_or(0);
    let mut pasted = Vec::new();
    for (place, line) in body.iter().enumerate() {
        let row = if labels == 0 {
            first.and_then(|part| part.rows.get(place)).ok_or("outside_the_grid")
        } else {
            named(&line[..labels.min(line.len())], grid)
        };
        for (at, text) in line.iter().enumerate().skip(labels).filter(|(_, text)| says_something(text)) {
            let period = match &months {
                Some(months) => months.get(at).cloned().flatten(),
                None => first.and_then(|part| part.periods.get(at)).cloned(),
            };
            pasted.push(Pasted {
                row: place + from,
                column: at + 1,
                text: text.clone(),
                whose: row.map(|row| row.named.promised.id),
                on: row.ok().zip(period.as_ref()).and_then(|(row, period)| day_in(row, grid, period)),
                period,
                value: Decimal::parse_local(text, lang.numbers()),
            });
        }
    }
    Ok(pasted)
}

/// Rows and cells; an empty row counts, or what stands below it would be another's. A quote that is never closed is a sign
/// like any other.
fn lines(text: &str) -> Vec<Vec<String>> {
    let divider = if text.contains('\t') || !text.contains(';') { '\t' } else { ';' };
    let text = text.replace("\r\n", "\n");
    let mut rest = text.trim_end_matches('\n');
    let mut rows = vec![Vec::new()];
    loop {
        let (cell, behind) = match closing_quote(rest, divider) {
            Some(end) => (rest[1..end].replace("\"\"", "\""), &rest[end + 1..]),
            None => {
                let end = rest.find([divider, '\n']).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        if let Some(row) = rows.last_mut() {
            row.push(cell.trim().to_owned());
        }
        let Some(mark) = behind.chars().next() else { return rows };
        if mark == '\n' {
            rows.push(Vec::new());
        }
        rest = &behind[mark.len_utf8()..];
    }
}

/// Where a cell in quotes ends, when one begins here and is closed before a divider or a row's end.
fn closing_quote(text: &str, divider: char) -> Option<usize> {
    let bytes = text.strip_prefix('"')?.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', next) => {
                let ends = next.is_none_or(|next| char::from(*next) == divider || *next == b'\n');
                return ends.then_some(at + 1);
            }
            _ => at += 1,
        }
    }
    None
}

/// The months and campaigns of a first row, each in its column; none when there is none in it. Figures are no months:
/// `10.26` is ten and a quarter. A campaign's own name comes first: «Våren 2027» may be one, and «Mai 2027» too.
fn headings(line: &[String], grid: &Grid) -> Option<Vec<Option<Period>>> {
    let campaign = |text: &String| {
        let named = |period: &&Period| matches!(period, Period::Campaign(campaign) if same(&campaign.name, text));
        grid.parts.iter().flat_map(|part| &part.periods).find(named).cloned()
    };
    let periods: Vec<Option<Period>> =
        line.iter().map(|text| campaign(text).or_else(|| in_words(text).map(Period::Month))).collect();
    periods.iter().any(Option::is_some).then_some(periods)
}

fn in_words(text: &str) -> Option<Month> {
    let figure = text.len() < 6 && !text.chars().any(char::is_alphabetic);
    if figure { None } else { month_of(text) }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
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
    let said = |name: &str| labels.iter().any(|label| same(label, name));
    if let Some(row) = grid.rows().find(|row| said(&row.named.promised.id.to_string())) {
        return Ok(row);
    }
    let by: [&dyn Fn(&GridRow) -> bool; 3] =
        [&|row| said(&row.named.indicator) && said(&row.named.benefit), &|row| said(&row.named.indicator), &|row| {
            said(&row.named.benefit)
        }];
    for is in by {
        let mut found = grid.rows().filter(|row| is(row));
        match (found.next(), found.next()) {
            (Some(row), None) => return Ok(row),
            (Some(_), Some(_)) => return Err("name_of_several"),
            _ => {}
        }
    }
    Err("unknown_row")
}

/// The day that a value of a period is for: the one that was measured, else the one on which it is asked for. A campaign
/// is known by its name, as benefits in one column may have campaigns of their own.
fn day_in(row: &GridRow, grid: &Grid, period: &Period) -> Option<Day> {
    let is_here = |part: &&Part| part.rows.iter().any(|one| one.named.promised.id == row.named.promised.id);
    let part = grid.parts.iter().find(is_here)?;
    let is_it = |known: &Period| match (known, period) {
        (Period::Campaign(known), Period::Campaign(wanted)) => same(&known.name, &wanted.name),
        (known, wanted) => known == wanted,
    };
    let shown = part.periods.iter().position(is_it).and_then(|place| row.cells.get(place));
    match (shown, period) {
        (Some(Cell::Measured(measured)), _) => Some(measured.on_day),
        (Some(Cell::Missing(day) | Cell::Later(day)), _) => Some(*day),
        (_, Period::Month(month)) => due_in(&row.named.promised.followed.calendar, *month),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<String> {
        text.split('\t').map(str::to_owned).collect()
    }

    #[test]
    fn a_first_row_with_a_month_in_it_is_headings() {
        let months = |text: &str| row(text).iter().filter(|text| in_words(text).is_some()).count();
        assert_eq!(months("Gevinst\t\t2026-09\t2026-10"), 2);
        assert_eq!(months("Gevinst\tsept. 2026\tSum"), 1);
        assert_eq!(months("12\t13,5"), 0);
        assert_eq!(months("10.26\t11.25"), 0, "figures");
    }

    #[test]
    fn every_row_and_every_cell_keeps_its_place() {
        assert_eq!(lines("40\n\n12\n"), [vec!["40"], vec![""], vec!["12"]]);
        assert_eq!(lines("a\t\"b\tc\"\r\n\"d \"\"e\"\"\"\t3"), [vec!["a", "b\tc"], vec!["d \"e\"", "3"]]);
        assert_eq!(lines("x\t\"40\t41\ny\t3"), [vec!["x", "\"40", "41"], vec!["y", "3"]], "an open quote is a sign");
        assert_eq!(lines("1;2"), [vec!["1", "2"]]);
    }
}
