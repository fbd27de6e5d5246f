//! What leaders see: the sentences over a region's figures, what needs attention, decisions, and a part of it all.

use serde_json::{Value, json};

use super::played::{measure, region, second_takes_its_baton, town};
use crate::harness::{Browser, Person, Site};
use crate::on_both;

fn page(site: &Site, who: &Person, query: &str) -> String {
    Browser::of(who).get(&format!("/regions/{}{query}", region(site))).expect(200).text
}

/// What stands between the heading of the sentences and the end of the page's own part.
fn figures(page: &str) -> &str {
    let from = page.find("id=\"headlines\"").expect("sentences");
    &page[from..from + page[from..].find("</main>").expect("an end")]
}

/// The sentences on a page, as text.
fn sentences(page: &str) -> Vec<String> {
    let from = page.find("<ul class=\"headlines\">").expect("sentences");
    let list = &page[from..from + page[from..].find("</ul>").expect("an end")];
    list.split("<li>").skip(1).map(|item| item.trim_end_matches("</li>").to_owned()).collect()
}

fn number(value: &Value) -> f64 {
    value.as_str().expect("a number as text").parse().expect("a number")
}

fn days(day: &str) -> f64 {
    let day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").expect("a day");
    (day - chrono::NaiveDate::default()).num_days() as f64
}

/// What was planned for a day: straight from the baseline to the target.
fn planned(series: &Value, on: f64) -> f64 {
    let at = |name: &str| (days(series[name]["on"].as_str().expect("a day")), number(&series[name]["value"]));
    let ((from, low), (to, high)) = (at("baseline"), at("target"));
    low + (high - low) * ((on - from) / (to - from)).clamp(0.0, 1.0)
}

/// The slow way: counted in the test from every accepted commitment's own series, for values that are to fall.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    accepted: usize,
    measured: usize,
    on_plan: usize,
    behind: usize,
    planned: f64,
    realised: f64,
}

fn counted(site: &Site, who: &Person) -> Counted {
    let mut sum = Counted::default();
    for indicator in site.seed["indicators"].as_array().expect("indicators") {
        let path = format!("/api/v1/indicators/{}/commitments", indicator["id"].as_str().expect("an id"));
        let list = who.get(&path);
        if list.status != 200 {
            continue;
        }
        for commitment in list.json["items"].as_array().expect("commitments") {
            if commitment["accepted"] != json!(true) {
                continue;
            }
            let path = format!("/api/v1/commitments/{}/series", commitment["id"].as_str().expect("an id"));
            let series = who.get(&path).expect(200).json;
            let (base, today) = (number(&series["baseline"]["value"]), days("2099-01-01"));
            sum.accepted += 1;
            sum.planned += base - planned(&series, today);
            if let Some(last) = series["measured"].as_array().and_then(|list| list.last()) {
                let (value, plan) =
                    (number(&last["value"]), planned(&series, days(last["on"].as_str().expect("a day"))));
                sum.measured += 1;
                sum.realised += base - value;
                sum.on_plan += usize::from(value <= plan);
                sum.behind += usize::from(base - value < 0.8 * (base - plan));
            }
        }
    }
    sum
}

