//! The figures as an OData v4 feed, for spreadsheets and report tools: one service per region, tables that only read, each
//! with what the same person sees through the API (docs/decisions/0017).

pub mod api;
mod feed;
pub mod rules;
mod sets;
mod store;
