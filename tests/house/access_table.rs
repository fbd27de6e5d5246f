//! Who gets what where: every route × identity × own, other, nobody's, over HTTP, beside a reviewed file.
//!
//! The list of routes comes from the router itself. To accept a change, run the test with `STAFETT_REVIEWED=1` and read
//! the difference of `tests/house/access_table.txt` and `access_pages.txt` before it is committed.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::harness::{Backend, Browser, Person, Site, in_a_month};

/// Ids that a route's parameters stand for, in one's own place, in somebody else's, and in nobody's.
struct Places {
    own: BTreeMap<&'static str, String>,
    other: BTreeMap<&'static str, String>,
    nobody: BTreeMap<&'static str, String>,
}

const KINDS: &[&str] = &[
    "regions",
    "projects",
    "benefits",
    "indicators",
    "commitments",
    "handovers",
    "measurements",
    "change-steps",
    "support",
    "anchoring",
    "competences",
    "common-items",
    "campaigns",
    "year-moments",
    "roadmap-versions",
    "examples",
    "reports",
    "share-links",
    "municipalities",
    "people",
];

fn places(site: &Site) -> Places {
    let of = |region: usize| {
        let mut ids = BTreeMap::new();
        let seed = &site.seed;
        let in_region = |list: &str| {
            seed[list]
                .as_array()
                .and_then(|list| list.iter().find(|one| one["region"] == region).cloned())
                .map(|one| one["id"].as_str().unwrap_or_default().to_owned())
                .unwrap_or_default()
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        ids.insert("regions", text(&seed["regions"][region]["id"]));
        ids.insert("municipalities", text(&seed["regions"][region]["municipalities"][0]["id"]));
        ids.insert("projects", text(&seed["projects"][region]["id"]));
        ids.insert("benefits", text(&seed["benefits"][region]["id"]));
        ids.insert("indicators", text(&seed["indicators"][region]["id"]));
        ids.insert("commitments", in_region("commitments"));
        ids.insert("handovers", in_region("handovers"));
        ids.insert("measurements", in_region("measurements"));
        ids.insert("change-steps", text(&seed["change_steps"][region]["id"]));
        let person = seed["sign_ins"].as_array().and_then(|list| {
            list.iter()
                .find(|one| one["role"] == "reader" && one["region_id"] == seed["regions"][region]["id"])
                .cloned()
        });
        let given = serde_json::json!({"municipality_id": ids["municipalities"], "on": "2026-01-15", "hours": "1",
            "what": "Hjelp", "follow_up": "Ring"});
        let given =
            site.person("coordinator", region).post(&format!("/api/v1/regions/{}/support", ids["regions"]), &given);
        ids.insert("support", text(&given.expect(201).json["id"]));
        let told = serde_json::json!({"among": "staff", "on": "2026-01-15", "level": 3, "note": "Kurset er holdt"});
        let path = format!("/api/v1/projects/{}/anchoring/{}", ids["projects"], ids["municipalities"]);
        ids.insert("anchoring", text(&site.person("executive", region).post(&path, &told).expect(201).json["id"]));
        let needed = serde_json::json!({"title": "Veilede på video", "audience": "Saksbehandlere"});
        let path = format!("/api/v1/projects/{}/competences", ids["projects"]);
        ids.insert(
            "competences",
            text(&site.person("coordinator", region).post(&path, &needed).expect(201).json["id"]),
        );
        let common = serde_json::json!({"title": "Journalføring av video", "kind": "routine"});
        let path = format!("/api/v1/projects/{}/common-items", ids["projects"]);
        ids.insert(
            "common-items",
            text(&site.person("coordinator", region).post(&path, &common).expect(201).json["id"]),
        );
        let coordinator = site.person("coordinator", region);
        let counted = serde_json::json!({"name": "Deltakere", "unit": "personer", "direction": "up",
            "frequency": "campaign", "method": "Telling"});
        let path = format!("/api/v1/benefits/{}/indicators", ids["benefits"]);
        let counted = text(&coordinator.post(&path, &counted).expect(201).json["id"]);
        let planned = serde_json::json!({"name": "Våren", "from": "2026-04-01", "to": "2026-04-30"});
        let path = format!("/api/v1/indicators/{counted}/campaigns");
        ids.insert("campaigns", text(&coordinator.post(&path, &planned).expect(201).json["id"]));
        let kept =
            serde_json::json!({"title": "Rapport", "month": 4, "day": 30, "kind": "reporting", "audience": "all"});
        let path = format!("/api/v1/regions/{}/year-moments", ids["regions"]);
        ids.insert("year-moments", text(&coordinator.post(&path, &kept).expect(201).json["id"]));
        let path = format!("/api/v1/regions/{}/roadmap-versions", ids["regions"]);
        let published = site.person("coordinator", region).post(&path, &serde_json::json!({"note": "Vedtatt"}));
        ids.insert("roadmap-versions", text(&published.expect(201).json["id"]));
        let executive = site.person("executive", region);
        let told = serde_json::json!({"title": "Vi begynte med mottaket", "done": "Én liste", "contact_name": "Kari",
            "contact_email": "kari@eksempel.no"});
        let path = format!("/api/v1/commitments/{}/examples", ids["commitments"]);
        ids.insert("examples", text(&executive.post(&path, &told).expect(201).json["id"]));
        let path = format!("/api/v1/examples/{}/sharing", ids["examples"]);
        executive.post(&path, &serde_json::json!({})).expect(200);
        let path = format!("/api/v1/regions/{}/reports", ids["regions"]);
        let whole = serde_json::json!({"from": "2026-01", "to": "2026-03", "audience": "members"});
        ids.insert("reports", text(&coordinator.post(&path, &whole).expect(201).json["id"]));
        let shared = serde_json::json!({"shows": {"kind": "region"}, "label": "Til styret"});
        let path = format!("/api/v1/regions/{}/share-links", ids["regions"]);
        ids.insert("share-links", text(&coordinator.post(&path, &shared).expect(201).json["id"]));
        ids.insert("people", text(&person.unwrap_or_default()["person_id"]));
        ids
    };
    let nobody = KINDS.iter().map(|kind| (*kind, "0000000000zzz".to_owned())).collect();
    Places { own: of(0), other: of(1), nobody }
}

/// The path with its first parameter in a place; further parameters are the same place's municipality, or a plain word.
fn path_in(pattern: &str, ids: &BTreeMap<&'static str, String>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = "";
    for part in pattern.split('/') {
        if part.starts_with('{') {
            let id = match part {
                "{municipality_id}" => ids.get("municipalities")?.clone(),
                "{check}" => "training".into(),
                "{id}" => ids.get(before)?.clone(),
                _ => "0000000000zzz".into(),
            };
            parts.push(id);
        } else {
            parts.push(part.to_owned());
        }
        before = part;
    }
    Some(parts.join("/"))
}

/// Routes that would change what the later ones are asked about, or that speak of oneself alone.
fn is_left_out(method: &str, path: &str) -> bool {
    let own =
        ["/sessions", "/tokens", "/invitations", "/password-resets", "/sign-in", "/sign-out", "/language", "/account"];
    own.iter().any(|word| path.contains(word))
        || path.contains("{token}")
        || (method == "POST" && path == "/api/v1/regions")
}

/// Only what the guard decided is written down: what the person may see and touch, not what they said wrong.
fn verdict(status: u16) -> &'static str {
    match status {
        401 => "sign in",
        403 => "no",
        404 => "unseen",
        303 => "sign in or done",
        200..=299 | 400 | 409 | 412 | 415 | 422 | 428 => "yes",
        0 => "cut off",
        _ => "broken",
    }
}

