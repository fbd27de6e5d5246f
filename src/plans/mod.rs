//! A whole plan of benefits from a spreadsheet: projects, benefits, indicators and each municipality's figures, read,
//! shown row by row, and written whole or not at all. It makes what is not there; what is there it leaves alone.

pub mod api;
mod apply;
mod file;
mod judge;
mod judged;
pub mod pages;
pub mod rules;
mod view;
