//! How a region's set-up looks.

use maud::{Markup, html};

use super::store::{Membership, NamedMember, Region, Sharing};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::municipalities::store::Numbered;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Check, Choice, Column, Control, Definitions, Details, Empty, Field, Fieldset, Form,
    Link, LinkButton, Mark, Page, Section, Status, Table, Time, Tone,
};
use crate::web::Call;
use crate::web::forms;
use crate::web::shell;

/// A page that belongs to a region: its name stands in the header, and what is invented is said to be.
fn in_region(call: &Call, region: &Region, title: impl Into<String>, body: Markup) -> Page {
    let lang = call.lang();
    let mut page = shell::page(call, title, body);
    page.shell.context = Some(region.name.clone());
    page.shell.banner = region.demo.then(|| html! { (lang.t("demo-banner")) });
    page.area = Some(region.name.clone());
    page.above = vec![Link::new("/regions", lang.t("nav-regions")), Link::new(at(region, ""), region.name.clone())];
    page.notice = call.query_word("saved").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) });
    page
}

fn at(region: &Region, rest: &str) -> String {
    format!("/regions/{}{rest}", region.id)
}

fn marked(lang: Lang, field: Field) -> Field {
    field.mark(Mark::Required(lang.t("required-mark")))
}

fn day(lang: Lang, day: Day) -> Time {
    Time::day(day.date(), lang.day(day))
}

fn with_errors(lang: Lang, form: Form, refusal: Option<&Refusal>) -> Form {
    match refusal {
        Some(refusal) => form.errors(shell::error_summary(lang, refusal)),
        None => form,
    }
}

/// Several regions, or none.
pub(super) fn list(call: &Call, regions: &[Region]) -> Markup {
    let lang = call.lang();
    let columns = vec![Column::text(lang.t("region-name")), Column::text(lang.t("region-kind"))];
    let rows = regions
        .iter()
        .map(|region| vec![html! { (Link::new(at(region, ""), region.name.clone())) }, html! { (region.kind) }]);
    let mut table = Table::new("regions", lang.t("regions-title"), columns).rows(rows);
    table.caption_hidden = true;
    table.empty = Some(html! { (Empty::new(lang.t("regions-none"), lang.t("regions-none-why"))) });
    html! { (shell::page(call, lang.t("regions-title"), html! { (table) })) }
}

/// The settings as they stand, as a form shows them.
pub(super) fn settings_form(lang: Lang, region: &Region) -> forms::Form {
    let mut fields = vec![
        ("version".to_owned(), region.version.to_string()),
        ("name".to_owned(), region.name.clone()),
        ("kind".to_owned(), region.kind.clone()),
        ("region_language".to_owned(), region.language.to_string()),
        ("answer_days".to_owned(), region.answer_days.to_string()),
        ("idle_days".to_owned(), region.idle_days.to_string()),
        ("slightly_behind_from".to_owned(), percent(lang, region.slightly_behind_from)),
        ("unusual_tolerance".to_owned(), percent(lang, region.unusual_tolerance)),
        ("remind_days".to_owned(), region.remind_days.to_string()),
        ("executive_after_days".to_owned(), region.executive_after_days.to_string()),
        ("region_after_days".to_owned(), region.region_after_days.to_string()),
    ];
    if region.second_eyes {
        fields.push(("second_eyes".to_owned(), "on".to_owned()));
    }
    if region.requires_totp {
        fields.push(("requires_totp".to_owned(), "on".to_owned()));
    }
    forms::Form::of(fields)
}

/// A share as people read it: 0.8 is «80».
fn percent(lang: Lang, share: Decimal) -> String {
    Decimal::from_micros(share.micros().saturating_mul(100)).format_local(lang.numbers(), None)
}

