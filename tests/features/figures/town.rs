//! What only a municipality's page has, from the slow path.

use stafett::i18n::Lang;
use stafett::t;

use super::history::{Commitment, History};
use super::html::Html;
use super::region::{Look, class, sums};
use super::slow::{Sum, amount, month_end};

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
                amount(&sum.realised, group.1),
                amount(&sum.planned, group.1),
                per_cent(sum.rate_written()),
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

    let some: Vec<&Commitment> =
        seen.into_iter().filter(|one| project.is_none_or(|only| one.place.0 == only)).collect();
    let groups = sums(history, &some, end);
    assert_eq!(page.all(main, "table id=\"curve-table-").len(), groups.len(), "a curve for each class and unit");
    for (at, (group, last)) in groups.iter().enumerate() {
        let of_group: Vec<&Commitment> = some
            .iter()
            .copied()
            .filter(|one| (history.indicator(one).class, history.indicator(one).unit) == *group)
            .collect();
        let months = (0..12).rev().map(|before| {
            let end = month_end(look.on, before);
            let sum = Sum::of(&of_group, end);
            let month = chrono::Datelike::month0(&end);
            vec![
                format!("{} {}", NB.t(&format!("month-{}", month + 1)), end.format("%Y")),
                amount(&sum.planned, group.1),
                amount(&sum.realised, group.1),
                format!("{}\u{a0}%", sum.rate_written()),
                format!("{}\u{a0}%", sum.coverage()),
            ]
        });
        let table = page.one(main, &format!("table id=\"curve-table-{at}\""));
        assert_eq!(page.rows(table), months.collect::<Vec<_>>());
        let summary = t!(
            NB,
            "town-curve-summary",
            class = class(group.0),
            realised = amount(&last.realised, group.1),
            planned = amount(&last.planned, group.1),
            coverage = last.coverage()
        );
        let says = |at: &usize| page.text(*at) == summary;
        let said: Vec<usize> = page.all(main, "*").into_iter().filter(says).collect();
        assert!(!said.is_empty(), "{summary}");
        said.into_iter().for_each(|at| drop(page.taken(at)));
    }
}
