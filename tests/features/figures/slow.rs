//! The slow path: every figure once more, from what was entered and from the method's own words, with fractions of any
//! size. Nothing here asks the program's rules; a figure is rounded where the page rounds it, half to even.

use std::cmp::Ordering;

use chrono::{Datelike, Months, NaiveDate};
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{Signed, Zero};

use super::history::{Commitment, Measured};

/// An exact number.
pub type Exact = Ratio<BigInt>;

/// A whole number.
pub fn whole(number: i64) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

/// So many millionths.
pub fn micros(number: i64) -> Exact {
    Exact::new(BigInt::from(number), BigInt::from(1_000_000))
}

/// Rounded to so many decimals; what lies in the middle goes to the even neighbour.
pub fn rounded(value: &Exact, decimals: u32) -> Exact {
    let scale = Exact::from_integer(BigInt::from(10).pow(decimals));
    let scaled = value * &scale;
    let below = scaled.floor();
    let rest = &scaled - &below;
    let half = Exact::new(BigInt::from(1), BigInt::from(2));
    let odd = !(below.to_integer() % BigInt::from(2)).is_zero();
    let up = rest > half || (rest == half && odd);
    (if up { below + whole(1) } else { below }) / scale
}

/// A share as the pages write it: six decimals as in the files, and of these whole per cent.
pub fn percent(share: &Exact) -> String {
    written(&rounded(&(rounded(share, 6) * whole(100)), 0), 0)
}

/// A share of counts, or the dash that stands where there is nothing to take a share of.
pub fn share(part: usize, of: usize) -> String {
    if of == 0 { "–".into() } else { percent(&Exact::new(BigInt::from(part), BigInt::from(of))) }
}

/// As Norwegian pages write a number of at most six decimals: gaps between thousands, a comma, a true minus. Three decimals
/// after one to three digits get a nought more, because they would read as thousands.
pub fn written(value: &Exact, least: usize) -> String {
    let all = (value.abs() * whole(1_000_000)).to_integer().to_string();
    let all = format!("{all:0>7}");
    let (before, after) = all.split_at(all.len() - 6);
    let mut after = after.trim_end_matches('0').to_owned();
    while after.len() < least {
        after.push('0');
    }
    if after.len() == 3 && before.len() <= 3 && before != "0" {
        after.push('0');
    }
    let mut groups: Vec<&str> = Vec::new();
    let mut rest = before;
    while rest.len() > 3 {
        let (front, group) = rest.split_at(rest.len() - 3);
        groups.insert(0, group);
        rest = front;
    }
    groups.insert(0, rest);
    let sign = if value.is_negative() { "−" } else { "" };
    let mark = if after.is_empty() { "" } else { "," };
    format!("{sign}{}{mark}{after}", groups.join("\u{a0}"))
}

/// `02.05.2025`.
pub fn day(on: NaiveDate) -> String {
    on.format("%d.%m.%Y").to_string()
}

/// A number with its unit.
pub fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") }
}

/// How a benefit keeps up with its plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// At least what was planned.
    OnPlan,
    /// At least the region's share of it.
    Slightly,
    /// Less.
    Behind,
}

impl Measured {
    /// Whether it counts: enough have answered, and nobody is to confirm it first.
    pub fn counts(&self) -> bool {
        self.n.is_none_or(|n| n >= 5) && !self.waits
    }

    /// Its value.
    pub fn exact(&self) -> Exact {
        micros(self.value)
    }
}

impl Commitment {
    /// What counts by a day, in order of day.
    pub fn counting(&self, on: NaiveDate) -> Vec<&Measured> {
        self.measured.iter().filter(|one| one.on <= on && one.counts()).collect()
    }

    /// The latest that counts by a day.
    pub fn latest(&self, on: NaiveDate) -> Option<&Measured> {
        self.counting(on).pop()
    }

