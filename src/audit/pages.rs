//! The event log for people.
