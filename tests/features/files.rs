//! Figures in files: they come back exactly as they went in, and a file that is wrong changes nothing.

use std::fmt::Write;

use rust_xlsxwriter::Workbook;
use serde_json::json;
use stafett::decimal::{Decimal, NumberStyle};

use crate::harness::{Answer, Backend, Browser, Person, Site};

fn many(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Numbers in no order, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 33)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll() % most as u64).expect("below a usize")
    }

    /// Any value that can be kept: up to twelve digits before the mark and six behind it.
    fn value(&mut self) -> Decimal {
        let digits = self.below(18) as u32 + 1;
        let micros = i64::try_from(self.roll() % 10_u64.pow(digits)).expect("18 digits");
        Decimal::from_micros(if self.below(4) == 0 { -micros } else { micros })
    }
}

fn send(site: &Site, who: &Person, name: &str, file: &[u8]) -> Answer {
    let head = format!("--grense\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), file, b"\r\n--grense--\r\n"].concat();
    let path = format!("/api/v1/regions/{}/imports?kind=measurements", site.id("regions", 0));
    who.send("POST", &path, &[("content-type", "multipart/form-data; boundary=grense")], Some(&body))
}

/// How a table of texts becomes a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Carrier {
    Semicolons,
    Commas,
    TabsInUtf16,
    Windows,
    Workbook,
}

const CARRIERS: [Carrier; 5] =
    [Carrier::Semicolons, Carrier::Commas, Carrier::TabsInUtf16, Carrier::Windows, Carrier::Workbook];

impl Carrier {
    fn name(self) -> &'static str {
        if self == Self::Workbook { "tall.xlsx" } else { "tall.csv" }
    }

    /// A value as this file writes it.
    fn number(self, value: Decimal) -> String {
        match self {
            Self::Commas => value.to_string(),
            _ => value.to_string().replace('.', ","),
        }
    }

    fn file(self, rows: &[Vec<String>]) -> Vec<u8> {
        if self == Self::Workbook {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet().set_name("Ark").expect("a name");
            for (row, cells) in (0..).zip(rows) {
                for (column, text) in (0..).zip(cells) {
                    sheet.write_string(row, column, text).expect("written");
                }
            }
            return workbook.save_to_buffer().expect("a workbook");
        }
        let divider = match self {
            Self::Commas => ',',
            Self::TabsInUtf16 => '\t',
            _ => ';',
        };
        let mut text = String::new();
        for cells in rows {
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, divider)).collect();
            write!(text, "{}\r\n", cells.join(&divider.to_string())).expect("written");
        }
        match self {
            Self::TabsInUtf16 => {
                "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
            }
            Self::Windows => text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap_or(b'?')).collect(),
            _ => text.into_bytes(),
        }
    }
}

