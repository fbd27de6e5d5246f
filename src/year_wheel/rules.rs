//! What a moment of the year must say, and on which day it falls in a year. Pure.

use crate::clock::Day;
use crate::refusal::{Checks, FieldError, Refusal};

const MOST_TITLE: usize = 200;
const MOST_NOTE: usize = 1_000;
/// Moments in one region's year: more than three a week.
pub const MOST_MOMENTS: usize = 200;

crate::db::types::words! {
    /// What happens then.
    MomentKind {
        /// Something is reported.
        Reporting = "reporting",
        /// A step of the budget.
        Budget = "budget",
        /// Leaders meet.
        Leadership = "leadership_meeting",
        /// A council decides.
        Council = "council",
        /// Something else.
        Other = "other",
    }
}

crate::db::types::words! {
    /// Whose moment it is.
    Audience {
        /// Everybody's.
        All = "all",
        /// The region's own people's.
        Region = "region",
        /// The municipalities'.
        Municipalities = "municipalities",
    }
}

impl Audience {
    /// Whether it is meant for somebody who works for the region, or in one of its municipalities, or both.
    pub const fn includes(self, of_the_region: bool, of_a_municipality: bool) -> bool {
        match self {
            Audience::All => true,
            Audience::Region => of_the_region,
            Audience::Municipalities => of_a_municipality,
        }
    }
}

/// A day that comes back every year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct YearDay {
    /// From 1 to 12.
    pub month: i32,
    /// From 1; 29 February is the last of February in every year.
    pub day: i32,
}

impl YearDay {
    /// How many days its month has at most.
    fn longest(month: i32) -> Option<i32> {
        match month {
            2 => Some(29),
            4 | 6 | 9 | 11 => Some(30),
            1..=12 => Some(31),
            _ => None,
        }
    }

    /// Whether the calendar has it, in leap years at least.
    pub fn exists(self) -> bool {
        Self::longest(self.month).is_some_and(|longest| (1..=longest).contains(&self.day))
    }

    /// Its day in a year; in a year without 29 February, the 28th.
    pub fn in_year(self, year: i32) -> Option<Day> {
        let (month, day) = (u32::try_from(self.month).ok()?, u32::try_from(self.day).ok()?);
        Day::from_ymd(year, month, day).or_else(|| Day::from_ymd(year, month, day.checked_sub(1)?))
    }

    /// The first time it comes on or after a day. `None` at the end of all years.
    pub fn next(self, today: Day) -> Option<Day> {
        let year = today.month_index().div_euclid(12);
        [year, year + 1].into_iter().filter_map(|year| self.in_year(year)).find(|day| *day >= today)
    }

    /// How it repeats itself, as calendars say it (RFC 5545, 3.3.10): 29 February as the last day of February.
    pub fn repeats(self) -> String {
        let day = if (self.month, self.day) == (2, 29) { -1 } else { self.day };
        format!("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={day}", self.month)
    }
}

/// Everything one may write about a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MomentDraft {
    /// What it is called.
    pub title: String,
    /// When.
    pub on: YearDay,
    /// What happens.
    pub kind: MomentKind,
    /// For whom.
    pub audience: Audience,
    /// What one should know.
    pub note: String,
}

impl MomentDraft {
    /// The same, tidied; refused where something is missing or the calendar has no such day.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, MOST_TITLE);
        match YearDay::longest(self.on.month) {
            None => checks.push(FieldError::at("/month", "out_of_range").with("min", 1).with("max", 12)),
            Some(longest) if !self.on.exists() => {
                checks.push(FieldError::at("/day", "out_of_range").with("min", 1).with("max", longest));
            }
            Some(_) => {}
        }
        self.note = checks.optional_text("/note", &self.note, MOST_NOTE);
        checks.done(self)
    }
}

/// A moment of the usual municipal year; its title is the text `year-usual-NAME`.
#[derive(Clone, Copy, Debug)]
pub struct Usual {
    /// The name of its title.
    pub name: &'static str,
    /// When.
    pub on: YearDay,
    /// What happens.
    pub kind: MomentKind,
    /// For whom.
    pub audience: Audience,
}

