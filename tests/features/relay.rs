//! The relay: offered, answered once, by the right person, for exact content.

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site, in_days};
use crate::on_both;

/// The handover that waits for an answer in the first region: to its second municipality.
pub(super) fn open_offer(site: &Site) -> (String, Person, Person) {
    (site.id("handovers", 1), site.person("coordinator", 0), site.person_in("executive", 0, 1))
}

fn acceptance(hash: &Value) -> Value {
    json!({"content_sha256": hash, "form": "full", "statement": "Behandlet i ledergruppen"})
}

on_both!(an_executive_takes_the_baton_and_holds_a_receipt, |site| {
    let (id, _, executive) = open_offer(site);
    let offer = executive.get(&format!("/api/v1/handovers/{id}")).expect(200);
    let receipt = executive
        .post(&format!("/api/v1/handovers/{id}/acceptance"), &acceptance(&offer.json["content_sha256"]))
        .expect(200);
    assert_eq!(receipt.json["content_sha256"], offer.json["content_sha256"]);
    assert_eq!(receipt.json["executive"]["name"], "Per Dahl");
    let again = executive.get(&format!("/api/v1/handovers/{id}/receipt")).expect(200);
    assert_eq!(again.json["audit_hash"], receipt.json["audit_hash"]);
    assert_eq!(executive.get(&format!("/api/v1/handovers/{id}")).json["state"], "accepted");
});

/// A bundle as its files.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    (0..zip.len())
        .map(|place| {
            let mut content = Vec::new();
            let mut file = zip.by_index(place).expect("a file");
            let name = file.name().expect("a name").into_owned();
            std::io::Read::read_to_end(&mut file, &mut content).expect("read");
            (name, content)
        })
        .collect()
}

fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a file");
        std::io::Write::write_all(&mut zip, content).expect("written");
    }
    zip.finish().expect("a ZIP").into_inner()
}

