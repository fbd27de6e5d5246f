//! What the demo's municipalities tell each other, and who uses it. Every word is invented.

use actix_web::http::Method;
use serde_json::json;

use super::cast::Network;
use super::robot::{Robot, Somebody, text};
use crate::refusal::Outcome;

/// What one of the demo's towns tells of its first promise in a project.
struct Tale {
    /// Which of the towns.
    town: usize,
    title: &'static str,
    done: &'static str,
    took: &'static str,
    tells_effect: bool,
    /// Which of the towns use it, with how.
    used: &'static [(usize, &'static str)],
}

const TALES: [Tale; 3] = [
    Tale {
        town: 0,
        title: "Sjekkliste i mottaket halverte mangelbrevene (demo)",
        done: "Vi la sjekklisten inn i mottaket, så ingen sak fordeles før den er komplett.\n\nEn saksbehandler ringer \
               søkeren samme dag når noe mangler.",
        took: "To dagers opplæring og en fast vakt i mottaket. Det vanskeligste var å slutte med den gamle arbeidslisten.",
        tells_effect: true,
        used: &[(2, "Vi begynner med de vanligste sakstypene (demo)."), (3, "")],
    },
    Tale {
        town: 1,
        title: "Fast time for veiledning hver tirsdag (demo)",
        done: "Søkere får veiledning digitalt før de sender inn. Da er søknaden riktig fra første dag.",
        took: "Tre timer i uken fra én saksbehandler.",
        tells_effect: false,
        used: &[(0, "")],
    },
    Tale {
        town: 4,
        title: "Vi ryddet i sakstypene før vi begynte (demo)",
        done: "Systemansvarlig og en saksbehandler gikk gjennom alle sakstypene sammen og slo sammen de som var like.",
        took: "Fire halve dager før oppstart.",
        tells_effect: true,
        used: &[],
    },
];

/// Plays it, on the day the robot has come to: of the first benefit of a project.
pub async fn tell(robot: &Robot, network: &Network, project: &str) -> Outcome<()> {
    let who = &network.coordinator;
    let benefit = first(robot, who, &format!("/projects/{project}/benefits")).await?;
    let indicator = first(robot, who, &format!("/benefits/{benefit}/indicators")).await?;
    for tale in &TALES {
        let Some(town) = network.towns.get(tale.town) else { continue };
        let path = format!("/indicators/{indicator}/commitments/{}", town.id);
        let commitment = text(&robot.act(&town.owner, Method::GET, &path, None).await?, "id")?;
        let body = json!({
            "title": tale.title, "done": tale.done, "took": tale.took, "tells_effect": tale.tells_effect,
            "contact_name": town.executive_name, "contact_email": town.executive.email,
        });
        let id = text(&robot.post(&town.owner, &format!("/commitments/{commitment}/examples"), body).await?, "id")?;
        robot.post(&town.owner, &format!("/examples/{id}/sharing"), json!({})).await?;
        for (user, note) in tale.used {
            let Some(user) = network.towns.get(*user) else { continue };
            robot.put(&user.owner, &format!("/examples/{id}/reuses/{}", user.id), json!({"note": note})).await?;
        }
    }
    Ok(())
}

/// The id of the first thing of a list.
async fn first(robot: &Robot, who: &Somebody, path: &str) -> Outcome<String> {
    text(&robot.act(who, Method::GET, path, None).await?["items"][0], "id")
}
