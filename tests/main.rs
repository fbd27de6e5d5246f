//! The one integration test binary: features over HTTP, and the house itself.

mod features;
mod harness;
mod house;
