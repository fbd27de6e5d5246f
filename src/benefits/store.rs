//! Queries and writes of benefits. The only writer of `benefit`, `indicator`, `campaign` and `commitment`.

mod campaigns;
mod write;

use diesel::prelude::*;

use super::rules::{BenefitDraft, Budget, Class, CommitmentDraft, DatedValue, IndicatorDraft, Polarity};
use crate::access::{Place, Placed, Scope};
use crate::clock::Day;
use crate::db::schema::{benefit, commitment, indicator};
use crate::db::{AnyConn, Tx};
use crate::decimal::Decimal;
use crate::ids::{BenefitId, CommitmentId, HandoverId, IndicatorId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::measurements::rules::{Accumulation, Direction, Frequency, Point, Promise};
use crate::people;
use crate::projects::rules::from_json;
use crate::refusal::{Code, Outcome, Refusal};

pub use campaigns::{
    CampaignRow, Campaigns, campaign_facts, campaigns_of, campaigns_to, delete_campaign, find_campaign_within,
    insert_campaign, update_campaign,
};
use write::one;
pub use write::{
    benefit_facts, commitment_facts, indicator_facts, insert_benefit, insert_commitment, insert_indicator,
    set_accepted_in, update_benefit, update_commitment, update_indicator,
};

/// A benefit expected of a project.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = benefit)]
pub struct Benefit {
    /// Id.
    pub id: BenefitId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Title.
    pub title: String,
    /// Kind; required at acceptance.
    pub class: Option<Class>,
    /// Where it arises; required at acceptance.
    pub arises_in: Option<String>,
    /// Benefit or disbenefit.
    pub polarity: Polarity,
    /// Description.
    pub description: String,
    /// What the gain is used for.
    pub use_of_gain: String,
    /// Assumptions, JSON list of texts.
    pub assumptions: String,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Benefit {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Benefit {
    /// What was written about it.
    pub fn draft(&self) -> BenefitDraft {
        BenefitDraft {
            title: self.title.clone(),
            class: self.class,
            arises_in: self.arises_in.clone(),
            polarity: self.polarity,
            description: self.description.clone(),
            use_of_gain: self.use_of_gain.clone(),
            assumptions: from_json(&self.assumptions),
        }
    }
}

/// What is counted for a benefit.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = indicator)]
pub struct Indicator {
    /// Id.
    pub id: IndicatorId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Benefit.
    pub benefit_id: BenefitId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// How often it is measured.
    pub frequency: Frequency,
    /// How it is measured.
    pub method: String,
    /// Where the figure comes from.
    pub data_source: String,
    /// Decimals to show at least.
    pub decimals: i64,
    /// Version for `If-Match`.
    pub version: i64,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
}

impl Placed for Indicator {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Indicator {
    /// What was written about it.
    pub fn draft(&self) -> IndicatorDraft {
        IndicatorDraft {
            name: self.name.clone(),
            unit: self.unit.clone(),
            direction: Some(self.direction),
            frequency: Some(self.frequency),
            accumulation: self.accumulation,
            method: self.method.clone(),
            data_source: self.data_source.clone(),
            decimals: self.decimals,
        }
    }
}

/// One municipality's figures for one indicator.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commitment)]
pub struct Commitment {
    /// Id.
    pub id: CommitmentId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Benefit.
    pub benefit_id: BenefitId,
    /// Indicator.
    pub indicator_id: IndicatorId,
    /// Municipality.
    pub municipality_id: MunicipalityId,
    /// Baseline value (nullpunkt).
    pub baseline_value: Decimal,
    /// Baseline day.
    pub baseline_on: Day,
    /// Target value (måltall).
    pub target_value: Decimal,
    /// Target day.
    pub target_on: Day,
    /// Plan points between, JSON list of `DatedValue`.
    pub plan: String,
    /// Owner (gevinsteier).
    pub owner_id: Option<PersonId>,
    /// What the gain is used for.
    pub use_of_gain: String,
    /// Budget consequence, or the statement that there is none.
    pub budget: String,
    /// The first due date.
    pub first_measurement_on: Day,
    /// The handover in whose acceptance the figures were frozen.
    pub accepted_in: Option<HandoverId>,
    /// Version for `If-Match`.
    pub version: i64,
    /// The last day on which the level that was reached is to be held, where one was set.
    pub sustain_until: Option<Day>,
}

impl Placed for Commitment {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

impl Commitment {
    /// Baseline, plan and target as the measuring rules take them.
    pub fn promise(&self, direction: Direction) -> Promise {
        Promise {
            baseline: Point { on: self.baseline_on, value: self.baseline_value },
            target: Point { on: self.target_on, value: self.target_value },
            plan: self.plan_points().into_iter().map(Point::from).collect(),
            direction,
        }
    }

    /// The plan points between baseline and target.
    pub fn plan_points(&self) -> Vec<DatedValue> {
        from_json(&self.plan)
    }
    /// What the gain does to the budget, when something was said.
    pub fn budget_said(&self) -> Option<Budget> {
        Budget::from_column(&self.budget)
    }

    /// What was written about it.
    pub fn draft(&self) -> CommitmentDraft {
        CommitmentDraft {
            baseline: DatedValue { value: self.baseline_value, on: self.baseline_on },
            target: DatedValue { value: self.target_value, on: self.target_on },
            plan: self.plan_points(),
            owner_id: self.owner_id,
            use_of_gain: self.use_of_gain.clone(),
            budget: self.budget_said(),
            first_measurement_on: self.first_measurement_on,
            sustain_until: self.sustain_until,
        }
    }
}

/// A benefit in reach.
pub fn find_benefit_within(conn: &mut AnyConn, scope: &Scope, id: BenefitId) -> Outcome<Benefit> {
    benefit::table
        .filter(benefit::id.eq(id))
        .select(Benefit::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Benefit| scope.sees_region(row.region_id))
        .ok_or(Code::NotFound.into())
}

/// An indicator in reach.
pub fn find_indicator_within(conn: &mut AnyConn, scope: &Scope, id: IndicatorId) -> Outcome<Indicator> {
    find_indicator(conn, id)?.filter(|row| scope.sees_region(row.region_id)).ok_or(Code::NotFound.into())
}

/// An indicator.
pub fn find_indicator(conn: &mut AnyConn, id: IndicatorId) -> Outcome<Option<Indicator>> {
    Ok(indicator::table.filter(indicator::id.eq(id)).select(Indicator::as_select()).first(conn).optional()?)
}

/// A commitment.
pub fn find_commitment(conn: &mut AnyConn, id: CommitmentId) -> Outcome<Option<Commitment>> {
    Ok(commitment::table.filter(commitment::id.eq(id)).select(Commitment::as_select()).first(conn).optional()?)
}

/// The commitment of a municipality to an indicator.
pub fn commitment_of(
    conn: &mut AnyConn,
    indicator: IndicatorId,
    municipality: MunicipalityId,
) -> Outcome<Option<Commitment>> {
    Ok(commitment::table
        .filter(commitment::indicator_id.eq(indicator))
        .filter(commitment::municipality_id.eq(municipality))
        .select(Commitment::as_select())
        .first(conn)
        .optional()?)
}

/// A commitment whose figures are in reach: one's own region's or municipality's, or shared with all members.
pub fn find_commitment_within(conn: &mut AnyConn, scope: &Scope, id: CommitmentId, today: Day) -> Outcome<Commitment> {
    let found = find_commitment(conn, id)?.filter(|row| scope.sees_region(row.region_id));
    let Some(row) = found else { return Err(Code::NotFound.into()) };
    let visible = crate::regions::store::visible_figures(conn, scope, row.region_id, today)?;
    if visible.includes(row.municipality_id) { Ok(row) } else { Err(Code::NotFound.into()) }
}

/// The benefits of every project of a region, in the order they were made.
pub fn benefits_in(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Benefit>> {
    Ok(benefit::table
        .filter(benefit::region_id.eq(region))
        .order(benefit::id)
        .select(Benefit::as_select())
        .load(conn)?)
}

/// The benefits of a project.
pub fn benefits_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Benefit>> {
    Ok(benefit::table
        .filter(benefit::project_id.eq(project))
        .order(benefit::id)
        .select(Benefit::as_select())
        .load(conn)?)
}

/// The indicators of a benefit.
pub fn indicators_of_benefit(conn: &mut AnyConn, id: BenefitId) -> Outcome<Vec<Indicator>> {
    Ok(indicator::table
        .filter(indicator::benefit_id.eq(id))
        .order(indicator::id)
        .select(Indicator::as_select())
        .load(conn)?)
}

/// The indicators of a project.
pub fn indicators_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Indicator>> {
    Ok(indicator::table
        .filter(indicator::project_id.eq(project))
        .order(indicator::id)
        .select(Indicator::as_select())
        .load(conn)?)
}

/// A municipality's commitments in a project.
pub fn commitments_of(
    conn: &mut AnyConn,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<Vec<Commitment>> {
    Ok(commitment::table
        .filter(commitment::project_id.eq(project))
        .filter(commitment::municipality_id.eq(municipality))
        .order(commitment::id)
        .select(Commitment::as_select())
        .load(conn)?)
}

/// Every municipality's commitments in a project.
pub fn commitments_in(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Commitment>> {
    Ok(commitment::table
        .filter(commitment::project_id.eq(project))
        .order(commitment::id)
        .select(Commitment::as_select())
        .load(conn)?)
}

/// Every municipality's commitment to an indicator.
pub fn commitments_to(conn: &mut AnyConn, indicator: IndicatorId) -> Outcome<Vec<Commitment>> {
    Ok(commitment::table
        .filter(commitment::indicator_id.eq(indicator))
        .order(commitment::id)
        .select(Commitment::as_select())
        .load(conn)?)
}

/// Whether any municipality has accepted figures for this indicator.
pub fn has_accepted_figures(conn: &mut AnyConn, indicator: IndicatorId) -> Outcome<bool> {
    Ok(commitments_to(conn, indicator)?.iter().any(|row| row.accepted_in.is_some()))
}

/// Names the owner of a municipality's commitment before it is accepted: somebody with a role there.
pub fn name_owner(
    tx: &mut Tx<'_>,
    indicator: IndicatorId,
    project: ProjectId,
    place: &Place,
    owner: PersonId,
) -> Outcome<()> {
    let refused = || Refusal::invalid_at(&format!("/owner/{indicator}"), "unknown_person");
    let (Some(region), Some(municipality)) = (place.region, place.municipality) else {
        return Err(refused().into());
    };
    let today = tx.now().day();
    let closed = people::store::find(tx, owner)?.is_none_or(|person| person.status == people::rules::Status::Disabled);
    if closed || !people::store::belongs_to(tx, owner, region, municipality, today)? {
        return Err(refused().into());
    }
    let named = diesel::update(
        commitment::table
            .filter(commitment::indicator_id.eq(indicator))
            .filter(commitment::project_id.eq(project))
            .filter(commitment::municipality_id.eq(municipality)),
    )
    .set((commitment::owner_id.eq(owner), commitment::version.eq(commitment::version + 1)))
    .execute(&mut **tx)?;
    if named == 1 { Ok(()) } else { Err(refused().into()) }
}
