//! The ten checks before an offer. The only writer of `readiness_tick`.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::schema::readiness_tick;
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::handovers::rules::{Check, CheckState};
use crate::ids::{HandoverId, PersonId};
use crate::refusal::Outcome;

/// A readiness check with who vouched.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Which check.
    pub check: Check,
    /// How it stands.
    pub state: CheckState,
    /// The note, or why it is not relevant.
    pub note: String,
    /// Who vouched.
    pub by: Option<PersonId>,
    /// When.
    pub at: Option<Moment>,
    /// Version for `If-Match`; 0 before anybody vouched.
    pub version: i64,
}

type TickRow = (Check, bool, String, Option<PersonId>, Moment, i64);

/// All ten checks, in order; the ones nobody has vouched for too.
pub fn readiness(conn: &mut AnyConn, id: HandoverId) -> Outcome<Vec<Tick>> {
    let rows: Vec<TickRow> = readiness_tick::table
        .filter(readiness_tick::handover_id.eq(id))
        .select((
            readiness_tick::check_name,
            readiness_tick::met,
            readiness_tick::note,
            readiness_tick::ticked_by,
            readiness_tick::ticked_at,
            readiness_tick::version,
        ))
        .load(conn)?;
    Ok(Check::ALL
        .iter()
        .map(|check| match rows.iter().find(|(known, ..)| known == check) {
            Some((_, met, note, by, at, version)) => Tick {
                check: *check,
                state: if *met { CheckState::Met } else { CheckState::NotRelevant },
                note: note.clone(),
                by: *by,
                at: Some(*at),
                version: *version,
            },
            None => {
                Tick { check: *check, state: CheckState::Open, note: String::new(), by: None, at: None, version: 0 }
            }
        })
        .collect())
}

/// Vouches for a check, or says why it is not relevant.
pub fn tick(tx: &mut Tx<'_>, id: HandoverId, check: Check, met: bool, note: &str) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    // A check that was taken back and is answered again must not have a version that somebody may still hold.
    let first = now.micros();
    on_each_backend!(&mut **tx, backend => diesel::insert_into(readiness_tick::table)
        .values((
            readiness_tick::handover_id.eq(id),
            readiness_tick::check_name.eq(check),
            readiness_tick::met.eq(met),
            readiness_tick::note.eq(note),
            readiness_tick::ticked_by.eq(by),
            readiness_tick::ticked_at.eq(now),
            readiness_tick::version.eq(first),
        ))
        .on_conflict((readiness_tick::handover_id, readiness_tick::check_name))
        .do_update()
        .set((
            readiness_tick::met.eq(met),
            readiness_tick::note.eq(note),
            readiness_tick::ticked_by.eq(by),
            readiness_tick::ticked_at.eq(now),
            readiness_tick::version.eq(readiness_tick::version + 1),
        ))
        .execute(backend))?;
    Ok(())
}

/// Takes a vouch back.
pub fn untick(tx: &mut Tx<'_>, id: HandoverId, check: Check) -> Outcome<()> {
    diesel::delete(
        readiness_tick::table.filter(readiness_tick::handover_id.eq(id)).filter(readiness_tick::check_name.eq(check)),
    )
    .execute(&mut **tx)?;
    Ok(())
}
