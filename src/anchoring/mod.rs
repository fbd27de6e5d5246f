//! Anchoring and competence: how anchored a project is in the leadership and among the staff of each municipality, and
//! whether the competence it needs is in place. Each municipality speaks for itself; the region reads it.

pub mod api;
pub mod overview;
pub mod pages;
pub mod rules;
pub mod store;
mod view;
