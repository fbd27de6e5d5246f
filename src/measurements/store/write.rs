//! Writing measurements: one, a correction, many at once; always with what is derived from them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{Measurement, Promised, promised as promised_by};
use crate::clock::{Day, Moment};
use crate::db::schema::{commitment, measurement, measurement_past};
use crate::db::{AnyConn, Tx, is_unique_violation, on_each_backend};
use crate::decimal::Decimal;
use crate::handovers;
use crate::ids::{CommitmentId, HandoverId, MeasurementId, PersonId};
use crate::measurements::derived::{self, Written};
use crate::measurements::rules::{Entry, Kind, Source};
use crate::refusal::{Code, Outcome, Refusal};

/// Records a first version and brings what is derived from it up to date. 409 before acceptance and on a measured day.
pub fn record(
    tx: &mut Tx<'_>,
    _locked: &Locked,
    promised: &Promised,
    entry: &Entry,
    source: Source,
) -> Outcome<Measurement> {
    if promised.accepted_in.is_none() {
        return Err(Code::NotAccepted.into());
    }
    let row = row(tx, promised, entry, source);
    let inserted = diesel::insert_into(measurement::table).values(values(&row)).execute(&mut **tx);
    if inserted.as_ref().is_err_and(is_unique_violation) {
        return Err(Code::AlreadyMeasured.into());
    }
    inserted?;
    derived::measured(tx, promised, row.written(None))?;
    // Not only the commitment's first ever: a baton that was handed back and taken again begins anew.
    handovers::store::begin_realisation(tx, promised.region_id, promised.project_id, promised.municipality_id)?;
    Ok(row)
}

fn row(tx: &Tx<'_>, promised: &Promised, entry: &Entry, source: Source) -> Measurement {
    Measurement {
        id: MeasurementId::from_number(tx.new_id()),
        commitment_id: promised.id,
        on_day: entry.on,
        value: entry.value,
        kind: entry.kind,
        comment: entry.comment.clone(),
        n: entry.n,
        invited: entry.invited,
        source,
        reason: None,
        recorded_by: tx.access().person(),
        recorded_at: tx.now(),
        version: 1,
        waits: promised.watch.second_eyes,
        confirmed_by: None,
        confirmed_at: None,
    }
}

type Columns<'a> = (
    (
        diesel::dsl::Eq<measurement::id, MeasurementId>,
        diesel::dsl::Eq<measurement::commitment_id, CommitmentId>,
        diesel::dsl::Eq<measurement::on_day, Day>,
        diesel::dsl::Eq<measurement::value, Decimal>,
        diesel::dsl::Eq<measurement::kind, Kind>,
        diesel::dsl::Eq<measurement::comment, Option<&'a str>>,
        diesel::dsl::Eq<measurement::n, Option<i64>>,
    ),
    (
        diesel::dsl::Eq<measurement::invited, Option<i64>>,
        diesel::dsl::Eq<measurement::source, Source>,
        diesel::dsl::Eq<measurement::reason, Option<&'a str>>,
        diesel::dsl::Eq<measurement::recorded_by, Option<PersonId>>,
        diesel::dsl::Eq<measurement::recorded_at, Moment>,
        diesel::dsl::Eq<measurement::version, i64>,
        diesel::dsl::Eq<measurement::waits, bool>,
    ),
);

fn values(row: &Measurement) -> Columns<'_> {
    (
        (
            measurement::id.eq(row.id),
            measurement::commitment_id.eq(row.commitment_id),
            measurement::on_day.eq(row.on_day),
            measurement::value.eq(row.value),
            measurement::kind.eq(row.kind),
            measurement::comment.eq(row.comment.as_deref()),
            measurement::n.eq(row.n),
        ),
        (
            measurement::invited.eq(row.invited),
            measurement::source.eq(row.source),
            measurement::reason.eq(row.reason.as_deref()),
            measurement::recorded_by.eq(row.recorded_by),
            measurement::recorded_at.eq(row.recorded_at),
            measurement::version.eq(row.version),
            measurement::waits.eq(row.waits),
        ),
    )
}

/// A correction: what the version is to say from now on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The value.
    pub value: Decimal,
    /// Another kind, if it is another.
    pub kind: Option<Kind>,
    /// Another comment, if it is another; an empty one takes it away.
    pub comment: Option<String>,
    /// Another number of answers, if it is another; `Some(None)` says that it was no survey.
    pub n: Option<Option<i64>>,
    /// Another number of people asked, if it is another.
    pub invited: Option<Option<i64>>,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// How many answered and how many were asked, once this stands over a version.
    pub fn answers_over(&self, old: &Measurement) -> (Option<i64>, Option<i64>) {
        (self.n.unwrap_or(old.n), self.invited.unwrap_or(old.invited))
    }
}

