//! Measuring: values against what was promised, corrected with history, due when they are due.

pub mod api;
pub mod derived;
pub mod doctor;
pub mod due;
pub mod import;
pub mod rules;
pub mod store;
