//! Periods of measuring: campaigns that the region plans one by one, and figures that tell what came in.

use serde_json::{Value, json};

use crate::harness::{Backend, Browser, Person, Site};
use crate::on_both;

/// A new indicator under the first benefit of the first region.
fn indicator(site: &Site, body: &Value) -> String {
    let mut whole = json!({"name": "Innbyggere på kurs", "unit": "personer", "direction": "up", "method": "Telling"});
    whole.as_object_mut().expect("an object").extend(body.as_object().expect("an object").clone());
    let path = format!("/api/v1/benefits/{}/indicators", site.id("benefits", 0));
    text(&site.person("coordinator", 0).post(&path, &whole).expect(201).json["id"])
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn town(site: &Site) -> String {
    text(&site.seed["regions"][0]["municipalities"][1]["id"])
}

fn campaign(name: &str, from: &str, to: &str) -> Value {
    json!({"name": name, "from": from, "to": to})
}

fn plan(site: &Site, indicator: &str, body: &Value) -> String {
    let path = format!("/api/v1/indicators/{indicator}/campaigns");
    text(&site.person("coordinator", 0).post(&path, body).expect(201).json["id"])
}

/// The second municipality's figures for an indicator, taken on with the baton that waits for it. Answers the commitment.
fn accepted(site: &Site, indicator: &str, first: &str) -> String {
    let (handover, coordinator, executive) = crate::features::relay::open_offer(site);
    let owner = site.person_in("benefit_owner", 0, 1).get("/api/v1/me").expect(200).json["id"].clone();
    let figures = json!({"baseline": {"value": "0", "on": "2024-12-31"}, "target": {"value": "100", "on": "2026-12-31"},
        "owner_id": owner, "use_of_gain": "better_quality", "budget": "Ingen", "first_measurement_on": first});
    let path = format!("/api/v1/indicators/{indicator}/commitments/{}", town(site));
    let commitment = text(&coordinator.put(&path, &figures).expect(201).json["id"]);
    let hash = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["content_sha256"].clone();
    let answer = json!({"content_sha256": hash, "form": "full", "statement": "Behandlet i ledergruppen"});
    executive.post(&format!("/api/v1/handovers/{handover}/acceptance"), &answer).expect(200);
    commitment
}

fn measured(who: &Person, commitment: &str, on: &str, value: &str) {
    let path = format!("/api/v1/commitments/{commitment}/measurements");
    who.post(&path, &json!({"on": on, "value": value})).expect(201);
}

/// When a commitment is due and whether it is overdue, as the list says on a day.
fn due(site: &Site, commitment: &str, on: &str) -> Option<(String, bool)> {
    let path = format!("/api/v1/municipalities/{}/due?on={on}&within=366", town(site));
    let list = site.person("coordinator", 0).get(&path).expect(200).json;
    let found = list["items"].as_array().expect("items").iter().find(|one| one["commitment_id"] == commitment)?;
    Some((text(&found["due_on"]), found["overdue"] == true))
}

/// How many are overdue in the town's cell of the matrix on a day.
fn overdue_in_matrix(site: &Site, on: &str) -> i64 {
    let path = format!("/api/v1/regions/{}/matrix?on={on}", site.id("regions", 0));
    let matrix = site.person("coordinator", 0).get(&path).expect(200).json;
    let cells = matrix["rows"][0]["cells"].as_array().expect("cells").clone();
    let cell = cells.into_iter().find(|cell| cell["municipality_id"] == town(site).as_str()).expect("the town");
    cell["overdue"].as_i64().expect("a number")
}

fn healthy(site: &Site) {
    let (code, said, _) = site.run(&["doctor"], "");
    assert_eq!(code, 0, "{said}");
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
}

on_both!(a_campaign_is_due_on_its_last_day_and_one_more_adds_nothing_but_a_due_date, |site| {
    let asked = indicator(site, &json!({"frequency": "campaign"}));
    plan(site, &asked, &campaign("Høsten 2025", "2025-10-01", "2025-10-31"));
    let commitment = accepted(site, &asked, "2025-04-30");
    assert_eq!(due(site, &commitment, "2025-04-29"), Some(("2025-04-30".into(), false)));
    assert_eq!(due(site, &commitment, "2025-04-30"), Some(("2025-04-30".into(), true)));

    let contributor = site.person_in("contributor", 0, 1);
    measured(&contributor, &commitment, "2025-04-30", "10");
    assert_eq!(due(site, &commitment, "2025-10-30"), Some(("2025-10-31".into(), false)));
    let before = (overdue_in_matrix(site, "2025-10-30"), overdue_in_matrix(site, "2025-10-31"));
    assert_eq!(before.1, before.0 + 1, "overdue from its last day on");
    measured(&contributor, &commitment, "2025-10-20", "20");
    assert_eq!(due(site, &commitment, "2025-12-01"), None, "every campaign is answered");
    assert_eq!(due(site, &commitment, "2099-01-01"), None);
    assert_eq!(overdue_in_matrix(site, "9999-12-31"), overdue_in_matrix(site, "2099-01-01"));
    healthy(site);

    // One more, long after the acceptance: the receipt and what was accepted stay as they were.
    let (handover, coordinator, _) = crate::features::relay::open_offer(site);
    let kept = |what: &str| coordinator.get(&format!("/api/v1/handovers/{handover}{what}")).expect(200).json;
    let (receipt, hash) = (kept("/receipt"), kept("")["content_sha256"].clone());
    plan(site, &asked, &campaign("Våren 2026", "2026-04-01", "2026-04-30"));
    assert_eq!((kept("/receipt"), kept("")["content_sha256"].clone()), (receipt, hash));
    assert_eq!(due(site, &commitment, "2026-04-29"), Some(("2026-04-30".into(), false)));
    assert_eq!(due(site, &commitment, "2026-04-30"), Some(("2026-04-30".into(), true)));
    let feed = contributor.get(&format!("/api/v1/commitments/{commitment}/series")).expect(200);
    assert!(feed.text.contains("2025-10-20"));
    healthy(site);
});

on_both!(a_campaign_stands_once_somebody_has_measured_in_it, |site| {
    let asked = indicator(site, &json!({"frequency": "campaign"}));
    let coordinator = site.person("coordinator", 0);
    let autumn = plan(site, &asked, &campaign("Høsten 2025", "2025-10-01", "2025-10-31"));
    let spring = plan(site, &asked, &campaign("Våren 2026", "2026-04-01", "2026-04-30"));
    let commitment = accepted(site, &asked, "2025-10-31");
    measured(&site.person_in("contributor", 0, 1), &commitment, "2025-11-20", "10");

    let at = |id: &str| format!("/api/v1/campaigns/{id}");
    let refused = coordinator.patch(&at(&autumn), "\"1\"", &json!({"to": "2025-10-30"})).expect(409);
    assert_eq!(refused.code(), "campaign_measured", "late, and still for this campaign");
    coordinator.send("DELETE", &at(&autumn), &[("if-match", "\"1\"")], None).expect(409);
    let named = coordinator.patch(&at(&autumn), "\"1\"", &json!({"name": "Høst 2025"})).expect(200).json;
    assert_eq!(named["name"], "Høst 2025");

    // The other one may still be moved and taken away, by whoever has seen how it stands.
    coordinator.delete(&at(&spring)).expect(428);
    coordinator.send("DELETE", &at(&spring), &[("if-match", "\"7\"")], None).expect(412);
    coordinator.patch(&at(&spring), "\"1\"", &json!({"to": "2026-05-15"})).expect(200);
    // The late one came after October's due date, so by the contract's sentence May is answered too, and October is next;
    // without May, October is.
    plan(site, &asked, &campaign("Høsten 2026", "2026-10-01", "2026-10-31"));
    assert_eq!(due(site, &commitment, "2026-10-30"), Some(("2026-10-31".into(), false)));
    coordinator.send("DELETE", &at(&spring), &[("if-match", "\"2\"")], None).expect(204);
    assert_eq!(due(site, &commitment, "2026-10-31"), None);
    coordinator.get(&at(&spring)).expect(404);
    healthy(site);
});

on_both!(campaigns_are_planned_by_the_region_alone_and_never_share_a_day, |site| {
    let asked = indicator(site, &json!({"frequency": "campaign"}));
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/indicators/{asked}/campaigns");
    let id = plan(site, &asked, &campaign("Våren", "2026-04-01", "2026-04-30"));
    for (body, pointer, code) in [
        (campaign("Til", "2026-04-30", "2026-05-30"), "/from", "campaigns_overlap"),
        (campaign("Til", "2026-06-30", "2026-06-01"), "/to", "ends_before_it_begins"),
        (campaign(" ", "2026-06-01", "2026-06-30"), "/name", "required"),
    ] {
        let refused = coordinator.post(&path, &body).expect(422).json;
        assert_eq!([&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]], [pointer, code], "{refused}");
    }
    let monthly = format!("/api/v1/indicators/{}/campaigns", site.id("indicators", 0));
    coordinator.post(&monthly, &campaign("Våren", "2026-04-01", "2026-04-30")).expect(422);
    // What has campaigns is measured in them until they are taken away.
    let at = format!("/api/v1/indicators/{asked}");
    let refused = coordinator.patch(&at, "\"1\"", &json!({"frequency": "month"})).expect(422).json;
    assert_eq!(refused["errors"][0]["code"], "has_campaigns");

    let (executive, stranger) = (site.person("executive", 0), site.person("coordinator", 1));
    assert_eq!(executive.get(&path).expect(200).json["items"].as_array().map(Vec::len), Some(1));
    executive.post(&path, &campaign("Høsten", "2026-10-01", "2026-10-31")).expect(403);
    stranger.get(&path).expect(404);
    stranger.get(&format!("/api/v1/campaigns/{id}")).expect(404);

    // The same on the pages, with what was typed kept.
    let browser = Browser::of(&coordinator);
    let page = format!("/indicators/{asked}/campaigns");
    let wrong = [("name", "Sommeren 2026"), ("from", "2026-04-15"), ("to", "2026-06-30")];
    let again = browser.post(&page, &wrong).expect(422).text;
    assert!(again.contains("Sommeren 2026") && again.contains("overlapper kampanjen «Våren»"), "{again}");
    browser.post(&page, &[("name", "Høsten 2026"), ("from", "2026-10-01"), ("to", "2026-10-31")]).expect(303);
    browser
        .post(
            &format!("/campaigns/{id}/edit"),
            &[("version", "1"), ("name", "Våren 2026"), ("from", "2026-04-01"), ("to", "2026-05-02")],
        )
        .expect(303);
    let list = browser.get(&page).expect(200).text;
    assert!(list.contains("Våren 2026") && list.contains("2. mai 2026") && list.contains("Høsten 2026"), "{list}");
    browser.post(&format!("/campaigns/{id}/remove"), &[("version", "1")]).expect(409);
    browser.post(&format!("/campaigns/{id}/remove"), &[("version", "2")]).expect(303);
    assert!(!browser.get(&page).expect(200).text.contains("Våren 2026"));
    let read = Browser::of(&executive).get(&page).expect(200).text;
    assert!(read.contains("Høsten 2026") && !read.contains("Legg til kampanjen"), "they read and do not plan");
});

