//! The query options of a request (Part 1, 11.2): what is asked for, in which order, how much, and from where on.

use std::borrow::Cow;

use super::filter::{self, Order, not_offered, not_understood};
use super::model::Set;
use super::term::Term;
use crate::refusal::{Code, Refusal};

/// Rows in one page, at most.
pub const MOST_ROWS: usize = 1_000;
/// Rows that may be passed over where they must be put in order first: they are all held until then.
const MOST_ORDERED_SKIPPED: u64 = 10_000;

/// What is asked of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// The columns to be written, by their places; all of them when there are none.
    pub select: Option<Vec<usize>>,
    /// Which rows.
    pub filter: Option<Term>,
    /// In which order; the table's own when empty.
    pub order: Vec<Order>,
    /// How many rows at most, over all pages.
    pub top: Option<u64>,
    /// How many rows to pass over first.
    pub skip: u64,
    /// Whether to say how many rows there are.
    pub count: bool,
    /// Where the page before ended.
    pub after: Option<After>,
    /// The options that the next page has in common with this one, as they were sent.
    kept: Vec<(String, String)>,
}

/// Where a page ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// The key of its last row.
    pub key: String,
    /// How many rows there are, where that was asked for.
    pub count: Option<u64>,
}

impl Options {
    /// Reads a query string's names and values. Names without `$` are nobody's business here (Part 1, 11.2.1).
    pub fn read<'a>(set: &Set, query: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>) -> Result<Self, Refusal> {
        let mut options = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in query {
            if !name.starts_with('$') {
                continue;
            }
            if seen.iter().any(|known| *known == name) {
                return Err(not_understood(&name, &value));
            }
            options.take(set, &name, &value)?;
            if matches!(&*name, "$select" | "$filter" | "$orderby" | "$count" | "$format") {
                options.kept.push((name.to_string(), value.into_owned()));
            }
            seen.push(name.into_owned());
        }
        if !options.order.is_empty() && options.skip > MOST_ORDERED_SKIPPED {
            return Err(not_understood("$skip", &options.skip.to_string()));
        }
        Ok(options)
    }

    fn take(&mut self, set: &Set, name: &str, value: &str) -> Result<(), Refusal> {
        let wrong = || not_understood(name, value);
        match name {
            "$select" => self.select = selected(set, value).ok_or_else(wrong)?,
            "$filter" => self.filter = Some(filter::filter(set, value)?),
            "$orderby" => self.order = filter::order(set, value)?,
            "$top" => self.top = Some(number(value).ok_or_else(wrong)?),
            "$skip" => self.skip = number(value).ok_or_else(wrong)?,
            "$count" if value == "true" => self.count = true,
            "$count" if value == "false" => {}
            "$skiptoken" => self.after = Some(After::read(value).ok_or_else(wrong)?),
            // One form is offered; a header may ask for numbers as texts.
            "$format" if value == "json" || value.starts_with("application/json") => {}
            "$format" => return Err(Refusal::new(Code::WrongMediaType).with("expected", "application/json")),
            "$search" | "$apply" | "$compute" | "$index" | "$deltatoken" | "$schemaversion" | "$levels" => {
                return Err(not_offered(name));
            }
            // `$expand` too: the tables have keys of each other, and no ways to follow.
            _ => return Err(not_understood(name, value)),
        }
        Ok(())
    }

    /// The query of the next page, when this one held `rows` and ended at a key.
    pub fn next(&self, rows: usize, last: &str, count: Option<u64>) -> String {
        let mut query = self.kept.clone();
        if let Some(top) = self.top {
            query.push(("$top".into(), top.saturating_sub(rows as u64).to_string()));
        }
        let count = count.map(|count| format!("~{count}")).unwrap_or_default();
        query.push(("$skiptoken".into(), format!("{last}{count}")));
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        // A plus sign is a blank to some and a plus sign to others.
        let pairs = query.iter().map(|(name, value)| format!("{name}={}", encoded(value).replace('+', "%20")));
        pairs.collect::<Vec<_>>().join("&")
    }
}

impl After {
    fn read(text: &str) -> Option<Self> {
        let (key, count) = match text.split_once('~') {
            Some((key, count)) => (key, Some(number(count)?)),
            None => (text, None),
        };
        let is_key = (1..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_key.then(|| Self { key: key.to_owned(), count })
    }
}

fn number(text: &str) -> Option<u64> {
    let only_digits = !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits { text.parse().ok() } else { None }
}

/// Some columns, each once; none where all of them are meant.
fn selected(set: &Set, text: &str) -> Option<Option<Vec<usize>>> {
    let mut places: Vec<usize> = Vec::new();
    let mut all = false;
    for name in text.split(',').map(str::trim) {
        if name == "*" {
            all = true;
            continue;
        }
        let place = set.place_of(name)?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Some((!all).then_some(places))
}

/// The key in `Projects('x')` or `Projects(Id='x')`, from what stands between the brackets.
pub fn key_in_path(set: &Set, text: &str) -> Result<String, Refusal> {
    let name = set.columns.first().map_or("", |column| column.name);
    let text = text.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')).unwrap_or(text);
    let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.map(|key| key.replace("''", "'")).ok_or_else(|| not_understood(name, text))
}

/// How many rows a page has, after a `Prefer` header (Part 1, 8.2.8.5).
pub fn page_size(prefer: &str) -> usize {
    prefer
        .split([',', ';'])
        .filter_map(|one| one.split_once('='))
        .find(|(name, _)| matches!(name.trim(), "odata.maxpagesize" | "maxpagesize"))
        .and_then(|(_, size)| size.trim().trim_matches('"').parse::<usize>().ok())
        .map_or(MOST_ROWS, |size| size.clamp(1, MOST_ROWS))
}
