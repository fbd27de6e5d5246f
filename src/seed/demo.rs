//! What `stafett demo` shows: a fictional region in the middle of its work. Every figure is invented.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::around;
use super::cast::{self, Network, Promise, Town, day};
use super::roadmap;
use super::robot::{Robot, Somebody, text};
use super::told;
use crate::access::{Place, Role};
use crate::clock::{Day, Moment};
use crate::i18n::Lang;
use crate::refusal::Outcome;

const TOWNS: &[&str] = &["Bjørkefjord", "Granvang", "Havneset", "Lyngmo", "Ravnås", "Solbygd", "Tindvik"];

/// How a town stands to a project.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Takes part, baton not prepared.
    Joined,
    /// Waits for an answer.
    Offered,
    /// Asked something.
    Asked,
    /// Carries the baton; measures with this drift from the plan in percent, up to so many months ago.
    Carries(i64, u32),
    /// Said no.
    Refused,
    /// Does not take part.
    Out,
}

struct Story<'a> {
    project: Value,
    steps: &'a [(&'a str, &'a str)],
    benefits: &'a [Gain<'a>],
    towns: [Stands; 7],
}

struct Gain<'a> {
    title: &'a str,
    class: &'a str,
    arises_in: &'a str,
    description: &'a str,
    use_of_gain: &'a str,
    indicator: &'a str,
    unit: &'a str,
    direction: &'a str,
    baseline: i64,
    target: i64,
}

/// The days of the play, counted back from today.
struct Days {
    today: Day,
    baseline: Day,
    offered: Day,
    first: Day,
    target: Day,
}

impl Days {
    fn of(today: Day) -> Self {
        let back = |months: i32| Day::from_month_index(today.month_index() - months).unwrap_or(today);
        let ahead = |months: i32| Day::from_month_index(today.month_index() + months).unwrap_or(today);
        Self { today, baseline: back(12), offered: back(11), first: back(10), target: ahead(8) }
    }
}

/// Plays it, up to `today`.
pub async fn play(robot: &Robot, today: Moment) -> Outcome<Value> {
    let days = Days::of(today.day());
    robot.morning_of(day("2025-01-02"));
    let administrator = robot.person(
        "Ada Administrator",
        "administrator@stafett.example",
        Lang::Nb,
        Role::Administrator,
        Place::INSTALLATION,
    )?;
    let network = cast::network(robot, &administrator, "Fjordlandet (demo)", "fjordlandet", 0, TOWNS).await?;
    let stories = stories(&days);
    let mut projects = Vec::new();
    for (place, story) in stories.iter().enumerate() {
        projects.push(json!({ "id": begin(robot, &network, &days, place, story).await? }));
    }
    roadmap::publish_first(robot, &network, days.baseline).await?;
    for (story, project) in stories.iter().zip(&projects) {
        tell(robot, &network, &days, story, &text(project, "id")?).await?;
    }
    roadmap::bring_up_to_date(robot, &network, &projects, days.today).await?;
    if let Some(first) = projects.first() {
        around::surround(robot, &network, &text(first, "id")?, days.first, days.today).await?;
    }
    share(robot, &network).await?;
    robot.morning_of(days.today.plus_days(-7).unwrap_or(days.today));
    if let Some(first) = projects.first() {
        told::tell(robot, &network, &text(first, "id")?).await?;
    }
    robot.at(today);
    robot.leave()?;
    let mut sign_ins = vec![cast::sign_in(&administrator, None, None)];
    sign_ins.extend(cast::sign_ins(&network));
    Ok(json!({
        "scenario": "demo", "regions": [cast::region_ids(&network)], "projects": projects, "sign_ins": sign_ins,
    }))
}

/// Two of the towns let the others see their figures.
async fn share(robot: &Robot, network: &Network) -> Outcome<()> {
    for town in network.towns.iter().take(2) {
        let path = format!("/regions/{}/members/{}/sharing", network.id, town.id);
        robot.put(&town.executive, &path, json!({"figures": "members"})).await?;
    }
    Ok(())
}

