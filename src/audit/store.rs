//! Reading and writing the chains. The only writer of `event`, `event_head` and `event_words`.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use serde_json::Value;

use super::rules::{self, BEGINNING, Change, Event, Values};
use crate::clock::Moment;
use crate::db::schema::{event, event_head, event_words};
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::Outcome;

/// The installation's own chain.
pub const INSTALLATION: i64 = 0;

/// Where a chain stands.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Head {
    /// Number of the newest event; 0 before the first.
    pub seq: i64,
    /// Its hash; 64 zeros before the first.
    pub hash: String,
    /// When it was written.
    pub at: Moment,
}

/// Writes one event behind the newest of its chain and answers its number and hash.
pub fn record(tx: &mut Tx<'_>, change: &Change) -> Outcome<(i64, String)> {
    let chain = change.place.region.map_or(INSTALLATION, RegionId::number);
    let head = lock_head(tx, chain)?;
    let old = keep_words(tx, &change.old)?;
    let new = keep_words(tx, &change.new)?;
    let mut event = Event {
        seq: head.seq + 1,
        at: tx.now(),
        actor: tx.access().person().map(|person| person.to_string()),
        via: tx.access().via().to_owned(),
        region_id: change.place.region,
        municipality_id: change.place.municipality,
        action: change.action.to_owned(),
        object_type: change.object_type.to_owned(),
        object_id: change.object_id.clone(),
        old,
        new,
        request_id: tx.access().request_id().to_owned(),
        prev_hash: head.hash,
        hash: String::new(),
    };
    // The log keeps milliseconds, as it prints them: the hash must be computable from what is shown.
    event.at = Moment::from_micros(event.at.micros() / 1_000 * 1_000);
    event.hash = event.computed_hash();
    insert(tx, chain, &event)?;
    Ok((event.seq, event.hash))
}

/// Takes the chain's head for this transaction. On PostgreSQL the row lock makes writers of one region queue here; on
/// SQLite there is only one writer.
fn lock_head(conn: &mut AnyConn, chain: i64) -> Outcome<Head> {
    let found = match conn {
        AnyConn::Sqlite(sqlite) => head_of(chain).first::<(i64, String, Moment)>(sqlite).optional()?,
        AnyConn::Postgres(pg) => match head_of(chain).for_update().first(pg).optional()? {
            Some(found) => Some(found),
            // A row that is not there cannot be locked: the first who writes in a chain makes it.
            None => {
                diesel::insert_into(event_head::table)
                    .values((
                        event_head::chain_id.eq(chain),
                        event_head::seq.eq(0),
                        event_head::hash.eq(BEGINNING),
                        event_head::at.eq(Moment::default()),
                    ))
                    .on_conflict_do_nothing()
                    .execute(pg)?;
                head_of(chain).for_update().first(pg).optional()?
            }
        },
    };
    let (seq, hash, at) = found.unwrap_or((0, BEGINNING.to_owned(), Moment::default()));
    Ok(Head { seq, hash, at })
}

#[diesel::dsl::auto_type]
fn head_of(chain: i64) -> _ {
    event_head::table.filter(event_head::chain_id.eq(chain)).select((event_head::seq, event_head::hash, event_head::at))
}

fn insert(conn: &mut AnyConn, chain: i64, event: &Event) -> Outcome<()> {
    diesel::insert_into(event::table)
        .values((
            (
                event::chain_id.eq(chain),
                event::seq.eq(event.seq),
                event::at.eq(event.at),
                event::actor.eq(event.actor.as_deref()),
                event::via.eq(&event.via),
                event::region_id.eq(event.region_id),
                event::municipality_id.eq(event.municipality_id),
            ),
            (
                event::action.eq(&event.action),
                event::object_type.eq(&event.object_type),
                event::object_id.eq(&event.object_id),
                event::old_values.eq(event.old.to_string()),
                event::new_values.eq(event.new.to_string()),
                event::request_id.eq(&event.request_id),
                event::prev_hash.eq(&event.prev_hash),
                event::hash.eq(&event.hash),
            ),
        ))
        .execute(conn)?;
    on_each_backend!(conn, backend => diesel::insert_into(event_head::table)
        .values((
            event_head::chain_id.eq(chain),
            event_head::seq.eq(event.seq),
            event_head::hash.eq(&event.hash),
            event_head::at.eq(event.at),
        ))
        .on_conflict(event_head::chain_id)
        .do_update()
        .set((event_head::seq.eq(event.seq), event_head::hash.eq(&event.hash), event_head::at.eq(event.at)))
        .execute(backend))?;
    Ok(())
}

