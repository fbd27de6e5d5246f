//! How a municipality made it work, told to the others: with the effect that was measured, and who uses it.

use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Browser, Person, Site};
use crate::on_both;

/// A value that nothing may tell of until its municipality puts it in an example.
const CANARY: &str = "7913.5";

fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

fn story(title: &str, tells_effect: bool) -> Value {
    json!({"title": title, "done": "Én felles liste i mottaket.", "took": "To dager med opplæring.",
        "contact_name": "Kari Nordmann", "contact_email": "kari@eksempel.no", "tells_effect": tells_effect})
}

fn id(answer: &Answer) -> String {
    answer.json["id"].as_str().expect("an id").to_owned()
}

fn pointers(answer: &Answer) -> Vec<&str> {
    let errors = answer.json["errors"].as_array().expect("errors");
    errors.iter().filter_map(|error| error["pointer"].as_str()).collect()
}

/// Somebody tells of a commitment: a draft.
fn told(site: &Site, who: &Person, place: usize, title: &str, tells_effect: bool) -> String {
    let path = format!("/api/v1/commitments/{}/examples", site.id("commitments", place));
    id(&who.post(&path, &story(title, tells_effect)).expect(201))
}

fn act(who: &Person, example: &str, act: &str) -> Answer {
    who.post(&format!("/api/v1/examples/{example}/{act}"), &json!({}))
}

fn titles(site: &Site, who: &Person, query: &str) -> Vec<String> {
    let list = who.get(&format!("/api/v1/regions/{}/examples{query}", site.id("regions", 0))).expect(200).json;
    let items = list["items"].as_array().expect("items");
    items.iter().map(|one| one["title"].as_str().expect("a title").to_owned()).collect()
}

/// The second municipality accepts its baton and measures something nobody else comes near: far behind its plan.
fn second_accepts_and_measures(site: &Site) -> Person {
    let executive = site.person_in("executive", 0, 1);
    let handover = site.id("handovers", 1);
    let hash = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["content_sha256"].clone();
    let body = json!({"content_sha256": hash, "form": "full", "statement": "Vi tar imot."});
    executive.post(&format!("/api/v1/handovers/{handover}/acceptance"), &body).expect(200);
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 1));
    executive.post(&path, &json!({"on": "2025-04-02", "value": CANARY, "kind": "measured"})).expect(201);
    executive
}

/// Everything that a reader can get of examples.
fn everything(site: &Site, who: &Person, examples: &[&str]) -> String {
    let browser = Browser::of(who);
    let region = site.id("regions", 0);
    let mut all = who.get(&format!("/api/v1/regions/{region}/examples")).expect(200).text;
    for path in [
        format!("/regions/{region}/examples"),
        format!("/regions/{region}/examples?q=liste"),
        format!("/projects/{}", site.id("projects", 0)),
        format!("/commitments/{}", site.id("commitments", 0)),
    ] {
        all.push_str(&browser.get(&path).expect(200).text);
    }
    for example in examples {
        all.push_str(&who.get(&format!("/api/v1/examples/{example}")).text);
        all.push_str(&browser.get(&format!("/examples/{example}")).text);
    }
    all
}

