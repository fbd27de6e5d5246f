//! What a value is about, in words: «for mars 2026» where it tells what came in, «per 31. mars 2026» where it tells how it
//! stood. Pure.

use super::rules::{Period, period_of};
use super::store::Promised;
use super::view::drawn_month;
use crate::clock::Day;
use crate::i18n::Lang;
use crate::t;

/// A period: «mars 2026», «1. tertial 2026», «Våren 2027».
pub fn period_words(lang: Lang, period: &Period) -> String {
    let part = |key: &str, part: &i32, year: &i32| t!(lang, key, part = part.to_string(), year = year.to_string());
    match period {
        Period::Month(month) => drawn_month(lang, *month),
        Period::Tertial(year, number) => part("period-tertial", number, year),
        Period::HalfYear(year, number) => part("period-half-year", number, year),
        Period::Year(year) => year.to_string(),
        Period::Campaign(campaign) => campaign.name.clone(),
        Period::First(_) => lang.t("period-first"),
    }
}

/// What a value of this day is about.
pub fn about(lang: Lang, promised: &Promised, on: Day) -> String {
    if promised.accumulation.is_stock() {
        return t!(lang, "value-per-day", day = lang.long_day(on));
    }
    let period = period_of(&promised.followed.calendar, on);
    t!(lang, "value-for-period", period = period_words(lang, &period))
}
