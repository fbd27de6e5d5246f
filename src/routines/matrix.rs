//! Who conforms: items against municipalities. Every member sees how the others stand; why, only those it concerns.

use super::rules::{Standing, Tally, tally};
use super::store::{self, Conformity, Item};
use crate::access::Scope;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::projects::participation::taking_part;
use crate::projects::store::Project;
use crate::refusal::Outcome;
use crate::regions::store::NamedMember;

/// A project's common items, and how the municipalities that take part stand to them.
pub struct Matrix {
    /// The municipalities, by name.
    pub towns: Vec<NamedMember>,
    /// Whether each may be seen whole, in the order of the towns.
    pub whole: Vec<bool>,
    /// The items, with a cell for each town.
    pub rows: Vec<Line>,
}

/// An item and how the municipalities stand to it.
pub struct Line {
    /// The item.
    pub item: Item,
    /// One for each town.
    pub cells: Vec<Cell>,
    /// How many conform.
    pub tally: Tally,
}

/// How one municipality stands to one item.
pub struct Cell {
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// How it stands.
    pub standing: Standing,
    /// The answer, where it may be seen whole.
    pub answer: Option<Conformity>,
    /// Whether the item was written otherwise after the answer, where that may be seen.
    pub is_outdated: bool,
}

/// Who conforms, as far as this scope sees.
pub fn matrix(conn: &mut AnyConn, scope: &Scope, project: &Project, today: Day) -> Outcome<Matrix> {
    let mut towns = taking_part(conn, project, today)?;
    towns.retain(|town| scope.lists(town.membership.municipality_id));
    let ids: Vec<MunicipalityId> = towns.iter().map(|town| town.membership.municipality_id).collect();
    let whole: Vec<bool> = ids.iter().map(|id| scope.sees_municipality(project.region_id, *id)).collect();
    let answers = store::answers_of(conn, project.id)?;
    let rows = store::of_project(conn, project.id)?
        .into_iter()
        .map(|item| {
            let cell = |(id, whole): (&MunicipalityId, &bool)| {
                let answer = answers.iter().find(|row| row.item_id == item.id && row.municipality_id == *id);
                let seen = answer.filter(|_| *whole).cloned();
                Cell {
                    municipality_id: *id,
                    standing: answer.map_or(Standing::Unknown, |row| row.state),
                    is_outdated: seen.as_ref().is_some_and(|row| row.edition < item.edition),
                    answer: seen,
                }
            };
            let cells: Vec<Cell> = ids.iter().zip(&whole).map(cell).collect();
            let standings: Vec<Standing> = cells.iter().map(|cell| cell.standing).collect();
            Line { item, cells, tally: tally(&standings) }
        })
        .collect();
    Ok(Matrix { towns, whole, rows })
}
