//! Regions: a network of municipalities, its settings, and who is a member from when to when.

pub mod api;
pub mod pages;
pub mod rules;
pub mod setting_up;
pub mod store;
mod view;
