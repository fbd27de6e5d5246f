//! A moment or a day, for people and for machines.

use maud::{Markup, Render, html};

/// A `<time>`: what people read, and the same in ISO form.
#[derive(Clone, Debug, Default)]
pub struct Time {
    /// ISO 8601: `2026-03-12` or `2026-03-12T09:30:00Z`.
    pub datetime: String,
    /// What people read: `12. mars 2026`.
    pub text: String,
}

impl Time {
    /// A time from its ISO form and its words.
    pub fn new(datetime: impl Into<String>, text: impl Into<String>) -> Self {
        Self { datetime: datetime.into(), text: text.into() }
    }

    /// A calendar day and its words.
    pub fn day(day: chrono::NaiveDate, text: impl Into<String>) -> Self {
        Self::new(day.to_string(), text)
    }
}

impl Render for Time {
    fn render(&self) -> Markup {
        html! { time.time datetime=(self.datetime) { (self.text) } }
    }
}
