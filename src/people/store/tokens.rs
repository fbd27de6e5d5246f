//! Tokens for machines. The only writer of `api_token`.

use diesel::prelude::*;

use super::actor::TokenWord;
use crate::audit::rules::sha256_hex;
use crate::clock::Moment;
use crate::db::schema::api_token;
use crate::db::{AnyConn, Tx};
use crate::ids::{MunicipalityId, PersonId, RegionId, TokenId};
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
    /// The region of the municipality that it is bound to.
    pub region_id: Option<RegionId>,
    /// The municipality that it is bound to.
    pub municipality_id: Option<MunicipalityId>,
}

/// The one place that a token is bound to.
pub type Bound = (RegionId, MunicipalityId);

/// A token to be kept.
pub struct NewToken<'a> {
    /// What it is for.
    pub name: &'a str,
    /// What it may do.
    pub scopes: &'a [String],
    /// Until when.
    pub until: Moment,
    /// The one place it is bound to; none where it goes as far as its owner.
    pub bound: Option<Bound>,
}

/// Keeps a new token's hash.
pub fn insert_token(tx: &mut Tx<'_>, who: PersonId, token: &NewToken<'_>, secret: &str) -> Outcome<TokenId> {
    let (id, now) = (TokenId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(api_token::table)
        .values((
            api_token::id.eq(id),
            api_token::person_id.eq(who),
            api_token::name.eq(token.name),
            api_token::secret_hash.eq(sha256_hex(secret.as_bytes())),
            api_token::scopes.eq(token.scopes.join(" ")),
            api_token::created_at.eq(now),
            api_token::expires_at.eq(token.until),
            api_token::region_id.eq(token.bound.map(|(region, _)| region)),
            api_token::municipality_id.eq(token.bound.map(|(_, municipality)| municipality)),
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
        .select((
            api_token::id,
            api_token::name,
            api_token::scopes,
            api_token::created_at,
            api_token::expires_at,
            api_token::region_id,
            api_token::municipality_id,
        ))
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

/// A token as the door reads it.
#[derive(Queryable)]
pub(super) struct Kept {
    /// Whose it is.
    pub person: PersonId,
    secret_hash: String,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// Until when.
    pub until: Moment,
    region_id: Option<RegionId>,
    municipality_id: Option<MunicipalityId>,
}

impl Kept {
    /// The one place it is bound to.
    pub fn bound(&self) -> Option<Bound> {
        self.region_id.zip(self.municipality_id)
    }
}

/// The token behind a word, while it is in force.
pub(super) fn in_force(conn: &mut AnyConn, word: &TokenWord, now: Moment) -> Outcome<Option<Kept>> {
    use subtle::ConstantTimeEq;
    let row: Option<Kept> = api_token::table
        .filter(api_token::id.eq(word.id))
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now))
        .select((
            api_token::person_id,
            api_token::secret_hash,
            api_token::scopes,
            api_token::expires_at,
            api_token::region_id,
            api_token::municipality_id,
        ))
        .first(conn)
        .optional()?;
    Ok(row.filter(|kept| kept.secret_hash.as_bytes().ct_eq(word.secret_hash.as_bytes()).into()))
}

/// Whose calendar a word opens, if it is one for calendars.
pub fn calendar_owner(conn: &mut AnyConn, word: &TokenWord, now: Moment) -> Outcome<Option<PersonId>> {
    let kept = in_force(conn, word, now)?;
    Ok(kept.filter(|kept| kept.scopes == CALENDAR).map(|kept| kept.person))
}
