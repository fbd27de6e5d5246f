//! Reports: composed from the figures, locked, and read by those who may see what is in them.

use serde_json::{Value, json};

use super::played::{measure, region, second_takes_its_baton, town};
use crate::harness::{Browser, Person, Site};
use crate::on_both;

fn lock(site: &Site, who: &Person, body: &Value) -> String {
    let answer = who.post(&format!("/api/v1/regions/{}/reports", region(site)), body).expect(201);
    answer.json["id"].as_str().expect("an id").to_owned()
}

fn whole(audience: &str) -> Value {
    json!({"from": "2026-01", "to": "2026-03", "audience": audience, "proposals": ["Saken tas til etterretning"]})
}

on_both!(a_locked_report_has_the_figures_of_the_api_and_never_moves, |site| {
    let coordinator = site.person("coordinator", 0);
    let id = lock(site, &coordinator, &whole("region"));
    let path = format!("/api/v1/reports/{id}");
    let kept = coordinator.get(&path).expect(200).json;
    let curve = format!("/api/v1/regions/{}/curve?from=2026-01&to=2026-03", region(site));
    assert_eq!(kept["content"]["curves"], coordinator.get(&curve).expect(200).json["classes"]);
    let matrix =
        format!("/api/v1/regions/{}/matrix?on={}", region(site), kept["content"]["on"].as_str().expect("a day"));
    let matrix = coordinator.get(&matrix).expect(200).json;
    let summed = |what: &str| -> i64 {
        let rows = matrix["rows"].as_array().expect("rows");
        rows.iter().flat_map(|row| row["cells"].as_array().expect("cells")).filter_map(|cell| cell[what].as_i64()).sum()
    };
    let reported = |what: &str| -> i64 {
        kept["content"]["status"].as_array().expect("status").iter().filter_map(|row| row[what].as_i64()).sum()
    };
    for what in ["accepted", "measured", "on_plan", "overdue"] {
        assert_eq!(reported(what), summed(what), "{what}");
    }
    let file = coordinator.get(&format!("{path}?format=csv&table=curves")).expect(200).text;

    // A figure that is measured later moves the region's page, and not what was locked.
    let commitment = site.id("commitments", 0);
    let value = json!({"on": "2026-02-20", "value": "1.25"});
    site.person("executive", 0).post(&format!("/api/v1/commitments/{commitment}/measurements"), &value).expect(201);
    assert_ne!(coordinator.get(&curve).expect(200).json["classes"], kept["content"]["curves"]);
    assert_eq!(coordinator.get(&path).expect(200).json, kept);
    assert_eq!(coordinator.get(&format!("{path}?format=csv&table=curves")).expect(200).text, file);
});

on_both!(only_those_who_may_see_the_figures_find_the_report, |site| {
    let coordinator = site.person("coordinator", 0);
    let own = lock(site, &coordinator, &whole("region"));
    let shared = lock(site, &coordinator, &whole("members"));
    let executive = site.person("executive", 0);
    executive.get(&format!("/api/v1/reports/{own}")).expect(404);
    let read = executive.get(&format!("/api/v1/reports/{shared}")).expect(200).json;
    // Nobody shares with the members: no figure stands in it, and everybody is named.
    assert_eq!(read["content"]["curves"], json!([]));
    assert_eq!(read["content"]["sources"], json!([]));
    let missing = read["content"]["not_reported"].as_array().expect("a list");
    assert!(!missing.is_empty() && missing.iter().all(|one| one["reason"] == "not_shared"), "{missing:?}");
    for id in [&own, &shared] {
        site.person("coordinator", 1).get(&format!("/api/v1/reports/{id}")).expect(404);
        Browser::of(&site.person("coordinator", 1)).get(&format!("/reports/{id}/report.pdf")).expect(404);
    }
    executive.post(&format!("/api/v1/regions/{}/reports", region(site)), &whole("members")).expect(403);
});

