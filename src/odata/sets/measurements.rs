//! What was measured: current versions, by commitment and day.

use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::CommitmentId;
use crate::odata::feed::{Rows, Seen, Table};
use crate::odata::rules::{Column, Edm, Row, Set, Value};
use crate::odata::store::{self, Measured};
use crate::refusal::Outcome;

const COLUMNS: [Column; 16] = [
    Column::of("Id", Edm::Text),
    Column::of("CommitmentId", Edm::Text),
    Column::of("MunicipalityId", Edm::Text),
    Column::of("ProjectId", Edm::Text),
    Column::of("IndicatorId", Edm::Text),
    Column::of("MeasuredOn", Edm::Day),
    Column::maybe("Value", Edm::Entered),
    Column::of("Kind", Edm::Text),
    Column::maybe("Answers", Edm::Whole),
    Column::maybe("Invited", Edm::Whole),
    Column::maybe("Comment", Edm::Text),
    Column::of("Source", Edm::Text),
    Column::of("Version", Edm::Whole),
    Column::maybe("CorrectedBecause", Edm::Text),
    Column::of("RecordedAt", Edm::Instant),
    Column::of("Waits", Edm::Truth),
];

/// The table.
pub(in crate::odata) static MEASUREMENTS: Table =
    Table { set: Set { name: "Measurements", one: "Measurement", columns: &COLUMNS }, rows: Rows::Some(behind, find) };

fn behind(conn: &mut AnyConn, seen: &Seen, after: Option<&Row>) -> Outcome<Vec<Row>> {
    let after = after.and_then(place);
    Ok(store::measured(conn, seen.region.id, &seen.visible, after)?.into_iter().map(row).collect())
}

/// Where a row stands in the table's own order.
fn place(row: &Row) -> Option<(CommitmentId, Day)> {
    match row.values() {
        [_, Value::Text(commitment), _, _, _, Value::Day(day), ..] => Some((commitment.parse().ok()?, *day)),
        _ => None,
    }
}

fn find(conn: &mut AnyConn, seen: &Seen, key: &str) -> Outcome<Option<Row>> {
    let Ok(id) = key.parse() else { return Ok(None) };
    Ok(store::one_measured(conn, seen.region.id, &seen.visible, id)?.map(row))
}

/// What fewer than five answered has no value here, and no words that might tell it; what waits for a second pair of eyes
/// has no value either, so that every sum is of what counts.
fn row((row, (municipality, project, indicator)): Measured) -> Row {
    let told = !row.is_too_few();
    let values: [_; COLUMNS.len()] = [
        row.id.to_string().into(),
        row.commitment_id.to_string().into(),
        municipality.to_string().into(),
        project.to_string().into(),
        indicator.to_string().into(),
        row.on_day.into(),
        row.shown().map(|point| point.value).into(),
        row.kind.as_str().into(),
        row.n.into(),
        row.invited.into(),
        row.comment.filter(|_| told).into(),
        row.source.as_str().into(),
        row.version.into(),
        row.reason.filter(|_| told).into(),
        row.recorded_at.into(),
        row.waits.into(),
    ];
    Row::of(values)
}
