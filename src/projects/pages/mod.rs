//! Pages of the roadmap.

pub mod edit;
pub mod participants;
pub mod plan;
pub mod project;
