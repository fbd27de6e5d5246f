//! Whether what was reached lasts (varig).
//!
//! From the target's day on, and until the day to which the level is to be held where one was set, a benefit is watched:
//! the peak is the best value measured so far, drop = (peak − v)/(peak − b) is the part of the gain that has gone again,
//! and the benefit has fallen back when the drop is outside the tolerance for two measurements running, both after the
//! target's day (method section 6, *sustained*, after Wovex; KL's Momentum of 23 June 2020 on Aabenraa: "så vi skal holde
//! øje med, hvor meget tallet dykker"). The tolerance is that of what is held ([`super::TOLERANCE`], decision 0010): a
//! tenth, here of the gain at the peak. One bad month is no signal, and what rises never gives one.
//!
//! What is only to be held has no gain that could go, and is judged by [`super::pace()`].

use super::{Point, Promise, TOLERANCE};
use crate::clock::Day;
use crate::decimal::{Decimal, Figure};

/// So many measurements running must be outside the tolerance.
const RUNNING: usize = 2;

/// How what was reached has lasted until the latest measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sustained {
    /// The best value measured, in the direction of the target; the newest of several that are as good.
    pub peak: Point,
    /// The latest measurement that is watched.
    pub latest: Point,
    /// (peak − v)/(peak − b) of the latest measurement, as a fraction rounded half-even to 6 decimals: 0 at the peak, 1
    /// back at the baseline. `None` where the peak is not better than the baseline: there is nothing to lose.
    pub drop: Option<Figure>,
    /// Whether it has fallen back.
    pub fallen_back: bool,
}

/// Watches a promise's measurements (in order of day) until the level no longer has to be held. `None` before anything
/// was measured on the target's day or later, and for what is held.
pub fn sustained(promise: &Promise, measurements: &[Point], until: Option<Day>) -> Option<Sustained> {
    if promise.is_hold() {
        return None;
    }
    let watched = until.map_or(measurements.len(), |until| measurements.partition_point(|point| point.on <= until));
    let measurements = &measurements[..watched];
    let latest = measurements.last().filter(|latest| latest.on >= promise.target.on)?;
    let better = |value: Decimal| value.wide() * promise.sign();
    let peak = measurements.iter().max_by_key(|point| better(point.value))?;
    let gained = better(peak.value) - better(promise.baseline.value);
    let lost = |point: &Point| better(peak.value) - better(point.value);
    let outside = |point: &&Point| point.on > promise.target.on && lost(point) * 1_000_000 > gained * TOLERANCE.wide();
    let running = measurements.iter().rev().take_while(outside).count();
    Some(Sustained {
        peak: *peak,
        latest: *latest,
        drop: if gained > 0 { Figure::quotient(lost(latest), gained) } else { None },
        fallen_back: gained > 0 && running >= RUNNING,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::{day, number, point, promise};
    use super::*;

    /// Aabenraa's people in video meetings (samples/README.md): 200, 700, 1,400; the target is the level reached.
    fn aabenraa() -> (Promise, Vec<Point>) {
        let mut promise = promise("200", "1400");
        (promise.baseline.on, promise.target.on) = (day("2020-03-12"), day("2020-06-23"));
        let measured = [("2020-03-12", "200"), ("2020-03-19", "700"), ("2020-06-23", "1400")];
        (promise, measured.map(|(on, value)| point(on, value)).to_vec())
    }

    fn seen(promise: &Promise, measured: &[Point]) -> Option<(String, Option<String>, bool)> {
        sustained(promise, measured, None)
            .map(|seen| (seen.peak.value.to_string(), seen.drop.map(|drop| drop.to_string()), seen.fallen_back))
    }

    #[test]
    fn aabenraas_rise_gives_no_signal() {
        let (promise, measured) = aabenraa();
        assert_eq!(seen(&promise, &measured[..2]), None, "the target's day has not come");
        assert_eq!(seen(&promise, &measured), Some(("1400".into(), Some("0".into()), false)));
    }

    #[test]
    fn a_made_up_fall_gives_the_signal_at_the_second_value_outside() {
        let (promise, mut measured) = aabenraa();
        let mut then = |on, value| {
            measured.push(point(on, value));
            seen(&promise, &measured).expect("watched")
        };
        assert_eq!(then("2020-07-23", "1280"), ("1400".into(), Some("0.1".into()), false), "a tenth is within");
        assert_eq!(then("2020-08-23", "1279"), ("1400".into(), Some("0.100833".into()), false), "one is no signal");
        assert_eq!(then("2020-09-23", "1000"), ("1400".into(), Some("0.333333".into()), true));
        assert!(!then("2020-10-23", "1300").2, "it has come back");
        assert!(!then("2020-11-23", "900").2);
        assert_eq!(then("2020-12-23", "200"), ("1400".into(), Some("1".into()), true));
    }

    #[test]
    fn what_falls_is_best_at_its_lowest() {
        let falling = promise("121", "98");
        let measured = [("2026-12-01", "98"), ("2027-02-01", "110"), ("2027-03-01", "121")];
        let measured = measured.map(|(on, value)| point(on, value));
        assert_eq!(seen(&falling, &measured), Some(("98".into(), Some("1".into()), true)));
    }

    #[test]
    fn only_what_comes_after_the_targets_day_counts_as_falling() {
        let rising = promise("0", "100");
        let before = ["2026-10-01", "2026-11-01", "2027-01-01"].map(|on| point(on, "50"));
        let measured = [&[point("2026-09-01", "100")], &before[..]].concat();
        assert_eq!(seen(&rising, &measured), Some(("100".into(), Some("0.5".into()), false)));
    }

    #[test]
    fn after_the_day_to_which_it_is_to_last_nothing_is_watched() {
        let (promise, mut measured) = aabenraa();
        measured.extend([("2020-07-23", "1000"), ("2020-08-23", "900")].map(|(on, value)| point(on, value)));
        let until = |on| sustained(&promise, &measured, Some(day(on))).expect("watched");
        assert!(until("2020-08-23").fallen_back && !until("2020-08-22").fallen_back);
        assert_eq!(until("2020-08-22").latest.value, number("1000"));
    }

    #[test]
    fn without_a_gain_and_for_what_is_held_there_is_nothing_to_lose() {
        let measured = ["2027-02-01", "2027-03-01", "2027-04-01"].map(|on| point(on, "-5"));
        assert_eq!(seen(&promise("0", "100"), &measured), Some(("-5".into(), None, false)));
        assert_eq!(seen(&promise("50", "50"), &measured), None);
    }

    proptest! {
        #[test]
        fn what_never_gets_worse_never_falls_back(values in proptest::collection::vec(any::<i64>(), 1..12), b in any::<i64>(), t in any::<i64>()) {
            let mut values = values;
            values.sort_unstable();
            if t < b {
                values.reverse();
            }
            let mut promise = promise("0", "1");
            (promise.baseline.value, promise.target.value) = (Decimal::from_micros(b), Decimal::from_micros(t));
            let at = |(place, value): (usize, &i64)| Point {
                on: promise.target.on.plus_days(place as i64 - 3).expect("a day"), value: Decimal::from_micros(*value),
            };
            let points: Vec<Point> = values.iter().enumerate().map(at).collect();
            prop_assert!(sustained(&promise, &points, None).is_none_or(|seen| !seen.fallen_back));
        }
    }
}
