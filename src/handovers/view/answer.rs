//! The form in which an executive answers.

use super::parts;
use maud::{Markup, html};

use crate::benefits::budget_words;
use crate::benefits::rules::Budget;
use crate::handovers::package::{CommitmentPart, IndicatorPart};
use crate::handovers::pages::Shown;
use crate::handovers::reply::INVITED;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{Button, ButtonKind, Check, Choice, Control, Details, Field, Fieldset, Form, Mark, Section};
use crate::web::forms;
use crate::web::{Call, shell};
pub(super) fn form(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let fields = html! {
        (Field::hidden("content_sha256", shown.assembled.content_sha256.clone()))
        (Field::new("form", lang.t("accept-how"), Control::Radios(vec![
            Choice { description: Some(lang.t("accept-full-help")), ..Choice::new("full", lang.t("accept-form-full")) },
            Choice::new("with_conditions", lang.t("accept-form-with-conditions")),
            Choice::new("later", lang.t("accept-form-later")),
        ])).value(or(typed.raw("form"), "full")).error(at("form")))
        // Each is asked for where it is needed: the page shows it when its answer is chosen.
        div data-when="with_conditions" {
            (Field::new("conditions", lang.t("accept-conditions"), Control::TextArea { rows: 3 })
                .description(lang.t("accept-conditions-help"))
                .value(typed.raw("conditions")).error(at("conditions")))
        }
        div data-when="later" {
            (Field::new("from_month", lang.t("accept-from-month"), Control::Month)
                .description(lang.t("accept-from-month-help"))
                .width(8).value(typed.raw("from_month")).error(at("from_month")))
        }
        (owners(call, shown, typed, refusal))
        (adjustments(lang, shown, typed, refusal))
        (Field::new("statement", lang.t("accept-statement"), Control::TextArea { rows: 2 })
            .mark(Mark::Optional(lang.t("optional-mark"))).description(lang.t("accept-statement-help"))
            .value(typed.raw("statement")).error(at("statement")))
        (Field::new("discussed_on", lang.t("accept-discussed-on"), Control::Date)
            .mark(Mark::Optional(lang.t("optional-mark"))).value(typed.raw("discussed_on")).error(at("discussed_on")))
        (Field::text("case_number", lang.t("accept-case-number"))
            .description(lang.t("accept-case-number-help"))
            .mark(Mark::Optional(lang.t("optional-mark"))).width(14).value(typed.raw("case_number")).error(at("case_number")))
    };
    let id = shown.row.id;
    let accept = Form::post(format!("/handovers/{id}/acceptance"), call.csrf(), fields)
        .id("accept")
        .kept()
        .action(Button::primary(lang.t("accept-button")));
    let clarify = Form::post(
        format!("/handovers/{id}/clarifications"),
        call.csrf(),
        html! {
            (Field::new("question", lang.t("ask-question"), Control::TextArea { rows: 3 })
                .value(typed.raw("question")).error(at("question")))
        },
    )
    .id("clarify")
    .kept()
    .action(Button::new(ButtonKind::Secondary, lang.t("ask-button")));
    let refuse = Form::post(
        format!("/handovers/{id}/refusal"),
        call.csrf(),
        html! {
            (Field::new("reason", lang.t("refuse-reason"), Control::TextArea { rows: 3 })
                .value(typed.raw("reason")).error(at("reason")))
        },
    )
    .id("refuse")
    .kept()
    .action(Button::new(ButtonKind::Danger, lang.t("refuse-button")));
    let asked = shown.row.state == State::ClarificationAsked;
    html! {
        (Section { framed: true, ..Section::new(lang.t("accept-heading"), html! { (accept) }) })
        @if !asked {
            (Details { open: at("question").is_some(), ..Details::new(lang.t("ask-heading"), html! { (clarify) }) })
        }
        (Details { open: at("reason").is_some(), ..Details::new(lang.t("refuse-heading"), html! { (refuse) }) })
    }
}

fn or(typed: &str, otherwise: &str) -> String {
    if typed.is_empty() { otherwise.to_owned() } else { typed.to_owned() }
}

