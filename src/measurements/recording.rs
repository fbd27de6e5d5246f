//! Figures that programs send: one, or many at once. What is sent again is told apart from what is new by what the sender
//! says it wants, and what looks mistyped is recorded and said, never asked about: nobody sits there to answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::api::{MeasurementAnswer, correct_and_tell, source_of, tell_corrected, tell_recorded};
use super::rules::{Before, Entry, IfMeasured, Kind, LONGEST_TEXT, Outcome as Became, Unusual, check_answers, unusual};
use super::store::{self, Correction, Locked, Measurement, Promised, Write};
use crate::access::Allowed;
use crate::access::permission::Measure;
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::decimal::Decimal;
use crate::ids::CommitmentId;
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::web::{Answer, Call, Replied};

/// Body of `recordMeasurement`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementBody {
    on: Day,
    value: Decimal,
    /// `measured` when it is left out.
    kind: Option<Kind>,
    comment: Option<String>,
    /// How many answered, for surveys.
    n: Option<i64>,
    /// How many were asked.
    invited: Option<i64>,
    /// What to do where the day is measured already; `refuse` when it is left out.
    if_measured: Option<IfMeasured>,
    /// Why, in words, with `correct`: the history shows it.
    reason: Option<String>,
}

/// Body of `recordMeasurements`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchBody {
    items: Vec<BatchItem>,
    /// What to do where a day is measured already; `refuse` when it is left out.
    if_measured: Option<IfMeasured>,
    /// Why, in words, with `correct`: the history of what is corrected shows it.
    reason: Option<String>,
}

/// One measurement of many.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    commitment_id: CommitmentId,
    on: Day,
    value: Decimal,
    kind: Option<Kind>,
    comment: Option<String>,
    n: Option<i64>,
    invited: Option<i64>,
}

/// A measurement that was sent, and what became of it.
#[derive(Serialize, JsonSchema)]
pub struct WrittenAnswer {
    #[serde(flatten)]
    measurement: MeasurementAnswer,
    state: Became,
    /// What looks mistyped about the value: what a page would have asked about. It is recorded all the same.
    unusual: Vec<Unusual>,
}

impl WrittenAnswer {
    /// What became of one.
    pub fn of(row: Measurement, unit: &str, state: Became, unusual: Option<Unusual>) -> Self {
        let measurement = MeasurementAnswer::whole(row, unit);
        Self { measurement, state, unusual: unusual.into_iter().collect() }
    }

    /// 201 with what was written, or 200 where it stood there already.
    pub fn answer(&self) -> Answer {
        let (id, version) = self.measurement.id_and_version();
        match self.state {
            Became::Unchanged => Answer::ok(self),
            Became::Recorded | Became::Corrected => Answer::created(self, format!("/api/v1/measurements/{id}")),
        }
        .version(version)
    }
}

/// Answer of `recordMeasurements`.
#[derive(Serialize, JsonSchema)]
pub struct BatchAnswer {
    items: Vec<WrittenAnswer>,
}

/// What a sender wants where a day is measured already, with the reason for correcting it.
enum Wish {
    Refuse,
    Same,
    Correct(String),
}

impl Wish {
    fn read(checks: &mut Checks, wanted: Option<IfMeasured>, reason: Option<&String>) -> Self {
        let reason = match (wanted, reason) {
            (Some(IfMeasured::Correct), given) => {
                checks.text("/reason", given.map_or("", String::as_str), LONGEST_TEXT)
            }
            // A reason that nobody would ever see is refused rather than lost.
            (_, given) => {
                checks.require(given.is_none(), "/reason", "only_with_correct");
                String::new()
            }
        };
        match wanted.unwrap_or(IfMeasured::Refuse) {
            IfMeasured::Refuse => Self::Refuse,
            IfMeasured::Same => Self::Same,
            IfMeasured::Correct => Self::Correct(reason),
        }
    }
}

/// A value as it was sent: checked, and which of its words were said at all.
struct Sent {
    commitment: CommitmentId,
    entry: Entry,
    kind: Option<Kind>,
}

