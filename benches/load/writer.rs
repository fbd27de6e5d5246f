//! Somebody who measures, alone and beside sixteen who read in the same region.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::dashboards::Page;
use crate::figures::{Table, Times, middle, now};
use crate::http::Line;
use crate::works::{Bench, READERS, commitments, free_day};

/// A shared machine's speed changes from minute to minute: so each round has its own writer alone, and the middle counts.
const ROUNDS: usize = 3;

/// What sixteen readers of each page cost who writes, and what who writes costs them.
pub fn beside_readers(
    bench: &Bench<'_>,
    pages: &[Page],
    headers: &(impl Fn(usize) -> String + Sync),
    table: &mut Table,
) {
    let writer = Writer::of(bench);
    table.time("a writer without pause, alone, p50", writer.times(bench).p50(), None, "");
    // Full processors cost a writer something by themselves: so the same readers ask for an answer that is no work, too.
    writer.beside_readers_of(bench, "/livez", "/livez", headers, "", table);
    for (name, path) in pages {
        writer.beside_readers_of(bench, name, path, headers, "<= 1.5 x", table);
    }
}

struct Writer {
    bearer: String,
    list: Vec<String>,
    used: AtomicU64,
}

/// A municipality that no other work writes in.
const PLACE: usize = READERS + 2;

impl Writer {
    fn of(bench: &Bench<'_>) -> Self {
        let bearer = bench.person("contributor", Some(PLACE)).1;
        let list = commitments(bench, &bearer, PLACE);
        Self { bearer, list, used: AtomicU64::new(0) }
    }

    fn write(&self, line: &mut Line) {
        let place = self.used.fetch_add(1, Ordering::Relaxed);
        let of = &self.list[usize::try_from(place).expect("few") % self.list.len()];
        let on = free_day(place / self.list.len() as u64);
        let body = json!({"on": on, "value": "40.5", "kind": "measured"}).to_string();
        line.post(&format!("/api/v1/commitments/{of}/measurements"), "application/json", &body, 201);
    }

    fn times(&self, bench: &Bench<'_>) -> Times {
        Times::of(1, bench.setting.seconds, |_| {
            let mut line = Line::open(bench.program.address, &self.bearer);
            move || self.write(&mut line)
        })
    }

    fn beside_readers_of(
        &self,
        bench: &Bench<'_>,
        name: &str,
        path: &str,
        headers: &(impl Fn(usize) -> String + Sync),
        aim: &str,
        table: &mut Table,
    ) {
        let (mut alone, mut rates, mut asked, mut looked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            // With the same pauses as beside readers: a write after a pause finds everything cold, and costs more.
            let ((), by_itself) = self.beside(bench, || std::thread::sleep(Duration::from_secs(bench.setting.seconds)));
            let (times, beside_readers) = self.beside(bench, || bench.get(READERS, headers, path));
            let ((), beside_lookers) = self.beside(bench, || bench.look(READERS, headers, path));
            alone.push(by_itself);
            rates.push(times.per_second());
            asked.push(beside_readers / by_itself);
            looked.push(beside_lookers / by_itself);
        }
        table.time(&format!("the writer alone, before 16 readers of {name}, p50"), middle(&alone), None, "");
        table.rate(&format!("{name}, 16 readers and a writer"), middle(&rates), None, "");
        table.times_as_long(&format!("the writer beside 16 readers of {name}"), &asked, aim);
        table.times_as_long(&format!("the writer beside 16 who look at {name} twice a second"), &looked, aim);
    }

    /// Reads while this writes ten times a second; the readers' times, and the writer's middle time in milliseconds.
    fn beside<T>(&self, bench: &Bench<'_>, read: impl FnOnce() -> T) -> (T, f64) {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                let mut line = Line::open(bench.program.address, &self.bearer);
                let mut each = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    let from = now();
                    self.write(&mut line);
                    each.push(from.elapsed().as_secs_f64() * 1_000.0);
                    std::thread::sleep(Duration::from_millis(100));
                }
                middle(&each)
            });
            let times = read();
            over.store(true, Ordering::Relaxed);
            (times, writing.join().expect("the writer ends"))
        })
    }
}
