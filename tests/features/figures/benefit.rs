//! What a benefit's page in a municipality says, and the page of a project's benefits there, from the slow path.

use chrono::{Datelike, NaiveDate};
use num_bigint::BigInt;
use num_traits::Zero;
use stafett::i18n::Lang;
use stafett::t;

use super::history::{Commitment, History, Measured};
use super::html::Html;
use super::slow::{Exact, Pace, day, micros, percent, rounded, whole, with_unit, written};
use super::unsure::{forecast, wilson};

const NB: Lang = Lang::Nb;

/// How the figures of an indicator are written.
struct Hand<'a> {
    unit: &'a str,
    decimals: usize,
}

impl<'a> Hand<'a> {
    fn of(history: &'a History, one: &Commitment) -> Self {
        let indicator = history.indicator(one);
        Self { unit: indicator.unit, decimals: indicator.decimals }
    }

    /// As it was entered, with every digit.
    fn entered(&self, value: &Exact) -> String {
        with_unit(&written(value, self.decimals), self.unit)
    }

    /// As it was computed, in as many decimals as the indicator has, at least one.
    fn computed(&self, value: &Exact) -> String {
        let decimals = u32::try_from(self.decimals.max(1)).expect("few");
        with_unit(&written(&rounded(&rounded(value, 6), decimals), self.decimals), self.unit)
    }

    /// What was planned, in as many decimals as tell it from what was measured.
    fn planned(&self, planned: &Exact, beside: &Exact) -> String {
        let planned = rounded(planned, 6);
        let least = u32::try_from(self.decimals.max(1)).expect("few");
        let tells = |decimals: &u32| planned == *beside || rounded(&planned, *decimals) != *beside;
        let decimals = (least..6).find(tells).unwrap_or(6);
        with_unit(&written(&rounded(&planned, decimals), self.decimals), self.unit)
    }
}

/// Everything on a benefit's page.
pub fn holds(history: &History, one: &Commitment, page: &Html) {
    let main = page.one(0, "main");
    let hand = Hand::of(history, one);
    assert_eq!(page.taken(page.one(main, "p class=\"lead\"")), sentence(history, one, &hand));
    let status = page.all(main, "span class=\"ds-tag status\"")[0];
    assert_eq!(page.text(status), state(history, one));
    series(history, one, &hand, page, main);
    corrections(one, &hand, page, main);
    facts(history, one, &hand, page, main);
    let expected = remarks(history, one, &hand);
    let paragraphs = page.all(main, "p");
    for says in &expected {
        let found: Vec<usize> =
            paragraphs.iter().copied().filter(|at| page.text(*at).contains(says.as_str())).collect();
        assert!(!found.is_empty(), "{says} is not said in {}", page.text(main));
        found.into_iter().for_each(|at| drop(page.taken(at)));
    }
    let waiting = one.measured.iter().filter(|known| known.waits).count();
    for title in page.all(main, "h2") {
        if waiting > 0 && page.text(title) == t!(NB, "waits-count", count = waiting) {
            page.taken(title);
        }
    }
    // What few answered stands beside its day nowhere, nor in what is drawn.
    let drawn = page.drawn(main);
    for hidden in one.measured.iter().filter(|known| known.n.is_some_and(|n| n < 5)) {
        let told = format!("{}: {}", day(hidden.on), hand.entered(&hidden.exact()));
        assert!(!drawn.contains(&told), "{told} is told of");
    }
}

/// In which state a benefit is shown.
pub fn state(history: &History, one: &Commitment) -> String {
    let key = if one.is_overdue(history.today) {
        "state-overdue"
    } else {
        match one.latest(history.today).map(|latest| one.pace(latest, &history.threshold)) {
            None => "state-not-measured",
            Some(Pace::OnPlan) => "state-on-plan",
            Some(Pace::Slightly) => "state-slightly-behind",
            Some(Pace::Behind) => "state-behind",
        }
    };
    NB.t(key)
}

