//! Queries and writes of reports. The only writer of `report`, which is never changed.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::content::Content;
use super::rules::Audience;
use crate::access::scope::Within;
use crate::access::{Place, Placed, Scope};
use crate::clock::{Day, Moment};
use crate::db::schema::report;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{MunicipalityId, PersonId, RegionId, ReportId};
use crate::measurements::rules::Month;
use crate::refusal::{Code, Fault, FaultKind, Outcome, Refusal};
use crate::regions::store::{VisibleFigures, visible_figures};

/// A locked report, without what it holds: that can be large, and a list of reports does not ask for it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = report)]
pub struct Locked {
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
    /// Hex SHA-256 of the content.
    pub content_sha256: String,
    /// By whom it was locked.
    pub locked_by: Option<PersonId>,
    /// When.
    pub locked_at: Moment,
}

impl Placed for Locked {
    /// The region: what is about one municipality is read by those it shares with too, and reach was asked when it was
    /// found.
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Locked {
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

/// A report as it was locked.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = report)]
pub struct Report {
    /// Which one, by whom and when.
    #[diesel(embed)]
    pub locked: Locked,
    /// What it holds: canonical JSON of [`Content`].
    pub content: String,
}

impl Report {
    /// What it holds.
    pub fn read(&self) -> Outcome<Content> {
        self.parsed()
    }

    /// The same as it is kept: what an older version did not write is not in it.
    pub fn kept(&self) -> Outcome<Value> {
        self.parsed()
    }

    fn parsed<T: DeserializeOwned>(&self) -> Outcome<T> {
        serde_json::from_str(&self.content)
            .map_err(|error| Fault::of(FaultKind::Integrity, format!("report {}: {error}", self.locked.id)).into())
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
pub(super) fn insert(tx: &mut Tx<'_>, content: &Content, text: &str, content_sha256: &str) -> Outcome<Locked> {
    let newest: Option<i64> = report::table
        .filter(report::region_id.eq(content.region_id))
        .select(diesel::dsl::max(report::number))
        .first(&mut **tx)?;
    let row = Locked {
        id: ReportId::from_number(tx.new_id()),
        region_id: content.region_id,
        municipality_id: content.municipality.as_ref().map(|town| town.id),
        number: newest.unwrap_or(0) + 1,
        audience: content.audience,
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
pub(super) fn of_region(conn: &mut AnyConn, scope: &Scope, region: RegionId, today: Day) -> Outcome<Vec<Locked>> {
    let visible = visible_figures(conn, scope, region, today)?;
    let mut found: Vec<Locked> = report::table
        .filter(report::region_id.eq(region))
        .order(report::number.desc())
        .select(Locked::as_select())
        .load(conn)?;
    found.retain(|row| row.is_for(scope, &visible));
    Ok(found)
}

/// What this person has locked with exactly this content.
pub(super) fn find_same(
    conn: &mut AnyConn,
    region: RegionId,
    content_sha256: &str,
    by: Option<PersonId>,
) -> Outcome<Option<Locked>> {
    Ok(report::table
        .filter(report::region_id.eq(region))
        .filter(report::content_sha256.eq(content_sha256))
        .filter(report::locked_by.eq(by))
        .order(report::number)
        .select(Locked::as_select())
        .first(conn)
        .optional()?)
}

/// What a list says of a report, read out of what it holds.
pub(super) struct Told {
    /// Whom or what it is about.
    pub about: String,
    /// The first month.
    pub from: Month,
    /// The last one.
    pub to: Month,
    /// Who locked it, as they were called then; none where it was locked before names were kept.
    pub author: Option<String>,
}

/// What is to be said of these reports in a list. The database reads it out of the content, which is not fetched.
pub(super) fn told(conn: &mut AnyConn, ids: &[ReportId]) -> Outcome<HashMap<ReportId, Told>> {
    type Row = (ReportId, (Option<String>, String), (String, String), Option<String>);
    let [town, region, from, to, author] = match conn {
        AnyConn::Sqlite(_) => ["'$.municipality.name'", "'$.region'", "'$.from'", "'$.to'", "'$.author'"]
            .map(|way| format!("json_extract(content, {way})")),
        AnyConn::Postgres(_) => {
            ["-> 'municipality' ->> 'name'", "->> 'region'", "->> 'from'", "->> 'to'", "->> 'author'"]
                .map(|way| format!("content::json {way}"))
        }
    };
    let words = (sql::<Nullable<Text>>(&town), sql::<Text>(&region));
    let months = (sql::<Text>(&from), sql::<Text>(&to));
    let rows: Vec<Row> = report::table
        .filter(report::id.eq_any(ids.to_vec()))
        .select((report::id, words, months, sql::<Nullable<Text>>(&author)))
        .load(conn)?;
    let told = rows.into_iter().map(|(id, (town, region), (from, to), author)| {
        let month = |text: &str| {
            Month::parse(text).ok_or_else(|| Fault::of(FaultKind::Integrity, format!("report {id}: no month {text}")))
        };
        Ok((id, Told { about: town.unwrap_or(region), from: month(&from)?, to: month(&to)?, author }))
    });
    told.collect()
}

/// A page of reports, for checking: those behind this id.
pub(super) fn behind(conn: &mut AnyConn, after: ReportId, most: i64) -> Outcome<Vec<Report>> {
    Ok(report::table
        .filter(report::id.gt(after))
        .order(report::id)
        .limit(most)
        .select(Report::as_select())
        .load(conn)?)
}

/// One that this scope may read.
pub(super) fn find_within(conn: &mut AnyConn, scope: &Scope, id: ReportId, today: Day) -> Outcome<Report> {
    let found: Option<Report> =
        report::table.filter(report::id.eq(id)).select(Report::as_select()).first(conn).optional()?;
    let found = found.ok_or(Refusal::new(Code::NotFound))?;
    let visible = visible_figures(conn, scope, found.locked.region_id, today)?;
    if found.locked.is_for(scope, &visible) { Ok(found) } else { Err(Code::NotFound.into()) }
}
