//! A few figures that matter, each with a sentence that says what it means.

use maud::{Markup, Render, html};

use super::Status;

/// One figure.
#[derive(Clone, Debug, Default)]
pub struct NumberCard {
    /// What is counted.
    pub label: String,
    /// The figure, already written as people read it.
    pub value: String,
    /// Its unit.
    pub unit: Option<String>,
    /// What it means, in a sentence.
    pub sentence: String,
    /// How fresh it is and how much of it is in.
    pub freshness: Option<Markup>,
    /// How it stands.
    pub status: Option<Status>,
    /// A small drawing, such as a [`super::chart::Sparkline`].
    pub drawing: Option<Markup>,
    /// Where the figure is explained.
    pub href: Option<String>,
}

impl NumberCard {
    /// A figure with its sentence.
    pub fn new(label: impl Into<String>, value: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), sentence: sentence.into(), ..Self::default() }
    }
}

impl Render for NumberCard {
    fn render(&self) -> Markup {
        html! {
            li.number-card {
                p.number-label {
                    @match &self.href {
                        Some(href) => a.ds-link href=(href) { (self.label) },
                        None => (self.label),
                    }
                }
                p.number-value { (self.value) @if let Some(unit) = &self.unit { " " span.number-unit { (unit) } } }
                @if let Some(drawing) = &self.drawing { (drawing) }
                @if let Some(status) = &self.status { p { (status) } }
                p.number-sentence { (self.sentence) }
                @if let Some(freshness) = &self.freshness { p.freshness { (freshness) } }
            }
        }
    }
}

/// Figures side by side, four to a row where there is room.
#[derive(Clone, Debug, Default)]
pub struct NumberCards(
    /// The figures.
    pub Vec<NumberCard>,
);

impl Render for NumberCards {
    fn render(&self) -> Markup {
        html! { ul.number-cards { @for card in &self.0 { (card) } } }
    }
}
