//! The command line. Each command stands in a file of its own; `Exit` is what they end with.

mod admin;
mod audit;
mod backup;
mod doctor;
mod exit;
mod inspect;
mod opening;
mod receipt;
mod register;
mod seed;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::seed::{FIVE_YEARS, History, Scenario};
pub use exit::Exit;

#[derive(Parser)]
#[command(
    name = "stafett",
    about = "Carries benefits from a region to its municipalities",
    disable_version_flag = true
)]
struct Cli {
    /// A TOML file with settings; the environment wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer with JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until told to stop.
    Serve,
    /// Bring the database's schema up to date.
    Migrate {
        /// Only look; exit 4 when steps are missing.
        #[arg(long)]
        check: bool,
    },
    /// Administrators of the installation.
    Admin {
        #[command(subcommand)]
        what: admin::Admin,
    },
    /// Bring the register of municipalities up to date from a list of Statistics Norway's Klass.
    Register(register::Wanted),
    /// Fresh made-up data, accounts that are ready, and the service.
    Demo,
    /// Fill an empty database with made-up data; prints ids and sign-ins.
    Seed {
        /// Which.
        #[arg(long)]
        scenario: Scenario,
        /// The same number makes the same data.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The last months that `matrix` and `national` have measurements of.
        #[arg(long, default_value_t = History::WHOLE.months, value_parser = clap::value_parser!(i32).range(1..=i64::from(FIVE_YEARS)))]
        months: i32,
        /// Values in each of those months.
        #[arg(long, default_value_t = History::WHOLE.per_month, value_parser = clap::value_parser!(i32).range(1..=28))]
        per_month: i32,
    },
    /// Write everything into one file.
    Backup {
        /// Where to.
        file: PathBuf,
    },
    /// Read a backup into an empty database.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Only check that it is whole.
        #[arg(long)]
        verify_only: bool,
        /// Put it in the place of what is there.
        #[arg(long)]
        replace: bool,
    },
    /// Write one region into a file, for an archive or another installation.
    Export {
        /// Its id.
        #[arg(long, value_name = "ID")]
        region: String,
        /// Where to.
        file: PathBuf,
    },
    /// Read a region that was exported elsewhere.
    Import {
        /// What `export` wrote.
        file: PathBuf,
    },
    /// Check or anchor the event log.
    Audit {
        #[command(subcommand)]
        what: audit::Audit,
    },
    /// Receipts of batons that were taken.
    Receipt {
        #[command(subcommand)]
        what: receipt::Receipt,
    },
    /// Print a hash over everything the installation says; equal on both databases.
    StateHash,
    /// Recompute what is derived and look for what is wrong.
    Doctor,
    /// Print every mounted route.
    Routes,
    /// Print the OpenAPI document.
    Openapi,
    /// Print the settings in force and where each came from.
    Config,
    /// Ask the running program whether it is ready.
    Healthcheck,
    /// Print the version.
    Version,
}

/// What a command gets: the settings and how to print.
pub struct Context {
    /// The settings.
    pub config: Config,
    /// Whether to answer with JSON.
    pub json: bool,
}

/// Parses the command line and runs the command.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help is printed the same way and is no mistake.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = Config::load(cli.config.as_deref())
        .map_err(Exit::from)
        .and_then(|config| dispatch(cli.command, &Context { config, json: cli.json }));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            eprintln!("stafett: {}", exit.sentence);
            ExitCode::from(exit.code)
        }
    }
}

fn dispatch(command: Command, context: &Context) -> Result<(), Exit> {
    match command {
        Command::Serve => serve::serve(context),
        Command::Migrate { check } => serve::migrate(context, check),
        Command::Admin { what } => admin::run(context, what),
        Command::Register(wanted) => register::run(context, &wanted),
        Command::Demo => seed::demo(context),
        Command::Seed { scenario, seed, months, per_month } => {
            seed::seed(context, scenario, seed, History { months, per_month })
        }
        Command::Backup { file } => backup::backup(context, &file),
        Command::Restore { file, verify_only, replace } => backup::restore(context, &file, verify_only, replace),
        Command::Export { region, file } => backup::export(context, &region, &file),
        Command::Import { file } => backup::import(context, &file),
        Command::Audit { what } => audit::run(context, &what),
        Command::Receipt { what } => receipt::run(context, &what),
        Command::StateHash => backup::state_hash(context),
        Command::Doctor => doctor::run(context),
        Command::Routes => inspect::routes(context),
        Command::Openapi => inspect::openapi(),
        Command::Config => inspect::config(context),
        Command::Healthcheck => inspect::healthcheck(context),
        Command::Version => inspect::version(context),
    }
}
