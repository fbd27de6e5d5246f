//! Pages of anchoring and competence.

pub mod competence;
pub mod entry;
pub mod list;
pub mod town;
