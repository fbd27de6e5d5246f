//! Measuring: values against what was promised, corrected with history, due when they are due.

pub mod api;
pub mod axis;
pub mod derived;
#[cfg(test)]
mod derived_tests;
pub mod described;
pub mod doctor;
pub mod due;
pub mod explanations;
pub mod grid;
pub mod import;
pub mod month_words;
pub mod pages;
pub mod period_words;
pub mod recording;
pub mod region_file;
pub mod rules;
pub mod second_eyes;
pub mod store;
pub mod sums;
pub mod survey;
mod view;
