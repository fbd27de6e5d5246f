//! What waits at home, counted by the slow path.

use chrono::{Days, NaiveDate};
use stafett::i18n::Lang;
use stafett::t;

use super::history::{Commitment, History};
use super::html::Html;
use super::slow::day;

const NB: Lang = Lang::Nb;

/// Days a measurement is late before the region's coordinators hear of it, by default.
const COORDINATORS_HEAR_AFTER: u64 = 28;
/// Days ahead that measurements are told of.
const AHEAD: u64 = 31;

/// The next day a measurement is due on: the first, or the first that comes after one that was due on or after the latest.
fn next_due(one: &Commitment, by: NaiveDate) -> Option<NaiveDate> {
    let due = one.due_by(by);
    match one.measured.iter().map(|known| known.on).max() {
        None => due.first().copied(),
        Some(latest) => due.windows(2).find(|pair| pair[0] >= latest).map(|pair| pair[1]),
    }
}

/// The lines of what waits whose words begin alike.
fn lines(page: &Html, main: usize, begins: &[String]) -> Vec<[String; 3]> {
    let tasks = page.all(main, "li class=\"task\"").into_iter();
    let told = |task: usize| {
        let what = page.one(task, "a class=\"ds-link\"");
        let place = page.all(page.one(task, "div class=\"task-what\""), "p")[0];
        let due = page.all(task, "time").first().map(|at| page.text(*at)).unwrap_or_default();
        let told = [page.text(what), page.text(place), due];
        begins.iter().any(|begins| told[0].starts_with(begins)).then(|| {
            page.taken(task);
            told
        })
    };
    tasks.filter_map(told).collect()
}

/// A coordinator hears how many measurements of each municipality have been late for long.
pub fn coordinator_holds(history: &History, page: &Html) {
    let main = page.one(0, "main");
    let by = history.today - Days::new(COORDINATORS_HEAR_AFTER);
    let mut expected: Vec<[String; 3]> = Vec::new();
    let says = |count: usize| t!(NB, "task-region-overdue", count = count, days = 28);
    for (town, known) in history.towns.iter().enumerate() {
        let late: Vec<NaiveDate> =
            history.accepted(|one| one.place.1 == town).filter_map(|one| next_due(one, by)).collect();
        if let Some(first) = late.iter().min() {
            expected.push([says(late.len()), known.name.clone(), day(*first)]);
        }
    }
    let all: Vec<String> = (1..60).map(says).collect();
    let mut shown = lines(page, main, &all);
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
}

/// Who measures sees what is due; the effort beside it is no figure.
pub fn contributor_holds(history: &History, town: usize, page: &Html) {
    let main = page.one(0, "main");
    let task = |benefit: &str| t!(NB, "task-measure", benefit = benefit.to_owned());
    let due = |one: &Commitment| {
        let on = next_due(one, history.today + Days::new(AHEAD))?;
        let (project, town) = (&history.projects[one.place.0].title, &history.towns[one.place.1].name);
        Some([task(&history.indicator(one).benefit), format!("{project} · {town}"), day(on)])
    };
    let mut expected: Vec<[String; 3]> = history.accepted(|one| one.place.1 == town).filter_map(due).collect();
    let mut shown = lines(page, main, &[task("")]);
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
    others(history, town, page, main);
}

/// Who answers for them confirms what others entered.
pub fn executive_holds(history: &History, town: usize, page: &Html) {
    let main = page.one(0, "main");
    let waits = history.accepted(|one| one.place.1 == town).flat_map(|one| &one.measured).filter(|known| known.waits);
    let count = waits.count();
    let says = t!(NB, "task-confirm", count = count);
    let shown = lines(page, main, std::slice::from_ref(&says));
    assert_eq!(shown.len(), usize::from(count > 0), "{says}");
    contributor_holds(history, town, page);
}

/// What lies still, and how long it takes to do something: the seed's baton is the only old one.
fn others(history: &History, town: usize, page: &Html, main: usize) {
    let since = history.commitments[0].measured.iter().map(|one| one.on).max().expect("the seed measured");
    let days = (history.today - since).num_days();
    let late = history.accepted(|one| one.place == (0, 0)).filter(|one| one.is_overdue(history.today)).count();
    let still = t!(NB, "idle-since", days = days, due = late + 1);
    let said: Vec<usize> = page.all(main, "li").into_iter().filter(|at| page.text(*at).ends_with(&still)).collect();
    assert!(said.len() == usize::from(town == 0), "{still}");
    said.into_iter().for_each(|at| drop(page.taken(at)));
    page.all(main, "span class=\"task-effort\"").into_iter().for_each(|at| drop(page.taken(at)));
}
