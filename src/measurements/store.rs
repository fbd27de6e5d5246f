//! Queries and writes of measurements. The only writer of `measurement`, `measurement_past` and `import_file`.

use diesel::prelude::*;

use super::derived;
use super::rules::{Direction, Entry, Followed, Frequency, Kind, Point, Source, Standing};
use crate::access::{Place, Placed, Scope};
use crate::benefits::store::Commitment;
use crate::clock::{Day, Moment};
use crate::db::schema::{commitment, indicator, measurement, measurement_past};
use crate::db::{AnyConn, Tx, is_unique_violation, on_each_backend};
use crate::decimal::Decimal;
use crate::handovers;
use crate::ids::{
    BenefitId, CommitmentId, HandoverId, IndicatorId, MeasurementId, MunicipalityId, PersonId, ProjectId, RegionId,
};
use crate::refusal::{Code, Outcome, Refusal};

/// A commitment as measuring sees it: where it is, what was promised, whether it was accepted.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The commitment.
    pub id: CommitmentId,
    /// Its region.
    pub region_id: RegionId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its benefit.
    pub benefit_id: BenefitId,
    /// Its indicator.
    pub indicator_id: IndicatorId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its owner.
    pub owner_id: Option<PersonId>,
    /// The handover in whose acceptance the figures were frozen.
    pub accepted_in: Option<HandoverId>,
    /// The promise with its calendar.
    pub followed: Followed,
}

impl Placed for Promised {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

impl Promised {
    /// The same from a commitment and its indicator's direction and frequency.
    pub fn of(commitment: Commitment, direction: Direction, frequency: Frequency) -> Self {
        Self {
            followed: Followed {
                promise: commitment.promise(direction),
                first_measurement_on: commitment.first_measurement_on,
                frequency,
            },
            id: commitment.id,
            region_id: commitment.region_id,
            project_id: commitment.project_id,
            benefit_id: commitment.benefit_id,
            indicator_id: commitment.indicator_id,
            municipality_id: commitment.municipality_id,
            owner_id: commitment.owner_id,
            accepted_in: commitment.accepted_in,
        }
    }
}

/// A measurement in its current version.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = measurement)]
pub struct Measurement {
    /// Id.
    pub id: MeasurementId,
    /// What was measured.
    pub commitment_id: CommitmentId,
    /// The day it is for.
    pub on_day: Day,
    /// The value, in the indicator's unit.
    pub value: Decimal,
    /// How it came about.
    pub kind: Kind,
    /// What the measurer wrote.
    pub comment: Option<String>,
    /// How many answered, for surveys.
    pub n: Option<i64>,
    /// How many were asked.
    pub invited: Option<i64>,
    /// How it came in.
    pub source: Source,
    /// Why it was corrected; none for a first version.
    pub reason: Option<String>,
    /// Who recorded this version.
    pub recorded_by: Option<PersonId>,
    /// When.
    pub recorded_at: Moment,
    /// The version, from 1.
    pub version: i64,
}

impl Measurement {
    /// The value on its day.
    pub fn point(&self) -> Point {
        Point { on: self.on_day, value: self.value }
    }
}

/// A version that a correction replaced.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = measurement_past)]
pub struct PastVersion {
    /// Which version.
    pub version: i64,
    /// Its value.
    pub value: Decimal,
    /// How it came about.
    pub kind: Kind,
    /// What the measurer wrote.
    pub comment: Option<String>,
    /// How it came in.
    pub source: Source,
    /// Why it had replaced the one before it.
    pub reason: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<PersonId>,
    /// When.
    pub recorded_at: Moment,
}

fn promised(conn: &mut AnyConn, commitments: &[CommitmentId]) -> Outcome<Vec<Promised>> {
    let mut found = Vec::with_capacity(commitments.len());
    for some in commitments.chunks(500) {
        let rows: Vec<(Commitment, Direction, Frequency)> = commitment::table
            .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
            .filter(commitment::id.eq_any(some.to_vec()))
            .select((Commitment::as_select(), indicator::direction, indicator::frequency))
            .load(conn)?;
        found.extend(rows.into_iter().map(|(row, direction, frequency)| Promised::of(row, direction, frequency)));
    }
    Ok(found)
}

/// The accepted commitments of a project in a municipality.
pub fn accepted_in_place(
    conn: &mut AnyConn,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<Vec<Promised>> {
    let rows: Vec<(Commitment, Direction, Frequency)> = commitment::table
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .filter(commitment::project_id.eq(project))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .order(commitment::id)
        .select((Commitment::as_select(), indicator::direction, indicator::frequency))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, direction, frequency)| Promised::of(row, direction, frequency)).collect())
}

