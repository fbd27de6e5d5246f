//! The relay in the API.

pub mod acceptance;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{AnswerHandover, ConcludeHandover, OfferHandover, SeeHandover, VouchReadiness};
use crate::access::{Allowed, Scope};
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::handovers::archive;
use crate::handovers::assembly;
use crate::handovers::commands::{self, Draft, Vouch};
use crate::handovers::paper::{self, Reader, Which};
use crate::handovers::rules::{Check, CheckState, State};
use crate::handovers::store::{self, Handover, Tick};
use crate::ids::{ClarificationId, HandoverId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::projects;
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// A readiness check.
#[derive(Serialize, JsonSchema)]
pub struct TickAnswer {
    check: Check,
    state: CheckState,
    note: String,
    by: Option<PersonId>,
    at: Option<Moment>,
    version: i64,
}

impl From<Tick> for TickAnswer {
    fn from(tick: Tick) -> Self {
        Self { check: tick.check, state: tick.state, note: tick.note, by: tick.by, at: tick.at, version: tick.version }
    }
}

/// A question and its answer.
#[derive(Serialize, JsonSchema)]
pub struct ClarificationAnswer {
    id: ClarificationId,
    question: String,
    asked_by: PersonId,
    asked_at: Moment,
    answer: Option<String>,
    answered_by: Option<PersonId>,
    answered_at: Option<Moment>,
}

/// A handover.
#[derive(Serialize, JsonSchema)]
pub struct HandoverAnswer {
    id: HandoverId,
    region_id: RegionId,
    project_id: ProjectId,
    municipality_id: MunicipalityId,
    package_number: i64,
    state: State,
    answer_by: Day,
    message: String,
    content_sha256: String,
    readiness: Vec<TickAnswer>,
    clarifications: Vec<ClarificationAnswer>,
    offered_by: Option<PersonId>,
    offered_at: Option<Moment>,
    seen_at: Option<Moment>,
    closed_by: Option<PersonId>,
    closed_at: Option<Moment>,
    closed_reason: String,
    version: i64,
}

/// Handovers.
pub type HandoverList = List<HandoverAnswer>;

/// A handover with everything around it. An accepted package keeps the hash under which it was accepted.
pub fn shown(conn: &mut AnyConn, row: Handover, today: Day) -> Outcome<HandoverAnswer> {
    let frozen = if row.state.is_held() { store::receipt(conn, &row)?.map(|kept| kept.content_sha256) } else { None };
    let content_sha256 = match frozen {
        Some(hash) => hash,
        None => assembly::assemble(conn, &row, today)?.content_sha256,
    };
    Ok(HandoverAnswer {
        readiness: store::readiness(conn, row.id)?.into_iter().map(TickAnswer::from).collect(),
        clarifications: store::clarifications(conn, row.id)?
            .into_iter()
            .map(|one| ClarificationAnswer {
                id: one.id,
                question: one.question,
                asked_by: one.asked_by,
                asked_at: one.asked_at,
                answer: one.answer,
                answered_by: one.answered_by,
                answered_at: one.answered_at,
            })
            .collect(),
        content_sha256,
        id: row.id,
        region_id: row.region_id,
        project_id: row.project_id,
        municipality_id: row.municipality_id,
        package_number: row.package_number,
        state: row.state,
        answer_by: row.answer_by,
        message: row.message,
        offered_by: row.offered_by,
        offered_at: row.offered_at,
        seen_at: row.seen_at,
        closed_by: row.closed_by,
        closed_at: row.closed_at,
        closed_reason: row.closed_reason,
        version: row.version,
    })
}

fn answer(conn: &mut AnyConn, row: Handover, today: Day) -> Outcome<Answer> {
    let shown = shown(conn, row, today)?;
    Ok(Answer::ok(&shown).version(shown.version))
}

/// Body of `createHandover`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftBody {
    municipality_id: MunicipalityId,
    answer_by: Day,
    message: Option<String>,
}

/// `createHandover`
pub async fn create(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let id = commands::prepare(tx, allowed, call.id("id")?, || {
            let body: DraftBody = call.json()?;
            let message = body.message.unwrap_or_default();
            Ok(Draft { municipality: body.municipality_id, answer_by: body.answer_by, message })
        })?;
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), id)?;
        let shown = shown(tx, row, today)?;
        Ok(Answer::created(&shown, format!("/api/v1/handovers/{id}")).version(shown.version))
    })
    .await
}

/// `listHandovers`
pub async fn list(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope: Scope = allowed.scope();
        let project = projects::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&project)?;
        let page = Page::of(call)?;
        let today = call.app().db.now().day();
        let rows = store::of_project_within(conn, &scope, project.id)?;
        let List { items, next_cursor } = page.cut_after(rows, |row| row.id.number(), false)?;
        let items = items.into_iter().map(|row| shown(conn, row, today)).collect::<Outcome<Vec<_>>>()?;
        Ok(Answer::ok(&List { items, next_cursor }))
    })
    .await
}

