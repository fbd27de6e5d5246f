//! Icons: drawings beside a word, never instead of one.

use maud::{Markup, PreEscaped, Render, html};

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 24 24" width="24" height="24" fill="none" aria-hidden="true" focusable="false" {
                (PreEscaped(self.drawing()))
            }
        }
    }
}
