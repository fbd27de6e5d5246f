//! The many like rows of a generated region, written in batches past the rooms' writers, which write one at a time.

use diesel::prelude::*;

use super::{Course, FIVE_YEARS, Plan};
use crate::benefits::rules::Budget;
use crate::benefits::store::Indicator;
use crate::clock::{Day, Moment};
use crate::db::schema::{commitment, handover, import_file, measurement, participation, readiness_tick};
use crate::db::{Tx, on_each_backend};
use crate::decimal::Decimal;
use crate::handovers::rules::{Check, State};
use crate::handovers::store::Handover;
use crate::ids::{CommitmentId, HandoverId, ImportId, MeasurementId, PersonId, ProjectId};
use crate::measurements::rules::{Kind, Source};
use crate::projects::rules::Participating;
use crate::refusal::Outcome;

/// Days that every month has.
const SHORTEST_MONTH: i32 = 28;
/// PostgreSQL takes 65,535 values in one statement, SQLite 32,766.
const AT_ONCE: usize = 1_000;

/// One town's promise for one benefit of one project.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    id: CommitmentId,
    gain: usize,
    town: usize,
}

/// Every town takes part.
pub fn join(tx: &mut Tx<'_>, plan: &Plan, project: ProjectId) -> Outcome<()> {
    let rows: Vec<_> = plan
        .towns
        .iter()
        .map(|town| {
            (
                participation::project_id.eq(project),
                participation::municipality_id.eq(town.id),
                participation::region_id.eq(plan.region),
                participation::state.eq(Participating::Joined),
                participation::reason.eq(""),
                participation::version.eq(1),
            )
        })
        .collect();
    on_each_backend!(&mut **tx, backend => diesel::insert_into(participation::table).values(&rows).execute(backend))?;
    Ok(())
}

/// Every town promises something for every benefit.
pub fn promise(tx: &mut Tx<'_>, plan: &Plan, indicators: &[Indicator]) -> Outcome<Vec<Series>> {
    let budget = Budget::to_column(Some(&Budget::Words("Ingen kontanteffekt (demo)".into())));
    let mut all = Vec::with_capacity(indicators.len() * plan.towns.len());
    let (mut rows, now) = (Vec::new(), tx.now());
    for (town, at) in plan.towns.iter().zip(0..) {
        for ((gain, indicator), number) in super::gains::GAINS.iter().zip(indicators).zip(0..) {
            let series = Series { id: CommitmentId::from_number(tx.new_id()), gain: number, town: at };
            all.push(series);
            rows.push((
                (
                    commitment::id.eq(series.id),
                    commitment::region_id.eq(plan.region),
                    commitment::project_id.eq(indicator.project_id),
                    commitment::benefit_id.eq(indicator.benefit_id),
                    commitment::indicator_id.eq(indicator.id),
                    commitment::municipality_id.eq(town.id),
                    commitment::baseline_value.eq(Decimal::from_whole(gain.baseline)),
                    commitment::baseline_on.eq(plan.days.prepared),
                ),
                (
                    commitment::target_value.eq(Decimal::from_whole(gain.target)),
                    commitment::target_on.eq(plan.days.target),
                    commitment::plan.eq("[]"),
                    commitment::owner_id.eq(town.owner.id),
                    commitment::use_of_gain.eq("better_quality"),
                    commitment::budget.eq(budget.clone()),
                    commitment::first_measurement_on.eq(plan.days.first),
                ),
                (commitment::created_at.eq(now), commitment::version.eq(1)),
            ));
        }
    }
    for some in rows.chunks(AT_ONCE) {
        on_each_backend!(&mut **tx, backend => diesel::insert_into(commitment::table).values(some).execute(backend))?;
    }
    Ok(all)
}

