//! From a file to rows with meaning: the header says what the columns are. Pure.

use super::cells::{Columns, Row, row};
use super::file::{Table, text_of};
use super::workbook::{self, Workbook, is_bundle};
use crate::decimal::DecimalMark;
use crate::refusal::{FieldError, Refusal};

/// More errors than this help nobody.
pub const MOST_ERRORS: usize = 1_000;

/// A file, read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// How many rows it has below the header.
    pub count: u64,
    /// The rows that could be read.
    pub rows: Vec<Row>,
    /// What is wrong with the others, and with the header.
    pub errors: Vec<FieldError>,
    /// The file's text, for sending it along with a preview.
    pub text: String,
    /// The sheet that was read, of a workbook.
    pub sheet: Option<String>,
    /// Which columns there are.
    pub columns: Columns,
}

/// Reads a file: a workbook that says it is one, otherwise text. Refused is only what is neither; everything else is
/// said row by row.
pub fn read(name: &str, bytes: &[u8], most_rows: u64) -> Result<Reading, Refusal> {
    if is_bundle(bytes) && name.to_ascii_lowercase().ends_with(".xlsx") {
        let Workbook { sheet, text, errors } = workbook::read(bytes, most_rows)?;
        let reading =
            if errors.is_empty() { read_text(text, most_rows) } else { Reading { errors, ..Reading::default() } };
        return Ok(Reading { sheet: Some(sheet), ..reading });
    }
    Ok(read_text(text_of(bytes)?, most_rows))
}

fn read_text(text: String, most_rows: u64) -> Reading {
    let mut reading = match Table::of(&text) {
        Ok(table) => read_table(&table, most_rows),
        Err(error) => Reading { errors: vec![error], ..Reading::default() },
    };
    reading.errors.truncate(MOST_ERRORS);
    Reading { text, ..reading }
}

fn read_table(table: &Table, most_rows: u64) -> Reading {
    let mut errors = Vec::new();
    let Some(((at, header), rows)) = table.rows.split_first() else {
        return Reading { errors: vec![FieldError::in_cell(1, None, "file_empty")], ..Reading::default() };
    };
    let columns = Columns::of(*at, header, &mut errors);
    let count = rows.len() as u64;
    if count > most_rows {
        errors.push(FieldError::in_cell(*at, None, "too_many_rows").with("max", most_rows));
    }
    if count == 0 {
        errors.push(FieldError::in_cell(*at, None, "file_empty"));
    }
    if !errors.is_empty() {
        return Reading { count, errors, columns, ..Reading::default() };
    }
    let mark = if table.divider == ',' { DecimalMark::Point } else { DecimalMark::Comma };
    let read = rows.iter().filter_map(|(number, cells)| row(&columns, *number, cells, mark, &mut errors)).collect();
    Reading { count, rows: read, errors, columns, ..Reading::default() }
}

#[cfg(test)]
mod tests {
    use super::super::cells::Whose;
    use super::*;

    fn errors(text: &str) -> Vec<(Option<u64>, Option<u64>, &'static str)> {
        let reading = read("a.csv", text.as_bytes(), 3).expect("a text");
        reading.errors.iter().map(|error| (error.row, error.column, error.code)).collect()
    }

    #[test]
    fn a_row_is_read_by_the_marks_of_its_file() {
        let reading = read(
            "a.csv",
            "Indicator_ID;municipality_number;on;value;kind;comment\n0000000000001;3303;31.01.2026;1.234,5;estimated; to \n"
                .as_bytes(),
            3,
        )
        .expect("a text");
        assert_eq!(reading.errors, []);
        let row = &reading.rows[0];
        assert_eq!(
            (row.number, row.on.to_string().as_str(), row.value.to_string().as_str()),
            (2, "2026-01-31", "1234.5")
        );
        assert!(matches!(&row.whose, Whose::Place { number, .. } if number == "3303"));
        assert_eq!(row.comment.as_deref(), Some("to"));
    }

    #[test]
    fn the_header_must_be_one_of_ours() {
        assert_eq!(errors(""), [(Some(1), None, "file_empty")]);
        assert_eq!(errors("commitment_id;on;value\n"), [(Some(1), None, "file_empty")]);
        assert_eq!(
            errors("commitment_id;on;verdi\n1;2;3\n"),
            [(Some(1), Some(3), "unknown_column"), (Some(1), None, "column_missing"),]
        );
        assert_eq!(errors("commitment_id;on;value;on\n1;2;3;4"), [(Some(1), Some(4), "column_twice")]);
        assert_eq!(errors("on;value;indicator_id\n1;2;3"), [(Some(1), None, "column_missing")]);
        assert_eq!(
            errors("commitment_id;indicator_id;municipality_number;on;value\n1;2;3;4;5"),
            [(Some(1), None, "either_commitment_or_place")]
        );
        assert_eq!(errors("commitment_id;on;value\na;b;c\na;b;c\na;b;c\na;b;c"), [(Some(1), None, "too_many_rows")]);
    }

    #[test]
    fn every_wrong_cell_is_told_with_its_place() {
        let text = "commitment_id,on,value,kind\n0000000000001,2026-02-30,80,measured\n\n0000000000001,2026-02-01,x,guessed\n0000000000001,2026-02-01,,,9\n";
        assert_eq!(
            errors(text),
            [
                (Some(2), Some(2), "not_a_date"),
                (Some(4), Some(3), "number_not_a_number"),
                (Some(4), Some(4), "not_among_the_words"),
                (Some(5), Some(3), "number_empty"),
                (Some(5), Some(5), "too_many_cells"),
            ]
        );
    }
}
