//! Change steps: where one can see that they were done, and several changed at once.

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site};
use crate::on_both;

/// The first municipality holds the baton: its steps of the first project, with one added, and who walks them.
fn steps_under_way(site: &Site) -> (Person, String, String, Vec<Value>) {
    let executive = site.person_in("executive", 0, 0);
    let project = site.id("projects", 0);
    let town = site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id").to_owned();
    let list = format!("/api/v1/projects/{project}/change-steps");
    let more = json!({"title": "Oppdater nettsidene", "kind": "communication", "municipality_id": town});
    executive.post(&list, &more).expect(201);
    let steps = executive.get(&format!("{list}?municipality_id={town}")).expect(200).json["items"].clone();
    let own = steps
        .as_array()
        .expect("steps")
        .iter()
        .filter(|step| step["municipality_id"] == json!(town))
        .cloned()
        .collect();
    (executive, project, town, own)
}

fn seen(steps: &[Value]) -> Value {
    steps.iter().map(|step| json!({"id": step["id"], "version": step["version"]})).collect()
}

on_both!(where_one_can_see_that_it_was_done_stands_beside_the_step, |site| {
    let (executive, project, _, steps) = steps_under_way(site);
    let step = format!("/api/v1/change-steps/{}", steps[0]["id"].as_str().expect("an id"));
    let version = executive.get(&step).expect(200).etag.expect("a version");
    let written =
        executive.patch(&step, &version, &json!({"state": "done", "evidence": "https://intranett.example/rutine"}));
    assert_eq!(written.expect(200).json["evidence"], "https://intranett.example/rutine");
    let page = Browser::of(&executive).get(&format!("/projects/{project}/steps")).expect(200).text;
    assert!(page.contains("href=\"https://intranett.example/rutine\""), "an address leads there");
    let version = executive.get(&step).expect(200).etag.expect("a version");
    executive.patch(&step, &version, &json!({"evidence": "javascript:alert(1)"})).expect(200);
    let page = Browser::of(&executive).get(&format!("/projects/{project}/steps")).expect(200).text;
    assert!(page.contains("javascript:alert(1)") && !page.contains("href=\"javascript"), "what is no address is read");
    let version = executive.get(&step).expect(200).etag.expect("a version");
    executive.patch(&step, &version, &json!({"evidence": "x".repeat(2_001)})).expect(422);

    // A template is nobody's work.
    let coordinator = site.person("coordinator", 0);
    let template = format!("/api/v1/change-steps/{}", site.id("change_steps", 0));
    let version = coordinator.get(&template).expect(200).etag.expect("a version");
    coordinator.patch(&template, &version, &json!({"evidence": "Sett"})).expect(422);
});

on_both!(several_steps_are_changed_at_once_or_none_is, |site| {
    let (executive, project, town, steps) = steps_under_way(site);
    assert!(steps.len() > 1, "{steps:?}");
    let path = format!("/api/v1/projects/{project}/change-steps");
    let change =
        |who: &Person, steps: &Value, set: &Value| who.json("PATCH", &path, &[], &json!({"steps": steps, "set": set}));
    let now = || executive.get(&format!("{path}?municipality_id={town}")).expect(200).json["items"].clone();
    let before = now();

    // One was changed by somebody else meanwhile: nothing is done, and it is named.
    let mut stale = seen(&steps);
    stale[1]["version"] = json!(99);
    let refused = change(&executive, &stale, &json!({"due_on": "2027-03-01"})).expect(412);
    assert_eq!(refused.json["step"], steps[1]["title"]);
    // Nothing to change, nobody, the same twice, blocked without a reason, another's people, another project's step.
    change(&executive, &seen(&steps), &json!({})).expect(422);
    change(&executive, &json!([]), &json!({"due_on": "2027-03-01"})).expect(422);
    change(&executive, &json!([seen(&steps)[0], seen(&steps)[0]]), &json!({"due_on": "2027-03-01"})).expect(422);
    let refused = change(&executive, &seen(&steps), &json!({"state": "blocked"})).expect(422).json;
    assert_eq!(refused["errors"][0]["pointer"], "/set/blocked_reason");
    change(&executive, &seen(&steps), &json!({"blocked_reason": "Uten grunn"})).expect(422);
    change(&executive, &seen(&steps), &json!({"owner_id": "0000000000099"})).expect(422);
    change(&site.person_in("executive", 0, 1), &seen(&steps), &json!({"due_on": "2027-03-01"})).expect(404);
    change(&site.person("coordinator", 0), &seen(&steps), &json!({"due_on": "2027-03-01"})).expect(403);
    change(&site.person("reader", 0), &seen(&steps), &json!({"due_on": "2027-03-01"})).expect(403);
    assert_eq!(now(), before, "nothing was changed");

    let done = change(
        &executive,
        &seen(&steps),
        &json!({"state": "blocked", "blocked_reason": "Venter på leverandøren", "due_on": "2027-03-01"}),
    );
    for step in done.expect(200).json["items"].as_array().expect("steps") {
        assert_eq!([&step["state"], &step["due_on"]], [&json!("blocked"), &json!("2027-03-01")]);
    }

    // The same on the page, by ticking.
    let browser = Browser::of(&executive);
    let page = format!("/projects/{project}/steps/{town}/several");
    browser.get(&page).expect(200);
    let boxes: Vec<String> = now()
        .as_array()
        .expect("steps")
        .iter()
        .filter(|step| step["municipality_id"] == json!(town))
        .map(|step| format!("{}.{}", step["id"].as_str().expect("an id"), step["version"]))
        .collect();
    let mut form: Vec<(&str, &str)> = boxes.iter().map(|word| ("steps", word.as_str())).collect();
    browser.post(&page, &form).expect(422);
    form.push(("set_state", "in_progress"));
    browser.post(&page, &form).expect(303);
    let again = browser.post(&page, &form).expect(409).text;
    assert!(again.contains("checked"), "what was chosen is kept: {again}");
    assert!(now().as_array().expect("steps").iter().all(|step| step["state"] == "in_progress"), "{}", now());
});

on_both!(a_step_that_was_done_is_marked_in_the_drawing_for_those_whose_work_it_is, |site| {
    let (executive, _, town, steps) = steps_under_way(site);
    site.sql("UPDATE region_member SET sharing = 'members'");
    let benefit = format!("/commitments/{}", site.id("commitments", 0));
    let look = |who: &Person| Browser::of(who).get(&benefit).expect(200).text;
    assert!(!look(&executive).contains("Tiltak som er gjort"), "nothing is done in {town}");
    let step = format!("/api/v1/change-steps/{}", steps[0]["id"].as_str().expect("an id"));
    let version = executive.get(&step).expect(200).etag.expect("a version");
    executive.patch(&step, &version, &json!({"state": "done"})).expect(200);
    let title = steps[0]["title"].as_str().expect("a title");
    let mine = look(&executive);
    assert!(
        mine.contains(&format!("Tiltak som er gjort: {title} (")) && mine.contains("class=\"chart-event\""),
        "{mine}"
    );
    assert!(look(&site.person("coordinator", 0)).contains("Tiltak som er gjort"));
    let neighbour = look(&site.person_in("executive", 0, 1));
    assert!(!neighbour.contains("Tiltak som er gjort") && !neighbour.contains("class=\"chart-event\""), "{neighbour}");
});
