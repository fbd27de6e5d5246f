//! Questions to a table of made-up rows.

use std::borrow::Cow;

use proptest::prelude::*;

use super::filter;
use super::number::Number;
use super::*;
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::refusal::{Code, Refusal};

const COLUMNS: [Column; 6] = [
    Column::of("Id", Edm::Text),
    Column::maybe("Name", Edm::Text),
    Column::maybe("Value", Edm::Entered),
    Column::maybe("On", Edm::Day),
    Column::maybe("Done", Edm::Truth),
    Column::maybe("At", Edm::Instant),
];
const SET: Set = Set { name: "Things", one: "Thing", columns: &COLUMNS };

fn row(id: &str, name: Option<&str>, value: Option<&str>) -> Row {
    let value = value.map(|text| Decimal::parse_plain(text).expect("a number"));
    let day = Day::parse("2026-03-01").expect("a day");
    let at: crate::clock::Moment = "2026-03-01T12:30:00.123456Z".parse().expect("a moment");
    let values: [_; COLUMNS.len()] = [id.into(), name.into(), value.into(), day.into(), Value::Nothing, at.into()];
    Row::of(values)
}

fn holds(question: &str) -> bool {
    filter::filter(&SET, question).unwrap_or_else(|refusal| panic!("{question}: {refusal:?}")).holds(&row(
        "a1",
        Some("Åse's bok"),
        Some("12.5"),
    ))
}

fn refused(question: &str) -> Refusal {
    filter::filter(&SET, question).expect_err(question)
}

