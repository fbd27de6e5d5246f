//! Recomputes everything that is derived from measurements the slow way, and says where what is kept is otherwise.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::derived::{CELL, CellRow, PlaceKey, SERIES, SeriesRow, cell_of};
use super::rules::{BendKey, CellSums, Month, Standing};
use super::store;
use super::sums::{self, Group, Sums};
use crate::db::AnyConn;
use crate::db::schema::{cell, region, series};
use crate::ids::{CommitmentId, MunicipalityId, ProjectId, RegionId};
use crate::refusal::Outcome;

/// A derived row that is not what the measurements say.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Difference {
    /// Which table.
    pub table: &'static str,
    /// Which row, by its key.
    pub row: String,
    /// What is kept; empty when the row is missing.
    pub kept: String,
    /// What the measurements say; empty when there should be no row.
    pub computed: String,
}

/// Every difference in every region. None is health.
pub fn check(conn: &mut AnyConn) -> Outcome<Vec<Difference>> {
    let regions: Vec<RegionId> = region::table.select(region::id).order(region::id).load(conn)?;
    let mut differences = Vec::new();
    for region in regions {
        check_region(conn, region, &mut differences)?;
    }
    Ok(differences)
}

fn check_region(conn: &mut AnyConn, region: RegionId, differences: &mut Vec<Difference>) -> Outcome<()> {
    let mut computed: BTreeMap<CommitmentId, (PlaceKey, Standing)> = BTreeMap::new();
    let mut cells: BTreeMap<PlaceKey, CellSums> = BTreeMap::new();
    let mut sums = Sums::default();
    for promised in store::accepted_in_region(conn, region)? {
        let points = store::points_of(conn, promised.id)?;
        let answered_on = store::latest_day(conn, promised.id)?;
        let standing =
            Standing::of(&promised.followed, points.last().copied()).answered(&promised.followed, answered_on);
        sums.add(&promised, &points);
        cells.entry(promised.place_key()).or_default().follow(&standing);
        computed.insert(promised.id, (promised.place_key(), standing));
    }
    for ((_, project, municipality), cell) in &mut cells {
        cell.logged_at = store::logged_at(conn, *project, *municipality)?;
    }
    let kept: BTreeMap<CommitmentId, (PlaceKey, Standing)> = kept_series(conn, region)?
        .into_iter()
        .map(|(place, row)| (row.commitment_id, (place, row.standing())))
        .collect();
    compare("series", &kept, &computed, ToString::to_string, differences);
    compare(
        "cell",
        &kept_cells(conn, region)?,
        &cells,
        |(_, project, place)| format!("{project} {place}"),
        differences,
    );
    let (kept, computed) = (sums::kept(conn, region)?, sums.without_nothing());
    let named = |group: &Group, place: &MunicipalityId| format!("{} {} {place}", group.class, group.unit);
    let bend = |(_, place, group, (on, span)): &(RegionId, MunicipalityId, Group, BendKey)| {
        format!("{} {on} {span}", named(group, place))
    };
    compare("planned_bend", &kept.planned, &computed.planned, bend, differences);
    let step = |(_, place, group, month): &(RegionId, MunicipalityId, Group, Month)| {
        format!("{} {month}", named(group, place))
    };
    compare("realised_step", &kept.realised, &computed.realised, step, differences);
    Ok(())
}

fn compare<K: Ord, V: PartialEq + std::fmt::Debug>(
    table: &'static str,
    kept: &BTreeMap<K, V>,
    computed: &BTreeMap<K, V>,
    name: impl Fn(&K) -> String,
    differences: &mut Vec<Difference>,
) {
    let shown = |value: Option<&V>| value.map(|value| format!("{value:?}")).unwrap_or_default();
    let missing = computed.keys().filter(|key| !kept.contains_key(key));
    for key in kept.keys().chain(missing) {
        let (here, there) = (kept.get(key), computed.get(key));
        if here != there {
            differences.push(Difference { table, row: name(key), kept: shown(here), computed: shown(there) });
        }
    }
}

fn kept_series(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<(PlaceKey, SeriesRow)>> {
    let rows: Vec<(PlaceKey, SeriesRow)> = series::table
        .filter(series::region_id.eq(region))
        .select(((series::region_id, series::project_id, series::municipality_id), SERIES))
        .load(conn)?;
    Ok(rows)
}

fn kept_cells(conn: &mut AnyConn, region: RegionId) -> Outcome<BTreeMap<PlaceKey, CellSums>> {
    let rows: Vec<(ProjectId, MunicipalityId, CellRow)> = cell::table
        .filter(cell::region_id.eq(region))
        .select((cell::project_id, cell::municipality_id, CELL))
        .load(conn)?;
    Ok(rows.into_iter().map(|(project, place, row)| ((region, project, place), cell_of(row))).collect())
}
