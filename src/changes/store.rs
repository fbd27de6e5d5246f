//! Queries and writes of change steps. The only writer of `change_step`.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::rules::{StepDraft, StepKind, StepState};
use crate::access::{Place, Placed, Scope};
use crate::audit::{self, Change, Facts};
use crate::clock::Day;
use crate::db::schema::change_step;
use crate::db::{AnyConn, Tx};
use crate::ids::{MunicipalityId, PersonId, ProjectId, RegionId, StepId};
use crate::people;
use crate::refusal::{Code, Outcome, Refusal};

/// A template in a project (no municipality), or a municipality's step.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = change_step)]
pub struct Step {
    /// Id.
    pub id: StepId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Whose step; none for a template.
    pub municipality_id: Option<MunicipalityId>,
    /// The template it was made from; none for templates and local additions.
    pub template_id: Option<StepId>,
    /// What to do.
    pub title: String,
    /// What kind of work.
    pub kind: StepKind,
    /// By when.
    pub due_on: Option<Day>,
    /// Who.
    pub owner_id: Option<PersonId>,
    /// Where it stands.
    pub state: StepState,
    /// Why it is blocked or dropped.
    pub blocked_reason: String,
    /// Version for `If-Match`.
    pub version: i64,
    /// When its state last changed.
    pub moved_on: Option<Day>,
    /// Where one can see that it was done.
    pub evidence: String,
}

impl Placed for Step {
    fn place(&self) -> Place {
        Place { region: Some(self.region_id), municipality: self.municipality_id }
    }
}

impl Step {
    /// What was written about it.
    pub fn draft(&self) -> StepDraft {
        StepDraft {
            title: self.title.clone(),
            kind: Some(self.kind),
            due_on: self.due_on,
            owner_id: self.owner_id,
            state: self.state,
            blocked_reason: self.blocked_reason.clone(),
            evidence: self.evidence.clone(),
        }
    }

    /// Whether the region wrote it for everybody.
    pub const fn is_template(&self) -> bool {
        self.municipality_id.is_none()
    }
}

