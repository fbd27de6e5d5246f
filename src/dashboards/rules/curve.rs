//! Planned and realised gain of a region, month by month.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contribution, MonthSum};
use crate::clock::Day;
use crate::decimal::{Decimal, Figure};
use crate::measurements::rules::{Bend, BendKey, Month, Planned, Point, Promise, Step};
use crate::measurements::sums::Group;

/// One accepted commitment with its measurements.
#[derive(Clone, Copy, Debug)]
pub struct CurveSeries<'a> {
    /// The benefit's class; classes are never added into one figure (method section 6, *classes*).
    pub class: &'a str,
    /// The indicator's unit; nor are units.
    pub unit: &'a str,
    /// What was promised.
    pub promise: &'a Promise,
    /// Current versions of the measurements, in order of day.
    pub measurements: &'a [Point],
}

/// The curve of one class and unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CurveBlock {
    /// The benefit's class.
    pub class: String,
    /// The indicator's unit.
    pub unit: String,
    /// One point for every month asked for, in order.
    pub points: Vec<CurvePoint>,
}

/// The state on a month's last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CurvePoint {
    /// The month.
    pub month: Month,
    /// Σ planned gain, in the block's unit.
    pub planned: Figure,
    /// Σ realised gain, in the block's unit.
    pub realised: Figure,
    /// Σ realised / Σ planned as a fraction; `None` when nothing is planned.
    pub rate: Option<Figure>,
    /// Measured / accepted as a fraction.
    pub coverage: Decimal,
}

impl CurvePoint {
    /// What was realised, where anything was measured: a line begins with the first measurement, not with a nought.
    pub fn measured(&self) -> Option<Figure> {
        (self.coverage > Decimal::ZERO).then_some(self.realised)
    }
}

/// A curve in the making; takes series one at a time, so that they need not all be in memory.
#[derive(Clone, Debug)]
pub struct Curve {
    months: Vec<(Month, Day)>,
    sums: BTreeMap<String, BTreeMap<String, Vec<MonthSum>>>,
}

impl Curve {
    /// An empty curve over the months from one to another, both included. How many are too many is for the caller.
    pub fn new(from: Month, to: Month) -> Curve {
        Curve { months: from.through(to).map(|month| (month, month.last_day())).collect(), sums: BTreeMap::new() }
    }

    /// Adds one accepted commitment to every month. A held promise is left out altogether.
    pub fn add(&mut self, series: &CurveSeries<'_>) {
        if series.promise.is_hold() {
            return;
        }
        let mut by_then = 0;
        let months = &self.months;
        let contributions = months.iter().filter_map(|(_, last_day)| {
            by_then += series.measurements[by_then..].partition_point(|point| point.on <= *last_day);
            Contribution::on(series.promise, series.measurements[..by_then].last(), *last_day)
        });
        let sums = slot(slot(&mut self.sums, series.class), series.unit);
        sums.resize_with(months.len(), MonthSum::default);
        for (sum, contribution) in sums.iter_mut().zip(contributions) {
            sum.add(&contribution);
        }
    }

    /// The blocks, ordered by class and then unit. Only classes and units with a commitment have one.
    pub fn finish(self) -> Vec<CurveBlock> {
        let mut blocks = Vec::new();
        for (class, units) in self.sums {
            for (unit, sums) in units {
                let points = self.months.iter().zip(&sums).map(|((month, _), sum)| point(*month, sum)).collect();
                blocks.push(CurveBlock { class: class.clone(), unit, points });
            }
        }
        blocks
    }
}

/// The curve of some accepted commitments over the months from one to another, both included (contract, `regionCurve`).
/// Exact up to 10^6 series of 10^12; every figure is rounded once, half-even to 6 decimals.
pub fn curve<'a>(series: impl IntoIterator<Item = CurveSeries<'a>>, from: Month, to: Month) -> Vec<CurveBlock> {
    let mut curve = Curve::new(from, to);
    for one in series {
        curve.add(&one);
    }
    curve.finish()
}

