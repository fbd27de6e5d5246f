//! The same request sent twice, because nobody knows whether the first one arrived.

use serde_json::{Value, json};

use crate::harness::{Backend, Site, in_a_month};
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
