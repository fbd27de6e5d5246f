//! Anchoring and competence: each municipality speaks for itself, the region reads it.

use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Browser, Person, Site};
use crate::on_both;

fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

fn id(answer: &Answer) -> String {
    answer.json["id"].as_str().expect("an id").to_owned()
}

fn entry(among: &str, on: &str, level: i64, note: &str) -> Value {
    json!({"among": among, "on": on, "level": level, "note": note})
}

fn pointers(answer: &Answer) -> Vec<&str> {
    let errors = answer.json["errors"].as_array().expect("errors");
    errors.iter().filter_map(|error| error["pointer"].as_str()).collect()
}

/// A competence that the region says is needed.
fn needed(coordinator: &Person, project: &str) -> String {
    let body = json!({"title": "Veilede innbyggere på video", "audience": "Saksbehandlere"});
    id(&coordinator.post(&format!("/api/v1/projects/{project}/competences"), &body).expect(201))
}

on_both!(a_municipality_says_how_anchored_the_project_is_and_the_region_reads_it, |site| {
    let project = site.id("projects", 0);
    let path = format!("/api/v1/projects/{project}/anchoring/{}", town(site, 0));
    let (own, other) = (site.person("contributor", 0), site.person_in("executive", 0, 1));
    let coordinator = site.person("coordinator", 0);
    own.post(&path, &entry("leadership", "2026-01-10", 2, "Så vidt nevnt på ledermøtet")).expect(201);
    let made = own.post(&path, &entry("leadership", "2026-02-10", 4, "Vedtatt i ledergruppen")).expect(201);
    own.post(&path, &entry("staff", "2026-02-10", 3, "Halve avdelingen var på kurs")).expect(201);

    // Everything is kept over time, and the newest of each place is what counts.
    let list = |who: &Person| who.get(&path).expect(200).json["items"].as_array().map(Vec::len);
    assert_eq!((list(&own), list(&coordinator), list(&site.person("reader", 0))), (Some(3), Some(3), Some(3)));
    let overview = format!("/api/v1/projects/{project}/anchoring");
    let rows = |who: &Person| who.get(&overview).expect(200).json["rows"].as_array().cloned().expect("rows");
    let row = rows(&coordinator).into_iter().find(|row| row["municipality_id"] == json!(town(site, 0)));
    let row = row.expect("the municipality");
    assert_eq!(row["leadership"], json!({"on": "2026-02-10", "level": 4}));
    assert_eq!(row["staff"], json!({"on": "2026-02-10", "level": 3}));
    let file = coordinator.get(&format!("{overview}?format=csv")).expect(200).text;
    assert!(file.contains(",4,2026-02-10,3,2026-02-10,0,0"), "{file}");

    // Another member sees neither the level nor the note; the region reads and does not write.
    other.get(&path).expect(404);
    other.get(&format!("/api/v1/anchoring/{}", id(&made))).expect(404);
    other.post(&path, &entry("staff", "2026-02-11", 1, "Feil kommune")).expect(404);
    assert!(rows(&other).iter().all(|row| row["municipality_id"] != json!(town(site, 0))));
    coordinator.post(&path, &entry("staff", "2026-02-11", 1, "Regionen mener noe")).expect(403);
    site.person("reader", 0).post(&path, &entry("staff", "2026-02-11", 1, "Leser")).expect(403);
    site.person("coordinator", 1).get(&path).expect(404);

    // A correction is made over what was read, and place and day stay.
    let at = format!("/api/v1/anchoring/{}", id(&made));
    let version = made.etag.expect("a version");
    own.json("PATCH", &at, &[], &json!({"level": 5})).expect(428);
    own.patch(&at, "\"9\"", &json!({"level": 5})).expect(412);
    own.patch(&at, &version, &json!({"on": "2026-02-11"})).expect(422);
    let corrected = own.patch(&at, &version, &json!({"level": 5})).expect(200).json;
    assert_eq!([&corrected["level"], &corrected["note"]], [&json!(5), &json!("Vedtatt i ledergruppen")]);
    coordinator.patch(&at, "\"2\"", &json!({"level": 1})).expect(403);
    let log = site.person("coordinator", 0).get("/api/v1/audit?limit=200").expect(200).text;
    assert!(log.contains("anchoring_recorded") && log.contains("anchoring_corrected"), "both are in the event log");
});

