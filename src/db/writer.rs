//! SQLite's one writer, with group commit: it takes everything that waits, runs each caller's work in a savepoint of
//! its own, commits once, and only then answers. One disk flush then carries many callers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use diesel::connection::SimpleConnection;

use super::connection::AnyConn;
use super::transaction::{begin, commit, panicked, roll_back};
use crate::refusal::{Fault, FaultKind, Outcome};

const MOST_IN_ONE_COMMIT: usize = 256;

/// What one caller wants done, in two steps: the work, and the answer after the commit.
trait Errand: Send {
    /// Runs the work; answers whether it may stay in the transaction.
    fn run(&mut self, conn: &mut AnyConn) -> bool;
    /// Tells the caller, with the commit's fate.
    fn answer(self: Box<Self>, committed: Result<(), Fault>);
}

struct Work<F, T, A> {
    work: F,
    outcome: Option<Outcome<T>>,
    answer: A,
}

impl<F, T, A> Errand for Work<F, T, A>
where
    F: FnMut(&mut AnyConn) -> Outcome<T> + Send,
    T: Send,
    A: FnOnce(Outcome<T>) + Send,
{
    fn run(&mut self, conn: &mut AnyConn) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(conn))).unwrap_or_else(|_| Err(panicked()));
        let stays = outcome.is_ok();
        self.outcome = Some(outcome);
        stays
    }

    fn answer(self: Box<Self>, committed: Result<(), Fault>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(_)) | None, Err(fault)) => Err(fault.into()),
            (Some(outcome), _) => outcome,
            (None, Ok(())) => Err(Fault::internal("the writer passed over an errand").into()),
        };
        (self.answer)(outcome);
    }
}

/// The writer thread's letter box.
pub struct Writer {
    errands: Sender<Box<dyn Errand>>,
}

impl Writer {
    /// Starts the thread that owns the one writing connection.
    pub fn start(conn: AnyConn) -> Result<Self, Fault> {
        let (errands, inbox) = channel();
        std::thread::Builder::new()
            .name("stafett-writer".into())
            .spawn(move || serve(conn, &inbox))
            .map_err(Fault::internal)?;
        Ok(Self { errands })
    }

    /// Hands over work and waits without blocking the thread.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut AnyConn) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (tell, told) = tokio::sync::oneshot::channel();
        // A caller that went away is not told; its work stands all the same.
        let errand = Work { work, outcome: None, answer: move |outcome| drop(tell.send(outcome)) };
        self.errands.send(Box::new(errand)).map_err(|_| stopped())?;
        told.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// Hands over work and blocks until it is done.
    pub fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut AnyConn) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (tell, told) = channel();
        let errand = Work { work, outcome: None, answer: move |outcome| drop(tell.send(outcome)) };
        self.errands.send(Box::new(errand)).map_err(|_| stopped())?;
        told.recv().unwrap_or_else(|_| Err(stopped().into()))
    }
}

fn stopped() -> Fault {
    Fault::of(FaultKind::DatabaseAway, "the writer has stopped")
}

fn serve(mut conn: AnyConn, inbox: &Receiver<Box<dyn Errand>>) {
    while let Ok(first) = inbox.recv() {
        let mut batch = vec![first];
        while batch.len() < MOST_IN_ONE_COMMIT {
            match inbox.try_recv() {
                Ok(next) => batch.push(next),
                Err(_) => break,
            }
        }
        let fate = commit_together(&mut conn, &mut batch);
        for errand in batch {
            errand.answer(fate.clone());
        }
    }
}

/// Runs a batch in one transaction. Work that refuses or breaks is undone alone; a failed commit fails them all.
fn commit_together(conn: &mut AnyConn, batch: &mut [Box<dyn Errand>]) -> Result<(), Fault> {
    begin(conn).map_err(Fault::from)?;
    for errand in batch.iter_mut() {
        let kept = conn.batch_execute("SAVEPOINT errand").and_then(|()| {
            if errand.run(conn) {
                conn.batch_execute("RELEASE errand")
            } else {
                conn.batch_execute("ROLLBACK TO errand; RELEASE errand")
            }
        });
        if let Err(error) = kept {
            // A full disk can end the whole transaction by itself; then rolling back finds nothing left to undo.
            let _ = roll_back(conn);
            return Err(error.into());
        }
    }
    commit(conn).map_err(|error| {
        let _ = roll_back(conn);
        error.into()
    })
}
