//! What was chosen, each with the way to take it off.

use maud::{Markup, Render, html};

/// One choice.
#[derive(Clone, Debug, Default)]
pub struct Chip {
    /// What was chosen: «Fase: Konsept».
    pub label: String,
    /// Where it is not chosen.
    pub href: String,
    /// What a screen reader hears; holds the label.
    pub full_label: String,
}

/// Choices in a row. They stand on paper too, where a part must not pass for the whole.
#[derive(Clone, Debug, Default)]
pub struct Chips {
    /// What they are: «Valgt».
    pub label: String,
    /// The choices.
    pub chips: Vec<Chip>,
    /// They are only said, and cannot be taken off here.
    pub fixed: bool,
}

impl Render for Chips {
    fn render(&self) -> Markup {
        html! {
            @if !self.chips.is_empty() {
                ul.chips aria-label=(self.label) {
                    @for chip in &self.chips {
                        li {
                            @if self.fixed { span { (chip.label) } } @else {
                                a href=(chip.href) aria-label=(chip.full_label) { (chip.label) }
                            }
                        }
                    }
                }
            }
        }
    }
}