fn sentence(history: &History, one: &Commitment, hand: &Hand<'_>) -> String {
    let indicator = history.indicator(one).name.clone();
    let (base, target) = (micros(one.baseline.1), micros(one.target.1));
    let Some(latest) = one.latest(history.today) else {
        let (baseline, target) = (hand.entered(&base), hand.entered(&target));
        return t!(NB, "answer-unmeasured", indicator = indicator, baseline = baseline, target = target);
    };
    let value = latest.exact();
    let moved = &value - &base;
    let key = match moved.cmp(&whole(0)) {
        std::cmp::Ordering::Equal => "answer-at-baseline",
        std::cmp::Ordering::Greater => "answer-above-baseline",
        std::cmp::Ordering::Less => "answer-below-baseline",
    };
    let size = if moved < whole(0) { -moved } else { moved };
    let said = t!(
        NB,
        key,
        indicator = indicator,
        value = hand.entered(&value),
        moved = hand.computed(&size),
        planned = hand.planned(&one.planned(latest.on), &value)
    );
    match one.attainment(&value).filter(|_| !one.is_hold()) {
        Some(share) => format!("{said} {}", t!(NB, "answer-attainment", share = percent(&share))),
        None => said,
    }
}

/// «12 av 40 svarte (30 %). Med 95 % sikkerhet mellom …»
fn survey(known: &Measured, hand: &Hand<'_>) -> Option<String> {
    let n = known.n?;
    let answered = match known.invited {
        Some(invited) if invited > 0 => {
            let rate = percent(&Exact::new(BigInt::from(n), BigInt::from(invited)));
            let (n, invited) = (written(&whole(n), 0), written(&whole(invited), 0));
            t!(NB, "survey-answered-of", n = n, invited = invited, rate = rate)
        }
        _ => t!(NB, "survey-answered", n = written(&whole(n), 0)),
    };
    if n < 5 || hand.unit != "%" {
        return Some(answered);
    }
    let (low, high) = wilson(&(known.exact() / whole(100)), n);
    let per_cent = |share: Exact| hand.computed(&(share * whole(100)));
    let between = t!(NB, "survey-between", low = per_cent(low), high = per_cent(high));
    Some(format!("{answered} {between}"))
}

fn series(history: &History, one: &Commitment, hand: &Hand<'_>, page: &Html, main: usize) {
    let few = t!(NB, "too-few-answers", least = 5);
    let expected: Vec<Vec<String>> = one
        .measured
        .iter()
        .map(|known| {
            let too_few = known.n.is_some_and(|n| n < 5);
            let shown = known.counts().then(|| known.exact());
            let mut measured = if too_few { few.clone() } else { hand.entered(&known.exact()) };
            if known.waits {
                measured.push_str(&NB.t("waits"));
            }
            measured.push_str(&survey(known, hand).unwrap_or_default());
            let plan = one.planned(known.on);
            let beside = shown.clone().unwrap_or_else(|| rounded(&plan, 6));
            let share = shown.and_then(|value| one.attainment(&value)).filter(|_| !one.is_hold());
            let explained = known.cause.as_ref().filter(|_| !too_few);
            let words = explained.map(|(cause, remedy)| format!("{}: {cause} {remedy}", NB.t("deviation-word")));
            let period = if history.indicator(one).flow { period_words(one, known.on) } else { String::new() };
            vec![
                format!("{period}{}", day(known.on)),
                measured,
                hand.planned(&plan, &beside),
                share.map_or_else(|| "–".into(), |share| format!("{}\u{a0}%", percent(&share))),
                NB.t("kind-measured"),
                words.unwrap_or_default(),
                String::new(),
            ]
        })
        .collect();
    let table = page.all(main, "table id=\"series\"");
    let shown = table.first().map(|table| page.rows(*table)).unwrap_or_default();
    if history.indicator(one).flow {
        flow(history, one, hand, page, main);
    }
    assert_eq!(shown, expected);
}

/// Which period of its year a day lies in.
fn period(one: &Commitment, on: NaiveDate) -> (i32, u32) {
    let months = match one.frequency {
        "month" => 1,
        "tertial" => 4,
        "half_year" => 6,
        _ => 12,
    };
    (on.year(), on.month0() / months)
}

