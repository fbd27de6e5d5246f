//! A whole plan from a spreadsheet: made once, joined to what is there, refused cell by cell.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use stafett::clock::Clock;

use super::plan_sample;
use crate::harness::{Answer, Browser, Person, Site};
use crate::on_both;

fn send_to(site: &Site, who: &Person, region: usize, query: &str, name: &str, file: &[u8]) -> Answer {
    let head = format!("--grense\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), file, b"\r\n--grense--\r\n"].concat();
    let path = format!("/api/v1/regions/{}/imports?kind=plan{query}", site.id("regions", region));
    who.send("POST", &path, &[("content-type", "multipart/form-data; boundary=grense")], Some(&body))
}

/// Sends a plan for the first region as a program does.
pub(super) fn send(site: &Site, who: &Person, name: &str, file: &[u8]) -> Answer {
    send_to(site, who, 0, "", name, file)
}

/// The page's form, as a browser sends it.
pub(super) fn post(site: &Site, who: &Person, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    let path = format!("/regions/{}/plan-import", site.id("regions", 0));
    let account = Browser::of(who).get("/account").text;
    let csrf = account.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a word");
    let mut body = Vec::new();
    for (name, value) in [("csrf", csrf)].iter().chain(fields) {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    if let Some((name, content)) = file {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--x--\r\n");
    let cookie = format!("stafett={}", who.token().expect("signed in"));
    let headers = [("content-type", "multipart/form-data; boundary=x"), ("cookie", cookie.as_str())];
    Person::new(site, None).send("POST", &path, &headers, Some(&body))
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What the form with this id carries: its hidden fields, its text area and what its choices stand on.
pub(super) fn fields_of(page: &str, form: &str) -> Vec<(String, String)> {
    let form = page.split(&format!("id=\"{form}\"")).nth(1).expect("the form");
    let form = form.split("</form>").next().expect("its end");
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
        Some(unescaped(value))
    };
    let mut fields = Vec::new();
    for tag in form.split("<input").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        if let (Some(name), Some(value)) = (attribute(tag, "name"), attribute(tag, "value"))
            && name != "csrf"
        {
            fields.push((name, value));
        }
    }
    for select in form.split("<select").skip(1) {
        let select = select.split("</select>").next().unwrap_or_default();
        let chosen =
            select.split("<option").find(|option| option.split('>').next().unwrap_or_default().contains(" selected"));
        let name = attribute(select, "name").expect("a name");
        fields.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_else(|| "-".into())));
    }
    for area in form.split("<textarea").skip(1) {
        let name = attribute(area, "name").expect("a name");
        let text = area.split_once('>').expect("its text").1.split("</textarea>").next().unwrap_or_default();
        fields.push((name, unescaped(text.strip_prefix('\n').unwrap_or(text))));
    }
    fields
}

/// The same, to be sent.
pub(super) fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn items(who: &Person, path: &str) -> Vec<Value> {
    who.get(&format!("/api/v1{path}?limit=200")).expect(200).json["items"].as_array().expect("items").clone()
}

/// What stands in the region beside what the seed made: title by title, without ids.
pub(super) fn stands(site: &Site, who: &Person) -> Value {
    let mut projects = BTreeMap::new();
    for project in items(who, &format!("/regions/{}/projects", site.id("regions", 0))) {
        let title = project["title"].as_str().expect("a title").to_owned();
        if title.starts_with("Digital byggesak") {
            continue;
        }
        let mut benefits = BTreeMap::new();
        for benefit in items(who, &format!("/projects/{}/benefits", project["id"].as_str().expect("an id"))) {
            let mut indicators = BTreeMap::new();
            for indicator in items(who, &format!("/benefits/{}/indicators", benefit["id"].as_str().expect("an id"))) {
                let promises =
                    items(who, &format!("/indicators/{}/commitments", indicator["id"].as_str().expect("an id")));
                let of = |promise: &Value| promise["municipality_id"].as_str().expect("an id").to_owned();
                let promises: BTreeMap<String, Value> =
                    promises.iter().map(|promise| (of(promise), without_ids(promise))).collect();
                let name = indicator["name"].as_str().expect("a name").to_owned();
                indicators.insert(name, json!({"is": without_ids(&indicator), "promises": promises}));
            }
            let title = benefit["title"].as_str().expect("a title").to_owned();
            benefits.insert(title, json!({"is": without_ids(&benefit), "indicators": indicators}));
        }
        projects.insert(title, json!({"phase": project["phase"], "benefits": benefits}));
    }
    json!(projects)
}

fn without_ids(thing: &Value) -> Value {
    let mut thing = thing.clone();
    let members = thing.as_object_mut().expect("an object");
    members.retain(|name, _| {
        !matches!(name.as_str(), "id" | "project_id" | "benefit_id" | "indicator_id" | "municipality_id")
    });
    thing
}

fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

/// The sample's text with owners who have an account in the seed.
fn csv_with_owners() -> String {
    let text = std::fs::read_to_string(plan_sample::path("gevinstrealiseringsplan.csv")).expect("the sample");
    text.replace("fjordlandet2", "lillevik1").replace("fjordlandet3", "lillevik2").replace("fjordlandet4", "lillevik3")
}

on_both!(the_sample_is_taken_in_by_the_api_and_says_what_it_says, |site| {
    let coordinator = site.person("coordinator", 0);
    let tried = send_to(site, &coordinator, 0, "&dry_run=true", "plan.csv", csv_with_owners().as_bytes());
    let tried = tried.expect(200).json;
    assert_eq!([&tried["state"], &tried["errors"]], [&json!("validated"), &json!([])], "{tried}");
    assert_eq!(stands(site, &coordinator), json!({}), "only tried");

    let answer = send(site, &coordinator, "plan.csv", csv_with_owners().as_bytes()).expect(200).json;
    assert_eq!([&answer["state"], &answer["errors"]], [&json!("applied"), &json!([])], "{answer}");
    let counts = ["rows", "projects", "benefits", "indicators", "commitments", "unchanged", "left_alone"];
    assert_eq!(counts.map(|name| answer[name].as_u64().expect("a count")), [11, 2, 7, 5, 9, 0, 0], "{answer}");
    let notes: Vec<&str> =
        answer["notes"].as_array().expect("notes").iter().map(|note| note["code"].as_str().expect("a code")).collect();
    assert_eq!(notes, ["plan_owner_unknown", "plan_first_was_counted", "plan_first_was_counted"]);

    let now = stands(site, &coordinator);
    let benefit = &now["Digital hjemmeoppfølging (demo)"]["benefits"]["Færre hjemmebesøk for tilsyn"];
    assert_eq!(
        [&benefit["is"]["class"], &benefit["is"]["arises_in"]],
        [&json!("time_saved"), &json!("own_organisation")]
    );
    assert_eq!(benefit["is"]["assumptions"], json!(["Alle brukere har nettbrett", "Vaktsentralen svarer hele døgnet"]));
    let indicator = &benefit["indicators"]["Timer til tilsynsbesøk"];
    assert_eq!([&indicator["is"]["direction"], &indicator["is"]["frequency"]], [&json!("down"), &json!("month")]);
    let granvang = &indicator["promises"][town(site, 0)];
    let owner = site.seed["sign_ins"]
        .as_array()
        .expect("sign-ins")
        .iter()
        .find(|one| one["role"] == "benefit_owner" && one["municipality_id"] == town(site, 0).as_str());
    assert_eq!(
        granvang,
        &json!({
            "baseline": {"value": "120", "on": "2026-01-01"}, "target": {"value": "72.5", "on": "2026-12-31"},
            "plan": [], "owner_id": owner.expect("an owner")["person_id"], "use_of_gain": "better_quality",
            "budget": {"no_cash_effect": true}, "first_measurement_on": "2026-02-28", "sustain_until": "2028-12-31",
            "accepted": false, "version": 1,
        })
    );
    assert_eq!(indicator["promises"][town(site, 2)]["owner_id"], Value::Null, "nobody has that address");
    let disbenefit = &now["Digital hjemmeoppfølging (demo)"]["benefits"]["Mer opplæring det første året"];
    assert_eq!([&disbenefit["is"]["polarity"], &disbenefit["indicators"]], [&json!("disbenefit"), &json!({})]);
    let portal = &now["Felles innbyggerportal (demo)"]["benefits"];
    let fees = &portal["Riktigere gebyrinntekter"];
    let zero =
        &fees["indicators"]["Gebyrer for eiendommer som manglet"]["promises"][town(site, 0)]["baseline"]["value"];
    assert_eq!([&fees["is"]["use_of_gain"], zero], [&json!("Hjemmetjenesten"), &json!("0")]);
    let safe = &now["Digital hjemmeoppfølging (demo)"]["benefits"]["Tryggere hverdag hjemme"]["indicators"];
    let first = &safe["Brukere som kjenner seg trygge"]["promises"][town(site, 0)]["first_measurement_on"];
    assert_eq!(first, "2026-07-01", "half a year after the baseline");

    // The log tells of each thing as if it had been typed, and of the file.
    let region = site.id("regions", 0);
    let log =
        site.person("coordinator", 0).get(&format!("/api/v1/audit?region_id={region}&limit=200")).expect(200).json;
    let count = |action: &str| {
        let events = log["items"].as_array().expect("events");
        events.iter().filter(|event| event["action"] == action && event["at"].as_str() >= Some("2026")).count()
    };
    for (action, times) in [
        ("project_created", 2),
        ("benefit_created", 7),
        ("indicator_created", 5),
        ("commitment_created", 9),
        ("plan_imported", 1),
    ] {
        assert_eq!(count(action), times, "{action}");
    }
    assert_eq!(site.run(&["doctor"], "").0, 0);
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);

    // The same once more changes nothing at all.
    let (_, state, _) = site.run(&["state-hash"], "");
    let again = send(site, &coordinator, "plan.csv", csv_with_owners().as_bytes()).expect(200).json;
    let counts = ["projects", "benefits", "indicators", "commitments", "unchanged", "left_alone"];
    assert_eq!(counts.map(|name| again[name].as_u64().expect("a count")), [0, 0, 0, 0, 11, 0], "{again}");
    assert_eq!([&again["state"], &again["notes"]], [&json!("applied"), &json!([])]);
    assert_eq!(site.run(&["state-hash"], "").1, state);
});

