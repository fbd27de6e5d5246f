//! Indicators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change};
use crate::benefits::rules::IndicatorDraft;
use crate::benefits::store::{self, Benefit, Indicator};
use crate::db::Tx;
use crate::ids::{BenefitId, IndicatorId, ProjectId};
use crate::measurements::derived;
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::projects;
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};

/// Body of `updateIndicator`: what is left out stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorPatch {
    name: Option<String>,
    unit: Option<String>,
    direction: Option<Direction>,
    frequency: Option<Frequency>,
    /// Whether a value tells the level on its day (`stock`) or what came in during its period (`flow`).
    accumulation: Option<Accumulation>,
    method: Option<String>,
    data_source: Option<String>,
    /// Decimals to show at least, 0 to 6.
    decimals: Option<i64>,
}

patch::creation! {
    /// Body of `createIndicator`.
    IndicatorBody from IndicatorPatch, requires "name", "unit", "direction", "frequency"
}

impl IndicatorPatch {
    fn over(self, draft: IndicatorDraft) -> IndicatorDraft {
        IndicatorDraft {
            name: self.name.unwrap_or(draft.name),
            unit: self.unit.unwrap_or(draft.unit),
            direction: self.direction.or(draft.direction),
            frequency: self.frequency.or(draft.frequency),
            accumulation: self.accumulation.unwrap_or(draft.accumulation),
            method: self.method.unwrap_or(draft.method),
            data_source: self.data_source.unwrap_or(draft.data_source),
            decimals: self.decimals.unwrap_or(draft.decimals),
        }
    }
}

/// An indicator.
#[derive(Serialize, JsonSchema)]
pub struct IndicatorAnswer {
    id: IndicatorId,
    benefit_id: BenefitId,
    project_id: ProjectId,
    name: String,
    unit: String,
    direction: Direction,
    frequency: Frequency,
    accumulation: Accumulation,
    method: String,
    data_source: String,
    decimals: i64,
    version: i64,
}

/// Indicators.
pub type IndicatorList = List<IndicatorAnswer>;

impl From<Indicator> for IndicatorAnswer {
    fn from(row: Indicator) -> Self {
        Self {
            id: row.id,
            benefit_id: row.benefit_id,
            project_id: row.project_id,
            name: row.name,
            unit: row.unit,
            direction: row.direction,
            frequency: row.frequency,
            accumulation: row.accumulation,
            method: row.method,
            data_source: row.data_source,
            decimals: row.decimals,
            version: row.version,
        }
    }
}

/// `createIndicator`
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let benefit = store::find_benefit_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&benefit)?;
        let body: IndicatorBody = call.json()?;
        let id = create_within(tx, &benefit, body.0.over(IndicatorDraft::default()))?;
        let row = store::find_indicator_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&IndicatorAnswer::from(row), format!("/api/v1/indicators/{id}")).version(version))
    })
    .await
}

/// Makes an indicator and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, benefit: &Benefit, draft: IndicatorDraft) -> Outcome<IndicatorId> {
    let draft = draft.checked()?;
    projects::store::lock(tx, benefit.project_id)?;
    let id = store::insert_indicator(tx, benefit, &draft)?;
    let facts = store::indicator_facts(&draft).plain("benefit_id", benefit.id).all();
    audit::record(tx, &Change::of(benefit.place(), "indicator_created", "indicator", id).to(facts))?;
    Ok(id)
}

/// Writes an indicator anew and tells what changed. Shared by the API and the page. What accepted figures mean stands.
pub fn update_within(tx: &mut Tx<'_>, indicator: &Indicator, wanted: i64, draft: IndicatorDraft) -> Outcome<()> {
    let draft = draft.checked()?;
    projects::store::lock(tx, indicator.project_id)?;
    if wanted != indicator.version {
        return Err(Code::Stale.into());
    }
    let before = indicator.draft();
    let moves = before.moves_what_was_accepted(&draft);
    if moves && store::has_accepted_figures(tx, indicator.id)? {
        return Err(Code::AlreadyAccepted.into());
    }
    // Planned campaigns are taken away one by one, by somebody who sees them.
    let planned = before.frequency == Some(Frequency::Campaign) && draft.frequency != before.frequency;
    if planned && !store::campaigns_to(tx, indicator.id)?.is_empty() {
        return Err(Refusal::invalid_at("/frequency", "has_campaigns").into());
    }
    store::update_indicator(tx, indicator, &draft)?;
    if moves {
        // Due dates follow the frequency.
        for row in store::commitments_to(tx, indicator.id)? {
            derived::rederive_place(tx, row.region_id, row.project_id, row.municipality_id)?;
        }
    }
    let (old, new) = store::indicator_facts(&before).changes_to(&store::indicator_facts(&draft));
    let change = Change::of(indicator.place(), "indicator_updated", "indicator", indicator.id).from(old).to(new);
    audit::record(tx, &change)?;
    Ok(())
}

/// `listIndicators`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let benefit = store::find_benefit_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&benefit)?;
        let page = Page::of(call)?;
        let items = store::indicators_of_benefit(conn, benefit.id)?.into_iter().map(IndicatorAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &IndicatorAnswer| item.id.number(), false)?))
    })
    .await
}

/// `getIndicator`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_indicator_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&IndicatorAnswer::from(row)).version(version))
    })
    .await
}

/// `updateIndicator`
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let indicator = store::find_indicator_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&indicator)?;
        let wanted = call.if_match()?;
        let body: IndicatorPatch = call.json()?;
        update_within(tx, &indicator, wanted, body.over(indicator.draft()))?;
        let row = store::find_indicator_within(tx, &allowed.scope(), indicator.id)?;
        let version = row.version;
        Ok(Answer::ok(&IndicatorAnswer::from(row)).version(version))
    })
    .await
}
