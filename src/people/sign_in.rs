//! Signing in: one answer for every cause, the same time for every cause.

use std::sync::Arc;

use super::{passwords, rules::Status, rules::fold_email, store};
use crate::access::{Access, Place};
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::ids::{PersonId, SessionId};
use crate::refusal::{Code, Outcome, Refusal};
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

/// Checks address, password and, where it is switched on, the code; then begins a session.
pub async fn sign_in(
    app: &Arc<App>,
    access: &Access,
    email: &str,
    password: &str,
    code: Option<&str>,
    source: &str,
    user_agent: &str,
) -> Outcome<SignedIn> {
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
    begin(app, access, person.id, person.name, step, user_agent).await
}

async fn begin(
    app: &Arc<App>,
    access: &Access,
    person: PersonId,
    name: String,
    step: Option<i64>,
    user_agent: &str,
) -> Outcome<SignedIn> {
    let hours = i64::try_from(app.config.limits.session_hours).unwrap_or(12);
    let user_agent = user_agent.to_owned();
    let (session, now, until) = app
        .db
        .write(access, move |tx| {
            if let Some(step) = step
                && !store::use_totp_step(tx, person, step)?
            {
                return Err(Refusal::new(Code::SignInFailed).into());
            }
            let until = tx.now().plus_seconds(hours * 3_600);
            let session = store::begin_session(tx, person, &user_agent, until)?;
            let change = Change::of(Place::INSTALLATION, "signed_in", "person", person)
                .to(Values::new().with("session_id", session));
            audit::record(tx, &change)?;
            Ok((session, tx.now(), until))
        })
        .await?;
    let word = session::sign(&app.keys, person, session, now, until);
    Ok(SignedIn { word, session, until, person, name })
}