/// What is to be done with a value.
enum Fate {
    Stands(Box<Measurement>),
    Write(Write),
}

impl Sent {
    /// What is left out of a value that is sent again stays as it is.
    fn says_the_same(&self, now: &Measurement) -> bool {
        let Entry { value, comment, n, invited, .. } = &self.entry;
        *value == now.value
            && self.kind.is_none_or(|kind| kind == now.kind)
            && (comment.is_none() || *comment == now.comment)
            && (n.is_none() || *n == now.n)
            && (invited.is_none() || *invited == now.invited)
    }

    /// What becomes of it beside what is there; none where it is refused.
    fn fate(self, now: Option<&Measurement>, wish: &Wish) -> Option<Fate> {
        let Some(now) = now else { return Some(Fate::Write(Write::New(self.commitment, self.entry))) };
        match wish {
            Wish::Refuse => None,
            Wish::Same | Wish::Correct(_) if self.says_the_same(now) => Some(Fate::Stands(Box::new(now.clone()))),
            Wish::Same => None,
            Wish::Correct(reason) => {
                let Entry { value, comment, n, invited, .. } = self.entry;
                let (n, invited) = (n.map(Some), invited.map(Some));
                let correction = Correction { value, kind: self.kind, comment, n, invited, reason: reason.clone() };
                Some(Fate::Write(Write::Over(Box::new(now.clone()), correction)))
            }
        }
    }
}

/// `recordMeasurement`
pub async fn record(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let promised = store::find_promised_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&promised)?;
        let body: MeasurementBody = call.json()?;
        let MeasurementBody { on, value, kind, comment, n, invited, if_measured, reason } = body;
        let mut checks = Checks::new();
        let wish = Wish::read(&mut checks, if_measured, reason.as_ref());
        let entry = Entry { on, value, kind: kind.unwrap_or_default(), comment, n, invited };
        let entry = entry.check(&mut checks, "", &promised.followed.promise, today);
        let entry = checks.done(entry)?;
        if promised.accepted_in.is_none() {
            return Err(Code::NotAccepted.into());
        }
        let locked = store::lock_places(tx, std::iter::once(&promised))?;
        let now = store::on_days(tx, &[promised.id], on, on)?.pop();
        let sent = Sent { commitment: promised.id, entry, kind };
        let fate = sent.fate(now.as_ref(), &wish).ok_or(Refusal::new(Code::AlreadyMeasured))?;
        let unit = &promised.group.unit;
        let (row, state, unusual) = match fate {
            Fate::Stands(row) => (*row, Became::Unchanged, None),
            Fate::Write(Write::New(_, entry)) => {
                let last = store::latest(tx, promised.id)?.map(|point| point.value);
                let unusual = unusual(&promised.followed.promise, entry.value, last, promised.watch.unusual_tolerance);
                let row = store::record(tx, &locked, &promised, &entry, source_of(allowed))?;
                tell_recorded(tx, &promised, &row)?;
                (row, Became::Recorded, unusual)
            }
            Fate::Write(Write::Over(old, correction)) => {
                check_over(&correction, &old, "")?;
                let unusual = unusual_correction(tx, &promised, &old, correction.value)?;
                let row = correct_and_tell(tx, &locked, &promised, &old, &correction, source_of(allowed))?;
                (row, Became::Corrected, unusual)
            }
        };
        Ok(WrittenAnswer::of(row, unit, state, unusual).answer())
    })
    .await
}

/// What is left out of a correction stays, so what was checked by itself is checked once more beside what stays.
fn check_over(correction: &Correction, old: &Measurement, at: &str) -> Result<(), Refusal> {
    let mut checks = Checks::new();
    let (n, invited) = correction.answers_over(old);
    check_answers(&mut checks, at, n, invited);
    checks.done(())
}

/// Whether the page would ask about a correction: it is held against what was measured before its day.
pub fn unusual_correction(
    conn: &mut AnyConn,
    promised: &Promised,
    old: &Measurement,
    value: Decimal,
) -> Outcome<Option<Unusual>> {
    let before = store::latest_before(conn, promised.id, old.on_day)?.map(|point| point.value);
    Ok(unusual(&promised.followed.promise, value, before, promised.watch.unusual_tolerance))
}

