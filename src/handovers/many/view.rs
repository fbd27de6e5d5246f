//! How the page looks from which a project's batons are sent: prepare, vouch, send, each only while there is something to
//! do.

use maud::{Markup, html};

use super::Lane;
use super::pages::Shown;
use crate::handovers::rules::State;
use crate::handovers::view::parts::{missing_link, missing_words, state_tone, state_word};
use crate::i18n::Lang;
use crate::projects::parts::{above, parts};
use crate::refusal::{FieldError, Refusal};
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Check, Choice, Column, Control, Details, Empty, Field, Fieldset, Form, Link, LinkButton,
    Page, Row, Section, Status, Table,
};
use crate::web::{Call, shell};

/// The page.
pub(super) fn page(call: &Call, shown: &Shown, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let unprepared = shown.lanes.iter().filter(|lane| lane.row.is_none()).count();
    let waiting = shown.lanes.iter().any(|lane| lane.waits(shown.today));
    let vouched = shown.stands.iter().all(|(_, stands)| *stands == shown.drafts) && refusal.is_none();
    let body = html! {
        (parts(call, &shown.project))
        @if shown.lanes.is_empty() {
            (Empty::new(lang.t("many-nobody"), lang.t("many-nobody-why")).with_action(LinkButton::new(
                ButtonKind::Secondary,
                format!("/projects/{}/participants", shown.project.id),
                lang.t("project-municipalities"),
            )))
        } @else {
            (table(call, shown))
            @if shown.may_offer && unprepared > 0 { (prepare(call, shown, unprepared, refusal)) }
            @if shown.may_vouch && shown.drafts > 0 && !vouched { (vouch_section(call, shown, refusal)) }
            @if shown.may_offer && waiting { (send(call, shown, refusal)) }
            @if shown.may_vouch && shown.drafts > 0 && vouched {
                (Details::new(lang.t("many-vouch-heading"), html! { (vouch(call, shown, refusal)) }))
            }
        }
    };
    let page = Page {
        above: above(lang, &shown.project),
        kicker: Some(shown.project.title.clone()),
        // Counted from one's own municipality alone it would pass for the project's.
        lead: (shown.sees_all && !shown.lanes.is_empty()).then(|| lead(lang, shown)),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: done(call),
        ..shell::region_page(call, &shown.region, lang.t("many-title"), shell::under_errors(lang, refusal, body))
    };
    html! { (page) }
}

fn lead(lang: Lang, shown: &Shown) -> String {
    let held = shown.lanes.iter().filter_map(|lane| lane.row.as_ref()).filter(|row| row.state.is_held()).count();
    let open = shown.lanes.iter().filter_map(|lane| lane.row.as_ref()).filter(|row| row.state.is_open()).count();
    let ready = shown.lanes.iter().filter(|lane| lane.is_ready(shown.today)).count();
    t!(lang, "many-lead", all = shown.lanes.len(), ready = ready, open = open, held = held)
}

fn done(call: &Call) -> Option<Markup> {
    let lang = call.lang();
    let count: u32 = call.query_word("count").and_then(|count| count.parse().ok()).unwrap_or(0);
    let key = match call.query_word("done")?.as_str() {
        "prepared" => "many-prepared",
        "vouched" => "many-vouched",
        "sent" => "many-sent",
        _ => return None,
    };
    Some(html! { (Alert::success(t!(lang, key, count = count), html! {})) })
}

fn table(call: &Call, shown: &Shown) -> Table {
    let lang = call.lang();
    let rows = shown
        .lanes
        .iter()
        .map(|lane| {
            let name = match &lane.row {
                Some(row) => html! { (Link::new(format!("/handovers/{}", row.id), lane.name.clone())) },
                None => html! { (lane.name) },
            };
            let state = match &lane.row {
                Some(row) => {
                    html! { (Status::new(state_tone(row.state), state_word(lang, row.state))) }
                }
                None => html! { (lang.t("many-not-prepared")) },
            };
            let answer_by = lane.row.as_ref().filter(|row| row.state.is_open()).map(|row| lang.day(row.answer_by));
            Row::new([&name, &state, &answer_by.unwrap_or_default(), &missing(lang, shown, lane)])
        })
        .collect();
    Table {
        id: "lanes".into(),
        caption: lang.t("many-title"),
        caption_hidden: true,
        columns: vec![
            Column::text(lang.t("municipality")),
            Column::text(lang.t("state")),
            Column::text(lang.t("handover-answer-by")),
            Column::text(lang.t("many-missing")),
        ],
        rows,
        ..Table::default()
    }
}

