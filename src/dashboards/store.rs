//! Queries for dashboards. Writes nothing.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::narrow::Narrow;
use super::rules::{self, Cell, CellSeries, CurveBlock, CurveSeries, Month};
use crate::access::Scope;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{benefit, cell, commitment, measurement, series};
use crate::decimal::Decimal;
use crate::handovers;
use crate::handovers::rules::State;
use crate::ids::{CommitmentId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::derived::{CELL, CellRow, cell_of};
use crate::measurements::rules::{LEAST_ANSWERS, NEVER, Point, Shortfall, is_too_few};
use crate::measurements::store::{Promised, accepted_among, accepted_in_region, counts};
use crate::measurements::sums;
use crate::projects;
use crate::projects::store::Project;
use crate::refusal::Outcome;
use crate::regions;
use crate::regions::store::{NamedMember, VisibleFigures};

/// One project in one municipality.
#[derive(Clone, Copy, Debug)]
pub struct MatrixCell {
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// The newest handover's state.
    pub handover_state: Option<State>,
    /// The state of the one that holds, which is what the figures are of.
    pub holds: Option<State>,
    /// The figures; none where the municipality does not share them with the reader.
    pub figures: Option<Cell>,
}

/// A region's matrix on a day.
#[derive(Debug)]
pub struct Matrix {
    /// The day.
    pub on: Day,
    /// The columns: members on that day or today, in alphabetical order.
    pub members: Vec<NamedMember>,
    /// The rows: every project with a cell for every member.
    pub rows: Vec<(Project, Vec<MatrixCell>)>,
}

type Place = (ProjectId, MunicipalityId);

/// The matrix as this scope may see it. From today on it is read off what is kept beside the measurements; a day that
/// lies behind is computed from the measurements themselves. Handovers stand as they stand now.
pub fn matrix(conn: &mut AnyConn, scope: &Scope, region: RegionId, on: Day, today: Day) -> Outcome<Matrix> {
    narrowed_matrix(conn, scope, region, &Narrow::default(), (on, today))
}

/// The same for a part of the region.
pub fn narrowed_matrix(
    conn: &mut AnyConn,
    scope: &Scope,
    region: RegionId,
    narrow: &Narrow,
    (on, today): (Day, Day),
) -> Outcome<Matrix> {
    let visible = regions::store::visible_figures(conn, scope, region, today)?;
    let mut members = columns(conn, region, on, today)?;
    members.retain(|member| scope.lists(member.membership.municipality_id));
    if let Some(only) = narrow.municipality {
        members.retain(|member| member.membership.municipality_id == only);
        // Whoever has left is among the others no longer; asked for alone, what they had taken on is shown.
        if members.is_empty() && scope.lists(only) {
            members.extend(regions::store::member_until(conn, region, only, on)?);
        }
    }
    let mut projects = projects::store::of_region(conn, region)?;
    projects.retain(|project| narrow.takes_project(project.id));
    let stands = handovers::store::stands_in_region(conn, region)?;
    let figures = match narrow.class {
        _ if on < today => computed_within(conn, region, narrow, on)?,
        None => kept(conn, region, on)?,
        Some(_) => kept_of_class(conn, region, narrow, on)?,
    };
    let rows = projects
        .into_iter()
        .map(|project| {
            let cells = members
                .iter()
                .map(|member| {
                    let municipality = member.membership.municipality_id;
                    let place = (project.id, municipality);
                    // What is only being prepared is between the region and the municipality.
                    let tells = |state: &State| *state != State::Draft || scope.sees_municipality(region, municipality);
                    MatrixCell {
                        municipality_id: municipality,
                        handover_state: stands.get(&place).map(|stands| stands.newest).filter(tells),
                        holds: stands.get(&place).map(|stands| stands.holds).filter(tells),
                        figures: visible
                            .includes(municipality)
                            .then(|| figures.get(&place).copied().unwrap_or_default()),
                    }
                })
                .collect();
            (project, cells)
        })
        .collect();
    Ok(Matrix { on, members, rows })
}

/// The members on the day. For a day that lies behind, those of today too: what they have accepted has been measured from
/// its baseline on, which may be older than the membership.
fn columns(conn: &mut AnyConn, region: RegionId, on: Day, today: Day) -> Outcome<Vec<NamedMember>> {
    let mut members = regions::store::members_on(conn, region, on)?;
    if on < today {
        let known: Vec<MunicipalityId> = members.iter().map(|member| member.membership.municipality_id).collect();
        let now = regions::store::members_on(conn, region, today)?;
        members.extend(now.into_iter().filter(|member| !known.contains(&member.membership.municipality_id)));
        members.sort_by(|one, two| one.name_sort.cmp(&two.name_sort));
    }
    Ok(members)
}

/// The figures as they are kept, with what is overdue on a day from today on.
fn kept(conn: &mut AnyConn, region: RegionId, on: Day) -> Outcome<HashMap<Place, Cell>> {
    let cells: Vec<(ProjectId, MunicipalityId, CellRow)> = cell::table
        .filter(cell::region_id.eq(region))
        .select((cell::project_id, cell::municipality_id, CELL))
        .load(conn)?;
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    Ok(cells
        .into_iter()
        .map(|(project, place, row)| {
            let sums = cell_of(row);
            let cell = Cell {
                measured: count(sums.counts.measured),
                accepted: count(sums.counts.accepted),
                on_plan: count(sums.counts.on_plan),
                overdue: count(sums.overdue_on(on)),
            };
            ((project, place), cell)
        })
        .collect())
}

/// The same for benefits of one class: cells hold all classes, so it is counted from the series.
fn kept_of_class(conn: &mut AnyConn, region: RegionId, narrow: &Narrow, on: Day) -> Outcome<HashMap<Place, Cell>> {
    let rows: Vec<(ProjectId, MunicipalityId, Option<i64>, Day)> = series::table
        .inner_join(commitment::table.on(commitment::id.eq(series::commitment_id)))
        .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
        .filter(series::region_id.eq(region))
        .filter(benefit::class.eq(narrow.class))
        .select((series::project_id, series::municipality_id, series::shortfall, series::overdue_from))
        .load(conn)?;
    let mut cells: HashMap<Place, Cell> = HashMap::new();
    for (project, municipality, shortfall, overdue_from) in rows {
        let cell = cells.entry((project, municipality)).or_default();
        cell.accepted += 1;
        cell.measured += u32::from(shortfall.is_some());
        cell.on_plan += u32::from(shortfall == Some(Shortfall::NONE.millionths()));
        cell.overdue += u32::from(overdue_from != NEVER && overdue_from <= on);
    }
    Ok(cells)
}

/// The figures as they stood on a day, from the measurements.
pub fn computed(conn: &mut AnyConn, region: RegionId, on: Day) -> Outcome<HashMap<Place, Cell>> {
    computed_within(conn, region, &Narrow::default(), on)
}

fn computed_within(conn: &mut AnyConn, region: RegionId, narrow: &Narrow, on: Day) -> Outcome<HashMap<Place, Cell>> {
    let measurements = measurements_by(conn, region, narrow, on)?;
    let mut places: BTreeMap<Place, Vec<Promised>> = BTreeMap::new();
    for promised in accepted(conn, region, narrow)? {
        places.entry((promised.project_id, promised.municipality_id)).or_default().push(promised);
    }
    Ok(places
        .into_iter()
        .map(|(place, promised)| {
            let series = promised.iter().map(|one| {
                let measured = measurements.get(&one.id);
                CellSeries {
                    promise: &one.followed.promise,
                    calendar: &one.followed.calendar,
                    measurements: measured.map_or(&[][..], |measured| &measured.shown),
                    answered_on: measured.and_then(|measured| measured.answered_on),
                }
            });
            (place, rules::cell(series, on))
        })
        .collect())
}

/// The accepted commitments that are looked at.
pub fn accepted(conn: &mut AnyConn, region: RegionId, narrow: &Narrow) -> Outcome<Vec<Promised>> {
    let mut found = accepted_among(conn, region, narrow.municipality, narrow.projects.as_ref())?;
    found.retain(|one| takes(narrow, one));
    Ok(found)
}

/// Whether a commitment is looked at.
pub fn takes(narrow: &Narrow, one: &Promised) -> bool {
    narrow.takes(one.project_id, one.municipality_id) && narrow.takes_class(&one.group.class)
}

/// What was measured of a commitment by a day.
#[derive(Default)]
pub struct MeasuredBy {
    /// What counts, in order of day.
    pub shown: Vec<Point>,
    /// The day of the latest, whether it counts or not.
    answered_on: Option<Day>,
}

/// A region's measurements by a day, by commitment.
pub fn measurements_by(
    conn: &mut AnyConn,
    region: RegionId,
    narrow: &Narrow,
    on: Day,
) -> Outcome<HashMap<CommitmentId, MeasuredBy>> {
    let mut rows = measurement::table
        .inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id)))
        .filter(commitment::region_id.eq(region))
        .filter(commitment::accepted_in.is_not_null())
        .filter(measurement::on_day.le(on))
        .into_boxed();
    if let Some(projects) = &narrow.projects {
        rows = rows.filter(commitment::project_id.eq_any(projects.iter().copied().collect::<Vec<_>>()));
    }
    if let Some(only) = narrow.municipality {
        rows = rows.filter(commitment::municipality_id.eq(only));
    }
    let mut rows: Vec<(CommitmentId, Day, Decimal, Option<i64>, bool)> = rows
        .select((
            measurement::commitment_id,
            measurement::on_day,
            measurement::value,
            measurement::n,
            measurement::waits,
        ))
        .load(conn)?;
    // Asked to order them, SQLite walks through everybody's measurements in that order.
    rows.sort_unstable_by_key(|(id, on, ..)| (*id, *on));
    let mut by: HashMap<CommitmentId, MeasuredBy> = HashMap::new();
    for (id, on, value, n, waits) in rows {
        let measured = by.entry(id).or_default();
        measured.answered_on = Some(on);
        if !is_too_few(n) && !waits {
            measured.shown.push(Point { on, value });
        }
    }
    Ok(by)
}

