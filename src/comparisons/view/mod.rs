//! How the comparison looks.

pub mod compare;
pub(super) mod counts;
