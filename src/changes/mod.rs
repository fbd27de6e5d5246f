//! Change steps: what a municipality does so that the benefit can come.
//!
//! The region writes templates in a project. Each municipality that takes part has its own instance of them, and may add
//! steps of its own.

pub mod api;
pub mod pages;
pub mod rules;
pub mod several;
pub mod store;
mod view;