/// What is missing, each with the page on which it is mended; a check only by its number, since there are ten.
fn missing(lang: Lang, shown: &Shown, lane: &Lane) -> Markup {
    let Some(row) = lane.row.as_ref().filter(|_| lane.waits(shown.today)) else { return html! {} };
    if lane.missing.is_empty() {
        return html! { (lang.t("many-ready")) };
    }
    let is_check = |error: &&FieldError| error.pointer.as_deref().is_some_and(|it| it.starts_with("/readiness/"));
    let checks = lane.missing.iter().filter(is_check).count();
    html! {
        ul.ds-list {
            @if checks > 0 {
                li { (Link::new(format!("/handovers/{}", row.id), t!(lang, "many-checks-missing", count = checks))) }
            }
            @for error in lane.missing.iter().filter(|error| !is_check(error)) {
                li { (Link::new(missing_link(row, error.pointer.as_deref().unwrap_or("")), missing_words(lang, error))) }
            }
        }
    }
}

fn prepare(call: &Call, shown: &Shown, count: usize, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let typed = crate::web::forms::Form::read(call.body());
    let usual = shown.today.plus_days(shown.region.answer_days).unwrap_or(shown.today).to_string();
    let fields = html! {
        (Field::new("answer_by", lang.t("handover-answer-by"), Control::Date)
            .value(typed.some("answer_by").unwrap_or(usual)).error(shell::error_at(lang, refusal, "answer_by")))
        (Field::new("message", lang.t("many-message"), Control::TextArea { rows: 3 })
            .description(lang.t("many-message-help")).value(typed.raw("message"))
            .error(shell::error_at(lang, refusal, "message")))
    };
    let form = Form::post(format!("/projects/{}/relay/prepare", shown.project.id), call.csrf(), fields)
        .id("prepare-all")
        .action(Button::new(ButtonKind::Secondary, t!(lang, "many-prepare", count = count)));
    Section { framed: true, ..Section::new(lang.t("many-prepare-heading"), html! { (form) }) }
}

fn vouch_section(call: &Call, shown: &Shown, refusal: Option<&Refusal>) -> Section {
    let form = vouch(call, shown, refusal);
    Section { framed: true, ..Section::new(call.lang().t("many-vouch-heading"), html! { (form) }) }
}

fn vouch(call: &Call, shown: &Shown, refusal: Option<&Refusal>) -> Form {
    let lang = call.lang();
    let typed = crate::web::forms::Form::read(call.body());
    let checks = html! {
        @for (check, stands) in &shown.stands {
            @let name = format!("check_{}", check.as_str());
            (Check {
                error: shell::error_at(lang, refusal, &name),
                checked: typed.ticked(&name),
                label: lang.t(&format!("check-{}", check.as_str().replace('_', "-"))),
                description: Some(t!(lang, "many-check-stands", stands = stands, drafts = shown.drafts)),
                name,
                ..Check::default()
            })
        }
    };
    let fields = html! {
        (Fieldset { legend: lang.t("many-checks"), description: Some(lang.t("many-checks-help")), body: checks })
        (Field::text("note", lang.t("many-note")).value(typed.raw("note")))
    };
    Form::post(format!("/projects/{}/relay/readiness", shown.project.id), call.csrf(), fields)
        .id("vouch-all")
        .action(Button::new(ButtonKind::Secondary, t!(lang, "many-vouch", count = shown.drafts)))
}

fn send(call: &Call, shown: &Shown, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let typed = crate::web::forms::Form::read(call.body());
    let ready: Vec<&Lane> = shown.lanes.iter().filter(|lane| lane.is_ready(shown.today)).collect();
    let left = shown.lanes.iter().filter(|lane| lane.waits(shown.today)).count() - ready.len();
    let chosen = typed.all("send");
    let choices = ready
        .iter()
        .map(|lane| {
            let id = lane.municipality_id.to_string();
            // Who said no is sent a new offer only by choice.
            let refused = lane.row.as_ref().is_some_and(|row| row.state == State::Refused);
            let checked = (chosen.is_empty() && refusal.is_none() && !refused) || chosen.contains(&id);
            Choice { checked, ..Choice::new(id, lane.name.clone()) }
        })
        .collect();
    let body = html! {
        @if left > 0 { (Alert::info(t!(lang, "many-left", count = left), html! { p { (lang.t("many-left-why")) } })) }
        @if ready.is_empty() {
            p { (lang.t("many-none-ready")) }
        } @else {
            (Form::post(format!("/projects/{}/relay/offers", shown.project.id), call.csrf(), html! {
                (Field::new("send", lang.t("many-to-whom"), Control::Checkboxes(choices))
                    .error(shell::error_at(lang, refusal, "send")))
                (Field::new("offer_answer_by", lang.t("many-answer-by"), Control::Date)
                    .description(lang.t("many-answer-by-help"))
                    .value(typed.raw("offer_answer_by")).error(shell::error_at(lang, refusal, "offer_answer_by")))
            }).id("offer-all").action(Button::primary(lang.t("offer-button"))))
        }
    };
    Section { framed: true, ..Section::new(lang.t("offer-heading"), body) }
}
