//! Who conforms, in the API: the municipality answers, the region decides deviations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{AnswerRoutines, DefineRoadmap, SeeRoutines};
use crate::access::{Allowed, Place, Scope};
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::db::{AnyConn, Tx};
use crate::ids::{ItemId, MunicipalityId, PersonId};
use crate::projects::participation::{must_take_part, place_within};
use crate::projects::store as projects;
use crate::refusal::{Code, Outcome};
use crate::routines::matrix::{Cell, Matrix, matrix};
use crate::routines::rules::{AnswerDraft, Answering, Command, Decision, DecisionDraft, Standing};
use crate::routines::store::{self, Conformity, Item};
use crate::web::csv::{Flavour, Sheet};
use crate::web::{Answer, Call, Replied};

/// Body of `answerCommonItem`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConformityBody {
    state: Answering,
    /// Why; required for doing otherwise.
    reason: Option<String>,
}

/// Body of `decideDeviation`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    decision: Decision,
    /// Why; required for turning down.
    note: Option<String>,
}

/// How a municipality stands to an item. Of other members only the state is told.
#[derive(Serialize, JsonSchema)]
pub struct ConformityAnswer {
    item_id: ItemId,
    municipality_id: MunicipalityId,
    state: Standing,
    reason: Option<String>,
    /// Whether the item was written otherwise after the answer.
    outdated: Option<bool>,
    answered_by: Option<PersonId>,
    answered_at: Option<Moment>,
    decision_note: Option<String>,
    decided_by: Option<PersonId>,
    decided_at: Option<Moment>,
    /// For `If-Match`; null where nothing was answered, or where it may not be seen.
    version: Option<i64>,
}

/// Answer of `projectConformity`.
#[derive(Serialize, JsonSchema)]
pub struct ConformityMatrix {
    rows: Vec<ConformityRow>,
}

/// An item and how the municipalities stand to it.
#[derive(Serialize, JsonSchema)]
pub struct ConformityRow {
    item_id: ItemId,
    conform: usize,
    deviations_approved: usize,
    /// How many municipalities take part.
    municipalities: usize,
    cells: Vec<ConformityAnswer>,
}

fn told(
    item: ItemId,
    municipality: MunicipalityId,
    standing: Standing,
    seen: Option<&Conformity>,
    edition: i64,
) -> ConformityAnswer {
    ConformityAnswer {
        item_id: item,
        municipality_id: municipality,
        state: standing,
        reason: seen.map(|row| row.reason.clone()),
        outdated: seen.map(|row| row.edition < edition),
        answered_by: seen.and_then(|row| row.answered_by),
        answered_at: seen.map(|row| row.answered_at),
        decision_note: seen.map(|row| row.decision_note.clone()),
        decided_by: seen.and_then(|row| row.decided_by),
        decided_at: seen.and_then(|row| row.decided_at),
        version: seen.map(|row| row.version),
    }
}

fn cell(item: &Item, cell: &Cell) -> ConformityAnswer {
    told(item.id, cell.municipality_id, cell.standing, cell.answer.as_ref(), item.edition)
}

/// `projectConformity`
pub async fn of_project(allowed: Allowed<SeeRoutines>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let matrix = matrix(conn, &allowed.scope(), &project, call.app().db.now().day())?;
        if let Some(flavour) = Flavour::wanted(call)? {
            let today = call.app().db.now().day();
            let name = crate::regions::store::find(conn, project.region_id)?.map(|region| region.name);
            let sheet = sheet(&matrix).of_region(name.unwrap_or_default());
            return sheet.between(today, today).answer(flavour, call);
        }
        let rows = matrix.rows.iter().map(|row| ConformityRow {
            item_id: row.item.id,
            conform: row.tally.conform,
            deviations_approved: row.tally.approved,
            municipalities: row.tally.of,
            cells: row.cells.iter().map(|one| cell(&row.item, one)).collect(),
        });
        Ok(Answer::ok(&ConformityMatrix { rows: rows.collect() }))
    })
    .await
}

fn sheet(matrix: &Matrix) -> Sheet {
    let columns = vec![
        "item_id",
        "kind",
        "item",
        "municipality_id",
        "municipality",
        "conformity_state",
        "reason",
        "answered_on",
        "outdated",
        "decision_note",
        "decided_on",
    ];
    let mut sheet = Sheet::new("conformity", columns);
    for row in &matrix.rows {
        for (one, town) in row.cells.iter().zip(&matrix.towns) {
            let told = cell(&row.item, one);
            sheet.rows.push(vec![
                row.item.id.to_string().into(),
                row.item.kind.as_str().into(),
                row.item.title.clone().into(),
                one.municipality_id.to_string().into(),
                town.name.clone().into(),
                one.standing.as_str().into(),
                told.reason.into(),
                told.answered_at.map(Moment::day).into(),
                told.outdated.into(),
                told.decision_note.into(),
                told.decided_at.map(Moment::day).into(),
            ]);
        }
    }
    sheet
}

