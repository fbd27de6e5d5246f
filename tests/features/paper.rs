//! The package and the receipt as files that can be kept.

use serde_json::json;

use super::many::prepared;
use super::relay::open_offer;
use crate::harness::{Answer, Browser};
use crate::on_both;

/// A PDF file's text as another program reads it, on one line.
fn read(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.bytes.starts_with(b"%PDF-1.7"));
    text(&answer.bytes)
}

fn text(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).expect("a file that can be read");
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    file.extract_text(&pages).expect("text").replace('\n', "")
}

fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

on_both!(the_package_and_the_receipt_are_files_with_the_hash_and_the_names, |site| {
    let (id, coordinator, executive) = open_offer(site);
    let (package, receipt) = (format!("/handovers/{id}/package.pdf"), format!("/handovers/{id}/receipt.pdf"));
    let offer = executive.get(&format!("/api/v1/handovers/{id}")).expect(200);
    let hash = offer.json["content_sha256"].as_str().expect("a hash").to_owned();
    let browser = Browser::of(&executive);
    let before = browser.get(&package).expect(200);
    let named = format!("inline; filename=\"stafett-package-{id}.pdf\"");
    assert_eq!((before.header("content-disposition"), before.header("cache-control")), (named.as_str(), "no-store"));
    says(&read(&before), &[&hash, "Digital byggesak", "Havneset", "Saksbehandlingstid", "side 1 av"]);
    // Nothing was accepted yet; and whom it does not concern sees no more than on the page.
    browser.get(&receipt).expect(404);
    let stranger = Browser::of(&site.person_in("executive", 1, 0));
    stranger.get(&package).expect(404);

    let answer = json!({"content_sha256": hash, "form": "with_conditions", "conditions": "Bare hvis budsjettet holder",
        "statement": "Behandlet i ledergruppen", "discussed_on": "2024-11-05", "case_number": "24/1234",
        "adjustments": [{"indicator_id": site.id("indicators", 0), "value": "33.5", "reason": "Bemanningen"}]});
    let kept = executive.post(&format!("/api/v1/handovers/{id}/acceptance"), &answer).expect(200).json;
    let file = read(&browser.get(&receipt).expect(200));
    let proof = kept["audit_hash"].as_str().expect("a hash");
    says(&file, &[&hash, proof, "Per Dahl", "Havneset", "Bare hvis budsjettet holder", "24/1234"]);
    says(&file, &["5. november 2024", "stafett receipt verify", "Kvittering"]);
    says(&file, &["33,5", "foreslått: 28", "Bemanningen"]);
    let file = read(&browser.get(&package).expect(200));
    says(&file, &[&hash, "28 (31.12.2025)", "33,5", "Bemanningen"]);
    stranger.get(&receipt).expect(404);

    // The same through the API, in the language that is asked for; other formats are refused.
    let english = [("accept-language", "en")];
    let api = |what: &str| coordinator.send("GET", &format!("/api/v1/handovers/{id}/{what}"), &english, None);
    says(&read(&api("receipt?format=pdf").expect(200)), &[&hash, "Per Dahl", "page 1 of "]);
    says(&read(&api("package?format=pdf").expect(200)), &[&hash, "Digital byggesak"]);
    assert_eq!(api("package?format=docx").expect(422).code(), "invalid");
    assert_eq!(api("receipt?format=json").expect(200).json["audit_hash"], kept["audit_hash"]);

    // And in the bundle for the archive, beside what is checked.
    let bundle = api("archive").expect(200).bytes;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bundle)).expect("a ZIP");
    for name in ["package.pdf", "receipt.pdf"] {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name(name).expect("the file"), &mut bytes).expect("read");
        says(&text(&bytes), &[&hash]);
    }
});

on_both!(a_long_package_is_whole_on_paper, |site| {
    let coordinator = site.person("coordinator", 0);
    let (project, handovers) = prepared(site, &coordinator, 1);
    let (town, handover) = &handovers[0];
    let mut names = Vec::new();
    for number in 1..=12 {
        let benefit = json!({"title": format!("Gevinst {number} med et ganske langt navn"), "class": "time_saved",
            "arises_in": "own_organisation", "polarity": "benefit", "use_of_gain": "better_quality",
            "description": "Ordene skal stå på papiret som på skjermen. ".repeat(12),
            "assumptions": ["Alle får opplæring", "Systemet er i drift 李"]});
        let benefit = coordinator.post(&format!("/api/v1/projects/{project}/benefits"), &benefit).expect(201);
        let benefit = benefit.json["id"].as_str().expect("an id").to_owned();
        for part in 1..=3 {
            let name = format!("Indikator {number}.{part} på Čáhcesuolu");
            let body = json!({"name": name, "unit": "timer", "direction": "down", "frequency": "month",
                "method": "Telling", "decimals": 0});
            let made = coordinator.post(&format!("/api/v1/benefits/{benefit}/indicators"), &body).expect(201);
            let path = format!("/api/v1/indicators/{}/commitments/{town}", made.json["id"].as_str().expect("an id"));
            let promise = json!({"baseline": {"value": format!("{number}{part}40"), "on": "2026-01-01"},
                "target": {"value": "10.5", "on": "2027-01-01"}, "first_measurement_on": "2026-03-01"});
            coordinator.put(&path, &promise).expect(201);
            names.push(name);
        }
    }
    let answer = Browser::of(&coordinator).get(&format!("/handovers/{handover}/package.pdf")).expect(200);
    let file = read(&answer);
    for name in &names {
        // Once in the table with its figures, once with how it is counted.
        assert_eq!(file.matches(name.as_str()).count(), 2, "{name}");
    }
    says(&file, &["Gevinst 12 med et ganske langt navn", "10,5 (01.01.2027)", "U+674E"]);
    let pages = lopdf::Document::load_mem(&answer.bytes).expect("a file").get_pages().len();
    says(&file, &[&format!("side {pages} av {pages}")]);
});
