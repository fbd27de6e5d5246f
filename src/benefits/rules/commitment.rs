//! A municipality's commitment as it is proposed. Pure.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::{DatedValue, most};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::PersonId;
use crate::measurements::rules::{Direction, Point, Promise};
use crate::refusal::{Checks, FieldError, Refusal};

/// What the gain does to the budget: an entry, the explicit statement that there is none, or words. Kept as it came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Budget {
    /// In words.
    Words(String),
    /// «Ingen kontanteffekt».
    NoCashEffect(NoCashEffect),
    /// A budget entry.
    Entry(BudgetEntry),
}

/// The statement that no money is released.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoCashEffect {
    /// Always true.
    pub no_cash_effect: bool,
}

/// A budget entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetEntry {
    /// The year.
    pub year: i32,
    /// The account.
    pub account: String,
    /// How much, in kroner.
    pub amount: Decimal,
}

impl<'de> Deserialize<'de> for Budget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An untagged enum would hide which part was wrong.
        let value = serde_json::Value::deserialize(deserializer)?;
        let outcome = match value {
            serde_json::Value::String(words) => Ok(Self::Words(words)),
            value if value.get("no_cash_effect").is_some() => serde_json::from_value(value).map(Self::NoCashEffect),
            value => serde_json::from_value(value).map(Self::Entry),
        };
        outcome.map_err(D::Error::custom)
    }
}

impl Budget {
    /// As it stands in the column; empty means that nothing was said.
    pub fn to_column(budget: Option<&Self>) -> String {
        budget.and_then(|budget| serde_json::to_string(budget).ok()).unwrap_or_default()
    }

    /// Reads the column.
    pub fn from_column(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The same, tidied; wrong parts are told at `pointer`. Empty words say nothing.
    pub fn check(self, checks: &mut Checks, pointer: &str) -> Option<Self> {
        match self {
            Self::Words(words) => {
                let words = checks.optional_text(pointer, &words, most::TEXT);
                (!words.is_empty()).then_some(Self::Words(words))
            }
            Self::NoCashEffect(statement) => {
                checks.require(statement.no_cash_effect, &format!("{pointer}/no_cash_effect"), "only_true");
                Some(Self::NoCashEffect(statement))
            }
            Self::Entry(entry) => {
                checks.require((1900..=9999).contains(&entry.year), &format!("{pointer}/year"), "not_a_year");
                let account = checks.text(&format!("{pointer}/account"), &entry.account, most::TITLE);
                Some(Self::Entry(BudgetEntry { account, ..entry }))
            }
        }
    }
}

/// Everything one may write about a commitment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommitmentDraft {
    /// Nullpunkt.
    pub baseline: DatedValue,
    /// Måltall.
    pub target: DatedValue,
    /// Points on the way.
    pub plan: Vec<DatedValue>,
    /// Gevinsteier.
    pub owner_id: Option<PersonId>,
    /// What the gain is used for.
    pub use_of_gain: String,
    /// Budget consequence.
    pub budget: Option<Budget>,
    /// The first due date.
    pub first_measurement_on: Day,
    /// The last day on which the level that was reached is to be held; without one it is watched for as long as somebody
    /// measures.
    pub sustain_until: Option<Day>,
}

