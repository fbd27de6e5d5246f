//! A locked report, from the slow path.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use stafett::i18n::Lang;
use stafett::t;

use super::benefit::{long_day, told};
use super::history::{Commitment, History};
use super::html::Html;
use super::region::{class, sums};
use super::slow::{Counts, Exact, Sum, counts, day, micros, month_end, percent, rounded, share, with_unit, written};

const NB: Lang = Lang::Nb;

/// Months before this one that the reports go back.
pub const BEFORE: u32 = 3;
/// A summary has no more words.
const MOST_WORDS: usize = 120;

/// Everything in a report of this month and the three before, over some municipalities.
pub fn holds(history: &History, sees: [bool; 3], page: &Html) {
    let main = page.one(0, "main");
    let seen: Vec<&Commitment> = history.accepted(|one| sees[one.place.1]).collect();
    let on = history.today;
    let missing = missing(history, sees);
    let table = |part: &str| page.all(main, &format!("table id=\"{part}-")).first().map(|at| page.rows(*at));
    let status = status(history, sees);
    let sum = counts(seen.iter().copied(), on);
    if sum.accepted > 0 {
        let mut shown = table("status").unwrap_or_default();
        shown.sort();
        assert_eq!(shown, status);
    }
    let mut shown = table("missing").unwrap_or_default();
    shown.sort();
    let lines = missing.iter().map(|(town, project, why)| {
        let project = project.clone().unwrap_or_else(|| NB.t("report-all-projects"));
        vec![town.clone(), project, NB.t(&format!("report-missing-{why}"))]
    });
    let mut lines: Vec<Vec<String>> = lines.collect();
    lines.sort();
    assert_eq!(shown, lines);
    let behind = deviations(history, &seen);
    assert_eq!(table("deviations").unwrap_or_default(), behind);
    let (lasting, fallen) = lasting(history, &seen);
    assert_eq!(table("lasting").unwrap_or_default(), lasting);
    let curves = curves(history, &seen, page, main);
    summary(history, (sum, &behind, fallen), (&curves, &missing), page, main);

    assert_eq!(told(page, main, &NB.t("report-on")), Some(long_day(on)));
    let last = seen.iter().filter_map(|one| one.latest(on)).map(|latest| latest.on).max();
    let last = last.map_or_else(|| NB.t("report-not-measured"), long_day);
    assert_eq!(told(page, main, &NB.t("report-last-measured")), Some(last));
    let period = format!("{} – {}", month(month_end(on, BEFORE)), month(on));
    assert_eq!(told(page, main, &NB.t("report-period")), Some(period));
    // Its number, when it was locked and its hash are no figures.
    for name in ["report-locked", "report-hash"] {
        assert!(told(page, main, &NB.t(name)).is_some());
    }
    page.taken(page.one(main, "h1"));
}

fn month(on: NaiveDate) -> String {
    format!("{} {}", NB.t(&format!("month-{}", on.month())), on.year())
}

fn status(history: &History, sees: [bool; 3]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = (0..history.projects.len())
        .map(|project| {
            let counts = counts(history.accepted(|one| one.place.0 == project && sees[one.place.1]), history.today);
            let held = |town: &usize| {
                let state = history.states.get(&(project, *town));
                state.is_some_and(|state| ["accepted", "accepted_later", "in_realisation", "completed"].contains(state))
            };
            let towns: Vec<usize> = (0..3).filter(|town| sees[*town]).collect();
            let holders = towns.iter().filter(|town| held(town)).count();
            let state = |town: &&usize| history.states.get(&(project, **town)).copied();
            let sent = towns.iter().filter(|town| state(town).is_some_and(|state| state != "draft")).count();
            let Counts { accepted, measured, on_plan, overdue } = counts;
            let mut row =
                vec![history.projects[project].title.clone(), t!(NB, "report-of", count = holders, all = sent)];
            row.extend([accepted, measured, on_plan, overdue].map(|count| count.to_string()));
            row.push(if accepted == 0 { "–".into() } else { format!("{}\u{a0}%", share(measured, accepted)) });
            row
        })
        .collect();
    rows.sort();
    rows
}

