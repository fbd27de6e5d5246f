//! The same request sent twice, because nobody knows whether the first one arrived.

use serde_json::{Value, json};

use crate::harness::{Backend, Browser, Site, in_a_month};
use crate::on_both;

const KEY: (&str, &str) = ("idempotency-key", "8a1f2c54-1f0e-4d0a-9a8e-0d6f6b1f7c11");
const PASSWORD: &str = "et ganske langt passord";

fn coordinator(site: &Site) -> Value {
    let sign_ins = site.seed["sign_ins"].as_array().expect("sign-ins");
    let found = sign_ins.iter().find(|sign_in| sign_in["role"] == "coordinator").expect("a coordinator");
    json!({"email": found["email"], "password": found["password"]})
}

on_both!(a_sign_in_sent_again_begins_one_session, |site| {
    let (visitor, body) = (site.visitor(), coordinator(site));
    let send = |body: &Value| visitor.json("POST", "/api/v1/sessions", &[KEY], body);
    let first = send(&body).expect(201);
    let again = send(&body).expect(201);
    assert_eq!(first.json, again.json);
    let mut other = body.clone();
    other["email"] = json!("en.annen@eksempel.no");
    assert_eq!(send(&other).expect(422).code(), "idempotency_key_reused");
    assert_ne!(visitor.post("/api/v1/sessions", &body).expect(201).json["token"], first.json["token"]);
});

on_both!(an_invitation_accepted_twice_by_one_key_is_accepted_once, |site| {
    let administrator = site.person("administrator", 0);
    let region = site.seed["regions"][0]["id"].clone();
    let invitation = json!({"email": "ny@eksempel.no", "name": "Ny", "role": "coordinator", "region_id": region});
    administrator.post("/api/v1/people", &invitation).expect(201);
    let path = format!("/api/v1/invitations/{}/acceptance", administrator.invitations()[0]);
    let (visitor, body) = (site.visitor(), json!({"password": PASSWORD}));
    let first = visitor.json("POST", &path, &[KEY], &body).expect(201);
    assert_eq!(visitor.json("POST", &path, &[KEY], &body).expect(201).json, first.json);
    // Without the key it is a second try, and the link was for one.
    assert_ne!(visitor.post(&path, &body).status, 201);
    site.sign_in("ny@eksempel.no", PASSWORD);
});

on_both!(a_file_sent_again_with_another_boundary_is_the_same_file, |site| {
    let contributor = site.person("contributor", 0);
    let (region, commitment) = (site.id("regions", 0), site.id("commitments", 0));
    let send = |boundary: &str, value: &str| {
        let text = format!("commitment_id;on;value\n{commitment};2025-06-01;{value}\n");
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"juni.csv\"";
        let body = format!("--{boundary}\r\n{head}\r\n\r\n{text}\r\n--{boundary}--\r\n");
        let kind = format!("multipart/form-data; boundary={boundary}");
        let path = format!("/api/v1/regions/{region}/imports?kind=measurements");
        contributor.send("POST", &path, &[("content-type", &kind), KEY], Some(body.as_bytes()))
    };
    let first = send("a", "31").expect(200);
    assert_eq!(send("b", "31").expect(200).json, first.json);
    assert_eq!(send("c", "32").expect(422).code(), "idempotency_key_reused");
});

on_both!(a_form_clicked_twice_is_carried_out_once, |site| {
    let coordinator = site.person("coordinator", 0);
    let region = site.seed["regions"][0]["id"].as_str().expect("an id");
    let form = format!("/regions/{region}/share-links/new?kind=region");
    let day = &in_a_month()[..10];
    let fields = [("label", "Til styret"), ("expires_on", day), ("page_language", "nb"), ("frame_origins", "")];
    let address = |page: String| page.split("/s/").nth(1).and_then(|rest| rest.split('<').next()).map(str::to_owned);
    let click = |browser: &Browser| address(browser.click(&form, &fields).expect(200).text).expect("an address");
    let links = || coordinator.get(&format!("/api/v1/regions/{region}/share-links")).expect(200).json["items"].clone();
    let browser = Browser::of(&coordinator);
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| click(&browser));
        (click(&browser), second.join().expect("an answer"))
    });
    assert_eq!(first, second);
    assert_eq!(links().as_array().map(Vec::len), Some(1));
    // Who fills the form in once more means another.
    assert_ne!(click(&Browser::of(&coordinator)), first);
    assert_eq!(links().as_array().map(Vec::len), Some(2));
    // And who sends another form between means the first once more.
    assert_ne!(address(browser.click(&form, &[fields[0], fields[1], ("page_language", "nn"), fields[3]]).text), None);
    assert_ne!(click(&browser), first);
    assert_eq!(links().as_array().map(Vec::len), Some(4));
    // Words of one's own making are none, however like ours.
    let own = browser.with_word(|word| word.replace(&word[..2], if word.starts_with("00") { "11" } else { "00" }));
    own.click(&form, &fields).expect(403);
});

on_both!(what_is_being_written_is_kept_as_it_was_last_written, |site| {
    let browser = Browser::of(&site.person("coordinator", 0));
    for words in ["label=a", "label=ab", "label=a"] {
        browser.click("/drafts", &[("path", "/regions/1"), ("words", words)]).expect(204);
    }
    let offer = browser.get("/drafts?path=/regions/1").expect(200).text;
    assert!(offer.contains("label=a\""), "{offer}");
});

/// What a key is kept with tells nobody the password or the word that was answered, and is lost with the secret.
#[test]
fn what_was_answered_is_sealed_and_opens_with_the_same_secret_alone() {
    let site = Site::seeded(Backend::Sqlite);
    let signing_in = coordinator(&site);
    let session = site.visitor().json("POST", "/api/v1/sessions", &[KEY], &signing_in).expect(201).json;
    let wanted = json!({"name": "robot", "scopes": ["read"], "expires_at": in_a_month()});
    let token = |site: &Site| {
        let person = site.sign_in(
            signing_in["email"].as_str().expect("an address"),
            signing_in["password"].as_str().expect("a password"),
        );
        person.json("POST", "/api/v1/tokens", &[KEY], &wanted)
    };
    let (first, again) = (token(&site).expect(201).json, token(&site).expect(201).json);
    assert_eq!(first["secret"], again["secret"]);
    site.kill();
    let files =
        ["stafett.db", "stafett.db-wal"].map(|name| std::fs::read(site.folder().join(name)).unwrap_or_default());
    let holds = |word: &Value| {
        let word = word.as_str().expect("a word").as_bytes();
        files.iter().any(|file| file.windows(word.len()).any(|window| window == word))
    };
    assert!(holds(&wanted["name"]), "the search finds what is there");
    // Its own part, after `stf_` and the token's name: it may hold `_` itself.
    let secret = json!(first["secret"].as_str().and_then(|word| word.splitn(3, '_').nth(2)));
    assert!(!holds(&session["token"]) && !holds(&signing_in["password"]) && !holds(&secret));
    std::fs::write(site.folder().join("secret"), "enda-en-hemmelighet-0123456789-abcdefgh").expect("another secret");
    site.start();
    assert_eq!(token(&site).expect(422).code(), "idempotency_key_reused");
}
