//! How the relay looks: to the region that prepares and sends, and to the executive who answers on a phone.

use maud::{Markup, html};

use super::adjustments::as_accepted;
use super::package::{BenefitPart, IndicatorPart};
use super::pages::Shown;
use super::reply::INVITED;
use super::rules::{Acceptance, Form as AcceptForm, State};
use super::store::Receipt;
use super::view_parts as parts;
use crate::clock::Day;
use crate::i18n::Lang;
use crate::refusal::{Code, Refusal};
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Control, Definitions, Details, Field, Fieldset, Form, Link, Mark, Page,
    PrintButton, Section, Table, Time,
};
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
            (answer_form(call, shown, typed, refusal))
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
    if let Some(first) = first {
        list =
            list.with(lang.t("handover-first-measurement"), html! { (Time::day(first.date(), lang.long_day(first))) });
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

fn answer_form(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let fields = html! {
        (Field::hidden("content_sha256", shown.assembled.content_sha256.clone()))
        (Field::new("form", lang.t("accept-how"), Control::Radios(vec![
            Choice { description: Some(lang.t("accept-full-help")), ..Choice::new("full", lang.t("accept-form-full")) },
            Choice::new("with_conditions", lang.t("accept-form-with-conditions")),
            Choice::new("later", lang.t("accept-form-later")),
        ])).value(or(typed.raw("form"), "full")).error(at("form")))
        (Field::new("conditions", lang.t("accept-conditions"), Control::TextArea { rows: 3 })
            .description(lang.t("accept-conditions-help"))
            .mark(Mark::Optional(lang.t("optional-mark"))).value(typed.raw("conditions")).error(at("conditions")))
        (Field::new("from_month", lang.t("accept-from-month"), Control::Month)
            .description(lang.t("accept-from-month-help"))
            .mark(Mark::Optional(lang.t("optional-mark"))).width(8).value(typed.raw("from_month")).error(at("from_month")))
        (owners(call, shown, typed, refusal))
        (targets(lang, shown, typed, refusal))
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
    if shown.may.invite {
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
        @if shown.may.invite {
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
fn indicators(shown: &Shown) -> impl Iterator<Item = &IndicatorPart> {
    let all = shown.assembled.package.benefits.iter().flat_map(|benefit| &benefit.indicators);
    all.filter(|indicator| indicator.commitment.is_some())
}

/// Another target than the proposed one, folded away: most take what is proposed.
fn targets(lang: Lang, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let adjusting = typed.named("targets_").any(|(_, text)| !text.trim().is_empty());
    let optional = || Mark::Optional(lang.t("optional-mark"));
    html! {
        div.on-screen { (Details { open: adjusting, ..Details::new(lang.t("accept-targets"), html! {
            p { (lang.t("accept-targets-help")) }
            @for (indicator, target) in indicators(shown).filter_map(|one| Some((one, one.commitment.as_ref()?.target))) {
                @let name = |field: &str| format!("targets_{}_{field}", indicator.id);
                (Fieldset {
                    legend: indicator.name.clone(),
                    description: Some(t!(lang, "accept-target-proposed",
                        target = parts::dated_figure(lang, target, &indicator.unit))),
                    body: html! {
                        (Field::new(name("value"), lang.t("accept-target-value"),
                            Control::Decimal { unit: indicator.unit.clone() })
                            .mark(optional()).value(typed.raw(&name("value"))).error(at(&name("value"))))
                        (Field::new(name("on"), lang.t("accept-target-on"), Control::Date)
                            .mark(optional()).value(typed.raw(&name("on"))).error(at(&name("on"))))
                        (Field::new(name("reason"), lang.t("accept-target-reason"), Control::TextArea { rows: 2 })
                            .mark(optional()).value(typed.raw(&name("reason"))).error(at(&name("reason"))))
                    },
                })
            }
        }) }) }
    }
}

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
    list = discussed(lang, list, answer.discussed_on, &answer.case_number);
    for indicator in indicators(shown) {
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
        @for prefix in ["owner_", "targets_", "invite_"] {
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

/// When the leadership group discussed it, and in which case.
fn discussed(lang: Lang, list: Definitions, on: Option<Day>, case_number: &str) -> Definitions {
    let list = match on {
        Some(day) => list.with(lang.t("accept-discussed-on"), html! { (Time::day(day.date(), lang.long_day(day))) }),
        None => list,
    };
    if case_number.is_empty() { list } else { list.with(lang.t("accept-case-number"), html! { (case_number) }) }
}

/// The receipt: for the screen, for paper, and with all that proves it.
pub fn receipt(call: &Call, shown: &Shown, kept: &Receipt) -> Markup {
    let lang = call.lang();
    let package = &shown.assembled.package;
    let mut list = Definitions::new()
        .with(lang.t("receipt-municipality"), html! { (kept.municipality_name) })
        .with(lang.t("receipt-project"), html! { (package.project.title) })
        .with(
            lang.t("receipt-how"),
            html! { (lang.t(&format!("accept-form-{}", kept.form.as_str().replace('_', "-")))) },
        )
        .with(lang.t("receipt-by"), html! { (kept.executive_name) });
    if let Some(name) = &kept.on_behalf_of_name {
        list = list.with(lang.t("receipt-on-behalf-of"), html! { (name) });
    }
    list = list
        .with(lang.t("receipt-at"), html! { (Time::new(kept.answered_at.to_string(), lang.moment(kept.answered_at))) });
    if !kept.conditions.is_empty() {
        list = list.with(lang.t("accept-conditions"), html! { (kept.conditions) });
    }
    if let Some(month) = &kept.from_month {
        list = list.with(lang.t("accept-from-month"), html! { (month) });
    }
    if !kept.statement.is_empty() {
        list = list.with(lang.t("accept-statement"), html! { (kept.statement) });
    }
    for one in &shown.assembled.adjusted {
        let (target, words) = parts::adjusted_words(lang, one);
        list = list.with(target, html! { (words) });
    }
    list = discussed(lang, list, kept.discussed_on, &kept.case_number);
    list = list
        .with(lang.t("receipt-package"), html! { code.hash { (kept.content_sha256) } })
        .with(lang.t("receipt-event"), html! { (kept.audit_seq) " · " code.hash { (kept.audit_hash) } });
    let next = parts::what_next(lang, shown);
    let id = shown.row.id;
    let body = html! {
        (Alert::success(lang.t("receipt-done"), html! { p { (lang.t("receipt-done-body")) } }))
        (list)
        (Section::new(lang.t("receipt-next"), next))
        p.on-screen { (Link::new(format!("/handovers/{id}"), lang.t("receipt-undo"))) }
        p.on-screen {
            (Link::new(format!("/handovers/{id}/receipt.pdf"), lang.t("receipt-pdf"))) " · "
            (Link::new(format!("/handovers/{id}/package.pdf"), lang.t("receipt-package-pdf"))) " · "
            (Link::new(format!("/api/v1/handovers/{id}/receipt"), lang.t("receipt-json"))) " · "
            (Link::new(format!("/api/v1/handovers/{id}/package"), lang.t("receipt-package-json"))) " · "
            (Link::new(format!("/api/v1/handovers/{id}/archive"), lang.t("receipt-archive")))
        }
        (PrintButton { label: lang.t("print") })
        p.signature { (lang.t("receipt-signature")) }
    };
    let page = Page {
        narrow: true,
        area: Some(shown.region.name.clone()),
        kicker: Some(package.project.title.clone()),
        above: vec![Link::new(format!("/handovers/{id}"), title(lang, shown))],
        ..shell::page(call, lang.t("receipt-title"), body)
    };
    let page = Page { shell: shell::with_region(page.shell.clone(), &shown.region), ..page };
    html! { (page) }
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
