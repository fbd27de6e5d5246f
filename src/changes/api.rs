//! Change steps in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{StepDraft, StepKind, StepState};
use super::store::{self, Step};
use crate::access::permission::{CarryOutSteps, SeeRoadmap};
use crate::access::{Actor, Allowed, Place, Placed};
use crate::audit::{self, Change};
use crate::clock::Day;
use crate::db::Tx;
use crate::handovers;
use crate::ids::{MunicipalityId, PersonId, ProjectId, StepId};
use crate::people;
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::regions;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};

/// Body of `createChangeStep`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBody {
    title: String,
    kind: StepKind,
    due_on: Option<Day>,
    owner_id: Option<PersonId>,
    /// Whose step; left out for a template of the region. People of one municipality add to their own.
    municipality_id: Option<MunicipalityId>,
}

/// Body of `updateChangeStep`: what is left out stays, what is null is taken away.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepPatch {
    /// Of templates and local additions.
    pub(super) title: Option<String>,
    /// Of templates and local additions.
    pub(super) kind: Option<StepKind>,
    #[serde(default, deserialize_with = "patch::given")]
    pub(super) due_on: Option<Option<Day>>,
    #[serde(default, deserialize_with = "patch::given")]
    pub(super) owner_id: Option<Option<PersonId>>,
    /// Of a municipality's step.
    pub(super) state: Option<StepState>,
    /// Required for blocked and dropped.
    pub(super) blocked_reason: Option<String>,
    /// Where one can see that it was done, of a municipality's step.
    pub(super) evidence: Option<String>,
}

/// A change step.
#[derive(Serialize, JsonSchema)]
pub struct StepAnswer {
    id: StepId,
    project_id: ProjectId,
    /// Whose step; null for a template.
    municipality_id: Option<MunicipalityId>,
    template_id: Option<StepId>,
    title: String,
    kind: StepKind,
    due_on: Option<Day>,
    owner_id: Option<PersonId>,
    state: StepState,
    blocked_reason: String,
    evidence: String,
    version: i64,
}

/// Change steps.
pub type StepList = List<StepAnswer>;

impl From<Step> for StepAnswer {
    fn from(row: Step) -> Self {
        Self {
            id: row.id,
            project_id: row.project_id,
            municipality_id: row.municipality_id,
            template_id: row.template_id,
            title: row.title,
            kind: row.kind,
            due_on: row.due_on,
            owner_id: row.owner_id,
            state: row.state,
            blocked_reason: row.blocked_reason,
            evidence: row.evidence,
            version: row.version,
        }
    }
}

/// The municipalities in a region that somebody belongs to.
pub fn own_in(actor: &Actor, place: Place) -> Vec<MunicipalityId> {
    // A coordinator's token that is bound to a municipality makes nobody belong there.
    let here = actor.grants.iter().filter(|grant| grant.region == place.region && !grant.role.is_regional());
    let mut own: Vec<MunicipalityId> = here.filter_map(|grant| grant.municipality).collect();
    own.sort_unstable();
    own.dedup();
    own
}

/// Whether somebody may write in this project: templates for the region, steps for their own municipality.
pub fn may_write(allowed: &Allowed<CarryOutSteps>, project: &Project) -> Result<(), Refusal> {
    let actor = allowed.someone()?;
    let own = own_in(actor, project.place());
    if own.iter().any(|municipality| allowed.may(&Place::municipality(project.region_id, *municipality))) {
        return Ok(());
    }
    allowed.over(project).map(drop)
}

