//! A plan gone wrong: what is told of it, and that nothing of it is stored.

use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::plan_sample;
use super::plans::{HEADER, borrowed, fields_of, post, send, stands};
use crate::on_both;

on_both!(wrong_cells_are_told_with_sheet_row_and_column_and_nothing_is_stored, |site| {
    let coordinator = site.person("coordinator", 0);
    let (_, state, _) = site.run(&["state-hash"], "");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Gevinstplan").expect("a name");
    sheet.write(0, 0, "En plan").expect("written");
    let rows = [
        HEADER.trim().split(';').collect::<Vec<_>>(),
        "Nytt;God;Spart tid;i;timer;Opp;Årlig;Granvang;1;01.01.2026;2;31.12.2026".split(';').collect(),
        "Nytt;Ny;Noe annet;i;timer;Bortover;Kvartalsvis;Granvang;mye;01.01.2026;2;31.02.2026".split(';').collect(),
        ";;;;;;;Ravnås;1;01.01.2026;2;01.01.2025".split(';').collect(),
        ";;;;;;;Granvang;1;;;".split(';').collect(),
        ";Uten enhet;;j;;Opp;Årlig;;;;;".split(';').collect(),
    ];
    for (row, cells) in (3..).zip(&rows) {
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, *text).expect("written");
        }
    }
    let answer =
        send(site, &coordinator, "plan.xlsx", &workbook.save_to_buffer().expect("a workbook")).expect(200).json;
    assert_eq!([&answer["state"], &answer["projects"]], [&json!("rejected"), &json!(0)]);
    let told: Vec<(u64, u64, &str)> = answer["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| {
            assert_eq!(error["sheet"], "Gevinstplan", "{error}");
            assert!(error["message"].as_str().is_some_and(|message| message.ends_with('.')), "{error}");
            let place = |name: &str| error[name].as_u64().expect("a place");
            (place("row"), place("column"), error["code"].as_str().expect("a code"))
        })
        .collect();
    assert_eq!(
        told,
        [
            (6, 3, "plan_not_a_class"),
            (6, 6, "plan_not_a_direction"),
            (6, 7, "plan_not_a_frequency"),
            (6, 9, "number_not_a_number"),
            (6, 12, "plan_not_a_date"),
            (7, 8, "not_a_member"),
            (8, 8, "given_twice"),
            (9, 5, "required"),
        ],
        "{answer}"
    );
    assert_eq!(stands(site, &coordinator), json!({}));
    assert_eq!(site.run(&["state-hash"], "").1, state, "nothing at all");
});

/// Files that are no plan, or a plan gone wrong in some way.
fn wrong_files() -> Vec<(String, Vec<u8>)> {
    let book = plan_sample::workbook();
    let text = plan_sample::csv();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| files.push((name.to_owned(), bytes));
    for cut in [1, 3, 7, 20, 100] {
        add("plan.xlsx", book[..book.len() / cut - 1].to_vec());
    }
    for step in [11, 97, 401] {
        let mut shaken = book.clone();
        shaken.iter_mut().skip(40).step_by(step).for_each(|byte| *byte ^= 0xff);
        add("plan.xlsx", shaken);
    }
    add("plan.csv", book.clone());
    add("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec());
    add("plan.xlsx", Workbook::new().save_to_buffer().expect("an empty one"));
    add("plan.csv", Vec::new());
    add("plan.csv", vec![0; 4_096]);
    add("plan.csv", b"\xff\xfec\0o\0m".to_vec());
    add("plan.csv", b"\"Prosjekt;Gevinst".to_vec());
    add("plan.csv", "\n;\n;;;\n".into());
    add("plan.csv", HEADER.into());
    add("plan.csv", "Gevinst;Enhet;Kommune\nx;y;z".into());
    add("plan.csv", "a;b;c\n1;2;3\n".into());
    add(
        "plan.csv",
        format!("{HEADER}{}", "A;x;Spart tid;i;t;Opp;Årlig;Granvang;1;01.01.2026;2;31.12.2026\n".repeat(2_500)).into(),
    );
    add("plan.csv", format!("{HEADER}{};x", "x".repeat(300)).into());
    add("plan.csv", format!("{HEADER}A\0B;x;Spart tid\n").into());
    for (old, new) in [
        ("Spart tid", "Kaffe"),
        ("Månedlig", "Kvartalsvis"),
        ("Lavere er bedre", "Sidelengs"),
        ("Granvang", "Kongsberg"),
        ("Granvang", "9999"),
        ("01.01.2026", "46023"),
        ("31.12.2026", "31.12.1926"),
        ("28.02.2026", "28.02.1999"),
        ("120", "NaN"),
        ("64,5", "64.500,5.5"),
        ("timer per uke", ""),
        ("Havneset", "Granvang"),
        ("Dato måltall", "Kommentar"),
    ] {
        add("plan.csv", text.replacen(old, new, 40).into());
    }
    let mut apart = Workbook::new();
    let sheet = apart.add_worksheet();
    for (column, heading) in (0..).zip(HEADER.trim().split(';')) {
        sheet.write(0, column, heading).expect("written");
    }
    sheet.write(1_048_575, 16_383, 1).expect("written");
    add("plan.xlsx", apart.save_to_buffer().expect("a workbook"));
    files
}

on_both!(no_wrong_file_breaks_anything, |site| {
    let coordinator = site.person("coordinator", 0);
    let (_, state, _) = site.run(&["state-hash"], "");
    let files = wrong_files();
    assert!(files.len() >= 30);
    for (place, (name, bytes)) in files.iter().enumerate() {
        let answer = send(site, &coordinator, name, bytes);
        let refused = matches!(answer.status, 400 | 413 | 415 | 422);
        assert!(refused || answer.json["state"] == "rejected", "{place}: {} {}", answer.status, answer.text);
        for error in answer.json["errors"].as_array().filter(|_| !refused).into_iter().flatten() {
            assert!(
                error["row"].is_u64() && error["column"].is_u64() && error["message"].is_string(),
                "{place}: {error}"
            );
        }
        let page = post(site, &coordinator, &[], Some((name, bytes)));
        assert!(matches!(page.status, 200 | 400 | 413 | 415 | 422), "{place} on the page: {}", page.status);
        if page.text.contains("id=\"plan-matching\"") {
            let fields = fields_of(&page.text, "plan-matching");
            let preview = post(site, &coordinator, &borrowed(&fields), None);
            assert_eq!(preview.status, 422, "{place} previewed");
            assert!(!preview.text.contains("id=\"plan-confirm\""), "{place} can be confirmed");
        }
    }
    // Nor does a page that somebody has bent.
    for fields in [
        &[("content", "{}"), ("layout", "project,benefit"), ("confirm", "1")][..],
        &[
            ("content", "[{\"sheet\":null,\"comma\":true,\"rows\":[[18446744073709551615,[\"Gevinst\"]]]}]"),
            ("layout", "benefit"),
            ("confirm", "1"),
        ],
        &[("content", "[]"), ("layout", ";;;;"), ("confirm", "1")],
        &[("content", "[]"), ("column_0_0", "nonsense")],
        &[("layout", "benefit"), ("confirm", "1")],
        &[("rematch", "1")],
    ] {
        let answer = post(site, &coordinator, fields, None);
        assert!((400..500).contains(&answer.status), "{fields:?}: {}", answer.status);
    }
    assert_eq!(site.run(&["state-hash"], "").1, state, "nothing was stored");
});
