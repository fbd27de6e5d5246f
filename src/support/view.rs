//! How support looks.

use maud::{Markup, html};

use super::pages::Shown;
use super::store::Support;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Empty, Field, Form, Link, Mark, Page, PostButton, Row, Section,
    Status, Table, Time, Tone,
};
use crate::web::{Call, forms, shell};

pub(super) fn page(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let parts = html! {
        @if shown.rows.is_empty() {
            (Empty::new(lang.t("support-none"), lang.t("support-none-why")))
        } @else {
            (Section::new(lang.t("support-given"), html! { (table(call, shown)) }))
            @if shown.members.len() > 1 { (Section::new(lang.t("support-sums"), html! { (sums(lang, shown)) })) }
        }
        @if shown.may_log { (form(call, shown, typed, refusal)) }
    };
    let page = Page {
        lead: Some(lang.t("support-lead")),
        above: vec![Link::new(format!("/regions/{}", shown.region.id), shown.region.name.clone())],
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: call.query_word("saved").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, &shown.region, lang.t("support-title"), shell::under_errors(lang, refusal, parts))
    };
    html! { (page) }
}

fn table(call: &Call, shown: &Shown) -> Table {
    let lang = call.lang();
    let rows = shown.rows.iter().map(|row| {
        let project = row.project_id.and_then(|id| shown.projects.iter().find(|(known, _)| *known == id));
        let municipality = shown.given_to.get(&row.municipality_id).cloned().unwrap_or_default();
        let by = row.recorded_by.and_then(|id| shown.names.get(&id)).cloned().unwrap_or_default();
        Row::new([
            &html! { (Time::day(row.on_day.date(), lang.day(row.on_day))) },
            &municipality,
            &html! { (row.what) @if let Some((_, title)) = project { br; (title) } },
            &lang.number(row.hours, 0),
            &by,
            &follow_up(call, shown, row),
        ])
    });
    let columns = vec![
        Column::text(lang.t("support-on")),
        Column::text(lang.t("municipality")),
        Column::text(lang.t("support-what")),
        Column::number(lang.t("support-hours")),
        Column::text(lang.t("support-by")),
        Column::text(lang.t("support-follow-up")),
    ];
    let mut table = Table::new("support", lang.t("support-given"), columns).rows(rows.collect::<Vec<_>>());
    table.caption_hidden = true;
    table
}

fn follow_up(call: &Call, shown: &Shown, row: &Support) -> Markup {
    let lang = call.lang();
    let late = row.follow_up_by.is_some_and(|by| by < shown.today);
    let done = PostButton {
        action: format!("/support/{}/followed-up", row.id),
        csrf: call.csrf(),
        button: Button {
            full_label: Some(t!(lang, "support-follow-up-done-of", what = row.follow_up.clone())),
            ..Button::new(ButtonKind::Tertiary, lang.t("support-follow-up-done"))
        },
        fields: Vec::new(),
    };
    html! {
        @if !row.follow_up.is_empty() {
            (row.follow_up)
            @if let Some(by) = row.follow_up_by { " (" (Time::day(by.date(), lang.day(by))) ")" }
            " "
            @if row.followed_up { (Status::new(Tone::Done, lang.t("support-followed-up"))) }
            @else if late { (Status::new(Tone::Late, lang.t("overdue"))) }
            @if shown.may_log && !row.followed_up { (done) }
        }
    }
}

/// Hours for each municipality: the region sees where its time goes.
fn sums(lang: Lang, shown: &Shown) -> Table {
    let rows = shown.members.iter().map(|member| {
        let own = shown.rows.iter().filter(|row| row.municipality_id == member.membership.municipality_id);
        let (mut hours, mut count) = (Decimal::ZERO, 0_i64);
        for row in own {
            hours = Decimal::from_micros(hours.micros().saturating_add(row.hours.micros()));
            count += 1;
        }
        Row::new([&member.name, &lang.count(count), &lang.number(hours, 0)])
    });
    let columns = vec![
        Column::text(lang.t("municipality")),
        Column::number(lang.t("support-times")),
        Column::number(lang.t("support-hours")),
    ];
    let mut table = Table::new("support-sums", lang.t("support-sums"), columns).rows(rows.collect::<Vec<_>>());
    table.caption_hidden = true;
    table
}

fn form(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let mut towns = vec![Choice::new("", lang.t("choose"))];
    towns.extend(
        shown
            .members
            .iter()
            .map(|member| Choice::new(member.membership.municipality_id.to_string(), member.name.clone())),
    );
    let mut projects = vec![Choice::new("", lang.t("support-no-project"))];
    projects.extend(shown.projects.iter().map(|(id, title)| Choice::new(id.to_string(), title.clone())));
    let optional = || Mark::Optional(lang.t("optional-mark"));
    let town = typed.some("municipality_id").or_else(|| call.query_word("municipality")).unwrap_or_default();
    let on = typed.some("on").unwrap_or_else(|| shown.today.to_string());
    let fields = html! {
        (Field::new("municipality_id", lang.t("municipality"), Control::Select(towns))
            .value(town).error(at("municipality_id")))
        (Field::new("project_id", lang.t("project"), Control::Select(projects))
            .value(typed.raw("project_id")).error(at("project_id")))
        (Field::new("on", lang.t("support-on"), Control::Date).value(on).error(at("on")))
        (Field::new("hours", lang.t("support-hours"), Control::Decimal { unit: lang.t("support-hours-unit") })
            .value(typed.raw("hours")).error(at("hours")))
        (Field::new("what", lang.t("support-what"), Control::TextArea { rows: 3 })
            .value(typed.raw("what")).error(at("what")))
        (Field::new("follow_up", lang.t("support-follow-up"), Control::TextArea { rows: 2 }).mark(optional())
            .value(typed.raw("follow_up")).error(at("follow_up")))
        (Field::new("follow_up_by", lang.t("support-follow-up-by"), Control::Date).mark(optional())
            .value(typed.raw("follow_up_by")).error(at("follow_up_by")))
    };
    let form = Form::post(format!("/regions/{}/support", shown.region.id), call.csrf(), fields)
        .id("support-form")
        .action(Button::primary(lang.t("support-save")));
    Section { framed: true, ..Section::new(lang.t("support-new"), html! { (form) }) }
}
