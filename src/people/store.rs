//! Queries and writes of people: accounts here, what belongs to them in the files beside. The only writer of `person`.

mod actor;
mod delegations;
mod links;
mod roles;
mod sessions;
mod tokens;

use diesel::prelude::*;

use super::rules::{Status, fold_email};
use crate::db::schema::person;
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{PersonId, SessionId};
use crate::refusal::{Code, Outcome};

pub use actor::{Credential, TokenWord, actor_behind, as_seen_by};
pub use delegations::{Delegation, delegations, end_delegation, insert_delegation};
pub use links::{Purpose, insert_link, link_owner, use_link};
pub use roles::{
    Member, belongs_to, end_grant, grant, grants_in_force, holders, members_within, municipal_roles, names_within,
    people_in, places,
};
pub use sessions::{SessionRow, begin_session, end_session, end_sessions, last_signed_in, sessions};
pub use tokens::{Bound, NewToken, TokenRow, calendar_owner, insert_token, revoke_token, tokens};

/// An account.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = person)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address, as typed.
    pub email: String,
    /// Language.
    pub language: Lang,
    /// How the account stands.
    pub status: Status,
    /// PHC hash, once a password was chosen.
    pub password_hash: Option<String>,
    /// Second factor, base 32.
    pub totp_secret: Option<String>,
    /// Whether the second factor was confirmed with a code.
    pub totp_confirmed: bool,
    /// The last code's time step, so that a code works once.
    pub totp_last_step: Option<i64>,
    /// Version for `If-Match`.
    pub version: i64,
}

/// An account by id.
pub fn find(conn: &mut AnyConn, id: PersonId) -> Outcome<Option<Person>> {
    Ok(person::table.filter(person::id.eq(id)).select(Person::as_select()).first(conn).optional()?)
}

/// An account by address, however it is spelled.
pub fn find_by_email(conn: &mut AnyConn, email: &str) -> Outcome<Option<Person>> {
    Ok(person::table
        .filter(person::email_folded.eq(fold_email(email)))
        .select(Person::as_select())
        .first(conn)
        .optional()?)
}

/// Names of people, for showing beside what they did.
pub fn names(conn: &mut AnyConn, ids: &[PersonId]) -> Outcome<std::collections::HashMap<PersonId, String>> {
    let rows: Vec<(PersonId, String)> =
        person::table.filter(person::id.eq_any(ids.to_vec())).select((person::id, person::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Makes an account. The caller has looked that the address is free.
pub fn insert(
    tx: &mut Tx<'_>,
    name: &str,
    email: &str,
    language: Lang,
    status: Status,
    password_hash: Option<&str>,
) -> Outcome<PersonId> {
    let id = PersonId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(person::table)
        .values((
            person::id.eq(id),
            person::name.eq(name),
            person::email.eq(email),
            person::email_folded.eq(fold_email(email)),
            person::language.eq(language),
            person::status.eq(status),
            person::password_hash.eq(password_hash),
            person::totp_confirmed.eq(false),
            person::created_at.eq(now),
            person::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Holds an account until the end of the transaction, if it is still as it was read.
pub fn claim(tx: &mut Tx<'_>, as_read: &Person) -> Outcome<bool> {
    let same = person::table.filter(person::id.eq(as_read.id)).filter(person::version.eq(as_read.version));
    let held = diesel::update(same).set(person::version.eq(as_read.version)).execute(&mut **tx)?;
    Ok(held == 1)
}

/// Sets how an account stands. Disabling ends every session and token.
pub fn set_status(tx: &mut Tx<'_>, who: PersonId, status: Status) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((person::status.eq(status), person::version.eq(person::version + 1)))
        .execute(&mut **tx)?;
    if status == Status::Disabled {
        revoke_everything(tx, who)?;
    }
    Ok(())
}

/// Sets name and language.
pub fn set_details(tx: &mut Tx<'_>, who: PersonId, name: &str, language: Lang) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((person::name.eq(name), person::language.eq(language), person::version.eq(person::version + 1)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Sets a password, which also makes an invited account active, and ends every session.
pub fn set_password(tx: &mut Tx<'_>, who: PersonId, hash: &str) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((
            person::password_hash.eq(hash),
            person::status.eq(Status::Active),
            person::version.eq(person::version + 1),
        ))
        .execute(&mut **tx)?;
    end_sessions(tx, who)
}

/// Sets a password for somebody who is signed in: every other session ends.
pub fn change_password(tx: &mut Tx<'_>, who: PersonId, hash: &str, keep: Option<SessionId>) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((person::password_hash.eq(hash), person::version.eq(person::version + 1)))
        .execute(&mut **tx)?;
    sessions::end_other_sessions(tx, who, keep.unwrap_or(SessionId::from_number(0)))
}

/// Keeps a second factor that waits for its first code, or forgets it.
pub fn set_totp(tx: &mut Tx<'_>, who: PersonId, secret: Option<&str>, confirmed: bool) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((
            person::totp_secret.eq(secret),
            person::totp_confirmed.eq(confirmed),
            person::version.eq(person::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Uses up a code's time step; false when it or a later one was used already.
pub fn use_totp_step(tx: &mut Tx<'_>, who: PersonId, step: i64) -> Outcome<bool> {
    let updated = diesel::update(
        person::table
            .filter(person::id.eq(who))
            .filter(person::totp_last_step.is_null().or(person::totp_last_step.lt(step))),
    )
    .set(person::totp_last_step.eq(step))
    .execute(&mut **tx)?;
    Ok(updated == 1)
}

fn revoke_everything(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    end_sessions(tx, who)?;
    tokens::revoke_tokens(tx, who)?;
    links::spend_links(tx, who)
}

/// How many accounts stand how, in the order of the words.
pub fn count_by_status(conn: &mut AnyConn) -> Outcome<Vec<(Status, i64)>> {
    let mut counts = Vec::new();
    for status in Status::ALL {
        let count: i64 = person::table.filter(person::status.eq(*status)).count().get_result(conn)?;
        counts.push((*status, count));
    }
    Ok(counts)
}

/// Refuses when an address is taken.
pub fn refuse_taken(conn: &mut AnyConn, email: &str) -> Outcome<()> {
    match find_by_email(conn, email)? {
        Some(_) => Err(Code::AlreadyExists.into()),
        None => Ok(()),
    }
}
