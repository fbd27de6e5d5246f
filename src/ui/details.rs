//! Something folded away until asked for.

use maud::{Markup, Render, html};

/// A summary line with more behind it. On paper it is always unfolded.
#[derive(Clone, Debug)]
pub struct Details {
    /// What is behind.
    pub summary: String,
    /// The rest.
    pub body: Markup,
    /// Unfolded from the start.
    pub open: bool,
    /// Folded on narrow screens alone: wide ones and paper have room for it.
    pub only_narrow: bool,
}

impl Details {
    /// Folded away.
    pub fn new(summary: impl Into<String>, body: Markup) -> Self {
        Self { summary: summary.into(), body, open: false, only_narrow: false }
    }
}

impl Render for Details {
    fn render(&self) -> Markup {
        html! {
            details.ds-details.only-narrow[self.only_narrow] open[self.open] {
                summary { (self.summary) }
                div.flow { (self.body) }
            }
        }
    }
}
