//! Where the batons are, as a page.

use super::{batons, view};
use crate::access::Allowed;
use crate::access::permission::SeeRoadmap;
use crate::regions;
use crate::web::{Call, Replied, kept};

/// `/regions/{id}/batons`
pub async fn page(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let scope = allowed.scope();
        kept::answer(conn, call, &[region.id], &scope, |conn| {
            let batons = batons(conn, &scope, &region, today)?;
            Ok(view::page(call, &region, &batons).into())
        })
    })
    .await
}
