//! What surrounds every page of ours, in the reader's words.

use actix_web::http::Method;
use maud::{Markup, html};

use super::app::App;
use super::call::{Call, Visit};
use super::{csrf, problem};
use crate::access::policy;
use crate::access::{Actor, Perm};
use crate::i18n::Lang;
use crate::refusal::{Code, FaultKind, Refusal, Trouble};
use crate::regions::store::Region;
use crate::ui::{
    Choice, ErrorSummary, Footer, Language, LanguageForm, Link, LinkButton, NavItem, Page, Shell, SignedIn, Waiting,
};

/// The shell for a call.
pub fn shell(call: &Call) -> Shell {
    let mut shell = of(call.app(), call.visit(), call.path(), call.query_string());
    // What answers a posted form has no address to come back to, and holds what somebody wrote.
    if call.method() != Method::GET {
        shell.languages.languages.clear();
    }
    shell
}

/// A page with a heading and a body in this call's shell.
pub fn page(call: &Call, title: impl Into<String>, body: Markup) -> Page {
    Page::new(shell(call), title, body)
}

/// A page about something in a region.
pub fn region_page(call: &Call, region: &Region, title: impl Into<String>, body: Markup) -> Page {
    Page::new(with_region(shell(call), region), title, body)
}

/// The shell for a page about a region: says which, and that its figures are invented where they are.
pub fn with_region(shell: Shell, region: &Region) -> Shell {
    let lang = Lang::parse(&shell.lang).unwrap_or(region.language);
    Shell {
        context: Some(region.name.clone()),
        banner: region.demo.then(|| html! { p { (lang.t("demo-banner")) } }),
        ..shell
    }
}

