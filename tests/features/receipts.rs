//! What is left of a baton that was taken: receipt, archive, and that both stand.

use serde_json::json;

use super::relay::{acceptance, open_offer};
use crate::harness::{Browser, in_days};
use crate::on_both;

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
