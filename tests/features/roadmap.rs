//! The roadmap over time: plans and decisions, the picture and its table, and what was published.

use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Browser, Person, Site};
use crate::on_both;

fn region(site: &Site) -> String {
    site.id("regions", 0)
}

fn project(site: &Site) -> String {
    site.id("projects", 0)
}

fn pointers(answer: &Answer) -> Vec<(&str, &str)> {
    let errors = answer.json["errors"].as_array().expect("errors");
    errors
        .iter()
        .map(|error| (error["pointer"].as_str().expect("a pointer"), error["code"].as_str().expect("a code")))
        .collect()
}

/// Changes the project over the version that stands.
fn change(site: &Site, who: &Person, body: &Value) -> Answer {
    let path = format!("/api/v1/projects/{}", project(site));
    let version = who.get(&path).expect(200).etag.expect("a version");
    who.patch(&path, &version, body)
}

fn plan() -> Value {
    json!({
        "theme": "Byggesak",
        "phases": [
            {"phase": "planning", "from": "2025-05-01", "to": "2025-08-31"},
            {"phase": "concept", "from": "2025-01-01", "to": "2025-05-01"},
            {"phase": "realisation", "from": "2026-01-01", "to": null},
        ],
        "decision_points": [
            {"point": "BP3", "on": "2099-08-15", "case_reference": "Sak 075/14"},
            {"point": "BP2", "on": "2025-04-15", "decided": true, "note": "Vi går videre"},
        ],
    })
}

fn publish(site: &Site, who: &Person, note: &str) -> Answer {
    who.post(&format!("/api/v1/regions/{}/roadmap-versions", region(site)), &json!({"note": note}))
}

on_both!(a_plan_is_kept_in_order_and_told_of_in_the_log, |site| {
    let coordinator = site.person("coordinator", 0);
    let changed = change(site, &coordinator, &plan()).expect(200).json;
    let phases: Vec<&str> =
        changed["phases"].as_array().expect("phases").iter().filter_map(|plan| plan["phase"].as_str()).collect();
    assert_eq!(phases, ["concept", "planning", "realisation"]);
    let points = &changed["decision_points"];
    assert_eq!([&points[0]["point"], &points[0]["decided"]], [&json!("BP2"), &json!(true)]);
    assert_eq!([&points[1]["decided"], &points[1]["case_reference"]], [&json!(false), &json!("Sak 075/14")]);
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).json;
    let told = log["items"].as_array().expect("events").iter().rev().find(|event| event["action"] == "project_updated");
    assert_eq!(told.expect("an event")["new"]["phases"][0]["phase"], json!("concept"));

    // Who may not write the roadmap, and who has not seen what stands, changes nothing.
    let path = format!("/api/v1/projects/{}", project(site));
    site.person("executive", 0).patch(&path, "\"1\"", &plan()).expect(403);
    site.person("coordinator", 1).patch(&path, "\"1\"", &plan()).expect(404);
    coordinator.json("PATCH", &path, &[], &plan()).expect(428);
    coordinator.patch(&path, "\"0\"", &plan()).expect(412);
});

on_both!(what_cannot_be_planned_is_refused_in_words_all_at_once, |site| {
    let coordinator = site.person("coordinator", 0);
    let wrong = json!({
        "phases": [
            {"phase": "concept", "from": "2026-01-01", "to": "2026-04-30"},
            {"phase": "planning", "from": "2026-04-29", "to": "2026-05-31"},
            {"phase": "execution", "from": "2026-07-01", "to": "2026-06-01"},
            {"phase": "ended", "from": "2027-01-01", "to": null},
        ],
        "decision_points": [
            {"point": "BP1", "on": null, "decided": true},
            {"point": "BP2", "on": "2099-01-01", "decided": true},
        ],
    });
    let refused = change(site, &coordinator, &wrong).expect(422);
    assert_eq!(
        pointers(&refused),
        [
            ("/phases/2/to", "must_be_later"),
            ("/phases/3/phase", "not_among_the_words"),
            ("/phases/1/from", "phases_overlap"),
            ("/decision_points/0/on", "required"),
            ("/decision_points/1/on", "decided_in_the_future"),
        ]
    );
    let overlap = refused.json["errors"][2]["message"].as_str().expect("a message");
    assert_eq!(overlap, "Begynner før fasen foran er slutt: konsept.");
    assert_eq!(coordinator.get(&format!("/api/v1/projects/{}", project(site))).expect(200).json["phases"], json!([]));
});

