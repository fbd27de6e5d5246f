//! What is to be said about a benefit's figures: that few answered, that some wait, why it is behind its plan.

use maud::{Markup, html};

use crate::dashboards::pages::BenefitShown;
use crate::i18n::Lang;
use crate::measurements::explanations::{Accounted, said};
use crate::measurements::pages::time_of;
use crate::measurements::rules::LEAST_ANSWERS;
use crate::measurements::store::Measurement;
use crate::measurements::survey::words;
use crate::t;
use crate::ui::{Alert, Link};
use crate::web::Call;

pub(super) fn notice(call: &Call) -> Option<Markup> {
    let lang = call.lang();
    if call.query_word("explained").is_some() {
        return Some(html! { (Alert::success(lang.t("explained-title"), html! { p { (lang.t("explained")) } })) });
    }
    call.query_word("corrected")
        .map(|_| html! { (Alert::success(lang.t("corrected-title"), html! { p { (lang.t("corrected")) } })) })
}

/// The newest survey in words: how many answered, and how sure the share is, or that too few did.
pub(super) fn few_answered(lang: Lang, shown: &BenefitShown) -> Markup {
    let Some(newest) = shown.series.last() else { return html! {} };
    let Some(survey) = words(lang, &shown.described, newest) else { return html! {} };
    html! {
        @if newest.is_too_few() {
            (Alert::info(lang.t("too-few-answers-title"), html! {
                p { (t!(lang, "too-few-answers-why", day = lang.day(newest.on_day), least = LEAST_ANSWERS)) " " (survey) }
            }))
        } @else {
            p { (time_of(lang, newest.on_day)) ": " (survey) }
        }
    }
}

/// Why it is behind its plan, or that nobody has said so yet.
pub(super) fn account(lang: Lang, shown: &BenefitShown) -> Markup {
    let newest = shown.series.iter().rev().find(|row| row.shown().is_some());
    let href = newest.map(|row| format!("/measurements/{}/explanation", row.id)).filter(|_| shown.may_measure);
    match &shown.accounted {
        Accounted::OnPlan => html! {},
        Accounted::Explained(explanation) => {
            let body = html! {
                (said(lang, explanation))
                @if let Some(href) = href { p { (Link::new(href, lang.t("explain-anew"))) } }
            };
            html! { (Alert::info(lang.t("deviation-explained"), body)) }
        }
        Accounted::Unexplained => {
            let body = html! {
                p { (lang.t("deviation-unexplained-why")) }
                @if let Some(href) = href { p { (Link::new(href, lang.t("explain-title"))) } }
            };
            html! { (Alert::warning(lang.t("deviation-unexplained"), body)) }
        }
    }
}

/// That some values do not count yet.
pub(super) fn waiting(lang: Lang, shown: &BenefitShown) -> Markup {
    let count = shown.series.iter().filter(|row| row.waits).count();
    if count == 0 {
        return html! {};
    }
    let body = html! {
        p { (lang.t("waits-why")) }
        @if shown.may_measure { p { (Link::new("/second-eyes", lang.t("second-eyes-title"))) } }
    };
    html! { (Alert::info(t!(lang, "waits-count", count = count), body)) }
}

/// What was written beside a value. Of what too few answered nothing is told: words often say the number.
pub(super) fn words_of(lang: Lang, shown: &BenefitShown, row: &Measurement) -> Markup {
    if row.is_too_few() {
        return html! {};
    }
    let explained = shown.explanations.iter().find(|one| one.measurement_id == row.id);
    html! {
        (row.comment.clone().unwrap_or_default())
        @if let Some(explained) = explained {
            @if row.comment.is_some() { br; }
            (lang.t("deviation-word")) ": " (explained.cause) " " (explained.remedy)
        }
    }
}