on_both!(what_is_wrong_with_an_entry_is_said_at_its_place_and_nothing_is_kept, |site| {
    let own = site.person("executive", 0);
    let path = format!("/api/v1/projects/{}/anchoring/{}", site.id("projects", 0), town(site, 0));
    let good = entry("staff", "2026-02-10", 3, "Kurset er holdt");
    own.post(&path, &good).expect(201);
    for (name, value, pointer) in [
        ("on", json!("2999-01-01"), "/on"),
        ("on", json!("i går"), "/on"),
        ("level", json!(0), "/level"),
        ("level", json!(6), "/level"),
        ("level", json!("3"), "/level"),
        ("note", json!(" "), "/note"),
        ("among", json!("others"), "/among"),
        ("on", json!("2026-02-10"), "/on"),
    ] {
        let mut wrong = good.clone();
        wrong["on"] = json!("2026-02-11");
        wrong[name] = value;
        assert_eq!(pointers(&own.post(&path, &wrong).expect(422)), [pointer], "{wrong}");
    }
    assert_eq!(own.get(&path).expect(200).json["items"].as_array().map(Vec::len), Some(1));
    // Where the municipality has left the project, what was written stays and no more comes.
    let participant = format!("/api/v1/projects/{}/participants/{}", site.id("projects", 1), town(site, 0));
    own.get(&participant.replace("participants", "anchoring")).expect(404);
});

on_both!(the_region_says_what_competence_is_needed_and_each_municipality_where_it_stands, |site| {
    let project = site.id("projects", 0);
    let (coordinator, own) = (site.person("coordinator", 0), site.person("benefit_owner", 0));
    let other = site.person_in("executive", 0, 1);
    let list = format!("/api/v1/projects/{project}/competences");
    own.post(&list, &json!({"title": "Egen", "audience": "Oss"})).expect(403);
    assert_eq!(
        pointers(&coordinator.post(&list, &json!({"title": " ", "audience": ""})).expect(422)),
        ["/title", "/audience"]
    );
    let competence = needed(&coordinator, &project);
    let at = format!("/api/v1/competences/{competence}");
    coordinator.patch(&at, "\"7\"", &json!({"title": "Ny"})).expect(412);
    coordinator.patch(&at, "\"1\"", &json!({"audience": "Alle på byggesak"})).expect(200);

    let state = format!("{at}/states/{}", town(site, 0));
    assert_eq!(pointers(&own.put(&state, &json!({"state": "not_relevant"})).expect(422)), ["/reason"]);
    assert_eq!(own.get(&at).expect(200).json["states"], json!([]), "nothing was kept");
    let said = own.put(&state, &json!({"state": "under_way"})).expect(201);
    own.put(&state, &json!({"state": "in_place"})).expect(428);
    own.json("PUT", &state, &[("if-match", "\"9\"")], &json!({"state": "in_place"})).expect(412);
    let version = said.etag.expect("a version");
    own.json("PUT", &state, &[("if-match", &version)], &json!({"state": "in_place"})).expect(200);
    coordinator.put(&state, &json!({"state": "not_started"})).expect(403);
    other.put(&state, &json!({"state": "not_started"})).expect(404);

    // The region sees who has it; another member sees only its own.
    let states = |who: &Person| who.get(&list).expect(200).json["items"][0]["states"].clone();
    assert_eq!(states(&coordinator)[0]["state"], json!("in_place"));
    assert_eq!(states(&other), json!([]));
    let rows = coordinator.get(&format!("/api/v1/projects/{project}/anchoring")).expect(200).json;
    let counts: Vec<_> =
        rows["rows"].as_array().expect("rows").iter().map(|row| &row["competences_in_place"]).collect();
    assert_eq!(counts.iter().filter(|count| ***count == json!(1)).count(), 1, "{rows}");
});

