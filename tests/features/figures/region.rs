//! What a region's and a municipality's page are to say, word for word, from the slow path.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use stafett::i18n::Lang;
use stafett::t;

use super::attention;
use super::history::{Commitment, History, Place};
use super::html::Html;
use super::roadmap;
use super::slow::{Counts, Exact, Lasting, Sum, counts, day, month_end, percent, share};

const NB: Lang = Lang::Nb;

/// Days without movement after which a baton is caught, and the region hears of it (30 by default, and two weeks).
const REGION_HEARS_AFTER: i64 = 44;

/// What of a region is looked at, and by whom.
pub struct Look {
    /// The municipalities whose figures the reader sees.
    pub sees: [bool; 3],
    /// One's own region, with what only its people see.
    pub whole: bool,
    pub town: Option<usize>,
    pub class: Option<&'static str>,
    pub on: NaiveDate,
}

/// A baton that lies still.
pub struct Still {
    pub place: Place,
    pub days: i64,
    pub due: usize,
}

impl Look {
    fn takes_town(&self, town: usize) -> bool {
        self.town.is_none_or(|only| only == town)
    }

    fn rows(&self, history: &History) -> BTreeSet<usize> {
        let of_class = |class: &str| self.class.is_none_or(|only| only == class);
        history.indicators.iter().filter(|one| of_class(one.class)).map(|one| one.project).collect()
    }

    fn columns(&self) -> Vec<usize> {
        (0..3).filter(|town| self.takes_town(*town)).collect()
    }

    /// Of how many of the municipalities that are looked at the figures are seen, and of how many they are.
    pub fn insight(&self) -> (usize, usize) {
        let columns = self.columns();
        (columns.iter().filter(|town| self.sees[**town]).count(), columns.len())
    }

    /// What was promised among what is looked at and seen.
    pub fn seen<'a>(&'a self, history: &'a History) -> Vec<&'a Commitment> {
        let takes = |one: &Commitment| {
            let (_, town) = one.place;
            self.sees[town]
                && self.takes_town(town)
                && self.class.is_none_or(|only| history.indicator(one).class == only)
        };
        history.accepted(takes).collect()
    }

    pub fn in_place<'a>(&'a self, history: &'a History, place: Place) -> Vec<&'a Commitment> {
        self.seen(history).into_iter().filter(|one| one.place == place).collect()
    }

    pub fn places(&self, history: &History) -> Vec<Place> {
        let rows = self.rows(history);
        rows.into_iter().flat_map(|project| self.columns().into_iter().map(move |town| (project, town))).collect()
    }

    /// Batons that nothing has happened to though something is due; here only what the seed left can be so old.
    pub fn still(&self, history: &History) -> Vec<Still> {
        let place = (0, 0);
        let since = history.commitments[0].measured.iter().map(|one| one.on).max().expect("the seed measured");
        let days = (history.today - since).num_days();
        let late = history.accepted(|one| one.place == place).filter(|one| one.is_overdue(history.today)).count();
        let seen = self.whole && self.places(history).contains(&place) && days >= REGION_HEARS_AFTER;
        // Its one change step has been due since April 2025.
        if seen { vec![Still { place, days, due: late + 1 }] } else { Vec::new() }
    }

    pub fn fallen<'a>(&'a self, history: &'a History) -> Vec<(&'a Commitment, Lasting)> {
        let lasting = |one: &'a Commitment| {
            // Only what was measured after the target's day, today, can have been lost after it.
            let after = one.latest(history.today)?.on > one.target.0;
            Some((one, one.lasting(self.on).filter(|seen| after && seen.fallen_back)?))
        };
        let mut fallen: Vec<_> = self.seen(history).into_iter().filter_map(lasting).collect();
        let six = |seen: &Lasting| seen.drop.as_ref().map(|drop| super::slow::rounded(drop, 6));
        fallen.sort_by(|one, two| six(&two.1).cmp(&six(&one.1)).then(one.0.id.cmp(&two.0.id)));
        fallen
    }

    /// Planned and realised of each class and unit at the end of the month.
    fn sums(&self, history: &History, on: NaiveDate) -> BTreeMap<(&'static str, &'static str), Sum> {
        sums(history, &self.seen(history), on)
    }
}

/// Planned and realised of some commitments, each class and unit for itself.
pub fn sums(history: &History, some: &[&Commitment], on: NaiveDate) -> BTreeMap<(&'static str, &'static str), Sum> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Commitment>> = BTreeMap::new();
    for one in some.iter().filter(|one| !one.is_hold()) {
        let indicator = history.indicator(one);
        groups.entry((indicator.class, indicator.unit)).or_default().push(one);
    }
    groups.into_iter().map(|(group, some)| (group, Sum::of(&some, on))).collect()
}

