//! Dashboards in the API: the matrix, the curve, one benefit's series. Each is also to be had as CSV.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::narrow::Narrow;
use super::rules::{CurveBlock, Month};
use super::store::{self, Matrix};
use super::town::{project_of, visible_town};
use crate::access::permission::{SeeDashboard, SeeFigures};
use crate::access::{Allowed, Place};
use crate::benefits::rules::{Class, DatedValue};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::{Decimal, Figure};
use crate::handovers::rules::State;
use crate::ids::{MeasurementId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::rules::{self, Accumulation, Kind, Point, Promise};
use crate::measurements::store::{Measurement, Promised, find_promised_within, of_commitment};
use crate::measurements::survey::{self, SurveyAnswer};
use crate::projects::roadmap::Filter;
use crate::projects::rules::Phase;
use crate::refusal::{Code, Refusal};
use crate::regions;
use crate::web::csv::{Cell as CsvCell, Flavour, Sheet};
use crate::web::{Answer, Call, Replied, kept};

/// Months in one curve: twenty years.
const MOST_MONTHS: usize = 240;

/// Answer of `regionMatrix`.
#[derive(Serialize, JsonSchema)]
pub struct MatrixAnswer {
    on: Day,
    rows: Vec<RowAnswer>,
}

/// A project's row.
#[derive(Serialize, JsonSchema)]
pub struct RowAnswer {
    project_id: ProjectId,
    cells: Vec<CellAnswer>,
}

/// A project in a municipality. The four counts are null together, where the municipality shares its figures with the
/// region only and the reader belongs to another member.
#[derive(Serialize, JsonSchema)]
pub struct CellAnswer {
    municipality_id: MunicipalityId,
    /// The newest handover's state today; null when there is none.
    handover_state: Option<State>,
    /// Accepted commitments with a measurement.
    measured: Option<u32>,
    /// Accepted commitments, conditionally and later too.
    accepted: Option<u32>,
    /// Of the measured, those on plan on the day of their latest measurement.
    on_plan: Option<u32>,
    /// Accepted commitments that missed a due date.
    overdue: Option<u32>,
}

/// A day in the query, today when there is none.
pub fn day_of(call: &Call, today: Day) -> Result<Day, Refusal> {
    match call.query_word("on").filter(|text| !text.is_empty()) {
        Some(text) => Day::parse(&text).ok_or(Refusal::invalid_at("query:on", "not_a_date")),
        None => Ok(today),
    }
}

/// `regionMatrix`
pub async fn matrix(allowed: Allowed<SeeDashboard>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let on = day_of(call, today)?;
        let (id, scope) = (region.id, allowed.scope());
        let matrix = |conn: &mut AnyConn| store::matrix(conn, &scope, id, on, today);
        match Flavour::wanted(call)? {
            Some(flavour) => matrix_sheet(&matrix(conn)?).of_region(region.name).answer(flavour, call),
            None => kept::json(conn, call, &[id], &scope, |conn| Ok(matrix_answer(&matrix(conn)?))),
        }
    })
    .await
}

fn matrix_answer(matrix: &Matrix) -> MatrixAnswer {
    let rows = matrix
        .rows
        .iter()
        .map(|(project, cells)| RowAnswer {
            project_id: project.id,
            cells: cells
                .iter()
                .map(|cell| CellAnswer {
                    municipality_id: cell.municipality_id,
                    handover_state: cell.handover_state,
                    measured: cell.figures.map(|figures| figures.measured),
                    accepted: cell.figures.map(|figures| figures.accepted),
                    on_plan: cell.figures.map(|figures| figures.on_plan),
                    overdue: cell.figures.map(|figures| figures.overdue),
                })
                .collect(),
        })
        .collect();
    MatrixAnswer { on: matrix.on, rows }
}

fn matrix_sheet(matrix: &Matrix) -> Sheet {
    let columns = vec![
        "on",
        "project_id",
        "project",
        "municipality_id",
        "municipality_number",
        "municipality",
        "handover_state",
        "measured",
        "accepted",
        "on_plan",
        "overdue",
    ];
    let mut sheet = Sheet::new("matrix", columns);
    for (project, cells) in &matrix.rows {
        for (cell, member) in cells.iter().zip(&matrix.members) {
            sheet.rows.push(vec![
                matrix.on.into(),
                project.id.to_string().into(),
                project.title.clone().into(),
                cell.municipality_id.to_string().into(),
                member.number.clone().into(),
                member.name.clone().into(),
                cell.handover_state.map(State::as_str).into(),
                cell.figures.map(|figures| figures.measured).into(),
                cell.figures.map(|figures| figures.accepted).into(),
                cell.figures.map(|figures| figures.on_plan).into(),
                cell.figures.map(|figures| figures.overdue).into(),
            ]);
        }
    }
    sheet
}

