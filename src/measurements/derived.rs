//! What is kept beside the measurements, in their own transaction: each series' latest state, each cell's sums. The only
//! writer of `series` and `cell`.
//!
//! Both ways of writing rest on `rules::Standing`: [`measured`] carries one more value into rows that are there, and
//! [`rederive_place`] makes the rows of a place anew. `doctor` compares what stands here with what the measurements say.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::rules::{Counts, Followed, Point, Standing};
use super::store::{self, Promised};
use crate::clock::Day;
use crate::db::schema::{cell, series};
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MunicipalityId, ProjectId, RegionId};
use crate::refusal::Outcome;

/// Where a series is: one project in one municipality.
pub type PlaceKey = (RegionId, ProjectId, MunicipalityId);

/// A row of `series`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct SeriesRow {
    /// Its commitment.
    pub commitment_id: CommitmentId,
    /// Day of the latest measurement.
    pub latest_on: Option<Day>,
    /// Its value.
    pub latest_value: Option<Decimal>,
    /// Whether it was on plan on its own day.
    pub on_plan: bool,
    /// The first day on which it is overdue if nothing more is measured.
    pub overdue_from: Day,
}

impl SeriesRow {
    /// The same as the rules see it.
    pub fn standing(&self) -> Standing {
        let latest = self.latest_on.zip(self.latest_value).map(|(on, value)| Point { on, value });
        Standing { latest, on_plan: self.on_plan, overdue_from: self.overdue_from }
    }
}

/// Makes other writers of this place wait until the transaction is over, so that sums are never taken from a state that
/// is being changed. SQLite has one writer anyhow.
pub fn lock_place(conn: &mut AnyConn, (_, project, municipality): PlaceKey) -> Outcome<()> {
    if let AnyConn::Postgres(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashint8($1), hashint8($2))")
            .bind::<diesel::sql_types::BigInt, _>(project)
            .bind::<diesel::sql_types::BigInt, _>(municipality)
            .execute(pg)?;
    }
    Ok(())
}

/// The rows of some commitments. One that is not accepted has none.
pub fn rows_of(conn: &mut AnyConn, commitments: &[CommitmentId]) -> Outcome<Vec<SeriesRow>> {
    Ok(series::table.filter(series::commitment_id.eq_any(commitments.to_vec())).select(columns()).load(conn)?)
}

fn columns() -> (series::commitment_id, series::latest_on, series::latest_value, series::on_plan, series::overdue_from)
{
    (series::commitment_id, series::latest_on, series::latest_value, series::on_plan, series::overdue_from)
}

/// Carries a measured or corrected value into the series and its cell. Answers the standing before, if the commitment
/// is followed at all. The place must be locked.
pub fn measured(conn: &mut AnyConn, promised: &Promised, point: Point) -> Outcome<Option<Standing>> {
    let found: Option<SeriesRow> =
        series::table.filter(series::commitment_id.eq(promised.id)).select(columns()).first(conn).optional()?;
    let Some(row) = found else { return Ok(None) };
    let before = row.standing();
    let change = carry(conn, promised, before, point)?;
    add_to_cell(conn, promised.place_key(), change)?;
    Ok(Some(before))
}

/// The same for many at once: for each commitment its latest new value is enough. The places must be locked.
pub fn measured_many(conn: &mut AnyConn, values: &BTreeMap<CommitmentId, (&Promised, Point)>) -> Outcome<()> {
    let mut changes: BTreeMap<PlaceKey, Counts> = BTreeMap::new();
    let ids: Vec<CommitmentId> = values.keys().copied().collect();
    for some in ids.chunks(500) {
        for row in rows_of(conn, some)? {
            let Some((promised, point)) = values.get(&row.commitment_id) else { continue };
            let change = carry(conn, promised, row.standing(), *point)?;
            let sum = changes.entry(promised.place_key()).or_default();
            *sum = sum.plus(change);
        }
    }
    for (place, change) in changes {
        add_to_cell(conn, place, change)?;
    }
    Ok(())
}

