//! How examples look.

use maud::{Markup, html};

use super::pages::{List, Shown, Writing};
use super::rules::{Effect, State};
use crate::benefits::rules::Class;
use crate::decimal::{Decimal, Figure};
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Definitions, Empty, Field, Form, Link, LinkButton, Page,
    PostButton, Row, Section, Status, Table, Tone,
};
use crate::web::sheet::{Sheet, choices};
use crate::web::{Call, shell};

fn state(lang: Lang, state: State) -> Status {
    let tone = match state {
        State::Draft => Tone::NotStarted,
        State::Shared => Tone::Done,
        State::Withdrawn => Tone::Stopped,
    };
    Status::new(tone, lang.t(&format!("example-state-{}", state.as_str())))
}

/// `/regions/{id}/examples`
pub(super) fn list(call: &Call, shown: &List) -> Markup {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("example")),
        Column::text(lang.t("municipality")),
        Column::text(lang.t("project")),
        Column::text(lang.t("example-state")),
        Column::number(lang.t("example-users")),
    ];
    let rows: Vec<Row> = shown
        .rows
        .iter()
        .map(|one| {
            Row::new([
                &Link::new(format!("/examples/{}", one.row.id), one.row.title.clone()),
                &one.municipality,
                &one.project,
                &state(lang, one.row.state),
                &one.users.to_string(),
            ])
        })
        .collect();
    let empty = if shown.filter.is_empty() {
        Empty::new(lang.t("examples-none"), lang.t("examples-none-why"))
    } else {
        let all = format!("/regions/{}/examples", shown.region.id);
        Empty::new(lang.t("examples-none-found"), lang.t("examples-none-found-why")).with_action(LinkButton::new(
            ButtonKind::Secondary,
            all,
            lang.t("examples-all"),
        ))
    };
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("examples", lang.t("examples"), columns).rows(rows)
    };
    let page = Page {
        lead: Some(lang.t("examples-lead")),
        above: vec![Link::new(format!("/regions/{}", shown.region.id), shown.region.name.clone())],
        ..shell::region_page(call, &shown.region, lang.t("examples"), html! { (filter(lang, shown)) (table) })
    };
    html! { (page) }
}

fn filter(lang: Lang, shown: &List) -> Markup {
    let any = || Choice::new("", lang.t("examples-any"));
    let projects = std::iter::once(any())
        .chain(shown.projects.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone())));
    let members = std::iter::once(any()).chain(
        shown.members.iter().map(|one| Choice::new(one.membership.municipality_id.to_string(), one.name.clone())),
    );
    let mut themes: Vec<&str> =
        shown.projects.iter().map(|one| one.theme.as_str()).filter(|theme| !theme.is_empty()).collect();
    themes.sort_unstable();
    themes.dedup();
    let themes = std::iter::once(any()).chain(themes.into_iter().map(|theme| Choice::new(theme, theme)));
    let classes = choices(lang, "class", Class::ALL.iter().map(|class| class.as_str()), Some("examples-any"));
    let asked = &shown.filter;
    let select = |name: &str, label: &str, choices: Vec<Choice>, value: &str| {
        Field::new(name, lang.t(label), Control::Select(choices)).value(value)
    };
    let fields = html! {
        @if shown.benefit.is_some() { (Field::hidden("benefit_id", asked.benefit.clone())) }
        (Field::text("q", lang.t("examples-words")).value(asked.words.clone()))
        (select("project_id", "project", projects.collect(), &asked.project))
        (select("municipality_id", "municipality", members.collect(), &asked.municipality))
        (select("theme", "theme", themes.collect(), &asked.theme))
        (select("class", "class", classes, &asked.class))
    };
    let mut form = Form::get(format!("/regions/{}/examples", shown.region.id), fields).id("filter-examples");
    form.inline = true;
    html! {
        @if let Some(benefit) = &shown.benefit {
            p { (t!(lang, "examples-of-benefit", benefit = benefit.clone())) }
        }
        (form.action(Button::new(ButtonKind::Secondary, lang.t("examples-show"))))
    }
}

/// `/examples/{id}`
pub(super) fn one(call: &Call, shown: &Shown) -> Markup {
    let lang = call.lang();
    let row = &shown.row;
    let mut facts = Definitions::new().with(lang.t("example-done"), paragraphs(&row.done));
    if !row.took.is_empty() {
        facts = facts.with(lang.t("example-took"), paragraphs(&row.took));
    }
    let mail = Link::new(format!("mailto:{}", row.contact_email), row.contact_email.clone());
    facts = facts.with(lang.t("example-contact"), html! { (row.contact_name) ", " (mail) });
    if let Some(on) = row.shared_on {
        facts = facts.with(lang.t("example-shared-on"), lang.day(on));
    }
    let body = html! {
        @if shown.may_tell || row.state != State::Shared { p { (state(lang, row.state)) } }
        @if shown.may_tell && !shown.may_share && row.state != State::Shared { p { (lang.t("example-who-shares")) } }
        (facts)
        @if let Some(effect) = &shown.effect { (effect_section(lang, shown, effect)) }
        (users(call, shown))
    };
    let post = |path: &str, kind: ButtonKind, key: &str| {
        let button = PostButton {
            action: format!("/examples/{}/{path}", row.id),
            csrf: call.csrf(),
            button: Button::new(kind, lang.t(key)),
            fields: vec![("version".to_owned(), row.version.to_string())],
        };
        html! { (button) }
    };
    let mut actions = Vec::new();
    if shown.may_share {
        actions.push(match row.state {
            State::Shared => post("withdraw", ButtonKind::Secondary, "example-withdraw"),
            State::Draft | State::Withdrawn => post("share", ButtonKind::Primary, "example-share"),
        });
    }
    if shown.may_tell {
        let edit = LinkButton::new(ButtonKind::Secondary, format!("/examples/{}/edit", row.id), lang.t("example-edit"));
        actions.push(html! { (edit) });
    }
    let done = call
        .query_word("done")
        .filter(|word| ["saved", "shared", "withdrawn", "reused", "reuse-ended"].contains(&word.as_str()));
    let page = Page {
        kicker: Some(format!("{} · {}", shown.municipality, shown.benefit)),
        above: vec![
            Link::new(format!("/regions/{}/examples", shown.region.id), lang.t("examples")),
            Link::new(format!("/projects/{}", row.project_id), shown.project.clone()),
        ],
        notice: done.map(|word| {
            let alert = Alert::success(lang.t(&format!("example-{word}")), html! {});
            html! { (alert) }
        }),
        actions,
        ..shell::region_page(call, &shown.region, row.title.clone(), body)
    };
    html! { (page) }
}

