//! Programs that send again, figures that look mistyped without anybody there to ask, and surveys that were counted wrongly.

use serde_json::{Value, json};

use crate::harness::{Answer, Browser, Person, Site};
use crate::on_both;

fn path(site: &Site) -> String {
    format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0))
}

fn batch(site: &Site, who: &Person, values: &[(&str, &str)], wanted: Value) -> Answer {
    let commitment = site.id("commitments", 0);
    let items: Vec<Value> =
        values.iter().map(|(on, value)| json!({"commitment_id": commitment, "on": on, "value": value})).collect();
    let mut body = wanted;
    body["items"] = json!(items);
    who.post("/api/v1/measurements/batch", &body)
}

fn states(answer: &Answer) -> Vec<&str> {
    let items = answer.json["items"].as_array().expect("items");
    items.iter().map(|item| item["state"].as_str().expect("a state")).collect()
}

fn stands(site: &Site, who: &Person, on: &str) -> Value {
    let list = who.get(&path(site)).expect(200).json;
    let found = list["items"].as_array().expect("items").iter().find(|item| item["on"] == on).cloned();
    found.unwrap_or(Value::Null)
}

fn doctor(site: &Site) {
    let (code, out, err) = site.run(&["doctor"], "");
    assert_eq!(code, 0, "{out}{err}");
}

on_both!(a_robot_that_posts_again_says_what_it_wants_with_what_is_there, |site| {
    let robot = site.person("contributor", 0);
    let first = batch(site, &robot, &[("2025-06-30", "31"), ("2025-07-31", "30")], json!({})).expect(201);
    assert_eq!(states(&first), ["recorded", "recorded"]);
    let longer = [("2025-06-30", "31"), ("2025-07-31", "30"), ("2025-08-31", "29")];
    // Unless it says otherwise, nothing is written, and it is told where.
    for wanted in [json!({}), json!({"if_measured": "refuse"})] {
        let refused = batch(site, &robot, &longer, wanted).expect(409);
        assert_eq!(refused.code(), "already_measured");
        assert_eq!(refused.json["errors"].as_array().map(Vec::len), Some(2));
    }
    // The same is the same, also written otherwise, and nothing becomes of it.
    let same = json!({"if_measured": "same"});
    let rewritten = [("2025-06-30", "31.0"), ("2025-07-31", "30"), ("2025-08-31", "29")];
    let again = batch(site, &robot, &rewritten, same.clone()).expect(201);
    assert_eq!(states(&again), ["unchanged", "unchanged", "recorded"]);
    assert_eq!(states(&batch(site, &robot, &longer, same.clone()).expect(200)), ["unchanged"; 3]);
    let changed = [("2025-06-30", "31"), ("2025-07-31", "30.5"), ("2025-09-30", "28")];
    let refused = batch(site, &robot, &changed, same).expect(409);
    assert_eq!(refused.json["errors"][0]["pointer"], "/items/1/on");
    assert_eq!(stands(site, &robot, "2025-09-30"), Value::Null, "all or nothing");
    // With a reason, what is different becomes a correction.
    let refused = batch(site, &robot, &changed, json!({"if_measured": "correct"})).expect(422);
    assert_eq!((&refused.json["errors"][0]["pointer"], refused.code()), (&json!("/reason"), "invalid"));
    let wanted = json!({"if_measured": "correct", "reason": "Etterregistrert"});
    let corrected = batch(site, &robot, &changed, wanted.clone()).expect(201);
    assert_eq!(states(&corrected), ["unchanged", "corrected", "recorded"]);
    let july = stands(site, &robot, "2025-07-31");
    assert_eq!(
        [&july["value"], &july["version"], &july["reason"]],
        [&json!("30.5"), &json!(2), &json!("Etterregistrert")]
    );
    assert_eq!(stands(site, &robot, "2025-06-30")["version"], 1);
    assert_eq!(states(&batch(site, &robot, &changed, wanted).expect(200)), ["unchanged"; 3]);
    // A reason that would be lost, and a word that is none.
    batch(site, &robot, &changed, json!({"reason": "Etterregistrert"})).expect(422);
    batch(site, &robot, &changed, json!({"if_measured": "overwrite"})).expect(422);
    doctor(site);
});