pub fn class(class: &str) -> String {
    NB.t(&format!("class-{}", class.replace('_', "-")))
}

/// Holds everything on a region's page, or on a municipality's, against the slow path.
pub fn holds(history: &History, look: &Look, page: &Html) {
    let main = page.one(0, "main");
    sentences(history, look, page, main);
    cards(history, look, page, main);
    attention::attention(history, look, page, main);
}

/// The way to ask for what is overdue says how much of it there is: for who may ask, of all of the region, today.
fn asked_for(history: &History, look: &Look, page: &Html) {
    let overdue = counts(look.seen(history), look.on).overdue;
    let all = look.whole && look.town.is_none() && look.class.is_none() && look.on == history.today;
    let ways = page.all(0, &format!("a href=\"/regions/{}/overdue\"", history.region));
    assert_eq!(ways.len(), usize::from(all && overdue > 0));
    ways.into_iter().for_each(|way| assert_eq!(page.taken(way), t!(NB, "nudge-button", count = overdue)));
}

/// What only a region's page has.
pub fn matrix_holds(history: &History, look: &Look, page: &Html) {
    let main = page.one(0, "main");
    asked_for(history, look, page);
    matrix(history, look, page, main);
    fallen_list(history, look, page, main);
    still_list(history, look, page, main);
    roadmap::decisions_hold(history, &look.rows(history), page);
}

/// Holds everything on a region's page as it is thrown on a wall.
pub fn on_the_wall(history: &History, look: &Look, page: &Html) {
    let main = page.one(0, "main");
    sentences(history, look, page, main);
    cards(history, look, page, main);
    matrix(history, look, page, main);
    roadmap::decisions_hold(history, &look.rows(history), page);
}

fn matrix(history: &History, look: &Look, page: &Html, main: usize) {
    let table = page.one(main, "table id=\"matrix\"");
    let caption = t!(NB, "matrix-caption", region = history.name.clone(), day = day(look.on));
    assert_eq!(page.taken(page.one(table, "caption")), caption);
    let heads: Vec<String> = page.all(table, "th scope=\"col\"").iter().map(|head| page.text(*head)).collect();
    let mut columns = look.columns();
    columns.sort_by_key(|town| history.towns[*town].name.clone());
    let names: Vec<&str> = columns.iter().map(|town| history.towns[*town].name.as_str()).collect();
    assert_eq!(heads[1..heads.len() - 1], names);
    let mut expected = BTreeMap::new();
    for project in look.rows(history) {
        let mut row: Vec<String> = columns.iter().map(|town| cell(history, look, (project, *town))).collect();
        row.push(in_all(history, look, project));
        expected.insert(history.projects[project].title.clone(), row);
    }
    let shown: BTreeMap<String, Vec<String>> =
        page.rows(table).into_iter().map(|row| (row[0].clone(), row[1..].to_vec())).collect();
    assert_eq!(shown, expected);
    let threshold = percent(&history.threshold);
    let legend = t!(NB, "legend-note", behind = threshold, tolerance = "10");
    let notes: Vec<usize> =
        page.all(main, "p class=\"freshness\"").into_iter().filter(|at| page.text(*at).starts_with(&legend)).collect();
    assert_eq!(notes.len(), 1, "{legend}");
    page.taken(notes[0]);
}

/// How many of the municipalities hold a project's baton, and how many measure.
pub fn in_all(history: &History, look: &Look, project: usize) -> String {
    let columns = look.columns();
    let state = |town: &&usize| history.states.get(&(project, **town)).copied();
    let held = columns.iter().filter(|town| state(town).is_some_and(is_held)).count();
    let sent = columns.iter().filter(|town| state(town).is_some_and(|state| state != "draft")).count();
    let measures = |town: &&usize| counts(look.in_place(history, (project, **town)), look.on).measured > 0;
    let measuring = columns.iter().filter(measures).count();
    let (seen, all) = look.insight();
    match seen < all {
        true => t!(NB, "row-summary-held", held = held, sent = sent),
        false => t!(NB, "row-summary", held = held, sent = sent, measuring = measuring),
    }
}

pub fn is_held(state: &str) -> bool {
    matches!(state, "accepted" | "accepted_later" | "in_realisation" | "completed")
}

/// The word for how a project stands in a municipality.
pub fn stand(history: &History, look: &Look, place: Place) -> &'static str {
    let Counts { accepted, measured, on_plan, overdue } = counts(look.in_place(history, place), look.on);
    match history.states.get(&place) {
        None | Some(&"draft") => "state-not-started",
        Some(&"offered") => "state-waiting",
        Some(state) if !is_held(state) => "state-stopped",
        Some(_) if !look.sees[place.1] => "state-underway",
        Some(_) if overdue > 0 => "state-overdue",
        Some(_) if on_plan < measured => {
            let behind = |one: &&Commitment| one.behind(look.on, &history.threshold).is_some();
            let some = look.in_place(history, place).into_iter().any(|one| behind(&one));
            if some { "state-behind" } else { "state-slightly-behind" }
        }
        Some(_) if accepted > 0 && measured == 0 => "state-not-measured",
        Some(&"completed") => "state-done",
        Some(_) if accepted == 0 => "state-underway",
        Some(_) => "state-on-plan",
    }
}

