//! A curve until today, and where it is heading.

use super::{CurveBlock, CurvePoint, Month};
use crate::clock::Day;
use crate::decimal::{Decimal, Figure};
use crate::measurements::rules::{Forecast, Point, forecast};

/// How many months can be looked at; the first is what is shown unless another is asked for.
pub const SPANS: [i32; 3] = [12, 36, 60];

/// How many months a curve is carried on.
pub const MONTHS_AHEAD: i32 = 6;

/// Of how many finished months, at most, the trend is found: those of a year that ends with the running month.
const MOST_MONTHS: usize = 11;

/// The curve of one class and unit until the running month, the plan for the months after it, and the trend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Until the running month, that one included.
    pub block: CurveBlock,
    /// The plan of the months after it.
    pub ahead: Vec<CurvePoint>,
    /// The newest day anything in it was measured for. After its month the sum only stands as it stood.
    pub measured_on: Option<Day>,
    /// Where the sum is heading; none where there is too little to tell from.
    pub heading: Option<Heading>,
}

impl Course {
    /// What was realised, where something was measured: from the first measurement until the month of the newest.
    pub fn measured(&self, point: &CurvePoint) -> Option<Figure> {
        let newest = Month::of(self.measured_on?);
        point.measured().filter(|_| point.month <= newest)
    }
}

/// The trend of a sum, carried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The last finished month: the line begins with its sum.
    pub from: CurvePoint,
    /// The trend on that month's last day, with the band there.
    pub begins: Forecast,
    /// The trend on the last day of the last month ahead.
    pub ends: Forecast,
}

/// A curve that reaches past the running month, parted there, with its trend (method section 6, *forecast*).
///
/// Only finished months count, as the running one's measurements are still to come; none after the newest measurement, as
/// a sum that nobody measures stands still; and only the last ones in which as many commitments were measured: a sum also
/// grows when more municipalities begin to measure, and that is no trend of the gain. Fewer than three such months have
/// none.
pub fn course(mut block: CurveBlock, now: Month, measured_on: Option<Day>) -> Course {
    let ahead = block.points.split_off(block.points.partition_point(|point| point.month <= now));
    let heading =
        measured_on.and_then(|newest| heading(&block.points, ahead.last(), now.minus(1).min(Month::of(newest))));
    Course { block, ahead, measured_on, heading }
}

fn heading(points: &[CurvePoint], end: Option<&CurvePoint>, until: Month) -> Option<Heading> {
    let finished = &points[..points.partition_point(|point| point.month <= until)];
    let from = *finished.last().filter(|last| last.coverage > Decimal::ZERO)?;
    let alike = finished.iter().rev().take_while(|point| point.coverage == from.coverage).take(MOST_MONTHS).count();
    let sums: Option<Vec<Point>> = finished[finished.len() - alike..]
        .iter()
        .map(|point| Some(Point { on: point.month.last_day(), value: point.realised.to_decimal()? }))
        .collect();
    let sums = sums?;
    Some(Heading {
        from,
        begins: forecast(&sums, from.month.last_day())?,
        ends: forecast(&sums, end?.month.last_day())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Figure;

    fn month(text: &str) -> Month {
        Month::parse(text).expect(text)
    }

    /// A block from January 2026 on, of sums in whole units and the measured of ten.
    fn block(months: &[(i64, i64)]) -> CurveBlock {
        let points =
            month("2026-01").through(month("2030-12")).zip(months).map(|(month, (realised, measured))| CurvePoint {
                month,
                planned: Figure::from_micros(1_000_000),
                realised: Figure::from_micros(i128::from(*realised) * 1_000_000),
                rate: None,
                coverage: Decimal::from_micros(measured * 100_000),
            });
        CurveBlock { class: "time_reused".into(), unit: "timer".into(), points: points.collect() }
    }

    fn ends(months: &[(i64, i64)], now: &str) -> Option<(String, usize)> {
        ends_when_measured(months, now, &format!("{now}-01"))
    }

    fn ends_when_measured(months: &[(i64, i64)], now: &str, newest: &str) -> Option<(String, usize)> {
        let heading = course(block(months), month(now), Day::parse(newest)).heading?;
        Some((heading.ends.value.to_string(), heading.ends.points))
    }

    #[test]
    fn the_running_month_is_the_last_that_is_shown_and_the_plan_goes_on() {
        let parted = course(block(&[(1, 5), (2, 5), (3, 5), (4, 5)]), month("2026-03"), None);
        assert_eq!(parted.block.points.len(), 3);
        assert_eq!(parted.ahead.iter().map(|point| point.month.to_string()).collect::<Vec<_>>(), ["2026-04"]);
    }

    #[test]
    fn the_trend_is_that_of_finished_months() {
        // Thirty-one days a month would be even; the days decide. The running April, where nothing new is in, is not used.
        let sums = [(31, 5), (59, 5), (90, 5), (90, 5), (90, 5)];
        assert_eq!(ends(&sums, "2026-04"), Some(("151".to_owned(), 3)), "one a day from 1 January: 31 May is day 151");
    }

    #[test]
    fn months_before_more_began_to_measure_are_no_part_of_the_trend() {
        let sums = [(10, 1), (10, 1), (100, 5), (100, 5), (100, 5), (100, 5), (100, 5)];
        assert_eq!(ends(&sums, "2026-06"), Some(("100".to_owned(), 3)));
        assert_eq!(ends(&sums, "2026-05"), None, "two months are no trend");
    }

    #[test]
    fn a_sum_that_nobody_measures_any_longer_is_no_trend() {
        let sums = [(31, 5), (59, 5), (90, 5), (90, 5), (90, 5), (90, 5), (90, 5), (90, 5)];
        assert_eq!(ends_when_measured(&sums, "2026-07", "2026-03-31"), Some(("243".to_owned(), 3)), "one a day still");
        let course = course(block(&sums), month("2026-07"), Day::parse("2026-03-31"));
        let drawn: Vec<bool> = course.block.points.iter().map(|point| course.measured(point).is_some()).collect();
        assert_eq!(drawn, [true, true, true, false, false, false, false]);
    }

    #[test]
    fn nothing_measured_or_nothing_ahead_is_no_trend() {
        assert_eq!(ends(&[(0, 0), (0, 0), (0, 0), (0, 0), (0, 0)], "2026-05"), None);
        assert_eq!(ends(&[(1, 1), (2, 1), (3, 1), (4, 1)], "2026-04"), None, "no month ahead was asked for");
    }

    #[test]
    fn old_months_say_nothing() {
        let mut sums = vec![(1_000, 5); 6];
        sums.extend([(50, 5); 11]);
        sums.extend([(50, 5); 2]);
        assert_eq!(ends(&sums, "2027-06"), Some(("50".to_owned(), 11)));
    }
}
