//! Locking a report: which parts are in it, once for all, as it was looked at, by whoever did it.

use serde_json::{Value, json};
use stafett::audit::rules::sha256_hex;

use crate::harness::{Backend, Browser, Person, Site};
use crate::on_both;

fn reports(site: &Site) -> String {
    format!("/api/v1/regions/{}/reports", site.id("regions", 0))
}

fn new_page(site: &Site) -> String {
    format!("/regions/{}/reports/new", site.id("regions", 0))
}

fn lock(site: &Site, who: &Person, body: &Value) -> String {
    who.post(&reports(site), body).expect(201).json["id"].as_str().expect("an id").to_owned()
}

fn year(more: &Value) -> Value {
    let mut body = json!({"from": "2025-01", "to": "2025-12"});
    for (name, value) in more.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body
}

fn measure_as(who: &Person, site: &Site, value: &str) {
    let body = json!({"on": "2025-08-01", "value": value, "if_measured": "correct", "reason": "Prøver"});
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let answer = who.post(&path, &body);
    assert!(matches!(answer.status, 200 | 201), "{}", answer.text);
}

fn measure(site: &Site, value: &str) {
    measure_as(&site.person_in("contributor", 0, 0), site, value);
}

fn content(who: &Person, id: &str) -> Value {
    who.get(&format!("/api/v1/reports/{id}")).expect(200).json["content"].clone()
}

fn main_of(page: &str) -> &str {
    &page[page.find("<main").expect("a main part")..page.find("</main>").expect("an end")]
}

fn paper(browser: &Browser, id: &str) -> String {
    let answer = browser.get(&format!("/reports/{id}/report.pdf")).expect(200);
    let file = lopdf::Document::load_mem(&answer.bytes).expect("a file that can be read");
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    file.extract_text(&pages).expect("text").replace('\n', "").replace('\u{a0}', " ")
}

/// What a page's hidden fields hold.
fn hidden(page: &str) -> Vec<(String, String)> {
    let plain =
        |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let form = page.split("<form").find(|form| form.contains("figures_sha256")).expect("a form");
    let fields = form.split("<input").skip(1).filter(|input| input.contains("type=\"hidden\""));
    let part = |input: &str, name: &str| {
        let rest = input.split(&format!("{name}=\"")).nth(1)?;
        Some(plain(rest.split('"').next()?))
    };
    let named = fields.filter_map(|input| Some((part(input, " name")?, part(input, "value").unwrap_or_default())));
    named.filter(|(name, _)| name != "csrf").collect()
}

fn post(browser: &Browser, path: &str, fields: &[(String, String)]) -> crate::harness::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields)
}

/// A page's hidden fields, with what is written, at a step.
fn written(page: &str, step: &str, summary: &str) -> Vec<(String, String)> {
    let mut fields: Vec<_> = hidden(page).into_iter().filter(|(name, _)| name != "step" && name != "summary").collect();
    fields.push(("step".to_owned(), step.to_owned()));
    fields.push(("summary".to_owned(), summary.to_owned()));
    fields
}

const CHOSEN: [(&str, &str); 4] = [("scope", ""), ("audience", "region"), ("from", "2025-01"), ("to", "2025-12")];

