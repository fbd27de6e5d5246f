//! What is remembered of a file that was taken in, whatever it held. The only writer of `import_file`.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::schema::import_file;
use crate::db::{AnyConn, Tx};
use crate::ids::{ImportId, MunicipalityId, RegionId};
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

/// Remembers a file; `only` is the municipality that all of it is about, where there is one.
pub fn remember(tx: &mut Tx<'_>, id: ImportId, origin: &Origin<'_>, only: Option<MunicipalityId>) -> Outcome<()> {
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
    Ok(())
}

/// The name, the rows and the time of a file that was taken into this region.
pub fn find(conn: &mut AnyConn, region: RegionId, id: ImportId) -> Outcome<Option<(String, i64, Moment)>> {
    Ok(import_file::table
        .filter(import_file::id.eq(id))
        .filter(import_file::region_id.eq(region))
        .select((import_file::name, import_file::row_count, import_file::imported_at))
        .first(conn)
        .optional()?)
}
