//! Figures as a workbook: numbers and days as what they are, the header in sight, and a sheet that says what the file is.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::about::About;
use super::csv::{Cell, Sheet};
use crate::clock::Day;
use crate::decimal::Figure;

/// The media type.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Digits that a spreadsheet keeps of a number; one with more is written as text, so that none is lost.
const DIGITS: usize = 15;

/// The row on which the columns begin to be told, behind what is told of the whole.
const FIRST_COLUMN_ROW: u32 = 12;

/// The file's bytes: a block of figures, and what it is.
pub fn write(sheet: &Sheet, told: &About) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    figures(&mut book, "Data", sheet)?;
    let about = book.add_worksheet().set_name(told.language.t("workbook-about"))?;
    tell(about, 0, told)?;
    about.autofit();
    book.save_to_buffer()
}

/// Several blocks in one file, each on a sheet of its own under its title, and what they are on the last.
pub fn write_all(blocks: &[(String, Sheet, About)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for (title, sheet, _) in blocks {
        figures(&mut book, &sheet_name(title), sheet)?;
    }
    if let Some((_, _, first)) = blocks.first() {
        let about = book.add_worksheet().set_name(first.language.t("workbook-about"))?;
        let mut row = 0;
        for (_, _, told) in blocks {
            row = tell(about, row, told)? + 2;
        }
        about.autofit();
    }
    book.save_to_buffer()
}

/// A title as spreadsheets let a sheet be called: at most 31 signs, and none of those that stand in references.
fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|sign| !"[]:*?/\\'".contains(*sign)).take(31).collect();
    name.trim().to_owned()
}

fn figures(book: &mut Workbook, name: &str, sheet: &Sheet) -> Result<(), XlsxError> {
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    let figures = book.add_worksheet().set_name(name)?;
    for (column, name) in (0..).zip(&sheet.columns) {
        figures.write_string_with_format(0, column, *name, &bold)?;
    }
    figures.set_freeze_panes(1, 0)?;
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            put(figures, row, column, cell, &day)?;
        }
    }
    figures.autofit();
    Ok(())
}

/// What a block is, from this row on; the first row below it.
fn tell(about: &mut Worksheet, from: u32, told: &About) -> Result<u32, XlsxError> {
    let lang = told.language;
    let bold = Format::new().set_bold();
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let lines = [
        ("workbook-title", told.title.clone()),
        ("workbook-source", told.source.clone()),
        ("workbook-region", told.region.clone().unwrap_or_default()),
        ("workbook-from", day(told.from)),
        ("workbook-to", day(told.to)),
        ("workbook-exported", told.exported_at.to_string()),
        ("workbook-language", lang.as_str().to_owned()),
        ("workbook-rows", told.rows.to_string()),
        ("workbook-note", told.note.clone()),
        ("workbook-numbers", lang.t("workbook-numbers-long")),
    ];
    for (row, (what, value)) in (from..).zip(&lines) {
        about.write_string_with_format(row, 0, lang.t(what), &bold)?;
        about.write_string(row, 1, value)?;
    }
    let heads = ["workbook-columns", "workbook-meaning", "workbook-unit", "workbook-type"];
    for (column, head) in (0..).zip(heads) {
        about.write_string_with_format(from + FIRST_COLUMN_ROW - 1, column, lang.t(head), &bold)?;
    }
    let mut row = from + FIRST_COLUMN_ROW;
    for column in &told.columns {
        let kind = lang.t(&format!("type-{:?}", column.r#type).to_lowercase());
        let cells = [column.name, &column.meaning, column.unit.as_deref().unwrap_or_default(), &kind];
        for (place, text) in (0..).zip(cells) {
            about.write_string(row, place, text)?;
        }
        row += 1;
    }
    Ok(row)
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, day: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string(row, column, text)?,
        Cell::Number(number) => match as_float(*number) {
            Some(float) => sheet.write_number(row, column, float)?,
            None => sheet.write_string(row, column, number.to_string())?,
        },
        Cell::Whole(count) => match as_float(Figure::from_micros(i128::from(*count) * 1_000_000)) {
            Some(float) => sheet.write_number(row, column, float)?,
            None => sheet.write_string(row, column, count.to_string())?,
        },
        Cell::Day(on) => sheet.write_datetime_with_format(row, column, on.date(), day)?,
        Cell::Moment(moment) => sheet.write_string(row, column, moment.to_string())?,
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth)?,
        Cell::Nothing => sheet,
    };
    Ok(())
}

/// The number as a spreadsheet keeps it, where that is the same number.
fn as_float(number: Figure) -> Option<f64> {
    let text = number.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits <= DIGITS).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_workbook_is_a_zip_with_two_sheets_whatever_is_in_it() {
        let mut sheet = Sheet::new("x", vec!["name", "value", "on", "n", "missing"]);
        let on = Day::from_ymd(2026, 3, 12).expect("a day");
        let value = crate::decimal::Decimal::MAX;
        sheet.rows.push(vec!["=1+1".into(), value.into(), on.into(), Cell::Whole(0), Cell::Nothing]);
        let told = About {
            title: "X".into(),
            source: "https://stafett.example".into(),
            region: None,
            from: None,
            to: Some(on),
            exported_at: crate::clock::Moment::from_micros(0),
            language: crate::i18n::Lang::En,
            note: "=1+1".into(),
            rows: 1,
            columns: Vec::new(),
        };
        let bytes = write(&sheet, &told).expect("a workbook");
        assert!(bytes.starts_with(b"PK\x03\x04"));
        for name in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
            assert!(bytes.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn no_digit_is_lost() {
        let of = |text: &str| as_float(text.parse::<crate::decimal::Decimal>().expect("a number").into());
        assert_eq!(of("-1234.5"), Some(-1234.5));
        assert_eq!(of("123456789.012345"), Some(123456789.012345));
        assert_eq!(of("999999999999.999999"), None);
    }
}
