//! Support and guidance: what the region did for whom, how long it took, and what is to be followed up. Both sides read it.

pub mod api;
pub mod pages;
pub mod rules;
pub mod store;
mod view;
