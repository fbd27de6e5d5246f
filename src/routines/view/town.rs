//! One municipality's answers to the common items.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{above, status};
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::ids::{ItemId, MunicipalityId, PersonId};
use crate::projects::parts::parts;
use crate::projects::store::Project;
use crate::refusal::Refusal;
use crate::regions::store::Region;
use crate::routines::rules::{Answering, Decision, Standing, tally};
use crate::routines::store::{Conformity, Item};
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Details, Empty, Field, Form, Page, Row, Section, Table, Time,
};
use crate::web::forms;
use crate::web::sheet::choices;
use crate::web::{Call, shell};

/// An item with the municipality's answer.
pub struct Line {
    /// The item.
    pub item: Item,
    /// What was answered, if anything.
    pub answer: Option<Conformity>,
}

impl Line {
    fn standing(&self) -> Standing {
        self.answer.as_ref().map_or(Standing::Unknown, |row| row.state)
    }
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
    /// The items.
    pub lines: Vec<Line>,
    /// Names of those who answered and decided.
    pub names: HashMap<PersonId, String>,
    /// Whether the municipality takes part.
    pub takes_part: bool,
    /// Whether the reader answers for it.
    pub may_answer: bool,
    /// Whether the reader decides deviations.
    pub may_decide: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, refused: Option<(ItemId, &Refusal)>) -> Page {
    let lang = call.lang();
    let standings: Vec<Standing> = shown.lines.iter().map(Line::standing).collect();
    let counted = tally(&standings);
    let empty = Empty::new(lang.t("routines-none"), lang.t("routines-none-why"));
    let body = html! {
        (parts(call, &shown.project))
        @if !shown.takes_part { p { (lang.t("routines-takes-no-part")) } }
        @if shown.lines.is_empty() { (empty) }
        @else {
            (Section::new(t!(lang, "routines-town-of", n = counted.conform, of = counted.of), html! { (table(lang, shown)) }))
            @if shown.may_answer { (forms_section(call, shown, refused, lang.t("routines-answer"), answer_form)) }
            @if shown.may_decide && standings.contains(&Standing::DeviationAsked) {
                (forms_section(call, shown, refused, lang.t("routines-waiting"), decision_form))
            }
        }
    };
    Page {
        above: above(lang, &shown.project),
        kicker: Some(shown.project.title.clone()),
        lead: Some(lang.t(if shown.may_answer { "routines-own-lead" } else { "routines-town-lead" })),
        title_prefix: refused.map(|_| lang.t("error-prefix")),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, &shown.region, t!(lang, "routines-in", name = shown.name.clone()), body)
    }
}

fn table(lang: Lang, shown: &Shown) -> Table {
    let rows = shown.lines.iter().map(|line| {
        let answer = line.answer.as_ref();
        let is_outdated = answer.is_some_and(|row| row.edition < line.item.edition);
        Row {
            id: Some(format!("item-{}", line.item.id)),
            ..Row::from(vec![
                html! { (line.item.title) },
                html! {
                    @if line.item.description.is_empty() { "–" } @else { (line.item.description) }
                    @if !line.item.stands_in.is_empty() { br; (t!(lang, "common-item-see", place = line.item.stands_in.clone())) }
                },
                html! {
                    (status(lang, line.standing()))
                    @if is_outdated { p { (lang.t("routines-earlier-edition")) } }
                },
                html! { @match answer { Some(row) => (why(lang, shown, row)), None => "–" } },
            ])
        }
    });
    let columns = vec![
        Column::text(lang.t("common-item")),
        Column::text(lang.t("common-item-description")),
        Column::text(lang.t("conformity")),
        Column::text(lang.t("conformity-why")),
    ];
    let caption = t!(lang, "routines-in", name = shown.name.clone());
    Table { caption_hidden: true, ..Table::new("answers", caption, columns).rows(rows.collect::<Vec<_>>()) }
}

/// The reason, who answered, and what the region said.
fn why(lang: Lang, shown: &Shown, row: &Conformity) -> Markup {
    html! {
        @if !row.reason.is_empty() { (row.reason) br; }
        (signed(lang, shown, row.answered_by, row.answered_at))
        @if let Some(at) = row.decided_at {
            p {
                (lang.t(if row.state == Standing::DeviationApproved { "routines-was-approved" } else { "routines-was-turned-down" }))
                " " (signed(lang, shown, row.decided_by, at))
                @if !row.decision_note.is_empty() { br; (row.decision_note) }
            }
        }
    }
}