on_both!(a_municipality_tells_its_example_as_a_draft_shares_it_and_takes_it_back, |site| {
    let (own, executive) = (site.person("contributor", 0), site.person("executive", 0));
    let (other, region) = (site.person_in("contributor", 0, 1), site.person("coordinator", 0));
    let example = told(site, &own, 0, "Sjekkliste i mottaket", true);
    let at = format!("/api/v1/examples/{example}");

    // A draft is the municipality's own.
    assert_eq!(own.get(&at).expect(200).json["state"], json!("draft"));
    for who in [&other, &region] {
        who.get(&at).expect(404);
        assert!(titles(site, who, "").is_empty());
        Browser::of(who).get(&format!("/examples/{example}")).expect(404);
    }
    // Who measures writes it; who answers for the figures shares it.
    assert_eq!(act(&own, &example, "sharing").expect(403).code(), "not_your_role");
    assert_eq!(act(&executive, &example, "withdrawal").expect(409).code(), "wrong_state");
    let shared = act(&executive, &example, "sharing").expect(200).json;
    assert_eq!((&shared["state"], shared["shared_on"].is_string()), (&json!("shared"), true));
    assert_eq!(act(&executive, &example, "sharing").expect(409).code(), "wrong_state");
    for (who, sees_series) in [(&other, false), (&region, true), (&own, true)] {
        assert_eq!(titles(site, who, ""), ["Sjekkliste i mottaket"]);
        let seen = who.get(&at).expect(200).json;
        assert_eq!(seen["contact_email"], json!("kari@eksempel.no"));
        assert_eq!(seen["commitment_id"].is_string(), sees_series, "the series itself is as shared as before");
    }

    // Written anew, it says so at once; the effect is exchanged only where it is taken back first.
    let version = own.get(&at).expect(200).etag.expect("a version");
    own.patch(&at, "\"99\"", &json!({"title": "Ny"})).expect(412);
    own.json("PATCH", &at, &[], &json!({"title": "Ny"})).expect(428);
    assert_eq!(pointers(&own.patch(&at, &version, &json!({"title": " "})).expect(422)), ["/title"]);
    assert_eq!(pointers(&own.patch(&at, &version, &json!({"tells_effect": false})).expect(422)), ["/tells_effect"]);
    own.patch(&at, &version, &json!({"effect": "1"})).expect(422);
    own.patch(&at, &version, &json!({"title": "Liste i mottaket"})).expect(200);
    assert_eq!(titles(site, &other, ""), ["Liste i mottaket"]);

    // Withdrawn it is gone for the others, and not for one's own.
    act(&executive, &example, "withdrawal").expect(200);
    for who in [&other, &region] {
        who.get(&at).expect(404);
        assert!(titles(site, who, "").is_empty());
    }
    assert_eq!(own.get(&at).expect(200).json["state"], json!("withdrawn"));
    act(&executive, &example, "sharing").expect(200);
    assert_eq!(titles(site, &other, ""), ["Liste i mottaket"]);
    let log = region.get("/api/v1/audit?limit=200").expect(200).text;
    for action in ["example_begun", "example_changed", "example_shared", "example_withdrawn"] {
        assert!(log.contains(action), "{action} is in the event log");
    }
    assert!(!log.contains("kari@eksempel.no"), "the log keeps no address");
});

on_both!(one_tells_for_ones_own_municipality_and_of_what_it_has_taken_on, |site| {
    let path = |place: usize| format!("/api/v1/commitments/{}/examples", site.id("commitments", place));
    let body = story("Et eksempel", false);
    site.person_in("executive", 0, 1).post(&path(0), &body).expect(404);
    site.person("executive", 1).post(&path(0), &body).expect(404);
    for role in ["coordinator", "reader", "benefits_responsible"] {
        assert_eq!(site.person(role, 0).post(&path(0), &body).expect(403).code(), "not_your_role");
    }
    site.visitor().post(&path(0), &body).expect(401);
    let refused = site.person_in("executive", 0, 1).post(&path(1), &body).expect(409);
    assert_eq!(refused.code(), "not_accepted", "its baton is not answered");
    let wrong = json!({"title": "", "done": " ", "contact_name": "", "contact_email": "ingen"});
    assert_eq!(
        pointers(&site.person("executive", 0).post(&path(0), &wrong).expect(422)),
        ["/title", "/done", "/contact_name", "/contact_email"]
    );
    let mut typed = story("Et eksempel", true);
    typed["effect"] = json!({"measured": {"value": "1", "on": "2025-05-01"}});
    site.person("executive", 0).post(&path(0), &typed).expect(422);
    // Sent twice with the same key it is one.
    let key = [("idempotency-key", "eksempel-1")];
    let sent = |_| id(&site.person("executive", 0).json("POST", &path(0), &key, &body).expect(201));
    let [first, second] = [0, 1].map(sent);
    assert_eq!(first, second);

    // Another region, foreign or missing, in every operation.
    act(&site.person("executive", 0), &first, "sharing").expect(200);
    let foreign = site.person("executive", 1);
    for one in [first.as_str(), "0000000000zzz"] {
        foreign.get(&format!("/api/v1/examples/{one}")).expect(404);
        foreign.patch(&format!("/api/v1/examples/{one}"), "\"1\"", &json!({"title": "x"})).expect(404);
        act(&foreign, one, "sharing").expect(404);
        act(&foreign, one, "withdrawal").expect(404);
        let own = site.seed["regions"][1]["municipalities"][0]["id"].as_str().expect("an id");
        foreign.put(&format!("/api/v1/examples/{one}/reuses/{own}"), &json!({})).expect(404);
        foreign.delete(&format!("/api/v1/examples/{one}/reuses/{own}")).expect(404);
    }
    foreign.get(&format!("/api/v1/regions/{}/examples", site.id("regions", 0))).expect(404);
    // A neighbour reads it, and neither writes it nor takes it away.
    let neighbour = site.person_in("executive", 0, 1);
    neighbour.patch(&format!("/api/v1/examples/{first}"), "\"2\"", &json!({"title": "x"})).expect(403);
    act(&neighbour, &first, "withdrawal").expect(403);
});

