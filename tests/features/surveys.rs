//! Figures that were counted from answers: how sure they are, and that few answers stay with those who gave them in.

use serde_json::{Value, json};

use super::samples::{Aabenraa, on_sqlite_and_postgres, sample_json};
use crate::harness::{Browser, Person};

/// A share in per cent that is to rise from 50 to 100, accepted.
fn asked(aabenraa: &Aabenraa) -> (String, String) {
    let project = aabenraa.project(&json!({"title": "Demo: spørreskjema", "renewal_alone_because": "Demo"}));
    let benefit = json!({"title": "Demo: fornøyde brukere", "class": "better_quality", "arises_in": "citizens"});
    let indicator = json!({"name": "Demo: fornøyde", "unit": "%", "direction": "up", "frequency": "month",
        "method": "Demo", "decimals": 0});
    let indicator = aabenraa.indicator(&project, &benefit, &[indicator]).remove(0);
    let body = json!({"baseline": {"value": "50", "on": "2024-01-01"}, "target": {"value": "100", "on": "2024-12-31"},
        "owner_id": aabenraa.owner_id, "use_of_gain": "other", "first_measurement_on": "2024-02-01"});
    let commitment = aabenraa.commit(&indicator, &body);
    aabenraa.hand_over(&project);
    (project, commitment)
}

fn measure(aabenraa: &Aabenraa, commitment: &str, body: &Value) -> Value {
    let path = format!("/api/v1/commitments/{commitment}/measurements");
    aabenraa.owner.post(&path, body).expect(201).json
}

fn series(person: &Person, commitment: &str) -> Value {
    person.get(&format!("/api/v1/commitments/{commitment}/series")).expect(200).json
}

#[test]
fn a_share_has_its_interval_everywhere() {
    on_sqlite_and_postgres(|backend| {
        let aabenraa = Aabenraa::new(backend, &sample_json("aabenraa-video-meetings.json"));
        let (_, commitment) = asked(&aabenraa);
        let coordinator = &aabenraa.founded.coordinator;
        let body = json!({"on": "2024-02-01", "value": "75", "n": 40, "invited": 160});
        // 30 of 40 by Wilson's formula: 59.806038 % to 85.812881 %.
        let said = json!({"n": 40, "invited": 160, "response_rate": "0.25", "low": "59.806038", "high": "85.812881",
            "too_few": false});
        assert_eq!(measure(&aabenraa, &commitment, &body)["survey"], said);
        assert_eq!(series(coordinator, &commitment)["measured"][0]["survey"], said);
        let list = format!("/api/v1/commitments/{commitment}/measurements");
        assert_eq!(coordinator.get(&list).expect(200).json["items"][0]["survey"], said);
        for (path, columns) in [
            (format!("{list}?format=csv"), ["value", "n", "invited", "response_rate", "low", "high"]),
            (
                format!("/api/v1/commitments/{commitment}/series?format=csv"),
                ["value", "n", "invited", "response_rate", "low", "high"],
            ),
        ] {
            let file = coordinator.get(&path).expect(200).text;
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            let names = reader.headers().expect("names").clone();
            let row = reader.records().map(|row| row.expect("a row")).find(|row| row.iter().any(|cell| cell == "75"));
            let row = row.expect("the measurement");
            let cell = |name: &str| row[names.iter().position(|one| one == name).expect("a column")].to_owned();
            assert_eq!(columns.map(cell), ["75", "40", "160", "0.25", "59.806038", "85.812881"]);
        }
        let page = Browser::of(coordinator).get(&format!("/commitments/{commitment}")).expect(200).text;
        for part in ["40 av 160 svarte (25 %)", "59,8\u{a0}%", "85,8\u{a0}%", "chart-range"] {
            assert!(page.contains(part), "the page says {part}");
        }
    });
}

