//! Holds a region's curve, as it is read off the sums that are kept ready, against the measurements themselves.

use diesel::prelude::*;

use super::rules::{CurveBlock, Month};
use super::store;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::region;
use crate::ids::RegionId;
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

/// Months that are looked at: ten years.
const MONTHS: i32 = 120;

/// A region whose curve is not what the measurements say.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct CurveDifference {
    /// Which region.
    pub region_id: RegionId,
    /// As it is kept.
    pub kept: Vec<CurveBlock>,
    /// As the measurements say.
    pub computed: Vec<CurveBlock>,
}

/// Every region whose curve differs. None is health.
pub fn check(conn: &mut AnyConn, today: Day) -> Outcome<Vec<CurveDifference>> {
    let regions: Vec<RegionId> = region::table.select(region::id).order(region::id).load(conn)?;
    let to = Month::of(today);
    let mut differences = Vec::new();
    for region_id in regions {
        let kept = store::curve(conn, &VisibleFigures::All, region_id, to.minus(MONTHS), to)?;
        let computed = store::computed_curve(conn, &VisibleFigures::All, region_id, to.minus(MONTHS), to)?;
        if kept != computed {
            differences.push(CurveDifference { region_id, kept, computed });
        }
    }
    Ok(differences)
}
