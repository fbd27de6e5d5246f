//! One file per feature, over HTTP, in the user's words.

mod kills;
mod relay;
mod sign_in;
