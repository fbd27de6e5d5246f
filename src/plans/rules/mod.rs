//! What a plan in a spreadsheet says. Pure: from cells of text to drafts, and what is wrong with which cell.
//!
//! A sheet has a header somewhere below its title ([`header`]), each of whose headings is a [`Column`]. Rows below it are
//! [gathered](gather()) into projects, benefits, indicators and promises, where an empty cell says what the row above
//! said; and each of these is [worded](mod@drafts) as the draft that a form would have made.

mod columns;
pub mod drafts;
mod gather;
mod header;
mod headings;
mod words;

pub use columns::{Column, Layout};
pub use gather::{
    Gathered, Line, Said, SheetRows, Spot, WantedBenefit, WantedIndicator, WantedProject, WantedPromise, Words, gather,
};
pub use header::{Header, header};
pub use words::folded;
