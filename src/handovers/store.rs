//! Queries and writes of handovers; what belongs to one in the files beside. The only writer of `handover`.

mod acceptance;
mod clarifications;
mod readiness;

use std::collections::{BTreeMap, HashMap};

pub use acceptance::{Answerer, Receipt, receipt, record_acceptance};
pub use clarifications::{Clarification, answer, ask, clarifications};
pub use readiness::{Tick, readiness, tick, untick};

use diesel::prelude::*;

use super::rules::{self, Answered, Command, Facts, State, time_is_over};
use crate::access::{Place, Placed, Scope};
use crate::audit::{self, Change, Values};
use crate::clock::{Day, Moment};
use crate::db::schema::{acceptance as accepted, handover, person};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{HandoverId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome, Refusal};

/// One offer of the baton to one municipality.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = handover)]
pub struct Handover {
    /// Id.
    pub id: HandoverId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Municipality.
    pub municipality_id: MunicipalityId,
    /// Which package, from 1; a renewed offer has the next.
    pub package_number: i64,
    /// State.
    pub state: State,
    /// The last day to answer.
    pub answer_by: Day,
    /// The region's words.
    pub message: String,
    /// Who sent it.
    pub offered_by: Option<PersonId>,
    /// When.
    pub offered_at: Option<Moment>,
    /// When the executive first looked.
    pub seen_at: Option<Moment>,
    /// Who ended it.
    pub closed_by: Option<PersonId>,
    /// When.
    pub closed_at: Option<Moment>,
    /// Why, or the report.
    pub closed_reason: String,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Handover {
    /// Whether the time to answer is over though nobody has written so yet.
    pub fn has_run_out(&self, today: Day) -> bool {
        time_is_over(self.state, self.answer_by, today)
    }

    /// Whether the region can send it, for the first time or again.
    pub fn may_be_sent(&self, today: Day) -> bool {
        self.state == State::Draft || self.state.may_be_offered_again() || self.has_run_out(today)
    }
}

impl Placed for Handover {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

/// A handover's place and state, for other rooms.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Standing {
    /// Which handover.
    pub id: HandoverId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its state.
    pub state: State,
}

/// How it stands between a project and a municipality.
#[derive(Clone, Copy, Debug)]
pub struct Stands {
    /// The newest handover's state.
    pub newest: State,
    /// The state of what holds: a new package changes nothing before it is accepted (method section 5, rule 5).
    pub holds: State,
}

/// How it stands between each project and each municipality of a region.
pub fn stands_in_region(conn: &mut AnyConn, region: RegionId) -> Outcome<HashMap<(ProjectId, MunicipalityId), Stands>> {
    let rows: Vec<(ProjectId, MunicipalityId, State)> = handover::table
        .filter(handover::region_id.eq(region))
        .order(handover::id.asc())
        .select((handover::project_id, handover::municipality_id, handover::state))
        .load(conn)?;
    let mut stands: HashMap<(ProjectId, MunicipalityId), Stands> = HashMap::new();
    for (project, municipality, newest) in rows {
        let known = stands.entry((project, municipality)).or_insert(Stands { newest, holds: newest });
        let goes_on = known.holds.is_held() && !newest.is_held() && newest != State::HandedBack;
        *known = Stands { newest, holds: if goes_on { known.holds } else { newest } };
    }
    Ok(stands)
}

/// Where a baton is and when that came about.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Baton {
    /// Which handover.
    pub id: HandoverId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its state.
    pub state: State,
    /// The last day to answer.
    pub answer_by: Day,
    /// When the newest package was offered.
    pub offered_at: Option<Moment>,
    /// When it was ended.
    pub closed_at: Option<Moment>,
    /// When that package was accepted.
    pub answered_at: Option<Moment>,
}

