//! `Idempotency-Key`: the same request sent twice has one effect and one answer. The key is kept in the transaction of
//! the change, so that a kill between the two is impossible.
//!
//! A form needs no key: its CSRF word is drawn for each showing, so one that is sent again whole, and soon, is a second
//! click. It is answered as the first one was.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::call::Call;
use crate::access::Actor;
use crate::audit::rules::hex;
use crate::clock::Moment;
use crate::db::schema::idempotency;
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::ids::PersonId;
use crate::refusal::{Code, Fault, Outcome};

const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// A click that is repeated comes soon. Later, somebody has gone back to a form and means what they send.
const SECOND_CLICK_SECONDS: i64 = 10;
/// No key that is sent begins so: those are ASCII.
const FORM: &str = "§ ";
const LONGEST_KEY: usize = 200;
const PURPOSE: &str = "idempotent answers";

/// Runs `work`, or gives the answer it gave before.
pub fn once(tx: &mut Tx<'_>, call: &Call, work: impl FnOnce(&mut Tx<'_>) -> Outcome<Answer>) -> Outcome<Answer> {
    let Some(sent) = Sent::with(call)? else { return work(tx) };
    let now = tx.now();
    sent.wait_for_others(tx)?;
    if let Some(answer) = sent.answered(tx, call, now)? {
        return Ok(answer);
    }
    let answer = work(tx)?;
    if sent.is_form {
        // What is being written is sent again and again, and the last one counts; what was refused may be tried again.
        if !answer.is_done() {
            return Ok(answer);
        }
        sent.forget_other_forms(tx)?;
    }
    sent.keep(tx, call, &answer)?;
    Ok(answer)
}

/// The answer that was given before, for who has to know it ahead of the transaction.
pub fn answered(conn: &mut AnyConn, call: &Call) -> Outcome<Option<Answer>> {
    match Sent::with(call)? {
        Some(sent) => sent.answered(conn, call, call.app().db.now()),
        None => Ok(None),
    }
}

/// A key as it was sent: whose it is, and with which request.
struct Sent {
    /// The person, or nobody.
    person: PersonId,
    /// The key. Strangers share no space: each source address has its own, and nothing tells which.
    key: String,
    /// Request and body, under our own key: a body may hold a password, and the database is not to help in guessing it.
    fingerprint: String,
    /// It came from a page, where nobody named it.
    is_form: bool,
}

const NOBODY: PersonId = PersonId::from_number(0);

impl Sent {
    fn with(call: &Call) -> Outcome<Option<Self>> {
        let Some(key) = call.idempotency_key() else { return Ok(Self::of_form(call)) };
        if key.is_empty() || key.len() > LONGEST_KEY || !key.is_ascii() {
            return Err(Code::BadIdempotencyKey.into());
        }
        let keys = &call.app().keys;
        let fingerprint = keys.mac(PURPOSE, &digest(call));
        Ok(Some(match call.visit().actor.as_deref() {
            // A bound token is told nothing that its owner was told for another municipality.
            Some(Actor { person, bound_to: Some((region, municipality)), .. }) => {
                let key = keys.mac("a bound token's idempotency key", &format!("{region} {municipality} {key}"));
                Self { person: *person, key, fingerprint, is_form: false }
            }
            Some(actor) => Self { person: actor.person, key: key.to_owned(), fingerprint, is_form: false },
            None => {
                let key = keys.mac("a stranger's idempotency key", &format!("{} {key}", call.visit().source));
                Self { person: NOBODY, key, fingerprint, is_form: false }
            }
        }))
    }

    /// Somebody's form is its own key.
    fn of_form(call: &Call) -> Option<Self> {
        let actor = call.visit().actor.as_deref().filter(|_| call.is_by_cookie())?;
        let fingerprint = call.app().keys.mac(PURPOSE, &digest(call));
        Some(Self { person: actor.person, key: format!("{FORM}{fingerprint}"), fingerprint, is_form: true })
    }

