//! The steps of a project.

use maud::{Markup, html};

use super::{above, state};
use crate::changes::store::Step;
use crate::ids::MunicipalityId;
use crate::projects::parts::parts;
use crate::projects::store::Project;
use crate::refusal::Refusal;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Actions, Alert, Button, ButtonKind, Column, Details, Empty, Link, LinkButton, Page, PostButton, Row, Section,
    Status, Table, Time, Tone,
};
use crate::web::Call;
use crate::web::problem;
use crate::web::sheet::word_in;
use crate::web::shell;

/// One step.
pub struct Line {
    /// The step.
    pub step: Step,
    /// The owner's name.
    pub owner: Option<String>,
    /// It is past its day.
    pub is_late: bool,
}

/// One municipality's steps.
pub struct Town {
    /// Its id.
    pub id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Its steps.
    pub lines: Vec<Line>,
    /// How many templates it has no step for.
    pub not_taken: usize,
    /// It holds the baton, so that steps can begin.
    pub holds: bool,
    /// Whether the reader may write its steps.
    pub may_write: bool,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

/// Everything the page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// The region's templates.
    pub templates: Vec<Line>,
    /// Whether the reader may write templates.
    pub may_define: bool,
    /// The municipalities in sight.
    pub towns: Vec<Town>,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, refusal: Option<&Refusal>) -> Page {
    let lang = call.lang();
    let project = &shown.project;
    let body = html! {
        (parts(call, project))
        @for town in shown.towns.iter().filter(|town| town.is_own) { (town_section(call, shown, town)) }
        (templates(call, shown))
        @for town in shown.towns.iter().filter(|town| !town.is_own) {
            (Details::new(t!(lang, "steps-of", name = town.name.clone(), done = done(town), of = town.lines.len()), steps(call, shown, town)))
        }
    };
    let notice = match refusal {
        Some(refusal) => {
            let first = refusal.errors.first().map(|error| problem::field_sentence(lang, error));
            let sentence = first.unwrap_or_else(|| problem::sentence(lang, refusal));
            Some(html! { (Alert::danger(lang.t("step-not-changed"), html! { p { (sentence) } })) })
        }
        None => call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
    };
    Page {
        above: above(lang, project),
        kicker: Some(project.title.clone()),
        lead: Some(lang.t("steps-lead")),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice,
        ..shell::region_page(call, &shown.region, lang.t("steps-title"), body)
    }
}

fn done(town: &Town) -> usize {
    town.lines.iter().filter(|line| line.step.state.is_over()).count()
}

fn town_section(call: &Call, shown: &Shown, town: &Town) -> Section {
    let lang = call.lang();
    let lead = t!(lang, "steps-done-of", done = done(town), of = town.lines.len());
    Section {
        lead: (!town.lines.is_empty()).then_some(lead),
        ..Section::new(town.name.clone(), steps(call, shown, town))
    }
}

fn steps(call: &Call, shown: &Shown, town: &Town) -> Markup {
    let lang = call.lang();
    let project = &shown.project;
    let take_on = PostButton {
        action: format!("/projects/{}/steps/{}", project.id, town.id),
        csrf: call.csrf(),
        button: Button::new(ButtonKind::Secondary, lang.t("steps-take-on")),
        fields: Vec::new(),
    };
    let add = LinkButton::new(
        ButtonKind::Secondary,
        format!("/projects/{}/steps/new?municipality={}", project.id, town.id),
        lang.t("step-add"),
    );
    let mut actions: Vec<Markup> = Vec::new();
    if town.may_write {
        if town.not_taken > 0 {
            actions.push(html! { (take_on) });
        }
        actions.push(html! { (add) });
        if town.lines.len() > 1 {
            let several = format!("/projects/{}/steps/{}/several", project.id, town.id);
            actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, several, lang.t("steps-several"))) });
        }
    }
    html! {
        @if !town.holds { p { (lang.t("steps-wait-for-baton")) } }
        @if town.lines.is_empty() {
            (Empty::new(lang.t("steps-none"), lang.t(if town.not_taken > 0 { "steps-none-take" } else { "steps-none-why" })))
        } @else {
            (table(call, town))
        }
        (Actions(actions))
    }
}

