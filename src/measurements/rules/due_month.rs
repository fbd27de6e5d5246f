//! When a value of a month is due.

use super::{Followed, Month};
use crate::clock::Day;

/// The day on which a value is due in a month; none where the calendar of the benefit passes it over.
pub fn due_in(followed: &Followed, month: Month) -> Option<Day> {
    let first = followed.first_measurement_on;
    let apart = u32::try_from(Month::of(first).count_to(month)).ok()?.checked_sub(1)?;
    if !apart.is_multiple_of(followed.frequency.months()) {
        return None;
    }
    first.plus_months(apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurements::rules::{Direction, Frequency, Point, Promise};

    fn followed(first: &str, frequency: Frequency) -> Followed {
        let point = |text: &str| Point { on: Day::parse(text).expect("a day"), value: "1".parse().expect("a number") };
        Followed {
            promise: Promise {
                baseline: point("2026-01-01"),
                target: point("2027-01-01"),
                plan: Vec::new(),
                direction: Direction::Up,
            },
            first_measurement_on: Day::parse(first).expect("a day"),
            frequency,
        }
    }

    #[test]
    fn a_value_is_due_on_the_day_of_its_month_that_the_calendar_of_the_benefit_has() {
        let due = |first: &str, frequency: Frequency, month: &str| {
            due_in(&followed(first, frequency), Month::parse(month).expect("a month")).map(|day| day.to_string())
        };
        assert_eq!(due("2026-01-31", Frequency::Month, "2026-02").as_deref(), Some("2026-02-28"));
        assert_eq!(due("2026-01-31", Frequency::Month, "2026-01").as_deref(), Some("2026-01-31"));
        assert_eq!(due("2026-01-31", Frequency::Month, "2025-12"), None);
        assert_eq!(due("2026-04-30", Frequency::Tertial, "2026-08").as_deref(), Some("2026-08-30"));
        assert_eq!(due("2026-04-30", Frequency::Tertial, "2026-07"), None);
    }
}