/// Makes the project, with its plan as it was first thought.
async fn begin(robot: &Robot, network: &Network, days: &Days, place: usize, story: &Story<'_>) -> Outcome<String> {
    robot.morning_of(days.baseline);
    let mut project = story.project.clone();
    if let (Some(members), Value::Object(plan)) = (project.as_object_mut(), roadmap::first(place, days.today)) {
        members.extend(plan);
    }
    let path = format!("/regions/{}/projects", network.id);
    text(&robot.post(&network.coordinator, &path, project).await?, "id")
}

async fn tell(robot: &Robot, network: &Network, days: &Days, story: &Story<'_>, project: &str) -> Outcome<()> {
    let who = &network.coordinator;
    robot.morning_of(days.baseline);
    for (title, kind) in story.steps {
        let body = json!({"title": title, "kind": kind, "due_on": days.first});
        robot.post(who, &format!("/projects/{project}/change-steps"), body).await?;
    }
    let mut indicators = Vec::new();
    for gain in story.benefits {
        let body = json!({
            "title": gain.title, "class": gain.class, "arises_in": gain.arises_in, "polarity": "benefit",
            "description": gain.description, "use_of_gain": gain.use_of_gain,
        });
        let benefit = text(&robot.post(who, &format!("/projects/{project}/benefits"), body).await?, "id")?;
        let promise = Promise {
            name: gain.indicator,
            unit: gain.unit,
            direction: gain.direction,
            frequency: "month",
            baseline: ("0", ""),
            target: ("0", ""),
            first: "",
        };
        indicators.push((cast::indicator(robot, who, &benefit, &promise).await?, gain));
    }
    for (at, (town, stands)) in network.towns.iter().zip(story.towns).enumerate() {
        if stands == Stands::Out {
            continue;
        }
        robot.morning_of(days.baseline);
        cast::joined(robot, who, project, town).await?;
        let mut promised = Vec::new();
        for (indicator, gain) in &indicators {
            promised.push((promise(robot, who, indicator, town, gain, days, at).await?, *gain));
        }
        relay(robot, who, project, town, stands, days).await?;
        if let Stands::Carries(drift, missing) = stands {
            measure(robot, town, days, &promised, drift, missing, at).await?;
            carry_out(robot, town, days, project, drift).await?;
        }
    }
    Ok(())
}

