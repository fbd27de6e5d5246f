//! Plans from a file, in the API; and the one address for files, where the request says what the file holds.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::apply;
use super::file::{self, Plan, Upload};
use super::judge::judge;
use super::judged::{Judged, Verdict};
use super::rules::{Column, Layout};
use crate::access::permission::{DefineRoadmap, Measure, ProposeFigures, SignedIn};
use crate::access::{Allowed, Place};
use crate::audit::{self, Change, Values};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{ImportId, RegionId};
use crate::measurements::import::api::{CellError, ImportAnswer, ImportState, dry_run, import as import_measurements};
use crate::measurements::import::record::{self, Origin};
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::{Answer, Call, Replied};

/// Answer of `importMeasurements` for `kind=plan`.
#[derive(Serialize, JsonSchema)]
pub struct PlanAnswer {
    id: ImportId,
    state: ImportState,
    /// Rows below the headers that say something.
    rows: u64,
    /// Projects that were not there.
    projects: u64,
    /// Benefits that were not there.
    benefits: u64,
    /// Indicators that were not there.
    indicators: u64,
    /// Commitments that were not there; none of them is accepted.
    commitments: u64,
    /// Rows that say what stands there already.
    unchanged: u64,
    /// Places where the plan says something else than what stands there, which is left alone.
    left_alone: u64,
    /// At most a thousand; with any, nothing is stored.
    errors: Vec<CellError>,
    /// What is not wrong and good to know: owners that were not found, days that were counted, what was left alone.
    notes: Vec<CellError>,
}

/// Answer of `importMeasurements`: by what the file holds.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum FileAnswer {
    /// For `kind=measurements`.
    Measurements(ImportAnswer),
    /// For `kind=plan`.
    Plan(PlanAnswer),
}

/// `importMeasurements`
pub async fn import(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    if call.query_word("kind").as_deref() == Some("plan") {
        import_plan(allowed.instead::<DefineRoadmap>()?, call).await
    } else {
        import_measurements(allowed.instead::<Measure>()?, call).await
    }
}

async fn import_plan(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    // What is wrong with the body is said after what is wrong with the address and the role.
    let sent = call.parts().and_then(|parts| {
        let part = parts.part("file").ok_or(Refusal::invalid_at("/file", "required"))?;
        Ok(Sent::Chosen(part.file_name.clone().unwrap_or_default(), part.content.to_vec()))
    });
    prepare(&call, sent).await;
    call.write(&allowed, |tx, allowed, call| {
        let region = region_to_plan(tx, allowed, call)?;
        let dry_run = dry_run(call);
        let upload: Arc<Result<Upload, Refusal>> = call.settled()?;
        let upload = upload.as_ref().as_ref().map_err(Refusal::clone)?;
        let (id, state, judged) = carry_out(tx, allowed, region, upload, dry_run?)?;
        Ok(Answer::ok(&PlanAnswer::of(call.lang(), id, state, &upload.plan, &judged)))
    })
    .await
}

/// What came with a request.
#[derive(Debug)]
pub enum Sent {
    /// A file: its name and its bytes.
    Chosen(String, Vec<u8>),
    /// What a page of ours carried along, with what was said of the columns.
    Carried(String, Vec<u8>, Option<Vec<Layout>>),
}

/// Reads a file off the request's thread, for the transaction to pick up.
pub async fn prepare(call: &Call, sent: Result<Sent, Refusal>) {
    let read = match sent {
        Ok(sent) => tokio::task::spawn_blocking(move || match sent {
            Sent::Chosen(name, bytes) => file::chosen(&name, &bytes),
            Sent::Carried(name, content, said) => file::carried(&name, &content, said),
        })
        .await
        .unwrap_or_else(|_| Err(Refusal::new(Code::Busy))),
        Err(refusal) => Err(refusal),
    };
    call.prepare(read);
}

/// The region in reach, for somebody who writes its roadmap.
pub fn region_to_plan(conn: &mut AnyConn, allowed: &Allowed<DefineRoadmap>, call: &Call) -> Outcome<RegionId> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&region)?;
    Ok(region.id)
}

