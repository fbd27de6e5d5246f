//! Municipalities beside each other: on one axis, by name, and only what is shared.

use serde_json::{Value, json};

use crate::harness::{Answer, Browser, Person, Site};
use crate::on_both;

/// A value that nothing may tell of until its municipality shares it.
const CANARY: &str = "7913.5";

fn path(site: &Site) -> String {
    format!("/indicators/{}/compare", site.id("indicators", 0))
}

fn api(site: &Site) -> String {
    format!("/api/v1/indicators/{}/comparison", site.id("indicators", 0))
}

fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

/// The second municipality accepts its baton and measures something nobody else comes near.
fn second_accepts_and_measures(site: &Site) -> Person {
    let executive = site.person_in("executive", 0, 1);
    let handover = site.id("handovers", 1);
    let hash = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["content_sha256"].clone();
    let body = json!({"content_sha256": hash, "form": "full", "statement": "Vi tar imot."});
    executive.post(&format!("/api/v1/handovers/{handover}/acceptance"), &body).expect(200);
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 1));
    let measured = json!({"on": "2025-04-02", "value": CANARY, "kind": "measured"});
    executive.post(&path, &measured).expect(201);
    executive
}

fn share(site: &Site, executive: &Person, place: usize, figures: &str) {
    let path = format!("/api/v1/regions/{}/members/{}/sharing", site.id("regions", 0), town(site, place));
    executive.put(&path, &json!({"figures": figures})).expect(200);
}

