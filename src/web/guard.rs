//! From a cookie or a bearer to a person. Handlers never see the words themselves.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::rc::Rc;

use super::answer::Failed;
use super::app::App;
use super::call::Visit;
use super::session;
use crate::access::{Access, Actor, Allowed, Permission};
use crate::clock::Moment;
use crate::ids::SessionId;
use crate::people::store::{self, Credential};
use crate::refusal::{Code, Fault, Outcome, Refusal};

/// How long a person may be taken as they were last read. A role that is changed by another program is thus felt
/// within half a second; one that is changed by this program, at once.
const KNOWN_MICROS: i64 = 500_000;
const MOST_KNOWN: usize = 10_000;

/// A person, when they were read, and how often everybody had been forgotten by then.
type Known = (Arc<Actor>, Moment, u64);

/// People seen within the last half second.
#[derive(Default)]
pub struct KnownActors {
    generation: AtomicU64,
    known: Mutex<HashMap<(SessionId, bool), Known>>,
}

impl KnownActors {
    /// Forgets everybody: something about people has changed.
    pub fn forget_all(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    fn find(&self, key: (SessionId, bool), now: Moment) -> Option<Arc<Actor>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (actor, since, generation) = known.get(&key)?;
        let fresh = now.micros() - since.micros() < KNOWN_MICROS && now >= *since;
        (fresh && *generation == self.generation.load(Ordering::SeqCst) && now < actor.until).then(|| Arc::clone(actor))
    }

    fn keep(&self, key: (SessionId, bool), actor: &Arc<Actor>, now: Moment, generation: u64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key, (Arc::clone(actor), now, generation));
    }
}

/// Who is behind a request. `Ok(None)`: nobody, and that is fine on public routes; a bearer that is not in force is
/// refused at once.
pub async fn authenticate(app: &Arc<App>, request: &HttpRequest) -> Outcome<Option<Arc<Actor>>> {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let shown = value.to_str().ok().and_then(|text| text.split_once(' '));
        let word = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = match shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic") && is_feed(path_of(request)))
        {
            Some((_, pair)) => Some(token_in_pair(pair).ok_or(Refusal::new(Code::SignInNeeded))?),
            None => word.and_then(|(_, word)| store::TokenWord::parse(word.trim())),
        };
        if let Some(token) = token {
            return load(app, Credential::Token(token)).await?.map(Some).ok_or_else(|| Code::SignInNeeded.into());
        }
        let Some(word) = word.map(|(_, word)| word.trim().to_owned()) else { return Err(Code::SignInNeeded.into()) };
        let (person, session) =
            session::read(&app.keys, &word, app.db.now()).ok_or(Refusal::new(Code::SignInNeeded))?;
        return with_session(app, Credential::Bearer(person, session), (session, false))
            .await?
            .map(Some)
            .ok_or_else(|| Code::SignInNeeded.into());
    }
    let Some(cookie) = request.cookie(session::cookie_name(app)) else { return Ok(None) };
    let Some((person, session)) = session::read(&app.keys, cookie.value(), app.db.now()) else { return Ok(None) };
    with_session(app, Credential::Cookie(person, session), (session, true)).await
}

/// The path as the routes see it: `/%73/` is `/s/` to them, so it is to the door too.
pub fn path_of(request: &HttpRequest) -> &str {
    request.match_info().as_str()
}

/// Whether a path belongs to the feed that spreadsheets read (docs/decisions/0017).
pub fn is_feed(path: &str) -> bool {
    path.starts_with("/odata/")
}

/// The token that stands as the password of a name and a password. Whatever the name is, it is nobody's: a token says
/// itself whose it is, and an account's password is never looked at.
fn token_in_pair(pair: &str) -> Option<store::TokenWord> {
    let pair = String::from_utf8(STANDARD.decode(pair.trim()).ok()?).ok()?;
    store::TokenWord::parse(pair.split_once(':')?.1.trim())
}

async fn with_session(app: &Arc<App>, credential: Credential, key: (SessionId, bool)) -> Outcome<Option<Arc<Actor>>> {
    let now = app.db.now();
    if let Some(actor) = app.known.find(key, now) {
        return Ok(Some(actor));
    }
    let generation = app.known.generation.load(Ordering::SeqCst);
    let actor = load(app, credential).await?;
    if let Some(actor) = &actor {
        app.known.keep(key, actor, now, generation);
    }
    Ok(actor)
}

async fn load(app: &Arc<App>, credential: Credential) -> Outcome<Option<Arc<Actor>>> {
    let access = Access::system("sign-in");
    let now = app.db.now();
    Ok(app.db.read_at_once(&access, move |conn| store::actor_behind(conn, &credential, now)).await?.map(Arc::new))
}

/// Lets a request in for `P`, or says why not. The door found out before who asks.
pub fn admit<P: Permission>(request: &HttpRequest) -> Result<Allowed<P>, Failed> {
    let extensions = request.extensions();
    let Some(visit) = extensions.get::<Rc<Arc<Visit>>>() else {
        return Err(Fault::internal("a route is mounted outside the door").into());
    };
    let access = Access::of_request(visit.actor.clone(), Arc::clone(&visit.request_id));
    Allowed::admit(access).map_err(Failed::from)
}
