//! How the relay looks: to the region that prepares and sends, and to the executive who answers on a phone.

mod answer;
mod check;
pub mod parts;
mod receipt;

pub use check::check;
pub use receipt::receipt;

use maud::{Markup, html};

use crate::handovers::package::{BenefitPart, IndicatorPart};
use crate::handovers::pages::Shown;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::refusal::{Code, Refusal};
use crate::t;
use crate::ui::{Alert, Definitions, Details, Link, Page, Section, Table, Time};
use crate::web::forms;
use crate::web::{Call, problem, shell};
/// The page of a handover, with what was typed and what was wrong last time.
pub fn handover(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let package = &shown.assembled.package;
    let parts = html! {
        @if !shown.differences.is_empty() { (parts::differences(lang, shown)) }
        @if !shown.assembled.adjusted.is_empty() { (parts::adjusted(lang, &shown.assembled.adjusted)) }
        @if shown.may.answer && shown.row.state.is_open() && shown.today <= shown.row.answer_by {
            (facts(lang, shown))
            (answer::form(call, shown, typed, refusal))
        } @else {
            (facts(lang, shown))
        }
        @if shown.may.offer { (parts::for_the_region(call, shown, typed, refusal)) }
        (parts::after_acceptance(call, shown, typed, refusal))
        (Details { open: false, ..Details::new(lang.t("handover-benefits"), benefits(lang, &package.benefits)) })
        (Details::new(lang.t("handover-project"), project(lang, shown)))
        (Details::new(lang.t("handover-steps"), parts::steps(lang, package)))
        (Details {
            // While the baton is being prepared, the checks are what the region is here for.
            open: shown.may.vouch && shown.row.state == State::Draft,
            ..Details::new(lang.t("handover-readiness"), parts::readiness(call, shown))
        })
        @if !shown.clarifications.is_empty() {
            (Details { open: true, ..Details::new(lang.t("handover-questions"), parts::questions(lang, shown)) })
        }
        (Section::new(lang.t("handover-way"), html! { (parts::way(lang, shown)) }))
        (parts::fingerprint(lang, shown))
    };
    let body = html! {
        (parts::status_line(lang, shown))
        (complaint(lang, refusal, &parts))
        (parts)
    };
    let page = Page {
        area: Some(shown.region.name.clone()),
        kicker: Some(package.project.title.clone()),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        lead: (!package.message.is_empty()).then(|| package.message.clone()),
        above: vec![Link::new(format!("/projects/{}", shown.row.project_id), package.project.title.clone())],
        notice: call.query_word("done").and_then(|done| parts::done(lang, &done)),
        narrow: true,
        ..shell::page(call, title(lang, shown), body)
    };
    let page = Page { shell: shell::with_region(page.shell.clone(), &shown.region), ..page };
    html! { (page) }
}

/// What was wrong last time: each wrong field by a link, anything else in a sentence with its parts.
fn complaint(lang: Lang, refusal: Option<&Refusal>, parts: &Markup) -> Markup {
    let Some(refusal) = refusal else { return html! {} };
    if refusal.code == Code::Invalid {
        return html! { (shell::error_summary(lang, refusal).labelled_by(parts)) };
    }
    let list = html! {
        @if !refusal.errors.is_empty() {
            ul.ds-list { @for error in &refusal.errors { li { (problem::field_sentence(lang, error)) } } }
        }
    };
    html! { (Alert { announce: true, ..Alert::danger(problem::sentence(lang, refusal), list) }) }
}

fn title(lang: Lang, shown: &Shown) -> String {
    let municipality = shown.assembled.package.municipality.name.clone();
    let key = if shown.row.state.is_open() { "handover-title-open" } else { "handover-title" };
    t!(lang, key, municipality = municipality)
}

/// The three facts above the fold: what it is expected to give, what it asks, when to measure first.
fn facts(lang: Lang, shown: &Shown) -> Markup {
    let package = &shown.assembled.package;
    let figures: Vec<(&IndicatorPart, &super::package::CommitmentPart)> = package
        .benefits
        .iter()
        .flat_map(|benefit| benefit.indicators.iter())
        .filter_map(|indicator| Some((indicator, indicator.commitment.as_ref()?)))
        .collect();
    let first = figures.iter().map(|(_, commitment)| commitment.first_measurement_on).min();
    let mut list = Definitions { prominent: true, ..Definitions::new() };
    for (indicator, commitment) in figures.iter().take(3) {
        let sentence = t!(
            lang,
            "handover-from-to",
            from = lang.number(commitment.baseline.value, 0),
            to = lang.number(commitment.target.value, 0),
            unit = indicator.unit.clone(),
            day = lang.day(commitment.target.on)
        );
        list = list.with(indicator.name.clone(), html! { (sentence) });
    }
    if figures.len() > 3 {
        list =
            list.with(lang.t("handover-more"), html! { (t!(lang, "handover-more-count", count = figures.len() - 3)) });
    }
    let effort = t!(lang, "handover-step-count", count = package.change_steps.len());
    list = list.with(lang.t("handover-effort"), html! { (effort) });
    if let Some(share) = package.cost_share {
        list = list.with(lang.t("handover-cost-share"), html! { (lang.number(share, 0)) "\u{a0}%" });
    }
    if let Some(first) = first {
        // Once it is taken, a due date that has passed is overdue the same day.
        let state = shown.row.state;
        let passed = (state == State::Draft || state.is_open()) && first < shown.today;
        list = list.with(
            lang.t("handover-first-measurement"),
            html! {
                (Time::day(first.date(), lang.long_day(first)))
                @if passed { ". " (lang.t("handover-first-passed")) }
            },
        );
    }
    list = list.with(
        lang.t("handover-answer-by"),
        html! { (Time::day(shown.row.answer_by.date(), lang.long_day(shown.row.answer_by))) },
    );
    if let Some(name) = shown.row.offered_by.and_then(|id| shown.names.get(&id)) {
        list = list.with(lang.t("handover-from-whom"), html! { (name) ", " (shown.region.name) });
    }
    html! { (list) }
}

fn benefits(lang: Lang, list: &[BenefitPart]) -> Markup {
    if list.is_empty() {
        return html! { p { (lang.t("handover-no-benefits")) } };
    }
    html! {
        @for benefit in list {
            h2.ds-heading data-size="2xs" { (benefit.title) }
            @if let Some(class) = benefit.class { p { (lang.t(&format!("class-{}", class.as_str().replace('_', "-")))) } }
            @if !benefit.description.is_empty() { p { (benefit.description) } }
            @if !benefit.indicators.is_empty() {
                (Table::new(format!("benefit-{}", benefit.id), benefit.title.clone(), parts::indicator_columns(lang))
                    .rows(benefit.indicators.iter().map(|indicator| parts::indicator_row(lang, indicator))))
            }
        }
    }
}

fn project(lang: Lang, shown: &Shown) -> Markup {
    let project = &shown.assembled.package.project;
    let simplifications: Vec<crate::projects::rules::Simplification> =
        serde_json::from_value(project.simplifications.clone()).unwrap_or_default();
    html! {
        @if !project.summary.is_empty() { p { (project.summary) } }
        @if !project.renewal.is_empty() { p { strong { (lang.t("package-renewal")) ": " } (project.renewal) } }
        @if !simplifications.is_empty() {
            p { strong { (lang.t("package-simplification")) } }
            ul.ds-list { @for one in &simplifications { li { (one.what) } } }
        }
        @if !project.renewal_alone_because.is_empty() { p { (project.renewal_alone_because) } }
        p { (Link::new(format!("/projects/{}", project.id), lang.t("handover-to-project"))) }
    }
}
