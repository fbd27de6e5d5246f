//! Pages that are kept on the server: after every change each of them is, for each reader, the page that would be made anew.

use serde_json::{Value, json};

use super::played::{measure, region, second_takes_its_baton, town};
use crate::harness::{Answer, Browser, Person, Site};
use crate::on_both;

/// The pages that are kept, of the first region.
fn pages(site: &Site) -> Vec<String> {
    let (region, project) = (region(site), site.id("projects", 0));
    let indicator = site.id("indicators", 0);
    let mut pages = vec![
        format!("/regions/{region}"),
        format!("/regions/{region}?visning=projektor"),
        format!("/regions/{region}/realisation?months=36"),
        format!("/regions/{region}/batons"),
        format!("/projects?region={region}"),
        format!("/indicators/{indicator}/compare"),
        format!("/indicators/{indicator}/compare?per=1000"),
        "/due".to_owned(),
        "/".to_owned(),
    ];
    for place in 0..2 {
        pages.push(format!("/regions/{region}/municipalities/{}", town(site, place)));
        pages.push(format!("/regions/{region}/cells/{project}/{}", town(site, place)));
        pages.push(format!("/commitments/{}", site.id("commitments", place)));
    }
    pages
}

/// What programs ask for again and again, and is kept too.
fn answers(site: &Site) -> Vec<String> {
    let region = region(site);
    vec![format!("/api/v1/regions/{region}/matrix"), format!("/api/v1/regions/{region}/curve?from=2025-01&to=2026-12")]
}

/// A page without what is its own at every look: the address that it was asked for at.
fn plain(answer: &Answer, sign: &str) -> String {
    // On paper it says when it was fetched.
    let (before, rest) = answer.text.split_once("<div class=\"print-head\">").unwrap_or_default();
    let rest = rest.split_once("</div>").unwrap_or_default().1;
    let text = unsigned(&format!("{before}{rest}")).replace(&format!("?{sign}&amp;"), "?");
    text.replace(&format!("?{sign}"), "").replace(&format!("&amp;{sign}"), "").replace(&format!("%3F{sign}"), "")
}

/// A page without the words of its forms, which are drawn for each showing.
fn unsigned(page: &str) -> String {
    const WORD: &str = "name=\"csrf\" value=\"";
    let mut parts = page.split(WORD);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + WORD + part.split_once('"').unwrap_or_default().1)
}

/// What each reader gets of each page; and that it is what they would get if nothing were kept.
fn looks(site: &Site, readers: &[(&str, &Person)], after: &str) -> Vec<String> {
    let mut all = Vec::new();
    // Nobody ever asked at this address, not even another reader, so that nothing is kept for it.
    let look = |role: &str| format!("look={after}-{role}").replace(' ', "-");
    for path in answers(site) {
        for (role, person) in readers {
            let kept = person.get(&path);
            let sign = if path.contains('?') { '&' } else { '?' };
            let anew = person.get(&format!("{path}{sign}{}", look(role)));
            assert_eq!((kept.status, &kept.json), (anew.status, &anew.json), "{role}: {path}, {after}");
            all.push(kept.text);
        }
    }
    for page in pages(site) {
        for (role, person) in readers {
            let browser = Browser::of(person);
            let kept = browser.get(&page);
            let sign = look(role);
            let anew = browser.get(&format!("{page}{}{sign}", if page.contains('?') { '&' } else { '?' }));
            let (kept_text, anew_text) = (plain(&kept, &sign), plain(&anew, &sign));
            let apart = kept_text.split('<').zip(anew_text.split('<')).find(|(kept, anew)| kept != anew);
            assert_eq!((apart, kept.status), (None, anew.status), "{role}: {page}, {after}");
            assert_eq!(kept_text.len(), anew_text.len(), "{role}: {page}, {after}");
            all.push(plain(&kept, &sign));
        }
    }
    all
}

/// Changes a thing at the version that stands.
fn patched(who: &Person, path: &str, change: &Value) {
    let version = who.get(path).expect(200).etag.expect("a version");
    who.patch(path, &version, change).expect(200);
}

