//! Examples in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::commands;
use super::filter::{Filter, filtered};
use super::rules::{Effect, ExampleDraft, State};
use super::store::{self, Example};
use crate::access::permission::{SeeExamples, ShareExamples, TellExamples};
use crate::access::{Allowed, Place, Scope};
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::ids::{BenefitId, CommitmentId, ExampleId, MunicipalityId, ProjectId};
use crate::measurements::store::find_promised_within;
use crate::refusal::Outcome;
use crate::regions;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createExample`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExampleBody {
    title: String,
    /// What was done.
    done: String,
    /// What it took.
    #[serde(default)]
    took: String,
    contact_name: String,
    contact_email: String,
    /// Whether the measured effect is told to everybody in the region, also where the municipality does not share its figures
    /// otherwise.
    #[serde(default)]
    tells_effect: bool,
}

/// Body of `updateExample`: what is left out stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExamplePatch {
    title: Option<String>,
    done: Option<String>,
    took: Option<String>,
    contact_name: Option<String>,
    contact_email: Option<String>,
    tells_effect: Option<bool>,
}

/// Body of `reuseExample`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReuseBody {
    /// How it is used.
    #[serde(default)]
    note: String,
}

/// How a municipality got a benefit to come about.
#[derive(Serialize, JsonSchema)]
pub struct ExampleAnswer {
    id: ExampleId,
    project_id: ProjectId,
    benefit_id: BenefitId,
    municipality_id: MunicipalityId,
    state: State,
    title: String,
    done: String,
    took: String,
    contact_name: String,
    contact_email: String,
    tells_effect: bool,
    /// What was measured when it was shared last; null before that, and where no effect is told.
    effect: Option<Effect>,
    /// What it is told of; null for those who may not see the municipality's figures.
    commitment_id: Option<CommitmentId>,
    shared_on: Option<Day>,
    /// How many municipalities use it.
    reuse_count: usize,
    reused_by: Vec<ReuseAnswer>,
    version: i64,
}

/// That a municipality uses it.
#[derive(Serialize, JsonSchema)]
pub struct ReuseAnswer {
    municipality_id: MunicipalityId,
    note: String,
    since: Moment,
}

/// Examples, newest first.
pub type ExampleList = List<ExampleAnswer>;

fn answers(conn: &mut AnyConn, scope: &Scope, rows: Vec<Example>, today: Day) -> Outcome<Vec<ExampleAnswer>> {
    let ids: Vec<ExampleId> = rows.iter().map(|row| row.id).collect();
    let reuses = store::reuses(conn, &ids)?;
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows {
        let visible = regions::store::visible_figures(conn, scope, row.region_id, today)?;
        let reused_by: Vec<ReuseAnswer> = reuses
            .iter()
            .filter(|one| one.example_id == row.id && scope.lists(one.municipality_id))
            .map(|one| ReuseAnswer {
                municipality_id: one.municipality_id,
                note: one.note.clone(),
                since: one.recorded_at,
            })
            .collect();
        answers.push(ExampleAnswer {
            effect: row.told(),
            commitment_id: visible.includes(row.municipality_id).then_some(row.commitment_id),
            tells_effect: row.tells_effect,
            reuse_count: reused_by.len(),
            reused_by,
            id: row.id,
            project_id: row.project_id,
            benefit_id: row.benefit_id,
            municipality_id: row.municipality_id,
            state: row.state,
            title: row.title,
            done: row.done,
            took: row.took,
            contact_name: row.contact_name,
            contact_email: row.contact_email,
            shared_on: row.shared_on,
            version: row.version,
        });
    }
    Ok(answers)
}

fn answer(conn: &mut AnyConn, scope: &Scope, id: ExampleId, today: Day) -> Outcome<ExampleAnswer> {
    let row = store::find_within(conn, scope, id, today)?;
    let mut answers = answers(conn, scope, vec![row], today)?;
    answers.pop().ok_or(crate::refusal::Code::NotFound.into())
}

/// `createExample`
pub async fn create(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let promised = find_promised_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&promised)?;
        let body: ExampleBody = call.json()?;
        let draft = ExampleDraft {
            title: body.title,
            done: body.done,
            took: body.took,
            contact_name: body.contact_name,
            contact_email: body.contact_email,
            tells_effect: body.tells_effect,
        };
        let id = commands::create(tx, &promised, draft)?;
        let answer = answer(tx, &allowed.scope(), id, today)?;
        Ok(Answer::created(&answer, format!("/api/v1/examples/{id}")).version(answer.version))
    })
    .await
}

/// `listExamples`
pub async fn list(allowed: Allowed<SeeExamples>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let page = Page::of(call)?;
        let today = call.app().db.now().day();
        let rows = filtered(conn, &scope, region.id, &Filter::of(call), today)?;
        let items = answers(conn, &scope, rows, today)?;
        Ok(Answer::ok(&page.cut_after(items, |item: &ExampleAnswer| item.id.number(), true)?))
    })
    .await
}

/// `getExample`
pub async fn get(allowed: Allowed<SeeExamples>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&Place::region(row.region_id))?;
        let answer = answer(conn, &allowed.scope(), row.id, today)?;
        Ok(Answer::ok(&answer).version(answer.version))
    })
    .await
}

/// `updateExample`
pub async fn update(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: ExamplePatch = call.json()?;
        let before = row.draft();
        let draft = ExampleDraft {
            title: body.title.unwrap_or(before.title),
            done: body.done.unwrap_or(before.done),
            took: body.took.unwrap_or(before.took),
            contact_name: body.contact_name.unwrap_or(before.contact_name),
            contact_email: body.contact_email.unwrap_or(before.contact_email),
            tells_effect: body.tells_effect.unwrap_or(before.tells_effect),
        };
        commands::update(tx, &row, wanted, draft)?;
        let answer = answer(tx, &allowed.scope(), row.id, today)?;
        Ok(Answer::ok(&answer).version(answer.version))
    })
    .await
}

/// `shareExample`
pub async fn share(allowed: Allowed<ShareExamples>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&row)?;
        commands::share(tx, &row, call.if_match_optional()?)?;
        let answer = answer(tx, &allowed.scope(), row.id, today)?;
        Ok(Answer::ok(&answer).version(answer.version))
    })
    .await
}

/// `withdrawExample`
pub async fn withdraw(allowed: Allowed<ShareExamples>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&row)?;
        commands::withdraw(tx, &row)?;
        let answer = answer(tx, &allowed.scope(), row.id, today)?;
        Ok(Answer::ok(&answer).version(answer.version))
    })
    .await
}

/// `reuseExample`
pub async fn reuse(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        let municipality = call.id("municipality_id")?;
        commands::must_be_own(tx, allowed, &row, municipality)?;
        let body: ReuseBody = call.json()?;
        commands::reuse(tx, &row, municipality, &body.note)?;
        Ok(Answer::ok(&answer(tx, &allowed.scope(), row.id, today)?))
    })
    .await
}

/// `unreuseExample`
pub async fn end_reuse(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        let municipality = call.id("municipality_id")?;
        commands::must_be_own(tx, allowed, &row, municipality)?;
        commands::end_reuse(tx, &row, municipality)?;
        Ok(Answer::nothing())
    })
    .await
}
