//! Measurements from a workbook.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use crate::harness::{Answer, Site};
use crate::on_both;

/// A workbook with these rows: commitment, day, value.
fn workbook(rows: &[(&str, (u16, u8, u8), f64)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Tall").expect("a name");
    let day = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_row(0, 0, ["commitment_id", "on", "value", "comment"]).expect("written");
    for (number, (commitment, (year, month, date), value)) in rows.iter().enumerate() {
        let row = u32::try_from(number).expect("few") + 1;
        let on = ExcelDateTime::from_ymd(*year, *month, *date).expect("a day");
        sheet.write(row, 0, *commitment).expect("written");
        sheet.write_with_format(row, 1, &on, &day).expect("written");
        sheet.write(row, 2, *value).expect("written");
        sheet.write(row, 3, "Blåbær; og mer").expect("written");
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn send(site: &Site, name: &str, file: &[u8]) -> Answer {
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    let path = format!("/api/v1/regions/{}/imports?kind=measurements", site.id("regions", 0));
    let kind = [("content-type", "multipart/form-data; boundary=x")];
    site.person("contributor", 0).send("POST", &path, &kind, Some(&body))
}

on_both!(a_workbook_is_imported_as_it_stands, |site| {
    let commitment = site.id("commitments", 0);
    let rows = [(commitment.as_str(), (2025, 6, 1), 31.25), (commitment.as_str(), (2025, 7, 1), 0.1 + 0.2)];
    let answer = send(site, "juni.xlsx", &workbook(&rows)).expect(200).json;
    assert_eq!([&answer["state"], &answer["recorded"]], [&json!("applied"), &json!(2)], "{answer}");
    let path = format!("/api/v1/commitments/{commitment}/measurements");
    let list = site.person("contributor", 0).get(&path).expect(200).json;
    let on = |day: &str| list["items"].as_array().expect("items").iter().find(|one| one["on"] == day).cloned();
    let june = on("2025-06-01").expect("June");
    assert_eq!([&june["value"], &june["comment"]], [&json!("31.25"), &json!("Blåbær; og mer")]);
    assert_eq!(on("2025-07-01").expect("July")["value"], "0.3");

    // What is wrong is told with its sheet and its cell, and nothing of the file is kept.
    let wrong = [(commitment.as_str(), (2025, 8, 1), 30.0), ("0000000000zzz", (2025, 8, 1), 1.0)];
    let answer = send(site, "august.xlsx", &workbook(&wrong)).expect(200).json;
    assert_eq!([&answer["state"], &answer["recorded"]], [&json!("rejected"), &json!(0)]);
    let error = &answer["errors"][0];
    assert_eq!([&error["sheet"], &error["row"], &error["column"]], [&json!("Tall"), &json!(3), &json!(1)], "{error}");
    let after: Value = site.person("contributor", 0).get(&path).expect(200).json;
    assert_eq!(after["items"], list["items"]);
});

on_both!(a_bomb_is_refused_by_any_name, |site| {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).expect("a file");
    zip.write_all(&vec![b' '; 80 * 1024 * 1024]).expect("written");
    let bomb = zip.finish().expect("a bundle").into_inner();
    assert_eq!(send(site, "tall.csv", &bomb).expect(415).code(), "spreadsheet_not_csv");
    assert_eq!(send(site, "tall.xlsx", &bomb).expect(413).code(), "too_large");
    let mut apart = Workbook::new();
    let sheet = apart.add_worksheet();
    sheet.write(0, 0, "commitment_id").expect("written");
    sheet.write(1_048_575, 16_383, 1).expect("written");
    let apart = apart.save_to_buffer().expect("a workbook");
    assert_eq!(send(site, "tall.csv", &apart).expect(415).code(), "spreadsheet_not_csv");
    let answer = send(site, "tall.xlsx", &apart).expect(200).json;
    assert_eq!(answer["state"], "rejected");
    assert_eq!([&answer["errors"][0]["row"], &answer["errors"][0]["column"]], [&json!(1_048_576), &json!(16_384)]);
});