fn cell(history: &History, look: &Look, place: Place) -> String {
    let Counts { accepted, measured, on_plan, overdue } = counts(look.in_place(history, place), look.on);
    let word = stand(history, look, place);
    let figure = match word {
        "state-overdue" => Some(t!(NB, "cell-overdue", overdue = overdue, accepted = accepted)),
        "state-not-measured" => Some(t!(NB, "cell-measured", measured = measured, accepted = accepted)),
        _ => (accepted > 0).then(|| t!(NB, "cell-on-plan", on_plan = on_plan, measured = measured)),
    };
    let figure = figure.map(|figure| format!(" {figure}")).unwrap_or_default();
    format!("{}{figure}", NB.t(word))
}

fn sentences(history: &History, look: &Look, page: &Html, main: usize) {
    let cell = counts(look.seen(history), look.on);
    let Counts { accepted, measured, on_plan, overdue } = cell;
    let behind: Vec<_> =
        look.seen(history).into_iter().filter_map(|one| one.behind(look.on, &history.threshold)).collect();
    let unexplained = behind.iter().filter(|cause| cause.is_none()).count();
    let states: Vec<&str> =
        look.places(history).iter().filter_map(|place| history.states.get(place).copied()).collect();
    let held = states.iter().filter(|state| is_held(state)).count();
    let sent = states.iter().filter(|state| **state != "draft").count();
    let waiting = states.iter().filter(|state| **state == "offered").count();
    let (still, fallen) = (look.still(history).len(), look.fallen(history).len());
    let mut said = Vec::new();
    if overdue > 0 {
        said.push(t!(NB, "headline-overdue", overdue = overdue, accepted = accepted));
    }
    if unexplained > 0 {
        let behind = behind.len();
        let values = (unexplained, behind, measured, accepted);
        said.push(t!(
            NB,
            "headline-unexplained",
            unexplained = values.0,
            behind = values.1,
            measured = values.2,
            accepted = values.3
        ));
    }
    if still > 0 {
        said.push(t!(NB, "headline-caught", count = still));
    }
    if fallen > 0 {
        said.push(t!(NB, "headline-fallen-back", count = fallen));
    }
    said.truncate(3);
    let sums = look.sums(history, month_end(look.on, 0));
    let rated =
        sums.iter().filter(|(_, sum)| sum.measured > 0).filter_map(|(group, sum)| Some((sum.rate()?, group, sum)));
    let six = |rate: &Exact| super::slow::rounded(rate, 6);
    if let Some((rate, (class, unit), sum)) = rated.min_by_key(|(rate, group, _)| (six(rate), *group)) {
        said.push(t!(
            NB,
            "headline-furthest",
            class = self::class(class),
            unit = (*unit).to_owned(),
            rate = percent(&rate),
            coverage = sum.coverage()
        ));
    }
    said.push(match (accepted, held) {
        (0, 0) => NB.t("headline-nothing-taken-on"),
        (0, _) => NB.t("headline-nothing-seen"),
        _ => t!(NB, "headline-on-plan", on_plan = on_plan, measured = measured, accepted = accepted),
    });
    said.push(t!(NB, "headline-waiting", count = waiting));
    said.push(t!(NB, "headline-held", held = held, sent = sent));
    said.truncate(5);
    let list = page.one(main, "ul class=\"headlines\"");
    let shown: Vec<String> = page.all(list, "li").into_iter().map(|item| page.taken(item)).collect();
    assert_eq!(shown, said);
}

