//! The promise and its plan curve.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_rational::Ratio;

use super::{Direction, attainment};
use crate::clock::Day;
use crate::decimal::{Decimal, Figure, round_half_even};

/// A value on a day, in the indicator's unit: a baseline, a plan point, a target or a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// The local day.
    pub on: Day,
    /// The value, in the indicator's unit.
    pub value: Decimal,
}

/// What a municipality has committed itself to for one indicator: from the baseline, along the plan, to the target.
///
/// The curve is linear by days between baseline, plan points and target, and flat outside (contract, `regionCurve`).
/// All functions give an answer for a promise that was never checked, but only a checked one means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Where it starts (nullpunkt).
    pub baseline: Point,
    /// Where it is to arrive (måltall).
    pub target: Point,
    /// Points on the way, by day, strictly between the days of baseline and target. Empty means a straight line.
    pub plan: Vec<Point>,
    /// What is better. The sign of a gain comes from baseline and target, not from here.
    pub direction: Direction,
}

/// Why a promise cannot be made as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseTrouble {
    /// The target's day is not after the baseline's.
    TargetNotAfterBaseline,
    /// A plan point is not strictly between the days of baseline and target.
    PlanDayOutside(usize),
    /// A plan point has the day of the one before it.
    PlanDayTwice(usize),
    /// A plan point is earlier than the one before it.
    PlanDaysOutOfOrder(usize),
}

impl PromiseTrouble {
    /// The code that the API and the texts use; never changes.
    pub const fn code(self) -> &'static str {
        match self {
            PromiseTrouble::TargetNotAfterBaseline => "target_not_after_baseline",
            PromiseTrouble::PlanDayOutside(_) => "plan_day_outside",
            PromiseTrouble::PlanDayTwice(_) => "plan_day_twice",
            PromiseTrouble::PlanDaysOutOfOrder(_) => "plan_days_out_of_order",
        }
    }

    /// The place in the plan, counted from 0, or `None` when it is about the target.
    pub const fn place(self) -> Option<usize> {
        match self {
            PromiseTrouble::TargetNotAfterBaseline => None,
            PromiseTrouble::PlanDayOutside(place)
            | PromiseTrouble::PlanDayTwice(place)
            | PromiseTrouble::PlanDaysOutOfOrder(place) => Some(place),
        }
    }
}

impl fmt::Display for PromiseTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for PromiseTrouble {}

/// The plan's exact value on a day: numerator over denominator, in millionths of the indicator's unit.
///
/// Between two points the value is a fraction with the number of days between them below. 128 bits hold it without
/// overflow: a value needs 64 bits and a number of days in years 0–9999 needs 22.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Millionths times the denominator.
    pub numerator: i128,
    /// Days between the points on either side, or 1; always positive.
    pub denominator: i128,
}

impl Planned {
    /// Rounded half-even to 6 decimals, for showing. Comparing is done on the exact value.
    pub fn rounded(self) -> Decimal {
        let micros = round_half_even(self.numerator, self.denominator);
        Decimal::from_micros(i64::try_from(micros).expect("a plan never leaves the range of the decimals it connects"))
    }

    /// The exact value as a number of the indicator's unit.
    pub fn exact(self) -> Ratio<BigInt> {
        Ratio::new(BigInt::from(self.numerator), BigInt::from(self.denominator) * 1_000_000)
    }

    /// How the plan compares with a value, exactly.
    pub fn compare(self, value: Decimal) -> Ordering {
        self.numerator.cmp(&(value.wide() * self.denominator))
    }

    /// The planned gain, exactly: (plan − b)·sign(t−b), over the same denominator (contract, `regionCurve`).
    pub fn gain(self, promise: &Promise) -> Planned {
        let above = self.numerator - promise.baseline.value.wide() * self.denominator;
        Planned { numerator: above * promise.sign(), denominator: self.denominator }
    }
}

