//! Projects in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{DecisionPoint, Draft, Phase, PhasePlan, Simplification, YearCost};
use super::store::{self, Project};
use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::access::{Allowed, Place, Placed};
use crate::audit::{self, Change};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::handovers;
use crate::ids::{PersonId, ProjectId, RegionId};
use crate::people;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};

/// Body of `updateProject`: what is left out stays, what is null is taken away.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectPatch {
    title: Option<String>,
    summary: Option<String>,
    /// What becomes new (fornying).
    renewal: Option<String>,
    /// What goes away (forenkling).
    simplifications: Option<Vec<Simplification>>,
    phase: Option<Phase>,
    #[serde(default, deserialize_with = "patch::given")]
    starts_on: Option<Option<Day>>,
    #[serde(default, deserialize_with = "patch::given")]
    ends_on: Option<Option<Day>>,
    costs: Option<Vec<YearCost>>,
    statutory: Option<bool>,
    /// Why it renews without removing anything, when it does.
    renewal_alone_because: Option<String>,
    /// When each phase is planned: the whole list. Phases follow each other, and none begins before the last one ends.
    phases: Option<Vec<PhasePlan>>,
    decision_points: Option<Vec<DecisionPoint>>,
    theme: Option<String>,
    #[serde(default, deserialize_with = "patch::given")]
    responsible_id: Option<Option<PersonId>>,
}

patch::creation! {
    /// Body of `createProject`: an idea needs a title only.
    ProjectBody from ProjectPatch, requires "title"
}

impl ProjectPatch {
    fn over(self, draft: Draft) -> Draft {
        Draft {
            title: self.title.unwrap_or(draft.title),
            summary: self.summary.unwrap_or(draft.summary),
            renewal: self.renewal.unwrap_or(draft.renewal),
            renewal_alone_because: self.renewal_alone_because.unwrap_or(draft.renewal_alone_because),
            simplifications: self.simplifications.unwrap_or(draft.simplifications),
            phase: self.phase.unwrap_or(draft.phase),
            phases: self.phases.unwrap_or(draft.phases),
            decision_points: self.decision_points.unwrap_or(draft.decision_points),
            starts_on: self.starts_on.unwrap_or(draft.starts_on),
            ends_on: self.ends_on.unwrap_or(draft.ends_on),
            costs: self.costs.unwrap_or(draft.costs),
            statutory: self.statutory.unwrap_or(draft.statutory),
            theme: self.theme.unwrap_or(draft.theme),
            responsible_id: self.responsible_id.unwrap_or(draft.responsible_id),
        }
    }
}

/// A project.
#[derive(Serialize, JsonSchema)]
pub struct ProjectAnswer {
    id: ProjectId,
    region_id: RegionId,
    title: String,
    summary: String,
    renewal: String,
    renewal_alone_because: String,
    simplifications: Vec<Simplification>,
    /// «Fornying uten forenkling»: it renews and removes nothing.
    renews_without_simplifying: bool,
    phase: Phase,
    phases: Vec<PhasePlan>,
    decision_points: Vec<DecisionPoint>,
    starts_on: Option<Day>,
    ends_on: Option<Day>,
    costs: Vec<YearCost>,
    statutory: bool,
    theme: String,
    responsible_id: Option<PersonId>,
    version: i64,
}

/// Projects.
pub type ProjectList = List<ProjectAnswer>;

impl From<&Project> for ProjectAnswer {
    fn from(row: &Project) -> Self {
        let draft = row.draft();
        Self {
            id: row.id,
            region_id: row.region_id,
            renews_without_simplifying: draft.renews_without_simplifying(),
            title: draft.title,
            summary: draft.summary,
            renewal: draft.renewal,
            renewal_alone_because: draft.renewal_alone_because,
            simplifications: draft.simplifications,
            phase: draft.phase,
            phases: draft.phases,
            decision_points: draft.decision_points,
            starts_on: draft.starts_on,
            ends_on: draft.ends_on,
            costs: draft.costs,
            statutory: draft.statutory,
            theme: draft.theme,
            responsible_id: draft.responsible_id,
            version: row.version,
        }
    }
}

fn answer(conn: &mut AnyConn, id: ProjectId) -> Outcome<(ProjectAnswer, i64)> {
    let row = store::find(conn, id)?.ok_or(Refusal::new(Code::NotFound))?;
    Ok((ProjectAnswer::from(&row), row.version))
}

/// `createProject`
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let body: ProjectBody = call.json()?;
        let id = create_within(tx, region.id, body.0.over(Draft::default()))?;
        let (answer, version) = answer(tx, id)?;
        Ok(Answer::created(&answer, format!("/api/v1/projects/{id}")).version(version))
    })
    .await
}

/// Makes a project and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, region: RegionId, draft: Draft) -> Outcome<ProjectId> {
    let draft = draft.checked(tx.now().day())?;
    check_responsible(tx, region, draft.responsible_id)?;
    let id = store::insert(tx, region, &draft)?;
    let change = Change::of(Place::region(region), "project_created", "project", id).to(store::facts(&draft).all());
    audit::record(tx, &change)?;
    Ok(id)
}

/// Writes a project anew and tells what changed. Shared by the API and the page.
pub fn update_within(tx: &mut Tx<'_>, project: &Project, wanted: i64, draft: Draft) -> Outcome<()> {
    let draft = draft.checked(tx.now().day())?;
    store::lock(tx, project.id)?;
    if draft.responsible_id != project.responsible_id {
        check_responsible(tx, project.region_id, draft.responsible_id)?;
    }
    if wanted != project.version {
        return Err(Code::Stale.into());
    }
    if draft.phase == Phase::Ended && project.phase != Phase::Ended {
        let standings = handovers::store::standings_of_project(tx, project.id)?;
        if standings.iter().any(|standing| standing.state.is_open()) {
            return Err(Code::OpenOffers.into());
        }
    }
    store::update(tx, project, &draft)?;
    let (old, new) = store::facts(&project.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(project.place(), "project_updated", "project", project.id).from(old).to(new))?;
    Ok(())
}

fn check_responsible(conn: &mut Tx<'_>, region: RegionId, who: Option<PersonId>) -> Outcome<()> {
    let Some(who) = who else { return Ok(()) };
    let today = conn.now().day();
    let in_region = people::store::grants_in_force(conn, who, today)?.iter().any(|grant| grant.region == Some(region));
    if in_region { Ok(()) } else { Err(Refusal::invalid_at("/responsible_id", "unknown_person").into()) }
}

/// `listProjects`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let page = Page::of(call)?;
        let rows = page.cut_after(store::of_region(conn, region.id)?, |row: &Project| row.id.number(), false)?;
        let items = rows.items.iter().map(ProjectAnswer::from).collect();
        Ok(Answer::ok(&ProjectList { items, next_cursor: rows.next_cursor }))
    })
    .await
}

/// `getProject`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        Ok(Answer::ok(&ProjectAnswer::from(&project)).version(project.version))
    })
    .await
}

/// `updateProject`
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let wanted = call.if_match()?;
        let body: ProjectPatch = call.json()?;
        update_within(tx, &project, wanted, body.over(project.draft()))?;
        let (answer, version) = answer(tx, project.id)?;
        Ok(Answer::ok(&answer).version(version))
    })
    .await
}
