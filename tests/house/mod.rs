//! Tests over the house itself.

mod access_table;
mod schema;
mod texts;
