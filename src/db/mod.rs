//! Everything that knows two databases exist.
//!
//! `Db::read` and `Db::write` are the only ways in, and both ask for an `Access`. On SQLite one writer thread commits
//! many callers' work together (`writer.rs`); on PostgreSQL each caller has a connection of the pool.

pub mod canon;
pub mod connection;
pub mod migrate;
pub mod portable;
mod right_of_way;
pub mod schema;
pub mod transaction;
pub mod types;
mod violations;
mod writer;

pub use connection::{AnyConn, DatabaseUrl};
pub use transaction::{Db, Tx, part};
pub use violations::is_unique_violation;

/// Runs one text of diesel on whichever backend the connection has: for batch inserts and upserts, which the
/// multi-connection cannot do.
macro_rules! on_each_backend {
    ($conn:expr, $backend:ident => $query:expr) => {
        match $conn {
            $crate::db::AnyConn::Sqlite($backend) => $query,
            $crate::db::AnyConn::Postgres($backend) => $query,
        }
    };
}
pub(crate) use on_each_backend;
