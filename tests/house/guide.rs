//! «Slik regner vi» in the user guide is computed: every example is written here once more with figures from the rules
//! themselves, and must stand in the guide word for word. A wrong figure in the guide fails, and so does an example that
//! nobody computes.

use stafett::clock::Day;
use stafett::decimal::{Decimal, Figure};
use stafett::measurements::rules::{
    self, Accumulation, Calendar, Direction, Frequency, LEAST_ANSWERS, Pace, Point, Promise, TOLERANCE, forecast,
    next_due, pace, share, sustained,
};
use stafett::web::guide::section;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn point(on: &str, value: &str) -> Point {
    Point { on: day(on), value: number(value) }
}

/// A promise from one dated value over others to the last.
fn promise(stations: &[(&str, &str)]) -> Promise {
    let points: Vec<Point> = stations.iter().map(|(on, value)| point(on, value)).collect();
    let (Some(baseline), Some(target)) = (points.first(), points.last()) else { panic!("no stations") };
    let direction = match baseline.value.cmp(&target.value) {
        std::cmp::Ordering::Less => Direction::Up,
        std::cmp::Ordering::Equal => Direction::Hold,
        std::cmp::Ordering::Greater => Direction::Down,
    };
    Promise { baseline: *baseline, target: *target, plan: points[1..points.len() - 1].to_vec(), direction }
}

/// As the guide writes a number: a comma, a true minus.
fn said(number: impl ToString) -> String {
    number.to_string().replace('.', ",").replace('-', "−")
}

fn percent(share: Option<Figure>) -> String {
    said(share.and_then(Figure::as_percent).expect("a share").rounded(0))
}

fn worded(pace: Pace) -> &'static str {
    match pace {
        Pace::OnPlan => "på plan",
        Pace::SlightlyBehind => "litt bak",
        Pace::Behind => "bak",
    }
}

fn attainment() -> String {
    let (b, t, v) = (number("121"), number("98"), number("110"));
    let attained = rules::attainment(b, t, v);
    format!(
        "*Eksempel.* Nullpunkt {b} dager, måltall {t} dager, målt {v} dager: ({v} − {b}) / ({t} − {b}) = {} / {} = {}. Siden viser {} %.",
        said(v.micros() / 1_000_000 - b.micros() / 1_000_000),
        said(t.micros() / 1_000_000 - b.micros() / 1_000_000),
        said(attained.expect("a change")),
        percent(attained)
    )
}

fn no_change() -> String {
    let attained = rules::attainment(number("80"), number("100"), number("80"));
    format!("Går nullpunktet fra 80 mot 100 og målingen er 80, er måloppnåelsen {} %, ikke 80 %.", percent(attained))
}

fn plan() -> String {
    let promise = promise(&[("2026-01-01", "700"), ("2026-03-01", "650"), ("2027-01-01", "600")]);
    let on = day("2026-01-31");
    let gone = promise.baseline.on.days_until(on);
    let of = promise.baseline.on.days_until(promise.plan[0].on);
    format!(
        "Den 31. januar er det gått {gone} av {of} dager: 700 − 50 × {gone} / {of} = {}.",
        said(promise.planned(on).rounded())
    )
}

fn in_time() -> Vec<String> {
    let on = day("2026-03-15");
    let behind = number("0.8");
    let rising = promise(&[("2026-01-01", "0"), ("2027-01-01", "500")]);
    let falling = promise(&[("2026-01-01", "500"), ("2027-01-01", "0")]);
    let of = |promise: &Promise, value: &str| worded(pace(promise, on, number(value), behind));
    let (gone, days) = (rising.baseline.on.days_until(on), rising.baseline.on.days_until(rising.target.on));
    assert_eq!(of(&rising, "99"), of(&rising, "80"), "the guide says them together");
    vec![
        format!(
            "Den 15. mars er det gått {gone} av {days} dager, og planen er {}. Målt 100 er {}. Målt 99 og 80 er {}. Målt 79 er {}.",
            said(rising.planned(on).rounded()),
            of(&rising, "100"),
            of(&rising, "99"),
            of(&rising, "79")
        ),
        format!(
            "Går indikatoren nedover, fra 500 til 0, er planen samme dag {}: målt 400 er {}, 420 er {}, 421 er {}.",
            said(falling.planned(on).rounded()),
            of(&falling, "400"),
            of(&falling, "420"),
            of(&falling, "421")
        ),
    ]
}

fn held() -> Vec<String> {
    let held = promise(&[("2026-01-01", "50"), ("2027-01-01", "50")]);
    let holds =
        |value: &i64| pace(&held, day("2026-06-01"), Decimal::from_whole(*value), number("0.8")) == Pace::OnPlan;
    let all: Vec<i64> = (0..100).filter(holds).collect();
    vec![
        format!("innenfor {} % av planen.", percent(Some(TOLERANCE.into()))),
        format!("*Eksempel:* skal 50 holdes, er {} til {} på plan.", all[0], all[all.len() - 1]),
    ]
}

