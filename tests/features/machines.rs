//! A machine posts its monthly figures, as `docs/machines.md` says.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site, in_a_month};
use crate::on_both;

/// What the example says, and how it ends.
fn robot(site: &Site, token: &str, reason: &str, arguments: &[&str]) -> (i32, String) {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/robot.py");
    let out = Command::new("python3")
        .arg(script)
        .args(arguments)
        .env("STAFETT_URL", site.url(""))
        .env("STAFETT_TOKEN", token)
        .env("STAFETT_REASON", reason)
        .output()
        .expect("python3 runs");
    let said = [out.stdout, out.stderr].concat();
    (out.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned())
}

on_both!(a_robot_posts_its_monthly_figures_and_may_do_so_twice, |site| {
    let contributor = site.person("contributor", 0);
    let commitment = site.id("commitments", 0);
    let asked = json!({"name": "Timeroboten", "scopes": ["measure"], "expires_at": in_a_month(),
        "municipality_id": site.seed["regions"][0]["municipalities"][0]["id"]});
    let made = contributor.post("/api/v1/tokens", &asked).expect(201).json;
    let token = made["secret"].as_str().expect("a secret");
    let figure = format!("{commitment}=41.5");
    let said = |arguments: &[&str]| robot(site, token, "", arguments);
    assert_eq!(said(&["2025-06", &figure]), (0, "1 recorded, 0 corrected, 0 unchanged\n".into()));
    assert_eq!(said(&["2025-06", &figure]), (0, "0 recorded, 0 corrected, 1 unchanged\n".into()));
    let list = contributor.get(&format!("/api/v1/commitments/{commitment}/measurements")).expect(200).json;
    let june = list["items"].as_array().expect("items").iter().find(|one| one["on"] == "2025-06-30").cloned();
    let june = june.expect("June");
    assert_eq!((&june["value"], &june["version"], &june["source"]), (&json!("41.5"), &json!(1), &json!("api")));
    // Another value is refused; an unknown commitment and a wrong token are said, and nothing is recorded.
    let (code, words) = said(&["2025-06", &format!("{commitment}=40")]);
    assert!(code == 1 && words.contains("already_measured"), "{words}");
    assert_eq!(said(&["2025-07", &figure, "0000000000zzz=1"]).0, 1);
    assert_eq!(robot(site, "galt", "", &["2025-07", &figure]).0, 1);
    for wrong in [&["2025-07"][..], &["2025-13", &figure], &["juli", &figure], &["2025-07", "uten tall"]] {
        assert_eq!(said(wrong).0, 2, "{wrong:?}");
    }
    let after = contributor.get(&format!("/api/v1/commitments/{commitment}/measurements")).expect(200).json;
    assert_eq!(after["items"], list["items"]);
    // With a reason it is corrected, and what looks mistyped is said.
    let corrected = robot(site, token, "Etterregistrert", &["2025-06", &format!("{commitment}=415")]);
    let words =
        format!("look at {commitment} 2025-06-30 415: unusual_jump_of_ten\n0 recorded, 1 corrected, 0 unchanged\n");
    assert_eq!(corrected, (0, words));
});

