//! The event log as people read it.

use std::collections::HashMap;

use serde_json::Value;

use super::api::readable;
use super::rules::Event;
use super::store::{self, Filter, INSTALLATION, Readable};
use super::subjects::Subjects;
use super::view::{self, Log};
use crate::access::Allowed;
use crate::access::permission::ReadAudit;
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::csv::{Flavour, Sheet};
use crate::web::{Answer, Call, Replied};
use crate::{municipalities, people, regions};

const ON_A_PAGE: i64 = 50;
/// Enough for a year of a large region; a program that wants all reads the API.
const IN_A_FILE: i64 = 20_000;

/// A region's log, or the installation's: newest first, on a page or as a file.
pub async fn log(allowed: Allowed<ReadAudit>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        // What cannot be an id is answered like one that nobody has.
        let region = call.query_word("region").filter(|text| !text.is_empty());
        let wanted: Option<RegionId> =
            region.map(|text| text.parse().map_err(|()| Refusal::new(Code::NotFound))).transpose()?;
        let (chain, readable) = readable(allowed, wanted)?;
        let filter = Filter {
            action: call.query_word("action").filter(|text| !text.is_empty() && text.len() <= 100),
            municipality: call.query_word("municipality").and_then(|text| text.parse().ok()),
            before: call.query_word("before").and_then(|text| text.parse().ok()),
        };
        let flavour = Flavour::wanted(call)?;
        let limit = if flavour.is_none() { ON_A_PAGE + 1 } else { IN_A_FILE };
        let events = store::filtered_events(conn, chain, &readable, &filter, limit)?;
        let words = Words::behind(conn, &events, call)?;
        if let Some(flavour) = flavour {
            return file(flavour, call, &events, &words);
        }
        let log = Log {
            regions: regions::store::list_within(conn, &allowed.scope())?,
            region: (chain != INSTALLATION).then(|| RegionId::from_number(chain)),
            installation: allowed.may(&crate::access::Place::INSTALLATION),
            actions: store::recent_actions(conn, chain, &readable)?,
            municipalities: choices(conn, chain, &readable, call)?,
            more: i64::try_from(events.len()).unwrap_or(0) > ON_A_PAGE,
            events: events.into_iter().take(usize::try_from(ON_A_PAGE).unwrap_or(50)).collect(),
            words,
            filter,
        };
        Ok(Answer::page(view::log(call, &log)))
    })
    .await
}

/// The municipalities whose events can be asked for, by name.
fn choices(conn: &mut AnyConn, chain: i64, readable: &Readable, call: &Call) -> Outcome<Vec<(MunicipalityId, String)>> {
    if chain == INSTALLATION {
        return Ok(Vec::new());
    }
    let ids: Vec<MunicipalityId> = match readable {
        Readable::Municipalities(own) => own.clone(),
        Readable::Whole => regions::store::memberships(conn, RegionId::from_number(chain))?
            .into_iter()
            .map(|row| row.municipality_id)
            .collect(),
    };
    let mut named: Vec<_> =
        municipalities::store::named(conn, &ids, call.app().db.now().day())?.into_values().collect();
    named.sort_by(|one, two| one.name_sort.cmp(&two.name_sort));
    Ok(named.into_iter().map(|row| (row.municipality_id, row.name)).collect())
}

/// The names and words that events only point to.
pub(super) struct Words {
    /// Names of people, by id as it stands in events.
    pub people: HashMap<String, String>,
    /// Names of municipalities.
    pub municipalities: HashMap<MunicipalityId, String>,
    /// Words behind commitments.
    pub committed: HashMap<String, String>,
    /// What they are about.
    pub subjects: Subjects,
}

