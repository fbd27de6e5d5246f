//! What a table looks like: its columns with their types, and its rows.

use crate::clock::{Day, Moment};
use crate::decimal::{Decimal, Figure};

/// The type of a column, as the metadata names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edm {
    /// `Edm.String`
    Text,
    /// `Edm.Decimal` as somebody entered it: at most 12 digits before the point and 6 after it.
    Entered,
    /// `Edm.Decimal` that was computed: at most 20 digits before the point and 6 after it.
    Computed,
    /// `Edm.Int64`
    Whole,
    /// `Edm.Boolean`
    Truth,
    /// `Edm.Date`
    Day,
    /// `Edm.DateTimeOffset`, to the millisecond and in UTC.
    Instant,
}

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name in the feed. It never changes.
    pub name: &'static str,
    /// What stands in it.
    pub edm: Edm,
    /// Whether it may be empty.
    pub nullable: bool,
}

impl Column {
    /// A column that always has a value.
    pub const fn of(name: &'static str, edm: Edm) -> Self {
        Self { name, edm, nullable: false }
    }

    /// A column that may be empty.
    pub const fn maybe(name: &'static str, edm: Edm) -> Self {
        Self { name, edm, nullable: true }
    }
}

/// A table: an entity set and its entity type. The first column is the key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Set {
    /// The entity set's name, in the plural.
    pub name: &'static str,
    /// The entity type's name, in the singular.
    pub one: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
}

impl Set {
    /// Where a column stands.
    pub fn place_of(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }
}

/// What stands in one column of one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Nothing.
    Nothing,
    /// A text.
    Text(String),
    /// A number, exact.
    Number(Figure),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Day(Day),
    /// An instant, whole milliseconds.
    Instant(Moment),
}

/// A row: a value for each column of its set, in the same order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row(Vec<Value>);

impl Row {
    /// From its values; the columns' number is known to the compiler where a set makes its rows.
    pub fn of<const N: usize>(values: [Value; N]) -> Self {
        Self(values.into())
    }

    /// The values in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// The value of its first column, which no other row of the set has.
    pub fn key(&self) -> &str {
        match self.0.first() {
            Some(Value::Text(key)) => key,
            _ => "",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Number(number.into())
    }
}

impl From<Figure> for Value {
    fn from(number: Figure) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<Moment> for Value {
    /// Cut to what is written, so that what was read can be asked for.
    fn from(moment: Moment) -> Self {
        Self::Instant(Moment::from_micros(moment.micros().div_euclid(1_000) * 1_000))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Self::Nothing, Into::into)
    }
}
