//! Sessions. The only writer of `session`.

use diesel::prelude::*;

use crate::clock::{Day, Moment};
use crate::db::schema::session;
use crate::db::{AnyConn, Tx};
use crate::ids::{PersonId, SessionId};
use crate::refusal::Outcome;

/// Begins a session.
pub fn begin_session(tx: &mut Tx<'_>, who: PersonId, user_agent: &str, until: Moment) -> Outcome<SessionId> {
    let (id, now) = (SessionId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(session::table)
        .values((
            session::id.eq(id),
            session::person_id.eq(who),
            session::user_agent.eq(user_agent),
            session::created_at.eq(now),
            session::expires_at.eq(until),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A session as its owner sees it.
#[derive(Clone, Debug, Queryable)]
pub struct SessionRow {
    /// Id.
    pub id: SessionId,
    /// The browser's name for itself.
    pub user_agent: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
}

/// A person's sessions in force, newest first.
pub fn sessions(conn: &mut AnyConn, who: PersonId, now: Moment) -> Outcome<Vec<SessionRow>> {
    Ok(session::table
        .filter(session::person_id.eq(who))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .order(session::id.desc())
        .limit(200)
        .select((session::id, session::user_agent, session::created_at, session::expires_at))
        .load(conn)?)
}

/// When somebody last signed in on a day before this one; none where they have not.
pub fn last_signed_in(conn: &mut AnyConn, who: PersonId, before: Day) -> Outcome<Option<Moment>> {
    let all: Vec<Moment> = session::table
        .filter(session::person_id.eq(who))
        .order(session::created_at.desc())
        .select(session::created_at)
        .load(conn)?;
    Ok(all.into_iter().find(|at| at.day() < before))
}

/// Ends one session of a person; false when there is none.
pub fn end_session(tx: &mut Tx<'_>, who: PersonId, id: SessionId) -> Outcome<bool> {
    let now = tx.now();
    let ended = diesel::update(
        session::table
            .filter(session::id.eq(id))
            .filter(session::person_id.eq(who))
            .filter(session::revoked_at.is_null()),
    )
    .set(session::revoked_at.eq(now))
    .execute(&mut **tx)?;
    Ok(ended > 0)
}

/// Ends every session of a person.
pub fn end_sessions(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    end_other_sessions(tx, who, SessionId::from_number(0))
}

/// Ends every session of a person but one.
pub(super) fn end_other_sessions(tx: &mut Tx<'_>, who: PersonId, kept: SessionId) -> Outcome<()> {
    let now = tx.now();
    diesel::update(
        session::table
            .filter(session::person_id.eq(who))
            .filter(session::revoked_at.is_null())
            .filter(session::id.ne(kept)),
    )
    .set(session::revoked_at.eq(now))
    .execute(&mut **tx)?;
    Ok(())
}
