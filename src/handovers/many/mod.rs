//! One project to many municipalities at once. Each has its own package, its own readiness, its own answer; what is done
//! to all is done by the same commands as to one, in one transaction.

pub mod api;
pub mod pages;
mod view;

use super::commands::{self, Draft, Vouch};
use super::rules::{Check, State};
use super::store::{self, Handover};
use crate::access::permission::{OfferHandover, VouchReadiness};
use crate::access::{Allowed, Place, Scope};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{HandoverId, MunicipalityId, ProjectId, RegionId};
use crate::projects;
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::Call;

/// How one municipality that takes part stands.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Its newest handover.
    pub row: Option<Handover>,
    /// What stands in the way of sending it; empty for what is on its way or held.
    pub missing: Vec<FieldError>,
}

impl Lane {
    /// Whether it can be sent, first time or again, when nothing is missing.
    pub fn waits(&self, today: Day) -> bool {
        self.row.as_ref().is_some_and(|row| row.may_be_sent(today))
    }

    /// Whether it can be sent now.
    pub fn is_ready(&self, today: Day) -> bool {
        self.waits(today) && self.missing.is_empty()
    }
}

/// The municipalities that take part in a project and are in reach, by name: what another municipality still lacks is
/// between it and the region.
pub fn lanes(
    conn: &mut AnyConn,
    scope: &Scope,
    region: RegionId,
    project: ProjectId,
    today: Day,
) -> Outcome<Vec<Lane>> {
    let joined: Vec<MunicipalityId> = projects::store::participations(conn, project)?
        .into_iter()
        .filter(|row| row.state.is_in())
        .map(|row| row.municipality_id)
        .collect();
    let newest = store::newest_of_project(conn, project)?;
    let mut lanes = Vec::new();
    for member in regions::store::members_on(conn, region, today)? {
        let municipality_id = member.membership.municipality_id;
        if !joined.contains(&municipality_id) || !scope.sees(Place::municipality(region, municipality_id)) {
            continue;
        }
        let row = newest.iter().find(|row| row.municipality_id == municipality_id).cloned();
        let missing = match &row {
            Some(row) if row.may_be_sent(today) => commands::missing_before_offer(conn, row, today)?,
            _ => Vec::new(),
        };
        lanes.push(Lane { municipality_id, name: member.name, row, missing });
    }
    Ok(lanes)
}

/// Prepares a handover for everybody who takes part and has none; answers how many.
pub fn prepare(
    tx: &mut Tx<'_>,
    allowed: &Allowed<OfferHandover>,
    project: ProjectId,
    answer_by: Day,
    message: &str,
) -> Outcome<usize> {
    let found = projects::store::find_within(tx, &allowed.scope(), project)?;
    allowed.over(&found)?;
    projects::store::lock(tx, project)?;
    let today = tx.now().day();
    let mut prepared = 0;
    for lane in lanes(tx, &allowed.scope(), found.region_id, project, today)?.iter().filter(|lane| lane.row.is_none()) {
        let draft = Draft { municipality: lane.municipality_id, answer_by, message: message.to_owned() };
        commands::prepare(tx, allowed, project, || Ok(draft))?;
        prepared += 1;
    }
    Ok(prepared)
}

/// Vouches for the same checks in every handover of a project that has not been sent, where nobody has answered them yet:
/// what somebody else stands for stays theirs. Answers how many handovers there are.
pub fn vouch(
    tx: &mut Tx<'_>,
    allowed: &Allowed<VouchReadiness>,
    project: ProjectId,
    checks: &[(Check, String)],
) -> Outcome<usize> {
    let found = projects::store::find_within(tx, &allowed.scope(), project)?;
    allowed.over(&found)?;
    projects::store::lock(tx, project)?;
    let rows = store::newest_of_project(tx, project)?;
    let drafts: Vec<HandoverId> = rows.iter().filter(|row| row.state == State::Draft).map(|row| row.id).collect();
    for id in &drafts {
        let open: Vec<Check> =
            store::readiness(tx, *id)?.iter().filter(|tick| tick.version == 0).map(|tick| tick.check).collect();
        for (check, note) in checks.iter().filter(|(check, _)| open.contains(check)) {
            commands::vouch(tx, allowed, *id, Some(*check), None, || Ok(Vouch::Met(note.clone())))?;
        }
    }
    Ok(drafts.len())
}

/// What came of sending to many.
#[derive(Debug)]
pub struct Sent {
    /// What is on its way.
    pub sent: Vec<Handover>,
    /// What was asked for and is not ready, with what is missing.
    pub left: Vec<Lane>,
}

/// Sends the baton to those municipalities, or to everybody who waits for it when no list is given. When somebody is not
/// ready nothing is sent and what is missing is told, unless only those who are ready were asked for.
pub fn offer(
    tx: &mut Tx<'_>,
    allowed: &Allowed<OfferHandover>,
    call: &Call,
    project: ProjectId,
    chosen: Option<&[MunicipalityId]>,
    only_ready: bool,
    answer_by: Option<Day>,
) -> Outcome<Sent> {
    let found = projects::store::find_within(tx, &allowed.scope(), project)?;
    allowed.over(&found)?;
    projects::store::lock(tx, project)?;
    let today = tx.now().day();
    let mut lanes = lanes(tx, &allowed.scope(), found.region_id, project, today)?;
    // Without a new deadline, the one that each was prepared with must not be over.
    for lane in lanes.iter_mut().filter(|lane| answer_by.is_none() && lane.waits(today)) {
        if lane.row.as_ref().is_some_and(|row| row.answer_by < today) {
            lane.missing.push(FieldError::at("/answer_by", "must_be_later"));
        }
    }
    if chosen.is_some_and(<[MunicipalityId]>::is_empty) {
        return Err(Refusal::invalid_at("/municipality_ids", "required").into());
    }
    if let Some(unknown) =
        chosen.unwrap_or_default().iter().position(|id| !lanes.iter().any(|lane| lane.municipality_id == *id))
    {
        let at = format!("/municipality_ids/{unknown}");
        return Err(
            Refusal { errors: vec![FieldError::at(at, "not_participating")], ..Refusal::new(Code::Invalid) }.into()
        );
    }
    let asked = |lane: &Lane| match chosen {
        Some(chosen) => chosen.contains(&lane.municipality_id),
        None => lane.waits(today),
    };
    let (ready, left): (Vec<Lane>, Vec<Lane>) =
        lanes.into_iter().filter(|lane| asked(lane)).partition(|lane| lane.is_ready(today));
    if !left.is_empty() && !only_ready {
        return Err(Refusal { errors: left.iter().flat_map(told).collect(), ..Refusal::new(Code::NotReady) }.into());
    }
    let mut sent = Vec::with_capacity(ready.len());
    for row in ready.into_iter().filter_map(|lane| lane.row) {
        sent.push(commands::offer(tx, allowed, call, row.id, || Ok(answer_by))?);
    }
    Ok(Sent { sent, left })
}

/// What a municipality lacks, each with its place below the municipality's own.
fn told(lane: &Lane) -> Vec<FieldError> {
    let here = format!("/municipalities/{}", lane.municipality_id);
    if lane.missing.is_empty() {
        let code = if lane.row.is_some() { "not_waiting" } else { "not_prepared" };
        return vec![FieldError::at(here, code)];
    }
    let below = |error: &FieldError| {
        let pointer = format!("{here}{}", error.pointer.as_deref().unwrap_or(""));
        FieldError { pointer: Some(pointer), ..error.clone() }
    };
    lane.missing.iter().map(below).collect()
}
