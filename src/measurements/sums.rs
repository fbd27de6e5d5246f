//! What a region's curve is read from: planned and realised gain by municipality, class and unit, added up in the
//! transaction of each change. The only writer of `planned_bend` and `realised_step`; `rules::gains` says what is added.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::rules::{Bend, BendKey, Month, Point, Step, bends, steps};
use super::store::Promised;
use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{planned_bend, realised_step};
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

macro_rules! add_bends {
    ($values:expr) => {
        diesel::insert_into(planned_bend::table)
            .values($values)
            .on_conflict((
                planned_bend::region_id,
                planned_bend::municipality_id,
                planned_bend::class,
                planned_bend::unit,
                planned_bend::on_day,
                planned_bend::span,
            ))
            .do_update()
            .set((
                planned_bend::constant_high.eq(planned_bend::constant_high + excluded(planned_bend::constant_high)),
                planned_bend::constant_low.eq(planned_bend::constant_low + excluded(planned_bend::constant_low)),
                planned_bend::per_day_high.eq(planned_bend::per_day_high + excluded(planned_bend::per_day_high)),
                planned_bend::per_day_low.eq(planned_bend::per_day_low + excluded(planned_bend::per_day_low)),
                planned_bend::promised.eq(planned_bend::promised + excluded(planned_bend::promised)),
            ))
    };
}

macro_rules! add_steps {
    ($values:expr) => {
        diesel::insert_into(realised_step::table)
            .values($values)
            .on_conflict((
                realised_step::region_id,
                realised_step::municipality_id,
                realised_step::class,
                realised_step::unit,
                realised_step::month_end,
            ))
            .do_update()
            .set((
                realised_step::realised_high.eq(realised_step::realised_high + excluded(realised_step::realised_high)),
                realised_step::realised_low.eq(realised_step::realised_low + excluded(realised_step::realised_low)),
                realised_step::measured.eq(realised_step::measured + excluded(realised_step::measured)),
            ))
    };
}

/// What is added up with what: never another class, never another unit (method section 6, *classes*).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Group {
    /// The benefit's class.
    pub class: String,
    /// The indicator's unit.
    pub unit: String,
}

impl Group {
    /// Of a benefit and an indicator. A benefit that nobody has classified is by itself.
    pub fn of(class: Option<Class>, unit: String) -> Self {
        Self { class: class.map_or("unclassified", Class::as_str).to_owned(), unit }
    }
}

/// Where the sums of a whole region stand: those of everybody together are asked for most.
const EVERYBODY: MunicipalityId = MunicipalityId::from_number(0);

/// Sums in the making, or the difference that a change makes to them. Kept in order, so that two writers who touch the
/// same rows take them in the same order and never wait for each other in a ring.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Sums {
    /// By region, municipality, group and bend.
    pub planned: BTreeMap<(RegionId, MunicipalityId, Group, BendKey), Bend>,
    /// By region, municipality, group and month.
    pub realised: BTreeMap<(RegionId, MunicipalityId, Group, Month), Step>,
}

impl Sums {
    /// A commitment is followed from now on, with what was measured of it before.
    pub fn add(&mut self, promised: &Promised, measurements: &[Point]) {
        self.planned(promised, Bend::plus);
        self.realised(promised, measurements, Step::plus);
    }

    /// A commitment is followed no longer.
    pub fn take_away(&mut self, promised: &Promised, measurements: &[Point]) {
        self.planned(promised, |sum, bend| sum.plus(bend.negated()));
        self.realised(promised, measurements, |sum, step| sum.plus(step.negated()));
    }

    /// A followed commitment has other measurements than before. Both lists in order of day; what both begin with may be
    /// left out but for its last point.
    pub fn remeasured(&mut self, promised: &Promised, before: &[Point], after: &[Point]) {
        self.realised(promised, before, |sum, step| sum.plus(step.negated()));
        self.realised(promised, after, Step::plus);
    }

    /// Leaves out what is nothing.
    #[must_use]
    pub fn without_nothing(mut self) -> Self {
        self.planned.retain(|_, bend| *bend != Bend::default());
        self.realised.retain(|_, step| *step != Step::default());
        self
    }

