//! Forms can only be sent from our own pages.

use actix_web::http::Method;

use super::app::App;
use super::call::{Call, Visit};
use crate::ids::SessionId;
use crate::refusal::{Code, Refusal};

/// The word for this reader: tied to the session, or to the browser before there is one.
pub fn word(app: &App, visit: &Visit) -> String {
    app.keys.mac("csrf", &tie(visit))
}

/// The word for a session that has just begun.
pub fn word_of(app: &App, session: SessionId) -> String {
    app.keys.mac("csrf", &format!("session {session}"))
}

/// Refuses unless the form carries the word.
pub fn check(app: &App, visit: &Visit, sent: &str) -> Result<(), Refusal> {
    if !tie(visit).is_empty() && app.keys.is_mac("csrf", &tie(visit), sent) {
        return Ok(());
    }
    Err(Refusal::new(Code::CsrfFailed))
}

/// The API takes no changes on the strength of a cookie alone: another site could have made the browser send it.
pub fn check_api(call: &Call) -> Result<(), Refusal> {
    if call.is_by_cookie() && !matches!(*call.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::new(Code::CsrfFailed));
    }
    Ok(())
}

/// Empty where no form can be sent: a machine has no pages.
fn tie(visit: &Visit) -> String {
    match visit.actor.as_ref().map(|actor| actor.session()) {
        Some(Some(session)) => format!("session {session}"),
        Some(None) => String::new(),
        None if visit.visitor.is_empty() => String::new(),
        None => format!("visitor {}", visit.visitor),
    }
}
