//! What only a municipality's page has, from the slow path.

use stafett::i18n::Lang;
use stafett::t;

use super::curves::{self, bars_hold, rate, realised};
use super::history::{Commitment, History};
use super::html::Html;
use super::region::{Look, class, sums};
use super::slow::{amount, month_end};

const NB: Lang = Lang::Nb;

/// What only a municipality's page has: what it has given to whom, and the curves of a year.
pub fn holds(history: &History, look: &Look, page: &Html, project: Option<usize>) {
    let main = page.one(0, "main");
    let seen = look.seen(history);
    let own = |one: &&Commitment| history.indicator(one).arises_in == "own_organisation";
    let (own, others): (Vec<&Commitment>, Vec<&Commitment>) = seen.iter().partition(|one| own(one));
    let end = month_end(look.on, 0);
    let mut lines: Vec<((&str, &str), Vec<String>)> = Vec::new();
    for (side, some) in [("gain-own", &own), ("gain-others", &others)] {
        for (group, sum) in sums(history, some, end) {
            let per_cent = |number: String| format!("{number}\u{a0}%");
            let line = vec![
                class(group.0),
                NB.t(side),
                realised(&sum, group.1),
                amount(&sum.planned, group.1),
                rate(&sum),
                per_cent(sum.coverage()),
                String::new(),
            ];
            lines.push((group, line));
        }
    }
    lines.sort_by_key(|(group, _)| *group);
    let lines: Vec<Vec<String>> = lines.into_iter().map(|(_, line)| line).collect();
    let shown = page.all(main, "table id=\"gains\"").first().map(|table| page.rows(*table)).unwrap_or_default();
    assert_eq!(shown, lines);
    // The small drawing says to whoever listens what the line says.
    let drawn = page.drawn(page.one(main, "section id=\"gains-part\""));
    for line in &lines {
        let spark = t!(NB, "gains-spark", months = 12, last = line[2].clone());
        assert!(drawn.contains(&spark), "{spark}");
    }

    let name = &history.towns[look.town.expect("a municipality")].name;
    let sides = [("gain-own", &own), ("gain-others", &others)].into_iter();
    let by_now = sides.flat_map(|(side, some)| sums(history, some, end).into_iter().map(move |sum| (side, sum)));
    let by_now: Vec<_> = by_now.map(|(side, (group, sum))| (NB.t(side), group, sum)).collect();
    bars_hold(&by_now, name, page);
    let some: Vec<&Commitment> =
        seen.into_iter().filter(|one| project.is_none_or(|only| one.place.0 == only)).collect();
    curves::holds(history, &some, (name, 12), page);
}