fn table(call: &Call, town: &Town) -> Table {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("step")),
        Column::text(lang.t("step-field-due")),
        Column::text(lang.t("step-field-owner")),
        Column::text(lang.t("step-state")),
        Column::action(lang.t("actions")),
    ];
    let rows = town.lines.iter().map(|line| Row {
        id: Some(format!("step-{}", line.step.id)),
        ..Row::from(vec![
            html! { (line.step.title) },
            due(call, line),
            html! { (line.owner.clone().unwrap_or_else(|| lang.t("nobody-yet"))) },
            html! {
                (state(lang, line.step.state))
                @if !line.step.blocked_reason.is_empty() { " " (line.step.blocked_reason) }
                @if !line.step.evidence.is_empty() { " " (evidence(&line.step.evidence)) }
            },
            actions(call, town, line),
        ])
    });
    let caption = t!(lang, "steps-caption", name = town.name.clone());
    Table { caption_hidden: true, ..Table::new(format!("steps-{}", town.id), caption, columns).rows(rows) }
}

/// An address leads there; anything else is read.
fn evidence(text: &str) -> Markup {
    let is_address = text.starts_with("https://") && !text.contains(char::is_whitespace);
    html! { @if is_address { (Link::new(text, text)) } @else { (text) } }
}

fn due(call: &Call, line: &Line) -> Markup {
    let lang = call.lang();
    html! {
        @match line.step.due_on {
            Some(day) => (Time::day(day.date(), lang.day(day))),
            None => (lang.t("no-date")),
        }
        @if line.is_late { " " (Status::new(Tone::Late, lang.t("step-late"))) }
    }
}

fn actions(call: &Call, town: &Town, line: &Line) -> Markup {
    let lang = call.lang();
    let step = &line.step;
    let done = PostButton {
        action: format!("/change-steps/{}/done", step.id),
        csrf: call.csrf(),
        button: Button {
            full_label: Some(t!(lang, "step-mark-done-named", name = step.title.clone())),
            ..Button::new(ButtonKind::Secondary, lang.t("step-mark-done"))
        },
        fields: vec![("version".into(), step.version.to_string())],
    };
    html! {
        @if town.may_write {
            @if town.holds && !step.state.is_over() { (done) }
            (Link::new(format!("/change-steps/{}/edit", step.id), t!(lang, "edit-named", name = step.title.clone())))
        }
    }
}

fn templates(call: &Call, shown: &Shown) -> Section {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("step")),
        Column::text(lang.t("step-kind")),
        Column::text(lang.t("step-field-due")),
        Column::action(lang.t("actions")),
    ];
    let rows = shown.templates.iter().map(|line| {
        Row::from(vec![
            html! { (line.step.title) },
            html! { (word_in(lang, "step-kind", line.step.kind.as_str())) },
            due(call, line),
            html! {
                @if shown.may_define {
                    (Link::new(format!("/change-steps/{}/edit", line.step.id), t!(lang, "edit-named", name = line.step.title.clone())))
                }
            },
        ])
    });
    let add =
        LinkButton::new(ButtonKind::Secondary, format!("/projects/{}/steps/new", shown.project.id), lang.t("step-new"));
    let empty = Empty::new(lang.t("templates-none"), lang.t("templates-none-why"));
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("templates", lang.t("templates"), columns).rows(rows)
    };
    let body = html! {
        (table)
        @if shown.may_define { (Actions(vec![html! { (add) }])) }
    };
    Section { lead: Some(lang.t("templates-lead")), ..Section::new(lang.t("templates"), body) }
}
