//! When figures can stand beside each other, and how they are spread on inhabitants or on cases. Pure.

use crate::clock::Day;
use crate::decimal::{Decimal, Figure};
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::refusal::{Checks, FieldError, Refusal};

/// Fewer municipalities than this that have measured are no comparison.
pub const LEAST_MEASURED: usize = 2;
/// More inhabitants than any municipality in the Nordic countries has.
const MOST_INHABITANTS: i64 = 10_000_000;
const MOST_SOURCE: usize = 200;

crate::db::types::words! {
    /// What the figures are drawn as.
    Per {
        /// As they were measured.
        Total = "total",
        /// Divided by the municipality's inhabitants, times a thousand.
        Thousand = "1000",
        /// Divided by how many cases the municipality had, as another indicator counts them.
        Case = "case",
    }
}

/// What a figure means: only figures that mean the same are drawn together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// What it is counted in.
    pub unit: String,
    /// How it is measured.
    pub method: String,
    /// Which way is better.
    pub direction: Direction,
    /// How often it is measured.
    pub frequency: Frequency,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
}

impl Definition {
    /// In what two definitions differ, in stable words; empty where their figures can be drawn together.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        [
            ("unit", folded(&self.unit) != folded(&other.unit)),
            ("method", folded(&self.method) != folded(&other.method)),
            ("direction", self.direction != other.direction),
            ("frequency", self.frequency != other.frequency),
            ("accumulation", self.accumulation != other.accumulation),
        ]
        .into_iter()
        .filter_map(|(word, differs)| differs.then_some(word))
        .collect()
    }
}

/// Whether dividing by inhabitants or by cases can mean anything: a share is divided by something already.
pub fn can_be_spread(unit: &str) -> bool {
    let unit = unit.trim();
    !(unit.starts_with('%') || unit.to_lowercase().starts_with("pro") && unit.to_lowercase().contains("sent"))
}

/// A municipality's inhabitants or cases from a day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// The day they were counted for.
    pub on: Day,
    /// How many; more than none.
    pub count: Decimal,
}

/// The count that holds on a day: the newest on or before it. Before the first, the first: a baseline is often older than
/// the first count that somebody entered. `counts` are in order of day.
pub fn holding_on(counts: &[Count], day: Day) -> Option<Decimal> {
    let before = counts.iter().rev().find(|one| one.on <= day);
    before.or(counts.first()).map(|one| one.count)
}

impl Per {
    /// A value spread on a count, rounded half-even to six decimals; none where there is nothing to spread it on.
    pub fn spread(self, value: Decimal, count: Option<Decimal>) -> Option<Figure> {
        let (value, count) = (i128::from(value.micros()), count.map(|count| i128::from(count.micros())));
        match self {
            Self::Total => Some(Figure::from_micros(value)),
            Self::Thousand => Figure::quotient(value * 1_000, count?),
            Self::Case => Figure::quotient(value, count?),
        }
    }
}

/// What one may write about a municipality's inhabitants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PopulationDraft {
    /// The day they were counted for.
    pub on: Day,
    /// How many.
    pub inhabitants: i64,
    /// Who counted.
    pub source: String,
}

impl PopulationDraft {
    /// The same, tidied; refused where something is missing or cannot be.
    pub fn checked(mut self, today: Day) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        checks.require(self.on <= today, "/on", "in_the_future");
        if !(1..=MOST_INHABITANTS).contains(&self.inhabitants) {
            checks.push(FieldError::at("/inhabitants", "out_of_range").with("min", 1).with("max", MOST_INHABITANTS));
        }
        self.source = checks.text("/source", &self.source, MOST_SOURCE);
        checks.done(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn what_is_counted_in_another_way_is_not_drawn_together() {
        let days = Definition {
            unit: "dager".into(),
            method: "Snitt av sakene".into(),
            direction: Direction::Down,
            frequency: Frequency::Month,
            accumulation: Accumulation::Stock,
        };
        assert!(days.differences(&Definition { method: " snitt av  sakene ".into(), ..days.clone() }).is_empty());
        assert_eq!(days.differences(&Definition { unit: "timer".into(), ..days.clone() }), ["unit"]);
        let other = Definition { direction: Direction::Up, accumulation: Accumulation::Flow, ..days.clone() };
        assert_eq!(days.differences(&other), ["direction", "accumulation"]);
    }

    #[test]
    fn the_newest_count_on_or_before_the_day_holds() {
        let count = |on: &str, count| Count { on: day(on), count: Decimal::from_whole(count) };
        let counts = [count("2025-01-01", 4_000), count("2026-01-01", 5_000)];
        for (on, holds) in [("2024-06-01", 4_000), ("2025-12-31", 4_000), ("2026-01-01", 5_000)] {
            assert_eq!(holding_on(&counts, day(on)), Some(Decimal::from_whole(holds)), "{on}");
        }
        assert_eq!(holding_on(&[], day("2025-01-01")), None);
    }

    #[test]
    fn a_value_is_spread_exactly() {
        let spread = |per: Per, value: &str, count| {
            let value = Decimal::parse_plain(value).expect("a number");
            per.spread(value, Some(Decimal::from_whole(count))).map(|figure| figure.to_string())
        };
        assert_eq!(spread(Per::Thousand, "1400", 7_000).as_deref(), Some("200"));
        assert_eq!(spread(Per::Thousand, "0", 7_000).as_deref(), Some("0"));
        assert_eq!(spread(Per::Thousand, "-1", 3_000).as_deref(), Some("-0.333333"));
        assert_eq!(spread(Per::Case, "1400", 7_000).as_deref(), Some("0.2"));
        assert_eq!(spread(Per::Total, "5", 0).as_deref(), Some("5"));
        assert_eq!((spread(Per::Thousand, "5", 0), spread(Per::Case, "5", 0)), (None, None));
        assert_eq!(Per::Case.spread(Decimal::from_whole(5), None), None);
    }

    #[test]
    fn a_share_is_not_divided_once_more() {
        for unit in ["%", "% av sakene", "prosent", "Prosentpoeng"] {
            assert!(!can_be_spread(unit), "{unit}");
        }
        for unit in ["personer", "kroner", "prosjekter", "dager"] {
            assert!(can_be_spread(unit), "{unit}");
        }
    }
}
