//! One project to many municipalities at once.

use serde_json::{Value, json};

use crate::harness::{Browser, CHECKS, Person, Site};
use crate::on_both;

/// A project with a benefit, promised by the first towns of the region, each with a prepared handover; nothing vouched for.
pub(super) fn prepared(site: &Site, coordinator: &Person, towns: usize) -> (String, Vec<(String, String)>) {
    let region = &site.seed["regions"][0];
    let made = |path: &str, body: &Value| {
        coordinator.post(path, body).expect(201).json["id"].as_str().expect("an id").to_owned()
    };
    let project = made(
        &format!("/api/v1/regions/{}/projects", region["id"].as_str().expect("an id")),
        &json!({"title": "Felles arkiv", "renewal": "Ett arkiv", "phase": "closing",
            "simplifications": [{"what": "Egne arkiv", "before": 7, "after": 1}]}),
    );
    let benefit = made(
        &format!("/api/v1/projects/{project}/benefits"),
        &json!({"title": "Mindre leting", "class": "time_saved", "arises_in": "own_organisation", "polarity": "benefit",
            "description": "", "use_of_gain": "better_quality"}),
    );
    let indicator = made(
        &format!("/api/v1/benefits/{benefit}/indicators"),
        &json!({"name": "Timer", "unit": "timer", "direction": "down", "frequency": "month", "method": "Telling", "decimals": 0}),
    );
    let handovers = (0..towns)
        .map(|place| {
            let town = region["municipalities"][place]["id"].as_str().expect("an id").to_owned();
            let path = format!("/api/v1/projects/{project}/participants/{town}");
            coordinator.put(&path, &json!({"state": "joined"})).expect(201);
            let path = format!("/api/v1/indicators/{indicator}/commitments/{town}");
            let promise = json!({"baseline": {"value": "40", "on": "2026-01-01"}, "target": {"value": "10", "on": "2027-01-01"},
                "first_measurement_on": "2026-03-01"});
            coordinator.put(&path, &promise).expect(201);
            let body = json!({"municipality_id": town, "answer_by": "2099-12-31", "message": ""});
            (town, made(&format!("/api/v1/projects/{project}/handovers"), &body))
        })
        .collect();
    (project, handovers)
}

pub(super) fn vouch(coordinator: &Person, handover: &str, checks: &[&str]) {
    for check in checks {
        coordinator.put(&format!("/api/v1/handovers/{handover}/readiness/{check}"), &json!({"met": true})).expect(200);
    }
}

