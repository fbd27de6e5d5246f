//! What is next on the roadmap, how many projects are on it, and its table, from the slow path.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use stafett::i18n::Lang;
use stafett::t;

use super::history::{History, Project};
use super::html::Html;
use super::slow::day;

const NB: Lang = Lang::Nb;

/// Most decisions told of, behind and ahead.
const MOST_DECISIONS: usize = 4;

struct Plan<'a> {
    title: &'a str,
    told: &'a Value,
}

fn on(value: &Value) -> Option<NaiveDate> {
    value.as_str().and_then(|text| text.parse().ok())
}

fn phase(word: &Value) -> String {
    NB.t(&format!("phase-{}", word.as_str().expect("a phase").replace('_', "-")))
}

fn period(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{}–{}", day(from), day(to)),
        (Some(from), None) => t!(NB, "period-from", day = day(from)),
        (None, Some(to)) => t!(NB, "period-to", day = day(to)),
        (None, None) => NB.t("period-none"),
    }
}

impl Plan<'_> {
    fn list(&self, name: &str) -> &[Value] {
        self.told[name].as_array().expect("a list")
    }

    fn ends(&self) -> [Option<NaiveDate>; 2] {
        [on(&self.told["starts_on"]), on(&self.told["ends_on"])]
    }

    fn days(&self) -> Vec<NaiveDate> {
        let phases = self.list("phases").iter().flat_map(|plan| [on(&plan["from"]), on(&plan["to"])]);
        let points = self.list("decision_points").iter().map(|point| on(&point["on"]));
        phases.chain(points).chain(self.ends()).flatten().collect()
    }

    /// What comes first from a day on: several where they come on the same day.
    fn next(&self, from: NaiveDate) -> Option<(NaiveDate, Vec<String>)> {
        let mut ahead: Vec<(NaiveDate, String)> = Vec::new();
        let mut add = |day: Option<NaiveDate>, what: String| ahead.extend(day.map(|day| (day, what)));
        for point in self.list("decision_points").iter().filter(|point| point["decided"] != true) {
            add(on(&point["on"]), point["point"].as_str().expect("a point").to_owned());
        }
        for plan in self.list("phases") {
            add(on(&plan["from"]), t!(NB, "phase-begins", phase = phase(&plan["phase"])));
        }
        let first = self.days().into_iter().min();
        add(self.ends()[0].filter(|on| Some(*on) == first), NB.t("project-starts"));
        add(self.ends()[1], NB.t("project-ends"));
        ahead.retain(|(day, _)| *day >= from);
        let first = ahead.iter().map(|(day, _)| *day).min()?;
        Some((first, ahead.into_iter().filter(|(day, _)| *day == first).map(|(_, what)| what).collect()))
    }

    /// Its line in the table, but for its municipalities.
    fn line(&self) -> [String; 5] {
        let [starts, ends] = self.ends();
        let phases: String = self
            .list("phases")
            .iter()
            .map(|plan| format!("{}: {}", phase(&plan["phase"]), period(on(&plan["from"]), on(&plan["to"]))))
            .collect();
        let points: String = self
            .list("decision_points")
            .iter()
            .map(|point| {
                let word = if point["decided"] == true { "point-decided" } else { "point-planned" };
                let when = on(&point["on"]).map_or_else(|| NB.t("period-none"), day);
                let said = format!("{}: {when}, {}", point["point"].as_str().expect("a point"), NB.t(word));
                [Some(said.as_str()), point["case_reference"].as_str(), point["note"].as_str()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · ")
            })
            .collect();
        let or_none = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        [
            self.title.to_owned(),
            or_none(self.told["theme"].as_str().unwrap_or_default().to_owned()),
            phase(&self.told["phase"]),
            if phases.is_empty() { period(starts, ends) } else { phases },
            or_none(points),
        ]
    }
}

