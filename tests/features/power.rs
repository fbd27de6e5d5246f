//! What somebody can do with a little power, and what not.

use serde_json::{Value, json};

use crate::harness::{Browser, CHECKS, Person, Site, in_a_month};
use crate::on_both;

fn token(person: &Person, scope: &str) -> String {
    let body = json!({"name": "robot", "scopes": [scope], "expires_at": in_a_month()});
    person.post("/api/v1/tokens", &body).expect(201).json["secret"].as_str().expect("a secret").to_owned()
}

fn id_of(person: &Person) -> String {
    person.get("/api/v1/me").expect(200).json["id"].as_str().expect("an id").to_owned()
}

/// The word that the forms of a visitor with this cookie carry.
fn csrf_of_a_visitor(site: &Site, cookie: &str) -> String {
    let page = site.visitor().send("GET", "/sign-in", &[("cookie", cookie)], None).expect(200).text;
    let word = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    word.expect("a form").to_owned()
}

on_both!(a_token_that_reads_makes_no_other_token_and_switches_nothing_on, |site| {
    let contributor = site.person("contributor", 0);
    let robot = Person::new(site, Some(token(&contributor, "read")));
    let cookie = format!("stafett-visitor={}", "x".repeat(43));
    let csrf = csrf_of_a_visitor(site, &cookie);
    for (path, fields) in [
        ("/account/tokens", "&token_name=mer&scopes=write&token_days=1826"),
        ("/account/totp/begin", ""),
        ("/account/calendar", ""),
        ("/account/details", "&name=Andre&own_language=nb"),
        ("/sign-out", "&everywhere=1"),
    ] {
        let form = format!("csrf={csrf}{fields}");
        let headers = [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        robot.send("POST", path, &headers, Some(form.as_bytes())).expect(403);
    }
    robot.delete(&format!("/api/v1/tokens/{}", site.id("regions", 0))).expect(403);
    assert_eq!(contributor.get("/api/v1/tokens").expect(200).json["items"].as_array().map(Vec::len), Some(1));
    // Nor does it come further than its scope on a page.
    let measuring = Person::new(site, Some(token(&contributor, "projects:read")));
    measuring.get(&format!("/projects/{}", site.id("projects", 0))).expect(200);
    measuring.get(&format!("/regions/{}", site.id("regions", 0))).expect(403);
});

on_both!(nobody_renames_those_over_whom_they_have_no_power, |site| {
    let (executive, coordinator) = (site.person("executive", 0), site.person("coordinator", 0));
    let name = |who: &Person| who.get("/api/v1/me").expect(200).json["name"].clone();
    let before = name(&coordinator);
    let path = format!("/api/v1/people/{}", id_of(&coordinator));
    let version = executive.get(&path).expect(200).etag.expect("a version");
    executive.patch(&path, &version, &json!({"name": "En annen"})).expect(403);
    assert_eq!(name(&coordinator), before);
    // The executive's own people are hers to name, and each version is for one change.
    let contributor = site.person("contributor", 0);
    let path = format!("/api/v1/people/{}", id_of(&contributor));
    let version = executive.get(&path).expect(200).etag.expect("a version");
    executive.patch(&path, &version, &json!({"name": "Nytt Navn"})).expect(200);
    executive.patch(&path, &version, &json!({"name": "Nyere Navn"})).expect(412);
    assert_eq!(name(&contributor), json!("Nytt Navn"));
});

on_both!(an_executive_who_reads_for_the_region_still_sees_what_waits, |site| {
    let (handover, coordinator, executive) = crate::features::relay::open_offer(site);
    let me = executive.get("/api/v1/me").expect(200).json;
    let region = site.seed["regions"][0]["id"].clone();
    let role = json!({"email": me["email"], "name": me["name"], "role": "reader", "region_id": region});
    coordinator.post("/api/v1/people", &role).expect(201);
    let home = Browser::of(&executive).get("/").expect(200).text;
    assert!(home.contains(&format!("/handovers/{handover}")), "the offer is at home");
});

on_both!(nul_in_a_form_or_a_question_is_refused, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    browser.post("/account/details", &[("name", "a\0b"), ("own_language", "nb")]).expect(422);
    browser.post("/password-resets", &[("email", "a\0b")]).expect(422);
    browser.get("/events?action=a%00b").expect(400);
    coordinator.get("/api/v1/municipalities?query=a%00b").expect(400);
});

