//! Common routines and configuration: the region says what is to be alike, each municipality whether it conforms.

use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Browser, Person, Site};
use crate::on_both;

fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

fn pointers(answer: &Answer) -> Vec<&str> {
    let errors = answer.json["errors"].as_array().expect("errors");
    errors.iter().filter_map(|error| error["pointer"].as_str()).collect()
}

/// A routine that the region wants everywhere.
fn common(site: &Site) -> String {
    let body = json!({"title": "Journalføring av video", "kind": "routine", "description": "Referatet journalføres.",
        "stands_in": "Håndboken, kapittel 3"});
    let path = format!("/api/v1/projects/{}/common-items", site.id("projects", 0));
    let made = site.person("coordinator", 0).post(&path, &body).expect(201);
    made.json["id"].as_str().expect("an id").to_owned()
}

fn answer_path(site: &Site, item: &str, place: usize) -> String {
    format!("/api/v1/common-items/{item}/conformity/{}", town(site, place))
}

/// The row of the only item, and in it how a municipality stands.
fn cell(site: &Site, who: &Person, place: usize) -> (Value, Value) {
    let matrix = who.get(&format!("/api/v1/projects/{}/conformity", site.id("projects", 0))).expect(200).json;
    let row = matrix["rows"][0].clone();
    let cells = row["cells"].as_array().expect("cells");
    let cell = cells.iter().find(|cell| cell["municipality_id"] == json!(town(site, place))).cloned();
    (row, cell.expect("the municipality"))
}

fn put(who: &Person, path: &str, version: &str, body: &Value) -> Answer {
    who.json("PUT", path, &[("if-match", version)], body)
}

on_both!(a_municipality_answers_and_the_others_see_how_it_stands_and_not_why, |site| {
    let item = common(site);
    let path = answer_path(site, &item, 0);
    let (own, other) = (site.person("contributor", 0), site.person_in("executive", 0, 1));
    let coordinator = site.person("coordinator", 0);
    assert_eq!(cell(site, &own, 0).1["state"], json!("unknown"));
    let first = own.put(&path, &json!({"state": "not_conform", "reason": "Systemet mangler feltet"})).expect(201);
    let version = first.etag.expect("a version");

    let seen = cell(site, &other, 0).1;
    assert_eq!(
        [&seen["state"], &seen["reason"], &seen["version"]],
        [&json!("not_conform"), &json!(null), &json!(null)]
    );
    let seen = cell(site, &coordinator, 0).1;
    assert_eq!(seen["reason"], json!("Systemet mangler feltet"));
    let file = format!("/api/v1/projects/{}/conformity?format=csv", site.id("projects", 0));
    assert!(coordinator.get(&file).expect(200).text.contains("Systemet mangler feltet"));
    assert!(!other.get(&file).expect(200).text.contains("Systemet mangler feltet"));

    // Nobody answers for another, and none of what is wrong is kept.
    other.put(&path, &json!({"state": "conform"})).expect(404);
    coordinator.put(&path, &json!({"state": "conform"})).expect(403);
    site.person("reader", 0).put(&path, &json!({"state": "conform"})).expect(403);
    site.person("coordinator", 1).get(&format!("/api/v1/common-items/{item}")).expect(404);
    own.put(&path, &json!({"state": "conform"})).expect(428);
    put(&own, &path, "\"9\"", &json!({"state": "conform"})).expect(412);
    assert_eq!(pointers(&put(&own, &path, &version, &json!({"state": "not_conform"})).expect(422)), ["/reason"]);
    assert_eq!(
        pointers(&put(&own, &path, &version, &json!({"state": "deviation_approved"})).expect(422)),
        ["/state"],
        "no municipality approves its own deviation"
    );
    assert_eq!(cell(site, &coordinator, 0).1["state"], json!("not_conform"));

    let conform = put(&own, &path, &version, &json!({"state": "conform", "reason": "gammel grunn"})).expect(200).json;
    assert_eq!([&conform["state"], &conform["reason"]], [&json!("conform"), &json!("")]);
    let (row, _) = cell(site, &coordinator, 0);
    assert_eq!((&row["conform"], row["municipalities"].as_u64() >= Some(2)), (&json!(1), true), "{row}");
});

