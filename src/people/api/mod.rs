//! People in the API.

pub mod door;
pub mod people;
pub mod tokens;