    /// What was planned for a day: straight lines by days through baseline, plan points and target, level outside.
    pub fn planned(&self, on: NaiveDate) -> Exact {
        let mut stations = vec![self.baseline];
        stations.extend(&self.plan);
        stations.push(self.target);
        let after = stations.iter().position(|(station, _)| *station > on);
        match after {
            Some(0) => micros(self.baseline.1),
            None => micros(self.target.1),
            Some(after) => {
                let ((from, low), (to, high)) = (stations[after - 1], stations[after]);
                let gone = Exact::new(BigInt::from((on - from).num_days()), BigInt::from((to - from).num_days()));
                micros(low) + (micros(high) - micros(low)) * gone
            }
        }
    }

    /// Which way is up: the sign of t − b.
    pub fn sign(&self) -> i64 {
        match self.target.1.cmp(&self.baseline.1) {
            Ordering::Greater => 1,
            Ordering::Less => -1,
            Ordering::Equal => 0,
        }
    }

    /// Whether nothing is to change.
    pub fn is_hold(&self) -> bool {
        self.direction == "hold" || self.sign() == 0
    }

    /// (value − b)·sign(t − b).
    pub fn gain(&self, value: &Exact) -> Exact {
        (value - micros(self.baseline.1)) * whole(self.sign())
    }

    /// (v − b)/(t − b).
    pub fn attainment(&self, value: &Exact) -> Option<Exact> {
        let change = micros(self.target.1) - micros(self.baseline.1);
        (!change.is_zero()).then(|| (value - micros(self.baseline.1)) / change)
    }

    /// The pace of a measurement at its own day. `threshold` is the region's, as a share.
    pub fn pace(&self, one: &Measured, threshold: &Exact) -> Pace {
        let (plan, value) = (self.planned(one.on), one.exact());
        if self.is_hold() {
            let away = &value - &plan;
            let better = match self.direction {
                "up" => !away.is_negative(),
                "down" => !away.is_positive(),
                _ => false,
            };
            let near = away.abs() <= plan.abs() / whole(10);
            return if better || near { Pace::OnPlan } else { Pace::Behind };
        }
        let short = self.gain(&plan) - self.gain(&value);
        if !short.is_positive() {
            Pace::OnPlan
        } else if short <= (whole(1) - threshold) * self.gain(&plan).abs() {
            Pace::Slightly
        } else {
            Pace::Behind
        }
    }

    /// The days it was to be measured on by a day.
    pub fn due_by(&self, on: NaiveDate) -> Vec<NaiveDate> {
        let step = match self.frequency {
            "month" => 1,
            "tertial" => 4,
            "half_year" => 6,
            _ => 12,
        };
        let nth = |at: u32| self.first.checked_add_months(Months::new(at * step)).expect("a day");
        (0..).map(nth).take_while(|due| *due <= on).collect()
    }

    /// Whether the latest day it was due on has no measurement since the one before it. What too few answered, and what
    /// waits to be confirmed, was measured all the same.
    pub fn is_overdue(&self, on: NaiveDate) -> bool {
        let due = self.due_by(on);
        let before = due.len().checked_sub(2).map(|at| due[at]);
        let mut measured = self.measured.iter().filter(|one| one.on <= on);
        !due.is_empty() && !measured.any(|one| before.is_none_or(|before| one.on > before))
    }

    /// The best value that counts, the latest one and how much of the gain is gone; from the target's day on.
    pub fn lasting(&self, on: NaiveDate) -> Option<Lasting> {
        let watched: Vec<&Measured> =
            self.counting(on).into_iter().filter(|one| self.until.is_none_or(|until| one.on <= until)).collect();
        let latest = watched.last().copied().filter(|one| one.on >= self.target.0 && !self.is_hold())?;
        let mut peak = watched[0];
        for one in &watched {
            if self.gain(&one.exact()) >= self.gain(&peak.exact()) {
                peak = one;
            }
        }
        let best = self.gain(&peak.exact());
        let gone = |one: &Measured| &best - self.gain(&one.exact());
        let outside = |one: &&Measured| one.on > self.target.0 && gone(one) > &best / whole(10);
        let last_two: Vec<bool> = watched.iter().rev().take(2).map(outside).collect();
        Some(Lasting {
            peak: (peak.on, peak.exact()),
            latest: (latest.on, latest.exact()),
            drop: best.is_positive().then(|| gone(latest) / &best),
            fallen_back: best.is_positive() && last_two == [true, true],
        })
    }

