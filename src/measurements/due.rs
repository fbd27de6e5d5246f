//! What is to be measured in a municipality: the list, in the API.

use std::collections::BTreeMap;

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Accumulation, Calendar, Frequency, NEVER, Point, is_too_few, overdue_from};
use crate::access::permission::SeeFigures;
use crate::access::scope::Within;
use crate::access::{Allowed, Scope};
use crate::benefits::store::campaigns_of;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, indicator, measurement, series};
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::web::csv::{Flavour, Sheet};
use crate::web::{Answer, Call, Replied};

/// Days ahead that one can ask for.
const MOST_DAYS: u16 = 366;

/// The latest measurement that may be shown.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Last {
    /// Its day.
    pub on: Day,
    /// Its value, in the indicator's unit.
    pub value: Decimal,
}

/// A commitment to be measured.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DueItem {
    /// Which commitment.
    pub commitment_id: CommitmentId,
    /// Its indicator's name.
    pub indicator: String,
    /// Its unit.
    pub unit: String,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
    /// Its benefit's title.
    pub benefit: String,
    /// Its project.
    pub project_id: ProjectId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its region.
    pub region_id: RegionId,
    /// The first due date that no measurement has answered.
    pub due_on: Day,
    /// Whether that day is reached.
    pub overdue: bool,
    /// The latest measurement that may be shown; null when there is none.
    pub last: Option<Last>,
    /// Who owns the benefit here.
    pub owner_id: Option<PersonId>,
}

/// Answer of `dueMeasurements`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DueAnswer {
    /// The day it is about.
    pub on: Day,
    /// What is due, longest overdue first.
    pub items: Vec<DueItem>,
}

#[derive(Deserialize)]
struct Query {
    on: Option<String>,
    within: Option<u16>,
}

/// `dueMeasurements`
pub async fn list(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let municipality: MunicipalityId = call.id("id")?;
        let regions = regions_in_reach(conn, &allowed.scope(), municipality, today)?;
        if regions.is_empty() {
            return Err(Code::NotFound.into());
        }
        allowed.somewhere()?;
        let query: Query = call.query()?;
        let on = match query.on.filter(|text| !text.is_empty()) {
            Some(text) => Day::parse(&text).ok_or(Refusal::invalid_at("query:on", "not_a_date"))?,
            None => today,
        };
        let within = query.within.unwrap_or(0);
        if within > MOST_DAYS {
            return Err(Refusal::invalid_at("query:within", "query_parameter").into());
        }
        let items = due_by(conn, municipality, &regions, on, within, today)?;
        match Flavour::wanted(call)? {
            Some(flavour) => {
                let mut names = Vec::new();
                for region in &regions {
                    names.extend(regions::store::find(conn, *region)?.map(|region| region.name));
                }
                let until = on.plus_days(within.into()).unwrap_or(on);
                sheet(&items).of_region(names.join(", ")).between(on, until).answer(flavour, call)
            }
            None => Ok(Answer::ok(&DueAnswer { on, items })),
        }
    })
    .await
}

/// The regions in which this scope sees the municipality's figures.
pub fn regions_in_reach(
    conn: &mut AnyConn,
    scope: &Scope,
    municipality: MunicipalityId,
    today: Day,
) -> Outcome<Vec<RegionId>> {
    let mut seen = Vec::new();
    for region in scope.regions() {
        let own = matches!(scope.within(region), Some(Within::Municipalities(own)) if own.contains(&municipality));
        let member = own
            || (regions::store::memberships(conn, region)?.iter().any(|row| row.municipality_id == municipality)
                && regions::store::visible_figures(conn, scope, region, today)?.includes(municipality));
        if member {
            seen.push(region);
        }
    }
    Ok(seen)
}

/// What is due in a municipality by a day, and what will be within some days after it. A day that lies behind is
/// answered as it stood then, from the measurements.
pub fn due_by(
    conn: &mut AnyConn,
    municipality: MunicipalityId,
    regions: &[RegionId],
    on: Day,
    within: u16,
    today: Day,
) -> Outcome<Vec<DueItem>> {
    let until = on.plus_days(within.into()).unwrap_or(on);
    let mut rows = rows(conn, municipality, regions, (on >= today).then_some(until))?;
    if on < today {
        let latest = latest_by(conn, municipality, regions, on)?;
        for row in &mut rows {
            let (answered_on, shown) = latest.get(&row.item.commitment_id).copied().unzip();
            row.latest = shown.flatten();
            row.item.due_on = overdue_from(&row.calendar, answered_on);
        }
    }
    let mut items: Vec<DueItem> = rows
        .into_iter()
        .filter(|row| row.item.due_on <= until && row.item.due_on != NEVER)
        .map(|row| DueItem {
            // `overdue_from` is the first due date that is not answered.
            overdue: row.item.due_on <= on,
            last: row.latest.map(|point| Last { on: point.on, value: point.value }),
            ..row.item
        })
        .collect();
    items.sort_by_key(|item| (item.due_on, item.commitment_id));
    Ok(items)
}

/// The first due date of a municipality's series that lies after a day: for saying when the next one comes.
pub fn next_after(conn: &mut AnyConn, municipalities: &[(RegionId, MunicipalityId)], day: Day) -> Outcome<Option<Day>> {
    let mut next = None;
    for (region, municipality) in municipalities {
        let found: Option<Option<Day>> = series::table
            .filter(series::municipality_id.eq(municipality))
            .filter(series::region_id.eq(region))
            .filter(series::overdue_from.gt(day))
            .filter(series::overdue_from.ne(NEVER))
            .select(diesel::dsl::min(series::overdue_from))
            .first(conn)
            .optional()?;
        next = [next, found.flatten()].into_iter().flatten().min();
    }
    Ok(next)
}

