//! Computed numbers: sums over a region, quotients, shares.

use std::borrow::Cow;
use std::fmt;

use num_bigint::{BigInt, Sign};
use num_traits::{Signed, Zero};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{Decimal, NumberStyle, ONE, local};

/// A number that was computed from decimals, in whole millionths.
///
/// It is wider than a [`Decimal`]: a million series of 10^12 add up to 10^18, and a share of a target of 0.000001 can be
/// larger still. It is written as a JSON string in the same plain form. It is read back only from what the
/// program itself wrote and kept; nobody enters one.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure(i128);

impl Figure {
    /// Nothing.
    pub const ZERO: Figure = Figure(0);

    /// From whole millionths.
    pub const fn from_micros(micros: i128) -> Figure {
        Figure(micros)
    }

    /// The number in whole millionths.
    pub const fn micros(self) -> i128 {
        self.0
    }

    /// The same number as a [`Decimal`], or `None` where it has more than 12 digits before the decimal mark.
    pub fn to_decimal(self) -> Option<Decimal> {
        Decimal::within(self.0)
    }

    /// Numerator over denominator, both in the same unit, as a plain number rounded half-even to 6 decimals.
    /// `None` when the denominator is zero or the result does not fit in 128 bits.
    pub fn quotient(numerator: i128, denominator: i128) -> Option<Figure> {
        if denominator == 0 {
            return None;
        }
        match numerator.checked_mul(i128::from(ONE)) {
            Some(scaled) => Some(Figure(round_half_even(scaled, denominator))),
            None => Figure::rounded_from(&(BigInt::from(numerator) * ONE), &BigInt::from(denominator)),
        }
    }

    /// Millionths given as numerator over denominator of any size, rounded half-even to whole millionths.
    /// `None` when the denominator is zero or the result does not fit in 128 bits.
    pub fn rounded_from(numerator: &BigInt, denominator: &BigInt) -> Option<Figure> {
        if denominator.is_zero() {
            return None;
        }
        let size = denominator.abs();
        let quotient = numerator.abs() / &size;
        let rest: BigInt = (numerator.abs() % &size) * 2;
        let up = rest > size || (rest == size && quotient.bit(0));
        let rounded = quotient + i32::from(up);
        let negative = (numerator.sign() == Sign::Minus) != (denominator.sign() == Sign::Minus);
        i128::try_from(if negative { -rounded } else { rounded }).ok().map(Figure)
    }

    /// The number times a hundred, for showing a share as per cent. `None` when that does not fit in 128 bits.
    pub fn as_percent(self) -> Option<Figure> {
        self.0.checked_mul(100).map(Figure)
    }

    /// Rounded half-even to 0–6 decimals, for showing only; more than 6 leaves the number as it is.
    pub fn rounded(self, decimals: u8) -> Figure {
        let step = 10_i128.pow(u32::from(6 - decimals.min(6)));
        // Within a step of the ends of 128 bits the product could leave them; there the number stays as it is.
        round_half_even(self.0, step).checked_mul(step).map_or(self, Figure)
    }

    /// As people write it, see [`Decimal::format_local`].
    pub fn format_local(self, style: NumberStyle, decimals: Option<u8>) -> String {
        local::format(self.0, style, decimals)
    }
}

/// Integer division rounded half-even: to the nearest whole number, and to the even one when two are as near.
///
/// # Panics
///
/// When the denominator is zero.
pub fn round_half_even(numerator: i128, denominator: i128) -> i128 {
    let (above, below) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let (quotient, rest) = (above / below, above % below);
    // Comparing with what is left, instead of doubling the rest, cannot overflow.
    let up = rest > below - rest || (rest == below - rest && quotient % 2 == 1);
    let size = quotient + u128::from(up);
    if (numerator < 0) == (denominator < 0) { size as i128 } else { (size as i128).wrapping_neg() }
}

impl From<Decimal> for Figure {
    fn from(decimal: Decimal) -> Figure {
        Figure(decimal.wide())
    }
}

impl fmt::Display for Figure {
    /// The canonical plain form: `-1234.5`, no trailing zeros, no `-0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = local::digits(self.0);
        let sign = if self.0 < 0 { "-" } else { "" };
        let mark = if fraction.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{whole}{mark}{fraction}"))
    }
}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Figure({self})")
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| part.bytes().all(|sign| sign.is_ascii_digit());
        let read = || {
            if whole.is_empty() || fraction.len() > 6 || !numeric(whole) || !numeric(fraction) {
                return None;
            }
            let whole: i128 = whole.parse().ok()?;
            let fraction: i128 = format!("{fraction:0<6}").parse().ok()?;
            whole.checked_mul(i128::from(ONE))?.checked_add(fraction)
        };
        read().map(|micros| Figure(sign * micros)).ok_or_else(|| de::Error::custom("not a figure"))
    }
}

impl JsonSchema for Figure {
    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,6})?$", "examples": ["0.824561"] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        for (numerator, denominator, rounded) in
            [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (5, -2, -2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 9, 0)]
        {
            assert_eq!(round_half_even(numerator, denominator), rounded, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn a_share_is_rounded_once_to_six_decimals() {
        let share = |k, n| Figure::quotient(k, n).map(|figure| figure.to_string());
        assert_eq!(share(1, 3).as_deref(), Some("0.333333"));
        assert_eq!(share(2, 3).as_deref(), Some("0.666667"));
        assert_eq!(share(1, 2_000_000).as_deref(), Some("0"));
        assert_eq!(share(3, 2_000_000).as_deref(), Some("0.000002"));
        assert_eq!(share(7, 7).as_deref(), Some("1"));
        assert_eq!(share(1, 0), None);
    }

    #[test]
    fn very_large_quotients_are_right_or_absent_and_never_wrapped() {
        let top = i128::MAX;
        assert_eq!(Figure::quotient(top, top), Some(Figure::from_micros(1_000_000)));
        assert_eq!(Figure::quotient(top, 1), None);
        assert_eq!(Figure::from_micros(top).as_percent(), None);
        assert_eq!(Figure::from_micros(top).to_decimal(), None);
        assert_eq!(Figure::from_micros(i128::MIN).to_string().len(), 41);
    }

    #[test]
    fn showing_rounds_only_what_is_shown() {
        let rate = Figure::quotient(2, 3).and_then(Figure::as_percent).expect("a rate");
        assert_eq!(rate.rounded(1).to_string(), "66.7");
        assert_eq!(rate.rounded(0).to_string(), "67");
        assert_eq!(rate.rounded(9), rate);
        assert_eq!(rate.rounded(1).format_local(NumberStyle::Norwegian, Some(1)), "66,7");
    }

    proptest! {
        #[test]
        fn both_roundings_agree(numerator in any::<i64>(), denominator in any::<i64>().prop_filter("not zero", |d| *d != 0)) {
            let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
            let small = round_half_even(numerator, denominator);
            let large = Figure::rounded_from(&BigInt::from(numerator), &BigInt::from(denominator));
            prop_assert_eq!(large, Some(Figure(small)));
            prop_assert!((small * denominator - numerator).abs() * 2 <= denominator.abs());
        }
    }
}
