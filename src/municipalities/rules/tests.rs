//! The register's own file, read as the program reads it, and lists from Klass made by hand after its published shape.

use std::fmt::Write as _;

use super::*;

const FILE: &[u8] = include_bytes!("../../../assets/register/municipality-numbers.csv");

fn register() -> Register {
    parse_register(FILE).expect("the embedded register is whole")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn entry<'a>(register: &'a Register, number: &str, on: &str) -> (&'a Municipality, &'a DatedNumber) {
    match register.lookup(number, day(on)) {
        Lookup::Valid { municipality, entry } => (municipality, entry),
        other => panic!("{number} on {on}: {other:?}"),
    }
}

fn found<'a>(register: &'a Register, query: &str) -> Vec<&'a str> {
    register.search(query, None).iter().map(|municipality| municipality.latest.name.as_str()).collect()
}

#[test]
fn there_are_357_municipalities_and_114_numbers_before() {
    let register = register();
    assert_eq!(register.current().count(), 357);
    assert_eq!(register.municipalities().len(), 357);
    assert_eq!(register.municipalities().iter().map(|municipality| municipality.earlier.len()).sum::<usize>(), 114);
    assert!(register.current().all(|municipality| municipality.country == Country::Norway));
}

#[test]
fn the_members_of_kongsbergregionen_keep_their_identity() {
    let register = register();
    let members = [
        ("3006", "3303", "Kongsberg"),
        ("3050", "3334", "Flesberg"),
        ("3051", "3336", "Rollag"),
        ("3052", "3338", "Nore og Uvdal"),
        ("3808", "4005", "Notodden"),
        ("3819", "4024", "Hjartdal"),
        ("3818", "4026", "Tinn"),
    ];
    for (old, new, name) in members {
        let (before, _) = entry(&register, old, "2023-12-31");
        let (after, now) = entry(&register, new, "2024-01-01");
        assert_eq!(before, after, "{name}");
        assert_eq!(now.name, name);
        assert_eq!(before.on(day("2023-12-31")).map(|entry| entry.number.as_str()), Some(old));
        match register.lookup(old, day("2024-01-01")) {
            Lookup::Replaced { entry, by } => assert_eq!((entry.number.as_str(), by.number.as_str()), (old, new)),
            other => panic!("{other:?}"),
        }
        assert!(matches!(register.lookup(new, day("2023-12-31")), Lookup::NotYet { .. }));
    }
    assert_eq!(entry(&register, "3303", "2024-01-01").1.county, "Buskerud");
    assert_eq!(entry(&register, "4026", "2026-05-17").1.county, "Telemark");
    assert_eq!(entry(&register, "3006", "2020-01-01").1.county, "Viken");
}

#[test]
fn numbers_are_text_with_their_zeros() {
    let register = register();
    assert_eq!(entry(&register, "0301", "2026-01-01").1.name, "Oslo");
    assert_eq!(register.lookup("301", day("2026-01-01")), Lookup::Unknown);
    assert_eq!(register.lookup("0101", day("2026-01-01")), Lookup::Unknown);
    assert!(matches!(register.lookup("0301", day("2019-12-31")), Lookup::NotYet { .. }));
}

#[test]
fn a_number_that_was_split_is_never_followed_for_a_person() {
    let register = register();
    let split = Split { number: "1507".into(), on: day("2024-01-01"), into: vec!["1508".into(), "1580".into()] };
    assert_eq!(register.splits(), std::slice::from_ref(&split));
    match register.lookup("1507", day("2024-01-01")) {
        Lookup::Split { split: found, .. } => assert_eq!(*found, split),
        other => panic!("{other:?}"),
    }
    // While it was valid it was Ålesund, the legal person that still is.
    let (alesund, _) = entry(&register, "1507", "2023-06-30");
    assert_eq!(alesund.latest.number, "1508");
    // Haram is its own, and is found by the number its people had before.
    let (haram, _) = entry(&register, "1580", "2024-01-01");
    assert!(haram.earlier.is_empty());
    assert_eq!(found(&register, "1507"), ["Haram", "Ålesund"]);
}

