//! The figures as spreadsheets and report tools read them: an OData feed with what the same person sees through the API.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Browser, Person, Site, in_a_month};
use crate::on_both;

const TABLES: [&str; 7] =
    ["Municipalities", "Projects", "Benefits", "Indicators", "Commitments", "Measurements", "Handovers"];

fn root(site: &Site) -> String {
    format!("/odata/v1/regions/{}", site.id("regions", 0))
}

/// A question with its options as they are typed.
fn asked(site: &Site, who: &Person, table: &str, options: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(options).finish();
    who.get(&format!("{}/{table}?{query}", root(site)))
}

fn rows(answer: &Answer) -> Vec<Value> {
    answer.json["value"].as_array().unwrap_or_else(|| panic!("no rows in {}", answer.text)).clone()
}

fn column(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].as_str().unwrap_or_else(|| panic!("no text {name} in {row}")).to_owned()).collect()
}

/// Every row of a table as texts that lose nothing, page after page.
fn whole(site: &Site, who: &Person, table: &str, page: usize) -> Vec<Value> {
    let (prefer, accept) =
        (format!("odata.maxpagesize={page}"), "application/json;odata.metadata=minimal;IEEE754Compatible=true");
    let base = site.url("");
    let mut next = format!("{}/{table}", root(site));
    let mut all = Vec::new();
    loop {
        let answer = who.send("GET", &next, &[("prefer", &prefer), ("accept", accept)], None).expect(200);
        let some = rows(&answer);
        assert!(some.len() <= page, "{table}: a page is a page");
        all.extend(some);
        match answer.json["@odata.nextLink"].as_str() {
            Some(link) => next = link.strip_prefix(&base).expect("a link to ourselves").to_owned(),
            None => return all,
        }
    }
}

/// An accepted commitment in the first municipality, with so many more measurements that there are pages of them.
fn measured(site: &Site) -> String {
    let id = site.id("commitments", 0);
    let series = site.person("coordinator", 0).get(&format!("/api/v1/commitments/{id}/series")).expect(200).json;
    let known: BTreeSet<&str> =
        series["measured"].as_array().expect("a list").iter().filter_map(|one| one["on"].as_str()).collect();
    let year = &series["baseline"]["on"].as_str().expect("a day")[..4];
    let year: i32 = year.parse().expect("a year");
    let items: Vec<Value> = (1..=28)
        .map(|day| format!("{}-01-{day:02}", year + 1))
        .filter(|on| !known.contains(on.as_str()))
        .enumerate()
        .map(|(at, on)| json!({"commitment_id": id, "on": on, "value": format!("{at}.000001"), "comment": "Østfløy"}))
        .collect();
    assert!(items.len() > 20, "enough for pages");
    site.person("executive", 0).post("/api/v1/measurements/batch", &json!({"items": items})).expect(201);
    id
}

