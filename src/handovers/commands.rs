//! What can be done to a handover, each as one policy read top to bottom. The API and the pages both come here.

use super::accepting::only_the_executive;
use super::assembly;
use super::rules::{Check, Command, State, clock_goes_on, words};
use super::store::{self, Handover};
use super::{expiry, notices};
use crate::access::permission::{AnswerHandover, ConcludeHandover, OfferHandover, VouchReadiness};
use crate::access::{Allowed, Place, Placed, Scope};
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::db::Tx;
use crate::ids::{HandoverId, MunicipalityId, PersonId, ProjectId};
use crate::projects::rules::{Participating, from_json, renews_without_simplifying};
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::web::Call;
use crate::{benefits, measurements, people, projects, regions};

const LONGEST_MESSAGE: usize = 4_000;

pub(super) fn link(call: &Call, id: HandoverId) -> String {
    call.app().link(&format!("/handovers/{id}"))
}

/// A handover in reach that is about to be changed: nobody else changes it, or what it says, meanwhile.
pub(super) fn to_be_changed(tx: &mut Tx<'_>, scope: &Scope, id: HandoverId) -> Outcome<Handover> {
    let row = store::find_within(tx, scope, id)?;
    projects::store::lock(tx, row.project_id)?;
    store::find_within(tx, scope, id)
}

/// Prepares a handover: a draft for one municipality of the region.
pub fn prepare(
    tx: &mut Tx<'_>,
    allowed: &Allowed<OfferHandover>,
    project: ProjectId,
    municipality: impl FnOnce() -> Result<Draft, Refusal>,
) -> Outcome<HandoverId> {
    let project = projects::store::find_within(tx, &allowed.scope(), project)?;
    allowed.over(&project)?;
    projects::store::lock(tx, project.id)?;
    let draft = municipality()?;
    let today = tx.now().day();
    let mut checks = Checks::new();
    let message = checks.optional_text("/message", &draft.message, LONGEST_MESSAGE);
    checks.require(draft.answer_by >= today, "/answer_by", "must_be_later");
    let member = regions::store::is_member_on(tx, project.region_id, draft.municipality, today)?;
    checks.require(member, "/municipality_id", "not_a_member");
    checks.done(())?;
    let participation = projects::store::participation_of(tx, project.id, draft.municipality)?;
    if let Some(row) = participation
        && matches!(row.state, Participating::Declined | Participating::Left)
    {
        return Err(Refusal::new(Code::NotParticipating).with("state", row.state.as_str()).into());
    }
    store::refuse_second(tx, project.id, draft.municipality)?;
    let id = store::insert(tx, (project.region_id, project.id, draft.municipality), draft.answer_by, &message)?;
    let place = Place::municipality(project.region_id, draft.municipality);
    let change = Change::of(place, "handover_prepared", "handover", id)
        .to(Values::new().with("answer_by", draft.answer_by).personal("message", &message));
    audit::record(tx, &change)?;
    Ok(id)
}

/// What a coordinator writes to prepare a handover.
pub struct Draft {
    /// To whom.
    pub municipality: MunicipalityId,
    /// The last day to answer.
    pub answer_by: Day,
    /// Words to the executive.
    pub message: String,
}

/// How a readiness check is answered.
pub enum Vouch {
    /// It is met.
    Met(String),
    /// It is not relevant, because.
    NotRelevant(String),
    /// Nobody vouches for it after all.
    Open,
}

/// Vouches for a readiness check. Later times need the version of the earlier one.
pub fn vouch(
    tx: &mut Tx<'_>,
    allowed: &Allowed<VouchReadiness>,
    id: HandoverId,
    check: Option<Check>,
    if_match: Option<Option<i64>>,
    vouch: impl FnOnce() -> Result<Vouch, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let check = check.ok_or(Refusal::new(Code::NotFound))?;
    let permit = allowed.over(&row)?;
    let known = store::readiness(tx, id)?.into_iter().find(|tick| tick.check == check);
    let version = known.map_or(0, |tick| tick.version);
    if let Some(sent) = if_match
        && version > 0
    {
        match sent {
            None => return Err(Code::IfMatchNeeded.into()),
            Some(sent) if sent != version => return Err(Code::Stale.into()),
            Some(_) => {}
        }
    }
    let vouch = vouch()?;
    let today = tx.now().day();
    store::facts(tx, &row)?.then(Command::Vouch, permit, today)?;
    let mut checks = Checks::new();
    let (state, note) = match &vouch {
        Vouch::Met(note) => ("met", checks.optional_text("/note", note, LONGEST_MESSAGE)),
        Vouch::NotRelevant(why) => ("not_relevant", checks.text("/not_relevant_because", why, LONGEST_MESSAGE)),
        Vouch::Open => ("open", String::new()),
    };
    checks.done(())?;
    match vouch {
        Vouch::Open => store::untick(tx, id, check)?,
        Vouch::Met(_) => store::tick(tx, id, check, true, &note)?,
        Vouch::NotRelevant(_) => store::tick(tx, id, check, false, &note)?,
    }
    let change = Change::of(row.place(), "readiness_vouched", "handover", id)
        .to(Values::new().with("check", check).with("state", state).personal("note", &note));
    audit::record(tx, &change)?;
    Ok(row)
}