on_both!(a_summary_that_was_rewritten_says_so_and_the_paper_can_be_read, |site| {
    let coordinator = site.person("coordinator", 0);
    let mut body = whole("region");
    body["summary"] = json!("Det går bra.");
    let id = lock(site, &coordinator, &body);
    let browser = Browser::of(&coordinator);
    let page = browser.get(&format!("/reports/{id}")).expect(200).text;
    assert!(page.contains("Det går bra.") && page.contains("er redigert av"), "{page}");
    let answer = browser.get(&format!("/reports/{id}/report.pdf")).expect(200);
    let file = lopdf::Document::load_mem(&answer.bytes).expect("a file that can be read");
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&pages).expect("text").replace('\n', "");
    for word in ["Det går bra.", "Saken tas til etterretning", "Forslag til vedtak", "side 1 av"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    let unedited = lock(site, &coordinator, &whole("region"));
    let kept = coordinator.get(&format!("/api/v1/reports/{unedited}")).expect(200).json;
    assert_eq!(kept["content"]["summary"]["edited"], json!(false));
    assert!(kept["content"]["summary"]["text"].as_str().expect("words").split_whitespace().count() <= 120);
});

/// What a page's hidden field holds.
fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name} is not in {page}"));
    let from = at + page[at..].find("value=\"").expect("a value") + 7;
    let value = &page[from..from + page[from..].find('"').expect("an end")];
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

on_both!(what_moved_since_it_was_looked_at_is_listed_and_nothing_is_locked, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let path = format!("/regions/{}/reports/new", region(site));
    let wanted = [
        ("scope", ""),
        ("audience", "region"),
        ("from", "2025-01"),
        ("to", "mars 2026"),
        ("proposals", "Ta saken til orientering"),
        ("sections", "summary"),
        ("sections", "deviations"),
        ("sections", "proposals"),
    ];
    let seen = browser.post(&path, &wanted).expect(200).text;
    assert!(seen.contains("Forhåndsvisning"), "{seen}");
    let answered = |page: &str, step: &str| -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("step", step.to_owned()),
            ("summary", "Mine egne ord om saken".into()),
            ("proposals", "Ta saken til orientering".into()),
            ("sections", "summary".into()),
            ("sections", "deviations".into()),
            ("sections", "proposals".into()),
        ];
        for name in ["scope", "audience", "from", "to", "case_number", "figures_sha256", "seen", "summary_made"] {
            fields.push((name, hidden(page, name)));
        }
        fields
    };
    let send = |page: &str, step: &str| {
        let fields = answered(page, step);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(&path, &fields)
    };
    let check = send(&seen, "check").expect(200).text;
    assert!(check.contains("Ja, lås rapporten"), "{check}");
    // Somebody measures while the leader reads the question.
    measure(site, 0, "2025-08-01", "39");
    let moved = send(&check, "lock");
    assert_eq!(moved.status, 409);
    for part in ["Tallene er endret siden du så dem", "9 dager", "3 dager", "39 dager"] {
        assert!(moved.text.replace('\u{a0}', " ").contains(part), "{part} is not in {}", moved.text);
    }
    // Only figures are told of: what somebody wrote has not moved, and how figures are made has not either.
    let table = &moved.text[moved.text.find("id=\"moved\"").expect("a table")..];
    let table = &table[..table.find("</table>").expect("an end")];
    assert!(table.matches("<tr").count() > 1, "{table}");
    for word in ["Mine egne ord", "Sammendrag", "Metode", "orientering"] {
        assert!(!table.contains(word), "{word} is in {table}");
    }
    assert!(moved.text.contains("Mine egne ord om saken"), "and is not lost");
    let reports = format!("/api/v1/regions/{}/reports", region(site));
    assert_eq!(coordinator.get(&reports).expect(200).json["items"], json!([]), "nothing was locked");
    // What is shown now is what is locked now, once.
    let check = send(&moved.text, "check").expect(200).text;
    let done = send(&check, "lock").expect(303);
    let page = browser.get(done.header("location")).expect(200).text;
    assert!(page.contains("Rapport 1 er låst") && page.contains("39\u{a0}dager"), "{page}");
    assert_eq!(coordinator.get(&reports).expect(200).json["items"].as_array().expect("a list").len(), 1);
});

