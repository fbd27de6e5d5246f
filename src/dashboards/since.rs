//! What changed since somebody signed in last, in the regions and municipalities that are theirs.

use std::collections::HashMap;

use super::rules::since::{Deed, TOLD, Told, told};
use crate::access::permission::SignedIn;
use crate::access::scope::Within;
use crate::access::{Allowed, Perm, policy};
use crate::audit::store::{Readable, deeds_since};
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::municipalities;
use crate::people;
use crate::refusal::Outcome;
use crate::regions::store::Region;

/// More events of a region than this are not counted one by one; nobody reads the difference.
const MOST: i64 = 10_000;

/// What changed.
#[derive(Debug)]
pub struct Since {
    /// When they were here last.
    pub last: Moment,
    /// The lines of each region.
    pub regions: Vec<(Region, Vec<Told>)>,
    /// Names of the municipalities in them.
    pub names: HashMap<MunicipalityId, String>,
    /// Whether the reader may see the log.
    pub log: bool,
}

/// Gathers it: what others did, of what is worth telling. None for those who sign in for the first time, and for tokens.
///
/// Who has a municipality is told of that one; who sees all of a region is told of all of it.
pub fn since(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    regions: &[Region],
    today: Day,
) -> Outcome<Option<Since>> {
    let Some(person) = allowed.access().person() else { return Ok(None) };
    let Some(last) = people::store::last_signed_in(conn, person, today)? else { return Ok(None) };
    let own = person.to_string();
    let scope = allowed.scope();
    let log = allowed.actor().is_some_and(|actor| policy::may_somewhere(actor, Perm::ReadAudit));
    let mut all = Since { last, regions: Vec::new(), names: HashMap::new(), log };
    for region in regions {
        let readable = match scope.within(region.id) {
            Some(Within::Whole) => Readable::Whole,
            Some(Within::Municipalities(own)) => Readable::Municipalities(own.to_vec()),
            None => continue,
        };
        let deeds = deeds_since(conn, region.id.number(), &readable, (last, TOLD, &own), MOST)?;
        let lines = told(deeds.into_iter().map(|(action, municipality, at)| Deed { action, municipality, at }));
        if !lines.is_empty() {
            all.regions.push((region.clone(), lines));
        }
    }
    let mut places: Vec<MunicipalityId> =
        all.regions.iter().flat_map(|(_, lines)| lines).filter_map(|line| line.deed.municipality).collect();
    places.sort_unstable();
    places.dedup();
    all.names =
        municipalities::store::named(conn, &places, today)?.into_iter().map(|(id, row)| (id, row.name)).collect();
    Ok(Some(all))
}
