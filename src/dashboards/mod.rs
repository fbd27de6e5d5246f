//! Dashboards: what a region, a municipality and a benefit have come to. Reads any table; writes only what
//! people said over the figures.

pub mod api;
pub mod calendar;
pub mod deviations;
pub mod doctor;
pub mod headlines;
pub mod home;
pub mod idle;
pub mod lasting;
mod mine;
pub mod narrow;
pub mod pages;
pub mod realisation;
pub mod region;
pub mod rules;
pub mod since;
mod status;
pub mod store;
pub mod town;
pub mod view;
mod year;