fn due() -> Vec<String> {
    let monthly = |first: &str| Calendar::new(day(first), Frequency::Month, Vec::new());
    let calendar = monthly("2026-03-01");
    let overdue = |latest: Option<&str>, on: &str| rules::is_overdue(&calendar, latest.map(day), day(on));
    assert!(!overdue(None, "2026-02-28") && overdue(None, "2026-03-01"));
    assert!(!overdue(Some("2026-03-01"), "2026-03-31") && overdue(Some("2026-03-01"), "2026-04-01"));
    assert!(!overdue(Some("2026-03-02"), "2026-04-01"));
    assert_eq!(next_due(&calendar, Some(day("2026-03-02"))), Some(day("2026-05-01")));
    let at_the_end = monthly("2026-01-31");
    let dates = rules::due_dates(&at_the_end).take(3).map(|on| on.to_string());
    assert_eq!(dates.collect::<Vec<_>>(), ["2026-01-31", "2026-02-28", "2026-03-31"]);
    [
        "Er den første 31. januar, kommer 28. februar og så 31. mars.",
        "*Eksempel.* Første måling 1. mars 2026, hver måned.",
        "- Ingen har målt: forfalt fra og med 1. mars.",
        "31. mars er ingenting forfalt. 1. april er neste frist nådd, og uten ny måling er den forfalt.",
        "Neste forfall er 1. mai.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn sums() -> Vec<String> {
    vec![
        format!(
            "*Eksempel.* Seks gevinster er mottatt, fire er målt: dekningen er {} %.",
            percent(Figure::quotient(4, 6))
        ),
        format!(
            "*Eksempel.* To kommuner har planlagt 100 og 300 timer. Den ene har realisert 90, den andre har ikke målt: 90 / {} = {}.",
            100 + 300,
            said(Figure::quotient(90, 100 + 300).expect("a rate"))
        ),
    ]
}

fn ahead() -> String {
    let values = [("2026-01-01", "40"), ("2026-01-11", "38"), ("2026-01-21", "37"), ("2026-01-31", "34")];
    let points = values.map(|(on, value)| point(on, value));
    let mut slopes: Vec<Figure> = Vec::new();
    for (at, later) in points.iter().enumerate() {
        for earlier in &points[..at] {
            let rise = i128::from(later.value.micros() - earlier.value.micros());
            slopes.extend(Figure::quotient(rise, i128::from(earlier.on.days_until(later.on)) * 1_000_000));
        }
    }
    slopes.sort();
    let texts: Vec<String> = slopes.iter().map(said).collect();
    let (last, first) = texts.split_last().expect("six pairs");
    let seen = forecast(&points, day("2026-03-02")).expect("four points");
    format!(
        "*Eksempel.* Målt 40, 38, 37 og 34 dager med ti dager mellom, fra 1. januar 2026. Stigningen er medianen av {} og {last}, \
         altså {} dager om dagen. Den 2. mars 2026 er prognosen {} dager, trolig mellom {} og {}.",
        first.join(", "),
        said(slopes[2]),
        said(seen.value),
        said(seen.low),
        said(seen.high)
    )
}

fn lasting() -> String {
    let promise = promise(&[("2020-03-12", "200"), ("2020-06-23", "1400")]);
    let mut points = vec![point("2020-06-23", "1400")];
    let mut then = |on: &str, value: &str, fallen: bool| {
        points.push(point(on, value));
        let seen = sustained(&promise, &points, None).expect("watched");
        assert_eq!(seen.fallen_back, fallen, "{on}");
        percent(seen.drop)
    };
    let (one, two, three) =
        (then("2020-07-23", "1280", false), then("2020-08-23", "1000", false), then("2020-09-23", "800", true));
    format!(
        "*Eksempel.* Nullpunkt 200, toppen 1400 på måltallets dag. Så måles 1280: fallet er {one} %, og det er innenfor. Så måles 1000: \
         fallet er {two} %, men én måling er ikke nok. Så måles 800: fallet er {three} %, og gevinsten har falt tilbake."
    )
}

fn survey() -> Vec<String> {
    let seen = share(number("75"), "%", Some(40)).expect("a share");
    vec![
        format!(
            "*Eksempel.* 75 % av {} svar, 160 spurt: {} av {}. Svarandelen er {} %. Med 95 % sikkerhet er andelen mellom {} % og {} %.",
            seen.n,
            seen.k,
            seen.n,
            percent(rules::response_rate(Some(40), Some(160))),
            said(seen.low.rounded(1)),
            said(seen.high.rounded(1))
        ),
        format!("Har **færre enn {LEAST_ANSWERS}** svart,"),
    ]
}

fn work_years() -> String {
    let (hours, each) = (120, rules::HOURS_IN_A_WORK_YEAR);
    let saved = Figure::from_micros(hours * 1_000_000);
    let years = rules::work_years(saved, Accumulation::Flow, Frequency::Month).expect("a part").rounded(2);
    let each = format!("{} {}", each / 1_000, each % 1_000);
    format!("*Eksempel.* Spart {hours} timer i måneden: {hours} · 12 / {each} = {} årsverk.", said(years))
}

#[test]
fn every_example_in_the_guide_is_what_the_rules_compute() {
    let guide = section().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut computed = vec![attainment(), no_change(), plan(), ahead(), lasting(), work_years()];
    computed.extend([in_time(), held(), due(), sums(), survey()].concat());
    for text in &computed {
        assert!(guide.contains(text.as_str()), "the guide says otherwise than: {text}");
    }
    // Two examples begin with what is given, and their figures come after it.
    let begun = ["*Eksempel.* Nullpunkt 700 den 1. januar 2026,", "*Eksempel.* Nullpunkt 0 den 1. januar 2026,"];
    assert!(begun.iter().all(|text| guide.contains(text)));
    let examples = computed.iter().filter(|text| text.starts_with("*Eksempel")).count() + begun.len();
    assert_eq!(guide.matches("*Eksempel").count(), examples, "an example that nobody computes");
}
