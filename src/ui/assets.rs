//! The built files: style sheet, script, fonts, under names that change with their content.
//!
//! Because a name never gets a new content, each may be served with `Cache-Control: public, max-age=31536000, immutable`.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
