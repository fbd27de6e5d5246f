//! The main menu.

use maud::{Markup, Render, html};

/// One place to go.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Where it goes.
    pub href: String,
    /// What is there.
    pub label: String,
    /// The page shown belongs there.
    pub current: bool,
}

impl NavItem {
    /// A place to go.
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), label: label.into(), current }
    }
}

/// A list of places to go.
#[derive(Clone, Debug, Default)]
pub struct Nav {
    /// What a screen reader calls the list.
    pub label: String,
    /// The places.
    pub items: Vec<NavItem>,
}

impl Render for Nav {
    fn render(&self) -> Markup {
        html! {
            nav.nav aria-label=(self.label) {
                ul {
                    @for item in &self.items {
                        li { a href=(item.href) aria-current=[item.current.then_some("true")] { (item.label) } }
                    }
                }
            }
        }
    }
}