on_both!(a_check_that_was_taken_back_has_a_version_nobody_holds, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/handovers/{}/readiness/training", site.id("handovers", 2));
    let tick = |version: Option<&str>, body: &Value| match version {
        Some(version) => coordinator.json("PUT", &path, &[("if-match", version)], body),
        None => coordinator.put(&path, body),
    };
    let first = tick(None, &json!({"met": true}));
    let version = first.etag.clone().expect("a version");
    let (first, version) = if first.status == 428 { panic!("{}", first.text) } else { (first, version) };
    assert!(first.status == 200 || first.status == 201, "{}", first.text);
    tick(Some(&version), &json!({"met": false})).expect(200);
    tick(None, &json!({"met": true})).expect(200);
    tick(Some(&version), &json!({"not_relevant_because": "Foreldet"})).expect(412);
});

on_both!(a_deadline_that_has_passed_stops_only_whom_it_belongs_to, |site| {
    let coordinator = site.person("coordinator", 0);
    let (project, handovers) = crate::features::many::prepared(site, &coordinator, 2);
    for (_, handover) in &handovers {
        crate::features::many::vouch(&coordinator, handover, &CHECKS);
    }
    site.sql(&format!("UPDATE handover SET answer_by = 19000 WHERE state = 'draft' AND municipality_id = {}", {
        // Municipalities of the seed are numbered from the register; the first of the two is the smaller.
        "(SELECT MIN(municipality_id) FROM participation WHERE project_id = (SELECT MAX(id) FROM project))"
    }));
    let offers = format!("/api/v1/projects/{project}/offers");
    coordinator.post(&offers, &json!({})).expect(409);
    let sent = coordinator.post(&offers, &json!({"only_ready": true})).expect(200).json;
    assert_eq!(sent["sent"].as_array().map(Vec::len), Some(1), "{sent}");
    assert_eq!(sent["not_ready"].as_array().map(Vec::len), Some(1), "{sent}");
    let sent = coordinator.post(&offers, &json!({"answer_by": "2099-11-30"})).expect(200).json;
    assert_eq!(sent["sent"].as_array().map(Vec::len), Some(1), "a new deadline helps: {sent}");
});

on_both!(asking_for_a_new_password_again_and_again_sends_few_mails, |site| {
    let visitor = site.visitor();
    let administrator = site.person("administrator", 0);
    let email = site.seed["sign_ins"][1]["email"].clone();
    let mails = || Browser::of(&administrator).get("/admin").expect(200).text.matches("/password-resets/").count();
    let before = mails();
    for _ in 0..8 {
        visitor.post("/api/v1/password-resets", &json!({"email": email})).expect(202);
        visitor.post("/api/v1/password-resets", &json!({"email": "ingen@eksempel.no"})).expect(202);
    }
    assert_eq!(mails() - before, 5);
});

on_both!(of_another_member_one_sees_the_state_and_no_way_to_more, |site| {
    let (open, draft) = (site.id("handovers", 1), site.id("handovers", 2));
    let first = site.person_in("executive", 0, 0);
    let (region, project) = (site.id("regions", 0), site.id("projects", 0));
    let browser = Browser::of(&first);
    for page in ["/projects".to_owned(), format!("/projects/{project}"), format!("/regions/{region}/batons")] {
        let text = browser.get(&page).expect(200).text;
        assert!(!text.contains(&open) && !text.contains(&draft), "{page} leads to what is another's");
    }
    let batons = |who: &Person| who.get(&format!("/api/v1/regions/{region}/batons")).expect(200).json;
    let theirs = site.seed["regions"][0]["municipalities"][1]["id"].clone();
    let of = |batons: &Value, town: &Value| {
        let all = batons["rows"][0]["batons"].as_array().expect("batons");
        all.iter().find(|one| one["municipality_id"] == *town).cloned()
    };
    let seen = of(&batons(&first), &theirs).expect("that it is offered may be seen");
    assert_eq!(
        (&seen["state"], &seen["offered_at"], &seen["handover_id"]),
        (&json!("offered"), &json!(null), &json!(null))
    );
    let coordinator = site.person("coordinator", 0);
    let whole = batons(&coordinator);
    assert_eq!(of(&whole, &theirs).expect("it")["handover_id"], open.as_str());
    assert_eq!(whole["answering"].as_array().map(Vec::len), Some(3));
    assert_eq!(batons(&first)["answering"].as_array().map(Vec::len), Some(1), "one's own alone");
    // The tiny seed's first municipality answered on the day it was asked.
    let own = &whole["answering"][0];
    assert_eq!((&own["answered"], &own["waiting"]), (&json!(1), &json!(0)), "{own}");
    let csv = coordinator.get(&format!("/api/v1/regions/{region}/batons?format=csv")).expect(200).text;
    assert!(csv.contains("days_to_answer") && csv.contains(",offered,"), "{csv}");
    let projector = browser.get(&format!("/regions/{region}?visning=projektor")).expect(200).text;
    assert!(projector.contains("href=\"/accessibility\""));
});
