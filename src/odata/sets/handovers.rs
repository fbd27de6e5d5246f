//! Where the batons are: one's own municipality's, or the whole region's.

use crate::access::Placed;
use crate::clock::Moment;
use crate::db::AnyConn;
use crate::handovers::store::Handover;
use crate::odata::feed::{Rows, Seen, Table};
use crate::odata::rules::{Column, Edm, Row, Set};
use crate::odata::store;
use crate::refusal::Outcome;

const COLUMNS: [Column; 10] = [
    Column::of("Id", Edm::Text),
    Column::of("ProjectId", Edm::Text),
    Column::of("MunicipalityId", Edm::Text),
    Column::of("PackageNumber", Edm::Whole),
    Column::of("State", Edm::Text),
    Column::of("AnswerBy", Edm::Day),
    Column::maybe("OfferedAt", Edm::Instant),
    Column::maybe("AnsweredAt", Edm::Instant),
    Column::maybe("ClosedAt", Edm::Instant),
    Column::of("ClosedReason", Edm::Text),
];

/// The table.
pub(in crate::odata) static HANDOVERS: Table =
    Table { set: Set { name: "Handovers", one: "Handover", columns: &COLUMNS }, rows: Rows::Whole(load) };

fn load(conn: &mut AnyConn, seen: &Seen) -> Outcome<Vec<Row>> {
    let all = store::handovers(conn, seen.region.id)?;
    let row = |(row, answered_at): (Handover, Option<Moment>)| {
        let values: [_; COLUMNS.len()] = [
            row.id.to_string().into(),
            row.project_id.to_string().into(),
            row.municipality_id.to_string().into(),
            row.package_number.into(),
            row.state.as_str().into(),
            row.answer_by.into(),
            row.offered_at.into(),
            answered_at.into(),
            row.closed_at.into(),
            row.closed_reason.into(),
        ];
        Row::of(values)
    };
    Ok(all.into_iter().filter(|(row, _)| seen.scope.sees(row.place())).map(row).collect())
}
