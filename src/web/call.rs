//! A request as a handler sees it: who and in which language, the path's ids, the query, the body; and the two ways to
//! the database with what belongs to them.

use std::collections::HashMap;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{AcceptEncoding, Encoding, Header, HeaderMap};
use actix_web::http::{Method, header};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::answer::{Answer, Failed, Replied, replied};
use super::app::App;
use super::{csrf, drafts, idempotency, json};
use crate::access::{Actor, Allowed, Permission, Via};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::refusal::{Code, Fault, Outcome, Refusal};

/// What the door found out about a request before any handler saw it.
#[derive(Debug)]
pub struct Visit {
    /// Names this request in answers and logs.
    pub request_id: Arc<str>,
    /// The day on which the request came.
    pub asked_on: Day,
    /// The reader's language.
    pub lang: Lang,
    /// The person, if they are signed in.
    pub actor: Option<Arc<Actor>>,
    /// The word that ties anonymous forms to this browser.
    pub visitor: String,
    /// Where the request comes from, past trusted proxies.
    pub source: String,
}

/// A request. Cheap to clone and to send.
#[derive(Clone)]
pub struct Call {
    inner: Arc<Inner>,
}

struct Inner {
    app: Arc<App>,
    visit: Arc<Visit>,
    method: Method,
    path: String,
    query: String,
    params: HashMap<String, String>,
    if_match: Option<String>,
    if_none_match: String,
    takes_gzip: bool,
    idempotency_key: Option<String>,
    content_type: String,
    declared_type: String,
    user_agent: String,
    accept: String,
    prefer: String,
    is_from_our_pages: bool,
    bearer: Option<String>,
    body: Bytes,
    prepared: std::sync::OnceLock<Arc<dyn std::any::Any + Send + Sync>>,
}

impl Call {
    /// What all requests share.
    pub fn app(&self) -> &Arc<App> {
        &self.inner.app
    }

    /// What the door found out.
    pub fn visit(&self) -> &Visit {
        &self.inner.visit
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.inner.visit.lang
    }

    /// The path as asked for.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// The query string as asked for, without the question mark.
    pub fn query_string(&self) -> &str {
        &self.inner.query
    }

    /// The browser's name for itself, cut to 200 characters.
    pub fn user_agent(&self) -> &str {
        &self.inner.user_agent
    }

    /// The media types that the reader takes, as they were sent.
    pub fn accept(&self) -> &str {
        &self.inner.accept
    }

    /// What the reader would rather have, as it was sent (RFC 7240).
    pub fn prefer(&self) -> &str {
        &self.inner.prefer
    }

    /// Whether a browser says that one of our own pages sent this.
    pub fn is_from_our_pages(&self) -> bool {
        self.inner.is_from_our_pages
    }

    /// The word of a bearer header, as it was sent.
    pub fn bearer(&self) -> Option<String> {
        self.inner.bearer.clone()
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.inner.body
    }

    /// The body's media type as it was declared, lower case.
    pub fn content_type(&self) -> &str {
        &self.inner.content_type
    }

    /// A part of the path.
    pub fn param(&self, name: &str) -> &str {
        self.inner.params.get(name).map_or("", String::as_str)
    }