/// Where a new step goes: the region's templates, or a municipality's own steps.
pub fn place_of_new(
    tx: &mut Tx<'_>,
    allowed: &Allowed<CarryOutSteps>,
    project: &Project,
    wanted: Option<MunicipalityId>,
) -> Outcome<Place> {
    let own = own_in(allowed.someone()?, project.place());
    let municipality = match (wanted, own.as_slice()) {
        (Some(wanted), _) => wanted,
        (None, _) if allowed.may(project) => return Ok(project.place()),
        (None, [only]) => *only,
        (None, _) => return Err(Refusal::invalid_at("/municipality_id", "required").into()),
    };
    let today = tx.now().day();
    if !regions::store::is_member_on(tx, project.region_id, municipality, today)? {
        return Err(Refusal::invalid_at("/municipality_id", "not_a_member").into());
    }
    let place = Place::municipality(project.region_id, municipality);
    allowed.over(&place)?;
    only_from_within(allowed.someone()?, place)?;
    Ok(place)
}

/// A municipality walks its own steps: the region writes templates, and supports.
pub fn only_from_within(actor: &Actor, place: Place) -> Result<(), Refusal> {
    let within = place.municipality.is_none_or(|municipality| own_in(actor, place).contains(&municipality));
    if within { Ok(()) } else { Err(Refusal::new(Code::NotYourRole)) }
}

/// `createChangeStep`
pub async fn create(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
        may_write(allowed, &project)?;
        let body: StepBody = call.json()?;
        let place = place_of_new(tx, allowed, &project, body.municipality_id)?;
        let draft = StepDraft {
            title: body.title,
            kind: Some(body.kind),
            due_on: body.due_on,
            owner_id: body.owner_id,
            ..StepDraft::default()
        };
        let id = create_within(tx, &project, place, draft)?;
        let row = store::find_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&StepAnswer::from(row), format!("/api/v1/change-steps/{id}")).version(version))
    })
    .await
}

/// Makes a step and tells of it. Shared by the API and the page. A new template also reaches those who hold the baton.
pub fn create_within(tx: &mut Tx<'_>, project: &Project, place: Place, draft: StepDraft) -> Outcome<StepId> {
    let draft = draft.checked()?;
    projects::lock(tx, project.id)?;
    check_owner(tx, place, draft.owner_id)?;
    let id = store::insert(tx, place, project.id, None, &draft)?;
    let facts = store::facts(&draft).plain("project_id", project.id).all();
    audit::record(tx, &Change::of(place, "change_step_created", "change_step", id).to(facts))?;
    if place.municipality.is_none() {
        for standing in handovers::store::standings_of_project(tx, project.id)? {
            if standing.state.is_held() {
                store::instantiate(tx, project.region_id, project.id, standing.municipality_id)?;
            }
        }
    }
    Ok(id)
}

/// Writes a step anew and tells what changed. Shared by the API and the page.
pub fn update_within(tx: &mut Tx<'_>, actor: &Actor, step: &Step, wanted: i64, draft: StepDraft) -> Outcome<()> {
    let mut draft = draft.checked()?;
    projects::lock(tx, step.project_id)?;
    let place = step.place();
    if draft.owner_id != step.owner_id {
        check_owner(tx, place, draft.owner_id)?;
    }
    if wanted != step.version {
        return Err(Code::Stale.into());
    }
    let begins = draft.begins_after(step.state);
    if let Some(municipality) = step.municipality_id.filter(|_| begins) {
        if !handovers::store::is_held(tx, step.project_id, municipality)? {
            return Err(Code::NotAccepted.into());
        }
        // No step is walked by nobody: who begins it without naming an owner owns it.
        draft.owner_id = draft.owner_id.or(Some(actor.person));
    }
    store::update(tx, step, &draft)?;
    let (old, new) = store::facts(&step.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(place, "change_step_updated", "change_step", step.id).from(old).to(new))?;
    if let Some(municipality) = step.municipality_id.filter(|_| begins) {
        handovers::store::begin_realisation(tx, step.region_id, step.project_id, municipality)?;
    }
    Ok(())
}

