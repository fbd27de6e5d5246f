//! From figures and days to places on a canvas, and the round figures an axis names.

use chrono::{Datelike, NaiveDate};

/// A straight mapping from one range to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps `from.0` to `to.0` and `from.1` to `to.1`. An empty range maps to the middle.
    pub(super) const fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let span = self.from.1 - self.from.0;
        if span == 0.0 {
            return f64::midpoint(self.to.0, self.to.1);
        }
        self.to.0 + (value - self.from.0) / span * (self.to.1 - self.to.0)
    }
}

/// Round figures from just below the lowest value to just above the highest, about `wanted` of them.
///
/// The axis starts at zero when the values come near it; otherwise it does not, and the caller says so.
pub fn value_ticks(values: impl Iterator<Item = f64>, wanted: u32) -> Vec<f64> {
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return vec![0.0, 1.0];
    }
    let low = if low >= 0.0 && low <= high * 0.5 { 0.0 } else { low };
    let high = if high <= 0.0 && high >= low * 0.5 { 0.0 } else { high };
    let span = if high > low { high - low } else { low.abs().max(1.0) };
    let step = round_step(span / f64::from(wanted.max(1)));
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    let mut ticks = Vec::new();
    let mut place = first;
    while place <= last && ticks.len() < 50 {
        ticks.push(place * step);
        place += 1.0;
    }
    ticks
}

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|step| step * power >= rough * 0.999);
    step.unwrap_or(10.0) * power
}

/// First days of months between two days, as many as `fits` allows; the two days themselves when no month begins between them.
pub(super) fn day_ticks(first: NaiveDate, last: NaiveDate, fits: impl Fn(&[NaiveDate]) -> bool) -> Vec<NaiveDate> {
    for months in [1, 2, 3, 4, 6, 12, 24, 60, 120] {
        let days = month_starts(first, last, months);
        if days.len() < 2 {
            break;
        }
        if fits(&days) {
            return days;
        }
    }
    if first == last { vec![first] } else { vec![first, last] }
}

fn month_starts(first: NaiveDate, last: NaiveDate, every: i32) -> Vec<NaiveDate> {
    let count = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    (count(first)..=count(last))
        .filter(|month| month % every == 0)
        .filter_map(|month| {
            let in_year = month.rem_euclid(12).unsigned_abs();
            NaiveDate::from_ymd_opt(month.div_euclid(12), in_year + 1, 1)
        })
        .filter(|day| *day >= first && *day <= last)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("the test names a real day")
    }

    #[test]
    fn ticks_are_round_and_reach_past_the_values() {
        assert_eq!(value_ticks([28.0, 42.0].into_iter(), 5), [25.0, 30.0, 35.0, 40.0, 45.0]);
        assert_eq!(value_ticks([3.0, 9.0].into_iter(), 4), [0.0, 2.5, 5.0, 7.5, 10.0]);
        assert_eq!(value_ticks([7.0, 7.0].into_iter(), 4).len(), 2);
        assert_eq!(value_ticks(std::iter::empty(), 4), [0.0, 1.0]);
        assert_eq!(value_ticks([-4.0, -1.0].into_iter(), 4), [-4.0, -3.0, -2.0, -1.0, 0.0]);
    }

    #[test]
    fn days_are_as_many_as_fit() {
        let all = day_ticks(day(2026, 1, 1), day(2026, 12, 31), |days| days.len() <= 4);
        assert_eq!(all, [day(2026, 1, 1), day(2026, 4, 1), day(2026, 7, 1), day(2026, 10, 1)]);
        let short = day_ticks(day(2026, 1, 5), day(2026, 1, 20), |_| true);
        assert_eq!(short, [day(2026, 1, 5), day(2026, 1, 20)]);
    }
}