on_both!(what_is_left_out_is_named_and_changes_nothing_that_is_in_it, |site| {
    measure(site, "39");
    let coordinator = site.person("coordinator", 0);
    let whole = content(&coordinator, &lock(site, &coordinator, &year(&json!({}))));
    assert_eq!(whole.get("left_out"), None, "a whole report says nothing of it");
    let sections = json!(["summary", "curves", "sources"]);
    let id = lock(site, &coordinator, &year(&json!({"sections": sections})));
    let part = content(&coordinator, &id);
    assert_eq!(part["left_out"], json!(["status", "deviations", "lasting", "proposals"]));
    for gone in ["status", "deviations", "lasting", "proposals"] {
        assert_eq!(part.get(gone), None, "{gone} is left out, not empty");
    }
    for kept in ["summary", "curves", "sources", "not_reported", "last_measured"] {
        assert_eq!(part[kept], whole[kept], "{kept}");
    }
    assert!(part["summary"]["text"].as_str().expect("words").contains("bak plan"), "{part}");
    // The checksum covers what was left out.
    let browser = Browser::of(&coordinator);
    let kept = browser.get(&format!("/reports/{id}?format=json")).expect(200).text;
    let told = coordinator.get(&format!("/api/v1/reports/{id}")).expect(200).json["content_sha256"].clone();
    assert_eq!(told, json!(sha256_hex(kept.as_bytes())));
    assert!(kept.contains("left_out"));
    // Page, paper, slides and files follow it, and say so.
    let named = "Status per prosjekt, Avvik, Varige gevinster, Forslag til vedtak";
    let page = browser.get(&format!("/reports/{id}")).expect(200).text;
    let on_paper = paper(&browser, &id);
    let slide = browser.get(&format!("/reports/{id}?visning=projektor&del=1")).expect(200).text;
    assert!(slide.contains("1 av 4") && slide.contains(named), "{slide}");
    assert!(page.contains("Utelatt") && page.contains(named) && on_paper.contains("Utelatt"), "{page} {on_paper}");
    for gone in ["part-status", "part-deviations", "part-lasting", "part-proposals", "table=status"] {
        assert!(!page.contains(gone), "{gone} is in {page}");
    }
    assert!(page.contains("part-missing") && !main_of(&page).contains("Ikke rapportert."), "something was measured");
    assert!(!on_paper.contains("Ny frist") && !on_paper.contains("Planen da"), "{on_paper}");
    let file = format!("/api/v1/reports/{id}?format=csv");
    assert!(coordinator.get(&file).expect(200).text.contains("reason"), "the first table that there is");
    let refused = coordinator.get(&format!("{file}&table=deviations")).expect(422);
    assert_eq!(refused.json["errors"][0]["code"], "section_left_out");
    let workbook = coordinator.get(&format!("/api/v1/reports/{id}?format=xlsx")).expect(200).bytes;
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(workbook)).expect("a workbook");
    assert_eq!(calamine::Reader::sheet_names(&book).len(), 4, "three tables and what they are");
    let about = calamine::Reader::worksheet_range_at(&mut book, 3).expect("a sheet").expect("cells");
    assert!(about.rows().flatten().any(|cell| cell.to_string().contains(named)), "the workbook says it too");
    // What was written for a part does not fall away, and no report is empty.
    for (wrong, pointer) in [
        (json!({"sections": []}), "/sections"),
        (json!({"sections": ["missing"]}), "/sections"),
        (json!({"sections": ["forord"]}), "/sections"),
        (json!({"sections": ["status"], "proposals": ["Ta saken"]}), "/proposals"),
        (json!({"sections": ["status"], "summary": "Det går bra."}), "/summary"),
    ] {
        let answer = coordinator.post(&reports(site), &year(&wrong)).expect(422);
        let at = answer.json["errors"][0]["pointer"].as_str().expect("a place");
        assert!(at.starts_with(pointer), "{}", answer.text);
    }
});

on_both!(parts_are_chosen_on_the_form_and_carried_to_the_lock, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let form = browser.get(&new_page(site)).expect(200).text;
    let boxes: Vec<&str> = form.split("<input").filter(|input| input.contains("name=\"sections\"")).collect();
    assert_eq!(boxes.len(), 7, "all but who is missing");
    assert!(boxes.iter().all(|input| input.contains(" checked")), "all are in it to begin with");
    let none = browser.post(&new_page(site), &CHOSEN).expect(422).text;
    assert!(none.contains("Velg minst én del"), "{none}");
    let mut fields = CHOSEN.to_vec();
    fields.extend([("sections", "status"), ("sections", "summary"), ("proposals", "Ta saken")]);
    let again = browser.post(&new_page(site), &fields).expect(422).text;
    assert!(again.contains("Hører til en del som er utelatt"), "{again}");
    let ticked =
        again.split("<input").filter(|input| input.contains("name=\"sections\"") && input.contains(" checked"));
    assert_eq!(ticked.count(), 2, "what was chosen is kept");
    fields.pop();
    let seen = browser.post(&new_page(site), &fields).expect(200).text;
    assert!(
        seen.contains("Utelatt") && !seen.contains("part-curves") && !seen.contains("name=\"proposals\""),
        "{seen}"
    );
    let check = post(&browser, &new_page(site), &written(&seen, "check", "Kort sagt.")).expect(200).text;
    assert!(check.contains("Utelatt"));
    let done = post(&browser, &new_page(site), &written(&check, "lock", "Kort sagt.")).expect(303);
    let id = done.header("location").split(['/', '?']).nth(2).expect("an id").to_owned();
    let kept = content(&coordinator, &id);
    assert_eq!(kept["left_out"], json!(["curves", "deviations", "lasting", "proposals", "sources"]));
    assert_eq!(kept["summary"]["text"], "Kort sagt.");
});

