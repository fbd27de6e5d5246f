//! Queries for the feed. Writes nothing.

use diesel::prelude::*;

use crate::benefits::rules::Class;
use crate::benefits::store::{Benefit, Commitment, Indicator};
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::db::schema::{acceptance, benefit, commitment, handover, indicator, measurement, project, series};
use crate::decimal::Decimal;
use crate::handovers::store::Handover;
use crate::ids::{CommitmentId, IndicatorId, MeasurementId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::measurements::store::Measurement;
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

/// Rows read at once.
const SOME: i64 = 1_000;
/// Commitments whose measurements are looked for at once.
const SERIES: i64 = 100;

/// The benefits of a region.
pub(super) fn benefits(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Benefit>> {
    Ok(benefit::table
        .filter(benefit::region_id.eq(region))
        .order(benefit::id)
        .select(Benefit::as_select())
        .load(conn)?)
}

/// The indicators of a region.
pub(super) fn indicators(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Indicator>> {
    Ok(indicator::table
        .filter(indicator::region_id.eq(region))
        .order(indicator::id)
        .select(Indicator::as_select())
        .load(conn)?)
}

/// The handovers of a region in the order they were made, with when the newest package of each was accepted.
pub(super) fn handovers(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<(Handover, Option<Moment>)>> {
    let of_package =
        acceptance::handover_id.eq(handover::id).and(acceptance::package_number.eq(handover::package_number));
    Ok(handover::table
        .left_join(acceptance::table.on(of_package))
        .filter(handover::region_id.eq(region))
        .order(handover::id)
        .select((Handover::as_select(), acceptance::answered_at.nullable()))
        .load(conn)?)
}

/// A commitment with the names of what it is about, and how it stands once it was accepted.
#[derive(Queryable)]
pub(super) struct Promise {
    /// The commitment.
    pub commitment: Commitment,
    /// Its indicator's name, unit, direction, frequency and accumulation.
    pub indicator: (String, String, Direction, Frequency, Accumulation),
    /// Its benefit's title and class.
    pub benefit: (String, Option<Class>),
    /// Its project's title.
    pub project: String,
    /// Day and value of the latest measurement, and from when on it is overdue.
    pub series: (Option<Day>, Option<Decimal>, Option<Day>),
}

macro_rules! promises {
    ($region:expr, $visible:expr) => {{
        let mut query = commitment::table
            .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
            .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
            .inner_join(project::table.on(project::id.eq(commitment::project_id)))
            .left_join(
                series::table.on(series::region_id
                    .eq(commitment::region_id)
                    .and(series::project_id.eq(commitment::project_id))
                    .and(series::municipality_id.eq(commitment::municipality_id))
                    .and(series::commitment_id.eq(commitment::id))),
            )
            .filter(commitment::region_id.eq($region))
            .into_boxed();
        if let VisibleFigures::Of(list) = $visible {
            query = query.filter(commitment::municipality_id.eq_any(list.clone()));
        }
        query.select((
            Commitment::as_select(),
            (indicator::name, indicator::unit, indicator::direction, indicator::frequency, indicator::accumulation),
            (benefit::title, benefit::class),
            project::title,
            (series::latest_on.nullable(), series::latest_value.nullable(), series::overdue_from.nullable()),
        ))
    }};
}

/// Some commitments behind one, of those whose figures are seen, in the order they were made.
pub(super) fn promises(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    after: Option<CommitmentId>,
) -> Outcome<Vec<Promise>> {
    Ok(promises!(region, visible)
        .filter(commitment::id.gt(after.unwrap_or(CommitmentId::from_number(0))))
        .order(commitment::id)
        .limit(SOME)
        .load(conn)?)
}

/// One commitment, when its figures are seen.
pub(super) fn promise(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    id: CommitmentId,
) -> Outcome<Option<Promise>> {
    Ok(promises!(region, visible).filter(commitment::id.eq(id)).first(conn).optional()?)
}

/// A measurement with what it is about.
pub(super) type Measured = (Measurement, (MunicipalityId, ProjectId, IndicatorId));

macro_rules! measured {
    () => {
        measurement::table.inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id))).select((
            Measurement::as_select(),
            (commitment::municipality_id, commitment::project_id, commitment::indicator_id),
        ))
    };
}

/// Some measurements behind a day of a commitment, of those whose figures are seen: by commitment, then by day.
pub(super) fn measured(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    after: Option<(CommitmentId, Day)>,
) -> Outcome<Vec<Measured>> {
    let mut behind = CommitmentId::from_number(0);
    if let Some((id, day)) = after {
        let rows: Vec<Measured> = measured!()
            .filter(measurement::commitment_id.eq(id))
            .filter(measurement::on_day.gt(day))
            .order(measurement::on_day)
            .limit(SOME)
            .load(conn)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
        behind = id;
    }
    loop {
        let series = seen_behind(conn, region, visible, behind)?;
        let Some(last) = series.last() else { return Ok(Vec::new()) };
        behind = *last;
        let rows: Vec<Measured> = measured!()
            .filter(measurement::commitment_id.eq_any(series))
            .order((measurement::commitment_id, measurement::on_day))
            .limit(SOME)
            .load(conn)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
}

fn seen_behind(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    behind: CommitmentId,
) -> Outcome<Vec<CommitmentId>> {
    let mut query = commitment::table.filter(commitment::region_id.eq(region)).into_boxed();
    if let VisibleFigures::Of(list) = visible {
        query = query.filter(commitment::municipality_id.eq_any(list.clone()));
    }
    Ok(query.filter(commitment::id.gt(behind)).order(commitment::id).limit(SERIES).select(commitment::id).load(conn)?)
}

/// One measurement, when its figures are seen.
pub(super) fn one_measured(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    id: MeasurementId,
) -> Outcome<Option<Measured>> {
    let row: Option<Measured> =
        measured!().filter(measurement::id.eq(id)).filter(commitment::region_id.eq(region)).first(conn).optional()?;
    Ok(row.filter(|(_, (municipality, ..))| visible.includes(*municipality)))
}
