//! Published roadmaps in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::difference::{Difference, differences};
use super::{Version, publish as publish_within, store};
use crate::access::Allowed;
use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::clock::Moment;
use crate::ids::{PersonId, RegionId, RoadmapVersionId};
use crate::projects::roadmap::assembling::roadmap;
use crate::projects::roadmap::snapshot::Snapshot;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `publishRoadmap`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishRoadmapBody {
    /// Why it is published: what it was decided by, or what is new.
    note: Option<String>,
}

/// A published roadmap, without what it holds.
#[derive(Serialize, JsonSchema)]
pub struct RoadmapVersionAnswer {
    id: RoadmapVersionId,
    region_id: RegionId,
    /// From 1.
    number: i64,
    note: String,
    /// Hex SHA-256 of the content in RFC 8785 form.
    content_sha256: String,
    published_by: Option<PersonId>,
    published_at: Moment,
}

/// Published roadmaps, newest first.
pub type RoadmapVersionList = List<RoadmapVersionAnswer>;

/// A published roadmap with what it holds.
#[derive(Serialize, JsonSchema)]
pub struct WholeRoadmapVersion {
    #[serde(flatten)]
    version: RoadmapVersionAnswer,
    content: Snapshot,
}

/// What became different since a version was published.
#[derive(Serialize, JsonSchema)]
pub struct RoadmapDifferences {
    from: RoadmapVersionAnswer,
    /// The version it is compared with; null for the roadmap as it stands now.
    to: Option<RoadmapVersionAnswer>,
    differences: Vec<Difference>,
}

impl From<&Version> for RoadmapVersionAnswer {
    fn from(row: &Version) -> Self {
        Self {
            id: row.id,
            region_id: row.region_id,
            number: row.number,
            note: row.note.clone(),
            content_sha256: row.content_sha256.clone(),
            published_by: row.published_by,
            published_at: row.published_at,
        }
    }
}

/// `publishRoadmap`
pub async fn publish(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let body: PublishRoadmapBody = call.json()?;
        let version = publish_within(tx, &region, body.note.as_deref().unwrap_or_default(), None)?;
        Ok(Answer::created(&RoadmapVersionAnswer::from(&version), format!("/api/v1/roadmap-versions/{}", version.id)))
    })
    .await
}

/// `listRoadmapVersions`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let rows = store::of_region(conn, region.id)?;
        let page = Page::of(call)?.cut_after(rows, |row: &Version| row.number, true)?;
        let items = page.items.iter().map(RoadmapVersionAnswer::from).collect();
        Ok(Answer::ok(&RoadmapVersionList { items, next_cursor: page.next_cursor }))
    })
    .await
}

/// `getRoadmapVersion`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let version = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&version)?;
        Ok(Answer::ok(&WholeRoadmapVersion {
            version: RoadmapVersionAnswer::from(&version),
            content: version.snapshot()?,
        }))
    })
    .await
}

/// `compareRoadmapVersions`
pub async fn compare(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let from = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&from)?;
        let (to, after) = other(conn, allowed, call, &from)?;
        Ok(Answer::ok(&RoadmapDifferences {
            from: RoadmapVersionAnswer::from(&from),
            to: to.as_ref().map(RoadmapVersionAnswer::from),
            differences: differences(&from.snapshot()?, &after),
        }))
    })
    .await
}

/// What a version is compared with: another one of the same region, or the roadmap as it stands now.
pub(super) fn other(
    conn: &mut crate::db::AnyConn,
    allowed: &Allowed<SeeRoadmap>,
    call: &Call,
    from: &Version,
) -> Outcome<(Option<Version>, Snapshot)> {
    match call.query_word("to").as_deref() {
        None | Some("" | "now") => {
            let region = regions::store::find_within(conn, &allowed.scope(), from.region_id)?;
            let now = roadmap(conn, &region, call.app().db.now().day())?;
            Ok((None, now))
        }
        Some(word) => {
            let id = word.parse().map_err(|()| Refusal::new(Code::NotFound))?;
            let to = store::find_within(conn, &allowed.scope(), id)?;
            allowed.over(&to)?;
            // Two regions have nothing in common to compare.
            if to.region_id != from.region_id {
                return Err(Code::NotFound.into());
            }
            let snapshot = to.snapshot()?;
            Ok((Some(to), snapshot))
        }
    }
}
