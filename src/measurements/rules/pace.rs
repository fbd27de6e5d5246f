//! Whether what was measured is in time.
//!
//! Everything is judged at the measurement's own day and on gains, so that rising and falling indicators are one case.
//! With the planned gain P and the achieved gain G, the shortfall is P − G. On plan: shortfall ≤ 0. Slightly behind:
//! shortfall ≤ (1 − behind)·|P|, where `behind` is the region's threshold. Where P is positive that is "G is at least 100 % and 80 % of planned to
//! date" (method section 6, *pace*, after UK practice); said by shortfall it also holds where nothing is planned yet
//! (P = 0: no loss is on plan, any loss is behind) and where the plan first dips (P < 0).

use num_bigint::BigInt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Direction, Planned, Promise};
use crate::clock::Day;
use crate::decimal::Decimal;

/// How far a held indicator may be from its plan, as a fraction: 10 %.
pub const TOLERANCE: Decimal = Decimal::from_micros(100_000);

/// Whether a measured value is in time. There is no state for "not measured" here: who has not measured has no value to
/// judge, see [`super::DueState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// At or beyond what was planned by that day.
    OnPlan,
    /// Short of the plan, within the region's threshold.
    SlightlyBehind,
    /// Further behind, or back-sliding.
    Behind,
}

impl Pace {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Pace::OnPlan => "on_plan",
            Pace::SlightlyBehind => "slightly_behind",
            Pace::Behind => "behind",
        }
    }
}

/// How far a value falls short of its plan, in millionths of the gain that was planned by its day and rounded up, so that
/// comparing it with a threshold of whole millionths decides as the exact figures would.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shortfall(i64);

impl Shortfall {
    /// At or beyond the plan.
    pub const NONE: Self = Self(0);
    /// Short where no gain was planned to fall short of: further than any threshold forgives.
    pub const BEYOND: Self = Self(i64::MAX);

    /// As it is kept.
    pub const fn from_millionths(kept: i64) -> Self {
        Self(kept)
    }

    /// As it is kept.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Most that is only slightly behind, by the region's threshold as a fraction.
    pub fn most_spared(behind: Decimal) -> Self {
        let rest = Decimal::from_whole(1).wide() - behind.wide();
        Self(i64::try_from(rest).map_or(i64::MAX - 1, |rest| rest.min(i64::MAX - 1)))
    }

    /// What it says by the region's threshold.
    pub fn pace(self, behind: Decimal) -> Pace {
        match self {
            Self::NONE => Pace::OnPlan,
            Self(short) if short <= Self::most_spared(behind).0 => Pace::SlightlyBehind,
            Self(_) => Pace::Behind,
        }
    }
}

/// How far a value measured on a day falls short of the plan of that day.
pub fn shortfall(promise: &Promise, on: Day, value: Decimal) -> Shortfall {
    if on_plan(promise, on, value) {
        return Shortfall::NONE;
    }
    let Planned { numerator, denominator } = promise.planned(on).gain(promise);
    if promise.is_hold() || numerator == 0 {
        return Shortfall::BEYOND;
    }
    let achieved = (value.wide() - promise.baseline.value.wide()) * promise.sign();
    let short = BigInt::from(numerator - achieved * denominator) * 1_000_000;
    let planned = BigInt::from(numerator.abs());
    let rounded_up: BigInt = (short + &planned - 1) / planned;
    i64::try_from(rounded_up).map_or(Shortfall::BEYOND, Shortfall)
}

/// The pace of a value measured on a day, compared exactly. `behind` is the region's threshold as a fraction: what falls
/// short of the plan by no more than the rest is only slightly behind. It stands in every legend that uses it.
///
/// A held promise ([`Promise::is_hold`]) is on plan within the tolerance and behind outside it; "slightly behind" has no
/// meaning there because no gain is planned.
pub fn pace(promise: &Promise, on: Day, value: Decimal, behind: Decimal) -> Pace {
    shortfall(promise, on, value).pace(behind)
}

/// Whether a value measured on a day is on plan: the achieved gain is at least the planned gain of that day, compared
/// exactly. Held promises are judged with the tolerance.
pub fn on_plan(promise: &Promise, on: Day, value: Decimal) -> bool {
    let planned = promise.planned(on);
    if promise.is_hold() {
        return holds(promise, planned, value);
    }
    let order = planned.compare(value);
    if promise.sign() > 0 { order.is_le() } else { order.is_ge() }
}

