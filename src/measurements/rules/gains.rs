//! What one accepted commitment adds to a region's curve, in pieces that can be added up and taken away again.
//!
//! The planned gain is a straight line by days between the promise's points, so the sum of any number of plans is one
//! too between any two of their points: it is kept as [`Bend`]s, the lines' change on the days where they bend, apart
//! for each number of days between two points, so that nothing is rounded. The realised gain is what the latest
//! measurement says until the next one: it is kept as [`Step`]s, its change by month. A state is the sum of everything
//! until its day; what is written when one value is measured does not grow with the history.

use std::collections::BTreeMap;

use super::{Month, Point, Promise, gain};
use crate::clock::Day;

/// The change of a planned gain's line from a day on, over one number of days between two points: from then on
/// (`constant` + `per_day` · days since 1970) / span millionths of the indicator's unit more.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Bend {
    /// The line's value on 1970-01-01, in millionths times the span.
    pub constant: i128,
    /// Its rise a day, in millionths times the span.
    pub per_day: i128,
    /// Commitments whose plan begins here.
    pub promised: i64,
}

/// The change of a realised gain from one month's last day to the next month's.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Step {
    /// In millionths of the indicator's unit.
    pub realised: i128,
    /// Commitments measured for the first time.
    pub measured: i64,
}

/// Where a line bends: the day, and the days between the two points that the line goes through.
pub type BendKey = (Day, i64);

impl Bend {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Bend) -> Bend {
        Bend {
            constant: self.constant + other.constant,
            per_day: self.per_day + other.per_day,
            promised: self.promised + other.promised,
        }
    }

    /// The same taken away.
    #[must_use]
    pub const fn negated(self) -> Bend {
        Bend { constant: -self.constant, per_day: -self.per_day, promised: -self.promised }
    }
}

impl Step {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Step) -> Step {
        Step { realised: self.realised + other.realised, measured: self.measured + other.measured }
    }

    /// The same taken away.
    #[must_use]
    pub const fn negated(self) -> Step {
        Step { realised: -self.realised, measured: -self.measured }
    }
}

/// The bends of a promise's planned gain, (plan−b)·sign(t−b) (contract, `regionCurve`). A held promise has none.
pub fn bends(promise: &Promise) -> Vec<(BendKey, Bend)> {
    if promise.is_hold() {
        return Vec::new();
    }
    let stations: Vec<&Point> = [&promise.baseline].into_iter().chain(&promise.plan).chain([&promise.target]).collect();
    let sign = promise.sign();
    let base = promise.baseline.value.wide();
    let mut bends = vec![((promise.baseline.on, 1), Bend { promised: 1, ..Bend::default() })];
    let mut before: Option<(i64, Bend)> = None;
    let lines = stations.windows(2).map(|pair| {
        let span = pair[0].on.days_until(pair[1].on);
        let rise = (pair[1].value.wide() - pair[0].value.wide()) * sign;
        let start = (pair[0].value.wide() - base) * sign;
        let constant = start * i128::from(span) - rise * i128::from(Day::EPOCH.days_until(pair[0].on));
        (pair[0].on, span, Bend { constant, per_day: rise, promised: 0 })
    });
    let whole = Bend { constant: (promise.target.value.wide() - base) * sign, ..Bend::default() };
    for (on, span, line) in lines.chain([(promise.target.on, 1, whole)]) {
        if let Some((span, line)) = before {
            bends.push(((on, span), line.negated()));
        }
        bends.push(((on, span), line));
        before = Some((span, line));
    }
    bends
}

