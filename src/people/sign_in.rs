//! Signing in: one answer for every cause, the same time for every cause.

use std::sync::Arc;

use super::{passwords, rules::Status, rules::fold_email, store};
use crate::access::{Access, Place};
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::db::Tx;
use crate::ids::{PersonId, SessionId};
use crate::refusal::{Code, Outcome};
use crate::web::{App, session};

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The signed word.
    pub word: String,
    /// The session.
    pub session: SessionId,
    /// Until when.
    pub until: Moment,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// Somebody whose password, and code where one is asked for, was right. Their session has not begun yet.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// As they were when their password was read: hashing takes its time.
    person: store::Person,
    /// The code's time step, to be used up with the session's beginning.
    step: Option<i64>,
}

/// Checks address, password and, where it is switched on, the code.
pub async fn recognise(
    app: &Arc<App>,
    access: &Access,
    email: &str,
    password: &str,
    code: Option<&str>,
    source: &str,
) -> Outcome<Recognised> {
    let account = fold_email(email);
    let now = app.db.now();
    app.throttle.admit(&account, source, now)?;
    let most = usize::try_from(app.config.limits.password_bytes).unwrap_or(usize::MAX);
    if password.len() > most || email.len() > 254 {
        app.throttle.failed(&account, source, now);
        return Err(Code::SignInFailed.into());
    }
    let wanted = account.clone();
    let person = app.db.read(access, move |conn| store::find_by_email(conn, &wanted)).await?;
    let hash = person
        .as_ref()
        .filter(|person| person.status == Status::Active)
        .and_then(|person| person.password_hash.clone());
    let given = password.to_owned();
    let right = passwords::in_turn(&app.hashing, move || passwords::verify(&given, hash.as_deref())).await?;
    let Some(person) = person.filter(|_| right) else {
        app.throttle.failed(&account, source, now);
        return Err(Code::SignInFailed.into());
    };
    let step = match (&person.totp_secret, person.totp_confirmed) {
        (Some(secret), true) => {
            let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
                return Err(Code::TotpRequired.into());
            };
            let step = super::rules::totp_step(secret, code, now);
            if step.is_none() {
                app.throttle.failed(&account, source, now);
                return Err(Code::SignInFailed.into());
            }
            step
        }
        _ => None,
    };
    app.throttle.succeeded(&account);
    Ok(Recognised { person, step })
}

/// Begins the session of somebody who was recognised.
pub fn begin(tx: &mut Tx<'_>, app: &App, who: &Recognised, user_agent: &str) -> Outcome<SignedIn> {
    // A password, a second factor or an account that was changed meanwhile has its own version.
    if !store::claim(tx, &who.person)? {
        return Err(Code::SignInFailed.into());
    }
    let person = who.person.id;
    if let Some(step) = who.step
        && !store::use_totp_step(tx, person, step)?
    {
        return Err(Code::SignInFailed.into());
    }
    let hours = i64::try_from(app.config.limits.session_hours).unwrap_or(12);
    let until = tx.now().plus_seconds(hours * 3_600);
    let session = store::begin_session(tx, person, user_agent, until)?;
    let change =
        Change::of(Place::INSTALLATION, "signed_in", "person", person).to(Values::new().with("session_id", session));
    audit::record(tx, &change)?;
    let word = session::sign(&app.keys, person, session, tx.now(), until);
    Ok(SignedIn { word, session, until, person, name: who.person.name.clone() })
}
