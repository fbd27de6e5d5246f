//! A deviation is explained once, in words, until the benefit is back on plan.

use serde_json::json;

use crate::harness::{Browser, Site};
use crate::on_both;

fn measure(site: &Site, on: &str, value: &str) -> String {
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let made = site.person("contributor", 0).post(&path, &json!({"on": on, "value": value})).expect(201).json;
    made["id"].as_str().expect("an id").to_owned()
}

fn page(site: &Site) -> String {
    let path = format!("/commitments/{}", site.id("commitments", 0));
    Browser::of(&site.person("coordinator", 0)).get(&path).expect(200).text
}

const UNEXPLAINED: &str = "ingen har forklart hvorfor";
const WHY: &str = "Ny saksbehandler måtte læres opp";

on_both!(a_deviation_is_explained_once_until_it_is_back_on_plan, |site| {
    assert!(!page(site).contains(UNEXPLAINED), "on plan, there is nothing to explain");
    let first = measure(site, "2025-08-01", "41");
    assert!(page(site).contains(UNEXPLAINED));
    let browser = Browser::of(&site.person("contributor", 0));
    let saved = browser.get(&format!("/commitments/{}/measure?saved={first}", site.id("commitments", 0))).expect(200);
    let form = format!("/measurements/{first}/explanation");
    assert!(saved.text.contains(&form), "whoever enters it is asked there and then");
    assert_eq!(browser.post(&form, &[("cause", " "), ("remedy", "Kurs i uke 40")]).status, 422);
    browser.post(&form, &[("cause", WHY), ("remedy", "Kurs i uke 40")]).expect(303);
    let seen = page(site);
    assert!(seen.contains(WHY) && seen.contains("Kurs i uke 40") && !seen.contains(UNEXPLAINED), "{seen}");

    // The next one is behind too: the same words still speak.
    measure(site, "2025-09-01", "41");
    assert!(page(site).contains(WHY) && !page(site).contains(UNEXPLAINED));
    // Back on plan, and behind once more: that is another matter.
    measure(site, "2025-10-01", "28");
    assert!(!page(site).contains("slik forklarer kommunen det"));
    measure(site, "2025-11-01", "42");
    assert!(page(site).contains(UNEXPLAINED));
});

on_both!(an_explanation_is_the_municipalitys_own_and_never_overwritten_unseen, |site| {
    let id = measure(site, "2025-08-01", "41");
    let path = format!("/api/v1/measurements/{id}/explanation");
    let (contributor, executive) = (site.person("contributor", 0), site.person("executive", 0));
    contributor.get(&path).expect(404);
    let body = json!({"cause": WHY});
    site.person("coordinator", 0).json("PUT", &path, &[], &body).expect(403);
    site.person("executive", 1).json("PUT", &path, &[], &body).expect(404);
    let made = contributor.json("PUT", &path, &[], &body).expect(200);
    assert_eq!((&made.json["cause"], &made.json["remedy"]), (&json!(WHY), &json!("")));
    executive.json("PUT", &path, &[], &json!({"cause": "Noe annet"})).expect(428);
    executive.json("PUT", &path, &[("if-match", "\"7\"")], &json!({"cause": "Noe annet"})).expect(412);
    executive.json("PUT", &path, &[("if-match", made.header("etag"))], &json!({"cause": "Noe annet"})).expect(200);
    assert_eq!(site.person("coordinator", 0).get(&path).expect(200).json["cause"], "Noe annet");
    // A page that was opened before shows what the other wrote, and keeps what was typed.
    let again = Browser::of(&contributor)
        .post(&format!("/measurements/{id}/explanation"), &[("cause", "Mine ord"), ("remedy", ""), ("version", "1")]);
    assert_eq!(again.status, 409);
    for part in ["Noen andre har forklart det", "Noe annet", "Mine ord", "name=\"version\" value=\"2\""] {
        assert!(again.text.contains(part), "{part}: {}", again.text);
    }
});
