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

/// Sends a form of the import page, as a browser does; fields without a file.
fn send_page(site: &Site, who: &crate::harness::Person, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
    let browser = crate::harness::Browser::of(who);
    let path = format!("/regions/{}/import", site.id("regions", 0));
    let page = browser.get(&path).expect(200).text;
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a word");
    let mut body = String::new();
    for (name, value) in [("csrf", csrf)].iter().chain(fields) {
        body += &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    if let Some((name, content)) = file {
        body +=
            &format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n");
    }
    body += "--x--\r\n";
    let cookie = format!("stafett={}", who.token().expect("signed in"));
    let headers = [("content-type", "multipart/form-data; boundary=x"), ("cookie", cookie.as_str())];
    crate::harness::Person::new(site, None).send("POST", &path, &headers, Some(body.as_bytes()))
}

on_both!(columns_by_other_names_are_spoken_of_once_and_remembered, |site| {
    let contributor = site.person("contributor", 0);
    let commitment = site.id("commitments", 0);
    let described = contributor.get(&format!("/api/v1/commitments/{commitment}/series")).expect(200);
    drop(described);
    let month = |text: &str| format!("Indikator;Periode;Sum;Ansvarlig\nSaksbehandlingstid;{text};31,5;Kari\n");
    // Headings that are not ours: what they likely are is chosen already, and nothing is stored.
    let asked = send_page(site, &contributor, &[], Some(("juni.csv", &month("jun. 2025")))).expect(200).text;
    for words in ["Hva er kolonnene?", "Saksbehandlingstid", "name=\"column_3\"", "value=\"month\" selected"] {
        assert!(asked.contains(words), "{words} is not in {asked}");
    }
    let columns = [("column_0", "name"), ("column_1", "month"), ("column_2", "value"), ("column_3", "-")];
    let file = [("name", "juni.csv")];
    let text = month("jun. 2025");
    let content = [("content", text.as_str())];
    let said = |columns: &[(&'static str, &'static str)]| {
        let fields: Vec<_> = file.iter().chain(&content).copied().chain(columns.iter().copied()).collect();
        send_page(site, &contributor, &fields, None)
    };
    let wrong = said(&[("column_0", "name"), ("column_1", "-"), ("column_2", "value"), ("column_3", "-")]);
    assert!(wrong.expect(422).text.contains("Si hvilken kolonne som forteller når"));
    let preview = said(&columns).expect(200).text;
    for words in ["31,5", "01.06.2025", "name=\"layout\" value=\"name,month,value,-\"", "lest slik dere har sagt"] {
        assert!(preview.contains(words), "{words} is not in {preview}");
    }
    let confirm = [("confirm", "1"), ("layout", "name,month,value,-"), file[0], content[0]];
    send_page(site, &contributor, &confirm, None).expect(303);
    let path = format!("/api/v1/commitments/{commitment}/measurements");
    let list = contributor.get(&path).expect(200).json;
    let june = list["items"].as_array().expect("items").iter().find(|one| one["on"] == "2025-06-01").cloned();
    assert_eq!(june.expect("June")["value"], "31.5");
    // A month that is measured is that day's: a correction, with a name of the file that is not longer than a name.
    let again = month("2025-06").replace("31,5", "32");
    let long = format!("{}.csv", "n".repeat(50_000));
    let fields =
        [("confirm", "1"), ("layout", "name,month,value,-"), ("name", long.as_str()), ("content", again.as_str())];
    send_page(site, &contributor, &fields, None).expect(303);
    let list = contributor.get(&path).expect(200).json;
    let june: Vec<_> = list["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|one| one["on"].as_str().is_some_and(|on| on.starts_with("2025-06")))
        .collect();
    assert_eq!((june.len(), &june[0]["value"], &june[0]["version"]), (1, &json!("32"), &json!(2)));
    // Next month it is known what the columns are, here and nowhere else; it can be changed.
    let next = send_page(site, &contributor, &[], Some(("juli.csv", &month("juli 2025")))).expect(200).text;
    assert!(next.contains("01.07.2025") && next.contains("id=\"match-again\""), "{next}");
    let again = [("rematch", "1"), ("layout", "name,month,value,-"), file[0], content[0]];
    assert!(send_page(site, &contributor, &again, None).expect(200).text.contains("Hva er kolonnene?"));
    let neighbour = site.person_in("executive", 0, 1);
    let elsewhere = send_page(site, &neighbour, &[], Some(("juli.csv", &month("juli 2025")))).expect(200).text;
    assert!(elsewhere.contains("Hva er kolonnene?"), "{elsewhere}");
    // The API keeps to its own headings.
    let refused = send(site, "juli.csv", month("juli 2025").as_bytes()).expect(200).json;
    assert_eq!((&refused["state"], &refused["errors"][0]["code"]), (&json!("rejected"), &json!("unknown_column")));
});
