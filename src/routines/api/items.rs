//! Common items in the API: the region writes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{DefineRoadmap, SeeRoutines};
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change};
use crate::db::Tx;
use crate::ids::{ItemId, ProjectId};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, Outcome};
use crate::routines::rules::{ItemDraft, ItemKind};
use crate::routines::store::{self, Item};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createCommonItem`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonItemBody {
    title: String,
    kind: ItemKind,
    /// What it says.
    #[serde(default)]
    description: String,
    /// Where it can be read whole.
    #[serde(default)]
    stands_in: String,
}

/// Body of `updateCommonItem`: what is left out stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonItemPatch {
    title: Option<String>,
    kind: Option<ItemKind>,
    description: Option<String>,
    stands_in: Option<String>,
}

/// A routine or a configuration that is to be the same everywhere.
#[derive(Serialize, JsonSchema)]
pub struct CommonItemAnswer {
    id: ItemId,
    project_id: ProjectId,
    title: String,
    kind: ItemKind,
    description: String,
    stands_in: String,
    /// Counts from 1, and up when anything is written otherwise. Answers are to an edition.
    edition: i64,
    version: i64,
}

/// Common items.
pub type CommonItemList = List<CommonItemAnswer>;

impl From<Item> for CommonItemAnswer {
    fn from(row: Item) -> Self {
        Self {
            id: row.id,
            project_id: row.project_id,
            title: row.title,
            kind: row.kind,
            description: row.description,
            stands_in: row.stands_in,
            edition: row.edition,
            version: row.version,
        }
    }
}

/// `listCommonItems`
pub async fn list(allowed: Allowed<SeeRoutines>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let page = Page::of(call)?;
        let items = store::of_project(conn, project.id)?.into_iter().map(CommonItemAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &CommonItemAnswer| item.id.number(), false)?))
    })
    .await
}

/// `getCommonItem`
pub async fn get(allowed: Allowed<SeeRoutines>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&CommonItemAnswer::from(row)).version(version))
    })
    .await
}

/// `createCommonItem`
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let body: CommonItemBody = call.json()?;
        let draft = ItemDraft {
            title: body.title,
            kind: Some(body.kind),
            description: body.description,
            stands_in: body.stands_in,
        };
        let id = create_within(tx, &project, draft)?;
        let row = store::find_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&CommonItemAnswer::from(row), format!("/api/v1/common-items/{id}")).version(version))
    })
    .await
}

/// Makes an item and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, project: &Project, draft: ItemDraft) -> Outcome<ItemId> {
    let draft = draft.checked()?;
    let id = store::insert(tx, project.region_id, project.id, &draft)?;
    let facts = store::facts(&draft).plain("project_id", project.id).all();
    audit::record(tx, &Change::of(project.place(), "common_item_created", "common_item", id).to(facts))?;
    Ok(id)
}

/// `updateCommonItem`
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: CommonItemPatch = call.json()?;
        let before = row.draft();
        let draft = ItemDraft {
            title: body.title.unwrap_or(before.title),
            kind: body.kind.or(before.kind),
            description: body.description.unwrap_or(before.description),
            stands_in: body.stands_in.unwrap_or(before.stands_in),
        };
        update_within(tx, &row, wanted, draft)?;
        let row = store::find_within(tx, &allowed.scope(), row.id)?;
        let version = row.version;
        Ok(Answer::ok(&CommonItemAnswer::from(row)).version(version))
    })
    .await
}

/// Writes an item anew and tells what changed. Shared by the API and the page.
pub fn update_within(tx: &mut Tx<'_>, row: &Item, wanted: i64, draft: ItemDraft) -> Outcome<()> {
    let draft = draft.checked()?;
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    store::update(tx, row, &draft)?;
    let (old, new) = store::facts(&row.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(row.place(), "common_item_updated", "common_item", row.id).from(old).to(new))?;
    Ok(())
}
