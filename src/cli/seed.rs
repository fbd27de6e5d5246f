//! `seed` and `demo`: made-up installations.

use std::sync::Arc;

use serde_json::Value;

use super::{Context, Exit, opening, serve};
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::DatabaseUrl;
use crate::db::transaction::Sources;
use crate::seed::{self, History, Scenario};
use crate::web::App;
use crate::web::secret::Keys;

/// A seed other than `demo` ends here, so that it is the same whenever it is made.
const SEED_ENDS: &str = "2026-02-02T08:00:00.000Z";

/// `seed`
pub fn seed(context: &Context, scenario: Scenario, number: u64, history: History) -> Result<(), Exit> {
    let _alone = prepare(&context.config)?;
    let end: Moment = SEED_ENDS.parse().unwrap_or_default();
    let made = seed::play(scenario, number, history, &context.config, end).map_err(not_empty)?;
    println!("{}", if context.json { made.to_string() } else { pretty(&made) });
    Ok(())
}

fn pretty(made: &Value) -> String {
    serde_json::to_string_pretty(made).unwrap_or_default()
}

fn not_empty(trouble: crate::refusal::Trouble) -> Exit {
    match &trouble {
        crate::refusal::Trouble::Refused(_) => {
            Exit::new(1, "the database is not empty; a seed never mixes with what is there")
        }
        crate::refusal::Trouble::Broke(_) => trouble.into(),
    }
}

fn prepare(config: &Config) -> Result<Option<std::fs::File>, Exit> {
    opening::prepare_folder(config)?;
    let alone = opening::hold_alone(config)?;
    opening::bring_up_to_date(config)?;
    Ok(alone)
}

/// `demo`: fresh data in a folder of its own, accounts that are ready, and the service.
pub fn demo(context: &Context) -> Result<(), Exit> {
    let mut config = context.config.clone();
    let folder = config.data_dir.join("demo");
    let ours = matches!(&config.database_url, DatabaseUrl::Sqlite(path) if *path == config.data_dir.join("stafett.db"));
    if ours {
        config.database_url = DatabaseUrl::Sqlite(folder.join("stafett.db"));
        opening::prepare_data_dir(&folder)?;
        config.secret_file = folder.join("secret");
        // A demo that still runs is refused here, before its data is touched.
        let alone = opening::hold_alone(&config)?;
        for entry in std::fs::read_dir(&folder)?.flatten() {
            if entry.file_name() != "stafett.lock" {
                std::fs::remove_file(entry.path())?;
            }
        }
        drop(alone);
    } else {
        opening::prepare_data_dir(&config.data_dir)?;
    }
    let _alone = prepare(&config)?;
    eprintln!("Fyller demoregionen … / Filling the demo region …");
    let made = seed::play(Scenario::Demo, 1, History::WHOLE, &config, Clock::System.now()).map_err(not_empty)?;
    let db = opening::connect(&config, Sources::system())?;
    let keys = Keys::from_file(&config.secret_file).map_err(|fault| Exit::new(2, fault.what))?;
    let base = config.base_url.clone();
    let json = context.json;
    serve::start_log(&config, "warn");
    serve::run(Arc::new(App::new(db, config, keys)?), move |_| {
        if json {
            println!("{}", serde_json::json!({"url": base.as_str(), "sign_ins": made["sign_ins"]}));
        } else {
            println!("\nStafett: {base}\n");
            for sign_in in first_of_each_role(&made) {
                println!(
                    "  {:22} {:48} {}",
                    sign_in["role"].as_str().unwrap_or_default(),
                    sign_in["email"].as_str().unwrap_or_default(),
                    sign_in["password"].as_str().unwrap_or_default()
                );
            }
            println!("\nCtrl-C stopper / stops");
        }
    })
}

/// One sign-in for each role is enough to look around.
fn first_of_each_role(made: &Value) -> Vec<&Value> {
    let mut seen: Vec<&str> = Vec::new();
    let list = made["sign_ins"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .filter(|sign_in| {
            let role = sign_in["role"].as_str().unwrap_or_default();
            let new = !seen.contains(&role);
            seen.push(role);
            new
        })
        .collect()
}
