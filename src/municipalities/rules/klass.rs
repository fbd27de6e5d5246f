//! Reading a newer list from Statistics Norway's Klass, classification 131 (municipalities).
//!
//! Klass gives two tables as CSV with semicolons. *Codes* (`codesAt`, `codes`, a version): `code; parentCode; level; name;
//! shortName; presentationName; validFrom; validTo; (validFromInRequestedRange; validToInRequestedRange;) notes`: which numbers
//! there are, not where they come from. *Changes*: `oldCode; oldName; oldShortName; newCode; newName; newShortName;
//! changeOccurred`: which number became which, where a missing old code means founded and a missing new one means ended.
//! Column names and the default character set (ISO 8859-1 for CSV) are from Klass' public source and API guide.

use unicode_normalization::UnicodeNormalization as _;

use super::table::{ProblemKind, RegisterProblem, Row, Table};
use super::{Country, is_number};
use crate::clock::Day;

/// The code Klass gives to "not stated", which is no municipality.
const NOT_STATED: &str = "9999";

/// A table that Klass gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KlassFile {
    /// The numbers that there are on a day, or in a span of days.
    Codes(Vec<KlassCode>),
    /// What became of which number.
    Changes(Vec<KlassChange>),
}

/// One row of a table of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KlassCode {
    pub(super) line: u64,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

/// One row of a table of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KlassChange {
    pub(super) line: u64,
    pub(super) old: Option<String>,
    pub(super) new: Option<(String, String)>,
    pub(super) on: Day,
}

/// Reads what Klass gave, in UTF-8 or in ISO 8859-1, recognising which table it is by its header.
///
/// # Errors
/// With line, column and value when it is neither table, or a cell cannot be understood.
pub fn read_klass(bytes: &[u8]) -> Result<KlassFile, RegisterProblem> {
    let table = Table::read(bytes)?;
    let pairs =
        [("oldcode", "oldname", "newcode", "newname"), ("sourcecode", "sourcename", "targetcode", "targetname")];
    if let Some((old, _, new, new_name)) = pairs.into_iter().find(|pair| table.has(pair.0) && table.has(pair.2)) {
        let changes = table.rows.iter().map(|row| read_change(row, old, new, new_name)).collect::<Result<_, _>>()?;
        return Ok(KlassFile::Changes(changes));
    }
    if table.has("code") && table.has("name") {
        let codes = table.rows.iter().map(read_code).collect::<Result<Vec<_>, _>>()?;
        return Ok(KlassFile::Codes(codes.into_iter().flatten().collect()));
    }
    Err(RegisterProblem { line: Some(1), ..RegisterProblem::new(ProblemKind::NotKlass, "") })
}

/// Reads a row of codes; none for "not stated".
fn read_code(row: &Row) -> Result<Option<KlassCode>, RegisterProblem> {
    let number = row.required("code")?;
    if number == NOT_STATED {
        return Ok(None);
    }
    if !is_number(Country::Norway, number) {
        return Err(row.problem(ProblemKind::NotANumber, "code"));
    }
    let from = row.optional_day("validfrominrequestedrange")?.or(row.optional_day("validfrom")?);
    let to = row.optional_day("validtoinrequestedrange")?.or(row.optional_day("validto")?);
    let name = row.required("name")?.nfc().collect();
    Ok(Some(KlassCode { line: row.line, number: number.to_owned(), name, from, to }))
}

/// Reads a row of changes.
fn read_change(
    row: &Row,
    old: &'static str,
    new: &'static str,
    new_name: &'static str,
) -> Result<KlassChange, RegisterProblem> {
    let number = |column: &'static str| match row.optional(column) {
        Some(text) if !is_number(Country::Norway, text) => Err(row.problem(ProblemKind::NotANumber, column)),
        other => Ok(other.map(ToOwned::to_owned)),
    };
    let old_number = number(old)?;
    let new = match number(new)? {
        Some(number) => Some((number, row.required(new_name)?.nfc().collect())),
        None => None,
    };
    if old_number.is_none() && new.is_none() {
        return Err(row.problem(ProblemKind::MissingValue, old));
    }
    Ok(KlassChange { line: row.line, old: old_number, new, on: row.required_day("changeoccurred")? })
}
