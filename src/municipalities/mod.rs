//! The national register: municipalities with the numbers and names they had, and when.

pub mod api;
pub mod register;
pub mod rules;
pub mod store;