fn names(answer: &Answer) -> Vec<String> {
    let list = answer.json["municipalities"].as_array().expect("municipalities");
    list.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

/// Everything that a reader can get of the comparison, headers and all.
fn everything(site: &Site, who: &Person) -> String {
    let mut all = String::new();
    let mut keep = |answer: Answer| {
        // What chance made tells of nothing, and can hold any digits.
        let told =
            answer.headers.iter().filter(|(name, _)| !["x-request-id", "set-cookie", "date"].contains(&name.as_str()));
        all.extend(told.map(|(name, value)| format!("{name}: {value}\n")));
        let mut parts = answer.text.split("name=\"csrf\" value=\"");
        all.push_str(parts.next().unwrap_or_default());
        all.extend(parts.map(|part| part.split_once('"').map_or("", |(_, rest)| rest)));
    };
    for per in ["total", "1000"] {
        keep(Browser::of(who).get(&format!("{}?per={per}", path(site))).expect(200));
        for format in ["json", "csv", "excel"] {
            keep(who.get(&format!("{}?per={per}&format={format}", api(site))).expect(200));
        }
    }
    keep(who.get(&format!("{}.metadata.json", api(site))).expect(200));
    all
}

on_both!(what_is_not_shared_is_nowhere_in_the_comparison_and_what_is_shared_is_there_at_once, |site| {
    let owner = second_accepts_and_measures(site);
    let other = site.person_in("executive", 0, 0);
    let count = |who: &Person, place: usize| {
        let body = json!({"on": "2025-01-01", "inhabitants": 5000, "source": "Oppdiktet telling"});
        who.put(&format!("/api/v1/regions/{}/population/{}", site.id("regions", 0), town(site, place)), &body)
            .expect(200);
    };
    count(&other, 0);
    count(&owner, 1);

    // Not shared: no value, no axis that reaches there, no day, no commitment; only that one is not shown.
    let seen = everything(site, &other);
    for trace in
        ["7913", "7\u{a0}913", "1582", "1\u{a0}582", "8000", "8\u{a0}000", "10\u{a0}000", "2025-04-02", "02.04.2025"]
    {
        assert!(!seen.contains(trace), "{trace} tells of what is not shared");
    }
    assert!(!seen.contains(&site.id("commitments", 1)));
    let answer = other.get(&api(site)).expect(200);
    assert_eq!((names(&answer), &answer.json["not_shown"]), (vec!["Granvang".to_owned()], &json!(1)));
    let page = Browser::of(&other).get(&path(site)).expect(200).text;
    assert!(
        page.contains("Én kommune deler ikke tallene sine med deg") && page.contains("Minst to kommuner må ha målt")
    );
    assert!(!page.contains("id=\"comparison\""), "one municipality is no comparison");

    // Whatever is measured where it is not shared, the answers stay the same.
    let before = everything_but_times(site, &other);
    let more = json!({"on": "2025-05-02", "value": "9999", "kind": "measured"});
    owner.post(&format!("/api/v1/commitments/{}/measurements", site.id("commitments", 1)), &more).expect(201);
    assert_eq!(before, everything_but_times(site, &other));

    // Shared: it is there at once; and gone at once.
    share(site, &owner, 1, "members");
    let answer = other.get(&api(site)).expect(200);
    assert_eq!((names(&answer), &answer.json["not_shown"]), (vec!["Granvang".into(), "Havneset".into()], &json!(0)));
    assert!(everything(site, &other).contains(CANARY));
    let page = Browser::of(&other).get(&path(site)).expect(200).text;
    assert!(page.contains("id=\"comparison\"") && page.contains("din kommune") && !page.contains("id=\"not-shown\""));
    assert!(page.find("Granvang") < page.find("Havneset"), "by name");
    share(site, &owner, 1, "region");
    assert_eq!(before, everything_but_times(site, &other));

    // The region sees all of it; somebody else's region nothing; and nobody outside.
    let region = site.person("coordinator", 0).get(&api(site)).expect(200);
    assert_eq!(names(&region).len(), 2);
    site.person("coordinator", 1).get(&api(site)).expect(404);
    Browser::of(&site.person("coordinator", 1)).get(&path(site)).expect(404);
    site.visitor().get(&api(site)).expect(401);
});

on_both!(some_municipalities_are_chosen_and_the_others_left_out, |site| {
    let owner = second_accepts_and_measures(site);
    let region = site.person("coordinator", 0);
    let of =
        |places: &[usize]| -> String { places.iter().map(|at| format!("&municipality={}", town(site, *at))).collect() };
    let asked = |places: &[usize]| region.get(&format!("{}?per=total{}", api(site), of(places))).expect(200);
    assert_eq!(names(&asked(&[])), ["Granvang", "Havneset"], "all, where none is named");
    assert_eq!(names(&asked(&[1, 0])), ["Granvang", "Havneset"], "by name, whatever the order of the address");
    assert_eq!(names(&asked(&[1])), ["Havneset"]);
    assert_eq!((&asked(&[]).json["not_asked_for"], &asked(&[1]).json["not_asked_for"]), (&json!(0), &json!(1)));
    assert_eq!(names(&asked(&[2])), Vec::<String>::new(), "it has accepted nothing");
    let file = region.get(&format!("{}?format=csv{}", api(site), of(&[0]))).expect(200).text;
    assert!(file.contains("Granvang") && !file.contains("Havneset"), "{file}");

    // The page is the same way: with one alone it says that two are needed, and leads back to all.
    let page = Browser::of(&region).get(&format!("{}?per=total{}", path(site), of(&[1]))).expect(200).text;
    assert!(page.contains("Velg minst to kommuner som har målt") && page.contains("Vis alle kommunene"), "{page}");
    assert!(!page.contains("id=\"comparison\""));

    // On a projector it is said that somebody is left out, and a choice of nobody who is seen stays chosen.
    let wide = format!("{}?visning=projektor{}", path(site), of(&[0]));
    assert!(Browser::of(&region).get(&wide).expect(200).text.contains("Én kommune du kan se, er valgt bort"));
    let nobody = Browser::of(&region).get(&format!("{}?per=total{}", path(site), of(&[2]))).expect(200).text;
    assert!(nobody.contains(&format!("per=1000&amp;municipality={}", town(site, 2))), "{nobody}");
    // A link shows everybody it may show, so none is offered of a part.
    let offers = |query: &str| {
        let page = Browser::of(&region).get(&format!("{}?per=total{query}", path(site))).expect(200).text;
        page.contains("share-links/new?kind=comparison")
    };
    assert!(offers("") && !offers(&of(&[0])));

    // Naming one that does not share shows nothing of it.
    let other = site.person_in("executive", 0, 0);
    assert_eq!(names(&other.get(&format!("{}?per=total{}", api(site), of(&[1]))).expect(200)), Vec::<String>::new());
    let page = Browser::of(&other).get(&format!("{}?per=total{}", path(site), of(&[0, 1]))).expect(200).text;
    assert!(!page.contains("Havneset"), "{page}");
    owner.get(&format!("{}?municipality=x", api(site))).expect(404);
});

/// The bodies alone: when something was read, and under which number, differs each time.
fn everything_but_times(site: &Site, who: &Person) -> Vec<(Value, String)> {
    ["total", "1000"]
        .map(|per| {
            let json = who.get(&format!("{}?per={per}", api(site))).expect(200).json;
            (json, who.get(&format!("{}?per={per}&format=csv", api(site))).expect(200).text)
        })
        .to_vec()
}

on_both!(figures_are_spread_on_the_inhabitants_that_were_entered, |site| {
    let coordinator = site.person("coordinator", 0);
    let at = format!("/api/v1/regions/{}/population/{}", site.id("regions", 0), town(site, 0));
    let body =
        |on: &str, inhabitants: i64| json!({"on": on, "inhabitants": inhabitants, "source": "Oppdiktet telling"});
    // Nobody entered any: said, and not drawn.
    let page = |per: &str| Browser::of(&coordinator).get(&format!("{}?per={per}", path(site))).expect(200).text;
    assert!(page("1000").contains("Folketall mangler for Granvang."));
    coordinator.put(&at, &body("2025-01-01", 4000)).expect(200);
    coordinator.put(&at, &body("2025-04-15", 5000)).expect(200);
    let line = coordinator.get(&format!("{}?per=1000", api(site))).expect(200).json["municipalities"][0].clone();
    assert_eq!([&line["baseline"]["value"], &line["inhabitants"]], [&json!("10.5"), &json!(5000)]);
    let measured: Vec<&Value> = line["measured"].as_array().expect("values").iter().map(|one| &one["value"]).collect();
    assert_eq!(measured, [&json!("10"), &json!("9.625"), &json!("6.6")], "divided by who lived there on the day");

    // A correction has seen what stands, and the log tells of it.
    coordinator.put(&at, &body("2025-01-01", 4200)).expect(428);
    coordinator.json("PUT", &at, &[("if-match", "\"9\"")], &body("2025-01-01", 4200)).expect(412);
    coordinator.json("PUT", &at, &[("if-match", "\"1\"")], &body("2025-01-01", 4200)).expect(200);
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).json;
    let told = log["items"].as_array().expect("events").iter().rev().find(|one| one["action"] == "population_set");
    assert_eq!(told.expect("an event")["old"]["inhabitants"], json!(4000));
    for (wrong, pointer) in [
        (json!({"on": "2999-01-01", "inhabitants": 1, "source": "x"}), "/on"),
        (json!({"on": "2025-02-01", "inhabitants": 0, "source": "x"}), "/inhabitants"),
        (json!({"on": "2025-02-01", "inhabitants": 1, "source": " "}), "/source"),
    ] {
        assert_eq!(coordinator.put(&at, &wrong).expect(422).json["errors"][0]["pointer"], pointer);
    }

    // A municipality enters its own and not another's, also on the page.
    let own = site.person_in("executive", 0, 0);
    own.put(&at, &body("2025-06-01", 5100)).expect(200);
    let theirs = format!("/api/v1/regions/{}/population/{}", site.id("regions", 0), town(site, 1));
    own.put(&theirs, &body("2025-06-01", 5100)).expect(403);
    site.person("coordinator", 1).put(&at, &body("2025-06-01", 5100)).expect(404);
    let (browser, form) = (Browser::of(&own), format!("/regions/{}/population", site.id("regions", 0)));
    let ours = town(site, 0);
    let fields =
        |on, people| [("municipality_id", ours.as_str()), ("on", on), ("inhabitants", people), ("source", "SSB")];
    let again = browser.post(&form, &fields("2025-06-01", "5 200")).expect(422).text;
    assert!(again.contains("value=\"5 200\"") && again.contains("Det er ført folketall for denne dagen"));
    assert!(browser.post(&form, &fields("2025-07-01", "5200,5")).expect(422).text.contains("Må være mellom"));
    browser.post(&form, &fields("2025-07-01", "5 200")).expect(303);
    assert!(browser.get(&form).expect(200).text.contains("5\u{a0}200"));
});

