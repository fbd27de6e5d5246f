//! Support in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::SupportDraft;
use super::store::{self, Support};
use crate::access::permission::{LogSupport, SeeSupport};
use crate::access::{Allowed, Place, Placed};
use crate::audit::{self, Change};
use crate::clock::{Day, Moment};
use crate::db::Tx;
use crate::decimal::Decimal;
use crate::ids::{MunicipalityId, PersonId, ProjectId, RegionId, SupportId};
use crate::refusal::{Checks, Code, Outcome};
use crate::web::csv::{Flavour, Sheet};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};
use crate::{projects, regions};

/// Body of `createSupport`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportBody {
    municipality_id: MunicipalityId,
    project_id: Option<ProjectId>,
    on: Day,
    hours: Decimal,
    what: String,
    #[serde(default)]
    follow_up: String,
    follow_up_by: Option<Day>,
    #[serde(default)]
    followed_up: bool,
}

/// Body of `updateSupport`: what is left out stays, what is null is taken away.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportPatch {
    on: Option<Day>,
    hours: Option<Decimal>,
    what: Option<String>,
    follow_up: Option<String>,
    #[serde(default, deserialize_with = "patch::given")]
    follow_up_by: Option<Option<Day>>,
    followed_up: Option<bool>,
}

/// Support that was given.
#[derive(Serialize, JsonSchema)]
pub struct SupportAnswer {
    id: SupportId,
    municipality_id: MunicipalityId,
    project_id: Option<ProjectId>,
    on: Day,
    hours: Decimal,
    what: String,
    follow_up: String,
    follow_up_by: Option<Day>,
    followed_up: bool,
    recorded_by: Option<PersonId>,
    recorded_at: Moment,
    version: i64,
}

/// Support, newest first.
pub type SupportList = List<SupportAnswer>;

impl From<Support> for SupportAnswer {
    fn from(row: Support) -> Self {
        Self {
            id: row.id,
            municipality_id: row.municipality_id,
            project_id: row.project_id,
            on: row.on_day,
            hours: row.hours,
            what: row.what,
            follow_up: row.follow_up,
            follow_up_by: row.follow_up_by,
            followed_up: row.followed_up,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            version: row.version,
        }
    }
}

/// `listSupport`
pub async fn list(allowed: Allowed<SeeSupport>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let page = Page::of(call)?;
        let mut rows = store::within(conn, &allowed.scope(), region.id)?;
        if let Some(flavour) = Flavour::wanted(call)? {
            return sheet(&rows).of_region(region.name).answer(flavour, call);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        let items = rows.into_iter().map(SupportAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &SupportAnswer| item.id.number(), true)?))
    })
    .await
}

fn sheet(rows: &[Support]) -> Sheet {
    let columns =
        vec!["municipality_id", "project_id", "on", "hours", "what", "follow_up", "follow_up_by", "followed_up"];
    let mut sheet = Sheet::new("support", columns);
    sheet.rows.extend(rows.iter().map(|row| {
        vec![
            row.municipality_id.to_string().into(),
            row.project_id.map(|id| id.to_string()).into(),
            row.on_day.into(),
            row.hours.into(),
            row.what.clone().into(),
            row.follow_up.clone().into(),
            row.follow_up_by.into(),
            row.followed_up.into(),
        ]
    }));
    sheet
}

/// `createSupport`
pub async fn create(allowed: Allowed<LogSupport>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let body: SupportBody = call.json()?;
        let draft = SupportDraft {
            municipality_id: body.municipality_id,
            project_id: body.project_id,
            on: body.on,
            hours: body.hours,
            what: body.what,
            follow_up: body.follow_up,
            follow_up_by: body.follow_up_by,
            followed_up: body.followed_up,
        };
        let id = create_within(tx, region.id, draft)?;
        let row = store::find_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&SupportAnswer::from(row), format!("/api/v1/support/{id}")).version(version))
    })
    .await
}

/// Makes an entry and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, region: RegionId, draft: SupportDraft) -> Outcome<SupportId> {
    let today = tx.now().day();
    let draft = draft.checked(today)?;
    let mut checks = Checks::new();
    let member = regions::store::is_member_on(tx, region, draft.municipality_id, today)?;
    checks.require(member, "/municipality_id", "not_a_member");
    if let Some(project) = draft.project_id {
        let known = projects::store::find(tx, project)?.is_some_and(|project| project.region_id == region);
        checks.require(known, "/project_id", "unknown_project");
    }
    checks.done(())?;
    let id = store::insert(tx, region, &draft)?;
    let place = Place::municipality(region, draft.municipality_id);
    audit::record(tx, &Change::of(place, "support_given", "support", id).to(store::facts(&draft).all()))?;
    Ok(id)
}

/// `getSupport`
pub async fn get(allowed: Allowed<SeeSupport>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&SupportAnswer::from(row)).version(version))
    })
    .await
}

/// `updateSupport`
pub async fn update(allowed: Allowed<LogSupport>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: SupportPatch = call.json()?;
        if wanted != row.version {
            return Err(Code::Stale.into());
        }
        let before = row.draft();
        let draft = SupportDraft {
            on: body.on.unwrap_or(before.on),
            hours: body.hours.unwrap_or(before.hours),
            what: body.what.unwrap_or(before.what),
            follow_up: body.follow_up.unwrap_or(before.follow_up),
            follow_up_by: body.follow_up_by.unwrap_or(before.follow_up_by),
            followed_up: body.followed_up.unwrap_or(before.followed_up),
            ..before
        };
        update_within(tx, &row, draft)?;
        let row = store::find_within(tx, &allowed.scope(), row.id)?;
        let version = row.version;
        Ok(Answer::ok(&SupportAnswer::from(row)).version(version))
    })
    .await
}

/// Writes an entry anew and tells what changed. Shared by the API and the page.
pub fn update_within(tx: &mut Tx<'_>, row: &Support, draft: SupportDraft) -> Outcome<()> {
    let draft = draft.checked(tx.now().day())?;
    store::update(tx, row, &draft)?;
    let (old, new) = store::facts(&row.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(row.place(), "support_changed", "support", row.id).from(old).to(new))?;
    Ok(())
}
