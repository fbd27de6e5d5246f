//! What a region's name and settings may be, and when a municipality may become or cease to be a member. Pure.

use crate::clock::Day;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::municipalities::rules::fold_name;
use crate::refusal::{Checks, Code, FieldError, Refusal};

/// The settings of a region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Name.
    pub name: String,
    /// What kind of network, in its own words.
    pub kind: String,
    /// Default language of its people.
    pub language: Lang,
    /// Days a municipality has to answer an offer.
    pub answer_days: i64,
    /// Days without a movement, while something is due, after which a baton is caught in daily operations.
    pub idle_days: i64,
    /// From which share of the plan a benefit is only slightly behind it.
    pub slightly_behind_from: Decimal,
    /// Whether its people must have a second factor.
    pub requires_totp: bool,
    /// Whether somebody else than the one who entered it confirms a value before it counts.
    pub second_eyes: bool,
    /// How far outside the plan's range a value is before it is asked about, as a fraction of the range.
    pub unusual_tolerance: Decimal,
    /// Days before the due date from which one is reminded.
    pub remind_days: i64,
    /// Days after the due date when the executive is told; 0 for never.
    pub executive_after_days: i64,
    /// Days after the due date when the region's coordinators are told; 0 for never.
    pub region_after_days: i64,
}

impl Settings {
    /// A new region: three weeks to answer; caught after a month; slightly behind from 80 % of the plan (method, section 6).
    pub fn new(name: String, kind: String, language: Lang) -> Self {
        Self {
            name,
            kind,
            language,
            answer_days: 21,
            idle_days: 30,
            slightly_behind_from: Decimal::from_micros(800_000),
            requires_totp: false,
            second_eyes: false,
            unusual_tolerance: Decimal::from_micros(500_000),
            remind_days: 3,
            executive_after_days: 14,
            region_after_days: 28,
        }
    }

    /// Checks everything at once and answers the settings with tidy texts.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.name = checks.text("/name", &self.name, 200);
        self.kind = checks.optional_text("/kind", &self.kind, 100);
        within(&mut checks, "/answer_days", (1..=365).contains(&self.answer_days), "1", "365");
        within(&mut checks, "/idle_days", (1..=365).contains(&self.idle_days), "1", "365");
        let share = Decimal::ZERO < self.slightly_behind_from && self.slightly_behind_from <= Decimal::from_whole(1);
        within(&mut checks, "/slightly_behind_from", share, "0", "1");
        let tolerance = Decimal::ZERO <= self.unusual_tolerance && self.unusual_tolerance <= Decimal::from_whole(10);
        within(&mut checks, "/unusual_tolerance", tolerance, "0", "10");
        within(&mut checks, "/remind_days", (0..=60).contains(&self.remind_days), "0", "60");
        within(&mut checks, "/executive_after_days", (0..=365).contains(&self.executive_after_days), "0", "365");
        within(&mut checks, "/region_after_days", (0..=365).contains(&self.region_after_days), "0", "365");
        checks.done(self)
    }
}

fn within(checks: &mut Checks, pointer: &str, holds: bool, min: &str, max: &str) {
    if !holds {
        checks.push(FieldError::at(pointer, "out_of_range").with("min", min).with("max", max));
    }
}

const LONGEST_SLUG: usize = 60;

/// A name as it stands in addresses: `Tømmerfjord-regionen` is `tommerfjord-regionen`.
pub fn slug(name: &str) -> String {
    let folded = fold_name(name).replace('æ', "ae").replace('ø', "o").replace('å', "a");
    let words: String = folded
        .split_whitespace()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let short: String = words.chars().take(LONGEST_SLUG).collect();
    let short = short.trim_end_matches('-');
    if short.is_empty() { "region".into() } else { short.to_owned() }
}

/// The first of `slug`, `slug-2`, `slug-3` … that is not taken.
pub fn free_slug(name: &str, taken: &[String]) -> String {
    let plain = slug(name);
    let is_free = |slug: &String| !taken.contains(slug);
    std::iter::once(plain.clone())
        .chain((2..=taken.len() + 2).map(|number| format!("{plain}-{number}")))
        .find(is_free)
        .unwrap_or(plain)
}

/// A municipality's time in a region: from the first day up to, not with, the second.
pub type Period = (Day, Option<Day>);

/// Whether a municipality with these periods behind it may be a member from a day on. Two periods never share a day.
pub fn may_join(periods: &[Period], from: Day) -> Result<(), Refusal> {
    // A period that ended on its first day never counted.
    let clear = periods.iter().all(|(begins, ends)| ends.is_some_and(|ends| ends <= from || ends <= *begins));
    if clear { Ok(()) } else { Err(Refusal::new(Code::AlreadyExists)) }
}

/// Whether a membership may end on a day: the first on which it no longer counts.
pub fn may_end(period: Period, on: Day, today: Day) -> Result<(), Refusal> {
    if period.1.is_some_and(|ended| ended <= today) {
        return Err(Refusal::new(Code::AlreadyEnded));
    }
    if on < period.0 {
        return Err(Refusal::invalid_at("/on", "must_be_later"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_name_becomes_an_address_and_a_second_one_another() {
        assert_eq!(slug("Tømmerfjord-regionen "), "tommerfjord-regionen");
        assert_eq!(slug("Ávjovárri / Åseral & Ærlig"), "avjovarri-aseral-aerlig");
        assert_eq!(slug("日本"), "region");
        assert_eq!(slug(&"lang ".repeat(40)).len(), 59);
        assert_eq!(free_slug("Nord", &["nord".into(), "nord-2".into()]), "nord-3");
    }

    #[test]
    fn everything_wrong_in_the_settings_is_told_at_once() {
        let settings = Settings::new("Nord".into(), String::new(), Lang::Nb);
        assert!(settings.clone().checked().is_ok());
        let wrong = Settings {
            name: " ".into(),
            answer_days: 0,
            slightly_behind_from: Decimal::from_micros(1_100_000),
            ..settings
        };
        let refusal = wrong.checked().expect_err("wrong");
        let places: Vec<_> = refusal.errors.iter().filter_map(|error| error.pointer.as_deref()).collect();
        assert_eq!(places, ["/name", "/answer_days", "/slightly_behind_from"]);
    }

    #[test]
    fn nobody_is_a_member_twice_on_one_day() {
        let before = (day("2024-01-01"), Some(day("2025-01-01")));
        assert!(may_join(&[before], day("2025-01-01")).is_ok(), "the day it ended is free");
        assert!(may_join(&[before], day("2024-06-01")).is_err());
        assert!(may_join(&[(day("2024-01-01"), None)], day("2030-01-01")).is_err());
        assert!(may_join(&[(day("2024-01-01"), Some(day("2024-01-01")))], day("2023-01-01")).is_ok());
    }

    #[test]
    fn a_membership_ends_once_and_not_before_it_began() {
        let today = day("2026-03-01");
        let open = (day("2024-01-01"), None);
        assert!(may_end(open, today, today).is_ok());
        assert!(may_end(open, day("2023-12-31"), today).is_err());
        assert!(may_end((open.0, Some(day("2026-02-01"))), today, today).is_err());
        assert!(may_end((open.0, Some(day("2026-06-01"))), day("2026-04-01"), today).is_ok(), "may come earlier");
    }
}
