//! From a workbook to cells as text: its first sheet as if it had been saved as CSV, or each sheet by itself. Pure.
//!
//! A workbook of a kilobyte can unpack to gigabytes, and two cells far apart span millions. So it is unpacked once into
//! nothing, up to a limit, before anybody reads it; its cells are then read one by one and none is made room for that is
//! not there.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use crate::refusal::{Code, FieldError, Refusal};

/// Bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Files in a workbook.
const MOST_FILES: usize = 1_000;
/// Cells that are read.
const MOST_CELLS: usize = 1_000_000;
/// Sheets that are read.
const MOST_SHEETS: usize = 50;
/// Columns that are read; ours have a handful.
const MOST_COLUMNS: u32 = 100;
/// Rows that may lie empty between the others.
const MOST_EMPTY: u64 = 1_000;

/// What a workbook says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The name of its first sheet.
    pub sheet: String,
    /// The sheet's cells: semicolons between them, decimal commas, days as `YYYY-MM-DD`.
    pub text: String,
    /// Cells that lie too far out.
    pub errors: Vec<FieldError>,
}

/// Whether this is a workbook, or any other bundle of files.
pub fn is_bundle(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && bytes.get(2).is_some_and(|byte| *byte < 0x09)
}

/// One sheet of a workbook, cell by cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Number and cells of every row that is not empty, from its first column on.
    pub rows: Vec<(u64, Vec<String>)>,
    /// Cells that lie too far out.
    pub errors: Vec<FieldError>,
}

/// Reads the first sheet. 413 for one that unpacks to too much, 415 for what is no workbook.
pub fn read(bytes: &[u8], most_rows: u64) -> Result<Workbook, Refusal> {
    let mut workbook = open(bytes)?;
    let sheet = workbook.sheet_names().first().cloned().ok_or_else(unreadable)?;
    let mut left = MOST_CELLS;
    let (rows, errors) = cells(&mut workbook, &sheet, most_rows, &mut left)?;
    Ok(Workbook { sheet, text: written(&rows), errors })
}

/// Reads every sheet that people see; the refusals are those of [`read`].
pub fn read_all(bytes: &[u8], most_rows: u64) -> Result<Vec<Sheet>, Refusal> {
    let mut workbook = open(bytes)?;
    let seen = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names: Vec<String> =
        workbook.sheets_metadata().iter().filter(seen).take(MOST_SHEETS).map(|sheet| sheet.name.clone()).collect();
    let mut left = MOST_CELLS;
    let mut sheets = Vec::new();
    for name in names {
        let (rows, errors) = cells(&mut workbook, &name, most_rows, &mut left)?;
        let rows = rows.into_iter().map(|(row, cells)| (u64::from(row) + 1, side_by_side(cells))).collect();
        sheets.push(Sheet { name, rows, errors });
    }
    Ok(sheets)
}

fn side_by_side(cells: BTreeMap<u32, String>) -> Vec<String> {
    let mut row = Vec::new();
    for (place, cell) in cells {
        // Columns are counted no further than MOST_COLUMNS.
        row.resize(place as usize, String::new());
        row.push(cell);
    }
    row
}

type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

fn open(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, Refusal> {
    refuse_bomb(bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())
}

/// The cells of one sheet that are not empty, and those that lie too far out. `left` is how many may still be read.
fn cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    most_rows: u64,
    left: &mut usize,
) -> Result<(Cells, Vec<FieldError>), Refusal> {
    let mut rows = Cells::new();
    let mut errors = Vec::new();
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|_| unreadable())?;
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let text = text_of(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (number, place) = (u64::from(row) + 1, u64::from(column) + 1);
        if number > most_rows + MOST_EMPTY || *left == 0 {
            errors.push(FieldError::in_cell(number, Some(place), "too_many_rows").with("max", most_rows));
            break;
        }
        *left -= 1;
        if column >= MOST_COLUMNS {
            errors.push(FieldError::in_cell(number, Some(place), "too_many_cells"));
            break;
        }
        rows.entry(row).or_default().insert(column, text);
    }
    Ok((rows, errors))
}

fn unreadable() -> Refusal {
    Refusal::new(Code::SpreadsheetNotCsv)
}

/// Unpacks everything into nothing: what the bundle says of its own size proves nothing.
fn refuse_bomb(bytes: &[u8]) -> Result<(), Refusal> {
    let mut bundle = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let too_large = || Refusal::new(Code::TooLarge).with("max", MOST_UNPACKED);
    if bundle.len() > MOST_FILES {
        return Err(too_large());
    }
    let mut left = MOST_UNPACKED;
    for place in 0..bundle.len() {
        let file = bundle.by_index(place).map_err(|_| unreadable())?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| unreadable())?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// As the spreadsheet shows it: fifteen digits, which is what it keeps of a number that was typed.
fn number_text(number: f64) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    shown.to_string().replace('.', ",")
}

