//! Common routines and configuration: what is to be the same everywhere, who conforms, and the deviations that the region
//! has approved.

pub mod api;
pub mod matrix;
pub mod pages;
pub mod rules;
pub mod store;
mod view;
