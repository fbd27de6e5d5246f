//! Two pairs of eyes: where a region asks for it, a value counts when somebody else than the one who entered it has
//! confirmed it. Until then it answers its due date and stands in no sum.

pub mod api;
pub mod pages;
mod view;

use super::rules::may_confirm;
use super::store::{self, Measurement, Promised};
use crate::access::permission::Confirm;
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change, Values};
use crate::db::Tx;
use crate::ids::MeasurementId;
use crate::refusal::{Code, Outcome};

/// Confirms one value in the version that was looked at.
fn confirm(
    tx: &mut Tx<'_>,
    allowed: &Allowed<Confirm>,
    id: MeasurementId,
    version: i64,
) -> Outcome<(Measurement, Promised)> {
    let today = tx.now().day();
    let (old, promised) = store::find_within(tx, &allowed.scope(), id, today)?;
    allowed.over(&promised)?;
    if old.version != version {
        return Err(Code::Stale.into());
    }
    may_confirm(old.waits, old.recorded_by, allowed.someone()?.person)?;
    super::derived::lock_place(tx, promised.place_key())?;
    if !store::confirm(tx, &old)? {
        return Err(Code::Stale.into());
    }
    let told = Values::new().with("version", old.version).with("commitment_id", promised.id).with("on", old.on_day);
    audit::record(tx, &Change::of(promised.place(), "measurement_confirmed", "measurement", id).to(told))?;
    Ok((store::find_within(tx, &allowed.scope(), id, today)?.0, promised))
}