/// Whether a held value is near enough to its plan: |v − p| ≤ 10 %·|p|, where p is the plan on the day, which is
/// the baseline unless somebody planned otherwise. A tenth of nothing is nothing, so what is held at 0 must be 0.
/// Where t = b but more or less is better, being on the better side is always near enough.
fn holds(promise: &Promise, planned: Planned, value: Decimal) -> bool {
    let above = value.wide() * planned.denominator - planned.numerator;
    let better = match promise.direction {
        Direction::Up => above >= 0,
        Direction::Down => above <= 0,
        Direction::Hold => false,
    };
    better || BigInt::from(above.abs()) * 1_000_000 <= BigInt::from(TOLERANCE.wide()) * planned.numerator.abs()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::{day, number, point, promise};
    use super::*;

    fn pace_of(promise: &Promise, on: &str, value: &str) -> Pace {
        let (on, value) = (day(on), number(value));
        let judged = pace(promise, on, value, EIGHTY);
        assert_eq!(judged == Pace::OnPlan, on_plan(promise, on, value), "two pages would differ");
        judged
    }

    const EIGHTY: Decimal = Decimal::from_micros(800_000);
    // Day 73 of 365 is a fifth of the way.
    const A_FIFTH: &str = "2026-03-15";

    #[test]
    fn in_time_is_a_hundred_percent_of_planned_to_date_and_behind_is_under_eighty() {
        let rising = promise("0", "500");
        assert_eq!(pace_of(&rising, A_FIFTH, "100"), Pace::OnPlan);
        assert_eq!(pace_of(&rising, A_FIFTH, "99.999999"), Pace::SlightlyBehind);
        assert_eq!(pace_of(&rising, A_FIFTH, "80"), Pace::SlightlyBehind);
        assert_eq!(pace_of(&rising, A_FIFTH, "79.999999"), Pace::Behind);
        assert_eq!(pace_of(&rising, A_FIFTH, "900"), Pace::OnPlan);
    }

    #[test]
    fn a_falling_indicator_is_in_time_when_it_has_fallen_enough() {
        let falling = promise("500", "0");
        assert_eq!(pace_of(&falling, A_FIFTH, "400"), Pace::OnPlan);
        assert_eq!(pace_of(&falling, A_FIFTH, "420"), Pace::SlightlyBehind);
        assert_eq!(pace_of(&falling, A_FIFTH, "420.000001"), Pace::Behind);
        assert_eq!(pace_of(&falling, A_FIFTH, "501"), Pace::Behind);
        assert_eq!(pace_of(&falling, A_FIFTH, "0"), Pace::OnPlan);
    }

    #[test]
    fn no_change_from_80_is_behind_as_soon_as_something_was_planned() {
        let promise = promise("80", "100");
        assert_eq!(pace_of(&promise, "2026-01-01", "80"), Pace::OnPlan);
        assert_eq!(pace_of(&promise, "2026-01-02", "80"), Pace::Behind);
    }

    #[test]
    fn losing_before_anything_is_planned_is_behind() {
        assert_eq!(pace_of(&promise("80", "100"), "2026-01-01", "79.999999"), Pace::Behind);
        assert_eq!(pace_of(&promise("80", "100"), "2026-01-01", "81"), Pace::OnPlan);
    }

    #[test]
    fn a_plan_that_first_dips_expects_the_dip_and_no_more() {
        let mut dipping = promise("100", "200");
        dipping.plan = vec![point("2026-03-01", "90")];
        assert_eq!(pace_of(&dipping, "2026-03-01", "90"), Pace::OnPlan);
        assert_eq!(pace_of(&dipping, "2026-03-01", "88"), Pace::SlightlyBehind);
        assert_eq!(pace_of(&dipping, "2026-03-01", "87.9"), Pace::Behind);
    }

    #[test]
    fn the_exact_plan_decides_and_not_its_rounding() {
        // A third of the way by days: the plan is 33.333333 and a third of a millionth.
        let mut thirds = promise("0", "100");
        thirds.target.on = day("2026-01-04");
        assert_eq!(thirds.planned(day("2026-01-02")).rounded(), number("33.333333"));
        assert!(!on_plan(&thirds, day("2026-01-02"), number("33.333333")));
        assert!(on_plan(&thirds, day("2026-01-02"), number("33.333334")));
    }

    #[test]
    fn what_is_held_is_judged_by_tolerance_on_both_sides() {
        let held = promise("50", "50");
        for (value, judged) in [
            ("50", Pace::OnPlan),
            ("55", Pace::OnPlan),
            ("45", Pace::OnPlan),
            ("55.000001", Pace::Behind),
            ("44", Pace::Behind),
        ] {
            assert_eq!(pace_of(&held, A_FIFTH, value), judged, "{value}");
        }
        let negative = promise("-50", "-50");
        assert_eq!(pace_of(&negative, A_FIFTH, "-55"), Pace::OnPlan);
        assert_eq!(pace_of(&negative, A_FIFTH, "-56"), Pace::Behind);
        let nothing = promise("0", "0");
        assert_eq!(pace_of(&nothing, A_FIFTH, "0"), Pace::OnPlan);
        assert_eq!(pace_of(&nothing, A_FIFTH, "0.000001"), Pace::Behind);
    }

    #[test]
    fn holding_a_level_where_more_is_better_forgives_more() {
        let floor = Promise { direction: Direction::Up, ..promise("50", "50") };
        assert_eq!(pace_of(&floor, A_FIFTH, "90"), Pace::OnPlan);
        assert_eq!(pace_of(&floor, A_FIFTH, "45"), Pace::OnPlan);
        assert_eq!(pace_of(&floor, A_FIFTH, "44"), Pace::Behind);
        let ceiling = Promise { direction: Direction::Down, ..promise("50", "50") };
        assert_eq!(pace_of(&ceiling, A_FIFTH, "0"), Pace::OnPlan);
        assert_eq!(pace_of(&ceiling, A_FIFTH, "56"), Pace::Behind);
    }

    proptest! {
        #[test]
        fn mirrored_indicators_have_the_same_pace(b in -9_999_i64..9_999, t in -9_999_i64..9_999, v in -9_999_i64..9_999, d in -9_i64..400) {
            let text = |whole: i64| whole.to_string();
            let on = day("2026-01-01").plus_days(d).expect("a day");
            let (there, back) = (promise(&text(b), &text(t)), promise(&text(-b), &text(-t)));
            let judged = pace(&there, on, Decimal::from_whole(v), EIGHTY);
            prop_assert_eq!(judged, pace(&back, on, Decimal::from_whole(-v), EIGHTY));
            prop_assert_eq!(judged == Pace::OnPlan, on_plan(&there, on, Decimal::from_whole(v)));
        }

        #[test]
        fn no_value_or_threshold_overflows(b in any::<i64>(), t in any::<i64>(), v in any::<i64>(), part in any::<i64>(), d in -9_i64..400) {
            let [b, t, v, part] = [b, t, v, part].map(Decimal::from_micros);
            let mut promise = promise("0", "1");
            (promise.baseline.value, promise.target.value) = (b, t);
            let on = day("2026-01-01").plus_days(d).expect("a day");
            let _ = pace(&promise, on, v, part);
        }

        #[test]
        fn what_is_kept_decides_as_the_exact_figures_do(
            b in -99_i64..99, t in -99_i64..99, v in -99_000_000_i64..99_000_000, d in -9_i64..400, part in 0_i64..=1_000_000,
        ) {
            let promise = promise(&b.to_string(), &t.to_string());
            let on = day("2026-01-01").plus_days(d).expect("a day");
            let value = Decimal::from_micros(v);
            let Planned { numerator, denominator } = promise.planned(on).gain(&promise);
            let achieved = (value.wide() - promise.baseline.value.wide()) * promise.sign();
            // The sentence of the head of this file, in integers.
            let slightly = (numerator - achieved * denominator) * 1_000_000 <= (1_000_000 - i128::from(part)) * numerator.abs();
            let judged = pace(&promise, on, value, Decimal::from_micros(part));
            let expected = match on_plan(&promise, on, value) {
                true => Pace::OnPlan,
                false if slightly && !promise.is_hold() => Pace::SlightlyBehind,
                false => Pace::Behind,
            };
            prop_assert_eq!(judged, expected);
        }
    }
}