on_both!(only_the_region_approves_a_deviation_and_only_one_that_was_asked_for, |site| {
    let item = common(site);
    let path = answer_path(site, &item, 0);
    let decision = format!("{path}/decision");
    let (own, coordinator) = (site.person("executive", 0), site.person("coordinator", 0));
    let approve = json!({"decision": "approve"});
    let decide =
        |who: &Person, version: &str, body: &Value| who.json("POST", &decision, &[("if-match", version)], body);
    assert_eq!(decide(&coordinator, "\"0\"", &approve).expect(409).code(), "no_deviation_asked");
    own.put(&path, &json!({"state": "deviation_asked", "reason": "Vi har et eget arkiv til 2027"})).expect(201);
    decide(&own, "\"1\"", &approve).expect(403);
    decide(&site.person_in("executive", 0, 1), "\"1\"", &approve).expect(404);
    decide(&site.person("benefits_responsible", 0), "\"1\"", &approve).expect(403);
    coordinator.post(&decision, &approve).expect(428);
    decide(&coordinator, "\"7\"", &approve).expect(412);
    assert_eq!(pointers(&decide(&coordinator, "\"1\"", &json!({"decision": "turn_down"})).expect(422)), ["/note"]);
    assert_eq!(cell(site, &own, 0).1["state"], json!("deviation_asked"), "nothing was changed");

    let approved = decide(&coordinator, "\"1\"", &approve).expect(200).json;
    assert_eq!(
        [&approved["state"], &approved["reason"]],
        [&json!("deviation_approved"), &json!("Vi har et eget arkiv til 2027")]
    );
    assert!(approved["decided_by"].is_string() && approved["decided_at"].is_string(), "by whom and when: {approved}");
    assert_eq!(cell(site, &coordinator, 0).0["deviations_approved"], json!(1));
    assert_eq!(decide(&coordinator, "\"2\"", &approve).expect(409).code(), "no_deviation_asked");

    // An answer anew lets the approval go; a deviation that is turned down keeps its reason.
    let again = json!({"state": "deviation_asked", "reason": "Og et år til"});
    let asked = put(&own, &path, "\"2\"", &again).expect(200).json;
    assert_eq!(asked["decided_by"], json!(null));
    let no =
        decide(&coordinator, "\"3\"", &json!({"decision": "turn_down", "note": "Alle skal over nå"})).expect(200).json;
    assert_eq!(
        [&no["state"], &no["reason"], &no["decision_note"]],
        [&json!("not_conform"), &json!("Og et år til"), &json!("Alle skal over nå")]
    );
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).text;
    for action in ["common_item_created", "conformity_answered", "deviation_decided"] {
        assert!(log.contains(action), "{action} is in the event log");
    }
});

on_both!(an_item_written_otherwise_keeps_its_answers_and_says_they_are_to_an_earlier_edition, |site| {
    let item = common(site);
    let (own, coordinator) = (site.person("contributor", 0), site.person("coordinator", 0));
    let at = format!("/api/v1/common-items/{item}");
    own.put(&answer_path(site, &item, 0), &json!({"state": "conform"})).expect(201);
    own.patch(&at, "\"1\"", &json!({"title": "Egen"})).expect(403);
    coordinator.json("PATCH", &at, &[], &json!({"title": "Ny"})).expect(428);
    coordinator.patch(&at, "\"5\"", &json!({"title": "Ny"})).expect(412);
    assert_eq!(pointers(&coordinator.patch(&at, "\"1\"", &json!({"title": " "})).expect(422)), ["/title"]);
    let same = coordinator.patch(&at, "\"1\"", &json!({"title": "Journalføring av video"})).expect(200).json;
    assert_eq!(same["edition"], json!(1));
    assert_eq!(cell(site, &own, 0).1["outdated"], json!(false));
    coordinator.patch(&at, "\"2\"", &json!({"description": "Referat og opptak journalføres."})).expect(200);
    let seen = cell(site, &own, 0).1;
    assert_eq!([&seen["state"], &seen["outdated"]], [&json!("conform"), &json!(true)]);
    let page = format!("/projects/{}/routines", site.id("projects", 0));
    assert!(Browser::of(&own).get(&page).expect(200).text.contains("Svart på en tidligere utgave"));
    let other = Browser::of(&site.person_in("executive", 0, 1)).get(&page).expect(200).text;
    assert!(!other.contains("Svart på en tidligere utgave"), "of another member one sees how it stands alone");
    put(&own, &answer_path(site, &item, 0), "\"1\"", &json!({"state": "conform"})).expect(200);
    assert_eq!(cell(site, &own, 0).1["outdated"], json!(false));
});