fn quoted(cell: &str, divider: char) -> String {
    if cell.contains([divider, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A commitment's current values by day.
fn listed(who: &Person, commitment: &str) -> Vec<(String, String)> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/commitments/{commitment}/measurements?limit=200&cursor={cursor}");
        let page = who.get(&path).expect(200).json;
        for item in page["items"].as_array().expect("items") {
            let word = |name: &str| item[name].as_str().expect("a text").to_owned();
            found.push((word("on"), word("value")));
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return found,
        }
    }
}

/// Days that the first commitment of the seed can be measured on.
fn days(count: usize) -> Vec<String> {
    let first = chrono::NaiveDate::from_ymd_opt(2025, 5, 2).expect("a day");
    (0..count).map(|place| (first + chrono::Days::new(place as u64)).to_string()).collect()
}

/// Values go in by file, by JSON and by form, and come out as JSON, as both kinds of CSV and as a workbook: the same, digit
/// for digit, in every language.
fn come_back(backend: Backend) {
    const AT_ONCE: usize = 560;
    let site = Site::seeded(backend);
    let who = site.person("contributor", 0);
    let commitment = site.id("commitments", 0);
    let days = days(AT_ONCE);
    let wanted = many("STAFETT_ROUND_TRIP_VALUES", 10_000);
    let mut dice = Dice(1);
    let mut tried = 0;
    for round in 0.. {
        if tried >= wanted {
            break;
        }
        let values: Vec<Decimal> = days.iter().map(|_| dice.value()).collect();
        let carrier = CARRIERS[round % CARRIERS.len()];
        let mut rows = vec![["commitment_id", "on", "value", "comment"].map(str::to_owned).to_vec()];
        for (day, value) in days.iter().zip(&values) {
            let day = if round % 2 == 0 { day.clone() } else { day.split('-').rev().collect::<Vec<_>>().join(".") };
            rows.push(vec![commitment.clone(), day, carrier.number(*value), "Blåbær; \"æøå\", og mer".into()]);
        }
        let answer = send(&site, &who, carrier.name(), &carrier.file(&rows)).expect(200).json;
        assert_eq!(answer["state"], "applied", "{carrier:?}: {}", answer["errors"]);
        let mut expected: Vec<(String, String)> =
            days.iter().zip(&values).map(|(day, value)| (day.clone(), value.to_string())).collect();
        by_form_and_json(&site, &who, round, &mut expected, &mut dice);
        let mut known = listed(&who, &commitment);
        known.retain(|(day, _)| days.contains(day));
        assert_eq!(known, expected, "{carrier:?}, as JSON");
        let language = ["nb", "nn", "en", "da"][round % 4];
        as_files(&who, &commitment, language, &expected);
        tried += values.len();
    }
    assert_eq!(site.run(&["doctor"], "").0, 0);
}

/// Some are corrected as people do, in the page's own way of writing numbers, and some by JSON.
fn by_form_and_json(site: &Site, who: &Person, round: usize, expected: &mut [(String, String)], dice: &mut Dice) {
    let commitment = site.id("commitments", 0);
    let browser = Browser::of(who);
    let styles = [("nb", NumberStyle::Norwegian), ("en", NumberStyle::English), ("nn", NumberStyle::Norwegian)];
    let (language, style) = styles[round % styles.len()];
    browser.post("/language", &[("language", language), ("return_to", "/")]).expect(303);
    let page = who.get(&format!("/api/v1/commitments/{commitment}/measurements?limit=200")).expect(200).json;
    for item in page["items"].as_array().expect("items").iter().take(40).skip(20) {
        let on = item["on"].as_str().expect("a day");
        let Some(place) = expected.iter().position(|(day, _)| day == on) else { continue };
        let value = dice.value();
        let id = item["id"].as_str().expect("an id");
        let version = item["version"].to_string();
        if place % 2 == 0 {
            let typed = value.format_local(style, None);
            let fields = [
                ("value", typed.as_str()),
                ("reason", "Ny avlesning"),
                ("version", version.as_str()),
                ("confirmed", typed.as_str()),
            ];
            browser.post(&format!("/measurements/{id}/correct"), &fields).expect(303);
        } else {
            let path = format!("/api/v1/measurements/{id}/corrections");
            let body = json!({"value": value.to_string(), "reason": "Ny avlesning"});
            who.json("POST", &path, &[("if-match", &format!("\"{version}\""))], &body).expect(201);
        }
        expected[place].1 = value.to_string();
    }
}

fn as_files(who: &Person, commitment: &str, language: &str, expected: &[(String, String)]) {
    let get = |format: &str| {
        let path = format!("/api/v1/commitments/{commitment}/measurements?format={format}");
        who.send("GET", &path, &[("accept-language", language)], None).expect(200)
    };
    for (format, divider) in [("csv", b','), ("excel", b';')] {
        let text = get(format).text;
        let mut reader =
            csv::ReaderBuilder::new().delimiter(divider).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().expect("headings").clone();
        let at = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
        let (on, value) = (at("on"), at("value"));
        let rows: Vec<(String, String)> = reader
            .records()
            .map(|row| {
                let row = row.expect("a row");
                (row[on].to_owned(), row[value].replace(',', "."))
            })
            .filter(|(day, _)| expected.iter().any(|(known, _)| known == day))
            .collect();
        assert_eq!(rows, expected, "as {format} in {language}");
    }
    let bytes = get("xlsx").bytes;
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = calamine::Reader::worksheet_range_at(&mut workbook, 0).expect("a sheet").expect("cells");
    let mut rows = sheet.rows();
    let headings = rows.next().expect("headings");
    let at = |name: &str| headings.iter().position(|cell| *cell == *name).expect("a column");
    let value = at("value");
    let values: Vec<Decimal> = rows.map(|row| row[value].to_string().parse().expect("a number")).collect();
    for (_, wanted) in expected {
        let wanted: Decimal = wanted.parse().expect("a number");
        assert!(values.contains(&wanted), "{wanted} is not in the workbook");
    }
}

#[test]
fn what_was_entered_comes_back_digit_for_digit_on_sqlite() {
    come_back(Backend::Sqlite);
}

#[test]
fn what_was_entered_comes_back_digit_for_digit_on_postgres() {
    come_back(Backend::Postgres);
}

/// A way of spoiling a good table; the texts that are put in are wrong in every kind of file.
type Spoil = fn(&mut Vec<Vec<String>>, usize, &str);

fn cell(rows: &mut [Vec<String>], row: usize, column: usize, text: &str) {
    rows[row][column] = text.to_owned();
}

/// What can be wrong: a name, how it is done, and with which words.
fn spoilings() -> Vec<(&'static str, Spoil, Vec<String>)> {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    vec![
        (
            "a value",
            |rows, at, text| cell(rows, at, 2, text),
            texts(&[
                "",
                "tretti",
                "NaN",
                "Infinity",
                "-",
                "--5",
                "5-",
                "1e400",
                "½",
                "#N/A",
                "#DIV/0!",
                "=1+1",
                "1234567890123",
                "0x10",
                "1;2,3",
            ]),
        ),
        (
            "more decimals than are kept",
            |rows, at, _| {
                let mark = if rows[at][2].contains(',') { "," } else { "." };
                rows[at][2] = format!("0{mark}1234567");
            },
            texts(&[""]),
        ),
        (
            "a day",
            |rows, at, text| cell(rows, at, 1, text),
            texts(&[
                "",
                "2026-02-30",
                "31.02.2026",
                "2999-01-01",
                "1800-01-01",
                "46083",
                "i går",
                "2026/01/01",
                "2026-13-01",
                "1.1.26",
            ]),
        ),
        (
            "a commitment",
            |rows, at, text| cell(rows, at, 0, text),
            texts(&["", "0", "0000000000zzz", "' OR 1=1 --", "<script>", &"x".repeat(10_000)]),
        ),
        ("a kind", |rows, at, text| rows[at].push(text.to_owned()), texts(&["gjettet", "MEASURED!", "0"])),
        (
            "a comment",
            |rows, at, text| {
                rows[at].resize(4, String::new());
                rows[at].push(text.repeat(2_001));
            },
            texts(&["x", "ø"]),
        ),
        (
            "a cell behind the last column",
            |rows, at, text| {
                rows[at].resize(5, String::new());
                rows[at].push(text.to_owned());
            },
            texts(&["x", "5"]),
        ),
        ("a day twice", |rows, at, _| rows.push(rows[at].clone()), texts(&[""])),
        ("a heading", |rows, at, text| cell(rows, 0, at % 3, text), texts(&["verdi", "", "kommentar?", "on value"])),
        ("a heading twice", |rows, at, _| rows[0][3] = rows[0][at % 3].clone(), texts(&[""])),
        ("a heading less", |rows, at, _| rows.iter_mut().for_each(|row| drop(row.remove(at % 3))), texts(&[""])),
        ("no rows", |rows, _, _| rows.truncate(1), texts(&[""])),
        ("nothing", |rows, _, _| rows.clear(), texts(&[""])),
        (
            "both ways of saying whose",
            |rows, _, text| rows[0][3] = text.to_owned(),
            texts(&["indicator_id", "municipality_number"]),
        ),
    ]
}