on_both!(the_same_locked_twice_is_one_report, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = reports(site);
    let body = year(&json!({"case_number": "24/7"}));
    // Sent many times at once, as by somebody in a hurry.
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let sent: Vec<_> = (0..4).map(|_| scope.spawn(|| coordinator.post(&path, &body))).collect();
        sent.into_iter().map(|one| one.join().expect("an answer")).map(|one| (one.status, one.json)).collect()
    });
    assert_eq!(answers.iter().filter(|(status, _)| *status == 201).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|(status, report)| matches!(status, 200 | 201) && report["id"] == answers[0].1["id"]));
    // A form that is sent again leads to the same report.
    let browser = Browser::of(&coordinator);
    let sections = ["summary", "status"].map(|word| ("sections", word));
    let seen = browser.post(&new_page(site), &[CHOSEN.as_slice(), &sections].concat()).expect(200).text;
    let fields = written(&seen, "lock", "Det går bra.");
    let first = post(&browser, &new_page(site), &fields).expect(303).header("location").to_owned();
    assert_eq!(post(&browser, &new_page(site), &fields).expect(303).header("location"), first);
    // Other words are another report.
    let other = post(&browser, &new_page(site), &written(&seen, "lock", "Det går fint.")).expect(303);
    assert_ne!(other.header("location"), first);
    let items = coordinator.get(&path).expect(200).json["items"].as_array().map(Vec::len);
    assert_eq!(items, Some(3));
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).text;
    assert_eq!(log.matches("report_locked").count(), 3, "each is told of once");
});

on_both!(words_that_cannot_be_locked_are_shown_again_with_the_reason, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let sections = ["summary", "status", "proposals"].map(|word| ("sections", word));
    let seen = browser.post(&new_page(site), &[CHOSEN.as_slice(), &sections].concat()).expect(200).text;
    let long = format!("Mine ord om saken {}", "og mer til ".repeat(200));
    for step in ["check", "lock"] {
        let mut fields = written(&seen, step, &long);
        fields.push(("proposals".to_owned(), "Mitt eget forslag".to_owned()));
        let again = post(&browser, &new_page(site), &fields).expect(422).text;
        assert!(again.contains("Forhåndsvisning") && again.contains("part-status"), "the report is there: {again}");
        assert!(again.contains("Mine ord om saken og mer til") && again.contains("Mitt eget forslag"), "{again}");
        assert!(again.contains("høyst 2000") || again.contains("høyst 2\u{a0}000"), "and the reason: {again}");
        assert!(again.contains("aria-invalid=\"true\""), "at the field");
        // It can be mended there and locked.
        let check = post(&browser, &new_page(site), &written(&again, "check", "Kort sagt.")).expect(200).text;
        assert!(check.contains("Ja, lås rapporten"));
    }
    assert_eq!(coordinator.get(&reports(site)).expect(200).json["items"], json!([]));
});

on_both!(who_locked_it_is_called_what_they_were_called, |site| {
    let coordinator = site.person("coordinator", 0);
    let name = coordinator.get("/api/v1/me").expect(200).json["name"].as_str().expect("a name").to_owned();
    let id = lock(site, &coordinator, &year(&json!({})));
    site.sql("UPDATE person SET name = 'Nygift Etternavn'");
    let browser = Browser::of(&site.person("coordinator", 0));
    let list = reports(site).trim_start_matches("/api/v1").to_owned();
    let places = || {
        let pages = [format!("/reports/{id}"), list.clone()];
        let pages = pages.map(|page| main_of(&browser.get(&page).expect(200).text).to_owned());
        [pages[0].clone(), pages[1].clone(), paper(&browser, &id)]
    };
    for said in places() {
        assert!(said.contains(&format!("av {name}")) && !said.contains("Nygift"), "{said}");
    }
    // A report from before names were kept is told of as before.
    site.sql(&format!("UPDATE report SET content = replace(content, '\"author\":\"{name}\",', '')"));
    assert_eq!(content(&coordinator, &id).get("author"), None);
    for said in places() {
        assert!(said.contains("av Nygift Etternavn"), "{said}");
    }
});

on_both!(a_report_is_of_one_reading_whatever_is_measured_meanwhile, |site| {
    let coordinator = site.person("coordinator", 0);
    let body = |case: &str| year(&json!({"case_number": case}));
    let figures = |id: &str| {
        let content = content(&coordinator, id);
        let curves: Vec<Value> = content["curves"]
            .as_array()
            .expect("curves")
            .iter()
            .flat_map(|block| block["points"].as_array().expect("points").last().map(|last| last["realised"].clone()))
            .collect();
        (content["deviations"][0]["value"].clone(), curves, content["summary"]["text"].clone())
    };
    let states = ["39", "41"].map(|value| {
        measure(site, value);
        figures(&lock(site, &coordinator, &body(&format!("før {value}"))))
    });
    assert_ne!(states[0].1, states[1].1, "the curve follows the value");
    let rounds = std::sync::atomic::AtomicUsize::new(80);
    let left = || rounds.load(std::sync::atomic::Ordering::SeqCst);
    let contributor = site.person_in("contributor", 0, 0);
    let seen: Vec<_> = std::thread::scope(|scope| {
        scope.spawn(|| {
            while left() > 0 {
                for value in ["39", "41"] {
                    measure_as(&contributor, site, value);
                }
            }
        });
        let locks = scope.spawn(|| {
            let mut ids = Vec::new();
            while left() > 0 {
                let answer = coordinator.post(&reports(site), &body(&format!("under {}", left())));
                rounds.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                ids.push(answer);
            }
            ids
        });
        locks.join().expect("answers")
    });
    for answer in seen {
        let seen = figures(answer.expect(201).json["id"].as_str().expect("an id"));
        assert!(states.contains(&seen), "{seen:?} is neither of {states:?}");
    }
});

