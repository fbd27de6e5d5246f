//! Queries and writes of edited headlines. The only writer of `headline`.

use diesel::prelude::*;

use crate::clock::{Day, Moment};
use crate::db::schema::headline;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{PersonId, RegionId};
use crate::measurements::rules::Month;
use crate::refusal::{Code, Outcome};

/// What somebody wrote over the figures of a month.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = headline)]
pub struct Edited {
    /// The region.
    pub region_id: RegionId,
    /// The month's last day.
    pub month: Day,
    /// The sentences, one to a line.
    pub sentences: String,
    /// Who wrote them last.
    pub edited_by: Option<PersonId>,
    /// When.
    pub edited_at: Moment,
    /// Version, against two who write at once.
    pub version: i64,
}

impl Edited {
    /// The sentences, the most important first.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.sentences.lines()
    }
}

/// What was written over a region's month.
pub fn edited(conn: &mut AnyConn, region: RegionId, month: Month) -> Outcome<Option<Edited>> {
    Ok(headline::table
        .filter(headline::region_id.eq(region))
        .filter(headline::month.eq(month.last_day()))
        .select(Edited::as_select())
        .first(conn)
        .optional()?)
}

/// Writes the sentences of a month over the version that stood there: none at first. 412 when another stands there by now.
pub fn write(
    tx: &mut Tx<'_>,
    (region, month): (RegionId, Month),
    over: Option<i64>,
    by: Option<PersonId>,
    sentences: &str,
) -> Outcome<()> {
    let values = (
        headline::sentences.eq(sentences),
        headline::edited_by.eq(by),
        headline::edited_at.eq(tx.now()),
        headline::version.eq(over.unwrap_or(0) + 1),
    );
    let place = (headline::region_id.eq(region), headline::month.eq(month.last_day()));
    let Some(over) = over else {
        return match diesel::insert_into(headline::table).values((place, values)).execute(&mut **tx) {
            Ok(_) => Ok(()),
            Err(error) if is_unique_violation(&error) => Err(Code::Stale.into()),
            Err(error) => Err(error.into()),
        };
    };
    let of = headline::table
        .filter(headline::region_id.eq(region))
        .filter(headline::month.eq(month.last_day()))
        .filter(headline::version.eq(over));
    let rows = diesel::update(of).set(values).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// Takes away what was written, as it was read. 412 when another stands there by now.
pub fn remove(tx: &mut Tx<'_>, row: &Edited) -> Outcome<()> {
    let of = headline::table
        .filter(headline::region_id.eq(row.region_id))
        .filter(headline::month.eq(row.month))
        .filter(headline::version.eq(row.version));
    let rows = diesel::delete(of).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}