fn id_of(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

/// A token for one municipality of the first region.
fn bound(site: &Site, owner: &Person, town: usize, scope: &str) -> Person {
    let town = &site.seed["regions"][0]["municipalities"][town]["id"];
    let body = json!({"name": "Fagsystemet", "scopes": [scope], "expires_at": in_a_month(),
        "municipality_id": town});
    let made = owner.post("/api/v1/tokens", &body).expect(201).json;
    assert_eq!((&made["municipality_id"], &made["region_id"]), (town, &site.seed["regions"][0]["id"]));
    Person::new(site, made["secret"].as_str().map(str::to_owned))
}

/// Gives the first contributor a role more.
fn promoted(site: &Site, by: &Person, role: &str, town: Option<usize>) -> (Person, String) {
    let contributor = site.person("contributor", 0);
    let me = contributor.get("/api/v1/me").expect(200).json;
    let region = &site.seed["regions"][0];
    let town = town.map(|town| region["municipalities"][town]["id"].clone());
    let body = json!({"email": me["email"], "name": me["name"], "role": role, "region_id": region["id"],
        "municipality_id": town});
    by.post("/api/v1/people", &body).expect(201);
    (contributor, id_of(&me))
}

on_both!(a_token_for_one_municipality_reaches_no_other_though_its_owner_does, |site| {
    let coordinator = site.person("coordinator", 0);
    let (owner, _) = promoted(site, &coordinator, "contributor", Some(1));
    let machine = bound(site, &owner, 0, "measure");
    let (region, towns) = (site.id("regions", 0), &site.seed["regions"][0]["municipalities"]);
    let (ours, theirs) = (id_of(&towns[0]), id_of(&towns[1]));
    // The neighbours share their figures with the owner's municipality; with its machine they do not.
    let path = format!("/api/v1/regions/{region}/members/{theirs}/sharing");
    site.person_in("executive", 0, 1).put(&path, &json!({"figures": "members"})).expect(200);
    for of in ["series", "measurements"] {
        let at = |place: usize| format!("/api/v1/commitments/{}/{of}", site.id("commitments", place));
        owner.get(&at(1)).expect(200);
        machine.get(&at(0)).expect(200);
        machine.get(&at(1)).expect(404);
        machine.get(&at(3)).expect(404);
    }
    owner.get(&format!("/api/v1/municipalities/{theirs}/due")).expect(200);
    machine.get(&format!("/api/v1/municipalities/{ours}/due")).expect(200);
    machine.get(&format!("/api/v1/municipalities/{theirs}/due")).expect(404);
    machine.get(&format!("/api/v1/regions/{}", site.id("regions", 1))).expect(404);
    // Lists over the region hold the one municipality, in the API and on the pages alike.
    let whole = owner.get(&format!("/api/v1/regions/{region}/matrix")).expect(200).json;
    assert_eq!(whole["rows"][0]["cells"].as_array().map(Vec::len), Some(3));
    for list in ["matrix", "batons", "curve"] {
        let text = machine.get(&format!("/api/v1/regions/{region}/{list}")).expect(200).text;
        assert!(!text.contains(&theirs), "{list}: {text}");
    }
    let project = site.id("projects", 0);
    for list in ["participants", "change-steps", "handovers", "conformity", "anchoring"] {
        let text = machine.get(&format!("/api/v1/projects/{project}/{list}")).expect(200).text;
        assert!(!text.contains(&theirs), "{list}: {text}");
    }
    let feed = machine.get(&format!("/odata/v1/regions/{region}/Measurements")).expect(200);
    assert!(!feed.text.contains(&site.id("commitments", 1)), "{}", feed.text);
    let roles = machine.get("/api/v1/me").expect(200).json["roles"].clone();
    assert_eq!(roles, json!([{"role": "contributor", "region_id": region, "municipality_id": ours}]));
    assert_eq!(machine.get("/api/v1/sessions").expect(200).json["items"], json!([]));
    // It records where it belongs, and nothing anywhere else.
    let figure = json!({"on": "2025-06-30", "value": "31"});
    machine.post(&format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0)), &figure).expect(201);
    machine.post(&format!("/api/v1/commitments/{}/measurements", site.id("commitments", 1)), &figure).expect(404);
    let batch = json!({"items": [{"commitment_id": site.id("commitments", 1), "on": "2025-06-30", "value": "31"}]});
    machine.post("/api/v1/measurements/batch", &batch).expect(404);
});