on_both!(every_number_in_the_sentences_is_what_the_lists_come_to, |site| {
    second_takes_its_baton(site);
    let coordinator = site.person("coordinator", 0);
    for (place, on, value) in [(0, "2025-08-01", "41"), (1, "2025-08-01", "30.5")] {
        measure(site, place, on, value);
        let page = page(site, &coordinator, "");
        let Counted { accepted, measured, on_plan, behind, planned, realised } = counted(site, &coordinator);
        let said = sentences(&page);
        assert!((3..=5).contains(&said.len()), "{said:?}");
        assert!(said[0].contains(&format!("{accepted} gevinster har en forfalt måling")), "{said:?}");
        let words = format!("({behind} er bak plan; {measured} av {accepted} er målt)");
        assert!(said[1].contains("uten forklaring") && said[1].contains(&words), "{said:?}");
        let rate = format!("{:.0} % av det som er planlagt", 100.0 * realised / planned);
        let coverage = format!("{:.0} % av gevinstene er målt", 100.0 * measured as f64 / accepted as f64);
        assert!(said.iter().any(|one| one.contains(&rate) && one.contains(&coverage)), "{rate} {coverage} {said:?}");
        let on_plan = format!("{on_plan} av {measured} målte gevinster er på plan; {measured} av {accepted} er målt.");
        assert!(said.contains(&on_plan), "{on_plan} {said:?}");
        assert!(page.contains(&format!("{measured} av {accepted} gevinster målt")), "each card says its coverage");
    }
    let projector = page(site, &coordinator, "?visning=projektor");
    assert_eq!(sentences(&projector), sentences(&page(site, &coordinator, "")));
    assert!(!projector.contains("Krever oppmerksomhet") && !projector.contains("Rediger overskriftene"));
});

on_both!(what_is_behind_needs_attention_until_the_municipality_explains_and_then_in_its_words, |site| {
    let id = measure(site, 0, "2025-08-01", "41");
    let coordinator = site.person("coordinator", 0);
    let before = page(site, &coordinator, "");
    assert!(before.contains("Bak plan, og ingen har forklart hvorfor."));
    assert!(sentences(&before).iter().any(|one| one.contains("uten forklaring")));
    let path = format!("/api/v1/measurements/{id}/explanation");
    site.person("contributor", 0).json("PUT", &path, &[], &json!({"cause": "Ny saksbehandler"})).expect(200);
    let after = page(site, &coordinator, "");
    assert!(after.contains("Kommunens forklaring (01.08.2025): «Ny saksbehandler»"), "{}", figures(&after));
    assert!(!sentences(&after).iter().any(|one| one.contains("uten forklaring")));
    // A day before it was measured knows nothing of it.
    let past = page(site, &coordinator, "?on=2025-06-01");
    assert!(!past.contains("Ny saksbehandler") && !past.contains("ingen har forklart hvorfor"));
});

on_both!(a_part_is_an_address_and_narrows_matrix_cards_and_sentences_alike, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "41");
    let coordinator = site.person("coordinator", 0);
    let at = |query: &str| page(site, &coordinator, query);
    let first = at(&format!("?municipality={}", town(site, 0)));
    assert!(first.contains("1 av 1 gevinster målt") && first.contains("1 av 1 målte gevinster er på plan"), "{first}");
    assert!(first.contains("Kommune: Granvang"), "what was chosen is said");
    let second = at(&format!("?municipality={}&class=time_saved&phase=realisation", town(site, 1)));
    assert!(second.contains("0 av 1 målte gevinster er på plan; 1 av 1 er målt."), "{second}");
    for none in ["?class=income", "?theme=Finnes%20ikke", "?phase=idea"] {
        assert!(at(none).contains("Ingen prosjekter passer med valget"), "{none}");
    }
    assert!(at("?class=time_saved").contains("1 av 2 målte gevinster er på plan; 2 av 2 er målt."));
});

on_both!(what_was_decided_last_and_what_comes_stand_on_the_page, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/projects/{}", site.id("projects", 0));
    let version = coordinator.get(&path).expect(200).etag.expect("a version");
    let points = json!({"decision_points": [
        {"point": "BP2", "on": "2025-04-15", "decided": true, "note": "Vi går videre"},
        {"point": "BP3", "on": "2099-08-15", "case_reference": "Sak 075/14"},
        {"point": "BP4", "on": null},
    ]});
    coordinator.patch(&path, &version, &points).expect(200);
    let page = page(site, &coordinator, "");
    let part = &page[page.find("id=\"decisions\"").expect("decisions")..];
    let at = |words: &str| part.find(words).unwrap_or_else(|| panic!("{words} in {part}"));
    assert!(at("Sist besluttet") < at("15.04.2025") && at("15.04.2025") < at("Vi går videre"));
    assert!(at("Vi går videre") < at("Venter på beslutning") && at("Venter på beslutning") < at("15.08.2099"));
    at("Sak 075/14");
    assert!(!part.contains("BP4"), "what has no day yet is on the roadmap");
});

