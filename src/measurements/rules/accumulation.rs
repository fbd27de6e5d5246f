//! Whether values tell how it stands (a stock, beholdning) or what came in (a flow, strøm), and what a flow comes to in a
//! year.

use super::{Calendar, Period, Point, due_dates, period_of};
use crate::clock::Day;
use crate::decimal::Figure;

crate::db::types::words! {
    /// What a value of an indicator tells.
    Accumulation {
        /// The level on its day (beholdning).
        Stock = "stock",
        /// What came in during its period (strøm).
        Flow = "flow",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that makes the words derives no default")]
impl Default for Accumulation {
    fn default() -> Self {
        Self::Stock
    }
}

impl Accumulation {
    /// Whether it tells the level: what is said where nothing else is.
    pub fn is_stock(&self) -> bool {
        matches!(self, Self::Stock)
    }
}

/// What a flow comes to in a year so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearSum {
    /// The sum of the newest value of each period, exact.
    pub sum: Figure,
    /// Periods with a value.
    pub measured: usize,
    /// Periods that have a value or should have one by the day asked about.
    pub periods: usize,
}

impl YearSum {
    /// Whether every period that should have a value has one; otherwise the sum is of some of the year only.
    pub fn is_whole(&self) -> bool {
        self.measured == self.periods
    }
}

/// The sum of a year's periods as it stands on a day; `points` are the values that may be shown, in order of day. `None`
/// where the year has neither a value nor a due date yet.
pub fn year_sum(calendar: &Calendar, points: &[Point], year: i32, on: Day) -> Option<YearSum> {
    let mut measured: Vec<(Period, Point)> = Vec::new();
    for point in points.iter().filter(|point| point.on <= on) {
        let period = period_of(calendar, point.on);
        if period.year() == year {
            // They come in order, so a newer value takes its period from an older one.
            measured.retain(|(known, _)| *known != period);
            measured.push((period, *point));
        }
    }
    let missing = due_dates(calendar)
        .take_while(|due| *due <= on)
        .map(|due| period_of(calendar, due))
        .filter(|period| period.year() == year && measured.iter().all(|(known, _)| known != period))
        .count();
    let sum = measured.iter().map(|(_, point)| i128::from(point.value.micros())).sum();
    let periods = measured.len() + missing;
    (periods > 0).then_some(YearSum { sum: Figure::from_micros(sum), measured: measured.len(), periods })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Frequency;
    use super::super::examples::{day, every, in_campaigns, point};
    use super::*;

    fn said(calendar: &Calendar, points: &[Point], year: i32, on: &str) -> Option<(String, usize, usize)> {
        year_sum(calendar, points, year, day(on)).map(|found| (found.sum.to_string(), found.measured, found.periods))
    }

    #[test]
    fn what_came_in_is_added_up_and_what_is_missing_is_counted() {
        let calendar = every("2026-01-31", Frequency::Month);
        let points = [point("2026-01-31", "10.5"), point("2026-03-31", "0"), point("2026-04-15", "4")];
        assert_eq!(said(&calendar, &points, 2026, "2026-03-31"), Some(("10.5".into(), 2, 3)));
        assert_eq!(said(&calendar, &points, 2026, "2026-04-20"), Some(("14.5".into(), 3, 4)));
        assert_eq!(said(&calendar, &points, 2027, "2026-04-20"), None);
        assert_eq!(said(&calendar, &[], 2026, "2026-01-30"), None, "nothing is due yet");
        assert_eq!(said(&calendar, &[], 2026, "2026-01-31"), Some(("0".into(), 0, 1)));
    }

    #[test]
    fn of_two_values_in_a_period_the_newest_counts() {
        let calendar = every("2026-04-30", Frequency::Tertial);
        let points = [point("2026-02-01", "3"), point("2026-04-30", "7"), point("2026-05-01", "1")];
        assert_eq!(said(&calendar, &points, 2026, "2026-05-02"), Some(("8".into(), 2, 2)));
    }

    #[test]
    fn campaigns_are_periods_too() {
        let calendar = in_campaigns("2026-04-30", &["2026-04-30", "2026-10-31"]);
        let points = [point("2026-04-25", "5"), point("2026-05-02", "6")];
        assert_eq!(said(&calendar, &points, 2026, "2026-12-31"), Some(("6".into(), 1, 2)));
    }

    proptest! {
        #[test]
        fn years_split_what_came_in_without_losing_or_doubling_any(values in proptest::collection::btree_map(0_i64..1500, -50_i64..50, 0..40)) {
            let calendar = every("2024-01-31", Frequency::Month);
            let at = |days| day("2024-01-01").plus_days(days).expect("a day");
            let points: Vec<Point> = values
                .iter()
                .map(|(days, value)| Point { on: at(*days), value: crate::decimal::Decimal::from_whole(*value) })
                .collect();
            let mut newest = std::collections::BTreeMap::new();
            for one in &points {
                newest.insert(super::super::Month::of(one.on), i128::from(one.value.micros()));
            }
            let years = (2024..2030).filter_map(|year| year_sum(&calendar, &points, year, at(1600)));
            let (sum, count) = years.fold((0, 0), |(sum, count), one| (sum + one.sum.micros(), count + one.measured));
            prop_assert_eq!(sum, newest.values().sum::<i128>());
            prop_assert_eq!(count, newest.len());
        }
    }
}