on_both!(a_bound_token_of_a_coordinator_does_not_write_for_the_region, |site| {
    let machine = bound(site, &site.person("coordinator", 0), 0, "write");
    let patch = json!({"name": "Noe annet"});
    machine.patch(&format!("/api/v1/regions/{}", site.id("regions", 0)), "\"1\"", &patch).expect(403);
    let at = |town: &str| format!("/api/v1/indicators/{}/commitments/{town}", site.id("indicators", 0));
    let towns = &site.seed["regions"][0]["municipalities"];
    machine.get(&at(&id_of(&towns[0]))).expect(200);
    machine.get(&at(&id_of(&towns[1]))).expect(404);
    // What the municipality has taken on is not the region's to change, by no machine either.
    let promise = machine.get(&at(&id_of(&towns[0]))).expect(200);
    let body = json!({"baseline": {"value": "40", "on": "2025-01-15"}, "target": {"value": "20", "on": "2025-12-31"}});
    let version = promise.etag.expect("a version");
    let refused = machine.json("PUT", &at(&id_of(&towns[0])), &[("if-match", &version)], &body);
    assert!(matches!(refused.status, 403 | 409), "{}", refused.text);
    // What its owner was told with a key of theirs is not repeated to it.
    let owner = site.person("coordinator", 0);
    let given = json!({"municipality_id": towns[1]["id"], "on": "2026-01-15", "hours": "1", "what": "Hjelp"});
    let path = format!("/api/v1/regions/{}/support", site.id("regions", 0));
    owner.json("POST", &path, &[("idempotency-key", "en")], &given).expect(201);
    assert!(matches!(machine.json("POST", &path, &[("idempotency-key", "en")], &given).status, 403 | 404 | 422));
});

on_both!(a_bound_token_opens_nothing_once_its_owner_has_no_role_there, |site| {
    let coordinator = site.person("coordinator", 0);
    let (owner, person) = promoted(site, &coordinator, "contributor", Some(1));
    let (machine, other) = (bound(site, &owner, 0, "read"), bound(site, &owner, 1, "read"));
    machine.get("/api/v1/me").expect(200);
    let region = &site.seed["regions"][0];
    let (region, town) = (id_of(region), id_of(&region["municipalities"][0]));
    let place = format!("{region}.{town}");
    let role = [("role", "contributor"), ("place", place.as_str())];
    Browser::of(&site.person("executive", 0)).post(&format!("/people/{person}/roles/end"), &role).expect(303);
    machine.get("/api/v1/me").expect(401);
    other.get("/api/v1/me").expect(200);
    owner.get("/api/v1/me").expect(200);
    let page = Browser::of(&owner).get("/account").expect(200).text;
    assert!(page.contains("Ingen steder lenger"), "the owner sees that it is dead");
});

on_both!(a_token_is_bound_only_where_its_owner_is_and_the_account_page_offers_just_that, |site| {
    let owner = site.person("contributor", 0);
    let towns = &site.seed["regions"][0]["municipalities"];
    let body = |town: &Value, scope: &str| json!({"name": "X", "scopes": [scope], "expires_at": in_a_month(), "municipality_id": town});
    let foreign = owner.post("/api/v1/tokens", &body(&towns[1]["id"], "read")).expect(422).json;
    let missing = owner.post("/api/v1/tokens", &body(&json!("0000000000zzz"), "read")).expect(422).json;
    assert_eq!((&foreign["errors"], &foreign["errors"][0]["code"]), (&missing["errors"], &json!("not_in_reach")));
    owner.post("/api/v1/tokens", &body(&towns[0]["id"], "calendar")).expect(422);
    let browser = Browser::of(&owner);
    let place = |town: usize| format!("{}.{}", site.id("regions", 0), id_of(&towns[town]));
    let page = browser.get("/account").expect(200).text;
    assert!(page.contains(&place(0)) && !page.contains(&place(1)), "one's own municipality is offered");
    let form = |place: &str| {
        let fields = [("token_name", "Timer"), ("scopes", "measure"), ("token_days", "30"), ("token_place", place)];
        browser.post("/account/tokens", &fields)
    };
    form(&place(1)).expect(422);
    form(&place(0)).expect(200);
    let list = owner.get("/api/v1/tokens").expect(200).json;
    assert_eq!(
        (list["items"].as_array().map(Vec::len), &list["items"][0]["municipality_id"]),
        (Some(1), &towns[0]["id"])
    );
});

