//! One file per feature, over HTTP, in the user's words.

mod kills;
mod many;
mod outside;
mod relay;
mod samples;
mod sign_in;
