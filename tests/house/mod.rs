//! Tests over the house itself.

mod access_table;
mod guide;
mod openapi;
mod relay_table;
mod rooms;
mod schema;
mod texts;