/// Every handover of a region, oldest first.
pub fn batons_of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Baton>> {
    Ok(handover::table
        .left_join(
            accepted::table
                .on(accepted::handover_id.eq(handover::id).and(accepted::package_number.eq(handover::package_number))),
        )
        .filter(handover::region_id.eq(region))
        .order(handover::id.asc())
        .select((
            handover::id,
            handover::project_id,
            handover::municipality_id,
            handover::state,
            handover::answer_by,
            handover::offered_at,
            handover::closed_at,
            accepted::answered_at.nullable(),
        ))
        .load(conn)?)
}

/// The newest handover of each municipality in a project.
pub fn standings_of_project(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Standing>> {
    let rows: Vec<Standing> = handover::table
        .filter(handover::project_id.eq(project))
        .order(handover::id.asc())
        .select((handover::id, handover::project_id, handover::municipality_id, handover::state))
        .load(conn)?;
    Ok(newest(rows))
}

/// The last of each place wins: a new package can be a new row.
fn newest(rows: Vec<Standing>) -> Vec<Standing> {
    let mut newest: BTreeMap<(ProjectId, MunicipalityId), Standing> = Default::default();
    for row in rows {
        newest.insert((row.project_id, row.municipality_id), row);
    }
    newest.into_values().collect()
}

/// Whether a municipality holds a project's baton.
pub fn is_held(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<bool> {
    let rows: Vec<State> = handover::table
        .filter(handover::project_id.eq(project))
        .filter(handover::municipality_id.eq(municipality))
        .select(handover::state)
        .load(conn)?;
    Ok(rows.into_iter().any(State::is_held))
}

/// A handover in reach: one's region's, or one's own municipality's.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: HandoverId) -> Outcome<Handover> {
    handover::table
        .filter(handover::id.eq(id))
        .select(Handover::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Handover| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// A project's handovers in reach, oldest first.
pub fn of_project_within(conn: &mut AnyConn, scope: &Scope, project: ProjectId) -> Outcome<Vec<Handover>> {
    let rows: Vec<Handover> = handover::table
        .filter(handover::project_id.eq(project))
        .order(handover::id)
        .select(Handover::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter(|row| scope.sees(row.place())).collect())
}

/// The newest handover of each municipality in a project, whole.
pub fn newest_of_project(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Handover>> {
    let rows: Vec<Handover> = handover::table
        .filter(handover::project_id.eq(project))
        .order(handover::id.asc())
        .select(Handover::as_select())
        .load(conn)?;
    let newest: BTreeMap<MunicipalityId, Handover> = rows.into_iter().map(|row| (row.municipality_id, row)).collect();
    Ok(newest.into_values().collect())
}

/// The offers that wait for an answer from these municipalities, the most urgent first.
pub fn awaiting_answer(conn: &mut AnyConn, own: &[(RegionId, MunicipalityId)]) -> Outcome<Vec<Handover>> {
    let municipalities: Vec<MunicipalityId> = own.iter().map(|(_, municipality)| *municipality).collect();
    let rows: Vec<Handover> = handover::table
        .filter(handover::municipality_id.eq_any(municipalities))
        .filter(handover::state.eq_any(vec![State::Offered, State::ClarificationAsked, State::ClarificationAnswered]))
        .order((handover::answer_by, handover::id))
        .limit(1_000)
        .select(Handover::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter(|row| own.contains(&(row.region_id, row.municipality_id))).collect())
}

/// The questions that wait for an answer from the region's coordinator.
pub fn awaiting_clarification(conn: &mut AnyConn, regions: &[RegionId]) -> Outcome<Vec<Handover>> {
    in_state(conn, regions, &[State::ClarificationAsked])
}

/// The offers that wait for an answer from the municipalities of these regions.
pub fn awaiting_others(conn: &mut AnyConn, regions: &[RegionId]) -> Outcome<Vec<Handover>> {
    in_state(conn, regions, &[State::Offered, State::ClarificationAnswered])
}

/// The most urgent first.
fn in_state(conn: &mut AnyConn, regions: &[RegionId], states: &[State]) -> Outcome<Vec<Handover>> {
    Ok(handover::table
        .filter(handover::region_id.eq_any(regions.to_vec()))
        .filter(handover::state.eq_any(states.to_vec()))
        .order((handover::answer_by, handover::id))
        .limit(1_000)
        .select(Handover::as_select())
        .load(conn)?)
}

/// Makes a draft.
pub fn insert(
    tx: &mut Tx<'_>,
    place: (RegionId, ProjectId, MunicipalityId),
    answer_by: Day,
    message: &str,
) -> Outcome<HandoverId> {
    let (id, now, by) = (HandoverId::from_number(tx.new_id()), tx.now(), tx.access().person());
    let (region, project, municipality) = place;
    let inserted = diesel::insert_into(handover::table)
        .values((
            handover::id.eq(id),
            handover::region_id.eq(region),
            handover::project_id.eq(project),
            handover::municipality_id.eq(municipality),
            handover::package_number.eq(1),
            handover::state.eq(State::Draft),
            handover::answer_by.eq(answer_by),
            handover::message.eq(message),
            handover::closed_reason.eq(""),
            handover::created_by.eq(by),
            handover::created_at.eq(now),
            handover::version.eq(1),
        ))
        .execute(&mut **tx);
    match inserted {
        Err(error) if is_unique_violation(&error) => Err(Code::AlreadyOpen.into()),
        other => {
            other?;
            Ok(id)
        }
    }
}

/// Moves a handover to another state, if it is still as it was read.
pub fn advance(tx: &mut Tx<'_>, from: &Handover, to: State) -> Outcome<()> {
    let moved = diesel::update(still(from))
        .set((handover::state.eq(to), handover::version.eq(handover::version + 1)))
        .execute(&mut **tx);
    expect_moved(moved)
}

/// The region has answered a question, and the days that it waited are given back.
pub fn clarify(tx: &mut Tx<'_>, from: &Handover, to: State, answer_by: Day) -> Outcome<()> {
    let moved = diesel::update(still(from))
        .set((handover::state.eq(to), handover::answer_by.eq(answer_by), handover::version.eq(handover::version + 1)))
        .execute(&mut **tx);
    expect_moved(moved)
}

/// Sends the baton: from a draft, or again with the next package.
pub fn offer(tx: &mut Tx<'_>, from: &Handover, answer_by: Day) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    let number = if from.state == State::Draft { from.package_number } else { from.package_number + 1 };
    let moved = diesel::update(still(from))
        .set((
            handover::state.eq(State::Offered),
            handover::package_number.eq(number),
            handover::answer_by.eq(answer_by),
            handover::offered_by.eq(by),
            handover::offered_at.eq(now),
            handover::seen_at.eq(None::<Moment>),
            handover::closed_by.eq(None::<PersonId>),
            handover::closed_at.eq(None::<Moment>),
            handover::closed_reason.eq(""),
            handover::version.eq(handover::version + 1),
        ))
        .execute(&mut **tx);
    expect_moved(moved)
}

/// Ends a handover: refused, withdrawn, expired, handed back, completed.
pub fn close(tx: &mut Tx<'_>, from: &Handover, to: State, reason: &str) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    let moved = diesel::update(still(from))
        .set((
            handover::state.eq(to),
            handover::closed_by.eq(by),
            handover::closed_at.eq(now),
            handover::closed_reason.eq(reason),
            handover::version.eq(handover::version + 1),
        ))
        .execute(&mut **tx);
    expect_moved(moved)
}

#[diesel::dsl::auto_type]
fn still(from: &Handover) -> _ {
    let (id, state, version): (HandoverId, State, i64) = (from.id, from.state, from.version);
    handover::table.filter(handover::id.eq(id)).filter(handover::state.eq(state)).filter(handover::version.eq(version))
}

fn expect_moved(moved: QueryResult<usize>) -> Outcome<()> {
    match moved {
        Err(error) if is_unique_violation(&error) => Err(Code::AlreadyOpen.into()),
        Ok(1) => Ok(()),
        Ok(_) => Err(Code::ChangedMeanwhile.into()),
        Err(error) => Err(error.into()),
    }
}

/// Notes the first time the executive looked.
pub fn mark_seen(tx: &mut Tx<'_>, row: &Handover) -> Outcome<()> {
    let now = tx.now();
    let first = diesel::update(handover::table.filter(handover::id.eq(row.id)).filter(handover::seen_at.is_null()))
        .set(handover::seen_at.eq(now))
        .execute(&mut **tx)?;
    if first == 1 {
        audit::record(tx, &Change::of(row.place(), "handover_seen", "handover", row.id))?;
    }
    Ok(())
}

/// What the rules need to know.
pub fn facts(conn: &mut AnyConn, row: &Handover) -> Outcome<Facts> {
    let answered = match receipt(conn, row)? {
        Some(receipt) if row.state.is_held() => Some(Answered { by: receipt.executive_name, at: receipt.answered_at }),
        _ => match (row.state, row.closed_by, row.closed_at) {
            (State::Refused, Some(by), Some(at)) => {
                let name: Option<String> =
                    person::table.filter(person::id.eq(by)).select(person::name).first(conn).optional()?;
                Some(Answered { by: name.unwrap_or_default(), at })
            }
            _ => None,
        },
    };
    Ok(Facts { state: row.state, offered_by: row.offered_by, answer_by: row.answer_by, answered })
}

/// The first measurement was taken or the first step begun: an accepted handover is now in realisation. Called by the
/// rooms where that happens, in their transaction; does nothing when it already is.
pub fn begin_realisation(
    tx: &mut Tx<'_>,
    _region: RegionId,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<()> {
    let rows: Vec<Handover> = handover::table
        .filter(handover::project_id.eq(project))
        .filter(handover::municipality_id.eq(municipality))
        .filter(handover::state.eq_any(vec![State::Accepted, State::AcceptedWithConditions, State::AcceptedLater]))
        .select(Handover::as_select())
        .load(&mut **tx)?;
    for row in rows {
        if let Some(state) = rules::next(row.state, Command::Begin) {
            advance(tx, &row, state)?;
            let change = Change::of(row.place(), "handover_in_realisation", "handover", row.id)
                .from(Values::new().with("state", row.state))
                .to(Values::new().with("state", state));
            audit::record(tx, &change)?;
        }
    }
    Ok(())
}

/// Open offers whose time to answer was over before `today`.
pub fn run_out(conn: &mut AnyConn, today: Day, most: i64) -> Outcome<Vec<Handover>> {
    Ok(handover::table
        .filter(handover::state.eq_any(vec![State::Offered, State::ClarificationAnswered]))
        .filter(handover::answer_by.lt(today))
        .order(handover::id)
        .limit(most)
        .select(Handover::as_select())
        .load(conn)?)
}

/// Refuses to offer a handover again while another one to the same municipality is on its way or held.
pub fn refuse_beside(conn: &mut AnyConn, row: &Handover) -> Outcome<()> {
    refuse_but(conn, row.project_id, row.municipality_id, Some(row.id))
}

/// Refuses where a baton is already on its way or held.
pub fn refuse_second(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<()> {
    refuse_but(conn, project, municipality, None)
}

fn refuse_but(
    conn: &mut AnyConn,
    project: ProjectId,
    municipality: MunicipalityId,
    but: Option<HandoverId>,
) -> Outcome<()> {
    let rows: Vec<(HandoverId, State)> = handover::table
        .filter(handover::project_id.eq(project))
        .filter(handover::municipality_id.eq(municipality))
        .select((handover::id, handover::state))
        .load(conn)?;
    let rows: Vec<State> = rows.into_iter().filter(|(id, _)| Some(*id) != but).map(|(_, state)| state).collect();
    if let Some(state) = rows.iter().find(|state| state.is_open() || **state == State::Draft) {
        return Err(Refusal::new(Code::AlreadyOpen).with("state", state.as_str()).into());
    }
    if let Some(state) = rows.iter().find(|state| state.is_held() && **state != State::Completed) {
        return Err(Refusal::new(Code::AlreadyAccepted).with("state", state.as_str()).into());
    }
    Ok(())
}
