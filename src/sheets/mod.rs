//! Files that people send, as cells of text: which encoding, which divider, which sheets, and what a day looks like. Knows
//! nothing of what the cells mean. Pure.

mod text;
pub mod workbook;

use crate::clock::Day;

pub use text::{Table, text_of};
pub use workbook::is_bundle;

/// A day as files write it: `2026-03-12` or `12.03.2026`.
pub fn day(text: &str) -> Option<Day> {
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(day, 2) || !digits(month, 2) || year.len() != 4 || !digits(year, 4) {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_two_ways() {
        let read = |text: &str| day(text).map(|day| day.to_string());
        assert_eq!(read("2026-03-02").as_deref(), Some("2026-03-02"));
        assert_eq!(read("02.03.2026").as_deref(), Some("2026-03-02"));
        assert_eq!(read("2.3.2026").as_deref(), Some("2026-03-02"));
        for wrong in ["2.3.26", "31.02.2026", "2/3/2026", "", "2.3.2026.", "46083"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
