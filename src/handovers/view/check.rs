//! What is about to be done, said once more before it is done.

use super::{answer, parts, receipt};
use maud::{Markup, html};

use crate::handovers::adjustments::as_accepted;
use crate::handovers::pages::Shown;
use crate::handovers::reply::INVITED;
use crate::handovers::rules::{Acceptance, Form as AcceptForm};
use crate::t;
use crate::ui::{Button, ButtonKind, Definitions, Field, Form, Page};
use crate::web::forms;
use crate::web::{Call, shell};
/// The check page: one sentence that says what is about to be done, and one button.
pub fn check(call: &Call, shown: &Shown, typed: &forms::Form, answer: &Acceptance) -> Markup {
    let lang = call.lang();
    let package = &shown.assembled.package;
    let sentence = match answer.form {
        AcceptForm::Full => t!(
            lang,
            "check-full",
            municipality = package.municipality.name.clone(),
            project = package.project.title.clone()
        ),
        AcceptForm::WithConditions => {
            t!(
                lang,
                "check-with-conditions",
                municipality = package.municipality.name.clone(),
                project = package.project.title.clone()
            )
        }
        AcceptForm::Later => t!(
            lang,
            "check-later",
            municipality = package.municipality.name.clone(),
            project = package.project.title.clone(),
            month = answer.from_month.clone().unwrap_or_default()
        ),
    };
    let mut list = Definitions::new();
    if !answer.conditions.is_empty() {
        list = list.with(lang.t("accept-conditions"), html! { (answer.conditions) });
    }
    if !answer.statement.is_empty() {
        list = list.with(lang.t("accept-statement"), html! { (answer.statement) });
    }
    list = receipt::discussed(lang, list, answer.discussed_on, &answer.case_number);
    for indicator in answer::indicators(shown) {
        let owner = typed.raw(&format!("owner_{}", indicator.id));
        let name = match owner {
            INVITED => {
                Some(t!(lang, "check-invited", name = typed.text("invite_name"), email = typed.text("invite_email")))
            }
            id => shown.candidates.iter().find(|(known, _)| known.to_string() == id).map(|(_, name)| name.clone()),
        };
        if let Some(name) = name {
            list = list.with(t!(lang, "accept-owner", indicator = indicator.name.clone()), html! { (name) });
        }
    }
    let (_, adjusted) = as_accepted(package.clone(), &answer.adjustments);
    let fields = html! {
        (Field::hidden("confirmed", "yes"))
        @for name in ["content_sha256", "form", "conditions", "from_month", "statement", "discussed_on", "case_number"] {
            (Field::hidden(name, typed.raw(name)))
        }
        @for prefix in ["owner_", "adjustments_", "invite_"] {
            @for (rest, value) in typed.named(prefix) { (Field::hidden(format!("{prefix}{rest}"), value)) }
        }
    };
    let form = Form::post(format!("/handovers/{}/acceptance", shown.row.id), call.csrf(), fields)
        .id("accept")
        .action(Button::primary(lang.t("check-confirm")))
        .action(Button::new(ButtonKind::Tertiary, lang.t("check-back")).sending("change", "yes"));
    let name = call.visit().actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    let body = html! {
        p { strong { (sentence) } }
        p { (t!(lang, "check-by", name = name)) }
        @if let Some(executive) = shown.may.on_behalf_of.clone() { p { (t!(lang, "check-on-behalf-of", name = executive)) } }
        (list)
        @if !adjusted.is_empty() { (parts::adjusted(lang, &adjusted)) }
        (form)
    };
    let page = Page {
        narrow: true,
        area: Some(shown.region.name.clone()),
        kicker: Some(package.project.title.clone()),
        ..shell::page(call, lang.t("check-title"), body)
    };
    let page = Page { shell: shell::with_region(page.shell.clone(), &shown.region), ..page };
    html! { (page) }
}
