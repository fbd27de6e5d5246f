//! The rooms keep to the plan: what each file may use, and who writes which table (ARCHITECTURE.md, *The map*).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::texts::sources_of_the_program;

/// The rooms in the order of the method: each may use what stands before it.
const ROOMS: &[&str] = &[
    "municipalities",
    "people",
    "regions",
    "projects",
    "benefits",
    "changes",
    "handovers",
    "support",
    "anchoring",
    "routines",
    "year_wheel",
    "measurements",
    "plans",
    "comparisons",
    "examples",
    "dashboards",
    "reports",
    "odata",
    "share_links",
    "reminders",
    "installation",
];

/// Where a room looks ahead, and why. A line that nothing needs any longer fails the test too.
const AHEAD: &[(&str, &str, &str)] = &[
    ("people", "regions", "a role lies in a region, and counts only while the municipality is a member"),
    ("projects", "benefits", "a project's page shows its benefits"),
    ("projects", "changes", "a project's page shows its change steps"),
    ("projects", "measurements", "a project's page leads to the campaigns of what is measured in campaigns"),
    ("projects", "examples", "a project's page shows what the municipalities tell of its benefits"),
    ("projects", "handovers", "a project's page and its phases show where the batons are"),
    (
        "benefits",
        "measurements",
        "directions, frequencies and plans are the measurements' rules; new figures are derived anew",
    ),
    ("changes", "handovers", "the first step that moves begins the realisation"),
    ("handovers", "measurements", "an acceptance starts what is derived; the package speaks of frequencies and plans"),
];

/// What `rules` may name besides their own feature's and other features' `rules`: nothing that does something.
const PURE: &[&str] = &["access", "clock", "decimal", "ids", "refusal", "sheets"];

/// A file of the program, as the plan sees it.
struct File {
    path: String,
    room: String,
    /// The name of the file or folder in the room: `rules`, `store`, `pages` …
    furniture: String,
    text: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").display().to_string();
    sources_of_the_program()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("_tests.rs"))
        .map(|(path, text)| {
            let inner = path[root.len() + 1..].to_owned();
            let mut parts = inner.split('/').map(|part| part.trim_end_matches(".rs").to_owned());
            let room = parts.next().unwrap_or_default();
            let furniture = parts.next().unwrap_or_default();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            File { path: inner, room, furniture, text }
        })
        .collect()
}

/// Every `crate::…` path in a text as its first two names; groups in braces are taken apart.
fn used(text: &str) -> BTreeSet<(String, String)> {
    let name = |text: &str| -> String {
        text.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
    };
    let pair = |text: &str| {
        let first = name(text.trim_start());
        let second = text.trim_start()[first.len()..].strip_prefix("::").map(name).unwrap_or_default();
        (first, second)
    };
    let mut found = BTreeSet::new();
    for (at, word) in text.match_indices("crate::") {
        if text[..at].ends_with(['$', '_']) || text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at + word.len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split('}').next().unwrap_or_default();
                found.extend(group.split(',').filter(|one| !one.trim().is_empty()).map(pair));
            }
            None => {
                found.insert(pair(rest));
            }
        }
    }
    found
}

