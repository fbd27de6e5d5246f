//! The form that changes several steps at once.

use maud::html;

use super::above;
use crate::changes::rules::StepState;
use crate::changes::store::Step;
use crate::ids::PersonId;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::ui::{Button, ButtonKind, Choice, Control, Empty, Link, LinkButton, Page};
use crate::web::Call;
use crate::web::sheet::{Sheet, choices, word_in};
use crate::web::shell;

/// Everything the page shows beside the form's fields.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// The municipality's name.
    pub name: String,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The people an owner can be chosen among.
    pub people: Vec<(PersonId, String)>,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let back = format!("/projects/{}/steps", shown.project.id);
    let chosen = call.form().map(|form| form.all("steps")).unwrap_or_default();
    let boxes = shown.steps.iter().map(|step| {
        let mut parts = vec![word_in(lang, "step-state", step.state.as_str())];
        parts.extend(step.due_on.map(|day| lang.day(day)));
        let id = format!("{}.", step.id);
        Choice {
            description: Some(parts.join(" · ")),
            checked: chosen.iter().any(|word| word.starts_with(&id)),
            ..Choice::new(format!("{id}{}", step.version), step.title.clone())
        }
    });
    let states = choices(lang, "step-state", StepState::ALL.iter().map(|it| it.as_str()), Some("unchanged"));
    let unchanged = Choice::new("", lang.t("unchanged"));
    let people = std::iter::once(unchanged)
        .chain(shown.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())))
        .collect();
    let fields = html! {
        (sheet.required("steps", "steps-several-which", Control::Checkboxes(boxes.collect())))
        (sheet.field("set_state", "step-state", Control::Select(states)))
        (sheet.field("set_blocked_reason", "step-field-reason", Control::TextArea { rows: 2 })
            .description(lang.t("step-field-reason-help")))
        (sheet.field("set_due_on", "step-field-due", Control::Date))
        (sheet.field("set_owner_id", "step-field-owner", Control::Select(people)))
    };
    let form = sheet
        .post(call, fields)
        .id("change-steps")
        .action(Button::primary(lang.t("steps-several-button")))
        .action(LinkButton::new(ButtonKind::Secondary, back.clone(), lang.t("cancel")));
    let mut above = above(lang, &shown.project);
    above.push(Link::new(back, lang.t("steps-title")));
    let body = html! {
        @if shown.steps.is_empty() { (Empty::new(lang.t("steps-none"), lang.t("steps-none-why"))) } @else { (form) }
    };
    Page {
        narrow: true,
        kicker: Some(format!("{} · {}", shown.project.title, shown.name)),
        lead: Some(lang.t("steps-several-lead")),
        above,
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, &shown.region, lang.t("steps-several-title"), body)
    }
}
