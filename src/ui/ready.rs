//! Markup that was made before and is shown again.

use std::sync::Arc;

use maud::{Markup, Render};

/// Markup to be shown more than once; it costs a copy and nothing else.
#[derive(Clone, Debug)]
pub struct Ready(Arc<str>);

impl Ready {
    /// Keeps it.
    pub fn of(markup: Markup) -> Self {
        Self(markup.into_string().into())
    }
}

impl Ready {
    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.0.len()
    }
}

impl Render for Ready {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(&self.0);
    }
}