/// Answer of `regionCurve`.
#[derive(Serialize, JsonSchema)]
pub struct CurveAnswer {
    /// One block for each class and unit; they are never added together.
    classes: Vec<CurveBlock>,
}

#[derive(Deserialize)]
struct Months {
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct Wanted {
    theme: Option<String>,
    phase: Option<Phase>,
    class: Option<Class>,
}

/// `regionCurve`: the last twelve months unless others are asked for; of a part of the region
/// where one is named.
pub async fn curve(allowed: Allowed<SeeDashboard>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let (from, to) = months_of(call, today)?;
        let visible = regions::store::visible_figures(conn, &allowed.scope(), region.id, today)?;
        let project = project_of(conn, &region, call.query_word("project_id"))?;
        let municipality = visible_town(conn, &region, &visible, call.query_word("municipality_id"))?;
        let Wanted { theme, phase, class } = call.query()?;
        let filter = Filter { theme, municipality, phase, class };
        let id = region.id;
        let classes = |conn: &mut AnyConn| {
            let narrow = Narrow::of(conn, id, &filter)?.to_project(project);
            store::narrowed_curve(conn, &visible, id, &narrow, (from, to))
        };
        match Flavour::wanted(call)? {
            Some(flavour) => {
                let sheet = curve_sheet(id, &classes(conn)?).of_region(region.name);
                sheet.between(from.first_day(), to.last_day()).answer(flavour, call)
            }
            None => kept::json(conn, call, &[id], &visible, |conn| Ok(CurveAnswer { classes: classes(conn)? })),
        }
    })
    .await
}

fn months_of(call: &Call, today: Day) -> Result<(Month, Month), Refusal> {
    let query: Months = call.query()?;
    let read = |text: Option<String>, at: &str| match text {
        Some(text) => Month::parse(&text).map(Some).ok_or(Refusal::invalid_at(at, "not_a_month")),
        None => Ok(None),
    };
    let (from, to) = (read(query.from, "query:from")?, read(query.to, "query:to")?);
    let year = 11;
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, Month::of(today).max(from)),
        (None, to) => {
            let to = to.unwrap_or(Month::of(today));
            (to.minus(year), to)
        }
    };
    if from > to {
        return Err(Refusal::invalid_at("query:from", "from_after_to"));
    }
    if from.count_to(to) > MOST_MONTHS {
        return Err(Refusal::invalid_at("query:to", "too_many_months"));
    }
    Ok((from, to))
}

fn curve_sheet(region: RegionId, blocks: &[CurveBlock]) -> Sheet {
    let columns = vec!["region_id", "class", "unit", "month", "planned", "realised", "rate", "coverage"];
    let mut sheet = Sheet::new("curve", columns);
    for block in blocks {
        for point in &block.points {
            sheet.rows.push(vec![
                region.to_string().into(),
                block.class.clone().into(),
                block.unit.clone().into(),
                point.month.to_string().into(),
                point.planned.into(),
                point.realised.into(),
                point.rate.into(),
                point.coverage.into(),
            ]);
        }
    }
    sheet
}

/// Answer of `benefitSeries`.
#[derive(Serialize, JsonSchema)]
pub struct SeriesAnswer {
    baseline: DatedValue,
    target: DatedValue,
    /// The points between, by day; the plan is linear between all of them.
    plan: Vec<DatedValue>,
    /// Current versions, by day.
    measured: Vec<MeasuredPoint>,
    /// How much of the promised change the latest value that may be shown is, as a fraction and not clamped; null when nothing is measured
    /// or nothing was to change.
    attainment: Option<Figure>,
    /// Null under three measurements.
    forecast: Option<ForecastAnswer>,
    /// Whether the values tell the level on their days or what came in during their periods.
    accumulation: Accumulation,
    /// Whether what was reached lasts; null until something is measured on the target's day or later, and for what is held.
    sustained: Option<SustainedAnswer>,
}

/// Whether what was reached lasts.
#[derive(Serialize, JsonSchema)]
pub struct SustainedAnswer {
    /// The best value measured so far.
    peak: DatedValue,
    /// How much of the gain at the peak has gone again at the latest value, as a fraction; null where the peak is no
    /// better than the baseline.
    drop: Option<Figure>,
    /// Whether more than a tenth had gone at two measurements running after the target's day.
    fallen_back: bool,
    /// The last day that is watched; null where none was set.
    until: Option<Day>,
}