on_both!(the_sample_workbook_is_taken_in_by_the_pages, |site| {
    let coordinator = site.person("coordinator", 0);
    let region = site.id("regions", 0);
    let browser = Browser::of(&coordinator);
    let roadmap = browser.get(&format!("/projects?region={region}")).expect(200).text;
    assert!(roadmap.contains(&format!("/regions/{region}/plan-import")), "the roadmap leads here");
    let book = std::fs::read(plan_sample::path("gevinstrealiseringsplan.xlsx")).expect("the sample");

    // First what the columns are: matched already, and open to change.
    let asked = post(site, &coordinator, &[], Some(("plan.xlsx", &book))).expect(200).text;
    for words in [
        "Hva er kolonnene?",
        "Arket «Gevinstoversikt»",
        "Arket «Gevinstplan»",
        "Ark som ikke leses: Om planen.",
        "Fagsystem",
    ] {
        assert!(asked.contains(words), "{words}");
    }
    assert!(!asked.contains("Lister"), "what is hidden is not spoken of");
    let mut fields = fields_of(&asked, "plan-matching");
    let said = |fields: &[(String, String)], name: &str| {
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).expect("the column")
    };
    assert_eq!([said(&fields, "column_0_1"), said(&fields, "column_0_0")], ["project", "-"]);
    assert_eq!([said(&fields, "column_1_8"), said(&fields, "column_1_13")], ["municipality", "owner"]);

    // A column that is said to be something else is read as that.
    let direction = fields.iter().position(|(name, _)| name == "column_1_4").expect("a column");
    fields[direction].1 = "-".into();
    let wrong = post(site, &coordinator, &borrowed(&fields), None).expect(422).text;
    assert!(wrong.contains("Kolonnen «Retning» mangler.") && !wrong.contains("id=\"plan-confirm\""));
    fields[direction].1 = "direction".into();

    let preview = post(site, &coordinator, &borrowed(&fields), None).expect(200).text;
    for words in [
        "Nytt prosjekt",
        "Ny gevinst",
        "Ny måleindikator",
        "Ny forpliktelse",
        "Gevinstplan, rad 7",
        "Ingen eier blir satt",
        "Les inn planen",
    ] {
        assert!(preview.contains(words), "{words}");
    }
    assert_eq!(stands(site, &coordinator), json!({}), "nothing before it is confirmed");
    let rematch = post(site, &coordinator, &borrowed(&fields_of(&preview, "plan-match-again")), None).expect(200).text;
    assert_eq!(fields_of(&rematch, "plan-matching"), fields, "what was said is still said");

    let done = post(site, &coordinator, &borrowed(&fields_of(&preview, "plan-confirm")), None).expect(303);
    let receipt = browser.get(done.header("location")).expect(200).text;
    assert!(receipt.contains("Planen er lest inn") && receipt.contains("plan.xlsx"));
    let by_pages = stands(site, &coordinator);
    let again = post(site, &coordinator, &borrowed(&fields), None).expect(200).text;
    assert!(again.contains("Alt står her fra før") && !again.contains("id=\"plan-confirm\""));

    // The twin says the same.
    let text = std::fs::read(plan_sample::path("gevinstrealiseringsplan.csv")).expect("the sample");
    let twin = send(site, &coordinator, "plan.csv", &text).expect(200).json;
    assert_eq!([&twin["unchanged"], &twin["left_alone"]], [&json!(11), &json!(0)], "{twin}");
    assert_eq!(stands(site, &coordinator), by_pages);
});

/// The columns of a plan.
pub(super) const HEADER: &str = "Prosjekt;Gevinst;Gevinsttype;Måleindikator;Enhet;Retning;Målefrekvens;Kommune;Nullpunkt;Dato nullpunkt;Måltall;Dato måltall\n";
const BYGGESAK: &str =
    "Digital byggesak (demo);Kortere saksbehandlingstid;Spart tid;Saksbehandlingstid;dager;Lavere er bedre;Månedlig;";

