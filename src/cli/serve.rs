//! `serve` and `migrate`.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::opening::{self, bring_up_to_date, connect, hold_alone, prepare_data_dir};
use super::{Context, Exit};
use crate::config::Config;
use crate::db::migrate::{self, Standing};
use crate::db::transaction::Sources;
use crate::jobs::worker;
use crate::web::secret::Keys;
use crate::web::{App, routes, server};

/// Serves until SIGTERM or SIGINT, then drains.
pub fn serve(context: &Context) -> Result<(), Exit> {
    let config = context.config.clone();
    start_log(&config, "info");
    for name in &config.unread {
        tracing::warn!(name, "there is no such setting; `stafett config` lists all");
    }
    if config.listen.ip().is_unspecified() && !config.is_set("STAFETT_BASE_URL") {
        tracing::warn!(
            "STAFETT_BASE_URL is not set: links in mail lead nowhere, and nobody can sign in from another machine"
        );
    }
    prepare_data_dir(&config.data_dir)?;
    let new = opening::refuse_mistaken(&config)?;
    let _alone = hold_alone(&config)?;
    bring_up_to_date(&config)?;
    if new {
        tracing::warn!(database = %config.database_url, "there was no database here: a new, empty one was made");
    }
    opening::remember(&config)?;
    let db = connect(&config, Sources::system())?;
    crate::municipalities::register::load(&db)?;
    let keys = Keys::from_file(&config.secret_file).map_err(|fault| Exit::new(2, fault.what))?;
    run(Arc::new(App::new(db, config, keys)?), |address| {
        tracing::info!(%address, "listening");
    })
}

/// Serves an installation that is ready.
pub fn run(app: Arc<App>, ready: impl FnOnce(std::net::SocketAddr)) -> Result<(), Exit> {
    worker::start(Arc::clone(&app)).map_err(|fault| Exit::new(2, fault.what))?;
    let table = Arc::new(routes::table());
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let served = Arc::clone(&app);
    let outcome = actix_web::rt::System::new().block_on(server::serve(served, table, workers, ready));
    app.stopping.store(true, Ordering::SeqCst);
    outcome.map_err(Exit::from)
}

/// `migrate`
pub fn migrate(context: &Context, check: bool) -> Result<(), Exit> {
    let url = &context.config.database_url;
    if check {
        return match migrate::standing(url)? {
            Standing::Current => {
                print(context, "the schema is current", 0);
                Ok(())
            }
            Standing::Behind(missing) => {
                Err(Exit::new(4, format!("the schema is {missing} steps too old; run stafett migrate")))
            }
            Standing::Ahead => Err(Exit::new(4, "the database was made by a newer stafett")),
        };
    }
    opening::prepare_folder(&context.config)?;
    let _alone = hold_alone(&context.config)?;
    let steps = bring_up_to_date(&context.config)?;
    let db = connect(&context.config, Sources::system())?;
    crate::municipalities::register::load(&db)?;
    print(context, "the schema is current", steps);
    Ok(())
}

fn print(context: &Context, sentence: &str, steps: usize) {
    if context.json {
        println!("{}", serde_json::json!({"current": true, "steps_run": steps}));
    } else {
        println!("{sentence} ({steps} steps run)");
    }
}

/// JSON lines on standard output.
pub fn start_log(config: &Config, level: &str) {
    use tracing_subscriber::EnvFilter;
    let wanted = config.log.as_deref().and_then(|words| EnvFilter::try_new(words).ok());
    let filter = wanted.unwrap_or_else(|| EnvFilter::new(level));
    // A second start in one process, as tests do, keeps the first.
    let _ = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).try_init();
}
