//! Queries and writes of projects. The only writer of `project` and `participation`.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::rules::{Draft, Participating, ParticipationDraft, Phase, from_json, to_json};
use crate::access::{Place, Placed, Scope};
use crate::audit::Facts;
use crate::clock::Day;
use crate::db::schema::{participation, project};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::decimal::Decimal;
use crate::ids::{MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome};

/// Makes other writers of this project's package wait until the transaction is over: what a baton says is read whole, and
/// must not change between that and its answer. Before anything that is judged is read. SQLite has one writer anyhow.
pub fn lock(conn: &mut AnyConn, project: ProjectId) -> Outcome<()> {
    if let AnyConn::Postgres(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(project)
            .execute(pg)?;
    }
    Ok(())
}

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
    /// When each phase is planned: JSON of `rules::PhasePlan`.
    pub phases: String,
}

impl Placed for Project {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Project {
    /// What was written about it, with its lists read.
    pub fn draft(&self) -> Draft {
        Draft {
            title: self.title.clone(),
            summary: self.summary.clone(),
            renewal: self.renewal.clone(),
            renewal_alone_because: self.renewal_alone_because.clone(),
            simplifications: from_json(&self.simplifications),
            phase: self.phase,
            phases: from_json(&self.phases),
            decision_points: from_json(&self.decision_points),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            costs: from_json(&self.costs),
            statutory: self.statutory,
            theme: self.theme.clone(),
            responsible_id: self.responsible_id,
        }
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
    /// Its share of the costs, in percent.
    pub cost_share: Option<Decimal>,
}

/// A project in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: ProjectId) -> Outcome<Project> {
    find(conn, id)?.filter(|project| scope.sees_region(project.region_id)).ok_or(Code::NotFound.into())
}

/// A project.
pub fn find(conn: &mut AnyConn, id: ProjectId) -> Outcome<Option<Project>> {
    Ok(project::table.filter(project::id.eq(id)).select(Project::as_select()).first(conn).optional()?)
}

/// A project of this region; 404 where it has none such.
pub fn find_in(conn: &mut AnyConn, region: RegionId, id: ProjectId) -> Outcome<Project> {
    find(conn, id)?.filter(|project| project.region_id == region).ok_or(Code::NotFound.into())
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

/// Makes a project and answers its id.
pub fn insert(tx: &mut Tx<'_>, region: RegionId, draft: &Draft) -> Outcome<ProjectId> {
    let id = ProjectId::from_number(tx.new_id());
    let (now, person) = (tx.now(), tx.access().person());
    diesel::insert_into(project::table)
        .values((
            project::id.eq(id),
            project::region_id.eq(region),
            columns(draft),
            project::created_by.eq(person),
            project::created_at.eq(now),
            project::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes a project anew over the version that was read; 412 when somebody was faster.
pub fn update(tx: &mut Tx<'_>, over: &Project, draft: &Draft) -> Outcome<()> {
    let rows = diesel::update(project::table.filter(project::id.eq(over.id)).filter(project::version.eq(over.version)))
        .set((columns(draft), project::version.eq(over.version + 1)))
        .execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

type Columns<'a> = (
    Eq<project::title, &'a str>,
    Eq<project::summary, &'a str>,
    Eq<project::renewal, &'a str>,
    Eq<project::renewal_alone_because, &'a str>,
    Eq<project::simplifications, String>,
    Eq<project::phase, Phase>,
    Eq<project::decision_points, String>,
    (
        Eq<project::starts_on, Option<Day>>,
        Eq<project::ends_on, Option<Day>>,
        Eq<project::costs, String>,
        Eq<project::statutory, bool>,
        Eq<project::theme, &'a str>,
        Eq<project::responsible_id, Option<PersonId>>,
        Eq<project::phases, String>,
    ),
);

fn columns(draft: &Draft) -> Columns<'_> {
    (
        project::title.eq(draft.title.as_str()),
        project::summary.eq(draft.summary.as_str()),
        project::renewal.eq(draft.renewal.as_str()),
        project::renewal_alone_because.eq(draft.renewal_alone_because.as_str()),
        project::simplifications.eq(to_json(&draft.simplifications)),
        project::phase.eq(draft.phase),
        project::decision_points.eq(to_json(&draft.decision_points)),
        (
            project::starts_on.eq(draft.starts_on),
            project::ends_on.eq(draft.ends_on),
            project::costs.eq(to_json(&draft.costs)),
            project::statutory.eq(draft.statutory),
            project::theme.eq(draft.theme.as_str()),
            project::responsible_id.eq(draft.responsible_id),
            project::phases.eq(to_json(&draft.phases)),
        ),
    )
}

/// What a project consists of, for the event log.
pub fn facts(draft: &Draft) -> Facts {
    Facts::new()
        .words("title", &draft.title)
        .words("summary", &draft.summary)
        .words("renewal", &draft.renewal)
        .words("renewal_alone_because", &draft.renewal_alone_because)
        .words("simplifications", list(&draft.simplifications))
        .plain("phase", draft.phase)
        .plain("phases", &draft.phases)
        .words("decision_points", list(&draft.decision_points))
        .plain("starts_on", draft.starts_on)
        .plain("ends_on", draft.ends_on)
        .plain("costs", &draft.costs)
        .plain("statutory", draft.statutory)
        .words("theme", &draft.theme)
        .plain("responsible_id", draft.responsible_id)
}

fn list<T: serde::Serialize>(items: &[T]) -> String {
    if items.is_empty() { String::new() } else { to_json(&items) }
}

/// Sets how a municipality stands to a project: over the version that was read, or for the first time.
pub fn set_participation(
    tx: &mut Tx<'_>,
    over: &Project,
    municipality: MunicipalityId,
    before: Option<&Participation>,
    draft: &ParticipationDraft,
) -> Outcome<i64> {
    let Some(before) = before else {
        let done = diesel::insert_into(participation::table)
            .values((
                participation::project_id.eq(over.id),
                participation::municipality_id.eq(municipality),
                participation::region_id.eq(over.region_id),
                participation::state.eq(draft.state),
                participation::reason.eq(&draft.reason),
                participation::cost_share.eq(draft.cost_share),
                participation::version.eq(1),
            ))
            .execute(&mut **tx);
        return match done {
            Ok(_) => Ok(1),
            // On PostgreSQL two can be the first at once; the second has then not seen the first.
            Err(error) if is_unique_violation(&error) => Err(Code::Stale.into()),
            Err(error) => Err(error.into()),
        };
    };
    let rows = diesel::update(
        participation::table
            .filter(participation::project_id.eq(over.id))
            .filter(participation::municipality_id.eq(municipality))
            .filter(participation::version.eq(before.version)),
    )
    .set((
        participation::state.eq(draft.state),
        participation::reason.eq(&draft.reason),
        participation::cost_share.eq(draft.cost_share),
        participation::version.eq(before.version + 1),
    ))
    .execute(&mut **tx)?;
    if rows == 1 { Ok(before.version + 1) } else { Err(Code::Stale.into()) }
}

/// How the municipalities stand to each project of a region.
pub fn participations_in(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Participation>> {
    Ok(participation::table
        .filter(participation::region_id.eq(region))
        .order((participation::project_id, participation::municipality_id))
        .select(Participation::as_select())
        .load(conn)?)
}
