//! Each municipality's commitment to an indicator.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{ProposeFigures, SeeFigures};
use crate::access::{Actor, Allowed, Place, Placed, Role};
use crate::audit::{self, Change};
use crate::benefits::rules::{Budget, CommitmentDraft, DatedValue};
use crate::benefits::store::{self, Commitment, Indicator};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{BenefitId, CommitmentId, IndicatorId, MunicipalityId, PersonId, ProjectId};
use crate::measurements::derived;
use crate::people;
use crate::projects;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `putCommitment`: the whole commitment.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitmentBody {
    baseline: DatedValue,
    target: DatedValue,
    plan: Option<Vec<DatedValue>>,
    /// Required at acceptance, not before.
    owner_id: Option<PersonId>,
    use_of_gain: Option<String>,
    budget: Option<Budget>,
    first_measurement_on: Day,
    /// The last day on which the level that was reached is to be held; after the target's day.
    sustain_until: Option<Day>,
}

impl From<CommitmentBody> for CommitmentDraft {
    fn from(body: CommitmentBody) -> Self {
        Self {
            baseline: body.baseline,
            target: body.target,
            plan: body.plan.unwrap_or_default(),
            owner_id: body.owner_id,
            use_of_gain: body.use_of_gain.unwrap_or_default(),
            budget: body.budget,
            first_measurement_on: body.first_measurement_on,
            sustain_until: body.sustain_until,
        }
    }
}

/// A commitment.
#[derive(Serialize, JsonSchema)]
pub struct CommitmentAnswer {
    id: CommitmentId,
    indicator_id: IndicatorId,
    municipality_id: MunicipalityId,
    benefit_id: BenefitId,
    project_id: ProjectId,
    baseline: DatedValue,
    target: DatedValue,
    plan: Vec<DatedValue>,
    owner_id: Option<PersonId>,
    use_of_gain: String,
    budget: Option<Budget>,
    first_measurement_on: Day,
    /// The last day on which the level that was reached is to be held; null where it is watched for as long as somebody
    /// measures.
    sustain_until: Option<Day>,
    /// Whether the figures were accepted, and stand.
    accepted: bool,
    version: i64,
}

/// Commitments.
pub type CommitmentList = List<CommitmentAnswer>;

impl From<Commitment> for CommitmentAnswer {
    fn from(row: Commitment) -> Self {
        let draft = row.draft();
        Self {
            id: row.id,
            indicator_id: row.indicator_id,
            municipality_id: row.municipality_id,
            benefit_id: row.benefit_id,
            project_id: row.project_id,
            baseline: draft.baseline,
            target: draft.target,
            plan: draft.plan,
            owner_id: draft.owner_id,
            use_of_gain: draft.use_of_gain,
            budget: draft.budget,
            first_measurement_on: draft.first_measurement_on,
            sustain_until: draft.sustain_until,
            accepted: row.accepted_in.is_some(),
            version: row.version,
        }
    }
}

/// Whether somebody speaks from within a municipality, not only for the region.
pub fn is_own(actor: &Actor, place: Place) -> bool {
    // A coordinator's token that is bound to the municipality is the region's all the same.
    actor.grants.iter().any(|grant| {
        !grant.role.is_regional() && grant.region == place.region && grant.municipality == place.municipality
    })
}

fn is_executive(actor: &Actor, place: Place) -> bool {
    actor.grants.iter().any(|grant| {
        grant.role == Role::Executive && grant.region == place.region && grant.municipality == place.municipality
    })
}

/// Where figures of a municipality would stand, when they are in reach: one's own, one's region's, or shared.
pub fn place_within(
    conn: &mut AnyConn,
    allowed_scope: &crate::access::Scope,
    indicator: &Indicator,
    municipality: MunicipalityId,
    today: Day,
) -> Outcome<Place> {
    let visible = regions::store::visible_figures(conn, allowed_scope, indicator.region_id, today)?;
    if visible.includes(municipality) {
        Ok(Place::municipality(indicator.region_id, municipality))
    } else {
        Err(Code::NotFound.into())
    }
}

/// `putCommitment`
pub async fn put(allowed: Allowed<ProposeFigures>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let indicator = store::find_indicator_within(tx, &allowed.scope(), call.id("id")?)?;
        let municipality = projects::participation::known(tx, indicator.region_id, call.id("municipality_id")?)?;
        let today = tx.now().day();
        let place = place_within(tx, &allowed.scope(), &indicator, municipality, today)?;
        allowed.over(&place)?;
        let before = store::commitment_of(tx, indicator.id, municipality)?;
        refuse_the_region(allowed.someone()?, before.as_ref())?;
        let wanted = match &before {
            Some(_) => call.if_match()?,
            // What was never set has no version that could match.
            None => call.if_match_optional()?.unwrap_or(0),
        };
        let body: CommitmentBody = call.json()?;
        let first = before.is_none();
        put_within(tx, allowed.someone()?, &indicator, place, before, wanted, body.into())?;
        let row = store::commitment_of(tx, indicator.id, municipality)?.ok_or(Code::NotFound)?;
        let version = row.version;
        let answer = CommitmentAnswer::from(row);
        let here = format!("/api/v1/indicators/{}/commitments/{municipality}", indicator.id);
        Ok(if first { Answer::created(&answer, here) } else { Answer::ok(&answer) }.version(version))
    })
    .await
}

