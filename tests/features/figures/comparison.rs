//! Municipalities beside each other, and an example's effect, from the slow path.

use chrono::NaiveDate;
use stafett::i18n::Lang;
use stafett::t;

use super::benefit::{about, told};
use super::history::{Commitment, History};
use super::html::Html;
use super::slow::{Exact, day, micros, percent, rounded, whole, with_unit, written};

const NB: Lang = Lang::Nb;

/// What figures are divided by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Per {
    Total,
    Thousand,
    /// Cases, as another indicator counts them.
    Case(usize),
}

impl Per {
    /// What a municipality's figures are divided by, by day.
    fn counts(self, history: &History, town: usize) -> Vec<(NaiveDate, Exact)> {
        match self {
            Per::Total => vec![(history.today, whole(1))],
            Per::Thousand => {
                let counts = history.towns[town].inhabitants.iter();
                counts.map(|(on, count)| (*on, whole(*count) / whole(1_000))).collect()
            }
            Per::Case(indicator) => history
                .accepted(|one| one.indicator == indicator && one.place.1 == town)
                .flat_map(|one| one.counting(history.today))
                .filter(|known| known.value > 0)
                .map(|known| (known.on, known.exact()))
                .collect(),
        }
    }
}

/// The newest count by a day; before the first, the first.
fn on_day(counts: &[(NaiveDate, Exact)], on: NaiveDate) -> Exact {
    let by_then = counts.iter().rev().find(|(counted, _)| *counted <= on);
    by_then.unwrap_or(&counts[0]).1.clone()
}

/// Who reads a comparison, and what of it.
pub struct Reading {
    /// The municipalities whose figures the reader sees.
    pub sees: [bool; 3],
    /// The reader's own.
    pub own: Option<usize>,
    /// Those that were chosen.
    pub chosen: [bool; 3],
}

/// Everything on the page that compares an indicator.
pub fn holds(history: &History, indicator: usize, per: Per, reading: &Reading, page: &Html) {
    let Reading { sees, own, chosen } = *reading;
    let main = page.one(0, "main");
    let known = &history.indicators[indicator];
    let mut all: Vec<&Commitment> = history.accepted(|one| one.indicator == indicator).collect();
    all.sort_by_key(|one| history.towns[one.place.1].name.clone());
    let (seen, hidden): (Vec<&Commitment>, Vec<&Commitment>) = all.into_iter().partition(|one| sees[one.place.1]);
    let hidden = hidden.len();
    let (all, seen) = (seen.len(), seen.into_iter().filter(|one| chosen[one.place.1]).collect::<Vec<_>>());
    // Of three or more one can choose, and the page says how many stand there.
    let says = match seen.len() == all {
        true => t!(NB, "compare-choose", all = all),
        false => t!(NB, "compare-choose-some", chosen = seen.len(), all = all),
    };
    let choosing: Vec<usize> = page.all(main, "summary").into_iter().filter(|at| page.text(*at) == says).collect();
    assert_eq!(choosing.len(), usize::from(all > 2), "{says}");
    choosing.into_iter().for_each(|at| drop(page.taken(at)));
    let left_out = page.all(main, "p id=\"left-out\"").first().map(|at| page.taken(*at));
    assert_eq!(left_out, (all > seen.len()).then(|| t!(NB, "compare-left-out", count = all - seen.len())));
    let counted: Vec<(&Commitment, Vec<(NaiveDate, Exact)>)> = seen
        .into_iter()
        .map(|one| (one, per.counts(history, one.place.1)))
        .filter(|(_, counts)| !counts.is_empty())
        .collect();
    let not_shown = page.all(main, "p id=\"not-shown\"").first().map(|at| page.taken(*at));
    assert_eq!(not_shown, (hidden > 0).then(|| t!(NB, "compare-not-shown", count = hidden)));
    let figure = |value: &Exact| match per {
        Per::Total => written(value, known.decimals),
        _ => {
            let least = known.decimals.max(1);
            written(&rounded(&rounded(value, 6), u32::try_from(least.max(2)).expect("few")), least)
        }
    };
    let unit = match per {
        Per::Total => known.unit.to_owned(),
        Per::Thousand => t!(NB, "compare-unit-per-thousand", unit = known.unit.to_owned()),
        Per::Case(_) => t!(NB, "compare-unit-per-case", unit = known.unit.to_owned()),
    };
    assert_eq!(told(page, main, &NB.t("compare-unit")), Some(unit.clone()));
    let mut rows = Vec::new();
    let (mut lines, mut bars) = (Vec::new(), Vec::new());
    for (one, counts) in &counted {
        let name = &history.towns[one.place.1].name;
        let spread = |(on, value): (NaiveDate, i64)| (figure(&(micros(value) / on_day(counts, on))), day(on));
        let latest = one.latest(history.today);
        let (baseline, target) = (spread(one.baseline), spread(one.target));
        let last = latest.map(|latest| spread((latest.on, latest.value)));
        let share = latest.and_then(|latest| one.attainment(&latest.exact())).filter(|_| !one.is_hold());
        let dated = |(figure, on): &(String, String)| format!("{figure}{on}");
        let ours = if own == Some(one.place.1) { format!(" ({})", NB.t("compare-own")) } else { String::new() };
        let mut row = vec![
            format!("{name}{ours}"),
            dated(&baseline),
            dated(&target),
            last.as_ref().map_or_else(|| NB.t("not-measured"), dated),
            share.map_or_else(|| "–".into(), |share| format!("{}\u{a0}%", percent(&share))),
        ];
        let now = on_day(counts, history.today);
        match per {
            Per::Total => {}
            Per::Thousand => row.push(written(&(now * whole(1_000)), 0)),
            Per::Case(_) => row.push(written(&now, 0)),
        }
        rows.push(row);
        bars.push(format!("{name}: {}", last.as_ref().map_or_else(|| NB.t("not-measured"), |(last, _)| last.clone())));
        if let Some((last, on)) = last {
            let (baseline, target) = (baseline.0, target.0);
            lines.push(t!(NB, "compare-said", last = last, on = on, baseline = baseline, target = target));
        }
    }
    // Fewer than two that have measured are no comparison.
    let drawn = lines.len() >= 2;
    let table = page.all(main, "table id=\"figures\"");
    assert_eq!(table.len(), usize::from(drawn));
    if drawn {
        assert_eq!(page.rows(table[0]), rows);
        assert_eq!(page.taken(page.one(table[0], "caption")), t!(NB, "compare-table", unit = unit.clone()));
        let said: Vec<String> = page.all(main, "p class=\"panel-said\"").into_iter().map(|at| page.taken(at)).collect();
        assert_eq!(said, lines);
    }
    let days = counted.iter().map(|(one, _)| one.baseline.0);
    if let (Some(first), Some(last)) = (days.clone().min(), days.max()) {
        let words = t!(NB, "compare-from-to", first = day(first), last = day(last));
        let words = if first == last { day(first) } else { words };
        assert_eq!(told(page, main, &NB.t("compare-baseline-days")), Some(words));
    }
    // What these say of five answers and of a thousand inhabitants are no figures.
    let note = t!(NB, "compare-note", least = 5);
    let notes = [note, NB.t("compare-note-per-thousand"), NB.t("compare-per-thousand")];
    for at in page.all(main, "*").into_iter().filter(|at| notes.contains(&page.text(*at).trim().to_owned())) {
        page.taken(at);
    }
    if drawn {
        let caption = page.all(page.one(main, "figure id=\"comparison\""), "span class=\"chart-caption\"")[0];
        assert!(page.taken(caption).starts_with(&format!("{unit} · ")), "{unit}");
        // The latest of each as bars, in the same order, and so said to whoever listens.
        let figure = page.one(main, "figure id=\"latest\"");
        let direction = NB.t(&format!("direction-{}", history.promised_of(indicator).direction));
        let words = t!(NB, "compare-latest-caption", unit = unit, direction = direction);
        assert_eq!(page.taken(page.one(figure, "span class=\"chart-caption\"")), words);
        let drawing = page.drawn(figure);
        assert!(drawing.contains(&bars.join(". ")), "{bars:?} in {drawing}");
    }
}

