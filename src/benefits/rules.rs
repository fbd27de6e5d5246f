//! What benefits, indicators and commitments are. Pure.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::decimal::Decimal;
use crate::measurements::rules::Point;

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

/// Words for where a benefit arises that pages can translate; other words are shown as they were written.
pub const ARISES_IN: &[&str] =
    &["own_organisation", "other_public_body", "state", "citizens", "business", "voluntary_sector"];

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
