//! What is written about benefits, indicators and commitments.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::{Benefit, Commitment, Indicator};
use crate::audit::Facts;
use crate::benefits::rules::{BenefitDraft, Budget, Class, CommitmentDraft, IndicatorDraft, Polarity};
use crate::clock::Day;
use crate::db::schema::{benefit, commitment, indicator};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::decimal::Decimal;
use crate::ids::{BenefitId, CommitmentId, HandoverId, IndicatorId, MunicipalityId, PersonId, ProjectId};
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::projects::rules::to_json;
use crate::projects::store::Project;
use crate::refusal::{Code, Outcome, Refusal};

/// Makes a benefit and answers its id.
pub fn insert_benefit(tx: &mut Tx<'_>, project: &Project, draft: &BenefitDraft) -> Outcome<BenefitId> {
    let id = BenefitId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(benefit::table)
        .values((
            benefit::id.eq(id),
            benefit::region_id.eq(project.region_id),
            benefit::project_id.eq(project.id),
            benefit_columns(draft),
            benefit::created_at.eq(now),
            benefit::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes a benefit anew over the version that was read; 412 when somebody was faster.
pub fn update_benefit(tx: &mut Tx<'_>, over: &Benefit, draft: &BenefitDraft) -> Outcome<()> {
    let rows = diesel::update(benefit::table.filter(benefit::id.eq(over.id)).filter(benefit::version.eq(over.version)))
        .set((benefit_columns(draft), benefit::version.eq(over.version + 1)))
        .execute(&mut **tx)?;
    one(rows)
}

type BenefitColumns<'a> = (
    Eq<benefit::title, &'a str>,
    Eq<benefit::class, Option<Class>>,
    Eq<benefit::arises_in, Option<&'a str>>,
    Eq<benefit::polarity, Polarity>,
    Eq<benefit::description, &'a str>,
    Eq<benefit::use_of_gain, &'a str>,
    Eq<benefit::assumptions, String>,
);

fn benefit_columns(draft: &BenefitDraft) -> BenefitColumns<'_> {
    (
        benefit::title.eq(draft.title.as_str()),
        benefit::class.eq(draft.class),
        benefit::arises_in.eq(draft.arises_in.as_deref()),
        benefit::polarity.eq(draft.polarity),
        benefit::description.eq(draft.description.as_str()),
        benefit::use_of_gain.eq(draft.use_of_gain.as_str()),
        benefit::assumptions.eq(to_json(&draft.assumptions)),
    )
}

/// What a benefit consists of, for the event log.
pub fn benefit_facts(draft: &BenefitDraft) -> Facts {
    let assumptions = if draft.assumptions.is_empty() { String::new() } else { to_json(&draft.assumptions) };
    Facts::new()
        .words("title", &draft.title)
        .plain("class", draft.class)
        .words("arises_in", draft.arises_in.as_deref().unwrap_or_default())
        .plain("polarity", draft.polarity)
        .words("description", &draft.description)
        .words("use_of_gain", &draft.use_of_gain)
        .words("assumptions", assumptions)
}

/// Makes an indicator and answers its id.
pub fn insert_indicator(tx: &mut Tx<'_>, of: &Benefit, draft: &IndicatorDraft) -> Outcome<IndicatorId> {
    let id = IndicatorId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(indicator::table)
        .values((
            indicator::id.eq(id),
            indicator::region_id.eq(of.region_id),
            indicator::project_id.eq(of.project_id),
            indicator::benefit_id.eq(of.id),
            indicator_columns(draft)?,
            indicator::created_at.eq(now),
            indicator::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes an indicator anew over the version that was read; 412 when somebody was faster.
pub fn update_indicator(tx: &mut Tx<'_>, over: &Indicator, draft: &IndicatorDraft) -> Outcome<()> {
    let of = indicator::table.filter(indicator::id.eq(over.id)).filter(indicator::version.eq(over.version));
    let rows = diesel::update(of)
        .set((indicator_columns(draft)?, indicator::version.eq(over.version + 1)))
        .execute(&mut **tx)?;
    one(rows)
}

type IndicatorColumns<'a> = (
    Eq<indicator::name, &'a str>,
    Eq<indicator::unit, &'a str>,
    Eq<indicator::direction, Direction>,
    Eq<indicator::frequency, Frequency>,
    Eq<indicator::method, &'a str>,
    Eq<indicator::data_source, &'a str>,
    Eq<indicator::decimals, i64>,
    Eq<indicator::accumulation, Accumulation>,
);

fn indicator_columns(draft: &IndicatorDraft) -> Result<IndicatorColumns<'_>, Refusal> {
    let missing = |pointer: &str| Refusal::invalid_at(pointer, "required");
    Ok((
        indicator::name.eq(draft.name.as_str()),
        indicator::unit.eq(draft.unit.as_str()),
        indicator::direction.eq(draft.direction.ok_or_else(|| missing("/direction"))?),
        indicator::frequency.eq(draft.frequency.ok_or_else(|| missing("/frequency"))?),
        indicator::method.eq(draft.method.as_str()),
        indicator::data_source.eq(draft.data_source.as_str()),
        indicator::decimals.eq(draft.decimals),
        indicator::accumulation.eq(draft.accumulation),
    ))
}

/// What an indicator consists of, for the event log.
pub fn indicator_facts(draft: &IndicatorDraft) -> Facts {
    Facts::new()
        .words("name", &draft.name)
        .plain("unit", &draft.unit)
        .plain("direction", draft.direction)
        .plain("frequency", draft.frequency)
        .plain("accumulation", draft.accumulation)
        .words("method", &draft.method)
        .words("data_source", &draft.data_source)
        .plain("decimals", draft.decimals)
}

/// Makes a municipality's commitment to an indicator and answers its id.
pub fn insert_commitment(
    tx: &mut Tx<'_>,
    to: &Indicator,
    municipality: MunicipalityId,
    draft: &CommitmentDraft,
) -> Outcome<CommitmentId> {
    let id = CommitmentId::from_number(tx.new_id());
    let now = tx.now();
    let done = diesel::insert_into(commitment::table)
        .values((
            commitment::id.eq(id),
            commitment::region_id.eq(to.region_id),
            commitment::project_id.eq(to.project_id),
            commitment::benefit_id.eq(to.benefit_id),
            commitment::indicator_id.eq(to.id),
            commitment::municipality_id.eq(municipality),
            commitment_columns(draft),
            commitment::created_at.eq(now),
            commitment::version.eq(1),
        ))
        .execute(&mut **tx);
    match done {
        Ok(_) => Ok(id),
        // On PostgreSQL two can be the first at once; the second has then not seen the first.
        Err(error) if is_unique_violation(&error) => Err(Code::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

/// Writes a commitment anew over the version that was read; 412 when somebody was faster.
pub fn update_commitment(tx: &mut Tx<'_>, over: &Commitment, draft: &CommitmentDraft) -> Outcome<()> {
    let of = commitment::table.filter(commitment::id.eq(over.id)).filter(commitment::version.eq(over.version));
    let rows = diesel::update(of)
        .set((commitment_columns(draft), commitment::version.eq(over.version + 1)))
        .execute(&mut **tx)?;
    one(rows)
}

type CommitmentColumns<'a> = (
    Eq<commitment::baseline_value, Decimal>,
    Eq<commitment::baseline_on, Day>,
    Eq<commitment::target_value, Decimal>,
    Eq<commitment::target_on, Day>,
    Eq<commitment::plan, String>,
    Eq<commitment::owner_id, Option<PersonId>>,
    Eq<commitment::use_of_gain, &'a str>,
    Eq<commitment::budget, String>,
    Eq<commitment::first_measurement_on, Day>,
    Eq<commitment::sustain_until, Option<Day>>,
);

fn commitment_columns(draft: &CommitmentDraft) -> CommitmentColumns<'_> {
    (
        commitment::baseline_value.eq(draft.baseline.value),
        commitment::baseline_on.eq(draft.baseline.on),
        commitment::target_value.eq(draft.target.value),
        commitment::target_on.eq(draft.target.on),
        commitment::plan.eq(to_json(&draft.plan)),
        commitment::owner_id.eq(draft.owner_id),
        commitment::use_of_gain.eq(draft.use_of_gain.as_str()),
        commitment::budget.eq(Budget::to_column(draft.budget.as_ref())),
        commitment::first_measurement_on.eq(draft.first_measurement_on),
        commitment::sustain_until.eq(draft.sustain_until),
    )
}

/// What a commitment consists of, for the event log.
pub fn commitment_facts(draft: &CommitmentDraft) -> Facts {
    Facts::new()
        .plain("baseline", draft.baseline)
        .plain("target", draft.target)
        .plain("plan", &draft.plan)
        .plain("owner_id", draft.owner_id)
        .words("use_of_gain", &draft.use_of_gain)
        .words("budget", Budget::to_column(draft.budget.as_ref()))
        .plain("first_measurement_on", draft.first_measurement_on)
        .plain("sustain_until", draft.sustain_until)
}

pub(super) fn one(rows: usize) -> Outcome<()> {
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// Freezes a municipality's commitments in a project: they were accepted with this handover. None thaws them.
pub fn set_accepted_in(
    conn: &mut AnyConn,
    project: ProjectId,
    municipality: MunicipalityId,
    handover: Option<HandoverId>,
) -> Outcome<()> {
    diesel::update(
        commitment::table
            .filter(commitment::project_id.eq(project))
            .filter(commitment::municipality_id.eq(municipality)),
    )
    .set((commitment::accepted_in.eq(handover), commitment::version.eq(commitment::version + 1)))
    .execute(conn)?;
    Ok(())
}
