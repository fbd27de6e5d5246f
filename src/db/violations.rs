//! One gate from the databases' errors to ours.

use diesel::result::{DatabaseErrorKind, Error};

use crate::refusal::{Fault, FaultKind, Trouble};

/// Whether a unique constraint said no. SQLite names no constraint, so callers ask this right after the one statement
/// that can cause it.
pub fn is_unique_violation(error: &Error) -> bool {
    matches!(error, Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        let (kind, transient) = match &error {
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => (FaultKind::Internal, true),
            // Two programs on PostgreSQL can draw the same id, or invite the same person; the second try draws another, or
            // sees what the first did.
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                let again = |name: &str| {
                    name.ends_with("_pkey") || matches!(name, "person_email_folded_key" | "role_grant_once")
                };
                (FaultKind::Internal, info.constraint_name().is_some_and(again))
            }
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _) => {
                (FaultKind::DatabaseAway, false)
            }
            _ if text.contains("deadlock detected") => (FaultKind::Internal, true),
            _ if text.contains("database is locked") => (FaultKind::DatabaseAway, true),
            // Who held it for so long, a large import, holds it a while longer: whoever waits may come again.
            _ if text.contains("lock timeout") => (FaultKind::DatabaseAway, false),
            _ if text.contains("server closed the connection") || text.contains("no connection to the server") => {
                (FaultKind::DatabaseAway, false)
            }
            _ if text.contains("terminating connection") || text.contains("the database system is") => {
                (FaultKind::DatabaseAway, false)
            }
            _ if text.contains("disk is full")
                || text.contains("disk I/O error")
                || text.contains("readonly database")
                || text.contains("No space left") =>
            {
                (FaultKind::Disk, false)
            }
            _ if text.contains("malformed") || text.contains("not a database") => (FaultKind::Integrity, false),
            _ => (FaultKind::Internal, false),
        };
        Self { kind, what: text, transient }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Fault::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waited_too_long_for_a_lock_may_come_again() {
        let said = "canceling statement due to lock timeout".to_owned();
        let fault = Fault::from(Error::DatabaseError(DatabaseErrorKind::Unknown, Box::new(said)));
        assert_eq!((fault.kind, fault.transient), (FaultKind::DatabaseAway, false));
    }
}