impl Promise {
    /// Whether the promise can be made.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, see [`PromiseTrouble`]. A target that goes against the direction is not an error:
    /// the sign of the gain follows from baseline and target.
    pub fn check(&self) -> Result<(), PromiseTrouble> {
        if self.target.on <= self.baseline.on {
            return Err(PromiseTrouble::TargetNotAfterBaseline);
        }
        let mut before = self.baseline.on;
        for (place, point) in self.plan.iter().enumerate() {
            if point.on <= self.baseline.on || point.on >= self.target.on {
                return Err(PromiseTrouble::PlanDayOutside(place));
            }
            match point.on.cmp(&before) {
                Ordering::Less => return Err(PromiseTrouble::PlanDaysOutOfOrder(place)),
                Ordering::Equal => return Err(PromiseTrouble::PlanDayTwice(place)),
                Ordering::Greater => before = point.on,
            }
        }
        Ok(())
    }

    /// sign(t−b): 1 when the value is to rise, −1 when it is to fall, 0 when t = b.
    pub fn sign(&self) -> i128 {
        match self.target.value.cmp(&self.baseline.value) {
            Ordering::Greater => 1,
            Ordering::Less => -1,
            Ordering::Equal => 0,
        }
    }

    /// Whether this is a "hold" promise: the indicator is to be kept, or t = b (method section 6, *attainment*). Such a
    /// promise has no gain, is left out of rates, and is judged by tolerance.
    pub fn is_hold(&self) -> bool {
        self.direction == Direction::Hold || self.sign() == 0
    }

    /// How much of the promised change a value is; none for what is held.
    pub fn attainment(&self, value: Decimal) -> Option<Figure> {
        if self.is_hold() { None } else { attainment(self.baseline.value, self.target.value, value) }
    }

