//! A choice of views, each with its own address.

use maud::{Markup, Render, html};

/// One view.
#[derive(Clone, Debug, Default)]
pub struct ToggleLink {
    /// Where it is.
    pub href: String,
    /// What it shows.
    pub label: String,
    /// It is the one shown.
    pub current: bool,
}

impl ToggleLink {
    /// One view.
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), label: label.into(), current }
    }
}

/// Views side by side: periods, units, or the parts of a thing.
#[derive(Clone, Debug, Default)]
pub struct ToggleLinks {
    /// What is chosen: «Periode».
    pub label: String,
    /// The views.
    pub links: Vec<ToggleLink>,
}

impl Render for ToggleLinks {
    fn render(&self) -> Markup {
        html! {
            nav.ds-toggle-group.toggle aria-label=(self.label) {
                @for link in &self.links {
                    a.ds-button data-variant="tertiary" href=(link.href) aria-current=[link.current.then_some("true")] { (link.label) }
                }
            }
        }
    }
}
