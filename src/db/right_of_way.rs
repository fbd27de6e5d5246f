//! Who writes has the right of way. Readers ask again and again, and their threads fill the processors; a write passes
//! through several threads, and would wait in line at each. So reading begins when no write is under way, or after a
//! moment: no reader waits for a whole line of writers.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;
use tokio::time::Instant;

/// How many write, and who waits for them.
#[derive(Default)]
pub struct RightOfWay {
    writing: AtomicUsize,
    over: Notify,
}

/// Somebody writes, until this is dropped.
pub struct Writing<'a>(&'a RightOfWay);

impl RightOfWay {
    /// Takes it.
    pub fn take(&self) -> Writing<'_> {
        self.writing.fetch_add(1, Ordering::AcqRel);
        Writing(self)
    }

    /// Waits while somebody writes, until then at most; whether the way was free.
    pub async fn give(&self, until: Instant) -> bool {
        let over = self.over.notified();
        self.writing.load(Ordering::Acquire) == 0 || tokio::time::timeout_at(until, over).await.is_ok()
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if self.0.writing.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.over.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn reading_waits_for_who_writes_and_for_no_line_of_them() {
        let within = |millis: u64| Instant::now() + Duration::from_millis(millis);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let way = RightOfWay::default();
            assert!(way.give(within(60_000)).await);
            let (one, other) = (way.take(), way.take());
            drop(one);
            assert!(!way.give(within(1)).await, "somebody writes on, and it is read all the same");
            let (is_free, ()) = tokio::join!(way.give(within(60_000)), async { drop(other) });
            assert!(is_free, "the last writer ends the wait");
            assert!(way.give(within(60_000)).await);
        });
    }
}