/// `recordMeasurements`
pub async fn record_many(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        allowed.somewhere()?;
        let today = tx.now().day();
        let body: BatchBody = call.json()?;
        let most = call.app().config.limits.batch_items;
        if body.items.is_empty() {
            return Err(Refusal::invalid_at("/items", "required").into());
        }
        if body.items.len() as u64 > most {
            let error = FieldError::at("/items", "too_many").with("max", most);
            return Err(Refusal::invalid(vec![error]).into());
        }
        let promised = all_within(tx, allowed, &body.items, today)?;
        let mut checks = Checks::new();
        let wish = Wish::read(&mut checks, body.if_measured, body.reason.as_ref());
        let sent = checked(checks, body.items, &promised, today)?;
        let locked = store::lock_places(tx, promised.values())?;
        let fates = fates(tx, &promised, sent, &wish)?;
        let unusual = unusual_among(tx, &promised, &fates)?;
        let items = write(tx, allowed, (&locked, &promised), fates, unusual)?;
        let status = if items.iter().all(|item| item.state == Became::Unchanged) { 200 } else { 201 };
        Ok(Answer::json(status, &BatchAnswer { items }))
    })
    .await
}

/// Every commitment of a batch: one that is out of reach is like none at all, and the answer does not say which.
fn all_within(
    tx: &mut Tx<'_>,
    allowed: &Allowed<Measure>,
    items: &[BatchItem],
    today: Day,
) -> Outcome<BTreeMap<CommitmentId, Promised>> {
    let ids: BTreeSet<CommitmentId> = items.iter().map(|item| item.commitment_id).collect();
    let ids: Vec<CommitmentId> = ids.into_iter().collect();
    let found = store::promised_within(tx, &allowed.scope(), &ids, today)?;
    if found.len() != ids.len() {
        return Err(Code::NotFound.into());
    }
    for promised in &found {
        allowed.over(promised)?;
    }
    Ok(found.into_iter().map(|promised| (promised.id, promised)).collect())
}

fn checked(
    mut checks: Checks,
    items: Vec<BatchItem>,
    promised: &BTreeMap<CommitmentId, Promised>,
    today: Day,
) -> Result<Vec<Sent>, Refusal> {
    let mut days: BTreeSet<(CommitmentId, Day)> = BTreeSet::new();
    let mut sent = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        let BatchItem { commitment_id: commitment, on, value, kind, comment, n, invited } = item;
        let Some(promised) = promised.get(&commitment) else { return Err(Refusal::new(Code::NotFound)) };
        let at = format!("/items/{place}");
        let entry = Entry { on, value, kind: kind.unwrap_or_default(), comment, n, invited };
        let entry = entry.check(&mut checks, &at, &promised.followed.promise, today);
        checks.require(days.insert((commitment, on)), &format!("{at}/on"), "twice_in_the_list");
        sent.push(Sent { commitment, entry, kind });
    }
    checks.done(sent)
}

