//! Measurements in the API.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Entry, Kind, LONGEST_TEXT, Source};
use super::store::{self, Correction, Measurement, PastVersion, Promised, Write};
use super::survey::{self, SurveyAnswer};
use crate::access::permission::{Measure, SeeFigures};
use crate::access::{Allowed, Place, Placed, Via};
use crate::audit::{self, Change, Values};
use crate::clock::{Day, Moment};
use crate::db::Tx;
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MeasurementId, PersonId};
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::web::csv::{Flavour, Sheet};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `recordMeasurement`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurementBody {
    on: Day,
    value: Decimal,
    /// `measured` when it is left out.
    kind: Option<Kind>,
    comment: Option<String>,
    /// How many answered, for surveys.
    n: Option<i64>,
    /// How many were asked.
    invited: Option<i64>,
}

/// Body of `recordMeasurements`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchBody {
    items: Vec<BatchItem>,
}

/// One measurement of many.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    commitment_id: CommitmentId,
    on: Day,
    value: Decimal,
    kind: Option<Kind>,
    comment: Option<String>,
    n: Option<i64>,
    invited: Option<i64>,
}

/// Body of `correctMeasurement`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    value: Decimal,
    /// Why, in words: the history shows it.
    reason: String,
    /// How the value came about, if that is corrected too.
    kind: Option<Kind>,
    /// Another comment; an empty one takes it away.
    comment: Option<String>,
}

/// A measurement in its current version.
#[derive(Serialize, JsonSchema)]
pub struct MeasurementAnswer {
    id: MeasurementId,
    /// The version for `If-Match`, from 1.
    version: i64,
    commitment_id: CommitmentId,
    on: Day,
    /// Null, as its comment and reason are, where too few answered for it to be shown to the reader.
    value: Option<Decimal>,
    kind: Kind,
    comment: Option<String>,
    n: Option<i64>,
    invited: Option<i64>,
    /// How it was counted from answers; null where it is no survey figure.
    survey: Option<SurveyAnswer>,
    source: Source,
    /// Why it was corrected; null for a first version.
    reason: Option<String>,
    recorded_by: Option<PersonId>,
    recorded_at: Moment,
    /// It waits for somebody else than `recorded_by` to confirm it, and counts in no sum until then.
    waits: bool,
    /// Who confirmed it; null where nobody did, or nobody had to.
    confirmed_by: Option<PersonId>,
    confirmed_at: Option<Moment>,
}

impl MeasurementAnswer {
    /// The whole measurement, for those who measure there themselves.
    pub fn whole(row: Measurement, unit: &str) -> Self {
        Self {
            survey: SurveyAnswer::of(&row, unit),
            id: row.id,
            version: row.version,
            commitment_id: row.commitment_id,
            on: row.on_day,
            value: Some(row.value),
            kind: row.kind,
            comment: row.comment,
            n: row.n,
            invited: row.invited,
            source: row.source,
            reason: row.reason,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            waits: row.waits,
            confirmed_by: row.confirmed_by,
            confirmed_at: row.confirmed_at,
        }
    }

    /// As others read it: what too few answered is without its value and without words, which often say the number.
    pub fn shown(row: Measurement, unit: &str) -> Self {
        let hidden = row.is_too_few();
        let whole = Self::whole(row, unit);
        if hidden { Self { value: None, comment: None, reason: None, ..whole } } else { whole }
    }

    fn for_reader(row: Measurement, promised: &Promised, allowed: &Allowed<SeeFigures>) -> Self {
        let unit = &promised.group.unit;
        if allowed.may_also::<Measure>(&promised.place()) { Self::whole(row, unit) } else { Self::shown(row, unit) }
    }
}

/// A list of measurements.
pub type MeasurementList = List<MeasurementAnswer>;

