//! The competences a project needs, and what each municipality says of them.

use diesel::prelude::*;

use crate::access::{Place, Placed, Scope};
use crate::anchoring::rules::{CompetenceDraft, CompetenceState, StateDraft};
use crate::audit::Facts;
use crate::clock::Moment;
use crate::db::schema::{competence, competence_state};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{CompetenceId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome};

/// A competence that a project needs.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = competence)]
pub struct Competence {
    /// Id.
    pub id: CompetenceId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// What one must know or be able to do.
    pub title: String,
    /// Who needs it.
    pub audience: String,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Competence {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Competence {
    /// What was written about it.
    pub fn draft(&self) -> CompetenceDraft {
        CompetenceDraft { title: self.title.clone(), audience: self.audience.clone() }
    }
}

/// What a municipality says of a competence.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = competence_state)]
pub struct Said {
    /// The competence.
    pub competence_id: CompetenceId,
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// Where it stands.
    pub state: CompetenceState,
    /// Why it is not relevant.
    pub reason: String,
    /// Who said so.
    pub updated_by: Option<PersonId>,
    /// When.
    pub updated_at: Moment,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Said {
    /// What was said.
    pub fn draft(&self) -> StateDraft {
        StateDraft { state: self.state, reason: self.reason.clone() }
    }
}

/// A competence in reach.
pub fn find_competence_within(conn: &mut AnyConn, scope: &Scope, id: CompetenceId) -> Outcome<Competence> {
    competence::table
        .filter(competence::id.eq(id))
        .select(Competence::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Competence| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// The competences a project needs, in the order they were made.
pub fn competences_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Competence>> {
    Ok(competence::table
        .filter(competence::project_id.eq(project))
        .order(competence::id)
        .select(Competence::as_select())
        .load(conn)?)
}

/// What every municipality says of a project's competences.
pub fn said_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Said>> {
    Ok(competence_state::table
        .filter(competence_state::project_id.eq(project))
        .order((competence_state::competence_id, competence_state::municipality_id))
        .select(Said::as_select())
        .load(conn)?)
}

/// What one municipality says of a competence, when it has said anything.
pub fn said_in(conn: &mut AnyConn, id: CompetenceId, municipality: MunicipalityId) -> Outcome<Option<Said>> {
    Ok(competence_state::table
        .filter(competence_state::competence_id.eq(id))
        .filter(competence_state::municipality_id.eq(municipality))
        .select(Said::as_select())
        .first(conn)
        .optional()?)
}

/// Makes a competence and answers its id.
pub fn insert_competence(
    tx: &mut Tx<'_>,
    region: RegionId,
    project: ProjectId,
    draft: &CompetenceDraft,
) -> Outcome<CompetenceId> {
    let id = CompetenceId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(competence::table)
        .values((
            competence::id.eq(id),
            competence::region_id.eq(region),
            competence::project_id.eq(project),
            competence::title.eq(&draft.title),
            competence::audience.eq(&draft.audience),
            competence::created_at.eq(now),
            competence::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes a competence anew over the version that was read; 412 when somebody was faster.
pub fn update_competence(tx: &mut Tx<'_>, over: &Competence, draft: &CompetenceDraft) -> Outcome<()> {
    let of = competence::table.filter(competence::id.eq(over.id)).filter(competence::version.eq(over.version));
    let rows = diesel::update(of)
        .set((
            competence::title.eq(&draft.title),
            competence::audience.eq(&draft.audience),
            competence::version.eq(over.version + 1),
        ))
        .execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// Sets what a municipality says of a competence, over what was read; 412 when somebody was faster.
pub fn set_state(
    tx: &mut Tx<'_>,
    of: &Competence,
    municipality: MunicipalityId,
    before: Option<&Said>,
    draft: &StateDraft,
) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    let values = (
        competence_state::state.eq(draft.state),
        competence_state::reason.eq(&draft.reason),
        competence_state::updated_by.eq(by),
        competence_state::updated_at.eq(now),
    );
    let Some(before) = before else {
        let done = diesel::insert_into(competence_state::table)
            .values((
                competence_state::competence_id.eq(of.id),
                competence_state::municipality_id.eq(municipality),
                competence_state::region_id.eq(of.region_id),
                competence_state::project_id.eq(of.project_id),
                values,
                competence_state::version.eq(1),
            ))
            .execute(&mut **tx);
        return match done {
            Ok(_) => Ok(()),
            // On PostgreSQL two can be the first at once; the second has then not seen the first.
            Err(error) if is_unique_violation(&error) => Err(Code::Stale.into()),
            Err(error) => Err(error.into()),
        };
    };
    let row = competence_state::table
        .filter(competence_state::competence_id.eq(of.id))
        .filter(competence_state::municipality_id.eq(municipality))
        .filter(competence_state::version.eq(before.version));
    let rows =
        diesel::update(row).set((values, competence_state::version.eq(before.version + 1))).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// What a competence consists of, for the event log.
pub fn competence_facts(draft: &CompetenceDraft) -> Facts {
    Facts::new().words("title", &draft.title).words("audience", &draft.audience)
}

/// What was said of a competence, for the event log.
pub fn state_facts(draft: &StateDraft) -> Facts {
    Facts::new().plain("state", draft.state).words("reason", &draft.reason)
}