/// What counts of a region's measurements between two days, by commitment, in order of day; first in each list the last one
/// before them, which stands until the next. However long the history is, this reads no more of it.
fn counting_between(
    conn: &mut AnyConn,
    region: RegionId,
    narrow: &Narrow,
    (from, to): (Day, Day),
) -> Outcome<HashMap<CommitmentId, Vec<Point>>> {
    let least = LEAST_ANSWERS;
    let earlier = diesel::alias!(measurement as earlier);
    let last_before = earlier
        .filter(earlier.field(measurement::commitment_id).eq(commitment::id))
        .filter(earlier.field(measurement::on_day).lt(from))
        .filter(earlier.field(measurement::n).is_null().or(earlier.field(measurement::n).ge(least)))
        .filter(earlier.field(measurement::waits).eq(false))
        .select(diesel::dsl::max(earlier.field(measurement::on_day)))
        .single_value();
    let of_commitments =
        || commitment::table.inner_join(measurement::table.on(measurement::commitment_id.eq(commitment::id)));
    let looked_at = commitment::region_id.eq(region).and(commitment::accepted_in.is_not_null());
    let columns = (measurement::commitment_id, measurement::on_day, measurement::value);
    let mut before =
        of_commitments().filter(looked_at).filter(measurement::on_day.nullable().eq(last_before)).into_boxed();
    let mut within =
        of_commitments().filter(looked_at).filter(measurement::on_day.between(from, to)).filter(counts()).into_boxed();
    if let Some(projects) = &narrow.projects {
        let projects: Vec<ProjectId> = projects.iter().copied().collect();
        before = before.filter(commitment::project_id.eq_any(projects.clone()));
        within = within.filter(commitment::project_id.eq_any(projects));
    }
    if let Some(only) = narrow.municipality {
        before = before.filter(commitment::municipality_id.eq(only));
        within = within.filter(commitment::municipality_id.eq(only));
    }
    let mut rows: Vec<(CommitmentId, Day, Decimal)> = before.select(columns).load(conn)?;
    rows.extend(within.select(columns).load::<(CommitmentId, Day, Decimal)>(conn)?);
    rows.sort_unstable_by_key(|(id, on, _)| (*id, *on));
    let mut by: HashMap<CommitmentId, Vec<Point>> = HashMap::new();
    for (id, on, value) in rows {
        by.entry(id).or_default().push(Point { on, value });
    }
    Ok(by)
}

