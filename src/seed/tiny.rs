//! Two small regions with everything in them once: a baton accepted and measured, one offered, one in preparation.

use serde_json::{Value, json};

use super::cast::{self, Promise, day};
use super::robot::{Robot, text};
use crate::access::{Place, Role};
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::refusal::Outcome;

/// Plays it. It ends on a day of its own, so that it is the same whenever it is made.
pub async fn play(robot: &Robot, _today: Moment) -> Outcome<Value> {
    let administrator = robot.person(
        "Ada Administrator",
        "administrator@stafett.example",
        Lang::Nb,
        Role::Administrator,
        Place::INSTALLATION,
    )?;
    let here = cast::network(
        robot,
        &administrator,
        "Lillevik-regionen (demo)",
        "lillevik",
        0,
        &["Granvang", "Havneset", "Lyngmo"],
    )
    .await?;
    let there =
        cast::network(robot, &administrator, "Storåsen-regionen (demo)", "storasen", 3, &["Ravnås", "Tindvik"]).await?;
    robot.morning_of(day("2025-01-15"));
    let mut projects = Vec::new();
    let mut handovers = Vec::new();
    let mut commitments = Vec::new();
    let mut benefits = Vec::new();
    let mut indicators = Vec::new();
    let mut measurements = Vec::new();
    let mut steps = Vec::new();
    for (place, network) in [&here, &there].into_iter().enumerate() {
        let who = &network.coordinator;
        let project = robot
            .post(
                who,
                &format!("/regions/{}/projects", network.id),
                json!({
                    "title": "Digital byggesak (demo)",
                    "summary": "Søknader fylles ut, sendes og behandles digitalt.",
                    "renewal": "Innbyggeren ser saken sin underveis.",
                    "simplifications": [{"what": "Papirskjemaer", "before": 6, "after": 0}],
                    "phase": "realisation", "starts_on": "2025-01-15", "ends_on": "2026-12-31",
                    "costs": [{"year": 2025, "investment": "400000", "running": "60000"}], "statutory": false,
                }),
            )
            .await?;
        let project = text(&project, "id")?;
        let benefit = robot
            .post(
                who,
                &format!("/projects/{project}/benefits"),
                json!({
                    "title": "Kortere saksbehandlingstid", "class": "time_saved", "arises_in": "own_organisation",
                    "polarity": "benefit", "description": "Færre mangler i søknadene gir raskere svar.",
                    "use_of_gain": "better_quality",
                }),
            )
            .await?;
        let benefit = text(&benefit, "id")?;
        let step = robot
            .post(
                who,
                &format!("/projects/{project}/change-steps"),
                json!({"title": "Ta i bruk felles rutine", "kind": "routine", "due_on": "2025-04-01"}),
            )
            .await?;
        steps.push(json!({ "id": text(&step, "id")? }));
        let promise = Promise {
            name: "Saksbehandlingstid",
            unit: "dager",
            direction: "down",
            frequency: "month",
            baseline: ("42", "2025-01-15"),
            target: ("28", "2025-12-31"),
            first: "2025-03-01",
        };
        let indicator = cast::indicator(robot, who, &benefit, &promise).await?;
        for (at, town) in network.towns.iter().enumerate() {
            cast::joined(robot, who, &project, town).await?;
            let commitment = cast::commitment(robot, who, &indicator, town, &promise).await?;
            robot.morning_of(day("2025-02-01"));
            let handover = match at {
                0 | 1 => {
                    let answer_by = if at == 0 { "2025-03-01" } else { "2099-12-31" };
                    let (handover, hash) = cast::offered(robot, who, &project, town, answer_by).await?;
                    if at == 0 {
                        cast::accepted(robot, town, &handover, &hash).await?;
                        for (on, value) in [("2025-03-01", "40"), ("2025-04-01", "38.5"), ("2025-05-01", "33")] {
                            robot.morning_of(day(on));
                            let made = robot
                                .post(
                                    &town.contributor,
                                    &format!("/commitments/{commitment}/measurements"),
                                    json!({"on": on, "value": value, "kind": "measured"}),
                                )
                                .await?;
                            measurements.push(json!({"id": text(&made, "id")?, "region": place}));
                        }
                        robot.morning_of(day("2025-02-01"));
                    }
                    handover
                }
                _ => cast::prepared(robot, who, &project, town, "2099-12-31").await?,
            };
            handovers.push(json!({"id": handover, "region": place, "municipality_id": town.id}));
            commitments.push(json!({"id": commitment, "region": place, "municipality_id": town.id}));
        }
        robot.morning_of(day("2025-01-16"));
        projects.push(json!({ "id": project }));
        benefits.push(json!({ "id": benefit }));
        indicators.push(json!({ "id": indicator }));
    }
    robot.leave()?;
    let mut sign_ins = vec![cast::sign_in(&administrator, None, None)];
    sign_ins.extend(cast::sign_ins(&here));
    sign_ins.extend(cast::sign_ins(&there));
    Ok(json!({
        "scenario": "tiny",
        "regions": [cast::region_ids(&here), cast::region_ids(&there)],
        "projects": projects, "benefits": benefits, "indicators": indicators,
        "handovers": handovers, "commitments": commitments, "measurements": measurements, "change_steps": steps,
        "sign_ins": sign_ins,
    }))
}
