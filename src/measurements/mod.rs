//! Measuring: values against what was promised, corrected with history, due when they are due.

pub mod derived;
pub mod rules;
