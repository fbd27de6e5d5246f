//! Measurements from a file: read, judged row by row, written whole or not at all.

pub mod api;
mod cells;
mod judge;
mod layouts;
mod matching;
pub mod page;
pub mod record;
mod table;
mod write;

pub use cells::{Column, Measured, Row, Whose};
pub use judge::{Judged, JudgedRow, Verdict, judge};
pub use table::{Layout, Layouts, Reading, headings_sha256, read};
pub use write::apply;