on_both!(the_pages_say_it_in_words_and_numbers_and_lose_nothing_typed, |site| {
    let project = site.id("projects", 0);
    let competence = needed(&site.person("coordinator", 0), &project);
    let browser = Browser::of(&site.person("contributor", 0));
    let path = format!("/projects/{project}/anchoring/{}", town(site, 0));
    let fields = [("among", "staff"), ("level", "4"), ("on", "2026-02-10"), ("note", "Alle har vært på kurs")];
    let without = |name: &str| fields.iter().copied().filter(|(known, _)| *known != name).collect::<Vec<_>>();
    let again = browser.post(&path, &without("level")).expect(422).text;
    assert!(again.contains("Alle har vært på kurs") && again.contains("level-error"), "{again}");
    browser.post(&path, &fields).expect(303);
    browser.post(&path, &fields).expect(422);
    let page = browser.get(&path).expect(200).text;
    assert!(page.contains("Godt forankret (4 av 5)") && page.contains("Alle har vært på kurs"), "{page}");

    let state = format!("/competences/{competence}/states/{}", town(site, 0));
    let (name, reason) = (format!("state-{competence}"), format!("reason-{competence}"));
    let asked = [(name.as_str(), "not_relevant"), (reason.as_str(), ""), ("version", "0")];
    let again = browser.post(&state, &asked).expect(422).text;
    assert!(again.contains(&format!("{reason}-error")), "the reason is asked for where it stands: {again}");
    browser.post(&state, &[(&name, "in_place"), (&reason, ""), ("version", "0")]).expect(303);
    browser.post(&state, &[(&name, "under_way"), (&reason, ""), ("version", "0")]).expect(409);
    assert!(browser.get(&path).expect(200).text.contains("1 av 1 på plass"));

    // The region reads the matrix and the page, and has no form there.
    let region = Browser::of(&site.person("coordinator", 0));
    let matrix = region.get(&format!("/projects/{project}/anchoring")).expect(200).text;
    assert!(matrix.contains("Godt forankret (4 av 5)") && matrix.contains("1 av 1 på plass"), "{matrix}");
    assert!(!region.get(&path).expect(200).text.contains("anchoring-form"));
    let other = Browser::of(&site.person_in("executive", 0, 1));
    other.get(&path).expect(404);
    let theirs = other.get(&format!("/projects/{project}/anchoring")).expect(200).text;
    assert!(!theirs.contains(&path), "no way to what is another's: {theirs}");
});

on_both!(anchoring_goes_with_the_region_to_another_installation, |site| {
    let project = site.id("projects", 0);
    let competence = needed(&site.person("coordinator", 0), &project);
    let own = site.person("contributor", 0);
    let place = town(site, 0);
    let path = format!("/api/v1/projects/{project}/anchoring/{place}");
    own.post(&path, &entry("staff", "2026-02-10", 4, "Alle har vært på kurs")).expect(201);
    own.put(&format!("/api/v1/competences/{competence}/states/{place}"), &json!({"state": "in_place"})).expect(201);
    let other = Site::with(Backend::Sqlite, None, &[]);
    other.kill();
    let there = site.folder().join("region.stafett").display().to_string();
    let back = other.folder().join("region.stafett").display().to_string();
    let region = site.id("regions", 0);
    assert_eq!(site.run(&["export", "--region", &region, &there], "").0, 0);
    let sent = std::fs::read_to_string(&there).expect("an export");
    for table in ["anchoring_entry", "competence", "competence_state"] {
        assert!(sent.contains(&format!("[\"{table}\",")), "{table} is in it");
    }
    assert_eq!(other.run(&["import", &there], "").0, 0);
    assert_eq!(other.run(&["audit", "verify"], "").0, 0);
    assert_eq!(other.run(&["export", "--region", &region, &back], "").0, 0);
    assert!(sent == std::fs::read_to_string(&back).expect("an export"), "what comes back is what was sent");
});