on_both!(a_coordinator_writes_the_headlines_of_the_month_and_gives_them_back, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let path = format!("/regions/{}/headlines", region(site));
    let rules = sentences(&page(site, &coordinator, ""));
    let form = browser.get(&path).expect(200).text;
    assert!(form.contains(&rules[0]), "it begins with what the rules say");
    assert_eq!(browser.post(&path, &[("version", ""), ("sentences", " ")]).status, 422);
    let six = "En.\nTo.\nTre.\nFire.\nFem.\nSeks.";
    assert_eq!(browser.post(&path, &[("version", ""), ("sentences", six)]).status, 422);
    let words = "Vi er halvveis.\nTo kommuner trenger hjelp.";
    browser.post(&path, &[("version", ""), ("sentences", words)]).expect(303);
    let seen = page(site, &coordinator, "");
    assert_eq!(sentences(&seen), ["Vi er halvveis.", "To kommuner trenger hjelp."]);
    assert!(seen.contains("Redigert av "), "it is said whose words they are");
    // Somebody who opened the form before that does not write over it unseen.
    assert_eq!(browser.post(&path, &[("version", ""), ("sentences", "Mine ord")]).status, 409);
    // Who does not see everything that they rest on sees the rules' sentences about what they see; so does a part.
    let member = page(site, &site.person_in("executive", 0, 0), "");
    assert!(!member.contains("Vi er halvveis"), "{member}");
    assert!(!page(site, &coordinator, "?class=time_saved").contains("Vi er halvveis"));
    Browser::of(&site.person_in("executive", 0, 0)).get(&path).expect(403);
    Browser::of(&site.person("coordinator", 1)).get(&path).expect(404);
    browser.post(&format!("{path}/back"), &[]).expect(303);
    assert_eq!(sentences(&page(site, &coordinator, "")), rules);
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).json;
    let told: Vec<&Value> = log["items"].as_array().expect("events").iter().map(|event| &event["action"]).collect();
    for action in ["headlines_edited", "headlines_left_to_rules"] {
        assert!(told.contains(&&json!(action)), "{action}");
    }
});

on_both!(what_a_municipality_keeps_to_itself_changes_nothing_that_another_member_sees, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "40");
    let member = site.person_in("executive", 0, 0);
    let looks = || {
        let queries = ["".to_owned(), "?class=time_saved".into(), format!("?municipality={}", town(site, 1))];
        let pages: Vec<String> = queries.iter().map(|query| figures(&page(site, &member, query)).to_owned()).collect();
        let past = figures(&page(site, &member, "?on=2025-10-01")).to_owned();
        let files = ["matrix?format=csv", "curve?format=csv&from=2025-01&to=2026-01"]
            .map(|file| member.get(&format!("/api/v1/regions/{}/{file}", region(site))).expect(200).text);
        (pages, past, files)
    };
    let before = looks();
    let id = measure(site, 1, "2025-09-01", "31337.25");
    let path = format!("/api/v1/measurements/{id}/explanation");
    site.person_in("contributor", 0, 1).json("PUT", &path, &[], &json!({"cause": "Kanarifugl"})).expect(200);
    measure(site, 1, "2025-10-01", "31338.5");
    assert_eq!(before, looks(), "nothing that this member sees has moved");
    let coordinator = site.person("coordinator", 0);
    assert!(page(site, &coordinator, "").contains("Kanarifugl"), "the region's own people see it");
    let words = "Kommunen med 31337 drar opp.";
    let headlines = format!("/regions/{}/headlines", region(site));
    Browser::of(&coordinator).post(&headlines, &[("version", ""), ("sentences", words)]).expect(303);
    assert!(page(site, &coordinator, "").contains(words));
    assert!(!page(site, &member, "").contains("31337"), "what rests on all figures is for those who see them");
});

