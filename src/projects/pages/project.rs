//! One project: why, what it gives, where it stands in each municipality, and what is missing.

use maud::html;

use crate::access::permission::{DefineRoadmap, OfferHandover, SeeRoadmap, TakePart};
use crate::access::{Allowed, Place};
use crate::benefits;
use crate::changes;
use crate::examples;
use crate::handovers;
use crate::handovers::rules::State;
use crate::municipalities;
use crate::people;
use crate::projects::rules::Participating;
use crate::projects::rules::gaps::{BenefitState, Inventory, gaps};
use crate::projects::store;
use crate::projects::view;
use crate::projects::view::project::{Overview, Told, Town};
use crate::regions;
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}`
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let project = store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&project)?;
        let region = regions::store::find_within(conn, &scope, project.region_id)?;
        let today = call.app().db.now().day();
        let indicators = benefits::store::indicators_of(conn, project.id)?;
        let commitments = benefits::store::commitments_in(conn, project.id)?;
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        let participations = store::participations(conn, project.id)?;
        let standings = handovers::store::standings_of_project(conn, project.id)?;
        let may_offer = allowed.may_also::<OfferHandover>(&project);
        let towns: Vec<Town> = regions::store::members_on(conn, region.id, today)?
            .into_iter()
            .filter(|member| scope.lists(member.membership.municipality_id))
            .map(|member| {
                let id = member.membership.municipality_id;
                let participating = participations.iter().find(|row| row.municipality_id == id).map(|row| row.state);
                let may_follow = scope.sees_municipality(project.region_id, id);
                let standing = standings.iter().find(|row| row.municipality_id == id).map(|row| (row.id, row.state));
                // What is only being prepared is between the region and the municipality.
                let standing = standing.filter(|(_, state)| may_follow || *state != State::Draft);
                let takes_part = participating.is_some_and(Participating::is_in);
                let written = commitments.iter().filter(|row| row.municipality_id == id).count();
                Town {
                    may_prepare: may_offer
                        && takes_part
                        && standing.is_none_or(|(_, state)| can_be_offered_again(state)),
                    may_set: allowed.may_also::<TakePart>(&Place::municipality(region.id, id)),
                    // Another member's figures do not exist for those who may not see them.
                    written: (takes_part && visible.includes(id)).then_some(written),
                    id,
                    name: member.name,
                    participating,
                    standing,
                    may_follow,
                }
            })
            .collect();
        let rows = benefits::store::benefits_of(conn, project.id)?;
        let draft = project.draft();
        let inventory = Inventory {
            id: project.id.to_string(),
            has_renewal: !draft.renewal.is_empty(),
            answers_for_simplification: !draft.simplifications.is_empty() || !draft.renewal_alone_because.is_empty(),
            has_responsible: draft.responsible_id.is_some(),
            benefits: rows
                .iter()
                .map(|row| BenefitState {
                    id: row.id.to_string(),
                    title: row.title.clone(),
                    is_described: row.class.is_some() && row.arises_in.is_some() && !row.use_of_gain.is_empty(),
                    has_indicator: indicators.iter().any(|indicator| indicator.benefit_id == row.id),
                })
                .collect(),
            joined: towns.iter().filter(|town| town.participating.is_some_and(Participating::is_in)).count(),
            commitments_missing: towns
                .iter()
                .filter_map(|town| town.written)
                .map(|written| indicators.len().saturating_sub(written))
                .sum(),
            has_steps: !changes::store::templates_of(conn, project.id)?.is_empty(),
        };
        let may_edit = allowed.may_also::<DefineRoadmap>(&project);
        let responsible = match draft.responsible_id {
            Some(id) => people::store::names(conn, &[id])?.remove(&id),
            None => None,
        };
        let benefits = rows
            .into_iter()
            .map(|row| {
                let own = indicators.iter().filter(|indicator| indicator.benefit_id == row.id).cloned().collect();
                (row, own)
            })
            .collect();
        let mut told = Vec::new();
        for example in examples::store::shared_in_project(conn, &allowed.scope(), &project, today)? {
            let name = municipalities::store::name(conn, example.municipality_id, today)?;
            told.push(Told { id: example.id, title: example.title, municipality: name });
        }
        let overview = Overview {
            told,
            // What is missing is told to those who can mend it.
            gaps: if may_edit { gaps(&inventory) } else { Vec::new() },
            indicators: indicators.len(),
            region,
            project,
            draft,
            responsible,
            benefits,
            towns,
            may_edit,
        };
        let page = view::project::page(call, &overview);
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// An offer that came to nothing may be made again as a new version; an open or held baton is where it is.
const fn can_be_offered_again(state: State) -> bool {
    matches!(state, State::Refused | State::Withdrawn | State::Expired | State::HandedBack)
}
