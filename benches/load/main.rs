//! Measures the program on a generated region and prints each figure beside its floor: the same work without the program,
//! on the same database, disk and processors, in the same run. `bin/bench` starts it.
//!
//! The reader is as lean as can be (`http.rs`), since it shares the processors with what it measures.

mod dashboards;
mod figures;
mod floor;
mod http;
mod program;
mod relay;
mod works;
mod writer;

use figures::Table;

/// What to measure, from the environment that `bin/bench` sets.
pub struct Setting {
    /// The program.
    pub binary: String,
    /// Its database.
    pub url: String,
    /// Its folder; floors on SQLite stand in a file beside the database.
    pub folder: std::path::PathBuf,
    /// What the seed printed.
    pub seed: serde_json::Value,
    /// How long each measurement lasts.
    pub seconds: u64,
}

fn main() {
    let word = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("bin/bench sets {name}"));
    let folder = std::path::PathBuf::from(word("STAFETT_DATA_DIR"));
    let seed = std::fs::read_to_string(folder.join("seed.json")).expect("what the seed printed");
    let setting = Setting {
        binary: word("BENCH_BINARY"),
        url: word("DATABASE_URL"),
        seed: serde_json::from_str(&seed).expect("the seed prints JSON"),
        seconds: word("BENCH_SECONDS").parse().expect("whole seconds"),
        folder,
    };
    let mut table = Table::default();
    works::all(&setting, &mut table);
    println!("\n{}\n{table}", if setting.url.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" });
}
