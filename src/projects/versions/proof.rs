//! Whether the published roadmaps are those that the event log tells of.

use super::store;
use crate::audit::store::{events_of, said};
use crate::db::AnyConn;
use crate::projects::roadmap::snapshot::content_sha256;
use crate::refusal::Outcome;

/// What is wrong with published roadmaps: whatever differs from the event that was written with them.
pub fn broken(conn: &mut AnyConn) -> Outcome<Vec<String>> {
    let mut broken = Vec::new();
    for kept in store::all(conn)? {
        let events = events_of(conn, kept.region_id, "roadmap_version", &kept.id.to_string())?;
        let mut holds = content_sha256(&kept.content) == kept.content_sha256;
        match events.as_slice() {
            [event] => {
                let told = &event.new;
                holds &= told["content_sha256"] == kept.content_sha256
                    && told["number"] == kept.number
                    && said(conn, &told["note"])?.is_none_or(|note| note == kept.note);
            }
            _ => holds = false,
        }
        if !holds {
            broken.push(format!("roadmap version {} was changed", kept.id));
        }
    }
    Ok(broken)
}
