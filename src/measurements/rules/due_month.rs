//! When a value of a month is due.

use super::{Calendar, Month};
use crate::clock::Day;

/// The day on which a value is due in a month, the last one of several; none where the calendar of the benefit passes it
/// over.
pub fn due_in(calendar: &Calendar, month: Month) -> Option<Day> {
    let first = calendar.first;
    let Some(months) = calendar.frequency.months() else {
        let ends = calendar.due_campaigns().iter().map(|campaign| campaign.to);
        return std::iter::once(first).chain(ends).filter(|day| Month::of(*day) == month).max();
    };
    let apart = u32::try_from(Month::of(first).count_to(month)).ok()?.checked_sub(1)?;
    if !apart.is_multiple_of(months) {
        return None;
    }
    first.plus_months(apart)
}

#[cfg(test)]
mod tests {
    use super::super::Frequency;
    use super::super::examples::{every, in_campaigns};
    use super::*;

    #[test]
    fn a_value_is_due_on_the_day_of_its_month_that_the_calendar_of_the_benefit_has() {
        let due = |first: &str, frequency: Frequency, month: &str| {
            due_in(&every(first, frequency), Month::parse(month).expect("a month")).map(|day| day.to_string())
        };
        assert_eq!(due("2026-01-31", Frequency::Month, "2026-02").as_deref(), Some("2026-02-28"));
        assert_eq!(due("2026-01-31", Frequency::Month, "2026-01").as_deref(), Some("2026-01-31"));
        assert_eq!(due("2026-01-31", Frequency::Month, "2025-12"), None);
        assert_eq!(due("2026-04-30", Frequency::Tertial, "2026-08").as_deref(), Some("2026-08-30"));
        assert_eq!(due("2026-04-30", Frequency::Tertial, "2026-07"), None);
    }

    #[test]
    fn of_campaigns_it_is_the_last_one_that_ends_in_the_month() {
        let calendar = in_campaigns("2026-04-10", &["2026-04-28", "2026-10-31"]);
        let due = |month: &str| due_in(&calendar, Month::parse(month).expect("a month")).map(|day| day.to_string());
        assert_eq!(due("2026-04").as_deref(), Some("2026-04-28"));
        assert_eq!(due("2026-10").as_deref(), Some("2026-10-31"));
        assert_eq!((due("2026-05"), due("2026-03")), (None, None));
    }
}
