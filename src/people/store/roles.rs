//! Roles: given, ended, and who holds which. The only writer of `role_grant`.

use diesel::prelude::*;

use super::Person;
use crate::access::{Grant, Place, Role, Scope};
use crate::clock::Day;
use crate::db::schema::{person, region_member, role_grant};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{GrantId, MunicipalityId, PersonId, RegionId};
use crate::people::rules::Status;
use crate::refusal::Outcome;

/// Roles that count today: not ended, and the municipality still a member of the region.
pub fn grants_in_force(conn: &mut AnyConn, who: PersonId, today: Day) -> Outcome<Vec<Grant>> {
    let rows: Vec<(Role, Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::ended_at.is_null())
        .order(role_grant::id)
        .select((role_grant::role, role_grant::region_id, role_grant::municipality_id))
        .load(conn)?;
    let mut grants = Vec::with_capacity(rows.len());
    for (role, region, municipality) in rows {
        let in_force = match (region, municipality) {
            (Some(region), Some(municipality)) => is_member(conn, region, municipality, today)?,
            _ => true,
        };
        if in_force {
            grants.push(Grant { role, region, municipality });
        }
    }
    Ok(grants)
}

/// Every place where somebody holds a role that was not ended, whether or not it counts today.
pub fn places(conn: &mut AnyConn, who: PersonId) -> Outcome<Vec<Place>> {
    let rows: Vec<(Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::ended_at.is_null())
        .select((role_grant::region_id, role_grant::municipality_id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(region, municipality)| Place { region, municipality }).collect())
}

