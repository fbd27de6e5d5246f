//! Bringing the schema up to date, and knowing whether it is.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{self, AnyConn, DatabaseUrl, Use};
use crate::refusal::{Fault, FaultKind};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// Two programs that start at once migrate one after the other.
const POSTGRES_LOCK: i64 = 0x5354_4146;

/// How the schema in the database stands to the one this program was built with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// As built.
    Current,
    /// Steps are missing: run `stafett migrate`.
    Behind(usize),
    /// Made by a newer program.
    Ahead,
}

/// Creates the database where that is ours to do (a missing SQLite file), and runs the steps that are missing.
pub fn bring_up_to_date(url: &DatabaseUrl) -> Result<usize, Fault> {
    if let DatabaseUrl::Sqlite(path) = url {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(Fault::of(FaultKind::DatabaseAway, format!("there is no folder {}", folder.display())));
        }
    }
    let mut conn = connection::open(url, Use::Write, true)?;
    if standing_on(&mut conn)? == Standing::Ahead {
        return Err(Fault::of(FaultKind::Integrity, "the database was made by a newer stafett"));
    }
    run(&mut conn)
}

/// Whether there is nothing of ours yet: no file, or no step was ever run.
pub fn is_new(url: &DatabaseUrl) -> Result<bool, Fault> {
    match url {
        DatabaseUrl::Sqlite(path) if !path.exists() => Ok(true),
        _ => Ok(applied(&mut connection::open(url, Use::Write, false)?)?.is_empty()),
    }
}

/// Looks without changing anything.
pub fn standing(url: &DatabaseUrl) -> Result<Standing, Fault> {
    standing_on(&mut connection::open(url, Use::Write, false)?)
}

/// The same, on a connection one already has.
pub fn standing_on(conn: &mut AnyConn) -> Result<Standing, Fault> {
    let known: Vec<String> = migration_names();
    let applied = applied(conn)?;
    if applied.iter().any(|version| !known.contains(version)) {
        return Ok(Standing::Ahead);
    }
    Ok(match known.len() - applied.len() {
        0 => Standing::Current,
        missing => Standing::Behind(missing),
    })
}

fn migration_names() -> Vec<String> {
    use diesel::migration::MigrationSource;
    let list: Vec<Box<dyn diesel::migration::Migration<diesel::sqlite::Sqlite>>> =
        SQLITE.migrations().unwrap_or_default();
    list.iter().map(|step| step.name().version().to_string()).collect()
}

fn applied(conn: &mut AnyConn) -> Result<Vec<String>, Fault> {
    use diesel::prelude::*;
    diesel::table! {
        __diesel_schema_migrations (version) { version -> Text, }
    }
    let exists = match conn {
        AnyConn::Sqlite(sqlite) => {
            diesel::sql_query("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = '__diesel_schema_migrations'")
                .get_result::<Count>(sqlite)
        }
        AnyConn::Postgres(pg) => diesel::sql_query(
            "SELECT COUNT(*) AS n FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '__diesel_schema_migrations'",
        )
        .get_result::<Count>(pg),
    }
    .map_err(Fault::from)?;
    if exists.n == 0 {
        return Ok(Vec::new());
    }
    __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .load::<String>(conn)
        .map_err(Fault::from)
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

fn run(conn: &mut AnyConn) -> Result<usize, Fault> {
    match conn {
        AnyConn::Sqlite(sqlite) => {
            sqlite.run_pending_migrations(SQLITE).map(|steps| steps.len()).map_err(|error| broken(error.as_ref()))
        }
        AnyConn::Postgres(pg) => {
            pg.batch_execute(&format!("SET lock_timeout = 0; SELECT pg_advisory_lock({POSTGRES_LOCK})"))
                .map_err(Fault::from)?;
            let ran =
                pg.run_pending_migrations(POSTGRES).map(|steps| steps.len()).map_err(|error| broken(error.as_ref()));
            pg.batch_execute(&format!("SELECT pg_advisory_unlock({POSTGRES_LOCK})")).map_err(Fault::from)?;
            ran
        }
    }
}

/// Undoes every step: for the test that runs the steps up, down and up again.
pub fn take_down(url: &DatabaseUrl) -> Result<usize, Fault> {
    match connection::open(url, Use::Write, false)? {
        AnyConn::Sqlite(mut sqlite) => sqlite.revert_all_migrations(SQLITE).map(|steps| steps.len()),
        AnyConn::Postgres(mut pg) => pg.revert_all_migrations(POSTGRES).map(|steps| steps.len()),
    }
    .map_err(|error| broken(error.as_ref()))
}

fn broken(error: &dyn std::error::Error) -> Fault {
    Fault::of(FaultKind::DatabaseAway, format!("a migration step failed: {error}"))
}