on_both!(the_list_is_in_pages, |site| {
    let coordinator = site.person("coordinator", 0);
    lock(site, &coordinator, &year(&json!({})));
    let columns = "region_id, municipality_id, audience, content, content_sha256, locked_by, locked_at";
    for more in 1..=51 {
        site.sql(&format!(
            "INSERT INTO report (id, number, {columns}) SELECT id + {more}, number + {more}, {columns} FROM report WHERE number = 1"
        ));
    }
    let browser = Browser::of(&coordinator);
    let list = reports(site).trim_start_matches("/api/v1").to_owned();
    let shown = |page: &str| -> Vec<String> {
        let rows = page.split("href=\"/reports/").skip(1);
        rows.map(|row| row.split(['>', '<']).nth(1).expect("a name").to_owned()).collect()
    };
    let first = browser.get(&list).expect(200).text;
    let (newest, oldest) = (shown(&first), first.contains("Rapport 3<"));
    assert_eq!((newest.len(), newest[0].as_str(), oldest), (50, "Rapport 52", true));
    assert!(main_of(&first).contains("januar 2025 – desember 2025"), "{first}");
    let next = format!("{list}?before=3");
    assert!(first.contains(&format!("href=\"{next}\"")), "there is more: {first}");
    let last = browser.get(&next).expect(200).text;
    assert_eq!(shown(&last), ["Rapport 2", "Rapport 1"]);
    assert!(!main_of(&last).contains("before=") && last.contains(&format!("href=\"{list}\"")), "and the way back");
});

#[test]
fn a_report_that_was_changed_or_taken_away_behind_the_program_is_found() {
    let site = Site::seeded(Backend::Sqlite);
    let coordinator = site.person("coordinator", 0);
    let ids: Vec<String> =
        (0..2).map(|case| lock(&site, &coordinator, &year(&json!({"case_number": case.to_string()})))).collect();
    let (code, _, err) = site.run(&["audit", "verify"], "");
    assert_eq!(code, 0, "{err}");
    // Moved to where the same people have other ids, they are those that the log tells of all the same.
    let there = Site::with(Backend::Sqlite, None, &[]);
    there.kill();
    let email = coordinator.get("/api/v1/me").expect(200).json["email"].as_str().expect("an address").to_owned();
    there.sql(&format!(
        "INSERT INTO person (id, name, email, email_folded, language, status, totp_confirmed, created_at, version)
         VALUES (7, 'Kari', '{email}', '{email}', 'nb', 'active', 0, 0, 1)"
    ));
    let file = site.folder().join("region.stafett").display().to_string();
    assert_eq!(site.run(&["export", "--region", &site.id("regions", 0), &file], "").0, 0);
    let (code, _, err) = there.run(&["import", &file], "");
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = there.run(&["audit", "verify"], "");
    assert_eq!(code, 0, "{err}");
    let other = "(SELECT id FROM person WHERE id <> locked_by LIMIT 1)";
    let town = "(SELECT municipality_id FROM region_member LIMIT 1)";
    for (column, changed, back) in [
        ("locked_by", other, "(SELECT actor FROM kept)"),
        ("locked_at", "locked_at + 1000000", "locked_at - 1000000"),
        ("municipality_id", town, "NULL"),
        ("number", "number + 7", "number - 7"),
    ] {
        if column == "locked_by" {
            site.sql("CREATE TABLE kept AS SELECT locked_by AS actor FROM report");
        }
        site.sql(&format!("UPDATE report SET {column} = {changed} WHERE number = 2"));
        let (code, _, err) = site.run(&["audit", "verify"], "");
        assert!(code == 5 && err.contains(&format!("report {} was changed", ids[1])), "{column}: {code} {err}");
        let number = if column == "number" { 9 } else { 2 };
        site.sql(&format!("UPDATE report SET {column} = {back} WHERE number = {number}"));
        assert_eq!(site.run(&["audit", "verify"], "").0, 0, "{column}");
    }
    site.sql("DELETE FROM report WHERE number = 1");
    let (code, _, err) = site.run(&["audit", "verify"], "");
    assert!(code == 5 && err.contains(&format!("report {} is gone", ids[0])), "{code} {err}");
}
