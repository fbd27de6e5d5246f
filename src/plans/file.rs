//! From a file to a plan: which sheets are plans, where their headers are, and what was said of their columns.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::rules::{Column, Gathered, Header, Layout, SheetRows, gather, header};
use crate::audit::rules::hex;
use crate::decimal::DecimalMark;
use crate::measurements::import::api::short;
use crate::refusal::{Code, FieldError, Refusal};
use crate::sheets::{Table, is_bundle, text_of, workbook};

/// Rows that a plan may have, headers and all: each becomes things that people are to read.
const MOST_ROWS: usize = 2_000;
/// Sheets of a workbook that can be parts of a plan: an overview, the plan, and one more.
const MOST_SHEETS: usize = 3;
/// Columns that can be spoken of in each.
pub const MOST_COLUMNS: usize = 30;
/// Bytes that are carried along in the page between the steps.
const CARRIED: usize = 1_048_576;

/// A sheet as it travels through the pages: cells of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// The sheet's name, in a workbook.
    pub sheet: Option<String>,
    /// Whether its decimals have a comma.
    comma: bool,
    /// Number and cells of every row that is not empty.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// A file that was read, before any transaction began.
#[derive(Debug)]
pub struct Upload {
    /// The file's name.
    pub name: String,
    /// Of its bytes, hex.
    pub sha256: String,
    /// What it says.
    pub plan: Plan,
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Plan {
    /// Its sheets that are read.
    pub grids: Vec<Grid>,
    /// The names of those that are not.
    pub passed_over: Vec<String>,
    /// Where their headers are.
    pub headers: Vec<Option<Header>>,
    /// What their columns are.
    pub layouts: Vec<Layout>,
    /// What the rows say; its errors hold those of the file too.
    pub gathered: Gathered,
    /// Not all of the file could be read: nothing of it may be carried on.
    pub broken: bool,
}

/// Reads what was sent: a file as somebody chose it.
pub fn chosen(name: &str, bytes: &[u8]) -> Result<Upload, Refusal> {
    let mut passed_over = Vec::new();
    let mut errors = Vec::new();
    let grids = if is_bundle(bytes) && name.to_ascii_lowercase().ends_with(".xlsx") {
        of_a_workbook(bytes, &mut passed_over, &mut errors)?
    } else {
        match Table::below_a_title(&text_of(bytes)?) {
            Ok(table) => vec![Grid { sheet: None, comma: table.divider != ',', rows: table.rows }],
            Err(error) => {
                errors.push(error);
                Vec::new()
            }
        }
    };
    Ok(upload(name, bytes, Plan { passed_over, ..Plan::of(grids, None, errors) }))
}

/// Reads what a page of ours carried along, with what was said of the columns.
pub fn carried(name: &str, content: &[u8], said: Option<Vec<Layout>>) -> Result<Upload, Refusal> {
    let grids: Vec<Grid> = serde_json::from_slice(content).map_err(|_| Refusal::new(Code::Unparsable))?;
    if grids.len() > MOST_SHEETS {
        return Err(Refusal::new(Code::Unparsable));
    }
    Ok(upload(name, content, Plan::of(grids, said, Vec::new())))
}

fn upload(name: &str, bytes: &[u8], plan: Plan) -> Upload {
    Upload { name: short(name), sha256: hex(&Sha256::digest(bytes)), plan }
}

/// The sheets that are plans; where none looks like one, the first with anything in it.
fn of_a_workbook(
    bytes: &[u8],
    passed_over: &mut Vec<String>,
    errors: &mut Vec<FieldError>,
) -> Result<Vec<Grid>, Refusal> {
    let sheets = workbook::read_all(bytes, MOST_ROWS as u64)?;
    let is_a_plan = |sheet: &workbook::Sheet| header(0, &sheet.rows).is_some_and(|header| header.is_a_plans());
    let any = sheets.iter().any(is_a_plan);
    let mut grids: Vec<Grid> = Vec::new();
    for sheet in sheets {
        let wanted = if any { is_a_plan(&sheet) } else { grids.is_empty() && !sheet.rows.is_empty() };
        if !wanted || grids.len() == MOST_SHEETS {
            passed_over.push(sheet.name);
            continue;
        }
        errors.extend(sheet.errors.into_iter().map(|error| FieldError { sheet: Some(sheet.name.clone()), ..error }));
        grids.push(Grid { sheet: Some(sheet.name), comma: true, rows: sheet.rows });
    }
    Ok(grids)
}

impl Plan {
    fn of(grids: Vec<Grid>, said: Option<Vec<Layout>>, mut errors: Vec<FieldError>) -> Self {
        let headers: Vec<Option<Header>> = (0..).zip(&grids).map(|(place, grid)| header(place, &grid.rows)).collect();
        let layouts: Vec<Layout> = (0..)
            .zip(&headers)
            .map(|(place, header): (usize, _)| {
                let known = header.as_ref().map(|header| header.layout.clone()).unwrap_or_default();
                let mut layout =
                    said.as_ref().and_then(|said| said.get(place).cloned()).unwrap_or_else(|| known.clone());
                layout.resize(known.len().min(MOST_COLUMNS), None);
                layout
            })
            .collect();
        let rows: usize = grids.iter().map(|grid| grid.rows.len()).sum();
        if rows > MOST_ROWS {
            errors.push(FieldError::in_cell(1, Some(1), "too_many_rows").with("max", MOST_ROWS));
        }
        let broken = !errors.is_empty() || grids.is_empty();
        if !broken {
            for ((grid, header), layout) in grids.iter().zip(&headers).zip(&layouts) {
                wrong_columns(grid, header.as_ref(), layout, &mut errors);
            }
        } else if errors.is_empty() {
            errors.push(FieldError::in_cell(1, Some(1), "file_empty"));
        }
        let gathered = if errors.is_empty() { gathered(&grids, &headers, &layouts) } else { Gathered::default() };
        let mut plan = Self { grids, passed_over: Vec::new(), headers, layouts, gathered, broken };
        errors.into_iter().for_each(|error| plan.gathered.push(error));
        plan
    }

