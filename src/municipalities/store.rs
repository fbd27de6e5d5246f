//! Queries and writes of the register. The only writer of `municipality` and `municipality_number`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rules::{fold_name, match_rank};
use crate::clock::Day;
use crate::db::schema::{municipality, municipality_number};
use crate::db::{AnyConn, Tx, on_each_backend};
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

/// Whether there is such a municipality.
pub fn exists(conn: &mut AnyConn, id: MunicipalityId) -> Outcome<bool> {
    let found: Option<MunicipalityId> =
        municipality::table.filter(municipality::id.eq(id)).select(municipality::id).first(conn).optional()?;
    Ok(found.is_some())
}

/// The municipalities with a number on a day that a person may mean by `query`, best match first, then by Norwegian
/// alphabet. Old names and numbers find them too. The register is some hundred rows, so this reads the day's all.
pub fn search(conn: &mut AnyConn, query: &str, on: Day) -> Outcome<Vec<Numbered>> {
    let folded = fold_name(query);
    if folded.is_empty() && !query.trim().is_empty() {
        // Signs alone name nobody.
        return Ok(Vec::new());
    }
    let rows: Vec<(Numbered, String)> = municipality_number::table
        .filter(municipality_number::valid_from.le(on))
        .filter(municipality_number::valid_to.is_null().or(municipality_number::valid_to.gt(on)))
        .order((municipality_number::name_sort, municipality_number::id))
        .select((Numbered::as_select(), municipality_number::name_search))
        .load(conn)?;
    let mut found: Vec<_> =
        rows.into_iter().filter_map(|(row, search)| Some((match_rank(&search, &folded)?, row))).collect();
    // The sort is stable, so the alphabet decides within a rank.
    found.sort_by_key(|(rank, _)| if folded.is_empty() { super::rules::MatchRank::Whole } else { *rank });
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

/// A municipality to be written.
#[derive(Clone, Debug)]
pub struct NewMunicipality {
    /// Id.
    pub id: MunicipalityId,
    /// Two letters.
    pub country: &'static str,
    /// Empty where it is not known.
    pub organisation_number: String,
}

/// A dated number to be written.
#[derive(Clone, Debug)]
pub struct NewNumber {
    /// Id.
    pub id: NumberId,
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// The number.
    pub number: String,
    /// The official name.
    pub name: String,
    /// What it is found by.
    pub name_search: String,
    /// What it is sorted by.
    pub name_sort: String,
    /// County number.
    pub county_number: String,
    /// County name.
    pub county: String,
    /// First day.
    pub valid_from: Day,
    /// First day after.
    pub valid_to: Option<Day>,
}

/// Writes municipalities with their numbers.
pub fn insert(tx: &mut Tx<'_>, municipalities: &[NewMunicipality], numbers: &[NewNumber]) -> Outcome<()> {
    for some in municipalities.chunks(200) {
        let rows: Vec<_> = some
            .iter()
            .map(|row| {
                (
                    municipality::id.eq(row.id),
                    municipality::country.eq(row.country),
                    municipality::organisation_number.eq(&row.organisation_number),
                )
            })
            .collect();
        on_each_backend!(&mut **tx, backend => diesel::insert_into(municipality::table).values(&rows).execute(backend))?;
    }
    insert_numbers(tx, numbers)
}

fn insert_numbers(tx: &mut Tx<'_>, numbers: &[NewNumber]) -> Outcome<()> {
    for some in numbers.chunks(200) {
        let rows: Vec<_> = some
            .iter()
            .map(|row| {
                (
                    municipality_number::id.eq(row.id),
                    municipality_number::municipality_id.eq(row.municipality_id),
                    municipality_number::number.eq(&row.number),
                    municipality_number::name.eq(&row.name),
                    municipality_number::name_search.eq(&row.name_search),
                    municipality_number::name_sort.eq(&row.name_sort),
                    municipality_number::county_number.eq(&row.county_number),
                    municipality_number::county.eq(&row.county),
                    municipality_number::valid_from.eq(row.valid_from),
                    municipality_number::valid_to.eq(row.valid_to),
                )
            })
            .collect();
        on_each_backend!(&mut **tx, backend => {
            diesel::insert_into(municipality_number::table).values(&rows).execute(backend)
        })?;
    }
    Ok(())
}

/// Writes a municipality's numbers anew, in place of those it had.
pub fn replace_numbers(tx: &mut Tx<'_>, id: MunicipalityId, numbers: &[NewNumber]) -> Outcome<()> {
    diesel::delete(municipality_number::table.filter(municipality_number::municipality_id.eq(id)))
        .execute(&mut **tx)?;
    insert_numbers(tx, numbers)
}

/// A municipality with its country, organisation number and dated numbers.
pub type Stored = (MunicipalityId, String, String, Vec<Numbered>);

/// The whole register: each municipality's numbers from the oldest on.
pub fn everything(conn: &mut AnyConn) -> Outcome<Vec<Stored>> {
    let mut numbers: HashMap<MunicipalityId, Vec<Numbered>> = HashMap::new();
    let rows: Vec<Numbered> = municipality_number::table
        .order((municipality_number::valid_from, municipality_number::id))
        .select(Numbered::as_select())
        .load(conn)?;
    for row in rows {
        numbers.entry(row.municipality_id).or_default().push(row);
    }
    let municipalities: Vec<(MunicipalityId, String, String)> = municipality::table
        .order(municipality::id)
        .select((municipality::id, municipality::country, municipality::organisation_number))
        .load(conn)?;
    Ok(municipalities
        .into_iter()
        .map(|(id, country, organisation)| (id, country, organisation, numbers.remove(&id).unwrap_or_default()))
        .collect())
}
