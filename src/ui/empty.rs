//! What stands where nothing stands yet.

use maud::{Markup, Render, html};

/// An empty state: what will be here, why it is empty, and one thing to do about it.
#[derive(Clone, Debug)]
pub struct Empty {
    /// What will be here: «Ingen målinger ennå».
    pub title: String,
    /// Why it is empty, and what changes that.
    pub why: String,
    /// One action, usually a [`super::LinkButton`].
    pub action: Option<Markup>,
}

impl Empty {
    /// An empty state without an action.
    pub fn new(title: impl Into<String>, why: impl Into<String>) -> Self {
        Self { title: title.into(), why: why.into(), action: None }
    }

    /// The same with one thing to do.
    #[must_use]
    pub fn with_action(mut self, action: impl Render) -> Self {
        self.action = Some(action.render());
        self
    }
}

impl Render for Empty {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                p.empty-title { (self.title) }
                p { (self.why) }
                @if let Some(action) = &self.action { div.actions { (action) } }
            }
        }
    }
}
