//! Planned against realised over time, for a region or a part of it, each class and unit by itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::narrow::Narrow;
use super::region::{Choices, Place};
use super::rules::course::{MONTHS_AHEAD, SPANS};
use super::rules::{Course, CurveBlock, Insight, Month, course};
use super::town::project_of;
use super::{region, store, view};
use crate::access::permission::{SeeDashboard, ShareLinks};
use crate::access::{Allowed, Scope};
use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, indicator, series};
use crate::ids::{IndicatorId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::rules::Direction;
use crate::measurements::sums::Group;
use crate::projects;
use crate::projects::roadmap::Filter;
use crate::refusal::Outcome;
use crate::regions;
use crate::regions::store::{Region, VisibleFigures};
use crate::web::{Call, Replied, kept, projector};

/// What the page shows.
pub struct RealisationShown {
    /// The region.
    pub region: Region,
    /// What is looked at.
    pub filter: Filter,
    /// The one project that is looked at, with its title.
    pub project: Option<(ProjectId, String)>,
    /// How many months.
    pub months: i32,
    /// What can be chosen among.
    pub choices: Choices,
    /// The region's projects, for choosing one.
    pub projects: Vec<(ProjectId, String)>,
    /// One for each class and unit.
    pub courses: Vec<Course>,
    /// The newest day anything was measured for.
    pub last_measured: Option<Day>,
    /// Of how many of its members the reader sees the figures.
    pub insight: Insight,
    /// Drawn large.
    pub projector: bool,
}

/// What is asked for.
struct Asked {
    filter: Filter,
    project: Option<ProjectId>,
    months: i32,
    projector: bool,
}

/// `/regions/{id}/realisation`
pub async fn page(allowed: Allowed<SeeDashboard>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let months = call.query_word("months").and_then(|word| word.parse().ok());
        let asked = Asked {
            filter: Filter::of(call),
            project: project_of(conn, &region, call.query_word("project"))?,
            months: months.filter(|months| SPANS.contains(months)).unwrap_or(SPANS[0]),
            projector: projector::is_asked_for(call),
        };
        let may_share = allowed.may_also::<ShareLinks>(&region);
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        let sees = (&visible, scope.is_bound(), may_share);
        kept::answer(conn, call, &[region.id], &sees, |conn| {
            let shown = gathered(conn, (&scope, &visible), &region, &asked, today)?;
            Ok(view::realisation::page(call, &shown, may_share).into())
        })
    })
    .await
}

fn gathered(
    conn: &mut AnyConn,
    (scope, visible): (&Scope, &VisibleFigures),
    region: &Region,
    asked: &Asked,
    today: Day,
) -> Outcome<RealisationShown> {
    let narrow = Narrow::of(conn, region.id, &asked.filter)?.to_project(asked.project);
    let now = Month::of(today);
    let mut projects: Vec<(ProjectId, String)> =
        projects::store::of_region(conn, region.id)?.into_iter().map(|project| (project.id, project.title)).collect();
    projects.sort_by(|one, other| one.1.cmp(&other.1));
    let choices = region::choices(conn, region, scope, today)?;
    // Sums hold what was measured by those who have left, too.
    let mut towns: BTreeSet<MunicipalityId> = store::that_hold_figures(conn, region.id)?.into_iter().collect();
    towns.extend(choices.towns.iter().map(|(id, _)| *id));
    towns.retain(|id| scope.lists(*id) && narrow.municipality.is_none_or(|only| only == *id));
    let insight = Insight { seen: towns.iter().filter(|id| visible.includes(**id)).count(), all: towns.len() };
    Ok(RealisationShown {
        courses: courses(conn, visible, region.id, &narrow, (now.minus(asked.months - 1), now))?,
        last_measured: store::last_measured(conn, region.id, visible, &narrow)?,
        insight,
        choices,
        project: asked.project.and_then(|id| projects.iter().find(|(known, _)| *known == id).cloned()),
        projects,
        region: region.clone(),
        filter: asked.filter.clone(),
        months: asked.months,
        projector: asked.projector,
    })
}

/// Planned and realised from a month until the running one, with the plan and the trend of the months ahead: one course
/// for each class and unit of what is looked at, over those whose figures the reader may see.
pub fn courses(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    narrow: &Narrow,
    (from, now): (Month, Month),
) -> Outcome<Vec<Course>> {
    let newest = newest(conn, visible, region, narrow)?;
    let blocks = store::narrowed_curve(conn, visible, region, narrow, (from, now.plus(MONTHS_AHEAD)))?;
    let group = |block: &CurveBlock| Group { class: block.class.clone(), unit: block.unit.clone() };
    let measured_on = |block: &CurveBlock| newest.get(&group(block)).copied();
    Ok(blocks.into_iter().map(|block| (measured_on(&block), block)).map(|(on, block)| course(block, now, on)).collect())
}

/// The newest day anything was measured for, of each class and unit.
fn newest(
    conn: &mut AnyConn,
    visible: &VisibleFigures,
    region: RegionId,
    narrow: &Narrow,
) -> Outcome<BTreeMap<Group, Day>> {
    // What is only to be held has no gain and is in no curve.
    let groups: HashMap<IndicatorId, Group> = indicator::table
        .inner_join(benefit::table.on(benefit::id.eq(indicator::benefit_id)))
        .filter(indicator::region_id.eq(region))
        .filter(indicator::direction.ne(Direction::Hold))
        .select((indicator::id, benefit::class, indicator::unit))
        .load::<(IndicatorId, Option<Class>, String)>(conn)?
        .into_iter()
        .map(|(id, class, unit)| (id, Group::of(class, unit)))
        .collect();
    let mut rows = series::table
        .inner_join(commitment::table.on(commitment::id.eq(series::commitment_id)))
        .filter(series::region_id.eq(region))
        .filter(series::latest_on.is_not_null())
        .filter(commitment::baseline_value.ne(commitment::target_value))
        .into_boxed();
    if let Some(only) = narrow.municipality {
        rows = rows.filter(series::municipality_id.eq(only));
    }
    let rows: Vec<(IndicatorId, Place, Option<Day>)> = rows
        .select((commitment::indicator_id, (series::project_id, series::municipality_id), series::latest_on))
        .load(conn)?;
    let mut newest: BTreeMap<Group, Day> = BTreeMap::new();
    for (indicator, (project, town), on) in rows {
        let seen = narrow.takes(project, town) && visible.includes(town);
        let (Some(group), Some(on)) = (groups.get(&indicator), on.filter(|_| seen)) else { continue };
        match newest.get_mut(group) {
            Some(known) => *known = on.max(*known),
            None => drop(newest.insert(group.clone(), on)),
        }
    }
    Ok(newest)
}
