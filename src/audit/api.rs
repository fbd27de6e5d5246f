//! The event log in the API.

use serde::Deserialize;

use super::rules::Event;
use super::store::{self, Head, INSTALLATION, Readable};
use crate::access::permission::ReadAudit;
use crate::access::scope::Within;
use crate::access::{Allowed, Place, Role};
use crate::ids::RegionId;
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

#[derive(Deserialize)]
struct Query {
    after: Option<i64>,
    region_id: Option<RegionId>,
}

/// Events.
pub type EventList = List<Event>;

/// Which chain is asked for, and which part of it this person may read.
///
/// Without `region_id`, people of one region get that region's chain and administrators the installation's.
pub fn readable(allowed: &Allowed<ReadAudit>, wanted: Option<RegionId>) -> Outcome<(i64, Readable)> {
    let actor = allowed.someone()?;
    let scope = allowed.scope();
    let region = match wanted {
        Some(region) => Some(region),
        None if actor.is(Role::Administrator) => None,
        None => scope.regions().into_iter().next(),
    };
    let Some(region) = region else {
        allowed.over(&Place::INSTALLATION)?;
        return Ok((INSTALLATION, Readable::Whole));
    };
    match scope.within(region) {
        None => Err(Code::NotFound.into()),
        Some(Within::Whole) => {
            allowed.over(&Place::region(region))?;
            Ok((region.number(), Readable::Whole))
        }
        Some(Within::Municipalities(own)) => {
            let own: Vec<_> = own
                .iter()
                .copied()
                .filter(|municipality| allowed.may(&Place::municipality(region, *municipality)))
                .collect();
            if own.is_empty() {
                return Err(Refusal::new(Code::NotYourRole).into());
            }
            Ok((region.number(), Readable::Municipalities(own)))
        }
    }
}

/// `listEvents`
pub async fn list(allowed: Allowed<ReadAudit>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let query: Query = call.query()?;
        let page = Page::of(call)?;
        let (chain, readable) = readable(allowed, query.region_id)?;
        let after = page.after_number()?.or(query.after).unwrap_or(0);
        let events = store::events_after(conn, chain, &readable, after, page.fetch())?;
        Ok(Answer::ok(&page.cut(events, |event| event.seq.to_string())))
    })
    .await
}

/// `auditHead`
pub async fn head(allowed: Allowed<ReadAudit>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let query: Query = call.query()?;
        let (chain, readable) = readable(allowed, query.region_id)?;
        if readable != Readable::Whole {
            // The head's number would tell how much happens at the others.
            return Err(Refusal::new(Code::NotYourRole).into());
        }
        let head: Head = store::head(conn, chain)?;
        Ok(Answer::ok(&head))
    })
    .await
}
