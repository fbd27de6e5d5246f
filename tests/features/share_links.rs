//! A page for somebody without an account: the same figures, until a day, until it is withdrawn, and nothing besides.

use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Browser, Person, Site, in_a_month};
use crate::on_both;

/// A value that no link may tell of until its municipality shares it.
const CANARY: &str = "7913.5";

fn region(site: &Site) -> String {
    site.id("regions", 0)
}

fn town(site: &Site, place: usize) -> String {
    site.seed["regions"][0]["municipalities"][place]["id"].as_str().expect("an id").to_owned()
}

fn links(site: &Site) -> String {
    format!("/api/v1/regions/{}/share-links", region(site))
}

fn make(site: &Site, who: &Person, shows: &Value) -> Value {
    who.post(&links(site), &json!({"shows": shows, "label": "Til styret"})).expect(201).json
}

/// The path of a link's address.
fn path(site: &Site, made: &Value, name: &str) -> String {
    made[name].as_str().expect("an address").strip_prefix(&site.url("")).expect("an address here").to_owned()
}

/// A page opened with a link, by somebody without an account.
fn opened(site: &Site, made: &Value) -> Answer {
    site.visitor().get(&path(site, made, "url"))
}

/// The figures: what stands in the main part, without the headings, and without the sentences over the cards, some of
/// which are for the region's own people.
fn figures(page: &str) -> String {
    let body = page.split("<div class=\"body\">").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a body");
    let body = body.split("<ul class=\"leave\">").next().unwrap_or(body);
    body.split_once("<ul class=\"number-cards\">").map_or(body, |(_, rest)| rest).to_owned()
}

fn share(site: &Site, place: usize, figures: &str) {
    let path = format!("/api/v1/regions/{}/members/{}/sharing", region(site), town(site, place));
    site.person_in("executive", 0, place).put(&path, &json!({"figures": figures})).expect(200);
}

/// The second municipality takes its baton and measures something nobody else comes near.
fn second_accepts_and_measures(site: &Site) {
    let executive = site.person_in("executive", 0, 1);
    let handover = site.id("handovers", 1);
    let hash = executive.get(&format!("/api/v1/handovers/{handover}")).expect(200).json["content_sha256"].clone();
    let body = json!({"content_sha256": hash, "form": "full", "statement": "Vi tar imot."});
    executive.post(&format!("/api/v1/handovers/{handover}/acceptance"), &body).expect(200);
    let path = format!("/api/v1/commitments/{}/measurements", site.id("commitments", 1));
    executive.post(&path, &json!({"on": "2025-04-02", "value": CANARY, "kind": "measured"})).expect(201);
}

/// One of each kind that the region can give away, when everybody shares.
fn of_every_kind(site: &Site) -> Vec<Value> {
    vec![
        json!({"kind": "region"}),
        json!({"kind": "roadmap"}),
        json!({"kind": "comparison", "indicator_id": site.id("indicators", 0)}),
        json!({"kind": "municipality", "municipality_id": town(site, 0)}),
        json!({"kind": "region_curve"}),
        json!({"kind": "municipality_curve", "municipality_id": town(site, 0)}),
        json!({"kind": "benefit", "commitment_id": site.id("commitments", 0)}),
    ]
}

