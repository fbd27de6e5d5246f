//! Buttons that send, links that look like buttons, and one-button forms.

use maud::{Markup, Render, html};

use super::Icon;

/// How loudly a button speaks. A page has at most one [`ButtonKind::Primary`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing most people come to do.
    #[default]
    Primary,
    /// A real alternative.
    Secondary,
    /// Something one may do in passing.
    Tertiary,
    /// Something that takes away.
    Danger,
}

impl ButtonKind {
    const fn variant(self) -> Option<&'static str> {
        match self {
            Self::Primary => None,
            Self::Secondary | Self::Danger => Some("secondary"),
            Self::Tertiary => Some("tertiary"),
        }
    }

    const fn color(self) -> Option<&'static str> {
        match self {
            Self::Danger => Some("danger"),
            _ => None,
        }
    }
}

/// A button that sends the form it stands in. Never disabled: a refused form explains itself.
#[derive(Clone, Debug, Default)]
pub struct Button {
    /// A verb, at most three words.
    pub label: String,
    /// How loudly it speaks.
    pub kind: ButtonKind,
    /// A drawing before the label.
    pub icon: Option<Icon>,
    /// Name and value sent when this button was the one pressed.
    pub sends: Option<(String, String)>,
    /// The id of the form it sends when it stands outside of it.
    pub form: Option<String>,
    /// What a screen reader hears instead of the label, when many buttons share one label. Starts with the label.
    pub full_label: Option<String>,
}

impl Button {
    /// The page's main button.
    pub fn primary(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A button of this kind.
    pub fn new(kind: ButtonKind, label: impl Into<String>) -> Self {
        Self { label: label.into(), kind, ..Self::default() }
    }

    /// The same with name and value sent when it was the one pressed.
    #[must_use]
    pub fn sending(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.sends = Some((name.into(), value.into()));
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        html! {
            button.ds-button type="submit" data-variant=[self.kind.variant()] data-color=[self.kind.color()]
                form=[&self.form] name=[self.sends.as_ref().map(|sent| &sent.0)] value=[self.sends.as_ref().map(|sent| &sent.1)]
                aria-label=[&self.full_label] {
                @if let Some(icon) = self.icon { (icon) }
                (self.label)
            }
        }
    }
}

/// A link that looks like a button: it goes somewhere, it changes nothing.
#[derive(Clone, Debug, Default)]
pub struct LinkButton {
    /// A verb or where it goes.
    pub label: String,
    /// Where it goes.
    pub href: String,
    /// How loudly it speaks.
    pub kind: ButtonKind,
    /// A drawing before the label.
    pub icon: Option<Icon>,
    /// The answer is a file to keep, not a page.
    pub download: bool,
}

impl LinkButton {
    /// The page's main link.
    pub fn primary(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(ButtonKind::Primary, href, label)
    }

    /// A link of this kind.
    pub fn new(kind: ButtonKind, href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), kind, ..Self::default() }
    }

    /// The same with a drawing before the label.
    #[must_use]
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Render for LinkButton {
    fn render(&self) -> Markup {
        html! {
            a.ds-button href=(self.href) data-variant=[self.kind.variant()] data-color=[self.kind.color()] download[self.download] {
                @if let Some(icon) = self.icon { (icon) }
                (self.label)
            }
        }
    }
}

/// A form with nothing to fill in: one button that does one thing.
#[derive(Clone, Debug, Default)]
pub struct PostButton {
    /// Where the form is sent.
    pub action: String,
    /// The token that proves the form came from our page.
    pub csrf: String,
    /// Its button.
    pub button: Button,
    /// Names and values sent along.
    pub fields: Vec<(String, String)>,
}

impl Render for PostButton {
    fn render(&self) -> Markup {
        html! {
            form.one-button method="post" action=(self.action) {
                input type="hidden" name="csrf" value=(self.csrf);
                @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                (self.button)
            }
        }
    }
}

/// A button that prints the page. It shows only where a script can print.
#[derive(Clone, Debug, Default)]
pub struct PrintButton {
    /// «Skriv ut».
    pub label: String,
}

impl Render for PrintButton {
    fn render(&self) -> Markup {
        html! {
            button.ds-button type="button" data-variant="tertiary" data-print hidden { (Icon::PrinterSmall) (self.label) }
        }
    }
}
