//! How explanations look.

use maud::{Markup, html};

use super::pages::Found;
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::rules::LONGEST_TEXT;
use crate::measurements::store::Explanation;
use crate::measurements::view::{above, time};
use crate::refusal::{Code, Refusal};
use crate::t;
use crate::ui::{Alert, Button, ButtonKind, Control, Definitions, Field, Form, LinkButton, Mark, Page};
use crate::web::forms::Form as Filled;
use crate::web::{Call, shell};

/// An explanation in words: why, and what is done about it.
pub fn said(lang: Lang, explanation: &Explanation) -> Markup {
    html! {
        p { (explanation.cause) " (" (time(lang, explanation.on_day)) ")" }
        @if !explanation.remedy.is_empty() {
            p { strong { (lang.t("explain-remedy-said")) } " " (explanation.remedy) }
        }
    }
}

/// The page.
pub(super) fn page(call: &Call, found: &Found, filled: &Filled, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let Found { row, described, known } = found;
    let overtaken = refusal.is_some_and(|refusal| refusal.code == Code::ChangedMeanwhile);
    // Whoever was overtaken sees what the other wrote, and decides over that.
    let version = if overtaken {
        known.as_ref().map(|known| known.version.to_string()).unwrap_or_default()
    } else {
        filled.text("version")
    };
    let area = |name: &str, label: &str, mark: Mark, help: &str| {
        Field::new(name, lang.t(label), Control::TextArea { rows: 4 })
            .value(filled.raw(name))
            .mark(mark)
            .description(t!(lang, help, max = LONGEST_TEXT))
            .error(shell::error_at(lang, refusal, name))
    };
    let fields = html! {
        (Field::hidden("version", version))
        (area("cause", "explain-cause", Mark::Required(lang.t("required-mark")), "explain-cause-help"))
        (area("remedy", "explain-remedy", Mark::Optional(lang.t("optional-mark")), "explain-remedy-help"))
    };
    let back = format!("/commitments/{}", described.promised.id);
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("explain")
        .kept()
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Tertiary, back, lang.t("cancel")));
    let form = match refusal {
        Some(refusal) if !overtaken => form.errors(shell::error_summary(lang, refusal)),
        _ => form,
    };
    let planned = Figure::from(described.promised.followed.promise.planned(row.on_day).rounded());
    let facts = Definitions { prominent: true, ..Definitions::new() }
        .with(lang.t("measure-day"), time(lang, row.on_day))
        .with(lang.t("measured"), html! { (described.amount(lang, row.value)) })
        .with(lang.t("planned-then"), html! { (described.figure(lang, planned)) });
    let body = html! {
        @if let Some(known) = known.as_ref().filter(|_| overtaken) {
            (Alert { announce: true, ..Alert::warning(lang.t("explain-overtaken"), said(lang, known)) })
        }
        (facts)
        (form)
    };
    let page = Page {
        narrow: true,
        kicker: Some(format!("{} · {}", described.municipality, described.benefit)),
        lead: Some(lang.t("explain-lead")),
        area: Some(lang.t("nav-measure")),
        above: above(lang, described),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        ..shell::page(call, lang.t("explain-title"), body)
    };
    html! { (page) }
}
