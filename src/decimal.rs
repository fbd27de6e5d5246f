//! Numbers that are kept exactly as they were entered.
//!
//! A [`Decimal`] is a whole number of millionths in 64 bits, so that what a person wrote comes back unchanged and two
//! databases agree on it (contract, *Decimals*). A [`Figure`] is a number that was computed, such as a sum over a region
//! or a quotient of two decimals: the same millionths in 128 bits, because a sum of decimals need not be a decimal.
//!
//! There are three readers, each with its written grammar:
//! [`Decimal::parse_plain`] for the API, [`Decimal::parse_local`] for what people type, and [`Decimal::parse_machine`]
//! and [`Decimal::parse_cell`] for files; the last three are described in [`local`].

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

mod figure;
pub mod local;

pub use figure::{Figure, round_half_even};
pub use local::{DecimalMark, NumberStyle};

/// Millionths in one.
pub(crate) const ONE: i64 = 1_000_000;
/// Most digits before the decimal mark.
const WHOLE_DIGITS: usize = 12;
/// Most digits after the decimal mark.
const FRACTION_DIGITS: usize = 6;
/// What the API's grammar is in one line, for schemas.
const PATTERN: &str = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$";

/// An exact decimal number: whole millionths, at most 12 digits before and 6 after the decimal mark when it was read
/// by one of the readers. It has no unit of its own; the indicator says what is counted.
///
/// As JSON it is always a string (`"1234.5"`); a JSON number is refused, because a reader of JSON numbers has often
/// rounded them already.
#[derive(
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
pub struct Decimal(pub(crate) i64);

impl Decimal {
    /// Nothing, which is a measured value like any other and never means "missing".
    pub const ZERO: Decimal = Decimal(0);
    /// The largest number the readers accept: 999999999999.999999.
    pub const MAX: Decimal = Decimal(999_999_999_999_999_999);
    /// The smallest number the readers accept: −999999999999.999999.
    pub const MIN: Decimal = Decimal(-999_999_999_999_999_999);

    /// From whole millionths, as the databases hold them. Every `i64` is taken, also the few beyond [`Decimal::MAX`].
    pub const fn from_micros(micros: i64) -> Decimal {
        Decimal(micros)
    }

    /// The number in whole millionths, for the databases.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// A whole number written in the code, such as a default.
    ///
    /// # Panics
    ///
    /// Beyond 12 digits; use [`Decimal::try_from_whole`] for a number that comes from outside.
    pub const fn from_whole(whole: i64) -> Decimal {
        Decimal::try_from_whole(whole).expect("a whole number in the code has at most 12 digits")
    }

    /// A whole number, or `None` beyond 12 digits.
    pub const fn try_from_whole(whole: i64) -> Option<Decimal> {
        if whole.unsigned_abs() > 999_999_999_999 { None } else { Some(Decimal(whole * ONE)) }
    }

    /// The sum, or `None` beyond [`Decimal::MAX`]. Sums of many belong in a [`Figure`].
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        Decimal::within(i128::from(self.0) + i128::from(other.0))
    }

    /// The difference, or `None` beyond [`Decimal::MAX`].
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        Decimal::within(i128::from(self.0) - i128::from(other.0))
    }

    /// The millionths in 128 bits, where a product or a sum of two cannot overflow.
    pub(crate) const fn wide(self) -> i128 {
        self.0 as i128
    }

    fn within(micros: i128) -> Option<Decimal> {
        i64::try_from(micros).ok().map(Decimal).filter(|sum| (Decimal::MIN..=Decimal::MAX).contains(sum))
    }

    /// Reads the API's form and nothing else: an optional `-`, 1–12 digits, and optionally `.` with 1–6 digits.
    /// Leading zeros count as digits. `-0` is zero. No spaces, no `+`, no exponent, no digits of other scripts.
    ///
    /// # Errors
    ///
    /// Names what is wrong, see [`DecimalTrouble`]; never [`DecimalTrouble::Ambiguous`].
    pub fn parse_plain(text: &str) -> Result<Decimal, DecimalTrouble> {
        if text.is_empty() {
            return Err(DecimalTrouble::Empty);
        }
        if local::names_no_finite_number(text) {
            return Err(DecimalTrouble::NotFinite);
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(DecimalTrouble::NotANumber),
            Some((whole, fraction)) => (whole, fraction),
            None => (digits, ""),
        };
        Decimal::compose(negative, whole, fraction)
    }

    /// Puts a number together from its digits; the one place where the limits on digits are kept.
    fn compose(negative: bool, whole: &str, fraction: &str) -> Result<Decimal, DecimalTrouble> {
        let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !only_digits(whole) || !only_digits(fraction) {
            return Err(DecimalTrouble::NotANumber);
        }
        if whole.len() > WHOLE_DIGITS {
            return Err(DecimalTrouble::TooManyDigits);
        }
        if fraction.len() > FRACTION_DIGITS {
            return Err(DecimalTrouble::TooManyDecimals);
        }
        let filled = fraction.bytes().chain(std::iter::repeat(b'0')).take(FRACTION_DIGITS);
        let micros = whole.bytes().chain(filled).fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        Ok(Decimal(if negative { -micros } else { micros }))
    }
}

/// Why a text is not a number we take. [`DecimalTrouble::code`] is stable and has a sentence in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalTrouble {
    /// Nothing, or only spaces.
    Empty,
    /// Something that the grammar does not have.
    NotANumber,
    /// More than 12 digits before the decimal mark.
    TooManyDigits,
    /// More than 6 digits after the decimal mark.
    TooManyDecimals,
    /// `1.234` or `1,234`: the person must say which of the two was meant.
    Ambiguous {
        /// The reading with a decimal mark: 1.234.
        as_decimal: Decimal,
        /// The reading with thousands: 1234.
        as_thousands: Decimal,
    },
    /// Not-a-number or infinity, by name or sign.
    NotFinite,
}

