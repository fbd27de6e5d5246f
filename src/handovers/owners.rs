//! Who owned each benefit when the baton was taken. Pure.
//!
//! Owners change later, as people do; an acceptance says for good whose the benefits were then.

use serde::{Deserialize, Serialize};

use super::package::Package;
use crate::ids::{IndicatorId, PersonId};

/// An owner as of the acceptance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OwnerThen {
    /// Which indicator.
    pub indicator_id: IndicatorId,
    /// Who.
    pub person_id: PersonId,
    /// Their name at the time.
    pub name: String,
}

/// Owners as they are kept and committed to: canonical by construction; empty when there are none.
pub fn to_column(owners: &[OwnerThen]) -> String {
    if owners.is_empty() { String::new() } else { serde_json::to_string(owners).unwrap_or_default() }
}

/// Reads the column; acceptances from before it was there have none.
pub fn from_column(text: &str) -> Vec<OwnerThen> {
    serde_json::from_str(text).unwrap_or_default()
}

/// What is kept in words: each indicator with its owner.
pub fn words(column: &str, package: &Package) -> String {
    let owned = |owner: OwnerThen| {
        format!("{}: {}", package.indicator_name(owner.indicator_id).unwrap_or_default(), owner.name)
    };
    from_column(column).into_iter().map(owned).collect::<Vec<_>>().join("; ")
}
