//! From a file to rows with meaning: the header says what the columns are. Pure.

use std::collections::HashMap;

use super::cells::{Column, Columns, Row, row};
use crate::audit::rules::sha256_hex;
use crate::decimal::DecimalMark;
use crate::refusal::{FieldError, Refusal};
use crate::sheets::workbook::{self, Workbook};
use crate::sheets::{Table, is_bundle, text_of};

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
    /// The headings, and what stands in the first rows below them.
    pub head: Vec<(u64, Vec<String>)>,
    /// Whether there are headings of which nobody has said what they are.
    pub unmatched: bool,
    /// What was said of the columns, where they are not ours.
    pub layout: Option<Layout>,
}

/// What was said of each column; none for one that is passed over.
pub type Layout = Vec<Option<Column>>;

/// What was said of columns by the fingerprint of their headings; by the empty one, of whatever headings come.
pub type Layouts = HashMap<String, Layout>;

/// The fingerprint of headings: the same for the same words.
pub fn headings_sha256(headings: &[String]) -> String {
    let folded: Vec<String> = headings.iter().map(|heading| heading.trim().to_lowercase()).collect();
    sha256_hex(folded.join("\u{1f}").as_bytes())
}

const SAMPLE: usize = 4;

/// Reads a file: a workbook that says it is one, otherwise text. Refused is only what is neither; everything else is
/// said row by row.
pub fn read(name: &str, bytes: &[u8], most_rows: u64, known: &Layouts) -> Result<Reading, Refusal> {
    if is_bundle(bytes) && name.to_ascii_lowercase().ends_with(".xlsx") {
        let Workbook { sheet, text, errors } = workbook::read(bytes, most_rows)?;
        let reading = if errors.is_empty() {
            read_text(text, most_rows, known)
        } else {
            Reading { errors, ..Reading::default() }
        };
        return Ok(Reading { sheet: Some(sheet), ..reading });
    }
    Ok(read_text(text_of(bytes)?, most_rows, known))
}

fn read_text(text: String, most_rows: u64, known: &Layouts) -> Reading {
    let mut reading = match Table::of(&text) {
        Ok(table) => read_table(&table, most_rows, known),
        Err(error) => Reading { errors: vec![error], ..Reading::default() },
    };
    reading.errors.truncate(MOST_ERRORS);
    Reading { text, ..reading }
}

fn read_table(table: &Table, most_rows: u64, known: &Layouts) -> Reading {
    let mut errors = Vec::new();
    let Some(((at, header), rows)) = table.rows.split_first() else {
        return Reading { errors: vec![FieldError::in_cell(1, Some(1), "file_empty")], ..Reading::default() };
    };
    let head: Vec<(u64, Vec<String>)> = table.rows.iter().take(SAMPLE).cloned().collect();
    let mut columns = Columns::of(*at, header, &mut errors);
    // What headings of ours say needs nobody to say it.
    let foreign = errors.iter().any(|error| error.code == "unknown_column");
    let said = known.get("").or_else(|| known.get(&headings_sha256(header))).filter(|_| foreign);
    let layout = said.map(|layout| {
        let mut layout = layout.clone();
        layout.resize(header.len(), None);
        layout
    });
    if let Some(layout) = &layout {
        errors.clear();
        columns = Columns::said(*at, layout, &mut errors);
    }
    let unmatched = foreign && layout.is_none();
    let count = rows.len() as u64;
    if count > most_rows {
        errors.push(FieldError::in_cell(*at, Some(1), "too_many_rows").with("max", most_rows));
    }
    if count == 0 {
        errors.push(FieldError::in_cell(*at, Some(1), "file_empty"));
    }
    if !errors.is_empty() {
        return Reading { count, errors, columns, head, unmatched, layout, ..Reading::default() };
    }
    let mark = if table.divider == ',' { DecimalMark::Point } else { DecimalMark::Comma };
    let read = rows.iter().filter_map(|(number, cells)| row(&columns, *number, cells, mark, &mut errors)).collect();
    Reading { count, rows: read, errors, columns, head, unmatched, layout, ..Reading::default() }
}

