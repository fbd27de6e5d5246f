//! What a region's page is drawn from, gathered for what is looked at and for whose figures the reader may see.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::deviations::{Behind, behind, explained};
use super::headlines::store::{Edited, edited};
use super::idle::{self, Caught};
use super::lasting::{self, FallenBack};
use super::narrow::Narrow;
use super::rules::headline::{Glance, Headline, headlines, rates};
use super::rules::pressing::{Matter, Reason, most_pressing};
use super::rules::{Insight, Month};
use super::status::of_cell;
use super::store::{self, Matrix, MatrixCell};
use crate::access::Scope;
use crate::audit;
use crate::changes::rules::StepState;
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::db::schema::change_step;
use crate::handovers::rules::State;
use crate::handovers::store::{Handover, awaiting_others};
use crate::ids::{MunicipalityId, ProjectId};
use crate::measurements::described::{Described, describe};
use crate::measurements::rules::Sustained;
use crate::measurements::store::{Explanation, promised};
use crate::people;
use crate::projects::roadmap::Filter;
use crate::projects::rules::{DecisionPoint, from_json};
use crate::projects::store::Project;
use crate::refusal::Outcome;
use crate::regions::store::{Region, VisibleFigures, members_on};

/// Most lines in the list of what needs attention.
pub const MOST_LINES: usize = 7;

/// Days before an offer runs out from which it needs attention.
const NEARLY_OVER: i64 = 7;

/// Most decisions shown, behind and ahead.
const MOST_DECISIONS: usize = 4;

/// What a region's figures are drawn from.
pub struct RegionShown {
    /// The region.
    pub region: Region,
    /// What is looked at.
    pub filter: Filter,
    /// What can be chosen among.
    pub choices: Choices,
    /// Its matrix.
    pub matrix: Matrix,
    /// What it comes to, in sentences.
    pub said: Said,
    /// The newest day anything was measured for.
    pub last_measured: Option<Day>,
    /// When anything last changed in the region; for its own people.
    pub changed_at: Option<Moment>,
    /// Of how many of its members the reader sees the figures.
    pub insight: Insight,
    /// What needs attention most, and how much more there is.
    pub pressing: (Vec<Matter<Pressing>>, usize),
    /// Where some benefit is behind its plan.
    pub behind: BTreeSet<Place>,
    /// Decisions that were made last, and those that come.
    pub decisions: Decisions,
    /// Batons that have been caught in daily operations for so long that the region is told; for its own people.
    pub caught: Vec<Caught>,
    /// Benefits that have fallen back after their target's day.
    pub fallen_back: FallenBack,
    /// Drawn large, without what is only for the desk.
    pub projector: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// What the figures come to.
pub struct Said {
    /// The sentences that the rules choose.
    pub headlines: Vec<Headline>,
    /// What somebody wrote instead, with their name; only where the reader sees everything it rests on.
    pub edited: Option<(Edited, String)>,
}

/// What can be chosen among in a region.
pub struct Choices {
    /// Themes, in alphabetical order.
    pub themes: Vec<String>,
    /// Members, in alphabetical order.
    pub towns: Vec<(MunicipalityId, String)>,
}

/// Something that needs attention.
pub enum Pressing {
    /// A benefit that is behind its plan, with what was said about it.
    Behind(Box<Described>, Option<Explanation>),
    /// A benefit that has fallen back, with what was said about it.
    FallenBack(Box<Described>, Sustained, Option<Explanation>),
    /// So many measurements of a cell are overdue.
    Overdue(Place, u32),
    /// A baton is caught.
    Caught(Caught),
    /// An offer's time is nearly over, or over.
    Expiring(Handover),
    /// A step cannot go on: which, and why.
    Blocked(Place, String, String),
    /// The baton is not carried any longer.
    Stopped(Place),
}

/// A project in a municipality.
pub type Place = (ProjectId, MunicipalityId);

/// A decision point with its project.
pub type Decision = (ProjectId, String, DecisionPoint);

/// Decisions about the projects that are looked at.
#[derive(Default)]
pub struct Decisions {
    /// Those made last, the newest first.
    pub made: Vec<Decision>,
    /// Those that come, the next first; one whose day has passed is still to come.
    pub coming: Vec<Decision>,
}

/// How a region is looked at.
pub struct Look<'a> {
    /// Whose figures.
    pub scope: &'a Scope,
    /// Of whom the reader sees figures.
    pub visible: &'a VisibleFigures,
    /// What is looked at.
    pub filter: &'a Filter,
    /// The day that is asked about.
    pub on: Day,
    /// Today, in Norway.
    pub today: Day,
    /// Drawn large.
    pub projector: bool,
}

