//! Reads `$filter` and `$orderby` (Part 2, 5.1): a question becomes a [`Term`] whose types are in order, or a refusal that
//! shows where it stopped making sense.
//!
//! A parser of our own: the one that the registry has recurses as deep as it is told to, knows no types, and says of a
//! wrong question only that it is wrong (docs/decisions/0017).

use super::model::Set;
use super::term::{Answer, Comparison, Function, Kind, Term};
use super::words::{Placed, Word, words};
use crate::refusal::{Code, Refusal};

/// Bytes in one option.
const LONGEST: usize = 10_000;
/// Terms within terms.
const DEEPEST: usize = 50;
/// What rows can be ordered by at once.
const MOST_ORDERS: usize = 10;

/// The standard's words that are not understood here.
const NOT_OFFERED: &[&str] = &[
    "add",
    "sub",
    "mul",
    "div",
    "divby",
    "mod",
    "has",
    "in",
    "concat",
    "indexof",
    "substring",
    "matchesPattern",
    "hour",
    "minute",
    "second",
    "fractionalseconds",
    "totalseconds",
    "totaloffsetminutes",
    "time",
    "now",
    "mindatetime",
    "maxdatetime",
    "round",
    "floor",
    "ceiling",
    "cast",
    "isof",
    "case",
];

/// One of the things that rows are ordered by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// By what.
    pub term: Term,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// Reads `$filter`.
pub fn filter(set: &Set, text: &str) -> Result<Term, Refusal> {
    let mut reader = Reader::of(set, "$filter", text)?;
    let (term, kind) = reader.any(0)?;
    if reader.next.is_some() || kind != Kind::Truth {
        return Err(reader.lost());
    }
    Ok(term)
}

/// Reads `$orderby`.
pub fn order(set: &Set, text: &str) -> Result<Vec<Order>, Refusal> {
    let mut reader = Reader::of(set, "$orderby", text)?;
    let mut orders = Vec::new();
    loop {
        let (term, _) = reader.any(0)?;
        let descending = reader.takes_name("desc");
        if !descending {
            reader.takes_name("asc");
        }
        orders.push(Order { term, descending });
        if !reader.takes(&Word::Comma) {
            break;
        }
        if orders.len() == MOST_ORDERS {
            return Err(reader.lost());
        }
    }
    if reader.next.is_some() { Err(reader.lost()) } else { Ok(orders) }
}

/// Refuses a query option, with the piece of it that is not understood.
pub fn not_understood(option: &str, at: &str) -> Refusal {
    Refusal::new(Code::OdataQuery).with("option", option).with("at", at.chars().take(40).collect::<String>())
}

/// Refuses what the standard knows and the feed does not do.
pub fn not_offered(what: &str) -> Refusal {
    Refusal::new(Code::OdataNotOffered).with("what", what.chars().take(40).collect::<String>())
}

struct Reader<'a> {
    set: &'a Set,
    option: &'static str,
    text: &'a str,
    /// The word to be read now, and where it begins.
    next: Option<Placed<'a>>,
    rest: std::vec::IntoIter<Placed<'a>>,
}

type Read = Result<(Term, Kind), Refusal>;

impl<'a> Reader<'a> {
    fn of(set: &'a Set, option: &'static str, text: &'a str) -> Result<Self, Refusal> {
        if text.len() > LONGEST {
            return Err(not_understood(option, text));
        }
        let mut rest = words(text).map_err(|at| not_understood(option, &text[at..]))?.into_iter();
        Ok(Self { set, option, text, next: rest.next(), rest })
    }

    /// The refusal for where the reader stands.
    fn lost(&self) -> Refusal {
        let at = self.next.as_ref().map_or(self.text.len(), |(at, _)| *at);
        not_understood(self.option, if at < self.text.len() { &self.text[at..] } else { self.text })
    }

