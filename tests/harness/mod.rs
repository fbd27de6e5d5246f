//! A site to test: the real program on a real port with a throw-away database, and people who act on it.
//!
//! Every test of behaviour runs on both databases: `on_both!(name, |site| { … })` makes two tests of one text.

mod mail;
mod person;
mod seeds;
mod site;

pub use mail::{Mail, MailServer};
pub use person::{Answer, Browser, Person};
pub use site::{Backend, Site};

/// When a token ends that a test makes: its end is bounded by now on both sides, so a written day would run out.
pub fn in_a_month() -> String {
    stafett::clock::Clock::System.now().plus_seconds(30 * 86_400).to_string()
}

/// A day so many days from now, for what is bounded by today on both sides.
pub fn in_days(days: i64) -> String {
    stafett::clock::Clock::System.now().day().plus_days(days).expect("a day").to_string()
}

/// The ten readiness checks, as the contract names them.
pub const CHECKS: [&str; 10] = [
    "realistic",
    "baseline",
    "indicators",
    "assumptions",
    "training",
    "agreements",
    "communication",
    "risks",
    "open_work",
    "capacity",
];

/// One test text, run on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* $name:ident, |$site:ident| $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs a neighbour")]
            use super::*;

            fn holds($site: &$crate::harness::Site) $body

            #[test]
            fn on_sqlite() {
                holds(&$crate::harness::Site::seeded($crate::harness::Backend::Sqlite));
            }

            #[test]
            fn on_postgres() {
                holds(&$crate::harness::Site::seeded($crate::harness::Backend::Postgres));
            }
        }
    };
}
