//! What is kept beside the measurements, in their own transaction: each series' latest state, each cell's counts, and
//! through [`super::sums`] what curves are read from. The only writer of `series` and `cell`.
//!
//! Both ways of writing rest on `rules::Standing`: [`measured`] carries one more value into rows that are there, and
//! [`rederive_place`] makes the rows of a place anew. `doctor` compares what stands here with what the measurements say.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::rules::{CellSums, Counts, Followed, Frequency, Point, Shortfall, Standing};
use super::store::{self, Promised};
use super::sums::Sums;
use crate::clock::{Day, Moment};
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
    /// How far it fell short of the plan of its own day, as [`Shortfall::millionths`].
    pub shortfall: Option<i64>,
    /// The first day on which it is overdue if nothing more is measured.
    pub overdue_from: Day,
}

impl SeriesRow {
    /// The same as the rules see it.
    pub fn standing(&self) -> Standing {
        let latest = self.latest_on.zip(self.latest_value).map(|(on, value)| Point { on, value });
        let shortfall = self.shortfall.map(Shortfall::from_millionths);
        Standing { latest, shortfall, overdue_from: self.overdue_from }
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
    Ok(series::table.filter(series::commitment_id.eq_any(commitments.to_vec())).select(SERIES).load(conn)?)
}

/// The columns of a [`SeriesRow`].
pub type SeriesColumns =
    (series::commitment_id, series::latest_on, series::latest_value, series::shortfall, series::overdue_from);

/// The columns of a [`SeriesRow`].
pub const SERIES: SeriesColumns =
    (series::commitment_id, series::latest_on, series::latest_value, series::shortfall, series::overdue_from);

/// What writing a value changed on its day: what counted there before, and what counts now. A value that does not count,
/// as too few answered or nobody confirmed it yet, answers its due date all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Written {
    /// The day.
    pub on: Day,
    /// What counted there.
    pub before: Option<Decimal>,
    /// What counts there now.
    pub now: Option<Decimal>,
    /// When it was logged.
    pub logged_at: Moment,
}

impl Written {
    fn point(&self) -> Option<Point> {
        self.now.map(|value| Point { on: self.on, value })
    }

    /// Something that counted does so no longer: what came before it may count again.
    fn takes_away(&self) -> bool {
        self.before.is_some() && self.now.is_none()
    }
}

/// Carries a value that was just written into what is kept. The place must be locked.
pub fn measured(conn: &mut AnyConn, promised: &Promised, written: Written) -> Outcome<()> {
    measured_many(conn, &BTreeMap::from([(promised.id, (promised, vec![written]))]))
}

/// The same for many at once, by commitment and in order of day. The places must be locked.
pub fn measured_many(conn: &mut AnyConn, values: &BTreeMap<CommitmentId, (&Promised, Vec<Written>)>) -> Outcome<()> {
    let mut places: BTreeMap<PlaceKey, Moves> = BTreeMap::new();
    let mut sums = Sums::default();
    let ids: Vec<CommitmentId> = values.keys().copied().collect();
    let anew = with_campaigns_anew(conn, values)?;
    for some in ids.chunks(500) {
        for row in rows_of(conn, some)? {
            let Some((promised, written)) = values.get(&row.commitment_id) else { continue };
            let promised = anew.get(&row.commitment_id).unwrap_or(promised);
            let before = row.standing();
            let place = places.entry(promised.place_key()).or_default();
            place.logged_at = place.logged_at.max(written.iter().map(|one| one.logged_at).max());
            let telling: Vec<Written> =
                written.iter().filter(|one| one.before.is_some() || one.now.is_some()).copied().collect();
            remeasure(conn, promised, before.latest, &telling, &mut sums)?;
            let after = if telling.iter().any(Written::takes_away) {
                place.recount = true;
                derive(conn, promised)?
            } else {
                let newest = telling.last().and_then(Written::point);
                newest
                    .map_or(before, |point| before.after(&promised.followed, point))
                    .answered(&promised.followed, written.last().map(|one| one.on))
            };
            carry(conn, promised, before, after)?;
            place.standings.push((before, after));
        }
    }
    for (place, moves) in places {
        move_in_cell(conn, place, &moves)?;
    }
    sums.write(conn)
}

/// What values that were written change in the cell of their place.
#[derive(Default)]
struct Moves {
    /// How series stood, and how they stand.
    standings: Vec<(Standing, Standing)>,
    /// Something counts no longer, so that the newest day may lie further back: what was kept does not say where.
    recount: bool,
    /// When the last of the values was logged.
    logged_at: Option<Moment>,
}

