//! Every figure once more: histories that look like chance are played on a running site, every number on its pages is
//! recomputed by a slow path that knows the method and nothing of the program, and both are to agree to the last digit.
//! A number on a page that the slow path has no figure for fails the test: whoever adds a card adds its slow path.

mod attention;
mod batons;
mod benefit;
mod comparison;
mod courses;
mod curves;
mod history;
mod holding;
mod home;
mod html;
mod measuring;
mod play;
mod region;
mod report;
mod roadmap;
mod since;
mod slow;
mod town;
mod unsure;

use chrono::Datelike;
use comparison::{Per, Reading};
use history::{Commitment, History, Project};
use html::Html;
use region::Look;
use serde_json::{Value, json};
use stafett::clock::Clock;

use crate::harness::{Backend, Browser, Person, Site};

/// The numbers of the histories that are played.
fn numbers() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("STAFETT_FIGURE_FROM").unwrap_or(1);
    first..first + number("STAFETT_FIGURE_HISTORIES").unwrap_or(1)
}

/// A page, and nothing on it that nobody accounts for once it has been held against the slow path.
fn read(who: &Person, path: &str, holds: impl Fn(&Html)) {
    let page = Html::of(&Browser::of(who).get(path).expect(200).text);
    holds(&page);
    assert_eq!(page.wordless(), Vec::<&str>::new(), "{path}");
    let left = page.unaccounted(page.one(0, "main"));
    assert!(left.is_empty(), "{path} says what the slow path knows nothing of: {left:?}");
}

