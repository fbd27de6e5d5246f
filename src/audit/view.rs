//! How the event log looks.
