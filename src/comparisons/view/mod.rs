//! How the comparison looks.

mod choosing;
pub mod compare;
pub(super) mod counts;
