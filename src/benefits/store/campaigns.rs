//! Queries and writes of campaigns.

use std::collections::HashMap;

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::{Indicator, one};
use crate::access::{Place, Placed, Scope};
use crate::audit::Facts;
use crate::benefits::rules::CampaignDraft;
use crate::clock::Day;
use crate::db::schema::campaign;
use crate::db::{AnyConn, Tx};
use crate::ids::{CampaignId, IndicatorId, RegionId};
use crate::measurements::rules::Campaign;
use crate::refusal::{Code, Outcome};

/// A campaign as it is kept.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = campaign)]
pub struct CampaignRow {
    /// Id.
    pub id: CampaignId,
    /// Region.
    pub region_id: RegionId,
    /// What is measured in it.
    pub indicator_id: IndicatorId,
    /// What it is called.
    pub name: String,
    /// Its first day.
    pub from_day: Day,
    /// Its last day.
    pub to_day: Day,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for CampaignRow {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl CampaignRow {
    /// What was written about it.
    pub fn draft(&self) -> CampaignDraft {
        CampaignDraft { name: self.name.clone(), from: self.from_day, to: self.to_day }
    }

    /// The same as the calendar takes it.
    pub fn planned(&self) -> Campaign {
        Campaign { name: self.name.clone(), from: self.from_day, to: self.to_day }
    }
}

/// Campaigns by indicator.
pub type Campaigns = HashMap<IndicatorId, Vec<Campaign>>;

/// A campaign in reach.
pub fn find_campaign_within(conn: &mut AnyConn, scope: &Scope, id: CampaignId) -> Outcome<CampaignRow> {
    campaign::table
        .filter(campaign::id.eq(id))
        .select(CampaignRow::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &CampaignRow| scope.sees_region(row.region_id))
        .ok_or(Code::NotFound.into())
}

/// The campaigns of an indicator, in the order of their days.
pub fn campaigns_to(conn: &mut AnyConn, indicator: IndicatorId) -> Outcome<Vec<CampaignRow>> {
    Ok(campaign::table
        .filter(campaign::indicator_id.eq(indicator))
        .order(campaign::to_day)
        .select(CampaignRow::as_select())
        .load(conn)?)
}

/// The campaigns of some indicators. Asks nothing where there are none to ask about.
pub fn campaigns_of(conn: &mut AnyConn, indicators: &[IndicatorId]) -> Outcome<Campaigns> {
    let mut found = Campaigns::new();
    for some in indicators.chunks(500) {
        let rows: Vec<CampaignRow> = campaign::table
            .filter(campaign::indicator_id.eq_any(some.to_vec()))
            .select(CampaignRow::as_select())
            .load(conn)?;
        for row in rows {
            found.entry(row.indicator_id).or_default().push(row.planned());
        }
    }
    Ok(found)
}

type Columns<'a> = (Eq<campaign::name, &'a str>, Eq<campaign::from_day, Day>, Eq<campaign::to_day, Day>);

fn columns(draft: &CampaignDraft) -> Columns<'_> {
    (campaign::name.eq(draft.name.as_str()), campaign::from_day.eq(draft.from), campaign::to_day.eq(draft.to))
}

/// Plans a campaign and answers its id.
pub fn insert_campaign(tx: &mut Tx<'_>, of: &Indicator, draft: &CampaignDraft) -> Outcome<CampaignId> {
    let id = CampaignId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(campaign::table)
        .values((
            campaign::id.eq(id),
            campaign::region_id.eq(of.region_id),
            campaign::indicator_id.eq(of.id),
            columns(draft),
            campaign::created_at.eq(now),
            campaign::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes a campaign anew over the version that was read; 412 when somebody was faster.
pub fn update_campaign(tx: &mut Tx<'_>, over: &CampaignRow, draft: &CampaignDraft) -> Outcome<()> {
    let of = campaign::table.filter(campaign::id.eq(over.id)).filter(campaign::version.eq(over.version));
    let rows = diesel::update(of).set((columns(draft), campaign::version.eq(over.version + 1))).execute(&mut **tx)?;
    one(rows)
}

/// Takes a campaign away, as it was read; 412 when somebody was faster.
pub fn delete_campaign(tx: &mut Tx<'_>, row: &CampaignRow) -> Outcome<()> {
    let of = campaign::table.filter(campaign::id.eq(row.id)).filter(campaign::version.eq(row.version));
    let rows = diesel::delete(of).execute(&mut **tx)?;
    one(rows)
}

/// What a campaign consists of, for the event log.
pub fn campaign_facts(draft: &CampaignDraft) -> Facts {
    Facts::new().words("name", &draft.name).plain("from", draft.from).plain("to", draft.to)
}