/// A region's examples, each with what is told of and how many use it.
pub fn examples_hold(history: &History, some: &[(&Commitment, usize)], page: &Html) {
    let line = |(one, users): &(&Commitment, usize)| {
        let (project, town) = (&history.projects[one.place.0].title, &history.towns[one.place.1].name);
        let words = ["Felles liste", town, project, &NB.t("example-state-shared"), &users.to_string()];
        words.map(str::to_owned).to_vec()
    };
    let mut shown = page.rows(page.one(page.one(0, "main"), "table id=\"examples\""));
    let mut expected: Vec<Vec<String>> = some.iter().map(line).collect();
    if expected.is_empty() {
        // One line says that there is none.
        assert_eq!(shown.len(), 1);
        return;
    }
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
}

/// An example's effect, and how many use it.
pub fn example_holds(history: &History, one: &Commitment, users: usize, page: &Html) {
    let main = page.one(0, "main");
    let known = history.indicator(one);
    let latest = one.latest(history.today).expect("it was measured");
    let entered = |value: i64| with_unit(&written(&micros(value), known.decimals), known.unit);
    let dated = |value: i64, on: String| t!(NB, "example-value-on", value = entered(value), day = on);
    assert_eq!(told(page, main, &NB.t("baseline")), Some(dated(one.baseline.1, day(one.baseline.0))));
    assert_eq!(told(page, main, &NB.t("example-measured")), Some(dated(latest.value, about(history, one, latest.on))));
    let decimals = u32::try_from(known.decimals.max(1)).expect("few");
    let planned = written(&rounded(&rounded(&one.planned(latest.on), 6), decimals), known.decimals);
    assert_eq!(told(page, main, &NB.t("example-planned")), Some(with_unit(&planned, known.unit)));
    // When it was shared is no figure.
    let today = |at: &usize| page.text(*at) == day(history.today);
    page.all(main, "dd").into_iter().filter(today).for_each(|at| drop(page.taken(at)));
    assert_eq!(told(page, main, &NB.t("example-answered")), latest.n.map(|n| n.to_string()));
    let section = page.one(main, "section class=\"section\" id=\"users\"");
    assert_eq!(page.all(section, "li").len(), users);
    let words = if users == 0 { NB.t("example-unused") } else { t!(NB, "example-used-by", count = users) };
    let says = |at: &usize| page.text(*at) == words;
    let said: Vec<usize> = page.all(section, "p").into_iter().filter(says).collect();
    assert_eq!(said.len(), 1, "{words}");
    page.taken(said[0]);
}
