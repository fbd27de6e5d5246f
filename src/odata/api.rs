//! The feed's addresses. Each table asks for the permission that its operation in the API asks for, so a token's scopes
//! end in the same places.

use super::feed;
use super::rules::{Shape, document, service};
use super::sets;
use crate::access::permission::{SeeFigures, SeeHandover, SeeRegion, SeeRoadmap};
use crate::access::{Allowed, Permission};
use crate::db::AnyConn;
use crate::refusal::Outcome;
use crate::regions;
use crate::regions::store::Region;
use crate::web::{Answer, Call, Replied};

fn region<P: Permission>(conn: &mut AnyConn, allowed: &Allowed<P>, call: &Call) -> Outcome<Region> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&region)?;
    Ok(region)
}

/// The service document.
pub async fn tables(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = region(conn, allowed, call)?;
        let shape = Shape { root: feed::root(call, region.id), as_texts: false };
        Ok(Answer::text(shape.media_type(), service(&shape, &sets::models())))
    })
    .await
}

/// `$metadata`
pub async fn metadata(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        region(conn, allowed, call)?;
        Ok(Answer::text("application/xml;charset=utf-8", document(&sets::models())))
    })
    .await
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $permission:ident = $table:path;)+) => {
        $($(#[$doc])*
        pub async fn $name(allowed: Allowed<$permission>, call: Call) -> Replied {
            feed::take_place(&call).await?;
            call.read(&allowed, |conn, allowed, call| {
                let region = region(conn, allowed, call)?;
                feed::answer(conn, &allowed.scope(), region, call, &$table)
            })
            .await
        })+
    };
}

tables! {
    /// The region's members.
    municipalities: SeeRegion = sets::MUNICIPALITIES;
    /// The roadmap.
    projects: SeeRoadmap = sets::PROJECTS;
    /// What the projects are to bring.
    benefits: SeeRoadmap = sets::BENEFITS;
    /// What is counted.
    indicators: SeeRoadmap = sets::INDICATORS;
    /// What each municipality promised, and how it stands.
    commitments: SeeFigures = sets::COMMITMENTS;
    /// What was measured.
    measurements: SeeFigures = sets::MEASUREMENTS;
    /// The batons in reach.
    handovers: SeeHandover = sets::HANDOVERS;
}