on_both!(the_effect_is_what_was_measured_when_it_was_shared_and_stays_so, |site| {
    let executive = site.person("executive", 0);
    let other = site.person_in("contributor", 0, 1);
    let example = told(site, &executive, 0, "Sjekkliste", true);
    let at = format!("/api/v1/examples/{example}");
    assert_eq!(executive.get(&at).expect(200).json["effect"], json!(null), "a draft has told nothing yet");
    // What waits for nobody counts; what fewer than five answered does not.
    let measure = |on: &str, value: &str, n: Option<i64>| {
        let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
        let mut body = json!({"on": on, "value": value, "kind": "measured"});
        if let Some(n) = n {
            body["n"] = json!(n);
        }
        site.person("contributor", 0).post(&path, &body).expect(201);
    };
    measure("2025-06-01", "1.5", Some(3));
    act(&executive, &example, "sharing").expect(200);
    let effect = other.get(&at).expect(200).json["effect"].clone();
    // By hand: from 42 on 15 January to 28 on 31 December is −14 in 350 days, and 1 May is day 106.
    let planned = 42.0 - 14.0 * 106.0 / 350.0;
    assert_eq!(effect["planned"].as_str().expect("a plan").parse::<f64>().expect("a number"), planned);
    assert_eq!(
        (&effect["baseline"], &effect["measured"], &effect["unit"], &effect["n"], &effect["frequency"]),
        (
            &json!({"value": "42", "on": "2025-01-15"}),
            &json!({"value": "33", "on": "2025-05-01"}),
            &json!("dager"),
            &json!(null),
            &json!("month")
        )
    );
    // Later measurements do not change what was told; told again, it is told anew, with how many answered.
    measure("2025-07-01", "29", Some(12));
    assert_eq!(other.get(&at).expect(200).json["effect"], effect);
    let page = Browser::of(&other).get(&format!("/examples/{example}")).expect(200).text;
    assert!(page.contains("33\u{a0}dager") && !page.contains("29\u{a0}dager"), "the page says what was told");
    act(&executive, &example, "withdrawal").expect(200);
    act(&executive, &example, "sharing").expect(200);
    let anew = other.get(&at).expect(200).json["effect"].clone();
    assert_eq!((&anew["measured"]["value"], &anew["n"]), (&json!("29"), &json!(12)));
});

on_both!(what_a_municipality_does_not_share_is_in_no_example_until_it_puts_it_there, |site| {
    let owner = second_accepts_and_measures(site);
    let other = site.person("executive", 0);
    let plain = told(site, &owner, 1, "Vi begynte med mottaket", false);
    let hidden = told(site, &owner, 1, "Dette måtte vi slutte med", true);
    act(&owner, &plain, "sharing").expect(200);
    // It uses somebody else's example, too; that tells nothing of its figures.
    let theirs = told(site, &other, 0, "Sjekkliste i mottaket", false);
    act(&other, &theirs, "sharing").expect(200);
    let path = format!("/api/v1/examples/{theirs}/reuses/{}", town(site, 1));
    owner.put(&path, &json!({"note": "I alle saker"})).expect(200);

    let seen = everything(site, &other, &[&plain, &hidden, &theirs]);
    assert!(seen.contains("Vi begynte med mottaket") && seen.contains("I alle saker"));
    for trace in ["7913", "7\u{a0}913", "2025-04-02", "02.04.2025", "Dette måtte", &site.id("commitments", 1)] {
        assert!(!seen.contains(trace), "{trace} tells of what is not shared");
    }
    assert!(
        !site
            .person("coordinator", 0)
            .get(&format!("/api/v1/regions/{}/examples", site.id("regions", 0)))
            .text
            .contains("7913")
    );

    // The municipality shows the effect of its own will: there, and nowhere else; and takes it back.
    act(&owner, &hidden, "sharing").expect(200);
    assert!(everything(site, &other, &[&hidden]).contains(CANARY));
    other.get(&format!("/api/v1/commitments/{}/series", site.id("commitments", 1))).expect(404);
    act(&owner, &hidden, "withdrawal").expect(200);
    assert!(!everything(site, &other, &[&plain, &hidden, &theirs]).contains("7913"));
});

