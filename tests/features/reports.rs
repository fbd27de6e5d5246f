//! Reports: composed from the figures, locked, and read by those who may see what is in them.

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site};
use crate::on_both;

fn region(site: &Site) -> String {
    site.id("regions", 0)
}

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
