//! Hours told as work-years (årsverk).

use super::{Accumulation, Frequency};
use crate::decimal::Figure;

/// Hours in a work-year as it is counted on here: 37.5 hours a week in 226 working days, what is left of a year after five
/// weeks of holiday and the public holidays.
pub const HOURS_IN_A_WORK_YEAR: i64 = 1_695;

/// Whether a unit is hours and nothing else: hours per case tell of no work-year.
pub fn is_hours(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    ["timer", "timar", "hours", "arbeidstimer", "arbeidstimar", "arbejdstimer", "work hours"].contains(&unit.as_str())
}

/// Work-years for which hours that come in each period would last: (hours · periods in a year) / hours in a work-year
/// (method section 6, *saved time → money*), rounded half-even to six decimals. None where nothing says how long a period
/// is: a level on a day, or campaigns.
pub fn work_years(hours: Figure, accumulation: Accumulation, frequency: Frequency) -> Option<Figure> {
    let months = frequency.months().filter(|_| !accumulation.is_stock())?;
    let of_a_year = hours.micros() * i128::from(12 / months);
    Figure::quotient(of_a_year, i128::from(HOURS_IN_A_WORK_YEAR) * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_as_work_years() {
        let told = |hours: i128, accumulation, frequency| {
            let years = work_years(Figure::from_micros(hours * 1_000_000), accumulation, frequency);
            years.map(|years| years.to_string())
        };
        let flow = |hours, frequency| told(hours, Accumulation::Flow, frequency);
        assert_eq!(flow(1_695, Frequency::Year).as_deref(), Some("1"));
        assert_eq!(flow(-3_390, Frequency::HalfYear).as_deref(), Some("-4"));
        assert_eq!(flow(320, Frequency::Tertial).as_deref(), Some("0.566372"));
        assert_eq!(flow(141, Frequency::Month).as_deref(), Some("0.99823"));
        assert_eq!(flow(141, Frequency::Campaign), None);
        assert_eq!(
            told(141, Accumulation::Stock, Frequency::Month),
            None,
            "nothing says whether it is an hour a day or a year"
        );
        for unit in ["timer", " Timer ", "timar", "hours"] {
            assert!(is_hours(unit), "{unit}");
        }
        for unit in ["timer per sak", "dager", "%", ""] {
            assert!(!is_hours(unit), "{unit}");
        }
    }
}
