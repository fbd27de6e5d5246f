//! A row of buttons.

use maud::{Markup, Render, html};

/// Buttons side by side, left-aligned: primary first, then secondary, then tertiary. They wrap on a phone.
#[derive(Clone, Debug)]
pub struct Actions(
    /// The buttons, most important first.
    pub Vec<Markup>,
);

impl Render for Actions {
    fn render(&self) -> Markup {
        html! {
            @if !self.0.is_empty() {
                div.actions { @for action in &self.0 { (action) } }
            }
        }
    }
}
