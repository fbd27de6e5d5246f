//! Benefits, indicators and commitments in the API.

pub mod benefits;
pub mod campaigns;
pub mod commitments;
pub mod indicators;
