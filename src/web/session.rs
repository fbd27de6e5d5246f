//! The signed word that carries a session, in a cookie or as a bearer. It is only a pointer: the session's row decides.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::app::App;
use super::secret::Keys;
use crate::clock::Moment;
use crate::ids::{PersonId, SessionId};

const ISSUER: &str = "stafett";
const AUDIENCE: &str = "stafett";
const KIND: &str = "session";
/// How far the clocks of two programs on one database may differ.
const LEEWAY_SECONDS: i64 = 5;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    typ: String,
    sub: String,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Signs the word for a session.
pub fn sign(keys: &Keys, person: PersonId, session: SessionId, now: Moment, until: Moment) -> String {
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        typ: KIND.into(),
        sub: person.to_string(),
        sid: session.to_string(),
        iat: now.unix_seconds(),
        nbf: now.unix_seconds(),
        exp: until.unix_seconds(),
    };
    let key = EncodingKey::from_secret(&keys.key("session"));
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap_or_default()
}

/// Reads a word; `None` for anything that is not exactly one of ours and in force.
pub fn read(keys: &Keys, word: &str, now: Moment) -> Option<(PersonId, SessionId)> {
    let header = jsonwebtoken::decode_header(word).ok()?;
    let plain = header.alg == Algorithm::HS256 && header.kid.is_none() && header.jku.is_none() && header.x5u.is_none();
    if !plain {
        return None;
    }
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    // jsonwebtoken would read the machine's clock; ours is asked below.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(&keys.key("session"));
    let claims = jsonwebtoken::decode::<Claims>(word, &key, &validation).ok()?.claims;
    let second = now.unix_seconds();
    if claims.typ != KIND || claims.exp <= second || claims.nbf > second + LEEWAY_SECONDS {
        return None;
    }
    Some((claims.sub.parse().ok()?, claims.sid.parse().ok()?))
}

/// The session cookie's name: `__Host-` wherever the browser would accept it.
pub fn cookie_name(app: &App) -> &'static str {
    if app.secure_cookies() { "__Host-stafett" } else { "stafett" }
}

/// The cookie that ties anonymous forms to a browser.
pub fn visitor_cookie_name(app: &App) -> &'static str {
    if app.secure_cookies() { "__Host-stafett-visitor" } else { "stafett-visitor" }
}

/// The cookie that remembers a language before sign-in.
pub const LANGUAGE_COOKIE: &str = "stafett-language";

/// A cookie of ours. `None` as life means until the browser closes.
pub fn cookie(app: &App, name: &'static str, value: String, seconds: Option<i64>) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.secure_cookies())
        .finish();
    if let Some(seconds) = seconds {
        cookie.set_max_age(Duration::seconds(seconds));
    }
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::from_words("0123456789abcdefghijklmnopqrstuvwxyz").expect("strong enough")
    }

    const NOW: Moment = Moment::from_micros(1_795_000_000_000_000);

    fn word(keys: &Keys, seconds: i64) -> String {
        sign(keys, PersonId::from_number(1), SessionId::from_number(2), NOW, NOW.plus_seconds(seconds))
    }

    #[test]
    fn our_own_word_is_read_and_others_are_not() {
        let keys = keys();
        assert!(read(&keys, &word(&keys, 60), NOW).is_some());
        assert!(read(&keys, &word(&keys, -60), NOW).is_none(), "ended");
        let other = Keys::from_words("zyxwvutsrqponmlkjihgfedcba9876543210").expect("strong enough");
        assert!(read(&other, &word(&keys, 60), NOW).is_none(), "another key");
        assert!(read(&keys, "eyJhbGciOiJub25lIn0.e30.", NOW).is_none(), "alg none");
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("x".into());
        let forged =
            jsonwebtoken::encode(&header, &serde_json::json!({}), &EncodingKey::from_secret(&keys.key("session")));
        assert!(read(&keys, &forged.expect("encodes"), NOW).is_none(), "a header we never send");
    }
}
