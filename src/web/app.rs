//! What every request shares: the database, the settings, the keys, the counters.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::config::Config;
use crate::db::Db;
use crate::refusal::Fault;
use crate::threads::Threads;
use crate::web::guard::KnownActors;
use crate::web::metrics::Metrics;
use crate::web::remembered::Remembered;
use crate::web::secret::Keys;
use crate::web::throttle::Throttle;

/// Shared by all requests of one program.
pub struct App {
    /// The database.
    pub db: Db,
    /// The settings.
    pub config: Config,
    /// Keys made from the secret.
    pub keys: Keys,
    /// Counters for `/metrics`.
    pub metrics: Metrics,
    /// Failed sign-ins lately.
    pub throttle: Throttle,
    /// Where passwords are hashed; that is slow and hungry by design.
    pub hashing: Threads,
    /// Places for questions to the feed, each of which may read a whole table.
    pub feeding: Arc<tokio::sync::Semaphore>,
    /// People seen within the last half second.
    pub known: KnownActors,
    /// Pages that are dear to make.
    pub remembered: Remembered,
    /// The same of pages that are one person's own.
    pub remembered_own: Remembered,
    /// Names this run of the program: what an earlier one answered may have been made otherwise.
    pub born: String,
    /// Room on the disk.
    pub free_disk: crate::web::disk::FreeDisk,
    /// Set when the program was told to stop.
    pub stopping: AtomicBool,
}

impl App {
    /// Puts the parts together.
    pub fn new(db: Db, config: Config, keys: Keys) -> Result<Self, Fault> {
        let places = |limit: u64| usize::try_from(limit).unwrap_or(1).max(1);
        Ok(Self {
            throttle: Throttle::new(&config.limits),
            hashing: Threads::of("stafett-hashing", places(config.limits.password_hashes))?,
            feeding: Arc::new(tokio::sync::Semaphore::new(places(config.limits.feed_reads))),
            metrics: Metrics::default(),
            known: KnownActors::default(),
            remembered: Remembered::default(),
            remembered_own: Remembered::default(),
            born: crate::web::secret::unguessable(),
            free_disk: crate::web::disk::FreeDisk::default(),
            stopping: AtomicBool::new(false),
            db,
            config,
            keys,
        })
    }

    /// Whether cookies must be `Secure` with the `__Host-` prefix: always but on plain http at a loopback address.
    pub fn secure_cookies(&self) -> bool {
        let loopback = match self.config.base_url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        };
        !(self.config.base_url.scheme() == "http" && loopback)
    }

    /// An absolute address of one of our pages, for mail.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.config.base_url.as_str().trim_end_matches('/'))
    }
}