    fn planned(&mut self, promised: &Promised, add: fn(Bend, Bend) -> Bend) {
        for (key, bend) in bends(&promised.followed.promise) {
            for municipality in [EVERYBODY, promised.municipality_id] {
                let sum =
                    self.planned.entry((promised.region_id, municipality, promised.group.clone(), key)).or_default();
                *sum = add(*sum, bend);
            }
        }
    }

    fn realised(&mut self, promised: &Promised, measurements: &[Point], add: fn(Step, Step) -> Step) {
        for (month, step) in steps(&promised.followed.promise, measurements) {
            for municipality in [EVERYBODY, promised.municipality_id] {
                let sum =
                    self.realised.entry((promised.region_id, municipality, promised.group.clone(), month)).or_default();
                *sum = add(*sum, step);
            }
        }
    }

    /// Adds these to what is kept.
    pub fn write(self, conn: &mut AnyConn) -> Outcome<()> {
        let Self { planned, realised } = self.without_nothing();
        let bends: Vec<_> = planned
            .iter()
            .map(|((region, municipality, group, (on, span)), bend)| {
                let (constant, per_day) = (Wide::of(bend.constant), Wide::of(bend.per_day));
                (
                    planned_bend::region_id.eq(*region),
                    planned_bend::municipality_id.eq(*municipality),
                    planned_bend::class.eq(group.class.as_str()),
                    planned_bend::unit.eq(group.unit.as_str()),
                    planned_bend::on_day.eq(*on),
                    planned_bend::span.eq(*span),
                    planned_bend::constant_high.eq(constant.high),
                    planned_bend::constant_low.eq(constant.low),
                    planned_bend::per_day_high.eq(per_day.high),
                    planned_bend::per_day_low.eq(per_day.low),
                    planned_bend::promised.eq(bend.promised),
                )
            })
            .collect();
        let steps: Vec<_> = realised
            .iter()
            .map(|((region, municipality, group, month), step)| {
                let realised = Wide::of(step.realised);
                (
                    realised_step::region_id.eq(*region),
                    realised_step::municipality_id.eq(*municipality),
                    realised_step::class.eq(group.class.as_str()),
                    realised_step::unit.eq(group.unit.as_str()),
                    realised_step::month_end.eq(month.last_day()),
                    realised_step::realised_high.eq(realised.high),
                    realised_step::realised_low.eq(realised.low),
                    realised_step::measured.eq(step.measured),
                )
            })
            .collect();
        match conn {
            // Statements cost next to nothing here, and several rows at once cannot be added to what is there.
            AnyConn::Sqlite(sqlite) => {
                for bend in &bends {
                    add_bends!(bend).execute(sqlite)?;
                }
                for step in &steps {
                    add_steps!(step).execute(sqlite)?;
                }
            }
            AnyConn::Postgres(pg) => {
                for some in bends.chunks(AT_ONCE) {
                    add_bends!(some).execute(pg)?;
                }
                for some in steps.chunks(AT_ONCE) {
                    add_steps!(some).execute(pg)?;
                }
            }
        }
        Ok(())
    }
}

/// Rows in one statement.
const AT_ONCE: usize = 1_000;

/// A whole number of 128 bits in two columns of 64, as high · 10^12 + low. The columns are added up each by itself, so
/// low may be outside 0 to 10^12 in a row; nine million of the largest changes fit.
#[derive(Clone, Copy)]
struct Wide {
    high: i64,
    low: i64,
}

impl Wide {
    const BASE: i128 = 1_000_000_000_000;

    fn of(number: i128) -> Self {
        let fits = "a value of 64 bits times a number of days, over 10^12, is far inside 64 bits";
        Self {
            high: i64::try_from(number.div_euclid(Self::BASE)).expect(fits),
            low: i64::try_from(number.rem_euclid(Self::BASE)).expect("a remainder of 10^12"),
        }
    }

    fn number(self) -> i128 {
        i128::from(self.high) * Self::BASE + i128::from(self.low)
    }
}

type BendRow = ((MunicipalityId, String, String, Day, i64), (i64, i64, i64, i64, i64));

