//! How the page looks from which a region reminds of what is overdue.

use maud::{Markup, html};

use super::Town;
use super::pages::Shown;
use crate::i18n::Lang;
use crate::refusal::Refusal;
use crate::reminders::rules::{NUDGE_REST, Reach};
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Details, Empty, Field, Form, Link, LinkButton, Page, Row,
    Table, Time,
};
use crate::web::{Call, forms, shell};

pub(super) fn page(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let to_region = format!("/regions/{}", shown.region.id);
    let count: usize = shown.towns.iter().map(|town| town.overdue.len()).sum();
    let body = html! {
        @if shown.towns.is_empty() {
            (Empty::new(lang.t("nudge-none"), lang.t("nudge-none-why"))
                .with_action(LinkButton::new(ButtonKind::Secondary, to_region.clone(), lang.t("see-region"))))
        } @else if shown.towns.iter().any(Town::can_be_nudged) {
            (form(call, shown, typed, refusal))
        } @else {
            (Alert::info(lang.t("nudge-nobody-now"), html! { ul.ds-list { @for town in &shown.towns {
                li { (town.name) ": " (said(lang, town)) }
            } } }))
        }
        @if !shown.towns.is_empty() {
            (Details::new(t!(lang, "nudge-which", count = count), html! { (measurements(lang, shown)) }))
        }
    };
    let page = Page {
        lead: (count > 0).then(|| t!(lang, "nudge-lead", days = NUDGE_REST)),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        above: vec![Link::new("/regions", lang.t("nav-regions")), Link::new(to_region, shown.region.name.clone())],
        notice: sent(call),
        ..shell::region_page(call, &shown.region, lang.t("nudge-title"), shell::under_errors(lang, refusal, body))
    };
    html! { (page) }
}

fn sent(call: &Call) -> Option<Markup> {
    let lang = call.lang();
    let count: u32 = call.query_word("sent")?.parse().ok()?;
    let alert = match count {
        0 => Alert::info(lang.t("nudge-sent-none"), html! { p { (lang.t("nudge-sent-none-why")) } }),
        _ => Alert::success(t!(lang, "nudge-sent", count = count), html! { p { (lang.t("nudge-sent-next")) } }),
    };
    Some(html! { (alert) })
}

fn form(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Form {
    let lang = call.lang();
    let chosen = typed.all("nudge");
    let (now, not_now): (Vec<&Town>, Vec<&Town>) = shown.towns.iter().partition(|town| town.can_be_nudged());
    let choices = now.into_iter().map(|town| {
        let id = town.id.to_string();
        let checked = refusal.is_none() || chosen.contains(&id);
        let label = t!(lang, "nudge-town", municipality = town.name.clone(), count = town.overdue.len());
        Choice { checked, description: Some(said(lang, town)), ..Choice::new(id, label) }
    });
    let fields = html! {
        (Field::new("nudge", lang.t("nudge-whom"), Control::Checkboxes(choices.collect()))
            .error(shell::error_at(lang, refusal, "nudge")))
        @for town in not_now { p { (town.name) ": " (said(lang, town)) } }
        (Field::new("message", lang.t("nudge-message"), Control::TextArea { rows: 3 })
            .description(lang.t("nudge-message-help")).value(typed.raw("message"))
            .error(shell::error_at(lang, refusal, "message")))
    };
    Form::post(format!("/regions/{}/overdue", shown.region.id), call.csrf(), fields)
        .id("nudge-form")
        .action(Button::primary(lang.t("nudge-send")))
}

/// Whom a reminder reaches in a municipality, and whom it does not, with why.
fn said(lang: Lang, town: &Town) -> String {
    let mut said = Vec::new();
    let mut say = |key: &str, names: Vec<&str>| {
        if !names.is_empty() {
            said.push(t!(lang, key, names = names.join(", ")));
        }
    };
    say("nudge-reaches", town.people(|reach| reach == Reach::Now));
    say("nudge-unwanted", town.people(|reach| reach == Reach::Unwanted));
    say("nudge-invited", town.people(|reach| reach == Reach::Invited));
    if let Some(day) = town.nudged_on() {
        said.push(t!(lang, "nudge-last", day = lang.day(day)));
    }
    if town.overdue.iter().any(|one| one.waits_for.is_empty()) {
        said.push(lang.t("nudge-nobody"));
    }
    said.join(" ")
}

fn measurements(lang: Lang, shown: &Shown) -> Table {
    let columns = vec![
        Column::text(lang.t("municipality")),
        Column::text(lang.t("benefit")),
        Column::text(lang.t("due-label")),
        Column::text(lang.t("nudge-waits-for")),
    ];
    let rows = shown.towns.iter().flat_map(|town| {
        town.overdue.iter().map(move |one| {
            let names: Vec<&str> = one.waits_for.iter().map(|(_, name, _)| name.as_str()).collect();
            let benefit = Link::new(format!("/commitments/{}", one.item.commitment_id), one.item.benefit.clone());
            let days = one.item.due_on.days_until(shown.today);
            Row::from(vec![
                html! { (town.name) },
                html! { (benefit) br; small { (one.project) } },
                html! { (Time::day(one.item.due_on.date(), lang.day(one.item.due_on))) @if days > 0 { br; small { (t!(lang, "nudge-days", days = days)) } } },
                html! { (if names.is_empty() { "–".to_owned() } else { names.join(", ") }) },
            ])
        })
    });
    let mut table = Table::new("overdue", lang.t("nudge-table"), columns).rows(rows.collect::<Vec<_>>());
    table.caption_hidden = true;
    table
}
