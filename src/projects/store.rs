//! Queries and writes of projects. The only writer of `project` and `participation`.

use diesel::prelude::*;

use super::rules::{Participating, Phase};
use crate::access::{Place, Placed, Scope};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{participation, project};
use crate::ids::{MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome};

/// A project on a roadmap. Lists stand as JSON; `rules::from_json` reads them.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = project)]
pub struct Project {
    /// Id.
    pub id: ProjectId,
    /// Its region.
    pub region_id: RegionId,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// What becomes new (fornying).
    pub renewal: String,
    /// Why it renews without removing anything, when it does.
    pub renewal_alone_because: String,
    /// What goes away (forenkling): JSON of `rules::Simplification`.
    pub simplifications: String,
    /// Where it stands.
    pub phase: Phase,
    /// JSON of `rules::DecisionPoint`.
    pub decision_points: String,
    /// Planned start.
    pub starts_on: Option<Day>,
    /// Planned end.
    pub ends_on: Option<Day>,
    /// JSON of `rules::YearCost`.
    pub costs: String,
    /// Whether law demands it.
    pub statutory: bool,
    /// Theme.
    pub theme: String,
    /// Overall benefits responsible.
    pub responsible_id: Option<PersonId>,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Project {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

/// How a municipality stands to a project.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = participation)]
pub struct Participation {
    /// The project.
    pub project_id: ProjectId,
    /// The municipality.
    pub municipality_id: MunicipalityId,
    /// The region.
    pub region_id: RegionId,
    /// How.
    pub state: Participating,
    /// Why, for declining and leaving.
    pub reason: String,
    /// Version for `If-Match`.
    pub version: i64,
}

/// A project in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: ProjectId) -> Outcome<Project> {
    find(conn, id)?.filter(|project| scope.sees_region(project.region_id)).ok_or(Code::NotFound.into())
}

/// A project.
pub fn find(conn: &mut AnyConn, id: ProjectId) -> Outcome<Option<Project>> {
    Ok(project::table.filter(project::id.eq(id)).select(Project::as_select()).first(conn).optional()?)
}

/// The projects of a region in the order they were made.
pub fn of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Project>> {
    Ok(project::table
        .filter(project::region_id.eq(region))
        .order(project::id)
        .select(Project::as_select())
        .load(conn)?)
}

/// Who takes part in a project, and how.
pub fn participations(conn: &mut AnyConn, id: ProjectId) -> Outcome<Vec<Participation>> {
    Ok(participation::table
        .filter(participation::project_id.eq(id))
        .order(participation::municipality_id)
        .select(Participation::as_select())
        .load(conn)?)
}

/// How one municipality stands to a project.
pub fn participation_of(
    conn: &mut AnyConn,
    id: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<Option<Participation>> {
    Ok(participation::table
        .filter(participation::project_id.eq(id))
        .filter(participation::municipality_id.eq(municipality))
        .select(Participation::as_select())
        .first(conn)
        .optional()?)
}