/// Holds the roadmap of some projects over some years against what was planned of each of them.
pub fn holds(history: &History, takes: impl Fn(&Project) -> bool, (first, years): (i32, i32), page: &Html) {
    let main = page.one(0, "main");
    let some = history.projects.iter().filter(|project| takes(project));
    let plans: Vec<Plan> = some.map(|project| Plan { title: &project.title, told: &project.plan }).collect();
    let ahead = plans.iter().filter_map(|plan| Some((plan, plan.next(history.today)?)));
    let ahead: Vec<(&Plan, (NaiveDate, Vec<String>))> = ahead.collect();
    let nearest = ahead.iter().map(|(_, (day, _))| *day).min();
    let finding = |next: String| t!(NB, "roadmap-finding", count = plans.len(), next = next);
    let mut findings: Vec<String> = Vec::new();
    for (plan, (on, whats)) in ahead.iter().filter(|(_, (day, _))| Some(*day) == nearest) {
        let says = |what: &String| {
            finding(t!(NB, "roadmap-next", what = what.clone(), project = plan.title.to_owned(), day = day(*on)))
        };
        findings.extend(whats.iter().map(says));
    }
    if findings.is_empty() {
        findings.push(finding(NB.t("roadmap-no-next")));
    }
    let shown = page.taken(page.one(main, "span class=\"chart-title\""));
    assert!(findings.contains(&shown), "{shown} is none of {findings:?}");

    let last = first + years - 1;
    let over = if years == 1 { first.to_string() } else { format!("{first}–{last}") };
    let underway = plans.iter().filter(|plan| plan.told["phase"] != "idea").count();
    let undated = plans.iter().filter(|plan| plan.days().is_empty()).count();
    let caption = t!(NB, "roadmap-caption-years", period = over, underway = underway, undated = undated);
    assert_eq!(page.taken(page.one(main, "span class=\"chart-caption\"")), caption);

    let mut rows: Vec<Vec<String>> =
        page.rows(page.one(main, "table id=\"roadmap-table\"")).into_iter().map(|row| row[..5].to_vec()).collect();
    let mut expected: Vec<Vec<String>> = plans.iter().map(|plan| plan.line().to_vec()).collect();
    rows.sort();
    expected.sort();
    assert_eq!(rows, expected);

    let mut later: Vec<(NaiveDate, String)> = Vec::new();
    for item in page.all(page.one(main, "ol class=\"timeline-narrow\""), "p class=\"timeline-next\"") {
        let says = page.taken(item);
        let of = |plan: &&Plan| plan_says(history, plan).contains(&says);
        let plan = plans.iter().find(of).unwrap_or_else(|| panic!("no project says {says}"));
        later.extend(plan.next(history.today).map(|(on, _)| (on, says)));
    }
    assert_eq!(later.len(), ahead.len());
    assert!(later.is_sorted_by_key(|(on, _)| *on), "{later:?}");

    // Whose days all lie beside the years that are shown says so.
    let shows = |on: &NaiveDate| (first..=last).contains(&on.year());
    let mut beside: Vec<String> = plans.iter().filter_map(|plan| elsewhere(plan, shows, first)).collect();
    let mut said: Vec<String> =
        page.all(main, "p class=\"timeline-elsewhere\"").into_iter().map(|at| page.taken(at)).collect();
    beside.sort();
    said.sort();
    assert_eq!(said, beside);
}

/// What may stand first for a project on a phone.
fn plan_says(history: &History, plan: &Plan) -> Vec<String> {
    match (plan.next(history.today), plan.days().into_iter().max()) {
        (Some((on, whats)), _) => {
            let says = |what: String| t!(NB, "roadmap-next-here", what = what, day = day(on));
            whats.into_iter().map(says).collect()
        }
        (None, Some(last)) => vec![t!(NB, "roadmap-last-here", day = day(last))],
        (None, None) => vec![NB.t("period-none")],
    }
}

fn elsewhere(plan: &Plan, shows: impl Fn(&NaiveDate) -> bool, first: i32) -> Option<String> {
    let days = plan.days();
    let (Some(from), Some(to)) = (days.iter().min(), days.iter().max()) else {
        return Some(NB.t("period-none-row"));
    };
    // What goes on over these years is drawn in them; batons are of today.
    let lasts = from.year() < first && to.year() > first;
    if lasts || days.iter().any(shows) {
        return None;
    }
    let key = if to.year() < first { "roadmap-before" } else { "roadmap-after" };
    Some(t!(NB, key, from = day(*from), to = day(*to)))
}

/// Holds what was decided last, and what is to be decided next, of some projects.
pub fn decisions_hold(history: &History, some: &BTreeSet<usize>, page: &Html) {
    let main = page.one(0, "main");
    let mut made: Vec<(NaiveDate, &str, String)> = Vec::new();
    let mut coming = made.clone();
    for project in some.iter().map(|at| &history.projects[*at]) {
        for point in project.plan["decision_points"].as_array().expect("a list") {
            let Some(when) = on(&point["on"]) else { continue };
            let case = point["case_reference"].as_str().map(|case| format!(" ({case})")).unwrap_or_default();
            let words =
                format!("{}: {}, {}{case}", day(when), point["point"].as_str().expect("a point"), project.title);
            let passed = point["decided"] != true && when < history.today;
            let passed = if passed { format!(" ({})", NB.t("decision-passed")) } else { String::new() };
            let words = format!("{words}{passed}");
            let list = if point["decided"] == true { &mut made } else { &mut coming };
            list.push((when, &project.id, words));
        }
    }
    made.sort_by(|one, two| two.cmp(one));
    coming.sort();
    let words = made.into_iter().take(MOST_DECISIONS).chain(coming.into_iter().take(MOST_DECISIONS));
    let words: Vec<String> = words.map(|(_, _, words)| words).collect();
    let section = page.all(main, "section class=\"section\" id=\"decisions\"");
    assert_eq!(section.len(), usize::from(!words.is_empty()));
    let shown: Vec<String> =
        section.into_iter().flat_map(|section| page.all(section, "li")).map(|item| page.taken(item)).collect();
    assert_eq!(shown, words);
}
