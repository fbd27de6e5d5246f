//! A part of a page with its own heading.

use maud::{Markup, Render, html};

/// A part of a page.
#[derive(Clone, Debug)]
pub struct Section {
    /// An id, so that a link can lead here.
    pub id: Option<String>,
    /// Its `h2`.
    pub heading: String,
    /// A sentence under the heading.
    pub lead: Option<String>,
    /// What it holds.
    pub body: Markup,
    /// It stands apart on a tinted ground.
    pub framed: bool,
}

impl Section {
    /// A part with a heading.
    pub fn new(heading: impl Into<String>, body: Markup) -> Self {
        Self { id: None, heading: heading.into(), lead: None, body, framed: false }
    }
}

impl Render for Section {
    fn render(&self) -> Markup {
        html! {
            section.section id=[&self.id] data-framed[self.framed] {
                h2.ds-heading data-size="sm" { (self.heading) }
                @if let Some(lead) = &self.lead { p.section-lead { (lead) } }
                (self.body)
            }
        }
    }
}
