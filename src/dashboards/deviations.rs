//! Which benefits are behind their plan, by their region's threshold, and what the municipality has said about it.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::narrow::Narrow;
use super::store::{MeasuredBy, accepted, measurements_by, takes};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::series;
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::explanations::{Accounted, accounted};
use crate::measurements::rules::{Pace, Point, pace};
use crate::measurements::store::{Explanation, Promised, explanations_of, of_commitment, promised};
use crate::refusal::Outcome;
use crate::regions::store::{Region, VisibleFigures};

/// A benefit that is behind its plan.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The commitment.
    pub promised: Promised,
    /// What the municipality has said, where it speaks for this deviation.
    pub explained: Option<Explanation>,
}

/// The benefits that were behind on a day, among what is looked at and the reader may see, in the order of their ids.
pub fn behind(
    conn: &mut AnyConn,
    region: &Region,
    visible: &VisibleFigures,
    narrow: &Narrow,
    (on, today): (Day, Day),
) -> Outcome<Vec<Behind>> {
    let latest = if on >= today {
        latest_off_plan(conn, region.id, visible, narrow)?
    } else {
        latest_by(conn, region.id, visible, narrow, on)?
    };
    let mut ids: Vec<CommitmentId> = latest.keys().copied().collect();
    ids.sort_unstable();
    let mut found = promised(conn, &ids)?;
    found.sort_by_key(|one| one.id);
    found.retain(|one| {
        let promise = &one.followed.promise;
        let late = |point: &Point| pace(promise, point.on, point.value, region.slightly_behind_from) == Pace::Behind;
        one.accepted_in.is_some() && takes(narrow, one) && latest.get(&one.id).is_some_and(late)
    });
    let ids: Vec<CommitmentId> = found.iter().map(|one| one.id).collect();
    let with_words: HashSet<CommitmentId> =
        explanations_of(conn, &ids)?.into_iter().map(|row| row.commitment_id).collect();
    found
        .into_iter()
        .map(|promised| {
            // Only where something was ever said are the measurements needed: was it back on plan since?
            let explained = match with_words.contains(&promised.id) {
                true => explained(conn, region, &promised, on)?,
                false => None,
            };
            Ok(Behind { promised, explained })
        })
        .collect()
}

/// What was said by a day of a benefit's deviation, where it still speaks.
pub fn explained(conn: &mut AnyConn, region: &Region, promised: &Promised, on: Day) -> Outcome<Option<Explanation>> {
    let mut rows = of_commitment(conn, promised.id, None, None)?;
    rows.retain(|row| row.on_day <= on);
    let explanations = explanations_of(conn, &[promised.id])?;
    Ok(match accounted(promised, region.slightly_behind_from, &rows, &explanations) {
        Accounted::Explained(words) => Some(*words),
        Accounted::OnPlan | Accounted::Unexplained => None,
    })
}

/// The latest values that are not on plan, as they are kept beside the measurements.
fn latest_off_plan(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    narrow: &Narrow,
) -> Outcome<HashMap<CommitmentId, Point>> {
    type Row = (CommitmentId, ProjectId, MunicipalityId, Option<Day>, Option<Decimal>);
    let rows: Vec<Row> = series::table
        .filter(series::region_id.eq(region))
        .filter(series::on_plan.eq(false))
        .filter(series::latest_on.is_not_null())
        .select((
            series::commitment_id,
            series::project_id,
            series::municipality_id,
            series::latest_on,
            series::latest_value,
        ))
        .load(conn)?;
    let seen =
        rows.into_iter().filter(|(_, project, town, ..)| narrow.takes(*project, *town) && visible.includes(*town));
    Ok(seen.filter_map(|(id, _, _, on, value)| Some((id, Point { on: on?, value: value? }))).collect())
}

/// The latest values by a day that lies behind.
fn latest_by(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    narrow: &Narrow,
    on: Day,
) -> Outcome<HashMap<CommitmentId, Point>> {
    let mut measured: HashMap<CommitmentId, MeasuredBy> = measurements_by(conn, region, narrow, on)?;
    let mut accepted = accepted(conn, region, narrow)?;
    accepted.retain(|one| visible.includes(one.municipality_id));
    Ok(accepted.into_iter().filter_map(|one| Some((one.id, measured.remove(&one.id)?.shown.pop()?))).collect())
}
