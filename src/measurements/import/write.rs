//! Writes a judged file, with the record of the import and its events.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::judge::Judged;
use crate::access::Place;
use crate::audit::{self, Change, Values};
use crate::db::Tx;
use crate::db::schema::import_file;
use crate::ids::{ImportId, MunicipalityId, RegionId};
use crate::measurements::rules::Source;
use crate::measurements::store::{self, Write};
use crate::refusal::Outcome;

/// What is remembered of a file.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// Where it was imported.
    pub region: RegionId,
    /// Its name.
    pub name: &'a str,
    /// Of its bytes, hex.
    pub sha256: &'a str,
    /// How many rows it has.
    pub rows: u64,
}

/// Writes everything in the caller's transaction. One event for each municipality that the file touches.
pub fn apply(tx: &mut Tx<'_>, id: ImportId, origin: &Origin<'_>, judged: &Judged) -> Outcome<()> {
    let writes: Vec<Write> = judged.writes.iter().map(|(_, write)| write.clone()).collect();
    store::write_many(tx, &judged.promised, &writes, Source::Import)?;
    let counts = counts(judged);
    let mut municipalities: Vec<MunicipalityId> = judged.promised.values().map(|one| one.municipality_id).collect();
    municipalities.sort_unstable();
    municipalities.dedup();
    let only = match municipalities.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    diesel::insert_into(import_file::table)
        .values((
            import_file::id.eq(id),
            import_file::region_id.eq(origin.region),
            import_file::municipality_id.eq(only),
            import_file::name.eq(origin.name),
            import_file::sha256.eq(origin.sha256),
            import_file::row_count.eq(i64::try_from(origin.rows).unwrap_or(i64::MAX)),
            import_file::imported_by.eq(tx.access().person()),
            import_file::imported_at.eq(tx.now()),
        ))
        .execute(&mut **tx)?;
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
