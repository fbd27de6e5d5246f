//! The relay: offered, answered once, by the right person, for exact content.

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site, in_days};
use crate::on_both;

/// The handover that waits for an answer in the first region: to its second municipality.
pub(super) fn open_offer(site: &Site) -> (String, Person, Person) {
    (site.id("handovers", 1), site.person("coordinator", 0), site.person_in("executive", 0, 1))
}

/// The baton taken in full, for this content.
pub(super) fn acceptance(hash: &Value) -> Value {
    json!({"content_sha256": hash, "form": "full", "statement": "Behandlet i ledergruppen"})
}

on_both!(what_is_only_being_prepared_is_between_the_region_and_the_municipality, |site| {
    let coordinator = site.person("coordinator", 0);
    let project = site.id("projects", 0);
    let third = site.seed["regions"][0]["municipalities"][2]["id"].clone();
    let state = |who: &Person| {
        let path = format!("/api/v1/regions/{}/matrix", site.id("regions", 0));
        let matrix = who.get(&path).expect(200).json;
        let cells = matrix["rows"][0]["cells"].as_array().expect("cells").clone();
        let cell = cells.into_iter().find(|cell| cell["municipality_id"] == third).expect("the third's");
        let sheet = who.get(&format!("{path}?format=csv")).expect(200).text;
        let page = Browser::of(who).get(&format!("/projects/{project}")).expect(200).text;
        (cell["handover_state"].clone(), sheet.contains("draft"), page.contains("Utkast"))
    };
    assert_eq!(state(&coordinator), (json!("draft"), true, true));
    assert_eq!(state(&site.person_in("executive", 0, 2)), (json!("draft"), true, true));
    assert_eq!(state(&site.person_in("executive", 0, 0)), (Value::Null, false, false));
});

on_both!(while_the_region_owes_an_answer_the_clock_stands_still_on_every_page, |site| {
    let (id, coordinator, executive) = open_offer(site);
    executive
        .post(&format!("/api/v1/handovers/{id}/clarifications"), &json!({"question": "Hvem betaler?"}))
        .expect(200);
    site.sql("UPDATE handover SET answer_by = 20000 WHERE state = 'clarification_asked'");
    let region = format!("/regions/{}", site.id("regions", 0));
    for (who, path) in [(&coordinator, "/"), (&executive, "/"), (&coordinator, region.as_str())] {
        let page = Browser::of(who).get(path).expect(200).text;
        assert!(!page.contains("Fristen gikk ut") && !page.contains("Svarfristen er ute"), "{path}: {page}");
    }
});

on_both!(a_second_answer_is_told_who_answered_and_when, |site| {
    let (id, _, executive) = open_offer(site);
    let hash = executive.get(&format!("/api/v1/handovers/{id}")).json["content_sha256"].clone();
    executive.post(&format!("/api/v1/handovers/{id}/acceptance"), &acceptance(&hash)).expect(200);
    for (path, body) in [
        ("acceptance", acceptance(&hash)),
        ("acceptance", acceptance(&json!("0".repeat(64)))),
        ("refusal", json!({"reason": "angrer"})),
    ] {
        let late = executive.post(&format!("/api/v1/handovers/{id}/{path}"), &body).expect(409);
        assert_eq!(late.code(), "already_answered");
        assert_eq!(late.json["answered_by"], "Per Dahl");
        assert_eq!(late.json["state"], "accepted");
    }
});

on_both!(an_answer_to_a_package_that_changed_is_stale, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let before = executive.get(&format!("/api/v1/handovers/{id}")).json["content_sha256"].clone();
    let project = coordinator.get(&format!("/api/v1/projects/{}", site.id("projects", 0))).expect(200);
    coordinator
        .patch(
            &format!("/api/v1/projects/{}", site.id("projects", 0)),
            project.etag.as_deref().expect("a version"),
            &json!({"summary": "Noe annet enn det som ble lest"}),
        )
        .expect(200);
    let stale = executive.post(&format!("/api/v1/handovers/{id}/acceptance"), &acceptance(&before)).expect(412);
    assert_eq!(stale.code(), "package_changed");
    let after = executive.get(&format!("/api/v1/handovers/{id}")).json["content_sha256"].clone();
    assert_ne!(before, after);
    executive.post(&format!("/api/v1/handovers/{id}/acceptance"), &acceptance(&after)).expect(200);
});

