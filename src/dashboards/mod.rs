//! Dashboards: what a region, a municipality and a benefit have come to. Reads any table, writes none.

pub mod api;
pub mod rules;
pub mod store;
