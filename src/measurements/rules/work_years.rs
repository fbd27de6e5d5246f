//! Hours told as work-years (årsverk).

use crate::decimal::Figure;

/// Hours in a work-year as it is counted on here: 37.5 hours a week in 226 working days, what is left of a year after five
/// weeks of holiday and the public holidays.
pub const HOURS_IN_A_WORK_YEAR: i64 = 1_695;

/// Whether a unit is hours and nothing else: hours per case tell of no work-year.
pub fn is_hours(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    ["timer", "timar", "hours", "arbeidstimer", "arbeidstimar", "arbejdstimer", "work hours"].contains(&unit.as_str())
}

/// Hours as a part of a work-year, rounded half-even to six decimals.
pub fn work_years(hours: Figure) -> Option<Figure> {
    Figure::quotient(hours.micros(), i128::from(HOURS_IN_A_WORK_YEAR) * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_as_work_years() {
        let told = |hours: i128| work_years(Figure::from_micros(hours * 1_000_000)).map(|years| years.to_string());
        assert_eq!(told(1_695).as_deref(), Some("1"));
        assert_eq!(told(-3_390).as_deref(), Some("-2"));
        assert_eq!(told(320).as_deref(), Some("0.188791"));
        for unit in ["timer", " Timer ", "timar", "hours"] {
            assert!(is_hours(unit), "{unit}");
        }
        for unit in ["timer per sak", "dager", "%", ""] {
            assert!(!is_hours(unit), "{unit}");
        }
    }
}