on_both!(the_form_for_the_plan_keeps_what_was_typed_and_what_others_wrote, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let path = format!("/projects/{}/plan", project(site));
    let version = |who: &Person| {
        let etag = who.get(&format!("/api/v1/projects/{}", project(site))).expect(200).etag.expect("a version");
        etag.trim_matches('"').to_owned()
    };
    let now = version(&coordinator);
    let wrong = [
        ("version", now.as_str()),
        ("phases_1_from", "2026-05-01"),
        ("phases_1_to", "2026-04-01"),
        ("decision_points_1_decided", "on"),
    ];
    let again = browser.post(&path, &wrong).expect(422).text;
    assert!(again.contains("phases_1_to-error") && again.contains("decision_points_1_on-error"), "{again}");
    assert!(again.contains("value=\"2026-05-01\""), "what was typed is kept");
    let right = [
        ("version", now.as_str()),
        ("phases_1_from", "2026-01-01"),
        ("phases_1_to", "2026-04-30"),
        ("decision_points_1_on", "2026-01-15"),
        ("decision_points_1_decided", "on"),
        ("decision_points_1_case_reference", "Sak 12/26"),
    ];
    browser.post(&path, &right).expect(303);
    let page = browser.get(&format!("/projects/{}", project(site))).expect(200).text;
    assert!(page.contains("Sak 12/26") && page.contains("15.01.2026 (besluttet)"), "{page}");

    // The other form of the project takes nothing of the plan away.
    let edit = format!("/projects/{}/edit", project(site));
    browser
        .post(&edit, &[("version", version(&coordinator).as_str()), ("title", "Nytt navn"), ("phase", "concept")])
        .expect(303);
    let kept = coordinator.get(&format!("/api/v1/projects/{}", project(site))).expect(200).json;
    assert_eq!([&kept["title"], &kept["phases"][0]["from"]], [&json!("Nytt navn"), &json!("2026-01-01")]);
    assert_eq!(kept["decision_points"][0]["decided"], json!(true));
    Browser::of(&site.person("executive", 0)).get(&path).expect(403);
});

on_both!(a_plan_is_no_part_of_what_an_open_offer_promises, |site| {
    let coordinator = site.person("coordinator", 0);
    let list = coordinator.get(&format!("/api/v1/projects/{}/handovers", project(site))).expect(200).json;
    let hashes = |list: &Value| -> Vec<Value> {
        list["items"].as_array().expect("handovers").iter().map(|one| one["content_sha256"].clone()).collect()
    };
    change(site, &coordinator, &plan()).expect(200);
    let after = coordinator.get(&format!("/api/v1/projects/{}/handovers", project(site))).expect(200).json;
    assert_eq!(hashes(&list), hashes(&after));
    assert!(!hashes(&list).is_empty());
});

on_both!(the_roadmap_shows_every_project_and_what_is_chosen, |site| {
    let coordinator = site.person("coordinator", 0);
    change(site, &coordinator, &plan()).expect(200);
    let path = format!("/api/v1/regions/{}/projects", region(site));
    coordinator.post(&path, &json!({"title": "Uten en eneste dato"})).expect(201);
    let browser = Browser::of(&coordinator);
    let at = |query: &str| format!("/projects?region={}&from=2025{query}", region(site));
    let page = browser.get(&at("")).expect(200).text;
    let figure = &page[page.find("<figure").expect("a timeline")..page.find("</figure>").expect("its end")];
    assert!(figure.contains("Uten en eneste dato") && figure.contains("Ingen datoer er satt ennå"), "never dropped");
    for said in ["Konsept", "Planlegge", "Realisere", "BP2", "1. tertial"] {
        assert!(figure.contains(said), "the drawing says {said}");
    }
    let table = &page[page.find("id=\"roadmap-table\"").expect("a table")..];
    for said in ["01.05.2025–31.08.2025", "fra 01.01.2026", "BP2: 15.04.2025, besluttet · Vi går videre", "Sak 075/14"]
    {
        assert!(table.contains(said), "the table says {said}");
    }

    let page = browser.get(&at("&theme=Byggesak&class=time_saved&phase=idea")).expect(200).text;
    assert!(!page.contains("Uten en eneste dato"));
    let page = browser.get(&at("&theme=Byggesak")).expect(200).text;
    assert!(page.contains("Tema: Byggesak") && !page.contains("Uten en eneste dato"), "a chip says what is left out");
    let page = browser.get(&at("&theme=Finnes%20ikke")).expect(200).text;
    assert!(page.contains("Ingen prosjekter passer med valget"));
    let town = site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id");
    let page = browser.get(&at(&format!("&municipality={town}"))).expect(200).text;
    assert!(!page.contains("Uten en eneste dato"), "nobody takes part in it");
    let far = browser.get(&format!("/projects?region={}&from=2050&years=1", region(site))).expect(200).text;
    assert!(
        far.contains("Før det som vises") || far.contains("Utenfor det som vises"),
        "what lies elsewhere says where"
    );
});

