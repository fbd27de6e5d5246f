//! What several features begin with: the first region of the seed, with values and a second baton.

use serde_json::json;

use crate::harness::Site;

/// The first region.
pub fn region(site: &Site) -> String {
    site.id("regions", 0)
}

/// A municipality of it.
pub fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

/// A municipality measures what it promised; answers the measurement's id.
pub fn measure(site: &Site, place: usize, on: &str, value: &str) -> String {
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", place));
    let made = site.person_in("contributor", 0, place).post(&path, &json!({"on": on, "value": value})).expect(201).json;
    made["id"].as_str().expect("an id").to_owned()
}

/// The second municipality takes its baton too.
pub fn second_takes_its_baton(site: &Site) {
    let executive = site.person_in("executive", 0, 1);
    let path = format!("/api/v1/handovers/{}", site.id("handovers", 1));
    let hash = executive.get(&path).expect(200).json["content_sha256"].clone();
    let answer = json!({"form": "full", "statement": "Vi tar imot", "content_sha256": hash});
    executive.post(&format!("{path}/acceptance"), &answer).expect(200);
}
