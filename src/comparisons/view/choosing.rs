//! What can be chosen of a comparison: on what figures are spread, which municipalities, and another indicator beside it.
//! Every choice is a link or a form that goes nowhere but to this page.

use maud::{Markup, html};

use crate::comparisons::gathering::Comparison;
use crate::comparisons::pages::Shown;
use crate::comparisons::rules::{LEAST_MEASURED, Per};
use crate::i18n::Lang;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Control, Details, Field, Form, Link, ToggleLink, ToggleLinks};

pub(super) fn spreading(lang: Lang, shown: &Shown) -> Markup {
    let compared = &shown.compared;
    let links = [(Per::Total, "compare-total"), (Per::Thousand, "compare-per-thousand")];
    let mut links: Vec<ToggleLink> = links
        .iter()
        .map(|(per, key)| ToggleLink::new(address(compared, *per), lang.t(key), compared.per == *per))
        .collect();
    if let Some(cases) = &compared.cases {
        let here = format!("{}&cases={}", address(compared, Per::Case), cases.id);
        links.push(ToggleLink::new(here, t!(lang, "compare-per-case-of", cases = cases.name.clone()), true));
    }
    html! {
        (ToggleLinks { label: lang.t("compare-per"), links })
        @if !shown.counters().is_empty() { div.on-screen { (by_cases(lang, shown)) } }
    }
}

/// Which of the project's other indicators counts the cases that the figures are to be divided by.
fn by_cases(lang: Lang, shown: &Shown) -> Form {
    let compared = &shown.compared;
    let choices = shown.counters().into_iter().map(|other| Choice::new(other.id.to_string(), other.name.clone()));
    let chosen = compared.cases.as_ref().map_or_else(String::new, |cases| cases.id.to_string());
    let fields = html! {
        (Field::hidden("per", Per::Case.as_str()))
        (keep_chosen(compared))
        @if let Some(with) = &compared.with { (Field::hidden("with", with.id.to_string())) }
        (Field::new("cases", lang.t("compare-per-case"), Control::Select(choices.collect())).value(chosen))
    };
    let mut form = Form::get(format!("/indicators/{}/compare", compared.indicator.id), fields).id("compare-cases");
    form.inline = true;
    form.action(Button::new(ButtonKind::Secondary, lang.t("compare-show")))
}

/// Which municipalities are looked at: with few the drawings are large enough to be read.
pub(super) fn choosing(lang: Lang, compared: &Comparison) -> Markup {
    let (all, left_out) = (compared.choices.len(), compared.left_out());
    if all <= LEAST_MEASURED {
        return html! {};
    }
    let choices = compared
        .choices
        .iter()
        .map(|one| Choice { checked: one.chosen, ..Choice::new(one.id.to_string(), one.name.clone()) });
    let fields = html! {
        (Field::hidden("per", compared.per.as_str()))
        @if let Some(with) = &compared.with { (Field::hidden("with", with.id.to_string())) }
        @if let Some(cases) = &compared.cases { (Field::hidden("cases", cases.id.to_string())) }
        (Field::new("municipality", lang.t("compare-whom"), Control::Checkboxes(choices.collect())))
    };
    let form = Form::get(format!("/indicators/{}/compare", compared.indicator.id), fields).id("compare-whom");
    let form = form.action(Button::new(ButtonKind::Secondary, lang.t("compare-show")));
    let summary = match left_out {
        0 => t!(lang, "compare-choose", all = all),
        _ => t!(lang, "compare-choose-some", chosen = all - left_out, all = all),
    };
    html! {
        div #choose.on-screen {
            (Details::new(summary, html! {
                (form)
                @if left_out > 0 { p { (Link::new(everybody(compared), lang.t("compare-everybody"))) } }
            }))
        }
    }
}

pub(super) fn beside(lang: Lang, shown: &Shown) -> Form {
    let compared = &shown.compared;
    let mut choices = vec![Choice::new("", lang.t("compare-with-none"))];
    choices.extend(shown.others.iter().map(|other| Choice::new(other.id.to_string(), other.name.clone())));
    let with = compared.with.as_ref().map_or_else(String::new, |with| with.id.to_string());
    let fields = html! {
        (Field::hidden("per", compared.per.as_str()))
        (keep_chosen(compared))
        @if let Some(cases) = &compared.cases { (Field::hidden("cases", cases.id.to_string())) }
        (Field::new("with", lang.t("compare-with"), Control::Select(choices)).value(with))
    };
    let mut form = Form::get(format!("/indicators/{}/compare", compared.indicator.id), fields).id("compare-with");
    form.inline = true;
    form.action(Button::new(ButtonKind::Secondary, lang.t("compare-show")))
}

/// Where all municipalities stand.
pub(super) fn everybody(compared: &Comparison) -> String {
    let cases = compared.cases.as_ref().map_or_else(String::new, |cases| format!("&cases={}", cases.id));
    let all = address(compared, compared.per).split("&municipality=").next().unwrap_or_default().to_owned();
    format!("{all}{cases}")
}

fn address(compared: &Comparison, per: Per) -> String {
    let with = compared.with.as_ref().map_or_else(String::new, |with| format!("&with={}", with.id));
    format!("/indicators/{}/compare?per={}{with}{}", compared.indicator.id, per.as_str(), chosen(compared))
}

/// The municipalities that are looked at, for an address; nothing where all are.
pub(super) fn chosen(compared: &Comparison) -> String {
    compared.chosen().unwrap_or_default().iter().map(|id| format!("&municipality={id}")).collect()
}

/// The same, for a form.
fn keep_chosen(compared: &Comparison) -> Markup {
    html! { @for id in compared.chosen().unwrap_or_default() { (Field::hidden("municipality", id.to_string())) } }
}
