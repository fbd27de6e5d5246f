//! What an answer says besides yes: other targets, the budget, who owns the gain, and what has changed since last time.

use serde_json::{Value, json};

use super::relay::{acceptance, open_offer};
use crate::harness::{Browser, Person, Site};
use crate::on_both;

/// The region reads of what was agreed on the baton's page and on the receipt, and another figure behind the log's back is
/// found.
fn is_told_and_kept(site: &Site, coordinator: &Person, id: &str, words: &[&str], (agreed, altered): (&str, &str)) {
    for page in [format!("/handovers/{id}"), format!("/handovers/{id}/receipt")] {
        let text = Browser::of(coordinator).get(&page).expect(200).text;
        assert!(words.iter().all(|word| text.contains(word)), "{page} tells the region of it");
    }
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
    assert_eq!(site.run(&["doctor"], "").0, 0);
    site.sql(&format!(
        "UPDATE acceptance SET adjustments = REPLACE(adjustments, '{agreed}', '{altered}') WHERE adjustments <> ''"
    ));
    assert_eq!(site.run(&["audit", "verify"], "").0, 5);
}

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
    let events = coordinator.get("/api/v1/audit?limit=200").expect(200).text;
    assert!(events.contains("target_adjusted"), "{events}");
    is_told_and_kept(site, &coordinator, &id, &["33,5", "Vi har færre saker"], ("33.5", "20"));
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
    is_told_and_kept(site, &coordinator, &id, &["konto 1200 Lønn"], ("350000", "3500"));
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