/// What becomes of each. 409 with the places of what is not accepted yet, or measured already otherwise than wished.
fn fates(
    tx: &mut Tx<'_>,
    promised: &BTreeMap<CommitmentId, Promised>,
    sent: Vec<Sent>,
    wish: &Wish,
) -> Outcome<Vec<Fate>> {
    let at = |code: Code, field: &str, places: Vec<usize>| {
        let errors: Vec<FieldError> =
            places.into_iter().map(|place| FieldError::at(format!("/items/{place}/{field}"), code.name())).collect();
        if errors.is_empty() { Ok(()) } else { Err(Refusal { errors, ..Refusal::new(code) }) }
    };
    let is_open = |one: &Sent| promised.get(&one.commitment).is_none_or(|one| one.accepted_in.is_none());
    let open = sent.iter().enumerate().filter(|(_, one)| is_open(one)).map(|(place, _)| place).collect();
    at(Code::NotAccepted, "commitment_id", open)?;
    let days = sent.iter().map(|one| one.entry.on);
    let (Some(from), Some(to)) = (days.clone().min(), days.max()) else { return Ok(Vec::new()) };
    let ids: Vec<CommitmentId> = promised.keys().copied().collect();
    let known: HashMap<(CommitmentId, Day), Measurement> =
        store::on_days(tx, &ids, from, to)?.into_iter().map(|row| ((row.commitment_id, row.on_day), row)).collect();
    let mut fates = Vec::with_capacity(sent.len());
    let mut refused = Vec::new();
    for (place, one) in sent.into_iter().enumerate() {
        let now = known.get(&(one.commitment, one.entry.on));
        match one.fate(now, wish) {
            Some(Fate::Write(Write::Over(old, correction))) => {
                check_over(&correction, &old, &format!("/items/{place}"))?;
                fates.push(Fate::Write(Write::Over(old, correction)));
            }
            Some(fate) => fates.push(fate),
            None => refused.push(place),
        }
    }
    at(Code::AlreadyMeasured, "on", refused)?;
    Ok(fates)
}

/// What a page would ask about, item by item, as the grid and the import do: each is held against the one before it of
/// its commitment, the first against the latest measurement, or, as a correction, against what was measured before its
/// day.
fn unusual_among(
    tx: &mut Tx<'_>,
    promised: &BTreeMap<CommitmentId, Promised>,
    fates: &[Fate],
) -> Outcome<Vec<Option<Unusual>>> {
    let ids: Vec<CommitmentId> = promised.keys().copied().collect();
    let mut first = store::latest_of(tx, &ids)?;
    let mut seen: BTreeSet<CommitmentId> = BTreeSet::new();
    for fate in fates {
        let Fate::Write(write) = fate else { continue };
        let id = write.commitment();
        if let (true, Write::Over(old, _)) = (seen.insert(id), write) {
            match store::latest_before(tx, id, old.on_day)? {
                Some(point) => first.insert(id, point.value),
                None => first.remove(&id),
            };
        }
    }
    let mut before = Before::latest(first);
    let judged = fates.iter().map(|fate| {
        let Fate::Write(write) = fate else { return None };
        let promised = promised.get(&write.commitment())?;
        before.next(promised.id, &promised.followed.promise, write.value(), promised.watch.unusual_tolerance)
    });
    Ok(judged.collect())
}

/// Writes what is to be written, tells the log, and answers every item in its place.
fn write(
    tx: &mut Tx<'_>,
    allowed: &Allowed<Measure>,
    (locked, promised): (&Locked, &BTreeMap<CommitmentId, Promised>),
    fates: Vec<Fate>,
    unusual: Vec<Option<Unusual>>,
) -> Outcome<Vec<WrittenAnswer>> {
    let writes: Vec<Write> = fates
        .iter()
        .filter_map(|fate| match fate {
            Fate::Write(write) => Some(write.clone()),
            Fate::Stands(_) => None,
        })
        .collect();
    let mut rows = store::write_many(tx, locked, promised, &writes, source_of(allowed))?.into_iter();
    let mut items = Vec::with_capacity(fates.len());
    for (fate, unusual) in fates.into_iter().zip(unusual) {
        let (row, state) = match &fate {
            Fate::Stands(row) => ((**row).clone(), Became::Unchanged),
            Fate::Write(write) => {
                let Some(row) = rows.next() else { break };
                let Some(promised) = promised.get(&row.commitment_id) else { break };
                match write {
                    Write::New(..) => tell_recorded(tx, promised, &row)?,
                    Write::Over(old, _) => tell_corrected(tx, promised, old, &row)?,
                }
                (row, if matches!(write, Write::New(..)) { Became::Recorded } else { Became::Corrected })
            }
        };
        let unit = promised.get(&row.commitment_id).map_or("", |one| one.group.unit.as_str());
        items.push(WrittenAnswer::of(row, unit, state, unusual));
    }
    Ok(items)
}