/// One owner per indicator: whom the region proposed, or the reader themselves, or somebody who is invited with the answer.
fn owners(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let mut choices: Vec<Choice> =
        shown.candidates.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    if shown.may.answer {
        choices.push(Choice::new(INVITED, lang.t("accept-owner-invited")));
    }
    let me = call.visit().actor.as_ref().map(|actor| actor.person);
    let inviting = typed.named("owner_").any(|(_, owner)| owner == INVITED) || typed.some("invite_email").is_some();
    html! {
        @for indicator in indicators(shown) {
            @let name = format!("owner_{}", indicator.id);
            @let proposed = shown.commitments.iter().find(|commitment| commitment.indicator_id == indicator.id)
                .and_then(|commitment| commitment.owner_id).or(me).map(|id| id.to_string()).unwrap_or_default();
            (Field::new(name.clone(), t!(lang, "accept-owner", indicator = indicator.name.clone()),
                Control::Select(choices.clone())).value(or(typed.raw(&name), &proposed)).error(at(&name)))
        }
        @if shown.may.answer {
            div.on-screen { (Details { open: inviting, ..Details::new(lang.t("accept-invite"), html! {
                p { (lang.t("accept-invite-help")) }
                (Field::text("invite_name", lang.t("person-name")).mark(Mark::Optional(lang.t("optional-mark")))
                    .value(typed.raw("invite_name")).error(at("invite_name")))
                (Field::new("invite_email", lang.t("email"), Control::Email).mark(Mark::Optional(lang.t("optional-mark")))
                    .value(typed.raw("invite_email")).error(at("invite_email")))
            }) }) }
        }
    }
}

/// The indicators that the municipality has figures for.
pub(super) fn indicators(shown: &Shown) -> impl Iterator<Item = &IndicatorPart> {
    let all = shown.assembled.package.benefits.iter().flat_map(|benefit| &benefit.indicators);
    all.filter(|indicator| indicator.commitment.is_some())
}

/// What is taken on otherwise than proposed, folded away: most take what is proposed.
fn adjustments(lang: Lang, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let adjusting = typed.named("adjustments_").any(|(_, text)| !text.trim().is_empty());
    html! {
        div.on-screen { (Details { open: adjusting, ..Details::new(lang.t("accept-adjustments"), html! {
            p { (lang.t("accept-adjustments-help")) }
            @for (indicator, figures) in indicators(shown).filter_map(|one| Some((one, one.commitment.as_ref()?))) {
                (Fieldset {
                    legend: indicator.name.clone(),
                    description: Some(proposed(lang, indicator, figures)),
                    body: one_adjustment(lang, indicator, typed, refusal),
                })
            }
        }) }) }
    }
}

/// The target that is proposed, and what is proposed about the budget when something is.
fn proposed(lang: Lang, indicator: &IndicatorPart, figures: &CommitmentPart) -> String {
    let target =
        t!(lang, "accept-target-proposed", target = parts::dated_figure(lang, figures.target, &indicator.unit));
    match serde_json::from_value::<Budget>(figures.budget.clone()) {
        Ok(said) => format!("{target} · {}: {}", lang.t("commitment-budget"), budget_words(lang, &said)),
        Err(_) => target,
    }
}

fn one_adjustment(lang: Lang, indicator: &IndicatorPart, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let field = |part: &str, label: &str, control: Control| {
        let name = format!("adjustments_{}_{part}", indicator.id);
        let error = shell::error_at(lang, refusal, &name);
        Field::new(name.clone(), lang.t(label), control)
            .mark(Mark::Optional(lang.t("optional-mark")))
            .value(typed.raw(&name))
            .error(error)
    };
    let none = format!("adjustments_{}_budget_no_cash_effect", indicator.id);
    html! {
        (field("value", "accept-target-value", Control::Decimal { unit: indicator.unit.clone() }))
        (field("on", "accept-target-on", Control::Date))
        (field("reason", "accept-target-reason", Control::TextArea { rows: 2 }))
        (Check {
            name: none.clone(),
            label: lang.t("no-cash-effect"),
            checked: typed.ticked(&none),
            description: Some(lang.t("no-cash-effect-help")),
            error: shell::error_at(lang, refusal, &none),
            value: String::new(),
        })
        (field("budget_year", "accept-budget-year", Control::Text).width(6))
        (field("budget_account", "accept-budget-account", Control::Text).width(14))
        (field("budget_amount", "accept-budget-amount", Control::Decimal { unit: String::new() })
            .description(lang.t("accept-budget-help")))
    }
}
