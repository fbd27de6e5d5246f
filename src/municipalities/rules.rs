//! The register of municipalities: which ones there are, and which number and name each had on which day.
//!
//! A number is a dated fact, not an identity. 3006 was Kongsberg until 2023 and is nothing today, while Kongsberg, 3303 since
//! 2024, is the same municipality throughout. What stays the same over time is one [`Municipality`]; what changes is its list of
//! [`DatedNumber`]s. Nothing here reads a file, a database or the clock.

mod carry_out;
mod klass;
mod names;
mod plan;
mod table;

pub use klass::{KlassChange, KlassCode, KlassFile, read_klass};
pub use names::{MatchRank, fold_name, match_rank, search_text, sort_key};
pub use plan::{Change, Continues, Plan, UnknownNumber, plan};
pub use table::{MAX_BYTES, MAX_ROWS, ProblemKind, RegisterProblem};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use self::table::{Row, Table};
use crate::clock::Day;

/// The country whose register a municipality stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Country {
    /// Norway: numbers of four digits, the first two of which are the county's.
    #[serde(rename = "NO")]
    Norway,
    /// Denmark: numbers of three digits.
    #[serde(rename = "DK")]
    Denmark,
}

impl Country {
    /// The two-letter code of ISO 3166, as it is stored and shown in the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Norway => "NO",
            Self::Denmark => "DK",
        }
    }

    /// Reads a two-letter code; an empty text is Norway.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "" | "NO" => Some(Self::Norway),
            "DK" => Some(Self::Denmark),
            _ => None,
        }
    }

    /// How many digits a municipality's number has.
    const fn digits(self) -> usize {
        match self {
            Self::Norway => 4,
            Self::Denmark => 3,
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One number and name that a municipality had from one day until another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedNumber {
    /// The municipality's number, digits with leading zeros: `0301`.
    pub number: String,
    /// The official name in NFC, with every language it is given in: `Hábmer - Hamarøy`.
    pub name: String,
    /// The county's number: `33`.
    pub county_number: String,
    /// The county's name at that time; empty where the source does not say.
    pub county: String,
    /// The first day on which the number is known to have been valid.
    pub valid_from: Day,
    /// The first day on which it is no longer valid; none while it is in use.
    pub valid_to: Option<Day>,
    /// The organisation number of the legal person, where known.
    pub organisation_number: Option<String>,
}

impl DatedNumber {
    /// Whether the number is valid on a day: from its first day up to, not with, the day it was replaced.
    #[must_use]
    pub fn is_valid_on(&self, on: Day) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|end| on < end)
    }
}

/// One municipality through its changes of number and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// The country whose register it stands in.
    pub country: Country,
    /// Its latest number and name. Where this has a `valid_to`, the municipality is gone.
    pub latest: DatedNumber,
    /// What it was before, oldest first.
    pub earlier: Vec<DatedNumber>,
}

impl Municipality {
    /// All its numbers and names, oldest first.
    #[must_use]
    pub fn history(&self) -> impl DoubleEndedIterator<Item = &DatedNumber> {
        self.earlier.iter().chain(std::iter::once(&self.latest))
    }

    /// The number and name it had on a day; none before the register begins and after the municipality ended.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<&DatedNumber> {
        self.history().rev().find(|entry| entry.is_valid_on(day))
    }
}

/// A number that was replaced by several: what happened under it belongs to no single one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The number that ended.
    pub number: String,
    /// The day on which it ended.
    pub on: Day,
    /// The numbers that share what it was, in ascending order.
    pub into: Vec<String>,
}

/// What a number means on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The number was valid on that day.
    Valid {
        /// The municipality that had it.
        municipality: &'a Municipality,
        /// The number and name as they were on that day.
        entry: &'a DatedNumber,
    },
    /// The number came into use later.
    NotYet {
        /// Its first entry.
        entry: &'a DatedNumber,
    },
    /// The number had been replaced by exactly one, which the same municipality had on that day.
    Replaced {
        /// The entry that ended.
        entry: &'a DatedNumber,
        /// What the municipality was called on that day.
        by: &'a DatedNumber,
    },
    /// The number had been replaced by several. A person must choose; no program may.
    Split {
        /// The entry that ended.
        entry: &'a DatedNumber,
        /// What it became.
        split: &'a Split,
    },
    /// The municipality was gone, and nothing says what follows it.
    Ended {
        /// The entry that ended.
        entry: &'a DatedNumber,
    },
    /// No municipality ever had the number.
    Unknown,
}