    /// Behind its plan, and the cause that was given on the latest measurement.
    pub fn behind(&self, on: NaiveDate, threshold: &Exact) -> Option<Option<&(String, String)>> {
        let latest = self.latest(on)?;
        (self.pace(latest, threshold) == Pace::Behind).then_some(latest.cause.as_ref())
    }
}

/// Whether what was reached lasts.
#[derive(Debug)]
pub struct Lasting {
    /// The best.
    pub peak: (NaiveDate, Exact),
    /// The latest.
    pub latest: (NaiveDate, Exact),
    /// The share of the gain at the peak that is gone.
    pub drop: Option<Exact>,
    /// Gone for good, as far as one can see.
    pub fallen_back: bool,
}

/// Counts of a cell, or of many.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Handed over.
    pub accepted: usize,
    /// Measured at all.
    pub measured: usize,
    /// On plan when measured last.
    pub on_plan: usize,
    /// Late.
    pub overdue: usize,
}

/// Counts some accepted commitments on a day.
pub fn counts<'a>(some: impl IntoIterator<Item = &'a Commitment>, on: NaiveDate) -> Counts {
    let mut counts = Counts::default();
    for one in some {
        let latest = one.latest(on);
        counts.accepted += 1;
        counts.measured += usize::from(latest.is_some());
        counts.on_plan += usize::from(latest.is_some_and(|latest| one.pace(latest, &whole(1)) == Pace::OnPlan));
        counts.overdue += usize::from(one.is_overdue(on));
    }
    counts
}

/// One class and unit on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Sum {
    /// Σ planned gain.
    pub planned: Exact,
    /// Σ realised gain.
    pub realised: Exact,
    /// How many there are.
    pub accepted: usize,
    /// How many of them were measured.
    pub measured: usize,
}

impl Sum {
    /// Adds up commitments of one class and unit; those that are to be held have no gain.
    pub fn of(some: &[&Commitment], on: NaiveDate) -> Self {
        let mut sum = Self { planned: whole(0), realised: whole(0), accepted: 0, measured: 0 };
        for one in some.iter().filter(|one| !one.is_hold()) {
            sum.accepted += 1;
            sum.planned += one.gain(&one.planned(on));
            if let Some(latest) = one.latest(on) {
                sum.measured += 1;
                sum.realised += one.gain(&latest.exact());
            }
        }
        sum
    }

    /// Σ realised / Σ planned; none where nothing is planned.
    pub fn rate(&self) -> Option<Exact> {
        (!self.planned.is_zero()).then(|| &self.realised / &self.planned)
    }

    /// The same in whole per cent, or a dash.
    pub fn rate_written(&self) -> String {
        self.rate().map_or_else(|| "–".into(), |rate| percent(&rate))
    }

    /// Measured of accepted in whole per cent.
    pub fn coverage(&self) -> String {
        share(self.measured, self.accepted)
    }
}

/// An amount of a sum: six decimals as in the files, and of these one.
pub fn amount(value: &Exact, unit: &str) -> String {
    with_unit(&written(&rounded(&rounded(value, 6), 1), 0), unit)
}

/// The last day of a month that lies so many months before another day's.
pub fn month_end(today: NaiveDate, months_before: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1).expect("a day");
    let next =
        first.checked_sub_months(Months::new(months_before)).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|next| next.pred_opt()).expect("a day")
}

/// The last day of a month that comes so many months after another day's.
pub fn month_ahead(today: NaiveDate, months: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1).expect("a day");
    month_end(first.checked_add_months(Months::new(months)).expect("a day"), 0)
}
