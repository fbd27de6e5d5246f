//! Forms can only be sent from our own pages.

use actix_web::http::Method;

use super::app::App;
use super::call::{Call, Visit};
use crate::audit::rules::hex;
use crate::ids::SessionId;
use crate::refusal::{Code, Refusal};

/// A word for one form of this reader's: tied to the session, or to the browser before there is one. No two are alike, so
/// that a form sent twice is told from a form filled in twice, and a packed page tells nothing by its length.
pub fn word(app: &App, visit: &Visit) -> String {
    drawn(app, &tie(visit))
}

/// The same for a session that has just begun.
pub fn word_of(app: &App, session: SessionId) -> String {
    drawn(app, &format!("session {session}"))
}

/// What tells one reader from another without telling who they are; the same for all pages of a session.
pub fn reader(app: &App, visit: &Visit) -> String {
    app.keys.mac("reader", &tie(visit))
}

/// Refuses unless the form carries such a word.
pub fn check(app: &App, visit: &Visit, sent: &str) -> Result<(), Refusal> {
    let tie = tie(visit);
    match sent.split_at_checked(DRAWN) {
        Some((draw, word)) if !tie.is_empty() && app.keys.is_mac("csrf", &format!("{draw} {tie}"), word) => Ok(()),
        _ => Err(Refusal::new(Code::CsrfFailed)),
    }
}

/// How many letters of a word are drawn.
const DRAWN: usize = 16;

fn drawn(app: &App, tie: &str) -> String {
    let draw = hex(&rand::random::<[u8; DRAWN / 2]>());
    let word = app.keys.mac("csrf", &format!("{draw} {tie}"));
    draw + &word
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