/// Every figure is of one day, so no history begins in the last minutes of one.
fn well_before_midnight() {
    while Clock::System.now().wall_clock() >= (23, 56) {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

fn every_figure(backend: Backend) {
    let mut held: Vec<(&str, bool)> = Vec::new();
    for number in numbers() {
        eprintln!("history {number} on {backend:?}");
        well_before_midnight();
        let site = Site::seeded(backend);
        let history = History::played(&site, number);
        let holds = history.holds();
        let before = held.iter().map(|(_, held)| *held).chain(std::iter::repeat(false));
        held = holds.iter().zip(before).map(|((what, holds), before)| (*what, *holds || before)).collect();
        dashboards(&site, &history);
        benefits(&site, &history);
        comparisons(&site, &history);
        reports(&site, &history);
        examples(&site, &history);
        homes(&site, &history);
        batons(&site, &history);
        roadmaps(&site, &history);
        news(&site, &history);
    }
    let lacking: Vec<&str> = held.iter().filter(|(_, held)| !held).map(|(what, _)| *what).collect();
    assert!(lacking.is_empty(), "no history holds {lacking:?}: begin with another number");
}

fn dashboards(site: &Site, history: &History) {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/regions/{}", history.region);
    let all = || Look { sees: [true; 3], whole: true, town: None, class: None, on: history.today };
    let of_region = |who: &Person, query: &str, look: &Look| {
        read(who, &format!("{path}{query}"), |page| {
            region::holds(history, look, page);
            region::matrix_holds(history, look, page);
        });
    };
    of_region(&coordinator, "", &all());
    // On the wall there is less, and what there is is the same.
    read(&coordinator, &format!("{path}?visning=projektor"), |page| region::on_the_wall(history, &all(), page));
    for class in ["better_quality", history.indicators[1].class] {
        of_region(&coordinator, &format!("?class={class}"), &Look { class: Some(class), ..all() });
    }
    let past = history.today - chrono::Days::new(60);
    of_region(&coordinator, &format!("?on={past}"), &Look { on: past, ..all() });
    // A member sees its own figures and those that are shared with it.
    let member = site.person_in("executive", 0, 0);
    of_region(&member, "", &Look { sees: [true, true, false], whole: false, ..all() });
    // Where it sees nobody's figures it is told so, and never that all is well.
    let hidden = Look { sees: [true, true, false], whole: false, town: Some(2), ..all() };
    of_region(&member, &format!("?municipality={}", history.towns[2].id), &hidden);
    realisation(site, history);
    for town in 0..3 {
        let look = Look { town: Some(town), ..all() };
        of_region(&coordinator, &format!("?municipality={}", history.towns[town].id), &look);
        let at = format!("{path}/municipalities/{}", history.towns[town].id);
        read(&coordinator, &at, |page| {
            region::holds(history, &look, page);
            town::holds(history, &look, page, None);
        });
        let project = &history.projects[1].id;
        read(&coordinator, &format!("{at}?project={project}"), |page| {
            region::holds(history, &look, page);
            town::holds(history, &look, page, Some(1));
        });
    }
}

fn realisation(site: &Site, history: &History) {
    let (coordinator, member) = (site.person("coordinator", 0), site.person_in("executive", 0, 0));
    let all = || Look { sees: [true; 3], whole: true, town: None, class: None, on: history.today };
    let look = |who: &Person, query: &str, look: &Look, project, months| {
        let path = format!("/regions/{}/realisation{query}", history.region);
        read(who, &path, |page| curves::page_holds(history, look, (project, months), page));
    };
    look(&coordinator, "", &all(), None, 12);
    look(&coordinator, "?months=36", &all(), None, 36);
    let of_class = Look { class: Some("better_quality"), ..all() };
    look(&coordinator, "?class=better_quality", &of_class, None, 12);
    look(&coordinator, &format!("?project={}", history.projects[1].id), &all(), Some(1), 12);
    let of_town = Look { town: Some(1), ..all() };
    look(&coordinator, &format!("?municipality={}", history.towns[1].id), &of_town, None, 12);
    look(&member, "", &Look { sees: [true, true, false], whole: false, ..all() }, None, 12);
}

fn benefits(site: &Site, history: &History) {
    let coordinator = site.person("coordinator", 0);
    for one in history.accepted(|_| true) {
        read(&coordinator, &format!("/commitments/{}", one.id), |page| benefit::holds(history, one, page));
    }
    for place in history.states.keys().filter(|(project, _)| *project > 0) {
        let some: Vec<_> = history.accepted(|one| one.place == *place).collect();
        if some.is_empty() {
            continue;
        }
        let (project, town) = (&history.projects[place.0].id, &history.towns[place.1].id);
        let path = format!("/regions/{}/cells/{project}/{town}", history.region);
        read(&coordinator, &path, |page| benefit::cell_holds(history, &some, page));
    }
}

fn homes(site: &Site, history: &History) {
    // What is late is told of by mail: a coordinator sees how the projects stand.
    read(&site.person("coordinator", 0), "/", |page| home::mine_holds(history, None, page));
    for town in 0..3 {
        read(&site.person_in("contributor", 0, town), "/", |page| home::contributor_holds(history, town, page));
        read(&site.person_in("executive", 0, town), "/", |page| home::executive_holds(history, town, page));
    }
}

fn batons(site: &Site, history: &History) {
    let member = site.person_in("executive", 0, 0);
    for (who, whole) in [(site.person("coordinator", 0), [true; 3]), (member, [true, false, false])] {
        let told = who.get(&format!("/api/v1/regions/{}/batons", history.region)).expect(200).json;
        let path = format!("/regions/{}/batons", history.region);
        read(&who, &path, |page| batons::holds(history, &told, whole, page));
    }
}

fn comparisons(site: &Site, history: &History) {
    let (coordinator, member) = (site.person("coordinator", 0), site.person_in("executive", 0, 0));
    for (at, indicator) in history.indicators.iter().enumerate() {
        let path = format!("/indicators/{}/compare", indicator.id);
        let look = |who: &Person, reading: &Reading, per, query: &str| {
            read(who, &format!("{path}{query}"), |page| comparison::holds(history, at, per, reading, page));
        };
        let whole = Reading { sees: [true; 3], own: None, chosen: [true; 3] };
        look(&coordinator, &whole, Per::Total, "");
        look(&member, &Reading { sees: [true, true, false], own: Some(0), ..whole }, Per::Total, "");
        let two = format!("?municipality={}&municipality={}", history.towns[2].id, history.towns[0].id);
        look(&coordinator, &Reading { chosen: [true, false, true], ..whole }, Per::Total, &two);
        if indicator.unit == "%" {
            continue;
        }
        look(&coordinator, &whole, Per::Thousand, "?per=1000");
        let beside = |other: &usize| *other != at && history.indicators[*other].project == indicator.project;
        let counts = |other: &usize| beside(other) && history.indicators[*other].unit != "%";
        if let Some(cases) = (0..history.indicators.len()).find(counts) {
            let query = format!("?per=case&cases={}", history.indicators[cases].id);
            look(&coordinator, &whole, Per::Case(cases), &query);
        }
    }
}

fn reports(site: &Site, history: &History) {
    let coordinator = site.person("coordinator", 0);
    let month = |before| slow::month_end(history.today, before).format("%Y-%m").to_string();
    for (audience, sees) in [("region", [true; 3]), ("members", [0, 1, 2].map(|town| history.towns[town].shared))] {
        let order = json!({"from": month(report::BEFORE), "to": month(0), "audience": audience});
        let path = format!("/api/v1/regions/{}/reports", history.region);
        let id = coordinator.post(&path, &order).expect(201).json["id"].as_str().expect("an id").to_owned();
        read(&coordinator, &format!("/reports/{id}"), |page| {
            report::holds(history, sees, page);
            history.accepted(|_| true).for_each(|one| report::hides(one, page));
        });
    }
}

fn examples(site: &Site, history: &History) {
    let reader = site.person("coordinator", 0);
    let mut told = Vec::new();
    for town in 0..3 {
        let (teller, executive) = (site.person_in("contributor", 0, town), site.person_in("executive", 0, town));
        for one in history.accepted(move |one| one.place.1 == town).filter(|one| one.latest(history.today).is_some()) {
            let story = json!({"title": "Felles liste", "done": "En felles liste.", "took": "Opplæring.",
                "contact_name": "Kari Nordmann", "contact_email": "kari@eksempel.no", "tells_effect": true});
            let made = teller.post(&format!("/api/v1/commitments/{}/examples", one.id), &story).expect(201).json;
            let id = made["id"].as_str().expect("an id").to_owned();
            executive.post(&format!("/api/v1/examples/{id}/sharing"), &json!({})).expect(200);
            told.push((id, one));
        }
    }
    // Of every three, one is used by nobody, one by one municipality and one by both the others.
    let users: Vec<_> =
        [1, 2].map(|after| [0, 1, 2].map(|town| site.person_in("contributor", 0, (town + after) % 3))).into();
    for (at, (id, one)) in told.iter().enumerate() {
        for (after, users) in users.iter().enumerate().take(at % 3) {
            let town = &history.towns[(one.place.1 + after + 1) % 3].id;
            let path = format!("/api/v1/examples/{id}/reuses/{town}");
            users[one.place.1].put(&path, &json!({})).expect(200);
        }
        read(&reader, &format!("/examples/{id}"), |page| comparison::example_holds(history, one, at % 3, page));
    }
    let path = format!("/regions/{}/examples", history.region);
    let list = |query: &str, takes: &dyn Fn(&Commitment) -> bool| {
        let some = told.iter().enumerate().filter(|(_, (_, one))| takes(one));
        let some: Vec<_> = some.map(|(at, (_, one))| (*one, at % 3)).collect();
        read(&reader, &format!("{path}{query}"), |page| comparison::examples_hold(history, &some, page));
    };
    list("", &|_| true);
    list(&format!("?municipality_id={}", history.towns[1].id), &|one| one.place.1 == 1);
    list("?class=better_quality", &|one| history.indicator(one).class == "better_quality");
}

fn roadmaps(site: &Site, history: &History) {
    let coordinator = site.person("coordinator", 0);
    let year = history.today.year();
    let look = |query: &str, takes: &dyn Fn(&Project) -> bool, (first, years): (i32, i32)| {
        let path = format!("/projects?region={}{query}", history.region);
        read(&coordinator, &path, |page| roadmap::holds(history, takes, (first, years), page));
    };
    look("", &|_| true, (year - 1, 3));
    look("&years=1", &|_| true, (year, 1));
    look("&years=1&from=2021", &|_| true, (2021, 1));
    look("&visning=projektor", &|_| true, (year - 1, 3));
    look("&theme=Plan+og+bygg", &|one| one.plan["theme"] == "Plan og bygg", (year - 1, 3));
}

/// Three days ago everybody was here last; since then all this was done.
fn news(site: &Site, history: &History) {
    site.sql("UPDATE session SET created_at = created_at - 259200000000");
    let coordinator = site.person("coordinator", 0);
    let mut log: Vec<Value> = Vec::new();
    loop {
        let after = log.last().map_or(json!(0), |event| event["seq"].clone());
        let path = format!("/api/v1/audit?region_id={}&limit=200&after={after}", history.region);
        let more = coordinator.get(&path).expect(200).json["items"].as_array().expect("events").clone();
        if more.is_empty() {
            break;
        }
        log.extend(more);
    }
    let begun = (history.today - chrono::Days::new(2)).to_string();
    log.retain(|event| event["at"].as_str().is_some_and(|at| at > begun.as_str()));
    let home = |who: &Person, town: Option<usize>| {
        let own = who.get("/api/v1/me").expect(200).json["id"].clone();
        let own = own.as_str().expect("an id");
        let page = Html::of(&Browser::of(who).get("/").expect(200).text);
        since::holds(history, &log, (own, town), &page);
    };
    home(&coordinator, None);
    for town in 0..3 {
        home(&site.person_in("executive", 0, town), Some(town));
        home(&site.person_in("contributor", 0, town), Some(town));
    }
}

#[test]
fn every_figure_on_every_page_is_what_the_slow_path_says_on_sqlite() {
    every_figure(Backend::Sqlite);
}

#[test]
fn every_figure_on_every_page_is_what_the_slow_path_says_on_postgres() {
    every_figure(Backend::Postgres);
}