on_both!(only_the_executive_or_a_deputy_answers, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let hash = executive.get(&format!("/api/v1/handovers/{id}")).json["content_sha256"].clone();
    let owner = site.person_in("benefit_owner", 0, 1);
    let path = format!("/api/v1/handovers/{id}/acceptance");
    assert_eq!(owner.post(&path, &acceptance(&hash)).expect(403).code(), "only_the_executive");
    coordinator.post(&path, &acceptance(&hash)).expect(403);
    // The neighbour's executive and another region's see nothing at all.
    site.person_in("executive", 0, 0).post(&path, &acceptance(&hash)).expect(404);
    site.person_in("executive", 1, 0).post(&path, &acceptance(&hash)).expect(404);
    let deputy = owner.get("/api/v1/me").json["id"].clone();
    let municipality = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id").to_owned();
    executive
        .post(
            &format!("/api/v1/municipalities/{municipality}/delegations"),
            &json!({"deputy_id": deputy, "from": in_days(-30), "to": in_days(365)}),
        )
        .expect(201);
    let receipt = owner.post(&path, &acceptance(&hash)).expect(200);
    assert_eq!(receipt.json["executive"]["on_behalf_of"]["name"], "Per Dahl");
});

on_both!(clarification_stops_nothing_and_is_answered, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let at = |path: &str| format!("/api/v1/handovers/{id}/{path}");
    executive.post(&at("clarifications"), &json!({"question": "Hvem betaler?"})).expect(200);
    executive.post(&at("clarifications"), &json!({"question": "Og når?"})).expect(409);
    coordinator.post(&at("clarification-answers"), &json!({"answer": "Regionen"})).expect(200);
    coordinator.post(&at("withdrawal"), &json!({})).expect(200);
    assert_eq!(executive.get(&format!("/api/v1/handovers/{id}")).json["state"], "withdrawn");
    coordinator.post(&at("offer"), &json!({})).expect(200);
    let offer = executive.get(&format!("/api/v1/handovers/{id}")).expect(200);
    assert_eq!((&offer.json["state"], &offer.json["package_number"]), (&json!("offered"), &json!(2)));
});

on_both!(while_the_region_owes_an_answer_the_clock_stands_still, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let at = |path: &str| format!("/api/v1/handovers/{id}{path}");
    executive.post(&at("/clarifications"), &json!({"question": "Hvem betaler?"})).expect(200);
    // Asked eight days ago, and the last day to answer was five days ago.
    let micros = 8 * 86_400 * 1_000_000_i64;
    site.sql(&format!("UPDATE clarification SET asked_at = asked_at - {micros}"));
    let today = stafett::clock::Clock::System.now().day();
    let late = stafett::clock::Day::EPOCH.days_until(today) - 5;
    site.sql(&format!("UPDATE handover SET answer_by = {late} WHERE state = 'clarification_asked'"));
    let answered = coordinator.post(&at("/clarification-answers"), &json!({"answer": "Regionen"})).expect(200).json;
    let eight_later = today.plus_days(3).expect("a day").to_string();
    assert_eq!(answered["answer_by"], eight_later);
    let hash = executive.get(&at("")).expect(200).json["content_sha256"].clone();
    executive.post(&at("/acceptance"), &acceptance(&hash)).expect(200);
});

on_both!(an_offer_needs_its_ten_checks, |site| {
    let coordinator = site.person("coordinator", 0);
    let draft = site.id("handovers", 2);
    let refused = coordinator.post(&format!("/api/v1/handovers/{draft}/offer"), &json!({})).expect(409);
    assert_eq!(refused.code(), "not_ready");
    assert_eq!(refused.json["errors"].as_array().expect("a list").len(), 10);
    coordinator
        .put(&format!("/api/v1/handovers/{draft}/readiness/training"), &json!({"not_relevant_because": ""}))
        .expect(422);
    coordinator.put(&format!("/api/v1/handovers/{draft}/readiness/training"), &json!({"met": true})).expect(200);
    coordinator.put(&format!("/api/v1/handovers/{draft}/readiness/training"), &json!({"met": true})).expect(428);
    coordinator.put(&format!("/api/v1/handovers/{draft}/readiness/nonsense"), &json!({"met": true})).expect(404);
});

