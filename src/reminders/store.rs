//! Who was looked at when, and who was reminded of what. The only writer of `digest` and `reminder`.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::rules::Mark;
use crate::clock::Day;
use crate::db::schema::{digest, person, reminder};
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::ids::PersonId;
use crate::people::rules::Status;
use crate::refusal::Outcome;

/// People who want reminders and were not looked at on this day, at most so many.
pub fn not_looked_at(conn: &mut AnyConn, today: Day, most: i64) -> Outcome<Vec<PersonId>> {
    Ok(person::table
        .left_join(digest::table)
        .filter(person::status.eq(Status::Active))
        .filter(digest::wanted.is_null().or(
            digest::wanted.eq(true).and(digest::looked_on.is_null().or(digest::looked_on.lt(today))).assume_not_null(),
        ))
        .order(person::id)
        .limit(most)
        .select(person::id)
        .load(conn)?)
}

/// Notes that somebody was looked at.
pub fn looked_at(tx: &mut Tx<'_>, who: PersonId, today: Day) -> Outcome<()> {
    on_each_backend!(&mut **tx, backend => diesel::insert_into(digest::table)
        .values((digest::person_id.eq(who), digest::wanted.eq(true), digest::looked_on.eq(today)))
        .on_conflict(digest::person_id)
        .do_update()
        .set(digest::looked_on.eq(today))
        .execute(backend))?;
    Ok(())
}

/// Whether somebody wants reminders: yes, until they say no.
pub fn is_wanted(conn: &mut AnyConn, who: PersonId) -> Outcome<bool> {
    let said: Option<bool> =
        digest::table.filter(digest::person_id.eq(who)).select(digest::wanted).first(conn).optional()?;
    Ok(said.unwrap_or(true))
}

/// Notes whether somebody wants reminders.
pub fn want(tx: &mut Tx<'_>, who: PersonId, wanted: bool) -> Outcome<()> {
    on_each_backend!(&mut **tx, backend => diesel::insert_into(digest::table)
        .values((digest::person_id.eq(who), digest::wanted.eq(wanted)))
        .on_conflict(digest::person_id)
        .do_update()
        .set(digest::wanted.eq(wanted))
        .execute(backend))?;
    Ok(())
}

/// Forgets what somebody was told of before a day and does not wait for them any more.
pub fn forget_ended(tx: &mut Tx<'_>, who: PersonId, waiting: &[&str], before: Day) -> Outcome<()> {
    let ended = reminder::person_id.eq(who).and(reminder::told_on.lt(before)).and(reminder::matter.ne_all(waiting));
    diesel::delete(reminder::table.filter(ended)).execute(&mut **tx)?;
    Ok(())
}

/// Notes that somebody is told of a matter; false when they were before.
pub fn tell(tx: &mut Tx<'_>, who: PersonId, matter: &str, due: Day, mark: Mark, today: Day) -> Outcome<bool> {
    let told = on_each_backend!(&mut **tx, backend => diesel::insert_into(reminder::table)
        .values((
            reminder::person_id.eq(who),
            reminder::matter.eq(matter),
            reminder::due_on.eq(due),
            reminder::mark.eq(mark),
            reminder::told_on.eq(today),
        ))
        .on_conflict((reminder::person_id, reminder::matter, reminder::due_on, reminder::mark))
        .do_nothing()
        .execute(backend))?;
    Ok(told == 1)
}

/// What these people were nudged about after a day, and when: by the matter and its due date.
pub fn nudged_after(
    conn: &mut AnyConn,
    people: &[PersonId],
    day: Day,
) -> Outcome<HashMap<(PersonId, String, Day), Day>> {
    let rows: Vec<(PersonId, String, Day, Day)> = reminder::table
        .filter(reminder::person_id.eq_any(people.to_vec()))
        .filter(reminder::mark.eq(Mark::Nudged))
        .filter(reminder::told_on.gt(day))
        .select((reminder::person_id, reminder::matter, reminder::due_on, reminder::told_on))
        .load(conn)?;
    Ok(rows.into_iter().map(|(who, matter, due, on)| ((who, matter, due), on)).collect())
}

/// Forgets what these people were nudged about by a day: they can be nudged about it again.
pub fn forget_nudges(tx: &mut Tx<'_>, people: &[PersonId], day: Day) -> Outcome<()> {
    let long_ago = reminder::mark.eq(Mark::Nudged).and(reminder::told_on.le(day));
    let theirs = reminder::table.filter(reminder::person_id.eq_any(people.to_vec()));
    diesel::delete(theirs.filter(long_ago)).execute(&mut **tx)?;
    Ok(())
}

/// Those among these people who want no reminders.
pub fn unwilling(conn: &mut AnyConn, people: &[PersonId]) -> Outcome<HashSet<PersonId>> {
    let rows: Vec<PersonId> = digest::table
        .filter(digest::person_id.eq_any(people.to_vec()))
        .filter(digest::wanted.eq(false))
        .select(digest::person_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