fn keep_words(tx: &mut Tx<'_>, values: &Values) -> Outcome<Value> {
    let mut members = values.plain.clone();
    for (name, words) in &values.personal {
        let salt = tx.new_salt();
        let commitment = rules::commitment_to(&salt, words);
        diesel::insert_into(event_words::table)
            .values((
                event_words::commitment.eq(&commitment),
                event_words::salt.eq(&salt),
                event_words::words.eq(words),
            ))
            .execute(&mut **tx)?;
        members.insert(name.clone(), serde_json::json!({ "commitment": commitment }));
    }
    Ok(Value::Object(members))
}

/// Which events of a chain somebody may read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Readable {
    /// The whole chain.
    Whole,
    /// Only events of these municipalities.
    Municipalities(Vec<MunicipalityId>),
}

type Row = (
    (i64, Moment, Option<String>, String, Option<RegionId>, Option<MunicipalityId>, String),
    (String, String, String, String, String, String, String),
);

/// Events of a chain behind number `after`, oldest first.
pub fn events_after(
    conn: &mut AnyConn,
    chain: i64,
    readable: &Readable,
    after: i64,
    limit: i64,
) -> Outcome<Vec<Event>> {
    let mut query = event::table.filter(event::chain_id.eq(chain)).filter(event::seq.gt(after)).into_boxed();
    if let Readable::Municipalities(own) = readable {
        query = query.filter(event::municipality_id.eq_any(own.clone().into_iter().map(Some).collect::<Vec<_>>()));
    }
    let rows: Vec<Row> = query.order(event::seq.asc()).limit(limit).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(to_event).collect())
}

/// Every event of a region about one thing, oldest first.
pub fn events_of(conn: &mut AnyConn, region: RegionId, object_type: &str, object_id: &str) -> Outcome<Vec<Event>> {
    let rows: Vec<Row> = event::table
        .filter(event::chain_id.eq(region.number()))
        .filter(event::object_type.eq(object_type))
        .filter(event::object_id.eq(object_id))
        .order(event::seq)
        .select(columns())
        .load(conn)?;
    Ok(rows.into_iter().map(to_event).collect())
}

/// Every event of one kind, in all chains, oldest first: for checking.
pub fn events_of_kind(conn: &mut AnyConn, action: &str) -> Outcome<Vec<Event>> {
    let rows: Vec<Row> = event::table
        .filter(event::action.eq(action))
        .order((event::chain_id, event::seq))
        .select(columns())
        .load(conn)?;
    Ok(rows.into_iter().map(to_event).collect())
}

/// The newest events about things of a chain, newest first: for showing on pages.
pub fn newest_events(
    conn: &mut AnyConn,
    chain: i64,
    readable: &Readable,
    before: Option<i64>,
    limit: i64,
) -> Outcome<Vec<Event>> {
    let mut query = event::table.filter(event::chain_id.eq(chain)).into_boxed();
    if let Readable::Municipalities(own) = readable {
        query = query.filter(event::municipality_id.eq_any(own.clone().into_iter().map(Some).collect::<Vec<_>>()));
    }
    if let Some(before) = before {
        query = query.filter(event::seq.lt(before));
    }
    let rows: Vec<Row> = query.order(event::seq.desc()).limit(limit).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(to_event).collect())
}

/// Some kinds of events of a chain behind a moment that others than `not_by` did, newest first: what, in which municipality,
/// when. Found by their place in the chain, so that what lies before costs nothing.
pub fn deeds_since(
    conn: &mut AnyConn,
    chain: i64,
    readable: &Readable,
    (after, actions, not_by): (Moment, &[&str], &str),
    limit: i64,
) -> Outcome<Vec<(String, Option<MunicipalityId>, Moment)>> {
    let from = last_by(conn, chain, after)?;
    let mut query = event::table
        .filter(event::chain_id.eq(chain))
        .filter(event::seq.gt(from))
        .filter(event::action.eq_any(actions.to_vec()))
        .filter(event::actor.is_null().or(event::actor.ne(not_by)))
        .into_boxed();
    if let Readable::Municipalities(own) = readable {
        query = query.filter(event::municipality_id.eq_any(own.clone().into_iter().map(Some).collect::<Vec<_>>()));
    }
    let columns = (event::action, event::municipality_id, event::at);
    Ok(query.order(event::seq.desc()).limit(limit).select(columns).load(conn)?)
}