/// How many of a region's measurements were due by a day and are missing still, and since when, by municipality.
pub fn overdue_by_municipality(
    conn: &mut AnyConn,
    region: RegionId,
    by: Day,
) -> Outcome<Vec<(MunicipalityId, i64, Day)>> {
    let rows: Vec<(MunicipalityId, i64, Option<Day>)> = series::table
        .filter(series::region_id.eq(region))
        .filter(series::overdue_from.le(by))
        .group_by(series::municipality_id)
        .order(series::municipality_id)
        .select((series::municipality_id, diesel::dsl::count_star(), diesel::dsl::min(series::overdue_from)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(municipality, count, since)| Some((municipality, count, since?))).collect())
}

struct DueRow {
    item: DueItem,
    calendar: Calendar,
    latest: Option<Point>,
}

type Columns = (
    (CommitmentId, ProjectId, RegionId, Option<Day>, Option<Decimal>, Day),
    (IndicatorId, String, String, (Frequency, Accumulation), String, Option<PersonId>, Day),
);

fn rows(
    conn: &mut AnyConn,
    municipality: MunicipalityId,
    regions: &[RegionId],
    until: Option<Day>,
) -> Outcome<Vec<DueRow>> {
    // One text for every question, so that the statement stays prepared: no list of regions, and a day that is always there.
    let looks_back = until.is_none();
    let until = until.unwrap_or(Day::LAST);
    let rows: Vec<Columns> = series::table
        .inner_join(commitment::table.on(commitment::id.eq(series::commitment_id)))
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
        .filter(series::municipality_id.eq(municipality))
        .filter(series::overdue_from.le(until))
        .select((
            (
                series::commitment_id,
                series::project_id,
                series::region_id,
                series::latest_on,
                series::latest_value,
                series::overdue_from,
            ),
            (
                indicator::id,
                indicator::name,
                indicator::unit,
                (indicator::frequency, indicator::accumulation),
                benefit::title,
                commitment::owner_id,
                commitment::first_measurement_on,
            ),
        ))
        .load(conn)?;
    // Of a day that has not passed, the next due date is kept; only of others the calendar is asked.
    let measured_in_campaigns = |row: &&Columns| looks_back && row.1.3.0 == Frequency::Campaign;
    let indicators: Vec<IndicatorId> = rows.iter().filter(measured_in_campaigns).map(|row| row.1.0).collect();
    let campaigns = campaigns_of(conn, &indicators)?;
    Ok(rows
        .into_iter()
        .filter(|((_, _, region, ..), _)| regions.contains(region))
        .map(|((commitment, project, region, on, value, due_on), of_indicator)| {
            let (indicator, name, unit, (frequency, accumulation), title, owner, first) = of_indicator;
            let campaigns = campaigns.get(&indicator).cloned().unwrap_or_default();
            DueRow {
                item: DueItem {
                    commitment_id: commitment,
                    indicator: name,
                    unit,
                    accumulation,
                    benefit: title,
                    project_id: project,
                    municipality_id: municipality,
                    region_id: region,
                    due_on,
                    overdue: false,
                    last: None,
                    owner_id: owner,
                },
                calendar: Calendar::new(first, frequency, campaigns),
                latest: on.zip(value).map(|(on, value)| Point { on, value }),
            }
        })
        .collect())
}

/// By commitment the day of the latest measurement by a day, and the latest of those that may be shown.
fn latest_by(
    conn: &mut AnyConn,
    municipality: MunicipalityId,
    regions: &[RegionId],
    on: Day,
) -> Outcome<BTreeMap<CommitmentId, (Day, Option<Point>)>> {
    let rows: Vec<(CommitmentId, Day, Decimal, Option<i64>, bool)> = measurement::table
        .inner_join(series::table.on(series::commitment_id.eq(measurement::commitment_id)))
        .filter(series::municipality_id.eq(municipality))
        .filter(series::region_id.eq_any(regions.to_vec()))
        .filter(measurement::on_day.le(on))
        .order((measurement::commitment_id, measurement::on_day))
        .select((
            measurement::commitment_id,
            measurement::on_day,
            measurement::value,
            measurement::n,
            measurement::waits,
        ))
        .load(conn)?;
    let mut latest: BTreeMap<CommitmentId, (Day, Option<Point>)> = BTreeMap::new();
    for (id, on, value, n, waits) in rows {
        // The rows come by day, so the last of each stays.
        let known = latest.entry(id).or_insert((on, None));
        known.0 = on;
        if !is_too_few(n) && !waits {
            known.1 = Some(Point { on, value });
        }
    }
    Ok(latest)
}

fn sheet(items: &[DueItem]) -> Sheet {
    let columns = vec![
        "commitment_id",
        "project_id",
        "benefit",
        "indicator",
        "unit",
        "due_on",
        "overdue",
        "last_on",
        "last_value",
        "owner_id",
        "accumulation",
    ];
    let mut sheet = Sheet::new("due", columns);
    sheet.rows.extend(items.iter().map(|item| {
        vec![
            item.commitment_id.to_string().into(),
            item.project_id.to_string().into(),
            item.benefit.clone().into(),
            item.indicator.clone().into(),
            item.unit.clone().into(),
            item.due_on.into(),
            item.overdue.into(),
            item.last.map(|last| last.on).into(),
            item.last.map(|last| last.value).into(),
            item.owner_id.map(|id| id.to_string()).into(),
            item.accumulation.as_str().to_owned().into(),
        ]
    }));
    sheet
}