impl Words {
    fn behind(conn: &mut AnyConn, events: &[Event], call: &Call) -> Outcome<Self> {
        let today = call.app().db.now().day();
        let mut committed: HashMap<String, String> = HashMap::new();
        let commitments: Vec<String> =
            events.iter().flat_map(|event| [&event.old, &event.new]).flat_map(commitments_in).collect();
        for some in commitments.chunks(500) {
            committed.extend(store::words_behind(conn, some)?);
        }
        let lists: Vec<Value> = events
            .iter()
            .flat_map(|event| [&event.old, &event.new])
            .filter_map(Value::as_object)
            .flatten()
            .filter_map(|(name, value)| list_in(name, committed.get(commitment_of(value)?)?))
            .collect();
        let mut people: Vec<&str> = Vec::new();
        for event in events {
            people.extend(event.actor.as_deref());
            people.extend((event.object_type == "person").then_some(event.object_id.as_str()));
            people_in(&event.old, &mut people);
            people_in(&event.new, &mut people);
        }
        lists.iter().for_each(|list| people_in(list, &mut people));
        let mut ids: Vec<PersonId> = people.into_iter().filter_map(|text| text.parse().ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut names = HashMap::new();
        for some in ids.chunks(500) {
            names.extend(people::store::names(conn, some)?.into_iter().map(|(id, name)| (id.to_string(), name)));
        }
        let mut places: Vec<MunicipalityId> = events.iter().filter_map(|event| event.municipality_id).collect();
        places.sort_unstable();
        places.dedup();
        Ok(Self {
            people: names,
            municipalities: municipalities::store::named(conn, &places, today)?
                .into_iter()
                .map(|(id, row)| (id, row.name))
                .collect(),
            committed,
            subjects: Subjects::of(conn, events)?,
        })
    }

    /// A value with the words put back in; what was erased stays its commitment.
    fn restored(&self, value: &Value) -> Value {
        let Some(members) = value.as_object() else { return value.clone() };
        let restored = members.iter().map(|(name, value)| {
            let words = commitment_of(value).and_then(|commitment| self.committed.get(commitment));
            (name.clone(), words.map_or_else(|| value.clone(), |words| Value::String(words.clone())))
        });
        Value::Object(restored.collect())
    }
}

/// Whether a field's value is a person's id.
pub(super) fn names_a_person(field: &str) -> bool {
    matches!(field, "deputy_id" | "owner_id" | "executive_id" | "person_id" | "responsible_id" | "on_behalf_of")
}

/// The commitment that stands in place of personal words.
pub(super) fn commitment_of(value: &Value) -> Option<&str> {
    value.as_object().filter(|members| members.len() == 1)?.get("commitment")?.as_str()
}

/// Whether a field's personal words were written by the program, as a value or a code. All others are somebody's own
/// words, in which nothing is looked up: an id that is typed there names nobody.
pub(super) fn is_ours(field: &str) -> bool {
    matches!(
        field,
        "adjustments"
            | "arises_in"
            | "budget"
            | "costs"
            | "decision_points"
            | "owners"
            | "simplifications"
            | "use_of_gain"
    )
}

/// What is kept as one text and is more than words: a list of things, or words that were kept as a value.
pub(super) fn list_in(field: &str, words: &str) -> Option<Value> {
    let value = serde_json::from_str(words).ok().filter(|_| is_ours(field));
    value.filter(|value: &Value| value.is_array() || value.is_object() || value.is_string())
}

/// The ids of people that values name, however deep.
fn people_in<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(id) if names_a_person(name) => found.push(id),
                    other => people_in(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| people_in(item, found)),
        _ => {}
    }
}

fn commitments_in(values: &Value) -> Vec<String> {
    values
        .as_object()
        .map(|members| members.values().filter_map(commitment_of).map(str::to_owned).collect())
        .unwrap_or_default()
}

const COLUMNS: &[&str] = &[
    "seq",
    "at",
    "actor",
    "actor_name",
    "via",
    "region_id",
    "municipality_id",
    "municipality",
    "action",
    "object_type",
    "object_id",
    "old",
    "new",
    "request_id",
    "hash",
];

fn file(flavour: Flavour, call: &Call, events: &[Event], words: &Words) -> Outcome<Answer> {
    let mut sheet = Sheet::new("events", COLUMNS.to_vec());
    for event in events {
        sheet.rows.push(vec![
            event.seq.into(),
            event.at.into(),
            event.actor.clone().into(),
            event.actor.as_ref().and_then(|actor| words.people.get(actor).cloned()).into(),
            event.via.clone().into(),
            event.region_id.map(|id| id.to_string()).into(),
            event.municipality_id.map(|id| id.to_string()).into(),
            event.municipality_id.and_then(|id| words.municipalities.get(&id).cloned()).into(),
            event.action.clone().into(),
            event.object_type.clone().into(),
            event.object_id.clone().into(),
            words.restored(&event.old).to_string().into(),
            words.restored(&event.new).to_string().into(),
            event.request_id.clone().into(),
            event.hash.clone().into(),
        ]);
    }
    sheet.answer(flavour, call)
}
