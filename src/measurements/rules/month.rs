//! A month of the calendar.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::clock::Day;

/// A month, written `YYYY-MM`, years 1900 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    index: i32,
}

impl Month {
    /// The month with this year and number (1–12), or `None` where the calendar has none.
    pub fn new(year: i32, number: u32) -> Option<Month> {
        Day::from_ymd(year, number, 1).map(Month::of)
    }

    /// The month that a day is in.
    pub fn of(day: Day) -> Month {
        Month { index: day.month_index() }
    }

    /// Reads exactly `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, number) = text.split_once('-')?;
        let digits = |part: &str, long: usize| part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 2) {
            return None;
        }
        Month::new(year.parse().ok()?, number.parse().ok()?)
    }

    /// The month so many months before, but never before the calendar begins.
    pub fn minus(self, months: i32) -> Month {
        Month { index: (self.index - months).max(1900 * 12) }
    }

    /// The month so many months after, but never after the calendar ends.
    pub fn plus(self, months: i32) -> Month {
        Month { index: self.index.saturating_add(months).min(9999 * 12 + 11) }
    }

    /// The month's first day.
    pub fn first_day(self) -> Day {
        let (year, number) = self.parts();
        Day::from_ymd(year, number, 1).expect("a month is only made from a day that exists")
    }

    /// The month's last day.
    pub fn last_day(self) -> Day {
        self.first_day().last_of_month()
    }

    /// Its days, in order.
    pub fn days(self) -> impl DoubleEndedIterator<Item = Day> {
        let (first, count) = (self.first_day(), self.first_day().days_until(self.last_day()));
        (0..=count).filter_map(move |days| first.plus_days(days))
    }

    /// All months from this one to another, both included; none when the other is earlier.
    pub fn through(self, to: Month) -> impl ExactSizeIterator<Item = Month> {
        (self.index..to.index + 1).map(|index| Month { index })
    }

    /// How many months there are from this one to another, both included; 0 when the other is earlier.
    pub fn count_to(self, to: Month) -> usize {
        self.through(to).len()
    }

    fn parts(self) -> (i32, u32) {
        (self.index.div_euclid(12), self.index.rem_euclid(12).unsigned_abs() + 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = self.parts();
        write!(f, "{year:04}-{number:02}")
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Month::parse(&text).ok_or_else(|| de::Error::custom("a month is written 2026-03"))
    }
}

impl JsonSchema for Month {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_only_in_its_declared_form() {
        assert_eq!(Month::parse("2026-02").map(|month| month.to_string()).as_deref(), Some("2026-02"));
        for wrong in
            ["2026-13", "2026-00", "2026-2", "26-02", "2026-02-01", "202602", "+026-02", "2026-+2", "", "1899-12"]
        {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_know_their_days_and_follow_each_other() {
        let month = |text| Month::parse(text).expect("a month");
        assert_eq!(month("2024-02").last_day().to_string(), "2024-02-29");
        assert_eq!(month("9999-12").last_day().to_string(), "9999-12-31");
        assert_eq!(month("2026-12").first_day().to_string(), "2026-12-01");
        let through: Vec<String> = month("2025-11").through(month("2026-02")).map(|month| month.to_string()).collect();
        assert_eq!(through, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(month("2026-02").count_to(month("2026-01")), 0);
        assert_eq!(month("2026-02").count_to(month("2026-02")), 1);
    }
}