/// Every block of figures that a path can be made for, as the coordinator of the first region asks for it.
fn blocks(site: &Site, report: &str) -> Vec<String> {
    let (_, routes, _) = site.run(&["routes", "--json"], "");
    let routes: Vec<Value> = serde_json::from_str(&routes).expect("routes");
    let town = id_of(&site.seed["regions"][0]["municipalities"][0]);
    let paths = routes.iter().filter_map(|route| route["path"].as_str()?.strip_suffix(".metadata.json"));
    paths
        .map(|path| {
            let kind = path.split('/').nth(3).expect("a kind");
            let id = match kind {
                "municipalities" => town.clone(),
                "reports" => report.to_owned(),
                kind => site.id(kind, 0),
            };
            path.replace("{id}", &id)
        })
        .collect()
}

fn fits(kind: &str, cell: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().is_ok();
    match kind {
        _ if cell.is_empty() => true,
        "integer" => cell.parse::<i64>().is_ok(),
        "decimal" => number(cell),
        "date" => cell.len() == 10 && cell.split('-').all(number),
        "month" => cell.len() == 7 && cell.split('-').all(number),
        "timestamp" => cell.ends_with('Z') && cell.contains('T'),
        "boolean" => matches!(cell, "true" | "false"),
        _ => kind == "text",
    }
}

on_both!(every_block_of_figures_says_what_it_is_beside_itself, |site| {
    let reader = site.person("coordinator", 0);
    let given = json!({"municipality_id": site.seed["regions"][0]["municipalities"][0]["id"], "on": "2026-01-15",
        "hours": "1.5", "what": "Hjelp", "follow_up": "Ring", "follow_up_by": "2026-02-01"});
    reader.post(&format!("/api/v1/regions/{}/support", site.id("regions", 0)), &given).expect(201);
    let report = json!({"from": "2025-01", "to": "2025-12"});
    let reports = format!("/api/v1/regions/{}/reports", site.id("regions", 0));
    let report = id_of(&reader.post(&reports, &report).expect(201).json);
    let blocks = blocks(site, &report);
    assert!(blocks.len() > 10, "{blocks:?}");
    for path in blocks {
        let told = reader.get(&format!("{path}.metadata.json")).expect(200).json;
        for name in ["title", "source", "exported_at", "language", "note", "region"] {
            assert!(told[name].as_str().is_some_and(|text| !text.is_empty()), "{path}: {name}: {told}");
        }
        assert!(told["source"].as_str().is_some_and(|source| source.ends_with(&path)), "{told}");
        let file = reader.get(&format!("{path}?format=csv")).expect(200).text;
        let mut file = csv::Reader::from_reader(file.as_bytes());
        let columns = told["columns"].as_array().expect("columns");
        let names: Vec<&str> = columns.iter().filter_map(|column| column["name"].as_str()).collect();
        assert_eq!(file.headers().expect("names").iter().collect::<Vec<_>>(), names, "{path}");
        let rows: Vec<csv::StringRecord> = file.records().map(|row| row.expect("a row")).collect();
        assert_eq!(told["rows"], rows.len(), "{path}");
        for (place, column) in columns.iter().enumerate() {
            let (name, meaning) = (column["name"].as_str().expect("a name"), column["meaning"].as_str());
            // A word that has no text is shown as its key.
            assert!(meaning.is_some_and(|words| !words.is_empty() && !words.starts_with("means-")), "{path}: {column}");
            for row in &rows {
                assert!(fits(column["type"].as_str().expect("a type"), &row[place]), "{path} {name}: {}", &row[place]);
            }
        }
        assert!(!told["title"].as_str().expect("a title").starts_with("sheet-"), "{told}");
    }
    let english = reader
        .send(
            "GET",
            &format!("/api/v1/regions/{}/curve.metadata.json?from=2025-03&to=2025-05", site.id("regions", 0)),
            &[("accept-language", "en")],
            None,
        )
        .expect(200)
        .json;
    assert_eq!([&english["from"], &english["to"]], [&json!("2025-03-01"), &json!("2025-05-31")]);
    // Whoever may not read the figures hears nothing of them either.
    let series = format!("/api/v1/commitments/{}/series.metadata.json", site.id("commitments", 3));
    reader.get(&series).expect(404);
});

