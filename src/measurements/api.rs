//! Measurements in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::recording::{WrittenAnswer, unusual_correction};
use super::rules::{Kind, LONGEST_TEXT, Outcome as Became, Source, check_answers, is_too_few};
use super::store::{self, Correction, Locked, Measurement, PastVersion, Promised};
use super::survey::{self, SurveyAnswer};
use crate::access::permission::{Measure, SeeFigures};
use crate::access::{Allowed, Place, Placed, Via};
use crate::audit::{self, Change, Values};
use crate::clock::{Day, Moment};
use crate::db::Tx;
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MeasurementId, PersonId};
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::web::csv::{Flavour, Sheet};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};

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
    /// Another number of answers, for surveys; null takes it away.
    #[serde(default, deserialize_with = "patch::given")]
    n: Option<Option<i64>>,
    /// Another number of people asked; null takes it away.
    #[serde(default, deserialize_with = "patch::given")]
    invited: Option<Option<i64>>,
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

    /// What its address and its ETag are made of.
    pub const fn id_and_version(&self) -> (MeasurementId, i64) {
        (self.id, self.version)
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
    /// Null where the current version's is, and where too few had answered by this version.
    value: Option<Decimal>,
    kind: Kind,
    comment: Option<String>,
    n: Option<i64>,
    invited: Option<i64>,
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
            n: row.n,
            invited: row.invited,
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

/// How a value that came with this request came in.
pub fn source_of(allowed: &Allowed<Measure>) -> Source {
    match allowed.actor().map(|actor| &actor.via) {
        Some(Via::Cookie(_)) => Source::Hand,
        _ => Source::Api,
    }
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
            let unit = &promised.group.unit;
            let region = crate::regions::store::find(conn, promised.region_id)?.ok_or(Refusal::new(Code::NotFound))?;
            return sheet(&rows, unit, whole).of_region(region.name).in_unit(unit).answer(flavour, call);
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
        let whole = allowed.may_also::<Measure>(&promised.place());
        let hidden = current.value.is_none();
        let said = |old: VersionAnswer| {
            if hidden || (!whole && is_too_few(old.n)) {
                VersionAnswer { value: None, comment: None, reason: None, ..old }
            } else {
                old
            }
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
        let CorrectionBody { value, kind, n, invited, .. } = body;
        let correction = Correction { value, kind, comment, n, invited, reason };
        let (n, invited) = correction.answers_over(&old);
        check_answers(&mut checks, "", n, invited);
        let correction = checks.done(correction)?;
        if wanted != old.version {
            return Err(Code::Stale.into());
        }
        let locked = store::lock_places(tx, std::iter::once(&promised))?;
        let unusual = unusual_correction(tx, &promised, &old, correction.value)?;
        let row = correct_and_tell(tx, &locked, &promised, &old, &correction, source_of(allowed))?;
        Ok(WrittenAnswer::of(row, &promised.group.unit, Became::Corrected, unusual).answer())
    })
    .await
}

/// Writes a correction and tells the log. Shared by the API and the page.
pub fn correct_and_tell(
    tx: &mut Tx<'_>,
    locked: &Locked,
    promised: &Promised,
    old: &Measurement,
    correction: &Correction,
    source: Source,
) -> Outcome<Measurement> {
    let row = store::correct(tx, locked, promised, old, correction, source)?;
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