/// The baton is offered to every town, with all checks vouched for.
pub fn offer(tx: &mut Tx<'_>, plan: &Plan, project: ProjectId) -> Outcome<Vec<Handover>> {
    let now = tx.now();
    let handovers: Vec<Handover> = plan
        .towns
        .iter()
        .map(|town| Handover {
            id: HandoverId::from_number(tx.new_id()),
            region_id: plan.region,
            project_id: project,
            municipality_id: town.id,
            package_number: 1,
            state: State::Offered,
            answer_by: plan.days.first,
            message: format!("Kjære {}: dette er avtalt i kommunedirektørutvalget (demo).", town.name),
            offered_by: Some(plan.coordinator),
            offered_at: Some(now),
            seen_at: None,
            closed_by: None,
            closed_at: None,
            closed_reason: String::new(),
            version: 2,
        })
        .collect();
    let rows: Vec<_> = handovers.iter().map(|row| handover_columns(row, now, plan.coordinator)).collect();
    on_each_backend!(&mut **tx, backend => diesel::insert_into(handover::table).values(&rows).execute(backend))?;
    let ticks: Vec<_> = handovers
        .iter()
        .flat_map(|row| Check::ALL.iter().map(move |check| (row.id, *check)))
        .map(|(handover, check)| {
            (
                readiness_tick::handover_id.eq(handover),
                readiness_tick::check_name.eq(check),
                readiness_tick::met.eq(true),
                readiness_tick::note.eq(""),
                readiness_tick::ticked_by.eq(plan.coordinator),
                readiness_tick::ticked_at.eq(now),
                readiness_tick::version.eq(1),
            )
        })
        .collect();
    for some in ticks.chunks(AT_ONCE) {
        on_each_backend!(&mut **tx, backend => diesel::insert_into(readiness_tick::table).values(some).execute(backend))?;
    }
    Ok(handovers)
}

type HandoverColumns<'a> = (
    diesel::dsl::Eq<handover::id, HandoverId>,
    diesel::dsl::Eq<handover::region_id, crate::ids::RegionId>,
    diesel::dsl::Eq<handover::project_id, ProjectId>,
    diesel::dsl::Eq<handover::municipality_id, crate::ids::MunicipalityId>,
    diesel::dsl::Eq<handover::package_number, i64>,
    diesel::dsl::Eq<handover::state, State>,
    diesel::dsl::Eq<handover::answer_by, Day>,
    diesel::dsl::Eq<handover::message, &'a str>,
    (
        diesel::dsl::Eq<handover::offered_by, PersonId>,
        diesel::dsl::Eq<handover::offered_at, Moment>,
        diesel::dsl::Eq<handover::closed_reason, &'a str>,
        diesel::dsl::Eq<handover::created_by, PersonId>,
        diesel::dsl::Eq<handover::created_at, Moment>,
        diesel::dsl::Eq<handover::version, i64>,
    ),
);

fn handover_columns(row: &Handover, now: Moment, by: PersonId) -> HandoverColumns<'_> {
    (
        handover::id.eq(row.id),
        handover::region_id.eq(row.region_id),
        handover::project_id.eq(row.project_id),
        handover::municipality_id.eq(row.municipality_id),
        handover::package_number.eq(row.package_number),
        handover::state.eq(row.state),
        handover::answer_by.eq(row.answer_by),
        handover::message.eq(row.message.as_str()),
        (
            handover::offered_by.eq(by),
            handover::offered_at.eq(now),
            handover::closed_reason.eq(row.closed_reason.as_str()),
            handover::created_by.eq(by),
            handover::created_at.eq(now),
            handover::version.eq(row.version),
        ),
    )
}

