//! Queries and writes of reports. The only writer of `report`, which is never changed.

use diesel::prelude::*;

use super::content::Content;
use super::rules::Audience;
use crate::access::scope::Within;
use crate::access::{Place, Placed, Scope};
use crate::clock::{Day, Moment};
use crate::db::schema::report;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{MunicipalityId, PersonId, RegionId, ReportId};
use crate::refusal::{Code, Fault, FaultKind, Outcome, Refusal};
use crate::regions::store::{VisibleFigures, visible_figures};

/// A report as it was locked.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = report)]
pub struct Report {
    /// Id.
    pub id: ReportId,
    /// Whose.
    pub region_id: RegionId,
    /// About which municipality; none for the region.
    pub municipality_id: Option<MunicipalityId>,
    /// Which one of the region's, from 1.
    pub number: i64,
    /// Who reads it.
    pub audience: Audience,
    /// What it holds: canonical JSON of [`Content`].
    pub content: String,
    /// Hex SHA-256 of the content.
    pub content_sha256: String,
    /// By whom it was locked.
    pub locked_by: Option<PersonId>,
    /// When.
    pub locked_at: Moment,
}

impl Placed for Report {
    /// The region: what is about one municipality is read by those it shares with too, and reach was asked when it was
    /// found.
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Report {
    /// What it holds.
    pub fn read(&self) -> Outcome<Content> {
        serde_json::from_str(&self.content)
            .map_err(|error| Fault::of(FaultKind::Integrity, format!("report {}: {error}", self.id)).into())
    }

    /// Whether a reader who sees these figures of the region may read it.
    fn is_for(&self, scope: &Scope, visible: &VisibleFigures) -> bool {
        match (self.audience, self.municipality_id) {
            (Audience::Region, _) => scope.within(self.region_id) == Some(&Within::Whole),
            // It names every municipality; a token that is bound to one reads of no other.
            (Audience::Members, _) => scope.sees_region(self.region_id) && !scope.is_bound(),
            (Audience::Municipality, Some(municipality)) => visible.includes(municipality),
            (Audience::Municipality, None) => false,
        }
    }
}

/// Makes others who lock a report of this region wait until the transaction is over, so that numbers follow each other.
/// SQLite has one writer anyhow.
pub(super) fn lock(conn: &mut AnyConn, region: RegionId) -> Outcome<()> {
    if let AnyConn::Postgres(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(region)
            .execute(pg)?;
    }
    Ok(())
}

/// Keeps a report under the next number.
pub(super) fn insert(tx: &mut Tx<'_>, content: &Content, text: &str, content_sha256: &str) -> Outcome<Report> {
    let newest: Option<i64> = report::table
        .filter(report::region_id.eq(content.region_id))
        .select(diesel::dsl::max(report::number))
        .first(&mut **tx)?;
    let row = Report {
        id: ReportId::from_number(tx.new_id()),
        region_id: content.region_id,
        municipality_id: content.municipality.as_ref().map(|town| town.id),
        number: newest.unwrap_or(0) + 1,
        audience: content.audience,
        content: text.to_owned(),
        content_sha256: content_sha256.to_owned(),
        locked_by: tx.access().person(),
        locked_at: tx.now(),
    };
    let done = diesel::insert_into(report::table)
        .values((
            report::id.eq(row.id),
            report::region_id.eq(row.region_id),
            report::municipality_id.eq(row.municipality_id),
            report::number.eq(row.number),
            report::audience.eq(row.audience),
            report::content.eq(text),
            report::content_sha256.eq(content_sha256),
            report::locked_by.eq(row.locked_by),
            report::locked_at.eq(row.locked_at),
        ))
        .execute(&mut **tx);
    match done {
        Ok(_) => Ok(row),
        Err(error) if is_unique_violation(&error) => Err(Code::ChangedMeanwhile.into()),
        Err(error) => Err(error.into()),
    }
}

/// The reports of a region that this scope may read, newest first.
pub(super) fn of_region(conn: &mut AnyConn, scope: &Scope, region: RegionId, today: Day) -> Outcome<Vec<Report>> {
    let visible = visible_figures(conn, scope, region, today)?;
    let mut found: Vec<Report> = report::table
        .filter(report::region_id.eq(region))
        .order(report::number.desc())
        .select(Report::as_select())
        .load(conn)?;
    found.retain(|row| row.is_for(scope, &visible));
    Ok(found)
}

/// Every report, for checking.
pub(super) fn all(conn: &mut AnyConn) -> Outcome<Vec<Report>> {
    Ok(report::table.order(report::id).select(Report::as_select()).load(conn)?)
}

/// One that this scope may read.
pub(super) fn find_within(conn: &mut AnyConn, scope: &Scope, id: ReportId, today: Day) -> Outcome<Report> {
    let found: Option<Report> =
        report::table.filter(report::id.eq(id)).select(Report::as_select()).first(conn).optional()?;
    let found = found.ok_or(Refusal::new(Code::NotFound))?;
    let visible = visible_figures(conn, scope, found.region_id, today)?;
    if found.is_for(scope, &visible) { Ok(found) } else { Err(Code::NotFound.into()) }
}