fn moment_text(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return number_text(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, milli) == (0, 0, 0, 0) { day } else { format!("{day} {hour:02}:{minute:02}:{second:02}") }
}

fn written(rows: &Cells) -> String {
    let mut text = String::new();
    let mut next = 0;
    for (row, cells) in rows {
        for _ in next..*row {
            text.push('\n');
        }
        next = row + 1;
        let mut column = 0;
        for (place, cell) in cells {
            for _ in column..*place {
                text.push(';');
            }
            column = *place;
            if cell.contains([';', '"', '\n', '\r']) {
                // Writing to a String cannot fail.
                let _ = write!(text, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use rust_xlsxwriter::{ExcelDateTime as Written, Format, Workbook as Writer};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn sheet(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut workbook = Writer::new();
        fill(workbook.add_worksheet().set_name("Målinger").expect("a name"));
        workbook.save_to_buffer().expect("a workbook")
    }

    fn bundle(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
            zip.write_all(content).expect("written");
        }
        zip.finish().expect("a bundle").into_inner()
    }

    #[test]
    fn what_stands_in_the_cells_comes_out_as_text() {
        let bytes = sheet(|sheet| {
            let day = Format::new().set_num_format("dd.mm.yyyy");
            for (column, name) in ["commitment_id", "on", "value", "comment"].iter().enumerate() {
                sheet.write(0, u16::try_from(column).expect("small"), *name).expect("written");
            }
            sheet.write(2, 0, "0000000000001").expect("written");
            let on = Written::from_ymd(2026, 2, 28).expect("a day");
            sheet.write_with_format(2, 1, &on, &day).expect("written");
            sheet.write(2, 2, 1_234.5).expect("written");
            sheet.write(2, 3, "Blåbær; \"og\"\nmer").expect("written");
            sheet.write(3, 2, 0.1 + 0.2).expect("written");
        });
        let read = read(&bytes, 100).expect("a workbook");
        assert_eq!(read.sheet, "Målinger");
        assert_eq!(
            read.text,
            "commitment_id;on;value;comment\n\n0000000000001;2026-02-28;1234,5;\"Blåbær; \"\"og\"\"\nmer\"\n;;0,3\n"
        );
        assert_eq!(read.errors, []);
    }

    #[test]
    fn two_cells_far_apart_are_told_and_take_no_room() {
        let bytes = sheet(|sheet| {
            sheet.write(0, 0, "on").expect("written");
            sheet.write(1_048_575, 16_383, 1).expect("written");
        });
        let read = read(&bytes, 100).expect("a workbook");
        let error = read.errors.first().expect("an error");
        assert_eq!((error.row, error.column, error.code), (Some(1_048_576), Some(16_384), "too_many_rows"));
        let wide = sheet(|sheet| {
            sheet.write(1, 500, 1).expect("written");
        });
        assert_eq!(super::read(&wide, 100).expect("a workbook").errors[0].code, "too_many_cells");
    }

    #[test]
    fn every_sheet_that_is_seen_is_read_by_itself() {
        let mut workbook = Writer::new();
        workbook.add_worksheet().set_name("Om").expect("a name").write(0, 0, "Ord").expect("written");
        let hidden = workbook.add_worksheet();
        hidden.set_name("Lister").expect("a name").set_hidden(true).write(0, 0, "Spart tid").expect("written");
        let plan = workbook.add_worksheet().set_name("Gevinstplan").expect("a name");
        plan.write(3, 2, 1.5).expect("written");
        let sheets = read_all(&workbook.save_to_buffer().expect("a workbook"), 100).expect("a workbook");
        let found: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.rows.clone())).collect();
        let cells = vec![String::new(), String::new(), "1,5".to_owned()];
        assert_eq!(found, [("Om", vec![(1, vec!["Ord".to_owned()])]), ("Gevinstplan", vec![(4, cells)])]);
    }

    #[test]
    fn what_unpacks_to_too_much_or_is_no_workbook_is_refused() {
        let bomb = bundle(&[("xl/sharedStrings.xml", vec![b' '; 80 * 1024 * 1024])]);
        assert!(bomb.len() < 1024 * 1024);
        assert_eq!(read(&bomb, 100).expect_err("a bomb").code, Code::TooLarge);
        let many: Vec<(String, Vec<u8>)> = (0..1_001).map(|at| (format!("f{at}"), Vec::new())).collect();
        let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
        assert_eq!(read(&bundle(&many), 100).expect_err("too many files").code, Code::TooLarge);
        for bytes in [b"PK\x03\x04rest".to_vec(), bundle(&[("word/document.xml", b"<x/>".to_vec())]), bundle(&[])] {
            assert_eq!(read(&bytes, 100).expect_err("no workbook").code, Code::SpreadsheetNotCsv);
        }
    }
}
