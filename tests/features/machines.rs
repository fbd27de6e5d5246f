//! A machine posts its monthly figures, as `docs/machines.md` says.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site};
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
    let asked = json!({"name": "Timeroboten", "scopes": ["measure"], "expires_at": "2027-01-31T00:00:00.000Z",
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
    let body = json!({"name": "Fagsystemet", "scopes": [scope], "expires_at": "2027-01-31T00:00:00.000Z",
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
    let body = |town: &Value, scope: &str| json!({"name": "X", "scopes": [scope], "expires_at": "2027-01-31T00:00:00.000Z", "municipality_id": town});
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
