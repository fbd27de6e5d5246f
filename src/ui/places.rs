//! What else there is of a thing: pages beside the one shown.

use maud::{Markup, Render, html};

use super::Link;

/// Ways to the other pages of a thing, in a row under its heading.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// What a screen reader calls the row.
    pub label: String,
    /// The ways.
    pub links: Vec<Link>,
}

impl Render for Places {
    fn render(&self) -> Markup {
        html! {
            nav.places aria-label=(self.label) {
                ul { @for link in &self.links { li { (link) } } }
            }
        }
    }
}
