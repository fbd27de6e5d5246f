//! Each work of `performance.md`, beside its floor.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};

use serde_json::{Value, json};
use stafett::clock::{Clock, Day};
use stafett::ids::decode;

use crate::Setting;
use crate::figures::{Table, Times, now};
use crate::floor;
use crate::http::Line;
use crate::program::Program;
use crate::{dashboards, relay};

pub const READERS: usize = 16;
const ROWS: usize = 10_000;

/// What all works share.
pub struct Bench<'a> {
    pub setting: &'a Setting,
    pub program: Program,
    pub region: String,
    today: Day,
}

/// Measures everything.
pub fn all(setting: &Setting, table: &mut Table) {
    let mut starts: Vec<f64> = (0..5).map(|_| Program::start(setting).start.as_secs_f64() * 1_000.0).collect();
    starts.sort_by(f64::total_cmp);
    let program = Program::start(setting);
    let (idle, _) = program.memory();
    let region = setting.seed["regions"][0]["id"].as_str().expect("a region").to_owned();
    let bench = Bench { setting, program, region, today: Clock::System.now().day() };
    matrix(&bench, table);
    curve(&bench, table);
    due(&bench, table);
    grid(&bench, table);
    simple(&bench, table);
    write(&bench, table);
    import(&bench, table);
    dashboards::all(&bench, table);
    relay::many(&bench, table);
    let (after, most) = bench.program.memory();
    table.time("start to /readyz", starts[2], None, "<= 100 ms");
    table.plain("memory idle", format!("{idle:.1} MiB"), "<= 25 MiB");
    table.plain("memory under load", format!("{most:.1} MiB (then {after:.1})"), "<= 100 MiB");
    let size = std::fs::metadata(&setting.binary).map_or(0, |file| file.len());
    table.plain("binary", format!("{:.1} MB", size as f64 / 1e6), "<= 25 MB");
}

impl Bench<'_> {
    /// A person of the seed: the one of this role in the n-th municipality, or in the region.
    pub fn person(&self, role: &str, municipality: Option<usize>) -> (String, String) {
        let place = municipality.map(|at| self.municipality(at));
        let list = self.setting.seed["sign_ins"].as_array().expect("sign-ins");
        let found = list
            .iter()
            .find(|one| one["role"] == role && one["municipality_id"].as_str() == place.as_deref())
            .unwrap_or_else(|| panic!("no {role} in the seed"));
        self.program.sign_in(found)
    }

    pub fn municipality(&self, at: usize) -> String {
        self.setting.seed["regions"][0]["municipalities"][at]["id"].as_str().expect("a municipality").to_owned()
    }

    /// GET again and again on as many connections.
    pub fn get(&self, threads: usize, headers: &(impl Fn(usize) -> String + Sync), path: &str) -> Times {
        Times::of(threads, self.setting.seconds, |number| {
            let mut line = Line::open(self.program.address, &headers(number));
            move || {
                line.get(path);
            }
        })
    }

    /// GET by one reader, each time at an address of its own: a page that is kept is then made anew.
    pub fn get_anew(&self, headers: &str, path: &str) -> Times {
        let (time, sign) = (AtomicU64::new(0), if path.contains('?') { '&' } else { '?' });
        Times::of(1, self.setting.seconds, |_| {
            let mut line = Line::open(self.program.address, headers);
            let time = &time;
            move || {
                line.get(&format!("{path}{sign}time={}", time.fetch_add(1, Ordering::Relaxed)));
            }
        })
    }

    /// GET twice a second on as many connections, as people who look at the page would at the very most.
    pub fn look(&self, threads: usize, headers: &(impl Fn(usize) -> String + Sync), path: &str) {
        Times::of(threads, self.setting.seconds, |number| {
            let mut line = Line::open(self.program.address, &headers(number));
            move || {
                line.get(path);
                std::thread::sleep(std::time::Duration::from_millis(500));
            }
        });
    }

    /// A floor's query again and again.
    pub fn sql(&self, threads: usize, query: impl Fn(&mut stafett::db::AnyConn) -> usize + Sync) -> Times {
        Times::of(threads, self.setting.seconds, |_| {
            let mut conn = floor::connect(self.setting, false);
            let query = &query;
            move || assert!(query(&mut conn) > 0, "the floor finds nothing")
        })
    }
}

/// An id of the seed, as the database has it.
pub fn number(id: &str) -> i64 {
    decode(id).expect("an id of the seed")
}

