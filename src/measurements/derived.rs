//! What is kept beside the measurements, in their own transaction: each series' latest state, each cell's sums. The only
//! writer of `series` and `cell`.

use crate::db::Tx;
use crate::ids::{MunicipalityId, ProjectId, RegionId};
use crate::refusal::Outcome;

/// Derives anew everything of one project in one municipality: after an acceptance, a hand-back, a changed commitment.
pub fn rederive_place(
    _tx: &mut Tx<'_>,
    _region: RegionId,
    _project: ProjectId,
    _municipality: MunicipalityId,
) -> Outcome<()> {
    Ok(())
}
