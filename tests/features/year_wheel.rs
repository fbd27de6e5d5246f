//! The year wheel: kept by the region, read by everybody in it, near in time at home and in the calendar.

use serde_json::{Value, json};

use crate::harness::{Browser, Person, Site, in_a_month};
use crate::on_both;

fn moment(title: &str, month: i32, day: i32, audience: &str) -> Value {
    json!({"title": title, "month": month, "day": day, "kind": "reporting", "audience": audience, "note": ""})
}

/// Month and day so many days from now, in Norway.
fn in_days(site: &Site, days: i64) -> (i32, i32) {
    // The page asks the program's clock; so does the list of what is due.
    let path = format!("/api/v1/municipalities/{}/due", town(site));
    let today = site.person("coordinator", 0).get(&path).expect(200).json["on"].clone();
    let today: stafett::clock::Day = serde_json::from_value(today).expect("a day");
    let on = today.plus_days(days).expect("a day").to_string();
    (on[5..7].parse().expect("a month"), on[8..].parse().expect("a day"))
}

fn town(site: &Site) -> &str {
    site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id")
}

fn calendar(site: &Site, person: &Person) -> String {
    let body = json!({"name": "Telefon", "scopes": ["calendar"], "expires_at": in_a_month()});
    let made = person.post("/api/v1/tokens", &body).expect(201).json;
    let secret = made["secret"].as_str().expect("a secret");
    site.visitor().get(&format!("/calendar/{secret}.ics")).expect(200).text.replace("\r\n ", "")
}

on_both!(the_region_keeps_its_year_and_its_people_read_it, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/regions/{}/year-moments", site.id("regions", 0));
    let made = coordinator.post(&path, &moment("Rådsmøte", 2, 29, "all")).expect(201);
    let id = made.json["id"].as_str().expect("an id").to_owned();
    let next = made.json["next_on"].as_str().expect("a day").to_owned();
    assert!(next.ends_with("-02-29") || next.ends_with("-02-28"), "{next}");
    for (body, pointer) in [
        (moment(" ", 2, 1, "all"), "/title"),
        (moment("x", 2, 30, "all"), "/day"),
        (moment("x", 13, 1, "all"), "/month"),
    ] {
        assert_eq!(coordinator.post(&path, &body).expect(422).json["errors"][0]["pointer"], pointer);
    }
    coordinator.post(&path, &moment("x", 1, 1, "nobody")).expect(422);

    // A member reads and does not write; another region's people know of nothing.
    let (reader, stranger) = (site.person("contributor", 0), site.person("coordinator", 1));
    let at = format!("/api/v1/year-moments/{id}");
    assert_eq!(reader.get(&at).expect(200).json["title"], "Rådsmøte");
    reader.post(&path, &moment("Mitt", 1, 1, "all")).expect(403);
    stranger.get(&path).expect(404);
    stranger.get(&at).expect(404);
    coordinator.patch(&at, "\"2\"", &json!({"day": 28})).expect(412);
    assert_eq!(coordinator.patch(&at, "\"1\"", &json!({"day": 28})).expect(200).json["day"], 28);

    let page = format!("/regions/{}/year-wheel", site.id("regions", 0));
    let seen = Browser::of(&reader).get(&page).expect(200).text;
    assert!(seen.contains("28. februar") && seen.contains("Rådsmøte") && !seen.contains("Legg til"), "{seen}");
    coordinator.delete(&at).expect(428);
    coordinator.send("DELETE", &at, &[("if-match", "\"2\"")], None).expect(204);
    coordinator.get(&at).expect(404);
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
});

