//! Caught in daily operations: the municipality hears first, the region later, and any movement ends it.

use serde_json::json;

use crate::harness::{Browser, Site};
use crate::on_both;

const CAUGHT: &str = "Fanget i drift";

fn home(site: &Site) -> String {
    Browser::of(&site.person_in("executive", 0, 0)).get("/").expect(200).text
}

fn region(site: &Site) -> String {
    let path = format!("/regions/{}", site.id("regions", 0));
    Browser::of(&site.person("coordinator", 0)).get(&path).expect(200).text
}

on_both!(a_baton_that_lies_still_is_told_of_until_a_figure_is_measured, |site| {
    let town = site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id").to_owned();
    assert!(home(site).contains(CAUGHT), "nothing was measured since 2025, and a step is overdue");
    let told = region(site);
    let support = format!("/regions/{}/support?municipality={town}", site.id("regions", 0));
    assert!(told.contains(CAUGHT) && told.contains(&support), "the region can answer with support");
    // Another member hears nothing of it, on either page.
    let neighbour = Browser::of(&site.person_in("executive", 0, 1));
    assert!(!neighbour.get("/").expect(200).text.contains(CAUGHT));
    assert!(!neighbour.get(&format!("/regions/{}", site.id("regions", 0))).expect(200).text.contains(CAUGHT));

    let contributor = site.person("contributor", 0);
    let today = contributor.get(&format!("/api/v1/municipalities/{town}/due")).expect(200).json["on"].clone();
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    contributor.post(&path, &json!({"on": today, "value": "30"})).expect(201);
    assert!(!home(site).contains(CAUGHT) && !region(site).contains(CAUGHT));
});

on_both!(a_figure_that_is_logged_for_a_month_long_past_is_a_movement_too, |site| {
    let contributor = site.person("contributor", 0);
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let known = contributor.get(&path).expect(200).json["items"][0]["on"].as_str().expect("a day").to_owned();
    assert!(home(site).contains(CAUGHT) && region(site).contains(CAUGHT));
    contributor.post(&path, &json!({"on": "2025-01-17", "value": "44"})).expect(201);
    assert!(known.as_str() > "2025-01-17", "the newest figure is the same as before");
    assert!(!home(site).contains(CAUGHT) && !region(site).contains(CAUGHT));
    let (code, out, err) = site.run(&["doctor"], "");
    assert_eq!(code, 0, "{out}{err}");
});

on_both!(a_step_that_moves_is_a_movement_too, |site| {
    let contributor = site.person("contributor", 0);
    let steps = contributor.get(&format!("/api/v1/projects/{}/change-steps", site.id("projects", 0))).expect(200).json;
    let town = &site.seed["regions"][0]["municipalities"][0]["id"];
    let own = steps["items"].as_array().expect("steps").iter().find(|step| step["municipality_id"] == *town);
    let path = format!("/api/v1/change-steps/{}", own.expect("a step")["id"].as_str().expect("an id"));
    assert!(home(site).contains(CAUGHT));
    let version = contributor.get(&path).expect(200).etag.expect("a version");
    let version = contributor.patch(&path, &version, &json!({"due_on": "2025-05-01"})).expect(200).etag.expect("one");
    assert!(home(site).contains(CAUGHT), "another date is no movement");
    let other = if own.expect("a step")["state"] == "in_progress" { "blocked" } else { "in_progress" };
    contributor.patch(&path, &version, &json!({"state": other, "blocked_reason": "Venter"})).expect(200);
    assert!(!home(site).contains(CAUGHT));
});

on_both!(the_region_says_after_how_many_days, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/regions/{}", site.id("regions", 0));
    let answer = coordinator.get(&path).expect(200);
    assert_eq!(answer.json["idle_days"], 30);
    let version = answer.etag.expect("a version");
    coordinator.patch(&path, &version, &json!({"idle_days": 0})).expect(422);
    coordinator.patch(&path, &version, &json!({"idle_days": 365})).expect(200);
    assert_eq!(coordinator.get(&path).expect(200).json["idle_days"], 365);
});
