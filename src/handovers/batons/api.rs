//! Where the batons are, in the API.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Batons, Cell, batons, days_to_answer};
use crate::access::Allowed;
use crate::access::permission::SeeRoadmap;
use crate::clock::{Day, Moment};
use crate::handovers::rules::State;
use crate::ids::{HandoverId, MunicipalityId, ProjectId};
use crate::regions;
use crate::web::csv::{Flavour, Sheet};
use crate::web::{Answer, Call, Replied};

/// Answer of `regionBatons`.
#[derive(Serialize, JsonSchema)]
pub struct BatonsAnswer {
    on: Day,
    rows: Vec<BatonRow>,
    /// The municipalities whose answers may be seen.
    answering: Vec<AnsweringAnswer>,
}

/// A project's batons.
#[derive(Serialize, JsonSchema)]
pub struct BatonRow {
    project_id: ProjectId,
    batons: Vec<BatonAnswer>,
}

/// Where one baton is. Of other members only the state is told.
#[derive(Serialize, JsonSchema)]
pub struct BatonAnswer {
    municipality_id: MunicipalityId,
    state: State,
    handover_id: Option<HandoverId>,
    offered_at: Option<Moment>,
    /// The last day to answer, while it waits.
    answer_by: Option<Day>,
    answered_at: Option<Moment>,
    days_to_answer: Option<i64>,
}

/// How long a municipality took from offer to answer.
#[derive(Serialize, JsonSchema)]
pub struct AnsweringAnswer {
    municipality_id: MunicipalityId,
    answered: usize,
    waiting: usize,
    /// The answer in the middle; null when there is none.
    median_days: Option<i64>,
    slowest_days: Option<i64>,
}

/// `regionBatons`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let batons = batons(conn, &allowed.scope(), &region, today)?;
        match Flavour::wanted(call)? {
            Some(flavour) => sheet(&batons).of_region(region.name).between(today, today).answer(flavour, call),
            None => Ok(Answer::ok(&answer(&batons))),
        }
    })
    .await
}

impl From<&Cell> for BatonAnswer {
    fn from(cell: &Cell) -> Self {
        let baton = &cell.baton;
        Self {
            municipality_id: baton.municipality_id,
            state: baton.state,
            handover_id: cell.whole.then_some(baton.id),
            offered_at: baton.offered_at.filter(|_| cell.whole),
            answer_by: (cell.whole && baton.state.is_open()).then_some(baton.answer_by),
            answered_at: baton.answered_at.filter(|_| cell.whole),
            days_to_answer: days_to_answer(baton).filter(|_| cell.whole),
        }
    }
}

fn answer(batons: &Batons) -> BatonsAnswer {
    let row = |(project, cells): &(crate::projects::store::Project, Vec<Option<Cell>>)| BatonRow {
        project_id: project.id,
        batons: cells.iter().flatten().map(BatonAnswer::from).collect(),
    };
    let answering = batons.members.iter().zip(&batons.answering).filter_map(|(member, answering)| {
        answering.map(|one| AnsweringAnswer {
            municipality_id: member.membership.municipality_id,
            answered: one.answered,
            waiting: one.waiting,
            median_days: one.median_days,
            slowest_days: one.slowest_days,
        })
    });
    BatonsAnswer { on: batons.today, rows: batons.rows.iter().map(row).collect(), answering: answering.collect() }
}

fn sheet(batons: &Batons) -> Sheet {
    let columns = vec![
        "project_id",
        "project",
        "municipality_id",
        "municipality",
        "handover_state",
        "offered_on",
        "answer_by",
        "answered_on",
        "days_to_answer",
    ];
    let mut sheet = Sheet::new("batons", columns);
    for (project, cells) in &batons.rows {
        for (cell, member) in cells.iter().zip(&batons.members) {
            let Some(cell) = cell else { continue };
            let told = BatonAnswer::from(cell);
            sheet.rows.push(vec![
                project.id.to_string().into(),
                project.title.clone().into(),
                told.municipality_id.to_string().into(),
                member.name.clone().into(),
                told.state.as_str().into(),
                told.offered_at.map(Moment::day).into(),
                told.answer_by.into(),
                told.answered_at.map(Moment::day).into(),
                told.days_to_answer.into(),
            ]);
        }
    }
    sheet
}
