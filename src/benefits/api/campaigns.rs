//! The campaigns in which an indicator is measured.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change};
use crate::benefits::rules::CampaignDraft;
use crate::benefits::store::{self, CampaignRow, Indicator};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{CampaignId, IndicatorId};
use crate::measurements::derived::{self, PlaceKey};
use crate::measurements::rules::{Campaign, Frequency};
use crate::measurements::store::is_measured_between;
use crate::projects;
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createCampaign`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignBody {
    name: String,
    /// The first day.
    from: Day,
    /// The last day, on which a measurement is due.
    to: Day,
}

/// Body of `updateCampaign`: what is left out stays. The days stand once somebody has measured in it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignPatch {
    name: Option<String>,
    from: Option<Day>,
    to: Option<Day>,
}

/// A campaign.
#[derive(Serialize, JsonSchema)]
pub struct CampaignAnswer {
    id: CampaignId,
    indicator_id: IndicatorId,
    name: String,
    from: Day,
    to: Day,
    version: i64,
}

/// Campaigns, in the order they were planned.
pub type CampaignList = List<CampaignAnswer>;

impl From<CampaignRow> for CampaignAnswer {
    fn from(row: CampaignRow) -> Self {
        Self {
            id: row.id,
            indicator_id: row.indicator_id,
            name: row.name,
            from: row.from_day,
            to: row.to_day,
            version: row.version,
        }
    }
}

/// `listCampaigns`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let indicator = store::find_indicator_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&indicator)?;
        let page = Page::of(call)?;
        let mut rows = store::campaigns_to(conn, indicator.id)?;
        rows.sort_by_key(|row| row.id);
        let items = rows.into_iter().map(CampaignAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &CampaignAnswer| item.id.number(), false)?))
    })
    .await
}

/// `createCampaign`
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let indicator = store::find_indicator_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&indicator)?;
        let body: CampaignBody = call.json()?;
        let id = create_within(tx, &indicator, CampaignDraft { name: body.name, from: body.from, to: body.to })?;
        let row = store::find_campaign_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&CampaignAnswer::from(row), format!("/api/v1/campaigns/{id}")).version(version))
    })
    .await
}

/// Plans a campaign and tells of it. What was accepted stays as it is; it is due once more. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, indicator: &Indicator, draft: CampaignDraft) -> Outcome<CampaignId> {
    projects::store::lock(tx, indicator.project_id)?;
    let now = store::find_indicator(tx, indicator.id)?;
    if now.is_none_or(|now| now.frequency != Frequency::Campaign) {
        return Err(Refusal::invalid_at("/name", "not_in_campaigns").into());
    }
    let draft = draft.checked(&others(tx, indicator.id, None)?)?;
    let places = lock_places(tx, indicator.id)?;
    let id = store::insert_campaign(tx, indicator, &draft)?;
    rederive(tx, places)?;
    let facts = store::campaign_facts(&draft).plain("indicator_id", indicator.id).all();
    audit::record(tx, &Change::of(indicator.place(), "campaign_created", "campaign", id).to(facts))?;
    Ok(id)
}

/// `getCampaign`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_campaign_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&CampaignAnswer::from(row)).version(version))
    })
    .await
}

/// `updateCampaign`
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_campaign_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: CampaignPatch = call.json()?;
        let before = row.draft();
        let draft = CampaignDraft {
            name: body.name.unwrap_or(before.name),
            from: body.from.unwrap_or(before.from),
            to: body.to.unwrap_or(before.to),
        };
        update_within(tx, &row, wanted, draft)?;
        let row = store::find_campaign_within(tx, &allowed.scope(), row.id)?;
        let version = row.version;
        Ok(Answer::ok(&CampaignAnswer::from(row)).version(version))
    })
    .await
}

/// Writes a campaign anew and tells what changed. Its days stand once somebody has measured in it. Shared by the API and
/// the page.
pub fn update_within(tx: &mut Tx<'_>, row: &CampaignRow, wanted: i64, draft: CampaignDraft) -> Outcome<()> {
    let project = project_of(tx, row)?;
    projects::store::lock(tx, project)?;
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    let draft = draft.checked(&others(tx, row.indicator_id, Some(row.id))?)?;
    let before = row.draft();
    let places = lock_places(tx, row.indicator_id)?;
    if before.moves_days(&draft) && is_measured(tx, row)? {
        return Err(Code::CampaignMeasured.into());
    }
    store::update_campaign(tx, row, &draft)?;
    rederive(tx, places)?;
    let (old, new) = store::campaign_facts(&before).changes_to(&store::campaign_facts(&draft));
    audit::record(tx, &Change::of(row.place(), "campaign_updated", "campaign", row.id).from(old).to(new))?;
    Ok(())
}

/// `deleteCampaign`
pub async fn delete(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_campaign_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        remove_within(tx, &row, wanted)?;
        Ok(Answer::nothing())
    })
    .await
}

/// Takes away a campaign in which nobody has measured, and tells of it. Shared by the API and the page.
pub fn remove_within(tx: &mut Tx<'_>, row: &CampaignRow, wanted: i64) -> Outcome<()> {
    let project = project_of(tx, row)?;
    projects::store::lock(tx, project)?;
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    let places = lock_places(tx, row.indicator_id)?;
    if is_measured(tx, row)? {
        return Err(Code::CampaignMeasured.into());
    }
    store::delete_campaign(tx, row)?;
    rederive(tx, places)?;
    let old = store::campaign_facts(&row.draft()).all();
    audit::record(tx, &Change::of(row.place(), "campaign_removed", "campaign", row.id).from(old))?;
    Ok(())
}

fn project_of(tx: &mut Tx<'_>, row: &CampaignRow) -> Outcome<crate::ids::ProjectId> {
    let indicator = store::find_indicator(tx, row.indicator_id)?;
    indicator.map(|indicator| indicator.project_id).ok_or(Code::NotFound.into())
}

/// The indicator's campaigns, one left out.
fn others(conn: &mut AnyConn, indicator: IndicatorId, but: Option<CampaignId>) -> Outcome<Vec<Campaign>> {
    let rows = store::campaigns_to(conn, indicator)?;
    Ok(rows.iter().filter(|row| Some(row.id) != but).map(CampaignRow::planned).collect())
}

/// Whether somebody has measured in it: from its first day until the next one begins.
pub fn is_measured(conn: &mut AnyConn, row: &CampaignRow) -> Outcome<bool> {
    let rest = others(conn, row.indicator_id, Some(row.id))?;
    let next = rest.iter().map(|other| other.from).filter(|from| *from > row.from_day).min();
    is_measured_between(conn, row.indicator_id, row.from_day, next)
}

/// Where an indicator is measured, locked in one order, so that nobody measures while its calendar changes.
fn lock_places(tx: &mut Tx<'_>, indicator: IndicatorId) -> Outcome<BTreeSet<PlaceKey>> {
    let rows = store::commitments_to(tx, indicator)?;
    let places: BTreeSet<PlaceKey> =
        rows.iter().map(|row| (row.region_id, row.project_id, row.municipality_id)).collect();
    places.iter().try_for_each(|place| derived::lock_place(tx, *place))?;
    Ok(places)
}

fn rederive(tx: &mut Tx<'_>, places: BTreeSet<PlaceKey>) -> Outcome<()> {
    places.into_iter().try_for_each(|(region, project, town)| derived::rederive_place(tx, region, project, town))
}
