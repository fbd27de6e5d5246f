//! What a measurement means, without any database, page or clock.
//!
//! A commitment is a [`Promise`]: from a baseline, along a plan, to a target. A measurement is a [`Point`], a value on a
//! day. Everything here follows from the two, in exact arithmetic: the plan's value on a day ([`plan`]), how far one has
//! come ([`attainment()`]), whether that is in time ([`pace()`]), when the next measurement is due ([`due`]), where it
//! is heading ([`forecast()`]), whether what was reached lasts ([`sustained()`]), how sure a share is ([`share`]) and
//! whether a value looks mistyped ([`unusual()`]).
//!
//! Zero is a value. "Not measured" is the absence of a point, never a point with zero.

pub mod accumulation;
pub mod attainment;
pub mod calendar;
pub mod due;
pub mod due_month;
pub mod entry;
pub mod explained;
pub mod forecast;
#[cfg(test)]
mod forecast_trial;
pub mod gains;
pub mod month;
pub mod pace;
pub mod period;
pub mod plan;
pub mod second_eyes;
pub mod standing;
pub mod survey;
pub mod sustained;
pub mod unusual;
pub mod work_years;

pub use accumulation::{Accumulation, YearSum, year_sum};
pub use attainment::{attainment, gain};
pub use calendar::{Calendar, Campaign};
pub use due::{
    DueReached, DueState, NEVER, due_dates, due_state, is_overdue, latest_due_reached, next_due, overdue_from,
};
pub use due_month::due_in;
pub use entry::{Entry, LONGEST_TEXT, check_answers, wrong_day};
pub use explained::{Deviation, deviation};
pub use forecast::{Forecast, LEAST_POINTS, forecast};
pub use gains::{Bend, BendKey, Step, bends, steps};
pub use month::Month;
pub use pace::{Pace, Shortfall, TOLERANCE, on_plan, pace, shortfall};
pub use period::{Period, period_of};
pub use plan::{Planned, Point, Promise, PromiseTrouble};
pub use second_eyes::may_confirm;
pub use standing::{CellSums, Counts, Followed, Standing};
pub use survey::{LEAST_ANSWERS, Share, is_too_few, response_rate, share};
pub use sustained::{Sustained, sustained};
pub use unusual::{Before, Unusual, unusual};
pub use work_years::{HOURS_IN_A_WORK_YEAR, is_hours, work_years};

crate::db::types::words! {
    /// What is better for an indicator.
    Direction {
        /// More is better.
        Up = "up",
        /// Less is better.
        Down = "down",
        /// To be kept where it is.
        Hold = "hold",
    }
}

crate::db::types::words! {
    /// How often an indicator is measured.
    Frequency {
        /// Every month.
        Month = "month" | "monthly",
        /// Every four months.
        Tertial = "tertial",
        /// Every six months.
        HalfYear = "half_year",
        /// Every twelve months.
        Year = "year" | "yearly",
        /// In campaigns (kampanjer) that the region plans one by one.
        Campaign = "campaign",
    }
}

impl Frequency {
    /// Months from one due date to the next; none where the region plans each of them.
    pub const fn months(self) -> Option<u32> {
        match self {
            Frequency::Month => Some(1),
            Frequency::Tertial => Some(4),
            Frequency::HalfYear => Some(6),
            Frequency::Year => Some(12),
            Frequency::Campaign => None,
        }
    }
}

crate::db::types::words! {
    /// How a value came about. All three count as measured; the kind is shown beside the value.
    Kind {
        /// Counted or read off.
        Measured = "measured",
        /// Judged.
        Estimated = "estimated",
        /// Checked by somebody else.
        Audited = "audited",
    }
}

crate::db::types::words! {
    /// What a program wants where the day is measured already.
    IfMeasured {
        /// Nothing is written.
        Refuse = "refuse",
        /// The same again is fine and changes nothing; anything else is refused.
        Same = "same",
        /// What is different becomes a correction.
        Correct = "correct",
    }
}

crate::db::types::words! {
    /// What became of a value that was sent.
    Outcome {
        /// A first version.
        Recorded = "recorded",
        /// It stood there already.
        Unchanged = "unchanged",
        /// A version over another.
        Corrected = "corrected",
    }
}

crate::db::types::words! {
    /// How a value came in.
    Source {
        /// Typed on a page.
        Hand = "hand",
        /// From a file.
        Import = "import",
        /// Sent by a program.
        Api = "api",
        /// Counted from a survey.
        Survey = "survey",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that makes the words derives no default")]
impl Default for Kind {
    fn default() -> Self {
        Self::Measured
    }
}

/// Builders for the tests of this feature and of the dashboards.
#[cfg(test)]
pub(crate) mod examples {
    use super::{Calendar, Campaign, Direction, Frequency, Point, Promise};
    use crate::clock::Day;
    use crate::decimal::Decimal;

    pub(crate) fn day(text: &str) -> Day {
        serde_json::from_value(serde_json::Value::String(text.to_owned())).expect("a day")
    }

    pub(crate) fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    pub(crate) fn point(on: &str, value: &str) -> Point {
        Point { on: day(on), value: number(value) }
    }

    /// Due dates at equal steps.
    pub(crate) fn every(first: &str, frequency: Frequency) -> Calendar {
        Calendar { first: day(first), frequency, campaigns: Vec::new() }
    }

    /// Due dates at the ends of campaigns, each of ten days.
    pub(crate) fn in_campaigns(first: &str, ends: &[&str]) -> Calendar {
        let campaign = |end: &&str| Campaign {
            name: format!("til {end}"),
            from: day(end).plus_days(-9).expect("a day"),
            to: day(end),
        };
        Calendar::new(day(first), Frequency::Campaign, ends.iter().map(campaign).collect())
    }

    /// From 2026-01-01 to 2027-01-01, 365 days, with the direction that the values have.
    pub(crate) fn promise(baseline: &str, target: &str) -> Promise {
        let (baseline, target) = (point("2026-01-01", baseline), point("2027-01-01", target));
        let direction = match baseline.value.cmp(&target.value) {
            std::cmp::Ordering::Less => Direction::Up,
            std::cmp::Ordering::Equal => Direction::Hold,
            std::cmp::Ordering::Greater => Direction::Down,
        };
        Promise { baseline, target, plan: Vec::new(), direction }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_json_and_in_the_databases() {
        for frequency in Frequency::ALL.iter().copied() {
            assert_eq!(Frequency::parse(frequency.as_str()), Some(frequency));
            assert_eq!(serde_json::to_value(frequency).expect("json"), frequency.as_str());
        }
        for direction in [Direction::Up, Direction::Down, Direction::Hold] {
            assert_eq!(Direction::parse(direction.as_str()), Some(direction));
            assert_eq!(serde_json::to_value(direction).expect("json"), direction.as_str());
        }
        for kind in [Kind::Measured, Kind::Estimated, Kind::Audited] {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).expect("json"), kind.as_str());
        }
        assert_eq!((Kind::default(), Kind::parse("guessed"), Direction::parse("Up")), (Kind::Measured, None, None));
    }
}