on_both!(what_is_there_is_joined_and_never_touched, |site| {
    let coordinator = site.person("coordinator", 0);
    let path =
        |place: usize| format!("/api/v1/indicators/{}/commitments/{}", site.id("indicators", 0), town(site, place));
    let accepted = coordinator.get(&path(0)).expect(200).json;
    let offered = coordinator.get(&path(1)).expect(200).json;
    assert_eq!([&accepted["accepted"], &offered["accepted"]], [&json!(true), &json!(false)]);
    let plan = format!(
        "{HEADER}{BYGGESAK}Granvang;42;15.01.2025;20;31.12.2025\n\
         ;;Inntekt;;;;;;;;;\n\
         ;;;;;;;Havneset kommune;41;15.01.2025;28;31.12.2025\n\
         ;;;;;;;Lyngmo;42;15.01.2025;28;31.12.2025\n\
         ;Ny gevinst her;Inntekt;;;;;;;;;\n"
    );
    // Two rows that say two things of the same benefit are asked about.
    let answer = send(site, &coordinator, "plan.csv", plan.as_bytes()).expect(200).json;
    assert_eq!(answer["state"], "rejected");
    let error = &answer["errors"][0];
    assert_eq!(
        [&error["code"], &error["row"], &error["column"]],
        [&json!("plan_says_otherwise"), &json!(3), &json!(3)]
    );
    let plan = plan.replace(";;Inntekt;;;;;;;;;\n;;;;", ";;;;").replace("dager;Lavere", "Dager;Lavere");
    let answer = send(site, &coordinator, "plan.csv", plan.as_bytes()).expect(200).json;
    assert_eq!(
        [&answer["state"], &answer["projects"], &answer["benefits"]],
        [&json!("applied"), &json!(0), &json!(1)],
        "{answer}"
    );
    let notes: Vec<(u64, &str)> = answer["notes"]
        .as_array()
        .expect("notes")
        .iter()
        .map(|note| (note["row"].as_u64().expect("a row"), note["code"].as_str().expect("a code")))
        .collect();
    assert_eq!(notes, [(2, "plan_differs"), (2, "plan_accepted"), (3, "plan_differs")], "{answer}");
    assert_eq!(coordinator.get(&path(0)).expect(200).json, accepted, "accepted figures stand");
    assert_eq!(coordinator.get(&path(1)).expect(200).json, offered, "and so do drafts");
    let project = site.id("projects", 0);
    let benefits = items(&coordinator, &format!("/projects/{project}/benefits"));
    let titles: Vec<&str> = benefits.iter().map(|one| one["title"].as_str().expect("a title")).collect();
    assert_eq!(titles, ["Kortere saksbehandlingstid", "Ny gevinst her"]);
    let projects = items(&coordinator, &format!("/regions/{}/projects", site.id("regions", 0)));
    assert_eq!(projects.len(), 1);
});

on_both!(only_the_regions_coordinator_may, |site| {
    let plan = csv_with_owners();
    let status = |who: &Person, region: usize| send_to(site, who, region, "", "plan.csv", plan.as_bytes()).status;
    let coordinator = site.person("coordinator", 0);
    assert_eq!(status(&coordinator, 1), 404, "another region is not there");
    for role in ["executive", "benefit_owner", "contributor", "reader", "benefits_responsible"] {
        assert_eq!(status(&site.person(role, 0), 0), 403, "{role}");
    }
    assert_eq!(status(&site.person("executive", 1), 0), 404);
    assert_eq!(status(&site.visitor(), 0), 401);
    let page = |who: &Person, region: usize| {
        Browser::of(who).get(&format!("/regions/{}/plan-import", site.id("regions", region))).status
    };
    assert_eq!([page(&coordinator, 0), page(&coordinator, 1), page(&site.person("executive", 0), 0)], [200, 404, 403]);
    assert_eq!(post(site, &site.person("executive", 0), &[], Some(("plan.csv", plan.as_bytes()))).status, 403);
    // A machine that may write the roadmap and not the figures makes no commitments.
    let token = |scopes: &[&str]| {
        let body = json!({"name": "Plan", "scopes": scopes, "expires_at": in_half_a_year()});
        let made = coordinator.post("/api/v1/tokens", &body).expect(201).json;
        Person::new(site, Some(made["secret"].as_str().expect("a secret").to_owned()))
    };
    assert_eq!(status(&token(&["projects:write"]), 0), 403);
    assert_eq!(status(&token(&["measurements:write"]), 0), 403);
    assert_eq!(stands(site, &coordinator), json!({}));
    assert_eq!(status(&token(&["projects:write", "commitments:write"]), 0), 200);
    assert_ne!(stands(site, &coordinator), json!({}));
});

fn in_half_a_year() -> String {
    let day = Clock::System.now().day().plus_months(6).expect("a day");
    format!("{day}T00:00:00.000Z")
}
