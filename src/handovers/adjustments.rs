//! Targets that the municipality takes on otherwise than they were proposed, each with its reason. Pure.
//!
//! The package stays frozen as it was offered; what was adjusted stands beside it in the acceptance, and is what counts.

use serde::{Deserialize, Serialize};

use super::package::{CommitmentPart, Package};
use crate::benefits::rules::DatedValue;
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::IndicatorId;
use crate::measurements::rules::{Direction, Point, Promise, PromiseTrouble};
use crate::refusal::{Checks, FieldError, Refusal};

const LONGEST_REASON: usize = 1_000;

/// A target as the executive sent it: what is left out is as proposed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentTarget {
    /// Which indicator.
    pub indicator_id: IndicatorId,
    /// Another value.
    pub value: Option<Decimal>,
    /// Another day.
    pub on: Option<Day>,
    /// Why.
    pub reason: String,
}

/// A target that was taken on otherwise than proposed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Adjustment {
    /// Which indicator.
    pub indicator_id: IndicatorId,
    /// What the municipality takes on.
    pub target: DatedValue,
    /// Why.
    pub reason: String,
}

/// A target as it was proposed and as it was taken on, for reading.
#[derive(Clone, Debug)]
pub struct Adjusted {
    /// The indicator's name.
    pub indicator: String,
    /// Its unit.
    pub unit: String,
    /// What the region proposed.
    pub proposed: DatedValue,
    /// What the municipality took on.
    pub accepted: DatedValue,
    /// Why.
    pub reason: String,
}

/// Holds what was sent against what the package proposes: a reason for each, for an indicator once, and something that differs.
pub fn adjust(package: &Package, sent: &[SentTarget]) -> Result<Vec<Adjustment>, Refusal> {
    let mut checks = Checks::new();
    let mut adjustments: Vec<Adjustment> = Vec::new();
    for one in sent {
        let at = |field: &str| format!("/targets/{}{field}", one.indicator_id);
        let Some(figures) = figures_in(package, one.indicator_id) else {
            checks.push(FieldError::at(at("/value"), "unknown_indicator"));
            continue;
        };
        let proposed = figures.target;
        let target = DatedValue { value: one.value.unwrap_or(proposed.value), on: one.on.unwrap_or(proposed.on) };
        let reason = checks.text(&at("/reason"), &one.reason, LONGEST_REASON);
        checks.require(target != proposed, &at("/value"), "same_as_proposed");
        if let Err(trouble) = fits(figures, target) {
            checks.push(FieldError::at(at("/on"), trouble.code()));
        }
        let twice = adjustments.iter().any(|known| known.indicator_id == one.indicator_id);
        checks.require(!twice, &at("/value"), "named_twice");
        adjustments.push(Adjustment { indicator_id: one.indicator_id, target, reason });
    }
    checks.done(adjustments)
}

fn figures_in(package: &Package, indicator: IndicatorId) -> Option<&CommitmentPart> {
    let mut indicators = package.benefits.iter().flat_map(|benefit| &benefit.indicators);
    indicators.find(|one| one.id == indicator)?.commitment.as_ref()
}

/// Whether the rest of the figures fits: whatever does not, the day of the target is what was moved.
fn fits(figures: &CommitmentPart, target: DatedValue) -> Result<(), PromiseTrouble> {
    let promise = Promise {
        baseline: figures.baseline.into(),
        target: target.into(),
        plan: figures.plan.iter().copied().map(Point::from).collect(),
        // What is checked does not depend on it.
        direction: Direction::Up,
    };
    promise.check()
}

/// The package with the targets that were taken on, and a list of what they replaced.
pub fn as_accepted(mut package: Package, adjustments: &[Adjustment]) -> (Package, Vec<Adjusted>) {
    let mut adjusted = Vec::new();
    for indicator in package.benefits.iter_mut().flat_map(|benefit| &mut benefit.indicators) {
        let found = adjustments.iter().find(|one| one.indicator_id == indicator.id);
        let (Some(adjustment), Some(commitment)) = (found, &mut indicator.commitment) else { continue };
        adjusted.push(Adjusted {
            indicator: indicator.name.clone(),
            unit: indicator.unit.clone(),
            proposed: commitment.target,
            accepted: adjustment.target,
            reason: adjustment.reason.clone(),
        });
        commitment.target = adjustment.target;
    }
    (package, adjusted)
}

/// Adjustments as they are kept and committed to: canonical by construction; empty when there are none.
pub fn to_column(adjustments: &[Adjustment]) -> String {
    if adjustments.is_empty() { String::new() } else { serde_json::to_string(adjustments).unwrap_or_default() }
}

/// Reads the column.
pub fn from_column(text: &str) -> Vec<Adjustment> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handovers::differences::tests::package;

    fn sent(value: &str, reason: &str) -> SentTarget {
        let indicator_id = format!("{:013}", 6).parse().expect("an id");
        SentTarget { indicator_id, value: value.parse().ok(), on: None, reason: reason.to_owned() }
    }

    fn codes(sent: &[SentTarget]) -> Vec<String> {
        let package = serde_json::from_value(package()).expect("a package");
        adjust(&package, sent).expect_err("refused").errors.iter().map(|error| error.code.to_string()).collect()
    }

    #[test]
    fn another_target_needs_a_reason_and_must_be_another() {
        assert_eq!(codes(&[sent("20", " ")]), ["required"]);
        assert_eq!(codes(&[sent("10", "Som foreslått")]), ["same_as_proposed"]);
        assert_eq!(codes(&[sent("20", "En"), sent("30", "To")]), ["named_twice"]);
        let unknown = SentTarget { indicator_id: IndicatorId::from_number(99), ..sent("20", "Ukjent") };
        assert_eq!(codes(&[unknown]), ["unknown_indicator"]);
    }

    #[test]
    fn what_is_left_out_stays_as_proposed() {
        let proposal: Package = serde_json::from_value(package()).expect("a package");
        let adjustments = adjust(&proposal, &[sent("20", "Vi er færre")]).expect("well sent");
        let (accepted, told) = as_accepted(proposal, &adjustments);
        let target = accepted.benefits[0].indicators[0].commitment.as_ref().expect("figures").target;
        assert_eq!((target.value.to_string(), target.on.to_string()), ("20".into(), "2027-01-01".into()));
        assert_eq!((told[0].proposed.value.to_string(), told[0].reason.as_str()), ("10".into(), "Vi er færre"));
        assert_eq!(from_column(&to_column(&adjustments)), adjustments);
    }
}
