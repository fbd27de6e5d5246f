//! Where one accepted commitment stands: what is kept beside the measurements so that a region can be read at a glance.

use std::collections::BTreeMap;

use super::{Calendar, NEVER, Point, Promise, Shortfall, overdue_from, shortfall};
use crate::clock::{Day, Moment};

/// A commitment's promise with its calendar.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What was promised.
    pub promise: Promise,
    /// When it is to be measured.
    pub calendar: Calendar,
}

/// Everything that follows from a commitment's latest measurement that may be shown. There is no other way to make one, so what is kept
/// up to date bit by bit and what is computed anew cannot follow different rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The latest measurement that may be shown.
    pub latest: Option<Point>,
    /// How far it fell short of the plan of its own day; none without a measurement.
    pub shortfall: Option<Shortfall>,
    /// The first day on which the commitment is overdue if nothing more is measured; [`NEVER`] where no due date is left.
    pub overdue_from: Day,
}

impl Standing {
    /// From the latest measurement.
    pub fn of(followed: &Followed, latest: Option<Point>) -> Self {
        Self {
            latest,
            shortfall: latest.map(|point| shortfall(&followed.promise, point.on, point.value)),
            overdue_from: overdue_from(&followed.calendar, latest.map(|point| point.on)),
        }
    }

    /// The same where the newest measurement, shown or not, is of this day: one with too few answers to be shown
    /// ([`super::survey`]) answers its due date and says nothing else.
    #[must_use]
    pub fn answered(self, followed: &Followed, on: Option<Day>) -> Self {
        let from = overdue_from(&followed.calendar, on);
        Self { overdue_from: self.overdue_from.max(from), ..self }
    }

    /// After one more measurement, or a corrected one: only the latest day's value counts.
    #[must_use]
    pub fn after(self, followed: &Followed, point: Point) -> Self {
        let latest = self.latest.filter(|latest| latest.on > point.on).unwrap_or(point);
        Self { overdue_from: self.overdue_from, ..Self::of(followed, Some(latest)) }.answered(followed, Some(point.on))
    }

    /// What it adds to its cell.
    pub fn counts(&self) -> Counts {
        let on_plan = self.shortfall == Some(Shortfall::NONE);
        Counts { accepted: 1, measured: i64::from(self.latest.is_some()), on_plan: i64::from(on_plan) }
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

/// What is kept of one project in one municipality, so that a region's matrix is read off in one go.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct CellSums {
    /// The counts.
    pub counts: Counts,
    /// The newest day that anything was measured for.
    pub latest_on: Option<Day>,
    /// When anything was last logged, whichever day it was for.
    pub logged_at: Option<Moment>,
    /// How many of the commitments become overdue on which day, if nothing more is measured.
    overdue_from: BTreeMap<Day, i64>,
}

impl CellSums {
    /// One more commitment is followed.
    pub fn follow(&mut self, standing: &Standing) {
        self.counts = self.counts.plus(standing.counts());
        self.latest_on = self.latest_on.max(standing.latest.map(|point| point.on));
        *self.overdue_from.entry(standing.overdue_from).or_default() += 1;
    }

    /// A commitment that is followed already stands otherwise than before.
    pub fn moved(&mut self, before: &Standing, after: &Standing) {
        self.counts = self.counts.plus(after.counts().minus(before.counts()));
        self.latest_on = self.latest_on.max(after.latest.map(|point| point.on));
        *self.overdue_from.entry(before.overdue_from).or_default() -= 1;
        *self.overdue_from.entry(after.overdue_from).or_default() += 1;
        self.overdue_from.retain(|_, count| *count != 0);
    }

    /// How many are overdue on a day, if nothing more is measured.
    pub fn overdue_on(&self, day: Day) -> i64 {
        self.overdue_from.range(..=day).filter(|(from, _)| **from != NEVER).map(|(_, count)| count).sum()
    }

    /// As it is stored: the counts and the newest day as they are, the days as `day:count`, days since 1970, in order.
    pub fn stored_days(&self) -> String {
        let pairs = self.overdue_from.iter().map(|(day, count)| format!("{}:{count}", Day::EPOCH.days_until(*day)));
        pairs.collect::<Vec<_>>().join(" ")
    }

    /// From what is stored. Pairs that cannot be read are left out; `doctor` finds that they are missing.
    pub fn of_stored(counts: Counts, latest_on: Option<Day>, logged_at: Option<Moment>, days: &str) -> Self {
        let pairs = days.split(' ').filter_map(|pair| {
            let (day, count) = pair.split_once(':')?;
            Some((Day::EPOCH.plus_days(day.parse().ok()?)?, count.parse().ok()?))
        });
        Self { counts, latest_on, logged_at, overdue_from: pairs.collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Frequency;
    use super::super::examples::{day, every, promise};
    use super::*;
    use crate::decimal::Decimal;

    proptest! {
        #[test]
        fn step_by_step_and_all_at_once_agree(
            history in proptest::collection::vec((0_i64..400, -50_i64..150, proptest::bool::weighted(0.8)), 0..30),
        ) {
            let followed = Followed { promise: promise("0", "100"), calendar: every("2026-03-01", Frequency::Month) };
            let mut now: BTreeMap<Day, Decimal> = Default::default();
            let mut newest = None;
            let mut kept = Standing::of(&followed, None);
            for (days, value, shown) in history {
                let point = Point { on: day("2026-01-01").plus_days(days).expect("a day"), value: Decimal::from_whole(value) };
                newest = newest.max(Some(point.on));
                if shown {
                    now.insert(point.on, point.value);
                    kept = kept.after(&followed, point);
                } else {
                    kept = kept.answered(&followed, Some(point.on));
                }
                let latest = now.iter().next_back().map(|(on, value)| Point { on: *on, value: *value });
                prop_assert_eq!(kept, Standing::of(&followed, latest).answered(&followed, newest));
            }
        }

        #[test]
        fn a_cell_that_is_kept_up_is_the_cell_made_anew(measured in proptest::collection::vec((0_usize..4, 0_i64..400), 0..30)) {
            let followed = Followed { promise: promise("0", "100"), calendar: every("2026-03-01", Frequency::Month) };
            let mut standings = [Standing::of(&followed, None); 4];
            let anew = |standings: &[Standing]| {
                let mut cell = CellSums::default();
                standings.iter().for_each(|standing| cell.follow(standing));
                cell
            };
            let mut kept = anew(&standings);
            for (which, days) in measured {
                let point = Point { on: day("2026-01-01").plus_days(days).expect("a day"), value: Decimal::from_whole(days) };
                let after = standings[which].after(&followed, point);
                kept.moved(&standings[which], &after);
                standings[which] = after;
                prop_assert_eq!(&kept, &anew(&standings));
                let stored = CellSums::of_stored(kept.counts, kept.latest_on, kept.logged_at, &kept.stored_days());
                prop_assert_eq!(&stored, &kept);
                let overdue = standings.iter().filter(|standing| standing.overdue_from <= point.on).count();
                prop_assert_eq!(kept.overdue_on(point.on), i64::try_from(overdue).expect("few"));
            }
        }
    }
}
