//! Which benefits of a region have fallen back after their target's day, read off the measurements.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::narrow::Narrow;
use super::store::takes;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{commitment, measurement, series};
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MunicipalityId, RegionId};
use crate::measurements::described::{Described, describe};
use crate::measurements::rules::{Point, Sustained, sustained};
use crate::measurements::store::{Promised, counts, promised};
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

/// Benefits that have fallen back.
#[derive(Debug, Default)]
pub struct FallenBack {
    /// The worst of them, with their names.
    pub first: Vec<(Described, Sustained)>,
    /// How many more there are.
    pub more: usize,
}

/// The benefits that had fallen back on a day, those that lost most first, among the figures the reader may see.
pub fn fallen_back(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    narrow: &Narrow,
    (on, today, most): (Day, Day, usize),
) -> Outcome<FallenBack> {
    let watched = watched(conn, visible, region, on)?;
    let points = points(conn, &watched, on)?;
    let mut fallen: Vec<(Promised, Sustained)> = promised(conn, &watched)?
        .into_iter()
        .filter(|one| takes(narrow, one))
        .filter_map(|one| {
            let seen = sustained(&one.followed.promise, points.get(&one.id)?, one.sustain_until)?;
            seen.fallen_back.then_some((one, seen))
        })
        .collect();
    fallen.sort_by_key(|(one, seen)| (std::cmp::Reverse(seen.drop), one.id));
    let more = fallen.len().saturating_sub(most);
    let first = fallen.into_iter().take(most).map(|(one, seen)| Ok((describe(conn, one, today)?, seen)));
    Ok(FallenBack { first: first.collect::<Outcome<Vec<_>>>()?, more })
}

/// Accepted commitments with something measured after their target's day, which had passed on a day; all others have
/// nothing that could have gone.
fn watched(conn: &mut AnyConn, visible: &VisibleFigures, region: RegionId, on: Day) -> Outcome<Vec<CommitmentId>> {
    let found: Vec<(CommitmentId, MunicipalityId)> = commitment::table
        .inner_join(series::table.on(series::commitment_id.eq(commitment::id)))
        .filter(commitment::region_id.eq(region))
        .filter(commitment::target_on.lt(on))
        .filter(series::latest_on.gt(commitment::target_on.nullable()))
        .order(series::commitment_id)
        .select((series::commitment_id, series::municipality_id))
        .load(conn)?;
    Ok(found.into_iter().filter(|(_, town)| visible.includes(*town)).map(|(id, _)| id).collect())
}

/// What counts of some commitments' measurements by a day, in order of day.
fn points(conn: &mut AnyConn, commitments: &[CommitmentId], on: Day) -> Outcome<BTreeMap<CommitmentId, Vec<Point>>> {
    let mut by: BTreeMap<CommitmentId, Vec<Point>> = BTreeMap::new();
    for some in commitments.chunks(500) {
        let rows: Vec<(CommitmentId, Day, Decimal)> = measurement::table
            .filter(measurement::commitment_id.eq_any(some.to_vec()))
            .filter(measurement::on_day.le(on))
            .filter(counts())
            .order((measurement::commitment_id, measurement::on_day))
            .select((measurement::commitment_id, measurement::on_day, measurement::value))
            .load(conn)?;
        for (id, on, value) in rows {
            by.entry(id).or_default().push(Point { on, value });
        }
    }
    Ok(by)
}