on_both!(the_grid_has_campaigns_as_columns_and_takes_what_is_pasted_under_their_names, |site| {
    let asked = indicator(site, &json!({"frequency": "campaign", "accumulation": "flow"}));
    for (name, from, to) in [
        ("Våren 2025", "2025-04-01", "2025-04-30"),
        ("Høsten 2025", "2025-10-01", "2025-10-31"),
        ("Om lenge", "2098-01-01", "2099-01-01"),
    ] {
        plan(site, &asked, &campaign(name, from, to));
    }
    let commitment = accepted(site, &asked, "2025-04-30");
    let browser = Browser::of(&site.person_in("contributor", 0, 1));
    let grid = format!("/regions/{}/grid/{}", site.id("regions", 0), town(site));
    let page = browser.get(&format!("{grid}?all=1")).expect(200).text;
    assert!(page.contains("Våren 2025") && page.contains("Høsten 2025") && !page.contains("Om lenge"), "{page}");
    assert!(page.contains("for Våren 2025 (personer)"), "a flow is for its period");
    assert!(page.contains("per 1. "), "a level is as of its day: {page}");
    let cell = format!("cell_{commitment}_2025-04-30");
    assert!(page.contains(&cell));
    browser.post(&format!("{grid}?all=1"), &[(&cell, "40")]).expect(303);

    let pasted = format!("Gevinst\tVåren 2025\thøsten 2025\tOkjent\n{commitment}\t41\t55\t1\n");
    let fields = [("text", pasted.as_str())];
    let preview = browser.post(&format!("{grid}/paste?all=1"), &fields).expect(200).text;
    assert!(preview.contains("Blir lagret: 2. Blir utelatt: 1."), "{preview}");
    let seen = preview.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("seen");
    browser.post(&format!("{grid}/paste?all=1"), &[("text", &pasted), ("confirmed", "1"), ("seen", seen)]).expect(303);
    let list = site.person_in("contributor", 0, 1).get(&format!("/api/v1/commitments/{commitment}/measurements"));
    let list = list.expect(200).json;
    let values: Vec<(&Value, &Value)> =
        list["items"].as_array().expect("items").iter().map(|one| (&one["on"], &one["value"])).collect();
    assert!(values.contains(&(&json!("2025-04-30"), &json!("41"))), "{values:?}");
    assert!(values.contains(&(&json!("2025-10-31"), &json!("55"))), "{values:?}");
    healthy(site);
});

