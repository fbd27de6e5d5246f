//! What the municipality takes on otherwise than it was proposed: a target, with its reason, and what the gain does to
//! the budget. Pure.
//!
//! The package stays frozen as it was offered; what was adjusted stands beside it in the acceptance, and is what counts.

use serde::{Deserialize, Serialize};

use super::package::{CommitmentPart, Package};
use crate::benefits::rules::{Budget, DatedValue};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::IndicatorId;
use crate::measurements::rules::{Direction, Point, Promise, PromiseTrouble};
use crate::refusal::{Checks, FieldError, Refusal};

const LONGEST_REASON: usize = 1_000;

/// An adjustment as the executive sent it: what is left out is as proposed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentAdjustment {
    /// Which indicator.
    pub indicator_id: IndicatorId,
    /// Another value of the target.
    pub value: Option<Decimal>,
    /// Another day for it.
    pub on: Option<Day>,
    /// Why another target.
    pub reason: String,
    /// What the gain does to the budget.
    pub budget: Option<Budget>,
}

impl SentAdjustment {
    fn moves_target(&self) -> bool {
        self.value.is_some() || self.on.is_some()
    }
}

/// What was taken on otherwise than proposed for an indicator: its target, its budget consequence, or both.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Adjustment {
    /// Which indicator.
    pub indicator_id: IndicatorId,
    /// The target that the municipality takes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<DatedValue>,
    /// Why another target.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What the gain does to the budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
}

/// A thing as it was proposed and as it was taken on, for reading.
#[derive(Clone, Debug)]
pub struct Adjusted {
    /// The indicator's name.
    pub indicator: String,
    /// What differs.
    pub what: Differing,
}

/// What differs, as proposed and as taken on.
#[derive(Clone, Debug)]
pub enum Differing {
    /// The target.
    Target {
        /// What it is counted in.
        unit: String,
        /// What the region proposed.
        proposed: DatedValue,
        /// What the municipality took on.
        accepted: DatedValue,
        /// Why.
        reason: String,
    },
    /// What the gain does to the budget.
    Budget {
        /// What the region proposed, when something was said.
        proposed: Option<Budget>,
        /// What the municipality says.
        accepted: Budget,
    },
}

/// Holds what was sent against what the package proposes: for an indicator once, something that differs, and a reason for
/// another target.
pub fn adjust(package: &Package, sent: &[SentAdjustment]) -> Result<Vec<Adjustment>, Refusal> {
    let mut checks = Checks::new();
    let mut adjustments: Vec<Adjustment> = Vec::new();
    for one in sent {
        let at = |field: &str| format!("/adjustments/{}{field}", one.indicator_id);
        let Some(figures) = figures_in(package, one.indicator_id) else {
            checks.push(FieldError::at(at("/value"), "unknown_indicator"));
            continue;
        };
        let budget = one.budget.clone().and_then(|budget| budget.check(&mut checks, &at("/budget")));
        let (target, reason) = if one.moves_target() {
            target(&mut checks, &at, figures, one)
        } else {
            let reason = checks.optional_text(&at("/reason"), &one.reason, LONGEST_REASON);
            checks.require(reason.is_empty(), &at("/value"), "reason_without_target");
            (None, reason)
        };
        checks.require(target.is_some() || budget.is_some() || !reason.is_empty(), &at("/value"), "required");
        let twice = adjustments.iter().any(|known| known.indicator_id == one.indicator_id);
        checks.require(!twice, &at("/value"), "named_twice");
        adjustments.push(Adjustment { indicator_id: one.indicator_id, target, reason, budget });
    }
    checks.done(adjustments)
}

