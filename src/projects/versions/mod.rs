//! The roadmap as it was published: numbered, kept as it was, and compared with others and with now.

pub mod api;
pub mod difference;
pub mod pages;
pub mod proof;
mod store;
mod view;

use crate::access::Place;
use crate::audit::{self, Change, Values};
use crate::db::Tx;
use crate::projects::roadmap::assembling::roadmap;
use crate::projects::roadmap::snapshot::content_sha256;
use crate::refusal::{Checks, Code, Outcome};
use crate::regions::store::Region;

pub use store::Version;

/// How long a note may be.
const NOTE: usize = 500;

/// Publishes the roadmap as it stands, and tells of it. `seen` is the hash of what was looked at: 412 when it is no longer
/// what would be published.
pub fn publish(tx: &mut Tx<'_>, region: &Region, note: &str, seen: Option<&str>) -> Outcome<Version> {
    let mut checks = Checks::new();
    let note = checks.text("/note", note, NOTE);
    let note = checks.done(note)?;
    store::lock(tx, region.id)?;
    let today = tx.now().day();
    let content = roadmap(tx, region, today)?.canonical_text();
    let hash = content_sha256(&content);
    if seen.is_some_and(|seen| seen != hash) {
        return Err(Code::Stale.into());
    }
    let version = store::insert(tx, region.id, &note, &content, &hash)?;
    let told = Values::new().with("number", version.number).with("content_sha256", &hash).personal("note", &note);
    let change = Change::of(Place::region(region.id), "roadmap_published", "roadmap_version", version.id).to(told);
    audit::record(tx, &change)?;
    Ok(version)
}
