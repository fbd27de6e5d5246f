//! Reminders: one mail a day at most to each person, about what is soon due, due and overdue; each matter once for each.
//!
//! A new offer is told at once by its own room; this is for what would otherwise be forgotten. What is overdue a region can
//! ask for by hand besides, once a week at most.

mod digest;
pub mod nudges;
pub mod pages;
pub mod rules;
pub mod store;

pub use digest::{due, look_at, pass_over};