/// Files that are no table at all.
fn no_tables(good: &[u8]) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let half = good[..good.len() / 2].to_vec();
    let mut shaken = good.to_vec();
    shaken.iter_mut().skip(40).step_by(97).for_each(|byte| *byte ^= 0xff);
    vec![
        ("half a workbook", "tall.xlsx", half.clone()),
        ("half a workbook by another name", "tall.csv", half),
        ("a shaken workbook", "tall.xlsx", shaken),
        ("a workbook by another name", "tall.csv", good.to_vec()),
        ("an old workbook", "tall.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec()),
        ("a bundle with nothing in it", "tall.xlsx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()),
        ("a picture", "tall.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("a page", "tall.csv", b"<!doctype html><title>x</title>".to_vec()),
        ("an open quote", "tall.csv", b"commitment_id;on;value\r\n\"1;2;3\r\n".to_vec()),
        ("half a letter of UTF-16", "tall.csv", b"\xff\xfec\0o\0m".to_vec()),
        ("zeroes", "tall.csv", vec![0; 4_096]),
    ]
}

fn wrong_files(backend: Backend) {
    let site = Site::seeded(backend);
    let who = site.person("contributor", 0);
    let commitment = site.id("commitments", 0);
    let before = listed(&who, &commitment);
    let (_, state, _) = site.run(&["state-hash"], "");
    let free: Vec<String> = days(300).into_iter().filter(|day| before.iter().all(|(known, _)| known != day)).collect();
    let table = |carrier: Carrier, dice: &mut Dice| {
        let mut rows = vec![["commitment_id", "on", "value", "kind", "comment"].map(str::to_owned).to_vec()];
        let from = dice.below(free.len() - 10);
        for day in &free[from..from + 8] {
            let value = Decimal::from_micros(i64::try_from(dice.below(60_000_000)).expect("small"));
            rows.push(vec![commitment.clone(), day.clone(), carrier.number(value)]);
        }
        rows
    };
    let mut dice = Dice(7);
    let mut kinds = std::collections::BTreeSet::new();
    let mut tried = 0;
    let wanted = many("STAFETT_WRONG_FILES", 400);
    while tried < wanted {
        for (what, spoil, texts) in spoilings() {
            for (text, carrier) in texts.iter().flat_map(|text| CARRIERS.map(|carrier| (text, carrier))) {
                // A file that is cut into cells at commas would be another table.
                if carrier != Carrier::Workbook && text.contains(';') {
                    continue;
                }
                let mut rows = table(carrier, &mut dice);
                let at = 1 + dice.below(rows.len() - 1);
                spoil(&mut rows, at, text);
                let answer = send(&site, &who, carrier.name(), &carrier.file(&rows));
                let told = format!("{what} {text:.20?} in {carrier:?}: {}", answer.text);
                assert_eq!((answer.status, &answer.json["state"]), (200, &json!("rejected")), "{told}");
                let errors = answer.json["errors"].as_array().expect("a list");
                assert!(!errors.is_empty(), "{told}");
                for error in errors {
                    assert!(
                        error["row"].is_u64() && error["column"].is_u64() && error["message"].is_string(),
                        "{told}"
                    );
                    assert_eq!(error["sheet"].is_string(), carrier == Carrier::Workbook, "{told}");
                }
                kinds.insert(format!("{what} {text} {carrier:?}"));
                tried += 1;
            }
        }
        let good = Carrier::Workbook.file(&table(Carrier::Workbook, &mut dice));
        for (what, name, bytes) in no_tables(&good) {
            let answer = send(&site, &who, name, &bytes);
            let refused = matches!(answer.status, 400 | 413 | 415 | 422);
            assert!(refused || answer.json["state"] == "rejected", "{what}: {} {}", answer.status, answer.text);
            kinds.insert(what.to_owned());
            tried += 1;
        }
    }
    assert!(kinds.len() >= 100, "{} kinds", kinds.len());
    assert_eq!(listed(&who, &commitment), before, "nothing was stored");
    assert_eq!(site.run(&["state-hash"], "").1, state, "nothing at all was changed");
    // The same table unspoiled is taken, in every kind of file.
    for carrier in CARRIERS {
        let rows = table(carrier, &mut dice);
        let answer = send(&site, &who, carrier.name(), &carrier.file(&rows)).expect(200).json;
        assert_eq!(answer["state"], "applied", "{carrier:?}: {answer}");
    }
}

#[test]
fn a_wrong_file_changes_nothing_and_says_where_on_sqlite() {
    wrong_files(Backend::Sqlite);
}

#[test]
fn a_wrong_file_changes_nothing_and_says_where_on_postgres() {
    wrong_files(Backend::Postgres);
}

/// The program is killed while it imports: afterwards every value of the file is from before or every one from after.
fn killed_in_an_import(backend: Backend) {
    let site = Site::seeded(backend);
    let token = site.person("contributor", 0).token().expect("signed in").to_owned();
    let commitment = site.id("commitments", 0);
    let days = days(400);
    let file = |round: usize| {
        let mut text = "commitment_id;on;value\r\n".to_owned();
        for day in &days {
            write!(text, "{commitment};{day};{round}\r\n").expect("written");
        }
        text.into_bytes()
    };
    let person = || Person::new(&site, Some(token.clone()));
    assert_eq!(send(&site, &person(), "tall.csv", &file(0)).expect(200).json["state"], "applied");
    let (mut acknowledged, mut round) = (0, 0);
    let mut dice = Dice(3);
    for _ in 0..many("STAFETT_IMPORT_KILLS", 10) {
        round += 1;
        let (who, sent) = (person(), file(round));
        let taken = std::thread::scope(|scope| {
            let site = &site;
            let import = scope.spawn(move || send(site, &who, "tall.csv", &sent).status == 200);
            std::thread::sleep(std::time::Duration::from_millis(dice.roll() % 120));
            site.kill();
            import.join().expect("no panic")
        });
        site.start();
        if taken {
            acknowledged = round;
        }
        let values: std::collections::BTreeSet<String> = listed(&person(), &commitment)
            .into_iter()
            .filter(|(day, _)| days.contains(day))
            .map(|(_, value)| value)
            .collect();
        let [only] = values.iter().collect::<Vec<_>>()[..] else { panic!("between before and after: {values:?}") };
        let stands: usize = only.parse().expect("a round");
        assert!(stands == acknowledged || stands == round, "{stands} is neither {acknowledged} nor {round}");
        acknowledged = stands;
    }
    site.kill();
    assert_eq!(site.run(&["audit", "verify"], "").0, 0, "the log is whole");
    assert_eq!(site.run(&["doctor"], "").0, 0, "the derived rows are right");
}

#[test]
fn an_import_that_is_killed_is_whole_or_not_at_all_on_sqlite() {
    killed_in_an_import(Backend::Sqlite);
}

#[test]
fn an_import_that_is_killed_is_whole_or_not_at_all_on_postgres() {
    killed_in_an_import(Backend::Postgres);
}
