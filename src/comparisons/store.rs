//! Queries and writes of inhabitants. The only writer of `population`.

use diesel::prelude::*;

use super::rules::PopulationDraft;
use crate::access::{Place, Placed};
use crate::clock::{Day, Moment};
use crate::db::schema::population;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::{Code, Outcome};

/// How many lived in a municipality on a day.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = population)]
pub struct Population {
    /// The region that keeps the count.
    pub region_id: RegionId,
    /// The municipality.
    pub municipality_id: MunicipalityId,
    /// The day they were counted for.
    pub on_day: Day,
    /// How many.
    pub inhabitants: i64,
    /// Who counted.
    pub source: String,
    /// Who entered it.
    pub recorded_by: Option<PersonId>,
    /// When.
    pub recorded_at: Moment,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Population {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

/// Every count of a region, by municipality and day.
pub fn of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Population>> {
    Ok(population::table
        .filter(population::region_id.eq(region))
        .order((population::municipality_id, population::on_day))
        .select(Population::as_select())
        .load(conn)?)
}

/// A municipality's count for a day.
pub fn find(conn: &mut AnyConn, region: RegionId, id: MunicipalityId, on: Day) -> Outcome<Option<Population>> {
    Ok(population::table
        .filter(population::region_id.eq(region))
        .filter(population::municipality_id.eq(id))
        .filter(population::on_day.eq(on))
        .select(Population::as_select())
        .first(conn)
        .optional()?)
}

/// Keeps a count, over the version that stood there: none at first. 412 when another stands there by now.
pub fn keep(
    tx: &mut Tx<'_>,
    (region, id): (RegionId, MunicipalityId),
    over: Option<i64>,
    draft: &PopulationDraft,
) -> Outcome<Population> {
    let (by, now) = (tx.access().person(), tx.now());
    let changed = match over {
        None => {
            let made = diesel::insert_into(population::table)
                .values((
                    population::region_id.eq(region),
                    population::municipality_id.eq(id),
                    population::on_day.eq(draft.on),
                    population::inhabitants.eq(draft.inhabitants),
                    population::source.eq(&draft.source),
                    population::recorded_by.eq(by),
                    population::recorded_at.eq(now),
                    population::version.eq(1),
                ))
                .execute(&mut **tx);
            if made.as_ref().is_err_and(is_unique_violation) { 0 } else { made? }
        }
        Some(version) => diesel::update(
            population::table
                .filter(population::region_id.eq(region))
                .filter(population::municipality_id.eq(id))
                .filter(population::on_day.eq(draft.on))
                .filter(population::version.eq(version)),
        )
        .set((
            population::inhabitants.eq(draft.inhabitants),
            population::source.eq(&draft.source),
            population::recorded_by.eq(by),
            population::recorded_at.eq(now),
            population::version.eq(version + 1),
        ))
        .execute(&mut **tx)?,
    };
    if changed == 0 {
        return Err(Code::Stale.into());
    }
    find(tx, region, id, draft.on)?.ok_or(Code::NotFound.into())
}
