//! The event log: who did what, when, in a chain where each event carries the hash of the one before.
//!
//! Events are written in the transaction of the change they tell of. There is one chain per region and one for the
//! installation, so that regions do not queue behind each other.

pub mod api;
mod facts;
pub mod pages;
pub mod rules;
pub mod store;
mod subjects;
mod view;

pub use facts::Facts;
pub use rules::{Change, Values};
pub use store::record;
pub use view::action_word;