/// The item and the municipality of an address, in reach.
pub fn find_cell_within(conn: &mut AnyConn, scope: &Scope, call: &Call) -> Outcome<(Item, Place, MunicipalityId)> {
    let item = store::find_within(conn, scope, call.id("id")?)?;
    let project = projects::find_within(conn, scope, item.project_id)?;
    let municipality = call.id("municipality_id")?;
    let place = place_within(conn, scope, &project, municipality)?;
    Ok((item, place, municipality))
}

/// `answerCommonItem`: the municipality's own people.
pub async fn answer(allowed: Allowed<AnswerRoutines>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let (item, place, municipality) = find_cell_within(tx, &allowed.scope(), call)?;
        allowed.over(&place)?;
        let before = store::answer_of(tx, item.id, municipality)?;
        let first = before.is_none();
        let wanted = match &before {
            Some(_) => call.if_match()?,
            // What was never answered has no version that could match.
            None => call.if_match_optional()?.unwrap_or(0),
        };
        let body: ConformityBody = call.json()?;
        let draft = AnswerDraft { answer: body.state, reason: body.reason.unwrap_or_default() };
        answer_within(tx, &item, municipality, before, wanted, draft)?;
        let row = store::answer_of(tx, item.id, municipality)?.ok_or(Code::NotFound)?;
        let told = told(item.id, municipality, row.state, Some(&row), item.edition);
        let here = format!("/api/v1/projects/{}/conformity", item.project_id);
        Ok(if first { Answer::created(&told, here) } else { Answer::ok(&told) }.version(row.version))
    })
    .await
}

/// Keeps a municipality's answer and tells of it. Shared by the API and the page. `wanted` is the version that was seen, 0
/// for none.
pub fn answer_within(
    tx: &mut Tx<'_>,
    item: &Item,
    municipality: MunicipalityId,
    before: Option<Conformity>,
    wanted: i64,
    draft: AnswerDraft,
) -> Outcome<()> {
    let draft = draft.checked()?;
    must_take_part(tx, item.project_id, municipality)?;
    if wanted != before.as_ref().map_or(0, |row| row.version) {
        return Err(Code::Stale.into());
    }
    let standing = before.as_ref().map_or(Standing::Unknown, |row| row.state);
    let state = standing.then(Command::Answer(draft.answer))?;
    store::answer(tx, item, municipality, before.as_ref(), state, &draft.reason)?;
    let old = before.map_or_else(Values::new, |row| {
        store::answer_facts(row.state, &AnswerDraft { answer: draft.answer, reason: row.reason }).all()
    });
    let new = store::answer_facts(state, &draft).plain("edition", item.edition).all();
    let place = Place::municipality(item.region_id, municipality);
    audit::record(tx, &Change::of(place, "conformity_answered", "common_item", item.id).from(old).to(new))?;
    Ok(())
}

/// `decideDeviation`: the region.
pub async fn decide(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let (item, place, municipality) = find_cell_within(tx, &allowed.scope(), call)?;
        allowed.over(&place)?;
        let wanted = call.if_match()?;
        let body: DecisionBody = call.json()?;
        let draft = DecisionDraft { decision: body.decision, note: body.note.unwrap_or_default() };
        decide_within(tx, &item, municipality, wanted, draft)?;
        let row = store::answer_of(tx, item.id, municipality)?.ok_or(Code::NotFound)?;
        let told = told(item.id, municipality, row.state, Some(&row), item.edition);
        Ok(Answer::ok(&told).version(row.version))
    })
    .await
}

/// Keeps what the region decided and tells of it. Shared by the API and the page.
pub fn decide_within(
    tx: &mut Tx<'_>,
    item: &Item,
    municipality: MunicipalityId,
    wanted: i64,
    draft: DecisionDraft,
) -> Outcome<()> {
    let draft = draft.checked()?;
    let before = store::answer_of(tx, item.id, municipality)?.ok_or(Code::NoDeviationAsked)?;
    if wanted != before.version {
        return Err(Code::Stale.into());
    }
    let state = before.state.then(Command::Decide(draft.decision))?;
    store::decide(tx, &before, state, &draft.note)?;
    let old = Values::new().with("state", before.state);
    let new = store::decision_facts(state, &draft).all();
    let place = Place::municipality(item.region_id, municipality);
    audit::record(tx, &Change::of(place, "deviation_decided", "common_item", item.id).from(old).to(new))?;
    Ok(())
}
