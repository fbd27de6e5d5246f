//! Which batons are caught in daily operations, read off what the rooms keep.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rules::idle::{Held, Idle, idle};
use crate::changes::rules::StepState;
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::db::schema::{acceptance, cell, change_step, handover, project};
use crate::handovers::rules::State;
use crate::ids::{MunicipalityId, ProjectId};
use crate::measurements::derived::{CELL, CellRow, cell_of};
use crate::refusal::Outcome;
use crate::regions::store::Region;

/// A baton that is caught.
#[derive(Clone, Debug)]
pub struct Caught {
    /// Its project.
    pub project_id: ProjectId,
    /// The project's title.
    pub project: String,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Since when and what is due.
    pub idle: Idle,
}

type Place = (ProjectId, MunicipalityId);

/// The batons of a region that are caught on a day, the longest first; of one municipality, or of all.
pub fn caught(conn: &mut AnyConn, region: &Region, only: Option<MunicipalityId>, today: Day) -> Outcome<Vec<Caught>> {
    let mut batons =
        handover::table
            .inner_join(acceptance::table.on(
                acceptance::handover_id.eq(handover::id).and(acceptance::package_number.eq(handover::package_number)),
            ))
            .filter(handover::region_id.eq(region.id))
            .filter(handover::state.eq_any(vec![
                State::Accepted,
                State::AcceptedWithConditions,
                State::AcceptedLater,
                State::InRealisation,
            ]))
            .select((handover::project_id, handover::municipality_id, acceptance::answered_at))
            .into_boxed();
    if let Some(only) = only {
        batons = batons.filter(handover::municipality_id.eq(only));
    }
    let batons: Vec<(ProjectId, MunicipalityId, Moment)> = batons.load(conn)?;
    let titles: HashMap<ProjectId, String> = project::table
        .filter(project::region_id.eq(region.id))
        .select((project::id, project::title))
        .load(conn)?
        .into_iter()
        .collect();
    let figures = figures(conn, region, only, today)?;
    let steps = steps(conn, region, only, today)?;
    let mut caught: Vec<Caught> = batons
        .into_iter()
        .filter_map(|(project_id, municipality_id, answered_at)| {
            let place = (project_id, municipality_id);
            let (logged, measurements_due) = figures.get(&place).copied().unwrap_or_default();
            let (moved, steps_due) = steps.get(&place).copied().unwrap_or_default();
            let held = Held { since: answered_at.day(), logged, moved, steps_due, measurements_due };
            let idle = idle(&held, region.idle_days, today)?;
            let project = titles.get(&project_id)?.clone();
            Some(Caught { project_id, project, municipality_id, idle })
        })
        .collect();
    caught.sort_by_key(|one| (std::cmp::Reverse(one.idle.days), one.project_id, one.municipality_id));
    Ok(caught)
}

/// The day on which anything was last logged and what is overdue, of each place.
fn figures(
    conn: &mut AnyConn,
    region: &Region,
    only: Option<MunicipalityId>,
    today: Day,
) -> Outcome<HashMap<Place, (Option<Day>, i64)>> {
    let mut cells = cell::table.filter(cell::region_id.eq(region.id)).into_boxed();
    if let Some(only) = only {
        cells = cells.filter(cell::municipality_id.eq(only));
    }
    let rows: Vec<(ProjectId, MunicipalityId, CellRow)> =
        cells.select((cell::project_id, cell::municipality_id, CELL)).load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(project, municipality, columns)| {
            let sums = cell_of(columns);
            ((project, municipality), (sums.logged_at.map(Moment::day), sums.overdue_on(today)))
        })
        .collect())
}

/// A step's project and municipality, its state, when it is due and when it last moved.
type StepRow = (ProjectId, Option<MunicipalityId>, StepState, Option<Day>, Option<Day>);

/// When a step last moved and how many are due, of each place.
fn steps(
    conn: &mut AnyConn,
    region: &Region,
    only: Option<MunicipalityId>,
    today: Day,
) -> Outcome<HashMap<Place, (Option<Day>, i64)>> {
    let mut rows = change_step::table
        .filter(change_step::region_id.eq(region.id))
        .filter(change_step::municipality_id.is_not_null())
        .into_boxed();
    if let Some(only) = only {
        rows = rows.filter(change_step::municipality_id.eq(only));
    }
    let rows: Vec<StepRow> = rows
        .select((
            change_step::project_id,
            change_step::municipality_id,
            change_step::state,
            change_step::due_on,
            change_step::moved_on,
        ))
        .load(conn)?;
    let mut places: HashMap<Place, (Option<Day>, i64)> = HashMap::new();
    for (project, municipality, state, due, moved) in rows {
        let Some(municipality) = municipality else { continue };
        let (newest, count) = places.entry((project, municipality)).or_default();
        *newest = (*newest).max(moved);
        *count += i64::from(!state.is_over() && due.is_some_and(|due| due <= today));
    }
    Ok(places)
}
