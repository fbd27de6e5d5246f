//! Times, and the table they end in.

use std::fmt;
use std::time::{Duration, Instant};

/// How long each of many repetitions took, over a stretch of time.
pub struct Times {
    each: Vec<Duration>,
    whole: Duration,
}

impl Times {
    /// Repeats `work` on `threads` threads for some seconds. Each thread makes its own worker first.
    pub fn of<W: FnMut() + Send>(threads: usize, seconds: u64, worker: impl Fn(usize) -> W + Sync) -> Self {
        let ready = std::sync::Barrier::new(threads);
        let results: Vec<(Vec<Duration>, Duration)> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads)
                .map(|number| {
                    let (ready, worker) = (&ready, &worker);
                    scope.spawn(move || {
                        let mut work = worker(number);
                        work();
                        ready.wait();
                        let (mut each, begun) = (Vec::new(), now());
                        while begun.elapsed() < Duration::from_secs(seconds) {
                            let from = now();
                            work();
                            each.push(from.elapsed());
                        }
                        (each, begun.elapsed())
                    })
                })
                .collect();
            running.into_iter().map(|thread| thread.join().expect("a worker ends")).collect()
        });
        let whole = results.iter().map(|(_, whole)| *whole).max().unwrap_or_default();
        let mut each: Vec<Duration> = results.into_iter().flat_map(|(each, _)| each).collect();
        each.sort_unstable();
        Self { each, whole }
    }

    /// The middle one, in milliseconds.
    pub fn p50(&self) -> f64 {
        self.each.get(self.each.len() / 2).map_or(f64::NAN, |middle| middle.as_secs_f64() * 1_000.0)
    }

    /// How many in a second.
    pub fn per_second(&self) -> f64 {
        self.each.len() as f64 / self.whole.as_secs_f64()
    }
}

/// The middle one of some figures.
pub fn middle(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time; it decides nothing")]
pub fn now() -> Instant {
    Instant::now()
}

/// What was measured.
#[derive(Default)]
pub struct Table(Vec<[String; 5]>);

impl Table {
    /// A time: ratio is the figure over its floor.
    pub fn time(&mut self, work: &str, milliseconds: f64, floor: Option<f64>, aim: &str) {
        let shown = |value: f64| format!("{value:.2} ms");
        let ratio = floor.map_or_else(String::new, |floor| format!("{:.2} x", milliseconds / floor));
        self.line(work, shown(milliseconds), floor.map_or_else(String::new, shown), ratio, aim);
    }

    /// A rate: ratio is how many times the floor's rate is the figure's, so that more is worse here too.
    pub fn rate(&mut self, work: &str, per_second: f64, floor: Option<f64>, aim: &str) {
        let shown = |value: f64| format!("{value:.0} /s");
        let ratio = floor.map_or_else(String::new, |floor| format!("{:.2} x", floor / per_second));
        self.line(work, shown(per_second), floor.map_or_else(String::new, shown), ratio, aim);
    }

    /// How many times as long something took as alone, in each of some rounds.
    pub fn times_as_long(&mut self, work: &str, rounds: &[f64], aim: &str) {
        let (least, most) = rounds.iter().fold((f64::MAX, f64::MIN), |(l, m), round| (l.min(*round), m.max(*round)));
        let figure = format!("{least:.2} to {most:.2} x");
        self.line(work, figure, String::new(), format!("{:.2} x", middle(rounds)), aim);
    }

    /// Anything else.
    pub fn plain(&mut self, work: &str, figure: String, aim: &str) {
        self.line(work, figure, String::new(), String::new(), aim);
    }

    fn line(&mut self, work: &str, figure: String, floor: String, ratio: String, aim: &str) {
        eprintln!("  {work}: {figure} {floor} {ratio}");
        self.0.push([work.to_owned(), figure, floor, ratio, aim.to_owned()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| work | figure | floor | ratio | aim |\n|---|---|---|---|---|")?;
        for [work, figure, floor, ratio, aim] in &self.0 {
            writeln!(f, "| {work} | {figure} | {floor} | {ratio} | {aim} |")?;
        }
        Ok(())
    }
}
