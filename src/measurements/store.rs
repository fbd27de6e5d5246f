//! Queries and writes of measurements. The only writer of `measurement`, `measurement_past`, `explanation` and
//! `import_file`.

mod explanations;
mod named;
mod promised;
mod waiting;
mod write;

use std::collections::HashMap;

use diesel::prelude::*;

pub use explanations::{Explanation, explain, explanation_of, explanations_of};
pub use named::{Label, Named, labels_in_region, named_in_place};
pub use promised::{
    Promised, Watch, accepted_among, accepted_in_place, accepted_in_region, find_promised_within, promised,
    promised_within,
};
pub use waiting::{waiting_for_others_than, waiting_in_place};
pub use write::{Correction, Locked, Write, confirm, correct, lock_places, record, write_many};

use super::derived::Written;
use super::rules::{Kind, LEAST_ANSWERS, Point, Source, is_too_few};
use crate::access::Scope;
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::db::schema::{commitment, measurement, measurement_past, series};
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, IndicatorId, MeasurementId, MunicipalityId, PersonId, ProjectId};
use crate::refusal::{Code, Outcome, Refusal};

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
    /// Somebody else than who recorded it is still to confirm it.
    pub waits: bool,
    /// Who confirmed it, where somebody did.
    pub confirmed_by: Option<PersonId>,
    /// When.
    pub confirmed_at: Option<Moment>,
}

impl Measurement {
    /// The value on its day, where it counts: not where too few answered for it to be shown, nor while it waits for a
    /// second pair of eyes.
    pub fn shown(&self) -> Option<Point> {
        (!self.is_too_few() && !self.waits).then_some(Point { on: self.on_day, value: self.value })
    }

    /// Whether too few answered for the value to be shown to others than those who enter it.
    pub fn is_too_few(&self) -> bool {
        is_too_few(self.n)
    }

    /// What writing this changes for what is derived, over what stood there before.
    fn written(&self, over: Option<&Measurement>) -> Written {
        let counted = |row: &Measurement| row.shown().map(|point| point.value);
        Written { on: self.on_day, before: over.and_then(counted), now: counted(self), logged_at: self.recorded_at }
    }
}

/// What counts: enough answered for the value to be shown (what is no survey has always enough), and nobody is still to
/// confirm it. The same as [`Measurement::shown`].
#[diesel::dsl::auto_type]
pub(crate) fn counts() -> _ {
    let least: i64 = LEAST_ANSWERS;
    measurement::n.is_null().or(measurement::n.ge(least)).and(measurement::waits.eq(false))
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
    /// How many answered, for surveys.
    pub n: Option<i64>,
    /// How many were asked.
    pub invited: Option<i64>,
    /// How it came in.
    pub source: Source,
    /// Why it had replaced the one before it.
    pub reason: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<PersonId>,
    /// When.
    pub recorded_at: Moment,
    /// Who had confirmed it, where somebody had.
    pub confirmed_by: Option<PersonId>,
}

