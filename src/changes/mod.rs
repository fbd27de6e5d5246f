//! Change steps: what a municipality does so that the benefit can come.

pub mod store;
