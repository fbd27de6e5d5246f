//! The bottom of every page: languages, and what the law wants linked.

use maud::{Markup, Render, html};

use super::page::Shell;
use super::{Icon, Link};

/// A language one may read in.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// Its code: `nb`.
    pub code: String,
    /// Its own name for itself: «Bokmål».
    pub name: String,
}

/// The form that changes the language.
#[derive(Clone, Debug, Default)]
pub struct LanguageForm {
    /// «Språk».
    pub label: String,
    /// Where it is sent.
    pub action: String,
    /// The token that proves the form came from our page.
    pub csrf: String,
    /// The name the chosen code is sent under.
    pub field: String,
    /// The page to come back to.
    pub return_to: String,
    /// The name that page is sent under.
    pub return_field: String,
    /// The languages on offer; none means no form.
    pub languages: Vec<Language>,
}

impl LanguageForm {
    /// The form for a page in the language `current`.
    pub(super) fn render_for(&self, current: &str) -> Markup {
        if self.languages.is_empty() {
            return html! {};
        }
        html! {
            form.languages id="language" method="post" action=(self.action) tabindex="-1" aria-labelledby="language-label" {
                input type="hidden" name="csrf" value=(self.csrf);
                @if !self.return_field.is_empty() {
                    input type="hidden" name=(self.return_field) value=(self.return_to);
                }
                span.languages-label id="language-label" { (Icon::Globe) (self.label) }
                @for language in &self.languages {
                    button.language type="submit" name=(self.field) value=(language.code) lang=(language.code)
                        aria-current=[(language.code == current).then_some("true")] { (language.name) }
                }
            }
        }
    }
}

/// What the footer links to.
#[derive(Clone, Debug, Default)]
pub struct Footer {
    /// The accessibility statement.
    pub accessibility: Link,
    /// The privacy page.
    pub privacy: Link,
    /// The version, and where it is explained; empty for those who may not know it.
    pub version: Link,
    /// More links, such as help.
    pub more: Vec<Link>,
    /// Who answers for the service.
    pub owner: Option<String>,
}

/// The footer, from the shell.
pub(super) struct Bottom<'a>(pub(super) &'a Shell);

impl Render for Bottom<'_> {
    fn render(&self) -> Markup {
        let footer = &self.0.footer;
        html! {
            footer.bottom {
                div.bottom-bar {
                    (self.0.languages.render_for(&self.0.lang))
                    ul.bottom-links {
                        @for link in &footer.more { li { (link) } }
                        li { (footer.accessibility) }
                        li { (footer.privacy) }
                        @if !footer.version.href.is_empty() { li { (footer.version) } }
                    }
                    @if let Some(owner) = &footer.owner { p { (owner) } }
                }
            }
        }
    }
}
