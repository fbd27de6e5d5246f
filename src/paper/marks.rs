//! What stands on pages, and what it is: the words that the setting of text and the writing of files share.

use super::faces::Letter;

/// How dark something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shade {
    /// What is to be read.
    Ink,
    /// What goes with it.
    Grey,
    /// Lines between rows.
    Faint,
}

/// What a part of a document is, to those who cannot see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// A heading of this level.
    Heading(u16),
    Paragraph,
    /// A list with dots, or of names and what they mean.
    Dots,
    Names,
    Item,
    Label,
    Body,
    Table,
    Head,
    Rows,
    Row,
    HeaderCell,
    Cell,
    /// A drawing, in words.
    Figure(String),
}

/// A part of a document, and the part it stands in.
pub(super) struct Element {
    pub role: Role,
    pub within: Option<usize>,
}

/// Why something on a page is no part of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Around {
    Header,
    Footer,
    /// A header row that was said before.
    Repeated,
}

/// What a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Of {
    Element(usize),
    Around(Around),
}

/// Something on a page.
pub(super) enum Mark {
    Line {
        x: f32,
        baseline: f32,
        size: f32,
        shade: Shade,
        letters: Vec<Letter>,
        of: Of,
    },
    /// A line through points, in order.
    Stroke {
        points: Vec<(f32, f32)>,
        weight: f32,
        dashed: bool,
        shade: Shade,
        of: Of,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        weight: f32,
        shade: Shade,
    },
}

/// A heading, where it stands.
pub(super) struct Place {
    pub level: u8,
    pub title: String,
    pub page: usize,
    pub y: f32,
}

/// A document on its pages.
pub(super) struct Laid {
    pub pages: Vec<Vec<Mark>>,
    pub elements: Vec<Element>,
    pub places: Vec<Place>,
}