on_both!(what_is_defined_otherwise_is_not_drawn_together, |site| {
    let coordinator = site.person("coordinator", 0);
    let made = |body: Value| {
        let path = format!("/api/v1/benefits/{}/indicators", site.id("benefits", 0));
        coordinator.post(&path, &body).expect(201).json["id"].as_str().expect("an id").to_owned()
    };
    let other =
        made(json!({"name": "Svarprosent", "unit": "%", "direction": "up", "frequency": "month", "method": "Telling"}));
    let refused = coordinator.get(&format!("{}?with={other}", api(site))).expect(422).json;
    let errors = refused["errors"].as_array().expect("errors");
    assert!(errors.iter().all(|error| error["code"] == "defined_otherwise") && errors.len() >= 2, "{refused}");
    let page = Browser::of(&coordinator).get(&format!("{}?with={other}", path(site))).expect(422).text;
    assert!(page.contains("Disse kan ikke tegnes sammen") && page.contains("Svarprosent"), "it says why not");
    assert!(!page.contains("id=\"comparison\""));
    // A share is divided by something already.
    let refused = coordinator.get(&format!("/api/v1/indicators/{other}/comparison?per=1000")).expect(422).json;
    assert_eq!(refused["errors"][0]["code"], "share_not_spread");
    assert!(
        !Browser::of(&coordinator).get(&format!("/indicators/{other}/compare")).expect(200).text.contains("per=1000")
    );
    coordinator.get(&format!("{}?per=sak", api(site))).expect(422);
    // Another region's indicator is not found.
    coordinator.get(&format!("{}?with={}", api(site), site.id("indicators", 1))).expect(404);
    // The way there: from the benefit's page, and from the project's.
    let browser = Browser::of(&coordinator);
    assert!(browser.get(&format!("/commitments/{}", site.id("commitments", 0))).expect(200).text.contains(&path(site)));
    assert!(browser.get(&format!("/projects/{}", site.id("projects", 0))).expect(200).text.contains(&path(site)));
});

