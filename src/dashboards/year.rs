//! What the year wheels of a person's regions say comes next, of what is meant for them.

use crate::access::permission::{SeeRegion, SignedIn};
use crate::access::scope::Within;
use crate::access::{Allowed, Place};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::refusal::Outcome;
use crate::regions;
use crate::year_wheel::store::{self, YearMoment};

/// Days ahead that home shows.
pub const AT_HOME: i64 = 30;

/// A moment that comes.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// The moment.
    pub moment: YearMoment,
    /// Its region's name.
    pub region: String,
    /// The next time it comes.
    pub on: Day,
}

/// The next time of every moment that is meant for this person, within some days, the soonest first. The region's own
/// people are those who see all of it; who has a municipality too has its moments as well.
pub fn upcoming(conn: &mut AnyConn, allowed: &Allowed<SignedIn>, today: Day, within: i64) -> Outcome<Vec<Upcoming>> {
    let scope = allowed.scope();
    let own = scope.own_municipalities();
    let until = today.plus_days(within).unwrap_or(today);
    let mut coming = Vec::new();
    for region in regions::store::list_within(conn, &scope)? {
        if !allowed.may_also::<SeeRegion>(&Place::region(region.id)) {
            continue;
        }
        let of_the_region = matches!(scope.within(region.id), Some(Within::Whole));
        let of_a_municipality = own.iter().any(|(there, _)| *there == region.id);
        for moment in store::of_region(conn, region.id)? {
            let on = moment.on().next(today).filter(|on| *on <= until);
            if let Some(on) = on.filter(|_| moment.audience.includes(of_the_region, of_a_municipality)) {
                coming.push(Upcoming { moment, region: region.name.clone(), on });
            }
        }
    }
    coming.sort_by_key(|one| (one.on, one.moment.id));
    Ok(coming)
}