/// The same in words: what came in came in this period.
fn period_words(one: &Commitment, on: NaiveDate) -> String {
    let (year, nth) = period(one, on);
    let part = |key: &str| t!(NB, key, part = (nth + 1).to_string(), year = year.to_string());
    match one.frequency {
        "month" => format!("{} {year}", NB.t(&format!("month-{}", nth + 1))),
        "tertial" => part("period-tertial"),
        "half_year" => part("period-half-year"),
        _ => year.to_string(),
    }
}

/// What a value of a day is about, as it is said in a sentence.
pub fn about(history: &History, one: &Commitment, on: NaiveDate) -> String {
    if history.indicator(one).flow {
        return t!(NB, "value-for-period", period = period_words(one, on));
    }
    t!(NB, "value-per-day", day = long_day(on))
}

/// `2. mai 2025`.
pub fn long_day(on: NaiveDate) -> String {
    format!("{}. {} {}", on.day(), NB.t(&format!("month-{}", on.month())), on.year())
}

fn flow(history: &History, one: &Commitment, hand: &Hand<'_>, page: &Html, main: usize) {
    let this = history.today.year();
    for (key, year) in [("flow-this-year", this), ("flow-last-year", this - 1)] {
        let mut newest: std::collections::BTreeMap<(i32, u32), Exact> = std::collections::BTreeMap::new();
        for known in one.counting(history.today).into_iter().filter(|known| known.on.year() == year) {
            newest.insert(period(one, known.on), known.exact());
        }
        let due: std::collections::BTreeSet<(i32, u32)> = one
            .due_by(history.today)
            .into_iter()
            .filter(|due| due.year() == year)
            .map(|due| period(one, due))
            .collect();
        let missing = due.iter().filter(|period| !newest.contains_key(period)).count();
        let (measured, periods) = (newest.len(), newest.len() + missing);
        let name = t!(NB, key, year = year.to_string());
        if periods == 0 {
            assert_eq!(told(page, main, &name), None);
            continue;
        }
        let sum = newest.values().fold(whole(0), |sum, value| sum + value);
        let sum = with_unit(&written(&sum, hand.decimals), hand.unit);
        let said = if measured == 0 {
            t!(NB, "flow-none-in", periods = periods)
        } else if measured == periods {
            t!(NB, "flow-sum", sum = sum, periods = periods)
        } else {
            t!(NB, "flow-sum-at-least", sum = sum, measured = measured, periods = periods)
        };
        assert_eq!(told(page, main, &name), Some(said), "{name}");
    }
}

/// What a list of facts says of a name.
pub fn told(page: &Html, main: usize, name: &str) -> Option<String> {
    let lists = page.all(main, "dl");
    let names = lists.iter().flat_map(|list| page.all(*list, "dt"));
    let values = lists.iter().flat_map(|list| page.all(*list, "dd"));
    let found: Vec<(usize, usize)> = names.zip(values).filter(|(at, _)| page.text(*at) == name).collect();
    found.into_iter().next().map(|(at, value)| {
        page.taken(at);
        page.taken(value)
    })
}

fn corrections(one: &Commitment, hand: &Hand<'_>, page: &Html, main: usize) {
    let few = t!(NB, "too-few-answers", least = 5);
    let mut expected: Vec<[String; 3]> = Vec::new();
    for known in one.measured.iter().filter(|known| !known.before.is_empty()) {
        let too_few = known.n.is_some_and(|n| n < 5);
        let mut values = known.before.clone();
        values.push(known.value);
        for (nth, value) in values.iter().enumerate().rev() {
            let words =
                survey(&Measured { value: *value, before: vec![], id: String::new(), cause: None, ..*known }, hand);
            let shown = format!("{}{}", hand.entered(&micros(*value)), words.unwrap_or_default());
            expected.push([day(known.on), (nth + 1).to_string(), if too_few { few.clone() } else { shown }]);
        }
    }
    let table = page.all(main, "table id=\"corrections\"");
    let rows = table.first().map(|table| page.rows(*table)).unwrap_or_default();
    let shown: Vec<[String; 3]> = rows.iter().map(|row| [row[0].clone(), row[1].clone(), row[2].clone()]).collect();
    assert_eq!(shown, expected);
}

