//! How a project stands in the municipalities in reach: anchoring in both places, and the competence in place.

use super::rules::{Among, Tally, tally};
use super::store::{self, Competence, Entry, Said};
use crate::access::Scope;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::projects::participation::taking_part;
use crate::projects::store::Project;
use crate::refusal::Outcome;

/// A project in the municipalities in reach.
pub struct Overview {
    /// The municipalities that take part, by name.
    pub rows: Vec<Standing>,
    /// What one must know or be able to do.
    pub competences: Vec<Competence>,
    /// What the municipalities in reach say of it.
    pub said: Vec<Said>,
}

/// A project in one municipality.
pub struct Standing {
    /// Which.
    pub municipality_id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// The newest entry about the leadership.
    pub leadership: Option<Entry>,
    /// The newest entry about the staff.
    pub staff: Option<Entry>,
    /// The competence in place.
    pub tally: Tally,
}

/// The newest entry about one place; entries stand newest first.
pub fn newest(entries: &[Entry], among: Among) -> Option<&Entry> {
    entries.iter().find(|entry| entry.among == among)
}

/// How the project stands, as far as this scope sees.
pub fn overview(conn: &mut AnyConn, scope: &Scope, project: &Project, today: Day) -> Outcome<Overview> {
    let sees = |id: MunicipalityId| scope.sees_municipality(project.region_id, id);
    let competences = store::competences_of(conn, project.id)?;
    let mut said = store::said_of(conn, project.id)?;
    said.retain(|row| sees(row.municipality_id));
    let entries = store::entries_of(conn, project.id)?;
    let rows = taking_part(conn, project, today)?
        .into_iter()
        .filter(|member| sees(member.membership.municipality_id))
        .map(|member| {
            let id = member.membership.municipality_id;
            let here: Vec<Entry> = entries.iter().filter(|row| row.municipality_id == id).cloned().collect();
            let states: Vec<_> = said.iter().filter(|row| row.municipality_id == id).map(|row| row.state).collect();
            Standing {
                municipality_id: id,
                name: member.name,
                leadership: newest(&here, Among::Leadership).cloned(),
                staff: newest(&here, Among::Staff).cloned(),
                tally: tally(competences.len(), &states),
            }
        })
        .collect();
    Ok(Overview { rows, competences, said })
}