on_both!(a_link_shows_its_makers_figures_without_signing_in_and_leads_nowhere, |site| {
    second_accepts_and_measures(site);
    // The third has nobody in the seed who could say so.
    site.sql("UPDATE region_member SET sharing = 'members'");
    let coordinator = site.person("coordinator", 0);
    for shows in of_every_kind(site) {
        let made = make(site, &coordinator, &shows);
        let answer = opened(site, &made).expect(200);
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("set-cookie"), "", "whoever reads is not followed");
        assert!(answer.text.contains("Delt lesetilgang"), "{shows}");
        assert!(answer.text.contains("Du ser bare denne siden"), "{shows}");
        let here = path(site, &made, "url");
        for href in answer.text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
            let is_public = ["/accessibility", "/privacy", "/assets/", "data:image/", "#", &here]
                .iter()
                .any(|it| href.starts_with(it));
            assert!(is_public, "{shows} leads on to {href}");
        }
        assert!(!answer.text.contains("<form"), "{shows} has something to send");
    }
    // The same figures as on the pages of whoever made them.
    let browser = Browser::of(&coordinator);
    let here = format!("/regions/{}", region(site));
    for (shows, page) in [
        (json!({"kind": "region"}), format!("{here}?visning=projektor")),
        (
            json!({"kind": "municipality", "municipality_id": town(site, 0)}),
            format!("{here}/municipalities/{}?visning=projektor", town(site, 0)),
        ),
        (
            json!({"kind": "comparison", "indicator_id": site.id("indicators", 0)}),
            format!("/indicators/{}/compare?visning=projektor", site.id("indicators", 0)),
        ),
    ] {
        let own = figures(&browser.get(&page).expect(200).text);
        let given = figures(&opened(site, &make(site, &coordinator, &shows)).text);
        assert_eq!(without_when(&own), without_when(&given), "{shows}");
        assert!(own.len() > 500, "there is something to compare");
    }
    // Signed in or not, a link shows what it shows.
    let made = make(site, &coordinator, &json!({"kind": "region"}));
    let reader = Browser::of(&site.person("reader", 0)).get(&path(site, &made, "url")).expect(200).text;
    assert_eq!(figures(&reader), figures(&opened(site, &made).text));
});

/// When anything last changed is for the region's own people.
fn without_when(page: &str) -> String {
    let mut parts = page.split(". Oppdatert <time");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| text + rest.split_once("</time>").map_or("", |(_, rest)| rest))
}

on_both!(what_is_not_shared_never_shows_and_what_is_withdrawn_is_gone_at_once, |site| {
    second_accepts_and_measures(site);
    share(site, 0, "members");
    let coordinator = site.person("coordinator", 0);
    let made: Vec<Value> = of_every_kind(site).iter().map(|shows| make(site, &coordinator, shows)).collect();
    let everything = || -> String {
        made.iter()
            .map(|made| opened(site, made))
            .map(|answer| format!("{:?}{}", answer.headers, answer.text))
            .collect()
    };
    for trace in ["7913", "7\u{a0}913", "8000", "8\u{a0}000", "2025-04-02", "02.04.2025"] {
        assert!(!everything().contains(trace), "{trace} tells of what is not shared");
    }
    assert!(opened(site, &made[0]).text.contains("Noen kommuner deler tallene sine bare med regionen"));
    // The region cannot give away what the municipality keeps; the municipality can.
    let second = json!({"kind": "municipality", "municipality_id": town(site, 1)});
    let refused = coordinator.post(&links(site), &json!({"shows": second, "label": "x"})).expect(422);
    assert_eq!(refused.json["errors"][0]["code"], "not_shared");
    let benefit = json!({"kind": "benefit", "commitment_id": site.id("commitments", 1)});
    coordinator.post(&links(site), &json!({"shows": benefit, "label": "x"})).expect(422);
    let executive = site.person_in("executive", 0, 1);
    let own = make(site, &executive, &benefit);
    assert_eq!(own["municipality_id"], json!(town(site, 1)));
    assert!(opened(site, &own).expect(200).text.contains("7\u{a0}913,5"));
    // Shared it is there at once; withdrawn it is gone at once, and so is a page of its own.
    share(site, 1, "members");
    assert!(everything().contains("7\u{a0}913,5"));
    let given = make(site, &coordinator, &second);
    opened(site, &given).expect(200);
    share(site, 1, "region");
    assert!(!everything().contains("7\u{a0}913"));
    opened(site, &given).expect(404);
    opened(site, &own).expect(200);
});

