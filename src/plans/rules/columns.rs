//! What the columns of a plan can be, and by which headings they are known.

use super::headings::{KNOWN, Known};
use super::words::folded;

/// What a column says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Column {
    /// The project's title; empty means the one above.
    Project,
    /// The benefit's title; empty means the one above.
    Benefit,
    /// What kind of benefit.
    Class,
    /// Where it arises.
    ArisesIn,
    /// Benefit or disbenefit.
    Polarity,
    /// Its description.
    Description,
    /// What must hold for it to come.
    Assumptions,
    /// What the gain is used for.
    UseOfGain,
    /// The indicator's name; empty means the one above.
    Indicator,
    /// Its unit.
    Unit,
    /// Which way is better.
    Direction,
    /// How it is measured.
    Method,
    /// Where the figure comes from.
    DataSource,
    /// How often it is measured.
    Frequency,
    /// Whose figures: a municipality's name or number.
    Municipality,
    /// Nullpunkt.
    BaselineValue,
    /// Its day.
    BaselineOn,
    /// Måltall.
    TargetValue,
    /// Its day.
    TargetOn,
    /// The owner's e-mail.
    Owner,
    /// What it does to the budget.
    Budget,
    /// The first due date.
    FirstMeasurement,
    /// How long the level is to be held.
    SustainUntil,
}

/// What is said of each column; none for one that is passed over.
pub type Layout = Vec<Option<Column>>;

impl Column {
    /// Every column, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|(column, ..)| *column)
    }

    fn known(self) -> Option<&'static Known> {
        KNOWN.iter().find(|(column, ..)| *column == self)
    }

    /// Its word in forms.
    pub fn word(self) -> &'static str {
        self.known().map_or("", |(_, word, _)| word)
    }

    /// The heading that our own sample has for it.
    pub fn heading(self) -> &'static str {
        self.known().and_then(|(.., headings)| headings.first()).copied().unwrap_or_default()
    }

    /// The column of a word.
    pub fn parse(word: &str) -> Option<Self> {
        KNOWN.iter().find(|(_, known, _)| *known == word).map(|(column, ..)| *column)
    }

    /// What a heading means, where it is one of those we know: as it stands, or without what stands in brackets or a year
    /// behind it. Nothing is guessed from parts of words: «Gevinst-ID» is no benefit.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let whole = folded(heading);
        let outside = folded(heading.split(['(', '[']).next().unwrap_or_default());
        let without_year = |text: &str| match text.rsplit_once(' ') {
            Some((before, year)) if year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit()) => {
                before.to_owned()
            }
            _ => text.to_owned(),
        };
        [without_year(&whole), without_year(&outside)].iter().find_map(|text| {
            let known = |(.., headings): &&Known| headings.iter().any(|known| folded(known) == *text);
            KNOWN.iter().find(known).map(|(column, ..)| *column)
        })
    }

    /// What each heading of a row means; of two that mean the same the first counts.
    pub fn of_headings(headings: &[String]) -> Layout {
        let mut layout: Layout = Vec::new();
        for heading in headings {
            let column = Self::of_heading(heading).filter(|column| !layout.contains(&Some(*column)));
            layout.push(column);
        }
        layout
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_four_languages_are_known_and_half_words_are_not() {
        for (heading, column) in [
            ("Måleindikator", Column::Indicator),
            (" GEVINST ", Column::Benefit),
            ("Nullpunkt (verdi)", Column::BaselineValue),
            ("Nullpunkt (dato)", Column::BaselineOn),
            ("Nullpunkt 2025", Column::BaselineValue),
            ("Måltall\n(dato)", Column::TargetOn),
            ("Gevinsteier (e-post)", Column::Owner),
            ("Føresetnader", Column::Assumptions),
            ("Target date", Column::TargetOn),
            ("Forudsætninger", Column::Assumptions),
            ("Prosjekt / tiltak", Column::Project),
            ("Hvor oppstår gevinsten?", Column::ArisesIn),
        ] {
            assert_eq!(Column::of_heading(heading), Some(column), "{heading}");
        }
        for heading in ["Gevinst-ID", "Gevinst nr.", "", "Merknad", "Risiko", "(dato)"] {
            assert_eq!(Column::of_heading(heading), None, "{heading}");
        }
    }

    #[test]
    fn no_heading_means_two_things() {
        let all: Vec<String> =
            KNOWN.iter().flat_map(|(.., headings)| headings.iter().map(|heading| folded(heading))).collect();
        for (place, heading) in all.iter().enumerate() {
            assert!(!all[..place].contains(heading) || twice_in_one(heading), "{heading}");
        }
        for column in Column::all() {
            assert_eq!(Column::parse(column.word()), Some(column));
            assert_eq!(Column::of_heading(column.heading()), Some(column));
        }
    }

    fn twice_in_one(heading: &str) -> bool {
        KNOWN.iter().filter(|(.., headings)| headings.iter().any(|known| folded(known) == heading)).count() == 1
    }
}
