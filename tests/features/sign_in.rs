//! Coming in, and being kept out.

use serde_json::json;

use crate::on_both;

on_both!(every_cause_of_a_failed_sign_in_looks_the_same, |site| {
    let visitor = site.visitor();
    let email = site.seed["sign_ins"][1]["email"].as_str().expect("an address");
    let mut wrong =
        visitor.post("/api/v1/sessions", &json!({"email": email, "password": "feil passord her"})).expect(401);
    let mut unknown = visitor
        .post("/api/v1/sessions", &json!({"email": "ingen@eksempel.no", "password": "feil passord her"}))
        .expect(401);
    assert_eq!(wrong.code(), "sign_in_failed");
    for answer in [&mut wrong, &mut unknown] {
        answer.json["request_id"] = json!("");
    }
    assert_eq!(wrong.json, unknown.json);
});

on_both!(a_session_ends_at_once_when_it_is_signed_out, |site| {
    let person = site.person("coordinator", 0);
    person.get("/api/v1/me").expect(200);
    person.delete("/api/v1/sessions/current").expect(204);
    assert_eq!(person.get("/api/v1/me").expect(401).code(), "sign_in_needed");
});

on_both!(somebody_who_is_disabled_is_out_at_once_and_a_known_person_can_get_one_more_role, |site| {
    let administrator = site.person("administrator", 0);
    let reader = site.person("reader", 0);
    let id = reader.get("/api/v1/me").expect(200).json["id"].as_str().expect("an id").to_owned();
    let version = administrator.get(&format!("/api/v1/people/{id}")).expect(200).etag.expect("a version");
    administrator.json("PATCH", &format!("/api/v1/people/{id}"), &[], &json!({"status": "disabled"})).expect(428);
    administrator.patch(&format!("/api/v1/people/{id}"), "\"999\"", &json!({"status": "disabled"})).expect(412);
    administrator.patch(&format!("/api/v1/people/{id}"), &version, &json!({"status": "disabled"})).expect(200);
    reader.get("/api/v1/me").expect(401);
});

on_both!(a_token_for_measuring_measures_and_cannot_do_more, |site| {
    let contributor = site.person("contributor", 0);
    let made = contributor
        .post(
            "/api/v1/tokens",
            &json!({"name": "robot", "scopes": ["measure"], "expires_at": crate::harness::in_a_month()}),
        )
        .expect(201);
    let robot = crate::harness::Person::new(site, made.json["secret"].as_str().map(str::to_owned));
    let commitment = site.id("commitments", 0);
    robot
        .post(&format!("/api/v1/commitments/{commitment}/measurements"), &json!({"on": "2025-06-01", "value": "31"}))
        .expect(201);
    robot
        .post("/api/v1/tokens", &json!({"name": "x", "scopes": ["read"], "expires_at": crate::harness::in_a_month()}))
        .expect(403);
    contributor.delete(&format!("/api/v1/tokens/{}", made.json["id"].as_str().expect("an id"))).expect(204);
    robot.get("/api/v1/me").expect(401);
});

on_both!(a_wrong_method_is_told_the_right_ones, |site| {
    let answer = site.visitor().delete("/livez").expect(405);
    assert_eq!(answer.header("allow"), "GET, HEAD");
});
