//! Words that a program shows instead of a person: for machines, and for calendars.

use super::store::{self, Bound, NewToken};
use crate::access::{Actor, Place};
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{MunicipalityId, PersonId, RegionId, TokenId};
use crate::refusal::{Outcome, Refusal};
use crate::web::secret;

/// Makes a token and answers the whole word, which is never known again.
pub fn make(tx: &mut Tx<'_>, owner: PersonId, token: &NewToken<'_>) -> Outcome<(TokenId, String)> {
    let word = secret::unguessable();
    let id = store::insert_token(tx, owner, token, &word)?;
    let new = Values::new().with("scopes", token.scopes).with("expires_at", token.until);
    let new = match token.bound {
        Some((region, municipality)) => new.with("region_id", region).with("municipality_id", municipality),
        None => new,
    };
    audit::record(tx, &Change::of(Place::INSTALLATION, "token_created", "token", id).to(new))?;
    Ok((id, format!("stf_{id}_{word}")))
}

/// Where somebody may bind a token: their municipalities, and all of a region in which they have a regional role.
pub fn places_to_bind(conn: &mut AnyConn, actor: &Actor, today: Day) -> Outcome<Vec<Bound>> {
    let mut places = Vec::new();
    for grant in &actor.grants {
        match (grant.region, grant.municipality) {
            (Some(region), Some(municipality)) => places.push((region, municipality)),
            (Some(region), None) => {
                let members = crate::regions::store::members_on(conn, region, today)?;
                places.extend(members.into_iter().map(|member| (region, member.membership.municipality_id)));
            }
            (None, _) => {}
        }
    }
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// The place that a municipality names for its token. What is out of reach and what does not exist are one refusal; where
/// the municipality is reached in several regions, one must be named.
pub fn place_named(
    conn: &mut AnyConn,
    actor: &Actor,
    municipality: MunicipalityId,
    region: Option<RegionId>,
    today: Day,
) -> Outcome<Bound> {
    let mut places = places_to_bind(conn, actor, today)?;
    places.retain(|(there, one)| *one == municipality && region.is_none_or(|region| region == *there));
    match places.as_slice() {
        [] => Err(Refusal::invalid_at("/municipality_id", "not_in_reach").into()),
        [one] => Ok(*one),
        _ => Err(Refusal::invalid_at("/region_id", "required").into()),
    }
}
