//! Opening connections: the address, the pragmas, the pool.

use std::fmt;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

use crate::refusal::{Fault, FaultKind};

pub use either::AnyConn;

mod either {
    use diesel::{PgConnection, SqliteConnection};

    /// One connection to either database.
    #[derive(diesel::MultiConnection)]
    pub enum AnyConn {
        /// The embedded default.
        Sqlite(SqliteConnection),
        /// For when one machine is outgrown.
        Postgres(PgConnection),
    }
}

/// Where the database is. Its `Debug` and `Display` leave the password out.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server, as libpq understands it.
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads `sqlite://PATH` or `postgres://…`; anything else is an error with a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            if path.is_empty() {
                return Err("DATABASE_URL: sqlite:// needs a path behind it".into());
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err("DATABASE_URL must begin with sqlite:// or postgres://".into())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => match url::Url::parse(url) {
                Ok(mut parsed) => {
                    if parsed.password().is_some() {
                        // A password that cannot be replaced is not shown either.
                        let _ = parsed.set_password(Some("***"));
                    }
                    parsed.set_query(None);
                    write!(f, "{parsed}")
                }
                Err(_) => f.write_str("postgres://***"),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// Reads; SQLite refuses writes on it.
    Read,
    /// Reads and writes.
    Write,
}

const SQLITE_BUSY_MS: u32 = 10_000;

/// Opens one connection. An SQLite file must exist already, unless it is `create`d.
pub fn open(url: &DatabaseUrl, purpose: Use, create: bool) -> Result<AnyConn, Fault> {
    match url {
        DatabaseUrl::Sqlite(path) => open_sqlite(path, purpose, create).map(AnyConn::Sqlite),
        DatabaseUrl::Postgres(url) => {
            let mut conn = PgConnection::establish(url).map_err(|error| {
                Fault::of(FaultKind::DatabaseAway, format!("PostgreSQL cannot be reached: {}", first_line(&error)))
            })?;
            conn.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET lock_timeout = '20s'")
                .map_err(|error| Fault::of(FaultKind::DatabaseAway, error))?;
            Ok(AnyConn::Postgres(conn))
        }
    }
}

fn open_sqlite(path: &Path, purpose: Use, create: bool) -> Result<SqliteConnection, Fault> {
    if !create && !path.is_file() {
        return Err(Fault::of(FaultKind::DatabaseAway, format!("there is no database at {}", path.display())));
    }
    let away = |error: &dyn fmt::Display| {
        Fault::of(FaultKind::DatabaseAway, format!("the database {} cannot be opened: {error}", path.display()))
    };
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(|error| away(&error))?;
    // The timeout comes first: switching to WAL can itself meet a lock.
    let pragmas = format!(
        "PRAGMA busy_timeout = {SQLITE_BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY; \
         PRAGMA journal_size_limit = 67108864;{}",
        if purpose == Use::Read { " PRAGMA query_only = ON;" } else { "" }
    );
    conn.batch_execute(&pragmas).map_err(|error| away(&error))?;
    Ok(conn)
}

fn first_line(error: &impl fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

/// Makes connections for the pool.
#[derive(Debug)]
pub struct Manager {
    /// Where to.
    pub url: DatabaseUrl,
    /// What for.
    pub purpose: Use,
}

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConn, Self::Error> {
        open(&self.url, self.purpose, false)
            .map_err(|fault| diesel::r2d2::Error::ConnectionError(diesel::ConnectionError::BadConnection(fault.what)))
    }

    fn is_valid(&self, conn: &mut AnyConn) -> Result<(), Self::Error> {
        conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut AnyConn) -> bool {
        use diesel::connection::TransactionManager;
        std::thread::panicking() || <AnyConn as Connection>::TransactionManager::is_broken_transaction_manager(conn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgres://me:hush@db/x?sslpassword=hush").expect("an address");
        assert!(!format!("{url} {url:?}").contains("hush"));
    }

    #[test]
    fn an_address_without_a_known_scheme_is_refused() {
        for wrong in ["stafett.db", "mysql://x", "sqlite://", ""] {
            assert!(DatabaseUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