    /// An id in the path. What cannot be an id is answered like one that nobody has.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Refusal> {
        self.param(name).parse().map_err(|_| Refusal::new(Code::NotFound))
    }

    /// The query as a shape; unknown names are passed over.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let parsed = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(self.inner.query.as_bytes()));
        serde_path_to_error::deserialize(parsed)
            .map_err(|error| Refusal::invalid_at(&format!("query:{}", error.path()), "query_parameter"))
    }

    /// One name of the query.
    pub fn query_word(&self, name: &str) -> Option<String> {
        self.query_words(name).into_iter().next()
    }

    /// Everything that the query says under one name.
    pub fn query_words(&self, name: &str) -> Vec<String> {
        url::form_urlencoded::parse(self.inner.query.as_bytes())
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
            .collect()
    }

    /// The JSON body as a shape. An empty body reads as `{}`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let body = &self.inner.body;
        if body.is_empty() {
            return json::read(b"{}");
        }
        let media_type = self.inner.content_type.split(';').next().unwrap_or_default().trim();
        if media_type != "application/json" && !media_type.ends_with("+json") {
            return Err(Refusal::new(Code::WrongMediaType).with("expected", "application/json"));
        }
        json::read(body)
    }

    /// The fields of a posted form, once its CSRF word was right.
    pub fn form(&self) -> Result<super::forms::Form, Refusal> {
        let media_type = self.inner.content_type.split(';').next().unwrap_or_default().trim();
        if media_type != "application/x-www-form-urlencoded" {
            return Err(Refusal::new(Code::WrongMediaType).with("expected", "application/x-www-form-urlencoded"));
        }
        let form = super::forms::Form::read(&self.inner.body).without_nul()?;
        csrf::check(self.app(), self.visit(), form.raw("csrf"))?;
        Ok(form)
    }

    /// The parts of a form that carries a file.
    pub fn parts(&self) -> Result<super::multipart::Parts<'_>, Refusal> {
        super::multipart::Parts::read(&self.inner.declared_type, &self.inner.body)
    }

    /// The same from one of our pages, once its CSRF word was right.
    pub fn form_parts(&self) -> Result<super::multipart::Parts<'_>, Refusal> {
        let parts = self.parts()?;
        csrf::check(self.app(), self.visit(), &parts.text("csrf"))?;
        Ok(parts)
    }

    /// The word that this reader's forms must carry.
    pub fn csrf(&self) -> String {
        csrf::word(self.app(), self.visit())
    }

    /// Whether the answer may be sent as gzip.
    pub(super) fn takes_gzip(&self) -> bool {
        self.inner.takes_gzip
    }

    /// The tags of the pages that the browser has of this address; empty where it has none.
    pub fn if_none_match(&self) -> &str {
        &self.inner.if_none_match
    }

    /// The version in `If-Match`; 428 without.
    pub fn if_match(&self) -> Result<i64, Refusal> {
        self.if_match_optional()?.ok_or(Refusal::new(Code::IfMatchNeeded))
    }

    /// The version in `If-Match`, if there is one. A word that is no version of ours never matches.
    pub fn if_match_optional(&self) -> Result<Option<i64>, Refusal> {
        Ok(self
            .inner
            .if_match
            .as_deref()
            .map(|word| word.trim().trim_start_matches("W/").trim_matches('"').parse().unwrap_or(-1)))
    }

    /// Reads the database and answers.
    pub async fn read<P: Permission + Clone>(
        &self,
        allowed: &Allowed<P>,
        work: fn(&mut AnyConn, &Allowed<P>, &Self) -> Outcome<Answer>,
    ) -> Replied {
        let (call, allowed) = (self.clone(), allowed.clone());
        let access = allowed.access().clone();
        let outcome = self
            .app()
            .db
            .read(&access, move |conn| work(conn, &allowed, &call).map_err(|trouble| allowed.unlocked(trouble)));
        replied(outcome.await)
    }

    /// Changes the database and answers; the answer is kept for a repeated `Idempotency-Key` in the same transaction.
    pub async fn write<P: Permission + Clone>(
        &self,
        allowed: &Allowed<P>,
        work: fn(&mut Tx<'_>, &Allowed<P>, &Self) -> Outcome<Answer>,
    ) -> Replied {
        csrf::check_api(self)?;
        self.change(allowed, work).await
    }

    /// Changes the database for a form: its CSRF word is checked by `form`.
    pub async fn change<P: Permission + Clone>(
        &self,
        allowed: &Allowed<P>,
        work: fn(&mut Tx<'_>, &Allowed<P>, &Self) -> Outcome<Answer>,
    ) -> Replied {
        let (call, allowed) = (self.clone(), allowed.clone());
        let access = allowed.access().clone();
        let outcome = self
            .app()
            .db
            .write(&access, move |tx| {
                let answer = idempotency::once(tx, &call, |tx| work(tx, &allowed, &call))
                    .map_err(|trouble| allowed.unlocked(trouble))?;
                // Only a form that was carried out leads on to another page.
                if let Some(person) = allowed.access().person().filter(|_| answer.leads_on()) {
                    drafts::forget(tx, person, call.path())?;
                }
                Ok(answer)
            })
            .await;
        // Who answers for a baton may name whose its benefits are, and so give somebody a role.
        if matches!(P::PERM.area(), "people" | "regions" | "installation" | "public" | "handovers") {
            self.app().known.forget_all();
        }
        replied(outcome)
    }

    /// Keeps something that was worked out before the transaction, for the transaction to pick up. The first one stays.
    pub fn prepare<T: std::any::Any + Send + Sync>(&self, value: T) {
        let _ = self.inner.prepared.set(Arc::new(value));
    }

    /// What was kept, when it is of this type.
    pub fn prepared<T: std::any::Any + Send + Sync>(&self) -> Option<Arc<T>> {
        Arc::clone(self.inner.prepared.get()?).downcast().ok()
    }

    /// What the handler has kept in every case.
    pub fn settled<T: std::any::Any + Send + Sync>(&self) -> Result<Arc<T>, Fault> {
        self.prepared().ok_or_else(|| Fault::internal("nothing was prepared for the transaction"))
    }

    /// What this request was answered before, where its `Idempotency-Key` is known: for those who have work to do before
    /// the transaction that cannot be done twice.
    pub async fn answered_before<P: Permission>(&self, allowed: &Allowed<P>) -> Result<Option<Answer>, Failed> {
        if self.inner.idempotency_key.is_none() {
            return Ok(None);
        }
        let call = self.clone();
        let access = allowed.access().clone();
        self.app().db.read(&access, move |conn| idempotency::answered(conn, &call)).await.map_err(Failed)
    }

    pub(super) fn method(&self) -> &Method {
        &self.inner.method
    }

    pub(super) fn idempotency_key(&self) -> Option<&str> {
        self.inner.idempotency_key.as_deref()
    }

    /// Whether the request came with a cookie rather than a bearer.
    pub fn is_by_cookie(&self) -> bool {
        matches!(self.inner.visit.actor.as_ref().map(|actor| &actor.via), Some(Via::Cookie(_)))
    }
}

impl FromRequest for Call {
    type Error = Failed;
    type Future = LocalBoxFuture<'static, Result<Self, Failed>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().map(|data| data.clone().into_inner());
        let visit = request.extensions().get::<Rc<Arc<Visit>>>().map(|visit| Arc::clone(visit));
        let request = request.clone();
        let multipart = header_text(request.headers(), header::CONTENT_TYPE).starts_with("multipart/");
        let payload = payload.take();
        Box::pin(async move {
            let (Some(app), Some(visit)) = (app, visit) else {
                return Err(Fault::internal("a route is mounted outside the door").into());
            };
            let most = if multipart { app.config.limits.import_bytes } else { app.config.limits.body_bytes };
            // PostgreSQL keeps no NUL in a text, and nobody means one.
            if request.query_string().contains("%00") {
                return Err(Refusal::new(Code::Unparsable).into());
            }
            let patience = std::time::Duration::from_secs(app.config.limits.request_seconds);
            let body = tokio::time::timeout(patience, read_body(payload, usize::try_from(most).unwrap_or(usize::MAX)))
                .await
                .map_err(|_| Refusal::new(Code::Unparsable))??;
            let params =
                request.match_info().iter().map(|(name, value)| (name.to_owned(), percent_decoded(value))).collect();
            let headers = request.headers();
            let optional = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            Ok(Self {
                inner: Arc::new(Inner {
                    method: request.method().clone(),
                    path: request.path().to_owned(),
                    query: request.query_string().to_owned(),
                    params,
                    // A header that is no text is there all the same, and matches nothing.
                    if_match: headers
                        .get("if-match")
                        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
                    // Nor may a key that is no text be taken for none.
                    idempotency_key: headers
                        .get("idempotency-key")
                        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
                    if_none_match: optional("if-none-match").unwrap_or_default(),
                    takes_gzip: takes_gzip(&request),
                    bearer: optional("authorization")
                        .and_then(|text| text.strip_prefix("Bearer ").map(|word| word.trim().to_owned())),
                    is_from_our_pages: is_from_our_pages(&app, headers),
                    content_type: header_text(headers, header::CONTENT_TYPE),
                    declared_type: optional("content-type").unwrap_or_default(),
                    accept: optional("accept").unwrap_or_default(),
                    prefer: optional("prefer").unwrap_or_default(),
                    user_agent: optional("user-agent").unwrap_or_default().chars().take(200).collect(),
                    body,
                    prepared: std::sync::OnceLock::new(),
                    app,
                    visit,
                }),
            })
        })
    }
}

/// Whether the reader takes gzip, and rather than the bytes as they are (RFC 9110, 12.5.3).
fn takes_gzip(request: &HttpRequest) -> bool {
    let known = [Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(request).is_ok_and(|accepted| accepted.negotiate(known.iter()) == Some(Encoding::gzip()))
}

/// Browsers name the page's origin with every form; programs seldom do.
pub(super) fn is_from_our_pages(app: &App, headers: &HeaderMap) -> bool {
    let ours = app.config.base_url.origin().ascii_serialization();
    headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes() == ours.as_bytes())
}

/// Reads a body and stops as soon as it is longer than allowed.
async fn read_body(mut payload: Payload, most: usize) -> Result<Bytes, Failed> {
    use futures_util::StreamExt;
    let mut body = actix_web::web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refusal::new(Code::Unparsable))?;
        if body.len() + chunk.len() > most {
            return Err(Refusal::new(Code::TooLarge).with("max", most).into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().trim().to_ascii_lowercase()
}

fn percent_decoded(text: &str) -> String {
    // A path part is decoded as a form value would be, but for the plus sign.
    url::form_urlencoded::parse(format!("x={}", text.replace('+', "%2B").replace('&', "%26")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
