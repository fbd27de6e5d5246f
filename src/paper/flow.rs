//! From blocks to pages: where every line stands, and what it is part of. Measures are points, from the upper left.

use std::mem;

use super::faces::{Kind, Letter, letters, stand_in};
use super::lines::{columns, extent, lines, width};
use super::marks::{Around, Element, Laid, Mark, Of, Place, Role, Shade};
use super::rows::{Column, Row, repeated};
use super::{Align, Block, Document, Style, Table, Text};

/// A4.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// Left and right of the text.
pub(super) const SIDE: f32 = 62.0;
pub(super) const TOP: f32 = 82.0;
pub(super) const BOTTOM: f32 = 770.0;
pub(super) const FULL: f32 = PAGE.0 - 2.0 * SIDE;
/// Where the words on top of a page and at its foot stand.
const HEAD_LINE: f32 = 48.0;
const FOOT_LINE: f32 = 802.0;
/// Between columns.
const GAP: f32 = 12.0;
/// Where what a definition's name means begins.
const TERM: f32 = 138.0;
const INDENT: f32 = 14.0;
/// A row that is higher than this goes on on the next page rather than leave a hole on this one.
pub(super) const WHOLE: f32 = 240.0;
/// A list of names and meanings that is no higher than this is not parted.
const TOGETHER: f32 = 130.0;

/// The size of letters, and from one line to the next.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    pub size: f32,
    pub leading: f32,
}

const BODY: Measure = Measure { size: 10.0, leading: 14.5 };
const CELL: Measure = Measure { size: 9.0, leading: 12.5 };
const SMALL: Measure = Measure { size: 8.0, leading: 11.0 };
const TITLE: Measure = Measure { size: 21.0, leading: 26.0 };
const HEADINGS: [Measure; 2] = [Measure { size: 13.5, leading: 18.0 }, Measure { size: 10.5, leading: 15.0 }];

pub(super) struct Flow {
    laid: Laid,
    pub y: f32,
    missing: Vec<char>,
}

/// Sets a document.
pub(super) fn lay(document: &Document) -> Laid {
    let laid = Laid { pages: vec![Vec::new()], elements: Vec::new(), places: Vec::new() };
    let mut flow = Flow { laid, y: TOP, missing: Vec::new() };
    flow.title(document);
    for (at, block) in document.blocks.iter().enumerate() {
        flow.block(block, &document.blocks[at + 1..]);
    }
    flow.missing_signs(document);
    flow.around_the_text(document);
    flow.laid
}

impl Flow {
    pub fn element(&mut self, role: Role, within: Option<usize>) -> usize {
        self.laid.elements.push(Element { role, within });
        self.laid.elements.len() - 1
    }

    /// The signs that the fonts lack, so far.
    pub const fn missing(&mut self) -> &mut Vec<char> {
        &mut self.missing
    }

    fn letters(&mut self, text: &Text) -> Vec<Letter> {
        letters(text, &mut self.missing)
    }

    pub fn turn(&mut self) {
        self.laid.pages.push(Vec::new());
        self.y = TOP;
    }

