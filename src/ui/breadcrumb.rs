//! Where the page stands.

use maud::{Markup, Render, html};

use super::Link;

/// The way from the front page to here. On a phone only the way back one step shows.
#[derive(Clone, Debug, Default)]
pub struct Breadcrumb {
    /// What a screen reader calls it: «Du er her».
    pub label: String,
    /// The word before the name of the page one step up: «Tilbake til».
    pub back_to: String,
    /// The pages above this one, outermost first.
    pub above: Vec<Link>,
    /// This page.
    pub here: String,
}

impl Render for Breadcrumb {
    fn render(&self) -> Markup {
        let Some(parent) = self.above.last() else {
            return html! {};
        };
        html! {
            nav.ds-breadcrumbs aria-label=(self.label) {
                a.ds-link href=(parent.href) aria-label={ (self.back_to) " " (parent.text) } { (parent.text) }
                ol {
                    @for page in &self.above { li { (page) } }
                    li { span aria-current="page" { (self.here) } }
                }
            }
        }
    }
}
