//! The roadmap of the demonstration: plans, decisions, and two published versions. Every date and case is invented.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::cast::Network;
use super::robot::Robot;
use crate::clock::Day;
use crate::refusal::Outcome;

/// A project's plan, in months from today: phases with first and last month, points with their month and whether they are
/// decided by now.
pub struct Plan {
    phases: &'static [(&'static str, i32, i32)],
    points: &'static [(&'static str, i32, bool)],
}

const BUILT: Plan = Plan {
    phases: &[
        ("idea", -22, -20),
        ("concept", -19, -16),
        ("planning", -15, -14),
        ("execution", -13, -12),
        ("closing", -11, -11),
        ("realisation", -10, 8),
    ],
    points: &[
        ("BP1", -20, true),
        ("BP2", -16, true),
        ("BP3", -14, true),
        ("BP4", -12, true),
        ("BP5", -11, true),
        ("BP6", 8, false),
    ],
};

const CARED: Plan = Plan {
    phases: &[("concept", -18, -16), ("planning", -15, -14), ("execution", -13, -12), ("realisation", -10, 8)],
    points: &[("BP2", -16, true), ("BP3", -14, true), ("BP4", -12, true), ("BP6", 8, false)],
};

const PAID: Plan = Plan {
    phases: &[("planning", -14, -12), ("execution", -11, -2), ("closing", -1, 0), ("realisation", 1, 10)],
    points: &[("BP3", -13, true), ("BP4", -2, true), ("BP5", 0, false), ("BP6", 10, false)],
};

const MET: Plan = Plan {
    phases: &[
        ("idea", -6, -4),
        ("concept", -3, -1),
        ("planning", 0, 3),
        ("execution", 4, 9),
        ("closing", 10, 11),
        ("realisation", 12, 20),
    ],
    points: &[("BP1", -4, true), ("BP2", -1, true), ("BP3", 3, false), ("BP4", 9, false)],
};

/// The plans in the order of the stories; the last project has no dates yet.
const PLANS: [Option<Plan>; 5] = [Some(BUILT), Some(CARED), Some(PAID), Some(MET), None];

/// The plan of a story as it was first thought, a year ago: what lay well ahead came two months earlier.
pub fn first(place: usize, today: Day) -> Value {
    written(place, today, true)
}

fn written(place: usize, today: Day, is_first: bool) -> Value {
    let Some(plan) = PLANS.get(place).and_then(Option::as_ref) else { return json!({}) };
    let slipped = |month: i32| if is_first && month > -9 { month - 2 } else { month };
    let begins = |month: i32| Day::from_month_index(today.month_index() + slipped(month));
    let phases = plan.phases.iter().map(
        |(phase, from, to)| json!({"phase": phase, "from": begins(*from), "to": begins(*to).map(Day::last_of_month)}),
    );
    let points = plan.points.iter().zip(1..).map(|((point, month, decided), nth)| {
        // What is decided lies behind: in the first plan, before it was written.
        let decided = *decided && (!is_first || *month < -12);
        json!({
            "point": point, "on": begins(*month).and_then(|day| day.plus_days(14)), "decided": decided,
            "case_reference": format!("Sak {:03}/25 (demo)", nth * 17),
            "note": decided.then_some("Videre til neste fase (demo)."),
        })
    });
    let (first, last) = (plan.phases.first(), plan.phases.last());
    json!({
        "starts_on": first.and_then(|(_, from, _)| begins(*from)),
        "ends_on": last.and_then(|(_, _, to)| begins(*to)).map(Day::last_of_month),
        "phases": phases.collect::<Vec<_>>(),
        "decision_points": points.collect::<Vec<_>>(),
    })
}

/// Publishes the roadmap as it was first thought.
pub async fn publish_first(robot: &Robot, network: &Network, begun: Day) -> Outcome<()> {
    robot.morning_of(begun.plus_days(9).unwrap_or(begun));
    publish(robot, network, "Vedtatt i kommunedirektørutvalget, sak 12/25 (demo)").await
}

/// Brings the plans up to date, publishes them, and moves one decision since.
pub async fn bring_up_to_date(robot: &Robot, network: &Network, projects: &[Value], today: Day) -> Outcome<()> {
    let ago = |days: i64| today.plus_days(-days).unwrap_or(today);
    robot.morning_of(ago(3));
    for (place, project) in
        projects.iter().enumerate().filter(|(place, _)| PLANS.get(*place).is_some_and(Option::is_some))
    {
        change(robot, network, project, written(place, today, false)).await?;
    }
    publish(robot, network, "Oppdatert etter tertialrapporten (demo)").await?;
    robot.morning_of(ago(1));
    if let Some(project) = projects.get(3) {
        let mut plan = written(3, today, false);
        plan["decision_points"][2]["on"] = json!(Day::from_month_index(today.month_index() + 4));
        change(robot, network, project, json!({"decision_points": plan["decision_points"]})).await?;
    }
    Ok(())
}

async fn change(robot: &Robot, network: &Network, project: &Value, body: Value) -> Outcome<()> {
    let path = format!("/projects/{}", project["id"].as_str().unwrap_or_default());
    let stands = robot.act(&network.coordinator, Method::GET, &path, None).await?;
    robot.act_on(&network.coordinator, Method::PATCH, &path, Some(&body), stands["version"].as_i64()).await.map(drop)
}

async fn publish(robot: &Robot, network: &Network, note: &str) -> Outcome<()> {
    let path = format!("/regions/{}/roadmap-versions", network.id);
    robot.post(&network.coordinator, &path, json!({"note": note})).await.map(drop)
}
