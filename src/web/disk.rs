//! How much room there is where our files are, asked of the system at most every few seconds.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::clock::Moment;

const ASKED_AGAIN_AFTER_SECONDS: i64 = 5;

/// The last answer, and when it was given.
#[derive(Default)]
pub struct FreeDisk {
    last: Mutex<Option<(Moment, Option<u64>)>>,
}

impl FreeDisk {
    /// Free mebibytes; unknown where the system's `df` does not answer.
    pub fn mebibytes(&self, folder: &Path, now: Moment) -> Option<u64> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match *last {
            Some((at, free)) if now < at.plus_seconds(ASKED_AGAIN_AFTER_SECONDS) => free,
            _ => {
                let free = ask(folder);
                *last = Some((now, free));
                free
            }
        }
    }
}

fn ask(folder: &Path) -> Option<u64> {
    let output = std::process::Command::new("df").arg("-Pm").arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}
