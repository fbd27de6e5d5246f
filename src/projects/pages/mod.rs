//! Pages of the roadmap.

pub mod edit;
pub mod participants;
pub mod project;
pub mod roadmap;