fn bend_of(row: BendRow) -> (MunicipalityId, Group, BendKey, Bend) {
    let ((municipality, class, unit, on, span), (constant_high, constant_low, day_high, day_low, promised)) = row;
    let bend = Bend {
        constant: Wide { high: constant_high, low: constant_low }.number(),
        per_day: Wide { high: day_high, low: day_low }.number(),
        promised,
    };
    (municipality, Group { class, unit }, (on, span), bend)
}

type StepRow = (MunicipalityId, String, String, Day, (i64, i64, i64));

fn step_of(row: StepRow) -> (MunicipalityId, Group, Month, Step) {
    let (municipality, class, unit, on, (high, low, measured)) = row;
    let step = Step { realised: Wide { high, low }.number(), measured };
    (municipality, Group { class, unit }, Month::of(on), step)
}

/// Whose rows add up to what may be seen.
fn rows_for(visible: &VisibleFigures) -> Vec<MunicipalityId> {
    match visible {
        VisibleFigures::All => vec![EVERYBODY],
        VisibleFigures::Of(list) => list.clone(),
    }
}

macro_rules! bend_columns {
    () => {
        (
            (
                planned_bend::municipality_id,
                planned_bend::class,
                planned_bend::unit,
                planned_bend::on_day,
                planned_bend::span,
            ),
            (
                planned_bend::constant_high,
                planned_bend::constant_low,
                planned_bend::per_day_high,
                planned_bend::per_day_low,
                planned_bend::promised,
            ),
        )
    };
}

macro_rules! step_columns {
    () => {
        (
            realised_step::municipality_id,
            realised_step::class,
            realised_step::unit,
            realised_step::month_end,
            (realised_step::realised_high, realised_step::realised_low, realised_step::measured),
        )
    };
}

/// What is kept of a region's plans, over the municipalities that may be seen, in order of day.
pub fn planned(conn: &mut AnyConn, region: RegionId, visible: &VisibleFigures) -> Outcome<Vec<(Group, BendKey, Bend)>> {
    let mut found = Vec::new();
    // One by one, so that the statement stays prepared.
    for municipality in rows_for(visible) {
        let rows: Vec<BendRow> = planned_bend::table
            .filter(planned_bend::region_id.eq(region))
            .filter(planned_bend::municipality_id.eq(municipality))
            .select(bend_columns!())
            .load(conn)?;
        found.extend(rows.into_iter().map(bend_of).map(|(_, group, key, bend)| (group, key, bend)));
    }
    found.sort_by_key(|(_, key, _)| *key);
    Ok(found)
}

/// What is kept of a region's measurements until a month, over the municipalities that may be seen, in order of month.
pub fn realised(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    to: Month,
) -> Outcome<Vec<(Group, Month, Step)>> {
    let mut found = Vec::new();
    for municipality in rows_for(visible) {
        let rows: Vec<StepRow> = realised_step::table
            .filter(realised_step::region_id.eq(region))
            .filter(realised_step::municipality_id.eq(municipality))
            .filter(realised_step::month_end.le(to.last_day()))
            .select(step_columns!())
            .load(conn)?;
        found.extend(rows.into_iter().map(step_of).map(|(_, group, month, step)| (group, month, step)));
    }
    found.sort_by_key(|(_, month, _)| *month);
    Ok(found)
}

/// Everything that is kept for a region.
pub fn kept(conn: &mut AnyConn, region: RegionId) -> Outcome<Sums> {
    let bends: Vec<BendRow> =
        planned_bend::table.filter(planned_bend::region_id.eq(region)).select(bend_columns!()).load(conn)?;
    let steps: Vec<StepRow> =
        realised_step::table.filter(realised_step::region_id.eq(region)).select(step_columns!()).load(conn)?;
    let sums = Sums {
        planned: bends
            .into_iter()
            .map(bend_of)
            .map(|(municipality, group, key, bend)| ((region, municipality, group, key), bend))
            .collect(),
        realised: steps
            .into_iter()
            .map(step_of)
            .map(|(municipality, group, month, step)| ((region, municipality, group, month), step))
            .collect(),
    };
    Ok(sums.without_nothing())
}
