//! Examples: how a municipality got a benefit to come about, told shortly to the other members, with the effect it measured,
//! whom to ask, and who uses it.

pub mod api;
mod commands;
pub mod filter;
pub mod pages;
pub mod rules;
pub mod store;
mod view;
