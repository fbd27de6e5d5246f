//! An unusual value is asked about once, also when it comes as a correction; it is never blocked.

use crate::harness::{Browser, Site};
use crate::on_both;
use serde_json::json;

fn correct(site: &Site, id: &str, value: &str, confirmed: &str) -> (u16, String) {
    let browser = Browser::of(&site.person("contributor", 0));
    let fields = [("version", "1"), ("value", value), ("reason", "Skrevet feil"), ("confirmed", confirmed)];
    let answer = browser.post(&format!("/measurements/{id}/correct"), &fields);
    (answer.status, answer.text)
}

on_both!(a_correction_that_looks_mistyped_is_asked_about_once, |site| {
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let contributor = site.person("contributor", 0);
    let made = contributor.post(&path, &json!({"on": "2025-06-30", "value": "38"})).expect(201).json;
    let id = made["id"].as_str().expect("an id");
    let (status, page) = correct(site, id, "3800", "");
    assert_eq!(status, 422);
    assert!(page.contains("Er tallet riktig?") && page.contains("value=\"3800\""), "asked, with what was typed");
    // Another value is another question; the same value again is the answer.
    assert_eq!(correct(site, id, "3900", "3800").0, 422);
    assert_eq!(correct(site, id, "3800", "3800").0, 303);
    let stands = contributor.get(&format!("/api/v1/measurements/{id}")).expect(200).json;
    assert_eq!([&stands["value"], &stands["version"]], [&json!("3800"), &json!(2)]);
});

on_both!(a_correction_back_to_what_was_usual_is_not_asked_about, |site| {
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let made =
        site.person("contributor", 0).post(&path, &json!({"on": "2025-06-30", "value": "3800"})).expect(201).json;
    assert_eq!(correct(site, made["id"].as_str().expect("an id"), "38", "").0, 303);
});

on_both!(a_correction_may_say_another_kind_and_another_comment, |site| {
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let contributor = site.person("contributor", 0);
    let first = json!({"on": "2025-06-30", "value": "38", "kind": "estimated", "comment": "Anslag"});
    let made = contributor.post(&path, &first).expect(201).json;
    let id = made["id"].as_str().expect("an id");
    let form = Browser::of(&contributor).get(&format!("/measurements/{id}/correct")).expect(200).text;
    assert!(
        form.contains("Anslag") && form.contains("value=\"estimated\" selected"),
        "what stands is filled in: {form}"
    );
    let at = format!("/api/v1/measurements/{id}/corrections");
    let correct = |version: &str, body| contributor.json("POST", &at, &[("if-match", version)], &body);
    correct("\"1\"", json!({"value": "38", "reason": "Talt", "kind": "guessed"})).expect(422);
    let body = json!({"value": "37.5", "reason": "Talt", "kind": "measured", "comment": "Talt i arkivet"});
    correct("\"1\"", body).expect(201);
    let stands = contributor.get(&format!("/api/v1/measurements/{id}")).expect(200).json;
    assert_eq!([&stands["kind"], &stands["comment"]], [&json!("measured"), &json!("Talt i arkivet")]);
    assert_eq!(
        [&stands["history"][0]["kind"], &stands["history"][0]["comment"]],
        [&json!("estimated"), &json!("Anslag")]
    );
    // What is not spoken of stays; an empty comment takes it away.
    correct("\"2\"", json!({"value": "37", "reason": "Talt igjen"})).expect(201);
    let stands = contributor.get(&format!("/api/v1/measurements/{id}")).expect(200).json;
    assert_eq!([&stands["kind"], &stands["comment"]], [&json!("measured"), &json!("Talt i arkivet")]);
    correct("\"3\"", json!({"value": "37", "reason": "Uten kommentar", "comment": ""})).expect(201);
    assert!(contributor.get(&format!("/api/v1/measurements/{id}")).expect(200).json["comment"].is_null());
});
