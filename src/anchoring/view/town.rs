//! Anchoring and competence in one municipality.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{above, competence_state, level, level_choices, tally_words};
use crate::anchoring::overview::newest;
use crate::anchoring::rules::{Among, CompetenceState, tally};
use crate::anchoring::store::{Competence, Entry, Said};
use crate::clock::Day;
use crate::i18n::Lang;
use crate::ids::{CompetenceId, MunicipalityId, PersonId};
use crate::projects::parts::parts;
use crate::projects::store::Project;
use crate::refusal::Refusal;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Details, Empty, Field, Form, Link, Page, Row, Section, Table, Time,
};
use crate::web::forms;
use crate::web::sheet::{Sheet, choices, word_in};
use crate::web::{Call, shell};

/// A competence with what the municipality says of it.
pub struct Line {
    /// What one must know or be able to do.
    pub competence: Competence,
    /// What was said, if anything.
    pub said: Option<Said>,
}

/// Which form of the page was refused, and why.
#[derive(Clone, Copy)]
pub enum Refused<'a> {
    /// How anchored the project is.
    Entry(&'a Refusal),
    /// Where the municipality stands with a competence.
    State(CompetenceId, &'a Refusal),
}

/// Everything the page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// The municipality.
    pub municipality: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Its entries, newest first.
    pub entries: Vec<Entry>,
    /// The competences.
    pub competences: Vec<Line>,
    /// Names of those who wrote.
    pub names: HashMap<PersonId, String>,
    /// Whether the municipality takes part.
    pub takes_part: bool,
    /// Whether the reader tells of it.
    pub may_tell: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, refused: Option<Refused<'_>>) -> Page {
    let lang = call.lang();
    let body = html! {
        (parts(call, &shown.project))
        @if !shown.takes_part { p { (lang.t("anchoring-takes-no-part")) } }
        (Section::new(lang.t("anchoring-now"), anchoring(lang, shown)))
        @if shown.may_tell { (entry_form(call, shown, refused)) }
        (competence_section(call, shown, refused))
    };
    Page {
        above: above(lang, &shown.project),
        kicker: Some(shown.project.title.clone()),
        lead: Some(lang.t(if shown.may_tell { "anchoring-own-lead" } else { "anchoring-town-lead" })),
        title_prefix: refused.map(|_| lang.t("error-prefix")),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, &shown.region, t!(lang, "anchoring-in", name = shown.name.clone()), body)
    }
}

/// The newest of each place, and under it everything that was said, newest first.
fn anchoring(lang: Lang, shown: &Shown) -> Markup {
    let rows = Among::ALL.iter().map(|among| {
        let entry = newest(&shown.entries, *among);
        Row::from(vec![
            html! { (word_in(lang, "anchoring-among", among.as_str())) },
            html! {
                @match entry {
                    Some(entry) => (level(lang, entry.level)),
                    None => (lang.t("not-said-yet")),
                }
            },
            html! { @if let Some(entry) = entry { (Time::day(entry.on_day.date(), lang.day(entry.on_day))) } @else { "–" } },
            html! { @if let Some(entry) = entry { (entry.note) } @else { "–" } },
        ])
    });
    let columns = vec![
        Column::text(lang.t("anchoring-among")),
        Column::text(lang.t("anchoring-level")),
        Column::text(lang.t("anchoring-on")),
        Column::text(lang.t("anchoring-note-short")),
    ];
    let now = Table {
        caption_hidden: true,
        ..Table::new("anchoring-now", lang.t("anchoring-now"), columns).rows(rows.collect::<Vec<_>>())
    };
    html! {
        (now)
        @if !shown.entries.is_empty() {
            (Details::new(t!(lang, "anchoring-over-time", n = shown.entries.len()), html! { (over_time(lang, shown)) }))
        }
    }
}

fn over_time(lang: Lang, shown: &Shown) -> Table {
    let rows = shown.entries.iter().map(|entry| {
        let among = word_in(lang, "anchoring-among", entry.among.as_str());
        let correct = t!(lang, "anchoring-correct-title", among = among.clone(), day = lang.day(entry.on_day));
        Row::from(vec![
            html! { (Time::day(entry.on_day.date(), lang.day(entry.on_day))) },
            html! { (among) },
            html! { (level(lang, entry.level)) },
            html! { (entry.note) },
            html! { (entry.recorded_by.and_then(|id| shown.names.get(&id)).cloned().unwrap_or_default()) },
            html! {
                @if shown.may_tell { (Link::new(format!("/anchoring/{}/edit", entry.id), correct)) }
            },
        ])
    });
    let columns = vec![
        Column::text(lang.t("anchoring-on")),
        Column::text(lang.t("anchoring-among")),
        Column::text(lang.t("anchoring-level")),
        Column::text(lang.t("anchoring-note-short")),
        Column::text(lang.t("anchoring-by")),
        Column::action(lang.t("actions")),
    ];
    let caption = t!(lang, "anchoring-over-time", n = shown.entries.len());
    Table { caption_hidden: true, ..Table::new("anchoring-over-time", caption, columns).rows(rows.collect::<Vec<_>>()) }
}

