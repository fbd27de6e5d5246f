//! Queries and writes of change steps. The only writer of `change_step`.

use crate::db::Tx;
use crate::ids::{MunicipalityId, ProjectId, RegionId};
use crate::refusal::Outcome;

/// Makes one instance of each of the project's templates for a municipality that has none yet.
pub fn instantiate(
    _tx: &mut Tx<'_>,
    _region: RegionId,
    _project: ProjectId,
    _municipality: MunicipalityId,
) -> Outcome<()> {
    Ok(())
}
