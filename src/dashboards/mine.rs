//! One's own projects, for home: how each stands, and what it has given through a year.

use super::narrow::Narrow;
use super::rules::{CurveBlock, Month};
use super::status::{Shown, of_cell, severity};
use super::store::{self, MatrixCell};
use super::{deviations, town};
use crate::access::Allowed;
use crate::access::permission::{NudgeMeasurers, SeeDashboard, SignedIn};
use crate::access::scope::Within;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::handovers::rules::State;
use crate::ids::{MunicipalityId, ProjectId};
use crate::municipalities;
use crate::refusal::Outcome;
use crate::regions;
use crate::regions::store::Region;

/// Most projects of a municipality, and of a region, whose own page has them all; those that stand worst come first. What
/// a region's project has given is added up from everybody's measurements of a year, and home is made anew after every
/// change.
const MOST: (usize, usize) = (7, 3);

/// The projects of one of one's places.
#[derive(Debug)]
pub struct Mine {
    /// The region.
    pub region: Region,
    /// One's own municipality with its name today; none for the region's own people.
    pub town: Option<(MunicipalityId, String)>,
    /// The projects, those that stand worst first.
    pub projects: Vec<Project>,
    /// How many more there are.
    pub more: usize,
    /// The months that were looked at.
    pub months: (Month, Month),
}

/// A project that somebody holds the baton of.
#[derive(Debug)]
pub struct Project {
    /// Which.
    pub id: ProjectId,
    /// Its title.
    pub title: String,
    /// How it stands; of several municipalities, where it stands worst.
    pub status: Shown,
    /// The municipalities that are looked at.
    pub cells: Vec<MatrixCell>,
    /// What was realised, month by month, each class and unit for itself.
    pub blocks: Vec<CurveBlock>,
}

/// The projects of everybody's own municipalities, and of the regions whose own people they are.
pub fn mine(conn: &mut AnyConn, allowed: &Allowed<SignedIn>, regions: &[Region], today: Day) -> Outcome<Vec<Mine>> {
    let scope = allowed.scope();
    let mut all = Vec::new();
    for region in regions {
        if !allowed.may_also::<SeeDashboard>(region) {
            continue;
        }
        let own = scope.own_municipalities().into_iter().filter(|(there, _)| *there == region.id);
        let own: Vec<MunicipalityId> = own.map(|(_, town)| town).collect();
        for town in &own {
            all.push(of_place(conn, allowed, region, Some(*town), today)?);
        }
        // Who reads for the region and has a municipality has the municipality's; who follows up the region has both.
        let follows_up = own.is_empty() || allowed.may_also::<NudgeMeasurers>(region);
        if follows_up && matches!(scope.within(region.id), Some(Within::Whole)) {
            all.push(of_place(conn, allowed, region, None, today)?);
        }
    }
    all.retain(|mine| !mine.projects.is_empty());
    Ok(all)
}

fn of_place(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    region: &Region,
    town: Option<MunicipalityId>,
    today: Day,
) -> Outcome<Mine> {
    let scope = allowed.scope();
    let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
    let mut narrow = Narrow { municipality: town, ..Narrow::default() };
    let matrix = store::narrowed_matrix(conn, &scope, region.id, &narrow, (today, today))?;
    let theirs = visible.among(matrix.members.iter().map(|member| member.membership.municipality_id));
    let behind = deviations::behind_places(conn, region, &theirs, &narrow)?;
    let mut projects: Vec<Project> = Vec::new();
    for (project, cells) in matrix.rows {
        let held = cells.iter().filter(|cell| cell.holds.is_some_and(State::is_held));
        let stand =
            |cell: &MatrixCell| of_cell(cell.holds, cell.figures, behind.contains(&(project.id, cell.municipality_id)));
        let Some(status) = held.map(stand).min_by_key(|shown| severity(*shown)) else { continue };
        projects.push(Project { id: project.id, title: project.title, status, cells, blocks: Vec::new() });
    }
    projects.sort_by_key(|project| severity(project.status));
    let most = if town.is_some() { MOST.0 } else { MOST.1 };
    let more = projects.len().saturating_sub(most);
    projects.truncate(most);
    let months = town::a_year(today);
    narrow.projects = Some(projects.iter().map(|project| project.id).collect());
    let mut blocks = store::curves_by_project(conn, &visible, region.id, &narrow, months)?;
    for project in &mut projects {
        project.blocks = blocks.remove(&project.id).unwrap_or_default();
    }
    let town = match town {
        Some(town) => Some((town, municipalities::store::name(conn, town, today)?)),
        None => None,
    };
    Ok(Mine { region: region.clone(), town, projects, more, months })
}
