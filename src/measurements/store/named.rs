//! Commitments with the names of what they measure.

use diesel::prelude::*;

use super::{IndicatorRow, OF_INDICATOR, Promised, with_calendars};
use crate::benefits::rules::Class;
use crate::benefits::store::Commitment;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, indicator, project};
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::Outcome;

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

type Columns = (Commitment, IndicatorRow, Option<Class>, (String, String, String, i64));

/// The accepted commitments of a municipality in a region: by project, benefit and indicator.
pub fn named_in_place(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId) -> Outcome<Vec<Named>> {
    let rows: Vec<Columns> = commitment::table
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
        .inner_join(project::table.on(project::id.eq(commitment::project_id)))
        .filter(commitment::region_id.eq(region))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .order((project::title, project::id, benefit::title, benefit::id, commitment::id))
        .select((
            Commitment::as_select(),
            OF_INDICATOR,
            benefit::class,
            (project::title, benefit::title, indicator::name, indicator::decimals),
        ))
        .load(conn)?;
    let (rows, names): (Vec<_>, Vec<_>) =
        rows.into_iter().map(|(commitment, calendar, class, names)| ((commitment, calendar, class), names)).unzip();
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
