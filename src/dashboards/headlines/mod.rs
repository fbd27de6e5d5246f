//! What a coordinator says over a region's figures in a month, in place of the sentences that the rules choose. Kept for
//! the month, marked with who wrote it, and taken away again with one button.

pub mod pages;
pub mod store;
mod view;

/// The longest sentence.
pub const LONGEST: usize = 300;