    /// The plan's exact value at the end of a day.
    pub fn planned(&self, on: Day) -> Planned {
        let at = |point: &Point| Planned { numerator: point.value.wide(), denominator: 1 };
        if on <= self.baseline.on {
            return at(&self.baseline);
        }
        if on >= self.target.on {
            return at(&self.target);
        }
        let after = self.plan.partition_point(|point| point.on <= on);
        let left = if after == 0 { &self.baseline } else { &self.plan[after - 1] };
        let right = self.plan.get(after).unwrap_or(&self.target);
        let span = i128::from(left.on.days_until(right.on));
        if span <= 0 || on == left.on {
            return at(left);
        }
        let gone = i128::from(left.on.days_until(on));
        let rise = right.value.wide() - left.value.wide();
        Planned { numerator: left.value.wide() * span + rise * gone, denominator: span }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::{day, number, point, promise};
    use super::*;

    #[test]
    fn the_plan_is_a_straight_line_by_days_and_flat_outside() {
        let promise = promise("80", "100");
        let planned = |on| promise.planned(day(on)).rounded().to_string();
        assert_eq!(planned("2025-06-01"), "80");
        assert_eq!(planned("2026-01-01"), "80");
        assert_eq!(planned("2026-01-02"), "80.054795");
        assert_eq!(planned("2027-01-01"), "100");
        assert_eq!(planned("2030-01-01"), "100");
        assert_eq!(promise.planned(day("2026-01-02")).exact(), Ratio::new((80 * 365 + 20).into(), 365.into()));
    }

    #[test]
    fn plan_points_bend_the_line() {
        let mut promise = promise("700", "1400");
        promise.plan = vec![point("2026-03-01", "650"), point("2026-12-01", "1350.5")];
        assert_eq!(promise.check(), Ok(()));
        let planned = |on| promise.planned(day(on)).rounded().to_string();
        assert_eq!(planned("2026-03-01"), "650");
        assert_eq!(planned("2026-01-31"), "674.576271");
        assert_eq!(planned("2026-12-01"), "1350.5");
        assert_eq!(planned("2026-12-16"), "1374.451613");
    }

    #[test]
    fn a_promise_that_cannot_be_kept_in_time_is_refused_by_name() {
        let trouble = |baseline: &str, target: &str, plan: &[&str]| {
            let plan = plan.iter().map(|on| point(on, "1")).collect();
            let (baseline, target) = (point(baseline, "0"), point(target, "2"));
            Promise { baseline, target, plan, direction: Direction::Up }
                .check()
                .map_err(|wrong| (wrong.code(), wrong.place()))
        };
        assert_eq!(trouble("2026-01-01", "2026-01-02", &[]), Ok(()));
        assert_eq!(trouble("2026-01-01", "2026-01-01", &[]), Err(("target_not_after_baseline", None)));
        assert_eq!(trouble("2026-01-02", "2026-01-01", &[]), Err(("target_not_after_baseline", None)));
        assert_eq!(trouble("2026-01-01", "2026-12-01", &["2026-01-01"]), Err(("plan_day_outside", Some(0))));
        let outside = trouble("2026-01-01", "2026-12-01", &["2026-02-01", "2026-12-01"]);
        assert_eq!(outside, Err(("plan_day_outside", Some(1))));
        let twice = trouble("2026-01-01", "2026-12-01", &["2026-02-01", "2026-02-01"]);
        assert_eq!(twice, Err(("plan_day_twice", Some(1))));
        let disordered = trouble("2026-01-01", "2026-12-01", &["2026-03-01", "2026-02-01"]);
        assert_eq!(disordered, Err(("plan_days_out_of_order", Some(1))));
    }

    #[test]
    fn a_target_equal_to_the_baseline_is_something_to_hold() {
        assert!(promise("5", "5").is_hold());
        let held = Promise { direction: Direction::Hold, ..promise("5", "6") };
        assert!(held.is_hold() && held.attainment(number("6")).is_none(), "what is held attains nothing");
        assert!(Promise { direction: Direction::Up, ..promise("5", "5") }.is_hold());
        assert!(!promise("6", "5").is_hold());
    }

    proptest! {
        #[test]
        fn the_plan_stays_between_its_points_and_hits_each(
            values in proptest::collection::vec(Decimal::MIN.micros()..=Decimal::MAX.micros(), 2..6),
            gaps in proptest::collection::vec(1_i64..400, 5),
            probe in -100_i64..2200,
        ) {
            let mut on = day("2024-02-28");
            let mut points = Vec::new();
            for (value, gap) in values.iter().zip(gaps.iter().chain([&1])) {
                points.push(Point { on, value: Decimal::from_micros(*value) });
                on = on.plus_days(*gap).expect("a day");
            }
            let promise = Promise {
                baseline: points[0],
                target: points[points.len() - 1],
                plan: points[1..points.len() - 1].to_vec(),
                direction: Direction::Up,
            };
            prop_assert_eq!(promise.check(), Ok(()));
            for point in &points {
                prop_assert_eq!(promise.planned(point.on).compare(point.value), Ordering::Equal);
            }
            let planned = promise.planned(day("2024-02-28").plus_days(probe).expect("a day"));
            let least = points.iter().map(|point| point.value).min().expect("points");
            let most = points.iter().map(|point| point.value).max().expect("points");
            prop_assert!(planned.compare(least).is_ge() && planned.compare(most).is_le());
            prop_assert!((least..=most).contains(&planned.rounded()));
        }

        #[test]
        fn an_unchecked_promise_never_panics(days in proptest::collection::vec(0_i64..40, 6), probe in -5_i64..45) {
            let start = day("2026-01-01");
            let at = |offset: &i64| Point { on: start.plus_days(*offset).expect("a day"), value: number("-3.5") };
            let points: Vec<Point> = days.iter().map(at).collect();
            let promise = Promise { baseline: points[0], target: points[1], plan: points[2..].to_vec(), direction: Direction::Hold };
            prop_assert_eq!(promise.planned(start.plus_days(probe).expect("a day")).rounded(), number("-3.5"));
        }
    }
}
