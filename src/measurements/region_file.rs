//! Everything that was measured in a region, one row for each value, for spreadsheets and programs.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Accumulation, Kind};
use super::store::{self, Label, Measurement};
use crate::access::Allowed;
use crate::access::permission::SeeFigures;
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MunicipalityId};
use crate::municipalities::{self, store::Numbered};
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::{Region, VisibleFigures};
use crate::web::csv::{Cell, Flavour, Sheet, Writer};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Most rows in one file: a file is made whole before it is sent, and is not to take the memory of the others. More than
/// this is asked for by parts, with `from` and `to`.
const MOST_ROWS: usize = 100_000;

/// How many commitments are read at a time.
const AT_ONCE: usize = 50;

const COLUMNS: [&str; 16] = [
    "municipality_number",
    "municipality",
    "project",
    "benefit",
    "indicator",
    "unit",
    "on",
    "value",
    "kind",
    "n",
    "invited",
    "version",
    "recorded_at",
    "commitment_id",
    "accumulation",
    "waits",
];

/// A measurement of the region's, in its current version.
#[derive(Clone, Serialize, JsonSchema)]
pub struct RegionMeasurement {
    /// The municipality's number today.
    municipality_number: String,
    municipality: String,
    project: String,
    benefit: String,
    indicator: String,
    unit: String,
    on: Day,
    /// Null where fewer than five answered, and while it waits.
    value: Option<Decimal>,
    kind: Kind,
    n: Option<i64>,
    invited: Option<i64>,
    version: i64,
    recorded_at: Moment,
    commitment_id: CommitmentId,
    /// Whether the value tells the level on its day or what came in during its period.
    accumulation: Accumulation,
    /// It waits for a second pair of eyes, and counts in no sum until then.
    waits: bool,
}

/// A part of the region's measurements.
pub type RegionMeasurements = List<RegionMeasurement>;

#[derive(Deserialize)]
struct Query {
    from: Option<String>,
    to: Option<String>,
}

/// The days that are asked for.
struct Days {
    from: Day,
    to: Day,
}

impl Days {
    fn of(call: &Call, today: Day) -> Result<Self, Refusal> {
        let query: Query = call.query()?;
        let read = |text: Option<String>, at: &str| match text.filter(|text| !text.is_empty()) {
            Some(text) => Day::parse(&text).map(Some).ok_or(Refusal::invalid_at(at, "not_a_date")),
            None => Ok(None),
        };
        // The calendar begins here: nothing was measured before.
        let first = Day::from_ymd(1900, 1, 1).unwrap_or(Day::EPOCH);
        let from = read(query.from, "query:from")?.unwrap_or(first);
        Ok(Self { from, to: read(query.to, "query:to")?.unwrap_or(today) })
    }
}

/// `regionMeasurements`
pub async fn list(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let days = Days::of(call, today)?;
        let visible = regions::store::visible_figures(conn, &allowed.scope(), region.id, today)?;
        let reader = Reader { region, visible, days, today };
        match Flavour::wanted(call)? {
            None => Ok(Answer::ok(&reader.page(conn, &Page::of(call)?)?)),
            Some(flavour @ (Flavour::Csv | Flavour::Excel)) => {
                let mut text = Writer::new(flavour, &COLUMNS);
                reader.each(conn, |row| text.row(&cells(row)))?;
                Ok(text.answer("region_measurements"))
            }
            Some(Flavour::Xlsx) => reader.sheet(conn, true)?.answer(Flavour::Xlsx, call),
            Some(Flavour::Metadata) => reader.sheet(conn, false)?.answer(Flavour::Metadata, call),
        }
    })
    .await
}

fn cells(row: RegionMeasurement) -> Vec<Cell> {
    let cells: [Cell; COLUMNS.len()] = [
        row.municipality_number.into(),
        row.municipality.into(),
        row.project.into(),
        row.benefit.into(),
        row.indicator.into(),
        row.unit.into(),
        row.on.into(),
        row.value.into(),
        row.kind.as_str().into(),
        row.n.into(),
        row.invited.into(),
        row.version.into(),
        row.recorded_at.into(),
        row.commitment_id.to_string().into(),
        row.accumulation.as_str().into(),
        row.waits.into(),
    ];
    cells.to_vec()
}

/// What one reader may read of a region, in the order of commitment and day.
struct Reader {
    region: Region,
    visible: VisibleFigures,
    days: Days,
    today: Day,
}