on_both!(the_regions_measurements_come_in_one_file_and_hold_only_what_is_shared, |site| {
    let (ours, theirs) = (site.person("contributor", 0), site.person_in("contributor", 0, 1));
    let (coordinator, region) = (site.person("coordinator", 0), site.id("regions", 0));
    let path = format!("/api/v1/regions/{region}/measurements");
    let survey = json!({"on": "2025-06-30", "value": "31.25", "n": 4, "comment": "Hemmelig"});
    ours.post(&format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0)), &survey).expect(201);
    let read = |who: &Person, more: &str| {
        let text = who.get(&format!("{path}?format=csv{more}")).expect(200).text;
        let mut file = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> =
            file.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        rows
    };
    let rows = read(&coordinator, "");
    let words = |row: &[String]| row[1..8].join("|");
    let first = "Granvang|Digital byggesak (demo)|Kortere saksbehandlingstid|Saksbehandlingstid|dager|2025-03-01|40";
    assert_eq!((rows.len(), words(&rows[0])), (4, first.to_owned()));
    // Too few answered: the number is there, the value is nobody's.
    assert_eq!([&rows[3][6], &rows[3][7], &rows[3][9]], ["2025-06-30", "", "4"]);
    assert_eq!(read(&coordinator, "&from=2025-04-01&to=2025-05-31").len(), 2);
    coordinator.get(&format!("{path}?from=mai")).expect(422);
    // The same in every flavour, and page by page.
    let excel = coordinator.get(&format!("{path}?format=excel")).expect(200).text;
    assert!(excel.starts_with('\u{feff}') && excel.contains(";38,5;"), "{excel}");
    assert!(coordinator.get(&format!("{path}?format=xlsx")).expect(200).status == 200);
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = coordinator.get(&format!("{path}?limit=3&cursor={cursor}")).expect(200).json;
        items.extend(page["items"].as_array().expect("items").clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let days: Vec<&str> = items.iter().filter_map(|item| item["on"].as_str()).collect();
    assert_eq!(days, ["2025-03-01", "2025-04-01", "2025-05-01", "2025-06-30"]);
    assert_eq!((&items[3]["value"], &items[1]["value"]), (&Value::Null, &json!("38.5")));
    coordinator.get(&format!("{path}?cursor=xyz")).expect(422);
    // Others of the region see it when it is shared, those of other regions and machines of others never.
    assert_eq!((read(&ours, "").len(), read(&theirs, "").len()), (4, 0));
    let town = id_of(&site.seed["regions"][0]["municipalities"][0]);
    let sharing = format!("/api/v1/regions/{region}/members/{town}/sharing");
    site.person("executive", 0).put(&sharing, &json!({"figures": "members"})).expect(200);
    assert_eq!(read(&theirs, "").len(), 4);
    assert_eq!(read(&bound(site, &theirs, 1, "read"), "").len(), 0);
    site.person("coordinator", 1).get(&path).expect(404);
    let page = Browser::of(&coordinator).get(&format!("/regions/{region}")).expect(200).text;
    for wanted in [format!("{path}?format=csv"), format!("{path}.metadata.json")] {
        assert!(page.contains(&wanted), "{wanted} is linked");
    }
});

on_both!(a_bound_token_and_the_people_beside_it_never_get_each_others_page, |site| {
    let executive = site.person("executive", 0);
    let machine = bound(site, &executive, 0, "read");
    let path = format!("/regions/{}", site.id("regions", 0));
    let neighbour = site.seed["regions"][0]["municipalities"][1]["name"].as_str().expect("a name").to_owned();
    for _ in 0..2 {
        let theirs = Browser::of(&executive).get(&path).expect(200).text;
        assert!(theirs.contains(&neighbour), "people see who the members are");
        let its = machine.get(&path).expect(200).text;
        assert!(!its.contains(&neighbour), "a machine for one municipality knows of no other: {its}");
    }
});
