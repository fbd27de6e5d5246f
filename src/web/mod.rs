//! Everything that knows HTTP: the route table, the guard at the door, answers and problems.

pub mod about;
pub mod answer;
pub mod app;
pub mod call;
pub mod csrf;
pub mod csv;
pub mod disk;
mod door;
pub mod drafts;
pub mod forms;
mod guard;
pub mod guide;
mod idempotency;
pub mod metrics;
pub mod multipart;
pub mod openapi;
pub mod paging;
pub mod patch;
pub mod problem;
pub mod projector;
pub mod remembered;
pub mod routes;
pub mod secret;
pub mod server;
pub mod session;
pub mod sheet;
pub mod shell;
pub mod statics;
pub mod table;
pub mod throttle;
pub mod workbook;

pub use answer::{Answer, Replied};
pub use app::App;
pub use call::{Call, Visit};
pub use idempotency::forget_old as forget_old_keys;
pub use table::{Op, Table};
