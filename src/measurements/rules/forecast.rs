//! Where the measurements are heading.
//!
//! The trend is the Theil–Sen line: the median of the slopes between all pairs of measurements, through the median of
//! what is then left (H. Theil: *A rank-invariant method of linear and polynomial regression analysis*, Proceedings of
//! the Koninklijke Nederlandse Akademie van Wetenschappen 53, 1950; P. K. Sen: *Estimates of the regression coefficient
//! based on Kendall's tau*, Journal of the American Statistical Association 63, 1968, pp. 1379–1389). One mistyped value
//! in a short series cannot turn it, as it turns a least-squares line; how it does beside that and beside carrying on the
//! last value stands in `docs/forecast.md`.
//!
//! The band says two things at once. Around the line, the 10 % and 90 % quantiles of what the measurements are off it
//! (linear between ranks): how scattered the past was. And, growing with the distance from the middle measurement's day,
//! how unsure the slope is: from the lower to the upper of Sen's distribution-free 80 % limits, which are themselves two
//! of the slopes between pairs, chosen by Kendall's variance n(n−1)(2n+5)/18. It is a picture of the past carried on, not
//! a promise: it knows no seasons and nothing of what is about to change.
//!
//! All arithmetic is exact; only the answer is rounded, half-even to 6 decimals. Method section 6, *forecast*: ours.

use num_bigint::BigInt;
use num_rational::Ratio;

use super::Point;
use crate::clock::Day;
use crate::decimal::Figure;

/// A trend continued to a day, in the indicator's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The day it is for.
    pub on: Day,
    /// The trend on that day.
    pub value: Figure,
    /// The band's lower edge.
    pub low: Figure,
    /// The band's upper edge.
    pub high: Figure,
    /// How many measurements it rests on.
    pub points: usize,
}

/// Fewer points than this have no trend.
pub const LEAST_POINTS: usize = 3;
/// Older measurements than the newest ten years of months say little about what comes, and pairs grow by the square.
const MOST_POINTS: usize = 120;

type Exact = Ratio<BigInt>;

/// Continues the trend of the measurements (in order of day, one a day) to the target's day, or to the last
/// measurement's where that is later, since the past needs no forecast. `None` with fewer than three measurements.
pub fn forecast(measurements: &[Point], target_on: Day) -> Option<Forecast> {
    let used = &measurements[measurements.len().saturating_sub(MOST_POINTS)..];
    let (first, last) = (used.first()?, used.last()?);
    if used.len() < LEAST_POINTS {
        return None;
    }
    let place = |on: Day| first.on.days_until(on);
    let Slopes { low, middle: slope, high } = slopes(used)?;
    let levels = used.iter().map(|point| whole(point.value.micros()) - &slope * whole(place(point.on)));
    let mut levels: Vec<Exact> = levels.collect();
    levels.sort_unstable();
    let on = target_on.max(last.on);
    let rise = &slope * whole(place(on));
    let away = whole(used[used.len() / 2].on.days_until(on));
    let at = |level: Exact, unsure: Exact| {
        let value = level + &rise + unsure;
        Figure::rounded_from(value.numer(), value.denom())
    };
    // A level is what a measurement says the line should start from, so its quantiles are the line's and the band's.
    Some(Forecast {
        on,
        value: at(quantile(&levels, 5), whole(0))?,
        low: at(quantile(&levels, 1), (low - &slope) * &away)?,
        high: at(quantile(&levels, 9), (high - &slope) * &away)?,
        points: used.len(),
    })
}

/// The median of the slopes between all pairs, in millionths a day, and Sen's limits on both sides of it.
struct Slopes {
    low: Exact,
    middle: Exact,
    high: Exact,
}

/// `None` where there is no pair with different days.
fn slopes(points: &[Point]) -> Option<Slopes> {
    let mut slopes: Vec<(i128, i128)> = Vec::with_capacity(points.len() * points.len() / 2);
    for (at, later) in points.iter().enumerate() {
        for earlier in &points[..at] {
            let days = i128::from(earlier.on.days_until(later.on));
            if days > 0 {
                slopes.push((i128::from(later.value.micros()) - i128::from(earlier.value.micros()), days));
            }
        }
    }
    // Cross-multiplied: 65 bits of difference times 22 bits of days.
    slopes.sort_unstable_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    let exact = |at: usize| slopes.get(at).map(|(rise, days)| Exact::new(BigInt::from(*rise), BigInt::from(*days)));
    let (lower, upper) = (exact(slopes.len().checked_sub(1)? / 2)?, exact(slopes.len() / 2)?);
    let cut = cut_off(points.len(), slopes.len());
    let low = exact(cut.saturating_sub(1))?;
    Some(Slopes { low, middle: (lower + upper) / whole(2), high: exact(slopes.len() - cut.max(1))? })
}

