//! From bytes to cells: which encoding, which mark between cells, which rows. Pure.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::workbook::is_bundle;
use crate::refusal::{Code, FieldError, Refusal};

/// The cells of a file as text. Row numbers are the spreadsheet's: the first is 1 and empty ones count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What divides the cells.
    pub divider: char,
    /// Number and cells of every row that is not empty.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// The text of a file. A bundle or a workbook of older kind is refused unopened.
pub fn text_of(bytes: &[u8]) -> Result<String, Refusal> {
    if is_bundle(bytes) || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refusal::new(Code::SpreadsheetNotCsv));
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((without_mark(bytes), 0));
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if !broken {
        return Ok(text.into_owned());
    }
    if mark > 0 {
        return Err(Refusal::new(Code::Unparsable));
    }
    // What is not UTF-8 comes from Excel on Windows. Every byte has a letter there.
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// The encoding of a file without a byte order mark. Our headings are ASCII, so UTF-16 has a NUL beside each letter.
fn without_mark(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [letter, 0, ..] if *letter != 0 => UTF_16LE,
        [0, letter, ..] if *letter != 0 => UTF_16BE,
        _ => UTF_8,
    }
}

impl Table {
    /// Splits a text into rows and cells (RFC 4180, any of three dividers, any line end). The first row that is not empty
    /// is the header, which says what divides the cells.
    pub fn of(text: &str) -> Result<Self, FieldError> {
        Self::divided(text, divider_of(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default()))
    }

    /// The same for a text whose header may stand further down, below a title: the line with most dividers decides.
    pub fn below_a_title(text: &str) -> Result<Self, FieldError> {
        const LINES: usize = 60;
        let count = |line: &str| {
            let divider = divider_of(line);
            line.chars().filter(|letter| *letter == divider).count()
        };
        Self::divided(text, divider_of(text.lines().take(LINES).max_by_key(|line| count(line)).unwrap_or_default()))
    }

    fn divided(text: &str, divider: char) -> Result<Self, FieldError> {
        let mut rows = Vec::new();
        let mut letters = text.chars().peekable();
        let mut number = 0;
        while letters.peek().is_some() {
            number += 1;
            let cells = row(&mut letters, divider).ok_or(FieldError::in_cell(number, Some(1), "quote_not_closed"))?;
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push((number, cells));
            }
        }
        Ok(Self { divider, rows })
    }
}

/// The mark that the header has most of; a semicolon or a tab before a comma, which may stand in words.
fn divider_of(header: &str) -> char {
    let count = |mark: char| header.chars().filter(|letter| *letter == mark).count();
    [';', '\t', ','].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(';')
}

/// One row. `None` when a quote is never closed.
fn row(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, divider: char) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut was_quoted = false;
    loop {
        match letters.next() {
            Some('"') if cell.is_empty() && !was_quoted => {
                was_quoted = true;
                quoted(letters, &mut cell)?;
            }
            Some(letter) if letter == divider => {
                cells.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            Some('\r') => {
                if letters.peek() == Some(&'\n') {
                    letters.next();
                }
                break;
            }
            Some('\n') | None => break,
            Some(letter) => cell.push(letter),
        }
    }
    cells.push(cell);
    Some(cells)
}

/// The rest of a quoted cell; two quotes inside are one.
fn quoted(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, cell: &mut String) -> Option<()> {
    loop {
        match letters.next()? {
            '"' if letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => return Some(()),
            letter => cell.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        Table::of(text).expect("a table").rows
    }

    #[test]
    fn the_same_words_come_out_of_every_encoding() {
        let words = "kommentar;verdi\r\nBlåbærgrøt på Ål;1,5\r\n";
        let utf16 = |big: bool| {
            let pairs = "\u{feff}".encode_utf16().chain(words.encode_utf16());
            pairs.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>()
        };
        let unmarked = |big: bool| utf16(big)[2..].to_vec();
        let windows = WINDOWS_1252.encode(words).0.into_owned();
        let marked = [b"\xef\xbb\xbf", words.as_bytes()].concat();
        for bytes in
            [words.as_bytes().to_vec(), marked, utf16(false), utf16(true), unmarked(false), unmarked(true), windows]
        {
            assert_eq!(text_of(&bytes).expect("text"), words);
        }
    }

    #[test]
    fn a_bundle_is_no_text() {
        for bytes in [&b"PK\x03\x04rest"[..], b"\xd0\xcf\x11\xe0\xa1\xb1"] {
            assert_eq!(text_of(bytes).expect_err("a workbook").code, Code::SpreadsheetNotCsv);
        }
        assert!(text_of(b"PKV;on").is_ok());
    }

    #[test]
    fn cells_are_divided_by_what_the_header_has() {
        assert_eq!(Table::of("a;b,c\n1,5;2").expect("a table").divider, ';');
        assert_eq!(Table::of("a\tb\n").expect("a table").divider, '\t');
        assert_eq!(Table::of("a,b\n").expect("a table").divider, ',');
        assert_eq!(
            cells("a,b\r\n\"x, \"\"y\"\"\n z\",2\r"),
            [(1, vec!["a".into(), "b".into()]), (2, vec!["x, \"y\"\n z".into(), "2".into()]),]
        );
    }

    #[test]
    fn empty_rows_are_passed_over_and_counted() {
        let rows = cells("a;b\n\n;\n1;2\n");
        assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 4]);
        let open = Table::of("a;b\n\"1;2\n").expect_err("an open quote");
        assert_eq!((open.row, open.code), (Some(2), "quote_not_closed"));
    }
}
