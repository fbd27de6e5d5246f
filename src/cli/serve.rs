//! `serve` and `migrate`, and opening the installation for the other commands.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Context, Exit};
use crate::config::Config;
use crate::db::migrate::{self, Standing};
use crate::db::transaction::Sources;
use crate::db::{DatabaseUrl, Db};
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
    let _alone = hold_alone(&config)?;
    let made = matches!(&config.database_url, DatabaseUrl::Sqlite(path) if !path.exists());
    bring_up_to_date(&config)?;
    if made {
        tracing::warn!(database = %config.database_url, "there was no database here: a new, empty one was made");
    }
    let db = connect(&config, Sources::system())?;
    crate::municipalities::register::load(&db)?;
    let keys = Keys::from_file(&config.secret_file).map_err(|fault| Exit::new(2, fault.what))?;
    run(Arc::new(App::new(db, config, keys)), |address| {
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
    if matches!(url, DatabaseUrl::Sqlite(path) if path.starts_with(&context.config.data_dir)) {
        prepare_data_dir(&context.config.data_dir)?;
    }
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

/// Brings the schema up to date and answers the steps it took; a schema of a newer program is left alone.
pub fn bring_up_to_date(config: &Config) -> Result<usize, Exit> {
    migrate::bring_up_to_date(&config.database_url)
        .map_err(|fault| if fault.what.contains("newer stafett") { Exit::new(4, fault.what) } else { fault.into() })
}

/// Connects to a database that must be there and current.
pub fn connect(config: &Config, sources: Sources) -> Result<Db, Exit> {
    match migrate::standing(&config.database_url)? {
        Standing::Current => {}
        Standing::Behind(_) => return Err(Exit::new(4, "the schema is too old; run stafett migrate")),
        Standing::Ahead => return Err(Exit::new(4, "the database was made by a newer stafett")),
    }
    let connections = u32::try_from(config.limits.database_connections).unwrap_or(12).max(2);
    Ok(Db::connect(&config.database_url, connections, sources)?)
}

/// Makes the folder for our files, readable by us alone.
pub fn prepare_data_dir(folder: &Path) -> Result<(), Exit> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| Exit::new(6, format!("STAFETT_DATA_DIR {}: {error}", folder.display())))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Holds an SQLite file for this program alone, for as long as the answer lives. A second program is refused.
pub fn hold_alone(config: &Config) -> Result<Option<std::fs::File>, Exit> {
    let DatabaseUrl::Sqlite(path) = &config.database_url else { return Ok(None) };
    let lock = path.with_extension("lock");
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock)
        .map_err(|error| Exit::new(3, format!("{}: {error}", lock.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(_) => Err(Exit::new(3, format!("another stafett is using {}", path.display()))),
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
