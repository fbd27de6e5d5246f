//! Many figures at once: the rows are a municipality's benefits, the columns are months, and what is missing is typed or
//! pasted.

mod cells;
mod entry;
pub mod pages;
mod paste;
mod paste_pages;
mod paste_view;
mod view;

pub use paste_pages::post as paste;

use std::collections::HashMap;

use self::cells::{Cell, active_months, cell};
use super::rules::Month;
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
    /// The months, oldest first: those in which something is due or was measured.
    pub months: Vec<Month>,
    /// The benefits, each with a cell for each month.
    pub rows: Vec<GridRow>,
    /// How many benefits of others are left out; the reader's own come first.
    pub others: usize,
    /// Whether those of others are shown too.
    pub all: bool,
    /// Whether there is something in months before these.
    pub earlier: bool,
    /// Whether these are the newest.
    pub newest: bool,
    /// The day it is about.
    pub today: Day,
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
        self.rows.iter().map(|row| &row.named).find(|named| named.promised.id == id)
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
    let measured = measured(conn, &named, to)?;
    let (months, earlier) = active_months(&named, &measured, to, COLUMNS);
    let rows = named
        .into_iter()
        .map(|named| {
            let cells =
                months.iter().map(|month| cell(&named.promised, measured.get(&named.promised.id), *month, today));
            GridRow { cells: cells.collect(), named }
        })
        .collect();
    let name = municipalities::store::name(conn, municipality, today)?;
    Ok(Grid { region, municipality, name, months, rows, others, all, earlier, newest: to == this, today })
}

/// What was measured, by commitment and in order of day.
type MeasuredBy = HashMap<CommitmentId, Vec<store::Measurement>>;

fn measured(conn: &mut AnyConn, named: &[Named], to: Month) -> Outcome<MeasuredBy> {
    let ids: Vec<CommitmentId> = named.iter().map(|one| one.promised.id).collect();
    let from = cells::first_needed(named, to, COLUMNS).first_day();
    let mut found = MeasuredBy::new();
    for row in store::on_days(conn, &ids, from, to.last_day())? {
        found.entry(row.commitment_id).or_default().push(row);
    }
    for rows in found.values_mut() {
        rows.sort_by_key(|row| row.on_day);
    }
    Ok(found)
}