/// Every accepted commitment of a region.
pub fn accepted_in_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Promised>> {
    let rows: Vec<(Commitment, Direction, Frequency)> = commitment::table
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .filter(commitment::region_id.eq(region))
        .filter(commitment::accepted_in.is_not_null())
        .order(commitment::id)
        .select((Commitment::as_select(), indicator::direction, indicator::frequency))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, direction, frequency)| Promised::of(row, direction, frequency)).collect())
}

/// Commitments whose figures are in reach, by id; those out of reach are left out.
pub fn promised_within(
    conn: &mut AnyConn,
    scope: &Scope,
    commitments: &[CommitmentId],
    today: Day,
) -> Outcome<Vec<Promised>> {
    let mut within = Vec::with_capacity(commitments.len());
    for one in promised(conn, commitments)? {
        // One's own needs no question about sharing.
        let seen = scope.sees_municipality(one.region_id, one.municipality_id)
            || (scope.sees_region(one.region_id)
                && crate::regions::store::visible_figures(conn, scope, one.region_id, today)?
                    .includes(one.municipality_id));
        if seen {
            within.push(one);
        }
    }
    Ok(within)
}

/// A commitment whose figures are in reach.
pub fn find_promised_within(conn: &mut AnyConn, scope: &Scope, id: CommitmentId, today: Day) -> Outcome<Promised> {
    promised_within(conn, scope, &[id], today)?.pop().ok_or(Code::NotFound.into())
}

/// A measurement whose figures are in reach, with its commitment.
pub fn find_within(
    conn: &mut AnyConn,
    scope: &Scope,
    id: MeasurementId,
    today: Day,
) -> Outcome<(Measurement, Promised)> {
    let found: Option<Measurement> =
        measurement::table.filter(measurement::id.eq(id)).select(Measurement::as_select()).first(conn).optional()?;
    let found = found.ok_or(Refusal::new(Code::NotFound))?;
    let promised = find_promised_within(conn, scope, found.commitment_id, today)?;
    Ok((found, promised))
}

/// The versions that corrections replaced, oldest first.
pub fn past(conn: &mut AnyConn, id: MeasurementId) -> Outcome<Vec<PastVersion>> {
    Ok(measurement_past::table
        .filter(measurement_past::measurement_id.eq(id))
        .order(measurement_past::version)
        .select(PastVersion::as_select())
        .load(conn)?)
}

/// A commitment's measurements in order of day, behind a day when one is given.
pub fn of_commitment(
    conn: &mut AnyConn,
    id: CommitmentId,
    after: Option<Day>,
    limit: Option<i64>,
) -> Outcome<Vec<Measurement>> {
    let mut query = measurement::table.filter(measurement::commitment_id.eq(id)).into_boxed();
    if let Some(after) = after {
        query = query.filter(measurement::on_day.gt(after));
    }
    if let Some(limit) = limit {
        query = query.limit(limit);
    }
    Ok(query.order(measurement::on_day).select(Measurement::as_select()).load(conn)?)
}

/// A commitment's latest measurement.
pub fn latest(conn: &mut AnyConn, id: CommitmentId) -> Outcome<Option<Point>> {
    let found: Option<(Day, Decimal)> = measurement::table
        .filter(measurement::commitment_id.eq(id))
        .order(measurement::on_day.desc())
        .select((measurement::on_day, measurement::value))
        .first(conn)
        .optional()?;
    Ok(found.map(|(on, value)| Point { on, value }))
}