/// A version that a correction replaced.
#[derive(Serialize, JsonSchema)]
pub struct VersionAnswer {
    version: i64,
    /// Null where the current version's is.
    value: Option<Decimal>,
    kind: Kind,
    comment: Option<String>,
    source: Source,
    reason: Option<String>,
    recorded_by: Option<PersonId>,
    recorded_at: Moment,
}

impl From<PastVersion> for VersionAnswer {
    fn from(row: PastVersion) -> Self {
        Self {
            version: row.version,
            value: Some(row.value),
            kind: row.kind,
            comment: row.comment,
            source: row.source,
            reason: row.reason,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        }
    }
}

/// A measurement with what corrections replaced.
#[derive(Serialize, JsonSchema)]
pub struct HistoryAnswer {
    #[serde(flatten)]
    current: MeasurementAnswer,
    /// Earlier versions, oldest first.
    history: Vec<VersionAnswer>,
}

/// Answer of `recordMeasurements`.
#[derive(Serialize, JsonSchema)]
pub struct BatchAnswer {
    items: Vec<MeasurementAnswer>,
}

/// How a value that came with this request came in.
pub fn source_of(allowed: &Allowed<Measure>) -> Source {
    match allowed.actor().map(|actor| &actor.via) {
        Some(Via::Cookie(_)) => Source::Hand,
        _ => Source::Api,
    }
}

/// `recordMeasurement`
pub async fn record(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let promised = store::find_promised_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&promised)?;
        let body: MeasurementBody = call.json()?;
        let MeasurementBody { on, value, kind, comment, n, invited } = body;
        let mut checks = Checks::new();
        let entry = Entry { on, value, kind: kind.unwrap_or_default(), comment, n, invited };
        let entry = entry.check(&mut checks, "", &promised.followed.promise, today);
        let entry = checks.done(entry)?;
        let row = store::record(tx, &promised, &entry, source_of(allowed))?;
        tell_recorded(tx, &promised, &row)?;
        let (location, version) = (format!("/api/v1/measurements/{}", row.id), row.version);
        Ok(Answer::created(&MeasurementAnswer::whole(row, &promised.group.unit), location).version(version))
    })
    .await
}

/// Tells the log of a first version.
pub fn tell_recorded(tx: &mut Tx<'_>, promised: &Promised, row: &Measurement) -> Outcome<()> {
    let new = values_of(row).with("commitment_id", row.commitment_id).with("on", row.on_day);
    audit::record(tx, &Change::of(promised.place(), "measurement_recorded", "measurement", row.id).to(new))?;
    Ok(())
}

/// What the log is told. The whole region reads it, so of what too few answered it only hears that there is a version.
fn values_of(row: &Measurement) -> Values {
    let values = Values::new().with("version", row.version).with("kind", row.kind);
    if row.is_too_few() {
        return values.with("n", row.n);
    }
    let values = values.with("value", row.value);
    let values = match &row.comment {
        Some(comment) => values.personal("comment", comment),
        None => values,
    };
    match &row.reason {
        Some(reason) => values.personal("reason", reason),
        None => values,
    }
}

/// `listMeasurements`
pub async fn list(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let promised = store::find_promised_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&Place::region(promised.region_id))?;
        if let Some(flavour) = Flavour::wanted(call)? {
            let rows = store::of_commitment(conn, promised.id, None, None)?;
            let whole = allowed.may_also::<Measure>(&promised.place());
            return sheet(&rows, &promised.group.unit, whole).answer(flavour, call.lang());
        }
        let page = Page::of(call)?;
        let after =
            page.after.as_deref().map(|text| Day::parse(text).ok_or(Refusal::new(Code::BadCursor))).transpose()?;
        let rows = store::of_commitment(conn, promised.id, after, Some(page.fetch()))?;
        let items = rows.into_iter().map(|row| MeasurementAnswer::for_reader(row, &promised, allowed)).collect();
        Ok(Answer::ok(&page.cut(items, |item: &MeasurementAnswer| item.on.to_string())))
    })
    .await
}