#[test]
fn the_access_table_is_the_reviewed_one() {
    let site = Site::seeded(Backend::Sqlite);
    let places = places(&site);
    let identities: Vec<(&str, Person)> = vec![
        ("nobody", site.visitor()),
        ("administrator", site.person("administrator", 0)),
        ("coordinator", site.person("coordinator", 0)),
        ("benefits_responsible", site.person("benefits_responsible", 0)),
        ("executive", site.person("executive", 0)),
        ("benefit_owner", site.person("benefit_owner", 0)),
        ("contributor", site.person("contributor", 0)),
        ("reader", site.person("reader", 0)),
        ("neighbour", site.person_in("executive", 0, 1)),
        ("bound_token", bound_token(&site)),
    ];
    let (_, routes, _) = site.run(&["routes", "--json"], "");
    let routes: Value = serde_json::from_str(&routes).expect("routes");
    let mut table = String::from("# route | identity: own / other / nobody's\n");
    for route in routes.as_array().expect("a list") {
        let (method, pattern) = (route["method"].as_str().expect("a method"), route["path"].as_str().expect("a path"));
        if !pattern.starts_with("/api/v1/") || is_left_out(method, pattern) {
            continue;
        }
        writeln!(table, "{method} {pattern} [{}]", route["permission"].as_str().expect("a permission"))
            .expect("a text");
        for (name, person) in &identities {
            let asked = [&places.own, &places.other, &places.nobody].map(|ids| {
                let Some(path) = path_in(pattern, ids) else { return "-" };
                // A body that no operation takes: whoever is let in is refused for it, and nothing is changed.
                let answer = match method {
                    "GET" | "DELETE" if method == "GET" => person.get(&path),
                    "DELETE" => person.send("DELETE", &path, &[("if-match", "\"0\"")], None),
                    _ => person.json(method, &path, &[("if-match", "\"0\"")], &serde_json::json!({"no_such_field": 1})),
                };
                verdict(answer.status)
            });
            let shown = if pattern.contains('{') { asked.join(" / ") } else { asked[0].to_owned() };
            writeln!(table, "    {name:21} {shown}").expect("a text");
        }
    }
    is_reviewed("access_table.txt", &table);
}

