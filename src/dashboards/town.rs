//! One municipality in a region: what it has taken on, how that goes, and what it has given, to itself and to others.

use std::collections::HashMap;

use super::narrow::Narrow;
use super::realisation::courses;
use super::region::{Look, RegionShown, gather};
use super::rules::{Course, CurveBlock, Month};
use super::store;
use super::view;
use crate::access::permission::{LockReport, SeeDashboard, ShareLinks};
use crate::access::{Allowed, Place, Scope};
use crate::benefits;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{BenefitId, MunicipalityId, ProjectId};
use crate::measurements::store::Promised;
use crate::municipalities;
use crate::projects;
use crate::projects::roadmap::Filter;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::regions::store::{Region, VisibleFigures};
use crate::web::{Call, Replied, kept, projector};

/// Months before this one in the small drawings and the curve: a year in all.
const MONTHS_BEFORE: i32 = 11;

/// What the page shows.
pub struct TownShown {
    /// The region, narrowed to the municipality.
    pub region: RegionShown,
    /// Which municipality.
    pub municipality: MunicipalityId,
    /// Its name today.
    pub name: String,
    /// What it has given the municipality itself.
    pub own: Vec<CurveBlock>,
    /// What it has given citizens, business and other bodies.
    pub others: Vec<CurveBlock>,
    /// The projects it has taken on, with their titles.
    pub projects: Vec<(ProjectId, String)>,
    /// The one that the curve is about; all of them when there is none.
    pub project: Option<ProjectId>,
    /// Planned and realised of that, month by month.
    pub curve: Vec<Course>,
}

impl TownShown {
    /// Since when it is a member no longer.
    pub fn left_on(&self) -> Option<Day> {
        let ended = self.region.matrix.members.iter().filter_map(|member| member.membership.to_day);
        ended.filter(|to| *to <= self.region.today).max()
    }
}

/// What this reader may do on a municipality's page.
#[derive(Debug)]
pub struct TownMay {
    /// Lock a report about it.
    pub report: bool,
    /// Give somebody without an account a link to it.
    pub share: bool,
}

/// `/regions/{id}/municipalities/{municipality_id}`: 404 where the figures may not be seen.
pub async fn page(allowed: Allowed<SeeDashboard>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let municipality: MunicipalityId = call.id("municipality_id")?;
        let project = call.query_word("project");
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        if !is_seen(conn, &region, &visible, municipality)? {
            return Err(Code::NotFound.into());
        }
        let wide = projector::is_asked_for(call);
        let here = Place::municipality(region.id, municipality);
        let may =
            TownMay { report: allowed.may_also::<LockReport>(&here), share: allowed.may_also::<ShareLinks>(&here) };
        kept::answer(conn, call, &[region.id], &(&visible, scope.is_bound(), &may), |conn| {
            let shown = gathered(conn, &scope, &region, (municipality, project), (today, wide))?;
            Ok(view::town::page(call, &shown, &may).into())
        })
    })
    .await
}

/// What is to be seen of a municipality, with the curve of one project where an address names it; 404 where its figures
/// may not be seen.
pub fn gathered(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    (municipality, project): (MunicipalityId, Option<String>),
    (today, projector): (Day, bool),
) -> Outcome<TownShown> {
    let visible = regions::store::visible_figures(conn, scope, region.id, today)?;
    if !is_seen(conn, region, &visible, municipality)? {
        return Err(Code::NotFound.into());
    }
    let project = project_of(conn, region, project)?;
    let filter = Filter { municipality: Some(municipality), ..Filter::default() };
    let look = Look { scope, visible: &visible, filter: &filter, on: today, today, projector };
    let shown = gather(conn, region, &look)?;
    let months = a_year(today);
    let (own, others) = gains(conn, region, municipality, months)?;
    let narrow =
        Narrow { projects: project.map(|id| std::iter::once(id).collect()), ..Narrow::to_municipality(municipality) };
    Ok(TownShown {
        name: municipalities::store::name(conn, municipality, today)?,
        projects: taken_on(&shown),
        curve: courses(conn, &visible, region.id, &narrow, months)?,
        region: shown,
        municipality,
        own,
        others,
        project,
    })
}

/// The months of the curves: a year in all.
pub fn a_year(today: Day) -> (Month, Month) {
    (Month::of(today).minus(MONTHS_BEFORE), Month::of(today))
}

/// A project of the region that an address names; 404 where it has none such.
pub fn project_of(conn: &mut AnyConn, region: &Region, word: Option<String>) -> Outcome<Option<ProjectId>> {
    let Some(word) = word.filter(|word| !word.is_empty()) else { return Ok(None) };
    let id: ProjectId = word.parse().map_err(|()| Refusal::new(Code::NotFound))?;
    Ok(Some(projects::store::find_in(conn, region.id, id)?.id))
}

/// A member that an address names and whose figures may be seen; 404 otherwise.
pub fn visible_town(
    conn: &mut AnyConn,
    region: &Region,
    visible: &VisibleFigures,
    word: Option<String>,
) -> Outcome<Option<MunicipalityId>> {
    let Some(word) = word.filter(|word| !word.is_empty()) else { return Ok(None) };
    let id: MunicipalityId = word.parse().map_err(|()| Refusal::new(Code::NotFound))?;
    if is_seen(conn, region, visible, id)? { Ok(Some(id)) } else { Err(Code::NotFound.into()) }
}

/// Whether a municipality is or was a member, and its figures may be seen.
fn is_seen(conn: &mut AnyConn, region: &Region, visible: &VisibleFigures, id: MunicipalityId) -> Outcome<bool> {
    let member = regions::store::memberships(conn, region.id)?.iter().any(|row| row.municipality_id == id);
    Ok(member && visible.includes(id))
}

fn taken_on(shown: &RegionShown) -> Vec<(ProjectId, String)> {
    let rows = shown.matrix.rows.iter();
    let taken = rows.filter(|(_, cells)| cells.iter().any(|cell| cell.figures.is_some_and(|it| it.accepted > 0)));
    taken.map(|(project, _)| (project.id, project.title.clone())).collect()
}

/// The curves of what arises in the municipality itself, and of what arises with others.
fn gains(
    conn: &mut AnyConn,
    region: &Region,
    municipality: MunicipalityId,
    months: (Month, Month),
) -> Outcome<(Vec<CurveBlock>, Vec<CurveBlock>)> {
    let narrow = Narrow::to_municipality(municipality);
    let arises: HashMap<BenefitId, Option<String>> = benefits::store::benefits_in(conn, region.id)?
        .into_iter()
        .map(|benefit| (benefit.id, benefit.arises_in))
        .collect();
    let inside = |benefit: BenefitId| {
        let place = arises.get(&benefit).and_then(Option::as_deref);
        place.is_none_or(|place| place == benefits::rules::OWN_ORGANISATION)
    };
    let (own, others): (Vec<Promised>, Vec<Promised>) =
        store::accepted(conn, region.id, &narrow)?.into_iter().partition(|one| inside(one.benefit_id));
    Ok((
        store::curve_of(conn, region.id, &narrow, &own, months)?,
        store::curve_of(conn, region.id, &narrow, &others, months)?,
    ))
}