#[cfg(test)]
mod tests {
    use super::super::cells::Whose;
    use super::*;

    fn errors(text: &str) -> Vec<(Option<u64>, Option<u64>, &'static str)> {
        let reading = read("a.csv", text.as_bytes(), 3, &Layouts::new()).expect("a text");
        reading.errors.iter().map(|error| (error.row, error.column, error.code)).collect()
    }

    #[test]
    fn a_row_is_read_by_the_marks_of_its_file() {
        let reading = read(
            "a.csv",
            "Indicator_ID;municipality_number;on;value;kind;comment\n0000000000001;3303;31.01.2026;1.234,5;estimated; to \n"
                .as_bytes(),
            3,
            &Layouts::new(),
        )
        .expect("a text");
        assert_eq!(reading.errors, []);
        let row = &reading.rows[0];
        assert_eq!(
            (row.number, row.on.to_string().as_str(), row.value.to_string().as_str()),
            (2, "2026-01-31", "1234.5")
        );
        assert!(matches!(&row.whose, Whose::Place { number: Some(number), .. } if number == "3303"));
        assert_eq!(row.comment.as_deref(), Some("to"));
    }

    #[test]
    fn the_header_must_be_one_of_ours() {
        assert_eq!(errors(""), [(Some(1), Some(1), "file_empty")]);
        assert_eq!(errors("commitment_id;on;value\n"), [(Some(1), Some(1), "file_empty")]);
        assert_eq!(
            errors("commitment_id;on;verdi\n1;2;3\n"),
            [(Some(1), Some(3), "unknown_column"), (Some(1), Some(4), "column_missing"),]
        );
        assert_eq!(errors("commitment_id;on;value;on\n1;2;3;4"), [(Some(1), Some(4), "column_twice")]);
        assert_eq!(errors("on;value;indicator_id\n1;2;3"), [(Some(1), Some(4), "column_missing")]);
        assert_eq!(
            errors("commitment_id;indicator_id;municipality_number;on;value\n1;2;3;4;5"),
            [(Some(1), Some(1), "either_commitment_or_place")]
        );
        assert_eq!(errors("commitment_id;on;value\na;b;c\na;b;c\na;b;c\na;b;c"), [(Some(1), Some(1), "too_many_rows")]);
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

    #[test]
    fn columns_are_what_somebody_said_they_are() {
        let text = "Gevinst;Sum;Periode\nSaksbehandlingstid;31,5;okt. 2026\n";
        let unknown = read("a.csv", text.as_bytes(), 3, &Layouts::new()).expect("a text");
        assert!(unknown.unmatched && unknown.head.len() == 2);
        let headings = &unknown.head[0].1;
        let guesses: Vec<_> = headings.iter().map(|heading| Column::guess(heading)).collect();
        assert_eq!(guesses, [Some(Column::Name), None, Some(Column::Month)]);
        let layout = vec![Some(Column::Name), Some(Column::Value), Some(Column::Month)];
        let known = Layouts::from([(headings_sha256(headings), layout)]);
        let said = read("a.csv", text.to_uppercase().as_bytes(), 3, &known).expect("a text");
        assert_eq!(said.errors, []);
        let row = &said.rows[0];
        assert_eq!((row.on.to_string().as_str(), row.value.to_string().as_str()), ("2026-10-31", "31.5"));
        assert!(matches!(&row.whose, Whose::Place { number: None, .. }));
        let less = Layouts::from([(headings_sha256(headings), vec![None, Some(Column::Value), Some(Column::Month)])]);
        let codes = |known| read("a.csv", text.as_bytes(), 3, known).expect("a text").errors[0].code;
        assert_eq!(codes(&less), "says_not_whose");
    }
}