fn facts(history: &History, one: &Commitment, hand: &Hand<'_>, page: &Html, main: usize) {
    for (name, (on, value)) in [("baseline", one.baseline), ("target", one.target)] {
        let dated = format!("{}, {}", hand.entered(&micros(value)), day(on));
        assert_eq!(told(page, main, &NB.t(name)), Some(dated));
    }
    let lasts = one.lasting(history.today).and_then(|seen| {
        let drop = seen.drop?;
        let key = if rounded(&drop, 6).is_zero() { "sustained-at-peak" } else { "sustained-below" };
        let (peak, on) = (hand.entered(&seen.peak.1), day(seen.peak.0));
        Some(t!(NB, key, drop = percent(&drop), peak = peak, peak_on = on))
    });
    assert_eq!(told(page, main, &NB.t("sustained")), lasts);
}

/// What is said in paragraphs, where there is something to say.
fn remarks(history: &History, one: &Commitment, hand: &Hand<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(newest) = one.measured.last()
        && let Some(words) = survey(newest, hand)
    {
        said.push(if newest.n.is_some_and(|n| n < 5) {
            format!("{} {words}", t!(NB, "too-few-answers-why", day = day(newest.on), least = 5))
        } else {
            format!("{}: {words}", day(newest.on))
        });
    }
    if let Some(seen) = one.lasting(history.today).filter(|seen| seen.fallen_back) {
        said.push(t!(
            NB,
            "fallen-back-why",
            peak = hand.entered(&seen.peak.1),
            peak_on = day(seen.peak.0),
            value = hand.entered(&seen.latest.1),
            on = day(seen.latest.0),
            drop = percent(seen.drop.as_ref().expect("it is gone")),
            tolerance = "10"
        ));
    }
    let indicator = history.indicator(one);
    let hours = indicator.flow && (indicator.class, indicator.unit) == ("time_saved", "timer");
    if let Some(latest) = one.latest(history.today).filter(|_| hours) {
        let gain = one.gain(&latest.exact());
        let periods = match one.frequency {
            "month" => 12,
            "tertial" => 3,
            "half_year" => 2,
            _ => 1,
        };
        let years = rounded(&rounded(&(&gain * whole(periods) / whole(1_695)), 6), 2);
        if !years.is_zero() {
            let (years, each) = (written(&years, 0), written(&whole(1_695), 0));
            said.push(t!(NB, "work-years", hours = hand.computed(&gain), years = years, each = each));
        }
    }
    if one.measured.is_empty() {
        said.push(t!(NB, "first-awaited", day = long_day(one.first)));
    }
    let points = one.counting(history.today);
    let dated: Vec<(NaiveDate, Exact)> = points.iter().map(|known| (known.on, known.exact())).collect();
    if let Some(last) = points.last() {
        let on = one.target.0;
        if points.len() < 3 {
            said.push(t!(NB, "forecast-too-few", points = points.len(), least = 3));
        } else if on > last.on {
            let [low, value, high] = forecast(&dated, on);
            said.push(t!(
                NB,
                "forecast-says",
                on = day(on),
                value = hand.computed(&value),
                low = hand.computed(&low),
                high = hand.computed(&high),
                points = points.len()
            ));
        }
        said.extend([NB.t("forecast-how"), NB.t("forecast-how-band")]);
    }
    said
}

/// The page of a project in a municipality: a line for each benefit.
pub fn cell_holds(history: &History, some: &[&Commitment], page: &Html) {
    let main = page.one(0, "main");
    let mut expected: Vec<Vec<String>> = some
        .iter()
        .map(|one| {
            let hand = Hand::of(history, one);
            let latest = one.latest(history.today);
            vec![
                history.indicator(one).benefit.clone(),
                state(history, one),
                latest.map_or_else(|| NB.t("not-measured"), |latest| hand.entered(&latest.exact())),
                latest.map(|latest| day(latest.on)).unwrap_or_default(),
                hand.entered(&micros(one.target.1)),
                String::new(),
            ]
        })
        .collect();
    expected.sort();
    let mut shown = page.rows(page.one(main, "table id=\"benefits\""));
    shown.sort();
    assert_eq!(shown, expected);
}