/// The settings page.
pub(super) fn settings(call: &Call, region: &Region, form: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let field = |name: &str, label: &str, control: Control| {
        Field::new(name, lang.t(label), control).value(form.raw(name)).error(shell::error_at(lang, refusal, name))
    };
    let share = |name: &str, label: &str, help: &str| {
        field(name, label, Control::Decimal { unit: "%".into() }).description(lang.t(help)).width(8)
    };
    let days = |name: &str, label: &str| marked(lang, field(name, label, Control::Digits)).width(6);
    let fields = html! {
        (Field::hidden("version", form.raw("version")))
        (marked(lang, field("name", "region-name", Control::Text)))
        (field("kind", "region-kind", Control::Text).description(lang.t("region-kind-help"))
            .mark(Mark::Optional(lang.t("optional-mark"))))
        (field("region_language", "region-language", Control::Select(shell::languages())).description(lang.t("region-language-help")))
        (days("answer_days", "region-answer-days").description(lang.t("region-answer-days-help")))
        (Fieldset {
            legend: lang.t("region-measuring"),
            description: None,
            body: html! {
                (share("slightly_behind_from", "region-slightly-behind-from", "region-slightly-behind-from-help"))
                (share("unusual_tolerance", "region-unusual-tolerance", "region-unusual-tolerance-help"))
                (Check {
                    name: "second_eyes".into(),
                    label: lang.t("region-second-eyes"),
                    checked: form.ticked("second_eyes"),
                    description: Some(lang.t("region-second-eyes-help")),
                    ..Check::default()
                })
            },
        })
        (Fieldset {
            legend: lang.t("region-reminders"),
            description: Some(lang.t("region-reminders-help")),
            body: html! {
                (days("remind_days", "region-remind-days"))
                (days("executive_after_days", "region-executive-after-days").description(lang.t("region-never-help")))
                (days("region_after_days", "region-region-after-days").description(lang.t("region-never-help")))
                (days("idle_days", "region-idle-days").description(lang.t("region-idle-days-help")))
            },
        })
        (Check {
            name: "requires_totp".into(),
            label: lang.t("region-requires-totp"),
            checked: form.ticked("requires_totp"),
            description: Some(lang.t("region-requires-totp-help")),
            ..Check::default()
        })
    };
    let form = Form::post(at(region, "/settings"), call.csrf(), fields)
        .id("region-settings")
        .action(Button::primary(lang.t("save")));
    let page = Page {
        narrow: true,
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        ..in_region(
            call,
            region,
            lang.t("region-settings-title"),
            html! {
                (with_errors(lang, form, refusal))
                p { (Link::new(at(region, "/members"), lang.t("members-title"))) }
            },
        )
    };
    html! { (page) }
}

fn sharing_word(lang: Lang, sharing: Sharing) -> String {
    lang.t(match sharing {
        Sharing::Region => "sharing-region",
        Sharing::Members => "sharing-members",
    })
}

fn member_status(lang: Lang, member: &Membership, today: Day) -> Status {
    if member.counts_on(today) {
        Status::new(Tone::OnPlan, lang.t("member-now"))
    } else if member.from_day > today {
        Status::new(Tone::NotStarted, lang.t("member-later"))
    } else {
        Status::new(Tone::Unknown, lang.t("member-past"))
    }
}

fn members_table(call: &Call, region: &Region, id: &str, members: &[&NamedMember], today: Day) -> Table {
    let lang = call.lang();
    let columns =
        ["member-municipality", "member-number", "member-from", "member-to", "member-status", "member-sharing"]
            .map(|key| Column::text(lang.t(key)));
    let rows = members.iter().map(|member| {
        let row = &member.membership;
        vec![
            html! { (Link::new(at(region, &format!("/members/{}", row.municipality_id)), member.name.clone())) },
            html! { (member.number) },
            html! { (day(lang, row.from_day)) },
            html! { @if let Some(to) = row.to_day { (day(lang, to)) } },
            html! { (member_status(lang, row, today)) },
            html! { (sharing_word(lang, row.sharing)) },
        ]
    });
    Table::new(id, lang.t("members-title"), columns.to_vec()).rows(rows)
}

/// What is shown of adding a member.
pub(super) struct Adding<'a> {
    /// Whether this person may.
    pub may: bool,
    /// What was typed.
    pub form: &'a forms::Form,
    /// What the search found.
    pub found: &'a [Numbered],
    /// Whether it found more than is shown.
    pub more: bool,
    /// What was wrong.
    pub refusal: Option<&'a Refusal>,
}

/// The members page.
pub(super) fn members(
    call: &Call,
    region: &Region,
    members: &[NamedMember],
    today: Day,
    adding: &Adding<'_>,
) -> Markup {
    let lang = call.lang();
    let (past, current): (Vec<_>, Vec<_>) =
        members.iter().partition(|member| member.membership.to_day.is_some_and(|to| to <= today));
    let now = current.iter().filter(|member| member.membership.counts_on(today)).count();
    let settings = || LinkButton::new(ButtonKind::Secondary, at(region, "/settings"), lang.t("region-settings-title"));
    let actions = if adding.may { vec![html! { (settings()) }] } else { Vec::new() };
    let mut table = members_table(call, region, "members", &current, today);
    table.caption_hidden = true;
    table.empty = Some(html! { (Empty::new(lang.t("members-none"), lang.t("members-none-why"))) });
    let parts = html! {
        (table)
        @if !past.is_empty() {
            (Details::new(lang.t("members-past"), html! { (members_table(call, region, "past-members", &past, today)) }))
        }
        @if adding.may { (add_section(call, region, adding, today)) }
    };
    let body = shell::under_errors(lang, adding.refusal, parts);
    let page = Page {
        title_prefix: adding.refusal.map(|_| lang.t("error-prefix")),
        lead: Some(t!(lang, "members-count", count = now)),
        actions,
        ..in_region(call, region, lang.t("members-title"), body)
    };
    html! { (page) }
}

