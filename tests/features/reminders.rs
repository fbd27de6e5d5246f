//! One mail a day about what waits, each matter once, whatever happens to the mail server and the program.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::json;

use crate::harness::{Backend, Browser, Mail, MailServer, Site};

/// A site whose people are reminded at any hour, through this mail server.
fn reminding(backend: Backend, server: &MailServer) -> Site {
    let mut site = Site::with(backend, Some("tiny"), &[("STAFETT_LIMITS_REMINDERS_FROM_HOUR", "0")]);
    stopped(&site);
    site.set("STAFETT_SMTP_URL", &server.url());
    site
}

/// Who was told of what: the addresses of our pages in the mails about what waits, each mail once.
fn told(site: &Site, server: &MailServer) -> BTreeMap<(String, String), usize> {
    let mut mails: BTreeMap<String, Mail> = BTreeMap::new();
    for mail in server.mails() {
        let known = mails.insert(mail.id.clone(), mail.clone());
        assert!(known.is_none_or(|known| known.text == mail.text), "one id, one mail");
    }
    let mut told = BTreeMap::new();
    for mail in mails.values().filter(|mail| mail.text.contains("/account/reminders")) {
        let start = site.url("/");
        let matters =
            mail.text.lines().map(str::trim).filter(|line| line.starts_with(&start) && line.len() > start.len());
        for matter in matters {
            *told.entry((mail.to.clone(), matter[start.len() - 1..].to_owned())).or_default() += 1;
        }
    }
    told
}

/// Waits until nothing has come for some seconds.
fn settled(site: &Site, server: &MailServer) -> BTreeMap<(String, String), usize> {
    let (mut before, mut quiet) = (0, 0);
    while quiet < 40 {
        std::thread::sleep(Duration::from_millis(100));
        let now = server.mails().len();
        quiet = if now == before { quiet + 1 } else { 0 };
        before = now;
    }
    told(site, server)
}

/// The program is killed, and its lease with it, which would run for another half minute.
fn stopped(site: &Site) {
    site.kill();
    site.sql("DELETE FROM lease");
}

fn one_who_cannot_be_reminded(backend: Backend) {
    let server = MailServer::start();
    let site = reminding(backend, &server);
    let wanted: BTreeSet<String> = {
        let quiet = MailServer::start();
        let site = reminding(Backend::Sqlite, &quiet);
        site.start();
        settled(&site, &quiet).into_keys().map(|(to, _)| to).collect()
    };
    assert!(wanted.len() > 2, "{wanted:?}");
    // The first of them has a language that nobody knows: looking at them fails.
    let broken = wanted.first().expect("somebody");
    site.sql(&format!("UPDATE person SET language = 'xx' WHERE email = '{broken}'"));
    site.start();
    let told: BTreeSet<String> = settled(&site, &server).into_keys().map(|(to, _)| to).collect();
    assert_eq!(told, &wanted - &BTreeSet::from([broken.clone()]), "everybody else is reminded");
    // And once they can be looked at again, they are: tomorrow, which is today after the day was put back.
    stopped(&site);
    site.sql(&format!("UPDATE person SET language = 'nb' WHERE email = '{broken}'"));
    site.sql("UPDATE digest SET looked_on = 1");
    site.start();
    let told = settled(&site, &server);
    assert_eq!(told.keys().map(|(to, _)| to.clone()).collect::<BTreeSet<_>>(), wanted);
    assert!(told.values().all(|times| *times == 1), "and the others hear nothing twice: {told:?}");
}

#[test]
fn one_who_cannot_be_reminded_stands_in_nobodys_way_on_sqlite() {
    one_who_cannot_be_reminded(Backend::Sqlite);
}

#[test]
fn one_who_cannot_be_reminded_stands_in_nobodys_way_on_postgres() {
    one_who_cannot_be_reminded(Backend::Postgres);
}

