//! What planned against realised is to say, as bars by now and as curves over time, word for word, from the slow path.

use chrono::NaiveDate;
use stafett::i18n::Lang;
use stafett::t;

use super::history::{Commitment, History};
use super::html::Html;
use super::region::{Look, class, sums};
use super::slow::{Exact, Sum, amount, day, month_end, month_end_ahead, percent, rounded};
use super::unsure::forecast;

const NB: Lang = Lang::Nb;

/// The page of planned against realised, of a region or a part of it.
pub fn holds(history: &History, look: &Look, page: &Html, project: Option<usize>) {
    let main = page.one(0, "main");
    let of_project = |one: &&Commitment| project.is_none_or(|only| one.place.0 == only);
    let some: Vec<&Commitment> = look.seen(history).into_iter().filter(of_project).collect();
    let title = project.map(|at| format!(": {}", history.projects[at].title)).unwrap_or_default();
    let place = format!("{}{title}", history.name);
    bars_hold(history, &[(String::new(), some.clone())], (&place, month_end(look.on, 0)), page, main);
    curves_hold(history, &some, (&place, look.on), page, main);
    // How much of the past is looked at is a choice, and no figure.
    let spans: Vec<String> = [12, 36, 60].iter().map(|months| t!(NB, "realisation-months", months = *months)).collect();
    let links = page.all(main, "a");
    let choices: Vec<usize> = links.into_iter().filter(|at| spans.contains(&page.text(*at))).collect();
    assert_eq!(choices.into_iter().map(|at| page.taken(at)).collect::<Vec<_>>(), spans);
}

/// What was realised: not measured is not nothing.
pub fn realised(sum: &Sum, unit: &str) -> String {
    if sum.measured == 0 { NB.t("not-measured") } else { amount(&sum.realised, unit) }
}

/// How much of what was planned that is.
pub fn rate(sum: &Sum) -> String {
    let rate = sum.rate().filter(|_| sum.measured > 0);
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{}\u{a0}%", percent(&rate)))
}

/// The bars of how much of the plan is realised: which is furthest from it, and each bar's figure.
pub fn bars_hold(
    history: &History,
    sides: &[(String, Vec<&Commitment>)],
    (place, end): (&str, NaiveDate),
    page: &Html,
    main: usize,
) {
    let mut rated = Vec::new();
    for (side, some) in sides {
        for (group, sum) in sums(history, some, end).into_iter().filter(|(_, sum)| sum.rate().is_some()) {
            let side = if side.is_empty() { String::new() } else { format!(", {side}") };
            let said = if sum.measured == 0 { NB.t("not-measured") } else { rate(&sum) };
            rated.push((format!("{}{side} ({})", class(group.0), group.1), said, sum));
        }
    }
    let figures = page.all(main, "figure id=\"bars\"");
    let [figure] = figures[..] else { return assert!(rated.is_empty() && figures.is_empty()) };
    let six = |sum: &Sum| sum.rate().map(|rate| rounded(&rate, 6));
    let measured = rated.iter().filter(|(.., sum)| sum.measured > 0);
    let title = match measured.min_by_key(|(.., sum)| six(sum)) {
        Some((name, share, _)) => t!(NB, "bars-furthest", name = name.clone(), share = share.clone()),
        None => NB.t("bars-none"),
    };
    assert_eq!(page.taken(page.one(figure, "span class=\"chart-title\"")), title);
    let caption = t!(NB, "bars-caption", place = place.to_owned());
    assert_eq!(page.taken(page.one(figure, "span class=\"chart-caption\"")), caption);
    let drawn = page.drawn(figure);
    for (name, share, _) in &rated {
        assert!(drawn.contains(&format!("{name}: {share}")), "{name}: {share} in {drawn}");
    }
}

/// The curves of a year, one for each class and unit, each with its table and where it is heading.
pub fn curves_hold(history: &History, some: &[&Commitment], (place, on): (&str, NaiveDate), page: &Html, main: usize) {
    let groups = sums(history, some, month_end(on, 0));
    assert_eq!(page.all(main, "table id=\"curve-table-").len(), groups.len(), "a curve for each class and unit");
    for (at, (group, last)) in groups.iter().enumerate() {
        let of_group: Vec<&Commitment> = some
            .iter()
            .copied()
            .filter(|one| (history.indicator(one).class, history.indicator(one).unit) == *group && !one.is_hold())
            .collect();
        let months = (0..12).rev().map(|before| {
            let end = month_end(on, before);
            let sum = Sum::of(&of_group, end);
            let month = chrono::Datelike::month0(&end);
            vec![
                format!("{} {}", NB.t(&format!("month-{}", month + 1)), end.format("%Y")),
                amount(&sum.planned, group.1),
                realised(&sum, group.1),
                rate(&sum),
                format!("{}\u{a0}%", sum.coverage()),
            ]
        });
        let table = page.one(main, &format!("table id=\"curve-table-{at}\""));
        assert_eq!(page.rows(table), months.collect::<Vec<_>>());
        let figure = page.one(main, &format!("figure id=\"curve-{at}\""));
        let summary = t!(
            NB,
            "town-curve-summary",
            class = class(group.0),
            realised = amount(&last.realised, group.1),
            planned = amount(&last.planned, group.1),
            coverage = last.coverage()
        );
        assert_eq!(page.taken(page.one(figure, "span class=\"chart-title\"")), summary);
        let newest = of_group.iter().filter_map(|one| one.latest(history.today)).map(|one| one.on).max();
        let newest_said =
            newest.map(|on| format!(" · {} {}", NB.t("last-measured").to_lowercase(), day(on))).unwrap_or_default();
        let caption = page.taken(page.one(figure, "span class=\"chart-caption\""));
        let expected = format!("{}, {place}{newest_said}", class(group.0));
        let rest = caption.strip_prefix(&expected).unwrap_or_else(|| panic!("{expected} in {caption}"));
        assert!(rest.is_empty() || rest == format!(" · {}", NB.t("axis-cut")), "{caption}");
        let heading = page.taken(page.one(figure, "p class=\"freshness\""));
        assert_eq!(heading, heading_of(&of_group, newest, on, group.1));
    }
}

/// Where a sum is heading: the trend of the finished months until the newest measurement in which as many were measured.
fn heading_of(some: &[&Commitment], newest: Option<NaiveDate>, on: NaiveDate, unit: &str) -> String {
    let finished = (1..12).map(|before| month_end(on, before));
    let finished: Vec<NaiveDate> =
        finished.filter(|end| newest.is_some_and(|newest| *end <= month_end(newest, 0))).collect();
    let sums: Vec<(NaiveDate, Sum)> = finished.into_iter().map(|end| (end, Sum::of(some, end))).collect();
    let measured = sums.first().map_or(0, |(_, sum)| sum.measured);
    let alike = sums.into_iter().take_while(|(_, sum)| measured > 0 && sum.measured == measured);
    let mut points: Vec<(NaiveDate, Exact)> = alike.map(|(end, sum)| (end, sum.realised)).collect();
    points.reverse();
    let end = month_end_ahead(on, 6);
    if points.len() < 3 {
        return t!(NB, "course-no-forecast", least = 3);
    }
    let [low, value, high] = forecast(&points, end);
    t!(
        NB,
        "course-forecast",
        value = amount(&value, unit),
        low = amount(&low, unit),
        high = amount(&high, unit),
        on = day(end),
        points = points.len()
    )
}
