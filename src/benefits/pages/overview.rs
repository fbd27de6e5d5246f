//! Which commitments of a project are written: indicators × municipalities.

use maud::html;

use crate::access::permission::{ProposeFigures, SeeFigures};
use crate::access::{Allowed, Place};
use crate::benefits::view::overview::{Cell, Line, Town};
use crate::benefits::{store, view};
use crate::projects::rules::Participating;
use crate::projects::store as projects;
use crate::regions;
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/commitments`
pub async fn show(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let project = projects::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&project)?;
        let region = regions::store::find_within(conn, &scope, project.region_id)?;
        let today = call.app().db.now().day();
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        let participations = projects::participations(conn, project.id)?;
        let towns: Vec<Town> = regions::store::members_on(conn, region.id, today)?
            .into_iter()
            .map(|member| {
                let id = member.membership.municipality_id;
                let stands = participations.iter().find(|row| row.municipality_id == id).map(|row| row.state);
                Town {
                    takes_part: stands.is_some_and(Participating::is_in),
                    is_visible: visible.includes(id),
                    may_write: allowed.may_also::<ProposeFigures>(&Place::municipality(region.id, id)),
                    id,
                    name: member.name,
                }
            })
            .collect();
        let commitments = store::commitments_in(conn, project.id)?;
        let benefits = store::benefits_of(conn, project.id)?;
        let lines: Vec<Line> = store::indicators_of(conn, project.id)?
            .into_iter()
            .map(|indicator| Line {
                benefit: benefits
                    .iter()
                    .find(|benefit| benefit.id == indicator.benefit_id)
                    .map(|benefit| benefit.title.clone())
                    .unwrap_or_default(),
                cells: towns
                    .iter()
                    .map(|town| Cell {
                        row: commitments
                            .iter()
                            .find(|row| row.indicator_id == indicator.id && row.municipality_id == town.id)
                            .cloned(),
                    })
                    .collect(),
                indicator,
            })
            .collect();
        let page = view::overview::page(call, &region, &project, &towns, &lines);
        Ok(Answer::page(html! { (page) }))
    })
    .await
}