fn add_section(call: &Call, region: &Region, adding: &Adding<'_>, today: Day) -> Section {
    let lang = call.lang();
    let query = adding.form.raw("query");
    let search = Form::get(
        at(region, "/members#add"),
        html! {
            (Field::text("query", lang.t("register-search")).value(query).description(lang.t("register-search-help")))
        },
    )
    .id("search-municipality")
    .action(Button::new(ButtonKind::Secondary, lang.t("search")));
    let choices = adding
        .found
        .iter()
        .map(|row| Choice {
            description: Some(row.county.clone()).filter(|county| !county.is_empty()),
            ..Choice::new(row.municipality_id.to_string(), format!("{} ({})", row.name, row.number))
        })
        .collect();
    let error = |name| shell::error_at(lang, adding.refusal, name);
    let from = adding.form.some("from").unwrap_or_else(|| today.to_string());
    let add = Form::post(
        at(region, "/members"),
        call.csrf(),
        html! {
            (Field::hidden("query", query))
            (marked(lang, Field::new("municipality_id", lang.t("member-municipality"), Control::Radios(choices))
                .value(adding.form.raw("municipality_id")).error(error("municipality_id"))))
            @if adding.more { p { (lang.t("register-more")) } }
            (marked(lang, Field::new("from", lang.t("member-from"), Control::Date)
                .value(from).description(lang.t("member-from-help")).error(error("from"))))
        },
    )
    .id("add-member")
    .action(Button::primary(lang.t("add-member")));
    Section {
        id: Some("add".into()),
        framed: true,
        ..Section::new(
            lang.t("add-member-title"),
            html! {
                (search)
                @if !adding.found.is_empty() {
                    (add)
                } @else if !query.trim().is_empty() {
                    p { (t!(lang, "register-nothing", query = query.to_owned())) }
                }
            },
        )
    }
}

/// What this person may do with a membership.
#[derive(Clone, Copy)]
pub(super) struct MemberMay {
    /// End it.
    pub end: bool,
    /// Decide who sees its figures.
    pub share: bool,
}

/// One membership.
pub(super) fn member(
    call: &Call,
    region: &Region,
    member: &Membership,
    known: Option<&Numbered>,
    may: MemberMay,
    typed: &forms::Form,
    refusal: Option<&Refusal>,
) -> Markup {
    let lang = call.lang();
    let name = known.map(|row| row.name.clone()).unwrap_or_default();
    let mut facts = Definitions::new();
    if let Some(row) = known {
        facts =
            facts.with(lang.t("member-number"), row.number.as_str()).with(lang.t("member-county"), row.county.as_str());
    }
    facts = facts.with(lang.t("member-from"), day(lang, member.from_day));
    if let Some(to) = member.to_day {
        facts = facts.with(lang.t("member-to"), day(lang, to));
    }
    facts = facts.with(lang.t("member-sharing"), sharing_word(lang, member.sharing));
    let here = at(region, &format!("/members/{}", member.municipality_id));
    let parts = html! {
        (facts)
        @if may.share { (sharing_section(call, &here, member)) }
        @if may.end { (end_section(call, &here, typed, refusal)) }
    };
    let body = shell::under_errors(lang, refusal, parts);
    let mut page = in_region(call, region, name, body);
    page.above.push(Link::new(at(region, "/members"), lang.t("members-title")));
    page.kicker = Some(lang.t("member-kicker"));
    page.narrow = true;
    page.title_prefix = refusal.map(|_| lang.t("error-prefix"));
    html! { (page) }
}

fn sharing_section(call: &Call, here: &str, member: &Membership) -> Section {
    let lang = call.lang();
    let choices = Sharing::ALL
        .iter()
        .map(|sharing| Choice {
            description: Some(lang.t(&format!("sharing-{}-help", sharing.as_str()))),
            ..Choice::new(sharing.as_str(), sharing_word(lang, *sharing))
        })
        .collect();
    let form = Form::post(
        format!("{here}/sharing"),
        call.csrf(),
        html! {
            (Field::hidden("version", member.version.to_string()))
            (Field::new("figures", lang.t("sharing-question"), Control::Radios(choices)).value(member.sharing.as_str()))
        },
    )
    .id("sharing")
    .action(Button::primary(lang.t("save")));
    Section::new(lang.t("sharing-title"), html! { (form) })
}

fn end_section(call: &Call, here: &str, typed: &forms::Form, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let today = call.app().db.now().day().to_string();
    let form = Form::post(
        format!("{here}/end"),
        call.csrf(),
        html! {
            (marked(lang, Field::new("on", lang.t("end-member-on"), Control::Date)
                .value(typed.some("on").unwrap_or(today)).description(lang.t("end-member-on-help"))
                .error(shell::error_at(lang, refusal, "on"))))
        },
    )
    .id("end-member")
    .action(Button::new(ButtonKind::Danger, lang.t("end-member")));
    Section { lead: Some(lang.t("end-member-lead")), ..Section::new(lang.t("end-member-title"), html! { (form) }) }
}
