//! Inhabitants: what stands, and the form to enter more.

use maud::{Markup, html};

use crate::comparisons::pages::Counts;
use crate::i18n::Lang;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{Alert, Button, Choice, Column, Control, Field, Form, Link, Page, Row, Section, Table, Time};
use crate::web::{Call, forms, shell};

/// `/regions/{id}/population`
pub fn page(call: &Call, counts: &Counts, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let parts = html! {
        (Section::new(lang.t("population-stands"), html! { (table(lang, counts)) }))
        @if !counts.may.is_empty() { (form(call, counts, typed, refusal)) }
    };
    let page = Page {
        lead: Some(lang.t("population-lead")),
        above: vec![Link::new(format!("/regions/{}", counts.region.id), counts.region.name.clone())],
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: call.query_word("saved").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(
            call,
            &counts.region,
            lang.t("population-title"),
            shell::under_errors(lang, refusal, parts),
        )
    };
    html! { (page) }
}

fn table(lang: Lang, counts: &Counts) -> Table {
    let columns = vec![
        Column::text(lang.t("municipality")),
        Column::number(lang.t("population-inhabitants")),
        Column::text(lang.t("population-on")),
        Column::text(lang.t("population-source")),
        Column::action(lang.t("actions")),
    ];
    let mut rows = Vec::new();
    for member in &counts.members {
        let town = member.membership.municipality_id;
        let own: Vec<_> = counts.rows.iter().filter(|row| row.municipality_id == town).collect();
        if own.is_empty() {
            let nothing = String::new();
            rows.push(Row::new([&member.name, &lang.t("population-none"), &nothing, &nothing, &nothing]));
        }
        for row in own {
            let href = format!("/regions/{}/population?municipality={town}&on={}", counts.region.id, row.on_day);
            let words = t!(lang, "population-correct", name = member.name.clone(), on = lang.day(row.on_day));
            let change = html! { @if counts.may.contains(&town) { (Link::new(href, words)) } };
            rows.push(Row::new([
                &member.name,
                &lang.count(row.inhabitants),
                &Time::day(row.on_day.date(), lang.day(row.on_day)),
                &row.source,
                &change,
            ]));
        }
    }
    Table { caption_hidden: true, ..Table::new("population", lang.t("population-stands"), columns).rows(rows) }
}

fn form(call: &Call, counts: &Counts, typed: &forms::Form, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let may = counts.members.iter().filter(|member| counts.may.contains(&member.membership.municipality_id));
    let mut towns: Vec<Choice> =
        may.map(|member| Choice::new(member.membership.municipality_id.to_string(), member.name.clone())).collect();
    if towns.len() > 1 {
        towns.insert(0, Choice::new("", lang.t("choose")));
    }
    let people = Control::Decimal { unit: lang.t("population-people") };
    let fields = html! {
        @if let Some(version) = typed.some("version") { (Field::hidden("version", version)) }
        (Field::new("municipality_id", lang.t("municipality"), Control::Select(towns))
            .value(typed.raw("municipality_id")).error(at("municipality_id")))
        (Field::new("on", lang.t("population-on"), Control::Date).value(typed.raw("on")).error(at("on")))
        (Field::new("inhabitants", lang.t("population-inhabitants"), people)
            .value(typed.raw("inhabitants")).error(at("inhabitants")))
        (Field::text("source", lang.t("population-source")).description(lang.t("population-source-help"))
            .value(typed.raw("source")).error(at("source")))
    };
    let form = Form::post(format!("/regions/{}/population", counts.region.id), call.csrf(), fields)
        .id("population-form")
        .action(Button::primary(lang.t("population-save")));
    Section { framed: true, ..Section::new(lang.t("population-enter"), html! { (form) }) }
}
