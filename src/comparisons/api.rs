//! The comparison and the inhabitants in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gathering::{Asked, At, Comparison, Line, gather};
use super::population;
use super::rules::{Per, PopulationDraft};
use super::store::{self, Population};
use crate::access::permission::{ProposeFigures, SeeFigures};
use crate::access::{Allowed, Place};
use crate::clock::{Day, Moment};
use crate::decimal::{Decimal, Figure};
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, PersonId};
use crate::measurements::rules::{Direction, Frequency};
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::csv::{Cell, Flavour, Sheet};
use crate::web::paging::List;
use crate::web::{Answer, Call, Replied};

/// Answer of `compareIndicator`: as far as the reader may see it.
#[derive(Serialize, JsonSchema)]
pub struct ComparisonAnswer {
    indicator_id: IndicatorId,
    name: String,
    unit: String,
    direction: Direction,
    frequency: Frequency,
    method: String,
    per: Per,
    /// What counts the cases, where figures are divided by them.
    cases_indicator_id: Option<IndicatorId>,
    /// By name, never by rank.
    municipalities: Vec<ComparedAnswer>,
    /// Those that have accepted and not measured yet.
    missing: Vec<MunicipalityId>,
    /// How many municipalities' figures are not shared with the reader; null for a token that is bound to one municipality.
    not_shown: Option<usize>,
    /// How many that the reader sees were left out, as others were asked for.
    not_asked_for: usize,
}

/// One municipality's figures.
#[derive(Serialize, JsonSchema)]
pub struct ComparedAnswer {
    municipality_id: MunicipalityId,
    number: String,
    name: String,
    /// Whether it is the reader's own.
    own: bool,
    indicator_id: IndicatorId,
    commitment_id: CommitmentId,
    /// Today, where figures are spread on them.
    inhabitants: Option<i64>,
    /// The newest count of cases, where figures are divided by them.
    cases: Option<Decimal>,
    baseline: PointAnswer,
    plan: Vec<PointAnswer>,
    target: PointAnswer,
    measured: Vec<MeasuredPointAnswer>,
    /// How much of the promised change the latest value is, as a fraction and not clamped.
    attainment: Option<Figure>,
}

/// A value on a day, spread where that was asked for.
#[derive(Serialize, JsonSchema)]
pub struct PointAnswer {
    on: Day,
    value: Figure,
}

/// A measured value on a day.
#[derive(Serialize, JsonSchema)]
pub struct MeasuredPointAnswer {
    on: Day,
    /// Null where too few answered for it to be shown.
    value: Option<Figure>,
    n: Option<i64>,
}

impl From<At> for PointAnswer {
    fn from(at: At) -> Self {
        Self { on: at.on, value: at.value }
    }
}

impl ComparedAnswer {
    fn of(line: &Line, per: Per) -> Self {
        Self {
            municipality_id: line.municipality_id,
            number: line.number.clone(),
            name: line.name.clone(),
            own: line.own,
            indicator_id: line.indicator_id,
            commitment_id: line.commitment_id,
            inhabitants: inhabitants(line, per),
            cases: cases(line, per),
            baseline: line.baseline.into(),
            plan: line.plan.iter().map(|at| PointAnswer::from(*at)).collect(),
            target: line.target.into(),
            measured: line
                .measured
                .iter()
                .map(|point| MeasuredPointAnswer { on: point.on, value: point.value, n: point.n })
                .collect(),
            attainment: line.attainment,
        }
    }
}

fn inhabitants(line: &Line, per: Per) -> Option<i64> {
    line.count.filter(|_| per == Per::Thousand).map(|count| count.micros() / 1_000_000)
}

fn cases(line: &Line, per: Per) -> Option<Decimal> {
    line.count.filter(|_| per == Per::Case)
}

/// What the query asks for: spread or not, on which cases, beside which other indicator, and which municipalities.
pub(super) fn asked(call: &Call) -> Result<Asked, Refusal> {
    let per = match call.query_word("per").filter(|word| !word.is_empty()) {
        None => Per::Total,
        Some(word) => Per::parse(&word).ok_or_else(|| Refusal::invalid_at("query:per", "not_among_the_words"))?,
    };
    let other = |name: &str| -> Result<Option<IndicatorId>, Refusal> {
        let word = call.query_word(name).filter(|word| !word.is_empty());
        word.map(|word| word.parse().map_err(|()| Refusal::new(Code::NotFound))).transpose()
    };
    let towns = call.query_words("municipality").into_iter().filter(|word| !word.is_empty());
    let towns: Result<Vec<MunicipalityId>, Refusal> =
        towns.map(|word| word.parse().map_err(|()| Refusal::new(Code::NotFound))).collect();
    Ok(Asked { indicator: call.id("id")?, with: other("with")?, per, cases: other("cases")?, towns: towns? })
}

