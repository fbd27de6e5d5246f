//! Numbers in questions, compared exactly with those in rows: 10⁻¹⁸ in 128 bits, which holds every figure of ours and
//! what a question says in more decimals than we keep.

use crate::decimal::Figure;

/// Digits after the point that a question may have.
const FRACTION_DIGITS: usize = 18;
/// Digits before the point that a question may have.
const WHOLE_DIGITS: usize = 19;
const ONE: i128 = 1_000_000_000_000_000_000;
const PER_MICRO: i128 = 1_000_000_000_000;

/// A number in a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Number(i128);

impl Number {
    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self(i128::from(number) * ONE)
    }

    /// Reads `-12`, `3.50` and `1.5e-3`; `None` for what is no number, or has more digits than any of ours could meet.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|by| by.abs() <= 40)?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (digits, ""),
        };
        let all = format!("{whole}{fraction}");
        if whole.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) || all.len() > 60 {
            return None;
        }
        // Where the point stands in `all`, once the exponent has moved it.
        let point = i32::try_from(whole.len()).ok()? + exponent;
        let all = all.trim_end_matches('0');
        let leading = all.len() - all.trim_start_matches('0').len();
        let digits = &all[leading..];
        let point = point - i32::try_from(leading).ok()?;
        let after = i32::try_from(digits.len()).ok()? - point;
        let fits = point <= i32::try_from(WHOLE_DIGITS).ok()? && after <= i32::try_from(FRACTION_DIGITS).ok()?;
        if !digits.is_empty() && !fits {
            return None;
        }
        let size = digits.bytes().fold(0_i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        let filled = u32::try_from(i32::try_from(FRACTION_DIGITS).ok()? - after).unwrap_or(0);
        let size = if digits.is_empty() { 0 } else { size.checked_mul(10_i128.checked_pow(filled)?)? };
        Some(Self(if negative { -size } else { size }))
    }
}

impl From<Figure> for Number {
    fn from(figure: Figure) -> Self {
        // Figures end at 2 · 10²⁵ millionths, so this never meets the end of 128 bits.
        Self(figure.micros().saturating_mul(PER_MICRO))
    }
}
