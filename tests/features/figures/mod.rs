//! Every figure once more: histories that look like chance are played on a running site, every number on its pages is
//! recomputed by a slow path that knows the method and nothing of the program, and both are to agree to the last digit.
//! A number on a page that the slow path has no figure for fails the test: whoever adds a card adds its slow path.

mod history;
mod html;
mod region;
mod slow;

use history::History;
use html::Html;
use region::Look;

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
    let left = page.unaccounted(page.one(0, "main"));
    assert!(left.is_empty(), "{path} says what the slow path knows nothing of: {left:?}");
}

fn every_figure(backend: Backend) {
    for number in numbers() {
        eprintln!("history {number} on {backend:?}");
        let site = Site::seeded(backend);
        let history = History::played(&site, number);
        dashboards(&site, &history);
    }
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
    let class = history.indicators[1].class;
    of_region(&coordinator, &format!("?class={class}"), &Look { class: Some(class), ..all() });
    let past = history.today - chrono::Days::new(60);
    of_region(&coordinator, &format!("?on={past}"), &Look { on: past, ..all() });
    // A member sees its own figures and those that are shared with it.
    let member = site.person_in("executive", 0, 0);
    of_region(&member, "", &Look { sees: [true, true, false], whole: false, ..all() });
    for town in 0..3 {
        let look = Look { town: Some(town), ..all() };
        of_region(&coordinator, &format!("?municipality={}", history.towns[town].id), &look);
        let at = format!("{path}/municipalities/{}", history.towns[town].id);
        read(&coordinator, &at, |page| {
            region::holds(history, &look, page);
            region::town_holds(history, &look, page, None);
        });
        let project = &history.projects[1].id;
        read(&coordinator, &format!("{at}?project={project}"), |page| {
            region::holds(history, &look, page);
            region::town_holds(history, &look, page, Some(1));
        });
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
