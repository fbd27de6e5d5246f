//! Regions: a network of municipalities, its settings, and who is a member from when to when.

pub mod store;