on_both!(sending_to_many_is_whole_or_explicitly_to_those_who_are_ready, |site| {
    let coordinator = site.person("coordinator", 0);
    let (project, handovers) = prepared(site, &coordinator, 2);
    let offers = format!("/api/v1/projects/{project}/offers");
    let state = |handover: &str| coordinator.get(&format!("/api/v1/handovers/{handover}")).json["state"].clone();
    let [(first_town, first), (second_town, second)] = &handovers[..] else { panic!("two towns") };
    vouch(&coordinator, first, &CHECKS);
    vouch(&coordinator, second, &CHECKS[..8]);

    let refused = coordinator.post(&offers, &json!({})).expect(409);
    assert_eq!(refused.code(), "not_ready");
    let missing: Vec<&str> = refused.json["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["pointer"].as_str().expect("a place"))
        .collect();
    let of = |check: &str| format!("/municipalities/{second_town}/readiness/{check}");
    assert_eq!(missing, [of("open_work"), of("capacity")]);
    assert_eq!((state(first), state(second)), (json!("draft"), json!("draft")), "nothing was sent");

    // A municipality that does not take part, another's project, somebody without the role.
    coordinator.post(&offers, &json!({"municipality_ids": [site.id("regions", 0)]})).expect(422);
    site.person("coordinator", 1).post(&offers, &json!({})).expect(404);
    site.person_in("executive", 0, 0).post(&offers, &json!({})).expect(403);

    // What a municipality lacks is between it and the region.
    let page = site.person_in("executive", 0, 0).get(&format!("/projects/{project}/relay")).expect(200).text;
    let name = |place: usize| site.seed["regions"][0]["municipalities"][place]["name"].as_str().expect("a name");
    assert!(page.contains(&format!("/handovers/{first}")), "one's own is there");
    assert!(!page.contains(second.as_str()) && !page.contains(name(1)), "another's is not");

    // Nobody is not everybody.
    coordinator.post(&offers, &json!({"municipality_ids": [], "only_ready": true})).expect(422);
    assert_eq!(state(first), json!("draft"));

    let sent = coordinator.post(&offers, &json!({"only_ready": true, "answer_by": "2099-11-30"})).expect(200);
    assert_eq!(sent.json["sent"].as_array().map(Vec::len), Some(1));
    assert_eq!(sent.json["sent"][0]["municipality_id"], first_town.as_str());
    assert_eq!(sent.json["not_ready"][0]["municipality_id"], second_town.as_str());
    let offer = coordinator.get(&format!("/api/v1/handovers/{first}")).expect(200);
    assert_eq!((&offer.json["state"], &offer.json["answer_by"]), (&json!("offered"), &json!("2099-11-30")));
    assert_eq!(offer.json["content_sha256"], sent.json["sent"][0]["content_sha256"]);

    // What is on its way is not sent again, and says so.
    let again = coordinator.post(&offers, &json!({"municipality_ids": [first_town]})).expect(409);
    assert_eq!(again.json["errors"][0]["code"], "not_waiting");
    vouch(&coordinator, second, &CHECKS[8..]);
    let sent = coordinator.post(&offers, &json!({})).expect(200);
    assert_eq!(sent.json["sent"][0]["municipality_id"], second_town.as_str());
    assert_eq!(sent.json["not_ready"], json!([]));
    assert_eq!(coordinator.post(&offers, &json!({})).expect(200).json["sent"], json!([]));
});

on_both!(vouching_for_all_leaves_what_somebody_else_stands_for, |site| {
    let coordinator = site.person("coordinator", 0);
    let (project, handovers) = prepared(site, &coordinator, 2);
    let [(_, first), (_, second)] = &handovers[..] else { panic!("two towns") };
    let training = |handover: &str, body: &Value| {
        coordinator.put(&format!("/api/v1/handovers/{handover}/readiness/training"), body).expect(200)
    };
    training(first, &json!({"not_relevant_because": "Alle er kurset"}));
    let responsible = site.person("benefits_responsible", 0);
    let page = Browser::of(&responsible);
    let path = format!("/projects/{project}/relay/readiness");
    page.post(&path, &[("note", "Gjort i mai")]).expect(422);
    let fields = [("check_training", "1"), ("check_risks", "1"), ("note", "Gjort i mai")];
    page.post(&path, &fields).expect(303);
    let stands = |handover: &str, check: &str| {
        let readiness = coordinator.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["readiness"].clone();
        let one = readiness.as_array().expect("checks").iter().find(|one| one["check"] == check).expect("it").clone();
        [one["state"].clone(), one["note"].clone()]
    };
    assert_eq!(
        stands(first, "training"),
        [json!("not_relevant"), json!("Alle er kurset")],
        "it stays the coordinator's"
    );
    assert_eq!(stands(second, "training"), [json!("met"), json!("Gjort i mai")]);
    assert_eq!(stands(first, "risks"), [json!("met"), json!("Gjort i mai")]);
    assert_eq!(stands(first, "capacity")[0], json!("open"));
});

on_both!(each_municipality_bears_its_own_share_of_the_costs, |site| {
    let (coordinator, executive) = (site.person("coordinator", 0), site.person_in("executive", 0, 1));
    let town = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/projects/{}/participants/{town}", site.id("projects", 0));
    let handovers = format!("/api/v1/projects/{}/handovers?limit=200", site.id("projects", 0));
    let offered = executive.get(&handovers).expect(200).json["items"].clone();
    let offered = offered.as_array().expect("handovers").iter().find(|one| one["municipality_id"] == json!(town));
    let id = offered.expect("the offer")["id"].as_str().expect("an id").to_owned();
    let hash = || executive.get(&format!("/api/v1/handovers/{id}")).expect(200).json["content_sha256"].clone();
    let stands = coordinator.get(&format!("/api/v1/projects/{}/participants", site.id("projects", 0))).expect(200).json;
    let rows = stands["items"].as_array().expect("participants");
    let version =
        rows.iter().find(|row| row["municipality_id"] == json!(town)).expect("it takes part")["version"].clone();
    let put = |who: &Person, version: &Value, share: &Value| {
        let version = format!("\"{version}\"");
        who.json("PUT", &path, &[("if-match", &version)], &json!({"state": "joined", "cost_share": share}))
    };
    let before = hash();
    for wrong in ["100.1", "-1"] {
        assert_eq!(put(&coordinator, &version, &json!(wrong)).expect(422).json["errors"][0]["pointer"], "/cost_share");
    }
    put(&executive, &version, &json!("1")).expect(403);
    assert_eq!(hash(), before, "nothing was changed");
    let set = put(&coordinator, &version, &json!("12.5")).expect(200).json;
    assert_eq!(set["cost_share"], "12.5");
    assert_ne!(hash(), before, "it is part of what is offered");
    let package = executive.get(&format!("/api/v1/handovers/{id}/package")).expect(200).json;
    assert_eq!(package["cost_share"], "12.5");
    let page = Browser::of(&executive).get(&format!("/handovers/{id}")).expect(200).text;
    assert!(page.contains("Andel av kostnadene") && page.contains("12,5"), "the executive reads it");
    // An executive who says that they take part leaves the share as it is.
    let own =
        executive.json("PUT", &path, &[("if-match", &format!("\"{}\"", set["version"]))], &json!({"state": "joined"}));
    assert_eq!(own.expect(200).json["cost_share"], "12.5");
});
