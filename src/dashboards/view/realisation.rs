//! How planned against realised looks, for a region or a part of it.

use std::fmt::Write;

use maud::{Markup, html};

use super::course;
use super::narrow::{self, Choosing};
use crate::dashboards::realisation::RealisationShown;
use crate::dashboards::rules::CurveBlock;
use crate::dashboards::rules::course::SPANS;
use crate::i18n::Lang;
use crate::measurements::pages::time_of;
use crate::t;
use crate::ui::{
    Button, ButtonKind, Choice, Control, Empty, Field, Form, Link, LinkButton, Page, PrintButton, Section, ToggleLink,
    ToggleLinks,
};
use crate::web::{Call, projector, shell};

/// The page around the figures. `share` is what a link would be made to, where the reader may make one.
pub fn page(call: &Call, shown: &RealisationShown, may_share: bool) -> Page {
    let lang = call.lang();
    let region = &shown.region;
    let mut actions = Vec::new();
    if may_share {
        let mut share = narrow::to_share(region, "region_curve", &shown.filter);
        if let Some((id, _)) = &shown.project {
            let _ = write!(share, "&project_id={id}");
        }
        if shown.months != SPANS[0] {
            let _ = write!(share, "&months={}", shown.months);
        }
        actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, share, lang.t("share-it"))) });
    }
    actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, projector::to(call), lang.t("projector"))) });
    actions.push(html! { (PrintButton { label: lang.t("print") }) });
    let page = Page {
        kicker: Some(region.name.clone()),
        lead: Some(lang.t("realisation-lead")),
        area: Some(lang.t("nav-regions")),
        above: vec![Link::new(format!("/regions/{}", region.id), region.name.clone())],
        actions,
        notice: super::partial(lang, shown.insight, ["partial-sums", "partial-sums-none"]),
        ..shell::region_page(call, region, lang.t("realisation-title"), figures(lang, shown))
    };
    projector::set(call, page)
}

/// The figures: all that depends on nothing but the region's state, the language and whose figures may be seen.
pub fn figures(lang: Lang, shown: &RealisationShown) -> Markup {
    let by_now: Vec<(String, &CurveBlock)> = shown.courses.iter().map(|one| (String::new(), &one.block)).collect();
    let place = match &shown.project {
        Some((_, title)) => format!("{}: {title}", shown.region.name),
        None => shown.region.name.clone(),
    };
    html! {
        (choosing(lang, shown))
        @if shown.courses.is_empty() {
            (Empty::new(lang.t("realisation-none"), lang.t("realisation-none-why")))
        } @else {
            (Section::new(lang.t("realisation-by-now"), html! { (course::bars(lang, &place, &by_now)) }))
            (Section::new(lang.t("realisation-over-time"), html! {
                @for (at, one) in shown.courses.iter().enumerate() { (course::chart(lang, &place, at, one)) }
            }))
            p.freshness {
                @match shown.last_measured {
                    Some(day) => { (lang.t("last-measured")) " " (time_of(lang, day)) }
                    None => { (lang.t("not-measured")) }
                }
                @if !shown.projector { " " (Link::new("/how-we-calculate", lang.t("how-we-calculate"))) }
            }
            @if !shown.projector { (files(lang, shown)) }
        }
    }
}

fn choosing(lang: Lang, shown: &RealisationShown) -> Markup {
    let path = format!("/regions/{}/realisation", shown.region.id);
    let project = shown.project.as_ref().map(|(id, _)| ("project", id.to_string()));
    let months = (shown.months != SPANS[0]).then(|| ("months", shown.months.to_string()));
    let large = shown.projector.then(|| ("visning", "projektor".to_owned()));
    let choosing = Choosing {
        path: path.clone(),
        always: project.clone().into_iter().chain(months.clone()).chain(large).collect(),
        filter: &shown.filter,
        choices: &shown.choices,
        projector: shown.projector,
    };
    let spans = SPANS.iter().map(|span| {
        let of_span = (*span != SPANS[0]).then(|| ("months", span.to_string()));
        let query: Vec<_> = project.iter().cloned().chain(of_span).collect();
        let there = Choosing { path: path.clone(), always: query, ..choosing };
        ToggleLink::new(there.at(&shown.filter), t!(lang, "realisation-months", months = *span), shown.months == *span)
    });
    html! {
        @if let Some((_, title)) = &shown.project { p { (lang.t("project")) ": " strong { (title) } } }
        (narrow::controls(lang, &choosing))
        @if !shown.projector {
            div.on-screen {
                (ToggleLinks { label: lang.t("period"), links: spans.collect() })
                @if shown.projects.len() > 1 { (by_project(lang, shown, &path, months)) }
            }
        }
    }
}

fn by_project(lang: Lang, shown: &RealisationShown, path: &str, months: Option<(&'static str, String)>) -> Form {
    let all = Choice::new("", lang.t("all-projects"));
    let each = shown.projects.iter().map(|(id, title)| Choice::new(id.to_string(), title.clone()));
    let chosen = shown.project.as_ref().map_or_else(String::new, |(id, _)| id.to_string());
    let kept = narrow::words(&shown.filter, "municipality").into_iter().chain(months);
    let fields = html! {
        @for (name, value) in kept { (Field::hidden(name, value)) }
        (Field::new("project", lang.t("project"), Control::Select(std::iter::once(all).chain(each).collect())).value(chosen))
    };
    let mut form = Form::get(path, fields).id("one-project");
    form.inline = true;
    form.action(Button::new(ButtonKind::Secondary, lang.t("compare-show")))
}

fn files(lang: Lang, shown: &RealisationShown) -> Markup {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(narrow::words(&shown.filter, "municipality_id"));
    if let Some((id, _)) = &shown.project {
        query.append_pair("project_id", &id.to_string());
    }
    if let Some(first) = shown.courses.first().and_then(|one| one.block.points.first()) {
        query.append_pair("from", &first.month.to_string());
    }
    let query = query.finish();
    let kinds =
        [("csv", "download-csv"), ("excel", "download-excel"), ("xlsx", "download-xlsx"), ("json", "download-json")];
    html! {
        ul.chart-links {
            @for (format, key) in kinds {
                li { (Link::new(format!("/api/v1/regions/{}/curve?{query}&format={format}", shown.region.id), lang.t(key))) }
            }
        }
    }
}