on_both!(the_table_is_a_file_at_the_same_address_and_in_the_api, |site| {
    let coordinator = site.person("coordinator", 0);
    change(site, &coordinator, &plan()).expect(200);
    let browser = Browser::of(&coordinator);
    let page = |format: &str| format!("/projects?region={}&theme=Byggesak&format={format}", region(site));
    let csv = browser.get(&page("csv")).expect(200).text;
    assert!(
        csv.starts_with("project_id,project,theme,project_phase,kind,what,from,to,state,case_reference,note\n"),
        "{csv}"
    );
    assert!(csv.contains(",phase,planning,2025-05-01,2025-08-31,,,\n"), "{csv}");
    assert!(csv.contains(",decision_point,BP2,2025-04-15,2025-04-15,decided,,Vi går videre\n"), "{csv}");
    let excel = browser.get(&page("excel")).expect(200).text;
    assert!(excel.contains(";decision_point;BP3;2099-08-15;2099-08-15;planned;Sak 075/14;"), "{excel}");
    browser.get(&page("xlsx")).expect(200);
    assert_eq!(browser.get(&page("pdf")).status, 422);
    let api = coordinator.get(&format!("/api/v1/regions/{}/roadmap?theme=Byggesak", region(site))).expect(200).json;
    assert_eq!(api["projects"].as_array().map(Vec::len), Some(1));
    assert_eq!(api["projects"][0]["phases"][0]["phase"], json!("concept"));
    let file = coordinator.get(&format!("/api/v1/regions/{}/roadmap?theme=Byggesak&format=csv", region(site)));
    assert_eq!(file.expect(200).text, csv);
});

on_both!(of_other_members_the_state_of_the_baton_is_seen_and_not_its_days, |site| {
    let own = site.person_in("executive", 0, 0);
    let path = format!("/api/v1/regions/{}/roadmap", region(site));
    let town = |place: usize| site.seed["regions"][0]["municipalities"][place]["id"].clone();
    let seen = |who: &Person| who.get(&path).expect(200).json;
    let days = seen(&own);
    let whose: Vec<&Value> =
        days["handovers"].as_array().expect("days").iter().map(|day| &day["municipality_id"]).collect();
    assert!(whose.iter().all(|id| **id == town(0)), "{whose:?}");
    let all = seen(&site.person("coordinator", 0));
    assert!(all["handovers"].as_array().expect("days").len() > whose.len());
    // What is only being prepared is between the region and the municipality it is for.
    let drafts = |roadmap: &Value| roadmap.to_string().matches("\"baton\":\"draft\"").count();
    let published = publish(site, &site.person("coordinator", 0), "Vedtatt").expect(201).json;
    let version =
        own.get(&format!("/api/v1/roadmap-versions/{}", published["id"].as_str().expect("an id"))).expect(200).json;
    assert!(drafts(&all) > 0, "the region sees what it prepares");
    assert_eq!(drafts(&version), 0);
});

