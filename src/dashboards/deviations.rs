//! Which benefits are behind their plan, by their region's threshold, and what the municipality has said about it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::narrow::Narrow;
use super::store::{MeasuredBy, accepted, measurements_by};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, explanation, series};
use crate::ids::{CommitmentId, MunicipalityId, ProjectId};
use crate::measurements::explanations::{Accounted, accounted};
use crate::measurements::rules::{Pace, Shortfall, pace};
use crate::measurements::store::{Explanation, Promised, explanations_of, of_commitment, promised};
use crate::refusal::Outcome;
use crate::regions::store::{Region, VisibleFigures};

type Place = (ProjectId, MunicipalityId);

/// A benefit that is behind its plan.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Its project and municipality.
    pub place: Place,
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
    let behind = match on < today {
        true => behind_by(conn, region, visible, narrow, on)?,
        false => behind_now(conn, region, visible, narrow)?,
    };
    // Only where something was ever said are the measurements needed: was it back on plan since?
    let with_words: Vec<CommitmentId> = explanation::table
        .filter(explanation::region_id.eq(region.id))
        .select(explanation::commitment_id)
        .distinct()
        .load(conn)?;
    let said: Vec<CommitmentId> = with_words.into_iter().filter(|id| behind.contains_key(id)).collect();
    let mut words: HashMap<CommitmentId, Explanation> = HashMap::new();
    for promised in promised(conn, &said)? {
        if let Some(said) = explained(conn, region, &promised, on)? {
            words.insert(promised.id, said);
        }
    }
    let told = |(commitment, place)| Behind { commitment, place, explained: words.remove(&commitment) };
    Ok(behind.into_iter().map(told).collect())
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

/// Where anything is behind by its latest values, among what is looked at and the reader may see.
pub fn behind_places(
    conn: &mut AnyConn,
    region: &Region,
    visible: &VisibleFigures,
    narrow: &Narrow,
) -> Outcome<BTreeSet<Place>> {
    Ok(behind_now(conn, region, visible, narrow)?.into_values().collect())
}

/// Those that are behind by their latest values, as it is kept beside the measurements.
fn behind_now(
    conn: &mut AnyConn,
    region: &Region,
    visible: &VisibleFigures,
    narrow: &Narrow,
) -> Outcome<BTreeMap<CommitmentId, Place>> {
    let most = Shortfall::most_spared(region.slightly_behind_from).millionths();
    let rows: Vec<(CommitmentId, ProjectId, MunicipalityId)> = series::table
        .filter(series::region_id.eq(region.id))
        // What is on plan is never behind, whatever the threshold.
        .filter(series::shortfall.gt(most.max(Shortfall::NONE.millionths())))
        .select((series::commitment_id, series::project_id, series::municipality_id))
        .load(conn)?;
    let seen = rows.into_iter().filter(|(_, project, town)| narrow.takes(*project, *town) && visible.includes(*town));
    let mut behind: BTreeMap<CommitmentId, Place> = seen.map(|(id, project, town)| (id, (project, town))).collect();
    if let Some(class) = narrow.class {
        let of_class: Vec<CommitmentId> = commitment::table
            .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
            .filter(commitment::region_id.eq(region.id))
            .filter(benefit::class.eq(class))
            .select(commitment::id)
            .load(conn)?;
        let of_class: BTreeSet<CommitmentId> = of_class.into_iter().collect();
        behind.retain(|id, _| of_class.contains(id));
    }
    Ok(behind)
}

/// Those that were behind by a day that lies behind.
fn behind_by(
    conn: &mut AnyConn,
    region: &Region,
    visible: &VisibleFigures,
    narrow: &Narrow,
    on: Day,
) -> Outcome<BTreeMap<CommitmentId, Place>> {
    let mut measured: HashMap<CommitmentId, MeasuredBy> = measurements_by(conn, region.id, narrow, on)?;
    let mut accepted = accepted(conn, region.id, narrow)?;
    accepted.retain(|one| visible.includes(one.municipality_id));
    let was_behind = |one: &Promised, measured: MeasuredBy| {
        let latest = measured.shown.last()?;
        let judged = pace(&one.followed.promise, latest.on, latest.value, region.slightly_behind_from);
        (judged == Pace::Behind).then_some((one.id, (one.project_id, one.municipality_id)))
    };
    Ok(accepted.iter().filter_map(|one| was_behind(one, measured.remove(&one.id)?)).collect())
}
