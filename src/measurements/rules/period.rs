//! Which period a value is about, where it tells what came in (a flow) and not how it stood (a stock).
//!
//! It is the month, tertial, half-year or year that the day of the value lies in, or the campaign: the same as the columns
//! of the grid. Of several values in one period the newest is the one that counts.

use super::{Calendar, Campaign, Frequency, Month};
use crate::clock::Day;

/// A period of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Period {
    /// A month.
    Month(Month),
    /// A tertial of a year, from 1 to 3.
    Tertial(i32, i32),
    /// A half of a year, 1 or 2.
    HalfYear(i32, i32),
    /// A year.
    Year(i32),
    /// A campaign.
    Campaign(Campaign),
    /// The first measurement, due on this day, where it comes before every campaign.
    First(Day),
}

impl Period {
    /// The year it counts in: of a campaign, the one it ends in.
    pub fn year(&self) -> i32 {
        match self {
            Period::Month(month) => year_of(month.first_day()),
            Period::Tertial(year, _) | Period::HalfYear(year, _) | Period::Year(year) => *year,
            Period::Campaign(campaign) => year_of(campaign.to),
            Period::First(day) => year_of(*day),
        }
    }
}

fn year_of(day: Day) -> i32 {
    day.month_index().div_euclid(12)
}

/// The period that a value of this day is about.
pub fn period_of(calendar: &Calendar, day: Day) -> Period {
    let (year, month) = (year_of(day), day.month_index().rem_euclid(12));
    match calendar.frequency {
        Frequency::Month => Period::Month(Month::of(day)),
        Frequency::Tertial => Period::Tertial(year, month / 4 + 1),
        Frequency::HalfYear => Period::HalfYear(year, month / 6 + 1),
        Frequency::Year => Period::Year(year),
        Frequency::Campaign => match calendar.campaign_of(day) {
            Some(campaign) => Period::Campaign(campaign.clone()),
            None => Period::First(calendar.first),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{day, every, in_campaigns};
    use super::*;

    #[test]
    fn a_day_lies_in_one_period_and_both_its_ends_do() {
        let of = |frequency, on: &str| period_of(&every("2026-01-31", frequency), day(on));
        assert_eq!(of(Frequency::Month, "2026-03-31"), Period::Month(Month::of(day("2026-03-01"))));
        assert_eq!(of(Frequency::Tertial, "2026-04-30"), Period::Tertial(2026, 1));
        assert_eq!(of(Frequency::Tertial, "2026-05-01"), Period::Tertial(2026, 2));
        assert_eq!(of(Frequency::Tertial, "2026-12-31"), Period::Tertial(2026, 3));
        assert_eq!(of(Frequency::HalfYear, "2026-06-30"), Period::HalfYear(2026, 1));
        assert_eq!(of(Frequency::HalfYear, "2026-07-01"), Period::HalfYear(2026, 2));
        assert_eq!(of(Frequency::Year, "2026-01-01"), Period::Year(2026));
    }

    #[test]
    fn a_campaign_counts_in_the_year_it_ends_in() {
        let calendar = in_campaigns("2025-10-31", &["2026-01-05"]);
        let period = period_of(&calendar, day("2025-12-30"));
        assert_eq!(period.year(), 2026);
        assert_eq!(period_of(&calendar, day("2025-10-30")), Period::First(day("2025-10-31")));
    }
}