/// The whole register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    municipalities: Vec<Municipality>,
    splits: Vec<Split>,
}

/// Splits that the register's own file does not tell, because it gives each replaced number one successor.
///
/// Source: Statistics Norway on the regional changes of 1 January 2024: "Kommune 1507 Ålesund ble delt i 1508 Ålesund og 1580 Haram."
/// The municipality Ålesund kept its organisation number (920415288), so 1507 and 1508 are one legal person; but 1507 also held
/// what is Haram's today, so after the split the old number alone does not say which is meant.
const KNOWN_SPLITS: &[KnownSplit] = &[("1507", (2024, 1, 1), &["1508", "1580"])];

/// Number, day (year, month, day), and the numbers it became.
type KnownSplit = (&'static str, (i32, u32, u32), &'static [&'static str]);

impl Register {
    /// A register of municipalities that are known already, as from a database.
    ///
    /// # Errors
    /// When two have one number on one day.
    pub fn of(municipalities: Vec<Municipality>) -> Result<Self, RegisterProblem> {
        Self { municipalities, splits: Vec::new() }.with_known_splits().ordered()
    }

    /// Every municipality, in the order of their latest numbers, Norway first.
    #[must_use]
    pub fn municipalities(&self) -> &[Municipality] {
        &self.municipalities
    }

    /// The numbers that were replaced by several.
    #[must_use]
    pub fn splits(&self) -> &[Split] {
        &self.splits
    }

    /// The municipalities whose latest number is in use.
    pub fn current(&self) -> impl Iterator<Item = &Municipality> {
        self.municipalities.iter().filter(|municipality| municipality.latest.valid_to.is_none())
    }

    /// The split that ended a number, if there was one.
    #[must_use]
    pub fn split_of(&self, number: &str) -> Option<&Split> {
        self.splits.iter().find(|split| split.number == number)
    }

    /// What a number means on a day. The number is compared as text, so that a lost leading zero is not found by luck.
    #[must_use]
    pub fn lookup(&self, number: &str, on: Day) -> Lookup<'_> {
        let number = number.trim();
        let mut last = None;
        for municipality in &self.municipalities {
            for entry in municipality.history().filter(|entry| entry.number == number) {
                if entry.is_valid_on(on) {
                    return Lookup::Valid { municipality, entry };
                }
                last = Some((municipality, entry));
            }
        }
        let Some((municipality, entry)) = last else {
            return Lookup::Unknown;
        };
        if on < entry.valid_from {
            return Lookup::NotYet { entry };
        }
        if let Some(split) = self.split_of(number) {
            return Lookup::Split { entry, split };
        }
        match municipality.on(on) {
            Some(by) => Lookup::Replaced { entry, by },
            None => Lookup::Ended { entry },
        }
    }

    /// Every number that leads a person to this municipality: its own, and those that were split into one of them.
    fn numbers_leading_to<'a>(&'a self, municipality: &'a Municipality) -> impl Iterator<Item = &'a str> {
        let own = municipality.history().map(|entry| entry.number.as_str());
        let before = self
            .splits
            .iter()
            .filter(|split| municipality.history().any(|entry| split.into.contains(&entry.number)))
            .map(|split| split.number.as_str());
        own.chain(before)
    }

    /// The text by which a municipality is found, see [`search_text`]: all its names and numbers, old ones too.
    #[must_use]
    pub fn search_text_of(&self, municipality: &Municipality) -> String {
        search_text(municipality.history().map(|entry| entry.name.as_str()), self.numbers_leading_to(municipality))
    }

    /// The municipalities that a person may mean, best match first, then by Norwegian alphabet. With a day, only those that had a
    /// number on it. A register is some hundred entries, so this reads them all.
    #[must_use]
    pub fn search(&self, query: &str, on: Option<Day>) -> Vec<&Municipality> {
        let folded = fold_name(query);
        let mut found: Vec<_> = self
            .municipalities
            .iter()
            .filter(|municipality| on.is_none_or(|day| municipality.on(day).is_some()))
            .filter_map(|municipality| {
                let rank = match_rank(&self.search_text_of(municipality), &folded)?;
                Some((rank, sort_key(&municipality.latest.name), municipality))
            })
            .collect();
        found.sort_by(|a, b| (&a.0, &a.1, &a.2.latest.number).cmp(&(&b.0, &b.1, &b.2.latest.number)));
        found.into_iter().map(|(_, _, municipality)| municipality).collect()
    }

    /// Puts another register's municipalities beside these, for instance a Danish list beside the Norwegian one.
    ///
    /// # Errors
    /// When a number is in use in both at the same time.
    pub fn joined_with(mut self, other: Self) -> Result<Self, RegisterProblem> {
        self.municipalities.extend(other.municipalities);
        self.splits.extend(other.splits);
        self.ordered()
    }

    /// Adds what [`KNOWN_SPLITS`] says about numbers that this register holds.
    fn with_known_splits(mut self) -> Self {
        for (number, (year, month, day), into) in KNOWN_SPLITS {
            let known = self.municipalities.iter().flat_map(Municipality::history).any(|entry| entry.number == *number);
            if let Some(on) = Day::from_ymd(*year, *month, *day)
                && known
                && self.split_of(number).is_none()
            {
                let into = into.iter().map(ToString::to_string).collect();
                self.splits.push(Split { number: (*number).to_owned(), on, into });
            }
        }
        self
    }

    /// Sorts, and refuses two municipalities with one number on one day.
    fn ordered(mut self) -> Result<Self, RegisterProblem> {
        self.municipalities.sort_by(|a, b| {
            (a.country, &a.latest.number, a.latest.valid_from).cmp(&(b.country, &b.latest.number, b.latest.valid_from))
        });
        let mut by_number: BTreeMap<&str, Vec<&DatedNumber>> = BTreeMap::new();
        for entry in self.municipalities.iter().flat_map(Municipality::history) {
            let same = by_number.entry(&entry.number).or_default();
            if same.iter().any(|other| overlap(other, entry)) {
                return Err(RegisterProblem::new(ProblemKind::DuplicateNumber, &entry.number));
            }
            same.push(entry);
        }
        Ok(self)
    }
}

/// Whether two entries are valid on a common day.
fn overlap(a: &DatedNumber, b: &DatedNumber) -> bool {
    a.valid_to.is_none_or(|end| b.valid_from < end) && b.valid_to.is_none_or(|end| a.valid_from < end)
}

/// One row of the register's file, before rows are put together into municipalities.
struct Line {
    at: u64,
    country: Country,
    entry: DatedNumber,
    current_number: String,
}

/// Reads the register from CSV with the columns `number, name, county_number, county, in_use_since_at_latest, replaced_on,
/// organisation_number, current_number` and, where a file holds more than Norway, `country`.
///
/// A row without `replaced_on` is a number in use. A row with it ended on that day, which is the first on which it was not valid;
/// `current_number` names its successor and makes both rows one municipality. Where a number names several successors, or several
/// numbers that were valid together name the same one, nothing is joined: the municipality ends there, and a number with several
/// successors is kept as a [`Split`].
///
/// # Errors
/// With line, column and value when the file cannot be understood; nothing is guessed.
pub fn parse_register(bytes: &[u8]) -> Result<Register, RegisterProblem> {
    let table = Table::read(bytes)?;
    let lines = table.rows.iter().map(read_line).collect::<Result<Vec<_>, _>>()?;
    let (ended, in_use): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.entry.valid_to.is_some());

    let mut current: BTreeMap<String, Municipality> = BTreeMap::new();
    for line in in_use {
        let number = line.entry.number.clone();
        if line.current_number != number {
            return Err(RegisterProblem::new(ProblemKind::NotItsOwnSuccessor, line.current_number)
                .at(line.at, "current_number"));
        }
        let municipality = Municipality { country: line.country, latest: line.entry, earlier: Vec::new() };
        if current.insert(number.clone(), municipality).is_some() {
            return Err(RegisterProblem::new(ProblemKind::DuplicateNumber, number).at(line.at, "number"));
        }
    }
    let splits = splits_in(&ended);
    let merged = merged_into(&ended);
    let mut gone: Vec<Municipality> = Vec::new();
    for line in ended {
        let Some(successor) = current.get_mut(&line.current_number) else {
            return Err(
                RegisterProblem::new(ProblemKind::UnknownSuccessor, line.current_number).at(line.at, "current_number")
            );
        };
        let split = splits.iter().any(|split| split.number == line.entry.number);
        if !split && !merged.contains(&line.current_number) {
            successor.earlier.push(line.entry);
        } else if !gone.iter().any(|known| known.latest == line.entry) {
            // A split number stands in one row per successor, so it may have been met before.
            gone.push(Municipality { country: line.country, latest: line.entry, earlier: Vec::new() });
        }
    }
    let mut municipalities: Vec<_> = current.into_values().chain(gone).collect();
    for municipality in &mut municipalities {
        municipality.earlier.sort_by_key(|entry| entry.valid_from);
    }
    Register { municipalities, splits }.with_known_splits().ordered()
}

