//! The top of every page: whose page this is, where one may go, and what waits.

use maud::{Markup, Render, html};

use super::page::Shell;
use super::{Icon, Link, Nav};

/// The way to what waits for the signed-in person.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Where the list is.
    pub href: String,
    /// «Venter på deg».
    pub label: String,
    /// How many things wait.
    pub count: u32,
    /// The count in words, for those who listen: «3 oppgaver».
    pub count_words: String,
}

/// The signed-in person.
#[derive(Clone, Debug, Default)]
pub struct SignedIn {
    /// The person's name.
    pub name: String,
    /// Where the person's own settings are.
    pub href: String,
    /// Where the sign-out form is sent.
    pub sign_out_action: String,
    /// «Logg ut».
    pub sign_out_label: String,
    /// The token that proves the form came from our page.
    pub csrf: String,
}

/// The header, from the shell.
pub(super) struct Header<'a>(pub(super) &'a Shell);

impl Header<'_> {
    fn waiting(waiting: &Waiting) -> Markup {
        html! {
            a.waiting href=(waiting.href) {
                (Icon::Bell)
                span.waiting-label { (waiting.label) }
                @if waiting.count > 0 {
                    span.ds-badge data-color="danger" data-count=(waiting.count) aria-hidden="true" {}
                    span.ds-sr-only { ": " (waiting.count_words) }
                }
            }
        }
    }

    fn person(user: &SignedIn) -> Markup {
        html! {
            a.person href=(user.href) { (Icon::PersonCircle) span { (user.name) } }
            form.sign-out method="post" action=(user.sign_out_action) {
                input type="hidden" name="csrf" value=(user.csrf);
                button.ds-button type="submit" data-variant="tertiary" data-size="sm" { (Icon::Leave) (user.sign_out_label) }
            }
        }
    }

    fn sign_in(link: &Link) -> Markup {
        html! { a.ds-button data-variant="secondary" data-size="sm" href=(link.href) { (link.text) } }
    }
}

impl Render for Header<'_> {
    fn render(&self) -> Markup {
        let shell = self.0;
        let nav = Nav { label: shell.nav_label.clone(), items: shell.nav.clone() };
        let menu = !shell.nav.is_empty() || shell.user.is_some();
        html! {
            div.top {
                div.top-bar {
                    a.product href=(shell.home_href) {
                        svg.mark-drawing viewBox="0 0 40 24" width="40" height="24" aria-hidden="true" focusable="false" {
                            path.mark-lane d="M2 20C12 20 14 12 20 12" {}
                            path.mark-lane d="M20 12c6 0 8-8 18-8" {}
                            rect.mark-baton x="13" y="9.5" width="14" height="5" rx="2.5" transform="rotate(-28 20 12)" {}
                        }
                        span { (shell.product) }
                    }
                    @if let Some(context) = &shell.context { p.context { (context) } }
                    div.tools {
                        @if let Some(waiting) = &shell.waiting { (Self::waiting(waiting)) }
                        @if !shell.languages.languages.is_empty() {
                            a.to-languages href="#language" { (Icon::Globe) span { (shell.languages.label) } }
                        }
                        @if let Some(user) = &shell.user { div.wide { (Self::person(user)) } }
                        @if let Some(link) = &shell.sign_in { (Self::sign_in(link)) }
                        @if menu {
                            details.menu {
                                summary { (Icon::MenuHamburger) span { (shell.menu_label) } }
                                div.menu-panel {
                                    @if !shell.nav.is_empty() { (nav) }
                                    @if let Some(user) = &shell.user { div.menu-person { (Self::person(user)) } }
                                }
                            }
                        }
                    }
                }
                @if !shell.nav.is_empty() { div.nav-bar { (nav) } }
            }
        }
    }
}
