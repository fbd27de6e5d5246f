//! The receipt: for the screen, for paper, and with all that proves it.

use super::parts;
use maud::{Markup, html};

use crate::clock::Day;
use crate::handovers::owners;
use crate::handovers::pages::Shown;
use crate::handovers::rules::{Command, State, next};
use crate::handovers::store::Receipt;
use crate::i18n::Lang;
use crate::ui::{Alert, Definitions, Link, Page, PrintButton, Section, Time};
use crate::web::{Call, shell};
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
        let words = parts::adjusted_words(lang, one);
        list = list.with(words.of.clone(), html! { (words.line(lang)) });
    }
    if !kept.owners.is_empty() {
        list = list.with(lang.t("receipt-owners"), html! { (owners::words(&kept.owners, package)) });
    }
    list = discussed(lang, list, kept.discussed_on, &kept.case_number);
    list = list
        .with(lang.t("receipt-package"), html! { code.hash { (kept.content_sha256) } })
        .with(lang.t("receipt-event"), html! { (kept.audit_seq) " · " code.hash { (kept.audit_hash) } });
    let next_dates = parts::what_next(lang, shown);
    let id = shown.row.id;
    let body = html! {
        @if shown.row.state == State::HandedBack {
            (Alert::warning(lang.t("receipt-handed-back"), html! { p { (lang.t("receipt-handed-back-body")) } }))
        } @else {
            (Alert::success(lang.t("receipt-done"), html! { p { (lang.t("receipt-done-body")) } }))
        }
        (list)
        (Section::new(lang.t("receipt-next"), next_dates))
        @if shown.may.answer && next(shown.row.state, Command::HandBack).is_some() {
            p.on-screen { (Link::new(format!("/handovers/{id}"), lang.t("receipt-undo"))) }
        }
        p.on-screen {
            (Link::new(format!("/handovers/{id}/receipt.pdf"), lang.t("receipt-pdf"))) " · "
            (Link::new(format!("/handovers/{id}/package.pdf?of=acceptance"), lang.t("receipt-package-pdf"))) " · "
            (Link::new(format!("/api/v1/handovers/{id}/receipt"), lang.t("receipt-json"))) " · "
            (Link::new(format!("/api/v1/handovers/{id}/package?of=acceptance"), lang.t("receipt-package-json"))) " · "
            (Link::new(format!("/api/v1/handovers/{id}/archive"), lang.t("receipt-archive")))
        }
        (PrintButton { label: lang.t("print") })
        p.signature { (lang.t("receipt-signature")) }
    };
    let page = Page {
        narrow: true,
        area: Some(shown.region.name.clone()),
        kicker: Some(package.project.title.clone()),
        above: vec![Link::new(format!("/handovers/{id}"), super::title(lang, shown))],
        ..shell::page(call, lang.t("receipt-title"), body)
    };
    let page = Page { shell: shell::with_region(page.shell.clone(), &shown.region), ..page };
    html! { (page) }
}

/// When the leadership group discussed it, and in which case.
pub(super) fn discussed(lang: Lang, list: Definitions, on: Option<Day>, case_number: &str) -> Definitions {
    let list = match on {
        Some(day) => list.with(lang.t("accept-discussed-on"), html! { (Time::day(day.date(), lang.long_day(day))) }),
        None => list,
    };
    if case_number.is_empty() { list } else { list.with(lang.t("accept-case-number"), html! { (case_number) }) }
}
