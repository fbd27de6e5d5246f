//! Benefits: what a project is expected to give, what is counted for it, and each municipality's commitment to it.

pub mod api;
pub mod pages;
pub mod rules;
pub mod store;
mod view;

pub use view::commitment::budget_words;
