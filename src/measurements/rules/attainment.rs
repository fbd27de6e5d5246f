//! How far one has come, and how much that is.

use crate::decimal::{Decimal, Figure};

/// Attainment (måloppnåelse), a = (v−b)/(t−b), as a fraction of the planned change, rounded half-even to 6 decimals
/// (method section 6, after PP). It works for falling indicators and is never clamped: below 0 is back-sliding, above 1
/// is more than was promised. `None` when t = b, where there is no change to attain.
///
/// All three in the indicator's unit. The answer is a [`Figure`] because a small planned change can make it larger than
/// a decimal.
pub fn attainment(baseline: Decimal, target: Decimal, value: Decimal) -> Option<Figure> {
    Figure::quotient(value.wide() - baseline.wide(), target.wide() - baseline.wide())
}

/// Gain, (v−b)·sign(t−b), in the indicator's unit, exact: positive when the value has moved the promised way, negative
/// when it has moved the other way, and 0 when t = b (contract, `regionCurve`).
pub fn gain(baseline: Decimal, target: Decimal, value: Decimal) -> Figure {
    let moved = value.wide() - baseline.wide();
    Figure::from_micros(moved * (target.wide() - baseline.wide()).signum())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::examples::number;
    use super::*;

    fn attained(baseline: &str, target: &str, value: &str) -> Option<String> {
        attainment(number(baseline), number(target), number(value)).map(|figure| figure.to_string())
    }

    #[test]
    fn no_change_from_80_towards_100_is_0_percent_and_not_80() {
        assert_eq!(attained("80", "100", "80").as_deref(), Some("0"));
        assert_eq!(attained("80", "100", "90").as_deref(), Some("0.5"));
        assert_eq!(attained("80", "100", "100").as_deref(), Some("1"));
    }

    #[test]
    fn back_sliding_and_over_realisation_are_shown_as_they_are() {
        assert_eq!(attained("80", "100", "70").as_deref(), Some("-0.5"));
        assert_eq!(attained("200", "700", "1400").as_deref(), Some("2.4"));
    }

    #[test]
    fn a_falling_indicator_attains_by_falling() {
        assert_eq!(attained("121", "98", "121").as_deref(), Some("0"));
        assert_eq!(attained("121", "98", "98").as_deref(), Some("1"));
        assert_eq!(attained("121", "98", "110").as_deref(), Some("0.478261"));
        assert_eq!(attained("121", "98", "130").as_deref(), Some("-0.391304"));
        assert_eq!(gain(number("121"), number("98"), number("110")).to_string(), "11");
        assert_eq!(gain(number("121"), number("98"), number("130")).to_string(), "-9");
    }

    #[test]
    fn a_measured_zero_is_a_value() {
        assert_eq!(attained("40", "0", "0").as_deref(), Some("1"));
        assert_eq!(attained("0", "50", "0").as_deref(), Some("0"));
    }

    #[test]
    fn there_is_nothing_to_attain_where_the_target_is_the_baseline() {
        assert_eq!(attained("5", "5", "7"), None);
        assert_eq!(gain(number("5"), number("5"), number("7")), Figure::ZERO);
    }

    #[test]
    fn the_smallest_target_and_the_largest_value_still_have_an_exact_attainment() {
        assert_eq!(attained("0", "0.000001", "999999999999.999999").as_deref(), Some("999999999999999999"));
        let (least, most) = (Decimal::from_micros(i64::MIN), Decimal::from_micros(i64::MAX));
        assert_eq!(gain(least, most, most).micros(), i128::from(u64::MAX));
    }

    proptest! {
        #[test]
        fn attainment_has_the_sign_of_the_gain(b in any::<i64>(), t in any::<i64>(), v in any::<i64>()) {
            let [b, t, v] = [b, t, v].map(Decimal::from_micros);
            if let Some(attained) = attainment(b, t, v) {
                let sign = attained.micros().signum();
                prop_assert!(sign == 0 || sign == gain(b, t, v).micros().signum());
            }
            prop_assert_eq!(attainment(b, t, t), (b != t).then(|| Decimal::from_whole(1).into()));
            prop_assert_eq!(attainment(b, t, b), (b != t).then_some(Figure::ZERO));
        }
    }
}
