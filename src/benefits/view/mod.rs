//! How the pages of benefits look.

pub mod benefit;
pub mod campaign;
pub mod commitment;
pub mod indicator;
pub mod overview;

pub use crate::projects::parts::above;
