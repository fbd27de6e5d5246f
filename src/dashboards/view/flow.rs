//! What is said of values that tell what came in, and of campaigns.

use maud::{Markup, html};

use crate::clock::Day;
use crate::dashboards::pages::BenefitShown;
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::measurements::pages::time_of;
use crate::measurements::period_words::period_words;
use crate::measurements::rules::{Calendar, Point, YearSum, period_of, year_sum};
use crate::measurements::store::{Measurement, Promised};
use crate::t;
use crate::ui::{Definitions, Section};

/// What a value of this day is about, in a list: its day, or the period before the day.
pub fn when(lang: Lang, promised: &Promised, on: Day) -> Markup {
    let period = period_of(&promised.followed.calendar, on);
    html! {
        @if promised.accumulation.is_stock() { (time_of(lang, on)) }
        @else { (period_words(lang, &period)) br; small { (time_of(lang, on)) } }
    }
}

/// What came in this year so far, and last year.
pub fn sums(lang: Lang, shown: &BenefitShown) -> Markup {
    let calendar = &shown.described.promised.followed.calendar;
    let points: Vec<Point> = shown.series.iter().filter_map(Measurement::shown).collect();
    let year = shown.today.month_index().div_euclid(12);
    let of = |year: i32| year_sum(calendar, &points, year, shown.today);
    let mut facts = Definitions { prominent: true, ..Definitions::new() };
    for (key, year, sum) in [("flow-this-year", year, of(year)), ("flow-last-year", year - 1, of(year - 1))] {
        if let Some(sum) = sum {
            facts = facts.with(t!(lang, key, year = year.to_string()), html! { (said(lang, shown, &sum)) });
        }
    }
    let section = Section { lead: Some(lang.t("flow-lead")), ..Section::new(lang.t("flow-title"), html! { (facts) }) };
    html! { @if of(year).is_some() || of(year - 1).is_some() { (section) } }
}

/// «minst 31 stk., 2 av 3 perioder er inne».
fn said(lang: Lang, shown: &BenefitShown, sum: &YearSum) -> String {
    if sum.measured == 0 {
        return t!(lang, "flow-none-in", periods = sum.periods);
    }
    let described = &shown.described;
    let number = sum.sum.format_local(lang.numbers(), Some(described.decimals));
    let key = if sum.is_whole() { "flow-sum" } else { "flow-sum-at-least" };
    t!(lang, key, sum = with_unit(&number, &described.unit), measured = sum.measured, periods = sum.periods)
}

/// The campaigns with their days.
pub fn campaigns(lang: Lang, calendar: &Calendar) -> Markup {
    html! {
        ul.ds-list {
            @for campaign in &calendar.campaigns {
                li { (campaign.name) ": " (time_of(lang, campaign.from)) "–" (time_of(lang, campaign.to)) }
            }
        }
    }
}
