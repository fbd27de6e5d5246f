//! The form for a change step.

use maud::html;

use super::above;
use crate::changes::rules::{StepKind, StepState};
use crate::ids::PersonId;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::ui::{Button, ButtonKind, Choice, Control, LinkButton, Page};
use crate::web::Call;
use crate::web::sheet::{Sheet, choices};
use crate::web::shell;

/// Everything the page shows beside the form's fields.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// The municipality's name, when the step is one's own.
    pub name: Option<String>,
    /// The people an owner can be chosen among.
    pub people: Vec<(PersonId, String)>,
    /// It is not written yet.
    pub is_new: bool,
    /// It is a municipality's step.
    pub is_local: bool,
    /// Its title and kind stand in the region's template.
    pub from_template: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let kinds = choices(lang, "step-kind", StepKind::ALL.iter().map(|it| it.as_str()), Some("choose"));
    let states = choices(lang, "step-state", StepState::ALL.iter().map(|it| it.as_str()), None);
    let nobody = Choice::new("", lang.t("nobody-yet"));
    let people =
        std::iter::once(nobody).chain(shown.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
    let fields = html! {
        (sheet.version())
        @if !shown.from_template {
            (sheet.required("title", "step-field-title", Control::Text).description(lang.t("step-field-title-help")))
            (sheet.required("kind", "step-kind", Control::Select(kinds)))
        }
        @if shown.is_local && !shown.is_new {
            (sheet.field("state", "step-state", Control::Radios(states)))
            (sheet.field("blocked_reason", "step-field-reason", Control::TextArea { rows: 2 })
                .description(lang.t("step-field-reason-help")))
            (sheet.field("evidence", "step-field-evidence", Control::TextArea { rows: 2 })
                .description(lang.t("step-field-evidence-help")))
        }
        (sheet.field("due_on", "step-field-due", Control::Date))
        (sheet.field("owner_id", "step-field-owner", Control::Select(people.collect())))
    };
    let mut form = sheet.post(call, fields).id("change-step").action(Button::primary(lang.t("save"))).action(
        LinkButton::new(ButtonKind::Secondary, format!("/projects/{}/steps", shown.project.id), lang.t("cancel")),
    );
    if !call.query_string().is_empty() {
        // Whose step it will be stands in the address.
        form.action = format!("{}?{}", call.path(), call.query_string());
    }
    let mut above = above(lang, &shown.project);
    above.push(crate::ui::Link::new(format!("/projects/{}/steps", shown.project.id), lang.t("steps-title")));
    let title = match (shown.is_new, shown.from_template) {
        (true, _) => lang.t("step-new"),
        (false, true) => sheet.raw("title").to_owned(),
        (false, false) => lang.t("step-edit"),
    };
    let title = if title.is_empty() { lang.t("step-edit") } else { title };
    Page {
        narrow: true,
        kicker: Some(match &shown.name {
            Some(name) => format!("{} · {name}", shown.project.title),
            None => format!("{} · {}", shown.project.title, lang.t("step-template")),
        }),
        above,
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, &shown.region, title, html! { (form) })
    }
}
