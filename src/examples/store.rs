//! Queries and writes of examples. The only writer of `example` and `example_reuse`.

use diesel::prelude::*;

use super::rules::{Effect, ExampleDraft, State};
use crate::access::{Place, Placed, Scope};
use crate::audit::Facts;
use crate::clock::{Day, Moment};
use crate::db::schema::{example, example_reuse};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{BenefitId, CommitmentId, ExampleId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::measurements::store::Promised;
use crate::projects::store::Project;
use crate::refusal::{Code, Outcome};
use crate::regions;

/// How a municipality got a benefit to come about.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = example)]
pub struct Example {
    /// Id.
    pub id: ExampleId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Benefit.
    pub benefit_id: BenefitId,
    /// Whose it is.
    pub municipality_id: MunicipalityId,
    /// The commitment it is told of.
    pub commitment_id: CommitmentId,
    /// Title.
    pub title: String,
    /// What was done.
    pub done: String,
    /// What it took.
    pub took: String,
    /// Whom to ask.
    pub contact_name: String,
    /// At which address.
    pub contact_email: String,
    /// Whether the measured effect is told.
    pub tells_effect: bool,
    /// The effect when it was shared, JSON of [`Effect`]; empty where none was told.
    pub effect: String,
    /// Whom it is shown to.
    pub state: State,
    /// The day it was shared last.
    pub shared_on: Option<Day>,
    /// Who began it.
    pub created_by: Option<PersonId>,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Example {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

impl Example {
    /// What is written in it.
    pub fn draft(&self) -> ExampleDraft {
        ExampleDraft {
            title: self.title.clone(),
            done: self.done.clone(),
            took: self.took.clone(),
            contact_name: self.contact_name.clone(),
            contact_email: self.contact_email.clone(),
            tells_effect: self.tells_effect,
        }
    }

    /// The effect that was told when it was shared last.
    pub fn told(&self) -> Option<Effect> {
        serde_json::from_str(&self.effect).ok()
    }
}

/// That a municipality uses an example.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = example_reuse)]
pub struct Reuse {
    /// The example.
    pub example_id: ExampleId,
    /// Who uses it.
    pub municipality_id: MunicipalityId,
    /// How, in its own words.
    pub note: String,
    /// Since when.
    pub recorded_at: Moment,
}

/// Those of some examples of one region that this scope may read: all of one's own municipality's, and of the others' what
/// they share, as long as they are members.
fn seen(conn: &mut AnyConn, scope: &Scope, region: RegionId, rows: Vec<Example>, today: Day) -> Outcome<Vec<Example>> {
    if rows.is_empty() {
        return Ok(rows);
    }
    let members = regions::store::memberships(conn, region)?;
    let is_member = |id: MunicipalityId| members.iter().any(|row| row.municipality_id == id && row.counts_on(today));
    // A machine writes no examples, and reads what is shared: no drafts, whoever made its token.
    let own = if scope.is_bound() { Vec::new() } else { scope.own_municipalities() };
    let is_seen = |row: &Example| {
        let shared = row.state == State::Shared && scope.sees_region(region) && scope.lists(row.municipality_id);
        own.contains(&(region, row.municipality_id)) || (shared && is_member(row.municipality_id))
    };
    Ok(rows.into_iter().filter(is_seen).collect())
}

/// An example in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: ExampleId, today: Day) -> Outcome<Example> {
    let found: Option<Example> =
        example::table.filter(example::id.eq(id)).select(Example::as_select()).first(conn).optional()?;
    let Some(row) = found else { return Err(Code::NotFound.into()) };
    seen(conn, scope, row.region_id, vec![row], today)?.pop().ok_or(Code::NotFound.into())
}

/// The examples of a region in reach, newest first.
pub fn within(conn: &mut AnyConn, scope: &Scope, region: RegionId, today: Day) -> Outcome<Vec<Example>> {
    let rows: Vec<Example> = example::table
        .filter(example::region_id.eq(region))
        .order(example::id.desc())
        .select(Example::as_select())
        .load(conn)?;
    seen(conn, scope, region, rows, today)
}

/// What is shared of a project's benefits, newest first.
pub fn shared_in_project(conn: &mut AnyConn, scope: &Scope, of: &Project, today: Day) -> Outcome<Vec<Example>> {
    let rows: Vec<Example> = example::table
        .filter(example::project_id.eq(of.id))
        .filter(example::state.eq(State::Shared))
        .order(example::id.desc())
        .select(Example::as_select())
        .load(conn)?;
    seen(conn, scope, of.region_id, rows, today)
}

/// What other municipalities share of a benefit, newest first.
pub fn shared_by_others(
    conn: &mut AnyConn,
    scope: &Scope,
    (region, benefit): (RegionId, BenefitId),
    own: MunicipalityId,
    today: Day,
) -> Outcome<Vec<Example>> {
    let rows: Vec<Example> = example::table
        .filter(example::benefit_id.eq(benefit))
        .filter(example::state.eq(State::Shared))
        .filter(example::municipality_id.ne(own))
        .order(example::id.desc())
        .select(Example::as_select())
        .load(conn)?;
    seen(conn, scope, region, rows, today)
}

/// Who uses some examples, in the order they began.
pub fn reuses(conn: &mut AnyConn, examples: &[ExampleId]) -> Outcome<Vec<Reuse>> {
    let mut found: Vec<Reuse> = example_reuse::table
        .filter(example_reuse::example_id.eq_any(examples.to_vec()))
        .select(Reuse::as_select())
        .load(conn)?;
    found.sort_by_key(|row| (row.recorded_at, row.municipality_id));
    Ok(found)
}

/// Begins an example of a commitment.
pub fn insert(tx: &mut Tx<'_>, of: &Promised, draft: &ExampleDraft) -> Outcome<ExampleId> {
    let (id, by, now) = (ExampleId::from_number(tx.new_id()), tx.access().person(), tx.now());
    diesel::insert_into(example::table)
        .values((
            example::id.eq(id),
            example::region_id.eq(of.region_id),
            example::project_id.eq(of.project_id),
            example::benefit_id.eq(of.benefit_id),
            example::municipality_id.eq(of.municipality_id),
            example::commitment_id.eq(of.id),
            example::title.eq(&draft.title),
            example::done.eq(&draft.done),
            example::took.eq(&draft.took),
            example::contact_name.eq(&draft.contact_name),
            example::contact_email.eq(&draft.contact_email),
            example::tells_effect.eq(draft.tells_effect),
            example::effect.eq(""),
            example::state.eq(State::Draft),
            example::created_by.eq(by),
            example::created_at.eq(now),
            example::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes an example anew. 412 where somebody else changed it meanwhile.
pub fn update(tx: &mut Tx<'_>, over: &Example, draft: &ExampleDraft) -> Outcome<()> {
    let changed =
        diesel::update(example::table.filter(example::id.eq(over.id)).filter(example::version.eq(over.version)))
            .set((
                example::title.eq(&draft.title),
                example::done.eq(&draft.done),
                example::took.eq(&draft.took),
                example::contact_name.eq(&draft.contact_name),
                example::contact_email.eq(&draft.contact_email),
                example::tells_effect.eq(draft.tells_effect),
                example::version.eq(over.version + 1),
            ))
            .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// Shows it to others, or no longer. 409 where somebody else was faster.
pub fn set_state(tx: &mut Tx<'_>, over: &Example, state: State, effect: &str) -> Outcome<()> {
    let shared_on = if state == State::Shared { Some(tx.now().day()) } else { over.shared_on };
    let changed =
        diesel::update(example::table.filter(example::id.eq(over.id)).filter(example::version.eq(over.version)))
            .set((
                example::state.eq(state),
                example::effect.eq(effect),
                example::shared_on.eq(shared_on),
                example::version.eq(over.version + 1),
            ))
            .execute(&mut **tx)?;
    if changed == 1 { Ok(()) } else { Err(Code::ChangedMeanwhile.into()) }
}

/// What a municipality said of using an example.
pub fn reuse_of(conn: &mut AnyConn, id: ExampleId, municipality: MunicipalityId) -> Outcome<Option<Reuse>> {
    Ok(example_reuse::table
        .filter(example_reuse::example_id.eq(id))
        .filter(example_reuse::municipality_id.eq(municipality))
        .select(Reuse::as_select())
        .first(conn)
        .optional()?)
}

/// Notes that a municipality uses an example, or how, where it was noted before.
pub fn set_reuse(
    tx: &mut Tx<'_>,
    of: &Example,
    municipality: MunicipalityId,
    before: Option<&Reuse>,
    note: &str,
) -> Outcome<()> {
    if before.is_some() {
        diesel::update(
            example_reuse::table
                .filter(example_reuse::example_id.eq(of.id))
                .filter(example_reuse::municipality_id.eq(municipality)),
        )
        .set(example_reuse::note.eq(note))
        .execute(&mut **tx)?;
        return Ok(());
    }
    let (by, now) = (tx.access().person(), tx.now());
    let made = diesel::insert_into(example_reuse::table)
        .values((
            example_reuse::example_id.eq(of.id),
            example_reuse::municipality_id.eq(municipality),
            example_reuse::region_id.eq(of.region_id),
            example_reuse::note.eq(note),
            example_reuse::recorded_by.eq(by),
            example_reuse::recorded_at.eq(now),
        ))
        .execute(&mut **tx);
    match made {
        Err(error) if is_unique_violation(&error) => Err(Code::ChangedMeanwhile.into()),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(()),
    }
}

/// Notes that it no longer does; 404 where it did not.
pub fn delete_reuse(tx: &mut Tx<'_>, of: &Example, municipality: MunicipalityId) -> Outcome<()> {
    let gone = diesel::delete(
        example_reuse::table
            .filter(example_reuse::example_id.eq(of.id))
            .filter(example_reuse::municipality_id.eq(municipality)),
    )
    .execute(&mut **tx)?;
    if gone == 1 { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// What an example consists of, for the event log.
pub fn facts(draft: &ExampleDraft) -> Facts {
    Facts::new()
        .words("title", &draft.title)
        .words("done", &draft.done)
        .words("took", &draft.took)
        .words("contact_name", &draft.contact_name)
        .words("contact_email", &draft.contact_email)
        .plain("tells_effect", draft.tells_effect)
}
