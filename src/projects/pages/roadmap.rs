//! The roadmap: every project of a region, grouped by phase, with each municipality's state.

use maud::html;

use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::access::{Allowed, Scope};
use crate::db::AnyConn;
use crate::handovers;
use crate::ids::RegionId;
use crate::projects::rules::Phase;
use crate::projects::store;
use crate::projects::view::roadmap::{Filter, Line, Roadmap, Square};
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions::store::{self as regions, Region};
use crate::web::{Answer, Call, Replied};

/// `/projects?region=&phase=&theme=`
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.somewhere()?;
        let scope = allowed.scope();
        let regions = regions::list_within(conn, &scope)?;
        let region = wanted_region(conn, &scope, call, &regions)?;
        allowed.over(&region)?;
        let filter = Filter {
            phase: call.query_word("phase").and_then(|word| Phase::parse(&word)),
            theme: call.query_word("theme").filter(|theme| !theme.is_empty()),
        };
        let today = call.app().db.now().day();
        let mut members = regions::members_on(conn, region.id, today)?;
        members.retain(|member| scope.lists(member.membership.municipality_id));
        let projects = store::of_region(conn, region.id)?;
        let participations = store::participations_in(conn, region.id)?;
        let standings = handovers::store::standings_of_region(conn, region.id)?;
        let mut themes: Vec<String> =
            projects.iter().map(|project| project.theme.clone()).filter(|theme| !theme.is_empty()).collect();
        themes.sort();
        themes.dedup();
        let lines = projects
            .into_iter()
            .filter(|project| filter.phase.is_none_or(|phase| project.phase == phase))
            .filter(|project| filter.theme.as_ref().is_none_or(|theme| project.theme == *theme))
            .map(|project| {
                let squares = members
                    .iter()
                    .map(|member| {
                        let here = member.membership.municipality_id;
                        let takes_part = participations
                            .iter()
                            .find(|row| row.project_id == project.id && row.municipality_id == here);
                        let standing =
                            standings.iter().find(|row| row.project_id == project.id && row.municipality_id == here);
                        Square {
                            participating: takes_part.map(|row| row.state),
                            standing: standing.map(|row| (row.id, row.state)),
                            may_follow: scope.sees_municipality(region.id, here),
                        }
                    })
                    .collect();
                Line { project, squares }
            })
            .collect();
        let roadmap = Roadmap {
            may_create: allowed.may_also::<DefineRoadmap>(&region),
            region,
            regions,
            filter,
            themes,
            members: members.into_iter().map(|member| member.name).collect(),
            lines,
        };
        let page = crate::projects::view::roadmap::page(call, &roadmap);
        Ok(Answer::page(html! { (page) }))
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