on_both!(a_link_ends_by_its_day_by_being_withdrawn_and_with_its_makers_role_or_account, |site| {
    let coordinator = site.person("coordinator", 0);
    let shows = json!({"kind": "region"});
    let unknown = site.visitor().get(&format!("/s/{}", "a".repeat(43))).expect(404).text;
    let main = |page: &str| page.split("<main").nth(1).expect("a page").to_owned();
    let is_over =
        |made: &Value| assert_eq!(main(&opened(site, made).expect(404).text), main(&unknown), "all ends look alike");
    let today = coordinator.get(&format!("/api/v1/regions/{}/matrix", region(site))).expect(200).json["on"].clone();
    let today: stafett::clock::Day = serde_json::from_value(today).expect("a day");

    let made = make(site, &coordinator, &shows);
    assert_eq!(made["expires_on"], json!(today.plus_days(30).expect("a day")));
    let number = stafett::clock::Day::EPOCH.days_until(today);
    site.sql(&format!("UPDATE share_link SET expires_on = {number}"));
    opened(site, &made).expect(200);
    site.sql(&format!("UPDATE share_link SET expires_on = {}", number - 1));
    is_over(&made);

    let made = make(site, &coordinator, &shows);
    opened(site, &made).expect(200);
    let id = made["id"].as_str().expect("an id");
    site.person("reader", 0).delete(&format!("/api/v1/share-links/{id}")).expect(403);
    site.person_in("executive", 0, 0).delete(&format!("/api/v1/share-links/{id}")).expect(403);
    site.person("coordinator", 1).delete(&format!("/api/v1/share-links/{id}")).expect(404);
    coordinator.delete(&format!("/api/v1/share-links/{id}")).expect(204);
    is_over(&made);

    // Whoever made it is no longer there.
    let executive = site.person_in("executive", 0, 0);
    let own = json!({"kind": "municipality", "municipality_id": town(site, 0)});
    let made = make(site, &executive, &own);
    opened(site, &made).expect(200);
    let me = executive.get("/api/v1/me").expect(200).json["id"].as_str().expect("an id").to_owned();
    let administrator = site.person("administrator", 0);
    let version = administrator.get(&format!("/api/v1/people/{me}")).expect(200).etag.expect("a version");
    administrator.patch(&format!("/api/v1/people/{me}"), &version, &json!({"status": "disabled"})).expect(200);
    is_over(&made);
    let states: Vec<Value> = coordinator.get(&links(site)).expect(200).json["items"]
        .as_array()
        .expect("links")
        .iter()
        .map(|one| json!([one["state"], one["used"]]))
        .collect();
    assert_eq!(states, [json!(["resting", 1]), json!(["revoked", 1]), json!(["expired", 1])]);
});

on_both!(only_those_who_answer_for_it_give_a_page_away_and_for_a_year_at_most, |site| {
    let path = links(site);
    let body = |shows: Value| json!({"shows": shows, "label": "Til styret"});
    let region_page = body(json!({"kind": "region"}));
    site.visitor().post(&path, &region_page).expect(401);
    for role in ["reader", "benefit_owner", "contributor", "benefits_responsible"] {
        site.person(role, 0).post(&path, &region_page).expect(403);
        site.person(role, 0).get(&path).expect(403);
    }
    site.person("administrator", 0).post(&path, &region_page).expect(404);
    site.person("coordinator", 1).post(&path, &region_page).expect(404);
    let executive = site.person_in("executive", 0, 0);
    for shows in [
        json!({"kind": "region"}),
        json!({"kind": "roadmap"}),
        json!({"kind": "comparison", "indicator_id": site.id("indicators", 0)}),
        json!({"kind": "municipality", "municipality_id": town(site, 1)}),
    ] {
        executive.post(&path, &body(shows)).expect(403);
    }
    let made = make(site, &executive, &json!({"kind": "region_curve"}));
    assert_eq!(made["municipality_id"], json!(town(site, 0)));
    // The neighbour neither sees nor ends it; the region does both.
    let neighbour = site.person_in("executive", 0, 1);
    assert_eq!(neighbour.get(&path).expect(200).json["items"], json!([]));
    let one = format!("/api/v1/share-links/{}", made["id"].as_str().expect("an id"));
    neighbour.delete(&one).expect(404);
    let coordinator = site.person("coordinator", 0);
    assert_eq!(coordinator.get(&path).expect(200).json["items"].as_array().map(Vec::len), Some(1));
    coordinator.delete(&one).expect(204);
    coordinator.delete(&one).expect(204);
    // No machine lets anybody in.
    let token = json!({"name": "Robot", "scopes": ["write"], "expires_at": in_a_month()});
    let token = coordinator.post("/api/v1/tokens", &token).expect(201).json["secret"].as_str().map(str::to_owned);
    assert_eq!(Person::new(site, token).post(&path, &region_page).expect(403).code(), "token_scope");

    for (wrong, pointer) in [
        (json!({"shows": {"kind": "region"}, "label": ""}), "/label"),
        (json!({"shows": {"kind": "region"}, "label": "x", "expires_on": "2020-01-01"}), "/expires_on"),
        (json!({"shows": {"kind": "region"}, "label": "x", "expires_on": "2099-01-01"}), "/expires_on"),
        (json!({"shows": {"kind": "region"}, "label": "x", "frame_origins": ["https://a.example"]}), "/frame_origins"),
        (json!({"shows": {"kind": "region_curve"}, "label": "x", "frame_origins": ["*"]}), "/frame_origins"),
        (json!({"shows": {"kind": "benefit"}, "label": "x"}), "/shows/commitment_id"),
        (json!({"shows": {"kind": "region", "years": 3}, "label": "x"}), "/shows/years"),
        (json!({"shows": {"kind": "region", "hidden": 3}, "label": "x"}), "/shows"),
        (json!({"shows": {"kind": "everything"}, "label": "x"}), "/shows/kind"),
        (json!({"shows": {"kind": "comparison", "indicator_id": site.id("indicators", 1)}, "label": "x"}), "/shows"),
        (json!({"shows": {"kind": "benefit", "commitment_id": "0000000000zzz"}, "label": "x"}), "/shows"),
    ] {
        let answer = coordinator.post(&path, &wrong);
        if answer.status != 404 {
            let answer = answer.expect(422);
            assert!(
                answer.json["errors"][0]["pointer"].as_str().is_some_and(|at| at.starts_with(pointer)),
                "{}",
                answer.text
            );
        }
    }
});