on_both!(the_pages_have_a_form_for_whoever_may_use_it, |site| {
    let item = common(site);
    let project = site.id("projects", 0);
    let (list, town_page) =
        (format!("/projects/{project}/routines"), format!("/projects/{project}/routines/{}", town(site, 0)));
    let own = Browser::of(&site.person("contributor", 0));
    assert!(own.get(&list).expect(200).text.contains(&format!("href=\"{town_page}\"")));
    let post = format!("/common-items/{item}/conformity/{}", town(site, 0));
    let (state, reason) = (format!("state-{item}"), format!("reason-{item}"));
    let asked = |words: &'static str| [(state.as_str(), "deviation_asked"), (reason.as_str(), words), ("version", "0")];
    let again = own.post(&post, &asked("")).expect(422).text;
    assert!(again.contains(&format!("{reason}-error")), "the reason is asked for where it stands: {again}");
    own.post(&post, &asked("Vi har et eget arkiv")).expect(303);
    own.post(&post, &asked("En gang til")).expect(409);
    let page = own.get(&town_page).expect(200).text;
    assert!(page.contains("Ber om avvik") && page.contains("Vi har et eget arkiv"), "{page}");
    assert!(!page.contains(&format!("decision-{item}")), "the municipality decides nothing");

    // The region finds what waits on the matrix, and answers it on the municipality's page.
    let region = Browser::of(&site.person("coordinator", 0));
    let waits = "Ta stilling til avvik: Journalføring av video";
    assert!(region.get("/").expect(200).text.contains(waits), "it waits for the region");
    assert!(!own.get("/").expect(200).text.contains(waits), "and for nobody else");
    assert!(region.get(&list).expect(200).text.contains(&format!("{town_page}#item-{item}")));
    let page = region.get(&town_page).expect(200).text;
    assert!(page.contains(&format!("decision-{item}")) && !page.contains(&state), "{page}");
    let (decision, note) = (format!("decision-{item}"), format!("note-{item}"));
    let fields = [(decision.as_str(), "turn_down"), (note.as_str(), ""), ("version", "1")];
    assert!(region.post(&format!("{post}/decision"), &fields).expect(422).text.contains(&format!("{note}-error")));
    let fields = [(decision.as_str(), "approve"), (note.as_str(), ""), ("version", "1")];
    region.post(&format!("{post}/decision"), &fields).expect(303);
    assert!(!region.get("/").expect(200).text.contains(waits), "it is decided");
    assert!(region.get(&list).expect(200).text.contains("1 med godkjent avvik"));
    assert!(own.get(&town_page).expect(200).text.contains("Svarer dere på nytt"), "an answer lets the approval go");

    // Another member sees how it stands, and no way to more.
    let other = Browser::of(&site.person_in("executive", 0, 1));
    let theirs = other.get(&list).expect(200).text;
    assert!(theirs.contains("Godkjent avvik") && !theirs.contains(&town_page), "{theirs}");
    assert!(!theirs.contains("Vi har et eget arkiv"));
    other.get(&town_page).expect(404);
});

on_both!(common_items_go_with_the_region_to_another_installation, |site| {
    let item = common(site);
    let path = answer_path(site, &item, 0);
    site.person("executive", 0).put(&path, &json!({"state": "deviation_asked", "reason": "Eget arkiv"})).expect(201);
    let coordinator = site.person("coordinator", 0);
    coordinator
        .json("POST", &format!("{path}/decision"), &[("if-match", "\"1\"")], &json!({"decision": "approve"}))
        .expect(200);
    let other = Site::with(Backend::Sqlite, None, &[]);
    other.kill();
    let there = site.folder().join("region.stafett").display().to_string();
    let back = other.folder().join("region.stafett").display().to_string();
    let region = site.id("regions", 0);
    assert_eq!(site.run(&["export", "--region", &region, &there], "").0, 0);
    let sent = std::fs::read_to_string(&there).expect("an export");
    assert!(sent.contains("[\"common_item\",") && sent.contains("[\"conformity\","), "both are in it");
    assert_eq!(other.run(&["import", &there], "").0, 0);
    assert_eq!(other.run(&["audit", "verify"], "").0, 0);
    assert_eq!(other.run(&["export", "--region", &region, &back], "").0, 0);
    assert!(sent == std::fs::read_to_string(&back).expect("an export"), "what comes back is what was sent");
});
