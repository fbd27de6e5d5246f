//! How the pages of change steps look.

pub mod edit;
pub mod list;
pub mod several;

pub use crate::projects::parts::above;

use super::rules::StepState;
use crate::i18n::Lang;
use crate::ui::{Status, Tone};
use crate::web::sheet::word_in;

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
