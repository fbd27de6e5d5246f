//! What waits for somebody, in the calendar on their phone.

use serde_json::{Value, json};

use crate::harness::{Person, Site, in_a_month};
use crate::on_both;

fn token(person: &Person, scope: &str) -> (String, String) {
    let body = json!({"name": "Telefon", "scopes": [scope], "expires_at": in_a_month()});
    let made = person.post("/api/v1/tokens", &body).expect(201).json;
    let word = |name: &str| made[name].as_str().expect("a word").to_owned();
    (word("id"), word("secret"))
}

/// The calendar at an address as its events' properties; each line whole again (RFC 5545, 3.1).
fn events(site: &Site, secret: &str) -> Vec<Vec<(String, String)>> {
    let answer = site.visitor().get(&format!("/calendar/{secret}.ics")).expect(200);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert!(answer.text.starts_with("BEGIN:VCALENDAR\r\n") && answer.text.ends_with("END:VCALENDAR\r\n"));
    assert!(answer.text.split("\r\n").all(|line| line.len() <= 75), "a line is at most 75 octets");
    let whole = answer.text.replace("\r\n ", "");
    assert!(whole.contains("\r\nVERSION:2.0\r\n") && whole.contains("\r\nPRODID:"));
    whole
        .split("BEGIN:VEVENT\r\n")
        .skip(1)
        .map(|event| {
            let event = event.split("END:VEVENT").next().expect("an end");
            event.lines().filter_map(|line| line.split_once(':')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
        })
        .collect()
}

fn is_about(event: &[(String, String)], matter: &str) -> bool {
    event.iter().any(|(name, value)| name == "UID" && value == &format!("{matter}@127.0.0.1"))
}

on_both!(an_executive_sees_the_offer_in_the_calendar_until_the_address_is_revoked, |site| {
    let (handover, coordinator, executive) = crate::features::relay::open_offer(site);
    let (id, secret) = token(&executive, "calendar");
    let answer_by = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["answer_by"].clone();
    let events_now = events(site, &secret);
    let event = events_now.iter().find(|event| is_about(event, &format!("handover-{handover}"))).expect("the offer");
    let day = answer_by.as_str().expect("a day").replace('-', "");
    let value = |name: &str| event.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(value("DTSTART;VALUE=DATE"), Some(day.as_str()));
    assert_eq!(value("URL"), Some(site.url(&format!("/handovers/{handover}")).as_str()));
    assert_eq!(value("TRANSP"), Some("TRANSPARENT"));
    // The region follows the same deadline.
    let (_, region) = token(&coordinator, "calendar");
    assert!(events(site, &region).iter().any(|event| is_about(event, &format!("handover-{handover}"))));
    // An address tells of deadlines and opens nothing else; nor does another token open the calendar.
    let robot = Person::new(site, Some(secret.clone()));
    robot.get("/api/v1/me").expect(401);
    robot.get(&format!("/api/v1/handovers/{handover}")).expect(401);
    let (_, reading) = token(&executive, "read");
    site.visitor().get(&format!("/calendar/{reading}.ics")).expect(404);
    site.visitor().get(&format!("/calendar/{secret}x.ics")).expect(404);
    site.visitor().get(&format!("/calendar/{secret}")).expect(404);
    let both = json!({"name": "x", "scopes": ["calendar", "read"], "expires_at": in_a_month()});
    executive.post("/api/v1/tokens", &both).expect(422);
    executive.delete(&format!("/api/v1/tokens/{id}")).expect(204);
    site.visitor().get(&format!("/calendar/{secret}.ics")).expect(404);
});

on_both!(a_measurement_that_is_due_is_in_the_calendar_of_those_who_measure_it_alone, |site| {
    let commitment = site.id("commitments", 0);
    let matter = format!("commitment-{commitment}");
    let contributor = site.person_in("contributor", 0, 0);
    let (_, own) = token(&contributor, "calendar");
    let (_, neighbours) = token(&site.person_in("executive", 0, 1), "calendar");
    assert!(events(site, &own).iter().any(|event| is_about(event, &matter)), "it is overdue");
    assert!(!events(site, &neighbours).iter().any(|event| is_about(event, &matter)));
    let measured = json!({"on": "2026-01-31", "value": "30"});
    contributor.post(&format!("/api/v1/commitments/{commitment}/measurements"), &measured).expect(201);
    let due = contributor.get(&format!("/api/v1/municipalities/{}/due?within=366", place(site))).expect(200).json;
    let due = due["items"].as_array().expect("items").iter().find(|item| item["commitment_id"] == commitment.as_str());
    let day = due.expect("it comes again")["due_on"].as_str().expect("a day").replace('-', "");
    let events = events(site, &own);
    let event = events.iter().find(|event| is_about(event, &matter)).expect("it comes again");
    assert!(event.contains(&("DTSTART;VALUE=DATE".to_owned(), day)), "{event:?}");
});

fn place(site: &Site) -> &str {
    let town: &Value = &site.seed["regions"][0]["municipalities"][0]["id"];
    town.as_str().expect("an id")
}
