//! How the event log looks.

use maud::{Markup, html};
use serde_json::Value;

use super::pages::{Words, commitment_of, is_ours, list_in, names_a_person};
use super::rules::Event;
use super::store::Filter;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, RegionId};
use crate::regions::store::Region;
use crate::ui::{
    Button, ButtonKind, Choice, Column, Control, Empty, Field, Form, LinkButton, Page, Pagination, Table, Time,
    ToggleLink, ToggleLinks,
};
use crate::web::{Call, shell};

/// What the page shows.
pub(super) struct Log {
    /// The reader's regions.
    pub regions: Vec<Region>,
    /// The region whose log this is; none for the installation's.
    pub region: Option<RegionId>,
    /// Whether the reader may see the installation's.
    pub installation: bool,
    /// Actions to choose from.
    pub actions: Vec<String>,
    /// Municipalities to choose from.
    pub municipalities: Vec<(MunicipalityId, String)>,
    /// The events.
    pub events: Vec<Event>,
    /// What they point to.
    pub words: Words,
    /// What was asked for.
    pub filter: Filter,
    /// Whether there are older ones.
    pub more: bool,
}

impl Log {
    /// The address of this log with its filter and something more.
    fn href(&self, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(region) = self.region {
            query.append_pair("region", &region.to_string());
        }
        if let Some(action) = &self.filter.action {
            query.append_pair("action", action);
        }
        if let Some(municipality) = self.filter.municipality {
            query.append_pair("municipality", &municipality.to_string());
        }
        query.extend_pairs(more);
        format!("/events?{}", query.finish())
    }
}

/// The page.
pub(super) fn log(call: &Call, log: &Log) -> Markup {
    let lang = call.lang();
    let region = log.regions.iter().find(|region| Some(region.id) == log.region);
    let body = html! {
        (chains(lang, log))
        (filter(lang, log))
        (table(lang, log))
        (pages(lang, log))
        div.actions {
            @for (format, label) in [("csv", "events-csv"), ("excel", "events-excel")] {
                (LinkButton { download: true, ..LinkButton::new(ButtonKind::Tertiary, log.href(&[("format", format)]), lang.t(label)) })
            }
        }
    };
    let mut page = Page {
        lead: Some(lang.t("events-lead")),
        area: region.map(|region| region.name.clone()),
        ..shell::page(call, lang.t("events-title"), body)
    };
    page.shell.context = region.map(|region| region.name.clone());
    html! { (page) }
}

fn chains(lang: Lang, log: &Log) -> Markup {
    let mut links: Vec<ToggleLink> = log
        .regions
        .iter()
        .map(|region| {
            let href = format!("/events?region={}", region.id);
            ToggleLink::new(href, region.name.clone(), Some(region.id) == log.region)
        })
        .collect();
    if log.installation {
        links.push(ToggleLink::new("/events", lang.t("events-installation"), log.region.is_none()));
    }
    html! { @if links.len() > 1 { (ToggleLinks { label: lang.t("events-which"), links }) } }
}

fn filter(lang: Lang, log: &Log) -> Form {
    let mut actions = vec![Choice::new("", lang.t("events-every-action"))];
    actions.extend(log.actions.iter().map(|action| Choice::new(action.as_str(), action_word(lang, action))));
    let mut places = vec![Choice::new("", lang.t("events-every-municipality"))];
    places.extend(log.municipalities.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())));
    let fields = html! {
        @if let Some(region) = log.region { (Field::hidden("region", region.to_string())) }
        (Field::new("action", lang.t("event-action"), Control::Select(actions))
            .value(log.filter.action.as_deref().unwrap_or_default()))
        @if !log.municipalities.is_empty() {
            (Field::new("municipality", lang.t("event-municipality"), Control::Select(places))
                .value(log.filter.municipality.map(|id| id.to_string()).unwrap_or_default()))
        }
    };
    let mut form = Form::get("/events", fields).id("filter-events");
    form.inline = true;
    form.action(Button::new(ButtonKind::Secondary, lang.t("show")))
}

fn table(lang: Lang, log: &Log) -> Table {
    let columns = ["event-at", "event-actor", "event-what", "event-municipality", "event-details"]
        .map(|key| Column::text(lang.t(key)));
    let rows = log.events.iter().map(|event| {
        let municipality = event.municipality_id.and_then(|id| log.words.municipalities.get(&id));
        vec![
            html! { (Time::new(event.at.to_string(), lang.moment(event.at))) },
            html! { (actor(lang, event, &log.words)) },
            html! { (what(lang, event, &log.words)) },
            html! { @if let Some(name) = municipality { (name) } @else { "–" } },
            html! { (details(lang, event, &log.words)) },
        ]
    });
    let mut table = Table::new("events", lang.t("events-title"), columns.to_vec()).rows(rows);
    table.caption_hidden = true;
    table.empty = Some(html! { (Empty::new(lang.t("events-none"), lang.t("events-none-why"))) });
    table
}

/// What was done, in words; the code itself where there are none.
pub fn action_word(lang: Lang, action: &str) -> String {
    lang.find(&format!("event-{}", action.replace('_', "-")), &[]).unwrap_or_else(|| action.to_owned())
}

fn actor(lang: Lang, event: &Event, words: &Words) -> String {
    match &event.actor {
        Some(id) => words.people.get(id).cloned().unwrap_or_else(|| id.clone()),
        // A person acts on a mailed link before they are signed in; then the object is the person.
        None if event.via == "request" => {
            words.people.get(&event.object_id).cloned().unwrap_or_else(|| lang.t("event-nobody"))
        }
        None => lang.t("event-program"),
    }
}