on_both!(two_indicators_beside_each_other_count_every_municipality_once, |site| {
    let coordinator = site.person("coordinator", 0);
    let first = site.person_in("executive", 0, 0);
    second_accepts_and_measures(site);
    let known = coordinator.get(&format!("/api/v1/indicators/{}", site.id("indicators", 0))).expect(200).json;
    let mut twin = json!({"name": "Tvilling"});
    for field in ["unit", "direction", "frequency", "method", "decimals", "accumulation"] {
        twin[field] = known[field].clone();
    }
    let indicators = format!("/api/v1/benefits/{}/indicators", site.id("benefits", 0));
    let twin = coordinator.post(&indicators, &twin).expect(201).json["id"].as_str().expect("an id").to_owned();
    // Each has promised the same of the twin.
    let same = "region_id, project_id, municipality_id, benefit_id, baseline_value, baseline_on, target_value, \
                target_on, plan, owner_id, use_of_gain, budget, first_measurement_on, accepted_in, created_at, version, \
                sustain_until";
    site.sql(&format!(
        "INSERT INTO commitment (id, indicator_id, {same}) SELECT id + 1, (SELECT MAX(id) FROM indicator), {same} \
         FROM commitment WHERE indicator_id = (SELECT MIN(indicator_id) FROM commitment)"
    ));
    let both = first.get(&format!("{}?with={twin}", api(site))).expect(200).json;
    assert_eq!(both["not_shown"], 1, "the second shares neither, and is one: {both}");
    let own = first.get(&format!("/api/v1/indicators/{twin}/commitments/{}", town(site, 0))).expect(200).json;
    let own = format!("/api/v1/commitments/{}/measurements", own["id"].as_str().expect("an id"));
    first.post(&own, &json!({"on": "2025-04-02", "value": "38"})).expect(201);
    let page = Browser::of(&first).get(&format!("{}?with={twin}", path(site))).expect(200).text;
    assert!(page.contains("Minst to kommuner må ha målt"), "two lines of one are no comparison: {page}");
});

