//! What benefits, indicators and commitments are. Pure.

mod campaign;
mod commitment;

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::decimal::Decimal;
use crate::measurements::rules::{Accumulation, Direction, Frequency, Point};
use crate::refusal::{Checks, FieldError, Refusal};

pub use campaign::{CampaignDraft, MOST_CAMPAIGNS};
pub use commitment::{Budget, BudgetEntry, CommitmentDraft, NoCashEffect};

/// How long texts and lists may be.
mod most {
    pub const TITLE: usize = 200;
    pub const UNIT: usize = 50;
    pub const TEXT: usize = 2_000;
    pub const LINE: usize = 500;
    pub const ITEMS: usize = 50;
    pub const PLAN_POINTS: usize = 200;
    pub const DECIMALS: i64 = 6;
}

crate::db::types::words! {
    /// What kind of benefit (KS). Kinds are never added into one figure.
    Class {
        /// Spart tid.
        TimeSaved = "time_saved",
        /// Unngått kostnad.
        AvoidedCost = "avoided_cost",
        /// Økt kvalitet.
        BetterQuality = "better_quality",
        /// Inntekt.
        Income = "income",
    }
}

crate::db::types::words! {
    /// Whether it is wished for.
    Polarity {
        /// Gevinst.
        Benefit = "benefit" | "positive",
        /// Ulempe.
        Disbenefit = "disbenefit" | "negative",
    }
}

/// Where a gain arises in the municipality itself, and not with others.
pub const OWN_ORGANISATION: &str = "own_organisation";

/// Words for where a benefit arises that pages can translate; other words are shown as they were written.
pub const ARISES_IN: &[&str] =
    &[OWN_ORGANISATION, "other_public_body", "state", "citizens", "business", "voluntary_sector"];

/// Words for the use of the gain that pages can translate; other words are shown as they were written.
pub const USES_OF_GAIN: &[&str] = &["budget_reduction", "better_quality", "development", "competence", "other"];

/// A value on a day, as the API writes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// The value.
    pub value: Decimal,
    /// The day.
    pub on: Day,
}

impl From<DatedValue> for Point {
    fn from(dated: DatedValue) -> Self {
        Self { on: dated.on, value: dated.value }
    }
}

/// Everything one may write about a benefit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BenefitDraft {
    /// Title; the only thing an idea needs.
    pub title: String,
    /// Kind.
    pub class: Option<Class>,
    /// One of [`ARISES_IN`], or free words.
    pub arises_in: Option<String>,
    /// Benefit or disbenefit.
    pub polarity: Polarity,
    /// Description.
    pub description: String,
    /// One of [`USES_OF_GAIN`], or free words.
    pub use_of_gain: String,
    /// What must hold for the benefit to come.
    pub assumptions: Vec<String>,
}

impl Default for BenefitDraft {
    fn default() -> Self {
        Self {
            title: String::new(),
            class: None,
            arises_in: None,
            polarity: Polarity::Benefit,
            description: String::new(),
            use_of_gain: String::new(),
            assumptions: Vec::new(),
        }
    }
}

impl BenefitDraft {
    /// The same, tidied; refused where something cannot be so.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, most::TITLE);
        self.arises_in = self
            .arises_in
            .map(|text| checks.optional_text("/arises_in", &text, most::TITLE))
            .filter(|text| !text.is_empty());
        self.description = checks.optional_text("/description", &self.description, most::TEXT);
        self.use_of_gain = checks.optional_text("/use_of_gain", &self.use_of_gain, most::TEXT);
        if self.assumptions.len() > most::ITEMS {
            checks.push(FieldError::at("/assumptions", "too_many").with("max", most::ITEMS));
        }
        for (at, assumption) in self.assumptions.iter_mut().enumerate() {
            *assumption = checks.text(&format!("/assumptions/{at}"), assumption, most::LINE);
        }
        checks.done(self)
    }

    /// Whether the other would change what an acceptance rests on: kinds are summed apart.
    pub fn moves_what_was_accepted(&self, other: &Self) -> bool {
        self.class != other.class || self.polarity != other.polarity
    }
}

/// Everything one may write about an indicator; `None` where it was not said yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct IndicatorDraft {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// How often it is measured.
    pub frequency: Option<Frequency>,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
    /// How it is measured.
    pub method: String,
    /// Where the figure comes from.
    pub data_source: String,
    /// Decimals to show at least.
    pub decimals: i64,
}

impl IndicatorDraft {
    /// The same, tidied; refused where something is missing or cannot be so.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.name = checks.text("/name", &self.name, most::TITLE);
        self.unit = checks.text("/unit", &self.unit, most::UNIT);
        checks.require(self.direction.is_some(), "/direction", "required");
        checks.require(self.frequency.is_some(), "/frequency", "required");
        self.method = checks.optional_text("/method", &self.method, most::TEXT);
        self.data_source = checks.optional_text("/data_source", &self.data_source, most::TEXT);
        checks.require((0..=most::DECIMALS).contains(&self.decimals), "/decimals", "decimals_out_of_range");
        checks.done(self)
    }

    /// Whether the other would change what accepted figures mean.
    pub fn moves_what_was_accepted(&self, other: &Self) -> bool {
        self.direction != other.direction
            || self.frequency != other.frequency
            || self.accumulation != other.accumulation
            || self.unit != other.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_benefit_needs_a_title_and_an_indicator_four_things() {
        let benefit = BenefitDraft { title: "Kortere saksbehandling".into(), ..BenefitDraft::default() };
        assert!(benefit.checked().is_ok());
        let refusal = IndicatorDraft::default().checked().expect_err("empty");
        let places: Vec<_> = refusal.errors.iter().map(|error| error.pointer.clone().unwrap_or_default()).collect();
        assert_eq!(places, ["/name", "/unit", "/direction", "/frequency"]);
        let seven = IndicatorDraft { decimals: 7, ..IndicatorDraft::default() };
        assert_eq!(
            seven.checked().expect_err("seven").errors.last().map(|error| error.code),
            Some("decimals_out_of_range")
        );
    }

    #[test]
    fn a_better_name_moves_nothing_and_another_unit_does() {
        let days = IndicatorDraft { unit: "dager".into(), ..IndicatorDraft::default() };
        assert!(!days.moves_what_was_accepted(&IndicatorDraft { name: "Tid".into(), ..days.clone() }));
        assert!(days.moves_what_was_accepted(&IndicatorDraft { unit: "timer".into(), ..days.clone() }));
        assert!(days.moves_what_was_accepted(&IndicatorDraft { accumulation: Accumulation::Flow, ..days.clone() }));
    }
}
