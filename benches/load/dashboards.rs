//! Every page that leaders read: one reader, sixteen, and sixteen while somebody measures in the same region.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::figures::{Table, Times, now};
use crate::http::Line;
use crate::works::{Bench, READERS, commitments, free_day};

/// A page: what it is called, and its address.
type Page = (&'static str, String);

/// Measures them, and what sixteen readers of each cost a writer.
pub fn all(bench: &Bench<'_>, table: &mut Table) {
    let (cookie, bearer) = bench.person("coordinator", None);
    let writer = Writer::of(bench);
    table.time("a writer without pause, alone, p50", writer.times(bench).p50(), None, "");
    // With the same pauses as beside readers: a write after a pause finds everything cold, and costs more.
    let (_, alone) = writer.beside(bench, || std::thread::sleep(Duration::from_secs(bench.setting.seconds)));
    table.time("a writer in the region, alone, p50", alone, None, "");
    // What full processors cost a writer by themselves: the same readers of an answer that is no work.
    let (_, busy) = writer.beside(bench, || bench.get(READERS, &|_| String::new(), "/livez"));
    table.time("the writer beside 16 readers of /livez, p50", busy, Some(alone), "");
    for (name, path) in pages(bench, &bearer) {
        // As browsers ask.
        let headers = |_| format!("{cookie}Accept-Encoding: gzip\r\n");
        let one = bench.get(1, &headers, &path);
        table.time(&format!("{name}, one reader, p50"), one.p50(), None, "");
        let anew = bench.get_anew(&headers(0), &path);
        table.time(&format!("{name} made anew, one reader, p50"), anew.p50(), None, "");
        let many = bench.get(READERS, &headers, &path);
        table.rate(&format!("{name}, 16 readers"), many.per_second(), None, "");
        let (beside, written) = writer.beside(bench, || bench.get(READERS, &headers, &path));
        table.rate(&format!("{name}, 16 readers and a writer"), beside.per_second(), None, "");
        let name_of = name;
        let name = format!("the writer beside 16 readers of {name}, p50");
        table.time(&name, written, Some(alone), "<= 1.5 x");
        let ((), written) = writer.beside(bench, || bench.look(READERS, &headers, &path));
        let name = format!("the writer beside 16 people who look at {name_of} twice a second, p50");
        table.time(&name, written, Some(alone), "<= 1.5 x");
    }
}

fn pages(bench: &Bench<'_>, bearer: &str) -> Vec<Page> {
    let region = &bench.region;
    let town = bench.municipality(0);
    let mut line = Line::open(bench.program.address, bearer);
    let mut ask = |path: String| -> Value { serde_json::from_slice(line.get(&path)).expect("JSON") };
    let due = ask(format!("/api/v1/municipalities/{town}/due"));
    let item = &due["items"][0];
    let word = |value: &Value| value.as_str().expect("an id").to_owned();
    let commitment = word(&item["commitment_id"]);
    let project = word(&bench.setting.seed["projects"][0]["id"]);
    let benefits = ask(format!("/api/v1/projects/{project}/benefits"));
    let indicators = ask(format!("/api/v1/benefits/{}/indicators", word(&benefits["items"][0]["id"])));
    let indicator = word(&indicators["items"][0]["id"]);
    vec![
        ("region", format!("/regions/{region}")),
        ("region on a projector", format!("/regions/{region}?visning=projektor")),
        ("planned against realised", format!("/regions/{region}/realisation")),
        ("municipality", format!("/regions/{region}/municipalities/{town}")),
        ("project in a municipality", format!("/regions/{region}/cells/{project}/{town}")),
        ("benefit", format!("/commitments/{commitment}")),
        ("comparison", format!("/indicators/{indicator}/compare")),
        ("roadmap", format!("/projects?region={region}")),
        ("batons", format!("/regions/{region}/batons")),
        ("home", "/".to_owned()),
    ]
}

/// Somebody who measures in a municipality, one value after another.
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
                    each.push(from.elapsed());
                    std::thread::sleep(Duration::from_millis(100));
                }
                each.sort_unstable();
                each.get(each.len() / 2).map_or(f64::NAN, |middle| middle.as_secs_f64() * 1_000.0)
            });
            let times = read();
            over.store(true, Ordering::Relaxed);
            (times, writing.join().expect("the writer ends"))
        })
    }
}