on_both!(one_chart_may_stand_on_the_named_sites_and_nothing_else_may_be_framed, |site| {
    share(site, 0, "members");
    let coordinator = site.person("coordinator", 0);
    let plain = make(site, &coordinator, &json!({"kind": "region_curve"}));
    assert_eq!(plain["embed_url"], Value::Null);
    site.visitor().get(&format!("{}/embed", path(site, &plain, "url"))).expect(404);
    let body = json!({"shows": {"kind": "benefit", "commitment_id": site.id("commitments", 0)}, "label": "Til nettsiden",
        "language": "en", "frame_origins": ["https://www.kommune.example/side", "https://intern.example:8443"]});
    let made = coordinator.post(&links(site), &body).expect(201).json;
    assert_eq!(made["frame_origins"], json!(["https://www.kommune.example", "https://intern.example:8443"]));
    let framed = site.visitor().get(&path(site, &made, "embed_url")).expect(200);
    let policy = framed.header("content-security-policy");
    assert!(policy.ends_with("frame-ancestors https://www.kommune.example https://intern.example:8443"), "{policy}");
    assert!(!policy.contains("script-src") && policy.starts_with("default-src 'none'"));
    assert_eq!((framed.header("x-frame-options"), framed.header("set-cookie")), ("", ""));
    assert_eq!(framed.header("referrer-policy"), "no-referrer");
    assert!(
        framed.text.contains("<html lang=\"en\"") && !framed.text.contains("<script") && !framed.text.contains("<a ")
    );
    assert!(framed.text.contains("<svg") && framed.text.contains("<details") && framed.text.contains("Last measured"));
    // The page that the link opens is not for frames, nor is anything else of the service.
    for page in [path(site, &made, "url"), "/privacy".to_owned(), "/sign-in".to_owned()] {
        let answer = site.visitor().get(&page).expect(200);
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{page}");
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
});

on_both!(a_link_is_made_and_withdrawn_with_forms_and_its_word_is_kept_nowhere, |site| {
    let coordinator = site.person("coordinator", 0);
    let browser = Browser::of(&coordinator);
    let list = format!("/regions/{}/share-links", region(site));
    let form = format!("{list}/new?kind=region_curve&class=time_saved");
    assert!(browser.get(&format!("/regions/{}", region(site))).text.contains("share-links/new?kind=region"));
    let page = browser.get(&form).expect(200).text;
    assert!(
        page.contains("0 av 3 kommuner") && page.contains("Ingen kommuner deler tallene sine med alle ennå"),
        "nobody shares with all: {page}"
    );
    let fields =
        [("label", "Til styremøtet"), ("expires_on", "2020-01-01"), ("page_language", "nb"), ("frame_origins", "")];
    let again = browser.post(&form, &fields).expect(422).text;
    assert!(again.contains("Må være senere") && again.contains("Til styremøtet"));
    let day = stafett::clock::Clock::System.now().day().plus_days(10).expect("a day").to_string();
    let fields = [
        ("label", "Til styremøtet"),
        ("expires_on", &day),
        ("page_language", "nb"),
        ("frame_origins", "https://a.example\nhttps://b.example"),
    ];
    let made = browser.post(&form, &fields).expect(200).text;
    assert!(made.contains("&lt;iframe src="), "{made}");
    let word = made.split("/s/").nth(1).and_then(|rest| rest.split('<').next()).expect("a word").to_owned();
    assert!(word.len() >= 43);
    site.visitor().get(&format!("/s/{word}")).expect(200);
    site.visitor().get(&format!("/s/{word}")).expect(200);
    // Nothing is changed with it, whatever is sent.
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = site.visitor().send(method, &format!("/s/{word}"), &[], Some(b"x=1"));
        assert_eq!(answer.status, 405, "{method}");
    }
    let robot = Person::new(site, Some(word.clone()));
    robot.get("/api/v1/me").expect(401);
    let shown = browser.get(&list).expect(200).text;
    assert!(shown.contains("2 ganger") && shown.contains("Til styremøtet") && shown.contains("a.example"));
    // Not in the log of events, and not in a backup, which is all of the database.
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).text;
    assert!(log.contains("share_link_created") && !log.contains(&word));
    let copy = site.folder().join("copy");
    let (code, _, err) = site.run(&["backup", copy.to_str().expect("a path")], "");
    assert_eq!(code, 0, "{err}");
    let kept = std::fs::read_to_string(&copy).expect("a backup");
    assert!(kept.contains("share_link_created") && kept.contains("https://a.example https://b.example"));
    assert!(!kept.contains(&word));
    let action =
        shown.split("action=\"/share-links/").nth(1).and_then(|rest| rest.split('"').next()).expect("a button");
    let answer = browser.post(&format!("/share-links/{action}"), &[]).expect(303);
    assert!(browser.get(answer.header("location")).expect(200).text.contains("Lenken er trukket tilbake"));
    site.visitor().get(&format!("/s/{word}")).expect(404);
    let log = coordinator.get("/api/v1/audit?limit=200").expect(200).text;
    assert!(log.contains("share_link_revoked"));
});