/// Writes a new version over an old one, which is kept, and brings what is derived from it up to date.
pub fn correct(
    tx: &mut Tx<'_>,
    _locked: &Locked,
    promised: &Promised,
    old: &Measurement,
    correction: &Correction,
    source: Source,
) -> Outcome<Measurement> {
    if promised.accepted_in.is_none() {
        return Err(Code::NotAccepted.into());
    }
    // Until the place was locked somebody may have confirmed it, which is no other version: then it counts by now.
    let old: Option<Measurement> = measurement::table
        .filter(measurement::id.eq(old.id))
        .filter(measurement::version.eq(old.version))
        .select(Measurement::as_select())
        .first(&mut **tx)
        .optional()?;
    let old = old.ok_or(Refusal::new(Code::Stale))?;
    let new = replace(tx, promised, &old, correction, source)?;
    derived::measured(tx, promised, new.written(Some(&old)))?;
    Ok(new)
}

fn replace(
    tx: &mut Tx<'_>,
    promised: &Promised,
    old: &Measurement,
    correction: &Correction,
    source: Source,
) -> Outcome<Measurement> {
    let (n, invited) = correction.answers_over(old);
    let new = Measurement {
        value: correction.value,
        n,
        invited,
        kind: correction.kind.unwrap_or(old.kind),
        comment: correction.comment.clone().or_else(|| old.comment.clone()).filter(|text| !text.is_empty()),
        source,
        reason: Some(correction.reason.clone()),
        recorded_by: tx.access().person(),
        recorded_at: tx.now(),
        version: old.version + 1,
        waits: promised.watch.second_eyes,
        confirmed_by: None,
        confirmed_at: None,
        ..old.clone()
    };
    let changed = diesel::update(
        measurement::table.filter(measurement::id.eq(old.id)).filter(measurement::version.eq(old.version)),
    )
    .set((
        measurement::value.eq(new.value),
        measurement::kind.eq(new.kind),
        measurement::comment.eq(new.comment.as_deref()),
        measurement::n.eq(new.n),
        measurement::invited.eq(new.invited),
        measurement::source.eq(new.source),
        measurement::reason.eq(new.reason.as_deref()),
        measurement::recorded_by.eq(new.recorded_by),
        measurement::recorded_at.eq(new.recorded_at),
        measurement::version.eq(new.version),
        measurement::waits.eq(new.waits),
        measurement::confirmed_by.eq(new.confirmed_by),
        measurement::confirmed_at.eq(new.confirmed_at),
    ))
    .execute(&mut **tx)?;
    if changed == 0 {
        return Err(Code::Stale.into());
    }
    diesel::insert_into(measurement_past::table)
        .values((
            (
                measurement_past::measurement_id.eq(old.id),
                measurement_past::version.eq(old.version),
                measurement_past::value.eq(old.value),
                measurement_past::kind.eq(old.kind),
                measurement_past::comment.eq(old.comment.as_deref()),
                measurement_past::n.eq(old.n),
            ),
            (
                measurement_past::invited.eq(old.invited),
                measurement_past::source.eq(old.source),
                measurement_past::reason.eq(old.reason.as_deref()),
                measurement_past::recorded_by.eq(old.recorded_by),
                measurement_past::recorded_at.eq(old.recorded_at),
                measurement_past::confirmed_by.eq(old.confirmed_by),
                measurement_past::confirmed_at.eq(old.confirmed_at),
            ),
        ))
        .execute(&mut **tx)?;
    Ok(new)
}

/// One of many to be written together.
#[derive(Clone, Debug)]
pub enum Write {
    /// A first version.
    New(CommitmentId, Entry),
    /// A correction of a version.
    Over(Box<Measurement>, Correction),
}

impl Write {
    /// What is measured.
    pub fn commitment(&self) -> CommitmentId {
        match self {
            Self::New(id, _) => *id,
            Self::Over(old, _) => old.commitment_id,
        }
    }

    /// The value that will stand.
    pub fn value(&self) -> Decimal {
        match self {
            Self::New(_, entry) => entry.value,
            Self::Over(_, correction) => correction.value,
        }
    }
}

