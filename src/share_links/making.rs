//! Making a link and withdrawing it: what the API and the pages share.

use super::rules::{Draft, Kind, MOST_LINKS};
use super::showing;
use super::store::{self, ShareLink};
use crate::access::permission::ShareLinks;
use crate::access::{Allowed, Permission, Place, Placed, Role, policy};
use crate::audit::{self, Change};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{MunicipalityId, RegionId};
use crate::measurements;
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions::store::Region;
use crate::web::secret;

/// The municipalities in a region for which this person may give links away.
fn own<P: Permission>(allowed: &Allowed<P>, region: RegionId) -> impl Iterator<Item = MunicipalityId> {
    let of = allowed.scope().own_municipalities().into_iter().filter(move |(there, _)| *there == region);
    of.map(|(_, town)| town).filter(move |town| allowed.may_also::<ShareLinks>(&Place::municipality(region, *town)))
}

/// May they make and withdraw links in this region at all, for it or for one of its municipalities?
pub fn anywhere_in(allowed: &Allowed<ShareLinks>, region: &Region) -> Result<(), Refusal> {
    if own(allowed, region.id).next().is_none() {
        allowed.over(region)?;
    }
    Ok(())
}

/// For whom somebody makes a link: for the municipality it is about, where they are its executive; for the region; or for
/// their own municipality. What is the region's only the region gives away.
pub fn on_behalf_of(
    conn: &mut AnyConn,
    allowed: &Allowed<ShareLinks>,
    region: &Region,
    draft: &Draft,
    today: Day,
) -> Outcome<Place> {
    let actor = allowed.someone()?;
    let about = match draft.shows.commitment_id {
        Some(id) => {
            let promised = measurements::store::find_promised_within(conn, &allowed.scope(), id, today)?;
            Some((promised.region_id, promised.municipality_id))
                .filter(|(there, _)| *there == region.id)
                .map(|(_, town)| town)
        }
        None => draft.shows.municipality_id,
    };
    let answers_for = |town: &MunicipalityId| actor.has_role_at(Role::Executive, Place::municipality(region.id, *town));
    let own_town = about.filter(|_| draft.shows.kind.is_for_municipalities()).filter(answers_for);
    if let Some(town) = own_town {
        return Ok(Place::municipality(region.id, town));
    }
    if allowed.may(region) {
        return Ok(Place::region(region.id));
    }
    // An executive shows the region's curve, and of municipalities only their own.
    let whole = draft.shows.kind == Kind::RegionCurve && draft.shows.municipality_id.is_none();
    let own = own(allowed, region.id).next().filter(|_| whole);
    own.map(|town| Place::municipality(region.id, town)).ok_or(Code::NotYourRole.into())
}

/// Makes a link and tells of it. Answers it with its word, which is never known again.
pub fn make_within(
    tx: &mut Tx<'_>,
    allowed: &Allowed<ShareLinks>,
    region: &Region,
    draft: Draft,
) -> Outcome<(ShareLink, String)> {
    let today = tx.now().day();
    let draft = draft.checked(today)?;
    let place = on_behalf_of(tx, allowed, region, &draft, today)?;
    allowed.over(&place)?;
    let actor = allowed.someone()?;
    if store::count_in_force(tx, region.id, today)? >= i64::try_from(MOST_LINKS).unwrap_or(i64::MAX) {
        let error = FieldError::at("/label", "too_many").with("max", MOST_LINKS);
        return Err(Refusal::invalid(vec![error]).into());
    }
    // What its maker cannot show to somebody outside does not become a link.
    let scope = policy::link_scope(actor, place).ok_or(Refusal::new(Code::NotYourRole))?;
    showing::show(tx, &scope, region, &draft.shows, (draft.language, today)).map_err(showing::refused)?;
    let word = secret::unguessable();
    let id = store::insert(tx, actor.person, (region.id, place.municipality), &draft, &word)?;
    let facts = store::facts(&draft).all();
    audit::record(tx, &Change::of(place, "share_link_created", "share_link", id).to(facts))?;
    let link = store::behind(tx, &word)?.ok_or(Refusal::new(Code::NotFound))?;
    Ok((link, word))
}

/// Withdraws a link and tells of it; one that is withdrawn already stays so.
pub fn revoke_within(tx: &mut Tx<'_>, allowed: &Allowed<ShareLinks>, link: &ShareLink) -> Outcome<()> {
    let actor = allowed.someone()?;
    if store::revoke(tx, link.id, actor.person)? {
        audit::record(tx, &Change::of(link.place(), "share_link_revoked", "share_link", link.id))?;
    }
    Ok(())
}