/// Gathers it. It depends on nothing but the region's state and on how it is looked at, so it may be remembered.
pub fn gather(conn: &mut AnyConn, region: &Region, look: &Look<'_>) -> Outcome<RegionShown> {
    let Look { visible, on, today, .. } = *look;
    let narrow = Narrow::of(conn, region.id, look.filter)?;
    let matrix = store::narrowed_matrix(conn, look.scope, region.id, &narrow, (on, today))?;
    let hidden = |at: usize| matrix.rows.iter().any(|(_, cells)| cells[at].figures.is_none());
    let all = matrix.members.len();
    let insight = Insight { seen: (0..all).filter(|at| !hidden(*at)).count(), all };
    let last_measured = store::last_measured(conn, region.id, visible, &narrow)?;
    let whole = matches!(visible, VisibleFigures::All);
    // Whoever has left can do nothing about it any more; what they reached stays in the sums.
    let theirs = visible.among(matrix.members.iter().map(|member| member.membership.municipality_id));
    let mut caught = if whole { idle::caught(conn, region, None, today)? } else { Vec::new() };
    caught.retain(|one| one.idle.region_knows && narrow.takes(one.project_id, one.municipality_id));
    caught.retain(|one| theirs.includes(one.municipality_id));
    let fallen_back = lasting::fallen_back(conn, &theirs, region.id, &narrow, (on, today, MOST_LINES))?;
    let behind = behind(conn, region, &theirs, &narrow, (on, today))?;
    let month = Month::of(on);
    let blocks = store::narrowed_curve(conn, visible, region.id, &narrow, (month, month))?;
    let cells = || matrix.rows.iter().flat_map(|(_, cells)| cells);
    let holding = |wanted: fn(State) -> bool| cells().filter(|cell| cell.holds.is_some_and(wanted)).count();
    let glance = Glance {
        cell: super::rules::Cell::sum(cells().filter_map(|cell| cell.figures)),
        held: holding(State::is_held),
        sent: holding(|state| state != State::Draft),
        waiting: cells().filter(|cell| cell.handover_state.is_some_and(State::is_open)).count(),
        behind: behind.len(),
        unexplained: behind.iter().filter(|one| one.explained.is_none()).count(),
        caught: caught.len(),
        fallen_back: fallen_back.first.len() + fallen_back.more,
        rates: rates(&blocks),
    };
    let edited = match !look.filter.is_set() && !insight.is_partial() && store::sees_all(conn, region.id, visible)? {
        true => edited(conn, region.id, month)?,
        false => None,
    };
    let edited = match edited {
        Some(words) => {
            let name = match words.edited_by {
                Some(id) => people::store::find(conn, id)?.map(|person| person.name).unwrap_or_default(),
                None => String::new(),
            };
            Some((words, name))
        }
        None => None,
    };
    let places = behind.iter().map(|one| one.place).collect();
    let pressing = pressing(conn, region, (look, &theirs), &narrow, (&matrix, behind, &caught, &fallen_back))?;
    Ok(RegionShown {
        choices: choices(conn, region, look.scope, look.on)?,
        decisions: decisions(matrix.rows.iter().map(|(project, _)| project)),
        changed_at: if whole { Some(audit::store::head(conn, region.id.number())?.at) } else { None },
        said: Said { headlines: headlines(&glance), edited },
        region: region.clone(),
        filter: look.filter.clone(),
        projector: look.projector,
        matrix,
        last_measured,
        insight,
        behind: places,
        pressing,
        caught,
        fallen_back,
        today,
    })
}

/// What can be chosen among in a region on a day, for whom these figures are.
pub fn choices(conn: &mut AnyConn, region: &Region, scope: &Scope, on: Day) -> Outcome<Choices> {
    let mut themes: Vec<String> = crate::projects::store::of_region(conn, region.id)?
        .into_iter()
        .map(|project| project.theme)
        .filter(|theme| !theme.is_empty())
        .collect();
    themes.sort_unstable();
    themes.dedup();
    let mut towns: Vec<(MunicipalityId, String)> = members_on(conn, region.id, on)?
        .into_iter()
        .map(|member| (member.membership.municipality_id, member.name))
        .collect();
    towns.retain(|(id, _)| scope.lists(*id));
    Ok(Choices { themes, towns })
}

/// The decisions about some projects: what was decided last, and what is to be decided next.
pub fn decisions<'a>(projects: impl Iterator<Item = &'a Project>) -> Decisions {
    let mut all = Decisions::default();
    for project in projects {
        for point in from_json::<DecisionPoint>(&project.decision_points) {
            let list = if point.decided { &mut all.made } else { &mut all.coming };
            if point.on.is_some() {
                list.push((project.id, project.title.clone(), point));
            }
        }
    }
    all.made.sort_by_key(|(project, _, point)| Reverse((point.on, *project)));
    all.coming.sort_by_key(|(project, _, point)| (point.on, *project));
    all.made.truncate(MOST_DECISIONS);
    all.coming.truncate(MOST_DECISIONS);
    all
}