impl CommitmentDraft {
    /// The same, tidied; refused where something cannot be so.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        if self.plan.len() > most::PLAN_POINTS {
            checks.push(FieldError::at("/plan", "too_many").with("max", most::PLAN_POINTS));
        }
        if let Err(trouble) = self.promise().check() {
            let pointer = trouble.place().map_or_else(|| "/target/on".to_owned(), |place| format!("/plan/{place}/on"));
            checks.push(FieldError::at(pointer, trouble.code()));
        }
        self.use_of_gain = checks.optional_text("/use_of_gain", &self.use_of_gain, most::TEXT);
        self.budget = self.budget.and_then(|budget| budget.check(&mut checks, "/budget"));
        let after = self.first_measurement_on >= self.baseline.on;
        checks.require(after, "/first_measurement_on", "before_baseline");
        let lasts = self.sustain_until.is_none_or(|until| until > self.target.on);
        checks.require(lasts, "/sustain_until", "not_after_target");
        checks.done(self)
    }

    fn promise(&self) -> Promise {
        Promise {
            baseline: self.baseline.into(),
            target: self.target.into(),
            plan: self.plan.iter().copied().map(Point::from).collect(),
            // Nothing that is checked depends on it.
            direction: Direction::Up,
        }
    }

    /// Whether only the owner is another.
    pub fn differs_in_owner_only(&self, other: &Self) -> bool {
        self.owner_id != other.owner_id && Self { owner_id: other.owner_id, ..self.clone() } == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(on: &str, value: &str) -> DatedValue {
        DatedValue { on: Day::parse(on).expect("a day"), value: value.parse().expect("a number") }
    }

    fn draft() -> CommitmentDraft {
        CommitmentDraft {
            baseline: dated("2026-01-01", "42"),
            target: dated("2027-01-01", "20"),
            plan: vec![dated("2026-07-01", "30")],
            owner_id: None,
            use_of_gain: String::new(),
            budget: None,
            first_measurement_on: Day::parse("2026-01-01").expect("a day"),
            sustain_until: None,
        }
    }

    fn wrong(draft: CommitmentDraft) -> Vec<(String, &'static str)> {
        let refusal = draft.checked().expect_err("wrong");
        refusal.errors.into_iter().map(|error| (error.pointer.unwrap_or_default(), error.code)).collect()
    }

    #[test]
    fn the_wrong_point_is_the_one_named() {
        assert!(draft().checked().is_ok());
        let backwards = CommitmentDraft { target: dated("2026-01-01", "1"), ..draft() };
        assert_eq!(wrong(backwards), [("/target/on".into(), "target_not_after_baseline")]);
        let plan = vec![dated("2026-07-01", "30"), dated("2026-07-01", "31")];
        assert_eq!(wrong(CommitmentDraft { plan, ..draft() }), [("/plan/1/on".into(), "plan_day_twice")]);
        let early = CommitmentDraft { first_measurement_on: Day::parse("2025-12-31").expect("a day"), ..draft() };
        assert_eq!(wrong(early), [("/first_measurement_on".into(), "before_baseline")]);
        let until = |text: &str| CommitmentDraft { sustain_until: Day::parse(text), ..draft() };
        assert_eq!(wrong(until("2027-01-01")), [("/sustain_until".into(), "not_after_target")]);
        assert!(until("2027-01-02").checked().is_ok());
    }

    #[test]
    fn a_budget_is_kept_as_it_came() {
        for text in [
            r#""settes av til rehabilitering""#,
            r#"{"no_cash_effect":true}"#,
            r#"{"year":2027,"account":"1200","amount":"-350000"}"#,
        ] {
            let budget: Budget = serde_json::from_str(text).expect("a budget");
            assert_eq!(Budget::to_column(Some(&budget)), text);
            assert_eq!(Budget::from_column(text), Some(budget));
        }
        assert_eq!(Budget::from_column(""), None);
        let amount = serde_json::from_str::<Budget>(r#"{"year":2027,"account":"1","amount":"1e9"}"#);
        assert!(amount.expect_err("no number").to_string().starts_with("number_not_a_number"));
        assert!(serde_json::from_str::<Budget>("7").is_err());
        let untrue = Budget::NoCashEffect(NoCashEffect { no_cash_effect: false });
        assert_eq!(wrong(CommitmentDraft { budget: Some(untrue), ..draft() })[0].1, "only_true");
    }

    #[test]
    fn a_new_owner_is_told_from_new_figures() {
        let other = CommitmentDraft { owner_id: Some(PersonId::from_number(7)), ..draft() };
        assert!(other.differs_in_owner_only(&draft()));
        assert!(!draft().differs_in_owner_only(&draft()));
        let figures = CommitmentDraft { target: dated("2027-01-01", "21"), ..other };
        assert!(!figures.differs_in_owner_only(&draft()));
    }
}