#[test]
fn fewer_than_five_answers_are_shown_to_nobody_but_those_who_measure() {
    on_sqlite_and_postgres(|backend| {
        let aabenraa = Aabenraa::new(backend, &sample_json("aabenraa-video-meetings.json"));
        let (_, commitment) = asked(&aabenraa);
        let coordinator = &aabenraa.founded.coordinator;
        measure(&aabenraa, &commitment, &json!({"on": "2024-02-01", "value": "60", "n": 5, "invited": 9}));
        let few =
            json!({"on": "2024-03-01", "value": "83.123456", "n": 4, "invited": 9, "comment": "En av fire: 83.123456"});
        let made = measure(&aabenraa, &commitment, &few);
        assert_eq!(made["value"], "83.123456", "whoever enters it gets it back");
        let id = made["id"].as_str().expect("an id");
        let correction = json!({"value": "84.123456", "reason": "Ikke 83.123456"});
        let path = format!("/api/v1/measurements/{id}/corrections");
        aabenraa.owner.json("POST", &path, &[("if-match", "\"1\"")], &correction).expect(201);

        // Their own list shows it, the others' does not.
        let list = format!("/api/v1/commitments/{commitment}/measurements");
        assert_eq!(aabenraa.owner.get(&list).expect(200).json["items"][1]["value"], "84.123456");
        let item = coordinator.get(&list).expect(200).json["items"][1].clone();
        assert_eq!([&item["value"], &item["n"]], [&Value::Null, &json!(4)]);
        assert_eq!([&item["survey"]["too_few"], &item["survey"]["low"]], [&json!(true), &Value::Null]);

        let region = &aabenraa.founded.region;
        let town = &aabenraa.municipality;
        let elsewhere = [
            list.clone(),
            format!("{list}?format=csv"),
            format!("{list}?format=excel"),
            format!("/api/v1/measurements/{id}"),
            format!("/api/v1/commitments/{commitment}/series"),
            format!("/api/v1/commitments/{commitment}/series?format=csv"),
            format!("/api/v1/municipalities/{town}/due?within=366"),
            format!("/api/v1/municipalities/{town}/due?on=2024-03-02&within=366"),
            "/api/v1/audit?limit=200".to_owned(),
            format!("/odata/v1/regions/{region}/Measurements"),
            format!("/odata/v1/regions/{region}/Measurements?$filter=Value%20gt%2030"),
            format!("/odata/v1/regions/{region}/Commitments"),
        ];
        let pages =
            [format!("/commitments/{commitment}"), format!("/regions/{region}"), "/".to_owned(), "/due".to_owned()];
        let reads = elsewhere.iter().map(|path| (path, coordinator.get(path).expect(200).text));
        // The benefit's page may be on a wall: it is the same for everybody.
        let owner = Browser::of(&aabenraa.owner);
        let shown = pages.iter().flat_map(|path| {
            [(path, owner.get(path).expect(200).text), (path, Browser::of(coordinator).get(path).text)]
        });
        for (path, text) in reads.chain(shown) {
            for secret in ["83.12", "83,12", "84.12", "84,12"] {
                assert!(!text.contains(secret), "{path} says {secret}");
            }
        }
        let page = owner.get(&format!("/commitments/{commitment}")).expect(200).text;
        assert!(page.contains("vises ikke: færre enn 5 svar") && page.contains("4 av 9 svarte"));
        assert!(page.contains(&format!("/measurements/{id}/correct")), "whoever entered it sees that it was entered");

        // It answers its due date and counts for nothing else.
        let cell = |on: &str| {
            let cell = aabenraa.founded.matrix(on)["rows"][0]["cells"][0].clone();
            ["accepted", "measured", "on_plan", "overdue"].map(|name| cell[name].as_i64().expect("a count"))
        };
        assert_eq!(cell("2024-03-31"), [1, 1, 1, 0]);
        assert_eq!(cell("2024-04-01"), [1, 1, 1, 1]);
        let curve = format!("/api/v1/regions/{region}/curve?from=2024-03&to=2024-03");
        let curve = coordinator.get(&curve).expect(200).json;
        assert_eq!(curve["classes"][0]["points"][0]["realised"], "10", "60 − 50, the last value that is shown");
        assert_eq!(series(coordinator, &commitment)["attainment"], "0.2");
        let (code, out, err) = aabenraa.founded.site.run(&["doctor"], "");
        assert_eq!(code, 0, "{out}{err}");
    });
}