impl DecimalTrouble {
    /// The code that the API and the texts use; never changes.
    pub const fn code(self) -> &'static str {
        match self {
            DecimalTrouble::Empty => "number_empty",
            DecimalTrouble::NotANumber => "number_not_a_number",
            DecimalTrouble::TooManyDigits => "number_too_many_digits",
            DecimalTrouble::TooManyDecimals => "number_too_many_decimals",
            DecimalTrouble::Ambiguous { .. } => "number_ambiguous",
            DecimalTrouble::NotFinite => "number_not_finite",
        }
    }
}

impl fmt::Display for DecimalTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for DecimalTrouble {}

impl FromStr for Decimal {
    type Err = DecimalTrouble;

    /// The same as [`Decimal::parse_plain`].
    fn from_str(text: &str) -> Result<Decimal, DecimalTrouble> {
        Decimal::parse_plain(text)
    }
}

impl fmt::Display for Decimal {
    /// The canonical plain form, which [`Decimal::parse_plain`] reads back: `-1234.5`, no trailing zeros, no `-0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Figure::from(*self), f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({self})")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        struct FromText;

        impl Visitor<'_> for FromText {
            type Value = Decimal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number as a JSON string, such as \"1234.5\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
                Decimal::parse_plain(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(FromText)
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": PATTERN, "examples": ["1234.5"] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> Result<i64, &'static str> {
        Decimal::parse_plain(text).map(Decimal::micros).map_err(DecimalTrouble::code)
    }

    #[test]
    fn the_api_takes_plain_numbers_and_nothing_else() {
        assert_eq!(plain("80"), Ok(80_000_000));
        assert_eq!(plain("-1234.5"), Ok(-1_234_500_000));
        assert_eq!(plain("000000000001.000001"), Ok(1_000_001));
        assert_eq!(plain("999999999999.999999"), Ok(999_999_999_999_999_999));
        assert_eq!(plain("-999999999999.999999"), Ok(-999_999_999_999_999_999));
        for refused in [
            "+1", " 1", "1 ", "1 000", "1,5", ".5", "5.", "-", "--1", "1e5", "1E5", "0x10", "1.2.3", "1_000", "٣",
            "1\0", "−1", "5.-1",
        ] {
            assert_eq!(plain(refused), Err("number_not_a_number"), "{refused:?}");
        }
        assert_eq!(plain(""), Err("number_empty"));
    }

    #[test]
    fn thirty_digits_seven_decimals_and_infinity_are_refused_by_name() {
        assert_eq!(plain(&"9".repeat(30)), Err("number_too_many_digits"));
        assert_eq!(plain("0000000000001"), Err("number_too_many_digits"));
        assert_eq!(plain("1.0000000"), Err("number_too_many_decimals"));
        for name in ["NaN", "nan", "Infinity", "-inf", "+Inf", "∞", "-∞"] {
            assert_eq!(plain(name), Err("number_not_finite"), "{name}");
        }
    }

    #[test]
    fn minus_nothing_is_nothing() {
        assert_eq!(plain("-0"), Ok(0));
        assert_eq!(plain("-0.000000"), Ok(0));
        assert_eq!(Decimal::parse_plain("-0").expect("zero").to_string(), "0");
    }

    #[test]
    fn a_number_is_written_without_trailing_zeros() {
        let written = |text: &str| Decimal::parse_plain(text).expect("a number").to_string();
        assert_eq!(written("007.500"), "7.5");
        assert_eq!(written("-0.000001"), "-0.000001");
        assert_eq!(written("100"), "100");
        assert_eq!(Decimal::from_micros(i64::MIN).to_string(), "-9223372036854.775808");
    }

    #[test]
    fn json_carries_numbers_as_strings_only() {
        let read = |json: &str| serde_json::from_str::<Decimal>(json);
        assert_eq!(read("\"12.5\"").expect("a string").micros(), 12_500_000);
        assert!(read("12.5").is_err());
        assert!(read("12").is_err());
        assert!(read("null").is_err());
        assert!(read("\"1e3\"").expect_err("no exponent").to_string().starts_with("number_not_a_number"));
        assert_eq!(serde_json::to_string(&Decimal::from_whole(80)).expect("json"), "\"80\"");
    }

    #[test]
    fn a_sum_that_no_longer_fits_is_said_and_not_wrapped() {
        assert_eq!(Decimal::MAX.checked_add(Decimal::from_micros(1)), None);
        assert_eq!(Decimal::MIN.checked_sub(Decimal::from_micros(1)), None);
        assert_eq!(Decimal::from_micros(i64::MAX).checked_add(Decimal::from_micros(i64::MAX)), None);
        assert_eq!(Decimal::from_whole(2).checked_sub(Decimal::from_whole(3)), Some(Decimal::from_whole(-1)));
        assert_eq!(Decimal::try_from_whole(i64::MIN), None);
    }

    proptest! {
        #[test]
        fn every_number_comes_back_exactly(micros in Decimal::MIN.0..=Decimal::MAX.0) {
            let number = Decimal::from_micros(micros);
            prop_assert_eq!(Decimal::parse_plain(&number.to_string()), Ok(number));
            let json = serde_json::to_string(&number).expect("a string");
            prop_assert_eq!(serde_json::from_str::<Decimal>(&json).expect("a number"), number);
        }

        #[test]
        fn no_text_makes_the_reader_stumble(text in any::<String>()) {
            let _ = Decimal::parse_plain(&text);
        }
    }
}
