//! Tokens for machines. The only writer of `api_token`.

use diesel::prelude::*;

use super::actor::TokenWord;
use crate::audit::rules::sha256_hex;
use crate::clock::Moment;
use crate::db::schema::api_token;
use crate::db::{AnyConn, Tx};
use crate::ids::{PersonId, TokenId};
use crate::people::rules::CALENDAR;
use crate::refusal::Outcome;

/// A token as its owner sees it; the secret is shown only once, when it is made.
#[derive(Clone, Debug, Queryable)]
pub struct TokenRow {
    /// Id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Scopes, separated by spaces.
    pub scopes: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
}

/// Keeps a new token's hash.
pub fn insert_token(
    tx: &mut Tx<'_>,
    who: PersonId,
    name: &str,
    scopes: &[String],
    secret: &str,
    until: Moment,
) -> Outcome<TokenId> {
    let (id, now) = (TokenId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(api_token::table)
        .values((
            api_token::id.eq(id),
            api_token::person_id.eq(who),
            api_token::name.eq(name),
            api_token::secret_hash.eq(sha256_hex(secret.as_bytes())),
            api_token::scopes.eq(scopes.join(" ")),
            api_token::created_at.eq(now),
            api_token::expires_at.eq(until),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A person's tokens in force.
pub fn tokens(conn: &mut AnyConn, who: PersonId, now: Moment) -> Outcome<Vec<TokenRow>> {
    Ok(api_token::table
        .filter(api_token::person_id.eq(who))
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now))
        .order(api_token::id.desc())
        .limit(200)
        .select((api_token::id, api_token::name, api_token::scopes, api_token::created_at, api_token::expires_at))
        .load(conn)?)
}

/// Ends a token; false when there is none.
pub fn revoke_token(tx: &mut Tx<'_>, who: PersonId, id: TokenId) -> Outcome<bool> {
    let now = tx.now();
    let ended = diesel::update(
        api_token::table
            .filter(api_token::id.eq(id))
            .filter(api_token::person_id.eq(who))
            .filter(api_token::revoked_at.is_null()),
    )
    .set(api_token::revoked_at.eq(now))
    .execute(&mut **tx)?;
    Ok(ended > 0)
}

/// Ends every token of a person.
pub(super) fn revoke_tokens(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    let now = tx.now();
    diesel::update(api_token::table.filter(api_token::person_id.eq(who)).filter(api_token::revoked_at.is_null()))
        .set(api_token::revoked_at.eq(now))
        .execute(&mut **tx)?;
    Ok(())
}

/// A token as the door reads it: whose, the hash of its secret, its scopes, until when.
pub(super) type Kept = (PersonId, String, String, Moment);

/// The token behind a word, while it is in force.
pub(super) fn in_force(conn: &mut AnyConn, word: &TokenWord, now: Moment) -> Outcome<Option<Kept>> {
    use subtle::ConstantTimeEq;
    let row: Option<Kept> = api_token::table
        .filter(api_token::id.eq(word.id))
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now))
        .select((api_token::person_id, api_token::secret_hash, api_token::scopes, api_token::expires_at))
        .first(conn)
        .optional()?;
    Ok(row.filter(|(_, hash, ..)| hash.as_bytes().ct_eq(word.secret_hash.as_bytes()).into()))
}

/// Whose calendar a word opens, if it is one for calendars.
pub fn calendar_owner(conn: &mut AnyConn, word: &TokenWord, now: Moment) -> Outcome<Option<PersonId>> {
    let kept = in_force(conn, word, now)?;
    Ok(kept.filter(|(_, _, scopes, _)| scopes == CALENDAR).map(|(person, ..)| person))
}