on_both!(what_came_in_is_added_up_and_a_level_never_is, |site| {
    let flow = indicator(site, &json!({"frequency": "month", "accumulation": "flow"}));
    let coordinator = site.person("coordinator", 0);
    let said = |id: &str| coordinator.get(&format!("/api/v1/indicators/{id}")).expect(200).json["accumulation"].clone();
    assert_eq!((said(&flow), said(&site.id("indicators", 0))), (json!("flow"), json!("stock")));
    let commitment = accepted(site, &flow, "2025-01-31");
    let contributor = site.person_in("contributor", 0, 1);
    let browser = Browser::of(&contributor);
    let measure = format!("/commitments/{commitment}/measure");
    let form = browser.get(&measure).expect(200).text;
    assert!(form.contains("Alt som kom i perioden: for januar 2025."), "{form}");
    for (on, value) in [("2025-01-31", "10"), ("2025-02-28", "0"), ("2025-12-31", "15.5")] {
        measured(&contributor, &commitment, on, value);
    }
    // Which sums are shown depends on the year it is; how they are made, the rules' own tests say.
    let page = browser.get(&format!("/commitments/{commitment}")).expect(200).text;
    assert!(page.contains("januar 2025") && page.contains("Det som kom i perioden"), "{page}");
    assert!(page.contains("Sum for året"), "{page}");
    let level = browser.get(&format!("/commitments/{}", site.id("commitments", 1))).expect(200).text;
    assert!(!level.contains("Sum for året"));

    // The feed and the package say it too; a level says nothing in the package, as before.
    let (handover, ..) = crate::features::relay::open_offer(site);
    let package = coordinator.get(&format!("/api/v1/handovers/{handover}/package")).expect(200).text;
    assert_eq!(package.matches("accumulation").count(), 1, "{package}");
    let odata = format!("/odata/v1/regions/{}/Indicators", site.id("regions", 0));
    let feed = coordinator.get(&odata).expect(200).json;
    let kinds: Vec<&Value> = feed["value"].as_array().expect("rows").iter().map(|row| &row["Accumulation"]).collect();
    assert!(kinds.contains(&&json!("flow")) && kinds.contains(&&json!("stock")), "{feed}");
    // What accepted figures mean stands.
    let at = format!("/api/v1/indicators/{flow}");
    coordinator.patch(&at, "\"1\"", &json!({"accumulation": "stock"})).expect(409);
    coordinator.patch(&at, "\"1\"", &json!({"accumulation": "heap"})).expect(422);
    healthy(site);
});

