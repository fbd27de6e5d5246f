//! Reading and writing. One transaction holds a change, its event, its derived rows and its mails.

use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::{self, AnyConn, DatabaseUrl, Manager, Use};
use super::right_of_way::RightOfWay;
use super::writer::Writer;
use crate::access::Access;
use crate::clock::{Clock, Moment};
use crate::ids::IdSource;
use crate::refusal::{Fault, FaultKind, Outcome, Trouble};
use crate::threads::Threads;

/// The database as the rest of the house sees it. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    url: DatabaseUrl,
    pool: r2d2::Pool<Manager>,
    /// Those who read.
    readers: Threads,
    /// So many ask at once who somebody is. Who must wait, here as elsewhere, does so without a thread.
    askers: Arc<Semaphore>,
    /// SQLite has one writer; on PostgreSQL so many of the pool's connections write.
    writer: Option<Writer>,
    writers: Arc<Semaphore>,
    way: RightOfWay,
    sources: Sources,
}

/// Where a transaction takes the time and new ids from.
#[derive(Clone)]
pub struct Sources {
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Arc<IdSource>,
}

impl Sources {
    /// The machine's clock and ids nobody can foresee.
    pub fn system() -> Self {
        Self { clock: Clock::System, ids: Arc::new(IdSource::system()) }
    }
}

/// A writing transaction: the connection, the instant it began, and who acts.
pub struct Tx<'a> {
    conn: &'a mut AnyConn,
    now: Moment,
    ids: &'a IdSource,
    access: &'a Access,
}

impl Tx<'_> {
    /// The instant of this transaction; everything in it carries the same.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// A new id.
    pub fn new_id(&self) -> i64 {
        self.ids.next(self.now)
    }

    /// A new salt, 32 hex characters.
    pub fn new_salt(&self) -> String {
        self.ids.salt()
    }

    /// Who acts.
    pub fn access(&self) -> &Access {
        self.access
    }
}

impl Deref for Tx<'_> {
    type Target = AnyConn;
    fn deref(&self) -> &AnyConn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut AnyConn {
        self.conn
    }
}

const TRIES: u32 = 5;

/// How many ask at once who somebody is.
const ASKERS: u32 = 2;

/// A connection for what the program does by itself.
const JOBS: u32 = 1;

/// How long one waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long reading waits for who writes, on SQLite: a write on a local disk takes about as long.
const COURTESY: Duration = Duration::from_millis(3);

/// The same on PostgreSQL, where a write goes there and back twenty times.
const COURTESY_TO_A_SERVER: Duration = Duration::from_millis(12);

impl Db {
    /// Connects. The database must be there and migrated.
    pub fn connect(url: &DatabaseUrl, connections: u32, sources: Sources) -> Result<Self, Fault> {
        // One direct connection first: its error says what is wrong, the pool's only that time ran out.
        drop(connection::open(url, Use::Read, false)?);
        let (purpose, writer) = match url {
            DatabaseUrl::Sqlite(_) => (Use::Read, Some(Writer::start(connection::open(url, Use::Write, false)?)?)),
            DatabaseUrl::Postgres(_) => (Use::Write, None),
        };
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        // Reading keeps a processor busy, here or in the server: more readers than that take memory, and a writer's time.
        let reading = u32::try_from(2 * cores).unwrap_or(4);
        // Each kind has connections of its own, where there are enough: no page takes a writer's, and writers who wait for
        // each other take nobody else's.
        let (reading, writing, most) = match url {
            DatabaseUrl::Sqlite(_) => (reading.min(connections), 0, reading.min(connections) + ASKERS),
            DatabaseUrl::Postgres(_) => {
                let left = connections.saturating_sub(ASKERS + JOBS).max(2);
                let reading = reading.min(left - left.div_ceil(3));
                (reading, left - reading, connections)
            }
        };
        let pool = r2d2::Pool::builder()
            .max_size(most)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            // The first word of each transaction tells whether a connection is open still.
            .test_on_check_out(false)
            .error_handler(Box::new(r2d2::NopErrorHandler))
            .build(Manager { url: url.clone(), purpose })
            .map_err(|error| Fault::of(FaultKind::DatabaseAway, error))?;
        let readers = Threads::of("stafett-reader", reading as usize)?;
        Ok(Self {
            inner: Arc::new(Inner {
                url: url.clone(),
                pool,
                readers,
                askers: Arc::new(Semaphore::new(ASKERS as usize)),
                writer,
                writers: Arc::new(Semaphore::new(writing as usize)),
                way: RightOfWay::default(),
                sources,
            }),
        })
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.inner.url
    }

    /// The time, from the same source as every transaction.
    pub fn now(&self) -> Moment {
        self.inner.sources.clock.now()
    }

    /// The clock and ids of this database.
    pub fn sources(&self) -> &Sources {
        &self.inner.sources
    }

