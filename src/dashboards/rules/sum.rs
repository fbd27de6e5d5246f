//! Exact sums over many series in one month.
//!
//! A plan's value between two points is a fraction with a number of days below it, so a sum over many plans is a
//! fraction too. It is kept as whole millionths and one remainder per number of days, in 128 bits, and only brought to
//! one denominator, of any size, when the figure is read. Nothing is rounded before that.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::Zero;

use crate::clock::Day;
use crate::decimal::{Decimal, Figure};
use crate::measurements::rules::{Planned, Point, Promise, Step, gain};

/// What one accepted commitment adds to one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The planned gain on the month's last day, exact.
    pub planned: Planned,
    /// The gain of the latest measurement by then; `None` when there is none.
    pub realised: Option<Figure>,
}

impl Contribution {
    /// The state on a day: (plan−b)·sign(t−b) and (v−b)·sign(t−b) (contract, `regionCurve`). `latest` is the latest
    /// measurement on or before that day. `None` for a held promise, which is left out of curves.
    pub fn on(promise: &Promise, latest: Option<&Point>, day: Day) -> Option<Contribution> {
        if promise.is_hold() {
            return None;
        }
        let planned = promise.planned(day).gain(promise);
        let realised = latest.map(|point| gain(promise.baseline.value, promise.target.value, point.value));
        Some(Contribution { planned, realised })
    }
}

/// The sum of contributions to one month. Holds more than 10^15 series of the largest values without overflow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthSum {
    /// Planned, in whole millionths.
    whole: i128,
    /// Planned beyond that: for each number of days, how many of its parts of a millionth.
    parts: BTreeMap<i128, i128>,
    /// Realised, in millionths; always exact.
    realised: i128,
    measured: u64,
    accepted: u64,
}

impl MonthSum {
    /// The sum over commitments that were added up before: how many there are, what is planned (over each number of
    /// days), what is realised.
    pub fn of(accepted: i64, planned: impl Iterator<Item = Planned>, realised: Step) -> MonthSum {
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let mut sum = MonthSum {
            realised: realised.realised,
            measured: count(realised.measured),
            accepted: count(accepted),
            ..MonthSum::default()
        };
        planned.for_each(|planned| sum.plan(planned));
        sum
    }

    fn plan(&mut self, Planned { numerator, denominator }: Planned) {
        self.whole += numerator.div_euclid(denominator);
        let part = numerator.rem_euclid(denominator);
        if part != 0 {
            *self.parts.entry(denominator).or_default() += part;
        }
    }

    /// Adds what one commitment contributes.
    pub fn add(&mut self, contribution: &Contribution) {
        self.plan(contribution.planned);
        self.accepted += 1;
        if let Some(realised) = contribution.realised {
            self.realised += realised.micros();
            self.measured += 1;
        }
    }

    /// Σ planned, rounded half-even to 6 decimals.
    pub fn planned(&self) -> Figure {
        let (numerator, denominator) = self.exactly_planned();
        Figure::rounded_from(&numerator, &denominator).expect("whole millionths of the sum are kept in 128 bits")
    }

    /// Σ realised, exact. The unmeasured add nothing.
    pub fn realised(&self) -> Figure {
        Figure::from_micros(self.realised)
    }

    /// Σ realised / Σ planned of the exact sums, rounded once, half-even to 6 decimals. `None` when nothing is planned,
    /// and when so little is planned that the rate has more than 32 digits.
    pub fn rate(&self) -> Option<Figure> {
        let (numerator, denominator) = self.exactly_planned();
        Figure::rounded_from(&(BigInt::from(self.realised) * 1_000_000 * denominator), &numerator)
    }

    /// Measured / accepted as a fraction, rounded half-even to 6 decimals; 0 when nothing is accepted.
    pub fn coverage(&self) -> Decimal {
        Figure::quotient(i128::from(self.measured), i128::from(self.accepted))
            .and_then(Figure::to_decimal)
            .unwrap_or(Decimal::ZERO)
    }

    /// How many commitments were added.
    pub fn accepted(&self) -> u64 {
        self.accepted
    }

    /// How many of them had a measurement.
    pub fn measured(&self) -> u64 {
        self.measured
    }

    /// Σ planned in millionths, as numerator over a positive denominator.
    fn exactly_planned(&self) -> (BigInt, BigInt) {
        let mut terms: Vec<(BigInt, BigInt)> = vec![(BigInt::from(self.whole), BigInt::from(1))];
        terms.extend(self.parts.iter().map(|(days, part)| (BigInt::from(*part), BigInt::from(*days))));
        // Pairwise, so that factors stay of like size and a hundred thousand different spans are no trouble.
        while terms.len() > 1 {
            terms = terms.chunks(2).map(added).collect();
        }
        terms.pop().unwrap_or_else(|| (BigInt::zero(), BigInt::from(1)))
    }
}

/// The sum of one or two fractions, not reduced: reducing costs more than it saves here.
fn added(terms: &[(BigInt, BigInt)]) -> (BigInt, BigInt) {
    match terms {
        [(a, b), (c, d)] if b == d => (a + c, b.clone()),
        [(a, b), (c, d)] => (a * d + c * b, b * d),
        [one] => one.clone(),
        _ => (BigInt::zero(), BigInt::from(1)),
    }
}
