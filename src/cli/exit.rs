//! How commands end when they do not end well.

use crate::config::BadSetting;
use crate::refusal::{Fault, FaultKind, Trouble};

/// A sentence for the person and a code for the script: 1 check failed, 2 usage or bad setting, 3 database unreachable
/// or locked, 4 schema too new or too old, 5 integrity, 6 disk or I/O.
#[derive(Debug)]
pub struct Exit {
    /// The code.
    pub code: u8,
    /// The sentence.
    pub sentence: String,
}

impl Exit {
    /// With a code and a sentence.
    pub fn new(code: u8, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into() }
    }
}

impl From<BadSetting> for Exit {
    fn from(bad: BadSetting) -> Self {
        Self::new(2, bad.0)
    }
}

impl From<Fault> for Exit {
    fn from(fault: Fault) -> Self {
        let code = match fault.kind {
            // The schema was made by a newer program.
            FaultKind::Integrity if fault.what.contains("newer stafett") => 4,
            FaultKind::Internal => 1,
            FaultKind::DatabaseAway => 3,
            FaultKind::Integrity => 5,
            FaultKind::Disk => 6,
        };
        Self::new(code, fault.what)
    }
}

impl From<Trouble> for Exit {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Broke(fault) => (*fault).into(),
            Trouble::Refused(refusal) => Self::new(1, Trouble::Refused(refusal).to_string()),
        }
    }
}

impl From<std::io::Error> for Exit {
    fn from(error: std::io::Error) -> Self {
        Self::new(6, error.to_string())
    }
}