fn matrix(bench: &Bench<'_>, table: &mut Table) {
    let (cookie, _) = bench.person("coordinator", None);
    let path = format!("/regions/{}", bench.region);
    let region = number(&bench.region);
    let floor = |threads| bench.sql(threads, |conn| floor::matrix(conn, region));
    let headers = |_| cookie.clone();
    let (sql, page) = (floor(1), bench.get(1, &headers, &path));
    table.time("W1 matrix, one reader, p50", page.p50(), Some(sql.p50()), "<= 4 ms, <= 4 x");
    let (sql, page) = (floor(READERS), bench.get(READERS, &headers, &path));
    table.rate("W1 matrix, 16 readers", page.per_second(), Some(sql.per_second()), ">= 700 /s");
    let zipped = bench.get(READERS, &|_| format!("{cookie}Accept-Encoding: gzip\r\n"), &path);
    table.rate("W1 the same, gzipped", zipped.per_second(), Some(sql.per_second()), "");
}

fn curve(bench: &Bench<'_>, table: &mut Table) {
    let (_, bearer) = bench.person("coordinator", None);
    let path = format!("/api/v1/regions/{}/curve?from=2022-01&to=2026-12", bench.region);
    let region = number(&bench.region);
    let sql = bench.sql(1, |conn| floor::curve(conn, region));
    let answer = bench.get(1, &|_| bearer.clone(), &path);
    table.time("W2 curve of 60 months, one reader, p50", answer.p50(), Some(sql.p50()), "<= 2 ms");
}

fn due(bench: &Bench<'_>, table: &mut Table) {
    let people: Vec<String> = (0..READERS).map(|at| bench.person("contributor", Some(at)).0).collect();
    let places: Vec<i64> = (0..READERS).map(|at| number(&bench.municipality(at))).collect();
    let until = days(bench.today) + 31;
    let floor = |threads| {
        let next = AtomicUsize::new(0);
        bench.sql(threads, |conn| floor::due(conn, places_at(&next, &places), until))
    };
    let headers = |number: usize| people[number].clone();
    let (sql, page) = (floor(1), bench.get(1, &headers, "/due"));
    table.time("W3 due list, one reader, p50", page.p50(), Some(sql.p50()), "<= 1.5 ms, <= 5 x");
    let anew = bench.get_anew(&headers(0), "/due");
    table.time("W3 due list made anew, one reader, p50", anew.p50(), Some(sql.p50()), "");
    let (sql, page) = (floor(READERS), bench.get(READERS, &headers, "/due"));
    table.rate("W3 due list, 16 readers", page.per_second(), Some(sql.per_second()), ">= 2000 /s");
}

/// The grid of a municipality with all its series: six months beside each other.
fn grid(bench: &Bench<'_>, table: &mut Table) {
    let headers = |_| bench.person("contributor", Some(0)).0;
    let path = format!("/regions/{}/grid/{}?all=1", bench.region, bench.municipality(0));
    let (municipality, until) = (number(&bench.municipality(0)), days(bench.today));
    let sql = bench.sql(1, |conn| floor::grid(conn, municipality, until - 214));
    let page = bench.get(1, &headers, &path);
    table.time("grid of a municipality, one reader, p50", page.p50(), Some(sql.p50()), "");
}

fn simple(bench: &Bench<'_>, table: &mut Table) {
    let (cookie, _) = bench.person("coordinator", None);
    let headers = |_| cookie.clone();
    let page = Line::open(bench.program.address, &cookie).get("/about").to_vec();
    let page = String::from_utf8_lossy(&page).into_owned();
    let from = page.find("/assets/").expect("a page names its files");
    let asset = page[from..].split('"').next().expect("a name").to_owned();
    let (file, page) = (bench.get(READERS, &|_| String::new(), &asset), bench.get(READERS, &headers, "/about"));
    table.rate("W6 /about beside an asset, 16 readers", page.per_second(), Some(file.per_second()), ">= 25000 /s");
    let health = bench.get(READERS, &|_| String::new(), "/livez");
    table.rate("W6 /about beside /livez, 16 readers", page.per_second(), Some(health.per_second()), "");
}