on_both!(we_use_this_counts_each_municipality_once_and_can_be_undone, |site| {
    let teller = site.person("executive", 0);
    let example = told(site, &teller, 0, "Sjekkliste", false);
    let at = |place: usize| format!("/api/v1/examples/{example}/reuses/{}", town(site, place));
    let (user, third) = (site.person_in("contributor", 0, 1), site.person_in("benefit_owner", 0, 2));
    user.put(&at(1), &json!({})).expect(404);
    act(&teller, &example, "sharing").expect(200);
    let count = |who: &Person| {
        let seen = who.get(&format!("/api/v1/examples/{example}")).expect(200).json;
        assert_eq!(seen["reuse_count"], json!(seen["reused_by"].as_array().expect("users").len()));
        seen["reuse_count"].as_u64().expect("a count")
    };
    for _ in 0..2 {
        user.put(&at(1), &json!({"note": "Bare i mottaket"})).expect(200);
    }
    assert_eq!(count(&teller), 1, "once, however often it is said");
    let said = user.put(&at(1), &json!({"note": "I alle saker"})).expect(200).json;
    assert_eq!((&said["reuse_count"], &said["reused_by"][0]["note"]), (&json!(1), &json!("I alle saker")));
    third.put(&at(2), &json!({})).expect(200);
    assert_eq!(count(&teller), 2);
    let page = Browser::of(&teller).get(&format!("/examples/{example}")).expect(200).text;
    for words in ["2 kommuner bruker dette", "Havneset", "I alle saker", "Lyngmo"] {
        assert!(page.contains(words), "the teller sees {words}");
    }

    // Only for one's own municipality, and not one's own example.
    user.put(&at(2), &json!({})).expect(404);
    user.delete(&at(2)).expect(404);
    site.person_in("reader", 0, 1).put(&at(1), &json!({})).expect(403);
    site.person("coordinator", 0).put(&at(1), &json!({})).expect(403);
    assert_eq!(pointers(&teller.put(&at(0), &json!({})).expect(422)), ["/municipality_id"]);
    user.put(&at(1), &json!({"note": "x".repeat(501)})).expect(422);
    assert_eq!(count(&teller), 2);

    user.delete(&at(1)).expect(204);
    user.delete(&at(1)).expect(404);
    assert_eq!(count(&teller), 1);
    let log = site.person("coordinator", 0).get("/api/v1/audit?limit=200").expect(200).json;
    let times =
        |action: &str| log["items"].as_array().expect("events").iter().filter(|e| e["action"] == action).count();
    assert_eq!((times("example_reused"), times("example_reuse_ended")), (3, 1), "what changed nothing is no event");
});

