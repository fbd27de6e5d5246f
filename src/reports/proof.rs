//! Whether the locked reports are those that the event log tells of.

use super::content::content_sha256;
use super::store;
use crate::audit::store::events_of;
use crate::db::AnyConn;
use crate::refusal::Outcome;

/// What is wrong with locked reports: whatever differs from the event that was written with them.
pub fn broken(conn: &mut AnyConn) -> Outcome<Vec<String>> {
    let mut broken = Vec::new();
    for kept in store::all(conn)? {
        let events = events_of(conn, kept.region_id, "report", &kept.id.to_string())?;
        let told = match events.as_slice() {
            [event] => {
                event.new["content_sha256"] == kept.content_sha256
                    && event.new["number"] == kept.number
                    && event.new["audience"] == kept.audience.as_str()
            }
            _ => false,
        };
        if !told || content_sha256(&kept.content) != kept.content_sha256 {
            broken.push(format!("report {} was changed", kept.id));
        }
    }
    Ok(broken)
}