fn sheet(rows: &[Measurement], unit: &str, whole: bool) -> Sheet {
    let columns =
        vec!["id", "version", "on", "value", "kind", "comment", "n", "invited", "source", "recorded_at", "waits"];
    let columns = [columns.as_slice(), &survey::COLUMNS[2..]].concat();
    let mut sheet = Sheet::new("measurements", columns);
    sheet.rows.extend(rows.iter().map(|row| {
        let shown = whole || !row.is_too_few();
        let [n, invited, interval @ ..] = survey::cells(row, unit);
        let cells = vec![
            row.id.to_string().into(),
            row.version.into(),
            row.on_day.into(),
            shown.then_some(row.value).into(),
            row.kind.as_str().into(),
            row.comment.clone().filter(|_| shown).into(),
            n,
            invited,
            row.source.as_str().into(),
            row.recorded_at.into(),
            row.waits.into(),
        ];
        [cells, interval.to_vec()].concat()
    }));
    sheet
}

/// `getMeasurement`
pub async fn get(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let (row, promised) = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&Place::region(promised.region_id))?;
        let current = MeasurementAnswer::for_reader(row.clone(), &promised, allowed);
        let hidden = current.value.is_none();
        let said = |old: VersionAnswer| {
            if hidden { VersionAnswer { value: None, comment: None, reason: None, ..old } } else { old }
        };
        let history = store::past(conn, row.id)?.into_iter().map(|old| said(old.into())).collect();
        Ok(Answer::ok(&HistoryAnswer { current, history }).version(row.version))
    })
    .await
}

/// `correctMeasurement`
pub async fn correct(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let (old, promised) = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&promised)?;
        let wanted = call.if_match()?;
        let body: CorrectionBody = call.json()?;
        let mut checks = Checks::new();
        let reason = checks.text("/reason", &body.reason, LONGEST_TEXT);
        let comment = body.comment.map(|text| checks.optional_text("/comment", &text, LONGEST_TEXT));
        let correction = checks.done(Correction { value: body.value, kind: body.kind, comment, reason })?;
        if wanted != old.version {
            return Err(Code::Stale.into());
        }
        let row = correct_and_tell(tx, &promised, &old, &correction, source_of(allowed))?;
        let (location, version) = (format!("/api/v1/measurements/{}", row.id), row.version);
        Ok(Answer::created(&MeasurementAnswer::whole(row, &promised.group.unit), location).version(version))
    })
    .await
}

/// Writes a correction and tells the log. Shared by the API and the page.
pub fn correct_and_tell(
    tx: &mut Tx<'_>,
    promised: &Promised,
    old: &Measurement,
    correction: &Correction,
    source: Source,
) -> Outcome<Measurement> {
    let row = store::correct(tx, promised, old, correction, source)?;
    tell_corrected(tx, promised, old, &row)?;
    Ok(row)
}

/// Tells the log of a correction.
pub fn tell_corrected(tx: &mut Tx<'_>, promised: &Promised, old: &Measurement, row: &Measurement) -> Outcome<()> {
    let before = Values::new().with("version", old.version);
    let before = if old.is_too_few() { before } else { before.with("value", old.value) };
    let change = Change::of(promised.place(), "measurement_corrected", "measurement", row.id)
        .from(before)
        .to(values_of(row).with("commitment_id", row.commitment_id).with("on", row.on_day));
    audit::record(tx, &change)?;
    Ok(())
}

