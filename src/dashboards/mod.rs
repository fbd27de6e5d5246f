//! Dashboards: what a region, a municipality and a benefit have come to. Reads any table, writes none.

pub mod api;
pub mod calendar;
pub mod doctor;
pub mod home;
pub mod idle;
pub mod lasting;
pub mod pages;
pub mod rules;
mod status;
pub mod store;
mod view;
mod year;