on_both!(years_later_anyone_can_check_who_took_what_on_in_which_words, |site| {
    let (id, _, executive) = open_offer(site);
    executive.get(&format!("/api/v1/handovers/{id}/archive")).expect(404);
    let asked = json!({"question": "Hvem betaler?"});
    executive.post(&format!("/api/v1/handovers/{id}/clarifications"), &asked).expect(200);
    let hash = executive.get(&format!("/api/v1/handovers/{id}")).json["content_sha256"].clone();
    let mut answer = acceptance(&hash);
    (answer["form"], answer["conditions"]) = (json!("with_conditions"), json!("Bare hvis budsjettet holder"));
    answer["adjustments"] =
        json!([{"indicator_id": site.id("indicators", 0), "value": "33.5", "reason": "Færre saker"}]);
    executive.post(&format!("/api/v1/handovers/{id}/acceptance"), &answer).expect(200);
    let bundle = executive.get(&format!("/api/v1/handovers/{id}/archive")).expect(200);
    assert_eq!(bundle.header("content-type"), "application/zip");
    site.person_in("executive", 1, 0).get(&format!("/api/v1/handovers/{id}/archive")).expect(404);
    // The installation is gone; the file is enough.
    site.kill();
    let verify = |bytes: &[u8]| {
        let file = site.folder().join("bundle.zip");
        std::fs::write(&file, bytes).expect("written");
        site.run(&["receipt", "verify", &file.display().to_string(), "--json"], "")
    };
    let (code, out, err) = verify(&bundle.bytes);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Per Dahl") && out.contains(hash.as_str().expect("a hash")), "{out}");
    let files = unpacked(&bundle.bytes);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let documents = ["package.pdf", "receipt.pdf"];
    assert_eq!(names[..5], ["README.txt", "package.json", "receipt.json", "events.json", "words.json"]);
    assert_eq!(names[5..], documents);
    assert_eq!(verify(&packed(&files)).0, 0, "packing it anew changes nothing");
    let forged = |name: &str, from: &str, to: &str| {
        let mut files = files.clone();
        let file = files.iter_mut().find(|(known, _)| known == name).expect("the file");
        let text = String::from_utf8(file.1.clone()).expect("text");
        assert!(text.contains(from), "{name} holds {from}");
        file.1 = text.replacen(from, to, 1).into_bytes();
        verify(&packed(&files)).0
    };
    assert_eq!(forged("package.json", "Digital", "Analog"), 5);
    assert_eq!(forged("receipt.json", "budsjettet holder", "budsjettet sprekker"), 5);
    assert_eq!(forged("receipt.json", "Behandlet", "Ikke behandlet"), 5);
    assert_eq!(forged("receipt.json", "\"form\": \"with_conditions\"", "\"form\": \"full\""), 5);
    assert_eq!(forged("events.json", "handover_accepted", "handover_refused"), 5);
    assert_eq!(forged("words.json", "budsjettet holder", "budsjettet sprekker"), 5);
    assert_eq!(forged("receipt.json", "\"municipality\": \"Havneset\"", "\"municipality\": \"Oslo\""), 5);
    assert_eq!(forged("receipt.json", "\"from_month\": null", "\"from_month\": \"2030-01\""), 5);
    assert_eq!(forged("receipt.json", "\"name\": \"Per Dahl\"", "\"name\": \"Ola Nordmann\""), 5);
    let deputy = "\"name\": \"Per Dahl\", \"on_behalf_of\": {\"id\": \"0jcgh9fkgazss\", \"name\": \"Anne\"}";
    assert_eq!(forged("receipt.json", "\"name\": \"Per Dahl\"", deputy), 5);
    assert_eq!(forged("receipt.json", "\"value\": \"33.5\"", "\"value\": \"3.5\""), 5);
    assert_eq!(forged("receipt.json", "Færre saker", "Flere saker"), 5);
    assert_eq!(forged("receipt.json", "\"name\": \"Eva Bakke\"", "\"name\": \"Ola Nordmann\""), 5, "an owner");
    assert_eq!(forged("words.json", "Hvem betaler?", "Hvem vinner?"), 5, "words of another event");
    for name in documents {
        let less: Vec<_> = files.iter().filter(|(known, _)| known != name).cloned().collect();
        assert_eq!(verify(&packed(&less)).0, 5, "without {name}");
    }
    let mut more = files.clone();
    more.push(("more.txt".into(), b"x".to_vec()));
    assert_eq!(verify(&packed(&more)).0, 5);
    let mut damaged = bundle.bytes.clone();
    let place = damaged.windows(4).rposition(|four| four == b"%PDF").unwrap_or(damaged.len() * 2 / 3);
    damaged[place + 100] ^= 1;
    assert_eq!(verify(&damaged).0, 5, "a bit of a document");
    assert_eq!(verify(b"PK no ZIP").0, 5);
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

on_both!(a_receipt_speaks_of_what_was_accepted_whatever_happened_since, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let at = |what: &str| format!("/api/v1/handovers/{id}{what}");
    let municipality = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id").to_owned();
    let indicator = site.id("indicators", 0);
    let owner = site.person_in("benefit_owner", 0, 1);
    let me = owner.get("/api/v1/me").expect(200).json;
    // A deputy answers, and names somebody who has no account yet.
    let delegation = json!({"deputy_id": me["id"], "from": in_days(-30), "to": in_days(365)});
    executive.post(&format!("/api/v1/municipalities/{municipality}/delegations"), &delegation).expect(201);
    let hash = executive.get(&at("")).expect(200).json["content_sha256"].clone();
    let mut answer = acceptance(&hash);
    answer["adjustments"] = json!([{"indicator_id": indicator, "value": "33.5", "reason": "Færre saker"}]);
    answer["owners"] = json!([{"indicator_id": indicator,
        "invite": {"name": "Ny Eier", "email": "ny.eier@havneset.example"}}]);
    let page = Browser::of(&owner)
        .post(
            &format!("/handovers/{id}/acceptance"),
            &[("form", "full"), ("content_sha256", hash.as_str().expect("a hash"))],
        )
        .expect(200)
        .text;
    assert!(page.contains("på vegne av Per Dahl"), "the check page says for whom: {page}");
    let receipt = owner.post(&at("/acceptance"), &answer).expect(200).json;
    assert_eq!(receipt["owners"][0]["name"], "Ny Eier");
    let figures = format!("/api/v1/indicators/{indicator}/commitments/{municipality}");
    // Another takes the benefit over, the baton goes back and a new package is offered.
    executive.post(&at("/hand-back"), &json!({"reason": "Nytt budsjett"})).expect(200);
    let now = coordinator.get(&figures).expect(200);
    let mut changed = now.json.clone();
    changed["owner_id"] = me["id"].clone();
    let kept = ["baseline", "target", "plan", "owner_id", "use_of_gain", "first_measurement_on"];
    changed.as_object_mut().expect("an object").retain(|name, _| kept.contains(&name.as_str()));
    let version = now.etag.expect("a version");
    coordinator.json("PUT", &figures, &[("if-match", version.as_str())], &changed).expect(200);
    coordinator.post(&at("/offer"), &json!({"answer_by": "2099-12-31"})).expect(200);
    let after = coordinator.get(&at("/receipt")).expect(200).json;
    assert_eq!((&after["owners"], &after["content_sha256"]), (&receipt["owners"], &hash));
    let browser = Browser::of(&coordinator);
    let page = browser.get(&format!("/handovers/{id}/receipt")).expect(200).text;
    for words in ["Ny Eier", "33,5", "Færre saker", hash.as_str().expect("a hash")] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert!(!page.contains("Angre"), "the region gives no baton back");
    let package = coordinator.get(&at("/package?of=acceptance")).expect(200).text;
    assert_eq!(stafett::audit::rules::sha256_hex(package.as_bytes()), hash.as_str().expect("a hash"));
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
    site.sql("UPDATE acceptance SET owners = REPLACE(owners, 'Ny Eier', 'Ola Nordmann')");
    assert_eq!(site.run(&["audit", "verify"], "").0, 5);
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

on_both!(what_was_changed_since_last_time_is_shown_before_the_next_answer, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let at = |what: &str| format!("/api/v1/handovers/{id}{what}");
    let accept = |extra: &Value| {
        let hash = executive.get(&at("")).expect(200).json["content_sha256"].clone();
        let mut body = acceptance(&hash);
        body.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        executive.post(&at("/acceptance"), &body)
    };
    accept(&json!({"discussed_on": "2999-01-01"})).expect(422);
    let receipt = accept(&json!({"discussed_on": "2026-01-15", "case_number": "26/00123"})).expect(200).json;
    assert_eq!([&receipt["discussed_on"], &receipt["case_number"]], [&json!("2026-01-15"), &json!("26/00123")]);
    let browser = Browser::of(&executive);
    let page = browser.get(&format!("/handovers/{id}/receipt")).expect(200).text;
    assert!(page.contains("26/00123") && page.contains("15. januar 2026"), "the receipt tells of the case");
    executive.post(&at("/hand-back"), &json!({"reason": "Måltallet er for stramt"})).expect(200);

    let town = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id");
    let path = format!("/api/v1/indicators/{}/commitments/{town}", site.id("indicators", 0));
    let before = coordinator.get(&path).expect(200);
    let mut promise = json!({"target": {"value": "33.5", "on": "2027-06-30"}});
    for name in ["baseline", "plan", "owner_id", "use_of_gain", "budget", "first_measurement_on"] {
        promise[name] = before.json[name].clone();
    }
    let version = before.etag.expect("a version");
    coordinator.json("PUT", &path, &[("if-match", &version)], &promise).expect(200);
    coordinator.post(&at("/offer"), &json!({"answer_by": "2099-12-31"})).expect(200);
    let page = browser.get(&format!("/handovers/{id}")).expect(200).text;
    let table =
        page.split("id=\"differences\"").nth(1).expect("what was changed").split("</table>").next().expect("its end");
    assert!(table.contains("Måltall") && table.contains("33,5") && table.contains("30.06.2027"), "{table}");
    assert_eq!(table.matches("<tr").count(), 2, "the heading and the one thing that was changed: {table}");
    accept(&json!({})).expect(200);
    let page = browser.get(&format!("/handovers/{id}")).expect(200).text;
    assert!(!page.contains("id=\"differences\""), "it is answered");
});

on_both!(a_target_may_differ_with_a_reason_and_both_figures_stay, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let at = |what: &str| format!("/api/v1/handovers/{id}{what}");
    let indicator = site.id("indicators", 0);
    let offered = executive.get(&at("/package")).expect(200).text;
    let accept = |targets: &Value| {
        let mut body = acceptance(&executive.get(&at("")).expect(200).json["content_sha256"]);
        body["adjustments"] = targets.clone();
        executive.post(&at("/acceptance"), &body)
    };
    let target = |more: &Value| {
        let mut one = json!({"indicator_id": indicator, "reason": "Vi har færre saker enn naboene"});
        one.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!([one])
    };
    // Refused with its place, and nothing is taken.
    let refused = accept(&target(&json!({"value": "33.5", "reason": " "}))).expect(422).json;
    assert_eq!(refused["errors"][0]["pointer"], format!("/adjustments/{indicator}/reason"));
    accept(&target(&json!({"value": "33.5", "reason": "\u{200b}\u{202e}"}))).expect(422);
    accept(&target(&json!({}))).expect(422);
    accept(&target(&json!({"on": "1999-01-01"}))).expect(422);
    accept(&json!([{"indicator_id": "0000000000099", "value": "1", "reason": "Ukjent"}])).expect(422);
    assert!(matches!(accept(&target(&json!({"value": "1e400"}))).status, 400 | 422));
    let mut long = acceptance(&executive.get(&at("")).expect(200).json["content_sha256"]);
    (long["form"], long["conditions"]) = (json!("with_conditions"), json!("x".repeat(10_000)));
    let refused = executive.post(&at("/acceptance"), &long).expect(422).json;
    assert_eq!(refused["errors"][0]["pointer"], "/conditions");
    assert_eq!(executive.get(&at("")).expect(200).json["state"], "offered");

    // On the page: the check page says both figures, and the receipt keeps them.
    let browser = Browser::of(&executive);
    let hash = executive.get(&at("")).expect(200).json["content_sha256"].as_str().expect("a hash").to_owned();
    let (value, on, reason) = (
        format!("adjustments_{indicator}_value"),
        format!("adjustments_{indicator}_on"),
        format!("adjustments_{indicator}_reason"),
    );
    let mut form =
        vec![("form", "full"), ("content_sha256", &hash), (&value, "33,5"), (&on, ""), (&reason, "Vi har færre saker")];
    let path = format!("/handovers/{id}/acceptance");
    let page = browser.post(&path, &form).expect(200).text;
    let table = page.split("id=\"adjusted\"").nth(1).expect("both figures").split("</table>").next().expect("its end");
    assert!(table.contains("33,5") && table.contains("Vi har færre saker"), "{table}");
    form.push(("confirmed", "yes"));
    browser.post(&path, &form).expect(303);

    let receipt = coordinator.get(&at("/receipt")).expect(200).json;
    assert_eq!(receipt["adjustments"][0]["indicator_id"], json!(indicator));
    assert_eq!(receipt["adjustments"][0]["target"]["value"], "33.5");
    assert_eq!(receipt["adjustments"][0]["reason"], "Vi har færre saker");
    assert_eq!(coordinator.get(&at("/package")).expect(200).text, offered, "what was proposed stays as it was");
    let town = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id");
    let figures = coordinator.get(&format!("/api/v1/indicators/{indicator}/commitments/{town}")).expect(200).json;
    assert_eq!(figures["target"]["value"], "33.5", "what was taken on is what counts");
    for page in [format!("/handovers/{id}"), format!("/handovers/{id}/receipt")] {
        let text = Browser::of(&coordinator).get(&page).expect(200).text;
        assert!(text.contains("33,5") && text.contains("Vi har færre saker"), "{page} tells the region of it");
    }
    let events = coordinator.get("/api/v1/audit?limit=200").expect(200).text;
    assert!(events.contains("target_adjusted"), "{events}");
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
    assert_eq!(site.run(&["doctor"], "").0, 0);

    // Another figure behind the log's back is found.
    site.sql("UPDATE acceptance SET adjustments = REPLACE(adjustments, '33.5', '20') WHERE adjustments <> ''");
    assert_eq!(site.run(&["audit", "verify"], "").0, 5);
});

on_both!(what_the_gain_does_to_the_budget_is_said_in_the_answer, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let at = |what: &str| format!("/api/v1/handovers/{id}{what}");
    let indicator = site.id("indicators", 0);
    let hash = executive.get(&at("")).expect(200).json["content_sha256"].as_str().expect("a hash").to_owned();
    let accept = |more: &Value| {
        let mut one = json!({"indicator_id": indicator});
        one.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let mut body = acceptance(&json!(hash));
        body["adjustments"] = json!([one]);
        executive.post(&at("/acceptance"), &body)
    };
    let pointer = |body: &Value| accept(body).expect(422).json["errors"][0]["pointer"].clone();
    let field = |name: &str| json!(format!("/adjustments/{indicator}/{name}"));
    assert_eq!(pointer(&json!({"budget": {"no_cash_effect": false}})), field("budget/no_cash_effect"));
    assert_eq!(pointer(&json!({"budget": {"year": 12, "account": "1200", "amount": "1"}})), field("budget/year"));
    assert_eq!(pointer(&json!({"reason": "Uten måltall"})), field("value"));
    assert_eq!(pointer(&json!({})), field("value"));

    // On the page: parts of an entry are refused where they are missing, and so are an entry and none at once.
    let browser = Browser::of(&executive);
    let path = format!("/handovers/{id}/acceptance");
    let name = |field: &str| format!("adjustments_{indicator}_{field}");
    let send =
        |fields: &[(&str, &str)]| {
            let mut form = vec![("form".to_owned(), "full"), ("content_sha256".to_owned(), hash.as_str())];
            form.push((name("value"), ""));
            form.extend(fields.iter().map(|(field, value)| {
                (if *field == "confirmed" { "confirmed".to_owned() } else { name(field) }, *value)
            }));
            let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
            browser.post(&path, &form)
        };
    for (fields, wrong) in [
        (vec![("budget_year", "2027"), ("budget_account", "1200")], "budget_amount"),
        (vec![("budget_year", "i fjor"), ("budget_account", "1200"), ("budget_amount", "1")], "budget_year"),
        (vec![("budget_year", "12"), ("budget_account", "1200"), ("budget_amount", "1")], "budget_year"),
        (vec![("budget_no_cash_effect", "yes"), ("budget_year", "2027")], "budget_no_cash_effect"),
    ] {
        let page = send(&fields).expect(422).text;
        assert!(page.contains(&format!("href=\"#{}\"", name(wrong))), "{wrong}: {page}");
    }
    let entry = [("budget_year", "2027"), ("budget_account", "1200 Lønn"), ("budget_amount", "−350 000")];
    let page = send(&entry).expect(200).text;
    assert!(page.contains("2027, konto 1200 Lønn: −350"), "the check page says it: {page}");
    send(&[&entry[..], &[("confirmed", "yes")]].concat()).expect(303);

    let receipt = coordinator.get(&at("/receipt")).expect(200).json;
    let entry = json!({"year": 2027, "account": "1200 Lønn", "amount": "-350000"});
    assert_eq!(receipt["adjustments"], json!([{"indicator_id": indicator, "budget": entry}]));
    let town = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id");
    let figures = coordinator.get(&format!("/api/v1/indicators/{indicator}/commitments/{town}")).expect(200).json;
    assert_eq!(figures["budget"], entry, "it stands among the municipality's figures");
    for page in [format!("/handovers/{id}"), format!("/handovers/{id}/receipt")] {
        let text = Browser::of(&coordinator).get(&page).expect(200).text;
        assert!(text.contains("konto 1200 Lønn"), "{page} tells the region of it");
    }
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
    assert_eq!(site.run(&["doctor"], "").0, 0);
    site.sql("UPDATE acceptance SET adjustments = REPLACE(adjustments, '350000', '3500') WHERE adjustments <> ''");
    assert_eq!(site.run(&["audit", "verify"], "").0, 5);
});