/// The columns of each table with their types, from the metadata.
fn metadata(site: &Site, who: &Person) -> BTreeMap<String, BTreeMap<String, String>> {
    let answer = who.get(&format!("{}/$metadata", root(site))).expect(200);
    assert!(answer.header("content-type").starts_with("application/xml"));
    let word = |text: &str, name: &str| {
        let rest = text.split(&format!("{name}=\"")).nth(1).unwrap_or_else(|| panic!("no {name} in {text}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let types: BTreeMap<String, BTreeMap<String, String>> = answer
        .text
        .split("<EntityType ")
        .skip(1)
        .map(|part| {
            let part = part.split("</EntityType>").next().unwrap_or_default();
            assert_eq!(word(part, "<PropertyRef Name"), "Id");
            let columns = part.split("<Property ").skip(1);
            (word(part, "Name"), columns.map(|one| (word(one, "Name"), word(one, "Type"))).collect())
        })
        .collect();
    answer
        .text
        .split("<EntitySet ")
        .skip(1)
        .map(|set| (word(set, "Name"), types[word(set, "EntityType").trim_start_matches("Stafett.")].clone()))
        .collect()
}

on_both!(the_metadata_names_every_column_that_rows_have, |site| {
    measured(site);
    let who = site.person("coordinator", 0);
    for address in [root(site), format!("{}/", root(site))] {
        let service = who.get(&address).expect(200);
        assert_eq!(service.header("odata-version"), "4.0");
        assert!(service.header("content-type").starts_with("application/json;odata.metadata=minimal"));
        assert_eq!(column(service.json["value"].as_array().expect("tables"), "url"), TABLES);
        let context = format!("{}{}/$metadata", site.url(""), root(site));
        assert_eq!(service.json["@odata.context"], json!(context));
    }
    let tables = metadata(site, &who);
    assert_eq!(tables.len(), TABLES.len());
    for table in TABLES {
        let answer = asked(site, &who, table, &[]).expect(200);
        assert_eq!(answer.header("odata-version"), "4.0");
        assert!(answer.json["@odata.context"].as_str().is_some_and(|at| at.ends_with(&format!("/$metadata#{table}"))));
        let rows = rows(&answer);
        assert!(!rows.is_empty(), "{table} has rows");
        for row in rows {
            let row = row.as_object().expect("a row");
            assert_eq!(row.keys().collect::<BTreeSet<_>>(), tables[table].keys().collect(), "{table}");
            for (name, value) in row {
                let fits = match tables[table][name].as_str() {
                    _ if value.is_null() => true,
                    "Edm.String" | "Edm.Date" | "Edm.DateTimeOffset" => value.is_string(),
                    "Edm.Decimal" | "Edm.Int64" => value.is_number(),
                    "Edm.Boolean" => value.is_boolean(),
                    other => panic!("{other} is not spoken of"),
                };
                assert!(fits, "{table}.{name} = {value}");
            }
            let key = row["Id"].as_str().expect("a key");
            let one = who.get(&format!("{}/{table}('{key}')", root(site))).expect(200).json;
            assert!(one["@odata.context"].as_str().is_some_and(|at| at.ends_with(&format!("#{table}/$entity"))));
            assert_eq!(row.iter().find(|(name, value)| one[name.as_str()] != **value), None);
        }
    }
});

on_both!(the_feed_holds_what_the_api_holds, |site| {
    measured(site);
    let who = site.person("coordinator", 0);
    for page in [1, 7, 1_000] {
        let (commitments, measurements) =
            (whole(site, &who, "Commitments", page), whole(site, &who, "Measurements", page));
        let ids: BTreeSet<String> = column(&measurements, "Id").into_iter().collect();
        assert_eq!(ids.len(), measurements.len(), "each row once, with {page} in a page");
        for commitment in &commitments {
            let id = commitment["Id"].as_str().expect("an id");
            let list = who.get(&format!("/api/v1/commitments/{id}/measurements?limit=200")).expect(200).json;
            let api: Vec<Value> = list["items"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|one| json!([one["id"], one["on"], one["value"], one["comment"], one["recorded_at"]]))
                .collect();
            let feed: Vec<Value> = measurements
                .iter()
                .filter(|row| row["CommitmentId"] == *id)
                .map(|row| json!([row["Id"], row["MeasuredOn"], row["Value"], row["Comment"], row["RecordedAt"]]))
                .collect();
            assert_eq!(feed, api);
            let series = who.get(&format!("/api/v1/commitments/{id}/series")).expect(200).json;
            assert_eq!(commitment["BaselineValue"], series["baseline"]["value"]);
            assert_eq!(
                [&commitment["TargetValue"], &commitment["TargetOn"]],
                [&series["target"]["value"], &series["target"]["on"]]
            );
            if commitment["Accepted"] == json!(true) {
                assert_eq!(commitment["Attainment"], series["attainment"]);
                assert_eq!(
                    commitment["LatestValue"],
                    series["measured"]
                        .as_array()
                        .and_then(|all| all.last())
                        .map_or(Value::Null, |last| last["value"].clone())
                );
            }
        }
        let matrix = who.get(&format!("/api/v1/regions/{}/matrix", site.id("regions", 0))).expect(200).json;
        let counted = |project: &Value, town: &Value, counts: &dyn Fn(&Value) -> bool| {
            let here = |row: &&Value| row["ProjectId"] == *project && row["MunicipalityId"] == *town;
            commitments.iter().filter(here).filter(|row| row["Accepted"] == json!(true) && counts(row)).count()
        };
        for row in matrix["rows"].as_array().expect("rows") {
            for cell in row["cells"].as_array().expect("cells") {
                let here = |counts: &dyn Fn(&Value) -> bool| {
                    json!(counted(&row["project_id"], &cell["municipality_id"], counts))
                };
                assert_eq!(cell["accepted"], here(&|_| true));
                assert_eq!(cell["measured"], here(&|row| !row["LatestOn"].is_null()));
                assert_eq!(cell["on_plan"], here(&|row| row["State"] == json!("on_plan")));
                assert_eq!(cell["overdue"], here(&|row| row["Overdue"] == json!(true)));
            }
        }
    }
});

on_both!(a_question_is_answered_as_it_is_asked, |site| {
    let id = measured(site);
    let who = site.person("coordinator", 0);
    let of_it = format!("CommitmentId eq '{id}'");
    let all: Vec<Value> =
        whole(site, &who, "Measurements", 1_000).into_iter().filter(|row| row["CommitmentId"] == json!(id)).collect();
    let days = column(&all, "MeasuredOn");

    let picked = asked(site, &who, "Measurements", &[("$select", "Value,MeasuredOn"), ("$filter", &of_it)]).expect(200);
    assert!(picked.json["@odata.context"].as_str().is_some_and(|at| at.ends_with("#Measurements(Value,MeasuredOn)")));
    assert!(rows(&picked).iter().all(|row| row.as_object().is_some_and(|row| row.len() == 2)));
    assert_eq!(column(&rows(&picked), "MeasuredOn"), days);

    let exact = format!("{of_it} and Value eq 3.000001 and contains(tolower(Comment),'østfløy')");
    let found = asked(site, &who, "Measurements", &[("$filter", &exact)]).expect(200);
    assert_eq!(rows(&found).len(), 1);
    assert!(found.text.contains("\"Value\":3.000001,"), "digit by digit: {}", found.text);
    assert_eq!(
        rows(&asked(site, &who, "Measurements", &[("$filter", &format!("{of_it} and Value eq 3.0000011"))])).len(),
        0
    );

    let newest: Vec<String> = days.iter().rev().cloned().collect();
    let part = [
        ("$filter", of_it.as_str()),
        ("$orderby", "MeasuredOn desc"),
        ("$skip", "2"),
        ("$top", "5"),
        ("$count", "true"),
    ];
    let page = asked(site, &who, "Measurements", &part).expect(200);
    assert_eq!(column(&rows(&page), "MeasuredOn"), newest[2..7]);
    assert_eq!(page.json["@odata.count"], json!(days.len()));
    assert!(page.json["@odata.nextLink"].is_null(), "what was asked for is all there");

    // Pages of one question: filtered, in order, no row twice, and the count on each.
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("$filter", of_it.as_str()),
            ("$orderby", "Kind,MeasuredOn desc"),
            ("$top", "17"),
            ("$count", "true"),
        ])
        .finish();
    let (mut next, mut met) = (format!("{}/Measurements?{query}", root(site)), Vec::new());
    loop {
        let answer = who.send("GET", &next, &[("prefer", "odata.maxpagesize=4")], None).expect(200);
        assert_eq!(answer.json["@odata.count"], json!(days.len()));
        met.extend(column(&rows(&answer), "MeasuredOn"));
        let Some(link) = answer.json["@odata.nextLink"].as_str() else { break };
        next = link.strip_prefix(&site.url("")).expect("a link to ourselves").to_owned();
    }
    assert_eq!(met.len(), 17);
    assert_eq!(met.iter().collect::<BTreeSet<_>>().len(), 17);

    let count = |options: &str| who.get(&format!("{}/Measurements/$count{options}", root(site))).expect(200).text;
    assert_eq!(count(""), whole(site, &who, "Measurements", 1_000).len().to_string());
    assert_eq!(count(&format!("?$filter=CommitmentId%20eq%20'{id}'&$top=1")), days.len().to_string());
    assert_eq!(count(&format!("?%24filter=year(MeasuredOn)%20lt%201901%20and%20CommitmentId%20eq%20'{id}'")), "0");
    assert!(rows(&asked(site, &who, "Measurements", &[("$top", "0")]).expect(200)).is_empty());
    assert!(
        asked(site, &who, "Measurements", &[("$top", "0"), ("$count", "true")]).json["@odata.count"].as_u64()
            > Some(20)
    );
});

on_both!(a_bad_question_is_refused_in_odatas_words, |site| {
    let who = site.person("coordinator", 0);
    let refused = |answer: Answer, status: u16, code: &str| {
        let answer = answer.expect(status);
        assert_eq!(answer.header("odata-version"), "4.0");
        assert!(
            answer.header("content-type").starts_with("application/json;odata.metadata=minimal"),
            "{}",
            answer.text
        );
        assert_eq!(answer.json["error"]["code"], json!(code), "{}", answer.text);
        assert!(answer.json["error"]["message"].as_str().is_some_and(|text| !text.is_empty()));
    };
    let deep = "(".repeat(5_000);
    for (option, value) in [
        ("$filter", "Value eq"),
        ("$filter", "Nothing eq 1"),
        ("$filter", "Value eq 'x'"),
        ("$filter", "Value eq 1e400"),
        ("$filter", "MeasuredOn eq 2026-02-30"),
        ("$filter", "'"),
        ("$filter", "Value eq 1; drop table measurement"),
        ("$filter", deep.as_str()),
        ("$orderby", "Nothing"),
        ("$select", "Nothing"),
        ("$top", "-1"),
        ("$skip", "many"),
        ("$count", "perhaps"),
        ("$skiptoken", "0000000000zzz"),
        ("$skiptoken", "../.."),
        ("$expand", "Commitments"),
        ("$nothing", "1"),
    ] {
        refused(asked(site, &who, "Measurements", &[(option, value)]), 400, "odata_query");
    }
    refused(asked(site, &who, "Measurements", &[("$top", "1"), ("$top", "2")]), 400, "odata_query");
    refused(asked(site, &who, "Measurements", &[("$search", "x")]), 501, "odata_not_offered");
    refused(asked(site, &who, "Measurements", &[("$filter", "Value mul 2 eq 4")]), 501, "odata_not_offered");
    refused(asked(site, &who, "Measurements", &[("$format", "atom")]), 415, "wrong_media_type");
    refused(who.get(&format!("{}/Measurements('0000000000zzz')", root(site))), 404, "not_found");
    refused(who.get(&format!("{}/Measurements(1)", root(site))), 400, "odata_query");
    refused(who.get(&format!("{}/Persons", root(site))), 404, "not_found");
    refused(who.get("/odata/v1/regions/0000000000zzz/Projects"), 404, "not_found");
    refused(who.get(&format!("/odata/v1/regions/{}/Projects", site.id("regions", 1))), 404, "not_found");
    refused(who.post(&format!("{}/Projects", root(site)), &json!({"Title": "Ny"})), 405, "method_not_allowed");
    // What does not begin with a dollar sign is nobody's business.
    asked(site, &who, "Measurements", &[("mine", "'")]).expect(200);
});

on_both!(figures_that_are_not_shared_never_come_out, |site| {
    let id = measured(site);
    let (owner, other) = (site.person("executive", 0), site.person_in("executive", 0, 1));
    let town = site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id");
    let measurement = whole(site, &owner, "Measurements", 1_000)
        .into_iter()
        .find(|row| row["CommitmentId"] == json!(id))
        .expect("a measurement");
    let key = measurement["Id"].as_str().expect("an id");
    let everywhere = |who: &Person| {
        let mut seen: Vec<(String, bool)> = Vec::new();
        let mut ask = |path: String, shows: &dyn Fn(&Answer) -> bool| {
            let answer = who.get(&format!("{}/{path}", root(site)));
            let shown = shows(&answer);
            seen.push((path, shown));
        };
        let holds = |answer: &Answer| answer.text.contains(&id) || answer.text.contains(key);
        for table in ["Commitments", "Measurements"] {
            ask(table.to_owned(), &holds);
            for filter in [
                format!("MunicipalityId eq '{town}'"),
                "true or Id eq null".into(),
                format!("not (MunicipalityId ne '{town}')"),
            ] {
                let filter = filter.replace(' ', "%20");
                ask(format!("{table}?$filter={filter}"), &holds);
                ask(format!("{table}?$orderby=Id&$filter={filter}"), &holds);
                let counted = |answer: &Answer| answer.json["@odata.count"].as_u64() != Some(0);
                let own = |answer: &Answer| answer.text != "0";
                if filter.contains(town) {
                    ask(format!("{table}?$top=0&$count=true&$filter={filter}"), &counted);
                    ask(format!("{table}/$count?$filter={filter}"), &own);
                }
            }
        }
        for path in [
            format!("Commitments('{id}')"),
            format!("Measurements('{key}')"),
            format!("Commitments?$skiptoken={id}"),
            format!("Measurements?$skiptoken={key}"),
            format!("Measurements?$orderby=Value&$skiptoken={key}"),
        ] {
            ask(path, &|answer: &Answer| answer.status == 200);
        }
        seen
    };
    let (theirs, ours) = (everywhere(&other), everywhere(&owner));
    assert_eq!(theirs.iter().filter(|(_, shown)| *shown).collect::<Vec<_>>(), Vec::<&(String, bool)>::new());
    assert_eq!(ours.iter().filter(|(_, shown)| !shown).collect::<Vec<_>>(), Vec::<&(String, bool)>::new());
    let baton = site.id("handovers", 0);
    assert!(asked(site, &owner, "Handovers", &[]).text.contains(&baton));
    assert!(!asked(site, &other, "Handovers", &[]).text.contains(&baton), "whole batons are one's own");
    // The foreign and the missing are one answer.
    let plain = |answer: Answer| {
        let reference = answer.json["error"]["details"][0]["message"].as_str().unwrap_or_default().to_owned();
        (answer.status, answer.text.replace(&reference, ""))
    };
    let foreign = plain(other.get(&format!("{}/Measurements('{key}')", root(site))));
    assert_eq!(foreign, plain(other.get(&format!("{}/Measurements('0000000000zzz')", root(site)))));
    assert_eq!(foreign.0, 404);

    // Shared with all members, they are the others' to read too; and no longer when that ends.
    let path = format!("/api/v1/regions/{}/members/{town}/sharing", site.id("regions", 0));
    let share = |version: &str, figures: &str| {
        owner.json("PUT", &path, &[("if-match", version)], &json!({"figures": figures})).expect(200)
    };
    share("\"1\"", "members");
    assert!(asked(site, &other, "Measurements", &[]).text.contains(key));
    share("\"2\"", "region");
    assert!(!asked(site, &other, "Measurements", &[]).text.contains(key));
});

on_both!(a_token_is_the_password_and_a_password_is_not, |site| {
    let account = site.seed["sign_ins"]
        .as_array()
        .and_then(|list| list.iter().find(|one| one["role"] == "coordinator"))
        .expect("a coordinator");
    let (email, password) =
        (account["email"].as_str().expect("an address"), account["password"].as_str().expect("a password"));
    let who = site.person("coordinator", 0);
    let token = |scopes: &[&str]| {
        let body = json!({"name": "Excel", "scopes": scopes, "expires_at": in_a_month()});
        let made = who.post("/api/v1/tokens", &body).expect(201).json;
        (made["id"].as_str().expect("an id").to_owned(), made["secret"].as_str().expect("a secret").to_owned())
    };
    let visitor = site.visitor();
    let with = |name: &str, word: &str, path: &str| {
        let basic = format!("Basic {}", STANDARD.encode(format!("{name}:{word}")));
        visitor.send("GET", path, &[("authorization", &basic)], None)
    };
    let projects = format!("{}/Projects", root(site));
    let (id, secret) = token(&["read"]);
    for name in ["", email, "noe:helt:annet"] {
        // A colon in a name ends it (RFC 7617), so such a one never opens anything.
        with(name, &secret, &projects).expect(if name.contains(':') { 401 } else { 200 });
    }
    assert_eq!(
        with("x", &secret, &format!("{}/", root(site))).expect(200).json["value"].as_array().map(Vec::len),
        Some(7)
    );
    for (name, word) in [
        (email, password),
        (email, ""),
        ("x", "stf_0000000000zzz_x"),
        (secret.as_str(), ""),
        (email, who.token().expect("a bearer")),
    ] {
        let refused = with(name, word, &projects).expect(401);
        assert!(refused.header("www-authenticate").starts_with("Basic realm=\"Stafett\""), "so that Excel asks");
        assert_eq!(refused.header("odata-version"), "4.0");
        assert!(!refused.text.contains(word) || word.is_empty());
    }
    for header in ["Basic", "Basic !", "Basic eA==", "Digest x", "Negotiate abc"] {
        visitor.send("GET", &projects, &[("authorization", header)], None).expect(401);
    }
    let asks = visitor.get(&projects).expect(401);
    assert!(asks.header("www-authenticate").starts_with("Basic realm="));

    // Elsewhere neither is taken, and nowhere a secret in the address.
    with("x", &secret, "/api/v1/me").expect(401);
    with("x", &secret, &format!("/api/v1/projects/{}", site.id("projects", 0))).expect(401);
    visitor.get(&format!("{projects}?token={secret}&access_token={secret}&key={secret}")).expect(401);

    // The same token as a bearer, and each table ends where the token's scopes end.
    let bearer =
        |word: &str, path: &str| visitor.send("GET", path, &[("authorization", &format!("Bearer {word}"))], None);
    bearer(&secret, &projects).expect(200);
    let (_, writes) = token(&["measurements:write"]);
    let (_, plans) = token(&["projects:read"]);
    for (table, scoped) in
        [("Projects", 200), ("Benefits", 200), ("Commitments", 403), ("Measurements", 403), ("Handovers", 403)]
    {
        let path = format!("{}/{table}", root(site));
        assert_eq!(with("x", &writes, &path).expect(403).json["error"]["code"], json!("token_scope"));
        with("x", &plans, &path).expect(scoped);
    }
    who.delete(&format!("/api/v1/tokens/{id}")).expect(204);
    with("x", &secret, &projects).expect(401);
});

on_both!(a_page_shows_the_way_to_the_feed, |site| {
    let browser = Browser::of(&site.person("reader", 0));
    let region = browser.get(&format!("/regions/{}", site.id("regions", 0))).expect(200).text;
    let address = format!("{}/", root(site));
    assert!(region.contains(&format!("href=\"{address}\"")), "{region}");
    assert!(browser.get("/account").expect(200).text.contains("Excel og Power BI"));
    browser.get(&address).expect(200);
});

#[test]
fn questions_wait_their_turn_and_the_pages_do_not_wait_for_them() {
    let site = Site::with(Backend::Sqlite, Some("tiny"), &[("STAFETT_LIMITS_FEED_READS", "1")]);
    let (who, reader) = (site.person("coordinator", 0), Browser::of(&site.person("reader", 0)));
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| asked(&site, &who, "Commitments", &[("$orderby", "State")]).status))
            .collect();
        reader.get(&format!("/regions/{}", site.id("regions", 0))).expect(200);
        for one in asking {
            assert_eq!(one.join().expect("an answer"), 200);
        }
    });
}
