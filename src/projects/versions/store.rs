//! Queries and writes of published roadmaps. The only writer of `roadmap_version`, which is never changed.

use diesel::prelude::*;

use crate::access::{Place, Placed, Scope};
use crate::clock::Moment;
use crate::db::schema::roadmap_version;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{PersonId, RegionId, RoadmapVersionId};
use crate::projects::roadmap::snapshot::Snapshot;
use crate::refusal::{Code, Fault, FaultKind, Outcome};

/// A roadmap as it was published.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = roadmap_version)]
pub struct Version {
    /// Id.
    pub id: RoadmapVersionId,
    /// Whose.
    pub region_id: RegionId,
    /// Which one, from 1.
    pub number: i64,
    /// Why it was published.
    pub note: String,
    /// What was published: canonical JSON of `Snapshot`.
    pub content: String,
    /// Hex SHA-256 of the content.
    pub content_sha256: String,
    /// By whom.
    pub published_by: Option<PersonId>,
    /// When.
    pub published_at: Moment,
}

impl Placed for Version {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Version {
    /// What was published.
    pub fn snapshot(&self) -> Outcome<Snapshot> {
        serde_json::from_str(&self.content)
            .map_err(|error| Fault::of(FaultKind::Integrity, format!("roadmap version {}: {error}", self.id)).into())
    }
}

/// Makes others who publish this region's roadmap wait until the transaction is over, so that numbers follow each other.
/// SQLite has one writer anyhow.
pub(super) fn lock(conn: &mut AnyConn, region: RegionId) -> Outcome<()> {
    if let AnyConn::Postgres(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(region)
            .execute(pg)?;
    }
    Ok(())
}

/// Keeps a roadmap under the next number.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    region: RegionId,
    note: &str,
    content: &str,
    content_sha256: &str,
) -> Outcome<Version> {
    let newest: Option<i64> = roadmap_version::table
        .filter(roadmap_version::region_id.eq(region))
        .select(diesel::dsl::max(roadmap_version::number))
        .first(&mut **tx)?;
    let version = Version {
        id: RoadmapVersionId::from_number(tx.new_id()),
        region_id: region,
        number: newest.unwrap_or(0) + 1,
        note: note.to_owned(),
        content: content.to_owned(),
        content_sha256: content_sha256.to_owned(),
        published_by: tx.access().person(),
        published_at: tx.now(),
    };
    let done = diesel::insert_into(roadmap_version::table)
        .values((
            roadmap_version::id.eq(version.id),
            roadmap_version::region_id.eq(region),
            roadmap_version::number.eq(version.number),
            roadmap_version::note.eq(note),
            roadmap_version::content.eq(content),
            roadmap_version::content_sha256.eq(content_sha256),
            roadmap_version::published_by.eq(version.published_by),
            roadmap_version::published_at.eq(version.published_at),
        ))
        .execute(&mut **tx);
    match done {
        Ok(_) => Ok(version),
        Err(error) if is_unique_violation(&error) => Err(Code::ChangedMeanwhile.into()),
        Err(error) => Err(error.into()),
    }
}

/// The published roadmaps of a region, newest first.
pub(super) fn of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Version>> {
    Ok(roadmap_version::table
        .filter(roadmap_version::region_id.eq(region))
        .order(roadmap_version::number.desc())
        .select(Version::as_select())
        .load(conn)?)
}

/// Every published roadmap, for checking.
pub(super) fn all(conn: &mut AnyConn) -> Outcome<Vec<Version>> {
    Ok(roadmap_version::table.order(roadmap_version::id).select(Version::as_select()).load(conn)?)
}

/// One in reach.
pub(super) fn find_within(conn: &mut AnyConn, scope: &Scope, id: RoadmapVersionId) -> Outcome<Version> {
    roadmap_version::table
        .filter(roadmap_version::id.eq(id))
        .select(Version::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Version| scope.sees_region(row.region_id))
        .ok_or(Code::NotFound.into())
}
