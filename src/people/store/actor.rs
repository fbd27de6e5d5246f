//! From what somebody shows at the door to the person with the roles in force.

use diesel::prelude::*;

use super::roles::grants_in_force;
use super::{find, tokens};
use crate::access::policy;
use crate::access::{Actor, Deputyship, Grant, Role, Via};
use crate::audit::rules::sha256_hex;
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::db::schema::{delegation, person, session};
use crate::ids::{MunicipalityId, PersonId, RegionId, SessionId, TokenId};
use crate::people::rules::{CALENDAR, Status};
use crate::refusal::Outcome;

/// What somebody shows at the door.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A session by cookie.
    Cookie(PersonId, SessionId),
    /// A session by bearer.
    Bearer(PersonId, SessionId),
    /// A machine's token.
    Token(TokenWord),
}

/// A machine's token as it is sent: `stf_ID_SECRET`.
#[derive(Clone, Debug)]
pub struct TokenWord {
    /// Which token.
    pub id: TokenId,
    /// The hash of its secret.
    pub secret_hash: String,
}

impl TokenWord {
    /// Reads the word; `None` when it is no token of ours.
    pub fn parse(word: &str) -> Option<Self> {
        let (id, secret) = word.strip_prefix("stf_")?.split_once('_')?;
        Some(Self { id: id.parse().ok()?, secret_hash: sha256_hex(secret.as_bytes()) })
    }
}

/// The person behind a credential with the roles in force, or `None` when it opens nothing.
pub fn actor_behind(conn: &mut AnyConn, credential: &Credential, now: Moment) -> Outcome<Option<Actor>> {
    let (person, via, until) = match credential {
        Credential::Cookie(person, session) => {
            let Some(until) = session_in_force(conn, *person, *session, now)? else { return Ok(None) };
            (*person, Via::Cookie(*session), until)
        }
        Credential::Bearer(person, session) => {
            let Some(until) = session_in_force(conn, *person, *session, now)? else { return Ok(None) };
            (*person, Via::Bearer(*session), until)
        }
        Credential::Token(word) => return machine(conn, word, now),
    };
    in_person(conn, person, via, until, now)
}

/// A machine: its owner, or what is left of them where the token is bound to one municipality. When nothing is left, the
/// token opens nothing.
fn machine(conn: &mut AnyConn, word: &TokenWord, now: Moment) -> Outcome<Option<Actor>> {
    // A calendar's address is known to many programs: what stands in it is nobody's way in.
    let Some(kept) = tokens::in_force(conn, word, now)?.filter(|kept| kept.scopes != CALENDAR) else { return Ok(None) };
    let via = Via::Token(word.id, kept.scopes.split(' ').map(str::to_owned).collect());
    let owner = in_person(conn, kept.person, via, kept.until, now)?;
    let (Some(owner), Some((region, municipality))) = (&owner, kept.bound()) else { return Ok(owner) };
    if !crate::regions::store::is_member_on(conn, region, municipality, now.day())? {
        return Ok(None);
    }
    let bound = policy::bound(owner.clone(), region, municipality);
    Ok((!bound.grants.is_empty() || !bound.locked.is_empty()).then_some(bound))
}

/// A person with the roles in force, for looking up what they would see. Nobody came in.
pub fn as_seen_by(conn: &mut AnyConn, who: PersonId, now: Moment) -> Outcome<Option<Actor>> {
    in_person(conn, who, Via::Lookup, now, now)
}

fn in_person(conn: &mut AnyConn, id: PersonId, via: Via, until: Moment, now: Moment) -> Outcome<Option<Actor>> {
    let Some(person) = find(conn, id)?.filter(|person| person.status == Status::Active) else { return Ok(None) };
    let today = now.day();
    let mut grants = grants_in_force(conn, id, today)?;
    let mut deputyships = deputyships_on(conn, id, today)?;
    let locked = if person.totp_confirmed { Vec::new() } else { regions_asking_for_totp(conn, &grants, &deputyships)? };
    grants.retain(|grant| grant.region.is_none_or(|region| !locked.contains(&region)));
    deputyships.retain(|deputy| !locked.contains(&deputy.region));
    Ok(Some(Actor {
        person: id,
        name: person.name,
        email: person.email,
        language: person.language,
        via,
        has_totp: person.totp_confirmed,
        grants,
        deputyships,
        locked,
        bound_to: None,
        until,
    }))
}

fn regions_asking_for_totp(conn: &mut AnyConn, grants: &[Grant], deputyships: &[Deputyship]) -> Outcome<Vec<RegionId>> {
    let held = grants.iter().filter_map(|grant| grant.region).chain(deputyships.iter().map(|deputy| deputy.region));
    crate::regions::store::requiring_totp(conn, &held.collect::<Vec<_>>())
}

fn session_in_force(conn: &mut AnyConn, who: PersonId, id: SessionId, now: Moment) -> Outcome<Option<Moment>> {
    Ok(session::table
        .filter(session::id.eq(id))
        .filter(session::person_id.eq(who))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .select(session::expires_at)
        .first(conn)
        .optional()?)
}

fn deputyships_on(conn: &mut AnyConn, who: PersonId, today: Day) -> Outcome<Vec<Deputyship>> {
    let rows: Vec<(RegionId, MunicipalityId, PersonId, String)> = delegation::table
        .inner_join(person::table.on(person::id.eq(delegation::executive_id)))
        .filter(delegation::deputy_id.eq(who))
        .filter(delegation::from_day.le(today))
        .filter(delegation::to_day.ge(today))
        .filter(delegation::ended_at.is_null())
        .filter(person::status.eq(Status::Active))
        .select((delegation::region_id, delegation::municipality_id, delegation::executive_id, person::name))
        .load(conn)?;
    let mut deputyships = Vec::new();
    for (region, municipality, executive, executive_name) in rows {
        // A deputy has no more than the executive has today.
        let still = grants_in_force(conn, executive, today)?.iter().any(|grant| {
            grant.role == Role::Executive && grant.region == Some(region) && grant.municipality == Some(municipality)
        });
        if still {
            deputyships.push(Deputyship { region, municipality, executive, executive_name });
        }
    }
    Ok(deputyships)
}