/// Planned against realised, over some accepted commitments of a region that are looked at.
pub fn curve_of(
    conn: &mut AnyConn,
    region: RegionId,
    narrow: &Narrow,
    accepted: &[Promised],
    (from, to): (Month, Month),
) -> Outcome<Vec<CurveBlock>> {
    let measured = counting_between(conn, region, narrow, (from.last_day(), to.last_day()))?;
    Ok(rules::curve(series_of(accepted, |id| measured.get(&id).map(Vec::as_slice)), from, to))
}

/// The curves of some projects, each for itself, over what the reader may see.
pub fn curves_by_project(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    narrow: &Narrow,
    (from, to): (Month, Month),
) -> Outcome<BTreeMap<ProjectId, Vec<CurveBlock>>> {
    let mut by: BTreeMap<ProjectId, Vec<Promised>> = BTreeMap::new();
    for one in accepted(conn, region, narrow)? {
        if visible.includes(one.municipality_id) {
            by.entry(one.project_id).or_default().push(one);
        }
    }
    let measured = counting_between(conn, region, narrow, (from.last_day(), to.last_day()))?;
    let curve = |some: &[Promised]| rules::curve(series_of(some, |id| measured.get(&id).map(Vec::as_slice)), from, to);
    Ok(by.into_iter().map(|(project, some)| (project, curve(&some))).collect())
}

