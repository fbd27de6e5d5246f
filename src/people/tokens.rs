//! Words that a program shows instead of a person: for machines, and for calendars.

use super::store;
use crate::access::Place;
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::db::Tx;
use crate::ids::{PersonId, TokenId};
use crate::refusal::Outcome;
use crate::web::secret;

/// Makes a token and answers the whole word, which is never known again.
pub fn make(
    tx: &mut Tx<'_>,
    owner: PersonId,
    name: &str,
    scopes: &[String],
    until: Moment,
) -> Outcome<(TokenId, String)> {
    let word = secret::unguessable();
    let id = store::insert_token(tx, owner, name, scopes, &word, until)?;
    let change = Change::of(Place::INSTALLATION, "token_created", "token", id)
        .to(Values::new().with("scopes", scopes).with("expires_at", until));
    audit::record(tx, &change)?;
    Ok((id, format!("stf_{id}_{word}")))
}