on_both!(a_published_roadmap_stays_as_it_was_and_its_hash_can_be_computed, |site| {
    let coordinator = site.person("coordinator", 0);
    change(site, &coordinator, &plan()).expect(200);
    assert_eq!(pointers(&publish(site, &coordinator, "  ").expect(422)), [("/note", "required")]);
    publish(site, &site.person("executive", 0), "Vedtatt").expect(403);
    publish(site, &site.person("coordinator", 1), "Vedtatt").expect(404);
    let first = publish(site, &coordinator, "Vedtatt i sak 1/26").expect(201).json;
    assert_eq!([&first["number"], &first["note"]], [&json!(1), &json!("Vedtatt i sak 1/26")]);
    let path = format!("/api/v1/roadmap-versions/{}", first["id"].as_str().expect("an id"));
    let whole = coordinator.get(&path).expect(200).json;
    let canonical = serde_json_canonicalizer::to_vec(&whole["content"]).expect("canonical");
    assert_eq!(json!(stafett::audit::rules::sha256_hex(&canonical)), whole["content_sha256"]);

    change(site, &coordinator, &json!({"title": "Et annet navn", "phases": []})).expect(200);
    assert_eq!(coordinator.get(&path).expect(200).json["content"], whole["content"], "what was published stays");
    assert_eq!(publish(site, &coordinator, "Igjen").expect(201).json["number"], json!(2));
    let list =
        site.person("reader", 0).get(&format!("/api/v1/regions/{}/roadmap-versions", region(site))).expect(200).json;
    let numbers: Vec<&Value> = list["items"].as_array().expect("versions").iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers, [&json!(2), &json!(1)], "newest first");
    site.person("coordinator", 1).get(&path).expect(404);
    for method in ["PATCH", "DELETE", "PUT"] {
        assert_eq!(coordinator.json(method, &path, &[("if-match", "\"1\"")], &json!({})).status, 405, "{method}");
    }
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).json;
    let told = log["items"].as_array().expect("events").iter().find(|event| event["action"] == "roadmap_published");
    assert_eq!(told.expect("an event")["new"]["content_sha256"], whole["content_sha256"]);
    let (code, _, err) = site.run(&["audit", "verify"], "");
    assert_eq!(code, 0, "{err}");
});

on_both!(what_became_different_is_said_in_words, |site| {
    let coordinator = site.person("coordinator", 0);
    change(site, &coordinator, &plan()).expect(200);
    let first = publish(site, &coordinator, "Først").expect(201).json["id"].as_str().expect("an id").to_owned();
    let mut later = plan();
    later["title"] = json!("Et annet navn");
    later["phases"][0]["to"] = json!("2025-09-30");
    later["decision_points"][0]["on"] = json!("2026-01-20");
    later["decision_points"][0]["decided"] = json!(true);
    change(site, &coordinator, &later).expect(200);
    let path = format!("/api/v1/regions/{}/projects", region(site));
    coordinator.post(&path, &json!({"title": "Et nytt prosjekt"})).expect(201);
    let benefits = format!("/api/v1/projects/{}/benefits", project(site));
    coordinator.post(&benefits, &json!({"title": "Færre purringer"})).expect(201);

    let compared = coordinator.get(&format!("/api/v1/roadmap-versions/{first}/differences")).expect(200).json;
    let changes = &compared["differences"][0]["changes"];
    let moved = changes.as_array().expect("changes").iter().find(|one| one["kind"] == "phase_moved").expect("a phase");
    assert_eq!(
        [&moved["phase"], &moved["days"], &moved["old"]["to"]],
        [&json!("planning"), &json!(30), &json!("2025-08-31")]
    );
    let second = publish(site, &coordinator, "Så").expect(201).json["id"].as_str().expect("an id").to_owned();
    let page = format!("/roadmap-versions/{first}/differences?to={second}");
    let reader = Browser::of(&site.person("reader", 0));
    let page = reader.get(&page).expect(200).text;
    for said in [
        "Planlegge: 01.05.2025–31.08.2025 → 01.05.2025–30.09.2025 (30 dager senere)",
        "BP3 besluttet 20.01.2026",
        "Ny gevinst: Færre purringer",
        "Nytt prosjekt på veikartet",
        "Het før «",
    ] {
        assert!(page.contains(said), "the page says {said}: {page}");
    }
    let same = reader.get(&format!("/roadmap-versions/{second}/differences")).expect(200).text;
    assert!(same.contains("Ingenting er endret."));
    let foreign = publish_in(site, 1);
    reader.get(&format!("/roadmap-versions/{first}/differences?to={foreign}")).expect(404);
});

