//! What an outside check found once, so that it stays found.

use diesel::{Connection, RunQueryDsl};
use serde_json::json;

use crate::on_both;

on_both!(a_municipality_of_another_region_in_an_address_is_like_none_at_all, |site| {
    let coordinator = site.person("coordinator", 0);
    let elsewhere = site.seed["regions"][1]["municipalities"][0]["id"].as_str().expect("an id");
    let at = |place: &str| {
        [
            format!("/api/v1/projects/{}/participants/{place}", site.id("projects", 0)),
            format!("/api/v1/indicators/{}/commitments/{place}", site.id("indicators", 0)),
        ]
    };
    for (foreign, missing) in at(elsewhere).iter().zip(at("0000000000zzz")) {
        let mut answers =
            [foreign, &missing].map(|path| coordinator.put(path, &json!({"state": "joined"})).expect(404));
        answers.iter_mut().for_each(|answer| answer.json["request_id"] = json!(""));
        assert_eq!(answers[0].json, answers[1].json);
    }
});

on_both!(an_executive_shares_and_takes_it_back_with_or_without_the_version, |site| {
    let (region, town) = (&site.seed["regions"][0], &site.seed["regions"][0]["municipalities"][1]);
    let place = |value: &serde_json::Value| value["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/regions/{}/members/{}/sharing", place(region), place(town));
    let executive = site.person_in("executive", 0, 1);
    let neighbour = site.person_in("contributor", 0, 0);
    let series = format!("/api/v1/commitments/{}/series", site.id("commitments", 1));
    let shared = executive.put(&path, &json!({"figures": "members"})).expect(200);
    neighbour.get(&series).expect(200);
    executive.put(&path, &json!({"figures": "region"})).expect(200);
    neighbour.get(&series).expect(404);
    let before = shared.etag.expect("a version");
    executive.json("PUT", &path, &[("if-match", &before)], &json!({"figures": "members"})).expect(412);
});

on_both!(an_administrator_is_told_that_only_coordinators_are_theirs_to_invite, |site| {
    let administrator = site.person("administrator", 0);
    let region = site.seed["regions"][0]["id"].clone();
    let invitation = |role: &str| json!({"email": "ny@eksempel.no", "name": "Ny", "role": role, "region_id": region});
    assert_eq!(administrator.post("/api/v1/people", &invitation("reader")).expect(403).code(), "not_your_role");
    let invited = administrator.post("/api/v1/people", &invitation("coordinator")).expect(201);
    let path = format!("/api/v1/people/{}", invited.json["id"].as_str().expect("an id"));
    let version = invited.etag.expect("the version that an update asks for");
    administrator.patch(&path, &version, &json!({"status": "disabled"})).expect(200);
});

on_both!(a_key_that_is_no_plain_text_is_refused_and_not_passed_over, |site| {
    let contributor = site.person("contributor", 0);
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 0));
    let body = json!({"on": "2025-06-01", "value": "31"});
    let refused = contributor.json("POST", &path, &[("idempotency-key", "nøkkel")], &body).expect(400);
    assert_eq!(refused.code(), "bad_idempotency_key");
});

on_both!(an_import_keeps_what_differs_in_words_alone_and_reads_utf_16_without_a_mark, |site| {
    let contributor = site.person("contributor", 0);
    let (region, commitment) = (site.id("regions", 0), site.id("commitments", 0));
    let send = |row: &str, wide: bool| {
        let text = format!("commitment_id;on;value;kind;comment\n{commitment};2025-06-01;{row}\n");
        let file: Vec<u8> =
            if wide { text.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { text.into_bytes() };
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"juni.csv\"\r\n\r\n";
        let body = [head.as_bytes(), &file, b"\r\n--x--\r\n"].concat();
        let kind = [("content-type", "multipart/form-data; boundary=x")];
        let path = format!("/api/v1/regions/{region}/imports?kind=measurements");
        let answer = contributor.send("POST", &path, &kind, Some(&body)).expect(200).json;
        ["state", "recorded", "corrected", "unchanged"].map(|name| answer[name].clone())
    };
    assert_eq!(send("31;;først", false), [json!("applied"), json!(1), json!(0), json!(0)]);
    assert_eq!(send("31;;", false), [json!("applied"), json!(0), json!(0), json!(1)]);
    assert_eq!(send("31;audited;så", true), [json!("applied"), json!(0), json!(1), json!(0)]);
    let list = contributor.get(&format!("/api/v1/commitments/{commitment}/measurements")).expect(200).json;
    let now = list["items"].as_array().expect("items").iter().find(|item| item["on"] == "2025-06-01").expect("it");
    assert_eq!([&now["version"], &now["kind"], &now["comment"]], [&json!(2), &json!("audited"), &json!("så")]);
    assert!(now["reason"].as_str().is_some_and(|reason| reason.contains("juni.csv")), "{now}");
});

on_both!(the_matrix_of_an_earlier_day_has_those_who_joined_later, |site| {
    let region = site.id("regions", 0);
    let coordinator = site.person("coordinator", 0);
    let matrix = coordinator.get(&format!("/api/v1/regions/{region}/matrix?on=2020-01-01")).expect(200).json;
    let cells = matrix["rows"][0]["cells"].as_array().expect("cells");
    assert_eq!(cells.len(), 3);
    assert_eq!([&cells[0]["accepted"], &cells[0]["measured"], &cells[0]["overdue"]], [&json!(1), &json!(0), &json!(0)]);
});

/// A database of a newer program is left alone by every command, with the same exit code.
#[test]
fn every_command_leaves_a_newer_schema_alone() {
    let site = crate::harness::Site::with(crate::harness::Backend::Sqlite, None, &[]);
    site.kill();
    let file = site.folder().join("stafett.db");
    let mut database =
        diesel::SqliteConnection::establish(file.to_str().expect("a path")).expect("the site's database");
    diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('99999999999999')")
        .execute(&mut database)
        .expect("a step of a newer program");
    drop(database);
    for command in [
        &["serve"][..],
        &["migrate"],
        &["migrate", "--check"],
        &["seed", "--scenario", "tiny"],
        &["admin", "create", "--email", "a@eksempel.no", "--name", "A"],
        &["doctor"],
        &["state-hash"],
        &["audit", "verify"],
    ] {
        let (code, _, err) = site.run(command, "et ganske langt passord");
        assert_eq!(code, 4, "{command:?}: {err}");
        assert!(err.contains("newer"), "{command:?}: {err}");
    }
}

/// A backup holds everything, so nobody else on the machine may read it.
#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let site = crate::harness::Site::with(crate::harness::Backend::Sqlite, None, &[]);
    let file = site.folder().join("kopi.stafett");
    let path = file.to_str().expect("a path");
    for _ in 0..2 {
        assert_eq!(site.run(&["backup", path], "").0, 0);
    }
    assert_eq!(std::fs::metadata(&file).expect("the backup").permissions().mode() & 0o777, 0o600);
}
