//! What is not known for sure, from the slow path: a share that some answered for, and where it is heading.

use chrono::NaiveDate;
use num_bigint::BigInt;

use super::slow::{Exact, rounded, whole};

/// Wilson's interval at 95 %: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), with p from whole answers.
pub fn wilson(share: &Exact, n: i64) -> (Exact, Exact) {
    let n = whole(n);
    let share = rounded(&(share * &n), 0) / &n;
    let z = Exact::new(BigInt::from(1_959_964), BigInt::from(1_000_000));
    let squared = &z * &z;
    let under = &share * (whole(1) - &share) / &n + &squared / (whole(4) * &n * &n);
    // Forty digits of the root, found from whole numbers.
    let fine = BigInt::from(10).pow(40);
    let root = (under * Exact::from_integer(&fine * &fine)).floor().to_integer().sqrt();
    let reach = &z * Exact::new(root, fine);
    let middle = share + &squared / (whole(2) * &n);
    let below = whole(1) + squared / n;
    ((&middle - &reach) / &below, (middle + reach) / below)
}

/// Theil and Sen's line on a day: the median of all slopes from the median of the levels; the band from the levels' tenth
/// to their ninetieth per cent, and as unsure as the slope is at 80 %, counted from the middle measurement.
pub fn forecast(points: &[(NaiveDate, Exact)], on: NaiveDate) -> [Exact; 3] {
    let days = |from: NaiveDate, to: NaiveDate| whole((to - from).num_days());
    let mut slopes: Vec<Exact> = Vec::new();
    for (at, later) in points.iter().enumerate() {
        for earlier in &points[..at] {
            slopes.push((&later.1 - &earlier.1) / days(earlier.0, later.0));
        }
    }
    slopes.sort();
    let quantile = |sorted: &[Exact], tenths: usize| {
        let rank = Exact::new(BigInt::from((sorted.len() - 1) * tenths), BigInt::from(10));
        let below: usize = rank.floor().to_integer().to_string().parse().expect("few");
        let part = &rank - rank.floor();
        let above = &sorted[(below + 1).min(sorted.len() - 1)];
        &sorted[below] + (above - &sorted[below]) * part
    };
    let slope = quantile(&slopes, 5);
    let first = points[0].0;
    let mut levels: Vec<Exact> = points.iter().map(|(on, value)| value - &slope * days(first, *on)).collect();
    levels.sort();
    let n = points.len() as u128;
    let variance = n * (n - 1) * (2 * n + 5);
    // 1.281552·√(variance/18), up to the next whole number.
    let wide = (0..).find(|whole| whole * whole * 18 * 1_000_000_000_000 >= 1_281_552 * 1_281_552 * variance);
    let wide = usize::try_from(wide.expect("a root")).expect("few");
    let cut = slopes.len().saturating_sub(wide) / 2;
    let (lowest, highest) = (&slopes[cut.saturating_sub(1)], &slopes[slopes.len() - cut.max(1)]);
    let away = days(points[points.len() / 2].0, on);
    let line = |level: Exact, unsure: Exact| level + &slope * days(first, on) + unsure * &away;
    [
        line(quantile(&levels, 1), lowest - &slope),
        line(quantile(&levels, 5), whole(0)),
        line(quantile(&levels, 9), highest - &slope),
    ]
}