/// What stands in the way of offering, each with its place.
pub fn missing_before_offer(tx: &mut crate::db::AnyConn, row: &Handover, today: Day) -> Outcome<Vec<FieldError>> {
    let mut missing: Vec<FieldError> = store::readiness(tx, row.id)?
        .into_iter()
        .filter(|tick| tick.version == 0)
        .map(|tick| FieldError::at(format!("/readiness/{}", tick.check.as_str()), "check_missing"))
        .collect();
    missing.extend(assembly::missing_from_region(&assembly::assemble(tx, row, today)?.package));
    Ok(missing)
}

/// Sends the baton.
pub fn offer(
    tx: &mut Tx<'_>,
    allowed: &Allowed<OfferHandover>,
    call: &Call,
    id: HandoverId,
    answer_by: impl FnOnce() -> Result<Option<Day>, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row)?;
    // The time may be over though the job that says so has not come by.
    expiry::close(tx, &row)?;
    let row = store::find_within(tx, &allowed.scope(), id)?;
    let answer_by = answer_by()?.unwrap_or(row.answer_by);
    let today = tx.now().day();
    let state = store::facts(tx, &row)?.then(Command::Offer, permit, today)?;
    store::refuse_beside(tx, &row)?;
    if answer_by < today {
        return Err(Refusal::invalid_at("/answer_by", "must_be_later").into());
    }
    let project = projects::store::find(tx, row.project_id)?.ok_or(Refusal::new(Code::NotFound))?;
    if renews_without_simplifying(&project.renewal, &from_json(&project.simplifications))
        && project.renewal_alone_because.is_empty()
    {
        return Err(Code::RenewalAlone.into());
    }
    let participation = projects::store::participation_of(tx, row.project_id, row.municipality_id)?;
    if let Some(row) = participation
        && matches!(row.state, Participating::Declined | Participating::Left)
    {
        return Err(Refusal::new(Code::NotParticipating).with("state", row.state.as_str()).into());
    }
    let missing = missing_before_offer(tx, &row, today)?;
    if !missing.is_empty() {
        return Err(Refusal { errors: missing, ..Refusal::new(Code::NotReady) }.into());
    }
    store::offer(tx, &row, answer_by)?;
    let after = store::find_within(tx, &allowed.scope(), id)?;
    let content = assembly::assemble(tx, &after, today)?.content_sha256;
    let change = Change::of(row.place(), "handover_offered", "handover", id)
        .from(Values::new().with("state", row.state))
        .to(Values::new()
            .with("state", state)
            .with("package_number", after.package_number)
            .with("answer_by", answer_by)
            .with("content_sha256", content));
    audit::record(tx, &change)?;
    notices::offered(tx, &after, &link(call, id))?;
    Ok(after)
}

/// Takes an open offer back.
pub fn withdraw(
    tx: &mut Tx<'_>,
    allowed: &Allowed<OfferHandover>,
    call: &Call,
    id: HandoverId,
    reason: impl FnOnce() -> Result<String, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row)?;
    let mut checks = Checks::new();
    let reason = checks.optional_text("/reason", &reason()?, LONGEST_MESSAGE);
    checks.done(())?;
    let today = tx.now().day();
    let state = store::facts(tx, &row)?.then(Command::Withdraw, permit, today)?;
    store::close(tx, &row, state, &reason)?;
    told(tx, &row, "handover_withdrawn", state, "reason", &reason)?;
    notices::withdrawn(tx, &row, &link(call, id))?;
    store::find_within(tx, &allowed.scope(), id)
}

fn told(tx: &mut Tx<'_>, row: &Handover, action: &'static str, to: State, field: &str, text: &str) -> Outcome<()> {
    let change = Change::of(row.place(), action, "handover", row.id)
        .from(Values::new().with("state", row.state))
        .to(Values::new().with("state", to).personal(field, text));
    audit::record(tx, &change)?;
    Ok(())
}

