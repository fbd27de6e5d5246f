//! Support and guidance: told once, read on both sides.

use serde_json::{Value, json};

use crate::harness::{Browser, Site};
use crate::on_both;

fn town(site: &Site, place: usize) -> Value {
    site.seed["regions"][0]["municipalities"][place]["id"].clone()
}

on_both!(what_the_region_did_is_read_by_those_it_was_done_for_and_not_by_others, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/regions/{}/support", site.id("regions", 0));
    let body = json!({"municipality_id": town(site, 1), "project_id": site.id("projects", 0), "on": "2026-02-10",
        "hours": "2.5", "what": "Hjalp med nullpunktet", "follow_up": "Ring om målingene", "follow_up_by": "2026-03-01"});
    let made = coordinator.post(&path, &body).expect(201);
    let id = made.json["id"].as_str().expect("an id").to_owned();
    let version = made.etag.expect("a version");
    assert_eq!([&made.json["hours"], &made.json["followed_up"]], [&json!("2.5"), &json!(false)]);

    // Bad entries name what is wrong, each where it is.
    for (name, value, pointer) in [
        ("on", json!("2999-01-01"), "/on"),
        ("hours", json!("201"), "/hours"),
        ("what", json!(" "), "/what"),
        ("municipality_id", json!(site.seed["regions"][1]["municipalities"][0]["id"]), "/municipality_id"),
        ("project_id", json!(site.id("projects", 1)), "/project_id"),
        ("follow_up", json!(""), "/follow_up"),
    ] {
        let mut wrong = body.clone();
        wrong[name] = value;
        let refused = coordinator.post(&path, &wrong).expect(422).json;
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
    }

    // Those it was done for read it, another member does not; nobody in a municipality writes it.
    let (own, other) = (site.person_in("executive", 0, 1), site.person_in("executive", 0, 0));
    assert_eq!(own.get(&path).expect(200).json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(other.get(&path).expect(200).json["items"], json!([]));
    other.get(&format!("/api/v1/support/{id}")).expect(404);
    own.get(&format!("/api/v1/support/{id}")).expect(200);
    own.post(&path, &body).expect(403);
    site.person("coordinator", 1).get(&path).expect(404);
    let page = |who: &crate::harness::Person| {
        Browser::of(who).get(&format!("/regions/{}/support", site.id("regions", 0))).expect(200).text
    };
    assert!(page(&own).contains("Hjalp med nullpunktet") && !page(&other).contains("Hjalp med nullpunktet"));

    // What was promised waits at home until it is done.
    let browser = Browser::of(&coordinator);
    assert!(browser.get("/").expect(200).text.contains("Ring om målingene"));
    let at = format!("/api/v1/support/{id}");
    coordinator.json("PATCH", &at, &[], &json!({"followed_up": true})).expect(428);
    coordinator.patch(&at, "\"9\"", &json!({"followed_up": true})).expect(412);
    coordinator.patch(&at, &version, &json!({"hours": "3"})).expect(200);
    browser.post(&format!("/support/{id}/followed-up"), &[]).expect(303);
    assert!(!browser.get("/").expect(200).text.contains("Ring om målingene"));
    assert_eq!(coordinator.get(&at).expect(200).json["followed_up"], json!(true));
});

on_both!(support_is_told_of_on_the_page_in_ones_own_numbers, |site| {
    let browser = Browser::of(&site.person("benefits_responsible", 0));
    let path = format!("/regions/{}/support", site.id("regions", 0));
    let towns = town(site, 0);
    let fields = [
        ("municipality_id", towns.as_str().expect("an id")),
        ("project_id", ""),
        ("on", "2026-02-10"),
        ("hours", "1,5"),
        ("what", "Kurs for superbrukere"),
        ("follow_up", ""),
        ("follow_up_by", ""),
    ];
    let wrong: Vec<_> =
        fields.iter().map(|(name, value)| (*name, if *name == "hours" { "mye" } else { value })).collect();
    let again = browser.post(&path, &wrong).expect(422).text;
    assert!(again.contains("Kurs for superbrukere") && again.contains("value=\"mye\""), "nothing typed is lost");
    browser.post(&path, &fields).expect(303);
    let page = browser.get(&path).expect(200).text;
    assert!(page.contains("Kurs for superbrukere") && page.contains("1,5"), "{page}");
});
