//! When somebody is reminded of what. Pure.

use crate::clock::Day;
use crate::dashboards::rules::Duty;
use crate::ids::PersonId;

/// Days after the due date from which one is reminded of one's own duty again.
const LATE: i64 = 7;

/// How a region reminds: its settings, in days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    /// So long before the due date it is soon.
    pub soon: i64,
    /// So long after it the executive hears of what others should have done; 0 for never.
    pub led: i64,
    /// So long after it the region's coordinators hear of it; 0 for never.
    pub followed: i64,
}

crate::db::types::words! {
    /// How near a due date is. For each matter and due date a person hears of each mark once.
    Mark {
        /// Within the days that the region reminds ahead.
        Soon = "soon",
        /// Today, or a little while ago.
        Due = "due",
        /// A week ago or more, or so long that others are told: the last time that one is reminded.
        Overdue = "overdue",
        /// The region asked for it by hand; once a week at most.
        Nudged = "nudged",
    }
}

/// For so many days nobody is nudged again about the same measurement.
pub const NUDGE_REST: i64 = 7;

/// Somebody who measures in a municipality.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measurer {
    /// Who.
    pub person: PersonId,
    /// They lead those who measure, and do not do it themselves.
    pub leads: bool,
}

/// Whether a nudge sent now reaches somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// It does.
    Now,
    /// They were nudged about the same on this day, which is less than [`NUDGE_REST`] days ago.
    NudgedOn(Day),
    /// They want no reminders by mail.
    Unwanted,
    /// They were invited, and have not come yet.
    Invited,
}

/// Those for whom an overdue measurement waits: its owner, while they measure there; otherwise everybody who does; and who
/// leads them only where nobody else is left.
pub fn reached(owner: Option<PersonId>, measurers: &[Measurer]) -> Vec<PersonId> {
    let only = |wanted: &dyn Fn(&Measurer) -> bool| -> Vec<PersonId> {
        measurers.iter().filter(|one| wanted(one)).map(|one| one.person).collect()
    };
    [only(&|one| Some(one.person) == owner), only(&|one| !one.leads)]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_else(|| only(&|_| true))
}

/// The mark that counts on a day; none for what is further ahead, or none of one's business yet. Whoever was not
/// reminded in time, as the program stood still, hears of the newest mark alone.
pub fn mark(duty: Duty, due: Day, today: Day, pace: Pace) -> Option<Mark> {
    let left = today.days_until(due);
    let told_after = |days: i64| (days > 0 && left <= -days).then_some(Mark::Overdue);
    match duty {
        Duty::Led => told_after(pace.led),
        Duty::Followed => told_after(pace.followed),
        Duty::Own if left > pace.soon => None,
        Duty::Own if left > 0 => Some(Mark::Soon),
        Duty::Own if left > -LATE => Some(Mark::Due),
        Duty::Own => Some(Mark::Overdue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { soon: 3, led: 14, followed: 28 };

    fn told(duty: Duty, pace: Pace, on: &str) -> Option<Mark> {
        let day = |text: &str| Day::parse(text).expect("a day");
        mark(duty, day("2026-03-10"), day(on), pace)
    }

    #[test]
    fn one_is_reminded_shortly_before_on_the_day_and_a_week_later() {
        let on = |text: &str| told(Duty::Own, PACE, text);
        assert_eq!(on("2026-03-06"), None);
        assert_eq!(on("2026-03-07"), Some(Mark::Soon));
        assert_eq!(on("2026-03-09"), Some(Mark::Soon));
        assert_eq!(on("2026-03-10"), Some(Mark::Due));
        assert_eq!(on("2026-03-16"), Some(Mark::Due));
        assert_eq!(on("2026-03-17"), Some(Mark::Overdue));
        assert_eq!(on("2027-03-17"), Some(Mark::Overdue));
        assert_eq!(told(Duty::Own, Pace { soon: 10, ..PACE }, "2026-02-28"), Some(Mark::Soon));
        assert_eq!(told(Duty::Own, Pace { soon: 0, ..PACE }, "2026-03-09"), None);
    }

    #[test]
    fn a_nudge_goes_to_the_owner_or_to_those_who_measure_and_to_the_leader_last() {
        let person = PersonId::from_number;
        let one = |id, leads| Measurer { person: person(id), leads };
        let all = [one(1, true), one(2, false), one(3, false)];
        assert_eq!(reached(Some(person(2)), &all), [person(2)]);
        assert_eq!(reached(Some(person(1)), &all), [person(1)], "a leader who owns it is asked as its owner");
        assert_eq!(reached(None, &all), [person(2), person(3)]);
        assert_eq!(
            reached(Some(person(9)), &all),
            [person(2), person(3)],
            "the owner does not measure there any longer"
        );
        assert_eq!(reached(None, &all[..1]), [person(1)]);
        assert_eq!(reached(Some(person(2)), &[]), []);
    }

    #[test]
    fn leaders_hear_of_what_others_should_have_done_when_the_region_says_so() {
        assert_eq!(told(Duty::Led, PACE, "2026-03-10"), None, "not on the day");
        assert_eq!(told(Duty::Led, PACE, "2026-03-23"), None);
        assert_eq!(told(Duty::Led, PACE, "2026-03-24"), Some(Mark::Overdue));
        assert_eq!(told(Duty::Followed, PACE, "2026-04-06"), None);
        assert_eq!(told(Duty::Followed, PACE, "2026-04-07"), Some(Mark::Overdue));
        let never = Pace { led: 0, followed: 0, ..PACE };
        assert_eq!(told(Duty::Led, never, "2027-03-10"), None);
        assert_eq!(told(Duty::Followed, never, "2027-03-10"), None);
    }
}
