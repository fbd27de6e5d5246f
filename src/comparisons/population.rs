//! Keeping a count of inhabitants. Shared by the API and the page.

use super::rules::PopulationDraft;
use super::store::{self, Population};
use crate::access::Placed;
use crate::audit::{self, Change, Facts};
use crate::db::Tx;
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::{Code, Outcome};

/// Keeps a count and tells the log. A count that stands for the day already is replaced only by who has seen it.
pub fn keep(
    tx: &mut Tx<'_>,
    place: (RegionId, MunicipalityId),
    sent: Option<i64>,
    draft: PopulationDraft,
) -> Outcome<Population> {
    let draft = draft.checked(tx.now().day())?;
    let known = store::find(tx, place.0, place.1, draft.on)?;
    match (known.as_ref().map(|known| known.version), sent) {
        (Some(_), None) => return Err(Code::IfMatchNeeded.into()),
        (stands, sent) if stands != sent => return Err(Code::Stale.into()),
        _ => {}
    }
    let kept = store::keep(tx, place, sent, &draft)?;
    let facts = |row: &Population| {
        Facts::new().plain("on", row.on_day).plain("inhabitants", row.inhabitants).plain("source", &row.source)
    };
    let change = Change::of(kept.place(), "population_set", "municipality", kept.municipality_id);
    let change = match &known {
        Some(before) => change.from(facts(before).all()),
        None => change,
    };
    audit::record(tx, &change.to(facts(&kept).all()))?;
    Ok(kept)
}