fn paragraphs(text: &str) -> Markup {
    html! { @for part in text.split("\n\n") { p { (part) } } }
}

fn effect_section(lang: Lang, shown: &Shown, effect: &Effect) -> Section {
    let amount = |value: Decimal| with_unit(&lang.number(value, effect.decimals), &effect.unit);
    let planned = Figure::from(effect.planned).rounded(effect.decimals.max(1));
    let planned = planned.format_local(lang.numbers(), Some(effect.decimals));
    let on = lang.day(effect.measured.on);
    let mut facts = Definitions::new()
        .with(lang.t("example-indicator"), &effect.indicator)
        .with(
            lang.t("baseline"),
            t!(lang, "example-value-on", value = amount(effect.baseline.value), day = lang.day(effect.baseline.on)),
        )
        .with(
            lang.t("example-measured"),
            match &shown.about {
                Some(about) => t!(lang, "example-value-on", value = amount(effect.measured.value), day = about.clone()),
                None => t!(lang, "example-value-on", value = amount(effect.measured.value), day = on),
            },
        )
        .with(lang.t("example-planned"), with_unit(&planned, &effect.unit));
    if let Some(n) = effect.n {
        facts = facts.with(lang.t("example-answered"), n.to_string());
    }
    let told = if shown.row.state == State::Shared { "example-effect-frozen" } else { "example-effect-will" };
    let body = html! {
        (facts)
        p { (lang.t(told)) }
        @if shown.series {
            p { (Link::new(format!("/commitments/{}", shown.row.commitment_id), lang.t("example-effect-now"))) }
        }
    };
    Section::new(lang.t("example-effect"), body)
}

/// Who uses it, and the way to say that one does.
fn users(call: &Call, shown: &Shown) -> Section {
    let lang = call.lang();
    let uses = |town| shown.users.iter().any(|(user, _)| user.municipality_id == town);
    let body = html! {
        @if shown.users.is_empty() { p { (lang.t("example-unused")) } } @else {
            p { (t!(lang, "example-used-by", count = shown.users.len())) }
            ul.ds-list {
                @for (user, name) in &shown.users {
                    li { (name) @if !user.note.is_empty() { ": " (user.note) } }
                }
            }
        }
        @if shown.row.state == State::Shared {
            @for (town, name) in &shown.may_use {
                @if uses(*town) {
                    (PostButton {
                        action: format!("/examples/{}/reuse/end", shown.row.id),
                        csrf: call.csrf(),
                        button: Button::new(ButtonKind::Secondary, t!(lang, "example-end-reuse", name = name.clone())),
                        fields: vec![("municipality_id".into(), town.to_string())],
                    })
                } @else {
                    (Form::post(format!("/examples/{}/reuse", shown.row.id), call.csrf(), html! {
                        (Field::hidden("municipality_id", town.to_string()))
                        (Field::text("note", lang.t("example-note")))
                    }).id(format!("reuse-{town}")).action(Button::primary(t!(lang, "example-reuse", name = name.clone()))))
                }
            }
        }
    };
    Section { id: Some("users".into()), ..Section::new(lang.t("example-users-title"), body) }
}

/// The form, for a new example or a known one.
pub(super) fn form(call: &Call, writing: &Writing, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let described = &writing.described;
    let effect = Control::Radios(vec![
        Choice::new("no", lang.t("example-no-effect")),
        Choice::new("yes", t!(lang, "example-tells-effect", indicator = described.indicator.clone())),
    ]);
    let fields = html! {
        (sheet.version())
        (sheet.required("title", "example-title", Control::Text))
        (sheet.required("done", "example-done", Control::TextArea { rows: 6 }).description(lang.t("example-done-help")))
        (sheet.field("took", "example-took", Control::TextArea { rows: 4 }).description(lang.t("example-took-help")))
        (sheet.field("tells_effect", "example-effect", effect).description(lang.t("example-effect-help")))
        (sheet.required("contact_name", "example-contact", Control::Text))
        (sheet.required("contact_email", "example-contact-email", Control::Email))
    };
    let back = match &writing.row {
        Some(row) => format!("/examples/{}", row.id),
        None => format!("/commitments/{}", described.promised.id),
    };
    let form = sheet.post(call, fields).id("example").action(Button::primary(lang.t("save"))).action(LinkButton::new(
        ButtonKind::Secondary,
        back,
        lang.t("cancel"),
    ));
    Page {
        narrow: true,
        kicker: Some(format!("{} · {}", described.municipality, described.benefit)),
        lead: writing.row.is_none().then(|| lang.t("example-form-lead")),
        above: vec![Link::new(format!("/regions/{}/examples", writing.region.id), lang.t("examples"))],
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(
            call,
            &writing.region,
            lang.t(if writing.row.is_some() { "example-edit" } else { "example-new" }),
            html! { (form) },
        )
    }
}