/// The number of a chain's last event by a moment; 0 where there is none. Events stand in order of time.
fn last_by(conn: &mut AnyConn, chain: i64, moment: Moment) -> Outcome<i64> {
    let (mut low, mut high) = (0, head(conn, chain)?.seq);
    while low < high {
        let middle = low + (high - low + 1) / 2;
        let at: Option<Moment> = event::table
            .filter(event::chain_id.eq(chain))
            .filter(event::seq.eq(middle))
            .select(event::at)
            .first(conn)
            .optional()?;
        if at.is_some_and(|at| at <= moment) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok(low)
}

/// Which events of a chain are asked for.
#[derive(Clone, Default, Debug)]
pub struct Filter {
    /// This action only.
    pub action: Option<String>,
    /// This municipality's only.
    pub municipality: Option<MunicipalityId>,
    /// Before this number only.
    pub before: Option<i64>,
}

/// The newest events of a chain that answer a filter, newest first.
pub fn filtered_events(
    conn: &mut AnyConn,
    chain: i64,
    readable: &Readable,
    filter: &Filter,
    limit: i64,
) -> Outcome<Vec<Event>> {
    let mut query = event::table.filter(event::chain_id.eq(chain)).into_boxed();
    if let Readable::Municipalities(own) = readable {
        query = query.filter(event::municipality_id.eq_any(own.clone().into_iter().map(Some).collect::<Vec<_>>()));
    }
    if let Some(action) = &filter.action {
        query = query.filter(event::action.eq(action.clone()));
    }
    if let Some(municipality) = filter.municipality {
        query = query.filter(event::municipality_id.eq(municipality));
    }
    if let Some(before) = filter.before {
        query = query.filter(event::seq.lt(before));
    }
    let rows: Vec<Row> = query.order(event::seq.desc()).limit(limit).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(to_event).collect())
}

/// How far back actions are gathered for the choice of one.
const RECENT: i64 = 2_000;

/// The actions among a chain's newest events.
pub fn recent_actions(conn: &mut AnyConn, chain: i64, readable: &Readable) -> Outcome<Vec<String>> {
    let mut query = event::table.filter(event::chain_id.eq(chain)).into_boxed();
    if let Readable::Municipalities(own) = readable {
        query = query.filter(event::municipality_id.eq_any(own.clone().into_iter().map(Some).collect::<Vec<_>>()));
    }
    let mut actions: Vec<String> = query.order(event::seq.desc()).limit(RECENT).select(event::action).load(conn)?;
    actions.sort_unstable();
    actions.dedup();
    Ok(actions)
}

#[expect(clippy::type_complexity, reason = "the columns of one event, in the order of `Row`")]
fn columns() -> (
    (event::seq, event::at, event::actor, event::via, event::region_id, event::municipality_id, event::action),
    (
        event::object_type,
        event::object_id,
        event::old_values,
        event::new_values,
        event::request_id,
        event::prev_hash,
        event::hash,
    ),
) {
    (
        (event::seq, event::at, event::actor, event::via, event::region_id, event::municipality_id, event::action),
        (
            event::object_type,
            event::object_id,
            event::old_values,
            event::new_values,
            event::request_id,
            event::prev_hash,
            event::hash,
        ),
    )
}

fn to_event((who, what): Row) -> Event {
    let (seq, at, actor, via, region_id, municipality_id, action) = who;
    let (object_type, object_id, old, new, request_id, prev_hash, hash) = what;
    // Another spelling of the same values was not written by us: it stays a text, and the hash says so.
    let read = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let ours = value.to_string();
        if ours == text { value } else { Value::String(text.to_owned()) }
    };
    Event {
        seq,
        at,
        actor,
        via,
        region_id,
        municipality_id,
        action,
        object_type,
        object_id,
        old: read(&old),
        new: read(&new),
        request_id,
        prev_hash,
        hash,
    }
}