    /// Runs `work` with a connection for reading, off the request's thread.
    pub async fn read<T: Send + 'static>(
        &self,
        access: &Access,
        work: impl FnOnce(&mut AnyConn) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (db, access) = (self.clone(), access.clone());
        let courtesy = if self.inner.writer.is_some() { COURTESY } else { COURTESY_TO_A_SERVER };
        let until = tokio::time::Instant::now() + courtesy;
        self.inner.way.give(until).await;
        let thread = self.inner.readers.place(PATIENCE).await.ok_or_else(none_free)?;
        // Somebody may have begun to write while this waited for its turn.
        self.inner.way.give(until).await;
        self.inner.readers.run(thread, move || db.read_here(&access, work)).await?
    }

    /// Runs a little `work` that everything else waits for, off the request's thread: it gives way to nobody, and its
    /// thread steps back behind none.
    pub async fn read_at_once<T: Send + 'static>(
        &self,
        access: &Access,
        work: impl FnOnce(&mut AnyConn) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (db, access) = (self.clone(), access.clone());
        let place = place_in(&self.inner.askers).await?;
        self.off_thread(place, move || db.read_here(&access, work)).await
    }

    /// Runs `work` with a connection for reading, on this thread.
    pub fn read_here<T>(&self, _access: &Access, work: impl FnOnce(&mut AnyConn) -> Outcome<T>) -> Outcome<T> {
        let mut conn = self.begun(begin_reading)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut conn))).unwrap_or_else(|_| Err(panicked()));
        conn.batch_execute("ROLLBACK")?;
        outcome
    }

    /// Runs `work` in a writing transaction, off the request's thread. It may be run again from the start when the
    /// database asks for that, so it must have no other effects. When this answers `Ok`, the change is durable.
    pub async fn write<T: Send + 'static>(
        &self,
        access: &Access,
        mut work: impl FnMut(&mut Tx<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let access = access.clone();
        let sources = self.inner.sources.clone();
        match &self.inner.writer {
            Some(writer) => {
                let _writing = self.inner.way.take();
                writer
                    .run(move |conn| {
                        let now = sources.clock.now();
                        work(&mut Tx { conn, now, ids: &sources.ids, access: &access })
                    })
                    .await
            }
            None => {
                let db = self.clone();
                let place = place_in(&self.inner.writers).await?;
                // Who waits for a place writes nothing yet.
                let _writing = self.inner.way.take();
                self.off_thread(place, move || db.write_on_pool(&access, &mut work)).await
            }
        }
    }

    /// Runs `work` in a writing transaction, on this thread: for commands and jobs.
    pub fn write_here<T: Send + 'static>(
        &self,
        access: &Access,
        mut work: impl FnMut(&mut Tx<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        match &self.inner.writer {
            Some(writer) => {
                let (access, sources) = (access.clone(), self.inner.sources.clone());
                writer.run_blocking(move |conn| {
                    let now = sources.clock.now();
                    work(&mut Tx { conn, now, ids: &sources.ids, access: &access })
                })
            }
            None => self.write_on_pool(access, &mut work),
        }
    }

    /// Runs `work` on a thread that may wait, and gives the place back then.
    async fn off_thread<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce() -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(place);
            outcome
        });
        done.await.unwrap_or_else(|error| Err(Fault::internal(error).into()))
    }

    /// A connection on which a transaction has begun. Those that lay in the pool while the server went away and came back
    /// are closed, which shows at their first word: the pool drops such a one, and the next is tried.
    fn begun(
        &self,
        begin: fn(&mut AnyConn) -> Result<(), diesel::result::Error>,
    ) -> Result<r2d2::PooledConnection<Manager>, Fault> {
        let mut left = self.inner.pool.max_size();
        loop {
            let mut conn = self.inner.pool.get().map_err(|error| Fault::of(FaultKind::DatabaseAway, error))?;
            match begin(&mut conn).map_err(Fault::from) {
                Ok(()) => return Ok(conn),
                Err(fault) if fault.kind == FaultKind::DatabaseAway && left > 0 => left -= 1,
                Err(fault) => return Err(fault),
            }
        }
    }

    fn write_on_pool<T>(&self, access: &Access, work: &mut dyn FnMut(&mut Tx<'_>) -> Outcome<T>) -> Outcome<T> {
        let sources = &self.inner.sources;
        let mut tries = 0;
        loop {
            tries += 1;
            let mut conn = self.begun(begin)?;
            let outcome = carried_out(&mut conn, |conn| {
                let now = sources.clock.now();
                work(&mut Tx { conn, now, ids: &sources.ids, access })
            });
            match outcome {
                Err(Trouble::Broke(fault)) if fault.transient && tries < TRIES => {
                    std::thread::sleep(Duration::from_millis(u64::from(tries) * 7));
                }
                other => return other,
            }
        }
    }
}

/// One of these places, once it is free; not for ever.
async fn place_in(places: &Arc<Semaphore>) -> Outcome<OwnedSemaphorePermit> {
    let place = tokio::time::timeout(PATIENCE, Arc::clone(places).acquire_owned()).await;
    Ok(place.ok().and_then(Result::ok).ok_or_else(none_free)?)
}

fn none_free() -> Fault {
    Fault::of(FaultKind::DatabaseAway, "no connection became free in time")
}