/// Every series is measured each month or oftener; a few miss the last one or two. Answers how many values each town has.
pub fn measure(tx: &mut Tx<'_>, plan: &Plan, course: &Course) -> Outcome<Vec<u64>> {
    let mut counts = vec![0_u64; plan.towns.len()];
    let first = plan.days.first.month_index();
    let mut rows = Vec::with_capacity(AT_ONCE);
    for series in &course.commitments {
        let gain = &super::gains::GAINS[series.gain];
        let mut chance = Chance::of(&[plan.seed, course.place as u64, series.gain as u64, series.town as u64]);
        let pace = chance.between(60, 118);
        let missing = if chance.between(0, 31) == 0 { chance.between(1, 2) } else { 0 };
        let by = plan.towns[series.town].contributor.id;
        let months = FIVE_YEARS - plan.history.months..FIVE_YEARS - i32::try_from(missing).unwrap_or(0);
        let days = months.flat_map(|month| (0..plan.history.per_month).map(move |time| (month, time)));
        for (month, time) in days {
            let Some(on) = Day::from_month_index(first + month) else { continue };
            let Some(on) = on.plus_days(i64::from(time * SHORTEST_MONTH / plan.history.per_month)) else { continue };
            counts[series.town] += 1;
            rows.push((
                (
                    measurement::id.eq(MeasurementId::from_number(tx.new_id())),
                    measurement::commitment_id.eq(series.id),
                    measurement::on_day.eq(on),
                    measurement::value.eq(value(gain, month, pace, &mut chance)),
                    measurement::kind.eq(Kind::Measured),
                ),
                (
                    measurement::source.eq(Source::Import),
                    measurement::recorded_by.eq(by),
                    measurement::recorded_at.eq(tx.now()),
                    measurement::version.eq(1),
                ),
            ));
            if rows.len() == AT_ONCE {
                on_each_backend!(&mut **tx, backend => diesel::insert_into(measurement::table).values(&rows).execute(backend))?;
                rows.clear();
            }
        }
    }
    on_each_backend!(&mut **tx, backend => diesel::insert_into(measurement::table).values(&rows).execute(backend))?;
    Ok(counts)
}

/// The value after some of the months: `pace` per cent of the way a straight line would have come, with a little noise,
/// never past the target and rounded to a tenth.
fn value(gain: &super::gains::Gain, month: i32, pace: i64, chance: &mut Chance) -> Decimal {
    /// From the first day of the plan to the last.
    const WHOLE_WAY: i64 = 72;
    let way = gain.target - gain.baseline;
    let part = i64::from(month + 2) * (pace + chance.between(-4, 4));
    let tenths = gain.baseline * 10 + way * 10 * part.clamp(0, WHOLE_WAY * 100) / (WHOLE_WAY * 100);
    Decimal::from_micros(tenths * 100_000)
}

/// The file that the measurements came in.
pub fn remember_file(tx: &mut Tx<'_>, plan: &Plan, id: ImportId, name: &str, sha256: &str, rows: u64) -> Outcome<()> {
    let now = tx.now();
    diesel::insert_into(import_file::table)
        .values((
            import_file::id.eq(id),
            import_file::region_id.eq(plan.region),
            import_file::name.eq(name),
            import_file::sha256.eq(sha256),
            import_file::row_count.eq(i64::try_from(rows).unwrap_or(i64::MAX)),
            import_file::imported_by.eq(plan.coordinator),
            import_file::imported_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Chance that comes again: SplitMix64 over what it is for.
struct Chance(u64);

impl Chance {
    fn of(what_for: &[u64]) -> Self {
        what_for.iter().fold(Self(0x5354_4146), |mut chance, part| Self(chance.next() ^ part))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From one number to another, both included.
    fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = to.abs_diff(from) + 1;
        from + i64::try_from(self.next() % span).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_lies_between_baseline_and_target() {
        let mut chance = Chance::of(&[1, 2, 3]);
        for gain in super::super::gains::GAINS {
            let (low, high) = (gain.baseline.min(gain.target), gain.baseline.max(gain.target));
            for month in 0..FIVE_YEARS {
                let value = value(gain, month, chance.between(60, 118), &mut chance);
                assert!(Decimal::from_whole(low) <= value && value <= Decimal::from_whole(high), "{gain:?} {value}");
            }
        }
    }

    #[test]
    fn chance_comes_again_and_differs() {
        let draw = |what: u64| (0..8).map(|_| Chance::of(&[1, what]).between(0, 1_000_000)).collect::<Vec<_>>();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}
