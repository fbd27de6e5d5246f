//! Two pairs of eyes: where the region asks for it, a figure counts when somebody else has confirmed it.

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site, in_a_month};
use crate::on_both;

fn ask_for_two(site: &Site, wanted: bool) {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/regions/{}", site.id("regions", 0));
    let version = coordinator.get(&path).expect(200).header("etag").to_owned();
    coordinator.patch(&path, &version, &json!({ "second_eyes": wanted })).expect(200);
}

fn measure(site: &Site, on: &str, value: &str) -> String {
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let made = site.person("contributor", 0).post(&path, &json!({"on": on, "value": value})).expect(201).json;
    made["id"].as_str().expect("an id").to_owned()
}

fn confirm(person: &Person, id: &str, version: i64) -> (u16, Value) {
    let path = format!("/api/v1/measurements/{id}/confirmation");
    let answer = person.json("POST", &path, &[("if-match", &format!("\"{version}\""))], &json!({}));
    (answer.status, answer.json)
}

/// Attainment, and how many values the series has that count.
fn counted(site: &Site) -> (String, usize) {
    let path = format!("/api/v1/commitments/{}/series", site.id("commitments", 0));
    let series = site.person("coordinator", 0).get(&path).expect(200).json;
    let values = series["measured"].as_array().expect("a list").iter().filter(|one| !one["value"].is_null()).count();
    (series["attainment"].as_str().expect("a share").to_owned(), values)
}

fn overdue_from(site: &Site) -> String {
    let town = site.seed["commitments"][0]["municipality_id"].as_str().expect("an id").to_owned();
    let due = site.person("contributor", 0).get(&format!("/api/v1/municipalities/{town}/due")).expect(200).json;
    due["items"][0]["due_on"].as_str().expect("a day").to_owned()
}

on_both!(a_figure_counts_when_somebody_else_has_confirmed_it, |site| {
    let before = counted(site);
    ask_for_two(site, true);
    assert_eq!(counted(site), before, "what was entered before the region asked counts as it did");
    let id = measure(site, "2025-06-01", "30");
    assert_eq!(counted(site), before, "it waits");
    assert_eq!(overdue_from(site), "2025-07-01", "but nobody is reminded of what was entered");
    let (contributor, executive) = (site.person("contributor", 0), site.person("executive", 0));
    let (status, refusal) = confirm(&contributor, &id, 1);
    assert_eq!((status, refusal["code"].as_str()), (403, Some("entered_yourself")));
    assert_eq!(confirm(&executive, &id, 2).0, 412, "another version than the one that was looked at");
    assert_eq!(confirm(&site.person("executive", 1), &id, 1).0, 404, "another municipality's");
    assert_eq!(confirm(&site.person("coordinator", 0), &id, 1).0, 403, "the region does not confirm local figures");
    let (status, confirmed) = confirm(&executive, &id, 1);
    assert_eq!(
        (status, &confirmed["waits"], &confirmed["confirmed_by"]),
        (200, &json!(false), &executive.get("/api/v1/me").expect(200).json["id"])
    );
    // (30−42)/(28−42)
    assert_eq!(counted(site), ("0.857143".to_owned(), before.1 + 1));
    let (status, refusal) = confirm(&executive, &id, 1);
    assert_eq!((status, refusal["code"].as_str()), (409, Some("not_waiting")));

    // A correction is a new figure: it waits again, for somebody else than the one who corrected.
    let path = format!("/api/v1/measurements/{id}/corrections");
    executive
        .json("POST", &path, &[("if-match", "\"1\"")], &json!({"value": "29", "reason": "Talt på nytt"}))
        .expect(201);
    assert_eq!(counted(site), before, "neither the old nor the new counts");
    assert_eq!(confirm(&executive, &id, 2).0, 403);
    assert_eq!(confirm(&contributor, &id, 2).0, 200);
    assert_eq!(counted(site).0, "0.928571");
    site.kill();
    let (code, out, _) = site.run(&["doctor"], "");
    assert_eq!(code, 0, "what is kept is what the measurements say: {out}");
});

on_both!(figures_are_confirmed_on_a_page_without_javascript, |site| {
    ask_for_two(site, true);
    let ids = [measure(site, "2025-06-01", "30"), measure(site, "2025-07-01", "31")];
    let executive = Browser::of(&site.person("executive", 0));
    assert!(executive.get("/").expect(200).text.contains("Bekreft 2 tall som kolleger har ført"));
    let page = executive.get("/second-eyes").expect(200).text;
    for part in ["30\u{a0}dager", "31\u{a0}dager", &format!("value=\"{} 1\"", ids[0])] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let entered = Browser::of(&site.person("contributor", 0)).get("/second-eyes").expect(200).text;
    assert!(entered.contains("venter på en kollega") && !entered.contains("type=\"checkbox\""), "{entered}");
    let nothing = executive.post("/second-eyes", &[]).expect(422).text;
    assert!(nothing.contains("Kryss av for minst ett tall"), "{nothing}");
    // One of two is somebody else's: nothing is confirmed.
    let both = [format!("{} 1", ids[0]), format!("{} 7", ids[1])];
    let sent: Vec<(&str, &str)> = both.iter().map(|one| ("confirm", one.as_str())).collect();
    assert_eq!(executive.post("/second-eyes", &sent).status, 412);
    assert!(executive.get("/second-eyes").expect(200).text.contains(&both[0]), "still there");
    let both = ids.each_ref().map(|id| format!("{id} 1"));
    let sent: Vec<(&str, &str)> = both.iter().map(|one| ("confirm", one.as_str())).collect();
    executive.post("/second-eyes", &sent).expect(303);
    assert!(executive.get("/second-eyes?confirmed=2").expect(200).text.contains("2 tall er bekreftet"));
    assert_eq!(counted(site).0, "0.785714");
});

on_both!(a_machine_has_no_eyes, |site| {
    ask_for_two(site, true);
    let id = measure(site, "2025-06-01", "30");
    let executive = site.person("executive", 0);
    let body = json!({"name": "Robot", "scopes": ["write"], "expires_at": in_a_month()});
    let made = executive.post("/api/v1/tokens", &body).expect(201).json;
    let machine = Person::new(site, made["secret"].as_str().map(str::to_owned));
    assert_eq!(confirm(&machine, &id, 1).0, 403);
});

on_both!(what_waits_is_shown_as_waiting_and_is_in_no_sum_of_the_feed, |site| {
    ask_for_two(site, true);
    measure(site, "2025-06-01", "30");
    let coordinator = site.person("coordinator", 0);
    let page = Browser::of(&coordinator).get(&format!("/commitments/{}", site.id("commitments", 0))).expect(200).text;
    assert!(page.contains("Venter på bekreftelse") && page.contains("Ett tall venter på bekreftelse"), "{page}");
    let feed = format!("/odata/v1/regions/{}/Measurements?$filter=Waits%20eq%20true", site.id("regions", 0));
    let rows = coordinator.get(&feed).expect(200).json["value"].clone();
    assert_eq!((rows.as_array().map(Vec::len), &rows[0]["Value"]), (Some(1), &Value::Null));
    // Those who entered before the region stopped asking still wait; what comes later does not.
    ask_for_two(site, false);
    measure(site, "2025-07-01", "29");
    assert_eq!(counted(site).0, "0.928571");
    assert_eq!(coordinator.get(&feed).expect(200).json["value"].as_array().map(Vec::len), Some(1));
});
