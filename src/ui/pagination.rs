//! From page to page of a long list.

use maud::{Markup, Render, html};

/// One page of the list.
#[derive(Clone, Debug, Default)]
pub struct PageLink {
    /// Where it is.
    pub href: String,
    /// Its number.
    pub number: u32,
    /// Its full name: «Side 2».
    pub label: String,
    /// It is the one shown.
    pub current: bool,
}

/// Links to the pages of a list, with the way back and on.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    /// What a screen reader calls it: «Bla i sider».
    pub label: String,
    /// «Forrige».
    pub previous_label: String,
    /// «Neste».
    pub next_label: String,
    /// The page before, when there is one.
    pub previous: Option<String>,
    /// The page after, when there is one.
    pub next: Option<String>,
    /// The pages to show; where numbers are missing, a gap is drawn.
    pub pages: Vec<PageLink>,
}

impl Pagination {
    fn step(href: Option<&String>, label: &str, rel: &str) -> Markup {
        html! {
            @match href {
                Some(href) => a.ds-button data-variant="tertiary" href=(href) rel=(rel) { (label) },
                None => span.ds-button data-variant="tertiary" aria-hidden="true" { (label) },
            }
        }
    }
}

impl Render for Pagination {
    fn render(&self) -> Markup {
        if self.previous.is_none() && self.next.is_none() {
            return html! {};
        }
        html! {
            nav.ds-pagination aria-label=(self.label) {
                ul {
                    li { (Self::step(self.previous.as_ref(), &self.previous_label, "prev")) }
                    @for (place, page) in self.pages.iter().enumerate() {
                        @if place > 0 && self.pages[place - 1].number + 1 < page.number { li {} }
                        li {
                            a.ds-button data-variant="tertiary" href=(page.href) aria-label=(page.label)
                                aria-current=[page.current.then_some("true")] { (page.number) }
                        }
                    }
                    li { (Self::step(self.next.as_ref(), &self.next_label, "next")) }
                }
            }
        }
    }
}