/// The commitments of a municipality, as its contributor finds them.
pub fn commitments(bench: &Bench<'_>, bearer: &str, at: usize) -> Vec<String> {
    let mut line = Line::open(bench.program.address, bearer);
    let path = format!("/api/v1/municipalities/{}/due", bench.municipality(at));
    let answer: Value = serde_json::from_slice(line.get(&path)).expect("what is due");
    answer["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["commitment_id"].as_str().expect("an id").to_owned())
        .collect()
}

/// Days on which nothing is measured yet, whether a month has one value in the seed or ten; from the second year on.
pub fn free_day(number: u64) -> Day {
    const FREE: [u32; 18] = [2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 18, 19, 21, 22, 24, 25, 27, 28];
    let number = usize::try_from(number).expect("few days");
    let month = i32::try_from(number / FREE.len()).expect("few months");
    Day::from_ymd(2022 + month / 12, month.unsigned_abs() % 12 + 1, FREE[number % FREE.len()]).expect("a day")
}

fn write(bench: &Bench<'_>, table: &mut Table) {
    floor::set_up(bench.setting);
    let people: Vec<(String, Vec<String>)> = (0..READERS)
        .map(|at| {
            let bearer = bench.person("contributor", Some(at)).1;
            let list = commitments(bench, &bearer, at);
            (bearer, list)
        })
        .collect();
    let used: Vec<AtomicU64> = (0..READERS).map(|_| AtomicU64::new(0)).collect();
    let written = |threads| {
        Times::of(threads, bench.setting.seconds, |number| {
            let ((bearer, list), used) = (&people[number], &used[number]);
            let mut line = Line::open(bench.program.address, bearer);
            move || {
                let place = used.fetch_add(1, Ordering::Relaxed);
                let of = &list[usize::try_from(place).expect("few") % list.len()];
                let on = free_day(place / list.len() as u64);
                let body = json!({"on": on, "value": "40.5", "kind": "measured"}).to_string();
                line.post(&format!("/api/v1/commitments/{of}/measurements"), "application/json", &body, 201);
            }
        })
    };
    let commits = |threads, rows| {
        let connecting = Mutex::new(());
        Times::of(threads, bench.setting.seconds, |_| {
            let guard = connecting.lock().expect("no thread breaks");
            let mut conn = floor::connect(bench.setting, true);
            drop(guard);
            move || floor::commit(&mut conn, rows)
        })
    };
    let (bare, one) = (commits(1, 1), written(1));
    table.time("W4 one measurement, one writer, p50", one.p50(), Some(bare.p50()), "<= 1.3 x");
    let sqlite = bench.setting.url.starts_with("sqlite");
    let bare =
        if sqlite { commits(1, READERS).per_second() * READERS as f64 } else { commits(READERS, 1).per_second() };
    let many = written(READERS);
    table.rate("W4 one measurement, 16 writers", many.per_second(), Some(bare), ">= 2500 /s");
}

fn import(bench: &Bench<'_>, table: &mut Table) {
    let at = READERS + 1;
    let bearer = bench.person("contributor", Some(at)).1;
    let list = commitments(bench, &bearer, at);
    let mut line = Line::open(bench.program.address, &bearer);
    let path = format!("/api/v1/regions/{}/imports?kind=measurements", bench.region);
    let round = AtomicI64::new(0);
    let mut conn = floor::connect(bench.setting, true);
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let this = round.fetch_add(1, Ordering::Relaxed);
        let from = now();
        floor::bulk(&mut conn, i64::try_from(ROWS).expect("few"), this);
        bare.push(from.elapsed().as_secs_f64() * 1_000.0);
        let body = file(&list, u64::try_from(this).expect("few"));
        let from = now();
        line.post(&path, "multipart/form-data; boundary=grense", &body, 200);
        ours.push(from.elapsed().as_secs_f64() * 1_000.0);
    }
    bare.sort_by(f64::total_cmp);
    ours.sort_by(f64::total_cmp);
    table.time("W5 10,000 imported from CSV", ours[1], Some(bare[1]), "<= 800 ms");
    floor::tear_down(bench.setting);
}

fn file(list: &[String], round: u64) -> String {
    let rows: String = (0..ROWS)
        .map(|row| {
            let place = round * ROWS as u64 + row as u64;
            let of = &list[usize::try_from(place).expect("few") % list.len()];
            format!("{of},{},{}.5,measured\r\n", free_day(place / list.len() as u64), row % 50 + 20)
        })
        .collect();
    format!(
        "--grense\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m.csv\"\r\nContent-Type: text/csv\r\n\r\n\
         commitment_id,on,value,kind\r\n{rows}\r\n--grense--\r\n"
    )
}

/// The next place in turn.
fn places_at(next: &AtomicUsize, places: &[i64]) -> i64 {
    places[next.fetch_add(1, Ordering::Relaxed) % places.len()]
}

/// As the database has it.
fn days(day: Day) -> i32 {
    i32::try_from(Day::EPOCH.days_until(day)).expect("a day of ours")
}
