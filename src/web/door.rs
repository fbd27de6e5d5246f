//! The door every request comes through: it names the request, finds out who asks and in which language, and on the way
//! out turns trouble into words, adds the security headers, counts and logs.

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use super::answer::Failed;
use super::app::App;
use super::call::Visit;
use super::guard::path_of;
use super::{guard, problem, secret, session, shell};
use crate::i18n::Lang;
use crate::refusal::{Code, Fault, Trouble};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                   connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The middleware.
pub async fn door(
    app: Arc<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = started();
    let request_id: Arc<str> = Arc::from(app.db.sources().ids.salt()[..16].to_owned());
    let mut authenticated = guard::authenticate(&app, request.request()).await;
    let actor = authenticated.as_mut().ok().and_then(Option::take);
    let (visitor, new_visitor) = visitor(&app, request.request(), actor.is_some());
    let visit = Arc::new(Visit {
        request_id: Arc::clone(&request_id),
        asked_on: app.db.now().day(),
        lang: language(&app, request.request(), actor.as_deref()),
        actor,
        visitor,
        source: source(&app, request.request()),
    });
    request.extensions_mut().insert(Rc::new(Arc::clone(&visit)));
    let health = is_health(path_of(request.request()));
    let mut response = match authenticated {
        Err(trouble) if !health => {
            let (request, _) = request.into_parts();
            ServiceResponse::new(request, HttpResponse::from_error(Failed(trouble)))
        }
        // No clone of the request may live while actix routes it.
        _ => next.call(request).await?.map_into_boxed_body(),
    };
    response = worded(&app, &visit, response);
    finish(&app, &visit, &mut response, new_visitor);
    let elapsed = started.elapsed();
    app.metrics.answered(response.status().as_u16(), elapsed);
    log(&visit, &response, elapsed);
    Ok(response)
}

#[expect(clippy::disallowed_methods, reason = "measures how long an answer took; decides nothing")]
fn started() -> Instant {
    Instant::now()
}

/// Puts trouble into words: a problem document for the API, a page for people.
fn worded(app: &Arc<App>, visit: &Arc<Visit>, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let Some(error) = response.response().error() else { return response };
    let foreign;
    let trouble = match error.as_error::<Failed>() {
        Some(Failed(trouble)) => trouble,
        None => {
            foreign = from_actix(error, response.status());
            &foreign
        }
    };
    if let Trouble::Broke(fault) = trouble {
        tracing::error!(request_id = %visit.request_id, fault = %fault, "a request broke");
    }
    let status = problem::status_of(trouble);
    let mut builder = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if let Some(seconds) = problem::retry_after(trouble) {
        builder.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    let is_api = path_of(response.request()).starts_with("/api/");
    let is_feed = guard::is_feed(path_of(response.request()));
    if status == 401 && is_api {
        builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    } else if status == 401 && is_feed {
        // Spreadsheets ask their reader for a name and a password when they hear this, and for nothing else.
        builder.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"Stafett\", charset=\"UTF-8\""));
    }
    for name in [header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            builder.insert_header((name, value.clone()));
        }
    }
    let worded = if is_api {
        let document = problem::document(visit.lang, trouble, &visit.request_id);
        builder.content_type("application/problem+json").body(document.to_string())
    } else if is_feed {
        let document = problem::odata_document(visit.lang, trouble, &visit.request_id);
        builder.content_type("application/json;odata.metadata=minimal;charset=utf-8").body(document.to_string())
    } else if status == 401 && matches!(trouble, Trouble::Refused(refusal) if refusal.code == Code::SignInNeeded) {
        // A person without a session is led to the door and comes back here afterwards, with what they had written.
        let request = response.request();
        if carries_words(app, request) {
            kept(request)
        } else {
            let target = encoded(&wanted(request));
            HttpResponse::SeeOther().insert_header((header::LOCATION, format!("/sign-in?next={target}"))).finish()
        }
    } else if matches!(trouble, Trouble::Refused(refusal) if refusal.code == Code::CsrfFailed)
        && carries_words(app, response.request())
    {
        // The form is from an earlier session of the same person, as when they signed in again in another tab.
        kept(response.request())
    } else {
        builder.content_type("text/html; charset=utf-8").body(shell::trouble_page(app, visit, trouble).into_string())
    };
    let (request, _) = response.into_parts();
    ServiceResponse::new(request, worded)
}

/// Sends the browser with its form to where the words in it are kept.
fn kept(request: &HttpRequest) -> HttpResponse<BoxBody> {
    let keep = format!("/sign-in/keep?to={}", encoded(request.path()));
    HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, keep)).finish()
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Whether this is a form of ours with words in it: the browser sends it once more to where it can be kept.
fn carries_words(app: &App, request: &HttpRequest) -> bool {
    let is_form = |value: &HeaderValue| value.as_bytes().starts_with(b"application/x-www-form-urlencoded");
    let at_the_door = ["/sign-in", "/sign-out", "/language", "/invitations", "/password-resets"];
    request.method() == actix_web::http::Method::POST
        && !at_the_door.iter().any(|path| path_of(request).starts_with(path))
        && request.headers().get(header::CONTENT_TYPE).is_some_and(is_form)
        && super::call::is_from_our_pages(app, request.headers())
}

