//! A region asks for what is overdue: it sees whom it reaches, nobody is asked twice in a week, and the log tells of it.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{Answer, Backend, Browser, Mail, MailServer, Site};
use crate::on_both;

/// Mails that answer a nudge to one address, once so many have come.
fn asked(server: &MailServer, to: &str, wanted: usize) -> Vec<Mail> {
    for _ in 0..400 {
        let all = server.mails().into_iter().filter(|mail| mail.text.contains("minner om") && mail.to == to);
        let all: Vec<Mail> = all.collect();
        if all.len() >= wanted {
            return all;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{wanted} mails to {to}: {:?}", server.mails())
}

/// What is overdue in the region's municipalities, as each of them is told by the API.
fn overdue(site: &Site, region: usize) -> Vec<Value> {
    let coordinator = site.person("coordinator", region);
    let towns = site.seed["regions"][region]["municipalities"].as_array().expect("members").clone();
    let due = |town: &Value| {
        let answer = coordinator.get(&format!("/api/v1/municipalities/{}/due", town["id"].as_str().expect("an id")));
        answer.expect(200).json["items"].as_array().expect("items").clone()
    };
    towns.iter().flat_map(due).filter(|item| item["overdue"] == true).collect()
}

fn sent(answer: Answer) -> String {
    answer.expect(303).header("location").to_owned()
}

fn a_region_asks_for_what_is_overdue(backend: Backend) {
    let server = MailServer::start();
    // The daily reminders wait for an hour that never comes: what arrives was asked for by hand.
    let settings = [("STAFETT_LIMITS_REMINDERS_FROM_HOUR", "24"), ("STAFETT_SMTP_URL", &server.url())];
    let site = Site::with(backend, Some("tiny"), &settings);
    let overdue = overdue(&site, 0);
    let [item] = overdue.as_slice() else { panic!("one measurement is overdue: {overdue:?}") };
    let (town, region) = (item["municipality_id"].as_str().expect("an id"), site.id("regions", 0));
    let people = site.seed["sign_ins"].as_array().expect("sign-ins").clone();
    let owner = people.iter().find(|one| one["person_id"] == item["owner_id"]).expect("its owner");
    let (to, password) =
        (owner["email"].as_str().expect("an address"), owner["password"].as_str().expect("a password"));
    let page = format!("/regions/{region}/overdue");
    let coordinator = Browser::of(&site.person("coordinator", 0));

    // The region's page leads there, with the number that the next page goes through.
    let front = coordinator.get(&format!("/regions/{region}")).expect(200).text;
    assert!(front.contains("Purr på én måling") && front.contains(&format!("href=\"{page}\"")), "{front}");
    let before = coordinator.get(&page).expect(200).text;
    assert!(before.contains(item["benefit"].as_str().expect("a title")), "{before}");
    assert!(before.contains("E-post til "), "{before}");
    for reader in ["executive", "contributor"] {
        let reader = Browser::of(&site.person(reader, 0));
        reader.get(&page).expect(403);
        reader.post(&page, &[("nudge", town)]).expect(403);
        assert!(!reader.get(&format!("/regions/{region}")).expect(200).text.contains("Purr på"));
    }

    // Nothing chosen is refused, and what was written stays.
    let refused = coordinator.post(&page, &[("message", "Styret møtes fredag")]).expect(422).text;
    assert!(refused.contains("Styret møtes fredag"), "{refused}");
    // A municipality with nothing overdue is sent nothing.
    let other = site.seed["regions"][0]["municipalities"].as_array().expect("members");
    let other = other.iter().find(|other| other["id"] != town).expect("another")["id"].as_str().expect("an id");
    assert_eq!(sent(coordinator.post(&page, &[("nudge", other)])), format!("{page}?sent=0"));

    let first = sent(coordinator.post(&page, &[("nudge", town), ("message", "Styret møtes fredag")]));
    assert_eq!(first, format!("{page}?sent=1"), "its owner");
    let mails = asked(&server, to, 1);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    let measure = format!("/commitments/{}/measure", item["commitment_id"].as_str().expect("an id"));
    for words in [site.url(&measure), "Styret møtes fredag".into(), site.url("/account/reminders")] {
        assert!(mail.text.contains(&words), "{words}: {}", mail.text);
    }

    // Nobody is asked again within the week.
    let after = coordinator.get(&page).expect(200).text;
    assert!(after.contains("Det er ingen å purre nå") && after.contains("Purret sist"), "{after}");
    assert_eq!(sent(coordinator.post(&page, &[("nudge", town)])), format!("{page}?sent=0"));
    let log = site.person("coordinator", 0).get("/api/v1/audit?limit=200").expect(200);
    let told = |event: &&Value| event["action"] == "measurements_nudged";
    let events: Vec<&Value> = log.json["items"].as_array().expect("events").iter().filter(told).collect();
    let [event] = events.as_slice() else { panic!("told of once: {events:?}") };
    assert_eq!((&event["municipality_id"], &event["new"]["measurements"]), (&town.into(), &1.into()));
    assert_eq!(event["new"]["people"], 1);

    // A week later they are, but for who wants no reminders: the page says so.
    site.sql("UPDATE reminder SET told_on = told_on - 7 WHERE mark = 'nudged'");
    Browser::of(&site.sign_in(to, password)).post("/account/reminders", &[("wanted", "0")]).expect(303);
    let again = coordinator.get(&page).expect(200).text;
    assert!(again.contains("har slått av påminnelser"), "{again}");
    assert_eq!(sent(coordinator.post(&page, &[("nudge", town)])), format!("{page}?sent=0"));
    Browser::of(&site.sign_in(to, password)).post("/account/reminders", &[("wanted", "1")]).expect(303);
    assert_eq!(sent(coordinator.post(&page, &[("nudge", town)])), format!("{page}?sent=1"));

    // Once it is measured there is nothing to ask for.
    let value = serde_json::json!({"on": crate::harness::in_days(0), "value": "30"});
    let path = format!("/api/v1{}", measure.replace("/measure", "/measurements"));
    site.sign_in(to, password).post(&path, &value).expect(201);
    assert!(coordinator.get(&page).expect(200).text.contains("Ingen målinger er forfalt"));
    assert!(!coordinator.get(&format!("/regions/{region}")).expect(200).text.contains("Purr på"));
    assert_eq!(asked(&server, to, 2).len(), 2, "one mail for each time");
    std::thread::sleep(Duration::from_secs(1));
    let all = server.mails().into_iter().filter(|mail| mail.text.contains("minner om"));
    let all: Vec<String> = all.map(|mail| mail.to).collect();
    assert_eq!(all, [to, to], "and none to anybody else, nor later");
}

#[test]
fn a_region_asks_for_what_is_overdue_on_sqlite() {
    a_region_asks_for_what_is_overdue(Backend::Sqlite);
}

#[test]
fn a_region_asks_for_what_is_overdue_on_postgres() {
    a_region_asks_for_what_is_overdue(Backend::Postgres);
}

fn without_an_owner_everybody_who_measures_is_asked(backend: Backend) {
    let server = MailServer::start();
    let settings = [("STAFETT_LIMITS_REMINDERS_FROM_HOUR", "24"), ("STAFETT_SMTP_URL", &server.url())];
    let site = Site::with(backend, Some("tiny"), &settings);
    let overdue = overdue(&site, 0);
    let (item, region) = (&overdue[0], site.id("regions", 0));
    let town = item["municipality_id"].as_str().expect("an id");
    site.sql("UPDATE commitment SET owner_id = NULL");
    let people = site.seed["sign_ins"].as_array().expect("sign-ins").clone();
    let address = |role: &str| {
        let one = people.iter().find(|one| one["role"] == role && one["municipality_id"] == town).expect("somebody");
        one["email"].as_str().expect("an address").to_owned()
    };
    let (page, coordinator) = (format!("/regions/{region}/overdue"), Browser::of(&site.person("coordinator", 0)));

    // One of the two who measure was invited and has not come: the page says so, and only the other is written to.
    site.sql(&format!("UPDATE person SET status = 'invited' WHERE email = '{}'", address("contributor")));
    let before = coordinator.get(&page).expect(200).text;
    assert!(before.contains("har ikke logget inn ennå"), "{before}");
    assert_eq!(sent(coordinator.post(&page, &[("nudge", town)])), format!("{page}?sent=1"));
    assert_eq!(asked(&server, &address("benefit_owner"), 1).len(), 1);

    // Once they have come there is somebody to ask again; who was asked already is not asked twice.
    site.sql(&format!("UPDATE person SET status = 'active' WHERE email = '{}'", address("contributor")));
    assert_eq!(sent(coordinator.post(&page, &[("nudge", town)])), format!("{page}?sent=1"));
    assert_eq!(asked(&server, &address("contributor"), 1).len(), 1);

    // Where nobody measures any longer it falls to the executive.
    let others = format!("'{}', '{}'", address("contributor"), address("benefit_owner"));
    site.sql(&format!("UPDATE person SET status = 'disabled' WHERE email IN ({others})"));
    assert_eq!(sent(coordinator.post(&page, &[("nudge", town)])), format!("{page}?sent=1"));
    assert_eq!(asked(&server, &address("executive"), 1).len(), 1);
    site.sql(&format!("UPDATE person SET status = 'disabled' WHERE email = '{}'", address("executive")));
    assert!(coordinator.get(&page).expect(200).text.contains("Ingen måler i kommunen"));
}

#[test]
fn without_an_owner_everybody_who_measures_is_asked_on_sqlite() {
    without_an_owner_everybody_who_measures_is_asked(Backend::Sqlite);
}

#[test]
fn without_an_owner_everybody_who_measures_is_asked_on_postgres() {
    without_an_owner_everybody_who_measures_is_asked(Backend::Postgres);
}

on_both!(two_who_ask_at_once_ask_once, |site| {
    let overdue = overdue(site, 0);
    let (town, region) = (overdue[0]["municipality_id"].as_str().expect("an id"), site.id("regions", 0));
    let page = format!("/regions/{region}/overdue");
    let browsers = ["coordinator", "benefits_responsible"].map(|role| Browser::of(&site.person(role, 0)));
    let letters: usize = std::thread::scope(|scope| {
        let asks = browsers.each_ref().map(|browser| scope.spawn(|| sent(browser.post(&page, &[("nudge", town)]))));
        let sent = asks.map(|ask| ask.join().expect("an answer"));
        let count = |at: &String| at.strip_prefix(&format!("{page}?sent=")).and_then(|count| count.parse().ok());
        sent.iter().map(|at| count(at).unwrap_or(0_usize)).sum()
    });
    assert_eq!(letters, 1, "the owner hears of it once");
});
