//! What stands in a cell of the grid. Pure.

use super::MeasuredBy;
use crate::clock::Day;
use crate::measurements::rules::{Calendar, Month, Period, due_in, period_of};
use crate::measurements::store::{Measurement, Named, Promised};

/// Months behind the last one that are looked through for columns.
pub const LOOK_BACK: i32 = 60;

/// A benefit in a month or a campaign.
#[derive(Clone, Debug)]
pub enum Cell {
    /// It was measured, the last time in the period so.
    Measured(Box<Measurement>),
    /// A value for this day is missing.
    Missing(Day),
    /// A value will be due on this day.
    Later(Day),
    /// Nothing is asked for.
    Nothing,
}

/// What stands in a cell. `measured` is in order of day.
pub fn cell(promised: &Promised, measured: Option<&Vec<Measurement>>, period: &Period, today: Day) -> Cell {
    let calendar = &promised.followed.calendar;
    let within = |row: &&Measurement| holds(period, calendar, row.on_day);
    if let Some(row) = measured.and_then(|rows| rows.iter().rev().find(within)) {
        return Cell::Measured(Box::new(row.clone()));
    }
    let counts = |day: Day| day >= promised.followed.promise.baseline.on;
    match (asked_on(period, calendar), period) {
        // While a campaign is under way there is something to tell every day.
        (Some(day), Period::Campaign(campaign)) if campaign.from <= today && today < day && counts(today) => {
            Cell::Missing(today)
        }
        (Some(day), _) if day > today => Cell::Later(day),
        (Some(day), _) if counts(day) => Cell::Missing(day),
        _ => Cell::Nothing,
    }
}

/// Whether a value of this day stands in this column.
pub fn holds(period: &Period, calendar: &Calendar, day: Day) -> bool {
    match period {
        Period::Month(month) => Month::of(day) == *month,
        other => period_of(calendar, day) == *other,
    }
}

/// The day on which a value is due in a column; of several the last one.
fn asked_on(period: &Period, calendar: &Calendar) -> Option<Day> {
    match period {
        Period::Month(month) => due_in(calendar, *month),
        Period::Campaign(campaign) if campaign.to > calendar.first => Some(campaign.to),
        other => holds(other, calendar, calendar.first).then_some(calendar.first),
    }
}

/// The last so many campaigns of a calendar that have begun by the end of a month, oldest first, before them the first
/// measurement where that is in none; and a month to go on from where there are more.
pub fn campaign_periods(calendar: &Calendar, to: Month, most: usize) -> (Vec<Period>, Option<Month>) {
    let alone = calendar.campaign_of(calendar.first).is_none().then_some(Period::First(calendar.first));
    let begun = calendar.campaigns.iter().filter(|campaign| campaign.from <= to.last_day());
    let mut periods: Vec<Period> = alone.into_iter().chain(begun.cloned().map(Period::Campaign)).collect();
    let left_out = periods.len().saturating_sub(most);
    let earlier = match periods.get(left_out) {
        Some(Period::Campaign(first)) if left_out > 0 => Some(Month::of(first.from).minus(1)),
        _ => None,
    };
    (periods.split_off(left_out), earlier)
}

/// The first month whose measurements can matter for the last so many columns up to one: further back than the calendars
/// of the benefits need, nothing is read.
pub fn first_needed(named: &[Named], parts: &[(Vec<Period>, Vec<Named>)], to: Month, most: usize) -> Month {
    let is_due = |month: &Month| named.iter().any(|one| due_in(&one.promised.followed.calendar, *month).is_some());
    let of_months = || (0..=LOOK_BACK).map(|back| to.minus(back)).filter(is_due).nth(most);
    let of_months = if named.is_empty() { to } else { of_months().unwrap_or(to.minus(LOOK_BACK)) };
    let begins = parts.iter().filter_map(|(periods, named)| match periods.first()? {
        Period::Campaign(campaign) => Some(Month::of(campaign.from)),
        // What comes before every campaign counts from the baseline on.
        _ => named.iter().map(|one| Month::of(one.promised.followed.promise.baseline.on)).min(),
    });
    begins.chain([of_months]).min().unwrap_or(to)
}

/// The last so many months up to one in which something is due or was measured, oldest first; and whether there are more
/// before them.
pub fn active_months(named: &[Named], measured: &MeasuredBy, to: Month, most: usize) -> (Vec<Month>, bool) {
    let is_active = |month: &Month| {
        named.iter().any(|one| {
            let rows = measured.get(&one.promised.id);
            due_in(&one.promised.followed.calendar, *month).is_some()
                || rows.is_some_and(|rows| rows.iter().any(|row| Month::of(row.on_day) == *month))
        })
    };
    let mut months: Vec<Month> = (0..=LOOK_BACK).map(|back| to.minus(back)).filter(is_active).take(most + 1).collect();
    let earlier = months.len() > most;
    months.truncate(most);
    months.reverse();
    (months, earlier)
}