fn signed(lang: Lang, shown: &Shown, by: Option<PersonId>, at: Moment) -> Markup {
    let day = at.day();
    let name = by.and_then(|id| shown.names.get(&id));
    html! { (Time::day(day.date(), lang.day(day))) @if let Some(name) = name { ", " (name) } }
}

type Makes = fn(&Call, &Shown, &Line, Option<&Refusal>) -> Option<Details>;

/// The forms, one for each item they are for. The one that was refused is open.
fn forms_section(
    call: &Call,
    shown: &Shown,
    refused: Option<(ItemId, &Refusal)>,
    heading: String,
    makes: Makes,
) -> Section {
    let forms = shown.lines.iter().filter_map(|line| {
        let refusal = refused.filter(|(item, _)| *item == line.item.id).map(|(_, refusal)| refusal);
        makes(call, shown, line, refusal)
    });
    Section::new(heading, html! { @for form in forms { (form) } })
}

fn answer_form(call: &Call, shown: &Shown, line: &Line, refusal: Option<&Refusal>) -> Option<Details> {
    let lang = call.lang();
    let id = line.item.id;
    let answer = line.answer.as_ref();
    // What was approved is an answer that asked.
    let stored = match line.standing() {
        Standing::Unknown => "",
        Standing::DeviationApproved => Answering::DeviationAsked.as_str(),
        other => other.as_str(),
    };
    let typed = forms::Form::read(call.body());
    let (state, reason) = match refusal {
        Some(_) => (typed.text(&format!("state-{id}")), typed.text(&format!("reason-{id}"))),
        None => (stored.to_owned(), answer.map(|row| row.reason.clone()).unwrap_or_default()),
    };
    let words = Answering::ALL.iter().map(|it| it.as_str());
    let fields = html! {
        @if line.standing() == Standing::DeviationApproved { p { (lang.t("conformity-approved-note")) } }
        (Field::hidden("version", answer.map_or(0, |row| row.version).to_string()))
        (Field::new(format!("state-{id}"), lang.t("conformity"), Control::Radios(choices(lang, "conformity-answer", words, None)))
            .value(state).error(shell::error_at(lang, refusal, "state")))
        (Field::new(format!("reason-{id}"), lang.t("conformity-reason"), Control::TextArea { rows: 2 })
            .description(lang.t("conformity-reason-help"))
            .value(reason).error(shell::error_at(lang, refusal, "reason")))
    };
    let action = format!("/common-items/{id}/conformity/{}", shown.municipality);
    let title =
        t!(lang, "routines-answer-to", name = line.item.title.clone(), standing = super::word(lang, line.standing()));
    Some(details(call, title, action, id, fields, refusal))
}

fn decision_form(call: &Call, shown: &Shown, line: &Line, refusal: Option<&Refusal>) -> Option<Details> {
    let lang = call.lang();
    let id = line.item.id;
    let answer = line.answer.as_ref().filter(|row| row.state == Standing::DeviationAsked)?;
    let typed = forms::Form::read(call.body());
    let (decision, note) = match refusal {
        Some(_) => (typed.text(&format!("decision-{id}")), typed.text(&format!("note-{id}"))),
        None => (String::new(), String::new()),
    };
    let words = Decision::ALL.iter().map(|it| it.as_str());
    let fields = html! {
        p { (lang.t("conformity-reason-given")) " " (answer.reason) }
        (Field::hidden("version", answer.version.to_string()))
        (Field::new(format!("decision-{id}"), lang.t("deviation-decision"), Control::Radios(choices(lang, "deviation-decision", words, None)))
            .value(decision).error(shell::error_at(lang, refusal, "decision")))
        (Field::new(format!("note-{id}"), lang.t("deviation-note"), Control::TextArea { rows: 2 })
            .description(lang.t("deviation-note-help"))
            .value(note).error(shell::error_at(lang, refusal, "note")))
    };
    let action = format!("/common-items/{id}/conformity/{}/decision", shown.municipality);
    let title = t!(lang, "deviation-decide", name = line.item.title.clone());
    Some(details(call, title, action, id, fields, refusal))
}

/// A form behind its heading. Each error leads to its own field.
fn details(
    call: &Call,
    title: String,
    action: String,
    id: ItemId,
    fields: Markup,
    refusal: Option<&Refusal>,
) -> Details {
    let lang = call.lang();
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
    Details { open: refusal.is_some(), ..Details::new(title, html! { (form) }) }
}