on_both!(what_is_kept_of_a_page_is_what_would_be_made_anew_for_every_reader_after_every_change, |site| {
    let coordinator = site.person("coordinator", 0);
    let (first, second) = (site.person("executive", 0), site.person_in("executive", 0, 1));
    let contributor = site.person("contributor", 0);
    let readers = [
        ("coordinator", &coordinator),
        ("first executive", &first),
        ("second executive", &second),
        ("first contributor", &contributor),
        ("second contributor", &site.person_in("contributor", 0, 1)),
        ("benefits responsible", &site.person("benefits_responsible", 0)),
    ];
    let (region, project) = (region(site), site.id("projects", 0));
    let api = |path: &str| format!("/api/v1{path}");
    let mut before = looks(site, &readers, "at first");
    let mut then = |what: &str, change: &dyn Fn()| {
        change();
        let now = looks(site, &readers, what);
        assert_ne!(before, now, "{what}: nobody's page tells of it");
        before = now;
    };
    then("a baton is taken", &|| second_takes_its_baton(site));
    then("a value", &|| drop(measure(site, 0, "2025-08-01", "41")));
    then("a value of the other", &|| drop(measure(site, 1, "2025-08-01", "7913.5")));
    then("a correction", &|| {
        let id = measure(site, 0, "2025-09-01", "40");
        let path = api(&format!("/measurements/{id}/corrections"));
        let correction = json!({"value": "39", "reason": "Feil lest"});
        contributor.json("POST", &path, &[("if-match", "\"1\"")], &correction).expect(201);
    });
    then("an explanation", &|| {
        let id = measure(site, 0, "2025-10-01", "42");
        let path = api(&format!("/measurements/{id}/explanation"));
        contributor.json("PUT", &path, &[], &json!({"cause": "Sykdom i mottaket"})).expect(200);
    });
    then("sharing", &|| {
        let path = api(&format!("/regions/{region}/members/{}/sharing", town(site, 1)));
        second.put(&path, &json!({"figures": "members"})).expect(200);
    });
    then("keeping to oneself again", &|| {
        let path = api(&format!("/regions/{region}/members/{}/sharing", town(site, 1)));
        second.put(&path, &json!({"figures": "region"})).expect(200);
    });
    then("inhabitants", &|| {
        let path = api(&format!("/regions/{region}/population/{}", town(site, 0)));
        first.put(&path, &json!({"on": "2025-01-01", "inhabitants": 5000, "source": "Telling"})).expect(200);
    });
    then("an example", &|| {
        let story = json!({"title": "Sjekkliste", "done": "En liste.", "took": "To dager.", "contact_name": "Kari",
            "contact_email": "kari@eksempel.no", "tells_effect": false});
        let told = second.post(&api(&format!("/commitments/{}/examples", site.id("commitments", 1))), &story);
        let id = told.expect(201).json["id"].as_str().expect("an id").to_owned();
        second.post(&api(&format!("/examples/{id}/sharing")), &json!({})).expect(200);
    });
    then("a name of a person", &|| {
        let form =
            Browser::of(&contributor).post("/account/details", &[("name", "Kari Omdøpt"), ("own_language", "nb")]);
        form.expect(303);
    });
    then("another title of a project", &|| {
        patched(&coordinator, &api(&format!("/projects/{project}")), &json!({"title": "Omdøpt"}))
    });
    then("other settings of the region", &|| {
        patched(&coordinator, &api(&format!("/regions/{region}")), &json!({"idle_days": 365}))
    });
    then("headlines", &|| {
        let path = format!("/regions/{region}/headlines");
        Browser::of(&coordinator).post(&path, &[("version", ""), ("sentences", "Vi er i rute.")]).expect(303);
    });
    then("a moment of the year", &|| {
        let today =
            contributor.get(&api(&format!("/municipalities/{}/due", town(site, 0)))).expect(200).json["on"].clone();
        let on = today.as_str().and_then(|text| text.split_once('-')).and_then(|(_, rest)| rest.split_once('-'));
        let [month, day] = on.map(|(month, day)| [month, day].map(|part| part.parse::<u32>())).expect("a day");
        let moment = json!({"title": "Styringsmøte", "month": month.expect("a month"), "day": day.expect("a day"),
            "kind": "reporting", "audience": "all", "note": ""});
        coordinator.post(&api(&format!("/regions/{region}/year-moments")), &moment).expect(201);
    });
    then("support to follow up", &|| {
        let support = json!({"municipality_id": town(site, 1), "project_id": project, "on": "2026-02-10", "hours": "2",
            "what": "Hjalp", "follow_up": "Ring", "follow_up_by": "2026-03-01"});
        coordinator.post(&api(&format!("/regions/{region}/support")), &support).expect(201);
    });
    then("a second pair of eyes", &|| {
        patched(&coordinator, &api(&format!("/regions/{region}")), &json!({"second_eyes": true}))
    });
    then("a value that waits for it", &|| drop(measure(site, 0, "2025-11-01", "41")));
    then("another benefit", &|| {
        let benefit = json!({"title": "Ny gevinst", "class": "time_saved", "polarity": "benefit",
            "arises_in": "own_organisation", "description": "", "use_of_gain": "better_quality"});
        coordinator.post(&api(&format!("/projects/{project}/benefits")), &benefit).expect(201);
    });
    then("another project and its baton", &|| {
        let made = coordinator.post(&api(&format!("/regions/{region}/projects")), &json!({"title": "Nytt prosjekt"}));
        let made = made.expect(201).json["id"].as_str().expect("an id").to_owned();
        let path = api(&format!("/projects/{made}/participants/{}", town(site, 0)));
        coordinator.put(&path, &json!({"state": "joined"})).expect(201);
        let handover = json!({"municipality_id": town(site, 0), "answer_by": "2099-12-31", "message": ""});
        coordinator.post(&api(&format!("/projects/{made}/handovers")), &handover).expect(201);
    });
    then("a change step", &|| {
        let steps = contributor.get(&api(&format!("/projects/{project}/change-steps"))).expect(200).json;
        let first = json!(town(site, 0));
        let own = steps["items"].as_array().expect("steps").iter().find(|step| step["municipality_id"] == first);
        let own = own.expect("a step");
        let other = if own["state"] == "in_progress" { "blocked" } else { "in_progress" };
        let path = api(&format!("/change-steps/{}", own["id"].as_str().expect("an id")));
        patched(&contributor, &path, &json!({"state": other, "blocked_reason": "Venter"}));
    });
});

