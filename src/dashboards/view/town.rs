//! How a municipality's page looks.

use maud::{Markup, html};

use super::course::{self, amount};
use super::{attention, headlines, percent, region};
use crate::dashboards::rules::CurveBlock;
use crate::dashboards::town::{TownMay, TownShown};
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::measurements::pages::drawn_figure;
use crate::t;
use crate::ui::chart::Sparkline;
use crate::ui::{
    Alert, ButtonKind, Column, Empty, Link, LinkButton, Page, PrintButton, Row, Section, Table, ToggleLink, ToggleLinks,
};
use crate::web::sheet::word_in;
use crate::web::{Call, projector, shell};

/// The page.
pub fn page(call: &Call, shown: &TownShown, may: &TownMay) -> Page {
    let lang = call.lang();
    let (region, municipality) = (&shown.region.region, shown.municipality);
    let mut actions = Vec::new();
    let left_on = shown.left_on();
    if may.report && left_on.is_none() {
        let report = format!("/regions/{}/reports/new?scope={municipality}", region.id);
        actions.push(html! { (LinkButton::new(ButtonKind::Secondary, report, lang.t("report-new"))) });
    }
    if may.share {
        let share = format!("/regions/{}/share-links/new?kind=municipality&municipality_id={municipality}", region.id);
        actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, share, lang.t("share-it"))) });
    }
    let wide = LinkButton::new(ButtonKind::Tertiary, projector::to(call), lang.t("projector"));
    actions.push(html! { (wide) });
    actions.push(html! { (PrintButton { label: lang.t("print") }) });
    let page = Page {
        kicker: Some(region.name.clone()),
        lead: Some(lang.t("town-lead")),
        area: Some(lang.t("nav-regions")),
        above: vec![Link::new(format!("/regions/{}", region.id), region.name.clone())],
        actions,
        notice: left_on.map(|day| {
            let left = t!(lang, "town-left", town = shown.name.clone(), day = lang.day(day));
            html! { (Alert::info(left, html! { p { (lang.t("town-left-why")) } })) }
        }),
        ..shell::region_page(call, region, shown.name.as_str(), body(lang, shown))
    };
    projector::set(call, page)
}

/// What the page says.
pub fn body(lang: Lang, shown: &TownShown) -> Markup {
    let projector = shown.region.projector;
    html! {
        (headlines::section(lang, &shown.region))
        (region::cards(lang, &shown.region, &region::total(&shown.region)))
        @if !projector { (attention::list(lang, &shown.region)) }
        (gains(lang, shown))
        (curves(lang, shown))
        @if !projector { (projects(lang, shown)) }
    }
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
            &course::realised(lang, last, &block.unit),
            &amount(lang, last.planned, &block.unit),
            &course::rate(lang, last),
            &with_unit(&percent(lang, Some(last.coverage.into())), "%"),
            &spark(lang, block),
        ]))
    });
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (Empty::new(lang.t("town-nothing"), lang.t("town-nothing-why"))) }),
        ..Table::new("gains", lang.t("gains-title"), columns).rows(rows)
    };
    let sides: Vec<(String, &CurveBlock)> = [("gain-own", &shown.own), ("gain-others", &shown.others)]
        .into_iter()
        .flat_map(|(key, blocks)| blocks.iter().map(move |block| (lang.t(key), block)))
        .collect();
    Section {
        id: Some("gains-part".into()),
        lead: Some(lang.t("gains-why")),
        ..Section::new(lang.t("gains-title"), html! { (course::bars(lang, &shown.name, &sides)) (table) })
    }
}

/// What was realised by the last month.
pub(super) fn realised_now(lang: Lang, block: &CurveBlock) -> String {
    block.points.last().map(|point| course::realised(lang, point, &block.unit)).unwrap_or_default()
}

/// What was realised, month by month.
pub(super) fn spark(lang: Lang, block: &CurveBlock) -> Sparkline {
    let last = realised_now(lang, block);
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
        @for (at, one) in shown.curve.iter().enumerate() { (course::chart(lang, &shown.name, at, one)) }
        @if shown.curve.is_empty() { p { (lang.t("town-no-curve")) } }
        @if !shown.region.projector {
            ul.chart-links { @for (format, key) in formats { li { (Link::new(format!("{file}&format={format}"), lang.t(key))) } } }
        }
    };
    Section { id: Some("curve".into()), ..Section::new(lang.t("town-curve"), body) }
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
