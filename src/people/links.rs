//! Mailed links: an invitation, a new password. Opening one changes nothing; posting its form does, once.

use std::sync::Arc;
use std::time::Duration;

use super::rules::{Status, check_password, fold_email};
use super::store::{self, Purpose};
use super::{notices, passwords};
use crate::access::permission::Anyone;
use crate::access::{Access, Allowed, Place};
use crate::audit::{self, Change, Values};
use crate::db::Tx;
use crate::ids::PersonId;
use crate::refusal::{Code, Outcome};
use crate::web::answer::Failed;
use crate::web::{Answer, App, Call, secret};

/// Makes an invitation's link and puts the mail in the outbox.
pub fn send_invitation(tx: &mut Tx<'_>, app: &App, who: PersonId) -> Outcome<()> {
    let word = secret::unguessable();
    let until = tx.now().plus_seconds(i64::try_from(app.config.limits.invitation_days).unwrap_or(14) * 86_400);
    store::insert_link(tx, who, Purpose::Invitation, &word, until)?;
    let Some(person) = store::find(tx, who)? else { return Err(Code::NotFound.into()) };
    notices::invitation(tx, &person, &app.link(&format!("/invitations/{word}")), until)
}

/// Takes an address and mails a link for a new password, when it has an account that can use one. Nobody learns whether
/// it had: neither from the answer nor, as every answer takes the same time, from its time.
pub async fn ask_reset(allowed: &Allowed<Anyone>, call: &Call, email: &str) -> Result<(), Failed> {
    let ready = tokio::time::sleep(RESET_TAKES);
    let app = call.app();
    let account = fold_email(email);
    let may = email.len() <= 254 && app.throttle.admit_reset(&account, &call.visit().source, app.db.now())?;
    if may {
        call.prepare(account);
        call.change(allowed, |tx, _, call| {
            send_reset(tx, call.app(), call.settled::<String>()?.as_str())?;
            Ok(Answer::nothing())
        })
        .await?;
    }
    ready.await;
    Ok(())
}

/// Longer than the work takes, on any database that is well.
const RESET_TAKES: Duration = Duration::from_millis(100);

fn send_reset(tx: &mut Tx<'_>, app: &App, email: &str) -> Outcome<()> {
    let Some(person) = store::find_by_email(tx, email)? else { return Ok(()) };
    if person.status != Status::Active {
        return Ok(());
    }
    let word = secret::unguessable();
    let until = tx.now().plus_seconds(i64::try_from(app.config.limits.reset_minutes).unwrap_or(60) * 60);
    store::insert_link(tx, person.id, Purpose::PasswordReset, &word, until)?;
    notices::password_reset(tx, &person, &app.link(&format!("/password-resets/{word}")), until)?;
    let change = Change::of(Place::INSTALLATION, "password_reset_requested", "person", person.id);
    audit::record(tx, &change)?;
    Ok(())
}

/// A password that may be chosen with a link. Nothing has happened yet.
pub struct Chosen {
    purpose: Purpose,
    word: String,
    hash: String,
}

/// Checks a link and the password chosen with it, and hashes the password.
pub async fn choose(app: &Arc<App>, access: &Access, purpose: Purpose, word: &str, password: &str) -> Outcome<Chosen> {
    let sought = word.to_owned();
    let now = app.db.now();
    let owner = app.db.read(access, move |conn| store::link_owner(conn, purpose, &sought, now)).await?;
    let Some((_, person)) = owner else { return Err(Code::LinkSpent.into()) };
    check_password(password, &person.email, app.config.limits.password_bytes)?;
    let given = password.to_owned();
    let hash = passwords::in_turn(&app.hashing, move || passwords::hash(&given)).await??;
    Ok(Chosen { purpose, word: word.to_owned(), hash })
}

/// Uses the link up and sets the password. Answers the person as they were.
pub fn use_up(tx: &mut Tx<'_>, chosen: &Chosen) -> Outcome<store::Person> {
    let now = tx.now();
    let Some((link, person)) = store::link_owner(tx, chosen.purpose, &chosen.word, now)? else {
        return Err(Code::LinkSpent.into());
    };
    if !store::use_link(tx, link)? {
        return Err(Code::LinkSpent.into());
    }
    store::set_password(tx, person.id, &chosen.hash)?;
    let action = match chosen.purpose {
        Purpose::Invitation => "invitation_accepted",
        Purpose::PasswordReset => "password_changed",
    };
    let change = Change::of(Place::INSTALLATION, action, "person", person.id)
        .from(Values::new().with("status", person.status))
        .to(Values::new().with("status", Status::Active));
    audit::record(tx, &change)?;
    Ok(person)
}