/// A machine with everything that a coordinator's token can have, bound to the first municipality.
fn bound_token(site: &Site) -> Person {
    let body = serde_json::json!({"name": "Fagsystemet", "scopes": ["write"], "expires_at": in_a_month(),
        "municipality_id": site.seed["regions"][0]["municipalities"][0]["id"]});
    let made = site.person("coordinator", 0).post("/api/v1/tokens", &body).expect(201).json;
    Person::new(site, made["secret"].as_str().map(str::to_owned))
}

/// Compares with the reviewed file, line by line.
#[track_caller]
fn is_reviewed(name: &str, table: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house").join(name);
    if std::env::var("STAFETT_REVIEWED").is_ok() {
        std::fs::write(&file, table).expect("written");
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    for (line, (now, before)) in table.lines().zip(reviewed.lines()).enumerate() {
        assert_eq!(now, before, "line {} of {name} changed without review", line + 1);
    }
    assert_eq!(table.lines().count(), reviewed.lines().count(), "routes came or went without review");
}

/// Asks for a page, or sends a form that says nothing but what it was made from, which is out of date.
fn verdict_of_page(browser: &Browser, method: &str, path: &str) -> &'static str {
    let answer = if method == "GET" { browser.get(path) } else { browser.post(path, &[("version", "0")]) };
    match answer.status {
        303 if answer.header("location").starts_with("/sign-in") => "sign in",
        303 => "yes",
        status => verdict(status),
    }
}

/// Pages ask the same policy as the API, each for itself. Everybody has a site of their own, as a form may do something.
#[test]
fn the_access_table_of_the_pages_is_the_reviewed_one() {
    const IDENTITIES: &[(&str, usize)] = &[
        ("nobody", 0),
        ("administrator", 0),
        ("coordinator", 0),
        ("benefits_responsible", 0),
        ("executive", 0),
        ("benefit_owner", 0),
        ("contributor", 0),
        ("reader", 0),
        ("executive", 1),
    ];
    let mut routes: Vec<(String, String, String)> = Vec::new();
    let mut columns: Vec<(&str, Vec<String>)> = Vec::new();
    for (role, town) in IDENTITIES {
        let site = Site::seeded(Backend::Sqlite);
        let places = places(&site);
        let person = if *role == "nobody" { site.visitor() } else { site.person_in(role, 0, *town) };
        let browser = Browser::of(&person);
        if routes.is_empty() {
            let (_, list, _) = site.run(&["routes", "--json"], "");
            let list: Vec<Value> = serde_json::from_str(&list).expect("routes");
            let word = |route: &Value, name: &str| route[name].as_str().expect("a text").to_owned();
            let all = list.iter().map(|route| (word(route, "method"), word(route, "path"), word(route, "permission")));
            routes = all.filter(|(method, path, _)| !path.starts_with("/api/") && !is_left_out(method, path)).collect();
            // What only reads is asked first.
            routes.sort_by_key(|(method, ..)| method != "GET");
        }
        let asked = routes.iter().map(|(method, pattern, _)| {
            let asked = [&places.own, &places.other, &places.nobody]
                .map(|ids| path_in(pattern, ids).map_or("-", |path| verdict_of_page(&browser, method, &path)));
            if pattern.contains('{') { asked.join(" / ") } else { asked[0].to_owned() }
        });
        columns.push((if *town == 1 { "neighbour" } else { role }, asked.collect()));
    }
    let mut table = String::from("# page | identity: own / other / nobody's\n");
    for (at, (method, pattern, permission)) in routes.iter().enumerate() {
        writeln!(table, "{method} {pattern} [{permission}]").expect("a text");
        for (name, verdicts) in &columns {
            writeln!(table, "    {name:21} {}", verdicts[at]).expect("a text");
        }
    }
    assert!(!table.contains("broken") && !table.contains("cut off"), "{table}");
    is_reviewed("access_pages.txt", &table);
}

/// What one may not see does not exist: the same bytes but for the request's own id.
#[test]
fn foreign_and_missing_are_the_same_answer() {
    let site = Site::seeded(Backend::Sqlite);
    let places = places(&site);
    let coordinator = site.person("coordinator", 0);
    let plain = |answer: crate::harness::Answer| {
        let id = answer.json["request_id"].as_str().unwrap_or_default().to_owned();
        (answer.status, answer.text.replace(&id, ""))
    };
    for pattern in [
        "/regions/{id}",
        "/projects/{id}",
        "/handovers/{id}",
        "/commitments/{id}/series",
        "/measurements/{id}",
        "/regions/{id}/matrix",
    ] {
        let pattern = format!("/api/v1{pattern}");
        let foreign = plain(coordinator.get(&path_in(&pattern, &places.other).expect("a path")));
        let missing = plain(coordinator.get(&path_in(&pattern, &places.nobody).expect("a path")));
        let garbled = plain(coordinator.get(&pattern.replace("{id}", "%E2%98%83'--")));
        assert_eq!(foreign, missing, "{pattern}");
        assert_eq!(foreign, garbled, "{pattern}");
    }
}
