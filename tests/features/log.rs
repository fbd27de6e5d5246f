//! The event log, and that whoever changes something behind its back is found out.

use serde_json::json;

use crate::harness::Browser;
use crate::on_both;

on_both!(the_log_is_read_in_words, |site| {
    let (handover, _, executive) = crate::features::relay::open_offer(site);
    let hash = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["content_sha256"].clone();
    let answer = json!({"content_sha256": hash, "form": "full", "statement": "Behandlet i ledergruppen"});
    executive.post(&format!("/api/v1/handovers/{handover}/acceptance"), &answer).expect(200);
    // Somebody's own words stay as they are, and an id that is typed there names nobody.
    let stranger = site.person_in("executive", 0, 2).get("/api/v1/me").expect(200).json["id"].clone();
    let typed = format!("[{{\"person_id\":{stranger}}}]");
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let own = json!({"on": "2025-01-17", "value": "41", "comment": typed});
    site.person("contributor", 0).post(&path, &own).expect(201);
    let browser = Browser::of(&site.person("coordinator", 0));
    let page = browser.get(&format!("/events?region={}", site.id("regions", 0))).expect(200).text;
    let table = page.split("id=\"events\"").nth(1).expect("a table");
    for word in [
        "Tilstand: Sendt → Mottatt",
        "Gevinsteiere: navn ",
        "Klarpunkt: Kapasitet i linjen",
        "Svar: Vi tar imot",
        "Merknad: Behandlet i",
        "Stafettpinnen mottatt: Digital byggesak (demo)",
        "Måling registrert: Kortere saksbehandlingstid",
    ] {
        assert!(table.contains(word), "{word} in {table}");
    }
    let shown = typed.replace('"', "&quot;");
    assert!(table.contains(&format!("Kommentar: {shown}")), "as it was typed");
    let table = table.replace(&shown, "");
    for raw in ["_", " id: ", "version: ", "{&quot;", "state: ", "on: ", "draft", "offered", "accepted"] {
        let lines = table.split("<li>").skip(1).map(|line| line.split("</li>").next().unwrap_or_default());
        let raw: Vec<&str> = lines.filter(|line| line.contains(raw)).collect();
        assert!(raw.is_empty(), "{raw:?}");
    }
});

on_both!(whatever_is_changed_behind_the_logs_back_is_found, |site| {
    let (handover, _, executive) = crate::features::relay::open_offer(site);
    let hash = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["content_sha256"].clone();
    let answer = json!({"content_sha256": hash, "form": "full", "statement": "Behandlet i ledergruppen"});
    executive.post(&format!("/api/v1/handovers/{handover}/acceptance"), &answer).expect(200);
    site.kill();
    let verify = || site.run(&["audit", "verify"], "");
    assert_eq!(verify().0, 0, "{:?}", verify());
    for (there, back) in [
        ("UPDATE event SET at = at + 1 WHERE seq = 2", "UPDATE event SET at = at - 1 WHERE seq = 2"),
        ("UPDATE event SET via = 'x' || via WHERE seq = 2", "UPDATE event SET via = substr(via, 2) WHERE seq = 2"),
        (
            "UPDATE event SET new_values = ' ' || new_values WHERE seq = 3",
            "UPDATE event SET new_values = substr(new_values, 2) WHERE seq = 3",
        ),
        ("UPDATE event SET seq = seq + 1000 WHERE seq = 3", "UPDATE event SET seq = seq - 1000 WHERE seq = 1003"),
        ("UPDATE event_head SET at = at + 1000", "UPDATE event_head SET at = at - 1000"),
        ("UPDATE event_head SET seq = seq - 1", "UPDATE event_head SET seq = seq + 1"),
        (
            "UPDATE event_words SET words = words || '!'",
            "UPDATE event_words SET words = substr(words, 1, length(words) - 1)",
        ),
        (
            "UPDATE acceptance SET statement = statement || '!'",
            "UPDATE acceptance SET statement = substr(statement, 1, length(statement) - 1)",
        ),
        (
            "UPDATE acceptance SET executive_name = 'x' || executive_name",
            "UPDATE acceptance SET executive_name = substr(executive_name, 2)",
        ),
        (
            "UPDATE acceptance SET package = package || ' '",
            "UPDATE acceptance SET package = substr(package, 1, length(package) - 1)",
        ),
        ("UPDATE acceptance SET from_month = '2030-01'", "UPDATE acceptance SET from_month = NULL"),
    ] {
        site.sql(there);
        let (code, _, said) = verify();
        assert_eq!(code, 5, "{there}: {said}");
        site.sql(back);
        let (code, _, said) = verify();
        assert_eq!(code, 0, "{back}: {said}");
    }
});