/// Reads one row. Which cells may be empty: `county`, `replaced_on`, `organisation_number`, `country`.
fn read_line(row: &Row) -> Result<Line, RegisterProblem> {
    let country = match row.optional("country") {
        None => Country::Norway,
        Some(text) => Country::parse(text).ok_or_else(|| row.problem(ProblemKind::UnknownCountry, "country"))?,
    };
    let number = |column| {
        let text = row.required(column)?;
        if is_number(country, text) { Ok(text.to_owned()) } else { Err(row.problem(ProblemKind::NotANumber, column)) }
    };
    let valid_from = row.required_day("in_use_since_at_latest")?;
    let valid_to = row.optional_day("replaced_on")?;
    if valid_to.is_some_and(|end| end <= valid_from) {
        return Err(row.problem(ProblemKind::EndsBeforeItBegins, "replaced_on"));
    }
    let organisation_number = row.optional("organisation_number").map(ToOwned::to_owned);
    if organisation_number.as_deref().is_some_and(|text| !text.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(row.problem(ProblemKind::NotANumber, "organisation_number"));
    }
    Ok(Line {
        at: row.line,
        country,
        entry: DatedNumber {
            number: number("number")?,
            name: row.required("name")?.nfc().collect(),
            county_number: row.required("county_number")?.to_owned(),
            county: row.optional("county").unwrap_or_default().nfc().collect(),
            valid_from,
            valid_to,
            organisation_number,
        },
        current_number: number("current_number")?,
    })
}

