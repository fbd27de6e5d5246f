//! What may be recorded.

use super::{Kind, Promise};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::refusal::Checks;

/// Most characters in a comment or a reason.
pub const LONGEST_TEXT: usize = 2_000;

/// More people than anybody asks.
const MOST_ASKED: i64 = 100_000_000;

/// What is to be recorded, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The day it is for.
    pub on: Day,
    /// The value, in the indicator's unit.
    pub value: Decimal,
    /// How it came about.
    pub kind: Kind,
    /// What the measurer wrote.
    pub comment: Option<String>,
    /// How many answered, for surveys.
    pub n: Option<i64>,
    /// How many were asked.
    pub invited: Option<i64>,
}

impl Entry {
    /// What a form without a readable day says; never recorded, because such a form is refused.
    pub fn nothing() -> Self {
        let on = Day::from_ymd(1970, 1, 1).expect("the calendar has this day");
        Self { on, value: Decimal::ZERO, kind: Kind::default(), comment: None, n: None, invited: None }
    }

    /// Checks what was sent against the promise and the calendar; `at` is the pointer to it.
    pub fn check(mut self, checks: &mut Checks, at: &str, promise: &Promise, today: Day) -> Self {
        if let Some(code) = wrong_day(self.on, promise, today) {
            checks.require(false, &format!("{at}/on"), code);
        }
        self.comment = self
            .comment
            .map(|text| checks.optional_text(&format!("{at}/comment"), &text, LONGEST_TEXT))
            .filter(|text| !text.is_empty());
        check_answers(checks, at, self.n, self.invited);
        self
    }
}

/// Checks how many answered and how many were asked: when a survey is recorded, and as it stands when it is corrected.
pub fn check_answers(checks: &mut Checks, at: &str, n: Option<i64>, invited: Option<i64>) {
    let counts = |number: Option<i64>| number.is_none_or(|number| (0..=MOST_ASKED).contains(&number));
    checks.require(counts(n), &format!("{at}/n"), "not_a_count");
    checks.require(counts(invited), &format!("{at}/invited"), "not_a_count");
    if let (Some(n), Some(invited)) = (n, invited) {
        checks.require(n <= invited || invited < 0, &format!("{at}/n"), "more_than_invited");
    }
}

/// Why nothing can be measured for this day: nobody knows the future, and what was before the baseline is no effect.
pub fn wrong_day(on: Day, promise: &Promise, today: Day) -> Option<&'static str> {
    if on > today {
        Some("in_the_future")
    } else if on < promise.baseline.on {
        Some("before_baseline")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{day, number, promise};
    use super::*;

    fn wrong(on: &str, n: Option<i64>, invited: Option<i64>) -> Vec<(String, &'static str)> {
        let mut checks = Checks::new();
        let entry = Entry { on: day(on), value: number("0"), kind: Kind::Measured, comment: None, n, invited };
        entry.check(&mut checks, "/items/3", &promise("80", "100"), day("2026-06-01"));
        let refused = checks.done(()).err();
        refused
            .into_iter()
            .flat_map(|refusal| refusal.errors)
            .map(|error| (error.pointer.unwrap_or_default(), error.code))
            .collect()
    }

    #[test]
    fn a_day_is_from_the_baseline_to_today() {
        assert_eq!(wrong("2026-06-02", None, None), [("/items/3/on".to_owned(), "in_the_future")]);
        assert_eq!(wrong("2025-12-31", None, None), [("/items/3/on".to_owned(), "before_baseline")]);
        assert!(wrong("2026-06-01", None, None).is_empty());
        assert!(wrong("2026-01-01", None, None).is_empty());
    }

    #[test]
    fn no_more_answer_than_were_asked() {
        assert!(wrong("2026-06-01", Some(0), Some(0)).is_empty());
        assert_eq!(wrong("2026-06-01", Some(6), Some(5)), [("/items/3/n".to_owned(), "more_than_invited")]);
        assert_eq!(wrong("2026-06-01", Some(-1), None), [("/items/3/n".to_owned(), "not_a_count")]);
        assert_eq!(wrong("2026-06-01", Some(1_000_000_000_000), None), [("/items/3/n".to_owned(), "not_a_count")]);
    }
}