/// The steps of a promise's realised gain, (v−b)·sign(t−b), from its measurements in order of day. A held promise has
/// none.
pub fn steps(promise: &Promise, measurements: &[Point]) -> BTreeMap<Month, Step> {
    let mut steps: BTreeMap<Month, Step> = BTreeMap::new();
    if promise.is_hold() {
        return steps;
    }
    let mut before = None;
    for point in measurements {
        let now = gain(promise.baseline.value, promise.target.value, point.value).micros();
        let step = Step { realised: now - before.unwrap_or(0), measured: i64::from(before.is_none()) };
        let sum = steps.entry(Month::of(point.on)).or_default();
        *sum = sum.plus(step);
        before = Some(now);
    }
    steps
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_rational::Ratio;
    use num_traits::Zero;
    use proptest::prelude::*;

    use super::super::examples::{day, number, point, promise};
    use super::super::plan::Planned;
    use super::*;

    fn planned_on(bends: &[(BendKey, Bend)], on: Day) -> Ratio<BigInt> {
        let days = i128::from(Day::EPOCH.days_until(on));
        bends.iter().filter(|((from, _), _)| *from <= on).fold(Ratio::zero(), |sum, ((_, span), bend)| {
            sum + Ratio::new(BigInt::from(bend.constant + bend.per_day * days), BigInt::from(*span))
        })
    }

    #[test]
    fn a_straight_plan_bends_where_it_begins_and_where_it_ends() {
        let bends = bends(&promise("100", "40"));
        let at: Vec<(String, i64)> = bends.iter().map(|((on, span), _)| (on.to_string(), *span)).collect();
        let begins = ("2026-01-01".to_owned(), 365);
        assert_eq!(at, [("2026-01-01".into(), 1), begins, ("2027-01-01".into(), 365), ("2027-01-01".into(), 1)]);
        assert_eq!(planned_on(&bends, day("2026-01-01")), Ratio::zero());
        assert_eq!(planned_on(&bends, day("2031-05-05")), Ratio::from_integer(60_000_000.into()));
    }

    #[test]
    fn what_is_to_be_held_adds_nothing() {
        assert_eq!(bends(&promise("5", "5")), []);
        assert!(steps(&promise("5", "5"), &[point("2026-02-01", "6")]).is_empty());
    }

    #[test]
    fn the_last_value_of_a_month_is_what_it_ends_with() {
        let measured = [point("2026-02-01", "10"), point("2026-02-28", "4"), point("2026-05-01", "4")];
        let steps = steps(&promise("0", "20"), &measured);
        let seen: Vec<(String, i128, i64)> =
            steps.iter().map(|(month, step)| (month.to_string(), step.realised, step.measured)).collect();
        assert_eq!(seen, [("2026-02".into(), 4_000_000, 1), ("2026-05".into(), 0, 0)]);
    }

    proptest! {
        #[test]
        fn the_bends_add_up_to_the_plan_on_every_day(
            values in proptest::collection::vec(any::<i64>(), 2..6),
            gaps in proptest::collection::vec(1_i64..400, 5),
            probe in -100_i64..2200,
        ) {
            let mut on = day("1968-02-28");
            let mut points = Vec::new();
            for (value, gap) in values.iter().zip(gaps.iter().chain([&1])) {
                points.push(Point { on, value: crate::decimal::Decimal::from_micros(*value) });
                on = on.plus_days(*gap).expect("a day");
            }
            let promise = Promise {
                baseline: points[0], target: points[points.len() - 1], plan: points[1..points.len() - 1].to_vec(), ..promise("0", "1")
            };
            let probed = day("1968-02-28").plus_days(probe).expect("a day");
            let Planned { numerator, denominator } = promise.planned(probed).gain(&promise);
            prop_assert_eq!(planned_on(&bends(&promise), probed), Ratio::new(numerator.into(), denominator.into()));
        }

        #[test]
        fn what_changes_when_a_value_comes_later_or_is_corrected_is_the_difference(
            history in proptest::collection::vec((0_i64..200, -50_i64..150), 0..20), (on, value) in (0_i64..200, -50_i64..150),
        ) {
            let promise = promise("30", "0");
            let at = |days: i64| day("2026-01-01").plus_days(days).expect("a day");
            let mut by_day: BTreeMap<Day, i64> = history.into_iter().map(|(on, value)| (at(on), value)).collect();
            let list = |by_day: &BTreeMap<Day, i64>| -> Vec<Point> {
                by_day.iter().map(|(on, value)| Point { on: *on, value: number(&value.to_string()) }).collect()
            };
            let before = list(&by_day);
            by_day.insert(at(on), value);
            let after = list(&by_day);
            // Only the neighbours matter: a list cut down to them tells the same difference.
            let near = |list: &[Point]| {
                let from = list.partition_point(|point| point.on < at(on)).saturating_sub(1);
                let to = (list.partition_point(|point| point.on <= at(on)) + 1).min(list.len());
                list[from..to].to_vec()
            };
            let difference = |before: &[Point], after: &[Point]| {
                let mut sums = steps(&promise, after);
                for (month, step) in steps(&promise, before) {
                    let sum = sums.entry(month).or_default();
                    *sum = sum.plus(step.negated());
                }
                sums.retain(|_, step| *step != Step::default());
                sums
            };
            prop_assert_eq!(difference(&near(&before), &near(&after)), difference(&before, &after));
        }
    }
}
