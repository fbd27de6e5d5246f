//! `/projects`: the roadmap of a region as a page, and as a file at the same address.

use super::assembling::roadmap_for;
use super::pick::Looking;
use super::view::{self, Shown};
use super::{api, sheet};
use crate::access::permission::{DefineRoadmap, SeeRoadmap, ShareLinks};
use crate::access::{Allowed, Scope};
use crate::db::AnyConn;
use crate::ids::RegionId;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions::store::{self as regions, Region};
use crate::web::csv::Flavour;
use crate::web::{Answer, Call, Replied, kept, projector};

/// `/projects?region=&theme=&municipality=&phase=&class=&years=&from=&format=`
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.somewhere()?;
        let scope = allowed.scope();
        let regions = regions::list_within(conn, &scope)?;
        let region = wanted_region(conn, &scope, call, &regions)?;
        allowed.over(&region)?;
        let today = call.app().db.now().day();
        let looking = Looking::of(call, format!("/projects?region={}", region.id), today);
        if let Some(flavour) = Flavour::wanted(call)? {
            let (snapshot, around) = roadmap_for(conn, &scope, &region, today)?;
            return sheet(&snapshot, &looking.filter.pick(&snapshot), &around).answer(flavour, call);
        }
        if call.query_word("format").as_deref() == Some("json") {
            let (snapshot, around) = roadmap_for(conn, &scope, &region, today)?;
            return Ok(Answer::ok(&api::answer(&snapshot, &looking.filter, &around)));
        }
        let may_define = allowed.may_also::<DefineRoadmap>(&region);
        let may_share = allowed.may_also::<ShareLinks>(&region);
        let sees = (&scope, region.id, &regions, may_define, may_share);
        kept::answer(conn, call, &[region.id], &sees, |conn| {
            let (snapshot, mut around) = roadmap_for(conn, &scope, &region, today)?;
            if looking.projector {
                // On a projector nothing leads on.
                around.open.clear();
            }
            let (region, regions) = (region.clone(), regions.clone());
            let shown = Shown { region, regions, looking, snapshot, around, may_define, may_share, today };
            Ok(projector::set(call, view::page(call, &shown)).into())
        })
    })
    .await
}

/// The region named in the address, or the first in reach.
pub fn wanted_region(conn: &mut AnyConn, scope: &Scope, call: &Call, regions: &[Region]) -> Outcome<Region> {
    match call.query_word("region") {
        Some(word) => {
            let id: RegionId = word.parse().map_err(|()| Refusal::new(Code::NotFound))?;
            regions::find_within(conn, scope, id)
        }
        None => regions.first().cloned().ok_or(Code::NotFound.into()),
    }
}
