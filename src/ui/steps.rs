//! How far something has come: states in order, with dates.

use maud::{Markup, Render, html};

use super::{Shape, Time};

/// Where a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Here we are.
    Current,
    /// Ahead.
    #[default]
    Ahead,
    /// It ended here, otherwise than hoped.
    Stopped,
}

/// One step.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// Where it stands.
    pub state: StepState,
    /// Where it stands, in a word, for those who listen: «ferdig», «nå», «gjenstår».
    pub state_word: String,
    /// When it happened or should.
    pub time: Option<Time>,
    /// Who, or why.
    pub note: Option<String>,
}

/// Steps in order. Across the page where there is room, down the page on a phone.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// What a screen reader calls the list.
    pub label: String,
    /// The steps, first to last.
    pub steps: Vec<Step>,
}

impl Render for Steps {
    fn render(&self) -> Markup {
        html! {
            ol.steps aria-label=(self.label) {
                @for step in &self.steps {
                    @let (state, shape) = match step.state {
                        StepState::Done => ("done", Shape::Check),
                        StepState::Current => ("current", Shape::Half),
                        StepState::Ahead => ("ahead", Shape::Ring),
                        StepState::Stopped => ("stopped", Shape::Square),
                    };
                    li data-state=(state) aria-current=[(step.state == StepState::Current).then_some("step")] {
                        span.step-mark { (shape) }
                        span.step-text {
                            span.step-label { (step.label) span.ds-sr-only { " (" (step.state_word) ")" } }
                            @if let Some(time) = &step.time { (time) }
                            @if let Some(note) = &step.note { span.step-note { (note) } }
                        }
                    }
                }
            }
        }
    }
}
