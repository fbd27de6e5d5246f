//! The relay: the baton is offered with a frozen package, and one named executive answers.

pub mod expiry;
pub mod rules;
pub mod store;