on_both!(what_few_answered_and_what_waits_does_not_count, |site| {
    let owner = site.person_in("executive", 0, 0);
    let coordinator = site.person("coordinator", 0);
    let commitment = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let few = json!({"on": "2025-06-01", "value": "81.77", "kind": "measured", "n": 4, "invited": 9});
    owner.post(&commitment, &few).expect(201);
    let seen = everything(site, &coordinator);
    assert!(!seen.contains("81.77") && !seen.contains("81,77"), "fewer than five answered");
    let region = format!("/api/v1/regions/{}", site.id("regions", 0));
    let version = coordinator.get(&region).expect(200).etag.expect("a version");
    coordinator.patch(&region, &version, &json!({"second_eyes": true})).expect(200);
    owner.post(&commitment, &json!({"on": "2025-07-01", "value": "80.66", "kind": "measured"})).expect(201);
    let seen = everything(site, &coordinator);
    assert!(
        !seen.contains("80.66") && !seen.contains("80,66") && !seen.contains("2025-07-01"),
        "it waits to be confirmed"
    );
});

on_both!(figures_are_divided_by_the_cases_that_another_indicator_counts, |site| {
    let executive = second_accepts_and_measures(site);
    share(site, &executive, 1, "members");
    let coordinator = site.person("coordinator", 0);
    let made = |unit: &str| {
        let path = format!("/api/v1/benefits/{}/indicators", site.id("benefits", 0));
        let body = json!({"name": "Saker behandlet", "unit": unit, "direction": "up", "frequency": "month"});
        coordinator.post(&path, &body).expect(201).json["id"].as_str().expect("an id").to_owned()
    };
    let (cases, share_of) = (made("saker"), made("%"));
    let ask = |query: &str| coordinator.get(&format!("{}?per=case{query}", api(site)));
    assert_eq!(ask("").expect(422).json["errors"][0]["code"], "required");
    assert_eq!(ask(&format!("&cases={share_of}")).expect(422).json["errors"][0]["code"], "share_not_spread");
    ask(&format!("&cases={}", site.id("indicators", 1))).expect(404);
    // Nobody has promised anything of it: everybody is named as without cases, and nothing is drawn.
    let empty = ask(&format!("&cases={cases}")).expect(200).json;
    assert_eq!(empty["municipalities"], json!([]));
    let page = Browser::of(&coordinator).get(&format!("{}?per=case&cases={cases}", path(site))).expect(200).text;
    assert!(page.contains("Saker er ikke talt, eller ikke delt, for"), "{page}");
    // The same indicator counts its own cases: every value is one case of itself, where there was one.
    let own = ask(&format!("&cases={}", site.id("indicators", 0))).expect(200).json;
    for town in own["municipalities"].as_array().expect("a list") {
        let measured = town["measured"].as_array().expect("values");
        assert!(!measured.is_empty() && measured.iter().all(|point| point["value"] == "1"), "{town}");
        assert!(town["cases"].is_string() && town["inhabitants"].is_null(), "{town}");
    }
    let first = &own["municipalities"][0];
    let quotient: f64 = first["baseline"]["value"].as_str().expect("a figure").parse().expect("a number");
    assert!((quotient - 42.0 / 40.0).abs() < 1e-6, "the baseline is older than the first count: {first}");
});
