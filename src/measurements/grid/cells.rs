//! What stands in a cell of the grid. Pure.

use super::MeasuredBy;
use crate::clock::Day;
use crate::measurements::rules::{Month, due_in};
use crate::measurements::store::{Measurement, Named, Promised};

/// Months behind the last one that are looked through for columns.
pub const LOOK_BACK: i32 = 60;

/// A benefit in a month.
#[derive(Clone, Debug)]
pub enum Cell {
    /// It was measured, the last time in the month so.
    Measured(Box<Measurement>),
    /// A value for this day is missing.
    Missing(Day),
    /// A value will be due on this day.
    Later(Day),
    /// Nothing is asked for.
    Nothing,
}

/// What stands in a cell. `measured` is in order of day.
pub fn cell(promised: &Promised, measured: Option<&Vec<Measurement>>, month: Month, today: Day) -> Cell {
    let within = |row: &&Measurement| Month::of(row.on_day) == month;
    if let Some(row) = measured.and_then(|rows| rows.iter().rev().find(within)) {
        return Cell::Measured(Box::new(row.clone()));
    }
    match due_in(&promised.followed, month) {
        Some(day) if day > today => Cell::Later(day),
        Some(day) if day >= promised.followed.promise.baseline.on => Cell::Missing(day),
        _ => Cell::Nothing,
    }
}

/// The first month whose measurements can matter for the last so many columns up to one: further back than the calendars
/// of the benefits need, nothing is read.
pub fn first_needed(named: &[Named], to: Month, most: usize) -> Month {
    let is_due = |month: &Month| named.iter().any(|one| due_in(&one.promised.followed, *month).is_some());
    (0..=LOOK_BACK).map(|back| to.minus(back)).filter(is_due).nth(most).unwrap_or(to.minus(LOOK_BACK))
}

/// The last so many months up to one in which something is due or was measured, oldest first; and whether there are more
/// before them.
pub fn active_months(named: &[Named], measured: &MeasuredBy, to: Month, most: usize) -> (Vec<Month>, bool) {
    let is_active = |month: &Month| {
        named.iter().any(|one| {
            let rows = measured.get(&one.promised.id);
            due_in(&one.promised.followed, *month).is_some()
                || rows.is_some_and(|rows| rows.iter().any(|row| Month::of(row.on_day) == *month))
        })
    };
    let mut months: Vec<Month> = (0..=LOOK_BACK).map(|back| to.minus(back)).filter(is_active).take(most + 1).collect();
    let earlier = months.len() > most;
    months.truncate(most);
    months.reverse();
    (months, earlier)
}
