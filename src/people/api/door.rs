//! Coming in, in the API: signing in and out, sessions, and the one-time links of invitations and forgotten passwords.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::people::InvitedAnswer;
use crate::access::permission::{Anyone, OwnAccount, SignedIn};
use crate::access::{Allowed, Place, Via};
use crate::audit::{self, Change};
use crate::clock::Moment;
use crate::db::Tx;
use crate::ids::{PersonId, SessionId};
use crate::people::rules::Status;
use crate::people::store::{self, Purpose};
use crate::people::{links, sign_in};
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `signIn`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    email: String,
    password: String,
    totp: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct PersonName {
    id: PersonId,
    name: String,
}

/// Answer of `signIn`.
#[derive(Serialize, JsonSchema)]
pub struct SessionAnswer {
    token: String,
    expires_at: Moment,
    session_id: SessionId,
    person: PersonName,
}

/// `signIn`
pub async fn sign_in(allowed: Allowed<Anyone>, call: Call) -> Replied {
    if let Some(answer) = call.answered_before(&allowed).await? {
        return Ok(answer);
    }
    let body: SignInBody = call.json()?;
    let recognised = sign_in::recognise(
        call.app(),
        allowed.access(),
        &body.email,
        &body.password,
        body.totp.as_deref(),
        &call.visit().source,
    );
    call.prepare(recognised.await?);
    call.write(&allowed, |tx, _, call| {
        let signed_in = sign_in::begin(tx, call.app(), &*call.settled()?, call.user_agent())?;
        Ok(Answer::json(
            201,
            &SessionAnswer {
                token: signed_in.word,
                expires_at: signed_in.until,
                session_id: signed_in.session,
                person: PersonName { id: signed_in.person, name: signed_in.name },
            },
        ))
    })
    .await
}

/// `signOut`
pub async fn sign_out(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, _| {
        let actor = allowed.someone()?;
        let session = actor.session().ok_or(Refusal::new(Code::SignInAsPerson))?;
        store::end_session(tx, actor.person, session)?;
        audit::record(tx, &Change::of(Place::INSTALLATION, "signed_out", "person", actor.person))?;
        Ok(Answer::nothing())
    })
    .await
}

/// A session in a list.
#[derive(Serialize, JsonSchema)]
pub struct SessionItem {
    id: SessionId,
    user_agent: String,
    created_at: Moment,
    expires_at: Moment,
    current: bool,
}

/// `listSessions`
pub async fn list_sessions(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let actor = allowed.someone()?;
        let page = Page::of(call)?;
        let items = store::sessions(conn, actor.person, call.app().db.now())?
            .into_iter()
            .filter(|_| actor.bound_to.is_none())
            .map(|row| SessionItem {
                current: actor.session() == Some(row.id),
                id: row.id,
                user_agent: row.user_agent,
                created_at: row.created_at,
                expires_at: row.expires_at,
            })
            .collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &SessionItem| item.id.number(), true)?))
    })
    .await
}

/// `revokeSession`
pub async fn revoke_session(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        if matches!(actor.via, Via::Token(..)) {
            return Err(Code::TokenScope.into());
        }
        let id: SessionId = call.id("id")?;
        if !store::end_session(tx, actor.person, id)? {
            return Err(Code::NotFound.into());
        }
        audit::record(tx, &Change::of(Place::INSTALLATION, "session_revoked", "person", actor.person))?;
        Ok(Answer::nothing())
    })
    .await
}

/// Body that carries a password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    password: String,
}

/// `acceptInvitation`
pub async fn accept_invitation(allowed: Allowed<Anyone>, call: Call) -> Replied {
    choose_password(allowed, call, Purpose::Invitation, |tx, _, call| {
        let person = links::use_up(tx, &*call.settled()?)?;
        Ok(Answer::json(201, &InvitedAnswer { id: person.id, status: Status::Active }))
    })
    .await
}

async fn choose_password(
    allowed: Allowed<Anyone>,
    call: Call,
    purpose: Purpose,
    use_up: fn(&mut Tx<'_>, &Allowed<Anyone>, &Call) -> Outcome<Answer>,
) -> Replied {
    if let Some(answer) = call.answered_before(&allowed).await? {
        return Ok(answer);
    }
    let body: PasswordBody = call.json()?;
    let chosen = links::choose(call.app(), allowed.access(), purpose, call.param("token"), &body.password);
    call.prepare(chosen.await?);
    call.write(&allowed, use_up).await
}

/// Body of `requestPasswordReset`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetBody {
    email: String,
}

/// `requestPasswordReset`: always 202.
pub async fn request_reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    let body: ResetBody = call.json()?;
    links::ask_reset(&allowed, &call, &body.email).await?;
    Ok(Answer::nothing().status(202))
}

/// `confirmPasswordReset`
pub async fn confirm_reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    choose_password(allowed, call, Purpose::PasswordReset, |tx, _, call| {
        links::use_up(tx, &*call.settled()?)?;
        Ok(Answer::nothing())
    })
    .await
}

/// Sessions, as listed.
pub type SessionList = List<SessionItem>;
