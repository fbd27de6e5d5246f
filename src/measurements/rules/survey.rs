//! Figures that were counted from answers: a share among those who answered, and how sure one can be of it.
//!
//! A measurement with a number of answers n is a survey figure. Groups under five answers are not shown to anybody but
//! those who enter them (method section 6, *survey*; stricter than the three of KS' 10-FAKTOR): a share among four tells
//! what one of them said. Such a measurement answers its due date and counts for nothing else.
//!
//! Where the unit says that the value is a share, the interval is Wilson's score interval (E. B. Wilson: *Probable
//! inference, the law of succession, and statistical inference*, Journal of the American Statistical Association 22,
//! 1927, pp. 209–212) at 95 %, with z = 1.959964 and without a correction for continuity. It needs no more than the
//! counts and keeps within 0 and 100 % also for few answers and for shares at the ends.

use num_bigint::BigInt;

use crate::decimal::{Decimal, Figure, round_half_even};

/// Fewer answers than this are not shown.
pub const LEAST_ANSWERS: i64 = 5;

/// The 97.5 % point of the normal distribution, in millionths: 95 % lie within it on both sides.
const Z: i64 = 1_959_964;

/// Digits that the root is taken with beyond millionths, so that the edges are right to their last decimal.
const FINER: u32 = 12;

/// Whether a measurement with so many answers is not to be shown. Without a number of answers it is no survey.
pub fn is_too_few(n: Option<i64>) -> bool {
    n.is_some_and(|n| n < LEAST_ANSWERS)
}

/// What a unit says about a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    /// Of a hundred.
    Percent,
    /// Of one.
    Fraction,
}

impl Scale {
    /// None where the unit counts something else, such as points on a scale: those have no share.
    fn of(unit: &str) -> Option<Self> {
        match unit.trim().to_lowercase().as_str() {
            "%" | "prosent" | "procent" | "percent" | "per cent" | "pct" | "pct." | "pst" | "pst." => {
                Some(Self::Percent)
            }
            "" | "andel" | "del" | "share" | "fraction" => Some(Self::Fraction),
            _ => None,
        }
    }

    /// The whole in millionths: everybody.
    const fn whole(self) -> i64 {
        match self {
            Self::Percent => 100_000_000,
            Self::Fraction => 1_000_000,
        }
    }
}

/// A share among those who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many said yes: the whole number nearest n · share, a half going to the even one.
    pub k: i64,
    /// How many answered.
    pub n: i64,
    /// The interval's lower edge, in the indicator's unit, rounded half-even to 6 decimals.
    pub low: Figure,
    /// Its upper edge.
    pub high: Figure,
}

/// The interval of a share. `None` without a number of answers, where there are too few to show, where the unit is not
/// one of shares, and where the value cannot be one.
pub fn share(value: Decimal, unit: &str, n: Option<i64>) -> Option<Share> {
    let n = n.filter(|n| *n >= LEAST_ANSWERS)?;
    let whole = Scale::of(unit)?.whole();
    if !(0..=whole).contains(&value.micros()) {
        return None;
    }
    let k = i64::try_from(round_half_even(value.wide() * i128::from(n), whole.into())).ok()?;
    let (low, high) = wilson(k, n, whole)?;
    Some(Share { k, n, low, high })
}

/// How many of those who were asked answered, as a fraction. `None` where nobody said how many were asked, or nobody was.
pub fn response_rate(n: Option<i64>, invited: Option<i64>) -> Option<Figure> {
    Figure::quotient(n?.into(), invited?.into())
}

