//! When somebody is reminded of what. Pure.

use crate::clock::Day;

/// Days before the due date from which it is soon.
const SOON: i64 = 3;
/// Days after the due date from which one is reminded again.
const LATE: i64 = 7;

crate::db::types::words! {
    /// How near a due date is. For each matter and due date a person hears of each mark once.
    Mark {
        /// Within three days.
        Soon = "soon",
        /// Today, or a little while ago.
        Due = "due",
        /// A week ago or more: the last time that one is reminded.
        Overdue = "overdue",
    }
}

/// The mark that counts on a day; none for what is further ahead. Whoever was not reminded in time, as the program stood
/// still, hears of the newest mark alone.
pub fn mark(due: Day, today: Day) -> Option<Mark> {
    let left = today.days_until(due);
    if left > SOON {
        None
    } else if left > 0 {
        Some(Mark::Soon)
    } else if left > -LATE {
        Some(Mark::Due)
    } else {
        Some(Mark::Overdue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_reminded_shortly_before_on_the_day_and_a_week_later() {
        let due = Day::parse("2026-03-10").expect("a day");
        let on = |text: &str| mark(due, Day::parse(text).expect("a day"));
        assert_eq!(on("2026-03-06"), None);
        assert_eq!(on("2026-03-07"), Some(Mark::Soon));
        assert_eq!(on("2026-03-09"), Some(Mark::Soon));
        assert_eq!(on("2026-03-10"), Some(Mark::Due));
        assert_eq!(on("2026-03-16"), Some(Mark::Due));
        assert_eq!(on("2026-03-17"), Some(Mark::Overdue));
        assert_eq!(on("2027-03-17"), Some(Mark::Overdue));
    }
}