/// `recordMeasurements`
pub async fn record_many(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        allowed.somewhere()?;
        let today = tx.now().day();
        let body: BatchBody = call.json()?;
        let most = call.app().config.limits.batch_items;
        if body.items.is_empty() {
            return Err(Refusal::invalid_at("/items", "required").into());
        }
        if body.items.len() as u64 > most {
            let error = FieldError::at("/items", "too_many").with("max", most);
            return Err(Refusal::invalid(vec![error]).into());
        }
        let promised = all_within(tx, allowed, &body.items, today)?;
        let entries = checked(body.items, &promised, today)?;
        store::lock_places(tx, promised.values())?;
        refuse_if_not_now(tx, &promised, &entries)?;
        let writes: Vec<Write> = entries.into_iter().map(|(id, entry)| Write::New(id, entry)).collect();
        let rows = store::write_many(tx, &promised, &writes, source_of(allowed))?;
        for row in &rows {
            if let Some(promised) = promised.get(&row.commitment_id) {
                tell_recorded(tx, promised, row)?;
            }
        }
        let unit = |row: &Measurement| promised.get(&row.commitment_id).map_or("", |one| one.group.unit.as_str());
        let items = rows.into_iter().map(|row| MeasurementAnswer::whole(row.clone(), unit(&row))).collect();
        Ok(Answer::json(201, &BatchAnswer { items }))
    })
    .await
}

/// Every commitment of a batch: one that is out of reach is like none at all, and the answer does not say which.
fn all_within(
    tx: &mut Tx<'_>,
    allowed: &Allowed<Measure>,
    items: &[BatchItem],
    today: Day,
) -> Outcome<BTreeMap<CommitmentId, Promised>> {
    let ids: BTreeSet<CommitmentId> = items.iter().map(|item| item.commitment_id).collect();
    let ids: Vec<CommitmentId> = ids.into_iter().collect();
    let found = store::promised_within(tx, &allowed.scope(), &ids, today)?;
    if found.len() != ids.len() {
        return Err(Code::NotFound.into());
    }
    for promised in &found {
        allowed.over(promised)?;
    }
    Ok(found.into_iter().map(|promised| (promised.id, promised)).collect())
}

fn checked(
    items: Vec<BatchItem>,
    promised: &BTreeMap<CommitmentId, Promised>,
    today: Day,
) -> Result<Vec<(CommitmentId, Entry)>, Refusal> {
    let mut checks = Checks::new();
    let mut days: BTreeSet<(CommitmentId, Day)> = BTreeSet::new();
    let mut entries = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        let BatchItem { commitment_id, on, value, kind, comment, n, invited } = item;
        let Some(promised) = promised.get(&commitment_id) else { return Err(Refusal::new(Code::NotFound)) };
        let at = format!("/items/{place}");
        let entry = Entry { on, value, kind: kind.unwrap_or_default(), comment, n, invited };
        let entry = entry.check(&mut checks, &at, &promised.followed.promise, today);
        checks.require(days.insert((commitment_id, on)), &format!("{at}/on"), "twice_in_the_list");
        entries.push((commitment_id, entry));
    }
    checks.done(entries)
}

/// 409 with the places of what is not accepted yet, or measured already.
fn refuse_if_not_now(
    tx: &mut Tx<'_>,
    promised: &BTreeMap<CommitmentId, Promised>,
    entries: &[(CommitmentId, Entry)],
) -> Outcome<()> {
    let at = |code: Code, field: &str, wrong: &dyn Fn(&(CommitmentId, Entry)) -> bool| {
        let errors: Vec<FieldError> = entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| wrong(entry))
            .map(|(place, _)| FieldError::at(format!("/items/{place}/{field}"), code.name()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(Refusal { errors, ..Refusal::new(code) }) }
    };
    let open = |(id, _): &(CommitmentId, Entry)| promised.get(id).is_none_or(|one| one.accepted_in.is_none());
    at(Code::NotAccepted, "commitment_id", &open)?;
    let days = entries.iter().map(|(_, entry)| entry.on);
    let (Some(from), Some(to)) = (days.clone().min(), days.max()) else { return Ok(()) };
    let ids: Vec<CommitmentId> = promised.keys().copied().collect();
    let known: BTreeSet<(CommitmentId, Day)> =
        store::on_days(tx, &ids, from, to)?.into_iter().map(|row| (row.commitment_id, row.on_day)).collect();
    at(Code::AlreadyMeasured, "on", &|(id, entry)| known.contains(&(*id, entry.on)))?;
    Ok(())
}
