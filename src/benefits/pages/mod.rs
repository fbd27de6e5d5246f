//! Pages of benefits, indicators and commitments.

pub mod benefit;
pub mod campaign;
pub mod commitment;
pub mod indicator;
pub mod overview;
