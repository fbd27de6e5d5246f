//! Deputies in the API: an executive lets somebody answer in their place for some days.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::Status;
use super::store::{self, Delegation};
use crate::access::permission::{Delegate, SeeHandover};
use crate::access::{Allowed, Place, Placed, Role, Scope};
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{DelegationId, MunicipalityId, PersonId, RegionId};
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createDelegation`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegationBody {
    pub(super) deputy_id: PersonId,
    pub(super) from: Day,
    pub(super) to: Day,
}

/// A delegation.
#[derive(Serialize, JsonSchema)]
pub struct DelegationAnswer {
    id: DelegationId,
    municipality_id: MunicipalityId,
    executive_id: PersonId,
    deputy_id: PersonId,
    from: Day,
    to: Day,
    ended: bool,
}

impl From<Delegation> for DelegationAnswer {
    fn from(row: Delegation) -> Self {
        Self {
            id: row.id,
            municipality_id: row.municipality,
            executive_id: row.executive,
            deputy_id: row.deputy,
            from: row.from_day,
            to: row.to_day,
            ended: row.ended_at.is_some(),
        }
    }
}

/// Delegations.
pub type DelegationList = List<DelegationAnswer>;

/// The regions in which a person sees this municipality from within.
fn regions_of(conn: &mut AnyConn, scope: &Scope, municipality: MunicipalityId, today: Day) -> Outcome<Vec<RegionId>> {
    let mut regions = Vec::new();
    for region in scope.regions() {
        if scope.sees_municipality(region, municipality)
            && crate::regions::store::is_member_on(conn, region, municipality, today)?
        {
            regions.push(region);
        }
    }
    if regions.is_empty() { Err(Code::NotFound.into()) } else { Ok(regions) }
}

/// Appoints a deputy for an executive of this municipality. The caller has asked whether they are.
pub(super) fn appoint(
    tx: &mut Tx<'_>,
    executive: PersonId,
    region: RegionId,
    municipality: MunicipalityId,
    body: &DelegationBody,
) -> Outcome<DelegationId> {
    let today = tx.now().day();
    let mut checks = Checks::new();
    checks.require(body.from <= body.to, "/to", "must_be_later");
    checks.require(body.to >= today, "/to", "must_be_later");
    checks.require(body.from.days_until(body.to) <= 731, "/to", "too_far_away");
    checks.require(body.deputy_id != executive, "/deputy_id", "not_oneself");
    let deputy = store::find(tx, body.deputy_id)?.filter(|person| person.status != Status::Disabled);
    let known = match deputy {
        Some(person) => store::belongs_to(tx, person.id, region, municipality, today)?,
        None => false,
    };
    checks.require(known, "/deputy_id", "unknown_person");
    checks.done(())?;
    let id = store::insert_delegation(tx, (region, municipality), executive, body.deputy_id, (body.from, body.to))?;
    let change = Change::of(Place::municipality(region, municipality), "deputy_appointed", "delegation", id)
        .to(Values::new().with("deputy_id", body.deputy_id).with("from", body.from).with("to", body.to));
    audit::record(tx, &change)?;
    Ok(id)
}

/// `createDelegation`
pub async fn create(allowed: Allowed<Delegate>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let municipality: MunicipalityId = call.id("id")?;
        let today = tx.now().day();
        let regions = regions_of(tx, &allowed.scope(), municipality, today)?;
        let ours = regions.into_iter().find(|region| allowed.may(&Place::municipality(*region, municipality)));
        let region = ours.ok_or(Refusal::new(Code::OnlyTheExecutive))?;
        let actor = allowed.someone()?;
        let body: DelegationBody = call.json()?;
        let id = appoint(tx, actor.person, region, municipality, &body)?;
        let answer = DelegationAnswer {
            id,
            municipality_id: municipality,
            executive_id: actor.person,
            deputy_id: body.deputy_id,
            from: body.from,
            to: body.to,
            ended: false,
        };
        Ok(Answer::created(&answer, format!("/api/v1/municipalities/{municipality}/delegations/{id}")))
    })
    .await
}

/// `listDelegations`
pub async fn list(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let municipality: MunicipalityId = call.id("id")?;
        let page = Page::of(call)?;
        let today = call.app().db.now().day();
        let mut items = Vec::new();
        for region in regions_of(conn, &allowed.scope(), municipality, today)? {
            allowed.over(&Place::municipality(region, municipality))?;
            items.extend(store::delegations(conn, region, municipality)?.into_iter().map(DelegationAnswer::from));
        }
        Ok(Answer::ok(&page.cut_after(items, |item: &DelegationAnswer| item.id.number(), true)?))
    })
    .await
}

/// Ends a deputy's period now.
pub(super) fn finish(tx: &mut Tx<'_>, row: &Delegation) -> Outcome<()> {
    if !store::end_delegation(tx, row.id)? {
        return Err(Code::AlreadyEnded.into());
    }
    audit::record(tx, &Change::of(row.place(), "deputy_ended", "delegation", row.id))?;
    Ok(())
}

/// `endDelegation`
pub async fn end(allowed: Allowed<Delegate>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let municipality: MunicipalityId = call.id("id")?;
        let id: DelegationId = call.id("delegation_id")?;
        let today = tx.now().day();
        for region in regions_of(tx, &allowed.scope(), municipality, today)? {
            let Some(row) = store::delegations(tx, region, municipality)?.into_iter().find(|row| row.id == id) else {
                continue;
            };
            allowed.over(&row)?;
            finish(tx, &row)?;
            return Ok(Answer::nothing());
        }
        Err(Code::NotFound.into())
    })
    .await
}

/// Whether somebody is the municipality's executive, for showing whom to ask.
pub fn executives(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId) -> Outcome<Vec<store::Person>> {
    store::holders(conn, Role::Executive, region, Some(municipality))
}
