//! OData without HTTP or database: what a table looks like, what may be asked of it, and how rows are picked, ordered and
//! written. After *OData Version 4.0, Parts 1 to 3* and *OData JSON Format Version 4.0*.

mod csdl;
mod filter;
mod json;
mod model;
mod number;
mod options;
mod pick;
mod term;
#[cfg(test)]
mod tests;
mod words;

pub use csdl::document;
pub use json::{Shape, collection, entity, service};
pub use model::{Column, Edm, Row, Set, Value};
pub use options::{Options, key_in_path, page_size};
pub use pick::{Page, Picking};