/// An owner has a role where the step is: anywhere in the region for a template, in the municipality for its own.
fn check_owner(tx: &mut Tx<'_>, place: Place, owner: Option<PersonId>) -> Outcome<()> {
    let Some(owner) = owner else { return Ok(()) };
    let today = tx.now().day();
    let active = people::store::find(tx, owner)?.is_some_and(|person| person.status != people::rules::Status::Disabled);
    let belongs = people::store::grants_in_force(tx, owner, today)?.iter().any(|grant| {
        grant.region == place.region && (place.municipality.is_none() || grant.municipality == place.municipality)
    });
    if active && belongs { Ok(()) } else { Err(Refusal::invalid_at("/owner_id", "unknown_person").into()) }
}

/// `listChangeSteps`: the region's templates and the steps of the municipalities in reach. For one municipality: its
/// steps, and the templates it has taken on none of yet.
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let project = projects::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&project)?;
        let page = Page::of(call)?;
        let mut rows = store::of_project(conn, project.id)?;
        rows.retain(|row| scope.sees(row.place()));
        if let Some(word) = call.query_word("municipality_id") {
            // A municipality out of reach has no steps that anybody could see.
            let only: MunicipalityId = word.parse().map_err(|()| Refusal::new(Code::NotFound))?;
            if !scope.sees_municipality(project.region_id, only) {
                return Err(Code::NotFound.into());
            }
            rows = for_one(rows, only);
        }
        let items = rows.into_iter().map(StepAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &StepAnswer| item.id.number(), false)?))
    })
    .await
}

/// A municipality's steps, and the templates it has no instance of.
pub fn for_one(mut rows: Vec<Step>, only: MunicipalityId) -> Vec<Step> {
    let taken: Vec<StepId> =
        rows.iter().filter(|row| row.municipality_id == Some(only)).filter_map(|row| row.template_id).collect();
    rows.retain(|row| match row.municipality_id {
        Some(municipality) => municipality == only,
        None => !taken.contains(&row.id),
    });
    rows
}

/// `getChangeStep`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&StepAnswer::from(row)).version(version))
    })
    .await
}

/// `updateChangeStep`
pub async fn update(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let step = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&step)?;
        only_from_within(allowed.someone()?, step.place())?;
        let wanted = call.if_match()?;
        let body: StepPatch = call.json()?;
        let draft = patched(&step, body)?;
        update_within(tx, allowed.someone()?, &step, wanted, draft)?;
        let row = store::find_within(tx, &allowed.scope(), step.id)?;
        let version = row.version;
        Ok(Answer::ok(&StepAnswer::from(row)).version(version))
    })
    .await
}

pub(super) fn patched(step: &Step, body: StepPatch) -> Result<StepDraft, Refusal> {
    let mut checks = Checks::new();
    if step.is_template() {
        checks.require(body.state.is_none(), "/state", "not_of_a_template");
        checks.require(body.blocked_reason.is_none(), "/blocked_reason", "not_of_a_template");
        checks.require(body.evidence.is_none(), "/evidence", "not_of_a_template");
    }
    if step.template_id.is_some() {
        let same_title = body.title.as_deref().is_none_or(|title| title == step.title);
        checks.require(same_title, "/title", "stands_in_the_template");
        checks.require(body.kind.is_none_or(|kind| kind == step.kind), "/kind", "stands_in_the_template");
    }
    let draft = step.draft();
    let state = body.state.unwrap_or(draft.state);
    let reason = body.blocked_reason.as_deref().unwrap_or_default();
    // Beside a state that has no reason it goes with the old one; alone it would be lost.
    let explains = state.needs_reason() || body.state.is_some();
    checks.require(reason.is_empty() || explains, "/blocked_reason", "only_when_stopped");
    checks.done(StepDraft {
        title: body.title.unwrap_or(draft.title),
        kind: body.kind.or(draft.kind),
        due_on: body.due_on.unwrap_or(draft.due_on),
        owner_id: body.owner_id.unwrap_or(draft.owner_id),
        state,
        blocked_reason: body.blocked_reason.unwrap_or(draft.blocked_reason),
        evidence: body.evidence.unwrap_or(draft.evidence),
    })
}