fn of(app: &App, visit: &Visit, path: &str, query: &str) -> Shell {
    let lang = visit.lang;
    let word = csrf::word(app, visit);
    let here = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    Shell {
        lang: lang.to_string(),
        product: "Stafett".into(),
        home_href: "/".into(),
        skip_label: lang.t("skip-to-content"),
        nav_label: lang.t("nav-main"),
        menu_label: lang.t("nav-menu"),
        breadcrumb_label: lang.t("nav-you-are-here"),
        back_to: lang.t("nav-back-to"),
        context: None,
        nav: visit.actor.as_deref().map(|actor| nav(lang, actor, path)).unwrap_or_default(),
        waiting: visit.actor.as_ref().map(|_| Waiting {
            href: "/".into(),
            label: lang.t("waiting-for-you"),
            count: 0,
            count_words: String::new(),
        }),
        languages: LanguageForm {
            label: lang.t("language"),
            action: "/language".into(),
            csrf: word.clone(),
            field: "language".into(),
            return_to: here,
            return_field: "return_to".into(),
            languages: [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"), ("da", "Dansk")]
                .into_iter()
                .map(|(code, name)| Language { code: code.into(), name: name.into() })
                .collect(),
        },
        user: visit.actor.as_ref().map(|actor| SignedIn {
            name: actor.name.clone(),
            href: "/account".into(),
            sign_out_action: "/sign-out".into(),
            sign_out_label: lang.t("sign-out"),
            csrf: word,
        }),
        sign_in: visit.actor.is_none().then(|| Link::new("/sign-in", lang.t("sign-in"))),
        banner: None,
        footer: footer(lang),
        print_note: Some(lang.moment(app.db.now())),
    }
}

fn nav(lang: Lang, actor: &Actor, path: &str) -> Vec<NavItem> {
    let mut items = vec![NavItem::new("/", lang.t("waiting-for-you"), path == "/")];
    let mut add = |shown: bool, href: &str, key: &str| {
        if shown {
            items.push(NavItem::new(href, lang.t(key), path == href || path.starts_with(&format!("{href}/"))));
        }
    };
    let in_a_region = !policy::scope(actor).regions().is_empty();
    add(in_a_region, "/regions", "nav-regions");
    add(in_a_region && policy::may_somewhere(actor, Perm::SeeRoadmap), "/projects", "nav-roadmap");
    add(policy::may_somewhere(actor, Perm::Measure), "/due", "nav-measure");
    add(policy::may_somewhere(actor, Perm::ManagePeople), "/people", "nav-people");
    add(policy::may_somewhere(actor, Perm::ReadAudit), "/events", "nav-events");
    add(policy::may_somewhere(actor, Perm::Operate), "/admin", "nav-admin");
    items
}

/// The shell for somebody who was given one page of a region: its name, what the law wants linked, and no way further.
pub fn outside(app: &App, lang: Lang, region: Option<&Region>) -> Shell {
    let shell = Shell {
        lang: lang.to_string(),
        product: "Stafett".into(),
        skip_label: lang.t("skip-to-content"),
        footer: Footer { version: Link::default(), ..footer(lang) },
        print_note: Some(lang.moment(app.db.now())),
        ..Shell::default()
    };
    match region {
        Some(region) => with_region(shell, region),
        None => shell,
    }
}

fn footer(lang: Lang) -> Footer {
    Footer {
        accessibility: Link::new("/accessibility", lang.t("accessibility-statement")),
        privacy: Link::new("/privacy", lang.t("privacy")),
        // No version for strangers.
        version: Link::new("/about", lang.t("about-stafett")),
        more: Vec::new(),
        owner: None,
    }
}

/// The page for trouble that no form could show.
pub fn trouble_page(app: &App, visit: &Visit, trouble: &Trouble) -> Markup {
    let lang = visit.lang;
    let status = problem::status_of(trouble);
    let body = html! {
        p { (problem::trouble_sentence(lang, trouble)) }
        @if let Trouble::Refused(refusal) = trouble {
            @if !refusal.errors.is_empty() {
                ul.ds-list { @for error in &refusal.errors { li { (problem::field_sentence(lang, error)) } } }
            }
        }
        @if matches!(trouble, Trouble::Broke(fault) if fault.kind == FaultKind::Internal) {
            p { (lang.t("fault-reference")) " " code { (visit.request_id) } }
        }
        @if matches!(trouble, Trouble::Refused(refusal) if refusal.code == Code::TotpNeededHere) {
            p { (LinkButton::primary("/account#totp", lang.t("go-to-account"))) }
        } @else {
            p { (LinkButton::primary("/", lang.t("go-to-front-page"))) }
        }
    };
    let shell = of(app, visit, "/", "");
    let page = Page {
        narrow: true,
        title_prefix: Some(lang.t("error-prefix")),
        ..Page::new(shell, lang.t(&format!("status-{status}")), body)
    };
    html! { (page) }
}

/// What was wrong, over a form: each line leads to its field.
pub fn error_summary(lang: Lang, refusal: &Refusal) -> ErrorSummary {
    let mut items: Vec<(String, String)> = refusal
        .errors
        .iter()
        .map(|error| (field_name(error.pointer.as_deref().unwrap_or("")), problem::field_sentence(lang, error)))
        .collect();
    if items.is_empty() {
        items.push(("main".into(), problem::sentence(lang, refusal)));
    }
    ErrorSummary { heading: lang.t("error-summary"), items }
}

/// The parts of a page, under a summary of what was wrong last time.
pub fn under_errors(lang: Lang, refusal: Option<&Refusal>, parts: Markup) -> Markup {
    html! {
        @if let Some(refusal) = refusal { (error_summary(lang, refusal).labelled_by(&parts)) }
        (parts)
    }
}

/// What was wrong with one field.
pub fn error_at(lang: Lang, refusal: Option<&Refusal>, name: &str) -> Option<String> {
    refusal?
        .errors
        .iter()
        .find(|error| field_name(error.pointer.as_deref().unwrap_or("")) == name)
        .map(|error| problem::field_sentence(lang, error))
}

/// The form field for a JSON pointer: `/baseline/value` is the field `baseline_value`.
pub fn field_name(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', "_")
}

/// The choices of language, each by its own name. The footer's form has the id `language`, so a field needs another name.
pub fn languages() -> Vec<Choice> {
    [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"), ("da", "Dansk")]
        .into_iter()
        .map(|(code, name)| Choice::new(code, name))
        .collect()
}