/// `compareIndicator`
pub async fn compare(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let gathered = gather(conn, &allowed.scope(), asked(call)?, today)?;
        allowed.over(&gathered.region)?;
        if !gathered.differences.is_empty() {
            let one = |word: &&str| FieldError::at("query:with", "defined_otherwise").with("what", word);
            return Err(Refusal::invalid(gathered.differences.iter().map(one).collect()).into());
        }
        match Flavour::wanted(call)? {
            Some(flavour) => {
                let (region, unit) = (gathered.region.name.clone(), gathered.indicator.unit.clone());
                sheet(&gathered).of_region(region).in_unit(&unit).answer(flavour, call)
            }
            None => Ok(Answer::ok(&answer(&gathered))),
        }
    })
    .await
}

fn answer(gathered: &Comparison) -> ComparisonAnswer {
    let indicator = &gathered.indicator;
    ComparisonAnswer {
        indicator_id: indicator.id,
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        direction: indicator.direction,
        frequency: indicator.frequency,
        method: indicator.method.clone(),
        per: gathered.per,
        cases_indicator_id: gathered.cases.as_ref().map(|cases| cases.id),
        municipalities: gathered.lines.iter().map(|line| ComparedAnswer::of(line, gathered.per)).collect(),
        missing: gathered.missing().into_iter().map(|(id, _)| id).collect(),
        not_shown: gathered.not_shown,
        not_asked_for: gathered.left_out(),
    }
}

fn sheet(gathered: &Comparison) -> Sheet {
    let columns = vec![
        "municipality_number",
        "municipality",
        "indicator_id",
        "on",
        "what",
        "value",
        "per",
        "inhabitants",
        "cases",
        "n",
    ];
    let mut sheet = Sheet::new("comparison", columns);
    for line in &gathered.lines {
        let mut row = |on: Day, what: &str, value: Option<Figure>, n: Option<i64>| {
            sheet.rows.push(vec![
                line.number.clone().into(),
                line.name.clone().into(),
                line.indicator_id.to_string().into(),
                on.into(),
                what.into(),
                value.into(),
                Cell::from(gathered.per.as_str()),
                inhabitants(line, gathered.per).into(),
                cases(line, gathered.per).into(),
                n.into(),
            ]);
        };
        row(line.baseline.on, "baseline", Some(line.baseline.value), None);
        line.plan.iter().for_each(|at| row(at.on, "plan", Some(at.value), None));
        row(line.target.on, "target", Some(line.target.value), None);
        line.measured.iter().for_each(|point| row(point.on, "measured", point.value, point.n));
    }
    sheet
}

/// Body of `putPopulation`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PopulationBody {
    /// The day they were counted for.
    on: Day,
    inhabitants: i64,
    /// Who counted.
    source: String,
}

/// How many lived in a municipality on a day.
#[derive(Serialize, JsonSchema)]
pub struct PopulationAnswer {
    municipality_id: MunicipalityId,
    on: Day,
    inhabitants: i64,
    source: String,
    recorded_by: Option<PersonId>,
    recorded_at: Moment,
    version: i64,
}

/// Answer of `listPopulation`: by municipality and day, all of it.
pub type PopulationList = List<PopulationAnswer>;

impl From<Population> for PopulationAnswer {
    fn from(row: Population) -> Self {
        Self {
            municipality_id: row.municipality_id,
            on: row.on_day,
            inhabitants: row.inhabitants,
            source: row.source,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            version: row.version,
        }
    }
}

/// `listPopulation`
pub async fn populations(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let rows = store::of_region(conn, region.id)?;
        let items = rows.into_iter().filter(|row| scope.lists(row.municipality_id)).map(PopulationAnswer::from);
        Ok(Answer::ok(&PopulationList { items: items.collect(), next_cursor: None }))
    })
    .await
}

/// `putPopulation`: the first for a day goes without `If-Match`, later ones with.
pub async fn put_population(allowed: Allowed<ProposeFigures>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        let municipality: MunicipalityId = call.id("municipality_id")?;
        member_within(tx, &allowed.scope(), &region, municipality)?;
        allowed.over(&Place::municipality(region.id, municipality))?;
        let sent = call.if_match_optional()?;
        let body: PopulationBody = call.json()?;
        let draft = PopulationDraft { on: body.on, inhabitants: body.inhabitants, source: body.source };
        let kept = population::keep(tx, (region.id, municipality), sent, draft)?;
        let version = kept.version;
        Ok(Answer::ok(&PopulationAnswer::from(kept)).version(version))
    })
    .await
}

/// Somebody who is no member, or a member that a bound token does not know of, is not found.
fn member_within(
    conn: &mut crate::db::AnyConn,
    scope: &crate::access::Scope,
    region: &regions::store::Region,
    municipality: MunicipalityId,
) -> Outcome<()> {
    let known = regions::store::memberships(conn, region.id)?.iter().any(|row| row.municipality_id == municipality);
    if known && scope.lists(municipality) { Ok(()) } else { Err(Code::NotFound.into()) }
}
