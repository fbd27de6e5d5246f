//! The roadmap: projects, their phases and decision points, and which municipalities take part.

pub mod api;
pub mod pages;
pub mod participation;
pub mod parts;
pub mod roadmap;
pub mod rules;
pub mod store;
pub mod versions;
mod view;