fn each_person_once(backend: Backend) {
    let server = MailServer::start();
    let mut site = reminding(backend, &server);
    let of = |role: &str, place: usize| {
        let town = &site.seed["regions"][0]["municipalities"][place]["id"];
        let list = site.seed["sign_ins"].as_array().expect("sign-ins");
        let one = list.iter().find(|one| one["role"] == role && one["municipality_id"] == *town).expect("somebody");
        (one["email"].as_str().expect("an address").to_owned(), one["password"].as_str().expect("a word").to_owned())
    };
    let ((contributor, password), (executive, _)) = (of("contributor", 0), of("executive", 0));
    // The contributor has said no, before anybody was reminded.
    site.set("STAFETT_SMTP_URL", "");
    site.start();
    let browser = Browser::of(&site.sign_in(&contributor, &password));
    assert!(browser.get("/account/reminders").expect(200).text.contains("Slått på"));
    browser.post("/account/reminders", &[("wanted", "0")]).expect(303);
    assert!(browser.get("/account/reminders").expect(200).text.contains("Slått av"));
    stopped(&site);
    site.set("STAFETT_SMTP_URL", &server.url());
    site.start();

    let first = settled(&site, &server);
    let measure = format!("/commitments/{}/measure", site.id("commitments", 0));
    assert!(first.contains_key(&(executive.clone(), measure.clone())), "it is overdue: {first:?}");
    assert!(!first.keys().any(|(to, _)| *to == contributor), "{first:?}");
    assert!(first.values().all(|times| *times == 1), "{first:?}");
    let mail = server.mails().into_iter().find(|mail| mail.to == executive && mail.text.contains(&measure));
    let text = mail.expect("the mail").text;
    assert!(text.contains("Registrer måling: Kortere saksbehandlingstid") && text.contains("forfalt siden"), "{text}");

    // What was told of long ago is remembered for as long as it waits, and forgotten when it has ended: then it can be written anew.
    stopped(&site);
    let ended = "INSERT INTO reminder SELECT person_id, 'step-1', due_on, mark, 1 FROM reminder WHERE matter LIKE 'commitment-%'";
    site.sql("UPDATE reminder SET told_on = 1");
    site.sql("UPDATE digest SET looked_on = 1");
    site.sql(ended);
    site.start();
    assert_eq!(settled(&site, &server), first);
    stopped(&site);
    site.sql(ended);
    site.start();

    // The program starts anew on the same day: nobody hears of it again.
    stopped(&site);
    site.start();
    assert_eq!(settled(&site, &server), first);
}

#[test]
fn each_person_is_reminded_once_on_sqlite() {
    each_person_once(Backend::Sqlite);
}

#[test]
fn each_person_is_reminded_once_on_postgres() {
    each_person_once(Backend::Postgres);
}

fn none_lost_and_none_twice(backend: Backend) {
    let (quiet, stormy) = (MailServer::start(), MailServer::start());
    let site = reminding(Backend::Sqlite, &quiet);
    site.start();
    let wanted: BTreeSet<(String, String)> = settled(&site, &quiet).into_keys().collect();
    assert!(!wanted.is_empty());
    drop(site);

    let site = reminding(backend, &stormy);
    stormy.fail(true);
    for round in 0..super::kills::rounds().min(40) {
        site.start();
        std::thread::sleep(Duration::from_millis(u64::from(round * 337 % 1_700)));
        stopped(&site);
        // The next try would be a minute away.
        site.sql("UPDATE mail SET next_try_at = 0 WHERE sent_at IS NULL");
    }
    stormy.fail(false);
    site.start();
    let told = settled(&site, &stormy);
    assert_eq!(told.keys().cloned().collect::<BTreeSet<_>>(), wanted, "none is lost");
    assert!(told.values().all(|times| *times == 1), "none is told twice: {told:?}");
}

#[test]
fn reminders_survive_kills_and_a_failing_mail_server_on_sqlite() {
    none_lost_and_none_twice(Backend::Sqlite);
}

#[test]
fn reminders_survive_kills_and_a_failing_mail_server_on_postgres() {
    none_lost_and_none_twice(Backend::Postgres);
}

fn leaders_hear_when_their_region_says_so(backend: Backend) {
    let told_with = |executive_after: i64, region_after: i64| {
        let server = MailServer::start();
        let mut site = reminding(backend, &server);
        site.set("STAFETT_SMTP_URL", "");
        site.start();
        let (region, coordinator) = (site.id("regions", 0), site.person("coordinator", 0));
        let path = format!("/api/v1/regions/{region}");
        let wanted = json!({"executive_after_days": executive_after, "region_after_days": region_after});
        coordinator.patch(&path, coordinator.get(&path).expect(200).header("etag"), &wanted).expect(200);
        stopped(&site);
        site.sql("UPDATE digest SET looked_on = 1");
        site.sql("DELETE FROM reminder");
        site.set("STAFETT_SMTP_URL", &server.url());
        site.start();
        let told = settled(&site, &server);
        let measure = format!("/commitments/{}/measure", site.id("commitments", 0));
        let town = &site.seed["commitments"][0]["municipality_id"];
        let one = |role: &str| {
            let list = site.seed["sign_ins"].as_array().expect("sign-ins").iter();
            let mut there =
                list.filter(|one| one["role"] == role && (role == "coordinator" || one["municipality_id"] == *town));
            there.next().expect("somebody")["email"].as_str().expect("an address").to_owned()
        };
        let heard = |role: &str, of: &str| told.contains_key(&(one(role), of.to_owned()));
        let region = format!("/regions/{region}");
        [heard("contributor", &measure), heard("executive", &measure), heard("coordinator", &region)]
    };
    assert_eq!(told_with(14, 28), [true, true, true], "it has been overdue for long");
    assert_eq!(told_with(0, 0), [true, false, false], "never is never");
}

#[test]
fn leaders_hear_when_their_region_says_so_on_sqlite() {
    leaders_hear_when_their_region_says_so(Backend::Sqlite);
}

#[test]
fn leaders_hear_when_their_region_says_so_on_postgres() {
    leaders_hear_when_their_region_says_so(Backend::Postgres);
}
