//! `doctor`: looks at everything that can be wrong and says what is.

use serde_json::{Value, json};

use super::{Context, Exit, serve};
use crate::access::Access;
use crate::db::transaction::Sources;
use crate::measurements::doctor;

/// Runs every check; exit 1 when something is not as it should be.
pub fn run(context: &Context) -> Result<(), Exit> {
    let config = &context.config;
    let mut findings: Vec<Value> = Vec::new();
    let db = serve::connect(config, Sources::system())?;
    let differences = db.read_here(&Access::system("doctor"), doctor::check)?;
    findings.extend(differences.iter().map(|one| json!({"check": "derived_rows", "finding": one})));
    if config.smtp_url.is_none() {
        findings.push(json!({"check": "mail", "advice": "STAFETT_SMTP_URL is not set: mails wait in the outbox"}));
    }
    let wrong = differences.len();
    if context.json {
        println!("{}", json!({"healthy": wrong == 0, "findings": findings}));
    } else {
        for finding in &findings {
            println!("{finding}");
        }
        println!("{}", if wrong == 0 { "healthy" } else { "not healthy" });
    }
    if wrong == 0 {
        Ok(())
    } else {
        Err(Exit::new(1, format!("{wrong} derived rows are not what the measurements say")))
    }
}