fn cards(history: &History, look: &Look, page: &Html, main: usize) {
    let Counts { accepted, measured, on_plan, overdue } = counts(look.seen(history), look.on);
    let states: Vec<&str> =
        look.places(history).iter().filter_map(|place| history.states.get(place).copied()).collect();
    let held = states.iter().filter(|state| is_held(state)).count();
    let sent = states.iter().filter(|state| **state != "draft").count();
    let (seen, all) = look.insight();
    let partial = seen < all;
    // Who holds the baton is known of everybody.
    let means = |key: &str, text: String| match partial && key != "card-held" {
        true if seen == 0 => NB.t("card-hidden"),
        true => t!(NB, "card-of-some", text = text, seen = seen, all = all),
        false => text,
    };
    told_of_whom(look, page, main);
    let overdue_shown = if seen == 0 { "–".to_owned() } else { overdue.to_string() };
    let last = look.seen(history).into_iter().filter_map(|one| one.latest(history.today)).map(|one| one.on).max();
    let last = last.map(|on| format!("{} {}", NB.t("last-measured"), day(on)));
    let counted = (seen > 0).then(|| t!(NB, "measured-of", measured = measured, accepted = accepted));
    let fresh = counted.into_iter().chain(last).collect::<Vec<_>>().join(". ");
    let per_cent = |part, of| format!("{}{}", share(part, of), if of == 0 { "" } else { " %" });
    let expected = [
        ("card-held", held.to_string(), t!(NB, "card-held-means", held = held, sent = sent)),
        (
            "card-coverage",
            per_cent(measured, accepted),
            t!(NB, "card-coverage-means", measured = measured, accepted = accepted),
        ),
        (
            "card-on-plan",
            per_cent(on_plan, measured),
            t!(NB, "card-on-plan-means", on_plan = on_plan, measured = measured),
        ),
        ("card-overdue", overdue_shown, t!(NB, "card-overdue-means", overdue = overdue)),
    ];
    let cards = page.all(main, "li class=\"number-card\"");
    assert_eq!(cards.len(), expected.len(), "a card that this test knows nothing of");
    for (card, (key, value, sentence)) in cards.into_iter().zip(expected) {
        let part = |class: &str| page.taken(page.one(card, &format!("p class=\"{class}\"")));
        assert_eq!(part("number-label"), NB.t(key));
        assert_eq!(part("number-value"), value, "{key}");
        assert_eq!(part("number-sentence"), means(key, sentence));
        let freshness = page.all(card, "p class=\"freshness\"");
        assert_eq!(freshness.len(), usize::from(!fresh.is_empty()), "nothing is said of how fresh nothing is");
        let shown: String = freshness.into_iter().map(|at| page.taken(at)).collect();
        let rest = shown.strip_prefix(&fresh).unwrap_or_else(|| panic!("{fresh} in {shown}"));
        let changed = format!(". {} ", NB.t("changed-at"));
        assert!(if look.whole { rest.starts_with(&changed) } else { rest.is_empty() }, "{shown}");
    }
}

/// Where some members' figures are not seen the page says of how many they are.
pub fn told_of_whom(look: &Look, page: &Html, main: usize) {
    let (seen, all) = look.insight();
    let says = if seen == 0 { NB.t("card-hidden") } else { t!(NB, "partial-of-title", seen = seen, all = all) };
    let told: Vec<usize> = page.all(main, "h2").into_iter().filter(|at| page.text(*at) == says).collect();
    assert_eq!(told.len(), usize::from(seen < all), "{says}");
    told.into_iter().for_each(|at| drop(page.taken(at)));
}

fn section(page: &Html, main: usize, heading: &str) -> Option<usize> {
    let titled = |at: &usize| page.all(*at, "h2").first().is_some_and(|title| page.text(*title) == NB.t(heading));
    page.all(main, "section class=\"section\"").into_iter().find(titled)
}

fn fallen_list(history: &History, look: &Look, page: &Html, main: usize) {
    let fallen = look.fallen(history);
    let Some(section) = section(page, main, "fallen-back-list") else { return assert!(fallen.is_empty()) };
    let line = |(one, seen): &(&Commitment, Lasting)| {
        let drop = percent(seen.drop.as_ref().expect("it is gone"));
        let what = t!(NB, "fallen-back-item", drop = drop, peak_on = day(seen.peak.0));
        format!("{}, {}: {what}", history.towns[one.place.1].name, history.indicator(one).benefit)
    };
    let items: Vec<String> = page.all(section, "li").into_iter().map(|item| page.taken(item)).collect();
    assert_eq!(items, fallen.iter().take(7).map(line).collect::<Vec<_>>());
    let lead = page.taken(page.one(section, "p class=\"section-lead\""));
    assert_eq!(lead, t!(NB, "fallen-back-list-why", tolerance = "10"));
    if fallen.len() > 7 {
        let more = *page.all(section, "p").last().expect("how many more");
        assert_eq!(page.taken(more), t!(NB, "idle-more", count = fallen.len() - 7));
    }
}

fn still_list(history: &History, look: &Look, page: &Html, main: usize) {
    let still = look.still(history);
    let Some(section) = section(page, main, "idle-title") else { return assert!(still.is_empty()) };
    let items: Vec<String> = page.all(section, "li").into_iter().map(|item| page.taken(item)).collect();
    let line = |one: &Still| {
        let (town, project) = (&history.towns[one.place.1].name, &history.projects[one.place.0].title);
        let since = t!(NB, "idle-since", days = one.days, due = one.due);
        format!("{town}, {project}: {since} {}", t!(NB, "idle-support", municipality = town.clone()))
    };
    assert_eq!(items, still.iter().map(line).collect::<Vec<_>>());
}
