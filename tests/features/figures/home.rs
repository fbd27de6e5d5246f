//! What waits at home, counted by the slow path.

use chrono::{Days, NaiveDate};
use stafett::i18n::Lang;
use stafett::t;

use super::benefit::long_day;
use super::curves::realised;
use super::history::{Commitment, History, Place};
use super::html::Html;
use super::region::{Look, class, in_all, is_held, stand, sums};
use super::slow::{day, month_end};

const NB: Lang = Lang::Nb;

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
    // Where nothing waits, the next one is named.
    let later = history.today + Days::new(3_000);
    let next = history.accepted(|one| one.place.1 == town).filter_map(|one| next_due(one, later)).min();
    let next = next.map(|on| t!(NB, "tasks-none-next", day = long_day(on))).unwrap_or_default();
    let says = |at: &usize| page.text(*at) == next;
    page.all(main, "p").into_iter().filter(says).for_each(|at| drop(page.taken(at)));
    others(history, town, page, main);
    mine_holds(history, Some(town), page);
}

/// One's own projects: how each stands, worst first, and what it has given.
pub fn mine_holds(history: &History, town: Option<usize>, page: &Html) {
    let main = page.one(0, "main");
    let look = Look { sees: [true; 3], whole: town.is_none(), town, class: None, on: history.today };
    let held = |place: &Place| history.states.get(place).is_some_and(|state| is_held(state));
    let bad = |word: &str| WORST.iter().position(|known| *known == word).expect("a state");
    let mut expected: Vec<(usize, Vec<String>, Vec<String>)> = Vec::new();
    for (project, known) in history.projects.iter().enumerate() {
        let places = (0..3).filter(|at| town.is_none_or(|only| only == *at)).map(|at| (project, at));
        let states = places.filter(held).map(|place| stand(history, &look, place));
        let Some(worst) = states.min_by_key(|word| bad(word)) else { continue };
        let some: Vec<&Commitment> = look.seen(history).into_iter().filter(|one| one.place.0 == project).collect();
        let (mut given, mut drawn) = (Vec::new(), Vec::new());
        for (group, sum) in sums(history, &some, month_end(history.today, 0)) {
            let now = realised(&sum, group.1);
            drawn.push(t!(NB, "gains-spark", months = 12, last = now.clone()));
            given.push(format!("{}: {now}", class(group.0)));
        }
        let given = if given.is_empty() { "–".to_owned() } else { given.concat() };
        let says = match town {
            Some(_) => NB.t(worst),
            None => format!("{}{}", NB.t(worst), in_all(history, &look, project)),
        };
        expected.push((bad(worst), vec![known.title.clone(), says, given], drawn));
    }
    let place = town.map_or_else(String::new, |at| format!("-{}", history.towns[at].id));
    let tables = page.all(main, &format!("table id=\"mine-{}{place}\"", history.region));
    assert_eq!(tables.len(), usize::from(!expected.is_empty()));
    let Some(table) = tables.first() else { return };
    let last = *page.all(*table, "th scope=\"col\"").last().expect("what came");
    assert_eq!(page.taken(last), t!(NB, "mine-development", months = 12));

    // The worst first, and the rest counted.
    let most = if town.is_some() { 7 } else { 3 };
    let more = expected.len().saturating_sub(most);
    let rows = page.rows(*table);
    assert_eq!(rows.len(), expected.len() - more);
    let begins = t!(NB, "mine-more", count = more);
    let counted: Vec<usize> =
        page.all(main, "p").into_iter().filter(|at| more > 0 && page.text(*at).starts_with(&begins)).collect();
    assert_eq!(counted.len(), usize::from(more > 0), "{begins}");
    counted.into_iter().for_each(|at| drop(page.taken(at)));
    let said = page.drawn(*table);
    let mut shown = Vec::new();
    for row in rows {
        let at = expected.iter().position(|(_, known, _)| *known == row);
        let (bad, _, drawn) = expected.remove(at.unwrap_or_else(|| panic!("{row:?} among {expected:?}")));
        drawn.iter().for_each(|spark| assert!(said.contains(spark), "{spark}"));
        shown.push(bad);
    }
    assert!(shown.is_sorted() && expected.iter().all(|(bad, ..)| shown.last() <= Some(bad)), "{shown:?} {expected:?}");
}

/// How projects can stand that somebody holds, the worst first.
const WORST: [&str; 7] = [
    "state-overdue",
    "state-behind",
    "state-not-measured",
    "state-slightly-behind",
    "state-underway",
    "state-on-plan",
    "state-done",
];

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