/// What needs attention among `theirs`: members whose figures are seen. Days and steps of batons are for those who see the
/// whole region; others have them at home.
fn pressing(
    conn: &mut AnyConn,
    region: &Region,
    (look, theirs): (&Look<'_>, &VisibleFigures),
    narrow: &Narrow,
    (matrix, behind, caught, fallen_back): (&Matrix, Vec<Behind>, &[Caught], &FallenBack),
) -> Outcome<(Vec<Matter<Pressing>>, usize)> {
    let mut matters: Vec<Matter<Found>> = Vec::new();
    let mut add = |reason, weight: i64, what| matters.push(Matter { reason, weight, what });
    for one in behind {
        let reason = if one.explained.is_some() { Reason::Explained } else { Reason::Unexplained };
        add(reason, 0, Found::Behind(one));
    }
    for (project, cell) in matrix.rows.iter().flat_map(|(project, cells)| cells.iter().map(move |cell| (project, cell)))
    {
        let place = (project.id, cell.municipality_id);
        if let Some((reason, weight, what)) = of_place(place, cell) {
            add(reason, weight, Found::Known(what));
        }
    }
    for one in caught {
        add(Reason::Caught, one.idle.days, Found::Known(Pressing::Caught(one.clone())));
    }
    for (at, (_, seen)) in fallen_back.first.iter().enumerate() {
        let weight = seen.drop.map_or(0, |drop| i64::try_from(drop.micros()).unwrap_or(i64::MAX));
        add(Reason::FallenBack, weight, Found::FallenBack(at));
    }
    if matches!(look.visible, VisibleFigures::All) {
        for offer in expiring(conn, region, narrow, look.today)? {
            if theirs.includes(offer.municipality_id) {
                let weight = offer.answer_by.days_until(look.today);
                add(Reason::Expiring, weight, Found::Known(Pressing::Expiring(offer)));
            }
        }
        for (place, title, why) in blocked(conn, region, narrow)? {
            if theirs.includes(place.1) {
                add(Reason::Blocked, 0, Found::Known(Pressing::Blocked(place, title, why)));
            }
        }
    }
    let unseen = fallen_back.more;
    let (chosen, more) = most_pressing(matters, MOST_LINES);
    let mut told = Vec::with_capacity(chosen.len());
    for Matter { reason, weight, what } in chosen {
        let what = match what {
            Found::Known(what) => what,
            Found::Behind(one) => {
                let Some(promised) = promised(conn, &[one.commitment])?.pop() else { continue };
                Pressing::Behind(Box::new(describe(conn, promised, look.today)?), one.explained)
            }
            Found::FallenBack(at) => {
                let (described, seen) = &fallen_back.first[at];
                let words = explained(conn, region, &described.promised, look.on)?;
                Pressing::FallenBack(Box::new(described.clone()), *seen, words)
            }
        };
        told.push(Matter { reason, weight, what });
    }
    Ok((told, more + unseen))
}

/// What was found, before the names of the few that are shown are looked up.
enum Found {
    Behind(Behind),
    FallenBack(usize),
    Known(Pressing),
}

fn of_place(place: Place, cell: &MatrixCell) -> Option<(Reason, i64, Pressing)> {
    let overdue = cell.figures.map_or(0, |figures| figures.overdue);
    match of_cell(cell.holds, cell.figures, false).1 {
        "state-overdue" => Some((Reason::Overdue, overdue.into(), Pressing::Overdue(place, overdue))),
        "state-stopped" => Some((Reason::Stopped, 0, Pressing::Stopped(place))),
        _ => None,
    }
}

fn expiring(conn: &mut AnyConn, region: &Region, narrow: &Narrow, today: Day) -> Outcome<Vec<Handover>> {
    let by = today.plus_days(NEARLY_OVER).unwrap_or(today);
    // While the region owes an answer to a question, the clock stands still.
    let mut offers = awaiting_others(conn, &[region.id])?;
    offers.retain(|offer| offer.answer_by <= by && narrow.takes(offer.project_id, offer.municipality_id));
    Ok(offers)
}

/// Steps that stand still, with why.
fn blocked(conn: &mut AnyConn, region: &Region, narrow: &Narrow) -> Outcome<Vec<(Place, String, String)>> {
    let rows: Vec<(ProjectId, Option<MunicipalityId>, String, String)> = change_step::table
        .filter(change_step::region_id.eq(region.id))
        .filter(change_step::state.eq(StepState::Blocked))
        .order(change_step::id)
        .select((
            change_step::project_id,
            change_step::municipality_id,
            change_step::title,
            change_step::blocked_reason,
        ))
        .load(conn)?;
    let steps = rows.into_iter().filter_map(|(project, town, title, why)| Some(((project, town?), title, why)));
    Ok(steps.filter(|((project, town), ..)| narrow.takes(*project, *town)).collect())
}