/// The region may have planned a campaign since the commitment was read; now that the place is locked, nobody does. Other
/// calendars stand still once they are accepted.
fn with_campaigns_anew(
    conn: &mut AnyConn,
    values: &BTreeMap<CommitmentId, (&Promised, Vec<Written>)>,
) -> Outcome<BTreeMap<CommitmentId, Promised>> {
    let in_campaigns = |promised: &Promised| promised.followed.calendar.frequency == Frequency::Campaign;
    let ids: Vec<CommitmentId> = values.values().filter(|(one, _)| in_campaigns(one)).map(|(one, _)| one.id).collect();
    Ok(store::promised(conn, &ids)?.into_iter().map(|one| (one.id, one)).collect())
}

/// What some new values change in the sums. As a rule they lie behind everything that was measured before, and only the
/// latest of that matters; otherwise the neighbours are read, or the whole series.
fn remeasure(
    conn: &mut AnyConn,
    promised: &Promised,
    latest: Option<Point>,
    written: &[Written],
    sums: &mut Sums,
) -> Outcome<()> {
    let Some(first) = written.first() else { return Ok(()) };
    let newest_last = written.iter().all(|one| one.now.is_some()) && latest.is_none_or(|latest| latest.on <= first.on);
    let (before, after) = if newest_last {
        let kept = latest.filter(|latest| latest.on < first.on);
        let after = kept.into_iter().chain(written.iter().filter_map(Written::point)).collect();
        (latest.into_iter().collect::<Vec<_>>(), after)
    } else if let [only] = written {
        let (left, right) = store::around(conn, promised.id, only.on)?;
        let with = |value: Option<Decimal>| {
            let here = value.map(|value| Point { on: only.on, value });
            left.into_iter().chain(here).chain(right).collect::<Vec<Point>>()
        };
        (with(only.before), with(only.now))
    } else {
        let after = store::points_of(conn, promised.id)?;
        let mut stood: BTreeMap<Day, Decimal> = after.iter().map(|point| (point.on, point.value)).collect();
        for one in written {
            match one.before {
                Some(value) => stood.insert(one.on, value),
                None => stood.remove(&one.on),
            };
        }
        (stood.into_iter().map(|(on, value)| Point { on, value }).collect(), after)
    };
    sums.remeasured(promised, &before, &after);
    Ok(())
}

/// Writes a series' new standing, if it is another.
fn carry(conn: &mut AnyConn, promised: &Promised, before: Standing, after: Standing) -> Outcome<()> {
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
            series::shortfall.eq(after.shortfall.map(Shortfall::millionths)),
            series::overdue_from.eq(after.overdue_from),
        ))
        .execute(conn)?;
    }
    Ok(())
}

/// A cell as it is kept: accepted, measured, on plan, the newest day, when it was last logged in, the days of becoming
/// overdue.
pub type CellRow = (i64, i64, i64, Option<Day>, Option<Moment>, String);

/// The columns of a [`CellRow`].
pub type CellColumns = (cell::accepted, cell::measured, cell::on_plan, cell::latest_on, cell::logged_at, cell::overdue);

/// The columns of a [`CellRow`].
pub const CELL: CellColumns =
    (cell::accepted, cell::measured, cell::on_plan, cell::latest_on, cell::logged_at, cell::overdue);

/// What is kept of a cell.
pub fn cell_of((accepted, measured, on_plan, latest_on, logged_at, overdue): CellRow) -> CellSums {
    CellSums::of_stored(Counts { accepted, measured, on_plan }, latest_on, logged_at, &overdue)
}

/// A cell's counts anew from its series.
fn counted(conn: &mut AnyConn, (region, project, municipality): PlaceKey) -> Outcome<CellSums> {
    let rows: Vec<SeriesRow> = series::table
        .filter(series::region_id.eq(region))
        .filter(series::project_id.eq(project))
        .filter(series::municipality_id.eq(municipality))
        .select(SERIES)
        .load(conn)?;
    let mut sums = CellSums::default();
    rows.iter().for_each(|row| sums.follow(&row.standing()));
    Ok(sums)
}

fn move_in_cell(conn: &mut AnyConn, (region, project, municipality): PlaceKey, moves: &Moves) -> Outcome<()> {
    let row = cell::table
        .filter(cell::region_id.eq(region))
        .filter(cell::project_id.eq(project))
        .filter(cell::municipality_id.eq(municipality));
    let found: Option<CellRow> = row.select(CELL).first(conn).optional()?;
    let Some(found) = found else { return Ok(()) };
    let mut sums = cell_of(found);
    let kept = sums.clone();
    if moves.recount {
        sums = counted(conn, (region, project, municipality))?;
    } else {
        moves.standings.iter().for_each(|(before, after)| sums.moved(before, after));
    }
    sums.logged_at = kept.logged_at.max(moves.logged_at);
    if sums == kept { Ok(()) } else { write_cell(conn, (region, project, municipality), &sums) }
}

