//! When a commitment is to be measured.
//!
//! Due dates are the first measurement's day and every step of the frequency after it, each counted from the first one
//! so that 31 January is followed by 28 February and then 31 March. Where it is measured in campaigns they are the first
//! measurement's day and the last day of every campaign after it. Overdue, in the contract's words (`regionMatrix`): the
//! latest due date reached has no measurement since the one before it. We read that so:
//!
//! - a due date is reached on its own day, so a commitment nobody measured is overdue from that day on;
//! - "since" leaves the day itself out: a measurement on the previous due date answered that one;
//! - the first due date has none before it, so any measurement answers it, however early;
//! - a late measurement answers the missed date and the next one, because it lies after the missed one.

use super::Calendar;
use crate::clock::Day;

/// The day that is kept where no due date is left: every campaign that was planned is answered.
pub const NEVER: Day = Day::LAST;

/// The latest due date that a day has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueReached {
    /// Its number; the first is 0.
    pub k: u32,
    /// The due date.
    pub day: Day,
    /// The due date before it; `None` for the first.
    pub previous: Option<Day>,
}

/// Where a commitment stands in its calendar. Only `Overdue` is a reproach; the others are neutral and none is green.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Nothing to do yet; the next measurement is due on this day.
    NotDue(Day),
    /// Due within the days that were asked for.
    DueSoon(Day),
    /// A due date was missed, the first one missed being this.
    Overdue(Day),
    /// Everything planned is answered; the region has no further campaign yet.
    NothingLeft,
}

impl DueState {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            DueState::NotDue(_) => "not_due",
            DueState::DueSoon(_) => "due_soon",
            DueState::Overdue(_) => "overdue",
            DueState::NothingLeft => "nothing_left",
        }
    }

    /// The due date it is about.
    pub const fn day(self) -> Option<Day> {
        match self {
            DueState::NotDue(day) | DueState::DueSoon(day) | DueState::Overdue(day) => Some(day),
            DueState::NothingLeft => None,
        }
    }
}

/// Due date number `k`, or `None` after the last year the calendar has, or the last campaign.
fn due_date(calendar: &Calendar, k: u32) -> Option<Day> {
    match calendar.frequency.months() {
        Some(months) => calendar.first.plus_months(k.checked_mul(months)?),
        None if k == 0 => Some(calendar.first),
        None => calendar.due_campaigns().get(k as usize - 1).map(|campaign| campaign.to),
    }
}

/// All due dates, in order, until the calendar ends.
pub fn due_dates(calendar: &Calendar) -> impl Iterator<Item = Day> {
    (0..).map_while(move |k| due_date(calendar, k))
}

/// The latest due date on or before a day; `None` before the first.
pub fn latest_due_reached(calendar: &Calendar, on: Day) -> Option<DueReached> {
    if on < calendar.first {
        return None;
    }
    let k = match calendar.frequency.months() {
        Some(months) => u32::try_from(on.month_index() - calendar.first.month_index()).unwrap_or(0) / months,
        None => {
            let ended = calendar.due_campaigns().partition_point(|campaign| campaign.to <= on);
            u32::try_from(ended).unwrap_or(u32::MAX)
        }
    };
    // In its own month a due date may still be ahead; then it is the one before that was reached.
    let (k, day) = match due_date(calendar, k) {
        Some(day) if day <= on => (k, day),
        _ => (k.checked_sub(1)?, due_date(calendar, k - 1)?),
    };
    let previous = k.checked_sub(1).and_then(|before| due_date(calendar, before));
    Some(DueReached { k, day, previous })
}

/// Whether a commitment is overdue on a day. `latest` is the day of its latest measurement on or before that day.
pub fn is_overdue(calendar: &Calendar, latest: Option<Day>, on: Day) -> bool {
    match (latest_due_reached(calendar, on), latest) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(DueReached { previous, .. }), Some(latest)) => previous.is_some_and(|previous| latest <= previous),
    }
}

/// The first due date that the latest measurement does not answer: the one after the earliest due date on or after it,
/// or the first when nothing is measured. `None` where the region has planned no campaign after that. At the end of the
/// calendar's years it stays on the last due date.
pub fn next_due(calendar: &Calendar, latest: Option<Day>) -> Option<Day> {
    let Some(latest) = latest else { return Some(calendar.first) };
    let k = match latest_due_reached(calendar, latest) {
        None => 1,
        Some(reached) if reached.day == latest => reached.k.saturating_add(1),
        Some(reached) => reached.k.saturating_add(2),
    };
    match calendar.frequency.months() {
        Some(_) => (0..=2).find_map(|back| due_date(calendar, k.saturating_sub(back))),
        None => due_date(calendar, k),
    }
}

