//! Planned against realised, month by month, with where it is heading, and as bars by now: of a municipality and on a page
//! of its own, from the slow path.

use chrono::{Datelike, NaiveDate};
use stafett::i18n::Lang;
use stafett::t;

use super::history::{Commitment, History};
use super::html::Html;
use super::region::{Look, class, sums, told_of_whom};
use super::slow::{Exact, Sum, amount, day, month_ahead, month_end, percent, rounded};
use super::unsure::forecast;

const NB: Lang = Lang::Nb;

/// Months that a curve is carried on.
const AHEAD: u32 = 6;
/// Months of the year that the trend is found from: all but the running one.
const MOST_MONTHS: usize = 11;

/// What was realised: what nobody measured is not nought.
pub fn realised(sum: &Sum, unit: &str) -> String {
    if sum.measured == 0 { NB.t("not-measured") } else { amount(&sum.realised, unit) }
}

/// How much of the plan that is, in per cent.
pub fn rate(sum: &Sum) -> String {
    let rate = sum.rate().filter(|_| sum.measured > 0);
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{}\u{a0}%", percent(&rate)))
}

/// The curves of so many months, one for each class and unit.
pub fn holds(history: &History, some: &[&Commitment], (place, months): (&str, u32), page: &Html) {
    let main = page.one(0, "main");
    let end = month_end(history.today, 0);
    let groups = sums(history, some, end);
    assert_eq!(page.all(main, "table id=\"curve-table-").len(), groups.len(), "a curve for each class and unit");
    for (at, (group, last)) in groups.iter().enumerate() {
        let (kind, unit) = (class(group.0), group.1);
        let of_group: Vec<&Commitment> = some
            .iter()
            .copied()
            .filter(|one| !one.is_hold() && (history.indicator(one).class, history.indicator(one).unit) == *group)
            .collect();
        let points: Vec<(NaiveDate, Sum)> = (0..months)
            .rev()
            .map(|before| month_end(history.today, before))
            .map(|end| (end, Sum::of(&of_group, end)))
            .collect();
        let rows = points.iter().map(|(end, sum)| {
            vec![
                format!("{} {}", NB.t(&format!("month-{}", end.month())), end.year()),
                amount(&sum.planned, unit),
                realised(sum, unit),
                rate(sum),
                format!("{}\u{a0}%", sum.coverage()),
            ]
        });
        let table = page.one(main, &format!("table id=\"curve-table-{at}\""));
        assert_eq!(page.rows(table), rows.collect::<Vec<_>>());
        let figure = page.one(main, &format!("figure id=\"curve-{at}\""));
        let (planned, coverage) = (amount(&last.planned, unit), last.coverage());
        let summary = if last.measured == 0 {
            t!(NB, "town-curve-unmeasured", class = kind.clone(), planned = planned)
        } else {
            let realised = amount(&last.realised, unit);
            let class = kind.clone();
            t!(NB, "town-curve-summary", class = class, realised = realised, planned = planned, coverage = coverage)
        };
        assert_eq!(page.taken(page.one(figure, "span class=\"chart-title\"")), summary);
        let newest = of_group.iter().filter_map(|one| one.latest(history.today)).map(|latest| latest.on).max();
        let caption = match newest {
            Some(on) => format!("{kind}, {place} · {} {}", NB.t("last-measured").to_lowercase(), day(on)),
            None => format!("{kind}, {place}"),
        };
        let shown = page.taken(page.one(figure, "span class=\"chart-caption\""));
        assert!(shown.starts_with(&caption), "{shown} does not begin with {caption}");
        let heading = heading(history, &points, (&of_group, newest, unit));
        assert_eq!(page.taken(page.one(figure, "p class=\"freshness\"")), heading);
        assert!(page.drawn(figure).contains(&format!("{summary}. {heading}")), "whoever listens hears {heading}");
    }
}

/// Where a sum is heading: the trend of the finished months, none after the newest measurement, in which as many were
/// measured as in the last of them.
fn heading(
    history: &History,
    points: &[(NaiveDate, Sum)],
    (some, newest, unit): (&[&Commitment], Option<NaiveDate>, &str),
) -> String {
    let none = t!(NB, "course-no-forecast", least = 3);
    let Some(newest) = newest else { return none };
    let until = month_end(history.today, 1).min(month_end(newest, 0));
    let finished: Vec<&(NaiveDate, Sum)> = points.iter().filter(|(end, _)| *end <= until).collect();
    let Some((_, from)) = finished.last().filter(|(_, sum)| sum.measured > 0) else { return none };
    let alike = finished.iter().rev().take_while(|(_, sum)| sum.measured == from.measured).take(MOST_MONTHS).count();
    let found: Vec<(NaiveDate, Exact)> =
        finished[finished.len() - alike..].iter().map(|(end, sum)| (*end, sum.realised.clone())).collect();
    if found.len() < 3 {
        return none;
    }
    let on = month_ahead(history.today, AHEAD);
    let [low, value, high] = forecast(&found, on).map(|value| amount(&value, unit));
    assert_eq!(some.is_empty(), from.accepted == 0);
    t!(NB, "course-forecast", value = value, low = low, high = high, on = day(on), points = found.len())
}

