//! The curve of one benefit by itself, for readers outside: without comments, corrections and who measured, and without what
//! waits for a second pair of eyes.

use maud::{Markup, html};

use super::{benefit, benefit_drawing, flow};
use crate::dashboards::pages::BenefitShown;
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::pages::time_of;
use crate::measurements::rules::LEAST_ANSWERS;
use crate::t;
use crate::ui::{Column, Details, OnPhone, Row, Table};

/// How it stands, its curve with the figures behind it, and how fresh they are.
pub fn body(lang: Lang, shown: &mut BenefitShown) -> Markup {
    shown.series.retain(|row| !row.waits);
    let shown = &*shown;
    let table = Details::new(lang.t("show-table"), html! { (table(lang, shown)) });
    html! {
        p { (benefit::state(lang, &shown.described, &shown.region, shown.today)) }
        p { (benefit::sentence(lang, &shown.described)) }
        (benefit_drawing::drawing(lang, shown, html! { (table) }, Vec::new()))
        p.freshness {
            @match shown.described.last {
                Some(point) => { (lang.t("last-measured")) " " (time_of(lang, point.on)) }
                None => { (lang.t("not-measured")) }
            }
        }
    }
}

fn table(lang: Lang, shown: &BenefitShown) -> Table {
    let described = &shown.described;
    let promise = &described.promised.followed.promise;
    let columns = vec![
        Column::text(lang.t(if described.promised.accumulation.is_stock() { "measure-day" } else { "measure-period" })),
        Column::number(lang.t("measured")),
        Column::number(lang.t("plan")),
        Column::number(lang.t("attainment")),
    ];
    let rows = shown.series.iter().map(|row| {
        let value = row.shown().map(|point| point.value);
        let share = value.and_then(|value| promise.attainment(value)).and_then(Figure::as_percent).map_or_else(
            || "–".into(),
            |share| format!("{}\u{a0}%", share.rounded(0).format_local(lang.numbers(), None)),
        );
        let plan = promise.planned(row.on_day);
        Row::new([
            &flow::when(lang, &described.promised, row.on_day),
            &value.map_or_else(
                || t!(lang, "too-few-answers", least = LEAST_ANSWERS),
                |value| described.amount(lang, value),
            ),
            &described.planned_beside(lang, plan, value.unwrap_or(plan.rounded())),
            &share,
        ])
    });
    let caption = t!(lang, "series-caption", benefit = described.benefit.clone());
    Table { caption_hidden: true, on_phone: OnPhone::Scroll, ..Table::new("series", caption, columns).rows(rows) }
}
