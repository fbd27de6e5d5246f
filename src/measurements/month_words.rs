//! Months as spreadsheets and people write them. Pure.

use super::rules::Month;
use crate::clock::Day;
use crate::i18n::Lang;

/// `2026-10`, `10.2026`, `31.10.2026`, `oktober 2026`, `okt. 26`.
pub fn month_of(text: &str) -> Option<Month> {
    if let Some(month) = Month::parse(text).or_else(|| Day::parse(text).map(Month::of)) {
        return Some(month);
    }
    let parts: Vec<&str> = text.split(['.', ' ', '-', '/', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let year = |text: &str| match (text.len(), text.parse::<i32>().ok()?) {
        (4, year) => Some(year),
        (2, year) => Some(2000 + year),
        _ => None,
    };
    match parts[..] {
        [first, month] if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) => {
            Month::new(year(first)?, month.parse().ok().or_else(|| named_month(month))?)
        }
        [day, month, last] if day.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)) => {
            Month::new(year(last)?, month.parse().ok().or_else(|| named_month(month))?)
        }
        [month, last] => Month::new(year(last)?, month.parse().ok().or_else(|| named_month(month))?),
        _ => None,
    }
}

/// A month by its name or at least the first three letters of it, in any of our languages.
fn named_month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    (1..=12).find(|number| {
        Lang::ALL.iter().any(|lang| {
            let name = lang.t(&format!("month-{number}")).to_lowercase();
            name.starts_with(&word)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_written_as_spreadsheets_and_people_write_them() {
        let read = |text: &str| month_of(text).map(|month| month.to_string());
        for text in [
            "2026-10",
            "10.2026",
            "31.10.2026",
            "oktober 2026",
            "okt. 26",
            "Okt.26",
            "october 2026",
            "oct-26",
            "2026-10-31",
            "2026/10",
            "2026.10",
            "okto 26",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-10"), "{text}");
        }
        for text in ["", "13.2026", "Saksbehandlingstid", "12", "31,5", "1 234", "ok 26"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
