//! One cell of the region's matrix: a project in a municipality on a day.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::latest_by;
use crate::clock::Day;
use crate::measurements::rules::{Calendar, Point, Promise, is_overdue, on_plan};

/// One accepted commitment with its calendar and measurements.
#[derive(Clone, Copy, Debug)]
pub struct CellSeries<'a> {
    /// What was promised.
    pub promise: &'a Promise,
    /// When it is to be measured.
    pub calendar: &'a Calendar,
    /// Current versions of the measurements that may be shown, in order of day; later ones than the day asked about are
    /// passed over.
    pub measurements: &'a [Point],
    /// The day of the latest measurement by the day asked about, shown or not: it is what answers a due date.
    pub answered_on: Option<Day>,
}

/// Counts of commitments (contract, `regionMatrix`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// With a measurement of any kind by the day.
    pub measured: u32,
    /// All that were given: accepted, with conditions and later too.
    pub accepted: u32,
    /// Of the measured, those whose latest value was on plan on its own day.
    pub on_plan: u32,
    /// Those that missed a due date, measured or not.
    pub overdue: u32,
}

impl Cell {
    /// Cells put together.
    pub fn sum(cells: impl Iterator<Item = Cell>) -> Cell {
        cells.fold(Cell::default(), |sum, one| Cell {
            measured: sum.measured + one.measured,
            accepted: sum.accepted + one.accepted,
            on_plan: sum.on_plan + one.on_plan,
            overdue: sum.overdue + one.overdue,
        })
    }
}

/// Counts a cell from the accepted commitments of a project in a municipality, as they stood on a day.
/// Held promises count like the others, judged by tolerance.
pub fn cell<'a>(series: impl IntoIterator<Item = CellSeries<'a>>, on: Day) -> Cell {
    let mut cell = Cell::default();
    for one in series {
        let latest = latest_by(one.measurements, on);
        let in_time = latest.is_some_and(|point| on_plan(one.promise, point.on, point.value));
        let answered_on = latest.map(|point| point.on).max(one.answered_on);
        let late = is_overdue(one.calendar, answered_on, on);
        cell.accepted += 1;
        cell.measured += u32::from(latest.is_some());
        cell.on_plan += u32::from(in_time);
        cell.overdue += u32::from(late);
    }
    cell
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::measurements::rules::Frequency;
    use crate::measurements::rules::examples::{day, every, in_campaigns, point, promise};

    static MONTHLY: LazyLock<Calendar> = LazyLock::new(|| every("2026-03-01", Frequency::Month));

    fn monthly<'a>(promise: &'a Promise, measurements: &'a [Point]) -> CellSeries<'a> {
        CellSeries { promise, calendar: &MONTHLY, measurements, answered_on: None }
    }

    fn counted(series: &[CellSeries<'_>], on: &str) -> [u32; 4] {
        let Cell { measured, accepted, on_plan, overdue } = cell(series.iter().copied(), day(on));
        [measured, accepted, on_plan, overdue]
    }

    #[test]
    fn a_commitment_without_a_measurement_is_counted_and_never_on_plan() {
        let promise = promise("0", "50");
        let series = [monthly(&promise, &[])];
        assert_eq!(counted(&series, "2026-02-28"), [0, 1, 0, 0]);
        assert_eq!(counted(&series, "2026-03-01"), [0, 1, 0, 1]);
        assert_eq!(counted(&[], "2026-03-01"), [0, 0, 0, 0]);
    }

    #[test]
    fn a_measured_zero_is_measured() {
        let (rising, falling) = (promise("0", "50"), promise("40", "0"));
        let zero = [point("2026-03-10", "0")];
        assert_eq!(counted(&[monthly(&rising, &zero), monthly(&falling, &zero)], "2026-03-31"), [2, 2, 1, 0]);
    }

    #[test]
    fn a_value_is_judged_by_the_plan_of_its_own_day() {
        let promise = promise("0", "365");
        let measured = [point("2026-03-02", "60")];
        // On plan when it was measured; that the plan has gone on since makes it late, not off plan.
        assert_eq!(counted(&[monthly(&promise, &measured)], "2026-04-01"), [1, 1, 1, 0]);
        assert_eq!(counted(&[monthly(&promise, &measured)], "2026-05-01"), [1, 1, 1, 1]);
    }

    #[test]
    fn a_past_day_is_shown_as_it_stood() {
        let promise = promise("80", "100");
        let measured = [point("2026-03-02", "90"), point("2026-06-01", "80")];
        let series = [monthly(&promise, &measured)];
        assert_eq!(counted(&series, "2026-03-01"), [0, 1, 0, 1]);
        assert_eq!(counted(&series, "2026-03-02"), [1, 1, 1, 0]);
        assert_eq!(counted(&series, "2026-06-01"), [1, 1, 0, 0]);
    }

    #[test]
    fn too_few_answers_answer_the_due_date_and_are_not_counted_as_measured() {
        let promise = promise("0", "50");
        let series = [CellSeries { answered_on: Some(day("2026-03-10")), ..monthly(&promise, &[]) }];
        assert_eq!(counted(&series, "2026-03-31"), [0, 1, 0, 0]);
        assert_eq!(counted(&series, "2026-05-01"), [0, 1, 0, 1]);
    }

    #[test]
    fn campaigns_are_overdue_by_the_same_sentence() {
        let promise = promise("0", "50");
        let calendar = in_campaigns("2026-03-31", &["2026-10-31"]);
        let measured = [point("2026-03-31", "40")];
        let series = [CellSeries { calendar: &calendar, ..monthly(&promise, &measured) }];
        assert_eq!(counted(&series, "2026-10-30")[3], 0);
        assert_eq!(counted(&series, "2026-10-31")[3], 1);
    }

    #[test]
    fn what_is_held_is_counted_by_tolerance() {
        let held = promise("50", "50");
        let (near, far) = ([point("2026-03-02", "54")], [point("2026-03-02", "60")]);
        assert_eq!(counted(&[monthly(&held, &near), monthly(&held, &far)], "2026-03-02"), [2, 2, 1, 0]);
    }
}
