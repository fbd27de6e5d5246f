//! What waits for a second pair of eyes.

use diesel::prelude::*;

use super::{Measurement, Named, named_in_place};
use crate::db::AnyConn;
use crate::db::schema::{commitment, measurement};
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::Outcome;

/// What waits in a municipality, with what it is about: the longest first.
pub fn waiting_in_place(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: MunicipalityId,
) -> Outcome<Vec<(Measurement, Named)>> {
    // Said as a bare column, so that SQLite sees that its index of what waits will do.
    let rows: Vec<Measurement> = measurement::table
        .inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id)))
        .filter(measurement::waits)
        .filter(commitment::region_id.eq(region))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .order((measurement::recorded_at, measurement::id))
        .select(Measurement::as_select())
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let named = named_in_place(conn, region, municipality)?;
    let about = |row: &Measurement| named.iter().find(|one| one.promised.id == row.commitment_id).cloned();
    Ok(rows.into_iter().filter_map(|row| about(&row).map(|named| (row, named))).collect())
}

/// How many wait for others than this person in a municipality, and since when.
pub fn waiting_for_others_than(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: MunicipalityId,
    person: PersonId,
) -> Outcome<(i64, Option<crate::clock::Moment>)> {
    Ok(measurement::table
        .inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id)))
        .filter(measurement::waits)
        .filter(commitment::region_id.eq(region))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .filter(measurement::recorded_by.ne(person))
        .select((diesel::dsl::count_star(), diesel::dsl::min(measurement::recorded_at)))
        .first(conn)?)
}
