//! `doctor`: looks at everything that can be wrong and says what is.

use serde_json::{Value, json};

use super::{Context, Exit, opening};
use crate::access::Access;
use crate::db::transaction::Sources;
use crate::{dashboards, measurements};

/// Runs every check; exit 1 when something is not as it should be.
pub fn run(context: &Context) -> Result<(), Exit> {
    let config = &context.config;
    let mut findings: Vec<Value> = Vec::new();
    let db = opening::connect(config, Sources::system())?;
    let access = Access::system("doctor");
    let today = db.now().day();
    let rows = db.read_here(&access, measurements::doctor::check)?;
    findings.extend(rows.iter().map(|one| json!({"check": "derived_rows", "finding": one})));
    let curves = db.read_here(&access, |conn| dashboards::doctor::check(conn, today))?;
    findings.extend(curves.iter().map(|one| json!({"check": "curve", "finding": one})));
    if config.smtp_url.is_none() {
        findings.push(json!({"check": "mail", "advice": "STAFETT_SMTP_URL is not set: mails wait in the outbox"}));
    }
    let wrong = rows.len() + curves.len();
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
        Err(Exit::new(1, format!("{wrong} derived figures are not what the measurements say")))
    }
}
