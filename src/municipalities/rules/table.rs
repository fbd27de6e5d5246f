//! Reading a register's file: its bytes into text, its text into rows whose cells are found by the header's words.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::clock::Day;

/// The largest register file that is read, in bytes. The whole Norwegian register takes 27 kB.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The largest number of rows in a register file.
pub const MAX_ROWS: usize = 20_000;

/// Why a register's file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// Over [`MAX_BYTES`] or [`MAX_ROWS`].
    #[error("the file is larger than a register can be")]
    TooLarge,
    /// Nothing in it but perhaps a header.
    #[error("the file holds no rows")]
    Empty,
    /// Not a table of comma-, semicolon- or tab-separated values.
    #[error("the row cannot be read")]
    Unreadable,
    /// A column that is needed is not in the header.
    #[error("a column is missing")]
    MissingColumn,
    /// A cell that is needed is empty.
    #[error("the cell is empty")]
    MissingValue,
    /// Not the digits of a municipality's number, or of an organisation number.
    #[error("this is not a number of the register")]
    NotANumber,
    /// Not a day written YYYY-MM-DD.
    #[error("this is not a day written YYYY-MM-DD")]
    NotADay,
    /// A country other than NO and DK.
    #[error("this country has no register here")]
    UnknownCountry,
    /// The day it was replaced is not after the day it came into use.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// Two entries with one number on one day.
    #[error("the number is there twice")]
    DuplicateNumber,
    /// A replaced number names a successor that is not in use.
    #[error("the successor is not in the file")]
    UnknownSuccessor,
    /// A number in use that names another as the current one.
    #[error("a number in use must be its own current number")]
    NotItsOwnSuccessor,
    /// The header is neither that of codes nor that of changes.
    #[error("this is neither a list of codes nor a list of changes from Klass")]
    NotKlass,
    /// So few municipalities that the file must be cut short or be about something else.
    #[error("the file names far fewer municipalities than there are")]
    TooFew,
    /// A name with a question mark where a letter was lost.
    #[error("letters of the name were lost; fetch the file as UTF-8")]
    LostLetters,
    /// The plan still holds a question that a person has to answer.
    #[error("a successor has not been decided")]
    Undecided,
}

impl ProblemKind {
    /// The stable code that interfaces give and translations are found by.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "register_too_large",
            Self::Empty => "register_empty",
            Self::Unreadable => "register_unreadable",
            Self::MissingColumn => "register_missing_column",
            Self::MissingValue => "register_missing_value",
            Self::NotANumber => "register_not_a_number",
            Self::NotADay => "register_not_a_day",
            Self::UnknownCountry => "register_unknown_country",
            Self::EndsBeforeItBegins => "register_ends_before_it_begins",
            Self::DuplicateNumber => "register_duplicate_number",
            Self::UnknownSuccessor => "register_unknown_successor",
            Self::NotItsOwnSuccessor => "register_not_its_own_successor",
            Self::NotKlass => "register_not_klass",
            Self::TooFew => "register_too_few",
            Self::LostLetters => "register_lost_letters",
            Self::Undecided => "register_undecided",
        }
    }
}

/// A refusal of a register's file, with the place and the value that caused it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}{}: {value:?}", place(*line, *column))]
pub struct RegisterProblem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The line of the file, the header being 1.
    pub line: Option<u64>,
    /// The column by its usual name.
    pub column: Option<&'static str>,
    /// The value found there, cut to 80 characters.
    pub value: String,
}

/// " (line 3, column number)", or less where less is known.
fn place(line: Option<u64>, column: Option<&str>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!(" (line {line}, column {column})"),
        (Some(line), None) => format!(" (line {line})"),
        (None, Some(column)) => format!(" (column {column})"),
        (None, None) => String::new(),
    }
}

impl RegisterProblem {
    pub(super) fn new(kind: ProblemKind, value: impl AsRef<str>) -> Self {
        Self { kind, line: None, column: None, value: value.as_ref().chars().take(80).collect() }
    }

    pub(super) fn at(mut self, line: u64, column: &'static str) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}

/// A file's rows, all of them held, as a register is small.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// One row, whose cells are asked for by their column's usual name.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: u64,
    cells: BTreeMap<String, String>,
}

impl Table {
    /// Reads a table. The separator is the one that the header holds most of.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, RegisterProblem> {
        if bytes.len() > MAX_BYTES {
            return Err(RegisterProblem::new(ProblemKind::TooLarge, bytes.len().to_string()));
        }
        let text = decode(bytes);
        let header = text.lines().next().unwrap_or_default();
        let separator = [b';', b',', b'\t']
            .into_iter()
            .max_by_key(|separator| header.bytes().filter(|byte| byte == separator).count())
            .unwrap_or(b',');
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| {
            let problem = RegisterProblem::new(ProblemKind::Unreadable, error.to_string());
            RegisterProblem { line: error.position().map(csv::Position::line), ..problem }
        };
        let columns: Vec<String> =
            reader.headers().map_err(|error| unreadable(&error))?.iter().map(str::to_lowercase).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(&error))?;
            if rows.len() == MAX_ROWS {
                return Err(RegisterProblem::new(ProblemKind::TooLarge, format!("{MAX_ROWS} rows")));
            }
            let cells = columns.iter().cloned().zip(record.iter().map(ToOwned::to_owned)).collect();
            rows.push(Row { line: record.position().map_or(0, csv::Position::line), cells });
        }
        if rows.is_empty() {
            return Err(RegisterProblem::new(ProblemKind::Empty, header));
        }
        Ok(Self { rows })
    }

    /// Whether the header has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.rows.first().is_some_and(|row| row.cells.contains_key(column))
    }
}

impl Row {
    /// A cell that may be empty or absent.
    pub(super) fn optional(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// A cell that must hold something.
    pub(super) fn required(&self, column: &'static str) -> Result<&str, RegisterProblem> {
        match self.cells.get(column) {
            None => Err(self.problem(ProblemKind::MissingColumn, column)),
            Some(cell) if cell.is_empty() => Err(self.problem(ProblemKind::MissingValue, column)),
            Some(cell) => Ok(cell),
        }
    }

    /// A day that may be left empty.
    pub(super) fn optional_day(&self, column: &'static str) -> Result<Option<Day>, RegisterProblem> {
        let Some(text) = self.optional(column) else { return Ok(None) };
        Day::parse(text).map(Some).ok_or_else(|| self.problem(ProblemKind::NotADay, column))
    }

    /// A day that must be there.
    pub(super) fn required_day(&self, column: &'static str) -> Result<Day, RegisterProblem> {
        self.required(column)?;
        self.optional_day(column)?.ok_or_else(|| self.problem(ProblemKind::MissingValue, column))
    }

    /// What is wrong with a cell of this row.
    pub(super) fn problem(&self, kind: ProblemKind, column: &'static str) -> RegisterProblem {
        RegisterProblem::new(kind, self.optional(column).unwrap_or_default()).at(self.line, column)
    }
}

/// The text of a file: by its byte order mark, else UTF-8 where it is that, else Windows-1252, of which ISO 8859-1, in which
/// Klass answers unless asked otherwise, is a part.
fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}
