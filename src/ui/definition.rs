//! Facts about one thing: names and values.

use maud::{Markup, Render, html};

/// A list of names with values.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// Name and value, in reading order.
    pub items: Vec<(String, Markup)>,
    /// A few short facts side by side, the values large.
    pub prominent: bool,
}

impl Definitions {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Render) -> Self {
        self.items.push((name.into(), value.render()));
        self
    }
}

impl Render for Definitions {
    fn render(&self) -> Markup {
        html! {
            dl.definitions data-prominent[self.prominent] {
                @for (name, value) in &self.items {
                    div { dt { (name) } dd { (value) } }
                }
            }
        }
    }
}
