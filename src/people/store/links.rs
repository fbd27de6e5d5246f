//! Mailed links. The only writer of `one_time_link`.

use diesel::prelude::*;

use super::{Person, find};
use crate::audit::rules::sha256_hex;
use crate::clock::Moment;
use crate::db::schema::one_time_link;
use crate::db::{AnyConn, Tx};
use crate::ids::{LinkId, PersonId};
use crate::people::rules::Status;
use crate::refusal::Outcome;

crate::db::types::words! {
    /// What a mailed link is for.
    Purpose {
        /// Choose a first password.
        Invitation = "invitation",
        /// Choose a new password.
        PasswordReset = "password_reset",
    }
}

/// Makes a mailed link; earlier ones for the same purpose stop working.
pub fn insert_link(tx: &mut Tx<'_>, who: PersonId, purpose: Purpose, word: &str, until: Moment) -> Outcome<()> {
    let (id, now) = (LinkId::from_number(tx.new_id()), tx.now());
    diesel::update(
        one_time_link::table
            .filter(one_time_link::person_id.eq(who))
            .filter(one_time_link::purpose.eq(purpose))
            .filter(one_time_link::used_at.is_null()),
    )
    .set(one_time_link::used_at.eq(now))
    .execute(&mut **tx)?;
    diesel::insert_into(one_time_link::table)
        .values((
            one_time_link::id.eq(id),
            one_time_link::person_id.eq(who),
            one_time_link::purpose.eq(purpose),
            one_time_link::token_hash.eq(sha256_hex(word.as_bytes())),
            one_time_link::created_at.eq(now),
            one_time_link::expires_at.eq(until),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whose link this is, if it still works. Looking does not use it up.
pub fn link_owner(conn: &mut AnyConn, purpose: Purpose, word: &str, now: Moment) -> Outcome<Option<(LinkId, Person)>> {
    let found: Option<(LinkId, PersonId)> = one_time_link::table
        .filter(one_time_link::token_hash.eq(sha256_hex(word.as_bytes())))
        .filter(one_time_link::purpose.eq(purpose))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now))
        .select((one_time_link::id, one_time_link::person_id))
        .first(conn)
        .optional()?;
    let Some((link, who)) = found else { return Ok(None) };
    Ok(find(conn, who)?.filter(|person| person.status != Status::Disabled).map(|person| (link, person)))
}

/// Uses a link up; false when somebody was quicker.
pub fn use_link(tx: &mut Tx<'_>, id: LinkId) -> Outcome<bool> {
    let now = tx.now();
    let used =
        diesel::update(one_time_link::table.filter(one_time_link::id.eq(id)).filter(one_time_link::used_at.is_null()))
            .set(one_time_link::used_at.eq(now))
            .execute(&mut **tx)?;
    Ok(used == 1)
}

/// Makes every link of a person worthless.
pub(super) fn spend_links(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    let now = tx.now();
    diesel::update(
        one_time_link::table.filter(one_time_link::person_id.eq(who)).filter(one_time_link::used_at.is_null()),
    )
    .set(one_time_link::used_at.eq(now))
    .execute(&mut **tx)?;
    Ok(())
}