fn what(lang: Lang, event: &Event, words: &Words) -> Markup {
    let object = (event.object_type == "person" && event.actor.as_ref() != Some(&event.object_id))
        .then(|| words.people.get(&event.object_id))
        .flatten();
    html! {
        (action_word(lang, &event.action))
        @if let Some(name) = object.map(String::as_str).or_else(|| words.subjects.name(event)) { ": " (name) }
    }
}

/// Each changed field on a line: before → after.
fn details(lang: Lang, event: &Event, words: &Words) -> Markup {
    let empty = serde_json::Map::new();
    let (old, new) = (event.old.as_object().unwrap_or(&empty), event.new.as_object().unwrap_or(&empty));
    let mut names: Vec<&String> = old.keys().chain(new.keys()).filter(|name| tells_people(name)).collect();
    names.sort();
    names.dedup();
    let said = |name| Said { of: &event.object_type, name };
    html! {
        @if names.is_empty() { "–" } @else {
            ul.ds-list--unstyled {
                @for name in names {
                    li {
                        (field_word(lang, name)) ": "
                        @match (old.get(name), new.get(name)) {
                            (Some(before), Some(after)) => {
                                (value_words(lang, said(name), before, words)) " → " (value_words(lang, said(name), after, words))
                            }
                            (Some(before), None) => del { (value_words(lang, said(name), before, words)) },
                            (None, Some(after)) => (value_words(lang, said(name), after, words)),
                            (None, None) => {}
                        }
                    }
                }
            }
        }
    }
}

fn dashed(text: &str) -> String {
    if text.is_empty() { "–".into() } else { text.to_owned() }
}

/// Which value it is: the field, of what.
#[derive(Clone, Copy)]
struct Said<'a> {
    of: &'a str,
    name: &'a str,
}

/// Ids of things and versions are for programs, which read them in the file and over the API.
fn tells_people(name: &str) -> bool {
    names_a_person(name) || !(name.ends_with("_id") || name == "version")
}

fn field_word(lang: Lang, name: &str) -> String {
    lang.find(&format!("event-field-{}", name.replace('_', "-")), &[]).unwrap_or_else(|| name.replace('_', " "))
}

fn value_words(lang: Lang, said: Said<'_>, value: &Value, words: &Words) -> String {
    if let Some(commitment) = commitment_of(value) {
        let Some(text) = words.committed.get(commitment) else { return lang.t("event-erased") };
        return match list_in(said.name, text) {
            Some(list) => value_words(lang, said, &list, words),
            None if is_ours(said.name) => readable_text(lang, said, text),
            None => dashed(text),
        };
    }
    match value {
        Value::Null => "–".into(),
        Value::Bool(yes) => lang.t(if *yes { "event-yes" } else { "event-no" }),
        Value::String(text) if names_a_person(said.name) => {
            words.people.get(text).cloned().unwrap_or_else(|| text.clone())
        }
        Value::String(text) => readable_text(lang, said, text),
        Value::Array(items) => {
            items.iter().map(|item| value_words(lang, said, item, words)).collect::<Vec<_>>().join("; ")
        }
        Value::Object(members) => {
            let part = |(name, value): (&String, &Value)| {
                let value = value_words(lang, Said { name, ..said }, value, words);
                format!("{} {value}", field_word(lang, name).to_lowercase())
            };
            // Who has their name there is not told of twice.
            let twice = |name: &str| name == "person_id" && members.contains_key("name");
            members
                .iter()
                .filter(|(name, _)| tells_people(name) && !twice(name))
                .map(part)
                .collect::<Vec<_>>()
                .join(", ")
        }
        other => other.to_string(),
    }
}

/// A word of ours in the reader's language, a day or a moment as they are written, anything else as it is.
fn readable_text(lang: Lang, said: Said<'_>, text: &str) -> String {
    let family = match (said.name, said.of) {
        ("status", _) => "account",
        ("scopes", _) => "scope",
        ("form", _) => "accept-form",
        ("among", _) => "anchoring-among",
        ("state", "handover") => "handover-state",
        ("state", "change_step") => "step-state",
        ("state", "project") => "participating",
        ("state", "competence") => "competence-state",
        ("state", "common_item") => "conformity",
        ("state", "example") => "example-state",
        ("kind", "change_step") => "step-kind",
        ("kind", "common_item") => "common-item-kind",
        (name, _) => name,
    };
    // What a check was answered is said of the handover too.
    let families = [family, if said.of == "handover" { "check-state" } else { family }];
    let word = |family: &str| {
        lang.find(&format!("{}-{}", family.replace('_', "-"), text.replace('_', "-")), &[])
            .filter(|_| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    };
    families
        .into_iter()
        .find_map(word)
        .or_else(|| crate::clock::Day::parse(text).map(|day| lang.day(day)))
        .or_else(|| {
            // Whole numbers stay as they are: they may be numbers of municipalities.
            let figure = crate::decimal::Decimal::parse_plain(text).ok().filter(|_| text.contains('.'));
            figure.map(|figure| lang.number(figure, 0))
        })
        .or_else(|| text.parse::<crate::clock::Moment>().ok().map(|moment| lang.moment(moment)))
        .unwrap_or_else(|| dashed(text))
}

fn pages(lang: Lang, log: &Log) -> Pagination {
    let oldest = log.events.last().map(|event| event.seq.to_string());
    Pagination {
        label: lang.t("pages"),
        previous_label: lang.t("events-newest"),
        next_label: lang.t("events-older"),
        previous: log.filter.before.map(|_| log.href(&[])),
        next: oldest.filter(|_| log.more).map(|oldest| log.href(&[("before", &oldest)])),
        pages: Vec::new(),
    }
}
