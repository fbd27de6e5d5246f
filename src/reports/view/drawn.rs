//! The parts of a report on a page and on a slide: paragraphs, tables and curves.

use maud::{Markup, html};

use crate::dashboards::rules::CurveBlock;
use crate::i18n::Lang;
use crate::measurements::axis;
use crate::measurements::pages::drawn_figure;
use crate::measurements::rules::Month;
use crate::reports::content::Content;
use crate::reports::words::{self, Part, Rows, Says};
use crate::ui::chart::{Measured, SeriesChart};
use crate::ui::{Column, Details, OnPhone, Row, Section, Table};

/// All of them.
pub(super) fn whole(lang: Lang, content: &Content) -> Markup {
    html! { @for part in &words::parts(lang, content) { (section(lang, part)) } }
}

/// One with its heading.
pub(super) fn section(lang: Lang, part: &Part) -> Section {
    Section {
        id: Some(format!("part-{}", part.section.as_str())),
        ..Section::new(part.title.clone(), inside(lang, part))
    }
}

/// One without it.
pub(super) fn inside(lang: Lang, part: &Part) -> Markup {
    html! {
        @if part.says.is_empty() {
            p { @if part.unreported { strong { (lang.t("report-nothing")) } " " } (part.nothing) }
        }
        @for (at, says) in part.says.iter().enumerate() {
            @match says {
                Says::Locked(text, language) => { @for line in text.lines() { p lang=(language) { (line) } } }
                Says::Words(text) => { @for line in text.lines() { p { (line) } } }
                Says::Numbered(list) => ol.ds-list { @for one in list { li { (one) } } },
                Says::Table(rows) => (table(format!("{}-{at}", part.section.as_str()), rows, true)),
                Says::Curve(block, rows) => (chart(lang, &format!("{}-{at}", part.section.as_str()), block, rows)),
            }
        }
    }
}

fn table(id: String, rows: &Rows, caption_hidden: bool) -> Table {
    let column = |(word, number): &(String, bool)| {
        if *number { Column::number(word.clone()) } else { Column::text(word.clone()) }
    };
    let lines = rows.rows.iter().map(|row| Row::from(row.iter().map(|text| html! { (text) }).collect::<Vec<_>>()));
    Table {
        caption_hidden,
        on_phone: OnPhone::Cards,
        ..Table::new(id, rows.caption.clone(), rows.columns.iter().map(column).collect()).rows(lines)
    }
}

/// Planned against realised of one class and unit, month by month.
fn chart(lang: Lang, id: &str, block: &CurveBlock, rows: &Rows) -> Markup {
    let amount = |figure| crate::measurements::described::with_unit(&words::figure(lang, figure), &block.unit);
    let summary = words::curve_in_short(lang, block);
    let write_value = |value: f64| axis::value(lang, value);
    let write_day = |day: chrono::NaiveDate| words::month(lang, Month::of(crate::clock::Day::from_date(day)));
    let mut chart =
        SeriesChart::new(format!("chart-{id}"), rows.caption.clone(), summary.clone(), &write_value, &write_day);
    chart.caption = summary;
    chart.unit.clone_from(&block.unit);
    chart.plan = block.points.iter().map(|point| (axis::place(point.month), drawn_figure(point.planned))).collect();
    chart.plan_label = lang.t("report-planned");
    chart.measured = block
        .points
        .iter()
        .map(|point| Measured {
            day: axis::place(point.month),
            value: point.measured().map(drawn_figure),
            range: None,
            label: format!("{}: {}", words::month(lang, point.month), amount(point.realised)),
        })
        .collect();
    chart.measured_label = lang.t("report-realised");
    chart.cut_axis_note = lang.t("axis-cut");
    let table = Details::new(lang.t("show-table"), html! { (table(id.to_owned(), rows, true)) });
    chart.table = Some(html! { (table) });
    html! { (chart) }
}
