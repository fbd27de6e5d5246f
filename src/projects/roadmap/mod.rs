//! The roadmap as a shared picture: projects over time. What it shows is one value (`snapshot.rs`), whether it is made from
//! how things stand now or was published once, so that both are drawn, listed and compared alike.

pub mod api;
pub mod assembling;
mod drawing;
pub mod pages;
mod pick;
pub mod snapshot;
mod table;
pub mod view;

pub use drawing::timeline;
pub use pick::{Filter, Looking};
pub use table::{sheet, twin};
