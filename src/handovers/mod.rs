//! The relay: the baton is offered with a frozen package, and one named executive answers.

mod accepting;
pub mod adjustments;
pub mod api;
pub mod archive;
pub mod assembly;
pub mod batons;
pub mod commands;
pub mod differences;
pub mod expiry;
pub mod many;
mod notices;
pub mod owners;
pub mod package;
pub mod pages;
pub mod paper;
pub mod proof;
pub mod reply;
pub mod rules;
pub mod store;
mod view;
