//! What a region's curve is read from: planned and realised gain by municipality, class and unit, added up in the
//! transaction of each change. The only writer of `planned_bend` and `realised_step`; `rules::gains` says what is added.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::rules::{Bend, BendKey, Month, Point, Step, bends, steps};
use super::store::Promised;
use crate::clock::Day;
use crate::db::schema::{planned_bend, realised_step};
use crate::db::{AnyConn, on_each_backend};
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

/// What is added up with what: never another class, never another unit (method section 6, *classes*).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Group {
    /// The benefit's class.
    pub class: String,
    /// The indicator's unit.
    pub unit: String,
}

/// Sums in the making, or the difference that a change makes to them. Kept in order, so that two writers who touch the
/// same rows take them in the same order and never wait for each other in a ring.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Sums {
    /// By region, group, bend and municipality.
    pub planned: BTreeMap<(RegionId, Group, BendKey, MunicipalityId), Bend>,
    /// By region, group, month and municipality.
    pub realised: BTreeMap<(RegionId, Group, Month, MunicipalityId), Step>,
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
            let key = (promised.region_id, promised.group.clone(), key, promised.municipality_id);
            let sum = self.planned.entry(key).or_default();
            *sum = add(*sum, bend);
        }
    }

    fn realised(&mut self, promised: &Promised, measurements: &[Point], add: fn(Step, Step) -> Step) {
        for (month, step) in steps(&promised.followed.promise, measurements) {
            let key = (promised.region_id, promised.group.clone(), month, promised.municipality_id);
            let sum = self.realised.entry(key).or_default();
            *sum = add(*sum, step);
        }
    }

    /// Adds these to what is kept.
    pub fn write(self, conn: &mut AnyConn) -> Outcome<()> {
        let Self { planned, realised } = self.without_nothing();
        for ((region, group, (on, span), municipality), bend) in planned {
            let (constant, per_day) = (Wide::of(bend.constant), Wide::of(bend.per_day));
            on_each_backend!(conn, backend => diesel::insert_into(planned_bend::table)
                .values((
                    planned_bend::region_id.eq(region),
                    planned_bend::class.eq(&group.class),
                    planned_bend::unit.eq(&group.unit),
                    planned_bend::on_day.eq(on),
                    planned_bend::span.eq(span),
                    planned_bend::municipality_id.eq(municipality),
                    planned_bend::constant_high.eq(constant.high),
                    planned_bend::constant_low.eq(constant.low),
                    planned_bend::per_day_high.eq(per_day.high),
                    planned_bend::per_day_low.eq(per_day.low),
                    planned_bend::promised.eq(bend.promised),
                ))
                .on_conflict((
                    planned_bend::region_id,
                    planned_bend::class,
                    planned_bend::unit,
                    planned_bend::on_day,
                    planned_bend::span,
                    planned_bend::municipality_id,
                ))
                .do_update()
                .set((
                    planned_bend::constant_high.eq(planned_bend::constant_high + constant.high),
                    planned_bend::constant_low.eq(planned_bend::constant_low + constant.low),
                    planned_bend::per_day_high.eq(planned_bend::per_day_high + per_day.high),
                    planned_bend::per_day_low.eq(planned_bend::per_day_low + per_day.low),
                    planned_bend::promised.eq(planned_bend::promised + bend.promised),
                ))
                .execute(backend))?;
        }
        for ((region, group, month, municipality), step) in realised {
            let realised = Wide::of(step.realised);
            on_each_backend!(conn, backend => diesel::insert_into(realised_step::table)
                .values((
                    realised_step::region_id.eq(region),
                    realised_step::class.eq(&group.class),
                    realised_step::unit.eq(&group.unit),
                    realised_step::month_end.eq(month.last_day()),
                    realised_step::municipality_id.eq(municipality),
                    realised_step::realised_high.eq(realised.high),
                    realised_step::realised_low.eq(realised.low),
                    realised_step::measured.eq(step.measured),
                ))
                .on_conflict((
                    realised_step::region_id,
                    realised_step::class,
                    realised_step::unit,
                    realised_step::month_end,
                    realised_step::municipality_id,
                ))
                .do_update()
                .set((
                    realised_step::realised_high.eq(realised_step::realised_high + realised.high),
                    realised_step::realised_low.eq(realised_step::realised_low + realised.low),
                    realised_step::measured.eq(realised_step::measured + step.measured),
                ))
                .execute(backend))?;
        }
        Ok(())
    }
}

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

