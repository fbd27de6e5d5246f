//! Common items and who conforms, in the API.

pub mod conformity;
pub mod items;