/// What some commitments have on some days: for finding what is already measured.
pub fn on_days(conn: &mut AnyConn, commitments: &[CommitmentId], from: Day, to: Day) -> Outcome<Vec<Measurement>> {
    let mut found = Vec::new();
    for some in commitments.chunks(500) {
        let rows: Vec<Measurement> = measurement::table
            .filter(measurement::commitment_id.eq_any(some.to_vec()))
            .filter(measurement::on_day.ge(from))
            .filter(measurement::on_day.le(to))
            .select(Measurement::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Records a first version and brings what is derived from it up to date. 409 before acceptance and on a measured day.
pub fn record(tx: &mut Tx<'_>, promised: &Promised, entry: &Entry, source: Source) -> Outcome<Measurement> {
    if promised.accepted_in.is_none() {
        return Err(Code::NotAccepted.into());
    }
    derived::lock_place(tx, promised.place_key())?;
    let row = row(tx, promised.id, entry, source);
    let inserted = diesel::insert_into(measurement::table).values(values(&row)).execute(&mut **tx);
    if inserted.as_ref().is_err_and(is_unique_violation) {
        return Err(Code::AlreadyMeasured.into());
    }
    inserted?;
    let before = derived::measured(tx, promised, row.point())?;
    if is_first(before) {
        handovers::store::begin_realisation(tx, promised.region_id, promised.project_id, promised.municipality_id)?;
    }
    Ok(row)
}

const fn is_first(before: Option<Standing>) -> bool {
    matches!(before, Some(Standing { latest: None, .. }))
}

fn row(tx: &Tx<'_>, commitment: CommitmentId, entry: &Entry, source: Source) -> Measurement {
    Measurement {
        id: MeasurementId::from_number(tx.new_id()),
        commitment_id: commitment,
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
    /// Another comment, if it is another.
    pub comment: Option<String>,
    /// Why.
    pub reason: String,
}

/// Writes a new version over an old one, which is kept, and brings what is derived from it up to date.
pub fn correct(
    tx: &mut Tx<'_>,
    promised: &Promised,
    old: &Measurement,
    correction: &Correction,
    source: Source,
) -> Outcome<Measurement> {
    if promised.accepted_in.is_none() {
        return Err(Code::NotAccepted.into());
    }
    derived::lock_place(tx, promised.place_key())?;
    let new = replace(tx, old, correction, source)?;
    derived::measured(tx, promised, new.point())?;
    Ok(new)
}

fn replace(tx: &mut Tx<'_>, old: &Measurement, correction: &Correction, source: Source) -> Outcome<Measurement> {
    let new = Measurement {
        value: correction.value,
        kind: correction.kind.unwrap_or(old.kind),
        comment: correction.comment.clone().or_else(|| old.comment.clone()),
        source,
        reason: Some(correction.reason.clone()),
        recorded_by: tx.access().person(),
        recorded_at: tx.now(),
        version: old.version + 1,
        ..old.clone()
    };
    let changed = diesel::update(
        measurement::table.filter(measurement::id.eq(old.id)).filter(measurement::version.eq(old.version)),
    )
    .set((
        measurement::value.eq(new.value),
        measurement::kind.eq(new.kind),
        measurement::comment.eq(new.comment.as_deref()),
        measurement::source.eq(new.source),
        measurement::reason.eq(new.reason.as_deref()),
        measurement::recorded_by.eq(new.recorded_by),
        measurement::recorded_at.eq(new.recorded_at),
        measurement::version.eq(new.version),
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

/// Writes many, all or nothing, and derives once for each commitment. Answers the new versions in the same order.
/// Which days are measured already must have been looked up in this transaction; another writer's is a refusal.
pub fn write_many(
    tx: &mut Tx<'_>,
    promised: &std::collections::BTreeMap<CommitmentId, Promised>,
    writes: &[Write],
    source: Source,
) -> Outcome<Vec<Measurement>> {
    let mut written: Vec<Measurement> = Vec::with_capacity(writes.len());
    let mut fresh: Vec<usize> = Vec::new();
    for one in writes {
        match one {
            Write::New(commitment, entry) => {
                fresh.push(written.len());
                written.push(row(tx, *commitment, entry, source));
            }
            Write::Over(old, correction) => {
                let new = replace(tx, old, correction, source)?;
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
    let mut latest: std::collections::BTreeMap<CommitmentId, (&Promised, Point)> = Default::default();
    for row in &written {
        let Some(promised) = promised.get(&row.commitment_id) else { continue };
        let entry = latest.entry(row.commitment_id).or_insert((promised, row.point()));
        if entry.1.on <= row.on_day {
            entry.1 = row.point();
        }
    }
    begin_where_first(tx, &latest)?;
    derived::measured_many(tx, &latest)?;
    Ok(written)
}

/// Locks the places of what is about to be written, always in the same order, so that two imports never wait for each
/// other. Call before looking up what is measured already.
pub fn lock_places<'a>(tx: &mut Tx<'_>, promised: impl Iterator<Item = &'a Promised>) -> Outcome<()> {
    if !matches!(**tx, AnyConn::Postgres(_)) {
        return Ok(());
    }
    let places: std::collections::BTreeSet<_> = promised.map(Promised::place_key).collect();
    places.into_iter().try_for_each(|place| derived::lock_place(tx, place))
}

fn begin_where_first(
    tx: &mut Tx<'_>,
    latest: &std::collections::BTreeMap<CommitmentId, (&Promised, Point)>,
) -> Outcome<()> {
    let ids: Vec<CommitmentId> = latest.keys().copied().collect();
    let mut places: std::collections::BTreeSet<derived::PlaceKey> = Default::default();
    for some in ids.chunks(500) {
        for row in derived::rows_of(tx, some)? {
            if let (true, Some((promised, _))) = (row.latest_on.is_none(), latest.get(&row.commitment_id)) {
                places.insert(promised.place_key());
            }
        }
    }
    for (region, project, municipality) in places {
        handovers::store::begin_realisation(tx, region, project, municipality)?;
    }
    Ok(())
}