    fn take(&mut self) -> Option<Word<'a>> {
        let taken = self.next.take().map(|(_, word)| word);
        self.next = self.rest.next();
        taken
    }

    fn takes(&mut self, wanted: &Word<'_>) -> bool {
        let found = self.next.as_ref().is_some_and(|(_, word)| word == wanted);
        if found {
            self.take();
        }
        found
    }

    fn takes_name(&mut self, wanted: &str) -> bool {
        self.takes(&Word::Name(wanted))
    }

    fn any(&mut self, depth: usize) -> Read {
        self.joined(depth, "or", Term::Any, Self::all)
    }

    fn all(&mut self, depth: usize) -> Read {
        self.joined(depth, "and", Term::All, Self::comparison)
    }

    /// Parts with a word between them: a long chain is one term and no depth.
    fn joined(
        &mut self,
        depth: usize,
        word: &str,
        join: fn(Vec<Term>) -> Term,
        part: fn(&mut Self, usize) -> Read,
    ) -> Read {
        let (first, kind) = part(self, depth)?;
        let mut terms = vec![first];
        let mut kinds = vec![kind];
        while self.takes_name(word) {
            let (term, kind) = part(self, depth)?;
            terms.push(term);
            kinds.push(kind);
        }
        match (terms.pop(), terms.is_empty()) {
            (Some(only), true) => Ok((only, kind)),
            (Some(last), false) if kinds.iter().all(|kind| kind.goes_with(Kind::Truth)) => {
                terms.push(last);
                Ok((join(terms), Kind::Truth))
            }
            _ => Err(self.lost()),
        }
    }

    fn comparison(&mut self, depth: usize) -> Read {
        let (one, kind) = self.operand(depth)?;
        let Some((_, Word::Name(name))) = &self.next else { return Ok((one, kind)) };
        let how = match *name {
            "eq" => Comparison::Same,
            "ne" => Comparison::Other,
            "gt" => Comparison::Above,
            "ge" => Comparison::NotBelow,
            "lt" => Comparison::Below,
            "le" => Comparison::NotAbove,
            name if NOT_OFFERED.contains(&name) => return Err(not_offered(name)),
            _ => return Ok((one, kind)),
        };
        self.take();
        let (two, other) = self.operand(depth)?;
        if !kind.goes_with(other) {
            return Err(self.lost());
        }
        Ok((Term::Compared(how, Box::new((one, two))), Kind::Truth))
    }

    fn operand(&mut self, depth: usize) -> Read {
        if depth == DEEPEST {
            return Err(self.lost());
        }
        if self.takes_name("not") {
            let (term, kind) = self.operand(depth + 1)?;
            return if kind.goes_with(Kind::Truth) {
                Ok((Term::Not(Box::new(term)), Kind::Truth))
            } else {
                Err(self.lost())
            };
        }
        if self.takes(&Word::Open) {
            let inner = self.any(depth + 1)?;
            return if self.takes(&Word::Close) { Ok(inner) } else { Err(self.lost()) };
        }
        let lost = self.lost();
        let literal = |answer, kind| Ok((Term::Literal(answer), kind));
        match self.take() {
            Some(Word::Text(text)) => literal(Answer::Text(text.into()), Kind::Text),
            Some(Word::Number(number)) => literal(Answer::Number(number), Kind::Number),
            Some(Word::Day(day)) => literal(Answer::Day(day), Kind::Day),
            Some(Word::Instant(moment)) => literal(Answer::Instant(moment), Kind::Instant),
            Some(Word::Name("null")) => literal(Answer::Nothing, Kind::Nothing),
            Some(Word::Name("true")) => literal(Answer::Truth(true), Kind::Truth),
            Some(Word::Name("false")) => literal(Answer::Truth(false), Kind::Truth),
            Some(Word::Name(name)) if self.takes(&Word::Open) => self.call(name, depth + 1, lost),
            Some(Word::Name(name)) => match self.set.place_of(name) {
                Some(place) => Ok((Term::Column(place), Kind::of(self.set.columns[place].edm))),
                None => Err(lost),
            },
            _ => Err(lost),
        }
    }

    /// A function behind its opening bracket.
    fn call(&mut self, name: &str, depth: usize, lost: Refusal) -> Read {
        use Function as F;
        let (text, when) = (&[Kind::Text][..], &[Kind::Day, Kind::Instant][..]);
        let (function, takes, gives) = match name {
            "contains" => (F::Contains, vec![text, text], Kind::Truth),
            "startswith" => (F::StartsWith, vec![text, text], Kind::Truth),
            "endswith" => (F::EndsWith, vec![text, text], Kind::Truth),
            "tolower" => (F::ToLower, vec![text], Kind::Text),
            "toupper" => (F::ToUpper, vec![text], Kind::Text),
            "trim" => (F::Trim, vec![text], Kind::Text),
            "length" => (F::Length, vec![text], Kind::Number),
            "year" => (F::Year, vec![when], Kind::Number),
            "month" => (F::Month, vec![when], Kind::Number),
            "day" => (F::DayOfMonth, vec![when], Kind::Number),
            "date" => (F::Date, vec![&[Kind::Instant][..]], Kind::Day),
            _ if NOT_OFFERED.contains(&name) || name.contains(['.', '/']) => return Err(not_offered(name)),
            _ => return Err(lost),
        };
        let mut terms = Vec::with_capacity(takes.len());
        for (place, kinds) in takes.iter().enumerate() {
            if place > 0 && !self.takes(&Word::Comma) {
                return Err(self.lost());
            }
            let (term, kind) = self.any(depth)?;
            if kind != Kind::Nothing && !kinds.contains(&kind) {
                return Err(lost);
            }
            terms.push(term);
        }
        if self.takes(&Word::Close) { Ok((Term::Call(function, terms), gives)) } else { Err(self.lost()) }
    }
}
