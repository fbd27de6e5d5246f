//! What the columns are, and what a row says. Pure.

use crate::clock::Day;
use crate::decimal::{Decimal, DecimalMark};
use crate::ids::{CommitmentId, IndicatorId};
use crate::measurements::month_words::month_of;
use crate::measurements::rules::{Kind, LONGEST_TEXT, Month};
use crate::refusal::FieldError;
use crate::sheets::day;

/// The columns that a file may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// Which commitment.
    CommitmentId,
    /// Or which municipality, by the number it had on the day,
    MunicipalityNumber,
    /// and which indicator.
    IndicatorId,
    /// The day.
    On,
    /// The value.
    Value,
    /// How it came about.
    Kind,
    /// Words.
    Comment,
    /// Or which indicator by its name or its benefit's; only where somebody has said so of the column.
    Name,
    /// Or a month, whose last day is meant; only where somebody has said so of the column.
    Month,
}

const NAMES: [(&str, Column); 7] = [
    ("commitment_id", Column::CommitmentId),
    ("municipality_number", Column::MunicipalityNumber),
    ("indicator_id", Column::IndicatorId),
    ("on", Column::On),
    ("value", Column::Value),
    ("kind", Column::Kind),
    ("comment", Column::Comment),
];

/// What somebody can say that a column is, besides what its heading says itself.
const SAID: [(&str, Column); 2] = [("name", Column::Name), ("month", Column::Month)];

impl Column {
    /// Every column with its word.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        NAMES.into_iter().chain(SAID)
    }

    /// The column of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::all().find(|(known, _)| *known == word).map(|(_, column)| column)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::all().find(|(_, column)| *column == self).map_or("", |(word, _)| word)
    }

    /// What a heading that is not one of ours most likely means.
    pub fn guess(heading: &str) -> Option<Self> {
        let heading = heading.trim().to_lowercase();
        let means = |words: &[&str]| words.iter().any(|word| heading.contains(word));
        if let Some((_, column)) = NAMES.iter().find(|(known, _)| *known == heading) {
            return Some(*column);
        }
        match () {
            () if means(&["kommunen", "municipality"]) => Some(Self::MunicipalityNumber),
            () if means(&["indikator", "gevinst", "benefit", "indicator", "målepunkt"]) => Some(Self::Name),
            () if means(&["måned", "månad", "month", "periode", "period"]) => Some(Self::Month),
            () if means(&["dato", "date", "dag"]) => Some(Self::On),
            () if means(&["måltall", "måltal", "plan", "nullpunkt", "target", "baseline"]) => None,
            () if means(&["verdi", "værdi", "value", "resultat", "målt", "tall", "tal"]) => Some(Self::Value),
            () if means(&["kommentar", "comment", "merknad"]) => Some(Self::Comment),
            () => None,
        }
    }
}

/// Which column stands where.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<Option<Column>>);

impl Columns {
    /// From the header; what is wrong with it is added to the errors.
    pub fn of(row: u64, header: &[String], errors: &mut Vec<FieldError>) -> Self {
        let mut columns: Vec<Option<Column>> = Vec::new();
        // Spreadsheets leave empty cells behind the last heading.
        let used = header.iter().rposition(|name| !name.trim().is_empty()).map_or(0, |last| last + 1);
        for (place, name) in header[..used].iter().enumerate() {
            let name = name.trim();
            let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, column)| *column);
            let code = match known {
                None => Some("unknown_column"),
                Some(column) if columns.contains(&Some(column)) => Some("column_twice"),
                Some(_) => None,
            };
            if let Some(code) = code {
                let shown: String = name.chars().take(60).collect();
                errors.push(FieldError::in_cell(row, Some(place as u64 + 1), code).with("name", shown));
            }
            columns.push(known);
        }
        let columns = Self(columns);
        columns.complete(row, errors);
        columns
    }

    /// As somebody said that they are; what is missing or there twice is added to the errors.
    pub fn said(row: u64, columns: &[Option<Column>], errors: &mut Vec<FieldError>) -> Self {
        for (place, column) in columns.iter().enumerate().filter_map(|(place, column)| Some((place, (*column)?))) {
            if columns[..place].contains(&Some(column)) {
                let error = FieldError::in_cell(row, Some(place as u64 + 1), "column_twice");
                errors.push(error.with("name", column.word()));
            }
        }
        let columns = Self(columns.to_vec());
        let whose = [Column::CommitmentId, Column::IndicatorId, Column::Name];
        let when = [Column::On, Column::Month];
        for (one_of, code) in
            [(&whose[..], "says_not_whose"), (&when[..], "says_not_when"), (&[Column::Value][..], "says_no_value")]
        {
            match one_of.iter().filter(|column| columns.has(**column)).count() {
                0 => errors.push(FieldError::in_cell(row, Some(1), code)),
                1 => {}
                _ => errors.push(FieldError::in_cell(row, Some(1), "says_it_twice")),
            }
        }
        columns
    }

    fn complete(&self, row: u64, errors: &mut Vec<FieldError>) {
        let columns = self;
        let by_commitment = columns.has(Column::CommitmentId);
        let by_place = columns.has(Column::MunicipalityNumber) || columns.has(Column::IndicatorId);
        if by_commitment && by_place {
            errors.push(FieldError::in_cell(row, columns.place(Column::CommitmentId), "either_commitment_or_place"));
        }
        let needed: &[Column] = if by_place {
            &[Column::MunicipalityNumber, Column::IndicatorId, Column::On, Column::Value]
        } else {
            &[Column::CommitmentId, Column::On, Column::Value]
        };
        for (name, column) in NAMES.iter().filter(|(_, column)| needed.contains(column)) {
            if !columns.has(*column) {
                // It would stand behind the last one.
                let place = columns.0.len() as u64 + 1;
                errors.push(FieldError::in_cell(row, Some(place), "column_missing").with("name", name));
            }
        }
    }

    fn has(&self, column: Column) -> bool {
        self.0.contains(&Some(column))
    }

    /// Where a column stands, from 1.
    pub fn place(&self, column: Column) -> Option<u64> {
        self.0.iter().position(|known| *known == Some(column)).map(|place| place as u64 + 1)
    }

    /// The column that says whose the row is.
    pub fn whose(&self) -> Option<u64> {
        self.place(Column::CommitmentId)
            .or(self.place(Column::MunicipalityNumber))
            .or(self.place(Column::Name))
            .or(self.place(Column::IndicatorId))
    }

    /// The column that says when.
    pub fn when(&self) -> Option<u64> {
        self.place(Column::On).or(self.place(Column::Month))
    }
}