#[test]
fn names_are_kept_in_every_language() {
    let register = register();
    for (number, name) in [
        ("1875", "Hábmer - Hamarøy"),
        ("5540", "Gáivuotna - Kåfjord - Kaivuono"),
        ("5622", "Porsanger - Porsáŋgu - Porsanki"),
        ("5610", "Kárášjohka - Karasjok"),
        ("1853", "Evenes - Evenášši"),
        ("5007", "Namsos - Nåavmesjenjaelmie"),
        ("1870", "Sortland - Suortá"),
    ] {
        assert_eq!(entry(&register, number, "2026-01-01").1.name, name);
    }
}

#[test]
fn search_finds_what_a_person_expects() {
    let register = register();
    for (query, expected) in [
        ("aremark", "Aremark"),
        ("AREMARK", "Aremark"),
        ("Årdal", "Årdal"),
        ("A\u{30a}rdal", "Årdal"),
        ("ardal", "Årdal"),
        ("arda", "Årdal"),
        ("aardal", "Årdal"),
        ("Hábmer", "Hábmer - Hamarøy"),
        ("habmer", "Hábmer - Hamarøy"),
        ("Hamarøy", "Hábmer - Hamarøy"),
        ("hamaroy", "Hábmer - Hamarøy"),
        ("hamarøy habmer", ""),
        ("Hábmer - Hamarøy", "Hábmer - Hamarøy"),
        ("Guovdageaidnu", "Guovdageaidnu - Kautokeino"),
        ("kautokeino", "Guovdageaidnu - Kautokeino"),
        ("porsangu", "Porsanger - Porsáŋgu - Porsanki"),
        ("Sør-Varanger", "Sør-Varanger"),
        ("sor varanger", "Sør-Varanger"),
        ("uvdal", "Nore og Uvdal"),
        ("aerdal", "Lærdal"),
        ("3006", "Kongsberg"),
        ("3303", "Kongsberg"),
        ("Ås", "Ås"),
        ("ål", "Ål"),
        ("%", "Alstahaug"),
    ] {
        assert_eq!(found(&register, query).first().copied().unwrap_or_default(), expected, "{query}");
    }
    assert!(found(&register, "xyz").is_empty());
    assert_eq!(found(&register, "").len(), 357);
    assert_eq!(found(&register, "herøy"), ["Herøy", "Herøy"]);
    // With the letters of the alphabet typed, its neighbours stay away.
    assert!(!found(&register, "års").iter().any(|name| name.contains("Ars")));
    assert_eq!(register.search("haram", Some(day("2023-12-31"))).len(), 0);
    assert_eq!(register.search("haram", Some(day("2024-01-01"))).len(), 1);
}

#[test]
fn the_stored_search_text_is_plain() {
    let register = register();
    let (ardal, _) = entry(&register, "4643", "2026-01-01");
    assert_eq!(register.search_text_of(ardal), "|årdal|ardal|aardal|4643|");
    assert_eq!(search_text(["Aabenraa"].into_iter(), ["580"].into_iter()), "|aabenraa|åbenrå|580|");
    assert_eq!(match_rank("|aabenraa|åbenrå|580|", &fold_name("Åbenrå")), Some(MatchRank::Whole));
    assert_eq!(fold_name("  100 %_\\' Ǻ "), "100 å");
}

