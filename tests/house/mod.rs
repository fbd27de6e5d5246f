//! Tests over the house itself.

mod access_table;
mod openapi;
mod rooms;
mod schema;
mod texts;
