//! Threads for work that keeps a processor busy: reading pages, hashing passwords. They step back behind every other thread
//! of the program, so that who writes waits for none of them; and they are few, for each keeps the memory it once needed.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusal::Fault;

/// How far they step back, of 19 (nice(2)): a thread that does not is let in before them as soon as it has something to do.
#[cfg(target_os = "linux")]
const STEPS_BACK: i32 = 10;

/// Some threads of one kind.
pub struct Threads {
    /// As many places as there are threads: who must wait does so without one.
    places: Arc<Semaphore>,
    /// There until this is dropped.
    runtime: Option<Runtime>,
}

impl Threads {
    /// Sets up at most so many; each begins when it is needed.
    pub fn of(name: &str, most: usize) -> Result<Self, Fault> {
        let runtime = Builder::new_current_thread()
            .thread_name(name)
            .max_blocking_threads(most)
            .on_thread_start(step_back)
            .build()
            .map_err(Fault::internal)?;
        Ok(Self { places: Arc::new(Semaphore::new(most)), runtime: Some(runtime) })
    }

    /// A place, or none where none became free in time.
    pub async fn place(&self, patience: Duration) -> Option<OwnedSemaphorePermit> {
        tokio::time::timeout(patience, Arc::clone(&self.places).acquire_owned()).await.ok()?.ok()
    }

    /// Runs work on one of the threads; gives its place back, and whatever comes with it, when the work is done.
    pub async fn run<T: Send + 'static>(
        &self,
        place: impl Send + 'static,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let runtime = self.runtime.as_ref().ok_or_else(|| Fault::internal("the threads have stopped"))?;
        let done = runtime.spawn_blocking(move || {
            let value = work();
            drop(place);
            value
        });
        done.await.map_err(Fault::internal)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // What still runs ends by itself; nobody waits for its answer any more.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Linux keeps such a number for each thread; elsewhere it is the whole program's, and would change nothing.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, STEPS_BACK) {
        tracing::debug!(%error, "a thread keeps its priority");
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn its_work_steps_back_and_who_asks_for_it_does_not() {
        let priority = || rustix::process::getpriority_process(None).expect("this thread's");
        let before = priority();
        let threads = Threads::of("test", 2).expect("threads");
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let there = runtime.block_on(async {
            let place = threads.place(Duration::from_secs(5)).await.expect("a place");
            threads.run(place, priority).await.expect("its priority")
        });
        assert_eq!(there, STEPS_BACK.max(before));
        assert_eq!(priority(), before);
    }

    #[test]
    fn who_finds_no_place_in_time_is_told() {
        let threads = Threads::of("test", 1).expect("threads");
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let taken = threads.place(Duration::from_secs(5)).await;
            assert!(threads.place(Duration::from_millis(5)).await.is_none());
            drop(taken);
            assert!(threads.place(Duration::from_secs(5)).await.is_some());
        });
    }
}
