//! A question about a row, with its types in order, and its answer.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::model::{Edm, Row, Value};
use super::number::Number;
use crate::clock::{Day, Moment};

/// What kind of value a term has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// `null`, which goes with all of them.
    Nothing,
}

impl Kind {
    /// Of a column.
    pub fn of(edm: Edm) -> Self {
        match edm {
            Edm::Text => Self::Text,
            Edm::Entered | Edm::Computed | Edm::Whole => Self::Number,
            Edm::Truth => Self::Truth,
            Edm::Day => Self::Day,
            Edm::Instant => Self::Instant,
        }
    }

    /// Whether one can stand where the other is wanted.
    pub fn goes_with(self, other: Self) -> bool {
        self == other || self == Self::Nothing || other == Self::Nothing
    }
}

/// How two values are held against each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// `eq`
    Same,
    /// `ne`
    Other,
    /// `gt`
    Above,
    /// `ge`
    NotBelow,
    /// `lt`
    Below,
    /// `le`
    NotAbove,
}

/// The functions that are understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    /// `contains(text, text)`
    Contains,
    /// `startswith(text, text)`
    StartsWith,
    /// `endswith(text, text)`
    EndsWith,
    /// `tolower(text)`
    ToLower,
    /// `toupper(text)`
    ToUpper,
    /// `trim(text)`
    Trim,
    /// `length(text)`, in characters.
    Length,
    /// `year(day or instant)`
    Year,
    /// `month(day or instant)`
    Month,
    /// `day(day or instant)`
    DayOfMonth,
    /// `date(instant)`
    Date,
}

/// A part of a question. Only [`super::filter`] makes them, so the types are in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// Written in the question.
    Literal(Answer<'static>),
    /// What stands in a column.
    Column(usize),
    /// `not`
    Not(Box<Term>),
    /// `and`, of two or more.
    All(Vec<Term>),
    /// `or`, of two or more.
    Any(Vec<Term>),
    /// A comparison.
    Compared(Comparison, Box<(Term, Term)>),
    /// A function of one or two terms.
    Call(Function, Vec<Term>),
}

/// What a term says of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer<'a> {
    /// Nothing; or unknown, of yes and no.
    Nothing,
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(Number),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Day(Day),
    /// An instant.
    Instant(Moment),
}

impl<'a> From<&'a Value> for Answer<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Nothing => Self::Nothing,
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::Number(figure) => Self::Number((*figure).into()),
            Value::Whole(number) => Self::Number(Number::whole(*number)),
            Value::Truth(truth) => Self::Truth(*truth),
            Value::Day(day) => Self::Day(*day),
            Value::Instant(moment) => Self::Instant(*moment),
        }
    }
}

impl Answer<'_> {
    /// The same, on its own.
    pub fn owned(self) -> Answer<'static> {
        match self {
            Self::Text(text) => Answer::Text(Cow::Owned(text.into_owned())),
            Self::Nothing => Answer::Nothing,
            Self::Number(number) => Answer::Number(number),
            Self::Truth(truth) => Answer::Truth(truth),
            Self::Day(day) => Answer::Day(day),
            Self::Instant(moment) => Answer::Instant(moment),
        }
    }

    /// The order of two values of one kind; nothing stands before everything (Part 1, 11.2.5.2).
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => Ordering::Equal,
            (Self::Nothing, _) => Ordering::Less,
            (_, Self::Nothing) => Ordering::Greater,
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Number(one), Self::Number(two)) => one.cmp(two),
            (Self::Truth(one), Self::Truth(two)) => one.cmp(two),
            (Self::Day(one), Self::Day(two)) => one.cmp(two),
            (Self::Instant(one), Self::Instant(two)) => one.cmp(two),
            // Kinds were told apart when the question was read.
            _ => Ordering::Equal,
        }
    }

    fn truth(&self) -> Option<bool> {
        if let Self::Truth(truth) = self { Some(*truth) } else { None }
    }
}

impl Term {
    /// Whether a row is asked for: what is unknown is not.
    pub fn holds(&self, row: &Row) -> bool {
        self.of(row).truth() == Some(true)
    }

    /// What this says of a row. Yes and no know a third, unknown (Part 2, 5.1.1.1).
    pub fn of<'a>(&'a self, row: &'a Row) -> Answer<'a> {
        let truth = |truth: Option<bool>| truth.map_or(Answer::Nothing, Answer::Truth);
        match self {
            Self::Literal(answer) => answer.clone(),
            Self::Column(place) => row.values().get(*place).map_or(Answer::Nothing, Answer::from),
            Self::Not(term) => truth(term.of(row).truth().map(|truth| !truth)),
            Self::All(terms) => truth(decided_by(terms, row, false)),
            Self::Any(terms) => truth(decided_by(terms, row, true)),
            Self::Compared(how, pair) => Answer::Truth(compared(*how, &pair.0.of(row), &pair.1.of(row))),
            Self::Call(function, terms) => called(*function, terms, row),
        }
    }
}

/// One `false` decides `and`, one `true` decides `or`; otherwise one unknown leaves both unknown.
fn decided_by(terms: &[Term], row: &Row, decisive: bool) -> Option<bool> {
    let mut known = true;
    for term in terms {
        match term.of(row).truth() {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => known = false,
        }
    }
    known.then_some(!decisive)
}

fn compared(how: Comparison, one: &Answer<'_>, two: &Answer<'_>) -> bool {
    let order = one.order(two);
    match how {
        Comparison::Same => order.is_eq(),
        Comparison::Other => order.is_ne(),
        // Nothing is neither more nor less than anything.
        _ if *one == Answer::Nothing || *two == Answer::Nothing => false,
        Comparison::Above => order.is_gt(),
        Comparison::NotBelow => order.is_ge(),
        Comparison::Below => order.is_lt(),
        Comparison::NotAbove => order.is_le(),
    }
}

fn called<'a>(function: Function, terms: &'a [Term], row: &'a Row) -> Answer<'a> {
    use chrono::Datelike;
    let first = terms.first().map_or(Answer::Nothing, |term| term.of(row));
    let date = match &first {
        Answer::Day(day) => Some(day.date()),
        Answer::Instant(moment) => Some(moment.utc().date_naive()),
        _ => None,
    };
    let counted = |number: Option<i64>| number.map_or(Answer::Nothing, |number| Answer::Number(Number::whole(number)));
    match function {
        Function::Year => return counted(date.map(|date| i64::from(date.year()))),
        Function::Month => return counted(date.map(|date| i64::from(date.month()))),
        Function::DayOfMonth => return counted(date.map(|date| i64::from(date.day()))),
        Function::Date => return date.map_or(Answer::Nothing, |date| Answer::Day(Day::from_date(date))),
        _ => {}
    }
    let Answer::Text(text) = first else { return Answer::Nothing };
    let sought = match terms.get(1).map(|term| term.of(row)) {
        None => Cow::Borrowed(""),
        Some(Answer::Text(sought)) => sought,
        Some(_) => return Answer::Nothing,
    };
    match function {
        Function::Contains => Answer::Truth(text.contains(&*sought)),
        Function::StartsWith => Answer::Truth(text.starts_with(&*sought)),
        Function::EndsWith => Answer::Truth(text.ends_with(&*sought)),
        Function::ToLower => Answer::Text(Cow::Owned(text.to_lowercase())),
        Function::ToUpper => Answer::Text(Cow::Owned(text.to_uppercase())),
        Function::Trim => Answer::Text(Cow::Owned(text.trim().to_owned())),
        _ => counted(i64::try_from(text.chars().count()).ok()),
    }
}
