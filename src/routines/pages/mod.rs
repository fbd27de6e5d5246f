//! Pages of common routines and configuration.

pub mod item;
pub mod list;
pub mod town;