/// Wilson's interval for k of n, times `whole`: (2k + z² ∓ z·√(z² + 4k(n−k)/n)) / (2(n + z²)), after Wilson 1927.
fn wilson(k: i64, n: i64, whole: i64) -> Option<(Figure, Figure)> {
    let fine = BigInt::from(10).pow(6 + FINER);
    let (k, n) = (BigInt::from(k), BigInt::from(n));
    let z = BigInt::from(Z) * BigInt::from(10).pow(FINER);
    // Everything in parts of `fine`; a square is in parts of its square, so its root is in parts of `fine` again.
    let spread = (&z * &z + BigInt::from(4) * &k * (&n - &k) * &fine * &fine / &n).sqrt();
    let z_squared = &z * &z / &fine;
    let middle = BigInt::from(2) * &k * &fine + &z_squared;
    let reach = &z * spread / &fine;
    let below = BigInt::from(2) * (&n * &fine + &z_squared);
    // The answer is a figure of whole millionths, and so is `whole`.
    let edge = |above: BigInt| Figure::rounded_from(&(above * whole), &below);
    Some((edge(&middle - &reach)?, edge(&middle + &reach)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::number;
    use super::*;

    fn interval(value: &str, unit: &str, n: i64) -> Option<(i64, String, String)> {
        share(number(value), unit, Some(n)).map(|share| (share.k, share.low.to_string(), share.high.to_string()))
    }

    /// The same by Wilson's own form, (p + z²/2n ∓ z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), in floating point.
    fn textbook(k: f64, n: f64) -> (f64, f64) {
        let (p, z) = (k / n, 1.959_963_984_540_054_f64);
        let middle = p + z * z / (2.0 * n);
        let reach = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let below = 1.0 + z * z / n;
        ((middle - reach) / below, (middle + reach) / below)
    }

    #[test]
    fn a_worked_example_is_the_textbooks() {
        // Newcombe 1998 (Statistics in Medicine 17, pp. 857–872), table I: 81 of 263 is 0.2553 to 0.3662, 15 of 148 is
        // 0.0624 to 0.1605, 0 of 20 is 0 to 0.1611, 1 of 29 is 0.0061 to 0.1718.
        let four = |edge: Figure| edge.rounded(4).to_string();
        for (k, n, low, high) in [
            (81, 263, "0.2553", "0.3662"),
            (15, 148, "0.0624", "0.1605"),
            (0, 20, "0", "0.1611"),
            (1, 29, "0.0061", "0.1718"),
        ] {
            let (seen_low, seen_high) = wilson(k, n, 1_000_000).expect("an interval");
            assert_eq!((four(seen_low), four(seen_high)), (low.into(), high.into()), "{k} of {n}");
        }
    }

    #[test]
    fn a_share_is_read_in_per_cent_or_as_a_fraction() {
        assert_eq!(interval("75", "%", 40), Some((30, "59.806038".into(), "85.812881".into())));
        assert_eq!(interval("0.75", "andel", 40), Some((30, "0.59806".into(), "0.858129".into())));
        assert_eq!(interval("67", "prosent", 98).map(|seen| seen.0), Some(66));
        assert_eq!(interval("4.1", "poeng", 98), None, "points on a scale are no share");
        assert_eq!((interval("101", "%", 98), interval("-1", "%", 98)), (None, None));
    }

    #[test]
    fn nobody_and_everybody_end_exactly_at_the_ends() {
        assert_eq!(interval("0", "%", 10).map(|seen| (seen.0, seen.1)), Some((0, "0".into())));
        assert_eq!(interval("100", "%", 10).map(|seen| (seen.0, seen.2)), Some((10, "100".into())));
    }

    #[test]
    fn few_answers_have_no_interval_and_no_answers_are_no_survey() {
        assert_eq!(interval("75", "%", 4), None);
        assert!(interval("80", "%", 5).is_some());
        assert_eq!([Some(0), Some(4), Some(5), None].map(is_too_few), [true, true, false, false]);
        assert_eq!(share(number("75"), "%", None), None);
    }

    #[test]
    fn the_response_rate_is_of_those_who_were_asked() {
        let rate = |n, invited| response_rate(n, invited).map(|rate| rate.to_string());
        assert_eq!(rate(Some(40), Some(160)).as_deref(), Some("0.25"));
        assert_eq!((rate(Some(40), None), rate(Some(0), Some(0)), rate(None, Some(9))), (None, None, None));
    }

    proptest! {
        #[test]
        fn it_is_wilsons_for_every_share(n in 5_i64..5_000, part in 0_i64..=1_000_000) {
            let seen = share(Decimal::from_micros(part), "andel", Some(n)).expect("a share");
            let (low, high) = textbook(seen.k as f64, n as f64);
            prop_assert!((seen.low.micros() as f64 / 1e6 - low).abs() < 2e-6);
            prop_assert!((seen.high.micros() as f64 / 1e6 - high).abs() < 2e-6);
            prop_assert!(seen.low.micros() >= 0 && seen.high.micros() <= 1_000_000 && seen.low < seen.high);
        }

        #[test]
        fn no_number_of_answers_overflows(n in any::<i64>(), value in any::<i64>()) {
            let _ = share(Decimal::from_micros(value), "%", Some(n));
        }
    }
}
