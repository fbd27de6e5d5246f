//! What surrounds the demo's first project: how anchored it is, which competence is in place, what is alike everywhere,
//! and the support that was given. Every word is invented.

use serde_json::json;

use super::cast::{Network, Town};
use super::robot::{Robot, Somebody, text};
use crate::clock::Day;
use crate::refusal::Outcome;

/// How a town speaks of the project: leadership and staff first and half a year later, its competence, and its answers to
/// the two common items.
struct Voice {
    anchored: [(i32, i32); 2],
    competence: [&'static str; 2],
    answers: [&'static str; 2],
}

const VOICES: [Voice; 5] = [
    Voice { anchored: [(4, 3), (5, 4)], competence: ["in_place", "in_place"], answers: ["conform", "conform"] },
    Voice { anchored: [(3, 3), (4, 4)], competence: ["in_place", "under_way"], answers: ["conform", "conform"] },
    Voice { anchored: [(3, 2), (2, 2)], competence: ["under_way", "not_started"], answers: ["not_conform", "unknown"] },
    Voice {
        anchored: [(4, 2), (4, 3)],
        competence: ["in_place", "under_way"],
        answers: ["conform", "deviation_asked"],
    },
    Voice { anchored: [(2, 3), (3, 3)], competence: ["not_started", "in_place"], answers: ["conform", "unknown"] },
];

/// Plays it: from `first`, when the batons were carried, to half a year later at most.
pub async fn surround(robot: &Robot, network: &Network, project: &str, first: Day, today: Day) -> Outcome<()> {
    let who = &network.coordinator;
    robot.morning_of(first);
    let items = [
        common(
            robot,
            who,
            project,
            "routine",
            "Felles sjekkliste ved mottak (demo)",
            "Alle søknader sjekkes mot samme liste før de fordeles.",
        )
        .await?,
        common(
            robot,
            who,
            project,
            "configuration",
            "Samme sakstyper i fagsystemet (demo)",
            "Sakstypene heter det samme, så tallene kan sammenlignes.",
        )
        .await?,
    ];
    let competences = [
        competence(robot, who, project, "Bruke sjekklisten", "Saksbehandlere (demo)").await?,
        competence(robot, who, project, "Veilede søkere digitalt", "Servicesenteret (demo)").await?,
    ];
    let later = first.plus_days(180).filter(|day| *day <= today).unwrap_or(today);
    for (town, voice) in network.towns.iter().zip(VOICES) {
        for (on, (leadership, staff)) in [first, later].into_iter().zip(voice.anchored) {
            robot.morning_of(on);
            anchored(robot, town, project, on, "leadership", leadership).await?;
            anchored(robot, town, project, on, "staff", staff).await?;
        }
        for (competence, state) in competences.iter().zip(voice.competence) {
            let path = format!("/competences/{competence}/states/{}", town.id);
            robot.put(&town.owner, &path, json!({"state": state})).await?;
        }
        for (item, answer) in items.iter().zip(voice.answers).filter(|(_, answer)| *answer != "unknown") {
            let mut body = json!({"state": answer});
            if answer != "conform" {
                body["reason"] = "Leverandøren bytter fagsystem til våren (demo).".into();
            }
            robot.put(&town.owner, &format!("/common-items/{item}/conformity/{}", town.id), body).await?;
        }
    }
    support(robot, network, project, later).await
}

async fn common(robot: &Robot, who: &Somebody, project: &str, kind: &str, title: &str, says: &str) -> Outcome<String> {
    let body =
        json!({"kind": kind, "title": title, "description": says, "stands_in": "Rutinehåndboken, punkt 2 (demo)"});
    text(&robot.post(who, &format!("/projects/{project}/common-items"), body).await?, "id")
}

async fn competence(robot: &Robot, who: &Somebody, project: &str, title: &str, audience: &str) -> Outcome<String> {
    let body = json!({"title": title, "audience": audience});
    text(&robot.post(who, &format!("/projects/{project}/competences"), body).await?, "id")
}

async fn anchored(robot: &Robot, town: &Town, project: &str, on: Day, among: &str, level: i32) -> Outcome<()> {
    let note = match level {
        4.. => "Tema på fast møte, og de fleste vet hva de skal (demo).",
        3 => "Kjent, men ikke alle ser hva som endres (demo).",
        _ => "Lite snakket om ennå (demo).",
    };
    let body = json!({"among": among, "on": on, "level": level, "note": note});
    robot.post(&town.owner, &format!("/projects/{project}/anchoring/{}", town.id), body).await.map(drop)
}

async fn support(robot: &Robot, network: &Network, project: &str, on: Day) -> Outcome<()> {
    for (town, hours, what) in [
        (2, "6", "Gikk gjennom mottaket sammen med saksbehandlerne (demo)."),
        (3, "2.5", "Møte om sakstyper med systemansvarlig (demo)."),
    ] {
        let Some(town) = network.towns.get(town) else { continue };
        let body = json!({"municipality_id": town.id, "project_id": project, "on": on, "hours": hours, "what": what});
        robot.post(&network.coordinator, &format!("/regions/{}/support", network.id), body).await?;
    }
    Ok(())
}