/// Where a chain stands now.
pub fn head(conn: &mut AnyConn, chain: i64) -> Outcome<Head> {
    let found = head_of(chain).first::<(i64, String, Moment)>(conn).optional()?;
    let (seq, hash, at) = found.unwrap_or((0, BEGINNING.to_owned(), Moment::default()));
    Ok(Head { seq, hash, at })
}

/// What pages of some regions are as of: every change moves the head of a region's chain or of the installation's, in its
/// own transaction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stamp {
    /// Of several regions the sum: numbers of events only grow, so it stands still while each of them does.
    regions: i64,
    installation: i64,
}

impl Stamp {
    /// By the numbers of the newest events.
    #[cfg(test)]
    pub const fn of(regions: i64, installation: i64) -> Self {
        Self { regions, installation }
    }

    /// Nothing that this was made from had changed since what the other was made from, or it was made from something newer.
    pub const fn is_as_new_as(self, other: Self) -> bool {
        self.regions >= other.regions && self.installation >= other.installation
    }
}

/// Where some regions stand now.
pub fn stamp(conn: &mut AnyConn, regions: &[RegionId]) -> Outcome<Stamp> {
    let mut stamp = Stamp { regions: 0, installation: head(conn, INSTALLATION)?.seq };
    for region in regions {
        stamp.regions += head(conn, region.number())?.seq;
    }
    Ok(stamp)
}

/// All chains that have events or a head.
pub fn chains(conn: &mut AnyConn) -> Outcome<Vec<i64>> {
    let mut chains: Vec<i64> = event::table.select(event::chain_id).distinct().load(conn)?;
    chains.extend(event_head::table.select(event_head::chain_id).load::<i64>(conn)?);
    chains.sort_unstable();
    chains.dedup();
    Ok(chains)
}

/// The words behind commitments that have not been erased.
pub fn words_behind(conn: &mut AnyConn, commitments: &[String]) -> Outcome<HashMap<String, String>> {
    let rows: Vec<(String, String)> = event_words::table
        .filter(event_words::commitment.eq_any(commitments.to_vec()))
        .select((event_words::commitment, event_words::words))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The same with what they were salted with, so that somebody else can check the commitments.
pub fn salted_words(conn: &mut AnyConn, commitments: &[String]) -> Outcome<BTreeMap<String, SaltedWords>> {
    let rows: Vec<(String, String, String)> = event_words::table
        .filter(event_words::commitment.eq_any(commitments.to_vec()))
        .select((event_words::commitment, event_words::salt, event_words::words))
        .load(conn)?;
    Ok(rows.into_iter().map(|(commitment, salt, words)| (commitment, SaltedWords { salt, words })).collect())
}

/// The words that a value in an event commits to; empty where it has none. `None` once they were erased.
pub fn said(conn: &mut AnyConn, value: &Value) -> Outcome<Option<String>> {
    let Some(commitment) = value["commitment"].as_str() else { return Ok(Some(String::new())) };
    Ok(salted_words(conn, &[commitment.to_owned()])?.remove(commitment).map(|kept| kept.words))
}

/// One event of a chain by its number.
pub fn event_at(conn: &mut AnyConn, chain: i64, seq: i64) -> Outcome<Option<Event>> {
    let row: Option<Row> = event::table
        .filter(event::chain_id.eq(chain))
        .filter(event::seq.eq(seq))
        .select(columns())
        .first(conn)
        .optional()?;
    Ok(row.map(to_event))
}

/// Words somebody wrote, with their salt.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct SaltedWords {
    /// What was put before them.
    pub salt: String,
    /// The words.
    pub words: String,
}

/// Words whose commitment no longer matches: somebody changed them.
pub fn broken_words(conn: &mut AnyConn) -> Outcome<Vec<String>> {
    let rows: Vec<(String, String, String)> =
        event_words::table.select((event_words::commitment, event_words::salt, event_words::words)).load(conn)?;
    Ok(rows
        .into_iter()
        .filter(|(commitment, salt, words)| rules::commitment_to(salt, words) != *commitment)
        .map(|(commitment, _, _)| commitment)
        .collect())
}
