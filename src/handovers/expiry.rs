//! Offers that nobody answered in time run out.

use super::rules::{Command, State, next};
use super::store::Handover;
use super::{notices, store};
use crate::access::Placed;
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::db::{AnyConn, Tx};
use crate::refusal::Outcome;

const IN_ONE_ROUND: i64 = 100;

/// Whether any offer has run out.
pub fn any_due(conn: &mut AnyConn, now: Moment) -> Outcome<bool> {
    Ok(!store::run_out(conn, now.day(), 1)?.is_empty())
}

/// Lets offers run out; answers how many.
pub fn run(tx: &mut Tx<'_>) -> Outcome<usize> {
    let today = tx.now().day();
    let rows = store::run_out(tx, today, IN_ONE_ROUND)?;
    for row in &rows {
        close(tx, row)?;
    }
    Ok(rows.len())
}

/// Lets one offer run out, if its time is over.
pub fn close(tx: &mut Tx<'_>, row: &Handover) -> Outcome<()> {
    if !row.has_run_out(tx.now().day()) || next(row.state, Command::Expire).is_none() {
        return Ok(());
    }
    store::close(tx, row, State::Expired, "")?;
    let change = Change::of(row.place(), "handover_expired", "handover", row.id)
        .from(Values::new().with("state", row.state))
        .to(Values::new().with("state", State::Expired));
    audit::record(tx, &change)?;
    notices::expired(tx, row)
}
