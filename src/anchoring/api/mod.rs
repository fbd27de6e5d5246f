//! Anchoring and competence in the API.

pub mod competences;
pub mod entries;