on_both!(a_report_for_all_members_holds_what_is_shared_and_not_a_trace_of_what_is_not, |site| {
    second_takes_its_baton(site);
    // One shares with the members, the other keeps its figures; they are unlike any other figure here.
    measure(site, 0, "2025-08-01", "31.625");
    let secret = measure(site, 1, "2025-08-01", "41.4375");
    let words = json!({"cause": "Kanarifuglen", "remedy": "Kanariburet"});
    site.person_in("contributor", 0, 1)
        .json("PUT", &format!("/api/v1/measurements/{secret}/explanation"), &[], &words)
        .expect(200);
    let sharing = format!("/api/v1/regions/{}/members/{}/sharing", region(site), town(site, 0));
    site.person("executive", 0).json("PUT", &sharing, &[], &json!({"figures": "members"})).expect(200);
    let coordinator = site.person("coordinator", 0);
    let own = lock(site, &coordinator, &json!({"from": "2025-01", "to": "2025-12", "audience": "region"}));
    let shared = lock(site, &coordinator, &json!({"from": "2025-01", "to": "2025-12", "audience": "members"}));
    let whole = coordinator.get(&format!("/api/v1/reports/{own}")).expect(200).text;
    for known in ["41.4375", "10.9375", "Kanarifuglen", "Kanariburet"] {
        assert!(whole.contains(known), "the region's own people read {known} in {whole}");
    }
    let reader = site.person_in("executive", 0, 2);
    let browser = Browser::of(&reader);
    let pdf = browser.get(&format!("/reports/{shared}/report.pdf")).expect(200).bytes;
    let file = lopdf::Document::load_mem(&pdf).expect("a file that can be read");
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let mut said = vec![
        reader.get(&format!("/api/v1/reports/{shared}")).expect(200).text,
        browser.get(&format!("/reports/{shared}")).expect(200).text,
        file.extract_text(&pages).expect("text"),
    ];
    for table in ["status", "missing", "curves", "deviations", "lasting", "sources"] {
        said.push(reader.get(&format!("/api/v1/reports/{shared}?format=csv&table={table}")).expect(200).text);
        let about = reader.get(&format!("/api/v1/reports/{shared}.metadata.json?table={table}")).expect(200).json;
        assert!(!about["columns"].as_array().expect("columns").is_empty(), "{about}");
    }
    for text in &said {
        for canary in ["41.4375", "41,4375", "41,44", "10.9375", "10,94", "0.5625", "0,56", "Kanari"] {
            assert!(!text.contains(canary), "{canary} stands in {text}");
        }
    }
    let content = &reader.get(&format!("/api/v1/reports/{shared}")).expect(200).json["content"];
    assert_eq!(content["status"][0]["accepted"], json!(1), "only the one that shares is counted");
    let names: Vec<&str> = content["not_reported"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["municipality"].as_str())
        .collect();
    assert_eq!(names, ["Havneset", "Lyngmo"]);
});

