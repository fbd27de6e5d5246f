//! The people and places of made-up installations, and the acts that every scenario repeats.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::PASSWORD;
use super::robot::{Robot, Somebody, text};
use crate::access::{Access, Place, Role};
use crate::clock::Day;
use crate::handovers::rules::Check;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, NumberId, RegionId};
use crate::municipalities::rules::{fold_name, sort_key};
use crate::municipalities::store::{self as register, NewMunicipality, NewNumber};
use crate::refusal::{Fault, Outcome};

/// The number of the `at`-th made-up municipality. From 9901, and where these end from 8001: no country's register uses
/// them.
fn made_up_number(at: usize) -> i64 {
    let at = i64::try_from(at).unwrap_or(0);
    if at < 99 { 9_901 + at } else { 8_001 + at - 99 }
}

/// A made-up municipality with the people who act in it.
#[derive(Clone, Debug)]
pub struct Town {
    /// Id.
    pub id: MunicipalityId,
    /// Name.
    pub name: String,
    /// Number.
    pub number: String,
    /// Its chief executive.
    pub executive: Somebody,
    /// The chief executive's name.
    pub executive_name: &'static str,
    /// Who owns its benefits.
    pub owner: Somebody,
    /// Who logs its measurements.
    pub contributor: Somebody,
    /// Who reads there.
    pub reader: Somebody,
}

/// A made-up region.
#[derive(Clone, Debug)]
pub struct Network {
    /// Id.
    pub id: RegionId,
    /// Its coordinator.
    pub coordinator: Somebody,
    /// Its overall benefits responsible.
    pub responsible: Somebody,
    /// Who reads the whole region.
    pub reader: Somebody,
    /// Its members.
    pub towns: Vec<Town>,
}

/// A day that the scenario's author wrote down.
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or(Day::EPOCH)
}

/// Writes municipalities that do not exist into the register.
fn found(robot: &Robot, at: usize, names: &[&str]) -> Outcome<Vec<(MunicipalityId, String, String)>> {
    let founded: Vec<(MunicipalityId, String, String)> = names
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let number = made_up_number(at + place);
            (MunicipalityId::from_number(990_000 + number), number.to_string(), (*name).to_owned())
        })
        .collect();
    let rows = founded.clone();
    robot.app().db.write_here(&Access::system("seed"), move |tx| {
        let municipalities: Vec<NewMunicipality> = rows
            .iter()
            .map(|(id, _, _)| NewMunicipality { id: *id, country: "NO", organisation_number: String::new() })
            .collect();
        let numbers: Vec<NewNumber> = rows
            .iter()
            .map(|(id, number, name)| NewNumber {
                id: NumberId::from_number(id.number()),
                municipality_id: *id,
                number: number.clone(),
                name: name.clone(),
                name_search: format!("|{}|{number}|", fold_name(name)),
                name_sort: sort_key(name),
                county_number: "99".into(),
                county: "Demo".into(),
                valid_from: day("2020-01-01"),
                valid_to: None,
            })
            .collect();
        register::insert(tx, &municipalities, &numbers)
    })?;
    Ok(founded)
}

/// A region with its people, made by an administrator and a coordinator.
pub async fn network(
    robot: &Robot,
    administrator: &Somebody,
    name: &str,
    mark: &str,
    first: usize,
    towns: &[&str],
) -> Outcome<Network> {
    let made = robot
        .post(administrator, "/regions", json!({"name": name, "kind": "interkommunalt samarbeid", "language": "nb"}))
        .await?;
    let region: RegionId = text(&made, "id")?.parse().map_err(|()| Fault::internal("a region without an id"))?;
    let demo = region;
    robot.app().db.write_here(&Access::system("seed"), move |tx| crate::regions::store::mark_demo(tx, demo))?;
    let at = |local: &str| format!("{local}@{mark}.example");
    let here = Place::region(region);
    let coordinator = robot.person("Kari Koordinator", &at("koordinator"), Lang::Nb, Role::Coordinator, here)?;
    let responsible =
        robot.person("Geir Gevinstansvarlig", &at("gevinstansvarlig"), Lang::Nb, Role::BenefitsResponsible, here)?;
    let reader = robot.person("Lise Leser", &at("leser"), Lang::Nb, Role::Reader, here)?;
    let since = robot.app().db.now().day().min(day("2025-01-01"));
    let mut members = Vec::new();
    for (place, (id, number, name)) in found(robot, first, towns)?.into_iter().enumerate() {
        robot
            .post(
                &coordinator,
                &format!("/regions/{region}/members"),
                json!({"municipality_number": number, "from": since}),
            )
            .await?;
        let here = Place::municipality(region, id);
        let local = format!("{mark}{}", place + 1);
        let at = |word: &str| format!("{word}@{local}.example");
        let (executive, owner, contributor) = NAMES[place % NAMES.len()];
        members.push(Town {
            id,
            number,
            executive_name: executive,
            executive: robot.person(executive, &at("kommunedirektor"), Lang::Nb, Role::Executive, here)?,
            owner: robot.person(owner, &at("gevinsteier"), Lang::Nb, Role::BenefitOwner, here)?,
            contributor: robot.person(contributor, &at("medarbeider"), Lang::Nb, Role::Contributor, here)?,
            reader: robot.person(&format!("Ledergruppen {name}"), &at("ledergruppe"), Lang::Nb, Role::Reader, here)?,
            name,
        });
    }
    Ok(Network { id: region, coordinator, responsible, reader, towns: members })
}

