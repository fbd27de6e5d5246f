//! What the seed leaves, made once for each scenario and then copied: nearly every test begins with the same.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::Value;

use super::site::{Backend, new_postgres, postgres_like, program_on};

/// A seeded database that nobody uses.
struct Seeded {
    printed: Value,
    /// On PostgreSQL, a database.
    database: String,
    /// On SQLite, its files.
    files: Vec<(OsString, Vec<u8>)>,
}

/// A scenario on a database, as of a day: what is seeded is dated from today.
type Which = (Backend, String, String);

static MADE: Mutex<BTreeMap<Which, Arc<OnceLock<Seeded>>>> = Mutex::new(BTreeMap::new());

/// A seeded database in a site's folder: its address, and what the seed printed.
pub fn copied(backend: Backend, scenario: &str, folder: &Path) -> (String, Value) {
    let today = stafett::clock::Clock::System.now().day().to_string();
    let made = Arc::clone(MADE.lock().expect("it was made").entry((backend, scenario.to_owned(), today)).or_default());
    let seeded = made.get_or_init(|| Seeded::make(backend, scenario));
    for (name, content) in &seeded.files {
        std::fs::write(folder.join(name), content).expect("a copy");
    }
    let url = match backend {
        Backend::Sqlite => sqlite_in(folder),
        Backend::Postgres => postgres_like(&seeded.database),
    };
    (url, seeded.printed.clone())
}

/// The address of SQLite's database in a folder.
pub fn sqlite_in(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("stafett.db").display())
}

impl Seeded {
    fn make(backend: Backend, scenario: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = match backend {
            Backend::Sqlite => sqlite_in(folder.path()),
            Backend::Postgres => new_postgres(),
        };
        let seed = program_on(&database, folder.path())
            .args(["seed", "--scenario", scenario, "--seed", "1", "--json"])
            .output()
            .expect("the seed runs");
        assert!(seed.status.success(), "the seed: {}", String::from_utf8_lossy(&seed.stderr));
        let printed = serde_json::from_slice(&seed.stdout).expect("the seed prints JSON");
        Self { printed, database, files: files_in(folder.path()) }
    }
}

/// Everything but what belongs to the program that had it open.
fn files_in(folder: &Path) -> Vec<(OsString, Vec<u8>)> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file"));
    files
        .filter(|file| !file.path().extension().is_some_and(|kind| kind == "lock" || kind == "db-shm"))
        .map(|file| (file.file_name(), std::fs::read(file.path()).expect("its content")))
        .collect()
}