fn series_of<'a>(
    accepted: &'a [Promised],
    measured: impl Fn(CommitmentId) -> Option<&'a [Point]> + 'a,
) -> impl Iterator<Item = CurveSeries<'a>> {
    accepted.iter().map(move |one| CurveSeries {
        class: &one.group.class,
        unit: &one.group.unit,
        promise: &one.followed.promise,
        measurements: measured(one.id).unwrap_or_default(),
    })
}

/// Planned against realised, over the accepted commitments whose figures the reader may see: another sum would tell
/// what somebody keeps to themselves. Read off the sums that are kept beside the measurements.
pub fn curve(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    from: Month,
    to: Month,
) -> Outcome<Vec<CurveBlock>> {
    let planned = sums::planned(conn, region, visible)?;
    let realised = sums::realised(conn, region, visible, to)?;
    Ok(rules::curve_of_sums(planned, realised, from, to))
}

/// The curve of a part of the region. A municipality's sums are kept; those of some projects are not, and are computed.
pub fn narrowed_curve(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    narrow: &Narrow,
    (from, to): (Month, Month),
) -> Outcome<Vec<CurveBlock>> {
    let visible = narrow.visible(visible);
    if narrow.projects.is_some() {
        let mut some = accepted(conn, region, narrow)?;
        some.retain(|one| visible.includes(one.municipality_id));
        return curve_of(conn, region, narrow, &some, (from, to));
    }
    let mut blocks = curve(conn, &visible, region, from, to)?;
    blocks.retain(|block| narrow.takes_class(&block.class));
    Ok(blocks)
}

/// The same from the measurements themselves: what `curve` is held against.
pub fn computed_curve(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    from: Month,
    to: Month,
) -> Outcome<Vec<CurveBlock>> {
    let measured = measurements_by(conn, region, &Narrow::default(), to.last_day())?;
    let mut accepted = accepted_in_region(conn, region)?;
    accepted.retain(|one| visible.includes(one.municipality_id));
    Ok(rules::curve(series_of(&accepted, |id| measured.get(&id).map(|measured| measured.shown.as_slice())), from, to))
}

/// The newest day that anything was measured for, among what is looked at and the reader may see.
pub fn last_measured(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    narrow: &Narrow,
) -> Outcome<Option<Day>> {
    let rows: Vec<(ProjectId, MunicipalityId, Option<Day>)> = match narrow.class {
        None => cell::table
            .filter(cell::region_id.eq(region))
            .select((cell::project_id, cell::municipality_id, cell::latest_on))
            .load(conn)?,
        Some(class) => series::table
            .inner_join(commitment::table.on(commitment::id.eq(series::commitment_id)))
            .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
            .filter(series::region_id.eq(region))
            .filter(benefit::class.eq(class))
            .select((series::project_id, series::municipality_id, series::latest_on))
            .load(conn)?,
    };
    let seen = rows.into_iter().filter(|(project, town, _)| narrow.takes(*project, *town) && visible.includes(*town));
    Ok(seen.filter_map(|(.., on)| on).max())
}

/// Whether everything that is measured in a region may be seen: also what was measured by those who have left it.
pub fn sees_all(conn: &mut AnyConn, region: RegionId, visible: &VisibleFigures) -> Outcome<bool> {
    let VisibleFigures::Of(_) = visible else { return Ok(true) };
    Ok(that_hold_figures(conn, region)?.into_iter().all(|town| visible.includes(town)))
}

/// Municipalities with figures in a region, those that have left it among them.
pub fn that_hold_figures(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<MunicipalityId>> {
    Ok(cell::table.filter(cell::region_id.eq(region)).select(cell::municipality_id).distinct().load(conn)?)
}
