//! Commitments with the names of what they measure.

use diesel::prelude::*;

use super::promised::{IndicatorRow, OF_INDICATOR, with_calendars};
use super::{Promised, Watch};
use crate::benefits::rules::Class;
use crate::benefits::store::Commitment;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, indicator, project, region};
use crate::ids::{CommitmentId, MunicipalityId, RegionId};
use crate::measurements::rules::Accumulation;
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

/// A commitment in a list of many.
#[derive(Clone, Debug)]
pub struct Named {
    /// The commitment.
    pub promised: Promised,
    /// Its project's title.
    pub project: String,
    /// Its benefit's title.
    pub benefit: String,
    /// Its indicator's name.
    pub indicator: String,
    /// Decimals to show at least.
    pub decimals: u8,
}

type Columns = (Commitment, IndicatorRow, Option<Class>, (String, String, String, i64), Watch);

/// The accepted commitments of a municipality in a region: by project, benefit and indicator.
pub fn named_in_place(conn: &mut AnyConn, within: RegionId, municipality: MunicipalityId) -> Outcome<Vec<Named>> {
    let rows: Vec<Columns> = commitment::table
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
        .inner_join(project::table.on(project::id.eq(commitment::project_id)))
        .inner_join(region::table.on(region::id.eq(commitment::region_id)))
        .filter(commitment::region_id.eq(within))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .order((project::title, project::id, benefit::title, benefit::id, commitment::id))
        .select((
            Commitment::as_select(),
            OF_INDICATOR,
            benefit::class,
            (project::title, benefit::title, indicator::name, indicator::decimals),
            (region::second_eyes, region::unusual_tolerance),
        ))
        .load(conn)?;
    let (rows, names): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .map(|(commitment, calendar, class, names, watch)| ((commitment, calendar, class, watch), names))
        .unzip();
    Ok(with_calendars(conn, rows)?
        .into_iter()
        .zip(names)
        .map(|(promised, (project, benefit, indicator, decimals))| Named {
            promised,
            project,
            benefit,
            indicator,
            decimals: u8::try_from(decimals.clamp(0, 6)).unwrap_or(0),
        })
        .collect())
}

/// What a commitment measures, in words.
#[derive(Clone, Debug, Queryable)]
pub struct Label {
    /// The commitment.
    pub id: CommitmentId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its project's title.
    pub project: String,
    /// Its benefit's title.
    pub benefit: String,
    /// Its indicator's name.
    pub indicator: String,
    /// What its values are counted in.
    pub unit: String,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
}

/// The commitments of a region whose figures are seen, in the order they were made, from one on.
pub fn labels_in_region(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    from: Option<CommitmentId>,
) -> Outcome<Vec<Label>> {
    let mut query = commitment::table
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
        .inner_join(project::table.on(project::id.eq(commitment::project_id)))
        .filter(commitment::region_id.eq(region))
        .filter(commitment::id.ge(from.unwrap_or(CommitmentId::from_number(0))))
        .into_boxed();
    if let VisibleFigures::Of(list) = visible {
        query = query.filter(commitment::municipality_id.eq_any(list.clone()));
    }
    Ok(query
        .order(commitment::id)
        .select((
            commitment::id,
            commitment::municipality_id,
            project::title,
            benefit::title,
            indicator::name,
            indicator::unit,
            indicator::accumulation,
        ))
        .load(conn)?)
}
