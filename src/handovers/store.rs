//! Queries and writes of handovers. The only writer of `handover`, `readiness_tick`, `acceptance` and `clarification`.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::rules::{self, Acceptance, Answered, Check, CheckState, Command, Facts, Form, State};
use crate::access::{Place, Placed, Scope};
use crate::audit::{self, Change, Values};
use crate::clock::{Day, Moment};
use crate::db::schema::{acceptance, clarification, handover, person, readiness_tick};
use crate::db::{AnyConn, Tx, is_unique_violation, on_each_backend};
use crate::ids::{ClarificationId, HandoverId, MunicipalityId, PersonId, ProjectId, RegionId};
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
        self.state.is_open() && today > self.answer_by
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

/// The newest handover of each project and municipality of a region.
pub fn standings_of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Standing>> {
    let rows: Vec<Standing> = handover::table
        .filter(handover::region_id.eq(region))
        .order(handover::id.asc())
        .select((handover::id, handover::project_id, handover::municipality_id, handover::state))
        .load(conn)?;
    Ok(newest(rows))
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
        .limit(100)
        .select(Handover::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter(|row| own.contains(&(row.region_id, row.municipality_id))).collect())
}

/// The offers that are open in these regions, the most urgent first.
pub fn open_in(conn: &mut AnyConn, regions: &[RegionId]) -> Outcome<Vec<Handover>> {
    Ok(handover::table
        .filter(handover::region_id.eq_any(regions.to_vec()))
        .filter(handover::state.eq_any(vec![State::Offered, State::ClarificationAsked, State::ClarificationAnswered]))
        .order((handover::answer_by, handover::id))
        .limit(100)
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

/// A readiness check with who vouched.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Which check.
    pub check: Check,
    /// How it stands.
    pub state: CheckState,
    /// The note, or why it is not relevant.
    pub note: String,
    /// Who vouched.
    pub by: Option<PersonId>,
    /// When.
    pub at: Option<Moment>,
    /// Version for `If-Match`; 0 before anybody vouched.
    pub version: i64,
}

type TickRow = (Check, bool, String, Option<PersonId>, Moment, i64);

/// All ten checks, in order; the ones nobody has vouched for too.
pub fn readiness(conn: &mut AnyConn, id: HandoverId) -> Outcome<Vec<Tick>> {
    let rows: Vec<TickRow> = readiness_tick::table
        .filter(readiness_tick::handover_id.eq(id))
        .select((
            readiness_tick::check_name,
            readiness_tick::met,
            readiness_tick::note,
            readiness_tick::ticked_by,
            readiness_tick::ticked_at,
            readiness_tick::version,
        ))
        .load(conn)?;
    Ok(Check::ALL
        .iter()
        .map(|check| match rows.iter().find(|(known, ..)| known == check) {
            Some((_, met, note, by, at, version)) => Tick {
                check: *check,
                state: if *met { CheckState::Met } else { CheckState::NotRelevant },
                note: note.clone(),
                by: *by,
                at: Some(*at),
                version: *version,
            },
            None => {
                Tick { check: *check, state: CheckState::Open, note: String::new(), by: None, at: None, version: 0 }
            }
        })
        .collect())
}

/// Vouches for a check, or says why it is not relevant.
pub fn tick(tx: &mut Tx<'_>, id: HandoverId, check: Check, met: bool, note: &str) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    on_each_backend!(&mut **tx, backend => diesel::insert_into(readiness_tick::table)
        .values((
            readiness_tick::handover_id.eq(id),
            readiness_tick::check_name.eq(check),
            readiness_tick::met.eq(met),
            readiness_tick::note.eq(note),
            readiness_tick::ticked_by.eq(by),
            readiness_tick::ticked_at.eq(now),
            readiness_tick::version.eq(1),
        ))
        .on_conflict((readiness_tick::handover_id, readiness_tick::check_name))
        .do_update()
        .set((
            readiness_tick::met.eq(met),
            readiness_tick::note.eq(note),
            readiness_tick::ticked_by.eq(by),
            readiness_tick::ticked_at.eq(now),
            readiness_tick::version.eq(readiness_tick::version + 1),
        ))
        .execute(backend))?;
    Ok(())
}

/// Takes a vouch back.
pub fn untick(tx: &mut Tx<'_>, id: HandoverId, check: Check) -> Outcome<()> {
    diesel::delete(
        readiness_tick::table.filter(readiness_tick::handover_id.eq(id)).filter(readiness_tick::check_name.eq(check)),
    )
    .execute(&mut **tx)?;
    Ok(())
}