on_both!(the_usual_year_is_somewhere_to_begin_and_is_added_once, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let page = format!("/regions/{}/year-wheel", site.id("regions", 0));
    browser.post(&format!("{page}/usual"), &[]).expect(303);
    let seen = browser.get(&page).expect(200).text;
    for words in ["30. april", "31. august", "31. desember", "Rapport for 1. tertial", "Årsberetning", "Neste:"] {
        assert!(seen.contains(words), "{words} is not in {seen}");
    }
    let path = format!("/api/v1/regions/{}/year-moments", site.id("regions", 0));
    let items = coordinator.get(&path).expect(200).json["items"].as_array().expect("items").clone();
    coordinator
        .send(
            "DELETE",
            &format!("/api/v1/year-moments/{}", items[0]["id"].as_str().expect("an id")),
            &[("if-match", "\"1\"")],
            None,
        )
        .expect(204);
    assert_eq!(
        coordinator.post(&format!("{path}/usual"), &json!({})).expect(200).json["added"],
        1,
        "only what is missing"
    );
    site.person("executive", 0).post(&format!("{path}/usual"), &json!({})).expect(403);

    // On the page: what was typed is kept, a moment is changed and taken away.
    let fields = [
        ("title", "Kommunedirektørutvalg"),
        ("day", "31"),
        ("month", "4"),
        ("kind", "leadership_meeting"),
        ("audience", "all"),
        ("note", ""),
    ];
    let again = browser.post(&page, &fields).expect(422).text;
    assert!(again.contains("Kommunedirektørutvalg"), "{again}");
    let mut right = fields;
    right[1].1 = "29";
    browser.post(&page, &right).expect(303);
    let all = coordinator.get(&path).expect(200).json;
    let mine = all["items"].as_array().expect("items").iter().find(|one| one["title"] == "Kommunedirektørutvalg");
    let id = mine.expect("it is there")["id"].as_str().expect("an id").to_owned();
    let changed: Vec<(&str, &str)> = right.iter().copied().chain([("version", "1")]).collect();
    browser.post(&format!("/year-moments/{id}/edit"), &changed).expect(303);
    browser.post(&format!("/year-moments/{id}/remove"), &[("version", "1")]).expect(409);
    browser.post(&format!("/year-moments/{id}/remove"), &[("version", "2")]).expect(303);
    assert!(!browser.get(&page).expect(200).text.contains("Kommunedirektørutvalg"));
});

on_both!(what_comes_soon_stands_at_home_and_in_the_calendar_of_those_it_is_for, |site| {
    let coordinator = site.person("coordinator", 0);
    let path = format!("/api/v1/regions/{}/year-moments", site.id("regions", 0));
    let ((soon_month, soon_day), (late_month, late_day)) = (in_days(site, 20), in_days(site, 45));
    for body in [
        moment("Felles frist", soon_month, soon_day, "all"),
        moment("Kommunens frist", soon_month, soon_day, "municipalities"),
        moment("Regionens frist", soon_month, soon_day, "region"),
        moment("Senere frist", late_month, late_day, "all"),
        moment("Skuddag", 2, 29, "all"),
    ] {
        coordinator.post(&path, &body).expect(201);
    }
    let contributor = site.person("contributor", 0);
    let home = |who: &Person| Browser::of(who).get("/").expect(200).text;
    let (of_region, of_town, stranger) = (home(&coordinator), home(&contributor), home(&site.person("contributor", 1)));
    assert!(of_region.contains("Felles frist") && of_region.contains("Regionens frist"));
    assert!(of_town.contains("Felles frist") && of_town.contains("Kommunens frist"));
    assert!(!of_region.contains("Kommunens frist") && !of_town.contains("Regionens frist"), "each has its own");
    assert!(!of_region.contains("Senere frist") && !stranger.contains("Felles frist"));

    let (of_region, of_town) = (calendar(site, &coordinator), calendar(site, &contributor));
    assert!(of_region.contains("SUMMARY:Regionens frist") && !of_region.contains("SUMMARY:Kommunens frist"));
    assert!(of_town.contains("SUMMARY:Senere frist") && !of_town.contains("SUMMARY:Regionens frist"));
    let event = of_town.split("BEGIN:VEVENT").find(|event| event.contains("SUMMARY:Skuddag")).expect("the event");
    assert!(event.contains("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n"), "{event}");
    let event = of_town.split("BEGIN:VEVENT").find(|event| event.contains("SUMMARY:Felles frist")).expect("the event");
    let on = format!("{soon_month:02}{soon_day:02}\r\n");
    assert!(
        event.lines().any(|line| line.starts_with("DTSTART;VALUE=DATE:") && format!("{line}\r\n").ends_with(&on)),
        "{event}"
    );
});
