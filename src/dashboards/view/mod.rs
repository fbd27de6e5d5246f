//! How the dashboards look.

pub mod benefit;
pub mod cell;
pub mod home;
pub mod region;