/// Where a person wanted to go: only what can be looked at again.
fn wanted(request: &HttpRequest) -> String {
    if request.method() == actix_web::http::Method::GET {
        request.uri().path_and_query().map_or_else(|| "/".into(), ToString::to_string)
    } else {
        "/".into()
    }
}

fn from_actix(error: &actix_web::Error, status: StatusCode) -> Trouble {
    match status {
        StatusCode::NOT_FOUND => Code::NotFound.into(),
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed.into(),
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge.into(),
        status if status.is_client_error() => Code::Unparsable.into(),
        _ => Fault::internal(error).into(),
    }
}

fn finish(app: &App, visit: &Visit, response: &mut ServiceResponse<BoxBody>, new_visitor: bool) {
    if new_visitor {
        let cookie = session::cookie(app, session::visitor_cookie_name(app), visit.visitor.clone(), None);
        // A cookie of our own making is always a valid header.
        let _ = response.response_mut().add_cookie(&cookie);
    }
    let secure = app.config.base_url.scheme() == "https";
    let is_asset = path_of(response.request()).starts_with("/assets/");
    let is_feed = guard::is_feed(path_of(response.request()));
    let is_shared = is_shared(path_of(response.request()));
    let is_goodbye = path_of(response.request()) == "/sign-out";
    let headers = response.headers_mut();
    let is_tagged = headers.get(header::ETAG).is_some_and(|tag| tag.as_bytes().starts_with(b"W/"));
    // Only an answer that says by whom it may be framed has a policy of its own.
    let is_framed = headers.contains_key(header::CONTENT_SECURITY_POLICY);
    let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    if !is_framed {
        set(header::CONTENT_SECURITY_POLICY, CSP);
        set(header::X_FRAME_OPTIONS, "DENY");
    }
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, if is_shared { "no-referrer" } else { "same-origin" });
    if is_shared {
        set(HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    }
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if is_feed {
        set(HeaderName::from_static("odata-version"), "4.0");
    }
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !is_asset {
        // A page with a tag is kept by its reader's browser, and asked for each time whether it still is the same.
        set(header::CACHE_CONTROL, if is_tagged { "private, no-cache" } else { "no-store" });
        set(header::VARY, "Cookie, Authorization, Accept-Language");
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if is_goodbye {
        // Whoever sits down next gets nothing back with the Back button.
        headers.insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    }
    if let Ok(value) = HeaderValue::from_str(&visit.request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

fn log(visit: &Visit, response: &ServiceResponse<BoxBody>, elapsed: Duration) {
    let request = response.request();
    if is_health(path_of(request)) {
        return;
    }
    // The route's pattern, not the path: a path can carry a mailed word.
    let route = request.match_pattern().unwrap_or_else(|| "unknown".into());
    tracing::info!(
        request_id = %visit.request_id,
        method = %request.method(),
        route,
        status = response.status().as_u16(),
        person = visit.actor.as_ref().map(|actor| actor.person.to_string()),
        micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
}

fn is_health(path: &str) -> bool {
    matches!(path, "/livez" | "/readyz" | "/metrics")
}

/// Whether a path carries the word of a shared link (docs/decisions/0029): it is not to be told further.
fn is_shared(path: &str) -> bool {
    path.starts_with("/s/")
}

fn visitor(app: &App, request: &HttpRequest, signed_in: bool) -> (String, bool) {
    let known =
        request.cookie(session::visitor_cookie_name(app)).map(|cookie| cookie.value().to_owned()).filter(|word| {
            word.len() == 43 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        });
    match known {
        Some(word) => (word, false),
        None if signed_in
            || path_of(request).starts_with("/api/")
            || guard::is_feed(path_of(request))
            || is_shared(path_of(request))
            || path_of(request).starts_with("/assets/")
            || is_health(path_of(request)) =>
        {
            (String::new(), false)
        }
        None => (secret::unguessable(), true),
    }
}

fn language(app: &App, request: &HttpRequest, actor: Option<&crate::access::Actor>) -> Lang {
    let chosen = request.cookie(session::LANGUAGE_COOKIE).and_then(|cookie| Lang::parse(cookie.value()));
    let asked = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(Lang::from_header);
    // A program says its language with each request; a person has chosen one.
    if path_of(request).starts_with("/api/") || guard::is_feed(path_of(request)) {
        return asked.or(actor.map(|actor| actor.language)).unwrap_or(app.config.lang);
    }
    actor.map(|actor| actor.language).or(chosen).or(asked).unwrap_or(app.config.lang)
}

/// The client's address. Forwarded headers count only from proxies we were told to trust.
fn source(app: &App, request: &HttpRequest) -> String {
    let Some(peer) = request.peer_addr().map(|address| address.ip()) else { return String::new() };
    let trusted = |address: &std::net::IpAddr| app.config.trusted_proxies.iter().any(|net| net.contains(address));
    if !trusted(&peer) {
        return peer.to_string();
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or_default();
    forwarded
        .split(',')
        .rev()
        .filter_map(|part| part.trim().parse::<std::net::IpAddr>().ok())
        .find(|address| !trusted(address))
        .unwrap_or(peer)
        .to_string()
}