const fn usual(name: &'static str, month: i32, day: i32, kind: MomentKind, audience: Audience) -> Usual {
    Usual { name, on: YearDay { month, day }, kind, audience }
}

/// The usual municipal year, as somewhere to begin: three tertials, the annual report (due 31 March by the Norwegian local
/// government act, section 14-7) and the budget of the autumn. Every region changes it to its own.
pub const USUAL: &[Usual] = &[
    usual("annual-report", 3, 31, MomentKind::Reporting, Audience::Municipalities),
    usual("first-tertial", 4, 30, MomentKind::Reporting, Audience::All),
    usual("second-tertial", 8, 31, MomentKind::Reporting, Audience::All),
    usual("budget-input", 9, 15, MomentKind::Budget, Audience::All),
    usual("budget-proposal", 11, 1, MomentKind::Budget, Audience::Municipalities),
    usual("budget-decided", 12, 15, MomentKind::Council, Audience::Municipalities),
    usual("third-tertial", 12, 31, MomentKind::Reporting, Audience::All),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn next(month: i32, of_month: i32, today: &str) -> Option<String> {
        YearDay { month, day: of_month }.next(day(today)).map(|day| day.to_string())
    }

    #[test]
    fn a_moment_comes_today_or_later_this_year_or_next_year() {
        assert_eq!(next(4, 30, "2026-04-30").as_deref(), Some("2026-04-30"));
        assert_eq!(next(4, 30, "2026-05-01").as_deref(), Some("2027-04-30"));
        assert_eq!(next(12, 31, "2026-01-01").as_deref(), Some("2026-12-31"));
        assert_eq!(next(1, 1, "9999-01-02"), None);
    }

    #[test]
    fn the_twenty_ninth_of_february_is_the_twenty_eighth_in_other_years() {
        assert_eq!(next(2, 29, "2026-01-01").as_deref(), Some("2026-02-28"));
        assert_eq!(next(2, 29, "2028-02-28").as_deref(), Some("2028-02-29"));
        assert_eq!(next(2, 29, "2026-03-01").as_deref(), Some("2027-02-28"));
        assert_eq!(YearDay { month: 2, day: 29 }.repeats(), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1");
        assert_eq!(YearDay { month: 2, day: 28 }.repeats(), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28");
    }

    #[test]
    fn a_moment_has_a_title_and_a_day_of_the_calendar() {
        let draft = |month, day| MomentDraft {
            title: "Rapport".into(),
            on: YearDay { month, day },
            kind: MomentKind::Reporting,
            audience: Audience::All,
            note: String::new(),
        };
        let wrong = |draft: MomentDraft| {
            let refusal = draft.checked().err();
            refusal.into_iter().flat_map(|refusal| refusal.errors).filter_map(|error| error.pointer).collect::<Vec<_>>()
        };
        assert!(wrong(draft(2, 29)).is_empty());
        assert_eq!(wrong(draft(2, 30)), ["/day"]);
        assert_eq!(wrong(draft(4, 31)), ["/day"]);
        assert_eq!(wrong(draft(4, 0)), ["/day"]);
        assert_eq!(wrong(draft(13, 1)), ["/month"]);
        assert_eq!(wrong(MomentDraft { title: " ".into(), ..draft(1, 1) }), ["/title"]);
        assert!(USUAL.iter().all(|usual| usual.on.exists()));
    }

    #[test]
    fn a_moment_is_for_those_it_says() {
        assert!(Audience::All.includes(false, true) && Audience::All.includes(true, false));
        assert!(Audience::Region.includes(true, false) && !Audience::Region.includes(false, true));
        assert!(Audience::Municipalities.includes(false, true) && !Audience::Municipalities.includes(true, false));
    }

    proptest! {
        #[test]
        fn every_moment_comes_once_a_year(month in 1_i32..13, of_month in 1_i32..32, from in 0_i64..4000) {
            let moment = YearDay { month, day: of_month };
            prop_assume!(moment.exists());
            let today = day("2024-01-01").plus_days(from).expect("a day");
            let first = moment.next(today).expect("it comes");
            let second = moment.next(first.plus_days(1).expect("a day")).expect("it comes again");
            prop_assert!(today <= first && (365..=366).contains(&first.days_until(second)));
        }
    }
}