/// `getHandover`
pub async fn get(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let today = call.app().db.now().day();
        answer(conn, row, today)
    })
    .await
}

/// `getPackage`: the package as it would be offered now, or as it was accepted; `format=pdf` is the same for people.
pub async fn package(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        if paper::is_pdf_wanted(call)? {
            return Which::Package.answer(conn, row, call);
        }
        let today = call.app().db.now().day();
        let of_acceptance = paper::of_acceptance(call)?;
        let kept = store::receipt(conn, &row)?.filter(|_| of_acceptance || row.state.is_held());
        let text = match kept {
            Some(kept) => kept.package,
            None if of_acceptance => return Err(Code::NotFound.into()),
            None => assembly::assemble(conn, &row, today)?.text,
        };
        Ok(Answer::text("application/json", text))
    })
    .await
}

/// `getArchive`: the receipt with its package and its events, as a ZIP that explains itself.
pub async fn archive(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let bytes = archive::bundle(conn, &row, &Reader::of(call))?;
        Ok(Answer::file(archive::MEDIA_TYPE, bytes).saved_as(format!("stafett-{}.zip", row.id)))
    })
    .await
}

/// Body of `tickReadiness`: `{met:true, note?}` or `{not_relevant_because}`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TickBody {
    met: Option<bool>,
    note: Option<String>,
    not_relevant_because: Option<String>,
}

impl TickBody {
    fn vouch(self) -> Result<Vouch, Refusal> {
        match (self.met, self.not_relevant_because) {
            (Some(true), None) => Ok(Vouch::Met(self.note.unwrap_or_default())),
            (Some(false), None) => Ok(Vouch::Open),
            (None, Some(why)) if self.note.is_none() => Ok(Vouch::NotRelevant(why)),
            (None, None) => Err(Refusal::invalid_at("/met", "required")),
            _ => Err(Refusal::invalid_at("/not_relevant_because", "met_or_not_relevant")),
        }
    }
}

/// `tickReadiness`
pub async fn tick(allowed: Allowed<VouchReadiness>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let check = Check::parse(call.param("check"));
        let sent = call.if_match_optional()?;
        let row = commands::vouch(tx, allowed, call.id("id")?, check, Some(sent), || call.json::<TickBody>()?.vouch())?;
        let tick = store::readiness(tx, row.id)?
            .into_iter()
            .find(|tick| Some(tick.check) == check)
            .ok_or(Refusal::new(Code::NotFound))?;
        let version = tick.version;
        Ok(Answer::ok(&TickAnswer::from(tick)).version(version))
    })
    .await
}

/// Body of `offerHandover`; a renewed offer can set a new last day to answer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferBody {
    #[expect(dead_code, reason = "the contract lets a reason be sent; an offer has its message")]
    reason: Option<String>,
    answer_by: Option<Day>,
}

/// `offerHandover`
pub async fn offer(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = commands::offer(tx, allowed, call, call.id("id")?, || Ok(call.json::<OfferBody>()?.answer_by))?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}

/// Body that may carry a reason.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaybeReason {
    reason: Option<String>,
}

/// `withdrawHandover`
pub async fn withdraw(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let reason = || Ok(call.json::<MaybeReason>()?.reason.unwrap_or_default());
        let row = commands::withdraw(tx, allowed, call, call.id("id")?, reason)?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}

/// Body of `askClarification`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionBody {
    question: String,
}

/// `askClarification`
pub async fn ask(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = commands::ask(tx, allowed, call, call.id("id")?, || Ok(call.json::<QuestionBody>()?.question))?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}

/// Body of `answerClarification`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    answer: String,
}

/// `answerClarification`
pub async fn clarify(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = commands::clarify(tx, allowed, call, call.id("id")?, || Ok(call.json::<AnswerBody>()?.answer))?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}

/// Body that must carry a reason.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    reason: String,
}

/// `refuseHandover`
pub async fn refuse(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = commands::refuse(tx, allowed, call, call.id("id")?, || Ok(call.json::<ReasonBody>()?.reason))?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}

/// `handBack`
pub async fn hand_back(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = commands::hand_back(tx, allowed, call, call.id("id")?, || Ok(call.json::<ReasonBody>()?.reason))?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}

/// Body of `completeHandover`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    report: String,
}

/// `completeHandover`
pub async fn complete(allowed: Allowed<ConcludeHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = commands::complete(tx, allowed, call.id("id")?, || Ok(call.json::<ReportBody>()?.report))?;
        let today = tx.now().day();
        answer(tx, row, today)
    })
    .await
}
