//! A document as a file that can be kept: blocks set on A4, as tagged PDF (PDF/A-2a and PDF/UA-1). Knows nothing of the
//! domain.
//!
//! Blocks become lines by measured widths (`lines.rs`), lines become pages (`flow.rs`, `rows.rs`), pages become
//! a file (`write.rs`). What does not fit a line is broken, what does not fit a page goes on on the next; nothing is left out.

mod drawing;
mod faces;
mod flow;
mod lines;
mod marks;
mod rows;
mod write;

pub use drawing::{Curve, Drawing};
pub use write::write;

use crate::clock::Moment;
use crate::i18n::Lang;

/// The media type.
pub const MEDIA_TYPE: &str = "application/pdf";

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Whose words these are.
    pub lang: Lang,
    /// A line above the title: where it comes from.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// On top of every page, and the file's own title: what this is and about what.
    pub running: String,
    /// At the foot of every page, in letters of one width; may be empty.
    pub foot: String,
    /// When the file was made.
    pub made_at: Moment,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a document, as high as it needs to be.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading below the title, of level 1 or 2.
    Heading(u8, String),
    /// A paragraph. Line breaks in it are kept.
    Paragraph(Text),
    /// Things with their names.
    Definitions(Vec<(String, Text)>),
    /// Rows under a header that is repeated on every page.
    Table(Table),
    /// Lines over time.
    Drawing(Drawing),
    /// Items with a dot before each.
    List(Vec<Text>),
    /// A line to write on, under what it is for.
    Signature(String),
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph(text.into())
    }
}

/// A table. Every row has as many cells as there are columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The header's words, and how the columns stand.
    pub columns: Vec<(String, Align)>,
    /// The rows.
    pub rows: Vec<Vec<Text>>,
}

/// How a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Words begin at the left.
    Left,
    /// Figures end at the right.
    Right,
}

/// How a piece of text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// As text does.
    Plain,
    /// With weight.
    Strong,
    /// In letters of one width: what is to be compared sign by sign.
    Code,
}

/// Pieces of text, one after another.
#[derive(Clone, Debug, Default)]
pub struct Text(pub Vec<(Style, String)>);

impl Text {
    /// Letters of one width.
    pub fn code(text: impl Into<String>) -> Self {
        Self(vec![(Style::Code, text.into())])
    }

    /// Text with weight.
    pub fn strong(text: impl Into<String>) -> Self {
        Self(vec![(Style::Strong, text.into())])
    }

    /// And then this.
    pub fn then(mut self, style: Style, text: impl Into<String>) -> Self {
        self.0.push((style, text.into()));
        self
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![(Style::Plain, text)])
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

#[cfg(test)]
mod tests;
