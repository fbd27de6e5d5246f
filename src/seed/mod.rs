//! Made-up installations: for showing, for trying, for measuring. The same scenario and seed make the same data, ids and
//! times on both databases.
//!
//! Small ones are played: people act through the API at set times, so that nothing stands there which the rules would
//! have refused. Large ones are written in bulk (`bulk.rs`).

mod around;
mod bulk;
mod cast;
mod demo;
mod roadmap;
mod robot;
mod tiny;
mod told;
mod unicode;

pub use bulk::{FIVE_YEARS, History};

use std::sync::Arc;

use serde_json::Value;

use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::Db;
use crate::db::transaction::Sources;
use crate::ids::IdSource;
use crate::refusal::{Code, Fault, Outcome};
use crate::web::App;
use crate::web::secret::Keys;
use robot::Robot;

/// A made-up installation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Scenario {
    /// Two small regions with everything in them once.
    Tiny,
    /// What `stafett demo` shows.
    Demo,
    /// Names and texts in many scripts.
    Unicode,
    /// One region of 51 municipalities and 40 projects with five years of measurements.
    Matrix,
    /// The same for a whole country: 16 regions, 357 municipalities. Takes minutes.
    National,
}

/// The password of every made-up person.
pub const PASSWORD: &str = "stafett-demo-passord";

/// The clock of a scenario begins here: Thursday 2 January 2025 at noon in Norway.
const BEGINNING: &str = "2025-01-02T11:00:00.000Z";

fn seed_start() -> Moment {
    BEGINNING.parse().unwrap_or_default()
}

/// Time and ids for a scenario.
pub fn sources(seed: u64) -> Sources {
    Sources { clock: Clock::set_to(seed_start()), ids: Arc::new(IdSource::seeded(seed)) }
}

/// Plays a scenario in an empty database and answers ids and sign-ins. `today` is when it ends; the large ones have as much
/// `history` as is asked for.
pub fn play(scenario: Scenario, seed: u64, history: History, config: &Config, today: Moment) -> Outcome<Value> {
    let sources = sources(seed);
    let connections = u32::try_from(config.limits.database_connections).unwrap_or(12).max(2);
    let db = Db::connect(&config.database_url, connections, sources.clone())?;
    refuse_unless_empty(&db)?;
    crate::municipalities::register::load(&db)?;
    // Whether the register was loaded before must leave no trace in the times and ids that follow.
    let start = seed_start();
    sources.clock.move_to(start);
    let keys = Keys::from_words(&crate::web::secret::unguessable()).map_err(Fault::internal)?;
    let app = Arc::new(App::new(db, config.clone(), keys)?);
    actix_web::rt::System::new().block_on(async move {
        let robot = Robot::new(&app).await?;
        match scenario {
            Scenario::Tiny => tiny::play(&robot, today).await,
            Scenario::Demo => demo::play(&robot, today).await,
            Scenario::Unicode => unicode::play(&robot, today).await,
            Scenario::Matrix => bulk::play(&robot, bulk::MATRIX, history, seed, today).await,
            Scenario::National => bulk::play(&robot, bulk::NATIONAL, history, seed, today).await,
        }
    })
}

/// A scenario never mixes with what is there.
fn refuse_unless_empty(db: &Db) -> Outcome<()> {
    use crate::db::schema::{person, region};
    use diesel::prelude::*;
    db.read_here(&crate::access::Access::system("seed"), |conn| {
        let people: i64 = person::table.count().get_result(conn)?;
        let regions: i64 = region::table.count().get_result(conn)?;
        if people + regions > 0 { Err(Code::AlreadyExists.into()) } else { Ok(()) }
    })
}
