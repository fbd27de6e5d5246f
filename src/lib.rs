//! Stafett carries the handover of benefits from a region to its municipalities, and the measuring after it.
//!
//! The rooms stand in the order of the method: region → project → benefit → handover (with change steps) → measurement →
//! dashboard. An import never runs against that order; `web::routes` and `cli` alone name every room.

#![forbid(unsafe_code)]

pub mod access;
pub mod anchoring;
pub mod audit;
pub mod benefits;
pub mod changes;
pub mod cli;
pub mod clock;
pub mod comparisons;
pub mod config;
pub mod dashboards;
pub mod db;
pub mod decimal;
pub mod examples;
pub mod handovers;
pub mod i18n;
pub mod ids;
pub mod installation;
pub mod jobs;
pub mod measurements;
pub mod municipalities;
pub mod odata;
pub mod paper;
pub mod people;
pub mod plans;
pub mod projects;
pub mod refusal;
pub mod regions;
pub mod reminders;
pub mod reports;
pub mod routines;
pub mod seed;
pub mod share_links;
pub mod sheets;
pub mod support;
pub mod threads;
pub mod ui;
pub mod web;
pub mod year_wheel;
