//! The register in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::store::{self, Numbered};
use crate::access::Allowed;
use crate::access::permission::SignedIn;
use crate::clock::Day;
use crate::ids::MunicipalityId;
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// The longest search anybody needs.
pub const LONGEST_QUERY: usize = 100;

/// A municipality with the number and name it has on the day asked for.
#[derive(Serialize, JsonSchema)]
pub struct MunicipalityItem {
    id: MunicipalityId,
    number: String,
    name: String,
    county_number: String,
    county: String,
    valid_from: Day,
    /// The first day on which the number no longer counts.
    valid_to: Option<Day>,
}

impl From<Numbered> for MunicipalityItem {
    fn from(row: Numbered) -> Self {
        Self {
            id: row.municipality_id,
            number: row.number,
            name: row.name,
            county_number: row.county_number,
            county: row.county,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        }
    }
}

/// Municipalities.
pub type MunicipalityList = List<MunicipalityItem>;

#[derive(Deserialize)]
struct Query {
    query: Option<String>,
    on: Option<String>,
}

/// `searchMunicipalities`: the register is public, so anybody who is signed in may search it.
pub async fn search(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, _, call| {
        let query: Query = call.query()?;
        let page = Page::of(call)?;
        let wanted = checked(query.query.unwrap_or_default())?;
        let on = match query.on.filter(|text| !text.is_empty()) {
            Some(text) => Day::parse(&text).ok_or_else(|| Refusal::invalid_at("query:on", "not_a_date"))?,
            None => call.app().db.now().day(),
        };
        Ok(Answer::ok(&cut(&page, store::search(conn, &wanted, on)?)?))
    })
    .await
}

fn checked(query: String) -> Result<String, Refusal> {
    if query.contains('\0') {
        return Err(Refusal::invalid_at("query:query", "nul_in_text"));
    }
    if query.chars().count() > LONGEST_QUERY {
        return Err(Refusal::invalid(vec![FieldError::at("query:query", "too_long").with("max", LONGEST_QUERY)]));
    }
    Ok(query)
}

/// A page of what was found. The best match stands first, so the cursor is the row after which to go on.
fn cut(page: &Page, found: Vec<Numbered>) -> Outcome<MunicipalityList> {
    let begin = match page.after_number()? {
        None => 0,
        Some(last) => found.iter().position(|row| row.id.number() == last).ok_or(Refusal::new(Code::BadCursor))? + 1,
    };
    let rest = found.into_iter().skip(begin).take(usize::try_from(page.fetch()).unwrap_or(usize::MAX)).collect();
    let list = page.cut(rest, |row: &Numbered| row.id.number().to_string());
    Ok(List { items: list.items.into_iter().map(MunicipalityItem::from).collect(), next_cursor: list.next_cursor })
}