on_both!(the_count_at_home_is_of_what_waits_for_the_one_who_looks_when_it_is_kept_too, |site| {
    let home = |person: &Person| Browser::of(person).get("/").expect(200).text;
    let waits = |home: &str| home.matches("<li class=\"task\">").count();
    let counted = |home: &str| home.contains(&format!("data-count=\"{}\"", waits(home)));
    let people = [site.person("executive", 0), site.person_in("executive", 0, 1), site.person("contributor", 0)];
    let first: Vec<String> = people.iter().map(&home).collect();
    assert!(first.iter().any(|home| waits(home) > 0), "something waits for somebody");
    for (person, first) in people.iter().zip(&first) {
        let again = home(person);
        assert_eq!(waits(&again), waits(first));
        assert!(waits(&again) == 0 || (counted(first) && counted(&again)), "{again}");
    }
});

on_both!(a_page_comes_as_gzip_to_who_takes_it_and_is_the_same, |site| {
    use std::io::Read;

    measure(site, 0, "2025-08-01", "41");
    let coordinator = site.person("coordinator", 0);
    let cookie = format!("stafett={}", coordinator.token().expect("a token"));
    for page in pages(site) {
        let get = |accepted: &str| {
            let address = format!("{}{page}", site.url(""));
            let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
            let request = ureq::Agent::new_with_config(config).get(&address).header("cookie", &cookie);
            request.header("accept-encoding", accepted).call().expect("an answer")
        };
        for refused in ["identity", "gzip;q=0, identity", "br"] {
            assert!(get(refused).headers().get("content-encoding").is_none(), "{page}: {refused}");
        }
        let mut answer = get("gzip, deflate, br, zstd");
        if answer.status() != 200 {
            continue;
        }
        let vary = |word: &str| {
            answer.headers().get_all("vary").iter().any(|value| value.as_bytes().ends_with(word.as_bytes()))
        };
        assert!(vary("accept-encoding"), "{page}");
        assert_eq!(answer.headers().get_all("content-encoding").iter().count(), 1, "{page}");
        let bytes = answer.body_mut().read_to_vec().expect("a body");
        let mut text = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("gzip with the right sum");
        let plain = get("identity").body_mut().read_to_string().expect("a body");
        assert_eq!(unsigned(&text), unsigned(&plain), "{page}");
        assert!(bytes.len() * 2 < text.len(), "{page}: {} of {}", bytes.len(), text.len());
    }
});

on_both!(a_machine_and_its_owner_each_have_a_home_of_their_own, |site| {
    let executive = site.person_in("executive", 0, 1);
    let (home, answer) = (|who: &Person| unsigned(&Browser::of(who).get("/").expect(200).text), "Svar på");
    let own = home(&executive);
    let body = json!({"name": "Roboten", "scopes": ["read"], "expires_at": crate::harness::in_a_month()});
    let token = executive.post("/api/v1/tokens", &body).expect(201).json["secret"].as_str().expect("a word").to_owned();
    let robot = Person::new(site, Some(token));
    let look = || robot.get("/").expect(200).text;
    assert!(own.contains(answer) && !look().contains(answer), "a machine that may read answers for nothing");
    // Nothing has changed since, so whoever asks first has it kept.
    assert!(home(&executive).contains(answer) && !look().contains(answer));
    executive
        .post(&format!("/api/v1/handovers/{}/clarifications", site.id("handovers", 1)), &json!({"question": "Når?"}));
    assert!(!look().contains(answer));
    let support = site.person("coordinator", 0);
    support.post(
        &format!("/api/v1/handovers/{}/clarification-answers", site.id("handovers", 1)),
        &json!({"answer": "Nå"}),
    );
    assert!(!look().contains(answer), "the machine asks first");
    assert!(home(&executive).contains(answer), "and its owner is told all the same");
});
