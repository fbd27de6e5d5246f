//! How the forecast does on held-back measurements, beside carrying on the last value and a straight least-squares line.
//! The series are generated, the same every time. What is printed is what stands in `docs/forecast.md`.

use std::fmt::Write as _;

use super::examples::day;
use super::{Point, forecast};
use crate::decimal::Decimal;

const SERIES: u64 = 200;
const MEASURED: usize = 18;
const AHEAD: [usize; 3] = [1, 3, 6];

/// A small generator (SplitMix64 by Steele, Lea and Flood 2014), so that the series are the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Hundredths between −100 and 100, more of them near the middle.
    fn noise(&mut self) -> f64 {
        let sum: u64 = (0..4).map(|_| self.next() % 51).sum();
        sum as f64 - 100.0
    }
}

/// One month's value of a kind of series, by its place, its slope and some noise of its own.
type Kind = (&'static str, fn(at: usize, slope: f64, noise: f64) -> f64);

/// What a whole year swings, in twelfths: sines rounded to thousandths, so that no machine's own sine matters.
const YEAR: [f64; 12] = [0.0, 0.5, 0.866, 1.0, 0.866, 0.5, 0.0, -0.5, -0.866, -1.0, -0.866, -0.5];

const KINDS: [Kind; 6] = [
    ("steady", |at, slope, noise| 100.0 + slope * at as f64 + noise * 0.02),
    ("step", |at, _, noise| (if at < 9 { 100.0 } else { 70.0 }) + noise * 0.02),
    ("seasonal", |at, slope, noise| 100.0 + slope * at as f64 + 10.0 * YEAR[at % 12] + noise * 0.02),
    ("one mistyped value", |at, slope, noise| {
        let value = 100.0 + slope * at as f64 + noise * 0.02;
        if at == 14 { value * 10.0 } else { value }
    }),
    ("noisy", |at, slope, noise| 100.0 + slope * at as f64 + noise * 0.15),
    ("levels off", |at, slope, noise| 100.0 + slope * 8.0 * (1.0 - 0.8_f64.powi(at as i32)) + noise * 0.02),
];

fn series(kind: &Kind, chance: &mut Chance) -> Vec<Point> {
    let slope = -0.5 - (chance.next() % 100) as f64 / 50.0;
    (0..MEASURED + AHEAD[AHEAD.len() - 1])
        .map(|at| {
            let value = kind.1(at, slope, chance.noise());
            let on = day("2024-01-31").plus_months(u32::try_from(at).expect("few")).expect("a day");
            Point { on, value: Decimal::from_micros((value * 100.0).round() as i64 * 10_000) }
        })
        .collect()
}

fn value(point: &Point) -> f64 {
    point.value.micros() as f64 / 1e6
}

/// The line with the least squares through the points, on another point's day.
fn least_squares(points: &[Point], at: &Point) -> f64 {
    let x = |point: &Point| points[0].on.days_until(point.on) as f64;
    let n = points.len() as f64;
    let (mean_x, mean_y) = (points.iter().map(x).sum::<f64>() / n, points.iter().map(value).sum::<f64>() / n);
    let above: f64 = points.iter().map(|point| (x(point) - mean_x) * (value(point) - mean_y)).sum();
    let below: f64 = points.iter().map(|point| (x(point) - mean_x).powi(2)).sum();
    mean_y + above / below * (x(at) - mean_x)
}

fn median(mut errors: Vec<f64>) -> f64 {
    errors.sort_by(f64::total_cmp);
    f64::midpoint(errors[(errors.len() - 1) / 2], errors[errors.len() / 2])
}

/// Median absolute errors of one kind, so many months ahead: last value, least squares, ours; and how often the band
/// holds what came, in per cent.
fn tried(kind: &Kind, ahead: usize) -> ([f64; 3], usize) {
    let mut chance = Chance(20_261_122);
    let (mut errors, mut within) = ([const { Vec::new() }; 3], 0);
    for _ in 0..SERIES {
        let all = series(kind, &mut chance);
        let (known, came) = (&all[..MEASURED], &all[MEASURED + ahead - 1]);
        let ours = forecast(known, came.on).expect("enough points");
        let guesses = [value(&known[MEASURED - 1]), least_squares(known, came), ours.value.micros() as f64 / 1e6];
        for (errors, guess) in errors.iter_mut().zip(guesses) {
            errors.push((guess - value(came)).abs());
        }
        let micros = i128::from(came.value.micros());
        within += usize::from(ours.low.micros() <= micros && micros <= ours.high.micros());
    }
    (errors.map(median), within * 100 / SERIES as usize)
}

#[test]
fn the_table_in_the_documentation_is_what_the_trial_gives() {
    let mut table = String::new();
    for kind in &KINDS {
        for ahead in AHEAD {
            let ([last, squares, ours], within) = tried(kind, ahead);
            let name = kind.0;
            writeln!(table, "| {name} | {ahead} | {last:.1} | {squares:.1} | {ours:.1} | {within} % |")
                .expect("a text");
        }
    }
    println!("{table}");
    let page = include_str!("../../../docs/forecast.md");
    for line in table.lines() {
        assert!(page.contains(line), "docs/forecast.md says otherwise than\n{table}");
    }
}