/// Writes many, all or nothing, and derives once for each commitment. Answers the new versions in the same order.
/// Which days are measured already must have been looked up in this transaction; another writer's is a refusal.
pub fn write_many(
    tx: &mut Tx<'_>,
    _locked: &Locked,
    promised: &BTreeMap<CommitmentId, Promised>,
    writes: &[Write],
    source: Source,
) -> Outcome<Vec<Measurement>> {
    let mut written: Vec<Measurement> = Vec::with_capacity(writes.len());
    let mut fresh: Vec<usize> = Vec::new();
    for one in writes {
        match one {
            Write::New(commitment, entry) => {
                fresh.push(written.len());
                written.push(row(tx, known(promised, *commitment)?, entry, source));
            }
            Write::Over(old, correction) => {
                let new = replace(tx, known(promised, old.commitment_id)?, old, correction, source)?;
                written.push(new);
            }
        }
    }
    for some in fresh.chunks(500) {
        let rows: Vec<_> = some.iter().map(|place| values(&written[*place])).collect();
        let inserted = on_each_backend!(&mut **tx, backend => diesel::insert_into(measurement::table).values(&rows).execute(backend));
        if inserted.as_ref().is_err_and(is_unique_violation) {
            return Err(Code::AlreadyMeasured.into());
        }
        inserted?;
    }
    let mut changed: BTreeMap<CommitmentId, (&Promised, Vec<Written>)> = Default::default();
    for (row, write) in written.iter().zip(writes) {
        let promised = known(promised, row.commitment_id)?;
        let over = match write {
            Write::New(..) => None,
            Write::Over(old, _) => Some(old.as_ref()),
        };
        changed.entry(row.commitment_id).or_insert((promised, Vec::new())).1.push(row.written(over));
    }
    for (_, values) in changed.values_mut() {
        values.sort_by_key(|value| value.on);
    }
    derived::measured_many(tx, &changed)?;
    begin_everywhere(tx, changed.values().map(|(promised, _)| *promised))?;
    Ok(written)
}

fn known(promised: &BTreeMap<CommitmentId, Promised>, id: CommitmentId) -> Outcome<&Promised> {
    promised.get(&id).ok_or(Code::NotFound.into())
}

/// Marks a value as confirmed by somebody else than the one who entered it, and lets it count. False where another
/// version stands there by now, or none that waits. The place must be locked.
pub fn confirm(tx: &mut Tx<'_>, old: &Measurement) -> Outcome<bool> {
    let new =
        Measurement { waits: false, confirmed_by: tx.access().person(), confirmed_at: Some(tx.now()), ..old.clone() };
    let changed = diesel::update(
        measurement::table
            .filter(measurement::id.eq(old.id))
            .filter(measurement::version.eq(old.version))
            .filter(measurement::waits.eq(true)),
    )
    .set((
        measurement::waits.eq(false),
        measurement::confirmed_by.eq(new.confirmed_by),
        measurement::confirmed_at.eq(new.confirmed_at),
    ))
    .execute(&mut **tx)?;
    // Whether the baton is held, and with which figures, is as it is now that the place is locked.
    let promised = promised_by(tx, &[old.commitment_id])?;
    if let Some(promised) = promised.first().filter(|one| changed == 1 && one.accepted_in.is_some()) {
        derived::measured(tx, promised, new.written(Some(old)))?;
    }
    Ok(changed == 1)
}

/// That the places of what is written are locked, and their batons still held.
#[derive(Debug)]
pub struct Locked(());

/// Locks the places of what is about to be written, always in the same order, so that two imports never wait for each
/// other. Call before looking up what is measured already.
pub fn lock_places<'a>(tx: &mut Tx<'_>, promised: impl Iterator<Item = &'a Promised>) -> Outcome<Locked> {
    if matches!(**tx, AnyConn::Postgres(_)) {
        let promised: Vec<&Promised> = promised.collect();
        let places: BTreeSet<_> = promised.iter().map(|one| one.place_key()).collect();
        places.into_iter().try_for_each(|place| derived::lock_place(tx, place))?;
        refuse_given_back(tx, promised.into_iter())?;
    }
    Ok(Locked(()))
}

/// The baton may have been given back, or taken anew with other figures, between reading what was promised and locking its
/// place. On SQLite nobody writes between the two.
fn refuse_given_back<'a>(tx: &mut Tx<'_>, promised: impl Iterator<Item = &'a Promised>) -> Outcome<()> {
    let held: BTreeMap<CommitmentId, HandoverId> =
        promised.filter_map(|one| Some((one.id, one.accepted_in?))).collect();
    let still: Vec<(CommitmentId, Option<HandoverId>)> = commitment::table
        .filter(commitment::id.eq_any(held.keys().copied().collect::<Vec<_>>()))
        .select((commitment::id, commitment::accepted_in))
        .load(&mut **tx)?;
    if still.iter().any(|(_, accepted_in)| accepted_in.is_none()) {
        return Err(Code::NotAccepted.into());
    }
    let is_same = |(id, accepted_in): &(CommitmentId, Option<HandoverId>)| held.get(id) == accepted_in.as_ref();
    if still.len() == held.len() && still.iter().all(is_same) { Ok(()) } else { Err(Code::Stale.into()) }
}

fn begin_everywhere<'a>(tx: &mut Tx<'_>, promised: impl Iterator<Item = &'a Promised>) -> Outcome<()> {
    let places: BTreeSet<derived::PlaceKey> = promised.map(Promised::place_key).collect();
    for (region, project, municipality) in places {
        handovers::store::begin_realisation(tx, region, project, municipality)?;
    }
    Ok(())
}
