//! One page of rows, picked while all of them go by. At most a page of them is held, and where they must be put in order
//! also those that are passed over.

use std::cmp::Ordering;

use super::filter::Order;
use super::model::Row;
use super::options::Options;
use super::term::Answer;

/// A page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether there are more behind it.
    pub more: bool,
    /// How many rows were asked for, over all pages; where that was wanted.
    pub count: Option<u64>,
}

/// What a row is ordered by.
type Place = Vec<Answer<'static>>;

/// A page in the making.
pub struct Picking<'a> {
    options: &'a Options,
    /// The last row of the page before, and where it stands.
    after: Option<(String, Place)>,
    /// Whether that row has gone by.
    is_behind: bool,
    /// Rows still to be passed over, in the table's own order.
    skip: u64,
    /// How many rows to keep: those of the page, and one to know whether there are more.
    wanted: usize,
    size: usize,
    kept: Vec<(Place, Row)>,
    matched: u64,
}

impl<'a> Picking<'a> {
    /// For a page of `size` rows; `last` is the row that the page before ended with.
    pub fn new(options: &'a Options, size: usize, last: Option<&Row>) -> Self {
        let size = options.top.map_or(size, |top| size.min(usize::try_from(top).unwrap_or(size)));
        let skip = if last.is_some() { 0 } else { options.skip };
        let held = if options.order.is_empty() { 0 } else { usize::try_from(skip).unwrap_or(usize::MAX) };
        Self {
            options,
            after: last.map(|row| (row.key().to_owned(), place(&options.order, row))),
            is_behind: last.is_none(),
            skip,
            wanted: held.saturating_add(size + 1),
            size,
            kept: Vec::new(),
            matched: 0,
        }
    }

    /// Whether the table's own order is asked for: then reading may begin behind the last row, and stop when
    /// [`Picking::offer`] says so.
    pub fn is_in_order(&self) -> bool {
        self.options.order.is_empty()
    }

    /// Looks at a row, in the table's own order. False when no further row is needed.
    pub fn offer(&mut self, row: Row) -> bool {
        if self.options.filter.as_ref().is_some_and(|filter| !filter.holds(&row)) {
            return true;
        }
        self.matched += 1;
        if self.is_in_order() {
            if self.skip > 0 {
                self.skip -= 1;
            } else if self.kept.len() < self.wanted {
                self.kept.push((Place::new(), row));
            }
            // A count needs them all, unless the first page has counted.
            return self.kept.len() < self.wanted || (self.options.count && self.counted_before().is_none());
        }
        let here = place(&self.options.order, &row);
        if let Some((key, last)) = &self.after {
            let is_last = row.key() == key;
            self.is_behind |= is_last;
            let behind = match compare(&self.options.order, &here, last) {
                Ordering::Less => false,
                Ordering::Equal => self.is_behind && !is_last,
                Ordering::Greater => true,
            };
            if !behind {
                return true;
            }
        }
        self.kept.push((here, row));
        if self.kept.len() >= self.wanted.saturating_mul(2) {
            self.cut();
        }
        true
    }

    /// Rows of one place stay in the table's own order, as the sort is stable.
    fn cut(&mut self) {
        self.kept.sort_by(|(one, _), (two, _)| compare(&self.options.order, one, two));
        self.kept.truncate(self.wanted);
    }

    fn counted_before(&self) -> Option<u64> {
        self.options.after.as_ref().and_then(|after| after.count)
    }

    /// The page, once every row that was needed has gone by.
    pub fn done(mut self) -> Page {
        let mut passed_over = 0;
        if !self.is_in_order() {
            self.cut();
            passed_over = usize::try_from(self.skip).unwrap_or(usize::MAX);
        }
        let count = self.options.count.then(|| self.counted_before().unwrap_or(self.matched));
        let mut rows: Vec<Row> = self.kept.into_iter().skip(passed_over).map(|(_, row)| row).collect();
        let asked_for_more = self.options.top.is_none_or(|top| top > self.size as u64);
        let more = rows.len() > self.size && asked_for_more;
        rows.truncate(self.size);
        Page { rows, more, count }
    }
}

fn place(orders: &[Order], row: &Row) -> Place {
    orders.iter().map(|order| order.term.of(row).owned()).collect()
}

fn compare(orders: &[Order], one: &Place, two: &Place) -> Ordering {
    orders
        .iter()
        .zip(one.iter().zip(two))
        .map(|(order, (one, two))| if order.descending { two.order(one) } else { one.order(two) })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
