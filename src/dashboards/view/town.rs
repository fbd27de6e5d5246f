//! How a municipality's page looks.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::{attention, headlines, percent, region};
use crate::dashboards::rules::CurveBlock;
use crate::dashboards::town::TownShown;
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::measurements::pages::drawn_figure;
use crate::t;
use crate::ui::chart::{Measured, SeriesChart, Sparkline};
use crate::ui::{
    ButtonKind, Column, Details, Empty, Link, LinkButton, Page, PrintButton, Row, Section, Show, Table, ToggleLink,
    ToggleLinks,
};
use crate::web::sheet::word_in;
use crate::web::{Call, shell};

/// The page.
pub fn page(call: &Call, shown: &TownShown) -> Markup {
    let lang = call.lang();
    let row = &shown.region.region;
    let projector = shown.region.projector;
    let body = html! {
        (headlines::section(lang, &shown.region))
        (region::cards(lang, &shown.region, &region::total(&shown.region)))
        @if !projector { (attention::list(lang, &shown.region)) }
        (gains(lang, shown))
        (curves(lang, shown))
        @if !projector { (projects(lang, shown)) }
    };
    let here = format!("/regions/{}/municipalities/{}", row.id, shown.municipality);
    let wide = LinkButton::new(ButtonKind::Tertiary, format!("{here}?visning=projektor"), lang.t("projector"));
    let mut actions = Vec::new();
    if shown.may_report {
        let report = format!("/regions/{}/reports/new?scope={}", row.id, shown.municipality);
        actions.push(html! { (LinkButton::new(ButtonKind::Secondary, report, lang.t("report-new"))) });
    }
    actions.extend([html! { (wide) }, html! { (PrintButton { label: lang.t("print") }) }]);
    if projector {
        actions.clear();
    }
    let page = Page {
        kicker: Some(row.name.clone()),
        lead: Some(lang.t("town-lead")),
        area: Some(lang.t("nav-regions")),
        above: vec![Link::new(format!("/regions/{}", row.id), row.name.clone())],
        actions,
        show: if projector { Show::Projector } else { Show::Screen },
        ..shell::region_page(call, row, shown.name.clone(), body)
    };
    html! { (page) }
}

/// What it has given, one line for each class and unit, inside and outside the municipality; never added together.
fn gains(lang: Lang, shown: &TownShown) -> Section {
    let columns = vec![
        Column::text(lang.t("benefit-class")),
        Column::text(lang.t("gain-for")),
        Column::number(lang.t("realised")),
        Column::number(lang.t("planned-by-now")),
        Column::number(lang.t("realised-share")),
        Column::number(lang.t("card-coverage")),
        Column::text(lang.t("development")),
    ];
    let sides = [("gain-own", &shown.own), ("gain-others", &shown.others)];
    let mut lines: Vec<(&CurveBlock, &str)> =
        sides.iter().flat_map(|(key, blocks)| blocks.iter().map(move |block| (block, *key))).collect();
    lines.sort_by_key(|(block, _)| (&block.class, &block.unit));
    let rows = lines.into_iter().filter_map(|(block, side)| {
        let last = block.points.last()?;
        Some(Row::new([
            &word_in(lang, "class", &block.class),
            &lang.t(side),
            &amount(lang, last.realised, &block.unit),
            &amount(lang, last.planned, &block.unit),
            &with_unit(&percent(lang, last.rate), "%"),
            &with_unit(&percent(lang, Some(last.coverage.into())), "%"),
            &spark(lang, block),
        ]))
    });
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (Empty::new(lang.t("town-nothing"), lang.t("town-nothing-why"))) }),
        ..Table::new("gains", lang.t("gains-title"), columns).rows(rows)
    };
    Section {
        id: Some("gains-part".into()),
        lead: Some(lang.t("gains-why")),
        ..Section::new(lang.t("gains-title"), html! { (table) })
    }
}

fn amount(lang: Lang, value: Figure, unit: &str) -> String {
    with_unit(&value.rounded(1).format_local(lang.numbers(), None), unit)
}

fn spark(lang: Lang, block: &CurveBlock) -> Sparkline {
    let last = block.points.last().map(|point| amount(lang, point.realised, &block.unit)).unwrap_or_default();
    Sparkline {
        values: block.points.iter().map(|point| point.measured().map(drawn_figure)).collect(),
        summary: t!(lang, "gains-spark", months = block.points.len(), last = last),
        ..Sparkline::default()
    }
}