fn is_member(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId, today: Day) -> Outcome<bool> {
    let count: i64 = region_member::table
        .filter(region_member::region_id.eq(region))
        .filter(region_member::municipality_id.eq(municipality))
        .filter(region_member::from_day.le(today))
        .filter(region_member::to_day.is_null().or(region_member::to_day.gt(today)))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

/// Gives a role; giving it again changes nothing.
pub fn grant(tx: &mut Tx<'_>, who: PersonId, role: Role, place: Place) -> Outcome<bool> {
    let rows: Vec<(Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::role.eq(role))
        .filter(role_grant::ended_at.is_null())
        .select((role_grant::region_id, role_grant::municipality_id))
        .load(&mut **tx)?;
    if rows.contains(&(place.region, place.municipality)) {
        return Ok(false);
    }
    let (id, now) = (GrantId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(role_grant::table)
        .values((
            role_grant::id.eq(id),
            role_grant::person_id.eq(who),
            role_grant::role.eq(role),
            role_grant::region_id.eq(place.region),
            role_grant::municipality_id.eq(place.municipality),
            role_grant::granted_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(true)
}

/// Ends a role in one place.
pub fn end_grant(tx: &mut Tx<'_>, who: PersonId, role: Role, place: Place) -> Outcome<bool> {
    let now = tx.now();
    let mut ended = 0;
    let rows: Vec<(GrantId, Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::role.eq(role))
        .filter(role_grant::ended_at.is_null())
        .select((role_grant::id, role_grant::region_id, role_grant::municipality_id))
        .load(&mut **tx)?;
    for (id, region, municipality) in rows {
        if (Place { region, municipality }) == place {
            ended += diesel::update(role_grant::table.filter(role_grant::id.eq(id)))
                .set(role_grant::ended_at.eq(now))
                .execute(&mut **tx)?;
        }
    }
    Ok(ended > 0)
}

/// A person with one of their roles, for lists.
#[derive(Clone, Debug, Queryable)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language.
    pub language: Lang,
    /// How the account stands.
    pub status: Status,
    /// Version for `If-Match`.
    pub version: i64,
    /// The role.
    pub role: Role,
    /// Its region.
    pub region: Option<RegionId>,
    /// Its municipality.
    pub municipality: Option<MunicipalityId>,
}

/// People and roles within what somebody can see. Administrators see all accounts.
pub fn members_within(conn: &mut AnyConn, scope: &Scope, everybody: bool) -> Outcome<Vec<Member>> {
    let mut query = person::table.inner_join(role_grant::table).filter(role_grant::ended_at.is_null()).into_boxed();
    if !everybody {
        query = query.filter(role_grant::region_id.eq_any(scope.regions().into_iter().map(Some).collect::<Vec<_>>()));
    }
    let rows: Vec<Member> = query
        .order((person::id.asc(), role_grant::id.asc()))
        .select((
            person::id,
            person::name,
            person::email,
            person::language,
            person::status,
            person::version,
            role_grant::role,
            role_grant::region_id,
            role_grant::municipality_id,
        ))
        .load(conn)?;
    if everybody {
        return Ok(rows);
    }
    Ok(rows
        .into_iter()
        .filter(|row| match (row.region, row.municipality) {
            (Some(region), Some(municipality)) => scope.sees_municipality(region, municipality),
            (Some(region), None) => scope.sees_region(region),
            _ => false,
        })
        .collect())
}

/// Whether a person holds a role in a municipality (or over the whole region) that is in force.
pub fn belongs_to(
    conn: &mut AnyConn,
    who: PersonId,
    region: RegionId,
    municipality: MunicipalityId,
    today: Day,
) -> Outcome<bool> {
    Ok(grants_in_force(conn, who, today)?
        .iter()
        .any(|grant| grant.region == Some(region) && grant.municipality == Some(municipality)))
}

/// The people who hold a role in a place, active or invited.
pub fn holders(
    conn: &mut AnyConn,
    role: Role,
    region: RegionId,
    municipality: Option<MunicipalityId>,
) -> Outcome<Vec<Person>> {
    let mut query = person::table
        .inner_join(role_grant::table)
        .filter(role_grant::ended_at.is_null())
        .filter(role_grant::role.eq(role))
        .filter(role_grant::region_id.eq(region))
        .filter(person::status.ne(Status::Disabled))
        .into_boxed();
    query = match municipality {
        Some(municipality) => query.filter(role_grant::municipality_id.eq(municipality)),
        None => query.filter(role_grant::municipality_id.is_null()),
    };
    Ok(query.order(person::id).select(Person::as_select()).load(conn)?)
}

/// Roles in a region's municipalities that were not ended, each with its holder, active or invited.
pub fn municipal_roles(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<(Person, Role, MunicipalityId)>> {
    let rows: Vec<(Person, Role, Option<MunicipalityId>)> = person::table
        .inner_join(role_grant::table)
        .filter(role_grant::ended_at.is_null())
        .filter(role_grant::region_id.eq(region))
        .filter(role_grant::municipality_id.is_not_null())
        .filter(person::status.ne(Status::Disabled))
        .order(person::id)
        .select((Person::as_select(), role_grant::role, role_grant::municipality_id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(person, role, municipality)| Some((person, role, municipality?))).collect())
}

/// Everybody with a role in a region or one of its municipalities.
pub fn names_within(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<(PersonId, String)>> {
    Ok(person::table
        .inner_join(role_grant::table)
        .filter(role_grant::ended_at.is_null())
        .filter(role_grant::region_id.eq(region))
        .select((person::id, person::name))
        .load(conn)?)
}

/// The active people who hold a role in a municipality, each once, by name.
pub fn people_in(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: MunicipalityId,
) -> Outcome<Vec<(PersonId, String)>> {
    let mut rows: Vec<(PersonId, String)> = person::table
        .inner_join(role_grant::table)
        .filter(role_grant::ended_at.is_null())
        .filter(role_grant::region_id.eq(region))
        .filter(role_grant::municipality_id.eq(municipality))
        .filter(person::status.ne(Status::Disabled))
        .select((person::id, person::name))
        .load(conn)?;
    rows.sort_by(|one, two| (&one.1, one.0).cmp(&(&two.1, two.0)));
    rows.dedup();
    Ok(rows)
}
