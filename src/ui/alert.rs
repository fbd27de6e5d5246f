//! A message that stands in the page until the page changes.

use maud::{Markup, Render, html};

/// What kind of news it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertKind {
    /// Good to know.
    #[default]
    Info,
    /// It went well.
    Success,
    /// Look at this before going on.
    Warning,
    /// It did not go, or it will do harm.
    Danger,
}

/// A message with an icon, a colour and a heading. There are no toasts: what matters must not vanish.
#[derive(Clone, Debug)]
pub struct Alert {
    /// What kind of news it is.
    pub kind: AlertKind,
    /// The news in one line; empty when the body says it all.
    pub title: String,
    /// What to know or do about it.
    pub body: Markup,
    /// Read aloud when the page opens with it, as after a form was sent.
    pub announce: bool,
}

impl Alert {
    /// Good to know.
    pub fn info(title: impl Into<String>, body: Markup) -> Self {
        Self { kind: AlertKind::Info, title: title.into(), body, announce: false }
    }

    /// It went well; read aloud when the page opens.
    pub fn success(title: impl Into<String>, body: Markup) -> Self {
        Self { kind: AlertKind::Success, title: title.into(), body, announce: true }
    }

    /// Look at this before going on.
    pub fn warning(title: impl Into<String>, body: Markup) -> Self {
        Self { kind: AlertKind::Warning, title: title.into(), body, announce: false }
    }

    /// It did not go, or it will do harm; read aloud when the page opens.
    pub fn danger(title: impl Into<String>, body: Markup) -> Self {
        Self { kind: AlertKind::Danger, title: title.into(), body, announce: true }
    }
}

impl Render for Alert {
    fn render(&self) -> Markup {
        let color = match self.kind {
            AlertKind::Info => "info",
            AlertKind::Success => "success",
            AlertKind::Warning => "warning",
            AlertKind::Danger => "danger",
        };
        html! {
            div.ds-alert data-color=(color) role=[self.announce.then_some("status")] {
                @if !self.title.is_empty() {
                    h2.ds-heading data-size="2xs" { (self.title) }
                }
                div.flow { (self.body) }
            }
        }
    }
}
