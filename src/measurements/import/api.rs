//! Imports in the API.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::judge::{Judged, judge};
use super::record::Origin;
use super::table::{Layouts, Reading, read};
use super::write::apply;
use crate::access::permission::Measure;
use crate::access::{Allowed, Place};
use crate::audit::rules::hex;
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{ImportId, RegionId};
use crate::measurements::store;
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::problem::field_sentence;
use crate::web::{Answer, Call, Replied};

/// Answer of `importMeasurements`.
#[derive(Serialize, JsonSchema)]
pub struct ImportAnswer {
    id: ImportId,
    state: ImportState,
    /// Rows below the header that are not empty.
    rows: u64,
    /// Values for days that had none.
    recorded: u64,
    /// Values that became corrections.
    corrected: u64,
    /// Values that were there already.
    unchanged: u64,
    /// At most a thousand; with any, nothing is stored.
    errors: Vec<CellError>,
}

crate::db::types::words! {
    /// What became of a file.
    ImportState {
        /// Stored, whole.
        Applied = "applied",
        /// Something is wrong; nothing is stored.
        Rejected = "rejected",
        /// Nothing is wrong; nothing is stored, because it was only tried.
        Validated = "validated",
    }
}

/// A wrong cell.
#[derive(Serialize, JsonSchema)]
pub struct CellError {
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// The header is row 1.
    row: Option<u64>,
    /// The first column is 1.
    column: Option<u64>,
    code: &'static str,
    message: String,
}

impl CellError {
    /// In the reader's language.
    pub fn of(lang: Lang, error: &FieldError) -> Self {
        Self {
            sheet: None,
            row: error.row,
            column: error.column,
            code: error.code,
            message: field_sentence(lang, error),
        }
    }

    /// In a sheet of a workbook.
    pub fn in_sheet(self, sheet: Option<&String>) -> Self {
        Self { sheet: sheet.cloned(), ..self }
    }

    /// The sentence alone.
    pub fn into_message(self) -> String {
        self.message
    }
}

/// A file that was read before any transaction began.
#[derive(Debug)]
pub struct Prepared {
    /// The file's name.
    pub name: String,
    /// Of its bytes, hex.
    pub sha256: String,
    /// What it says, or why it is no text.
    pub reading: Result<Reading, Refusal>,
}

impl Prepared {
    /// Why its corrections were made.
    pub fn why(&self) -> String {
        format!("Import: {}", self.name)
    }
}

/// Reads a file off the request's thread.
pub async fn prepare(name: String, content: Vec<u8>, most_rows: u64, known: Layouts) -> Result<Prepared, Refusal> {
    let name = short(&name);
    let work = move || {
        let sha256 = hex(&Sha256::digest(&content));
        let reading = read(&name, &content, most_rows, &known);
        Prepared { name, sha256, reading }
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Refusal::new(Code::Busy))
}

/// A file's name as it is remembered, in every correction that the file makes: without its folders, on one line, not long.
pub fn short(name: &str) -> String {
    const LONGEST: usize = 120;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect()
}

/// `importMeasurements`
pub async fn import(allowed: Allowed<Measure>, call: Call) -> Replied {
    // What is wrong with the body is said after what is wrong with the address and the role.
    let file = call.parts().and_then(|parts| {
        let file = parts.part("file").ok_or(Refusal::invalid_at("/file", "required"))?;
        Ok((file.file_name.clone().unwrap_or_default(), file.content.to_vec()))
    });
    let prepared = match file {
        Ok((name, content)) => prepare(name, content, call.app().config.limits.import_rows, Layouts::new()).await,
        Err(refusal) => Err(refusal),
    };
    call.prepare(prepared);
    call.write(&allowed, |tx, allowed, call| {
        let region = region_to_import(tx, allowed, call)?;
        let (kind, dry_run) = (call.query_word("kind"), dry_run(call));
        let prepared: Arc<Result<Prepared, Refusal>> = call.settled()?;
        let prepared = prepared.as_ref().as_ref().map_err(Refusal::clone)?;
        if kind.is_some_and(|kind| kind != "measurements") {
            return Err(Refusal::invalid_at("query:kind", "not_among_the_words").into());
        }
        let answer = carry_out(tx, allowed, call, region, prepared, dry_run?)?;
        Ok(Answer::ok(&answer))
    })
    .await
}

/// Whether the file is only to be tried.
pub fn dry_run(call: &Call) -> Result<bool, Refusal> {
    match call.query_word("dry_run").as_deref() {
        None | Some("" | "false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Refusal::invalid_at("query:dry_run", "not_among_the_words")),
    }
}

/// The region in reach, for somebody who measures in one of its municipalities.
pub fn region_to_import(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<RegionId> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?.id;
    let own = allowed.scope().own_municipalities();
    let may = own.iter().any(|(there, place)| *there == region && allowed.may(&Place::municipality(region, *place)));
    if !may {
        // The policy's own answer says whether the role or the token is missing.
        allowed.over(&Place::region(region))?;
    }
    Ok(region)
}

/// Judges a file and, unless it was only tried or something is wrong, writes it.
pub fn carry_out(
    tx: &mut Tx<'_>,
    allowed: &Allowed<Measure>,
    call: &Call,
    region: RegionId,
    prepared: &Prepared,
    dry_run: bool,
) -> Outcome<ImportAnswer> {
    let reading = prepared.reading.as_ref().map_err(Refusal::clone)?;
    let today = tx.now().day();
    let why = prepared.why();
    let mut judged = judge(tx, allowed, region, reading, &why, today)?;
    let id = ImportId::from_number(tx.new_id());
    let mut locked = None;
    if !dry_run && judged.errors.is_empty() {
        locked = Some(store::lock_places(tx, judged.promised.values())?);
        if matches!(**tx, AnyConn::Postgres(_)) {
            // Somebody else may have measured between looking and locking.
            judged = judge(tx, allowed, region, reading, &why, today)?;
        }
    }
    let state = match (judged.errors.is_empty(), dry_run) {
        (false, _) => ImportState::Rejected,
        (true, true) => ImportState::Validated,
        (true, false) => ImportState::Applied,
    };
    if let (ImportState::Applied, Some(locked)) = (state, &locked) {
        let origin = Origin { region, name: &prepared.name, sha256: &prepared.sha256, rows: reading.count };
        apply(tx, locked, id, &origin, &judged)?;
    }
    Ok(answer(call.lang(), id, state, (reading.count, reading.sheet.as_ref()), &judged))
}

fn answer(
    lang: Lang,
    id: ImportId,
    state: ImportState,
    (rows, sheet): (u64, Option<&String>),
    judged: &Judged,
) -> ImportAnswer {
    use super::judge::Verdict;
    // Of a file that was turned away nothing was written.
    let count = |wanted: fn(&Verdict) -> bool| match state {
        ImportState::Rejected => 0,
        _ => judged.count(wanted) as u64,
    };
    ImportAnswer {
        id,
        state,
        rows,
        recorded: count(|verdict| *verdict == Verdict::New),
        corrected: count(|verdict| matches!(verdict, Verdict::Changed(_))),
        unchanged: count(|verdict| *verdict == Verdict::Unchanged),
        errors: judged.errors.iter().map(|error| CellError::of(lang, error).in_sheet(sheet)).collect(),
    }
}

impl ImportAnswer {
    /// What became of the file.
    pub fn state(&self) -> ImportState {
        self.state
    }

    /// The import's id.
    pub fn id(&self) -> ImportId {
        self.id
    }
}
