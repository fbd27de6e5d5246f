//! Offers that nobody answered in time run out.

use crate::clock::Moment;
use crate::db::{AnyConn, Tx};
use crate::refusal::Outcome;

/// Whether any offer has run out.
pub fn any_due(_conn: &mut AnyConn, _now: Moment) -> Outcome<bool> {
    Ok(false)
}

/// Lets offers run out.
pub fn run(_tx: &mut Tx<'_>) -> Outcome<usize> {
    Ok(0)
}
