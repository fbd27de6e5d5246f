//! A plain link in running text or in a cell.

use maud::{Markup, Render, html};

/// A link that says where it goes.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Where it goes.
    pub href: String,
    /// What it says, understandable out of its context.
    pub text: String,
}

impl Link {
    /// A link to `href` that says `text`.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

impl Render for Link {
    fn render(&self) -> Markup {
        html! { a.ds-link href=(self.href) { (self.text) } }
    }
}