/// Another target, with the reason for it.
fn target(
    checks: &mut Checks,
    at: &impl Fn(&str) -> String,
    figures: &CommitmentPart,
    sent: &SentAdjustment,
) -> (Option<DatedValue>, String) {
    let proposed = figures.target;
    let target = DatedValue { value: sent.value.unwrap_or(proposed.value), on: sent.on.unwrap_or(proposed.on) };
    let reason = checks.text(&at("/reason"), &sent.reason, LONGEST_REASON);
    checks.require(target != proposed, &at("/value"), "same_as_proposed");
    if let Err(trouble) = fits(figures, target) {
        checks.push(FieldError::at(at("/on"), trouble.code()));
    }
    (Some(target), reason)
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

/// The package with what was taken on, and a list of what that replaced.
pub fn as_accepted(mut package: Package, adjustments: &[Adjustment]) -> (Package, Vec<Adjusted>) {
    let mut adjusted = Vec::new();
    for indicator in package.benefits.iter_mut().flat_map(|benefit| &mut benefit.indicators) {
        let found = adjustments.iter().find(|one| one.indicator_id == indicator.id);
        let (Some(adjustment), Some(commitment)) = (found, &mut indicator.commitment) else { continue };
        if let Some(accepted) = adjustment.target {
            let (unit, reason) = (indicator.unit.clone(), adjustment.reason.clone());
            let what = Differing::Target { unit, proposed: commitment.target, accepted, reason };
            adjusted.push(Adjusted { indicator: indicator.name.clone(), what });
            commitment.target = accepted;
        }
        if let Some(accepted) = adjustment.budget.clone() {
            let proposed = serde_json::from_value(commitment.budget.clone()).ok();
            commitment.budget = serde_json::to_value(&accepted).unwrap_or_default();
            let what = Differing::Budget { proposed, accepted };
            adjusted.push(Adjusted { indicator: indicator.name.clone(), what });
        }
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
    use crate::benefits::rules::NoCashEffect;
    use crate::handovers::differences::tests::package;
    use serde_json::json;

    fn sent(value: &str, reason: &str) -> SentAdjustment {
        let indicator_id = format!("{:013}", 6).parse().expect("an id");
        SentAdjustment { indicator_id, value: value.parse().ok(), on: None, reason: reason.to_owned(), budget: None }
    }

    fn codes(sent: &[SentAdjustment]) -> Vec<String> {
        let package = serde_json::from_value(package()).expect("a package");
        adjust(&package, sent).expect_err("refused").errors.iter().map(|error| error.code.to_string()).collect()
    }

    #[test]
    fn another_target_needs_a_reason_and_must_be_another() {
        assert_eq!(codes(&[sent("20", " ")]), ["required"]);
        assert_eq!(codes(&[sent("10", "Som foreslått")]), ["same_as_proposed"]);
        assert_eq!(codes(&[sent("20", "En"), sent("30", "To")]), ["named_twice"]);
        let unknown = SentAdjustment { indicator_id: IndicatorId::from_number(99), ..sent("20", "Ukjent") };
        assert_eq!(codes(&[unknown]), ["unknown_indicator"]);
        assert_eq!(codes(&[SentAdjustment { value: None, ..sent("", "") }]), ["required"]);
        assert_eq!(codes(&[sent("", "Uten måltall")]), ["reason_without_target"]);
    }

    #[test]
    fn what_is_left_out_stays_as_proposed() {
        let proposal: Package = serde_json::from_value(package()).expect("a package");
        let adjustments = adjust(&proposal, &[sent("20", "Vi er færre")]).expect("well sent");
        let (accepted, told) = as_accepted(proposal, &adjustments);
        let target = accepted.benefits[0].indicators[0].commitment.as_ref().expect("figures").target;
        assert_eq!((target.value.to_string(), target.on.to_string()), ("20".into(), "2027-01-01".into()));
        let Differing::Target { proposed, reason, .. } = &told[0].what else { panic!("the target differs") };
        assert_eq!((proposed.value.to_string(), reason.as_str()), ("10".into(), "Vi er færre"));
        assert_eq!(from_column(&to_column(&adjustments)), adjustments);
    }

    #[test]
    fn what_the_gain_does_to_the_budget_is_said_without_a_reason_and_the_target_stands() {
        let proposal: Package = serde_json::from_value(package()).expect("a package");
        let no_cash = Budget::NoCashEffect(NoCashEffect { no_cash_effect: true });
        let adjustments = adjust(&proposal, &[SentAdjustment { budget: Some(no_cash.clone()), ..sent("", "") }]);
        let adjustments = adjustments.expect("well sent");
        let (accepted, told) = as_accepted(proposal, &adjustments);
        let figures = accepted.benefits[0].indicators[0].commitment.as_ref().expect("figures");
        assert_eq!((figures.target.value.to_string(), &figures.budget["no_cash_effect"]), ("10".into(), &json!(true)));
        assert!(matches!(&told[0].what, Differing::Budget { proposed: None, accepted } if *accepted == no_cash));
        assert_eq!(from_column(&to_column(&adjustments)), adjustments);
        let untrue = Budget::NoCashEffect(NoCashEffect { no_cash_effect: false });
        assert_eq!(codes(&[SentAdjustment { budget: Some(untrue), ..sent("", "") }]), ["only_true"]);
    }
}