fn write_cell(conn: &mut AnyConn, (region, project, municipality): PlaceKey, sums: &CellSums) -> Outcome<()> {
    let row = cell::table
        .filter(cell::region_id.eq(region))
        .filter(cell::project_id.eq(project))
        .filter(cell::municipality_id.eq(municipality));
    diesel::update(row)
        .set((
            cell::accepted.eq(sums.counts.accepted),
            cell::measured.eq(sums.counts.measured),
            cell::on_plan.eq(sums.counts.on_plan),
            cell::latest_on.eq(sums.latest_on),
            cell::logged_at.eq(sums.logged_at),
            cell::overdue.eq(sums.stored_days()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Derives anew everything of one project in one municipality: after an acceptance, a hand-back, a changed commitment.
/// The figures of an accepted commitment never change while it is accepted, so what one adds to the sums is added when it is
/// accepted and taken away when it is so no longer.
pub fn rederive_place(
    tx: &mut Tx<'_>,
    region: RegionId,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<()> {
    lock_place(tx, (region, project, municipality))?;
    let of_place = series::table
        .filter(series::region_id.eq(region))
        .filter(series::project_id.eq(project))
        .filter(series::municipality_id.eq(municipality));
    let known: Vec<CommitmentId> = of_place.select(series::commitment_id).load(&mut **tx)?;
    diesel::delete(of_place).execute(&mut **tx)?;
    diesel::delete(
        cell::table
            .filter(cell::region_id.eq(region))
            .filter(cell::project_id.eq(project))
            .filter(cell::municipality_id.eq(municipality)),
    )
    .execute(&mut **tx)?;
    let mut sums = Sums::default();
    let mut cell_sums = CellSums::default();
    cell_sums.logged_at = store::logged_at(tx, project, municipality)?;
    let mut rows: Vec<(Promised, Standing)> = Vec::new();
    for promised in store::accepted_in_place(tx, project, municipality)? {
        let standing = if known.contains(&promised.id) {
            derive(tx, &promised)?
        } else {
            let points = store::points_of(tx, promised.id)?;
            sums.add(&promised, &points);
            let answered_on = store::latest_day(tx, promised.id)?;
            Standing::of(&promised.followed, points.last().copied()).answered(&promised.followed, answered_on)
        };
        cell_sums.follow(&standing);
        rows.push((promised, standing));
    }
    let gone: Vec<CommitmentId> =
        known.into_iter().filter(|id| !rows.iter().any(|(promised, _)| promised.id == *id)).collect();
    for promised in store::promised(tx, &gone)? {
        let points = store::points_of(tx, promised.id)?;
        sums.take_away(&promised, &points);
    }
    insert(tx, &rows)?;
    if !rows.is_empty() {
        diesel::insert_into(cell::table)
            .values((
                cell::region_id.eq(region),
                cell::project_id.eq(project),
                cell::municipality_id.eq(municipality),
                cell::accepted.eq(cell_sums.counts.accepted),
                cell::measured.eq(cell_sums.counts.measured),
                cell::on_plan.eq(cell_sums.counts.on_plan),
                cell::latest_on.eq(cell_sums.latest_on),
                cell::logged_at.eq(cell_sums.logged_at),
                cell::overdue.eq(cell_sums.stored_days()),
            ))
            .execute(&mut **tx)?;
    }
    sums.write(tx)
}

/// A commitment's standing from its measurements.
pub fn derive(conn: &mut AnyConn, promised: &Promised) -> Outcome<Standing> {
    let latest = store::latest(conn, promised.id)?;
    let answered_on = store::latest_day(conn, promised.id)?;
    Ok(Standing::of(&promised.followed, latest).answered(&promised.followed, answered_on))
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
                    series::shortfall.eq(standing.shortfall.map(Shortfall::millionths)),
                    series::overdue_from.eq(standing.overdue_from),
                )
            })
            .collect();
        on_each_backend!(conn, backend => diesel::insert_into(series::table).values(&values).execute(backend))?;
    }
    Ok(())
}

/// Works out what the series of a database of before 2026-11-23 do not say yet: how far short of their plan they are.
/// Answers how many there were.
pub fn work_out_shortfalls(tx: &mut Tx<'_>) -> Outcome<usize> {
    let unknown: Vec<SeriesRow> = series::table
        .filter(series::latest_on.is_not_null())
        .filter(series::shortfall.is_null())
        .select(SERIES)
        .load(&mut **tx)?;
    for some in unknown.chunks(500) {
        let ids: Vec<CommitmentId> = some.iter().map(|row| row.commitment_id).collect();
        let latest: BTreeMap<CommitmentId, Standing> =
            some.iter().map(|row| (row.commitment_id, row.standing())).collect();
        for promised in store::promised(tx, &ids)? {
            let Some(before) = latest.get(&promised.id) else { continue };
            let shortfall = Standing::of(&promised.followed, before.latest).shortfall;
            carry(tx, &promised, *before, Standing { shortfall, ..*before })?;
        }
    }
    Ok(unknown.len())
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