    pub fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(mark);
        }
    }

    pub fn is_at_the_top(&self) -> bool {
        self.y <= TOP
    }

    /// Room above a block, where something stands above it.
    pub fn space(&mut self, height: f32) {
        if !self.is_at_the_top() {
            self.y += height;
        }
    }

    /// Goes on on the next page unless there is room for this much.
    pub fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && !self.is_at_the_top() {
            self.turn();
        }
    }

    fn title(&mut self, document: &Document) {
        self.mark(Mark::Rule { x: SIDE, y: self.y, width: 34.0, weight: 2.5, shade: Shade::Ink });
        self.y += 14.0;
        if !document.kicker.is_empty() {
            let element = self.element(Role::Paragraph, None);
            self.text(&document.kicker.as_str().into(), CELL, Shade::Grey, element);
            self.y += 2.0;
        }
        let element = self.element(Role::Heading(1), None);
        let title = named(&document.title);
        self.place(0, title);
        self.text(&Text::strong(title), TITLE, Shade::Ink, element);
        self.y += 4.0;
    }

    fn place(&mut self, level: u8, title: &str) {
        let page = self.laid.pages.len() - 1;
        self.laid.places.push(Place { level, title: title.to_owned(), page, y: self.y });
    }

    fn block(&mut self, block: &Block, after: &[Block]) {
        match block {
            Block::Heading(level, title) => self.heading(*level, title, after),
            Block::Paragraph(text) => {
                self.space(6.0);
                let element = self.element(Role::Paragraph, None);
                self.text(text, BODY, Shade::Ink, element);
            }
            Block::Definitions(list) => self.definitions(list),
            Block::Table(table) => self.table(table),
            Block::Drawing(drawing) => self.drawing(drawing),
            Block::List(items) => self.list(items),
            Block::Signature(label) => self.signature(label),
        }
    }

    fn heading(&mut self, level: u8, title: &str, after: &[Block]) {
        let (level, title) = (level.clamp(1, 2), named(title));
        let measure = HEADINGS[usize::from(level) - 1];
        self.space(if level == 1 { 20.0 } else { 12.0 });
        let height = lines(&self.letters(&Text::strong(title)), measure.size, FULL).len() as f32 * measure.leading;
        // A heading never stands alone at the end of a page.
        let next = self.least(after);
        self.need(height + next);
        let element = self.element(Role::Heading(u16::from(level) + 1), None);
        self.place(level, title);
        self.text(&Text::strong(title), measure, Shade::Ink, element);
    }

    /// The room that the beginning of what follows asks for.
    fn least(&mut self, after: &[Block]) -> f32 {
        let Some(first) = after.first() else { return 0.0 };
        let height = match first {
            Block::Heading(..) => 36.0 + self.least(&after[1..]),
            Block::Paragraph(text) => {
                let count = lines(&self.letters(text), BODY.size, FULL).len();
                let own = 6.0 + count.min(3) as f32 * BODY.leading;
                // A short one leads to what comes after it.
                match after.get(1) {
                    Some(Block::Definitions(_) | Block::Table(_) | Block::List(_)) if count <= 3 => {
                        own + self.least(&after[1..])
                    }
                    _ => own,
                }
            }
            Block::Definitions(list) => {
                let rows = self.defined(list, None);
                let whole = rows.iter().map(Row::height).sum::<f32>();
                let first = rows.first().map_or(0.0, Row::height);
                8.0 + if whole <= TOGETHER { whole } else { first.min(WHOLE) }
            }
            Block::Table(table) => {
                let rows = self.rows(table, None);
                rows.iter().take(2).map(|row| row.height().min(WHOLE)).sum::<f32>() + 8.0
            }
            Block::List(items) => {
                let first = items.first().map(|text| self.letters(text)).unwrap_or_default();
                6.0 + lines(&first, BODY.size, FULL - INDENT).len().min(6) as f32 * BODY.leading
            }
            Block::Drawing(_) => super::drawing::HEIGHT + 8.0,
            Block::Signature(_) => 70.0,
        };
        height.min(BOTTOM - TOP - 80.0)
    }

    /// Lines over the whole width. No page ends with the first line of several, or begins with the last.
    fn text(&mut self, text: &Text, measure: Measure, shade: Shade, element: usize) {
        let letters = self.letters(text);
        let all = lines(&letters, measure.size, FULL);
        let count = all.len();
        for (at, line) in all.into_iter().enumerate() {
            let together = match (at, count - at) {
                (0, left) if left <= 3 => left,
                (0, _) | (_, 2) => 2,
                _ => 1,
            };
            self.need(together as f32 * measure.leading);
            self.line(SIDE, self.y, measure, shade, line, Of::Element(element));
            self.y += measure.leading;
        }
    }

    pub fn line(&mut self, x: f32, top: f32, measure: Measure, shade: Shade, letters: Vec<Letter>, of: Of) {
        // Letters stand in the middle of their line.
        let baseline = top + (measure.leading + measure.size * 0.72) / 2.0;
        self.mark(Mark::Line { x, baseline, size: measure.size, shade, letters, of });
    }

    fn definitions(&mut self, list: &[(String, Text)]) {
        self.space(8.0);
        let names = self.element(Role::Names, None);
        let rows = self.defined(list, Some(names));
        // A short list stays together.
        let height = rows.iter().map(Row::height).sum::<f32>();
        if height <= TOGETHER {
            self.need(height);
        }
        for row in rows {
            self.row(row, None);
        }
    }

    /// Names and what they mean, as parts of a list.
    fn defined(&mut self, list: &[(String, Text)], names: Option<usize>) -> Vec<Row> {
        let mut rows = Vec::new();
        for (name, text) in list {
            let item = names.map(|names| self.element(Role::Item, Some(names)));
            let column = |flow: &mut Self, x, width, shade, role, text: &Text| {
                let of = match item {
                    Some(item) => Of::Element(flow.element(role, Some(item))),
                    None => Of::Around(Around::Repeated),
                };
                let lines = lines(&flow.letters(text), BODY.size, width);
                Column { x, width, align: Align::Left, shade, of, lines }
            };
            let columns = vec![
                column(self, SIDE, TERM - GAP, Shade::Grey, Role::Label, &name.as_str().into()),
                column(self, SIDE + TERM, FULL - TERM, Shade::Ink, Role::Body, text),
            ];
            rows.push(Row { measure: BODY, columns, around: 2.5, rule: Some((0.5, Shade::Faint)) });
        }
        rows
    }

    fn list(&mut self, items: &[Text]) {
        self.space(5.0);
        let list = self.element(Role::Dots, None);
        for text in items {
            let item = self.element(Role::Item, Some(list));
            let (label, body) = (self.element(Role::Label, Some(item)), self.element(Role::Body, Some(item)));
            let dot = self.letters(&"•".into());
            let text = self.letters(text);
            let column = |x, width, of, lines| Column {
                x,
                width,
                align: Align::Left,
                shade: Shade::Ink,
                of: Of::Element(of),
                lines,
            };
            let columns = vec![
                column(SIDE + 2.0, INDENT, label, vec![dot]),
                column(SIDE + INDENT, FULL - INDENT, body, lines(&text, BODY.size, FULL - INDENT)),
            ];
            self.row(Row { measure: BODY, columns, around: 0.5, rule: None }, None);
        }
    }

    fn table(&mut self, table: &Table) {
        self.space(8.0);
        let element = self.element(Role::Table, None);
        let mut rows = self.rows(table, Some(element)).into_iter();
        let Some(header) = rows.next() else { return };
        // The header stays with the first row.
        let first = rows.as_slice().first().map_or(0.0, |row| row.height().min(WHOLE));
        self.need(header.height() + first);
        // One that takes half a page is said once.
        let again = (header.height() <= WHOLE).then(|| repeated(&header));
        self.row(header, None);
        for row in rows {
            self.row(row, again.as_ref());
        }
        self.y += 4.0;
    }

    /// The header and the rows of a table, as parts of it.
    fn rows(&mut self, table: &Table, element: Option<usize>) -> Vec<Row> {
        let header: Vec<Text> = table.columns.iter().map(|(name, _)| Text::strong(name.clone())).collect();
        let all: Vec<Vec<Vec<Letter>>> = [&header]
            .into_iter()
            .chain(&table.rows)
            .map(|row| row.iter().map(|cell| self.letters(cell)).collect())
            .collect();
        let needs: Vec<(f32, f32)> = (0..header.len())
            .map(|column| {
                all.iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| extent(cell, CELL.size))
                    .fold((0.0, 0.0), |sum, one| (f32::max(sum.0, one.0), f32::max(sum.1, one.1)))
            })
            .collect();
        let gaps = GAP * header.len().saturating_sub(1) as f32;
        let widths = columns(&needs, FULL - gaps);
        let parts = element.map(|table| (self.element(Role::Head, Some(table)), self.element(Role::Rows, Some(table))));
        let mut rows = Vec::new();
        for (at, cells) in all.into_iter().enumerate() {
            let is_header = at == 0;
            let row = parts.map(|(head, body)| self.element(Role::Row, Some(if is_header { head } else { body })));
            let mut x = SIDE;
            let mut set = Vec::new();
            for ((cell, width), (_, align)) in cells.iter().zip(&widths).zip(&table.columns) {
                let role = if is_header { Role::HeaderCell } else { Role::Cell };
                let of = match row {
                    Some(row) => Of::Element(self.element(role, Some(row))),
                    None => Of::Around(Around::Repeated),
                };
                let lines = lines(cell, CELL.size, *width);
                set.push(Column { x, width: *width, align: *align, shade: Shade::Ink, of, lines });
                x += width + GAP;
            }
            let rule = if is_header { (1.0, Shade::Ink) } else { (0.5, Shade::Faint) };
            rows.push(Row { measure: CELL, columns: set, around: 3.0, rule: Some(rule) });
        }
        rows
    }

    fn signature(&mut self, label: &str) {
        self.space(24.0);
        self.need(70.0);
        let element = self.element(Role::Paragraph, None);
        self.text(&label.into(), BODY, Shade::Ink, element);
        self.y += 40.0;
        self.mark(Mark::Rule { x: SIDE, y: self.y, width: 260.0, weight: 0.7, shade: Shade::Ink });
        self.y += 4.0;
    }

    /// Says which signs could not be shown.
    fn missing_signs(&mut self, document: &Document) {
        let missing = mem::take(&mut self.missing);
        if missing.is_empty() {
            return;
        }
        let signs: Vec<String> = missing.iter().map(|sign| format!("U+{:04X}", u32::from(*sign))).collect();
        let (shown, _) = stand_in();
        let words = crate::t!(
            document.lang,
            "paper-missing-signs",
            shown = shown.to_string(),
            signs = signs.join(", "),
            count = signs.len()
        );
        self.space(18.0);
        let element = self.element(Role::Paragraph, None);
        self.text(&words.into(), SMALL, Shade::Grey, element);
    }

    /// What stands on every page: known when it is known how many there are.
    fn around_the_text(&mut self, document: &Document) {
        let of = self.laid.pages.len();
        let head = fitting(letters(&document.running.as_str().into(), &mut self.missing), SMALL.size, FULL);
        let foot = fitting(letters(&Text::code(document.foot.clone()), &mut self.missing), SMALL.size, FULL - 90.0);
        for at in 0..of {
            let page = crate::t!(document.lang, "paper-page", page = at + 1, of = of);
            let page = letters(&page.into(), &mut self.missing);
            let right = SIDE + FULL - width(&page, SMALL.size);
            let line = |x, baseline, letters, around| Mark::Line {
                x,
                baseline,
                size: SMALL.size,
                shade: Shade::Grey,
                letters,
                of: Of::Around(around),
            };
            let marks = &mut self.laid.pages[at];
            marks.push(line(SIDE, HEAD_LINE, head.clone(), Around::Header));
            marks.push(Mark::Rule { x: SIDE, y: HEAD_LINE + 8.0, width: FULL, weight: 0.5, shade: Shade::Faint });
            marks.push(Mark::Rule { x: SIDE, y: FOOT_LINE - 16.0, width: FULL, weight: 0.5, shade: Shade::Faint });
            marks.push(line(SIDE, FOOT_LINE, foot.clone(), Around::Footer));
            marks.push(line(right, FOOT_LINE, page, Around::Footer));
        }
    }
}

/// A title that is one: an empty name is no name.
pub(super) fn named(title: &str) -> &str {
    if title.trim().is_empty() { "–" } else { title }
}

/// One line of what stands around the text; it may be cut, for the text says it too.
fn fitting(mut letters: Vec<Letter>, size: f32, room: f32) -> Vec<Letter> {
    letters.retain(|letter| letter.kind != Kind::Break);
    if width(&letters, size) <= room {
        return letters;
    }
    let dots = super::faces::letters(&Text(vec![(Style::Plain, "…".into())]), &mut Vec::new());
    let room = room - width(&dots, size);
    let mut used = 0.0;
    let mut kept: Vec<Letter> = letters
        .into_iter()
        .take_while(|letter| {
            used += letter.width * size;
            used <= room
        })
        .collect();
    kept.extend(dots);
    kept
}