/// A step in reach: a template of one's region, or a step of one's own.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: StepId) -> Outcome<Step> {
    change_step::table
        .filter(change_step::id.eq(id))
        .select(Step::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Step| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// Every step of a project, templates and municipalities' own, in the order they were made.
pub fn of_project(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Step>> {
    Ok(change_step::table
        .filter(change_step::project_id.eq(project))
        .order(change_step::id)
        .select(Step::as_select())
        .load(conn)?)
}

/// The templates of a project.
pub fn templates_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Step>> {
    Ok(of_project(conn, project)?.into_iter().filter(Step::is_template).collect())
}

/// The steps that were done last in a municipality, with the day and in its order.
pub fn done_last(
    conn: &mut AnyConn,
    project: ProjectId,
    municipality: MunicipalityId,
    most: i64,
) -> Outcome<Vec<(Day, String)>> {
    let rows: Vec<(Option<Day>, String)> = change_step::table
        .filter(change_step::project_id.eq(project))
        .filter(change_step::municipality_id.eq(municipality))
        .filter(change_step::state.eq(StepState::Done))
        .filter(change_step::moved_on.is_not_null())
        .order((change_step::moved_on.desc(), change_step::id.desc()))
        .limit(most)
        .select((change_step::moved_on, change_step::title))
        .load(conn)?;
    Ok(rows.into_iter().rev().filter_map(|(on, title)| Some((on?, title))).collect())
}

/// A municipality's steps in a project.
pub fn steps_in(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<Vec<Step>> {
    Ok(of_project(conn, project)?.into_iter().filter(|row| row.municipality_id == Some(municipality)).collect())
}

/// A municipality's steps that are due by a day and neither done nor dropped, the earliest first.
pub fn due_in(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId, by: Day) -> Outcome<Vec<Step>> {
    Ok(change_step::table
        .filter(change_step::region_id.eq(region))
        .filter(change_step::municipality_id.eq(municipality))
        .filter(change_step::due_on.le(by))
        .filter(change_step::state.ne_all(vec![StepState::Done, StepState::Dropped]))
        .order((change_step::due_on, change_step::id))
        .limit(1_000)
        .select(Step::as_select())
        .load(conn)?)
}

/// Makes a step and answers its id.
pub fn insert(
    tx: &mut Tx<'_>,
    place: Place,
    project: ProjectId,
    template: Option<StepId>,
    draft: &StepDraft,
) -> Outcome<StepId> {
    let id = StepId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(change_step::table)
        .values((
            change_step::id.eq(id),
            change_step::region_id.eq(place.region.ok_or(Code::NotFound)?),
            change_step::project_id.eq(project),
            change_step::municipality_id.eq(place.municipality),
            change_step::template_id.eq(template),
            columns(draft)?,
            change_step::created_at.eq(now),
            change_step::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes a step anew over the version that was read; 412 when somebody was faster.
pub fn update(tx: &mut Tx<'_>, over: &Step, draft: &StepDraft) -> Outcome<()> {
    let of = change_step::table.filter(change_step::id.eq(over.id)).filter(change_step::version.eq(over.version));
    let moved_on = if draft.state == over.state { over.moved_on } else { Some(tx.now().day()) };
    let columns = (columns(draft)?, change_step::moved_on.eq(moved_on), change_step::version.eq(over.version + 1));
    let rows = diesel::update(of).set(columns).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

type Columns<'a> = (
    Eq<change_step::title, &'a str>,
    Eq<change_step::kind, StepKind>,
    Eq<change_step::due_on, Option<Day>>,
    Eq<change_step::owner_id, Option<PersonId>>,
    Eq<change_step::state, StepState>,
    Eq<change_step::blocked_reason, &'a str>,
    Eq<change_step::evidence, &'a str>,
);

fn columns(draft: &StepDraft) -> Result<Columns<'_>, Refusal> {
    Ok((
        change_step::title.eq(draft.title.as_str()),
        change_step::kind.eq(draft.kind.ok_or_else(|| Refusal::invalid_at("/kind", "required"))?),
        change_step::due_on.eq(draft.due_on),
        change_step::owner_id.eq(draft.owner_id),
        change_step::state.eq(draft.state),
        change_step::blocked_reason.eq(draft.blocked_reason.as_str()),
        change_step::evidence.eq(draft.evidence.as_str()),
    ))
}

/// What a step consists of, for the event log.
pub fn facts(draft: &StepDraft) -> Facts {
    Facts::new()
        .words("title", &draft.title)
        .plain("kind", draft.kind)
        .plain("due_on", draft.due_on)
        .plain("owner_id", draft.owner_id)
        .plain("state", draft.state)
        .words("blocked_reason", &draft.blocked_reason)
        .words("evidence", &draft.evidence)
}

/// Gives a municipality its instance of every template it has none of yet, and answers how many were made. Doing it
/// again changes nothing.
pub fn instantiate(
    tx: &mut Tx<'_>,
    region: RegionId,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<usize> {
    let all = of_project(tx, project)?;
    let has = |template: StepId| {
        all.iter().any(|row| row.municipality_id == Some(municipality) && row.template_id == Some(template))
    };
    let missing: Vec<&Step> = all.iter().filter(|row| row.is_template() && !has(row.id)).collect();
    let place = Place::municipality(region, municipality);
    let today = tx.now().day();
    for template in &missing {
        // The region's own person does not walk the municipality's steps.
        let owner = match template.owner_id {
            Some(owner) if people::store::belongs_to(tx, owner, region, municipality, today)? => Some(owner),
            _ => None,
        };
        let draft = StepDraft { owner_id: owner, ..template.draft() };
        let id = insert(tx, place, project, Some(template.id), &draft)?;
        let facts = Facts::new().plain("template_id", template.id).plain("due_on", draft.due_on).all();
        audit::record(tx, &Change::of(place, "change_step_taken_on", "change_step", id).to(facts))?;
    }
    Ok(missing.len())
}
