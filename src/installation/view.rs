//! How the administrator's desk looks.

use maud::{Markup, html};

use crate::jobs::outbox::Header;
use crate::people::rules::Status as Standing;
use crate::refusal::Refusal;
use crate::regions::store::Region;
use crate::ui::{
    Alert, Button, Column, Control, Details, Empty, Field, Form, Link, LinkButton, Mark, NumberCard, NumberCards, Page,
    Section, Status, Table, Time, Tone,
};
use crate::web::{Call, forms, shell};

/// What the desk shows.
pub(super) struct Desk {
    /// Every region.
    pub regions: Vec<Region>,
    /// How many accounts stand how.
    pub accounts: Vec<(Standing, i64)>,
    /// The newest mails, with the text where it is to be passed on by hand.
    pub mails: Vec<(Header, Option<String>)>,
    /// Whether there is no mail server.
    pub passes_on: bool,
}

/// The desk.
pub(super) fn desk(call: &Call, desk: &Desk, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let parts = html! {
        (regions(call, desk, typed, refusal))
        (accounts(call, desk))
        (outbox(call, desk))
        (settings(call))
    };
    let body = shell::under_errors(lang, refusal, parts);
    let page = Page {
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: call.query_word("made").map(|_| {
            html! { (Alert::success(lang.t("region-made"), html! { p { (Link::new("/people#invite-part", lang.t("region-made-next"))) } })) }
        }),
        ..shell::page(call, lang.t("admin-title"), body)
    };
    html! { (page) }
}

fn regions(call: &Call, desk: &Desk, typed: &forms::Form, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let columns = ["region-name", "region-kind", "region-language", "region-id"].map(|key| Column::text(lang.t(key)));
    let rows = desk.regions.iter().map(|region| {
        vec![
            html! { (region.name) },
            html! { (region.kind) },
            html! { (lang.t(&format!("language-{}", region.language))) },
            html! { code { (region.id) } },
        ]
    });
    let mut table = Table::new("regions", lang.t("regions-title"), columns.to_vec()).rows(rows);
    table.caption_hidden = true;
    table.empty = Some(html! { (Empty::new(lang.t("admin-no-regions"), lang.t("admin-no-regions-why"))) });
    let field = |name: &str, label: &str, control: Control| {
        Field::new(name, lang.t(label), control).value(typed.raw(name)).error(shell::error_at(lang, refusal, name))
    };
    let language = typed.some("region_language").unwrap_or_else(|| call.app().config.lang.to_string());
    let fields = html! {
        (field("name", "region-name", Control::Text).mark(Mark::Required(lang.t("required-mark"))))
        (field("kind", "region-kind", Control::Text).description(lang.t("region-kind-help"))
            .mark(Mark::Optional(lang.t("optional-mark"))))
        (field("region_language", "region-language", Control::Select(shell::languages())).value(language)
            .description(lang.t("region-language-help")))
    };
    let form = Form::post("/admin/regions", call.csrf(), fields)
        .id("create-region")
        .action(Button::primary(lang.t("create-region")));
    let body = html! {
        (table)
        (Details { open: desk.regions.is_empty() || refusal.is_some(), ..Details::new(lang.t("create-region"), html! { (form) }) })
    };
    Section { id: Some("regions-part".into()), ..Section::new(lang.t("regions-title"), body) }
}

fn accounts(call: &Call, desk: &Desk) -> Section {
    let lang = call.lang();
    let cards = desk
        .accounts
        .iter()
        .map(|(status, count)| {
            let key = status.as_str();
            NumberCard::new(
                lang.t(&format!("account-{key}")),
                lang.count(*count),
                lang.t(&format!("account-{key}-means")),
            )
        })
        .collect();
    let body = html! {
        (NumberCards(cards))
        div.actions { (LinkButton::primary("/people", lang.t("all-accounts"))) }
    };
    Section { id: Some("accounts-part".into()), ..Section::new(lang.t("accounts-title"), body) }
}

fn outbox(call: &Call, desk: &Desk) -> Section {
    let lang = call.lang();
    let columns = ["mail-to", "mail-subject", "mail-written", "mail-state"].map(|key| Column::text(lang.t(key)));
    let moment = |moment: crate::clock::Moment| Time::new(moment.to_string(), lang.moment(moment));
    let rows = desk.mails.iter().map(|(mail, text)| {
        vec![
            html! { (mail.to_address) },
            html! {
                (mail.subject)
                @if let Some(text) = text {
                    (Details::new(lang.t("mail-text"), html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }))
                }
            },
            html! { (moment(mail.created_at)) },
            html! {
                @match mail.sent_at {
                    Some(at) => { (Status::new(Tone::Done, lang.t("mail-sent"))) " " (moment(at)) }
                    None if mail.tries > 0 && mail.last_error.is_some() => {
                        (Status::new(Tone::Late, lang.t("mail-failed")))
                        p { (crate::t!(lang, "mail-tries", count = mail.tries)) }
                        p { (mail.last_error.clone().unwrap_or_default()) }
                    }
                    None => (Status::new(Tone::Waiting, lang.t("mail-waits"))),
                }
            },
        ]
    });
    let mut table = Table::new("mails", lang.t("outbox-title"), columns.to_vec()).rows(rows);
    table.caption_hidden = true;
    table.empty = Some(html! { (Empty::new(lang.t("outbox-none"), lang.t("outbox-none-why"))) });
    let body = html! {
        @if desk.passes_on { (Alert::info(lang.t("outbox-no-server"), html! { p { (lang.t("outbox-no-server-why")) } })) }
        (table)
    };
    Section { id: Some("outbox-part".into()), ..Section::new(lang.t("outbox-title"), body) }
}

fn settings(call: &Call) -> Section {
    let lang = call.lang();
    let config = &call.app().config;
    let columns = ["setting-name", "setting-value", "setting-source"].map(|key| Column::text(lang.t(key)));
    let source = |source: &str| lang.t(&format!("setting-from-{}", source.replace(' ', "-")));
    let rows = config.explain().into_iter().map(|(name, value, from)| {
        vec![
            html! { code { (name) } },
            html! { (if value.is_empty() { "–".to_owned() } else { value }) },
            html! { (source(from)) },
        ]
    });
    let mut table = Table::new("settings", lang.t("settings-title"), columns.to_vec()).rows(rows);
    table.caption_hidden = true;
    let columns = vec![
        Column::text(lang.t("setting-name")),
        Column::number(lang.t("setting-value")),
        Column::number(lang.t("setting-default")),
    ];
    let rows = config.limits.list().into_iter().map(|(name, value, default)| {
        vec![
            html! { code { "STAFETT_LIMITS_" (name.to_uppercase()) } },
            html! { (lang.count(i64::try_from(value).unwrap_or(i64::MAX).min(999_999_999_999))) },
            html! { (lang.count(i64::try_from(default).unwrap_or(i64::MAX).min(999_999_999_999))) },
        ]
    });
    let limits = Table::new("limits", lang.t("limits-title"), columns).rows(rows);
    let body = html! { (table) (Details::new(lang.t("limits-title"), html! { (limits) })) };
    Section { lead: Some(lang.t("settings-lead")), ..Section::new(lang.t("settings-title"), body) }
}
