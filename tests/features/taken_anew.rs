//! A baton that was reported home is offered a second time: what holds, holds until the new package is accepted.

use serde_json::{Value, json};

use super::played::{measure, region, second_takes_its_baton, town};
use super::relay::acceptance;
use crate::harness::{Browser, CHECKS, Person, Site};
use crate::on_both;

fn page(site: &Site, who: &Person) -> String {
    Browser::of(who).get(&format!("/regions/{}", region(site))).expect(200).text
}

fn doctor(site: &Site) {
    let (code, out, err) = site.run(&["doctor"], "");
    assert_eq!(code, 0, "{out}{err}");
}

/// The curve of the region as it is kept, and of its one project, which is computed from the commitments.
fn curves(site: &Site, who: &Person) -> [Value; 2] {
    let of = |query: &str| {
        let path = format!("/api/v1/regions/{}/curve?from=2025-01&to=2027-12{query}", region(site));
        who.get(&path).expect(200).json
    };
    [of(""), of(&format!("&project_id={}", site.id("projects", 0)))]
}

/// The second municipality has taken its baton, measured, and reported it home; now it is prepared anew.
fn prepared_anew(site: &Site) -> String {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "36.5");
    let (coordinator, executive) = (site.person("coordinator", 0), site.person_in("executive", 0, 1));
    let first = site.id("handovers", 1);
    let answered = executive.post(&format!("/api/v1/handovers/{first}/completion"), &json!({"report": "Ferdig"}));
    assert_eq!(answered.status, 200, "{}", answered.text);
    let path = format!("/api/v1/projects/{}/handovers", site.id("projects", 0));
    let body = json!({"municipality_id": town(site, 1), "answer_by": "2099-12-31", "message": ""});
    let made = coordinator.post(&path, &body).expect(201).json;
    made["id"].as_str().expect("an id").to_owned()
}

fn offer(site: &Site, id: &str) -> Value {
    let coordinator = site.person("coordinator", 0);
    for check in CHECKS {
        coordinator.put(&format!("/api/v1/handovers/{id}/readiness/{check}"), &json!({"met": true})).expect(200);
    }
    coordinator.post(&format!("/api/v1/handovers/{id}/offer"), &json!({})).expect(200).json["content_sha256"].clone()
}

on_both!(what_holds_is_shown_until_the_new_package_is_taken, |site| {
    let coordinator = site.person("coordinator", 0);
    let id = prepared_anew(site);
    let shown = page(site, &coordinator);
    assert!(shown.contains("2 av 2 sendte"), "both are held: {shown}");
    offer(site, &id);
    let while_open = page(site, &coordinator);
    assert!(while_open.contains("2 av 2 sendte"), "the one that is offered anew is held still: {while_open}");
    let matrix = coordinator.get(&format!("/api/v1/regions/{}/matrix", region(site))).expect(200).json;
    let state = |matrix: &Value| {
        let cells = matrix["rows"][0]["cells"].as_array().expect("cells").clone();
        let cell = cells.into_iter().find(|cell| cell["municipality_id"] == json!(town(site, 1)));
        cell.expect("the second municipality's")["handover_state"].clone()
    };
    assert_eq!(state(&matrix), "offered", "programs are told of the newest");
    let executive = site.person_in("executive", 0, 1);
    executive.post(&format!("/api/v1/handovers/{id}/refusal"), &json!({"reason": "Vi har nok"})).expect(200);
    assert!(page(site, &coordinator).contains("2 av 2 sendte"), "a refusal takes nothing back");
    doctor(site);
});

on_both!(other_figures_than_before_are_what_every_sum_holds, |site| {
    let coordinator = site.person("coordinator", 0);
    let id = prepared_anew(site);
    let [before, same] = curves(site, &coordinator);
    assert_eq!(before, same);
    let mut answer = acceptance(&offer(site, &id));
    answer["adjustments"] = json!([{"indicator_id": site.id("indicators", 0), "reason": "Mer er mulig",
        "value": "12.5", "on": "2027-06-30"}]);
    let executive = site.person_in("executive", 0, 1);
    executive.post(&format!("/api/v1/handovers/{id}/acceptance"), &answer).expect(200);
    let [after, same] = curves(site, &coordinator);
    assert_ne!(after, before, "the plan is another");
    assert_eq!(after, same, "what is kept is what the commitments say");
    doctor(site);
    measure(site, 1, "2025-09-01", "35");
    let [after, same] = curves(site, &coordinator);
    assert_eq!(after, same);
    executive.post(&format!("/api/v1/handovers/{id}/hand-back"), &json!({"reason": "For stramt"})).expect(200);
    let [after, same] = curves(site, &coordinator);
    assert_eq!(after, same, "nothing of it is left");
    doctor(site);
});
