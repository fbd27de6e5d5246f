//! `Idempotency-Key`: the same request sent twice has one effect and one answer. The key is kept in the transaction of
//! the change, so that a kill between the two is impossible.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::call::Call;
use crate::audit::rules::hex;
use crate::clock::Moment;
use crate::db::schema::idempotency;
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::ids::PersonId;
use crate::refusal::{Code, Fault, Outcome, Refusal};

const KEPT_SECONDS: i64 = 24 * 60 * 60;
const LONGEST_KEY: usize = 200;
const PURPOSE: &str = "idempotent answers";

/// Runs `work`, or gives the answer it gave before.
pub fn once(tx: &mut Tx<'_>, call: &Call, work: impl FnOnce(&mut Tx<'_>) -> Outcome<Answer>) -> Outcome<Answer> {
    let (Some(key), Some(person)) = (call.idempotency_key(), tx.access().person()) else { return work(tx) };
    if key.is_empty() || key.len() > LONGEST_KEY || !key.is_ascii() {
        return Err(Code::BadIdempotencyKey.into());
    }
    let keys = &call.app().keys;
    let fingerprint = fingerprint(call);
    let since = tx.now().plus_seconds(-KEPT_SECONDS);
    if let Some((known, answer)) = find(tx, person, key, since)? {
        if known != fingerprint {
            return Err(Code::IdempotencyKeyReused.into());
        }
        // The installation's secret was changed since: what was answered is lost, and doing it again would be worse.
        let text = keys.open(PURPOSE, &fingerprint, &answer).ok_or(Refusal::new(Code::IdempotencyKeyReused))?;
        return serde_json::from_str(&text).map_err(|error| Fault::internal(error).into());
    }
    let answer = work(tx)?;
    // Sealed: an answer may hold a secret that is shown once, and the database is not to know it.
    let text = keys.seal(PURPOSE, &fingerprint, &serde_json::to_string(&answer).map_err(Fault::internal)?);
    let now = tx.now();
    on_each_backend!(&mut **tx, backend => diesel::insert_into(idempotency::table)
        .values((
            idempotency::person_id.eq(person),
            idempotency::idempotency_key.eq(key),
            idempotency::fingerprint.eq(&fingerprint),
            idempotency::answer.eq(&text),
            idempotency::created_at.eq(now),
        ))
        .on_conflict((idempotency::person_id, idempotency::idempotency_key))
        .do_update()
        .set((
            idempotency::fingerprint.eq(&fingerprint),
            idempotency::answer.eq(&text),
            idempotency::created_at.eq(now),
        ))
        .execute(backend))?;
    Ok(answer)
}

fn find(conn: &mut AnyConn, person: PersonId, key: &str, since: Moment) -> Outcome<Option<(String, String)>> {
    // Two programs on PostgreSQL can meet on one key; the second waits here for the first.
    if let AnyConn::Postgres(pg) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))")
            .bind::<diesel::sql_types::Text, _>(key)
            .bind::<diesel::sql_types::BigInt, _>(person)
            .execute(pg)?;
    }
    Ok(idempotency::table
        .filter(idempotency::person_id.eq(person))
        .filter(idempotency::idempotency_key.eq(key))
        .filter(idempotency::created_at.gt(since))
        .select((idempotency::fingerprint, idempotency::answer))
        .first(conn)
        .optional()?)
}

fn fingerprint(call: &Call) -> String {
    let mut digest = Sha256::new();
    for part in [call.method().as_str(), call.path(), call.query_string()] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    digest.update(call.body());
    hex(&digest.finalize())
}

/// Forgets keys older than a day.
pub fn forget_old(tx: &mut Tx<'_>) -> Outcome<usize> {
    let since = tx.now().plus_seconds(-KEPT_SECONDS);
    Ok(diesel::delete(idempotency::table.filter(idempotency::created_at.le(since))).execute(&mut **tx)?)
}
