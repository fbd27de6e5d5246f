//! Tests over the house itself.

mod access_table;
mod openapi;
mod relay_table;
mod rooms;
mod schema;
mod texts;
