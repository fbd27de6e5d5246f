//! «Slik regner vi»: the part of the user guide that says how every figure comes about, as a page of the program.
//!
//! The guide is the only text there is, so the page cannot say anything else, and a test computes its examples
//! (`tests/house/guide.rs`). It is read by the few forms of Markdown that this part uses.

use maud::{Markup, html};

use super::answer::{Answer, Replied};
use super::call::Call;
use super::shell;
use crate::access::Allowed;
use crate::access::permission::Anyone;
use crate::i18n::Lang;
use crate::ui::{Alert, Page};

const GUIDE: &str = include_str!("../../docs/user-guide.md");

/// The guide's part about figures.
pub fn section() -> &'static str {
    let begins = GUIDE.find("\n## Slik regner vi\n").map_or(0, |at| at + "\n## Slik regner vi\n".len());
    let rest = &GUIDE[begins..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// The page.
pub async fn how_we_calculate(_allowed: Allowed<Anyone>, call: Call) -> Replied {
    let lang = call.lang();
    let body = html! {
        @if lang != Lang::Nb { (Alert::info(lang.t("how-we-calculate"), html! { p { (lang.t("guide-in-bokmal")) } })) }
        div.flow lang="nb" { @for block in section().split("\n\n") { (drawn(block.trim())) } }
    };
    let page = Page { narrow: true, ..shell::page(&call, lang.t("how-we-calculate"), body) };
    Ok(Answer::page(html! { (page) }))
}

/// A heading, a formula, a table, a list or a paragraph.
fn drawn(block: &str) -> Markup {
    if let Some(heading) = block.strip_prefix("### ") {
        return html! { h2.ds-heading data-size="sm" { (heading) } };
    }
    let lines: Vec<&str> = block.lines().collect();
    match block.chars().next() {
        None => html! {},
        Some('>') => {
            let said: Vec<&str> = lines.iter().map(|line| line.trim_start_matches('>').trim()).collect();
            html! { blockquote { p { (words(&said.join(" "))) } } }
        }
        Some('|') => table(&lines),
        Some('-') => {
            // A point goes on over the lines that are set in under it.
            let points: Vec<String> =
                block.replace("\n  ", " ").lines().map(|line| line[1..].trim().to_owned()).collect();
            html! { ul.ds-list { @for point in &points { li { (words(point)) } } } }
        }
        Some(_) => html! { p { (words(&lines.join(" "))) } },
    }
}

fn table(lines: &[&str]) -> Markup {
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let (head, rows) = (lines.first().map(|line| cells(line)).unwrap_or_default(), lines.get(2..).unwrap_or_default());
    html! {
        table.ds-table {
            thead { tr { @for cell in &head { th scope="col" { (words(cell)) } } } }
            tbody { @for row in rows { tr { @for cell in cells(row) { td { (words(&cell)) } } } } }
        }
    }
}

/// Text with `**strong**` and `*emphasis*`: every second part between marks is marked.
fn words(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split("**").enumerate() {
            @if at % 2 == 1 { strong { (part) } } @else {
                @for (at, part) in part.split('*').enumerate() { @if at % 2 == 1 { em { (part) } } @else { (part) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_is_found_and_ends_before_the_next() {
        assert!(section().contains("### Måloppnåelse") && section().contains("### Prognose"));
        assert!(!section().contains("\n## ") && !section().contains("Sikkerhet og personvern"));
    }

    #[test]
    fn every_form_is_drawn_and_no_mark_is_left() {
        let drawn = |text: &str| drawn(text).into_string();
        assert_eq!(drawn("> a = b\n> c"), "<blockquote><p>a = b c</p></blockquote>");
        assert_eq!(drawn("- en\n  til\n- to"), "<ul class=\"ds-list\"><li>en til</li><li>to</li></ul>");
        assert_eq!(drawn("*Så* **sterkt** <b>"), "<p><em>Så</em> <strong>sterkt</strong> &lt;b&gt;</p>");
        assert!(drawn("| a | b |\n|---|---|\n| 1 | 2 |").contains("<td>1</td><td>2</td>"));
        let whole: String = section().split("\n\n").map(|block| drawn(block.trim())).collect();
        for mark in ["**", "*", "|", "###", "&gt; "] {
            assert!(!whole.contains(mark), "{mark} is left");
        }
    }
}
