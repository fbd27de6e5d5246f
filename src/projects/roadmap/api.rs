//! The roadmap in the API.

use schemars::JsonSchema;
use serde::Serialize;

use super::assembling::{Around, roadmap_for};
use super::pick::Filter;
use super::sheet;
use super::snapshot::{ProjectPart, Snapshot, Town};
use crate::access::Allowed;
use crate::access::permission::SeeRoadmap;
use crate::clock::Day;
use crate::ids::{MunicipalityId, ProjectId};
use crate::regions;
use crate::web::csv::Flavour;
use crate::web::{Answer, Call, Replied};

/// Answer of `regionRoadmap`.
#[derive(Serialize, JsonSchema)]
pub struct RoadmapAnswer {
    municipalities: Vec<Town>,
    projects: Vec<ProjectPart>,
    /// Batons that were sent and answered, as far as the reader may see their days.
    handovers: Vec<HandoverDayAnswer>,
}

/// Something that happened to a baton.
#[derive(Serialize, JsonSchema)]
pub struct HandoverDayAnswer {
    project_id: ProjectId,
    municipality_id: MunicipalityId,
    on: Day,
    /// It was answered; otherwise it was sent.
    answered: bool,
}

/// `regionRoadmap`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let filter = Filter::of(call);
        let (snapshot, around) = roadmap_for(conn, &allowed.scope(), &region, call.app().db.now().day())?;
        match Flavour::wanted(call)? {
            Some(flavour) => sheet(&snapshot, &filter.pick(&snapshot), &around).answer(flavour, call),
            None => Ok(Answer::ok(&answer(&snapshot, &filter, &around))),
        }
    })
    .await
}

pub(super) fn answer(snapshot: &Snapshot, filter: &Filter, around: &Around) -> RoadmapAnswer {
    let projects: Vec<ProjectPart> = filter.pick(snapshot).into_iter().cloned().collect();
    let handovers = around
        .handovers
        .iter()
        .filter(|one| projects.iter().any(|project| project.id == one.project))
        .map(|one| HandoverDayAnswer {
            project_id: one.project,
            municipality_id: one.municipality,
            on: one.on,
            answered: one.answered,
        })
        .collect();
    RoadmapAnswer { municipalities: snapshot.municipalities.clone(), projects, handovers }
}