/// The first day on which the commitment is overdue if nothing more is measured. It is [`next_due`], because a due date
/// is reached on its own day, and [`NEVER`] where there is none; for every `on` from `latest` on,
/// `is_overdue(.., latest, on)` is `on >= overdue_from(..)`. Stored beside a commitment it makes "overdue on a day" one
/// comparison.
pub fn overdue_from(calendar: &Calendar, latest: Option<Day>) -> Day {
    next_due(calendar, latest).unwrap_or(NEVER)
}

/// Where a commitment stands on a day; `latest` as in [`is_overdue`], `soon` in days (0 means never "soon").
pub fn due_state(calendar: &Calendar, latest: Option<Day>, on: Day, soon: u16) -> DueState {
    let Some(due) = next_due(calendar, latest) else { return DueState::NothingLeft };
    if is_overdue(calendar, latest, on) {
        DueState::Overdue(due)
    } else if on.days_until(due) <= i64::from(soon) {
        DueState::DueSoon(due)
    } else {
        DueState::NotDue(due)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Frequency;
    use super::super::examples::{day, every, in_campaigns};
    use super::*;

    fn overdue(first: &str, frequency: Frequency, latest: Option<&str>, on: &str) -> bool {
        is_overdue(&every(first, frequency), latest.map(day), day(on))
    }

    #[test]
    fn the_last_of_january_is_followed_by_the_last_of_february_and_of_march() {
        let dates =
            |first, frequency| due_dates(&every(first, frequency)).take(4).map(|on| on.to_string()).collect::<Vec<_>>();
        assert_eq!(dates("2026-01-31", Frequency::Month), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        assert_eq!(dates("2026-05-01", Frequency::Tertial), ["2026-05-01", "2026-09-01", "2027-01-01", "2027-05-01"]);
        assert_eq!(dates("2025-08-31", Frequency::HalfYear), ["2025-08-31", "2026-02-28", "2026-08-31", "2027-02-28"]);
        assert_eq!(dates("2024-02-29", Frequency::Year), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]);
        assert_eq!(due_dates(&every("9999-06-01", Frequency::Month)).count(), 7);
    }

    #[test]
    fn nothing_is_overdue_before_the_first_due_date() {
        assert!(!overdue("2026-03-01", Frequency::Month, None, "2026-02-28"));
        assert!(overdue("2026-03-01", Frequency::Month, None, "2026-03-01"));
    }

    #[test]
    fn an_early_measurement_answers_the_first_due_date_only() {
        assert!(!overdue("2026-03-01", Frequency::Month, Some("2026-01-05"), "2026-03-31"));
        assert!(overdue("2026-03-01", Frequency::Month, Some("2026-01-05"), "2026-04-01"));
    }

    #[test]
    fn a_measurement_on_a_due_date_answers_that_one_and_not_the_next() {
        assert!(!overdue("2026-03-01", Frequency::Month, Some("2026-03-01"), "2026-03-31"));
        assert!(overdue("2026-03-01", Frequency::Month, Some("2026-03-01"), "2026-04-01"));
        assert!(!overdue("2026-03-01", Frequency::Month, Some("2026-03-02"), "2026-04-01"));
        assert!(!overdue("2026-03-01", Frequency::Month, Some("2026-04-01"), "2026-04-01"));
        assert!(overdue("2026-03-01", Frequency::Month, Some("2026-03-02"), "2026-05-01"));
    }

    #[test]
    fn the_due_date_reached_knows_the_one_before_it() {
        let reached = |on| latest_due_reached(&every("2026-01-31", Frequency::Month), day(on));
        assert_eq!(reached("2026-01-30"), None);
        assert_eq!(reached("2026-02-27"), Some(DueReached { k: 0, day: day("2026-01-31"), previous: None }));
        let february = DueReached { k: 1, day: day("2026-02-28"), previous: Some(day("2026-01-31")) };
        assert_eq!(reached("2026-02-28"), Some(february));
        assert_eq!(reached("2026-03-30"), Some(february));
    }

    #[test]
    fn what_is_next_is_said_before_it_is_late() {
        let state = |latest: Option<&str>, on| {
            due_state(&every("2026-03-01", Frequency::Tertial), latest.map(day), day(on), 14)
        };
        assert_eq!(state(None, "2026-01-01"), DueState::NotDue(day("2026-03-01")));
        assert_eq!(state(None, "2026-02-15"), DueState::DueSoon(day("2026-03-01")));
        assert_eq!(state(None, "2026-03-01"), DueState::Overdue(day("2026-03-01")));
        assert_eq!(state(None, "2027-03-01"), DueState::Overdue(day("2026-03-01")));
        assert_eq!(state(Some("2026-03-01"), "2026-03-01"), DueState::NotDue(day("2026-07-01")));
        assert_eq!(state(Some("2026-03-09"), "2026-07-01"), DueState::NotDue(day("2026-11-01")));
    }

    #[test]
    fn at_the_end_of_the_calendar_nothing_breaks() {
        let last = day("9999-12-31");
        assert_eq!(next_due(&every("9999-12-31", Frequency::Year), Some(last)), Some(last));
        assert!(is_overdue(&every("1900-01-31", Frequency::Month), None, last));
    }

    #[test]
    fn in_campaigns_the_last_day_of_each_after_the_first_measurement_is_due() {
        let calendar = in_campaigns("2026-03-31", &["2026-03-10", "2026-10-31", "2027-04-30"]);
        let dates: Vec<String> = due_dates(&calendar).map(|on| on.to_string()).collect();
        assert_eq!(dates, ["2026-03-31", "2026-10-31", "2027-04-30"]);
        let overdue = |latest: Option<&str>, on| is_overdue(&calendar, latest.map(day), day(on));
        assert!(!overdue(None, "2026-03-30") && overdue(None, "2026-03-31"));
        assert!(!overdue(Some("2026-03-31"), "2026-10-30") && overdue(Some("2026-03-31"), "2026-10-31"));
        assert!(!overdue(Some("2026-04-02"), "2027-04-29"), "late for the first is in time for the second");
        assert!(overdue(Some("2026-10-31"), "2027-04-30"));
        let next = |latest: &str| next_due(&calendar, Some(day(latest))).map(|on| on.to_string());
        assert_eq!(next("2026-03-31").as_deref(), Some("2026-10-31"));
        assert_eq!(next("2026-10-25").as_deref(), Some("2027-04-30"));
        assert_eq!(next("2027-04-28"), None, "the region has planned no more");
        assert_eq!(overdue_from(&calendar, Some(day("2027-04-28"))), NEVER);
        assert_eq!(due_state(&calendar, Some(day("2027-04-28")), day("2030-01-01"), 14), DueState::NothingLeft);
    }

    #[test]
    fn a_campaign_more_only_adds_a_due_date() {
        let (fewer, more) = (in_campaigns("2026-03-31", &[]), in_campaigns("2026-03-31", &["2026-10-31"]));
        assert_eq!(next_due(&fewer, None), next_due(&more, None));
        assert_eq!(next_due(&fewer, Some(day("2026-03-31"))), None);
        assert_eq!(next_due(&more, Some(day("2026-03-31"))), Some(day("2026-10-31")));
    }

    fn some_calendar() -> impl Strategy<Value = Calendar> {
        let at = |days: i64| day("2023-11-15").plus_days(days).expect("a day");
        let frequency = proptest::sample::select(Frequency::ALL);
        let ends = proptest::collection::btree_set(-400_i64..3000, 0..8);
        (0_i64..1500, frequency, ends).prop_map(move |(first, frequency, ends)| {
            let campaign = |end| super::super::Campaign { name: String::new(), from: at(end), to: at(end) };
            Calendar::new(at(first), frequency, ends.into_iter().map(campaign).collect())
        })
    }

    proptest! {
        #[test]
        fn the_day_from_which_it_is_overdue_agrees_with_being_overdue(
            calendar in some_calendar(), latest in proptest::option::of(-400_i64..3000), later in 0_i64..2000,
        ) {
            let at = |days| day("2023-11-15").plus_days(days).expect("a day");
            let latest_day = latest.map(at);
            let on = at(latest.unwrap_or(-400) + later);
            let from = overdue_from(&calendar, latest_day);
            prop_assert_eq!(is_overdue(&calendar, latest_day, on), on >= from);
            prop_assert!(from == NEVER || due_dates(&calendar).take_while(|due| *due <= from).any(|due| due == from));
        }

        #[test]
        fn the_due_date_reached_is_found_as_if_counted_one_by_one(calendar in some_calendar(), on in 0_i64..4000) {
            let at = |days| day("2023-11-15").plus_days(days).expect("a day");
            let counted: Vec<Day> = due_dates(&calendar).take_while(|due| *due <= at(on)).collect();
            let reached = latest_due_reached(&calendar, at(on));
            prop_assert_eq!(reached.map(|found| found.day), counted.last().copied());
            prop_assert_eq!(reached.map(|found| found.k as usize + 1).unwrap_or(0), counted.len());
            prop_assert_eq!(reached.and_then(|found| found.previous), counted.iter().rev().nth(1).copied());
        }
    }
}