/// Another region's published roadmap.
fn publish_in(site: &Site, place: usize) -> String {
    let path = format!("/api/v1/regions/{}/roadmap-versions", site.id("regions", place));
    let made = site.person("coordinator", place).post(&path, &json!({"note": "Vårt"})).expect(201).json;
    made["id"].as_str().expect("an id").to_owned()
}

on_both!(publishing_asks_once_more_and_publishes_what_was_seen, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let new = format!("/regions/{}/roadmap-versions/new", region(site));
    let refused = browser.post(&new, &[("note", " ")]).expect(422).text;
    assert!(refused.contains("note-error"));
    let check = browser.post(&new, &[("note", "Vedtatt i sak 2/26")]).expect(200).text;
    assert!(check.contains("Vedtatt i sak 2/26") && check.contains("Stemmer dette?"), "{check}");
    let list = format!("/regions/{}/roadmap-versions", region(site));
    assert!(
        browser.get(&list).expect(200).text.contains("Ingen publiserte versjoner ennå"),
        "asking publishes nothing"
    );
    let at = check.find("name=\"content_sha256\" value=\"").expect("a hash") + "name=\"content_sha256\" value=\"".len();
    let hash = check[at..at + 64].to_owned();
    let confirmed = [("confirmed", "yes"), ("note", "Vedtatt i sak 2/26"), ("content_sha256", hash.as_str())];

    // Somebody changes the roadmap meanwhile: what was seen is not what would be published.
    change(site, &coordinator, &plan()).expect(200);
    assert_eq!(browser.post(&new, &confirmed).status, 409);
    assert!(browser.get(&list).expect(200).text.contains("Ingen publiserte versjoner ennå"));
    let check = browser.post(&new, &[("note", "Vedtatt i sak 2/26")]).expect(200).text;
    let hash = check[at..at + 64].to_owned();
    let confirmed = [("confirmed", "yes"), ("note", "Vedtatt i sak 2/26"), ("content_sha256", hash.as_str())];
    let done = browser.post(&new, &confirmed).expect(303);
    let page = browser.get(done.header("location")).expect(200).text;
    assert!(page.contains("Veikartet, versjon 1") && page.contains(&hash) && page.contains("<figure"), "{page}");
    assert!(browser.get(&list).expect(200).text.contains("Vedtatt i sak 2/26"));
    Browser::of(&site.person("executive", 0)).get(&new).expect(403);
});

on_both!(published_roadmaps_go_with_the_region_to_another_installation, |site| {
    let coordinator = site.person("coordinator", 0);
    change(site, &coordinator, &plan()).expect(200);
    publish(site, &coordinator, "Vedtatt").expect(201);
    let other = Site::with(Backend::Sqlite, None, &[]);
    other.kill();
    let there = site.folder().join("region.stafett").display().to_string();
    let back = other.folder().join("region.stafett").display().to_string();
    assert_eq!(site.run(&["export", "--region", &region(site), &there], "").0, 0);
    let sent = std::fs::read_to_string(&there).expect("an export");
    assert!(sent.contains("[\"roadmap_version\","), "it is in the file");
    assert_eq!(other.run(&["import", &there], "").0, 0);
    assert_eq!(other.run(&["audit", "verify"], "").0, 0, "and the log tells of it there too");
    assert_eq!(other.run(&["export", "--region", &region(site), &back], "").0, 0);
    assert!(sent == std::fs::read_to_string(&back).expect("an export"), "what comes back is what was sent");
});

#[test]
fn a_published_roadmap_that_was_changed_behind_the_program_is_found() {
    let site = Site::seeded(Backend::Sqlite);
    publish(&site, &site.person("coordinator", 0), "Vedtatt").expect(201);
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
    site.sql("UPDATE roadmap_version SET content = replace(content, 'realisation', 'planning')");
    let (code, _, err) = site.run(&["audit", "verify"], "");
    assert!(code == 5 && err.contains("roadmap version"), "{code} {err}");
}