/// What is kept of a region's plans, over the municipalities that may be seen, in order of group, day and span.
pub fn planned(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
) -> Outcome<Vec<(Group, BendKey, MunicipalityId, Bend)>> {
    type Row = ((String, String, Day, i64, MunicipalityId), (i64, i64, i64, i64, i64));
    let mut query = planned_bend::table.filter(planned_bend::region_id.eq(region)).into_boxed();
    if let VisibleFigures::Of(list) = visible {
        query = query.filter(planned_bend::municipality_id.eq_any(list.clone()));
    }
    let rows: Vec<Row> = query
        .order((planned_bend::class, planned_bend::unit, planned_bend::on_day, planned_bend::span))
        .select((
            (
                planned_bend::class,
                planned_bend::unit,
                planned_bend::on_day,
                planned_bend::span,
                planned_bend::municipality_id,
            ),
            (
                planned_bend::constant_high,
                planned_bend::constant_low,
                planned_bend::per_day_high,
                planned_bend::per_day_low,
                planned_bend::promised,
            ),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|((class, unit, on, span, municipality), (constant_high, constant_low, day_high, day_low, promised))| {
            let bend = Bend {
                constant: Wide { high: constant_high, low: constant_low }.number(),
                per_day: Wide { high: day_high, low: day_low }.number(),
                promised,
            };
            (Group { class, unit }, (on, span), municipality, bend)
        })
        .collect())
}

/// What is kept of a region's measurements until a month, over the municipalities that may be seen, added up, in order
/// of group and month.
pub fn realised(
    conn: &mut AnyConn,
    region: RegionId,
    visible: &VisibleFigures,
    to: Month,
) -> Outcome<Vec<(Group, Month, Step)>> {
    use diesel::sql_types::BigInt;
    type Row = (String, String, Day, i64, i64, i64);
    let query = realised_step::table
        .filter(realised_step::region_id.eq(region))
        .filter(realised_step::month_end.le(to.last_day()))
        .group_by((realised_step::class, realised_step::unit, realised_step::month_end))
        .order((realised_step::class, realised_step::unit, realised_step::month_end))
        .select((
            realised_step::class,
            realised_step::unit,
            realised_step::month_end,
            diesel::dsl::sql::<BigInt>("CAST(SUM(realised_high) AS BIGINT)"),
            diesel::dsl::sql::<BigInt>("CAST(SUM(realised_low) AS BIGINT)"),
            diesel::dsl::sql::<BigInt>("CAST(SUM(measured) AS BIGINT)"),
        ));
    let rows: Vec<Row> = match visible {
        VisibleFigures::All => query.load(conn)?,
        VisibleFigures::Of(list) => query.filter(realised_step::municipality_id.eq_any(list.clone())).load(conn)?,
    };
    Ok(rows
        .into_iter()
        .map(|(class, unit, on, high, low, measured)| {
            let step = Step { realised: Wide { high, low }.number(), measured };
            (Group { class, unit }, Month::of(on), step)
        })
        .collect())
}

/// Everything that is kept for a region.
pub fn kept(conn: &mut AnyConn, region: RegionId) -> Outcome<Sums> {
    let mut sums = Sums::default();
    for (group, key, municipality, bend) in planned(conn, region, &VisibleFigures::All)? {
        sums.planned.insert((region, group, key, municipality), bend);
    }
    let steps: Vec<(String, String, Day, MunicipalityId, i64, i64, i64)> = realised_step::table
        .filter(realised_step::region_id.eq(region))
        .select((
            realised_step::class,
            realised_step::unit,
            realised_step::month_end,
            realised_step::municipality_id,
            realised_step::realised_high,
            realised_step::realised_low,
            realised_step::measured,
        ))
        .load(conn)?;
    for (class, unit, on, municipality, high, low, measured) in steps {
        let step = Step { realised: Wide { high, low }.number(), measured };
        sums.realised.insert((region, Group { class, unit }, Month::of(on), municipality), step);
    }
    Ok(sums.without_nothing())
}
