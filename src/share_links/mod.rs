//! Links that show one page, or one chart, to whoever has them: read only, until a day, until they are withdrawn, and never
//! more than their maker may show now (docs/decisions/0029).

pub mod api;
pub mod making;
pub mod outside;
pub mod pages;
pub mod rules;
mod showing;
pub mod store;
mod view;
