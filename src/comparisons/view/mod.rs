//! How the comparison looks.

pub(super) mod compare;
pub(super) mod counts;