/// Planned and realised of a month, of one commitment whose values are to fall, from its own series.
fn point_of(series: &Value, last_day: &str) -> (f64, f64) {
    let (base, on) = (number(&series["baseline"]["value"]), days(last_day));
    let measured = series["measured"].as_array().expect("measured");
    let by_then = measured.iter().rfind(|one| days(one["on"].as_str().expect("a day")) <= on);
    (base - planned(series, on), by_then.map_or(0.0, |one| base - number(&one["value"])))
}

on_both!(planned_against_realised_of_one_municipality_and_one_project_is_what_its_series_come_to, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "30.5");
    let coordinator = site.person("coordinator", 0);
    let project = site.id("projects", 0);
    let months = "from=2025-07&to=2025-09";
    let curve = |query: &str| {
        coordinator.get(&format!("/api/v1/regions/{}/curve?{months}{query}", region(site))).expect(200).json
    };
    for place in [0, 1] {
        let path = format!("/api/v1/commitments/{}/series", site.id("commitments", place));
        let series = coordinator.get(&path).expect(200).json;
        let town = format!("&municipality_id={}", town(site, place));
        let kept = curve(&town);
        assert_eq!(kept, curve(&format!("{town}&project_id={project}")), "the sums are what the measurements come to");
        let points = kept["classes"][0]["points"].as_array().expect("points");
        for (point, last_day) in points.iter().zip(["2025-07-31", "2025-08-31", "2025-09-30"]) {
            let (planned, realised) = point_of(&series, last_day);
            let near = |name: &str, slow: f64| (number(&point[name]) - slow).abs() < 0.000_001;
            assert!(near("planned", planned) && near("realised", realised), "{point} {planned} {realised}");
        }
    }
    assert_eq!(curve(""), curve(&format!("&project_id={project}")), "the region has one project");
    let file = format!("/api/v1/regions/{}/curve?{months}&municipality_id={}&format=csv", region(site), town(site, 1));
    assert_eq!(coordinator.get(&file).expect(200).text.lines().count(), 4);

    let member = site.person_in("executive", 0, 0);
    let of = |query: String| format!("/api/v1/regions/{}/curve?{query}", region(site));
    member.get(&of(format!("municipality_id={}", town(site, 0)))).expect(200);
    member.get(&of(format!("municipality_id={}", town(site, 1)))).expect(404);
    member.get(&of("municipality_id=tull".into())).expect(404);
    coordinator.get(&of(format!("project_id={}", site.id("projects", 1)))).expect(404);
});

on_both!(a_municipality_has_a_page_where_its_figures_are_seen_and_nowhere_else, |site| {
    second_takes_its_baton(site);
    let path = |place: usize| format!("/regions/{}/municipalities/{}", region(site), town(site, place));
    let (own, coordinator) = (site.person_in("executive", 0, 0), site.person("coordinator", 0));
    let page = Browser::of(&own).get(&path(0)).expect(200).text;
    let path_of_series = format!("/api/v1/commitments/{}/series", site.id("commitments", 0));
    let series = own.get(&path_of_series).expect(200).json;
    let (planned, realised) = point_of(&series, "2099-01-01");
    for said in [format!("{realised:.0}\u{a0}dager"), format!("{planned:.0}\u{a0}dager"), "Egen organisasjon".into()] {
        assert!(page.contains(&said), "{said}: {page}");
    }
    let rate = format!("{:.0}\u{a0}%", 100.0 * realised / planned);
    assert!(page.contains(&rate) && page.contains("1 av 1 gevinster målt"), "{rate}");
    assert!(page.contains(&format!("curve?municipality_id={}&amp;format=csv", town(site, 0))), "the files are named");
    let project = site.id("projects", 0);
    let one = Browser::of(&own).get(&format!("{}?project={project}", path(0))).expect(200).text;
    assert!(one.contains(&format!("&amp;project_id={project}&amp;format=csv")));
    Browser::of(&own).get(&format!("{}?project={}", path(0), site.id("projects", 1))).expect(404);
    assert!(Browser::of(&own).get("/").expect(200).text.contains(&path(0)), "one's own is found at home");

    Browser::of(&own).get(&path(1)).expect(404);
    Browser::of(&site.person("coordinator", 1)).get(&path(0)).expect(404);
    let columns = |who: &Person| self::page(site, who, "");
    assert!(
        columns(&coordinator).contains(&path(1)) && !columns(&own).contains(&path(1)),
        "heads lead where one may go"
    );
    let sharing = format!("/api/v1/regions/{}/members/{}/sharing", region(site), town(site, 1));
    site.person_in("executive", 0, 1).put(&sharing, &json!({"figures": "members"})).expect(200);
    Browser::of(&own).get(&path(1)).expect(200);
});