/// How many of the slopes lie outside Sen's limits on either side: (N − C)/2 with C = z·√(n(n−1)(2n+5)/18), rounded down,
/// so that the limits are rather too wide; 0 where there are too few for any to be left out.
fn cut_off(points: usize, slopes: usize) -> usize {
    /// The 90 % point of the normal distribution, in millionths: 80 % lie within it on both sides.
    const Z: u128 = 1_281_552;
    let n = points as u128;
    let spread = (Z * Z * n * n.saturating_sub(1) * (2 * n + 5) / 18).isqrt().div_ceil(1_000_000);
    slopes.saturating_sub(usize::try_from(spread).unwrap_or(usize::MAX)) / 2
}

/// The quantile at so many tenths of a sorted, non-empty list, linear between ranks.
fn quantile(sorted: &[Exact], tenths: usize) -> Exact {
    let rank = (sorted.len() - 1) * tenths;
    let below = &sorted[rank / 10];
    let above = sorted.get(rank / 10 + 1).unwrap_or(below);
    below + (above - below) * Exact::new(BigInt::from(rank % 10), BigInt::from(10))
}

fn whole(number: i64) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::{day, point};
    use super::*;
    use crate::decimal::Decimal;

    #[test]
    fn two_measurements_are_no_trend() {
        assert_eq!(forecast(&[], day("2027-01-01")), None);
        assert_eq!(forecast(&[point("2026-01-01", "1"), point("2026-02-01", "2")], day("2027-01-01")), None);
    }

    #[test]
    fn a_straight_line_goes_on() {
        let line = [point("2026-01-01", "10"), point("2026-01-03", "12"), point("2026-01-11", "20")];
        let seen = forecast(&line, day("2026-01-31")).expect("three points");
        assert_eq!(
            (seen.value.to_string(), seen.low, seen.high, seen.points),
            ("40".to_owned(), seen.value, seen.value, 3)
        );
        assert_eq!(seen.on, day("2026-01-31"));
    }

    #[test]
    fn one_mistyped_value_does_not_turn_the_trend() {
        let mut values = Vec::new();
        for (at, value) in ["10", "20", "3000", "40", "50", "60", "70"].into_iter().enumerate() {
            values.push(point(&format!("2026-01-{:02}", 1 + at * 2), value));
        }
        let seen = forecast(&values, day("2026-01-21")).expect("seven points");
        assert_eq!((seen.value.to_string(), seen.low.to_string()), ("110".to_owned(), "110".to_owned()));
        assert!(seen.high > seen.value);
    }

    #[test]
    fn the_band_widens_with_the_distance() {
        let uneven = ["10", "14", "13", "19", "18", "24"];
        let values: Vec<Point> =
            uneven.iter().enumerate().map(|(at, value)| point(&format!("2026-{:02}-01", at + 1), value)).collect();
        let wide = |on: &str| {
            let seen = forecast(&values, day(on)).expect("six points");
            seen.high.micros() - seen.low.micros()
        };
        assert!(wide("2026-06-01") < wide("2026-09-01") && wide("2026-09-01") < wide("2027-09-01"));
    }

    #[test]
    fn sens_limits_leave_out_as_many_slopes_as_kendalls_variance_says() {
        // Seven points have 21 slopes. 1.281552 · √(7 · 6 · 19 / 18) = 8.53, so that (21 − 9) / 2 = 6 lie outside.
        assert_eq!(cut_off(7, 21), 6);
        // Three points have three slopes, and the limits are the least and the greatest.
        assert_eq!((cut_off(3, 3), cut_off(2, 1), cut_off(120, 7_140)), (0, 0, 3_287));
    }

    #[test]
    fn the_worked_example_of_the_user_guide() {
        let values = [("2026-01-01", "40"), ("2026-01-11", "38"), ("2026-01-21", "37"), ("2026-01-31", "34")];
        let values = values.map(|(on, value)| point(on, value));
        let seen = forecast(&values, day("2026-03-02")).expect("four points");
        assert_eq!([seen.value, seen.low, seen.high].map(|one| one.to_string()), ["28", "24", "32.7"]);
    }

    #[test]
    fn measured_zeros_are_points_too() {
        let fallen = [point("2026-01-01", "2"), point("2026-02-01", "0"), point("2026-03-01", "0")];
        assert_eq!(forecast(&fallen, day("2026-12-31")).map(|seen| seen.points), Some(3));
    }

    #[test]
    fn a_target_day_that_has_passed_is_forecast_at_the_last_measurement() {
        let late = [point("2026-01-01", "1"), point("2026-02-01", "2"), point("2026-03-01", "3")];
        assert_eq!(forecast(&late, day("2026-01-15")).map(|seen| seen.on), Some(day("2026-03-01")));
    }

    proptest! {
        #[test]
        fn the_band_is_around_the_trend(values in proptest::collection::vec(any::<i64>(), 3..40), ahead in 0_i64..4000) {
            let start = day("2024-01-31");
            let at = |days: i64| start.plus_days(days).expect("a day");
            let place = |(place, value): (usize, &i64)| {
                Point { on: at(place as i64 * 31), value: Decimal::from_micros(*value) }
            };
            let points: Vec<Point> = values.iter().enumerate().map(place).collect();
            let seen = forecast(&points, at(ahead)).expect("enough points");
            prop_assert!(seen.low <= seen.value && seen.value <= seen.high);
            prop_assert_eq!(seen.points, points.len());
        }
    }
}