/// The steps of a town that keeps its plan are done; in one that does not, the last is still under way.
async fn carry_out(robot: &Robot, town: &Town, days: &Days, project: &str, drift: i64) -> Outcome<()> {
    let list = robot.act(&town.owner, Method::GET, &format!("/projects/{project}/change-steps"), None).await?;
    let steps = list["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let own: Vec<&Value> = steps.iter().filter(|step| step["municipality_id"] == town.id.to_string()).collect();
    robot.morning_of(days.first.plus_days(20).unwrap_or(days.first));
    for (place, step) in own.iter().enumerate() {
        let last = place + 1 == own.len();
        let state = if last && drift < 0 { "in_progress" } else { "done" };
        let path = format!("/change-steps/{}", text(step, "id")?);
        robot
            .act_on(&town.owner, Method::PATCH, &path, Some(&json!({"state": state})), step["version"].as_i64())
            .await?;
    }
    Ok(())
}

/// Larger towns start higher: a factor per place, so that no two are alike.
fn scaled(value: i64, at: usize) -> i64 {
    value * (80 + 9 * i64::try_from(at).unwrap_or(0)) / 100
}

async fn promise(
    robot: &Robot,
    who: &Somebody,
    indicator: &str,
    town: &Town,
    gain: &Gain<'_>,
    days: &Days,
    at: usize,
) -> Outcome<String> {
    let (baseline, target) = (scaled(gain.baseline, at).to_string(), scaled(gain.target, at).to_string());
    let (from, to, first) = (days.baseline.to_string(), days.target.to_string(), days.first.to_string());
    let promise = Promise {
        name: gain.indicator,
        unit: gain.unit,
        direction: gain.direction,
        frequency: "month",
        baseline: (&baseline, &from),
        target: (&target, &to),
        first: &first,
    };
    cast::commitment(robot, who, indicator, town, &promise).await
}

async fn relay(robot: &Robot, who: &Somebody, project: &str, town: &Town, stands: Stands, days: &Days) -> Outcome<()> {
    let waits = matches!(stands, Stands::Offered | Stands::Asked);
    // What waits now was sent lately; what is carried was sent long ago.
    let (sent, answer_by) = if waits {
        (days.today.plus_days(-4), days.today.plus_days(10))
    } else {
        (Some(days.offered), days.offered.plus_days(14))
    };
    if stands == Stands::Joined {
        return Ok(());
    }
    robot.morning_of(sent.unwrap_or(days.today));
    let answer_by = answer_by.unwrap_or(days.today).to_string();
    let (handover, hash) = cast::offered(robot, who, project, town, &answer_by).await?;
    match stands {
        Stands::Carries(..) => cast::accepted(robot, town, &handover, &hash).await,
        Stands::Asked => {
            let body = json!({"question": "Hvem dekker opplæringen i overgangen? (demo)"});
            robot.post(&town.executive, &format!("/handovers/{handover}/clarifications"), body).await.map(drop)
        }
        Stands::Refused => {
            let body = json!({"reason": "Vi har ikke kapasitet før kommunevalget (demo)."});
            robot.post(&town.executive, &format!("/handovers/{handover}/refusal"), body).await.map(drop)
        }
        _ => Ok(()),
    }
}

/// Logs one value a month along the plan, with a drift and a small wave.
async fn measure(
    robot: &Robot,
    town: &Town,
    days: &Days,
    promised: &[(String, &Gain<'_>)],
    drift: i64,
    missing: u32,
    at: usize,
) -> Outcome<()> {
    let span = days.baseline.days_until(days.target).max(1);
    let months = days.today.month_index() - days.first.month_index() - i32::try_from(missing).unwrap_or(0);
    for month in 0..=months.max(-1) {
        let Some(on) = days.first.plus_months(u32::try_from(month).unwrap_or(0)) else { continue };
        robot.morning_of(on);
        for (nth, (commitment, gain)) in promised.iter().enumerate() {
            let (from, to) = (scaled(gain.baseline, at), scaled(gain.target, at));
            let wave = [1, 3, 0, 4, 2, 5][(usize::try_from(month).unwrap_or(0) + at + nth) % 6];
            let gone = (to - from) * days.baseline.days_until(on) * (100 + drift + wave);
            // Rounded the way of the plan, so that who keeps it is not shown behind by a fraction.
            let part = gone / (span * 100) + (gone % (span * 100)).signum();
            let value = from + part;
            let body = json!({"on": on, "value": value.to_string(), "comment": "demo"});
            robot.post(&town.contributor, &format!("/commitments/{commitment}/measurements"), body).await?;
        }
    }
    Ok(())
}

fn stories(days: &Days) -> Vec<Story<'static>> {
    use Stands::{Asked, Carries, Joined, Offered, Out, Refused};
    let year = chrono::Datelike::year(&days.today.date());
    let costs = json!([
        {"year": year - 1, "investment": "1200000", "running": "150000"},
        {"year": year, "investment": "300000", "running": "220000"},
    ]);
    vec![
        Story {
            project: json!({
                "title": "Digital byggesak (demo)",
                "summary": "Innbyggere og næringsliv søker digitalt, og ser saken sin underveis.",
                "renewal": "Én felles søknadsdialog for alle kommunene, med status på nett.",
                "simplifications": [
                    {"what": "Papirskjemaer", "before": 11, "after": 0},
                    {"what": "Dobbelt føring i arkiv og fagsystem", "before": 2, "after": 1},
                ],
                "phase": "realisation", "theme": "Plan og bygg",
                "costs": costs, "statutory": false,
            }),
            steps: &[
                ("Ta i bruk felles rutine for mottak", "routine"),
                ("Like sjekklister i fagsystemet", "configuration"),
                ("Opplæring av saksbehandlere", "competence"),
            ],
            benefits: &[
                Gain {
                    title: "Kortere saksbehandlingstid",
                    class: "better_quality",
                    arises_in: "citizens",
                    description: "Søkeren får svar raskere.",
                    use_of_gain: "better_quality",
                    indicator: "Saksbehandlingstid",
                    unit: "dager",
                    direction: "down",
                    baseline: 60,
                    target: 35,
                },
                Gain {
                    title: "Mindre tid per søknad",
                    class: "time_saved",
                    arises_in: "own_organisation",
                    description: "Færre mangelbrev og mindre dobbelt føring.",
                    use_of_gain: "development",
                    indicator: "Frigjorte timer per måned",
                    unit: "timer",
                    direction: "up",
                    baseline: 0,
                    target: 240,
                },
            ],
            towns: [Carries(5, 0), Carries(2, 0), Carries(-25, 0), Carries(-8, 0), Carries(3, 2), Offered, Asked],
        },
        Story {
            project: json!({
                "title": "Trygghetsteknologi hjemme (demo)",
                "summary": "Digitalt tilsyn og medisindispensere gjør at flere kan bo hjemme lenger.",
                "renewal": "Trygghet døgnet rundt uten å måtte vekkes.",
                "simplifications": [{"what": "Faste tilsynsbesøk om natten", "before": 3, "after": 1}],
                "phase": "realisation", "theme": "Helse og mestring",
                "costs": costs, "statutory": false,
            }),
            steps: &[("Endre turnus om natten", "organisation"), ("Rutine for alarmmottak", "routine")],
            benefits: &[
                Gain {
                    title: "Færre hjemmebesøk om natten",
                    class: "avoided_cost",
                    arises_in: "own_organisation",
                    description: "Mot at tilsyn fortsatte som før.",
                    use_of_gain: "budget_reduction",
                    indicator: "Nattbesøk per måned",
                    unit: "besøk",
                    direction: "down",
                    baseline: 900,
                    target: 500,
                },
                Gain {
                    title: "Opplevd trygghet",
                    class: "better_quality",
                    arises_in: "citizens",
                    description: "Andel brukere som svarer at de er trygge.",
                    use_of_gain: "better_quality",
                    indicator: "Trygge brukere",
                    unit: "prosent",
                    direction: "up",
                    baseline: 55,
                    target: 80,
                },
            ],
            towns: [Carries(0, 0), Carries(-12, 1), Carries(6, 0), Refused, Offered, Carries(-30, 3), Out],
        },
        Story {
            project: json!({
                "title": "Robotisert fakturabehandling (demo)",
                "summary": "Roboten leser, konterer og sender på attest.",
                "renewal": "Faktura behandles samme dag.",
                "simplifications": [{"what": "Manuelle kontroller", "before": 5, "after": 2}],
                "phase": "closing", "theme": "Økonomi",
                "costs": costs, "statutory": false,
            }),
            steps: &[("Like konteringsregler", "configuration")],
            benefits: &[Gain {
                title: "Frigjort tid i regnskap",
                class: "time_saved",
                arises_in: "own_organisation",
                description: "Tiden brukes til oppfølging av avvik.",
                use_of_gain: "competence",
                indicator: "Timer spart per måned",
                unit: "timer",
                direction: "up",
                baseline: 0,
                target: 120,
            }],
            towns: [Offered, Carries(12, 0), Carries(-4, 0), Joined, Joined, Offered, Joined],
        },
        Story {
            project: json!({
                "title": "Ny innbyggerportal (demo)",
                "summary": "Én inngang til alle tjenester.",
                "renewal": "Samlet inngang med innlogging.",
                "renewal_alone_because": "Dagens skjemaer fases ut først i neste prosjekt (demo).",
                "phase": "planning", "theme": "Innbyggerdialog",
            }),
            steps: &[],
            benefits: &[],
            towns: [Joined, Joined, Out, Joined, Out, Out, Joined],
        },
        Story {
            project: json!({"title": "Felles opplæring i kunstig intelligens (demo)", "theme": "Kompetanse"}),
            steps: &[],
            benefits: &[],
            towns: [Out; 7],
        },
    ]
}
