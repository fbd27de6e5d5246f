//! What a municipality has said of the columns of its spreadsheets. The only writer of `import_layout`.

use diesel::prelude::*;

use super::cells::Column;
use super::table::{Layout, Layouts, headings_sha256};
use crate::db::schema::import_layout;
use crate::db::{AnyConn, Tx};
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::Outcome;

/// What some municipalities have said, by the fingerprint of the headings; the latest counts.
pub fn known(conn: &mut AnyConn, region: RegionId, municipalities: &[MunicipalityId]) -> Outcome<Layouts> {
    let rows: Vec<(String, String)> = import_layout::table
        .filter(import_layout::region_id.eq(region))
        .filter(import_layout::municipality_id.eq_any(municipalities.to_vec()))
        .order(import_layout::used_at)
        .select((import_layout::headings_sha256, import_layout::meanings))
        .load(conn)?;
    Ok(rows.into_iter().map(|(headings, columns)| (headings, from_words(&columns))).collect())
}

/// Remembers what was said of a file whose measurements were kept.
pub fn remember(
    tx: &mut Tx<'_>,
    region: RegionId,
    municipality: MunicipalityId,
    headings: &[String],
    layout: &Layout,
) -> Outcome<()> {
    let (headings, now) = (headings_sha256(headings), tx.now());
    diesel::delete(
        import_layout::table
            .filter(import_layout::region_id.eq(region))
            .filter(import_layout::municipality_id.eq(municipality))
            .filter(import_layout::headings_sha256.eq(&headings)),
    )
    .execute(&mut **tx)?;
    diesel::insert_into(import_layout::table)
        .values((
            import_layout::region_id.eq(region),
            import_layout::municipality_id.eq(municipality),
            import_layout::headings_sha256.eq(&headings),
            import_layout::meanings.eq(to_words(layout)),
            import_layout::used_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A layout as it is kept and sent along: the columns' words with commas between them, `-` for one that is passed over.
pub fn to_words(layout: &Layout) -> String {
    layout.iter().map(|column| column.map_or("-", Column::word)).collect::<Vec<_>>().join(",")
}

/// Reads it.
pub fn from_words(words: &str) -> Layout {
    words.split(',').map(Column::parse).collect()
}