    /// How many rows say something.
    pub fn count(&self) -> u64 {
        self.gathered.lines.len() as u64
    }

    /// What of it is carried along in a page; 413 for more than a page should hold.
    pub fn to_carry(&self) -> Result<String, Refusal> {
        let text = serde_json::to_string(&self.grids).map_err(|_| Refusal::new(Code::Unparsable))?;
        if text.len() > CARRIED { Err(Refusal::new(Code::TooLarge).with("max", CARRIED)) } else { Ok(text) }
    }

    /// Whether there is a header whose columns can be spoken of.
    pub fn can_be_matched(&self) -> bool {
        !self.broken && self.headers.iter().any(Option::is_some)
    }
}

fn wrong_columns(grid: &Grid, header: Option<&Header>, layout: &Layout, errors: &mut Vec<FieldError>) {
    let row = header.and_then(|header| grid.rows.get(header.at)).map_or(1, |(number, _)| *number);
    let mut wrong = |column: u64, code: &'static str, name: &str| {
        let error = FieldError::in_cell(row, Some(column), code).with("name", name);
        errors.push(FieldError { sheet: grid.sheet.clone(), ..error });
    };
    for (place, column) in layout.iter().enumerate().filter_map(|(place, column)| Some((place, (*column)?))) {
        if layout[..place].contains(&Some(column)) {
            wrong(place as u64 + 1, "column_twice", column.heading());
        }
    }
    match header {
        None => wrong(1, "file_empty", ""),
        Some(header) if header.at + 1 == grid.rows.len() => wrong(1, "file_empty", ""),
        Some(_) if !layout.contains(&Some(Column::Benefit)) => {
            wrong(layout.len() as u64 + 1, "column_missing", Column::Benefit.heading());
        }
        Some(_) => {}
    }
}

fn gathered(grids: &[Grid], headers: &[Option<Header>], layouts: &[Layout]) -> Gathered {
    let mut sheets = Vec::new();
    for ((grid, header), layout) in grids.iter().zip(headers).zip(layouts) {
        let Some(header) = header else { continue };
        sheets.push(SheetRows {
            name: grid.sheet.as_deref(),
            mark: if grid.comma { DecimalMark::Comma } else { DecimalMark::Point },
            layout,
            titled: &header.titled,
            rows: grid.rows.get(header.at + 1..).unwrap_or_default(),
        });
    }
    gather(&sheets)
}

/// Layouts as they are sent along: the columns' words with commas between them, `-` for one that is passed over, and a
/// semicolon between sheets.
pub fn to_words(layouts: &[Layout]) -> String {
    let sheet = |layout: &Layout| layout.iter().map(|column| column.map_or("-", Column::word)).collect::<Vec<_>>();
    layouts.iter().map(|layout| sheet(layout).join(",")).collect::<Vec<_>>().join(";")
}

/// Reads them.
pub fn from_words(words: &str) -> Vec<Layout> {
    words.split(';').map(|sheet| sheet.split(',').map(Column::parse).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "Gevinstrealiseringsplan\n\nProsjekt;Gevinst;Gevinsttype;Måleindikator\nA;x;Spart tid;i\n";

    #[test]
    fn what_is_carried_along_says_the_same_again() {
        let first = chosen("plan.csv", PLAN.as_bytes()).expect("a text").plan;
        assert_eq!((first.gathered.errors.as_slice(), first.count()), (&[][..], 1));
        let text = first.to_carry().expect("small");
        let layouts = from_words(&to_words(&first.layouts));
        assert_eq!(layouts, first.layouts);
        let again = carried("plan.csv", text.as_bytes(), Some(layouts)).expect("ours").plan;
        assert_eq!((again.grids, again.layouts), (first.grids, first.layouts));
        assert_eq!(again.gathered.projects.len(), 1);
        assert_eq!(carried("x", b"{}", None).expect_err("no plan").code, Code::Unparsable);
    }

    #[test]
    fn a_file_without_benefits_or_rows_says_where() {
        let told = |text: &str| {
            let plan = chosen("plan.csv", text.as_bytes()).expect("a text").plan;
            let place = |error: &FieldError| (error.row.unwrap_or(0), error.column.unwrap_or(0), error.code);
            plan.gathered.errors.iter().map(place).collect::<Vec<_>>()
        };
        assert_eq!(told(""), [(1, 1, "file_empty")]);
        assert_eq!(told("a;b;c\n1;2;3\n"), [(1, 4, "column_missing")]);
        assert_eq!(told("Prosjekt;Gevinst;Enhet\n"), [(1, 1, "file_empty")]);
        assert_eq!(told("\"a;b"), [(1, 1, "quote_not_closed")]);
        let long = format!("Prosjekt;Gevinst;Enhet\n{}", "A;x;y\n".repeat(2_000));
        assert_eq!(told(&long), [(1, 1, "too_many_rows")]);
    }
}
