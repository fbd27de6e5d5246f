//! What a project is and when it is well described. Pure.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::decimal::Decimal;

crate::db::types::words! {
    /// Where a project stands (Digdir Prosjektveiviseren).
    Phase {
        /// Idé.
        Idea = "idea" | "ide" | "idé",
        /// Konsept, after BP1.
        Concept = "concept" | "konsept",
        /// Planlegge, after BP2.
        Planning = "planning" | "plan" | "planlegge",
        /// Gjennomføre, after BP3.
        Execution = "execution" | "execute" | "implementation" | "gjennomfore" | "gjennomføre",
        /// Avslutte, after BP4.
        Closing = "closing" | "close" | "closure" | "avslutte",
        /// Realisere, after BP5.
        Realisation = "realisation" | "realise" | "realization" | "realize" | "realisere",
        /// After BP6.
        Ended = "ended" | "end" | "closed",
    }
}

crate::db::types::words! {
    /// How a municipality stands to a project.
    Participating {
        /// Asked.
        Invited = "invited",
        /// Takes part.
        Joined = "joined",
        /// Said no.
        Declined = "declined",
        /// Was in, and left.
        Left = "left",
    }
}

/// A count before or after: a whole number or a decimal string, kept in the form in which it came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Count {
    /// A whole number.
    Whole(u32),
    /// A decimal.
    Exact(Decimal),
}

/// Something that goes away (forenkling).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simplification {
    /// What: steps, forms, systems, double entry.
    pub what: String,
    /// How many before.
    pub before: Option<Count>,
    /// How many after.
    pub after: Option<Count>,
}

/// Cost of one year, in kroner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearCost {
    /// The year.
    pub year: i32,
    /// Investment.
    pub investment: Decimal,
    /// Running cost.
    pub running: Decimal,
}

/// A decision point BP1 to BP6.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionPoint {
    /// `BP1` … `BP6`.
    pub point: String,
    /// When it was or will be decided.
    pub on: Option<Day>,
    /// Case reference, such as «Sak 075/14».
    pub case_reference: Option<String>,
}

/// «Fornying uten forenkling er forkastelig»: renews and removes nothing.
pub fn renews_without_simplifying(renewal: &str, simplifications: &[Simplification]) -> bool {
    !renewal.trim().is_empty() && simplifications.is_empty()
}

/// A list kept as JSON in a text column.
pub fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The text of such a list.
pub fn to_json(list: &impl Serialize) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".into())
}
