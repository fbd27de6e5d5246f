//! Writes a judged file, with the record of the import and its events.

use std::collections::BTreeMap;

use super::judge::Judged;
use super::record::{self, Origin};
use crate::access::Place;
use crate::audit::{self, Change, Values};
use crate::db::Tx;
use crate::ids::{ImportId, MunicipalityId};
use crate::measurements::rules::Source;
use crate::measurements::store::{self, Locked, Write};
use crate::refusal::Outcome;

/// Writes everything in the caller's transaction. One event for each municipality that the file touches.
pub fn apply(tx: &mut Tx<'_>, locked: &Locked, id: ImportId, origin: &Origin<'_>, judged: &Judged) -> Outcome<()> {
    let writes: Vec<Write> = judged.writes.iter().map(|(_, write)| write.clone()).collect();
    store::write_many(tx, locked, &judged.promised, &writes, Source::Import)?;
    let counts = counts(judged);
    let mut municipalities: Vec<MunicipalityId> = judged.promised.values().map(|one| one.municipality_id).collect();
    municipalities.sort_unstable();
    municipalities.dedup();
    let only = match municipalities.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    record::remember(tx, id, origin, only)?;
    for municipality in municipalities {
        let (new, corrected) = counts.get(&municipality).copied().unwrap_or_default();
        let values = Values::new()
            .with("sha256", origin.sha256)
            .with("rows", origin.rows)
            .with("recorded", new)
            .with("corrected", corrected)
            .personal("name", origin.name);
        let place = Place::municipality(origin.region, municipality);
        audit::record(tx, &Change::of(place, "measurements_imported", "import", id).to(values))?;
    }
    Ok(())
}

/// Recorded and corrected, by municipality.
fn counts(judged: &Judged) -> BTreeMap<MunicipalityId, (u64, u64)> {
    let mut counts: BTreeMap<MunicipalityId, (u64, u64)> = BTreeMap::new();
    for (_, write) in &judged.writes {
        let (id, corrects) = match write {
            Write::New(id, _) => (*id, false),
            Write::Over(old, _) => (old.commitment_id, true),
        };
        let Some(promised) = judged.promised.get(&id) else { continue };
        let count = counts.entry(promised.municipality_id).or_default();
        if corrects {
            count.1 += 1;
        } else {
            count.0 += 1;
        }
    }
    counts
}
