//! `receipt verify`: does a bundle hold together? Needs no database and no network.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::handovers::archive;

/// What to do with a receipt.
#[derive(Subcommand)]
pub enum Receipt {
    /// Check an archive bundle off-line; exit 5 when it does not hold together.
    Verify {
        /// The bundle, as the receipt's page gives it.
        file: PathBuf,
    },
}

/// Runs the command.
pub fn run(context: &Context, what: &Receipt) -> Result<(), Exit> {
    let Receipt::Verify { file } = what;
    let bytes = std::fs::read(file).map_err(|error| Exit::new(6, format!("{}: {error}", file.display())))?;
    let held = archive::verify(&bytes).map_err(|flaw| Exit::new(5, format!("{}: {flaw}", file.display())))?;
    if context.json {
        println!(
            "{}",
            json!({
                "holds": true, "municipality": held.municipality, "executive": held.executive,
                "answered_at": held.answered_at, "content_sha256": held.content_sha256, "events": held.events,
            })
        );
    } else {
        println!(
            "holds: {} took the baton for {} at {}, content {}",
            held.executive, held.municipality, held.answered_at, held.content_sha256
        );
        println!("not proof: package.pdf and receipt.pdf, whose words are not compared; state in receipt.json");
    }
    Ok(())
}