/// Planned against realised, of everything or of one project, with its table and its files.
fn curves(lang: Lang, shown: &TownShown) -> Section {
    let here = format!("/regions/{}/municipalities/{}", shown.region.region.id, shown.municipality);
    let all = ToggleLink::new(format!("{here}#curve"), lang.t("all-projects"), shown.project.is_none());
    let each = shown.projects.iter().map(|(id, title)| {
        ToggleLink::new(format!("{here}?project={id}#curve"), title.clone(), shown.project == Some(*id))
    });
    let choice = ToggleLinks { label: lang.t("project"), links: std::iter::once(all).chain(each).collect() };
    let project = shown.project.map(|id| format!("&project_id={id}")).unwrap_or_default();
    let file =
        format!("/api/v1/regions/{}/curve?municipality_id={}{project}", shown.region.region.id, shown.municipality);
    let formats =
        [("csv", "download-csv"), ("excel", "download-excel"), ("xlsx", "download-xlsx"), ("json", "download-json")];
    let body = html! {
        @if shown.projects.len() > 1 && !shown.region.projector { (choice) }
        @for (at, block) in shown.curve.iter().enumerate() { (chart(lang, shown, at, block)) }
        @if shown.curve.is_empty() { p { (lang.t("town-no-curve")) } }
        @if !shown.region.projector {
            ul.chart-links { @for (format, key) in formats { li { (Link::new(format!("{file}&format={format}"), lang.t(key))) } } }
        }
    };
    Section { id: Some("curve".into()), ..Section::new(lang.t("town-curve"), body) }
}

fn chart(lang: Lang, shown: &TownShown, at: usize, block: &CurveBlock) -> Markup {
    let write_value = |value: f64| {
        // An axis has round figures, so millionths hold them exactly enough to write.
        let micros = (value * 1_000_000.0).round() as i128;
        Figure::from_micros(micros).rounded(3).format_local(lang.numbers(), None)
    };
    let write_day = |day: NaiveDate| {
        let name: String = lang.t(&format!("month-{}", day.month())).chars().take(3).collect();
        format!("{name} {:02}", day.year().rem_euclid(100))
    };
    let class = word_in(lang, "class", &block.class);
    let Some(last) = block.points.last() else { return html! {} };
    let summary = t!(
        lang,
        "town-curve-summary",
        class = class.clone(),
        realised = amount(lang, last.realised, &block.unit),
        planned = amount(lang, last.planned, &block.unit),
        coverage = percent(lang, Some(last.coverage.into()))
    );
    let mut chart = SeriesChart::new(format!("curve-{at}"), summary.clone(), summary, &write_value, &write_day);
    chart.caption = format!("{class}, {}", shown.name);
    chart.unit.clone_from(&block.unit);
    chart.plan =
        block.points.iter().map(|point| (point.month.last_day().date(), drawn_figure(point.planned))).collect();
    chart.plan_label = lang.t("plan");
    chart.measured = block
        .points
        .iter()
        .map(|point| Measured {
            day: point.month.last_day().date(),
            value: point.measured().map(drawn_figure),
            range: None,
            label: format!("{}: {}", point.month, amount(lang, point.realised, &block.unit)),
        })
        .collect();
    chart.measured_label = lang.t("realised");
    chart.cut_axis_note = lang.t("axis-cut");
    let twin = Details::new(lang.t("show-table"), html! { (twin(lang, at, block)) });
    chart.table = Some(html! { (twin) });
    html! { (chart) }
}

fn twin(lang: Lang, at: usize, block: &CurveBlock) -> Table {
    let columns = vec![
        Column::text(lang.t("month")),
        Column::number(lang.t("planned")),
        Column::number(lang.t("realised")),
        Column::number(lang.t("realised-share")),
        Column::number(lang.t("card-coverage")),
    ];
    let rows = block.points.iter().map(|point| {
        Row::new([
            &lang.month(point.month.first_day().month_index()),
            &amount(lang, point.planned, &block.unit),
            &amount(lang, point.realised, &block.unit),
            &with_unit(&percent(lang, point.rate), "%"),
            &with_unit(&percent(lang, Some(point.coverage.into())), "%"),
        ])
    });
    let caption = format!("{} ({})", word_in(lang, "class", &block.class), block.unit);
    Table { caption_hidden: true, ..Table::new(format!("curve-table-{at}"), caption, columns).rows(rows) }
}

/// What has been taken on, with the way to each project's figures.
fn projects(lang: Lang, shown: &TownShown) -> Markup {
    html! {
        @if !shown.projects.is_empty() {
            (Section::new(lang.t("town-taken-on"), html! {
                ul.ds-list {
                    @for (id, title) in &shown.projects {
                        li { (Link::new(format!("/regions/{}/cells/{id}/{}", shown.region.region.id, shown.municipality), title.clone())) }
                    }
                }
            }))
        }
    }
}
