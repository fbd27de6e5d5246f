//! Planned against realised of a region and its parts: the page says what the API says, to whom it may be said.

use serde_json::{Value, json};
use stafett::clock::{Clock, Day};

use super::played::{measure, region, second_takes_its_baton, town};
use crate::harness::{Browser, Person, Site};
use crate::on_both;

fn page(site: &Site, who: &Person, query: &str) -> String {
    Browser::of(who).get(&format!("/regions/{}/realisation{query}", region(site))).expect(200).text
}

/// A figure as a page writes it: one decimal at most, with a comma.
fn written(value: &Value, times: f64, decimals: usize) -> String {
    let number: f64 = value.as_str().expect("a figure as text").parse().expect("a number");
    let text = format!("{:.decimals$}", number * times);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.replace('.', ",").replace('-', "−")
}

/// The cells of the last row of the page's first table.
fn last_row(page: &str) -> Vec<String> {
    let from = page.find("id=\"curve-table-0\"").unwrap_or_else(|| panic!("no table in {page}"));
    let table = &page[from..from + page[from..].find("</table>").expect("an end")];
    let row = table.rsplit("<tr").next().expect("a row");
    let cells = row.split("<td").chain(row.split("<th")).skip(1);
    let text = |cell: &str| {
        let inside = cell.split_once('>').map_or("", |(_, rest)| rest);
        inside.split('<').next().unwrap_or_default().to_owned()
    };
    cells.map(text).filter(|text| !text.is_empty()).collect()
}

on_both!(the_page_of_a_part_says_what_the_api_says_of_that_part, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "36.5");
    let coordinator = site.person("coordinator", 0);
    let project = site.id("projects", 0);
    let (first, second) = (town(site, 0), town(site, 1));
    let parts = [
        (String::new(), String::new()),
        (format!("?municipality={first}"), format!("?municipality_id={first}")),
        (format!("?municipality={second}"), format!("?municipality_id={second}")),
        (format!("?project={project}"), format!("?project_id={project}")),
        ("?class=time_saved".into(), "?class=time_saved".into()),
        ("?phase=realisation".into(), "?phase=realisation".into()),
    ];
    let mut seen = Vec::new();
    for (asked, of_api) in parts {
        let page = page(site, &coordinator, &asked);
        let curve = coordinator.get(&format!("/api/v1/regions/{}/curve{of_api}", region(site))).expect(200).json;
        let last = curve["classes"][0]["points"].as_array().and_then(|points| points.last()).expect("a month").clone();
        let row = last_row(&page);
        let dager = |value: &Value| format!("{}\u{a0}dager", written(value, 1.0, 1));
        let percent = |value: &Value| format!("{}\u{a0}%", written(value, 100.0, 0));
        for said in
            [dager(&last["planned"]), dager(&last["realised"]), percent(&last["rate"]), percent(&last["coverage"])]
        {
            assert!(row.contains(&said), "{asked}: {said} in {row:?}");
        }
        let furthest = format!("{} ({} målt)", percent(&last["rate"]), percent(&last["coverage"]));
        assert!(page.contains(&format!("Lengst fra planen: Spart tid (dager), {furthest}")), "{page}");
        seen.push(row);
    }
    assert_ne!(seen[1], seen[2], "the two municipalities are not alike");
    for none in ["?class=income", "?theme=Finnes%20ikke", "?phase=idea"] {
        assert!(page(site, &coordinator, none).contains("Ingen gevinster å vise"), "{none}");
    }
    let of = |query: &str| format!("/api/v1/regions/{}/curve?{query}", region(site));
    for none in ["class=income", "theme=Finnes%20ikke", "phase=idea"] {
        assert_eq!(coordinator.get(&of(none)).expect(200).json["classes"], json!([]), "{none}");
    }
    coordinator.get(&of("class=gull")).expect(422);
    Browser::of(&coordinator)
        .get(&format!("/regions/{}/realisation?project={}", region(site), site.id("projects", 1)))
        .expect(404);
    Browser::of(&site.person("coordinator", 1)).get(&format!("/regions/{}/realisation", region(site))).expect(404);
});

on_both!(what_a_municipality_keeps_to_itself_is_in_no_curve_that_another_member_sees, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "36.5");
    let member = site.person_in("executive", 0, 0);
    let figures = |query: &str| {
        let page = page(site, &member, query);
        page[page.find("id=\"bars\"").expect("figures")..page.find("</main>").expect("an end")].to_owned()
    };
    let looks = || ["", "?months=36", "?class=time_saved", "?visning=projektor"].map(figures);
    let before = looks();
    measure(site, 1, "2025-09-01", "31337.25");
    assert_eq!(before, looks());
    assert!(
        page(site, &member, "").contains("De andre deler tallene sine bare med regionen, og er ikke med i summene"),
        "it is said that others' figures are left out"
    );
    assert!(page(site, &member, &format!("?municipality={}", town(site, 1))).contains("Ingen gevinster å vise"));
    assert!(page(site, &site.person("coordinator", 0), "?months=36").contains("31"), "the region's own people see it");
});

on_both!(what_those_who_left_measured_is_the_regions_to_see_and_the_others_are_told, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "36.5");
    site.sql("UPDATE region_member SET sharing = 'members'");
    let (member, coordinator) = (site.person_in("executive", 0, 0), site.person("coordinator", 0));
    assert!(!page(site, &member, "").contains("Tall fra"), "all share with all");
    coordinator.delete(&format!("/api/v1/regions/{}/members/{}", region(site), town(site, 1))).expect(204);
    assert!(page(site, &member, "").contains("Tall fra 2 av 3 kommuner"), "the sums are without who left");
    assert!(
        !page(site, &member, &format!("?municipality={}", town(site, 0))).contains("Tall fra"),
        "one's own is whole"
    );
    assert!(!page(site, &coordinator, "").contains("Tall fra"), "the region's sums are with them");
});

/// The last day of the month so many months ago.
fn months_ago(months: i32) -> String {
    let today = Clock::System.now().day();
    Day::from_month_index(today.month_index() - months).expect("a month").last_of_month().to_string()
}

on_both!(the_trend_of_what_is_measured_is_carried_on_and_ends_where_nobody_measures, |site| {
    let coordinator = site.person("coordinator", 0);
    let old = page(site, &coordinator, "");
    assert!(old.contains("Ingen prognose"), "a year and a half without a measurement has no trend: {old}");
    for (months, value) in [(4, "30"), (3, "29"), (2, "28"), (1, "27")] {
        measure(site, 0, &months_ago(months), value);
    }
    let now = page(site, &coordinator, "");
    assert!(now.contains("Prognose: ") && now.contains("trolig mellom"), "{now}");
    assert!(now.contains("class=\"chart-band\"") && now.contains("class=\"chart-forecast\""));
    assert!(now.contains("ferdige måneder der like mange gevinster var målt"));
    assert!(!page(site, &coordinator, "?class=income").contains("Prognose: "));
});

on_both!(a_curve_that_has_not_changed_is_not_sent_again_and_a_change_shows_in_the_next_request, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/regions/{}/realisation?months=36", region(site));
    let cookie = format!("stafett={}", coordinator.token().expect("a token"));
    let get = |tag: &str| site.visitor().send("GET", &path, &[("cookie", &cookie), ("if-none-match", tag)], None);
    let first = get("").expect(200);
    let tag = first.header("etag").to_owned();
    get(&tag).expect(304);
    measure(site, 0, "2025-08-01", "30");
    assert_ne!(get(&tag).expect(200).text, first.text);
});