/// Asks before answering.
pub fn ask(
    tx: &mut Tx<'_>,
    allowed: &Allowed<AnswerHandover>,
    call: &Call,
    id: HandoverId,
    question: impl FnOnce() -> Result<String, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row).map_err(only_the_executive)?;
    let actor = allowed.someone()?;
    let question = words("/question", &question()?)?;
    let today = tx.now().day();
    let facts = store::facts(tx, &row)?;
    facts.not_by_the_proposer(actor.person)?;
    let state = facts.then(Command::Ask, permit, today)?;
    store::advance(tx, &row, state)?;
    store::ask(tx, id, actor.person, &question)?;
    told(tx, &row, "clarification_asked", state, "question", &question)?;
    notices::asked(tx, &row, &link(call, id))?;
    store::find_within(tx, &allowed.scope(), id)
}

/// Answers the executive's question.
pub fn clarify(
    tx: &mut Tx<'_>,
    allowed: &Allowed<OfferHandover>,
    call: &Call,
    id: HandoverId,
    answer: impl FnOnce() -> Result<String, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row)?;
    let actor = allowed.someone()?;
    let answer = words("/answer", &answer()?)?;
    let today = tx.now().day();
    let state = store::facts(tx, &row)?.then(Command::Answer, permit, today)?;
    let asked = store::clarifications(tx, id)?.into_iter().rev().find(|one| one.answer.is_none());
    let answer_by = asked.map_or(row.answer_by, |one| clock_goes_on(row.answer_by, one.asked_at.day(), today));
    store::clarify(tx, &row, state, answer_by)?;
    store::answer(tx, id, actor.person, &answer)?;
    let change = Change::of(row.place(), "clarification_answered", "handover", row.id)
        .from(Values::new().with("state", row.state).with("answer_by", row.answer_by))
        .to(Values::new().with("state", state).with("answer_by", answer_by).personal("answer", &answer));
    audit::record(tx, &change)?;
    notices::clarified(tx, &row, &link(call, id))?;
    store::find_within(tx, &allowed.scope(), id)
}

/// Says no, with a reason.
pub fn refuse(
    tx: &mut Tx<'_>,
    allowed: &Allowed<AnswerHandover>,
    call: &Call,
    id: HandoverId,
    reason: impl FnOnce() -> Result<String, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row).map_err(only_the_executive)?;
    let actor = allowed.someone()?;
    let reason = words("/reason", &reason()?)?;
    let today = tx.now().day();
    let facts = store::facts(tx, &row)?;
    facts.not_by_the_proposer(actor.person)?;
    let state = facts.then(Command::Refuse, permit, today)?;
    store::close(tx, &row, state, &reason)?;
    told(tx, &row, "handover_refused", state, "reason", &reason)?;
    notices::refused(tx, &row, &link(call, id))?;
    store::find_within(tx, &allowed.scope(), id)
}

/// Gives the baton back; before realisation this undoes the acceptance, which itself stays on record.
pub fn hand_back(
    tx: &mut Tx<'_>,
    allowed: &Allowed<AnswerHandover>,
    call: &Call,
    id: HandoverId,
    reason: impl FnOnce() -> Result<String, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row).map_err(only_the_executive)?;
    let reason = words("/reason", &reason()?)?;
    let today = tx.now().day();
    let state = store::facts(tx, &row)?.then(Command::HandBack, permit, today)?;
    store::close(tx, &row, state, &reason)?;
    benefits::store::set_accepted_in(tx, row.project_id, row.municipality_id, None)?;
    measurements::derived::rederive_place(tx, row.region_id, row.project_id, row.municipality_id)?;
    told(tx, &row, "handover_handed_back", state, "reason", &reason)?;
    notices::handed_back(tx, &row, &link(call, id))?;
    store::find_within(tx, &allowed.scope(), id)
}

/// Reports home: the planned measurements are done (BP6).
pub fn complete(
    tx: &mut Tx<'_>,
    allowed: &Allowed<ConcludeHandover>,
    id: HandoverId,
    report: impl FnOnce() -> Result<String, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row)?;
    let report = words("/report", &report()?)?;
    let today = tx.now().day();
    let state = store::facts(tx, &row)?.then(Command::Complete, permit, today)?;
    store::close(tx, &row, state, &report)?;
    told(tx, &row, "handover_completed", state, "report", &report)?;
    store::find_within(tx, &allowed.scope(), id)
}

/// The names of people who appear on a handover's page.
pub fn names(
    conn: &mut crate::db::AnyConn,
    ids: impl IntoIterator<Item = Option<PersonId>>,
) -> Outcome<std::collections::HashMap<PersonId, String>> {
    let ids: Vec<PersonId> = ids.into_iter().flatten().collect();
    people::store::names(conn, &ids)
}