/// Writes a series' new standing, if it is another, and answers what that changes in its cell.
fn carry(conn: &mut AnyConn, promised: &Promised, before: Standing, point: Point) -> Outcome<Counts> {
    let after = before.after(&promised.followed, point);
    if after != before {
        let (region, project, municipality) = promised.place_key();
        diesel::update(
            series::table
                .filter(series::region_id.eq(region))
                .filter(series::project_id.eq(project))
                .filter(series::municipality_id.eq(municipality))
                .filter(series::commitment_id.eq(promised.id)),
        )
        .set((
            series::latest_on.eq(after.latest.map(|point| point.on)),
            series::latest_value.eq(after.latest.map(|point| point.value)),
            series::on_plan.eq(after.on_plan),
            series::overdue_from.eq(after.overdue_from),
        ))
        .execute(conn)?;
    }
    Ok(after.counts().minus(before.counts()))
}

fn add_to_cell(conn: &mut AnyConn, (region, project, municipality): PlaceKey, change: Counts) -> Outcome<()> {
    if change == Counts::NONE {
        return Ok(());
    }
    diesel::update(
        cell::table
            .filter(cell::region_id.eq(region))
            .filter(cell::project_id.eq(project))
            .filter(cell::municipality_id.eq(municipality)),
    )
    .set((
        cell::accepted.eq(cell::accepted + change.accepted),
        cell::measured.eq(cell::measured + change.measured),
        cell::on_plan.eq(cell::on_plan + change.on_plan),
    ))
    .execute(conn)?;
    Ok(())
}

/// Derives anew everything of one project in one municipality: after an acceptance, a hand-back, a changed commitment.
pub fn rederive_place(
    tx: &mut Tx<'_>,
    region: RegionId,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<()> {
    lock_place(tx, (region, project, municipality))?;
    diesel::delete(
        series::table
            .filter(series::region_id.eq(region))
            .filter(series::project_id.eq(project))
            .filter(series::municipality_id.eq(municipality)),
    )
    .execute(&mut **tx)?;
    diesel::delete(
        cell::table
            .filter(cell::region_id.eq(region))
            .filter(cell::project_id.eq(project))
            .filter(cell::municipality_id.eq(municipality)),
    )
    .execute(&mut **tx)?;
    let followed = store::accepted_in_place(tx, project, municipality)?;
    let mut sums = Counts::NONE;
    let mut rows: Vec<(Promised, Standing)> = Vec::with_capacity(followed.len());
    for promised in followed {
        let standing = derive(tx, &promised)?;
        sums = sums.plus(standing.counts());
        rows.push((promised, standing));
    }
    insert(tx, &rows)?;
    if sums != Counts::NONE {
        diesel::insert_into(cell::table)
            .values((
                cell::region_id.eq(region),
                cell::project_id.eq(project),
                cell::municipality_id.eq(municipality),
                cell::accepted.eq(sums.accepted),
                cell::measured.eq(sums.measured),
                cell::on_plan.eq(sums.on_plan),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// A commitment's standing from its measurements.
pub fn derive(conn: &mut AnyConn, promised: &Promised) -> Outcome<Standing> {
    let latest = store::latest(conn, promised.id)?;
    Ok(Standing::of(&promised.followed, latest))
}

fn insert(conn: &mut AnyConn, rows: &[(Promised, Standing)]) -> Outcome<()> {
    for some in rows.chunks(500) {
        let values: Vec<_> = some
            .iter()
            .map(|(promised, standing)| {
                (
                    series::region_id.eq(promised.region_id),
                    series::project_id.eq(promised.project_id),
                    series::municipality_id.eq(promised.municipality_id),
                    series::commitment_id.eq(promised.id),
                    series::latest_on.eq(standing.latest.map(|point| point.on)),
                    series::latest_value.eq(standing.latest.map(|point| point.value)),
                    series::on_plan.eq(standing.on_plan),
                    series::overdue_from.eq(standing.overdue_from),
                )
            })
            .collect();
        on_each_backend!(conn, backend => diesel::insert_into(series::table).values(&values).execute(backend))?;
    }
    Ok(())
}

/// What `Followed` is made of stands in the commitment and its indicator.
impl Promised {
    /// Where its series is.
    pub fn place_key(&self) -> PlaceKey {
        (self.region_id, self.project_id, self.municipality_id)
    }

    /// The promise with its calendar.
    pub fn followed(&self) -> &Followed {
        &self.followed
    }
}