/// An acceptance as it was given. Nothing ever changes it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = acceptance)]
pub struct Receipt {
    /// Which handover.
    pub handover_id: HandoverId,
    /// Which package.
    pub package_number: i64,
    /// How the baton was taken.
    pub form: Form,
    /// On which conditions.
    pub conditions: String,
    /// From which month.
    pub from_month: Option<String>,
    /// What the executive declared.
    pub statement: String,
    /// Who answered.
    pub executive_id: PersonId,
    /// Their name at the time.
    pub executive_name: String,
    /// On whose behalf a deputy answered.
    pub on_behalf_of_id: Option<PersonId>,
    /// That person's name at the time.
    pub on_behalf_of_name: Option<String>,
    /// The municipality's name at the time.
    pub municipality_name: String,
    /// When.
    pub answered_at: Moment,
    /// The frozen package, canonical JSON.
    pub package: String,
    /// Its hash.
    pub content_sha256: String,
    /// The event's number in the region's chain.
    pub audit_seq: i64,
    /// The event's hash.
    pub audit_hash: String,
}

/// The receipt of the newest acceptance.
pub fn receipt(conn: &mut AnyConn, row: &Handover) -> Outcome<Option<Receipt>> {
    Ok(acceptance::table
        .filter(acceptance::handover_id.eq(row.id))
        .order(acceptance::package_number.desc())
        .select(Receipt::as_select())
        .first(conn)
        .optional()?)
}

/// Who answers, and on whose behalf.
#[derive(Clone, Debug)]
pub struct Answerer {
    /// The person.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// The executive a deputy stands in for.
    pub on_behalf_of: Option<(PersonId, String)>,
}

/// Freezes an acceptance: the state, the event, the receipt. One winner: the update is guarded by what was read, and a
/// second row for the same package cannot be.
pub fn record_acceptance(
    tx: &mut Tx<'_>,
    row: &Handover,
    answer: &Acceptance,
    by: &Answerer,
    municipality_name: &str,
    package: &str,
) -> Outcome<()> {
    advance(tx, row, answer.form.state())?;
    let change = Change::of(row.place(), "handover_accepted", "handover", row.id)
        .from(Values::new().with("state", row.state))
        .to(Values::new()
            .with("state", answer.form.state())
            .with("form", answer.form)
            .with("from_month", &answer.from_month)
            .with("package_number", row.package_number)
            .with("content_sha256", &answer.content_sha256)
            .with("on_behalf_of", by.on_behalf_of.as_ref().map(|(id, _)| *id))
            .personal("conditions", &answer.conditions)
            .personal("statement", &answer.statement));
    let (seq, hash) = audit::record(tx, &change)?;
    let now = tx.now();
    let inserted = diesel::insert_into(acceptance::table)
        .values((
            (
                acceptance::handover_id.eq(row.id),
                acceptance::package_number.eq(row.package_number),
                acceptance::form.eq(answer.form),
                acceptance::conditions.eq(&answer.conditions),
                acceptance::from_month.eq(answer.from_month.as_deref()),
                acceptance::statement.eq(&answer.statement),
                acceptance::executive_id.eq(by.id),
                acceptance::executive_name.eq(&by.name),
            ),
            (
                acceptance::on_behalf_of_id.eq(by.on_behalf_of.as_ref().map(|(id, _)| *id)),
                acceptance::on_behalf_of_name.eq(by.on_behalf_of.as_ref().map(|(_, name)| name.as_str())),
                acceptance::municipality_name.eq(municipality_name),
                acceptance::answered_at.eq(now),
                acceptance::package.eq(package),
                acceptance::content_sha256.eq(&answer.content_sha256),
                acceptance::audit_seq.eq(seq),
                acceptance::audit_hash.eq(&hash),
            ),
        ))
        .execute(&mut **tx);
    match inserted {
        Err(error) if is_unique_violation(&error) => Err(Code::ChangedMeanwhile.into()),
        other => {
            other?;
            Ok(())
        }
    }
}

/// A question and its answer.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = clarification)]
pub struct Clarification {
    /// Id.
    pub id: ClarificationId,
    /// The question.
    pub question: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Moment,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// When.
    pub answered_at: Option<Moment>,
}

/// Everything asked and answered, oldest first.
pub fn clarifications(conn: &mut AnyConn, id: HandoverId) -> Outcome<Vec<Clarification>> {
    Ok(clarification::table
        .filter(clarification::handover_id.eq(id))
        .order(clarification::id)
        .select(Clarification::as_select())
        .load(conn)?)
}

/// Keeps a question.
pub fn ask(tx: &mut Tx<'_>, id: HandoverId, by: PersonId, question: &str) -> Outcome<ClarificationId> {
    let (new, now) = (ClarificationId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(clarification::table)
        .values((
            clarification::id.eq(new),
            clarification::handover_id.eq(id),
            clarification::question.eq(question),
            clarification::asked_by.eq(by),
            clarification::asked_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(new)
}

/// Answers the open question.
pub fn answer(tx: &mut Tx<'_>, id: HandoverId, by: PersonId, answer: &str) -> Outcome<()> {
    let now = tx.now();
    diesel::update(
        clarification::table.filter(clarification::handover_id.eq(id)).filter(clarification::answer.is_null()),
    )
    .set((clarification::answer.eq(answer), clarification::answered_by.eq(by), clarification::answered_at.eq(now)))
    .execute(&mut **tx)?;
    Ok(())
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
        .filter(handover::state.eq_any(vec![State::Offered, State::ClarificationAsked, State::ClarificationAnswered]))
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