/// Whether a text is a municipality's number in a country: all its digits, leading zeros too.
fn is_number(country: Country, text: &str) -> bool {
    text.len() == country.digits() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ended numbers that stand in several rows with different successors.
fn splits_in(ended: &[Line]) -> Vec<Split> {
    let mut successors: BTreeMap<(&str, Day), BTreeSet<&str>> = BTreeMap::new();
    for line in ended {
        if let Some(on) = line.entry.valid_to {
            successors.entry((&line.entry.number, on)).or_default().insert(&line.current_number);
        }
    }
    successors
        .into_iter()
        .filter(|(_, into)| into.len() > 1)
        .map(|((number, on), into)| Split {
            number: number.to_owned(),
            on,
            into: into.into_iter().map(ToOwned::to_owned).collect(),
        })
        .collect()
}

/// The numbers in use that several others, valid together, became: new municipalities, none of which is one of the old ones.
fn merged_into(ended: &[Line]) -> BTreeSet<String> {
    let pairs = ended.iter().enumerate().flat_map(|(i, a)| ended.iter().skip(i + 1).map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| {
            a.current_number == b.current_number && a.entry.number != b.entry.number && overlap(&a.entry, &b.entry)
        })
        .map(|(a, _)| a.current_number.clone())
        .collect()
}

#[cfg(test)]
mod tests;