/// Bars of what is realised of the plan by now; `blocks` with what they are called beside their class.
pub fn bars_hold(blocks: &[(String, (&str, &str), Sum)], place: &str, page: &Html) {
    let main = page.one(0, "main");
    let mut said: Vec<(String, Option<Exact>, String)> = Vec::new();
    for (side, group, sum) in blocks {
        let Some(rate) = sum.rate() else { continue };
        let side = if side.is_empty() { String::new() } else { format!(", {side}") };
        let rate = Some(rounded(&rate, 6)).filter(|_| sum.measured > 0);
        let words = match rate {
            Some(_) => {
                let coverage = format!("{}\u{a0}%", sum.coverage());
                t!(NB, "bars-of", rate = self::rate(sum), coverage = coverage)
            }
            None => NB.t("not-measured"),
        };
        said.push((format!("{}{side} ({})", class(group.0), group.1), rate, words));
    }
    let figure = page.all(main, "figure id=\"bars\"");
    assert_eq!(figure.len(), usize::from(!said.is_empty()));
    let Some(figure) = figure.first() else { return };
    let mut furthest: Option<&(String, Option<Exact>, String)> = None;
    for one in said.iter().filter(|(_, rate, _)| rate.is_some()) {
        if furthest.is_none_or(|least| one.1 < least.1) {
            furthest = Some(one);
        }
    }
    let title = furthest.map_or_else(
        || NB.t("bars-none"),
        |(name, _, share)| t!(NB, "bars-furthest", name = name.clone(), share = share.clone()),
    );
    assert_eq!(page.taken(page.one(*figure, "span class=\"chart-title\"")), title);
    let caption = t!(NB, "bars-caption", place = place.to_owned());
    assert_eq!(page.taken(page.one(*figure, "span class=\"chart-caption\"")), caption);
    let each: Vec<String> = said.iter().map(|(name, _, words)| format!("{name}: {words}")).collect();
    let drawn = page.drawn(*figure);
    assert!(drawn.contains(&format!("{}. {}.", NB.t("realised-share"), each.join(". "))), "{each:?} in {drawn}");
    for (_, _, words) in &said {
        assert!(drawn.lines().any(|line| line == words), "{words} beside its bar");
    }
}

/// The page of planned against realised.
pub fn page_holds(history: &History, look: &Look, (project, months): (Option<usize>, u32), page: &Html) {
    let main = page.one(0, "main");
    told_of_whom(look, page, main);
    let seen = look.seen(history);
    let some: Vec<&Commitment> =
        seen.iter().copied().filter(|one| project.is_none_or(|only| one.place.0 == only)).collect();
    let place = match project {
        Some(project) => format!("{}: {}", history.name, history.projects[project].title),
        None => history.name.clone(),
    };
    holds(history, &some, (&place, months), page);
    let by_now = sums(history, &some, month_end(history.today, 0)).into_iter();
    let by_now: Vec<_> = by_now.map(|(group, sum)| (String::new(), group, sum)).collect();
    bars_hold(&by_now, &place, page);
    if !by_now.is_empty() {
        let newest = some.iter().filter_map(|one| one.latest(history.today)).map(|latest| latest.on).max();
        let fresh = newest.map_or_else(|| NB.t("not-measured"), |on| format!("{} {}", NB.t("last-measured"), day(on)));
        let says = |at: &usize| page.text(*at).starts_with(&fresh);
        let said: Vec<usize> = page.all(main, "p class=\"freshness\"").into_iter().filter(says).collect();
        assert_eq!(said.len(), 1, "{fresh}");
        page.taken(said[0]);
    }
    // How many months can be chosen is no figure.
    let spans = [12, 36, 60].map(|months| t!(NB, "realisation-months", months = months));
    for at in page.all(main, "a").into_iter().filter(|at| spans.contains(&page.text(*at))) {
        page.taken(at);
    }
}
