//! The state of something: a shape, a word and a colour, in that order of importance.

use maud::{Markup, Render, html};

/// How something stands. It settles both the shape and the colour, so that no page can pair them differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing has begun.
    #[default]
    NotStarted,
    /// Somebody else must answer.
    Waiting,
    /// Work goes on, and nothing is yet said about how well.
    Underway,
    /// As planned or better.
    OnPlan,
    /// Behind plan, late or at risk.
    Late,
    /// Stopped or declined.
    Stopped,
    /// Reached.
    Done,
    /// Nothing is known, for instance because nothing has been measured.
    Unknown,
}

impl Tone {
    /// The shape that stands for this tone, also on paper and for the colour-blind.
    pub const fn shape(self) -> Shape {
        match self {
            Self::NotStarted => Shape::Ring,
            Self::Waiting => Shape::Quarter,
            Self::Underway => Shape::Half,
            Self::OnPlan => Shape::Disc,
            Self::Late => Shape::Triangle,
            Self::Stopped => Shape::Square,
            Self::Done => Shape::Check,
            Self::Unknown => Shape::Dash,
        }
    }

    /// The colour role of the design system.
    pub(super) const fn color(self) -> &'static str {
        match self {
            Self::NotStarted | Self::Unknown => "neutral",
            Self::Waiting => "info",
            Self::Underway => "accent",
            Self::OnPlan | Self::Done => "success",
            Self::Late => "warning",
            Self::Stopped => "danger",
        }
    }

    /// Outlined tags speak more quietly than filled ones.
    const fn quiet(self) -> bool {
        matches!(self, Self::NotStarted | Self::Underway | Self::Done | Self::Unknown)
    }
}

/// The eight shapes that tell states apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// An empty ring.
    Ring,
    /// A ring, a quarter filled.
    Quarter,
    /// A ring, half filled.
    Half,
    /// A full disc.
    Disc,
    /// A triangle pointing up.
    Triangle,
    /// A square.
    Square,
    /// A check mark.
    Check,
    /// A dash.
    Dash,
}

impl Render for Shape {
    fn render(&self) -> Markup {
        html! {
            svg.shape viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
                @match self {
                    Self::Ring => circle.shape-line cx="8" cy="8" r="6" {},
                    Self::Quarter => {
                        circle.shape-line cx="8" cy="8" r="6" {}
                        path.shape-fill d="M8 8V2a6 6 0 0 1 6 6Z" {}
                    }
                    Self::Half => {
                        circle.shape-line cx="8" cy="8" r="6" {}
                        path.shape-fill d="M8 2a6 6 0 0 1 0 12Z" {}
                    }
                    Self::Disc => circle.shape-fill cx="8" cy="8" r="7" {},
                    Self::Triangle => path.shape-fill d="M8 1 15.5 14.5H.5Z" {},
                    Self::Square => rect.shape-fill x="1.5" y="1.5" width="13" height="13" rx="1" {},
                    Self::Check => path.shape-stroke d="M2 8.5 6.2 12.8 14 3.8" {},
                    Self::Dash => path.shape-stroke d="M2.5 8H13.5" {},
                }
            }
        }
    }
}

/// A state as a small tag: shape, then word.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// How it stands.
    pub tone: Tone,
    /// The state in a word or two: «Bak plan».
    pub word: String,
}

impl Status {
    /// A state in words.
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self { tone, word: word.into() }
    }
}

impl Render for Status {
    fn render(&self) -> Markup {
        html! {
            span.ds-tag.status data-color=(self.tone.color()) data-variant=[self.tone.quiet().then_some("outline")] {
                (self.tone.shape()) (self.word)
            }
        }
    }
}
