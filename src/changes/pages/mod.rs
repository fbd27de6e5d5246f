//! Pages of change steps.

pub mod edit;
pub mod list;
pub mod several;