on_both!(an_owner_without_an_account_is_invited_with_the_answer, |site| {
    let (id, _, executive) = open_offer(site);
    let at = |what: &str| format!("/api/v1/handovers/{id}{what}");
    let indicator = site.id("indicators", 0);
    let accept = |owner: &Value| {
        let mut body = acceptance(&executive.get(&at("")).expect(200).json["content_sha256"]);
        let mut one = json!({"indicator_id": indicator});
        one.as_object_mut().expect("an object").extend(owner.as_object().expect("an object").clone());
        body["owners"] = json!([one]);
        executive.post(&at("/acceptance"), &body)
    };
    let refused = accept(&json!({"invite": {"name": "Ny Eier", "email": "ikke en adresse"}})).expect(422).json;
    assert_eq!(refused["errors"][0]["pointer"], "/invite/email");
    for name in ["Ny\r\nBcc: alle", "\u{202e}reiE yN", "\u{200b}\u{2060}", "N\u{443} Eier"] {
        let refused = accept(&json!({"invite": {"name": name, "email": "ny.eier@havneset.example"}})).expect(422).json;
        assert_eq!(refused["errors"][0]["pointer"], "/invite/name", "{name:?}");
    }
    // In Cyrillic letters alone one can look exactly like somebody who is there; a name of one's own in them is a name.
    let town = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id").to_owned();
    let named = |name: &str, email: &str| {
        json!({"name": name, "email": email, "role": "reader",
            "region_id": site.seed["regions"][0]["id"], "municipality_id": town})
    };
    executive.post("/api/v1/people", &named("Copax Epo", "copax@havneset.example")).expect(201);
    let alike = "\u{421}\u{43e}\u{440}\u{430}\u{445} \u{415}\u{440}\u{43e}";
    let refused = accept(&json!({"invite": {"name": alike, "email": "ny.eier@havneset.example"}})).expect(422).json;
    assert_eq!(refused["errors"][0]["pointer"], "/invite/name");
    assert_eq!(refused["errors"][0]["code"], "passes_for_another");
    executive.post("/api/v1/people", &named("Иван Петров", "ivan@havneset.example")).expect(201);
    accept(&json!({})).expect(422);
    accept(&json!({"person_id": "0000000000099"})).expect(422);
    // Somebody whose account is closed owns nothing, by name or by invitation; nobody is named twice.
    let administrator = site.person("administrator", 0);
    let person = site.person_in("contributor", 0, 1).get("/api/v1/me").expect(200).json;
    let closed = format!("/api/v1/people/{}", person["id"].as_str().expect("an id"));
    let version = administrator.get(&closed).expect(200).etag.expect("a version");
    administrator.patch(&closed, &version, &json!({"status": "disabled"})).expect(200);
    accept(&json!({"person_id": person["id"]})).expect(422);
    accept(&json!({"invite": {"name": "Stengt Konto", "email": person["email"]}})).expect(422);
    let mut twice = acceptance(&executive.get(&at("")).expect(200).json["content_sha256"]);
    let own = json!({"indicator_id": indicator, "person_id": executive.get("/api/v1/me").expect(200).json["id"]});
    twice["owners"] = json!([own, own]);
    executive.post(&at("/acceptance"), &twice).expect(422);
    assert_eq!(executive.get(&at("")).expect(200).json["state"], "offered");
    let people = |who: &Person| who.get("/api/v1/people?limit=200").expect(200).text;
    assert!(!people(&executive).contains("ny.eier@"), "who was refused invited nobody");

    accept(&json!({"invite": {"name": "Ny Eier", "email": "ny.eier@havneset.example"}})).expect(200);
    let everybody = executive.get("/api/v1/people?limit=200").expect(200).json;
    let invited =
        everybody["items"].as_array().expect("people").iter().find(|one| one["email"] == "ny.eier@havneset.example");
    let invited = invited.expect("the invited owner");
    assert_eq!((&invited["status"], &invited["roles"][0]["role"]), (&json!("invited"), &json!("benefit_owner")));
    let town = site.seed["regions"][0]["municipalities"][1]["id"].as_str().expect("an id");
    let figures = executive.get(&format!("/api/v1/indicators/{indicator}/commitments/{town}")).expect(200).json;
    assert_eq!(figures["owner_id"], invited["id"]);
});
