//! How the pages of change steps look.

pub mod edit;
pub mod list;

use super::rules::StepState;
use crate::i18n::Lang;
use crate::projects::store::Project;
use crate::ui::{Link, Status, Tone};
use crate::web::sheet::word_in;

/// The pages above a page about something in a project.
pub fn above(lang: Lang, project: &Project) -> Vec<Link> {
    vec![
        Link::new(format!("/projects?region={}", project.region_id), lang.t("nav-roadmap")),
        Link::new(format!("/projects/{}", project.id), project.title.clone()),
    ]
}

/// A step's state.
pub fn state(lang: Lang, state: StepState) -> Status {
    let tone = match state {
        StepState::NotStarted => Tone::NotStarted,
        StepState::InProgress => Tone::Underway,
        StepState::Done => Tone::Done,
        StepState::Blocked | StepState::Dropped => Tone::Stopped,
    };
    Status::new(tone, word_in(lang, "step-state", state.as_str()))
}
