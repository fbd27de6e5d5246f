//! The year wheel (årshjul): what comes back every year in a region – reports, budget, meetings – so that measuring and
//! handing over can be planned around it. The region's coordinator keeps it, everybody in the region reads it.

pub mod api;
pub mod pages;
pub mod rules;
pub mod store;
mod view;