on_both!(who_is_behind_finds_first_on_the_benefits_page_what_others_did, |site| {
    let owner = second_accepts_and_measures(site);
    let (teller, behind) = (Browser::of(&site.person("executive", 0)), Browser::of(&owner));
    let region = format!("/regions/{}/examples", site.id("regions", 0));
    let page = |browser: &Browser, path: &str| browser.get(path).expect(200).text;
    assert!(page(&behind, &region).contains("Ingen eksempler ennå"), "an empty list says what to do");
    let (on_plan, off_plan) =
        (format!("/commitments/{}", site.id("commitments", 0)), format!("/commitments/{}", site.id("commitments", 1)));
    assert!(page(&behind, &off_plan).contains("Ingen andre kommuner har delt et eksempel"));

    // Told by forms alone; what is missing is said, and what was typed stays.
    let new = format!("{on_plan}/examples/new");
    assert!(page(&teller, &on_plan).contains(&new));
    let form = [
        ("title", "Sjekkliste i mottaket"),
        ("done", ""),
        ("contact_name", "Kari"),
        ("contact_email", "kari@eksempel.no"),
    ];
    let again = teller.post(&new, &form).expect(422).text;
    assert!(again.contains("value=\"Sjekkliste i mottaket\""));
    let mut form = form.to_vec();
    form[1].1 = "Én felles liste.";
    form.push(("tells_effect", "yes"));
    let made = teller.post(&new, &form).expect(303);
    let here = made.header("location").split('?').next().expect("an address").to_owned();
    assert!(page(&teller, &here).contains("Slik er tallene nå"), "one sees what one is about to show");
    assert_ne!(
        teller.post(&format!("{here}/share"), &[("version", "7")]).status,
        303,
        "what was not seen is not shared"
    );
    teller.post(&format!("{here}/share"), &[("version", "1")]).expect(303);

    let seen = page(&behind, &off_plan);
    let (found, curve) = (seen.find("Andre har fått det til"), seen.find("Vis som tabell"));
    assert!(found.is_some() && found < curve, "before the curve");
    assert!(seen.contains(&format!("href=\"{here}\"")));
    let told = page(&teller, &on_plan);
    assert!(!told.contains("Andre har fått det til") && told.find("id=\"examples\"") > told.find("Vis som tabell"));
    assert!(page(&behind, &format!("/projects/{}", site.id("projects", 0))).contains(&here));
    assert!(page(&behind, &region).contains(&here));
    for (query, finds) in [
        ("q=FELLES+sjekkliste".to_owned(), true),
        ("q=robot".to_owned(), false),
        ("class=time_saved".to_owned(), true),
        ("class=income".to_owned(), false),
        (format!("benefit_id={}", site.id("benefits", 0)), true),
        (format!("project_id={}", site.id("projects", 1)), false),
        (format!("municipality_id={}", town(site, 0)), true),
        (format!("municipality_id={}", town(site, 1)), false),
    ] {
        assert_eq!(page(&behind, &format!("{region}?{query}")).contains(&here), finds, "{query}");
        assert_eq!(titles(site, &owner, &format!("?{query}")).len(), usize::from(finds), "{query}");
    }
    assert!(page(&behind, &format!("{region}?q=robot")).contains("Vis alle eksempler"));

    let own = town(site, 1);
    for _ in 0..2 {
        behind.post(&format!("{here}/reuse"), &[("municipality_id", &own), ("note", "Fra høsten")]).expect(303);
    }
    assert!(page(&teller, &here).contains("Én kommune bruker dette") && page(&teller, &here).contains("Fra høsten"));
    behind.post(&format!("{here}/reuse/end"), &[("municipality_id", &own)]).expect(303);
    assert!(page(&teller, &here).contains("Ingen har sagt at de bruker det ennå"));
    teller.post(&format!("{here}/withdraw"), &[]).expect(303);
    behind.get(&here).expect(404);
    assert!(!page(&behind, &off_plan).contains(&here));
});

on_both!(a_municipality_that_left_the_region_is_no_longer_read_there, |site| {
    let executive = site.person("executive", 0);
    let example = told(site, &executive, 0, "Sjekkliste", false);
    act(&executive, &example, "sharing").expect(200);
    let other = site.person_in("contributor", 0, 1);
    other.get(&format!("/api/v1/examples/{example}")).expect(200);
    let member = format!("/api/v1/regions/{}/members/{}", site.id("regions", 0), town(site, 0));
    let coordinator = site.person("coordinator", 0);
    coordinator.delete(&member).expect(204);
    other.get(&format!("/api/v1/examples/{example}")).expect(404);
    assert!(titles(site, &coordinator, "").is_empty());
});

on_both!(examples_go_with_the_region_to_another_installation, |site| {
    let executive = site.person("executive", 0);
    let example = told(site, &executive, 0, "Sjekkliste", true);
    act(&executive, &example, "sharing").expect(200);
    let path = format!("/api/v1/examples/{example}/reuses/{}", town(site, 1));
    site.person_in("contributor", 0, 1).put(&path, &json!({"note": "Fra høsten"})).expect(200);
    let other = Site::with(Backend::Sqlite, None, &[]);
    other.kill();
    let there = site.folder().join("region.stafett").display().to_string();
    let back = other.folder().join("region.stafett").display().to_string();
    let region = site.id("regions", 0);
    assert_eq!(site.run(&["export", "--region", &region, &there], "").0, 0);
    let sent = std::fs::read_to_string(&there).expect("an export");
    assert!(sent.contains("[\"example\",") && sent.contains("[\"example_reuse\","), "both are in it");
    assert_eq!(other.run(&["import", &there], "").0, 0);
    assert_eq!(other.run(&["audit", "verify"], "").0, 0);
    assert_eq!(other.run(&["export", "--region", &region, &back], "").0, 0);
    assert!(sent == std::fs::read_to_string(&back).expect("an export"), "what comes back is what was sent");
});