on_both!(one_figure_is_sent_again_by_the_same_words, |site| {
    let robot = site.person("contributor", 0);
    let send = |body: Value| robot.post(&path(site), &body);
    let first = send(json!({"on": "2025-06-30", "value": "31", "if_measured": "same"})).expect(201).json;
    assert_eq!(first["state"], "recorded");
    let again = send(json!({"on": "2025-06-30", "value": "31", "if_measured": "same"})).expect(200);
    assert_eq!((&again.json["state"], &again.json["id"]), (&json!("unchanged"), &first["id"]));
    send(json!({"on": "2025-06-30", "value": "30", "if_measured": "same"})).expect(409);
    send(json!({"on": "2025-06-30", "value": "30"})).expect(409);
    // What is left out stays; what is said otherwise is a correction.
    let wanted = |more: Value| {
        let mut body = json!({"on": "2025-06-30", "value": "31", "if_measured": "correct", "reason": "Kontrollert"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    send(wanted(json!({}))).expect(200);
    let corrected = send(wanted(json!({"kind": "audited"}))).expect(201);
    assert_eq!(corrected.etag.as_deref(), Some("\"2\""));
    let key = [("idempotency-key", "juni")];
    let third = wanted(json!({"value": "30"}));
    let once = robot.json("POST", &path(site), &key, &third).expect(201);
    let twice = robot.json("POST", &path(site), &key, &third).expect(201);
    assert_eq!((&once.json["state"], &once.json), (&json!("corrected"), &twice.json));
    assert_eq!(stands(site, &robot, "2025-06-30")["version"], 3);
    let other = site.person_in("contributor", 0, 1);
    other.post(&path(site), &wanted(json!({}))).expect(404);
});

on_both!(what_looks_mistyped_is_recorded_and_said, |site| {
    let robot = site.person("contributor", 0);
    let send = |on: &str, value: &str| robot.post(&path(site), &json!({"on": on, "value": value})).expect(201).json;
    // The seed ends with 33 on 1 May; from 42 the target is 28.
    assert_eq!(send("2025-06-30", "31")["unusual"], json!([]));
    let thousandfold = send("2025-07-31", "31000");
    assert_eq!(thousandfold["unusual"], json!(["unusual_jump_of_thousand"]));
    let id = thousandfold["id"].as_str().expect("an id");
    let at = format!("/api/v1/measurements/{id}/corrections");
    let correct = |version: &str, value: &str| {
        let body = json!({"value": value, "reason": "Skrevet feil"});
        robot.json("POST", &at, &[("if-match", version)], &body).expect(201).json
    };
    // A correction is held against what was measured before its day, as on the page.
    assert_eq!(correct("\"1\"", "310")["unusual"], json!(["unusual_jump_of_ten"]));
    assert_eq!(correct("\"2\"", "52")["unusual"], json!(["unusual_outside_plan"]));
    let mended = correct("\"3\"", "31");
    assert_eq!((&mended["unusual"], &mended["state"]), (&json!([]), &json!("corrected")));
    // Of many, each is held against the one before it that was not doubted: the same mistake is said in every row.
    let many = [("2025-08-31", "310"), ("2025-09-30", "310"), ("2025-10-31", "30"), ("2025-11-30", "310")];
    let answer = batch(site, &robot, &many, json!({})).expect(201).json;
    let said: Vec<&Value> = answer["items"].as_array().expect("items").iter().map(|item| &item["unusual"]).collect();
    let tenfold = json!(["unusual_jump_of_ten"]);
    assert_eq!(said, [&tenfold, &tenfold, &json!([]), &tenfold]);
    let right = [("2025-08-31", "30.5"), ("2025-09-30", "30"), ("2025-10-31", "30"), ("2025-11-30", "29")];
    let answer =
        batch(site, &robot, &right, json!({"if_measured": "correct", "reason": "Feil enhet"})).expect(201).json;
    for item in answer["items"].as_array().expect("items") {
        assert_eq!(item["unusual"], json!([]), "{item}");
    }
    doctor(site);
});

on_both!(a_correction_says_how_many_answered_too, |site| {
    let (robot, coordinator) = (site.person("contributor", 0), site.person("coordinator", 0));
    let survey = json!({"on": "2025-06-30", "value": "31", "n": 12, "invited": 40});
    let made = robot.post(&path(site), &survey).expect(201).json;
    let id = made["id"].as_str().expect("an id");
    let at = format!("/api/v1/measurements/{id}/corrections");
    let correct = |version: &str, body: Value| robot.json("POST", &at, &[("if-match", version)], &body);
    let latest = |who: &Person| {
        let series = format!("/api/v1/commitments/{}/series", site.id("commitments", 0));
        let measured = who.get(&series).expect(200).json["measured"].clone();
        measured.as_array().and_then(|list| list.last()).map(|one| one["value"].clone()).expect("a last one")
    };
    // The rules are those of recording, also against what stays.
    for wrong in [json!({"n": 41}), json!({"invited": 11}), json!({"n": -1}), json!({"n": "12"})] {
        let mut body = json!({"value": "31", "reason": "Talt"});
        body.as_object_mut().expect("an object").extend(wrong.as_object().expect("an object").clone());
        correct("\"1\"", body).expect(422);
    }
    let second = correct("\"1\"", json!({"value": "31", "reason": "Talt", "n": 3})).expect(201).json;
    assert_eq!([&second["n"], &second["invited"]], [&json!(3), &json!(40)]);
    // Three answers are nobody's to see from now on, and count in nothing.
    assert_eq!(latest(&coordinator), Value::Null);
    doctor(site);
    let third =
        correct("\"2\"", json!({"value": "30", "reason": "Alle svar", "n": 38, "invited": null})).expect(201).json;
    assert_eq!([&third["n"], &third["invited"]], [&json!(38), &Value::Null]);
    assert_eq!(latest(&coordinator), json!("30"));
    doctor(site);
    let history = |who: &Person| {
        let answer = who.get(&format!("/api/v1/measurements/{id}")).expect(200).json;
        let versions = answer["history"].as_array().expect("versions").clone();
        versions.iter().map(|old| [old["value"].clone(), old["n"].clone()]).collect::<Vec<_>>()
    };
    assert_eq!(history(&robot), [[json!("31"), json!(12)], [json!("31"), json!(3)]]);
    assert_eq!(history(&coordinator), [[json!("31"), json!(12)], [Value::Null, json!(3)]]);
    // The page fills in what stands, corrects it, and its history shows it.
    let browser = Browser::of(&robot);
    let page = browser.get(&format!("/measurements/{id}/correct")).expect(200).text;
    assert!(page.contains("name=\"n\"") && page.contains("value=\"38\""), "{page}");
    let form = |n: &str, invited: &str| {
        let fields = [("version", "3"), ("value", "30"), ("reason", "Talt"), ("n", n), ("invited", invited)];
        browser.post(&format!("/measurements/{id}/correct"), &fields)
    };
    form("38", "12").expect(422);
    form("mange", "").expect(422);
    form("38", "50").expect(303);
    let page = browser.get(&format!("/commitments/{}", site.id("commitments", 0))).expect(200).text;
    assert!(page.contains("38 av 50 svarte") && page.contains("12 av 40 svarte"), "the history says it");
    doctor(site);
});
