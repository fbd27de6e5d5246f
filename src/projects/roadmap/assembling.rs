//! The roadmap as things stand now.

use std::collections::HashMap;

use super::snapshot::{BenefitPart, ProjectPart, Snapshot, Standing, Town};
use crate::access::{Place, Scope};
use crate::benefits;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::handovers::rules::State;
use crate::handovers::store::{Baton, batons_of_region};
use crate::ids::{HandoverId, MunicipalityId, ProjectId};
use crate::projects::store;
use crate::refusal::Outcome;
use crate::regions::store::{self as regions, Region};

/// What a reader may see besides the roadmap itself.
#[derive(Default)]
pub struct Around {
    /// Handovers that may be opened.
    pub open: HashMap<(ProjectId, MunicipalityId), HandoverId>,
    /// When batons were offered and answered.
    pub handovers: Vec<HandoverDay>,
}

/// Something that happened to a baton.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HandoverDay {
    /// In which project.
    pub project: ProjectId,
    /// To which municipality.
    pub municipality: MunicipalityId,
    /// When.
    pub on: Day,
    /// It was answered; otherwise it was sent.
    pub answered: bool,
}

/// The roadmap of a region, the same for everybody.
pub fn roadmap(conn: &mut AnyConn, region: &Region, today: Day) -> Outcome<Snapshot> {
    let batons = newest(batons_of_region(conn, region.id)?);
    assemble(conn, region, today, &batons)
}

/// The same, with what this reader may see around it.
pub fn roadmap_for(conn: &mut AnyConn, scope: &Scope, region: &Region, today: Day) -> Outcome<(Snapshot, Around)> {
    let batons = newest(batons_of_region(conn, region.id)?);
    let mut snapshot = assemble(conn, region, today, &batons)?;
    // A token that is bound to one municipality reads of no other.
    snapshot.municipalities.retain(|town| scope.lists(town.id));
    for project in &mut snapshot.projects {
        project.municipalities.retain(|standing| scope.lists(standing.municipality_id));
    }
    let mut around = Around::default();
    let own = |municipality| scope.sees(Place::municipality(region.id, municipality));
    for project in &mut snapshot.projects {
        for standing in &mut project.municipalities {
            let key = (project.id, standing.municipality_id);
            let Some(baton) = batons.get(&key).filter(|_| own(standing.municipality_id)) else { continue };
            standing.baton = Some(baton.state);
            around.open.insert(key, baton.id);
            let answered = match baton.state {
                State::Refused => baton.closed_at,
                _ => baton.answered_at,
            };
            for (moment, answered) in [(baton.offered_at, false), (answered, true)] {
                around.handovers.extend(moment.map(|moment| HandoverDay {
                    project: project.id,
                    municipality: standing.municipality_id,
                    on: moment.day(),
                    answered,
                }));
            }
        }
    }
    Ok((snapshot, around))
}

fn newest(batons: Vec<Baton>) -> HashMap<(ProjectId, MunicipalityId), Baton> {
    batons.into_iter().map(|baton| ((baton.project_id, baton.municipality_id), baton)).collect()
}

fn assemble(
    conn: &mut AnyConn,
    region: &Region,
    today: Day,
    batons: &HashMap<(ProjectId, MunicipalityId), Baton>,
) -> Outcome<Snapshot> {
    let members = regions::members_on(conn, region.id, today)?;
    let participations: HashMap<_, _> = store::participations_in(conn, region.id)?
        .into_iter()
        .map(|row| ((row.project_id, row.municipality_id), row.state))
        .collect();
    let mut benefits: HashMap<ProjectId, Vec<BenefitPart>> = HashMap::new();
    for row in benefits::store::benefits_in(conn, region.id)? {
        let part = BenefitPart { id: row.id, title: row.title, class: row.class, polarity: row.polarity };
        benefits.entry(row.project_id).or_default().push(part);
    }
    let projects = store::of_region(conn, region.id)?
        .into_iter()
        .map(|project| {
            let draft = project.draft();
            let standing = |member: &regions::NamedMember| {
                let municipality_id = member.membership.municipality_id;
                let participating = participations.get(&(project.id, municipality_id)).copied();
                // What is only being prepared is between the region and the municipality.
                let baton = batons.get(&(project.id, municipality_id)).map(|baton| baton.state);
                let baton = baton.filter(|state| *state != State::Draft);
                (participating.is_some() || baton.is_some()).then_some(Standing {
                    municipality_id,
                    participating,
                    baton,
                })
            };
            ProjectPart {
                id: project.id,
                title: draft.title,
                theme: draft.theme,
                phase: draft.phase,
                starts_on: draft.starts_on,
                ends_on: draft.ends_on,
                phases: draft.phases,
                decision_points: draft.decision_points,
                municipalities: members.iter().filter_map(standing).collect(),
                benefits: benefits.remove(&project.id).unwrap_or_default(),
            }
        })
        .collect();
    let municipalities = members
        .into_iter()
        .map(|member| Town { id: member.membership.municipality_id, number: member.number, name: member.name })
        .collect();
    Ok(Snapshot {
        format: Snapshot::FORMAT.to_owned(),
        region_id: region.id,
        region: region.name.clone(),
        municipalities,
        projects,
    })
}