/// Who has reported nothing: the municipality, the project where it is only one, and why.
type Silent = (String, Option<String>, &'static str);

fn missing(history: &History, sees: [bool; 3]) -> Vec<Silent> {
    let mut missing = Vec::new();
    for (town, seen) in sees.into_iter().enumerate() {
        let name = history.towns[town].name.clone();
        if !seen {
            missing.push((name, None, "not-shared"));
            continue;
        }
        let taken: Vec<&Commitment> = history.accepted(|one| one.place.1 == town).collect();
        if taken.is_empty() {
            missing.push((name.clone(), None, "nothing-handed-over"));
        }
        for project in 0..history.projects.len() {
            let counts = counts(taken.iter().copied().filter(|one| one.place.0 == project), history.today);
            if counts.accepted > 0 && counts.measured == 0 {
                missing.push((name.clone(), Some(history.projects[project].title.clone()), "not-measured"));
            }
        }
    }
    missing
}

/// Municipality, project and benefit, as reports order them and as they call them.
fn of(history: &History, one: &Commitment) -> ([String; 3], Vec<String>) {
    let indicator = history.indicator(one);
    let town = history.towns[one.place.1].name.clone();
    let project = history.projects[one.place.0].title.clone();
    let order = [project.clone(), town.clone(), indicator.benefit.clone()];
    (order, vec![town, project, format!("{} ({})", indicator.benefit, indicator.name)])
}

fn deviations(history: &History, seen: &[&Commitment]) -> Vec<Vec<String>> {
    let mut rows = BTreeMap::new();
    for one in seen {
        let Some(cause) = one.behind(history.today, &history.threshold) else { continue };
        let latest = one.latest(history.today).expect("it is behind");
        let unit = history.indicator(one).unit;
        let exact = super::history::plain(latest.value);
        let decimals = exact.split_once('.').map_or(0, |(_, after)| after.len()).max(2);
        let decimals = u32::try_from(decimals).expect("few");
        let planned = rounded(&rounded(&one.planned(latest.on), 6), decimals);
        let (order, mut row) = of(history, one);
        row.push(format!("{} ({})", with_unit(&written(&latest.exact(), 0), unit), day(latest.on)));
        row.push(with_unit(&written(&planned, 0), unit));
        match cause {
            Some((cause, remedy)) => row.extend([cause.clone(), remedy.clone()]),
            None => row.extend([NB.t("report-unexplained"), "–".into()]),
        }
        rows.insert(order, row);
    }
    rows.into_values().collect()
}

fn lasting(history: &History, seen: &[&Commitment]) -> (Vec<Vec<String>>, usize) {
    let mut rows = BTreeMap::new();
    for one in seen {
        // What never was better than before has nothing to hold on to.
        let Some(lasting) = one.lasting(history.today).filter(|lasting| lasting.drop.is_some()) else { continue };
        let unit = history.indicator(one).unit;
        let at = |(on, value): &(NaiveDate, Exact)| format!("{} ({})", with_unit(&written(value, 0), unit), day(*on));
        let (order, mut row) = of(history, one);
        let gone = lasting.drop.as_ref().map_or_else(|| "–".into(), |drop| format!("{}\u{a0}%", percent(drop)));
        let state = if lasting.fallen_back { "report-fallen-back" } else { "report-sustained" };
        row.extend([at(&lasting.peak), at(&lasting.latest), gone, NB.t(state)]);
        rows.insert((!lasting.fallen_back, order), row);
    }
    let fallen = rows.keys().filter(|(lasts, _)| !lasts).count();
    (rows.into_values().collect(), fallen)
}

/// At most two decimals, as reports write sums.
fn two(value: &Exact, unit: &str) -> String {
    with_unit(&written(&rounded(&rounded(value, 6), 1), 0), unit)
}

/// The tables under the curves, and how much of each is realised in a sentence.
fn curves(history: &History, seen: &[&Commitment], page: &Html, main: usize) -> Vec<String> {
    let end = month_end(history.today, 0);
    let groups = sums(history, seen, end);
    assert_eq!(page.all(main, "table id=\"curves-").len(), groups.len(), "a curve for each class and unit");
    let mut said = Vec::new();
    for (at, (group, last)) in groups.iter().enumerate() {
        let unit = group.1;
        let of_group: Vec<&Commitment> = seen
            .iter()
            .copied()
            .filter(|one| (history.indicator(one).class, history.indicator(one).unit) == *group)
            .collect();
        let rows = (0..=BEFORE).rev().map(|before| {
            let end = month_end(history.today, before);
            let sum = Sum::of(&of_group, end);
            let per_cent = |text: String| if text == "–" { text } else { format!("{text}\u{a0}%") };
            let measured = sum.measured > 0;
            vec![
                month(end),
                two(&sum.planned, unit),
                if measured { two(&sum.realised, unit) } else { "–".into() },
                if measured { per_cent(sum.rate_written()) } else { "–".into() },
                per_cent(sum.coverage()),
            ]
        });
        let table = page.one(main, &format!("table id=\"curves-{at}\""));
        assert_eq!(page.rows(table), rows.collect::<Vec<_>>());
        let (class, planned) = (class(group.0), two(&last.planned, unit));
        let sentence = if last.measured > 0 {
            let realised = two(&last.realised, unit);
            t!(NB, "report-says-curve", class = class, realised = realised, planned = planned, month = month(end))
        } else {
            t!(NB, "report-says-curve-unmeasured", class = class, planned = planned, month = month(end))
        };
        let captions = page.all(main, "span class=\"chart-caption\"");
        let captions: Vec<usize> = captions.into_iter().filter(|at| page.text(*at).starts_with(&sentence)).collect();
        assert!(!captions.is_empty(), "{sentence}");
        captions.into_iter().for_each(|at| drop(page.taken(at)));
        said.push(sentence);
    }
    said
}

fn summary(
    history: &History,
    (sum, behind, fallen): (Counts, &[Vec<String>], usize),
    (curves, missing): (&[String], &[Silent]),
    page: &Html,
    main: usize,
) {
    let mut sentences = vec![t!(
        NB,
        "report-says-status",
        about = history.name.clone(),
        on = long_day(history.today),
        accepted = sum.accepted,
        measured = sum.measured,
        plan = sum.on_plan,
        overdue = sum.overdue
    )];
    let silent: Vec<&str> =
        missing.iter().filter(|(_, project, _)| project.is_none()).map(|(town, ..)| town.as_str()).collect();
    if !silent.is_empty() {
        sentences.push(t!(NB, "report-says-missing", count = silent.len(), names = silent.join(", ")));
    }
    if sum.accepted > 0 {
        let unexplained = behind.iter().filter(|row| row[5] == NB.t("report-unexplained")).count();
        sentences.push(t!(NB, "report-says-deviations", count = behind.len(), unexplained = unexplained));
        if fallen > 0 {
            sentences.push(t!(NB, "report-says-fallen", count = fallen));
        }
    }
    sentences.extend(curves.iter().cloned());
    let mut kept = Vec::new();
    let mut words = 0;
    for sentence in &sentences {
        words += sentence.split_whitespace().count();
        if words > MOST_WORDS {
            break;
        }
        kept.push(sentence.clone());
    }
    let section = page.one(main, "section id=\"part-summary\"");
    let shown: Vec<String> = page.all(section, "p").into_iter().map(|at| page.taken(at)).collect();
    assert_eq!(shown, [kept.join(" ")]);
}

/// The value that a report would tell of if it showed what few answered.
pub fn hides(one: &Commitment, page: &Html) {
    for hidden in one.measured.iter().filter(|known| !known.counts()) {
        let told = written(&micros(hidden.value), 0);
        let shown = one.measured.iter().any(|known| known.counts() && known.value == hidden.value);
        let dated = format!("{told}\u{a0}% ({})", day(hidden.on));
        assert!(shown || !page.text(0).contains(&dated), "{dated}");
    }
}