/// A measured value.
#[derive(Serialize, JsonSchema)]
pub struct MeasuredPoint {
    id: MeasurementId,
    version: i64,
    on: Day,
    /// Null where too few answered for it to be shown; such a measurement is in no figure here.
    value: Option<Decimal>,
    kind: Kind,
    n: Option<i64>,
    invited: Option<i64>,
    /// How it was counted from answers; null where it is no survey figure.
    survey: Option<SurveyAnswer>,
}

/// The trend carried on to the target's day.
#[derive(Serialize, JsonSchema)]
pub struct ForecastAnswer {
    on: Day,
    value: Figure,
    low: Figure,
    high: Figure,
    /// How many measurements it rests on.
    points: usize,
}

/// `benefitSeries`
pub async fn series(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let promised = find_promised_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&Place::region(promised.region_id))?;
        let rows = of_commitment(conn, promised.id, None, None)?;
        let (promise, unit) = (&promised.followed.promise, &promised.group.unit);
        match Flavour::wanted(call)? {
            Some(flavour) => {
                let region = regions::store::find(conn, promised.region_id)?.ok_or(Refusal::new(Code::NotFound))?;
                series_sheet(promise, unit, &rows).of_region(region.name).in_unit(unit).answer(flavour, call)
            }
            None => Ok(Answer::ok(&series_answer(&promised, &rows))),
        }
    })
    .await
}

fn series_answer(promised: &Promised, rows: &[Measurement]) -> SeriesAnswer {
    let (promise, unit) = (&promised.followed.promise, &promised.group.unit);
    let dated = |point: &Point| DatedValue { value: point.value, on: point.on };
    let points: Vec<Point> = rows.iter().filter_map(Measurement::shown).collect();
    SeriesAnswer {
        accumulation: promised.accumulation,
        baseline: dated(&promise.baseline),
        target: dated(&promise.target),
        plan: promise.plan.iter().map(dated).collect(),
        measured: rows
            .iter()
            .map(|row| MeasuredPoint {
                id: row.id,
                version: row.version,
                on: row.on_day,
                value: row.shown().map(|point| point.value),
                kind: row.kind,
                n: row.n,
                invited: row.invited,
                survey: SurveyAnswer::of(row, unit),
            })
            .collect(),
        attainment: points
            .last()
            .and_then(|last| rules::attainment(promise.baseline.value, promise.target.value, last.value)),
        forecast: rules::forecast(&points, promise.target.on).map(|forecast| ForecastAnswer {
            on: forecast.on,
            value: forecast.value,
            low: forecast.low,
            high: forecast.high,
            points: forecast.points,
        }),
        sustained: rules::sustained(promise, &points, promised.sustain_until).map(|seen| SustainedAnswer {
            peak: dated(&seen.peak),
            drop: seen.drop,
            fallen_back: seen.fallen_back,
            until: promised.sustain_until,
        }),
    }
}

/// The figures by day: what was planned on it, and what was measured.
fn series_sheet(promise: &Promise, unit: &str, rows: &[Measurement]) -> Sheet {
    let columns = ["on", "what", "value", "planned", "attainment", "kind"];
    let mut sheet = Sheet::new("series", [columns.as_slice(), &survey::COLUMNS].concat());
    let planned = |on: Day| CsvCell::from(promise.planned(on).rounded());
    let mut lines: Vec<(Day, u8, Vec<CsvCell>)> = Vec::new();
    let stations = [("baseline", &promise.baseline), ("target", &promise.target)]
        .into_iter()
        .chain(promise.plan.iter().map(|point| ("plan", point)));
    for (what, point) in stations {
        let cells = vec![point.on.into(), what.into(), point.value.into(), planned(point.on), CsvCell::Nothing];
        lines.push((point.on, 0, [cells, vec![CsvCell::Nothing; 1 + survey::COLUMNS.len()]].concat()));
    }
    for row in rows {
        let shown = row.shown().map(|point| point.value);
        let attained = shown.and_then(|value| rules::attainment(promise.baseline.value, promise.target.value, value));
        let cells = vec![
            row.on_day.into(),
            "measured".into(),
            shown.into(),
            planned(row.on_day),
            attained.into(),
            row.kind.as_str().into(),
        ];
        lines.push((row.on_day, 1, [cells.as_slice(), &survey::cells(row, unit)].concat()));
    }
    lines.sort_by_key(|(on, order, _)| (*on, *order));
    sheet.rows.extend(lines.into_iter().map(|(_, _, cells)| cells));
    sheet
}
