//! Opening the installation that the settings name, for every command that needs it.

use std::path::Path;

use super::Exit;
use crate::access::Access;
use crate::config::Config;
use crate::db::migrate::{self, Standing};
use crate::db::transaction::Sources;
use crate::db::{DatabaseUrl, Db};
use crate::measurements::derived::work_out_shortfalls;

/// The file in the data directory that names the database it belongs to.
const BELONGS: &str = "database";

/// Refuses to make a new database where the data directory belongs to another one: somebody mistyped, and an empty
/// installation in the place of theirs would be the answer. Answers whether the database is new.
pub fn refuse_mistaken(config: &Config) -> Result<bool, Exit> {
    let named = config.database_url.to_string();
    if !migrate::is_new(&config.database_url)? {
        return Ok(false);
    }
    match std::fs::read_to_string(config.data_dir.join(BELONGS)) {
        Ok(known) if known.trim() != named => Err(Exit::new(
            3,
            format!(
                "DATABASE_URL: there is no database at {named}; the data directory {} belongs to {}. \
                 If you want a new one, run stafett migrate first",
                config.data_dir.display(),
                known.trim()
            ),
        )),
        _ => Ok(true),
    }
}

/// Notes which database the data directory belongs to.
pub fn remember(config: &Config) -> Result<(), Exit> {
    let (file, named) = (config.data_dir.join(BELONGS), config.database_url.to_string());
    if std::fs::read_to_string(&file).is_ok_and(|known| known.trim() == named) {
        return Ok(());
    }
    std::fs::write(&file, named + "\n").map_err(|error| Exit::new(6, format!("{}: {error}", file.display())))
}

/// Brings the schema up to date, with what only the program can work out, and answers the steps it took; a schema of a
/// newer program is left alone.
pub fn bring_up_to_date(config: &Config) -> Result<usize, Exit> {
    let steps = migrate::bring_up_to_date(&config.database_url).map_err(|fault| {
        match fault.what.contains("newer stafett") {
            true => Exit::new(4, fault.what),
            false => fault.into(),
        }
    })?;
    let db = Db::connect(&config.database_url, 1, Sources::system())?;
    db.write_here(&Access::system("migrate"), work_out_shortfalls)?;
    Ok(steps)
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

/// Makes the folder that the database is to lie in, where it is ours.
pub fn prepare_folder(config: &Config) -> Result<(), Exit> {
    match &config.database_url {
        DatabaseUrl::Sqlite(path) if path.starts_with(&config.data_dir) => prepare_data_dir(&config.data_dir),
        _ => Ok(()),
    }
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
