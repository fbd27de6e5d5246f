//! Makes what a judged plan says is to be made, by the same functions as the pages and the API, so that each thing has the
//! event it would have had if somebody had typed it.

use super::judged::{Judged, ProjectToDo, Thing};
use crate::access::{Actor, Place, Scope};
use crate::benefits;
use crate::db::{AnyConn, Tx};
use crate::ids::RegionId;
use crate::projects;
use crate::refusal::{Code, Outcome};

/// Makes other plans for this region wait, and other writers of the projects that are there: what is judged after this
/// stands until it is written.
pub fn lock(tx: &mut Tx<'_>, region: RegionId, projects: &[ProjectToDo]) -> Outcome<()> {
    lock_number(tx, region.number())?;
    for one in projects {
        if let Thing::There(project) = &one.project {
            projects::store::lock(tx, project.id)?;
        }
    }
    Ok(())
}

/// SQLite has one writer anyhow.
fn lock_number(conn: &mut AnyConn, number: i64) -> Outcome<()> {
    use diesel::prelude::*;
    if let AnyConn::Postgres(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(number)
            .execute(pg)?;
    }
    Ok(())
}

/// Writes everything in the caller's transaction.
pub fn apply(tx: &mut Tx<'_>, (actor, scope): (&Actor, &Scope), region: RegionId, judged: &Judged) -> Outcome<()> {
    for one in &judged.to_do {
        let project = match &one.project {
            Thing::There(project) => project.clone(),
            Thing::ToMake(draft) => {
                let id = projects::api::create_within(tx, region, draft.clone())?;
                projects::store::find(tx, id)?.ok_or(Code::NotFound)?
            }
        };
        for one in &one.benefits {
            let benefit = match &one.benefit {
                Thing::There(benefit) => benefit.clone(),
                Thing::ToMake(draft) => {
                    let id = benefits::api::benefits::create_within(tx, &project, draft.clone())?;
                    benefits::store::find_benefit_within(tx, scope, id)?
                }
            };
            for one in &one.indicators {
                let indicator = match &one.indicator {
                    Thing::There(indicator) => indicator.clone(),
                    Thing::ToMake(draft) => {
                        let id = benefits::api::indicators::create_within(tx, &benefit, draft.clone())?;
                        benefits::store::find_indicator(tx, id)?.ok_or(Code::NotFound)?
                    }
                };
                for (municipality, draft) in &one.promises {
                    let place = Place::municipality(region, *municipality);
                    benefits::api::commitments::put_within(tx, actor, &indicator, place, None, 0, draft.clone())?;
                }
            }
        }
    }
    Ok(())
}
