//! Rows of cells, side by side: of tables, of lists, of names and what they mean. One that does not fit a page goes on
//! on the next.

use std::mem;

use super::Align;
use super::faces::Letter;
use super::flow::{BOTTOM, FULL, Flow, Measure, SIDE, WHOLE};
use super::lines::width;
use super::marks::{Around, Mark, Of, Shade};

/// A cell whose lines are known.
pub(super) struct Column {
    pub x: f32,
    pub width: f32,
    pub align: Align,
    pub shade: Shade,
    pub of: Of,
    pub lines: Vec<Vec<Letter>>,
}

/// A row of cells.
pub(super) struct Row {
    pub measure: Measure,
    pub columns: Vec<Column>,
    /// Room above the first line and below the last.
    pub around: f32,
    /// The line below the row.
    pub rule: Option<(f32, Shade)>,
}

impl Row {
    fn count(&self) -> usize {
        self.columns.iter().map(|column| column.lines.len()).max().unwrap_or(0)
    }

    pub fn height(&self) -> f32 {
        self.count() as f32 * self.measure.leading + 2.0 * self.around
    }
}

impl Flow {
    /// Places a row; one that does not fit goes to the next page, or goes on there where it is long. What is repeated
    /// stands on top of every page that the row goes on to.
    pub fn row(&mut self, row: Row, again: Option<&Row>) {
        let (count, height) = (row.count(), row.height());
        let Row { measure, columns, around, rule } = row;
        if self.y + height > BOTTOM && (height <= WHOLE || self.y + 3.0 * measure.leading > BOTTOM) {
            self.turn_with(again);
        }
        self.y += around;
        let mut columns: Vec<(Column, _)> = columns
            .into_iter()
            .map(|mut column| {
                let lines = mem::take(&mut column.lines).into_iter();
                (column, lines)
            })
            .collect();
        for _ in 0..count {
            if self.y + measure.leading + around > BOTTOM && !self.is_at_the_top() {
                self.turn_with(again);
                self.y += around;
            }
            for (column, lines) in &mut columns {
                let Some(line) = lines.next() else { continue };
                let x = match column.align {
                    Align::Left => column.x,
                    Align::Right => column.x + column.width - width(&line, measure.size),
                };
                self.line(x, self.y, measure, column.shade, line, column.of);
            }
            self.y += measure.leading;
        }
        self.y += around;
        if let Some((weight, shade)) = rule {
            self.mark(Mark::Rule { x: SIDE, y: self.y, width: FULL, weight, shade });
        }
    }

    fn turn_with(&mut self, again: Option<&Row>) {
        self.turn();
        if let Some(header) = again {
            self.row(repeated(header), None);
        }
    }
}

/// A header row that was said before.
pub(super) fn repeated(header: &Row) -> Row {
    let columns = header.columns.iter().map(|column| Column {
        lines: column.lines.clone(),
        of: Of::Around(Around::Repeated),
        ..*column
    });
    Row { columns: columns.collect(), ..*header }
}
