//! Queries and writes of the register. The only writer of `municipality` and `municipality_number`.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::municipality_number;
use crate::ids::{MunicipalityId, NumberId};
use crate::refusal::Outcome;

/// One dated number of a municipality. `valid_to` is the first day on which it no longer counts.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = municipality_number)]
pub struct Numbered {
    /// Id of this row.
    pub id: NumberId,
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// The number, digits.
    pub number: String,
    /// The official name.
    pub name: String,
    /// Text key for Norwegian order.
    pub name_sort: String,
    /// County number.
    pub county_number: String,
    /// County name.
    pub county: String,
    /// First day.
    pub valid_from: Day,
    /// First day after; none while in use.
    pub valid_to: Option<Day>,
}

/// The municipality that had this number on a day.
pub fn by_number(conn: &mut AnyConn, number: &str, on: Day) -> Outcome<Option<MunicipalityId>> {
    Ok(municipality_number::table
        .filter(municipality_number::number.eq(number))
        .filter(municipality_number::valid_from.le(on))
        .filter(municipality_number::valid_to.is_null().or(municipality_number::valid_to.gt(on)))
        .select(municipality_number::municipality_id)
        .first(conn)
        .optional()?)
}

/// The number and name each of these municipalities has on a day; the latest known where none is in force.
pub fn named(conn: &mut AnyConn, ids: &[MunicipalityId], on: Day) -> Outcome<HashMap<MunicipalityId, Numbered>> {
    let rows: Vec<Numbered> = municipality_number::table
        .filter(municipality_number::municipality_id.eq_any(ids.to_vec()))
        .order(municipality_number::valid_from)
        .select(Numbered::as_select())
        .load(conn)?;
    let mut named: HashMap<MunicipalityId, Numbered> = HashMap::new();
    for row in rows {
        let in_force = |row: &Numbered| row.valid_from <= on && row.valid_to.is_none_or(|to| to > on);
        let keep = named.get(&row.municipality_id).is_some_and(in_force);
        if !keep {
            named.insert(row.municipality_id, row);
        }
    }
    Ok(named)
}

/// The name of one municipality on a day; its id where the register does not know it.
pub fn name(conn: &mut AnyConn, id: MunicipalityId, on: Day) -> Outcome<String> {
    Ok(named(conn, &[id], on)?.remove(&id).map_or_else(|| id.to_string(), |row| row.name))
}