impl PastVersion {
    /// The measurement as it stood in this version.
    pub fn over(&self, now: &Measurement) -> Measurement {
        Measurement {
            id: now.id,
            commitment_id: now.commitment_id,
            on_day: now.on_day,
            value: self.value,
            kind: self.kind,
            comment: self.comment.clone(),
            n: self.n,
            invited: self.invited,
            source: self.source,
            reason: self.reason.clone(),
            recorded_by: self.recorded_by,
            recorded_at: self.recorded_at,
            version: self.version,
            waits: false,
            confirmed_by: self.confirmed_by,
            confirmed_at: None,
        }
    }
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

/// A commitment's measured values that count, in order of day.
pub fn points_of(conn: &mut AnyConn, id: CommitmentId) -> Outcome<Vec<Point>> {
    let rows: Vec<(Day, Decimal)> = measurement::table
        .filter(measurement::commitment_id.eq(id))
        .filter(counts())
        .order(measurement::on_day)
        .select((measurement::on_day, measurement::value))
        .load(conn)?;
    Ok(rows.into_iter().map(|(on, value)| Point { on, value }).collect())
}

/// The nearest values before and behind a day that count.
pub fn around(conn: &mut AnyConn, id: CommitmentId, on: Day) -> Outcome<(Option<Point>, Option<Point>)> {
    let of_commitment = measurement::table.filter(measurement::commitment_id.eq(id)).filter(counts());
    let columns = (measurement::on_day, measurement::value);
    let before: Option<(Day, Decimal)> = of_commitment
        .filter(measurement::on_day.lt(on))
        .order(measurement::on_day.desc())
        .select(columns)
        .first(conn)
        .optional()?;
    let behind: Option<(Day, Decimal)> = of_commitment
        .filter(measurement::on_day.gt(on))
        .order(measurement::on_day)
        .select(columns)
        .first(conn)
        .optional()?;
    let of = |(on, value)| Point { on, value };
    Ok((before.map(of), behind.map(of)))
}

/// The day of a commitment's latest measurement, whether it counts or not.
pub fn latest_day(conn: &mut AnyConn, id: CommitmentId) -> Outcome<Option<Day>> {
    Ok(measurement::table
        .filter(measurement::commitment_id.eq(id))
        .select(diesel::dsl::max(measurement::on_day))
        .first(conn)?)
}

/// When something was last logged for what a municipality has accepted in a project, whichever day it was for.
pub fn logged_at(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<Option<Moment>> {
    Ok(measurement::table
        .inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id)))
        .filter(commitment::project_id.eq(project))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .select(diesel::dsl::max(measurement::recorded_at))
        .first(conn)?)
}

/// A commitment's latest measurement that counts.
pub fn latest(conn: &mut AnyConn, id: CommitmentId) -> Outcome<Option<Point>> {
    let found: Option<(Day, Decimal)> = measurement::table
        .filter(measurement::commitment_id.eq(id))
        .filter(counts())
        .order(measurement::on_day.desc())
        .select((measurement::on_day, measurement::value))
        .first(conn)
        .optional()?;
    Ok(found.map(|(on, value)| Point { on, value }))
}

/// A commitment's latest measurement before a day that counts.
pub fn latest_before(conn: &mut AnyConn, id: CommitmentId, day: Day) -> Outcome<Option<Point>> {
    let found: Option<(Day, Decimal)> = measurement::table
        .filter(measurement::commitment_id.eq(id))
        .filter(measurement::on_day.lt(day))
        .filter(counts())
        .order(measurement::on_day.desc())
        .select((measurement::on_day, measurement::value))
        .first(conn)
        .optional()?;
    Ok(found.map(|(on, value)| Point { on, value }))
}

/// Whether any municipality has measured an indicator on or after a day and before another.
pub fn is_measured_between(conn: &mut AnyConn, indicator: IndicatorId, from: Day, until: Option<Day>) -> Outcome<bool> {
    let found: Option<MeasurementId> = measurement::table
        .inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id)))
        .filter(commitment::indicator_id.eq(indicator))
        .filter(measurement::on_day.ge(from))
        .filter(measurement::on_day.lt(until.unwrap_or(Day::LAST)))
        .select(measurement::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The latest value of some commitments.
pub fn latest_of(conn: &mut AnyConn, commitments: &[CommitmentId]) -> Outcome<HashMap<CommitmentId, Decimal>> {
    let mut found = HashMap::new();
    for some in commitments.chunks(500) {
        let rows: Vec<(CommitmentId, Option<Decimal>)> = series::table
            .filter(series::commitment_id.eq_any(some.to_vec()))
            .select((series::commitment_id, series::latest_value))
            .load(conn)?;
        found.extend(rows.into_iter().filter_map(|(id, value)| Some((id, value?))));
    }
    Ok(found)
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