/// Somebody measures while the region plans: whichever comes first, what is kept is what the measurements say.
fn measuring_while_planning(backend: Backend) {
    let site = Site::seeded(backend);
    let asked = indicator(&site, &json!({"frequency": "campaign"}));
    let commitment = accepted(&site, &asked, "2025-01-31");
    let (contributor, coordinator) = (site.person_in("contributor", 0, 1), site.person("coordinator", 0));
    let rounds: u32 = std::env::var("STAFETT_RACE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for day in 1..=rounds {
                measured(&contributor, &commitment, &format!("2025-03-{day:02}"), "5");
            }
        });
        scope.spawn(|| {
            let path = format!("/api/v1/indicators/{asked}/campaigns");
            for day in 1..=rounds {
                let on = format!("2026-03-{day:02}");
                coordinator.post(&path, &campaign(&on, &on, &on)).expect(201);
            }
        });
    });
    assert_eq!(due(&site, &commitment, "2026-03-31").map(|(on, _)| on).as_deref(), Some("2026-03-02"));
    healthy(&site);
}

#[test]
fn measuring_while_planning_on_sqlite() {
    measuring_while_planning(Backend::Sqlite);
}

#[test]
fn measuring_while_planning_on_postgres() {
    measuring_while_planning(Backend::Postgres);
}