/// The same curve from what is kept beside the measurements (`measurements::sums`): the bends of all plans and the steps
/// of all measurements until the last month, in order of day. Its cost follows the months, not the history.
pub fn curve_of_sums(
    planned: impl IntoIterator<Item = (Group, BendKey, Bend)>,
    realised: impl IntoIterator<Item = (Group, Month, Step)>,
    from: Month,
    to: Month,
) -> Vec<CurveBlock> {
    let mut plans: BTreeMap<Group, Vec<(BendKey, Bend)>> = BTreeMap::new();
    for (group, key, bend) in planned {
        plans.entry(group).or_default().push((key, bend));
    }
    let mut gains: BTreeMap<Group, Vec<(Month, Step)>> = BTreeMap::new();
    for (group, month, step) in realised {
        gains.entry(group).or_default().push((month, step));
    }
    let mut blocks = Vec::new();
    for (group, bends) in plans {
        let accepted = bends.iter().map(|(_, bend)| bend.promised).sum();
        if accepted > 0 {
            let steps = gains.get(&group).map_or(&[][..], Vec::as_slice);
            let points = points_of_sums(accepted, &bends, steps, from, to);
            blocks.push(CurveBlock { class: group.class, unit: group.unit, points });
        }
    }
    blocks
}

fn points_of_sums(
    accepted: i64,
    bends: &[(BendKey, Bend)],
    steps: &[(Month, Step)],
    from: Month,
    to: Month,
) -> Vec<CurvePoint> {
    let mut lines: BTreeMap<i64, Bend> = BTreeMap::new();
    let mut realised = Step::default();
    let (mut bends, mut steps) = (bends.iter().peekable(), steps.iter().peekable());
    from.through(to)
        .map(|month| {
            let last_day = month.last_day();
            while let Some(((_, span), bend)) = bends.next_if(|((on, _), _)| *on <= last_day) {
                let line = lines.entry(*span).or_default();
                *line = line.plus(*bend);
            }
            while let Some((_, step)) = steps.next_if(|(of, _)| *of <= month) {
                realised = realised.plus(*step);
            }
            let days = i128::from(Day::EPOCH.days_until(last_day));
            let planned = lines.iter().map(|(span, line)| Planned {
                numerator: line.constant + line.per_day * days,
                denominator: i128::from(*span),
            });
            point(month, &MonthSum::of(accepted, planned, realised))
        })
        .collect()
}

fn point(month: Month, sum: &MonthSum) -> CurvePoint {
    CurvePoint { month, planned: sum.planned(), realised: sum.realised(), rate: sum.rate(), coverage: sum.coverage() }
}

