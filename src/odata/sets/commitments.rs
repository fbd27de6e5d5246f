//! What each municipality promised for each indicator, and how it stands. The names stand beside the keys, so that a pivot
//! table needs no joining.

use std::collections::HashMap;

use crate::benefits::rules::Class;
use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::measurements::rules::{Pace, Point, attainment, gain, pace};
use crate::municipalities::store::{Numbered, named};
use crate::odata::feed::{Rows, Seen, Table};
use crate::odata::rules::{Column, Edm, Row, Set};
use crate::odata::store::{self, Promise};
use crate::refusal::Outcome;

const COLUMNS: [Column; 28] = [
    Column::of("Id", Edm::Text),
    Column::of("MunicipalityId", Edm::Text),
    Column::of("MunicipalityNumber", Edm::Text),
    Column::of("Municipality", Edm::Text),
    Column::of("ProjectId", Edm::Text),
    Column::of("Project", Edm::Text),
    Column::of("BenefitId", Edm::Text),
    Column::of("Benefit", Edm::Text),
    Column::maybe("Class", Edm::Text),
    Column::of("IndicatorId", Edm::Text),
    Column::of("Indicator", Edm::Text),
    Column::of("Unit", Edm::Text),
    Column::of("Direction", Edm::Text),
    Column::of("Frequency", Edm::Text),
    Column::of("BaselineValue", Edm::Entered),
    Column::of("BaselineOn", Edm::Day),
    Column::of("TargetValue", Edm::Entered),
    Column::of("TargetOn", Edm::Day),
    Column::of("FirstMeasurementOn", Edm::Day),
    Column::of("UseOfGain", Edm::Text),
    Column::of("Accepted", Edm::Truth),
    // `proposed`, `not_measured`, `on_plan`, `slightly_behind` or `behind`.
    Column::of("State", Edm::Text),
    Column::of("Overdue", Edm::Truth),
    Column::maybe("LatestOn", Edm::Day),
    Column::maybe("LatestValue", Edm::Entered),
    Column::maybe("Attainment", Edm::Computed),
    Column::maybe("Gain", Edm::Computed),
    // `stock` or `flow`.
    Column::of("Accumulation", Edm::Text),
];

/// The table.
pub(in crate::odata) static COMMITMENTS: Table =
    Table { set: Set { name: "Commitments", one: "Commitment", columns: &COLUMNS }, rows: Rows::Some(behind, find) };

fn behind(conn: &mut AnyConn, seen: &Seen, after: Option<&Row>) -> Outcome<Vec<Row>> {
    let after = after.and_then(|row| row.key().parse().ok());
    let found = store::promises(conn, seen.region.id, &seen.visible, after)?;
    rows(conn, seen, found)
}

fn find(conn: &mut AnyConn, seen: &Seen, key: &str) -> Outcome<Option<Row>> {
    let Ok(id) = key.parse() else { return Ok(None) };
    let found = store::promise(conn, seen.region.id, &seen.visible, id)?;
    Ok(rows(conn, seen, found.into_iter().collect())?.pop())
}

fn rows(conn: &mut AnyConn, seen: &Seen, found: Vec<Promise>) -> Outcome<Vec<Row>> {
    let mut ids: Vec<MunicipalityId> = found.iter().map(|one| one.commitment.municipality_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = named(conn, &ids, seen.today)?;
    Ok(found.into_iter().map(|one| row(seen, one, &names)).collect())
}

fn row(seen: &Seen, one: Promise, names: &HashMap<MunicipalityId, Numbered>) -> Row {
    let Promise {
        commitment,
        indicator: (indicator, unit, direction, frequency, accumulation),
        benefit,
        project,
        series,
    } = one;
    let name = names.get(&commitment.municipality_id);
    let (latest_on, latest_value, overdue_from) = series;
    let latest = latest_on.zip(latest_value).map(|(on, value)| Point { on, value });
    let (baseline, target) = (commitment.baseline_value, commitment.target_value);
    let state = match (commitment.accepted_in, latest) {
        (None, _) => "proposed",
        (Some(_), None) => "not_measured",
        (Some(_), Some(point)) => {
            let behind = seen.region.slightly_behind_from;
            Pace::as_str(pace(&commitment.promise(direction), point.on, point.value, behind))
        }
    };
    let values: [_; COLUMNS.len()] = [
        commitment.id.to_string().into(),
        commitment.municipality_id.to_string().into(),
        name.map_or("", |name| &name.number).into(),
        name.map_or_else(|| commitment.municipality_id.to_string(), |name| name.name.clone()).into(),
        commitment.project_id.to_string().into(),
        project.into(),
        commitment.benefit_id.to_string().into(),
        benefit.0.into(),
        benefit.1.map(Class::as_str).into(),
        commitment.indicator_id.to_string().into(),
        indicator.into(),
        unit.into(),
        direction.as_str().into(),
        frequency.as_str().into(),
        baseline.into(),
        commitment.baseline_on.into(),
        target.into(),
        commitment.target_on.into(),
        commitment.first_measurement_on.into(),
        commitment.use_of_gain.into(),
        commitment.accepted_in.is_some().into(),
        state.into(),
        overdue_from.is_some_and(|from| from <= seen.today).into(),
        latest_on.into(),
        latest_value.into(),
        latest_value.and_then(|value| attainment(baseline, target, value)).into(),
        latest_value.map(|value| gain(baseline, target, value)).into(),
        accumulation.as_str().into(),
    ];
    Row::of(values)
}
