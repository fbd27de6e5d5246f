//! What others did since last time, counted by the slow path in the log itself.

use std::collections::BTreeMap;

use serde_json::Value;
use stafett::i18n::Lang;
use stafett::t;

use super::history::History;
use super::html::Html;
use super::slow::day;

const NB: Lang = Lang::Nb;

/// Most lines that are shown.
const MOST: usize = 7;

/// What is told of: everything that moves a baton, a figure or a plan.
const TOLD: [&str; 20] = [
    "handover_offered",
    "clarification_asked",
    "clarification_answered",
    "handover_accepted",
    "handover_refused",
    "handover_withdrawn",
    "handover_expired",
    "handover_handed_back",
    "handover_completed",
    "measurement_recorded",
    "measurement_corrected",
    "measurement_confirmed",
    "measurements_imported",
    "deviation_explained",
    "deviation_decided",
    "conformity_answered",
    "support_given",
    "project_created",
    "roadmap_published",
    "report_locked",
];

/// Holds what is told at home. `log` is every event of the last days; `own` is who reads, in one municipality or in all.
pub fn holds(history: &History, log: &[Value], (own, town): (&str, Option<usize>), page: &Html) {
    let main = page.one(0, "main");
    let mut lines: BTreeMap<(&str, Option<&str>), (usize, &str)> = BTreeMap::new();
    for event in log {
        let (action, place) = (event["action"].as_str().expect("an action"), event["municipality_id"].as_str());
        let mine = town.is_none_or(|town| place == Some(&history.towns[town].id));
        if mine && event["actor"] != own && TOLD.contains(&action) {
            let line = lines.entry((action, place)).or_default();
            line.0 += 1;
            line.1 = line.1.max(event["at"].as_str().expect("a moment"));
        }
    }
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines.sort_by(|one, two| two.1.1.cmp(one.1.1));
    let words = lines.iter().take(MOST).map(|((action, place), (times, _))| {
        let action = NB.t(&format!("event-{}", action.replace('_', "-")));
        let times =
            if *times > 1 { format!(" ({})", NB.count(i64::try_from(*times).expect("few"))) } else { String::new() };
        let name = place.map(|id| &history.towns.iter().find(|town| town.id == id).expect("a member").name);
        let name = name.map(|name| format!(", {name}")).unwrap_or_default();
        // All of it was done today.
        format!("{action}{times}{name}, {}", day(history.today))
    });
    let words: Vec<String> = words.collect();
    assert!(!words.is_empty(), "a history in which nobody does anything tells nothing");
    let section = page.one(main, "section class=\"section\" id=\"since\"");
    let shown: Vec<String> = page.all(section, "li").into_iter().map(|item| page.taken(item)).collect();
    assert_eq!(shown, words);
    let more = lines.len().saturating_sub(MOST);
    let more = (more > 0).then(|| t!(NB, "since-more", count = more));
    let left: Vec<usize> = page
        .all(section, "p")
        .into_iter()
        .filter(|at| more.as_ref().is_some_and(|more| page.text(*at).starts_with(more)))
        .collect();
    assert_eq!(left.len(), usize::from(more.is_some()), "{more:?}");
    left.into_iter().for_each(|at| drop(page.taken(at)));
    // When one was here last is no figure.
    page.taken(page.one(section, "p class=\"section-lead\""));
}