fn options(query: &[(&'static str, &str)]) -> Result<Options, Refusal> {
    Options::read(&SET, query.iter().map(|(name, value)| (Cow::from(*name), Cow::from((*value).to_owned()))))
}

#[test]
fn questions_are_answered() {
    for question in [
        "Value eq 12.5",
        "Value eq 12.500",
        "Value eq 1.25e1",
        "Value gt 12.4999999 and Value lt 12.5000001",
        "not (Value gt 12.5)",
        "Name eq 'Åse''s bok'",
        "contains(tolower(Name),'åse') and startswith(Name, 'Å') and endswith(Name,'bok')",
        "toupper(Name) eq 'ÅSE''S BOK' and length(Name) eq 9 and trim(' x ') eq 'x'",
        "On ge 2026-03-01 and year(On) eq 2026 and month(On) eq 3 and day(On) eq 1",
        "At eq 2026-03-01T12:30:00.123Z",
        "At eq 2026-03-01T13:30:00.123+01:00 and At gt 2026-03-01T12:30Z and date(At) eq On",
        "Done eq null and not (Done ne null) and null eq Done",
        "Done or true",
        "Value gt 100 or Value gt 10 and Name ne null",
        "(((Id eq 'a1')))",
        "true",
        "Value gt -0.5 and 12.5 eq Value",
        "'b' gt Id",
        "not false eq true",
    ] {
        assert!(holds(question), "{question}");
    }
}

#[test]
fn what_is_unknown_is_not_asked_for() {
    for question in ["Done", "not Done", "Done and true", "Value gt null", "contains(Name, null)", "Done gt false"] {
        assert!(!holds(question), "{question}");
    }
    assert!(holds("not (Value gt null)"), "less and more are never unknown");
}

#[test]
fn a_wrong_question_shows_where() {
    for (question, at) in [
        ("", ""),
        ("Value eq", "Value eq"),
        ("Value eq 'x'", "Value eq 'x'"),
        ("Valu eq 1", "Valu eq 1"),
        ("Value eq 1 Name", "Name"),
        ("Value", "Value"),
        ("Value eq 1 and", "Value eq 1 and"),
        ("Name eq 'x", "'x"),
        ("Value eq 1.", "1."),
        ("Value eq 1;2", ";2"),
        ("(Value eq 1", "(Value eq 1"),
        ("contains(Name)", ")"),
        ("contains(Value,'1')", "contains(Value,'1')"),
        ("value eq 1", "value eq 1"),
        ("Value eq 12345678901234567890123", "12345678901234567890123"),
        ("On eq 2026-02-30", "2026-02-30"),
        ("Value eq NaN", "NaN"),
        ("Value eq -INF", "-INF"),
        ("On eq 2026-03-01T00:00:00Z", "On eq 2026-03-01T00:00:00Z"),
        ("Value EQ 1", "EQ 1"),
    ] {
        let refusal = refused(question);
        assert_eq!(refusal.code, Code::OdataQuery, "{question}");
        assert_eq!(refusal.args[1].1, at, "{question}");
    }
}

#[test]
fn what_the_standard_knows_and_the_feed_does_not_is_said_so() {
    for question in ["Value add 1 eq 2", "round(Value) eq 1", "geo.distance(Name, Name) lt 1", "Name in ('a')"] {
        assert_eq!(refused(question).code, Code::OdataNotOffered, "{question}");
    }
    assert_eq!(options(&[("$search", "x")]).expect_err("unknown").code, Code::OdataNotOffered);
    assert_eq!(options(&[("$expand", "Things")]).expect_err("unknown").code, Code::OdataQuery);
    assert_eq!(options(&[("$flter", "x")]).expect_err("unknown").code, Code::OdataQuery);
    assert_eq!(options(&[("$format", "xml")]).expect_err("unknown").code, Code::WrongMediaType);
    assert!(options(&[("mine", "x"), ("$format", "application/json;odata.metadata=none")]).is_ok());
}

#[test]
fn depth_and_length_have_an_end() {
    let nested = |depth: usize| format!("{}true{}", "(".repeat(depth), ")".repeat(depth));
    assert!(filter::filter(&SET, &nested(49)).is_ok());
    assert!(filter::filter(&SET, &nested(50)).is_err());
    assert!(filter::filter(&SET, &nested(4_000)).is_err());
    assert!(filter::filter(&SET, &format!("{}true", "not ".repeat(2_000))).is_err());
    let chain = |length: usize| vec!["Value eq 1"; length].join(" or ");
    assert!(filter::filter(&SET, &chain(600)).is_ok(), "a list of values is long and not deep");
    assert!(filter::filter(&SET, &chain(1_000)).is_err());
    assert!(filter::order(&SET, &["Id"; 11].join(",")).is_err());
}

#[test]
fn options_are_read_once_each_and_whole() {
    for (name, value) in [
        ("$top", "-1"),
        ("$top", "1.5"),
        ("$top", ""),
        ("$skip", "x"),
        ("$skip", "99999999999999999999"),
        ("$count", "yes"),
        ("$select", "Nme"),
        ("$select", ""),
        ("$orderby", "Name up"),
        ("$orderby", "Name,"),
        ("$skiptoken", "' or 1"),
        ("$skiptoken", "a~b"),
        ("$", "x"),
    ] {
        assert_eq!(options(&[(name, value)]).expect_err(value).code, Code::OdataQuery, "{name}={value}");
    }
    assert!(options(&[("$top", "1"), ("$top", "1")]).is_err());
    assert!(options(&[("$skip", "10001")]).is_ok());
    assert!(options(&[("$skip", "10001"), ("$orderby", "Name")]).is_err(), "they would all have to be held");
    assert_eq!(options(&[("$select", "Name, Id,Name")]).expect("known").select, Some(vec![1, 0]));
    assert_eq!(options(&[("$select", "Name,*")]).expect("known").select, None);
}

#[test]
fn a_key_stands_in_marks() {
    assert_eq!(key_in_path(&SET, "'a''b'").expect("a key"), "a'b");
    assert_eq!(key_in_path(&SET, "Id='a'").expect("a key"), "a");
    assert!(key_in_path(&SET, "a").is_err() && key_in_path(&SET, "Name='a'").is_err());
}

#[test]
fn a_reader_can_ask_for_smaller_pages() {
    assert_eq!(page_size("respond-async, odata.maxpagesize=7"), 7);
    assert_eq!(page_size("maxpagesize=0"), 1);
    assert_eq!([page_size(""), page_size("odata.maxpagesize=9999999"), page_size("maxpagesize=x")], [1_000; 3]);
}

#[test]
fn numbers_are_written_digit_by_digit() {
    let shape = Shape { root: "https://x/".into(), as_texts: false };
    let rows = [row("a", Some("\"<&\u{2028}"), Some("999999999999.999999"))];
    let text = collection(&shape, &SET, Some(&[1, 2]), &rows, Some(1), None);
    assert!(text.contains(r#""Value":999999999999.999999"#), "{text}");
    assert!(text.contains(r#""@odata.context":"https://x/$metadata#Things(Name,Value)""#), "{text}");
    let back: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(back["value"][0]["Name"], "\"<&\u{2028}");
    let texts = Shape { as_texts: true, ..shape };
    assert!(entity(&texts, &SET, None, &rows[0]).contains(r#""Value":"999999999999.999999""#));
}

/// All pages of a question, one after the other, as a client follows them.
fn all_pages(rows: &[Row], query: &[(&'static str, &str)], size: usize) -> (Vec<String>, Option<u64>) {
    let mut options = options(query).expect("a question");
    let (mut keys, mut count) = (Vec::new(), None);
    for _ in 0..=rows.len() {
        let last = options.after.as_ref().and_then(|after| rows.iter().find(|row| row.key() == after.key));
        let mut picking = Picking::new(&options, size, last);
        let from = last.filter(|_| picking.is_in_order()).and_then(|last| rows.iter().position(|row| row == last));
        for row in rows.iter().skip(from.map_or(0, |place| place + 1)) {
            if !picking.offer(row.clone()) {
                break;
            }
        }
        let page = picking.done();
        assert!(page.rows.len() <= size);
        assert!(count.is_none() || count == page.count, "each page says the same");
        count = page.count;
        keys.extend(page.rows.iter().map(|row| row.key().to_owned()));
        let Some(newest) = page.rows.last().filter(|_| page.more) else { return (keys, count) };
        let next = options.next(page.rows.len(), newest.key(), page.count);
        options = Options::read(&SET, url::form_urlencoded::parse(next.as_bytes())).expect("our own link");
    }
    panic!("the pages have no end");
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}") {
        let _ = filter::filter(&SET, &text);
        let _ = filter::order(&SET, &text);
        let _ = key_in_path(&SET, &text);
        let _ = page_size(&text);
    }

    #[test]
    fn no_pieces_break_the_reader(pieces in proptest::collection::vec(
        prop_oneof![Just("("), Just(")"), Just("not "), Just(" and "), Just(" or "), Just(" eq "), Just("Value"), Just("Done"),
            Just("1"), Just("'x'"), Just("null"), Just("contains("), Just(","), Just("2026-01-01")], 0..40)) {
        let text = pieces.concat();
        if let Ok(term) = filter::filter(&SET, &text) {
            term.holds(&row("a", None, None));
        }
    }

    #[test]
    fn a_text_in_marks_is_that_text(text in "\\PC{0,30}") {
        let question = format!("Name eq '{}'", text.replace('\'', "''"));
        let term = filter::filter(&SET, &question).expect("a question");
        prop_assert!(term.holds(&row("a", Some(&text), None)));
    }

    #[test]
    fn a_number_is_found_by_itself_and_not_by_its_neighbour(micros in -999_999_999_999_999_999_i64..=999_999_999_999_999_999) {
        let number = Decimal::from_micros(micros);
        let next = Number::parse(&format!("{number}")).expect("a number");
        prop_assert_eq!(next, Number::from(crate::decimal::Figure::from(number)));
        let found = |by: &str| {
            let term = filter::filter(&SET, &format!("Value eq {by}")).expect("a question");
            term.holds(&row("a", None, Some(&number.to_string())))
        };
        prop_assert!(found(&number.to_string()));
        let beside = Decimal::from_micros(micros + if micros > 0 { -1 } else { 1 });
        prop_assert!(!found(&beside.to_string()));
    }

    #[test]
    fn pages_together_are_the_whole(
        values in proptest::collection::vec(proptest::option::of(0_i64..6), 0..40),
        size in 1_usize..7,
        skip in 0_usize..9,
        top in proptest::option::of(0_usize..30),
        descending in proptest::option::of(any::<bool>()),
    ) {
        let rows: Vec<Row> = values
            .iter()
            .enumerate()
            .map(|(at, value)| row(&format!("k{at}"), None, value.map(|value| value.to_string()).as_deref()))
            .collect();
        let (skip_word, top_word) = (skip.to_string(), top.map(|top| top.to_string()));
        let mut query = vec![("$filter", "Value ne 3"), ("$count", "true"), ("$skip", skip_word.as_str())];
        query.extend(top_word.as_deref().map(|top| ("$top", top)));
        query.extend(descending.map(|down| ("$orderby", if down { "Value desc" } else { "Value" })));
        let mut wanted: Vec<(usize, Option<i64>)> =
            values.iter().copied().enumerate().filter(|(_, value)| *value != Some(3)).collect();
        let total = wanted.len() as u64;
        match descending {
            Some(true) => wanted.sort_by_key(|(_, value)| std::cmp::Reverse(*value)),
            Some(false) => wanted.sort_by_key(|(_, value)| *value),
            None => {}
        }
        let wanted: Vec<String> =
            wanted.into_iter().skip(skip).take(top.unwrap_or(usize::MAX)).map(|(at, _)| format!("k{at}")).collect();
        let (found, count) = all_pages(&rows, &query, size);
        prop_assert_eq!(found, wanted);
        prop_assert_eq!(count, Some(total));
    }
}
