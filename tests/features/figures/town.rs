//! What only a municipality's page has, from the slow path.

use stafett::i18n::Lang;

use super::curves::{bars_hold, curves_hold, rate, realised};
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
            let line = vec![
                class(group.0),
                NB.t(side),
                realised(&sum, group.1),
                amount(&sum.planned, group.1),
                rate(&sum),
                format!("{}\u{a0}%", sum.coverage()),
                String::new(),
            ];
            lines.push((group, line));
        }
    }
    lines.sort_by_key(|(group, _)| *group);
    let lines: Vec<Vec<String>> = lines.into_iter().map(|(_, line)| line).collect();
    let shown = page.all(main, "table id=\"gains\"").first().map(|table| page.rows(*table)).unwrap_or_default();
    assert_eq!(shown, lines);

    let sides: Vec<(String, Vec<&Commitment>)> = vec![(NB.t("gain-own"), own), (NB.t("gain-others"), others)];
    let name = &history.towns[look.town.expect("a municipality's page")].name;
    bars_hold(history, &sides, (name, end), page, main);
    let of_project = |one: &&Commitment| project.is_none_or(|only| one.place.0 == only);
    let some: Vec<&Commitment> = seen.into_iter().filter(of_project).collect();
    curves_hold(history, &some, (name, look.on), page, main);
}
