//! Caught in daily operations (fanget i drift): things are due, and nothing has moved for a while. Pure.
//!
//! The signal of the method's section 5 (*ours*): no step moved and no measurement logged for N days while some are due.
//! The municipality hears of it first; the region some time later, so that it can answer with support.

use crate::clock::Day;

/// Days after the municipality's own signal until the region is told.
pub const REGION_WAITS: i64 = 14;

/// A baton that a municipality holds, as far as this rule asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// When it was taken.
    pub since: Day,
    /// When anything was last logged, whichever day it was for.
    pub logged: Option<Day>,
    /// When a change step last moved.
    pub moved: Option<Day>,
    /// Change steps that are due and not done.
    pub steps_due: i64,
    /// Measurements that are overdue.
    pub measurements_due: i64,
}

/// Nothing has moved, though it should have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Idle {
    /// Days since anything moved.
    pub days: i64,
    /// What is due.
    pub due: i64,
    /// Whether the region is told too.
    pub region_knows: bool,
}

/// Whether a held baton is caught in daily operations. `idle_days` is the region's setting.
pub fn idle(held: &Held, idle_days: i64, today: Day) -> Option<Idle> {
    let newest = [Some(held.since), held.logged, held.moved].into_iter().flatten().max()?;
    let (days, due) = (newest.days_until(today), held.steps_due + held.measurements_due);
    (due > 0 && days >= idle_days).then_some(Idle { days, due, region_knows: days >= idle_days + REGION_WAITS })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn nothing_moved_for_thirty_days_while_something_is_due() {
        let held = Held { since: day("2026-01-01"), logged: None, moved: None, steps_due: 1, measurements_due: 2 };
        let on = |held: &Held, text: &str| idle(held, 30, day(text));
        assert_eq!(on(&held, "2026-01-30"), None);
        assert_eq!(on(&held, "2026-01-31"), Some(Idle { days: 30, due: 3, region_knows: false }));
        assert_eq!(on(&held, "2026-02-14").map(|idle| idle.region_knows), Some(true), "two weeks later");
        let measured = Held { logged: Some(day("2026-01-20")), ..held };
        assert_eq!(on(&measured, "2026-02-14"), None, "a figure is a movement");
        let moved = Held { moved: Some(day("2026-01-25")), ..measured };
        assert_eq!(on(&moved, "2026-02-24").map(|idle| idle.days), Some(30));
        assert_eq!(on(&Held { steps_due: 0, measurements_due: 0, ..held }, "2027-01-01"), None, "nothing is due");
    }
}