#[test]
fn names_sort_by_the_norwegian_alphabet() {
    let expected = [
        "Asker",
        "Askøy",
        "Aurland",
        "Bø",
        "Hå",
        "Nes",
        "Nesna",
        "Nord-Fron",
        "Nore og Uvdal",
        "Oslo",
        "Søndre Land",
        "Sør-Aurdal",
        "Vang",
        "Våler",
        "Ærøskøbing",
        "Østre Toten",
        "Øyer",
        "Øygarden",
        "Ål",
        "Ålesund",
        "Åmli",
        "Aarborte - Hattfjelldal",
        "Årdal",
    ];
    let mut sorted = expected.to_vec();
    sorted.reverse();
    sorted.sort_by_key(|name| sort_key(name));
    assert_eq!(sorted, expected);
    assert!(sort_key("Ås").bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(sort_key("Nes") < sort_key("Nesna"));
    assert_eq!(sort_key("A\u{30a}s"), sort_key("Ås"));
}

/// The register written as Klass gives codes, with the given rows put in and left out.
fn codes(register: &Register, on: &str, leave_out: &[&str], put_in: &str) -> String {
    let mut text = String::from("code;parentCode;level;name;shortName;presentationName;validFrom;validTo;notes\n");
    for municipality in register.municipalities() {
        if let Some(entry) = municipality.on(day(on)).filter(|entry| !leave_out.contains(&entry.number.as_str())) {
            writeln!(text, "\"{}\";;\"1\";\"{}\";\"\";\"\";;;\"\"", entry.number, entry.name)
                .expect("a String takes it");
        }
    }
    text + put_in + "9999;;1;Uoppgitt;;;;;\n"
}

fn planned(register: &Register, text: &[u8], on: &str) -> Plan {
    plan(register, &read_klass(text).expect("a table from Klass"), day(on)).expect("a plan")
}

#[test]
fn the_same_codes_change_nothing_in_either_encoding() {
    let register = register();
    let text = codes(&register, "2026-01-01", &[], "");
    let utf8 = planned(&register, text.as_bytes(), "2026-01-01");
    assert_eq!((utf8.changes.len(), utf8.unchanged), (0, 357));
    // ISO 8859-1, as Klass answers by default: letters that it lacks arrive as question marks.
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let latin = planned(&register, &latin, "2026-01-01");
    assert_eq!((latin.changes.len(), latin.unchanged), (0, 357));
    let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(planned(&register, &with_mark, "2026-01-01").unchanged, 357);
}

#[test]
fn codes_tell_new_names_new_numbers_and_endings() {
    let register = register();
    let more = "3301;;1;Drammen - Ny;;;;;\n3399;;1;Flesberg;;;;;\n3398;;1;Helt ny;;;;;\n";
    let text = codes(&register, "2026-01-01", &["3301", "3334"], more);
    let mut plan = planned(&register, text.as_bytes(), "2027-01-01");
    assert_eq!(plan.unchanged, 355);
    let from = day("2027-01-01");
    let new = |number: &str, name: &str, continues| Change::NewNumber {
        number: number.into(),
        name: name.into(),
        from,
        continues,
    };
    assert_eq!(
        plan.changes,
        [
            Change::Ended { number: "3334".into(), name: "Flesberg".into(), on: from, successors: vec![] },
            Change::Renamed { number: "3301".into(), old: "Drammen".into(), new: "Drammen - Ny".into(), from },
            new("3398", "Helt ny", Continues::None),
            new("3399", "Flesberg", Continues::Undecided(vec!["3334".into()])),
        ]
    );
    assert_eq!(register.after(&plan).map_err(|problem| problem.kind), Err(ProblemKind::Undecided));
    assert_eq!(plan.undecided().collect::<Vec<_>>(), ["3399"]);
    assert!(!plan.decide("3399", Some("3303")), "not among what was asked");
    assert_eq!(plan.accept_single_candidates(), 1);
    let next = register.after(&plan).expect("decided");
    assert_eq!(entry(&next, "3334", "2026-12-31").0, entry(&next, "3399", "2027-01-01").0);
    assert_eq!(entry(&next, "3301", "2026-12-31").1.name, "Drammen");
    assert_eq!(entry(&next, "3301", "2027-01-01").1.name, "Drammen - Ny");
    assert_eq!(entry(&next, "3398", "2027-01-01").1.county, "Buskerud");
    assert_eq!(next.current().count(), 358);
    let again = planned(&next, text.as_bytes(), "2027-01-01");
    assert_eq!((again.changes.len(), again.unchanged), (0, 358));
}

#[test]
fn changes_that_the_register_knows_change_nothing() {
    let register = register();
    let mut text = String::from("oldCode;oldName;oldShortName;newCode;newName;newShortName;changeOccurred\n");
    text.push_str("1567;Rindal;;5061;Rindal;;2019-01-01\n0101;Halden;;3001;Halden;;2020-01-01\n");
    text.push_str("1875;Hamarøy;;1875;Hábmer;;2021-01-01\n1875;Hábmer;;1875;Hábmer - Hamarøy;;2022-01-01\n");
    let mut rows = 4;
    for municipality in register.municipalities() {
        for old in &municipality.earlier {
            let (new, name) = (&municipality.latest.number, &municipality.latest.name);
            writeln!(text, "{};{};;{new};{name};;2024-01-01", old.number, old.name).expect("a String takes it");
            rows += 1;
        }
    }
    text.push_str("1507;Ålesund;;1580;Haram;;2024-01-01\n");
    let plan = planned(&register, text.as_bytes(), "2026-01-01");
    assert_eq!(plan.changes, []);
    assert_eq!(plan.unknown, []);
    assert!(plan.unchanged >= rows);
}

#[test]
fn changes_follow_what_is_one_to_one_and_ask_about_the_rest() {
    let register = register();
    let text = "sourceCode;sourceName;sourceShortName;targetCode;targetName;targetShortName;changeOccurred\n\
        3303;Kongsberg;;3390;Kongsberg;;2030-01-01\n\
        3390;Kongsberg;;3390;Kongsberg by;;2031-01-01\n\
        3334;Flesberg;;3391;Numedal;;2030-01-01\n\
        3336;Rollag;;3391;Numedal;;2030-01-01\n\
        4005;Notodden;;4090;Notodden;;2030-01-01\n\
        4005;Notodden;;4091;Heddal;;2030-01-01\n\
        4024;Hjartdal;;;;;2030-01-01\n\
        ;;;4092;Nyby;;2030-01-01\n\
        4026;Tinn;;4020;Midt-Telemark;;2030-01-01\n\
        9876;Ukjent;;3301;Drammen;;2030-01-01\n\
        9875;Ukjent;;4093;Annen;;2030-01-01\n";
    let mut plan = planned(&register, text.as_bytes(), "2026-01-01");
    let of = |plan: &Plan, wanted: &str| {
        plan.changes.iter().find_map(|change| match change {
            Change::NewNumber { number, continues, .. } if number == wanted => Some(continues.clone()),
            _ => None,
        })
    };
    assert_eq!(of(&plan, "3390"), Some(Continues::Number("3303".into())));
    assert_eq!(of(&plan, "3391"), Some(Continues::Undecided(vec!["3334".into(), "3336".into()])));
    assert_eq!(of(&plan, "4090"), Some(Continues::Undecided(vec!["4005".into()])));
    assert_eq!(of(&plan, "4091"), Some(Continues::Undecided(vec!["4005".into()])));
    assert_eq!(of(&plan, "4092"), Some(Continues::None));
    assert_eq!(of(&plan, "4020"), None, "an existing municipality took Tinn in");
    assert_eq!(plan.unknown.iter().map(|unknown| unknown.number.as_str()).collect::<Vec<_>>(), ["9876", "9875"]);
    assert_eq!(of(&plan, "4093"), Some(Continues::None), "what it came from is not known here");
    assert_eq!(plan.accept_single_candidates(), 0, "a split and a merger stay questions");
    assert!(plan.decide("3391", None) && plan.decide("4090", Some("4005")) && plan.decide("4091", None));
    let next = register.after(&plan).expect("decided");
    assert!(matches!(next.lookup("4005", day("2030-01-01")), Lookup::Split { .. }));
    assert!(matches!(next.lookup("4024", day("2030-01-01")), Lookup::Ended { .. }));
    assert_eq!(entry(&next, "3390", "2031-01-01").1.name, "Kongsberg by");
    assert_eq!(entry(&next, "3006", "2022-01-01").0, entry(&next, "3390", "2030-06-01").0);
    assert!(matches!(next.lookup("3334", day("2030-01-01")), Lookup::Ended { .. }));
    assert_eq!(found(&next, "4005"), ["Heddal", "Notodden"]);
}

#[test]
fn a_bad_file_is_refused_with_its_place() {
    let refused = |text: &str| match parse_register(text.as_bytes()) {
        Err(problem) => (problem.kind, problem.line, problem.column),
        Ok(register) => panic!("{register:?}"),
    };
    let header =
        "number,name,county_number,county,in_use_since_at_latest,replaced_on,organisation_number,current_number\n";
    let with = |rows: &str| refused(&format!("{header}{rows}"));
    assert_eq!(refused("").0, ProblemKind::Empty);
    assert_eq!(refused(header).0, ProblemKind::Empty);
    assert_eq!(refused("a;b\n1;2\n").0, ProblemKind::MissingColumn);
    assert_eq!(with("301,Oslo,03,Oslo,2020-01-01,,,0301\n"), (ProblemKind::NotANumber, Some(2), Some("number")));
    assert_eq!(with("0301,,03,Oslo,2020-01-01,,,0301\n"), (ProblemKind::MissingValue, Some(2), Some("name")));
    assert_eq!(
        with("0301,Oslo,03,Oslo,01.01.2020,,,0301\n"),
        (ProblemKind::NotADay, Some(2), Some("in_use_since_at_latest"))
    );
    assert_eq!(with("0301,Oslo,03,Oslo,2020-01-01,2020-01-01,,0301\n").0, ProblemKind::EndsBeforeItBegins);
    assert_eq!(with("0301,Oslo,03,Oslo,2020-01-01,,,0302\n").0, ProblemKind::NotItsOwnSuccessor);
    assert_eq!(with("0301,Oslo,03,Oslo,2020-01-01,2024-01-01,,0302\n").0, ProblemKind::UnknownSuccessor);
    assert_eq!(
        with("0301,Oslo,03,Oslo,2020-01-01,,,0301\n0301,Oslo,03,Oslo,2020-01-01,,,0301\n").0,
        ProblemKind::DuplicateNumber
    );
    assert_eq!(with("0301,Oslo\n"), (ProblemKind::Unreadable, Some(2), None));
    assert_eq!(read_klass(b"a;b\n1;2\n").map_err(|problem| problem.kind), Err(ProblemKind::NotKlass));
    let problem = RegisterProblem::new(ProblemKind::NotADay, "x").at(3, "replaced_on");
    assert_eq!(problem.to_string(), "this is not a day written YYYY-MM-DD (line 3, column replaced_on): \"x\"");
    let register = register();
    let short = read_klass("code;name\n0301;Oslo\n".as_bytes()).expect("codes");
    assert_eq!(plan(&register, &short, day("2026-01-01")).map_err(|problem| problem.kind), Err(ProblemKind::TooFew));
    let lost = codes(&register, "2026-01-01", &["0301"], "0301;;1;Osl?ve;;;;;\n");
    let lost = read_klass(lost.as_bytes()).expect("codes");
    assert_eq!(
        plan(&register, &lost, day("2026-01-01")).map_err(|problem| problem.kind),
        Err(ProblemKind::LostLetters)
    );
}

#[test]
fn splits_and_mergers_in_the_file_join_nothing() {
    let header =
        "number,name,county_number,county,in_use_since_at_latest,replaced_on,organisation_number,current_number\n";
    let text = format!(
        "{header}1001,Delt,10,Fylke,2020-01-01,2024-01-01,,1002\n1001,Delt,10,Fylke,2020-01-01,2024-01-01,,1003\n\
        1002,A,10,Fylke,2024-01-01,,,1002\n1003,B,10,Fylke,2024-01-01,,,1003\n\
        1004,C,10,Fylke,2020-01-01,2024-01-01,,1006\n1005,D,10,Fylke,2020-01-01,2024-01-01,,1006\n1006,C og D,10,Fylke,2024-01-01,,,1006\n"
    );
    let register = parse_register(text.as_bytes()).expect("a register");
    assert_eq!(register.municipalities().len(), 6);
    assert_eq!(register.current().count(), 3);
    assert!(
        matches!(register.lookup("1001", day("2024-01-01")), Lookup::Split { split, .. } if split.into == ["1002", "1003"])
    );
    assert!(matches!(register.lookup("1004", day("2024-01-01")), Lookup::Ended { .. }));
}

#[test]
fn a_danish_municipality_stands_beside_the_norwegian_ones() {
    let text = "country,number,name,county_number,county,in_use_since_at_latest,replaced_on,organisation_number,current_number\n\
        DK,580,Aabenraa,1083,Region Syddanmark,2007-01-01,,,580\n";
    let danish = parse_register(text.as_bytes()).expect("a Danish register");
    let both = register().joined_with(danish).expect("different numbers");
    let (aabenraa, _) = entry(&both, "580", "2020-03-12");
    assert_eq!(aabenraa.country.code(), "DK");
    assert_eq!(found(&both, "åbenrå"), ["Aabenraa"]);
    assert_eq!(both.municipalities().len(), 358);
    assert!(register().joined_with(register()).is_err());
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_readers_fail_badly(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = parse_register(&bytes);
        let _ = read_klass(&bytes);
    }

    #[test]
    fn folding_twice_is_folding_once(text in ".{0,40}") {
        let once = fold_name(&text);
        proptest::prop_assert_eq!(fold_name(&once), once.clone());
        proptest::prop_assert!(!once.contains(['%', '_', '\\', '|']));
        let _ = sort_key(&text);
    }
}
