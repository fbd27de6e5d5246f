//! Deputies. The only writer of `delegation`.

use diesel::prelude::*;

use crate::access::{Place, Placed};
use crate::clock::{Day, Moment};
use crate::db::schema::delegation;
use crate::db::{AnyConn, Tx};
use crate::ids::{DelegationId, MunicipalityId, PersonId, RegionId};
use crate::refusal::Outcome;

/// A deputy's period.
#[derive(Clone, Debug, Queryable)]
pub struct Delegation {
    /// Id.
    pub id: DelegationId,
    /// For which municipality.
    pub municipality: MunicipalityId,
    /// In which region.
    pub region: RegionId,
    /// On whose behalf.
    pub executive: PersonId,
    /// Who stands in.
    pub deputy: PersonId,
    /// First day.
    pub from_day: Day,
    /// Last day.
    pub to_day: Day,
    /// When it was ended early.
    pub ended_at: Option<Moment>,
}

impl Placed for Delegation {
    fn place(&self) -> Place {
        Place::municipality(self.region, self.municipality)
    }
}

/// Appoints a deputy.
pub fn insert_delegation(
    tx: &mut Tx<'_>,
    place: (RegionId, MunicipalityId),
    executive: PersonId,
    deputy: PersonId,
    period: (Day, Day),
) -> Outcome<DelegationId> {
    let (id, now) = (DelegationId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(delegation::table)
        .values((
            delegation::id.eq(id),
            delegation::region_id.eq(place.0),
            delegation::municipality_id.eq(place.1),
            delegation::executive_id.eq(executive),
            delegation::deputy_id.eq(deputy),
            delegation::from_day.eq(period.0),
            delegation::to_day.eq(period.1),
            delegation::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A municipality's deputies, newest first.
pub fn delegations(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId) -> Outcome<Vec<Delegation>> {
    Ok(delegation::table
        .filter(delegation::region_id.eq(region))
        .filter(delegation::municipality_id.eq(municipality))
        .order(delegation::id.desc())
        .limit(200)
        .select((
            delegation::id,
            delegation::municipality_id,
            delegation::region_id,
            delegation::executive_id,
            delegation::deputy_id,
            delegation::from_day,
            delegation::to_day,
            delegation::ended_at,
        ))
        .load(conn)?)
}

/// Ends a deputy's period now; false when it was over.
pub fn end_delegation(tx: &mut Tx<'_>, id: DelegationId) -> Outcome<bool> {
    let now = tx.now();
    let ended = diesel::update(delegation::table.filter(delegation::id.eq(id)).filter(delegation::ended_at.is_null()))
        .set(delegation::ended_at.eq(now))
        .execute(&mut **tx)?;
    Ok(ended == 1)
}
