//! Where one accepted commitment stands: what is kept beside the measurements so that a region can be read at a glance.

use super::{Frequency, Point, Promise, on_plan, overdue_from};
use crate::clock::Day;

/// A commitment's promise with its calendar.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What was promised.
    pub promise: Promise,
    /// The first due date.
    pub first_measurement_on: Day,
    /// The step between due dates.
    pub frequency: Frequency,
}

/// Everything that follows from a commitment's latest measurement. There is no other way to make one, so what is kept
/// up to date bit by bit and what is computed anew cannot follow different rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The latest measurement.
    pub latest: Option<Point>,
    /// Whether it was on plan on its own day; never without a measurement.
    pub on_plan: bool,
    /// The first day on which the commitment is overdue if nothing more is measured.
    pub overdue_from: Day,
}

impl Standing {
    /// From the latest measurement.
    pub fn of(followed: &Followed, latest: Option<Point>) -> Self {
        Self {
            latest,
            on_plan: latest.is_some_and(|point| on_plan(&followed.promise, point.on, point.value)),
            overdue_from: overdue_from(followed.first_measurement_on, followed.frequency, latest.map(|point| point.on)),
        }
    }

    /// After one more measurement, or a corrected one: only the latest day's value counts.
    pub fn after(self, followed: &Followed, point: Point) -> Self {
        if self.latest.is_some_and(|latest| latest.on > point.on) { self } else { Self::of(followed, Some(point)) }
    }

    /// What it adds to its cell.
    pub fn counts(&self) -> Counts {
        Counts { accepted: 1, measured: i64::from(self.latest.is_some()), on_plan: i64::from(self.on_plan) }
    }
}

/// The sums of one project in one municipality.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Accepted commitments.
    pub accepted: i64,
    /// Of these, measured.
    pub measured: i64,
    /// Of these, on plan.
    pub on_plan: i64,
}

impl Counts {
    /// Nothing.
    pub const NONE: Self = Self { accepted: 0, measured: 0, on_plan: 0 };

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            measured: self.measured + other.measured,
            on_plan: self.on_plan + other.on_plan,
        }
    }

    /// The difference.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted - other.accepted,
            measured: self.measured - other.measured,
            on_plan: self.on_plan - other.on_plan,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::{day, promise};
    use super::*;
    use crate::decimal::Decimal;

    proptest! {
        #[test]
        fn step_by_step_and_all_at_once_agree(history in proptest::collection::vec((0_i64..400, -50_i64..150), 0..30)) {
            let followed = Followed { promise: promise("0", "100"), first_measurement_on: day("2026-03-01"), frequency: Frequency::Month };
            let mut now: std::collections::BTreeMap<Day, Decimal> = Default::default();
            let mut kept = Standing::of(&followed, None);
            for (days, value) in history {
                let point = Point { on: day("2026-01-01").plus_days(days).expect("a day"), value: Decimal::from_whole(value) };
                now.insert(point.on, point.value);
                kept = kept.after(&followed, point);
                let latest = now.iter().next_back().map(|(on, value)| Point { on: *on, value: *value });
                prop_assert_eq!(kept, Standing::of(&followed, latest));
            }
        }
    }
}