on_both!(a_part_says_what_it_is_a_part_of, |site| {
    site.sql("UPDATE region_member SET sharing = 'members'");
    site.sql("UPDATE project SET theme = 'Plan og bygg'");
    let coordinator = site.person("coordinator", 0);
    let project = site.id("projects", 0);
    let shows = |kind: &str, more: Value| {
        let mut shows = json!({"kind": kind});
        for (name, value) in more.as_object().expect("fields") {
            shows[name] = value.clone();
        }
        opened(site, &make(site, &coordinator, &shows)).expect(200).text
    };
    let chips = |page: &str| -> Vec<String> {
        let list =
            page.split("<ul class=\"chips\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
        list.split("<span>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_owned()).collect()
    };
    let title = coordinator.get(&format!("/api/v1/projects/{project}")).expect(200).json["title"].clone();
    let title = title.as_str().expect("a title");
    let name = site.seed["regions"][0]["municipalities"][0]["name"].as_str().expect("a name").to_owned();
    let narrowed = json!({"theme": "Plan og bygg", "phase": "realisation", "municipality_id": town(site, 0), "class": "time_saved"});
    for kind in ["region", "region_curve"] {
        let said = chips(&shows(kind, narrowed.clone()));
        let words = ["Tema: Plan og bygg", "Fase: Realisere", &format!("Kommune: {name}"), "Type: Spart tid"];
        assert_eq!(said, words, "{kind}");
        assert_eq!(chips(&shows(kind, json!({}))), Vec::<String>::new(), "{kind} as a whole says nothing");
    }
    let course = shows("region_curve", json!({"project_id": project, "months": 36}));
    assert_eq!(chips(&course), ["36 måneder"]);
    assert!(course.contains(&format!(": {title}</h1>")), "{course}");
    // Whoever makes it is told so before and after.
    let browser = Browser::of(&coordinator);
    let list = format!("/regions/{}/share-links", region(site));
    let form = browser.get(&format!("{list}/new?kind=region&theme=Plan+og+bygg&phase=realisation")).expect(200).text;
    assert!(form.contains("Tema: Plan og bygg, Fase: Realisere"), "{form}");
    let listed = browser.get(&list).expect(200).text;
    assert!(listed.contains(&format!("Tema: Plan og bygg, Fase: Realisere, Kommune: {name}, Type: Spart tid")));
    let looked_at = format!("/regions/{}/realisation?project={project}&months=36", region(site));
    let page = browser.get(&looked_at).expect(200).text;
    let share = page.split(&format!("href=\"{list}/new?")).nth(1).and_then(|rest| rest.split('"').next());
    let form = format!("{list}/new?{}", share.expect("a link to share it").replace("&amp;", "&"));
    let form = browser.get(&form).expect(200).text;
    assert!(form.contains(&format!("Prosjekt: {title}, 36 måneder")), "{form}");
    assert!(listed.contains(&format!("Prosjekt: {title}, 36 måneder")), "{listed}");
    let of_town = json!({"municipality_id": town(site, 0)});
    let one = json!({"municipality_id": town(site, 0), "project_id": project});
    assert_eq!(chips(&shows("municipality", one)), [format!("Prosjekt: {title}")]);
    assert_eq!(chips(&shows("municipality", of_town)), Vec::<String>::new());
    let class = json!({"municipality_id": town(site, 0), "class": "time_saved"});
    assert_eq!(chips(&shows("municipality_curve", class)), ["Type: Spart tid"]);
});

on_both!(a_leaders_own_sentences_go_with_the_whole_region_and_are_marked_as_theirs, |site| {
    second_accepts_and_measures(site);
    site.sql("UPDATE region_member SET sharing = 'members'");
    let coordinator = site.person("coordinator", 0);
    let words = "Vi er halvveis, og to kommuner trenger hjelp.";
    let path = format!("/regions/{}/headlines", region(site));
    Browser::of(&coordinator).post(&path, &[("version", ""), ("sentences", words)]).expect(303);
    let whole = make(site, &coordinator, &json!({"kind": "region"}));
    let page = opened(site, &whole).expect(200).text;
    assert!(page.contains(words) && page.contains("Redigert av "), "{page}");
    let part = make(site, &coordinator, &json!({"kind": "region", "class": "time_saved"}));
    assert!(!opened(site, &part).expect(200).text.contains(words), "they are about the whole");
    // They rest on figures that are no longer shared.
    share(site, 1, "region");
    assert!(!opened(site, &whole).expect(200).text.contains(words));
});

on_both!(an_address_written_in_another_way_is_the_same_address, |site| {
    let coordinator = site.person("coordinator", 0);
    let made = make(site, &coordinator, &json!({"kind": "region"}));
    let word = path(site, &made, "url").trim_start_matches("/s/").to_owned();
    for way in [format!("/%73/{word}"), format!("/s/%{:02X}{}", word.as_bytes()[0], &word[1..])] {
        let answer = site.visitor().get(&way).expect(200);
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{way}");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{way}");
        assert_eq!(answer.header("set-cookie"), "", "{way}");
    }
    let refused = site.visitor().get("/%61pi/v1/me").expect(401);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.header("set-cookie"), "");
});

#[test]
fn guessing_is_slowed_down() {
    let site = Site::with(Backend::Sqlite, Some("tiny"), &[("STAFETT_LIMITS_SIGN_IN_PER_SOURCE", "5")]);
    let made = make(&site, &site.person("coordinator", 0), &json!({"kind": "region"}));
    for _ in 0..5 {
        opened(&site, &made).expect(200);
        site.visitor().get(&format!("/s/{}", "b".repeat(43))).expect(404);
    }
    let answer = site.visitor().get(&format!("/s/{}", "c".repeat(43))).expect(429);
    assert_ne!(answer.header("retry-after"), "");
}
