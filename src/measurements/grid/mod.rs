//! Many figures at once: the rows are a municipality's benefits, the columns are months, and what is missing is typed or
//! pasted. What is measured in campaigns stands in tables of its own, with the campaigns as columns.

mod cells;
mod entry;
pub mod pages;
mod paste;
mod paste_pages;
mod paste_view;
mod view;

pub use paste_pages::post as paste;

use std::collections::HashMap;

use self::cells::{Cell, active_months, campaign_periods, cell};
use super::rules::{Frequency, Month, Period};
use super::store::{self, Named};
use crate::access::permission::Measure;
use crate::access::{Allowed, Place};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{CommitmentId, MunicipalityId, RegionId};
use crate::municipalities;
use crate::refusal::{Code, Outcome};
use crate::regions::store::Region;
use crate::web::Call;

/// How many months stand beside each other.
const COLUMNS: usize = 6;

/// A municipality's benefits by month.
pub struct Grid {
    /// The region.
    pub region: Region,
    /// The municipality.
    pub municipality: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Its tables: first what is measured at equal steps, then what is measured in the same campaigns together.
    pub parts: Vec<Part>,
    /// How many benefits of others are left out; the reader's own come first.
    pub others: usize,
    /// Whether those of others are shown too.
    pub all: bool,
    /// The month to go on from, where there is something before what is shown.
    pub earlier: Option<Month>,
    /// Whether these are the newest.
    pub newest: bool,
    /// The day it is about.
    pub today: Day,
}

/// Benefits that share their columns.
pub struct Part {
    /// The columns, oldest first: months in which something is due or was measured, or campaigns.
    pub periods: Vec<Period>,
    /// The benefits, each with a cell for each column.
    pub rows: Vec<GridRow>,
}

/// A benefit's row.
pub struct GridRow {
    /// The commitment with its names.
    pub named: Named,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Grid {
    /// What people call a row.
    pub fn name_of(&self, id: CommitmentId) -> Option<&Named> {
        self.rows().map(|row| &row.named).find(|named| named.promised.id == id)
    }

    /// The rows of all tables.
    pub fn rows(&self) -> impl Iterator<Item = &GridRow> {
        self.parts.iter().flat_map(|part| &part.rows)
    }
}

/// The grid that the address names: `to` is its last month, `all` shows the benefits of others too.
pub fn load(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<Grid> {
    let today = call.app().db.now().day();
    let region: RegionId = call.id("id")?;
    let municipality: MunicipalityId = call.id("municipality_id")?;
    if !allowed.scope().sees_municipality(region, municipality) {
        return Err(Code::NotFound.into());
    }
    allowed.over(&Place::municipality(region, municipality))?;
    let region = crate::regions::store::find_within(conn, &allowed.scope(), region)?;
    let mut named = store::named_in_place(conn, region.id, municipality)?;
    let person = allowed.access().person();
    let all = call.query_word("all").is_some();
    let count = named.len();
    if !all && named.iter().any(|one| one.promised.owner_id == person) {
        named.retain(|one| one.promised.owner_id == person);
    }
    let others = count - named.len();
    let this = Month::of(today);
    let to = call.query_word("to").and_then(|text| Month::parse(&text)).map_or(this, |month| month.min(this));
    let (in_campaigns, stepwise): (Vec<Named>, Vec<Named>) = named.into_iter().partition(measured_in_campaigns);
    let mut parts: Vec<(Vec<Period>, Vec<Named>)> = Vec::new();
    let mut before: Vec<Month> = Vec::new();
    for one in in_campaigns {
        let (periods, earlier) = campaign_periods(&one.promised.followed.calendar, to, COLUMNS);
        before.extend(earlier);
        match parts.iter_mut().find(|(known, _)| *known == periods) {
            Some((_, together)) => together.push(one),
            None => parts.push((periods, vec![one])),
        }
    }
    let from = cells::first_needed(&stepwise, &parts, to, COLUMNS);
    let measured = measured(conn, stepwise.iter().chain(parts.iter().flat_map(|(_, named)| named)), from, to)?;
    if !stepwise.is_empty() {
        let (months, earlier) = active_months(&stepwise, &measured, to, COLUMNS);
        before.extend(months.first().filter(|_| earlier).map(|first| first.minus(1)));
        parts.insert(0, (months.into_iter().map(Period::Month).collect(), stepwise));
    }
    let filled = |named: Named, periods: &[Period]| {
        let rows = measured.get(&named.promised.id);
        let cells = periods.iter().map(|period| cell(&named.promised, rows, period, today));
        GridRow { cells: cells.collect(), named }
    };
    let parts = parts
        .into_iter()
        .map(|(periods, named)| Part { rows: named.into_iter().map(|one| filled(one, &periods)).collect(), periods })
        .collect();
    // Tables go back at their own pace; nothing is passed over by going back as far as the slowest.
    let earlier = before.into_iter().max();
    let name = municipalities::store::name(conn, municipality, today)?;
    Ok(Grid { region, municipality, name, parts, others, all, earlier, newest: to == this, today })
}

/// What was measured, by commitment and in order of day.
type MeasuredBy = HashMap<CommitmentId, Vec<store::Measurement>>;

fn measured<'a>(
    conn: &mut AnyConn,
    named: impl Iterator<Item = &'a Named>,
    from: Month,
    to: Month,
) -> Outcome<MeasuredBy> {
    let ids: Vec<CommitmentId> = named.map(|one| one.promised.id).collect();
    let mut found = MeasuredBy::new();
    for row in store::on_days(conn, &ids, from.first_day(), to.last_day())? {
        found.entry(row.commitment_id).or_default().push(row);
    }
    for rows in found.values_mut() {
        rows.sort_by_key(|row| row.on_day);
    }
    Ok(found)
}

fn measured_in_campaigns(one: &Named) -> bool {
    one.promised.followed.calendar.frequency == Frequency::Campaign
}
