//! One indicator in many municipalities, side by side: the same definition on one axis, by name and never by rank; and the
//! inhabitants that figures are spread on.

pub mod api;
pub mod gathering;
pub mod pages;
pub mod population;
pub mod rules;
pub mod store;
pub mod view;