/// Executives, owners and contributors: common names, nobody in particular.
const NAMES: &[(&str, &str, &str)] = &[
    ("Anne Berg", "Ola Lund", "Siri Moen"),
    ("Per Dahl", "Eva Bakke", "Nils Vik"),
    ("Ingrid Solli", "Tor Haugen", "Maja Lien"),
    ("Jon Aas", "Hege Strand", "Ali Noor"),
    ("Berit Nygård", "Knut Eide", "Ida Holm"),
    ("Øystein Rø", "Åse Ås", "Lars Bø"),
    ("Marit Fjeld", "Arne Hagen", "Sofie Myhre"),
];

/// An indicator a scenario makes, with what each town promises.
pub struct Promise<'a> {
    /// Indicator's name.
    pub name: &'a str,
    /// Unit.
    pub unit: &'a str,
    /// `up`, `down` or `hold`.
    pub direction: &'a str,
    /// `month`, `tertial`, `half_year` or `year`.
    pub frequency: &'a str,
    /// Baseline value and day, target value and day.
    pub baseline: (&'a str, &'a str),
    /// Target value and day.
    pub target: (&'a str, &'a str),
    /// First due date.
    pub first: &'a str,
}

/// Makes an indicator under a benefit.
pub async fn indicator(robot: &Robot, who: &Somebody, benefit: &str, promise: &Promise<'_>) -> Outcome<String> {
    let made = robot
        .post(
            who,
            &format!("/benefits/{benefit}/indicators"),
            json!({
                "name": promise.name, "unit": promise.unit, "direction": promise.direction,
                "frequency": promise.frequency, "method": "Uttrekk fra fagsystemet (demo)", "decimals": 0,
            }),
        )
        .await?;
    text(&made, "id")
}

/// Writes a town's figures for an indicator; answers the commitment's id.
pub async fn commitment(
    robot: &Robot,
    who: &Somebody,
    indicator: &str,
    town: &Town,
    promise: &Promise<'_>,
) -> Outcome<String> {
    let made = robot
        .put(
            who,
            &format!("/indicators/{indicator}/commitments/{}", town.id),
            json!({
                "baseline": {"value": promise.baseline.0, "on": promise.baseline.1},
                "target": {"value": promise.target.0, "on": promise.target.1},
                "owner_id": town.owner.id,
                "use_of_gain": "better_quality",
                "budget": "Ingen kontanteffekt (demo)",
                "first_measurement_on": promise.first,
            }),
        )
        .await?;
    text(&made, "id")
}

/// Prepares a handover with all checks vouched for, and offers it. Answers its id and the package's hash.
pub async fn offered(
    robot: &Robot,
    who: &Somebody,
    project: &str,
    town: &Town,
    answer_by: &str,
) -> Outcome<(String, String)> {
    let id = prepared(robot, who, project, town, answer_by).await?;
    for check in Check::ALL {
        let body = match check {
            Check::Agreements => json!({"not_relevant_because": "Dekkes av eksisterende avtale (demo)"}),
            _ => json!({"met": true}),
        };
        robot.put(who, &format!("/handovers/{id}/readiness/{}", check.as_str()), body).await?;
    }
    let made = robot.post(who, &format!("/handovers/{id}/offer"), json!({})).await?;
    Ok((id, text(&made, "content_sha256")?))
}

/// Prepares a handover.
pub async fn prepared(robot: &Robot, who: &Somebody, project: &str, town: &Town, answer_by: &str) -> Outcome<String> {
    let made = robot
        .post(
            who,
            &format!("/projects/{project}/handovers"),
            json!({
                "municipality_id": town.id, "answer_by": answer_by,
                "message": format!("Kjære {}: dette er avtalt i kommunedirektørutvalget. Vi støtter dere hele veien (demo).", town.name),
            }),
        )
        .await?;
    text(&made, "id")
}

/// The executive takes the baton.
pub async fn accepted(robot: &Robot, town: &Town, handover: &str, hash: &str) -> Outcome<()> {
    robot
        .post(
            &town.executive,
            &format!("/handovers/{handover}/acceptance"),
            json!({"content_sha256": hash, "form": "full", "statement": "Behandlet i ledergruppen (demo)."}),
        )
        .await?;
    Ok(())
}

/// A town joins a project.
pub async fn joined(robot: &Robot, who: &Somebody, project: &str, town: &Town) -> Outcome<()> {
    robot
        .act(
            who,
            Method::PUT,
            &format!("/projects/{project}/participants/{}", town.id),
            Some(&json!({"state": "joined"})),
        )
        .await?;
    Ok(())
}

/// Somebody's sign-in, as the command prints it.
pub fn sign_in(who: &Somebody, region: Option<RegionId>, municipality: Option<MunicipalityId>) -> Value {
    json!({
        "role": who.role, "email": who.email, "password": PASSWORD, "person_id": who.id,
        "region_id": region, "municipality_id": municipality,
    })
}

/// All sign-ins of a region.
pub fn sign_ins(network: &Network) -> Vec<Value> {
    let region = Some(network.id);
    let mut list: Vec<Value> = [&network.coordinator, &network.responsible, &network.reader]
        .into_iter()
        .map(|who| sign_in(who, region, None))
        .collect();
    for town in &network.towns {
        for who in [&town.executive, &town.owner, &town.contributor, &town.reader] {
            list.push(sign_in(who, region, Some(town.id)));
        }
    }
    list
}

/// A region's ids, as the command prints them.
pub fn region_ids(network: &Network) -> Value {
    json!({
        "id": network.id,
        "municipalities": network.towns.iter()
            .map(|town| json!({"id": town.id, "number": town.number, "name": town.name}))
            .collect::<Vec<_>>(),
    })
}