fn entry_form(call: &Call, shown: &Shown, refused: Option<Refused<'_>>) -> Section {
    let lang = call.lang();
    let refusal = match refused {
        Some(Refused::Entry(refusal)) => Some(refusal),
        _ => None,
    };
    let first = forms::Form::of(vec![("on".into(), shown.today.to_string())]);
    let sheet = Sheet::of(call, first, refusal);
    let among = choices(lang, "anchoring-among", Among::ALL.iter().map(|it| it.as_str()), None);
    let fields = html! {
        (sheet.required("among", "anchoring-among", Control::Radios(among)))
        (sheet.required("level", "anchoring-level", Control::Radios(level_choices(lang))))
        (sheet.required("on", "anchoring-on", Control::Date))
        (sheet.required("note", "anchoring-note", Control::TextArea { rows: 3 })
            .description(lang.t("anchoring-note-help")))
    };
    let action = format!("/projects/{}/anchoring/{}", shown.project.id, shown.municipality);
    let mut form = Form::post(action, call.csrf(), fields).id("anchoring-form").action(Button::primary(lang.t("save")));
    if let Some(refusal) = refusal {
        form = form.errors(shell::error_summary(lang, refusal));
    }
    Section { framed: true, ..Section::new(lang.t("anchoring-record"), html! { (form) }) }
}

fn competence_section(call: &Call, shown: &Shown, refused: Option<Refused<'_>>) -> Section {
    let lang = call.lang();
    let states: Vec<_> = shown.competences.iter().filter_map(|line| Some(line.said.as_ref()?.state)).collect();
    let rows = shown.competences.iter().map(|line| {
        let said = line.said.as_ref();
        Row::from(vec![
            html! { (line.competence.title) },
            html! { (line.competence.audience) },
            html! {
                (competence_state(lang, said.map_or(CompetenceState::NotStarted, |said| said.state)))
                @if let Some(said) = said.filter(|said| !said.reason.is_empty()) { " " (said.reason) }
            },
            html! { @match said { Some(said) => (told(lang, shown, said)), None => (lang.t("not-said-yet")) } },
        ])
    });
    let columns = vec![
        Column::text(lang.t("competence")),
        Column::text(lang.t("competence-audience")),
        Column::text(lang.t("competence-state")),
        Column::text(lang.t("competence-updated")),
    ];
    let empty = Empty::new(lang.t("competences-none"), lang.t("competences-none-why"));
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("competences", lang.t("competences"), columns).rows(rows.collect::<Vec<_>>())
    };
    let body = html! {
        (table)
        @if shown.may_tell {
            @for line in &shown.competences { (state_form(call, shown, line, refused)) }
        }
    };
    let words = tally_words(lang, tally(shown.competences.len(), &states));
    Section {
        id: Some("competence".into()),
        lead: (!shown.competences.is_empty()).then_some(words),
        ..Section::new(lang.t("competences"), body)
    }
}

fn told(lang: Lang, shown: &Shown, said: &Said) -> Markup {
    let day = said.updated_at.day();
    let by = said.updated_by.and_then(|id| shown.names.get(&id)).cloned();
    html! { (Time::day(day.date(), lang.day(day))) @if let Some(by) = by { ", " (by) } }
}

/// The form for one competence, folded away unless it was just refused.
fn state_form(call: &Call, shown: &Shown, line: &Line, refused: Option<Refused<'_>>) -> Details {
    let lang = call.lang();
    let id = line.competence.id;
    let refusal = match refused {
        Some(Refused::State(about, refusal)) if about == id => Some(refusal),
        _ => None,
    };
    let said = line.said.as_ref();
    let typed = forms::Form::read(call.body());
    let (state, reason) = match refusal {
        Some(_) => (typed.text(&format!("state-{id}")), typed.text(&format!("reason-{id}"))),
        None => (
            said.map_or("", |said| said.state.as_str()).to_owned(),
            said.map(|said| said.reason.clone()).unwrap_or_default(),
        ),
    };
    let words = CompetenceState::ALL.iter().map(|it| it.as_str());
    let fields = html! {
        (Field::hidden("version", said.map_or(0, |said| said.version).to_string()))
        (Field::new(format!("state-{id}"), lang.t("competence-state"), Control::Radios(choices(lang, "competence-state", words, None)))
            .value(state).error(shell::error_at(lang, refusal, "state")))
        (Field::new(format!("reason-{id}"), lang.t("competence-reason"), Control::TextArea { rows: 2 })
            .description(lang.t("competence-reason-help"))
            .value(reason).error(shell::error_at(lang, refusal, "reason")))
    };
    let action = format!("/competences/{id}/states/{}", shown.municipality);
    let form = Form::post(action, call.csrf(), fields).action(Button::new(ButtonKind::Secondary, lang.t("save")));
    let form = match refusal {
        Some(refusal) => {
            let mut summary = shell::error_summary(lang, refusal);
            for (field, _) in summary.items.iter_mut().filter(|(field, _)| field != "main") {
                *field = format!("{field}-{id}");
            }
            form.errors(summary)
        }
        None => form,
    };
    let title = t!(lang, "competence-change", name = line.competence.title.clone());
    Details { open: refusal.is_some(), ..Details::new(title, html! { (form) }) }
}
