//! Whether the locked reports are those that the event log tells of.

use std::collections::HashMap;

use super::content::content_sha256;
use super::store::{self, Locked, Report};
use crate::audit::rules::Event;
use crate::audit::store::events_of_kind;
use crate::db::AnyConn;
use crate::ids::{PersonId, ReportId};
use crate::people;
use crate::refusal::Outcome;

/// How many are read at a time: each may be large.
const AT_ONCE: i64 = 50;

/// What is wrong with locked reports: whatever differs from the event that was written with them, and those of which only
/// the event is left.
pub fn broken(conn: &mut AnyConn) -> Outcome<Vec<String>> {
    let mut told: HashMap<String, Vec<Event>> = HashMap::new();
    for event in events_of_kind(conn, "report_locked")? {
        told.entry(event.object_id.clone()).or_default().push(event);
    }
    let mut broken = Vec::new();
    let mut after = ReportId::from_number(0);
    loop {
        let rows = store::behind(conn, after, AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = last.locked.id;
        for kept in &rows {
            let id = kept.locked.id.to_string();
            let holds = match told.remove(&id).as_deref() {
                Some([event]) => tells_of(event, kept) && is_by_the_same(conn, event, &kept.locked)?,
                _ => false,
            };
            if !holds {
                broken.push(format!("report {id} was changed"));
            }
        }
    }
    broken.extend(told.into_keys().map(|id| format!("report {id} is gone")));
    Ok(broken)
}

fn tells_of(event: &Event, Report { locked, content }: &Report) -> bool {
    content_sha256(content) == locked.content_sha256
        && event.new["content_sha256"] == locked.content_sha256
        && event.new["number"] == locked.number
        && event.new["audience"] == locked.audience.as_str()
        && event.region_id == Some(locked.region_id)
        && event.municipality_id == locked.municipality_id
        // The log keeps milliseconds.
        && event.at.micros() / 1_000 == locked.locked_at.micros() / 1_000
}

/// Whether the event names the person that the report names. In a region that was moved here, the report has the id that
/// they have here, and the log the one that they had, which nobody has.
fn is_by_the_same(conn: &mut AnyConn, event: &Event, locked: &Locked) -> Outcome<bool> {
    let told: Option<PersonId> = event.actor.as_deref().and_then(|word| word.parse().ok());
    match told {
        told if told == locked.locked_by => Ok(true),
        Some(told) => Ok(people::store::find(conn, told)?.is_none()),
        None => Ok(false),
    }
}
