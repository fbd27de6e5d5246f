//! Where the batons of a region are: project by municipality, since when, and how long each municipality took to answer.

pub mod api;
pub mod pages;
mod view;

use std::collections::{BTreeMap, HashMap};

use super::rules::State;
use super::store::{self, Baton};
use crate::access::{Place, Scope};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, ProjectId};
use crate::projects::store::{self as projects, Project};
use crate::refusal::Outcome;
use crate::regions::store::{self as regions, NamedMember, Region};

/// A region's batons.
pub struct Batons {
    /// The day they are about.
    pub today: Day,
    /// The members, by name.
    pub members: Vec<NamedMember>,
    /// The projects, with a cell for each member; none where no baton was ever prepared.
    pub rows: Vec<(Project, Vec<Option<Cell>>)>,
    /// How long each member took, in the order of the members; none where it may not be seen.
    pub answering: Vec<Option<Answering>>,
}

/// Where one baton is.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The newest handover.
    pub baton: Baton,
    /// Whether its days may be seen; of other members only the state may.
    pub whole: bool,
}

/// How long a municipality took from offer to answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Answering {
    /// Offers that were answered: taken or refused.
    pub answered: usize,
    /// Days from offer to answer in the middle of them; of an even number the smaller of the two in the middle.
    pub median_days: Option<i64>,
    /// Days of the slowest answer.
    pub slowest_days: Option<i64>,
    /// Offers that wait.
    pub waiting: usize,
}

/// From the days that each answer took and the offers that wait.
pub fn answering(mut days: Vec<i64>, waiting: usize) -> Answering {
    days.sort_unstable();
    Answering {
        answered: days.len(),
        median_days: days.len().checked_sub(1).and_then(|last| days.get(last / 2).copied()),
        slowest_days: days.last().copied(),
        waiting,
    }
}

/// Days from an offer to its answer; none while it waits, and where it ended without one.
pub fn days_to_answer(baton: &Baton) -> Option<i64> {
    let answered = match baton.state {
        State::Refused => baton.closed_at,
        _ => baton.answered_at,
    };
    Some(baton.offered_at?.day().days_until(answered?.day()))
}

/// The batons of a region, as far as this scope sees.
pub fn batons(conn: &mut AnyConn, scope: &Scope, region: &Region, today: Day) -> Outcome<Batons> {
    let mut members = regions::members_on(conn, region.id, today)?;
    members.retain(|member| scope.lists(member.membership.municipality_id));
    let mut newest: HashMap<(ProjectId, MunicipalityId), Baton> = HashMap::new();
    let mut taken: BTreeMap<MunicipalityId, (Vec<i64>, usize)> = BTreeMap::new();
    for baton in store::batons_of_region(conn, region.id)? {
        let (days, waiting) = taken.entry(baton.municipality_id).or_default();
        days.extend(days_to_answer(&baton));
        *waiting += usize::from(baton.state.is_open());
        newest.insert((baton.project_id, baton.municipality_id), baton);
    }
    let whole = |municipality: MunicipalityId| scope.sees(Place::municipality(region.id, municipality));
    let rows = projects::of_region(conn, region.id)?
        .into_iter()
        .map(|project| {
            let cell = |member: &NamedMember| {
                let municipality = member.membership.municipality_id;
                let baton = newest.get(&(project.id, municipality)).copied()?;
                // What is only being prepared is between the region and the municipality.
                (whole(municipality) || baton.state != State::Draft).then(|| Cell { baton, whole: whole(municipality) })
            };
            let cells = members.iter().map(cell).collect();
            (project, cells)
        })
        .collect();
    let answering = members
        .iter()
        .map(|member| member.membership.municipality_id)
        .map(|municipality| {
            whole(municipality).then(|| {
                let (days, waiting) = taken.remove(&municipality).unwrap_or_default();
                answering(days, waiting)
            })
        })
        .collect();
    Ok(Batons { today, members, rows, answering })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_answer_is_one_that_was_given() {
        assert_eq!(answering(vec![9, 1, 4], 2).median_days, Some(4));
        assert_eq!(answering(vec![9, 1], 0).median_days, Some(1));
        assert_eq!(answering(vec![9, 1], 0).slowest_days, Some(9));
        let none = answering(Vec::new(), 3);
        assert_eq!((none.median_days, none.slowest_days, none.answered, none.waiting), (None, None, 0, 3));
    }
}
