//! Counters in the text form that Prometheus reads. Whole numbers only, no names of people or places.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const BOUNDS_MICROS: [u64; 10] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 500_000, 1_000_000, 5_000_000];

/// Counts since the program started.
#[derive(Default)]
pub struct Metrics {
    by_class: [AtomicU64; 6],
    buckets: [AtomicU64; BOUNDS_MICROS.len()],
    count: AtomicU64,
    sum_micros: AtomicU64,
    /// Mails given to the mail server.
    pub mails_sent: AtomicU64,
    /// Mails the mail server did not take.
    pub mails_failed: AtomicU64,
}

impl Metrics {
    /// Counts one answer.
    pub fn answered(&self, status: u16, elapsed: Duration) {
        let class = usize::from(status / 100).min(self.by_class.len() - 1);
        self.by_class[class].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        for (bucket, bound) in self.buckets.iter().zip(BOUNDS_MICROS) {
            if micros <= bound {
                bucket.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.sum_micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// The text for `/metrics`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut line = |name: &str, value: String| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name} {value}");
        };
        line("# TYPE stafett_http_answers_total", "counter".into());
        for (class, counter) in self.by_class.iter().enumerate().skip(1) {
            line(&format!("stafett_http_answers_total{{class=\"{class}xx\"}}"), read(counter).to_string());
        }
        line("# TYPE stafett_http_answer_seconds", "histogram".into());
        for (bucket, bound) in self.buckets.iter().zip(BOUNDS_MICROS) {
            let seconds = format!("{}.{:06}", bound / 1_000_000, bound % 1_000_000);
            line(&format!("stafett_http_answer_seconds_bucket{{le=\"{seconds}\"}}"), read(bucket).to_string());
        }
        line("stafett_http_answer_seconds_bucket{le=\"+Inf\"}", read(&self.count).to_string());
        let sum = read(&self.sum_micros);
        line("stafett_http_answer_seconds_sum", format!("{}.{:06}", sum / 1_000_000, sum % 1_000_000));
        line("stafett_http_answer_seconds_count", read(&self.count).to_string());
        line("# TYPE stafett_mails_total", "counter".into());
        line("stafett_mails_total{fate=\"sent\"}", read(&self.mails_sent).to_string());
        line("stafett_mails_total{fate=\"failed\"}", read(&self.mails_failed).to_string());
        text
    }
}