/// The value at a key, made if missing; the key is only copied then.
fn slot<'a, T: Default>(map: &'a mut BTreeMap<String, T>, key: &str) -> &'a mut T {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), T::default());
    }
    map.get_mut(key).expect("the key was put in just above")
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_rational::Ratio;
    use num_traits::Zero;
    use proptest::prelude::*;

    use super::*;
    use crate::dashboards::rules::latest_by;
    use crate::measurements::rules::Direction;
    use crate::measurements::rules::examples::{day, number, point, promise};

    fn hours<'a>(promise: &'a Promise, measurements: &'a [Point]) -> CurveSeries<'a> {
        CurveSeries { class: "time_saved", unit: "hours", promise, measurements }
    }

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    /// Planned, realised, rate and coverage of the only block's only month.
    fn state(series: &[CurveSeries<'_>], on: &str) -> [String; 4] {
        let blocks = curve(series.iter().copied(), month(on), month(on));
        assert_eq!((blocks.len(), blocks[0].points.len()), (1, 1));
        let CurvePoint { planned, realised, rate, coverage, .. } = blocks[0].points[0];
        let rate = rate.map_or("null".to_owned(), |rate| rate.to_string());
        [planned.to_string(), realised.to_string(), rate, coverage.to_string()]
    }

    #[test]
    fn the_regions_rate_is_the_sum_over_the_sum_and_not_a_mean_of_rates() {
        let (small, large) = (promise("0", "10"), promise("0", "1000"));
        let (done, undone) = ([point("2027-01-01", "10")], [point("2027-01-01", "100")]);
        // The mean of 100 % and 10 % would be 55 %.
        let both = [hours(&small, &done), hours(&large, &undone)];
        assert_eq!(state(&both, "2027-01"), ["1010", "110", "0.108911", "1"]);
    }

    #[test]
    fn no_change_from_80_is_nothing_realised() {
        let promise = promise("80", "100");
        assert_eq!(state(&[hours(&promise, &[point("2026-05-01", "80")])], "2027-01"), ["20", "0", "0", "1"]);
    }

    #[test]
    fn a_measured_zero_is_measured_and_a_missing_value_is_not() {
        let promise = promise("0", "50");
        let zero = [point("2026-12-31", "0")];
        let both = [hours(&promise, &zero), hours(&promise, &[])];
        assert_eq!(state(&both, "2027-01"), ["100", "0", "0", "0.5"]);
        let falling = self::promise("40", "0");
        assert_eq!(state(&[hours(&falling, &zero), hours(&falling, &[])], "2027-01"), ["80", "40", "0.5", "0.5"]);
    }

    #[test]
    fn gains_are_not_clamped_on_either_side() {
        let promise = promise("200", "700");
        assert_eq!(state(&[hours(&promise, &[point("2026-02-01", "1400")])], "2027-01"), ["500", "1200", "2.4", "1"]);
        assert_eq!(state(&[hours(&promise, &[point("2026-02-01", "150")])], "2027-01"), ["500", "-50", "-0.1", "1"]);
    }

    #[test]
    fn rising_and_falling_indicators_of_one_unit_add_up() {
        let (rising, falling) = (promise("0", "30"), promise("121", "98"));
        let (up, down) = ([point("2026-06-01", "15")], [point("2026-06-01", "110")]);
        assert_eq!(state(&[hours(&rising, &up), hours(&falling, &down)], "2027-01"), ["53", "26", "0.490566", "1"]);
    }

    #[test]
    fn the_state_is_that_of_the_months_last_day() {
        let promise = promise("0", "365");
        let measured = [point("2026-01-31", "20"), point("2026-02-01", "25"), point("2026-02-28", "40")];
        let series = [hours(&promise, &measured)];
        assert_eq!(state(&series, "2025-12"), ["0", "0", "null", "0"]);
        assert_eq!(state(&series, "2026-01"), ["30", "20", "0.666667", "1"]);
        assert_eq!(state(&series, "2026-02"), ["58", "40", "0.689655", "1"]);
        assert_eq!(state(&series, "2026-03"), ["89", "40", "0.449438", "1"]);
        assert_eq!(state(&series, "2031-01"), ["365", "40", "0.109589", "1"]);
    }

    #[test]
    fn what_is_held_is_left_out_also_of_the_coverage() {
        let (held, marked) = (promise("5", "5"), Promise { direction: Direction::Hold, ..promise("5", "9") });
        let rising = promise("0", "10");
        let measured = [point("2026-06-01", "10")];
        let series = [hours(&held, &[]), hours(&marked, &[]), hours(&rising, &measured)];
        assert_eq!(state(&series, "2027-01"), ["10", "10", "1", "1"]);
        assert_eq!(curve([hours(&held, &measured)], month("2026-01"), month("2026-02")), []);
    }

    #[test]
    fn classes_and_units_are_never_mixed() {
        let promise = promise("0", "10");
        let of = |class, unit| CurveSeries { class, unit, promise: &promise, measurements: &[] };
        let series =
            [of("time_saved", "hours"), of("income", "NOK"), of("time_saved", "NOK"), of("time_saved", "hours")];
        let blocks = curve(series, month("2027-01"), month("2027-02"));
        let seen: Vec<_> =
            blocks.iter().map(|block| (&*block.class, &*block.unit, block.points[1].planned.to_string())).collect();
        let ten = "10".to_owned();
        assert_eq!(
            seen,
            [("income", "NOK", ten.clone()), ("time_saved", "NOK", ten), ("time_saved", "hours", "20".to_owned())]
        );
    }

    #[test]
    fn sums_are_rounded_once_and_a_tie_goes_to_the_even() {
        // Half a millionth each: rounded one by one the two would be 0, together they are one millionth.
        let mut half = promise("0", "0.000001");
        (half.baseline.on, half.target.on) = (day("2026-01-30"), day("2026-02-01"));
        assert_eq!(state(&[hours(&half, &[])], "2026-01"), ["0", "0", "0", "0"]);
        assert_eq!(state(&[hours(&half, &[]), hours(&half, &[])], "2026-01"), ["0.000001", "0", "0", "0"]);
        assert_eq!(state(&[hours(&half, &[]); 3], "2026-01"), ["0.000002", "0", "0", "0"]);
        let one = [point("2026-01-30", "0.000001")];
        assert_eq!(state(&[hours(&half, &one)], "2026-01"), ["0", "0.000001", "2", "1"]);
    }

    #[test]
    fn a_million_of_the_largest_series_add_up() {
        let most = Decimal::MAX.to_string();
        let promise = promise(&format!("-{most}"), &most);
        let top = [point("2026-02-01", &most)];
        let mut sum = MonthSum::default();
        let one = Contribution::on(&promise, top.last(), day("2026-07-01")).expect("not held");
        for _ in 0..1_000_000 {
            sum.add(&one);
        }
        assert_eq!(sum.realised().to_string(), "1999999999999999998");
        assert_eq!(sum.planned().to_string(), "991780821917808218.186301");
        assert_eq!(sum.rate().map(|rate| rate.to_string()).as_deref(), Some("2.016575"));
        assert_eq!((sum.coverage(), sum.accepted(), sum.measured()), (number("1"), 1_000_000, 1_000_000));
    }

    #[test]
    fn json_has_strings_for_figures_and_null_for_no_rate() {
        let promise = promise("0", "10");
        let blocks = curve([hours(&promise, &[])], month("2025-01"), month("2025-01"));
        let json = serde_json::to_string(&blocks).expect("json");
        let points = r#"[{"month":"2025-01","planned":"0","realised":"0","rate":null,"coverage":"0"}]"#;
        assert_eq!(json, format!(r#"[{{"class":"time_saved","unit":"hours","points":{points}}}]"#));
    }

    proptest! {
        #[test]
        fn sums_are_as_exact_as_fractions_of_any_size(
            series in proptest::collection::vec(
                (any::<i64>(), any::<i64>(), 1_i64..900, 0_i64..500, proptest::option::of((any::<i64>(), 0_i64..700))), 1..12),
            at in 0_u32..24,
        ) {
            let start = day("2025-01-15");
            let last_day = start.plus_months(at).expect("a day").last_of_month();
            let later = |days| start.plus_days(days).expect("a day");
            let mut kept = Vec::new();
            for (b, t, span, offset, measured) in series {
                let at = |on, micros| Point { on, value: Decimal::from_micros(micros) };
                let promise = Promise {
                    baseline: at(later(offset), b), target: at(later(offset + span), t), plan: Vec::new(), direction: Direction::Up,
                };
                kept.push((promise, measured.map(|(value, on)| at(later(on), value)).into_iter().collect::<Vec<_>>()));
            }
            let (mut planned, mut realised) = (Ratio::zero(), Ratio::zero());
            for (promise, measured) in &kept {
                let sign = BigInt::from(promise.sign());
                let base = Ratio::new(BigInt::from(promise.baseline.value.micros()), 1_000_000.into());
                planned += (promise.planned(last_day).exact() - &base) * &sign;
                if let Some(latest) = latest_by(measured, last_day) {
                    realised += (Ratio::new(BigInt::from(latest.value.micros()), 1_000_000.into()) - base) * sign;
                }
            }
            let micros = |exact: &Ratio<BigInt>| Figure::rounded_from(&(exact.numer() * 1_000_000), exact.denom());
            let of = |kept: &(Promise, Vec<Point>)| (kept.0.clone(), kept.1.clone());
            let owned: Vec<_> = kept.iter().map(of).collect();
            let blocks = curve(owned.iter().map(|(p, m)| hours(p, m)), Month::of(last_day), Month::of(last_day));
            let group = Group { class: "time_saved".into(), unit: "hours".into() };
            let bent = kept.iter().flat_map(|(promise, _)| crate::measurements::rules::bends(promise));
            let mut bent: Vec<_> = bent.map(|(key, bend)| (group.clone(), key, bend)).collect();
            bent.sort_by_key(|(_, key, _)| *key);
            let stepped = kept.iter().flat_map(|(promise, measured)| crate::measurements::rules::steps(promise, measured));
            let mut stepped: Vec<_> = stepped.map(|(month, step)| (group.clone(), month, step)).collect();
            stepped.sort_by_key(|(_, month, _)| *month);
            prop_assert_eq!(&curve_of_sums(bent, stepped, Month::of(last_day), Month::of(last_day)), &blocks);
            if let Some(block) = blocks.first() {
                prop_assert_eq!(Some(block.points[0].planned), micros(&planned));
                prop_assert_eq!(Some(block.points[0].realised), micros(&realised));
                let rate = if planned.is_zero() { None } else { micros(&(realised / planned)) };
                prop_assert_eq!(block.points[0].rate, rate);
            }
        }
    }
}