/// Runs a part of a reading that may break without breaking the rest. What broke by a fault of ours or of what is stored is
/// answered as that fault; a refusal, or a database that is away, is the whole reading's.
pub fn part<T>(conn: &mut AnyConn, work: impl FnOnce(&mut AnyConn) -> Outcome<T>) -> Outcome<Result<T, Fault>> {
    // PostgreSQL answers nothing more in a transaction of which something failed.
    conn.batch_execute("SAVEPOINT part")?;
    let outcome = catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(panicked()));
    match outcome {
        Ok(value) => {
            conn.batch_execute("RELEASE SAVEPOINT part")?;
            Ok(Ok(value))
        }
        Err(Trouble::Broke(fault))
            if matches!(fault.kind, FaultKind::Internal | FaultKind::Integrity) && !fault.transient =>
        {
            conn.batch_execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")?;
            Ok(Err(*fault))
        }
        Err(trouble) => Err(trouble),
    }
}

/// Begins, runs, and commits or rolls back; a panic rolls back too.
pub fn in_transaction<T>(conn: &mut AnyConn, work: impl FnOnce(&mut AnyConn) -> Outcome<T>) -> Outcome<T> {
    begin(conn)?;
    carried_out(conn, work)
}

/// The same where it has begun.
fn carried_out<T>(conn: &mut AnyConn, work: impl FnOnce(&mut AnyConn) -> Outcome<T>) -> Outcome<T> {
    match catch_unwind(AssertUnwindSafe(|| work(conn))) {
        Ok(Ok(value)) => {
            commit(conn)?;
            Ok(value)
        }
        Ok(Err(trouble)) => {
            roll_back(conn)?;
            Err(trouble)
        }
        Err(_) => {
            roll_back(conn)?;
            Err(panicked())
        }
    }
}

/// A page must not mix two states of the world: SQLite pins the snapshot of its first read.
fn begin_reading(conn: &mut AnyConn) -> Result<(), diesel::result::Error> {
    match conn {
        AnyConn::Sqlite(sqlite) => sqlite.batch_execute("BEGIN"),
        AnyConn::Postgres(pg) => pg.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
    }
}

pub(super) fn begin(conn: &mut AnyConn) -> Result<(), diesel::result::Error> {
    match conn {
        // A deferred transaction that reads before it writes fails at once when another writes meanwhile.
        AnyConn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        AnyConn::Postgres(_) => <AnyConn as Connection>::TransactionManager::begin_transaction(conn),
    }
}

pub(super) fn commit(conn: &mut AnyConn) -> Result<(), diesel::result::Error> {
    match conn {
        AnyConn::Sqlite(sqlite) => AnsiTransactionManager::commit_transaction(sqlite),
        AnyConn::Postgres(_) => <AnyConn as Connection>::TransactionManager::commit_transaction(conn),
    }
}

pub(super) fn roll_back(conn: &mut AnyConn) -> Result<(), diesel::result::Error> {
    match conn {
        AnyConn::Sqlite(sqlite) => AnsiTransactionManager::rollback_transaction(sqlite),
        AnyConn::Postgres(_) => <AnyConn as Connection>::TransactionManager::rollback_transaction(conn),
    }
}

pub(super) fn panicked() -> Trouble {
    Fault::internal("a transaction panicked; see the line before in the log").into()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::sync::oneshot;

    use super::*;

    fn a_database() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().expect("a folder");
        let url =
            DatabaseUrl::parse(&format!("sqlite://{}", folder.path().join("x.db").display())).expect("an address");
        super::super::migrate::bring_up_to_date(&url).expect("migrated");
        (folder, Db::connect(&url, 1, Sources::system()).expect("connected"))
    }

    /// Somebody reads, until what this answers is dropped.
    async fn somebody_reads(db: &Db, at_once: bool) -> mpsc::Sender<()> {
        let (begun, has_begun) = oneshot::channel();
        let (stop, until_stopped) = mpsc::channel::<()>();
        let work = move |_: &mut AnyConn| {
            let _ = begun.send(());
            let _ = until_stopped.recv();
            Ok(())
        };
        let db = db.clone();
        tokio::spawn(async move {
            let access = Access::system("test");
            if at_once { db.read_at_once(&access, work).await } else { db.read(&access, work).await }
        });
        has_begun.await.expect("begun");
        stop
    }

    #[test]
    fn who_asks_who_somebody_is_waits_for_no_reader_and_takes_no_readers_place() {
        let (_folder, db) = a_database();
        let access = Access::system("test");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let reader = somebody_reads(&db, false).await;
            assert_eq!(db.read_at_once(&access, |_| Ok(7)).await.ok(), Some(7), "beside the one who may read");
            drop(reader);
            let askers = [somebody_reads(&db, true).await, somebody_reads(&db, true).await];
            assert_eq!(db.read(&access, |_| Ok(7)).await.ok(), Some(7), "beside all who may ask");
            let third = db.read_at_once(&access, |_| Ok(7));
            tokio::pin!(third);
            assert!(
                tokio::time::timeout(Duration::from_millis(50), &mut third).await.is_err(),
                "it waits for its turn"
            );
            drop(askers);
            assert_eq!(third.await.ok(), Some(7));
        });
    }
}
