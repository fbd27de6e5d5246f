//! The competences a project needs, in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{DefineRoadmap, SeeAnchoring, TellAnchoring};
use crate::access::{Allowed, Place, Placed, Scope};
use crate::anchoring::rules::{CompetenceDraft, CompetenceState, StateDraft};
use crate::anchoring::store::{self, Competence, Said};
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::db::{AnyConn, Tx};
use crate::ids::{CompetenceId, MunicipalityId, PersonId, ProjectId};
use crate::projects::participation::{must_take_part, place_within};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, Outcome};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createCompetence`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetenceBody {
    title: String,
    /// Who needs it.
    audience: String,
}

/// Body of `updateCompetence`: what is left out stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetencePatch {
    title: Option<String>,
    audience: Option<String>,
}

/// Body of `setCompetenceState`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetenceStateBody {
    state: CompetenceState,
    /// Why; required where it is not relevant.
    reason: Option<String>,
}

/// A competence that a project needs.
#[derive(Serialize, JsonSchema)]
pub struct CompetenceAnswer {
    id: CompetenceId,
    project_id: ProjectId,
    title: String,
    audience: String,
    /// What the municipalities in reach say of it; those that have said nothing are not here.
    states: Vec<CompetenceStateAnswer>,
    version: i64,
}

/// What a municipality says of a competence.
#[derive(Serialize, JsonSchema)]
pub struct CompetenceStateAnswer {
    competence_id: CompetenceId,
    municipality_id: MunicipalityId,
    state: CompetenceState,
    reason: String,
    updated_by: Option<PersonId>,
    updated_at: Moment,
    version: i64,
}

/// Competences.
pub type CompetenceList = List<CompetenceAnswer>;

impl From<&Said> for CompetenceStateAnswer {
    fn from(row: &Said) -> Self {
        Self {
            competence_id: row.competence_id,
            municipality_id: row.municipality_id,
            state: row.state,
            reason: row.reason.clone(),
            updated_by: row.updated_by,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// Competences as this scope sees them.
fn answers(
    conn: &mut AnyConn,
    scope: &Scope,
    project: ProjectId,
    rows: Vec<Competence>,
) -> Outcome<Vec<CompetenceAnswer>> {
    let said = store::said_of(conn, project)?;
    let answer = |row: Competence| {
        let own = said.iter().filter(|said| said.competence_id == row.id);
        let seen = own.filter(|said| scope.sees_municipality(row.region_id, said.municipality_id));
        CompetenceAnswer {
            id: row.id,
            project_id: row.project_id,
            states: seen.map(CompetenceStateAnswer::from).collect(),
            title: row.title,
            audience: row.audience,
            version: row.version,
        }
    };
    Ok(rows.into_iter().map(answer).collect())
}

fn answer(conn: &mut AnyConn, scope: &Scope, id: CompetenceId) -> Outcome<CompetenceAnswer> {
    let row = store::find_competence_within(conn, scope, id)?;
    let mut one = answers(conn, scope, row.project_id, vec![row])?;
    one.pop().ok_or(Code::NotFound.into())
}

/// `listCompetences`
pub async fn list(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let project = projects::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&project)?;
        let page = Page::of(call)?;
        let rows = store::competences_of(conn, project.id)?;
        let items = answers(conn, &scope, project.id, rows)?;
        Ok(Answer::ok(&page.cut_after(items, |item: &CompetenceAnswer| item.id.number(), false)?))
    })
    .await
}

/// `getCompetence`
pub async fn get(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_competence_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let answer = answer(conn, &allowed.scope(), row.id)?;
        Ok(Answer::ok(&answer).version(row.version))
    })
    .await
}

/// `createCompetence`
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let body: CompetenceBody = call.json()?;
        let draft = CompetenceDraft { title: body.title, audience: body.audience };
        let id = create_within(tx, &project, draft)?;
        let answer = answer(tx, &allowed.scope(), id)?;
        Ok(Answer::created(&answer, format!("/api/v1/competences/{id}")).version(answer.version))
    })
    .await
}

/// Makes a competence and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, project: &Project, draft: CompetenceDraft) -> Outcome<CompetenceId> {
    let draft = draft.checked()?;
    let id = store::insert_competence(tx, project.region_id, project.id, &draft)?;
    let facts = store::competence_facts(&draft).plain("project_id", project.id).all();
    audit::record(tx, &Change::of(project.place(), "competence_created", "competence", id).to(facts))?;
    Ok(id)
}

/// `updateCompetence`
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_competence_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: CompetencePatch = call.json()?;
        let before = row.draft();
        let draft = CompetenceDraft {
            title: body.title.unwrap_or(before.title),
            audience: body.audience.unwrap_or(before.audience),
        };
        update_within(tx, &row, wanted, draft)?;
        let answer = answer(tx, &allowed.scope(), row.id)?;
        Ok(Answer::ok(&answer).version(answer.version))
    })
    .await
}

/// Writes a competence anew and tells what changed. Shared by the API and the page.
pub fn update_within(tx: &mut Tx<'_>, row: &Competence, wanted: i64, draft: CompetenceDraft) -> Outcome<()> {
    let draft = draft.checked()?;
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    store::update_competence(tx, row, &draft)?;
    let (old, new) = store::competence_facts(&row.draft()).changes_to(&store::competence_facts(&draft));
    audit::record(tx, &Change::of(row.place(), "competence_updated", "competence", row.id).from(old).to(new))?;
    Ok(())
}

/// `setCompetenceState`: the municipality's own people.
pub async fn set_state(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let (row, place, municipality) = find_state_within(tx, &allowed.scope(), call)?;
        allowed.over(&place)?;
        let before = store::said_in(tx, row.id, municipality)?;
        let first = before.is_none();
        let wanted = match &before {
            Some(_) => call.if_match()?,
            // What was never said has no version that could match.
            None => call.if_match_optional()?.unwrap_or(0),
        };
        let body: CompetenceStateBody = call.json()?;
        let draft = StateDraft { state: body.state, reason: body.reason.unwrap_or_default() };
        set_state_within(tx, &row, municipality, before, wanted, draft)?;
        let said = store::said_in(tx, row.id, municipality)?.ok_or(Code::NotFound)?;
        let answer = CompetenceStateAnswer::from(&said);
        let here = format!("/api/v1/competences/{}", row.id);
        Ok(if first { Answer::created(&answer, here) } else { Answer::ok(&answer) }.version(said.version))
    })
    .await
}

/// The competence and the municipality of an address, in reach.
pub fn find_state_within(
    conn: &mut AnyConn,
    scope: &Scope,
    call: &Call,
) -> Outcome<(Competence, Place, MunicipalityId)> {
    let row = store::find_competence_within(conn, scope, call.id("id")?)?;
    let project = projects::find_within(conn, scope, row.project_id)?;
    let municipality = call.id("municipality_id")?;
    let place = place_within(conn, scope, &project, municipality)?;
    Ok((row, place, municipality))
}

/// Sets what a municipality says of a competence and tells of it. Shared by the API and the page. `wanted` is the version
/// that was seen, 0 for none.
pub fn set_state_within(
    tx: &mut Tx<'_>,
    row: &Competence,
    municipality: MunicipalityId,
    before: Option<Said>,
    wanted: i64,
    draft: StateDraft,
) -> Outcome<()> {
    let draft = draft.checked()?;
    must_take_part(tx, row.project_id, municipality)?;
    if wanted != before.as_ref().map_or(0, |said| said.version) {
        return Err(Code::Stale.into());
    }
    store::set_state(tx, row, municipality, before.as_ref(), &draft)?;
    let after = store::state_facts(&draft);
    let (old, new) = match &before {
        Some(said) => store::state_facts(&said.draft()).changes_to(&after),
        None => (Values::new(), after.all()),
    };
    let place = Place::municipality(row.region_id, municipality);
    audit::record(tx, &Change::of(place, "competence_state_set", "competence", row.id).from(old).to(new))?;
    Ok(())
}