/// After acceptance the region reads and supports; it does not edit local figures.
pub fn refuse_the_region(actor: &Actor, before: Option<&Commitment>) -> Result<(), Refusal> {
    match before {
        Some(row) if row.accepted_in.is_some() && !is_own(actor, row.place()) => {
            Err(Refusal::new(Code::RegionMayNotEdit))
        }
        _ => Ok(()),
    }
}

/// Sets a municipality's commitment and tells of it. Shared by the API and the page. `wanted` is the version that was
/// seen, 0 for none.
pub fn put_within(
    tx: &mut Tx<'_>,
    actor: &Actor,
    indicator: &Indicator,
    place: Place,
    before: Option<Commitment>,
    wanted: i64,
    draft: CommitmentDraft,
) -> Outcome<CommitmentId> {
    let Some(municipality) = place.municipality else { return Err(Code::NotFound.into()) };
    let draft = draft.checked()?;
    projects::store::lock(tx, indicator.project_id)?;
    let today = tx.now().day();
    if !regions::store::is_member_on(tx, indicator.region_id, municipality, today)? {
        return Err(Code::NotAMember.into());
    }
    check_owner(tx, place, before.as_ref(), draft.owner_id)?;
    if let Some(row) = before.as_ref().filter(|row| row.accepted_in.is_some()) {
        // Line leaders come and go; the promise stays.
        let only_owner = draft == row.draft() || draft.differs_in_owner_only(&row.draft());
        if !(is_executive(actor, place) && only_owner) {
            return Err(Code::AlreadyAccepted.into());
        }
    }
    if wanted != before.as_ref().map_or(0, |row| row.version) {
        return Err(Code::Stale.into());
    }
    let stands = projects::store::participation_of(tx, indicator.project_id, municipality)?;
    if stands.is_some_and(|row| !row.state.is_in()) {
        return Err(Code::NotParticipating.into());
    }
    derived::lock_place(tx, (indicator.region_id, indicator.project_id, municipality))?;
    let (id, action, old, new) = match &before {
        Some(row) => {
            store::update_commitment(tx, row, &draft)?;
            let (old, new) = store::commitment_facts(&row.draft()).changes_to(&store::commitment_facts(&draft));
            (row.id, "commitment_updated", old, new)
        }
        None => {
            let id = store::insert_commitment(tx, indicator, municipality, &draft)?;
            let facts = store::commitment_facts(&draft).plain("indicator_id", indicator.id).all();
            (id, "commitment_created", audit::Values::new(), facts)
        }
    };
    derived::rederive_place(tx, indicator.region_id, indicator.project_id, municipality)?;
    audit::record(tx, &Change::of(place, action, "commitment", id).from(old).to(new))?;
    Ok(id)
}

/// An owner is somebody with a role in the municipality. One who has left may stay until another is named.
fn check_owner(tx: &mut Tx<'_>, place: Place, before: Option<&Commitment>, owner: Option<PersonId>) -> Outcome<()> {
    let (Some(owner), Some(region), Some(municipality)) = (owner, place.region, place.municipality) else {
        return Ok(());
    };
    if before.is_some_and(|row| row.owner_id == Some(owner)) {
        return Ok(());
    }
    let today = tx.now().day();
    let active = people::store::find(tx, owner)?.is_some_and(|person| person.status != people::rules::Status::Disabled);
    if active && people::store::belongs_to(tx, owner, region, municipality, today)? {
        Ok(())
    } else {
        Err(Refusal::invalid_at("/owner_id", "unknown_person").into())
    }
}

/// `getCommitment`
pub async fn get(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let indicator = store::find_indicator_within(conn, &allowed.scope(), call.id("id")?)?;
        let municipality: MunicipalityId = call.id("municipality_id")?;
        place_within(conn, &allowed.scope(), &indicator, municipality, call.app().db.now().day())?;
        let row = store::commitment_of(conn, indicator.id, municipality)?.ok_or(Code::NotFound)?;
        // A member that shares its figures shares them with everybody who sees the region.
        allowed.over(&indicator)?;
        let version = row.version;
        Ok(Answer::ok(&CommitmentAnswer::from(row)).version(version))
    })
    .await
}

/// `listCommitments`
pub async fn list(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let indicator = store::find_indicator_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&indicator)?;
        let page = Page::of(call)?;
        let today = call.app().db.now().day();
        let visible = regions::store::visible_figures(conn, &allowed.scope(), indicator.region_id, today)?;
        let items = store::commitments_to(conn, indicator.id)?
            .into_iter()
            .filter(|row| visible.includes(row.municipality_id))
            .map(CommitmentAnswer::from)
            .collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &CommitmentAnswer| item.id.number(), false)?))
    })
    .await
}