/// Whose value a row gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// A commitment's.
    Commitment(CommitmentId),
    /// An indicator's in a municipality.
    Place {
        /// The municipality's number on the day; none where the file has no such column, and the sender's own is meant.
        number: Option<String>,
        /// The indicator.
        indicator: Measured,
    },
}

/// What a row is about, in a municipality.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measured {
    /// An indicator.
    Indicator(IndicatorId),
    /// The indicator or benefit of this name.
    Named(String),
}

/// A row that could be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number in the file.
    pub number: u64,
    /// Whose value it gives.
    pub whose: Whose,
    /// The day; of a month its last one.
    pub on: Day,
    /// The month, where the file speaks of months.
    pub month: Option<Month>,
    /// The value.
    pub value: Decimal,
    /// How it came about, where the file says so.
    pub kind: Option<Kind>,
    /// Words.
    pub comment: Option<String>,
}

/// Reads a row; `None` when something in it is wrong, which is added to the errors.
pub fn row(
    columns: &Columns,
    number: u64,
    cells: &[String],
    mark: DecimalMark,
    errors: &mut Vec<FieldError>,
) -> Option<Row> {
    let before = errors.len();
    let cell = |column: Column| {
        let place = columns.place(column)?;
        cells.get(usize::try_from(place - 1).ok()?).map(|text| text.trim()).filter(|text| !text.is_empty())
    };
    let mut wrong = |column: Column, code: &'static str| {
        errors.push(FieldError::in_cell(number, columns.place(column), code));
    };
    // A word that cannot be an id is answered like one that nobody has.
    let whose = if columns.has(Column::CommitmentId) {
        let id = cell(Column::CommitmentId).and_then(|text| text.parse().ok());
        Whose::Commitment(id.unwrap_or(CommitmentId::from_number(-1)))
    } else {
        let number = columns.has(Column::MunicipalityNumber);
        let number = number.then(|| cell(Column::MunicipalityNumber).unwrap_or_default().to_owned());
        let indicator = if columns.has(Column::Name) {
            Measured::Named(cell(Column::Name).unwrap_or_default().to_owned())
        } else {
            let id = cell(Column::IndicatorId).and_then(|text| text.parse().ok());
            Measured::Indicator(id.unwrap_or(IndicatorId::from_number(-1)))
        };
        Whose::Place { number, indicator }
    };
    let month = columns.has(Column::Month).then(|| month_of(cell(Column::Month).unwrap_or_default())).flatten();
    let on = if columns.has(Column::Month) {
        if month.is_none() {
            wrong(Column::Month, "not_a_month_in_words");
        }
        month.map(Month::last_day)
    } else {
        let on = day(cell(Column::On).unwrap_or_default());
        if on.is_none() {
            wrong(Column::On, "not_a_date");
        }
        on
    };
    let value = Decimal::parse_cell(cell(Column::Value).unwrap_or_default(), mark);
    if let Err(trouble) = &value {
        wrong(Column::Value, trouble.code());
    }
    let kind = cell(Column::Kind).map(Kind::parse);
    if kind == Some(None) {
        wrong(Column::Kind, "not_among_the_words");
    }
    let comment = cell(Column::Comment).map(str::to_owned);
    if let Some(text) = &comment {
        if text.contains('\0') {
            wrong(Column::Comment, "nul_in_text");
        }
        if text.chars().count() > LONGEST_TEXT {
            let place = columns.place(Column::Comment);
            errors.push(FieldError::in_cell(number, place, "too_long").with("max", LONGEST_TEXT));
        }
    }
    let beyond = cells.iter().enumerate().skip(columns.0.len()).find(|(_, text)| !text.trim().is_empty());
    if let Some((place, _)) = beyond {
        errors.push(FieldError::in_cell(number, Some(place as u64 + 1), "too_many_cells"));
    }
    if errors.len() > before {
        return None;
    }
    Some(Row { number, whose, on: on?, month, value: value.ok()?, kind: kind.flatten(), comment })
}
