//! How the dashboards look.

pub mod benefit;
pub mod cell;
mod flow;
pub mod home;
mod lasting;
pub mod region;
mod remarks;