on_both!(home_tells_what_others_did_since_last_time_where_one_has_a_part_in_it, |site| {
    second_takes_its_baton(site);
    let executive = site.person("executive", 0);
    let home = |who: &Person| Browser::of(who).get("/").expect(200).text;
    assert!(!home(&executive).contains("id=\"since\""), "whoever is new has no last time");
    let (coordinator, contributor) = (site.person("coordinator", 0), site.person("contributor", 0));
    let elsewhere = site.person("coordinator", 1);
    // Three days go by.
    site.sql("UPDATE session SET created_at = created_at - 259200000000");
    measure(site, 0, "2025-08-01", "31");
    measure(site, 0, "2025-09-01", "30");
    measure(site, 1, "2025-08-01", "40");
    let lines = |page: &str| {
        let from = page.find("id=\"since\"").unwrap_or_else(|| panic!("no such part in {page}"));
        page[from..from + page[from..].find("</section>").expect("an end")].to_owned()
    };
    let own = lines(&home(&executive));
    assert!(own.contains("Måling registrert (2), <a"), "{own}");
    assert!(own.contains("Granvang") && !own.contains("Havneset"), "only one's own municipality: {own}");
    let all = lines(&home(&coordinator));
    assert!(all.contains("Granvang") && all.contains("Havneset"), "{all}");
    let own = lines(&home(&contributor));
    assert!(!own.contains("Måling registrert"), "what one did oneself is no news: {own}");
    let elsewhere = lines(&home(&elsewhere));
    assert!(elsewhere.contains("Ingenting nytt"), "{elsewhere}");
});

on_both!(a_page_that_has_not_changed_is_not_sent_again_and_a_change_shows_in_the_next_request, |site| {
    second_takes_its_baton(site);
    let coordinator = site.person("coordinator", 0);
    let (region, town) = (region(site), town(site, 0));
    for path in [format!("/regions/{region}"), format!("/regions/{region}/municipalities/{town}")] {
        let cookie = |who: &Person| format!("stafett={}", who.token().expect("a token"));
        let get = |who: &Person, tag: &str| {
            site.visitor().send("GET", &path, &[("cookie", &cookie(who)), ("if-none-match", tag)], None)
        };
        let first = get(&coordinator, "").expect(200);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        assert_eq!(first.header("cache-control"), "private, no-cache");
        let again = get(&coordinator, &format!("\"x\", {tag}")).expect(304);
        assert!(again.text.is_empty() && again.header("etag") == tag);
        // Another person's page is another page, though the figures are the same.
        let reader = site.person("benefits_responsible", 0);
        assert_ne!(get(&reader, &tag).expect(200).header("etag"), tag);
        measure(site, 0, if path.ends_with(&town) { "2025-09-01" } else { "2025-08-01" }, "30");
        let changed = get(&coordinator, &tag).expect(200);
        assert_ne!(changed.header("etag"), tag);
        assert_ne!(changed.text, first.text);
    }
});