impl Reader {
    /// A page of it; the cursor is the commitment and the day that it ends with.
    fn page(&self, conn: &mut AnyConn, page: &Page) -> Outcome<RegionMeasurements> {
        let after = match page.after.as_deref() {
            Some(text) => Some(place(text).ok_or(Refusal::new(Code::BadCursor))?),
            None => None,
        };
        let wanted = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
        let mut rows = Vec::new();
        self.walk(conn, after, |row| {
            rows.push(row);
            Ok(rows.len() < wanted)
        })?;
        Ok(page.cut(rows, |row: &RegionMeasurement| format!("{}.{}", row.commitment_id, row.on)))
    }

    /// All of it, as long as it is not too much for one file.
    fn each(&self, conn: &mut AnyConn, mut take: impl FnMut(RegionMeasurement)) -> Outcome<usize> {
        let mut count = 0;
        self.walk(conn, None, |row| {
            count += 1;
            if count > MOST_ROWS {
                let error = FieldError::at("query:from", "too_many_rows").with("max", MOST_ROWS);
                return Err(Refusal::invalid(vec![error]).into());
            }
            take(row);
            Ok(true)
        })?;
        Ok(count)
    }

    /// As a block of figures, whole, or with no more than the days that its description asks about.
    fn sheet(&self, conn: &mut AnyConn, whole: bool) -> Outcome<Sheet> {
        let mut sheet = Sheet::new("region_measurements", COLUMNS.to_vec()).of_region(self.region.name.clone());
        let mut days: Option<(Day, Day)> = None;
        let mut rows = Vec::new();
        sheet.count = Some(self.each(conn, |row| {
            let (first, last) = days.unwrap_or((row.on, row.on));
            days = Some((first.min(row.on), last.max(row.on)));
            if whole {
                rows.push(cells(row));
            }
        })?);
        sheet.rows = rows;
        Ok(match days {
            Some((first, last)) => sheet.between(first, last),
            None => sheet,
        })
    }

    /// Goes through the measurements behind a place for as long as more are wanted, some commitments at a time.
    fn walk(
        &self,
        conn: &mut AnyConn,
        after: Option<(CommitmentId, Day)>,
        mut take: impl FnMut(RegionMeasurement) -> Outcome<bool>,
    ) -> Outcome<()> {
        let labels = store::labels_in_region(conn, self.region.id, &self.visible, after.map(|(id, _)| id))?;
        let mut towns: Vec<MunicipalityId> = labels.iter().map(|label| label.municipality_id).collect();
        towns.sort_unstable();
        towns.dedup();
        let towns = municipalities::store::named(conn, &towns, self.today)?;
        for some in labels.chunks(AT_ONCE) {
            let ids: Vec<CommitmentId> = some.iter().map(|label| label.id).collect();
            let labels: HashMap<CommitmentId, &Label> = some.iter().map(|label| (label.id, label)).collect();
            let mut rows = store::on_days(conn, &ids, self.days.from, self.days.to)?;
            rows.retain(|row| after.is_none_or(|after| (row.commitment_id, row.on_day) > after));
            rows.sort_by_key(|row| (row.commitment_id, row.on_day));
            for row in rows {
                let Some(label) = labels.get(&row.commitment_id) else { continue };
                if !take(told(row, label, towns.get(&label.municipality_id)))? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// What fewer than five answered has no value here, whoever asks: the file goes further than its reader. What waits for a
/// second pair of eyes has none either, so that every sum is of what counts.
fn told(row: Measurement, label: &Label, town: Option<&Numbered>) -> RegionMeasurement {
    RegionMeasurement {
        municipality_number: town.map(|town| town.number.clone()).unwrap_or_default(),
        municipality: town.map(|town| town.name.clone()).unwrap_or_default(),
        project: label.project.clone(),
        benefit: label.benefit.clone(),
        indicator: label.indicator.clone(),
        unit: label.unit.clone(),
        accumulation: label.accumulation,
        on: row.on_day,
        value: row.shown().map(|point| point.value),
        kind: row.kind,
        n: row.n,
        invited: row.invited,
        version: row.version,
        recorded_at: row.recorded_at,
        commitment_id: row.commitment_id,
        waits: row.waits,
    }
}

/// The commitment and the day of a cursor.
fn place(text: &str) -> Option<(CommitmentId, Day)> {
    let (id, day) = text.split_once('.')?;
    Some((id.parse().ok()?, Day::parse(day)?))
}
