//! Values that look mistyped. They are asked about once and never blocked (method section 6).

use std::collections::HashMap;

use num_bigint::BigInt;
use num_traits::Signed;
use schemars::JsonSchema;
use serde::Serialize;

use super::Promise;
use crate::decimal::Decimal;
use crate::ids::CommitmentId;

/// Why a value is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Unusual {
    /// At least a thousand times larger or smaller than the last value: thousands for units, perhaps.
    #[serde(rename = "unusual_jump_of_thousand")]
    JumpOfThousand,
    /// At least ten times larger or smaller than the last value: a digit or a mark too much or too few, perhaps.
    #[serde(rename = "unusual_jump_of_ten")]
    JumpOfTen,
    /// Outside everything the plan goes through, by more than the tolerance.
    #[serde(rename = "unusual_outside_plan")]
    OutsidePlan,
}

impl Unusual {
    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Unusual::JumpOfThousand => "unusual_jump_of_thousand",
            Unusual::JumpOfTen => "unusual_jump_of_ten",
            Unusual::OutsidePlan => "unusual_outside_plan",
        }
    }
}

/// Whether a value should be asked about, and the strongest reason why.
///
/// - A jump compares sizes with the last measured value, or with the baseline when there is none. From or to zero there
///   is no "times", so it is no jump.
/// - The plan's range is from the least to the greatest of baseline, plan points and target, widened on both sides by
///   `tolerance` times its width. Standing still is inside. Where the range has no width (something is held), its
///   size is taken instead; where it is held at zero, every other value is asked about. The tolerance is the region's
///   setting; a half unless it says otherwise, which is wide: doing better than promised is good news, and question boxes
///   for good news teach people to click them away.
pub fn unusual(promise: &Promise, value: Decimal, last: Option<Decimal>, tolerance: Decimal) -> Option<Unusual> {
    let (now, before) = (value.wide().abs(), last.unwrap_or(promise.baseline.value).wide().abs());
    let jumped = |times: i128| now != 0 && before != 0 && (now >= before * times || before >= now * times);
    if jumped(1_000) {
        return Some(Unusual::JumpOfThousand);
    }
    if jumped(10) {
        return Some(Unusual::JumpOfTen);
    }
    let stations = promise.plan.iter().chain([&promise.baseline, &promise.target]).map(|point| point.value.wide());
    let (least, most) = stations.fold((i128::MAX, i128::MIN), |(least, most), at| (least.min(at), most.max(at)));
    let width = if least == most { most.abs() } else { most - least };
    let outside = (least - value.wide()).max(value.wide() - most);
    let allowed = BigInt::from(tolerance.wide()).abs() * width;
    (BigInt::from(outside) * 1_000_000 > allowed).then_some(Unusual::OutsidePlan)
}

/// The values that many of a commitment are held against, one after the other: at first its latest measurement.
#[derive(Debug)]
pub struct Before(HashMap<CommitmentId, Decimal>);

impl Before {
    /// Begins with the latest measurements.
    pub fn latest(values: HashMap<CommitmentId, Decimal>) -> Self {
        Self(values)
    }

    /// Whether the next value of a commitment should be asked about. What is doubted vouches for nothing: the same mistake
    /// in every row is asked about in every row.
    pub fn next(&mut self, id: CommitmentId, promise: &Promise, value: Decimal, tolerance: Decimal) -> Option<Unusual> {
        let odd = unusual(promise, value, self.0.get(&id).copied(), tolerance);
        if odd.is_none() {
            self.0.insert(id, value);
        }
        odd
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{number, promise};
    use super::*;

    const HALF: Decimal = Decimal::from_micros(500_000);

    fn asked(baseline: &str, target: &str, value: &str, last: Option<&str>) -> Option<Unusual> {
        unusual(&promise(baseline, target), number(value), last.map(number), HALF)
    }

    #[test]
    fn usual_progress_and_standing_still_are_not_asked_about() {
        for value in ["80", "85", "100", "109", "71"] {
            assert_eq!(asked("80", "100", value, Some("80")), None, "{value}");
        }
        assert_eq!(asked("121", "98", "105", None), None);
    }

    #[test]
    fn a_value_far_outside_the_plan_is_asked_about() {
        assert_eq!(asked("80", "100", "110", Some("80")), None);
        assert_eq!(asked("80", "100", "110.000001", Some("80")), Some(Unusual::OutsidePlan));
        assert_eq!(asked("80", "100", "69", Some("80")), Some(Unusual::OutsidePlan));
        assert_eq!(asked("50", "50", "76", Some("50")), Some(Unusual::OutsidePlan));
        assert_eq!(asked("0", "0", "1", Some("0")), Some(Unusual::OutsidePlan));
    }

    #[test]
    fn ten_and_a_thousand_times_the_last_value_are_asked_about() {
        assert_eq!(asked("80", "10000", "850", Some("85")), Some(Unusual::JumpOfTen));
        assert_eq!(asked("80", "10000", "8.5", Some("85")), Some(Unusual::JumpOfTen));
        assert_eq!(asked("80", "10000", "849.9", Some("85")), None);
        assert_eq!(asked("80", "100", "85000", Some("85")), Some(Unusual::JumpOfThousand));
        assert_eq!(asked("80", "100", "0.085", Some("85")), Some(Unusual::JumpOfThousand));
        assert_eq!(asked("80", "100", "850", None), Some(Unusual::JumpOfTen));
    }

    #[test]
    fn a_measured_zero_is_no_jump() {
        assert_eq!(asked("0", "500", "100", Some("0")), None);
        assert_eq!(asked("40", "0", "0", Some("20")), None);
    }

    #[test]
    fn the_largest_numbers_are_asked_about_without_overflow() {
        let (least, most) = (Decimal::from_micros(i64::MIN), Decimal::from_micros(i64::MAX));
        assert_eq!(unusual(&promise("1", "2"), most, Some(least), most), None);
        assert_eq!(unusual(&promise("1", "2"), least, None, least), Some(Unusual::JumpOfThousand));
    }

    #[test]
    fn the_same_mistake_is_asked_about_each_time() {
        let id = CommitmentId::from_number(1);
        let mut before = Before::latest(HashMap::from([(id, number("75"))]));
        let promise = promise("0", "100");
        for _ in 0..3 {
            assert_eq!(before.next(id, &promise, number("7"), HALF), Some(Unusual::JumpOfTen));
        }
        assert_eq!(before.next(id, &promise, number("50"), HALF), None);
        assert_eq!(before.next(id, &promise, number("7"), HALF), None, "no longer ten times smaller");
    }
}
