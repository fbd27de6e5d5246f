//! Where the measurements are heading.
//!
//! The trend is the Theil–Sen line: the median of the slopes between all pairs of measurements, through the median of
//! what is then left. One mistyped value in a short series cannot turn it, as it turns a least-squares line. The band
//! is the trend moved by the 10 % and 90 % quantiles of what the measurements are off it (linear between ranks); it says
//! how scattered the past was and does not widen with distance. All arithmetic is exact; only the answer is rounded,
//! half-even to 6 decimals. Method section 6, *forecast*: ours.

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
const LEAST_POINTS: usize = 3;
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
    let slope = median_slope(used)?;
    let levels = used.iter().map(|point| whole(point.value.micros()) - &slope * whole(place(point.on)));
    let mut levels: Vec<Exact> = levels.collect();
    levels.sort_unstable();
    let on = target_on.max(last.on);
    let rise = slope * whole(place(on));
    let at = |level: Exact| {
        let value = level + &rise;
        Figure::rounded_from(value.numer(), value.denom())
    };
    // A level is what a measurement says the line should start from, so its quantiles are the line's and the band's.
    Some(Forecast {
        on,
        value: at(quantile(&levels, 5))?,
        low: at(quantile(&levels, 1))?,
        high: at(quantile(&levels, 9))?,
        points: used.len(),
    })
}

/// The median of the slopes between all pairs with different days, in millionths a day. `None` where there is no pair.
fn median_slope(points: &[Point]) -> Option<Exact> {
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
    Some((lower + upper) / whole(2))
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