#[test]
fn no_room_uses_what_stands_behind_it() {
    let place: BTreeMap<&str, usize> = ROOMS.iter().enumerate().map(|(place, room)| (*room, place)).collect();
    let mut ahead: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in files() {
        let Some(own) = place.get(file.room.as_str()) else { continue };
        for (other, _) in used(&file.text) {
            let Some((other, there)) = place.get_key_value(other.as_str()) else { continue };
            if there > own {
                match AHEAD.iter().find(|(from, to, _)| *from == file.room && to == other) {
                    Some((from, to, _)) => drop(ahead.insert((from, to))),
                    None => wrong.push(format!("{} uses {other}", file.path)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let stale: Vec<_> = AHEAD.iter().filter(|(from, to, _)| !ahead.contains(&(from, to))).collect();
    assert!(stale.is_empty(), "no longer needed: {stale:?}");
}

#[test]
fn rules_are_pure() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| ROOMS.contains(&file.room.as_str()) && file.furniture == "rules") {
        for (first, second) in used(&file.text) {
            let types_of_columns = (first.as_str(), second.as_str()) == ("db", "types");
            let rules = ROOMS.contains(&first.as_str()) && (second == "rules" || second == "sums");
            let words = (first.as_str(), second.as_str()) == ("i18n", "Lang");
            if !(PURE.contains(&first.as_str()) || types_of_columns || rules || words) {
                wrong.push(format!("{} uses {first}::{second}", file.path));
            }
        }
        for outside in ["use diesel::prelude", "actix_web", "use maud", "std::fs", "std::time", "std::net"] {
            if file.text.contains(outside) {
                wrong.push(format!("{} uses {outside}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn stores_know_nothing_of_http_and_views_nothing_of_the_database() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| ROOMS.contains(&file.room.as_str())) {
        let forbidden: &[&str] = match file.furniture.as_str() {
            "store" | "derived" | "sums" => &["web", "ui", "i18n", "jobs"],
            "view" => &["db"],
            _ => &[],
        };
        for (first, second) in used(&file.text) {
            if forbidden.contains(&first.as_str()) && (first.as_str(), second.as_str()) != ("i18n", "Lang") {
                wrong.push(format!("{} uses {first}::{second}", file.path));
            }
        }
        if file.furniture == "view" && file.text.contains("diesel::") {
            wrong.push(format!("{} asks the database", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The room that writes each table. `seed` fills whole regions at once and stands beside them all.
const WRITERS: &[(&str, &[&str])] = &[
    ("anchoring", &["anchoring_entry", "competence", "competence_state"]),
    ("audit", &["event", "event_head", "event_words"]),
    ("benefits", &["benefit", "campaign", "commitment", "indicator"]),
    ("changes", &["change_step"]),
    ("dashboards", &["headline"]),
    ("comparisons", &["population"]),
    ("examples", &["example", "example_reuse"]),
    ("handovers", &["acceptance", "clarification", "handover", "readiness_tick"]),
    ("jobs", &["lease", "mail"]),
    (
        "measurements",
        &[
            "cell",
            "explanation",
            "import_file",
            "import_layout",
            "measurement",
            "measurement_past",
            "planned_bend",
            "realised_step",
            "series",
        ],
    ),
    ("municipalities", &["municipality", "municipality_number"]),
    ("people", &["api_token", "delegation", "one_time_link", "person", "role_grant", "session"]),
    ("projects", &["participation", "project", "roadmap_version"]),
    ("regions", &["region", "region_member"]),
    ("reminders", &["digest", "reminder"]),
    ("reports", &["report"]),
    ("routines", &["common_item", "conformity"]),
    ("share_links", &["share_link"]),
    ("support", &["support_entry"]),
    ("web", &["draft", "idempotency"]),
    ("year_wheel", &["year_moment"]),
];

#[test]
fn each_table_has_one_writer() {
    let mut wrong = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for file in files() {
        for act in ["insert_into(", "update(", "delete(", "insert_or_ignore_into("] {
            for (at, _) in file.text.match_indices(&format!("diesel::{act}")) {
                let target = file.text[at + "diesel::".len() + act.len()..].trim_start();
                let target: &str = target.strip_prefix("crate::db::schema::").unwrap_or(target);
                let end = target.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                let target = &target[..end.unwrap_or(0)];
                let Some((room, table)) = WRITERS
                    .iter()
                    .find_map(|(room, tables)| tables.iter().find(|one| **one == target).map(|t| (room, t)))
                else {
                    continue;
                };
                seen.insert(table);
                if file.room != *room && file.room != "seed" {
                    wrong.push(format!("{} writes {table}, which belongs to {room}", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all: BTreeSet<&str> = WRITERS.iter().flat_map(|(_, tables)| *tables).copied().collect();
    let unseen: Vec<_> = all.difference(&seen).collect();
    assert!(unseen.is_empty(), "nobody was seen to write {unseen:?}: does the test still read the program?");
    let schema = include_str!("../../src/db/schema.rs");
    let tables: BTreeSet<&str> = schema
        .match_indices("diesel::table! {\n    ")
        .map(|(at, head)| schema[at + head.len()..].split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(tables, all, "every table stands in the list above");
}