on_both!(a_municipalitys_report_is_its_own_and_the_explanation_is_written_once, |site| {
    let behind = measure(site, 0, "2025-08-01", "41");
    let words = json!({"cause": "Ny saksbehandler måtte læres opp", "remedy": "Kurs i uke 40"});
    let executive = site.person("executive", 0);
    executive.json("PUT", &format!("/api/v1/measurements/{behind}/explanation"), &[], &words).expect(200);
    let body = json!({"municipality_id": town(site, 0), "from": "2025-01", "to": "2025-12", "case_number": "24/117"});
    let id = lock(site, &executive, &body);
    let content = executive.get(&format!("/api/v1/reports/{id}")).expect(200).json["content"].clone();
    assert_eq!(content["deviations"][0]["explanation"], words);
    assert_eq!((&content["audience"], &content["case_number"]), (&json!("municipality"), &json!("24/117")));
    // The words changed later do not change what was locked.
    let path = format!("/api/v1/measurements/{behind}/explanation");
    let version = executive.get(&path).expect(200).header("etag").to_owned();
    executive.json("PUT", &path, &[("if-match", &version)], &json!({"cause": "Noe annet"})).expect(200);
    assert_eq!(executive.get(&format!("/api/v1/reports/{id}")).expect(200).json["content"], content);
    // The region reads it, another municipality does not, and nobody locks for a place that is not theirs.
    site.person("coordinator", 0).get(&format!("/api/v1/reports/{id}")).expect(200);
    let neighbour = site.person_in("executive", 0, 1);
    neighbour.get(&format!("/api/v1/reports/{id}")).expect(404);
    let reports = format!("/api/v1/regions/{}/reports", region(site));
    assert_eq!(neighbour.get(&reports).expect(200).json["items"], json!([]));
    assert!(matches!(neighbour.post(&reports, &body).status, 403 | 404));
});

/// All figures of a text, in order: digits with what stands between them in a number.
fn figures(text: &str) -> Vec<String> {
    text.split(|sign: char| !(sign.is_ascii_digit() || sign == ','))
        .map(|part| part.trim_matches(','))
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

on_both!(page_paper_slides_and_workbook_say_the_same_figures, |site| {
    second_takes_its_baton(site);
    measure(site, 0, "2025-08-01", "31.25");
    measure(site, 1, "2025-08-01", "39.75");
    let coordinator = site.person("coordinator", 0);
    let id = lock(site, &coordinator, &json!({"from": "2025-06", "to": "2025-12", "audience": "region"}));
    let kept = coordinator.get(&format!("/api/v1/reports/{id}")).expect(200).json;
    let browser = Browser::of(&coordinator);
    let page = browser.get(&format!("/reports/{id}")).expect(200).text;
    let main = &page[page.find("<main").expect("a main part")..page.find("</main>").expect("an end")];
    // Every cell of every table on the page stands on paper and on a slide.
    let answer = browser.get(&format!("/reports/{id}/report.pdf")).expect(200);
    let file = lopdf::Document::load_mem(&answer.bytes).expect("a file that can be read");
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let paper = figures(&file.extract_text(&pages).expect("text").replace('\u{a0}', " "));
    let slides: String = (1..=8)
        .map(|part| browser.get(&format!("/reports/{id}?visning=projektor&del={part}")).expect(200).text)
        .collect();
    let mut cells = 0;
    for cell in main.split("<td").skip(1).map(|rest| &rest[..rest.find("</td>").expect("an end")]) {
        let cell = cell.split_once('>').expect("a cell").1;
        for figure in figures(&cell.replace('\u{a0}', " ")) {
            assert!(paper.contains(&figure), "{figure} of {cell} is not on paper: {paper:?}");
            cells += 1;
        }
        assert!(slides.contains(cell), "{cell} is on no slide");
    }
    assert!(cells >= 30, "{cells}");
    let workbook = coordinator.get(&format!("/api/v1/reports/{id}?format=xlsx")).expect(200).bytes;
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(workbook)).expect("a workbook");
    assert_eq!(calamine::Reader::sheet_names(&book).len(), 7, "six tables and what they are");
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 2).expect("a sheet").expect("cells");
    let points: Vec<&Value> = kept["content"]["curves"]
        .as_array()
        .expect("curves")
        .iter()
        .flat_map(|block| block["points"].as_array().expect("points"))
        .collect();
    assert_eq!(sheet.rows().count(), points.len() + 1);
    for (row, point) in sheet.rows().skip(1).zip(points) {
        for (column, name) in [(3, "planned"), (4, "realised")] {
            let kept: f64 = point[name].as_str().expect("a figure").parse().expect("a number");
            let written: f64 = row[column].to_string().parse().expect("a number");
            assert!((kept - written).abs() < 1e-9, "{name}: {kept} {written}");
        }
    }
});
