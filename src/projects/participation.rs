//! Who takes part in a project, in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Participating, ParticipationDraft};
use super::store::{self, Participation, Project};
use crate::access::permission::{DefineRoadmap, SeeRoadmap, TakePart};
use crate::access::{Allowed, Place, Scope};
use crate::audit::{self, Change, Facts};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::decimal::Decimal;
use crate::handovers;
use crate::ids::{MunicipalityId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::regions::store::NamedMember;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};

/// Body of `setParticipation`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipationBody {
    state: Participating,
    /// Why; required for declining and leaving.
    reason: Option<String>,
    /// The municipality's share of the costs in percent, set by the region; left out stays, null is taken away.
    #[serde(default, deserialize_with = "patch::given")]
    cost_share: Option<Option<Decimal>>,
}

/// How a municipality stands to a project.
#[derive(Serialize, JsonSchema)]
pub struct ParticipationAnswer {
    project_id: ProjectId,
    municipality_id: MunicipalityId,
    state: Participating,
    reason: String,
    cost_share: Option<Decimal>,
    version: i64,
}

/// How the municipalities stand to a project.
pub type ParticipationList = List<ParticipationAnswer>;

impl From<Participation> for ParticipationAnswer {
    fn from(row: Participation) -> Self {
        Self {
            project_id: row.project_id,
            municipality_id: row.municipality_id,
            state: row.state,
            reason: row.reason,
            cost_share: row.cost_share,
            version: row.version,
        }
    }
}

/// `setParticipation`: the coordinator for any member, an executive for their own municipality.
pub async fn set(allowed: Allowed<TakePart>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        let municipality = known(tx, project.region_id, call.id("municipality_id")?)?;
        allowed.over(&Place::municipality(project.region_id, municipality))?;
        let before = store::participation_of(tx, project.id, municipality)?;
        let wanted = match &before {
            Some(_) => call.if_match()?,
            // What was never set has no version that could match.
            None => call.if_match_optional()?.unwrap_or(0),
        };
        let body: ParticipationBody = call.json()?;
        let stands = before.as_ref().and_then(|row| row.cost_share);
        let cost_share = body.cost_share.unwrap_or(stands);
        shared_by_the_region(allowed, &project, stands, cost_share)?;
        let draft = ParticipationDraft { state: body.state, reason: body.reason.unwrap_or_default(), cost_share };
        let first = before.is_none();
        set_within(tx, &project, municipality, before, wanted, draft)?;
        let row = store::participation_of(tx, project.id, municipality)?.ok_or(Code::NotFound)?;
        let version = row.version;
        let answer = ParticipationAnswer::from(row);
        let here = format!("/api/v1/projects/{}/participants/{municipality}", project.id);
        Ok(if first { Answer::created(&answer, here) } else { Answer::ok(&answer) }.version(version))
    })
    .await
}

/// How the costs are shared is the region's to say.
pub fn shared_by_the_region(
    allowed: &Allowed<TakePart>,
    project: &Project,
    stands: Option<Decimal>,
    wanted: Option<Decimal>,
) -> Result<(), Refusal> {
    let may = stands == wanted || allowed.may_also::<DefineRoadmap>(project);
    if may { Ok(()) } else { Err(Refusal::new(Code::NotYourRole)) }
}

/// A municipality that is or was a member of the region: any other is answered like one that does not exist.
pub fn known(tx: &mut Tx<'_>, region: RegionId, id: MunicipalityId) -> Outcome<MunicipalityId> {
    let membership = regions::store::newest_membership(tx, region, id)?;
    Ok(membership.ok_or(Refusal::new(Code::NotFound))?.municipality_id)
}

/// Sets how a municipality stands to a project and tells of it. Shared by the API and the page. `wanted` is the version
/// that was seen, 0 for none.
pub fn set_within(
    tx: &mut Tx<'_>,
    project: &Project,
    municipality: MunicipalityId,
    before: Option<Participation>,
    wanted: i64,
    draft: ParticipationDraft,
) -> Outcome<()> {
    let draft = draft.checked()?;
    store::lock(tx, project.id)?;
    let today = tx.now().day();
    if !regions::store::is_member_on(tx, project.region_id, municipality, today)? {
        return Err(Code::NotAMember.into());
    }
    if wanted != before.as_ref().map_or(0, |row| row.version) {
        return Err(Code::Stale.into());
    }
    if !draft.state.is_in() && has_open_offer(tx, project.id, municipality)? {
        return Err(Code::OpenOffers.into());
    }
    store::set_participation(tx, project, municipality, before.as_ref(), &draft)?;
    let facts = |state: Participating, reason: &str, share: Option<Decimal>| {
        Facts::new().plain("state", state).words("reason", reason).plain("cost_share", share)
    };
    let after = facts(draft.state, &draft.reason, draft.cost_share);
    let (old, new) = match &before {
        Some(row) => facts(row.state, &row.reason, row.cost_share).changes_to(&after),
        None => (audit::Values::new(), after.all()),
    };
    let place = Place::municipality(project.region_id, municipality);
    audit::record(tx, &Change::of(place, "participation_set", "project", project.id).from(old).to(new))?;
    Ok(())
}

/// An offer must be answered or withdrawn before the municipality steps out.
fn has_open_offer(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<bool> {
    let standings = handovers::store::standings_of_project(conn, project)?;
    Ok(standings.iter().any(|standing| standing.municipality_id == municipality && standing.state.is_open()))
}

/// `listParticipations`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let page = Page::of(call)?;
        let mut rows = store::participations(conn, project.id)?;
        rows.retain(|row| allowed.scope().lists(row.municipality_id));
        let items = rows.into_iter().map(ParticipationAnswer::from).collect();
        let list = page.cut_after(items, |item: &ParticipationAnswer| item.municipality_id.number(), false)?;
        Ok(Answer::ok(&list))
    })
    .await
}

/// A municipality's place in a project, when it is in reach and is or was a member of the region.
pub fn place_within(
    conn: &mut AnyConn,
    scope: &Scope,
    project: &Project,
    municipality: MunicipalityId,
) -> Outcome<Place> {
    let place = Place::municipality(project.region_id, municipality);
    let is_known = regions::store::newest_membership(conn, project.region_id, municipality)?.is_some();
    if scope.sees(place) && is_known { Ok(place) } else { Err(Code::NotFound.into()) }
}

/// Refuses where a municipality does not take part in the project.
pub fn must_take_part(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<()> {
    let stands = store::participation_of(conn, project, municipality)?;
    if stands.is_some_and(|row| row.state.is_in()) { Ok(()) } else { Err(Code::NotParticipating.into()) }
}

/// The members that take part in a project today, by name.
pub fn taking_part(conn: &mut AnyConn, project: &Project, today: Day) -> Outcome<Vec<NamedMember>> {
    let rows = store::participations(conn, project.id)?;
    let is_in = |id: MunicipalityId| rows.iter().any(|row| row.municipality_id == id && row.state.is_in());
    let members = regions::store::members_on(conn, project.region_id, today)?;
    Ok(members.into_iter().filter(|member| is_in(member.membership.municipality_id)).collect())
}