    /// Two programs on PostgreSQL can meet on one key; the second waits here for the first.
    fn wait_for_others(&self, conn: &mut AnyConn) -> Outcome<()> {
        if let AnyConn::Postgres(pg) = conn {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))")
                .bind::<diesel::sql_types::Text, _>(&self.key)
                .bind::<diesel::sql_types::BigInt, _>(self.person)
                .execute(pg)?;
        }
        Ok(())
    }

    fn answered(&self, conn: &mut AnyConn, call: &Call, now: Moment) -> Outcome<Option<Answer>> {
        let kept_seconds = if self.is_form { SECOND_CLICK_SECONDS } else { KEPT_SECONDS };
        let found: Option<(String, String)> = idempotency::table
            .filter(idempotency::person_id.eq(self.person))
            .filter(idempotency::idempotency_key.eq(&self.key))
            .filter(idempotency::created_at.gt(now.plus_seconds(-kept_seconds)))
            .select((idempotency::fingerprint, idempotency::answer))
            .first(conn)
            .optional()?;
        let Some((fingerprint, sealed)) = found else { return Ok(None) };
        if fingerprint != self.fingerprint {
            return Err(Code::IdempotencyKeyReused.into());
        }
        let text = call.app().keys.open(PURPOSE, &fingerprint, &sealed);
        let text = text.ok_or_else(|| Fault::internal("an answer that was kept cannot be opened"))?;
        Ok(Some(serde_json::from_str(&text).map_err(Fault::internal)?))
    }

    /// Whoever has sent another form since means it when they send the first once more.
    fn forget_other_forms(&self, tx: &mut Tx<'_>) -> Outcome<()> {
        let forms = idempotency::table
            .filter(idempotency::person_id.eq(self.person))
            .filter(idempotency::idempotency_key.like(format!("{FORM}%")));
        diesel::delete(forms).execute(&mut **tx)?;
        Ok(())
    }

    /// Sealed: an answer may hold a secret that is shown once, and the database is not to know it.
    fn keep(&self, tx: &mut Tx<'_>, call: &Call, answer: &Answer) -> Outcome<()> {
        let text = serde_json::to_string(answer).map_err(Fault::internal)?;
        let sealed = call.app().keys.seal(PURPOSE, &self.fingerprint, &text);
        let now = tx.now();
        on_each_backend!(&mut **tx, backend => diesel::insert_into(idempotency::table)
            .values((
                idempotency::person_id.eq(self.person),
                idempotency::idempotency_key.eq(&self.key),
                idempotency::fingerprint.eq(&self.fingerprint),
                idempotency::answer.eq(&sealed),
                idempotency::created_at.eq(now),
            ))
            .on_conflict((idempotency::person_id, idempotency::idempotency_key))
            .do_update()
            .set((
                idempotency::fingerprint.eq(&self.fingerprint),
                idempotency::answer.eq(&sealed),
                idempotency::created_at.eq(now),
            ))
            .execute(backend))?;
        Ok(())
    }
}

fn digest(call: &Call) -> String {
    let mut digest = Sha256::new();
    let mut part = |bytes: &[u8]| {
        digest.update(bytes.len().to_be_bytes());
        digest.update(bytes);
    };
    for word in [call.method().as_str(), call.path(), call.query_string()] {
        part(word.as_bytes());
    }
    // A client draws a new boundary for each request: a form that carries a file is known by its parts.
    match call.parts() {
        Ok(parts) => {
            for one in parts.all() {
                part(one.name.as_bytes());
                part(one.file_name.as_deref().unwrap_or_default().as_bytes());
                part(one.content);
            }
        }
        Err(_) => part(call.body()),
    }
    hex(&digest.finalize())
}

/// Forgets keys older than a day, and what was kept for second clicks that did not come.
pub fn forget_old(tx: &mut Tx<'_>) -> Outcome<usize> {
    let (day, moment) = (tx.now().plus_seconds(-KEPT_SECONDS), tx.now().plus_seconds(-SECOND_CLICK_SECONDS));
    let is_form = idempotency::idempotency_key.like(format!("{FORM}%"));
    let old = idempotency::created_at.le(day).or(is_form.and(idempotency::created_at.le(moment)));
    Ok(diesel::delete(idempotency::table.filter(old)).execute(&mut **tx)?)
}
