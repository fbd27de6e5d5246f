//! Lists in pages: `limit` and an opaque `cursor` in, `items` and `next_cursor` out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::call::Call;
use crate::refusal::{Code, Refusal};

const DEFAULT_LIMIT: i64 = 50;
const MOST: i64 = 200;

/// Where in a list to go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// How many items, 1 to 200.
    pub limit: i64,
    /// The sort key of the last item before; empty at the beginning.
    pub after: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Query {
    limit: Option<i64>,
    cursor: Option<String>,
}

impl Page {
    /// Reads the query.
    pub fn of(call: &Call) -> Result<Self, Refusal> {
        let query: Query = call.query()?;
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MOST).contains(&limit) {
            return Err(Refusal::invalid_at("query:limit", "limit_out_of_range"));
        }
        let after = query.cursor.filter(|cursor| !cursor.is_empty()).map(|cursor| open(&cursor)).transpose()?;
        Ok(Self { limit, after })
    }

    /// Reads a cursor that is a number.
    pub fn after_number(&self) -> Result<Option<i64>, Refusal> {
        self.after.as_deref().map(|text| text.parse().map_err(|_| Refusal::new(Code::BadCursor))).transpose()
    }

    /// Cuts a list that was fetched with one item too many, and makes the cursor from the last item kept.
    pub fn cut<T>(&self, mut items: Vec<T>, key: impl Fn(&T) -> String) -> List<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = if more { items.last().map(|last| URL_SAFE_NO_PAD.encode(key(last))) } else { None };
        List { items, next_cursor }
    }

    /// Cuts a list that was fetched whole, ordered by a number: behind the cursor, at most `limit`.
    pub fn cut_after<T>(
        &self,
        items: Vec<T>,
        number: impl Fn(&T) -> i64,
        descending: bool,
    ) -> Result<List<T>, Refusal> {
        let after = self.after_number()?;
        let rest = items
            .into_iter()
            .filter(|item| {
                after.is_none_or(|after| if descending { number(item) < after } else { number(item) > after })
            })
            .take(usize::try_from(self.fetch()).unwrap_or(usize::MAX))
            .collect();
        Ok(self.cut(rest, |item| number(item).to_string()))
    }

    /// How many to fetch: one more than shown, to know whether there is a next page.
    pub const fn fetch(&self) -> i64 {
        self.limit + 1
    }
}

fn open(cursor: &str) -> Result<String, Refusal> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .filter(|text| text.len() <= 200 && !text.contains('\0'))
        .ok_or(Refusal::new(Code::BadCursor))
}
