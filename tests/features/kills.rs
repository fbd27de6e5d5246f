//! Nothing that was acknowledged is lost when the program is killed at any instant.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use serde_json::json;

use crate::harness::{Backend, Person, Site};

pub(super) fn rounds() -> u32 {
    std::env::var("STAFETT_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(25)
}

/// Sixteen writers record measurements; the program is killed in mid-flight; after the start every acknowledged
/// value stands once, and the log and the derived rows are whole.
fn killed(backend: Backend) {
    let site = Site::seeded(backend);
    let commitment = site.id("commitments", 0);
    let token = site.person("contributor", 0).token().expect("signed in").to_owned();
    let path = format!("/api/v1/commitments/{commitment}/measurements");
    // Each writer takes the next free day: every write is one of a kind.
    let first = chrono::NaiveDate::from_ymd_opt(2025, 5, 2).expect("a day");
    let next = AtomicU32::new(0);
    let acknowledged = Mutex::new(Vec::new());
    for round in 0..rounds() {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..16 {
                let person = Person::new(&site, Some(token.clone()));
                let (stop, next, acknowledged, path) = (&stop, &next, &acknowledged, &path);
                scope.spawn(move || {
                    while !stop.load(Ordering::SeqCst) {
                        let nth = next.fetch_add(1, Ordering::SeqCst);
                        let on = first + chrono::Days::new(u64::from(nth % 560));
                        let value = format!("{}", 20 + nth % 15);
                        let answer = person.post(path, &json!({"on": on.to_string(), "value": value}));
                        match answer.status {
                            201 => acknowledged.lock().expect("no panic").push((on.to_string(), value)),
                            // Taken by an earlier write, or the program is being killed.
                            409 | 0 => {}
                            other => panic!("{other}: {}", answer.text),
                        }
                    }
                });
            }
            // Killed in mid-flight: some writes of this round are acknowledged, others are under way.
            let count = || acknowledged.lock().expect("no panic").len();
            let wanted = count() + 5;
            for _ in 0..2_000 {
                if count() >= wanted {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            std::thread::sleep(std::time::Duration::from_millis(u64::from(round * 37 % 60)));
            site.kill();
            stop.store(true, Ordering::SeqCst);
        });
        site.start();
    }
    let person = Person::new(&site, Some(token));
    let mut stored = std::collections::HashMap::new();
    let mut cursor = String::new();
    loop {
        let page = person.get(&format!("{path}?limit=200&cursor={cursor}")).expect(200);
        for item in page.json["items"].as_array().expect("a list") {
            let earlier = stored.insert(item["on"].as_str().expect("a day").to_owned(), item["value"].clone());
            assert!(earlier.is_none(), "a day stands twice");
        }
        match page.json["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let acknowledged = acknowledged.into_inner().expect("no panic");
    assert!(!acknowledged.is_empty(), "the writers wrote");
    for (on, value) in &acknowledged {
        assert_eq!(stored.get(on), Some(&json!(value)), "{on} was acknowledged");
    }
    site.kill();
    assert_eq!(site.run(&["audit", "verify"], "").0, 0, "the log is whole");
    assert_eq!(site.run(&["doctor"], "").0, 0, "the derived rows are right");
}

#[test]
fn no_acknowledged_write_is_lost_when_killed_on_sqlite() {
    killed(Backend::Sqlite);
}

#[test]
fn no_acknowledged_write_is_lost_when_killed_on_postgres() {
    killed(Backend::Postgres);
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    number: i64,
}

/// Those of the program's connections that lay idle when the server closed them are replaced before anybody sees one.
#[test]
fn who_comes_after_the_server_was_restarted_notices_nothing() {
    use diesel::{Connection, RunQueryDsl};
    let site = Site::seeded(Backend::Postgres);
    let token = site.person("contributor", 0).token().expect("signed in").to_owned();
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let all_at_once = |day: usize| {
        std::thread::scope(|scope| {
            for nth in 0..16 {
                let person = Person::new(&site, Some(token.clone()));
                let path = &path;
                scope.spawn(move || {
                    person.get(path).expect(200);
                    let on = format!("2025-{:02}-{day:02}", 3 + nth % 8);
                    if nth < 8 {
                        person.post(path, &json!({"on": on, "value": "30"})).expect(201);
                    }
                });
            }
        });
    };
    all_at_once(2);
    let mut other = diesel::PgConnection::establish(&site.database_url).expect("the site's database");
    let mut count = |what: &str| {
        // Those that were there before this one; a job of the program may open others meanwhile.
        let theirs = "FROM pg_stat_activity WHERE datname = current_database() AND backend_start < \
                      (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())";
        let counted =
            diesel::sql_query(format!("SELECT count({what}) AS number {theirs}")).get_result::<Count>(&mut other);
        counted.expect("a count").number
    };
    assert!(count("pg_terminate_backend(pid)") > 2, "several lay idle");
    while count("pid") > 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    all_at_once(3);
}

/// Writers who wait for a lock take nobody else's connection.
#[test]
fn while_many_wait_to_write_everybody_else_is_answered() {
    use diesel::{Connection, RunQueryDsl};
    let site = Site::seeded(Backend::Postgres);
    let token = site.person("contributor", 0).token().expect("signed in").to_owned();
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let mut other = diesel::PgConnection::establish(&site.database_url).expect("the site's database");
    let mut run = |text: &str| {
        diesel::sql_query(text).execute(&mut other).expect("done");
    };
    run("BEGIN");
    run("LOCK TABLE measurement IN EXCLUSIVE MODE");
    std::thread::scope(|scope| {
        for nth in 0..16 {
            let person = Person::new(&site, Some(token.clone()));
            let path = &path;
            scope.spawn(move || person.post(path, &json!({"on": format!("2025-03-{:02}", nth + 1), "value": "30"})));
        }
        let waiting = || {
            let text = "SELECT count(*) AS number FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
                        AND datname = current_database()";
            let mut own = diesel::PgConnection::establish(&site.database_url).expect("the site's database");
            diesel::sql_query(text).get_result::<Count>(&mut own).expect("a count").number
        };
        while waiting() < 2 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // Longer than a person is taken as they were last read.
        std::thread::sleep(std::time::Duration::from_millis(600));
        coordinator.get("/api/v1/me").expect(200);
        coordinator.get(&format!("/api/v1/regions/{}/matrix", site.id("regions", 0))).expect(200);
        run("COMMIT");
    });
}