on_both!(in_every_race_of_acceptors_one_wins, |site| {
    let (id, _, executive) = open_offer(site);
    let token = executive.token().expect("signed in").to_owned();
    let rounds = std::env::var("STAFETT_RACE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(200_u32);
    let coordinator = site.person("coordinator", 0);
    for round in 0..rounds {
        race(site, &id, &token, &hash_now(&executive, &id), 2 + round as usize * 7 % 31);
        executive.post(&format!("/api/v1/handovers/{id}/hand-back"), &json!({"reason": "neste runde"})).expect(200);
        coordinator.post(&format!("/api/v1/handovers/{id}/offer"), &json!({})).expect(200);
    }
});

fn hash_now(executive: &Person, id: &str) -> Value {
    executive.get(&format!("/api/v1/handovers/{id}")).json["content_sha256"].clone()
}

/// So many accept at once: one wins, the rest are told so.
fn race(site: &Site, id: &str, token: &str, hash: &Value, racers: usize) {
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..racers)
            .map(|_| {
                let (token, body, id) = (token.to_owned(), acceptance(hash), id.to_owned());
                scope.spawn(move || {
                    Person::new(site, Some(token)).post(&format!("/api/v1/handovers/{id}/acceptance"), &body).status
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().expect("it ran")).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 409)), "{statuses:?}");
}

/// A number that looks random and is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

on_both!(whatever_is_done_in_whatever_order_no_acceptance_changes_and_none_is_given_twice, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let owner = site.person_in("benefit_owner", 0, 1);
    let at = |path: &str| format!("/api/v1/handovers/{id}/{path}");
    let mut dice = Dice(20_261_122);
    let mut receipts: std::collections::BTreeMap<i64, Value> = Default::default();
    let mut taken = 0;
    for step in 0..160 {
        let hash = executive.get(&format!("/api/v1/handovers/{id}")).expect(200).json["content_sha256"].clone();
        let form = ["full", "with_conditions", "later"][dice.roll(3)];
        let mut answer = json!({"content_sha256": hash, "form": form, "statement": format!("Steg {step}")});
        match form {
            "with_conditions" => answer["conditions"] = json!("Hvis budsjettet holder"),
            "later" => answer["from_month"] = json!("2099-01"),
            _ => {}
        }
        let (who, path, body) = match dice.roll(9) {
            0 | 1 => (&executive, "acceptance", answer),
            2 => (&coordinator, "acceptance", answer),
            3 => (&coordinator, "offer", json!({"answer_by": "2099-12-31"})),
            4 => (&coordinator, "withdrawal", json!({"reason": "Venter"})),
            5 => (&executive, "clarifications", json!({"question": "Hvem betaler?"})),
            6 => (&coordinator, "clarification-answers", json!({"answer": "Regionen"})),
            7 => (&executive, ["refusal", "hand-back"][dice.roll(2)], json!({"reason": "Ikke nå"})),
            _ => (&owner, "completion", json!({"report": "Ferdig"})),
        };
        let done = who.post(&at(path), &body);
        assert!([200, 403, 409].contains(&done.status), "{path}: {} {}", done.status, done.text);
        if path == "acceptance" && done.status == 200 {
            taken += 1;
            let number = done.json["package_number"].as_i64().expect("a number");
            assert!(!receipts.contains_key(&number), "package {number} was taken twice");
            receipts.insert(number, done.json);
        }
        let now = executive.get(&at("receipt"));
        let newest = receipts.iter().next_back();
        assert_eq!(now.status, if newest.is_some() { 200 } else { 404 });
        if let Some((_, kept)) = newest {
            for field in
                ["package_number", "form", "statement", "executive", "answered_at", "content_sha256", "audit_hash"]
            {
                assert_eq!(now.json[field], kept[field], "{field} of an acceptance changed after {path}");
            }
        }
    }
    assert!(taken >= 3, "the walk took the baton {taken} times, too few to say anything");
});
