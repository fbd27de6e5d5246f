//! How the pages at the door look.

use maud::{Markup, html};

use super::kept::Kept;
use super::store::Purpose;
use crate::refusal::{Code, Refusal};
use crate::ui::{Alert, Button, Control, Field, Form, Link, Page};
use crate::web::Call;
use crate::web::shell;

/// The sign-in page, with what was written when the session ended, and with what was wrong last time.
pub fn sign_in(call: &Call, email: &str, next: &str, kept: Option<&Kept>, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let needs_code = refusal.is_some_and(|refusal| refusal.code == Code::TotpRequired);
    let fields = html! {
        (Field::hidden("next", next))
        @if let Some(kept) = kept {
            (Field::hidden("kept_to", kept.to.as_str()))
            (Field::hidden("kept_words", kept.words.as_str()))
        }
        (Field::new("email", lang.t("email"), Control::Email).value(email).autocomplete("username"))
        (Field::new("password", lang.t("password"), Control::Password).autocomplete("current-password"))
        @if needs_code {
            (Field::new("totp", lang.t("totp-code"), Control::Digits)
                .description(lang.t("totp-code-help")).autocomplete("one-time-code").width(8))
        }
    };
    let form = Form::post("/sign-in", call.csrf(), fields).id("sign-in").action(Button::primary(lang.t("sign-in")));
    let form = match refusal {
        Some(refusal) => form.errors(shell::error_summary(lang, refusal)),
        None => form,
    };
    let page = Page {
        narrow: true,
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: call.query_word("welcome").map(
            |_| html! { (Alert::success(lang.t("password-chosen"), html! { p { (lang.t("password-chosen-body")) } })) },
        ),
        ..shell::page(
            call,
            lang.t("sign-in"),
            html! {
                @if kept.is_some() {
                    (Alert::info(lang.t("kept-signed-out"), html! { p { (lang.t("kept-signed-out-body")) } }))
                }
                (form)
                p { (Link::new("/password-resets", lang.t("forgot-password"))) }
            },
        )
    };
    let page = if kept.is_some() { without_languages(page) } else { page };
    html! { (page) }
}

/// A page that holds what somebody wrote, which another form on it would lose.
fn without_languages(mut page: Page) -> Page {
    page.shell.languages.languages.clear();
    page
}

/// What was written when the session ended, with the button that sends it. `csrf` is the new session's.
pub fn kept(call: &Call, kept: &Kept, csrf: &str) -> Markup {
    let lang = call.lang();
    let fields = html! {
        @for (name, value) in kept.fields() { (Field::hidden(name, value)) }
    };
    let form = Form::post(kept.to.as_str(), csrf, fields).id("kept").action(Button::primary(lang.t("kept-send")));
    let written = kept.readable();
    let page = Page {
        narrow: true,
        ..shell::page(
            call,
            lang.t("kept-title"),
            html! {
                p { (lang.t("kept-body")) }
                @for text in &written { blockquote { (text) } }
                (form)
            },
        )
    };
    html! { (without_languages(page)) }
}

/// The page where a mailed link leads.
pub fn choose_password(call: &Call, purpose: Purpose, name: &str, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let (title, id) = match purpose {
        Purpose::Invitation => (lang.t("invitation-title"), "invitation"),
        Purpose::PasswordReset => (lang.t("reset-title"), "password-reset"),
    };
    let field = Field::new("password", lang.t("new-password"), Control::Password)
        .description(lang.t("new-password-help"))
        .autocomplete("new-password")
        .error(shell::error_at(lang, refusal, "password"));
    let form =
        Form::post(call.path(), call.csrf(), html! { (field) }).id(id).action(Button::primary(lang.t("save-password")));
    let form = match refusal {
        Some(refusal) => form.errors(shell::error_summary(lang, refusal)),
        None => form,
    };
    let page = Page {
        narrow: true,
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        lead: (!name.is_empty()).then(|| crate::t!(lang, "mail-greeting", name = name.to_owned())),
        ..shell::page(call, title, html! { (form) })
    };
    html! { (page) }
}

/// Where to ask for a new password.
pub fn ask_reset(call: &Call) -> Markup {
    let lang = call.lang();
    let field = Field::new("email", lang.t("email"), Control::Email).autocomplete("username");
    let form = Form::post("/password-resets", call.csrf(), html! { (field) })
        .id("ask-reset")
        .action(Button::primary(lang.t("send-link")));
    let page = Page {
        narrow: true,
        lead: Some(lang.t("ask-reset-lead")),
        ..shell::page(call, lang.t("forgot-password"), html! { (form) })
    };
    html! { (page) }
}