/// Judges a plan and, unless it was only tried or something is wrong, writes what is not there. Where everything is there,
/// nothing at all is written.
pub fn carry_out(
    tx: &mut Tx<'_>,
    allowed: &Allowed<DefineRoadmap>,
    region: RegionId,
    upload: &Upload,
    dry_run: bool,
) -> Outcome<(ImportId, ImportState, Judged)> {
    let today = tx.now().day();
    let mut judged = judge(tx, region, &upload.plan.gathered, today)?;
    let id = ImportId::from_number(tx.new_id());
    if !dry_run && judged.errors.is_empty() && matches!(**tx, AnyConn::Postgres(_)) {
        // Somebody else may have written between looking and locking.
        apply::lock(tx, region, &judged.to_do)?;
        judged = judge(tx, region, &upload.plan.gathered, today)?;
    }
    let state = match (judged.errors.is_empty(), dry_run) {
        (false, _) => ImportState::Rejected,
        (true, true) => ImportState::Validated,
        (true, false) => ImportState::Applied,
    };
    if state == ImportState::Applied && judged.makes_something() {
        if judged.count(|verdict| *verdict == Verdict::NewPromise) > 0 {
            allowed.instead::<ProposeFigures>()?.over(&Place::region(region))?;
        }
        apply::apply(tx, (allowed.someone()?, &allowed.scope()), region, &judged)?;
        let rows = upload.plan.count();
        record::remember(tx, id, &Origin { region, name: &upload.name, sha256: &upload.sha256, rows }, None)?;
        let [projects, benefits, indicators, commitments] = made(&judged);
        let values = Values::new()
            .with("sha256", &upload.sha256)
            .with("rows", rows)
            .with("projects", projects)
            .with("benefits", benefits)
            .with("indicators", indicators)
            .with("commitments", commitments)
            .personal("name", &upload.name);
        audit::record(tx, &Change::of(Place::region(region), "plan_imported", "import", id).to(values))?;
    }
    Ok((id, state, judged))
}

/// How many projects, benefits, indicators and commitments are not there yet.
pub fn made(judged: &Judged) -> [u64; 4] {
    [Verdict::NewProject, Verdict::NewBenefit, Verdict::NewIndicator, Verdict::NewPromise]
        .map(|wanted| judged.count(|verdict| *verdict == wanted))
}

impl PlanAnswer {
    fn of(lang: Lang, id: ImportId, state: ImportState, plan: &Plan, judged: &Judged) -> Self {
        let told = |error: &FieldError| CellError::of(lang, error).in_sheet(error.sheet.as_ref());
        // Of a file that was turned away nothing was written.
        let [projects, benefits, indicators, commitments] =
            if state == ImportState::Rejected { [0; 4] } else { made(judged) };
        let left_alone = |verdict: &Verdict| matches!(verdict, Verdict::Differs(_) | Verdict::Accepted(_));
        Self {
            id,
            state,
            rows: plan.count(),
            projects,
            benefits,
            indicators,
            commitments,
            unchanged: judged.count(|verdict| *verdict == Verdict::Unchanged),
            left_alone: judged.count(left_alone),
            errors: judged.errors.iter().map(told).collect(),
            notes: notes(judged).iter().map(told).collect(),
        }
    }
}

/// What is good to know of each row, with what of it was left alone.
fn notes(judged: &Judged) -> Vec<FieldError> {
    let mut notes = Vec::new();
    for line in &judged.lines {
        for verdict in &line.verdicts {
            let (code, columns) = match verdict {
                Verdict::Differs(columns) => ("plan_differs", columns),
                Verdict::Accepted(columns) => ("plan_accepted", columns),
                _ => continue,
            };
            let names: Vec<&str> = columns.iter().map(|column| Column::heading(*column)).collect();
            let note = FieldError::in_cell(line.row, None, code).with("names", names.join(", "));
            notes.push(FieldError { sheet: line.sheet.clone(), ..note });
        }
        notes.extend(line.notes.iter().cloned());
    }
    notes
}
