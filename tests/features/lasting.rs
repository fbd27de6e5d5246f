//! A benefit that fades after its peak is noticed: at the second value outside, on its page and in its region.

use serde_json::{Value, json};

use super::samples::{Aabenraa, on_sqlite_and_postgres, sample_json};
use crate::harness::Browser;

#[test]
fn a_made_up_continuation_of_aabenraa_falls_back_at_the_second_value_outside() {
    on_sqlite_and_postgres(|backend| {
        let sample = sample_json("aabenraa-video-meetings.json");
        let aabenraa = Aabenraa::new(backend, &sample);
        let project = aabenraa.project(&json!({"title": "Demo: møder på video", "renewal_alone_because": "Demo"}));
        let indicator = aabenraa.indicator(&project, &sample["benefit"], &[sample["indicator"].clone()]).remove(0);
        let mut body = json!({"baseline": {"value": "200", "on": "2020-03-12"},
            "target": {"value": "1400", "on": "2020-06-23"}, "owner_id": aabenraa.owner_id,
            "use_of_gain": "other", "first_measurement_on": "2020-03-12", "sustain_until": "2020-06-23"});
        let path = format!("/api/v1/indicators/{indicator}/commitments/{}", aabenraa.municipality);
        let coordinator = &aabenraa.founded.coordinator;
        let refused = coordinator.put(&path, &body).expect(422).json;
        assert_eq!(
            [&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]],
            [&json!("/sustain_until"), &json!("not_after_target")]
        );
        body["sustain_until"] = json!("2021-06-23");
        let commitment = aabenraa.commit(&indicator, &body);
        let stands = coordinator.get(&path).expect(200).json;
        assert_eq!(stands["sustain_until"], "2021-06-23");
        let form = Browser::of(coordinator).get(path.trim_start_matches("/api/v1")).expect(200).text;
        assert!(form.contains("name=\"sustain_until\"") && form.contains("2021-06-23"), "the form has the day");
        aabenraa.hand_over(&project);
        let handovers = coordinator.get(&format!("/api/v1/projects/{project}/handovers")).expect(200).json;
        let handover = handovers["items"][0]["id"].as_str().expect("an id").to_owned();
        let package = coordinator.get(&format!("/api/v1/handovers/{handover}/package")).expect(200).json;
        let promised = &package["benefits"][0]["indicators"][0]["commitment"];
        assert_eq!(promised["sustain_until"], "2021-06-23", "what is to last is part of what is taken on");

        let series = || coordinator.get(&format!("/api/v1/commitments/{commitment}/series")).expect(200).json;
        let measure = |on: &str, value: &str| {
            let path = format!("/api/v1/commitments/{commitment}/measurements");
            aabenraa.owner.post(&path, &json!({"on": on, "value": value})).expect(201);
            let seen = series()["sustained"].clone();
            (seen["drop"].clone(), seen["fallen_back"].clone())
        };
        assert_eq!(series()["sustained"], Value::Null);
        let page = || Browser::of(coordinator).get(&format!("/commitments/{commitment}")).expect(200).text;
        let region = || {
            let path = format!("/regions/{}", aabenraa.founded.region);
            Browser::of(coordinator).get(&path).expect(200).text
        };
        for (on, value, drop, fallen) in [
            ("2020-06-23", "1400", "0", false),
            ("2020-07-23", "1280", "0.1", false),
            ("2020-08-23", "1000", "0.333333", false),
            ("2020-09-23", "800", "0.5", true),
        ] {
            assert_eq!(measure(on, value), (json!(drop), json!(fallen)), "{on}");
            assert_eq!(page().contains("Har falt tilbake"), fallen, "{on}");
            assert_eq!(region().contains("Har falt tilbake"), fallen, "{on}");
        }
        for said in
            ["Toppen var 1\u{a0}400\u{a0}personer (23.06.2020)", "50 % av gevinsten er borte igjen", "Skal vare til"]
        {
            assert!(page().contains(said), "the page says {said}");
        }
        assert!(region().contains(&format!("/commitments/{commitment}")), "the region's list leads there");
        // After the day to which it was to last nothing is watched any more.
        assert_eq!(measure("2021-06-24", "200").0, "0.5");
    });
}
