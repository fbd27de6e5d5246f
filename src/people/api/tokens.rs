//! Tokens in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{OwnAccount, SignedIn};
use crate::access::{Allowed, Place, Via};
use crate::audit::{self, Change};
use crate::clock::Moment;
use crate::ids::{MunicipalityId, RegionId, TokenId};
use crate::people::rules::{check_binding, check_scopes};
use crate::people::store::{self, NewToken};
use crate::people::tokens;
use crate::refusal::{Checks, Code};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createToken`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    name: String,
    scopes: Vec<String>,
    expires_at: Moment,
    /// The one municipality the token is for; without it, the token goes as far as its owner.
    municipality_id: Option<MunicipalityId>,
    /// The municipality's region: only needed where its owner reaches the municipality in several.
    region_id: Option<RegionId>,
}

/// Answer of `createToken`: the only time the secret is shown.
#[derive(Serialize, JsonSchema)]
pub struct TokenSecret {
    id: TokenId,
    secret: String,
    name: String,
    scopes: Vec<String>,
    expires_at: Moment,
    region_id: Option<RegionId>,
    municipality_id: Option<MunicipalityId>,
}

/// `createToken`
pub async fn create_token(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        if matches!(actor.via, Via::Token(..)) {
            return Err(Code::TokenScope.into());
        }
        let body: TokenBody = call.json()?;
        let mut checks = Checks::new();
        let name = checks.text("/name", &body.name, 200);
        check_scopes(&mut checks, &body.scopes);
        checks.require(body.expires_at > tx.now(), "/expires_at", "must_be_later");
        checks.require(body.expires_at < tx.now().plus_seconds(5 * 366 * 86_400), "/expires_at", "too_far_away");
        checks.require(body.region_id.is_none() || body.municipality_id.is_some(), "/municipality_id", "required");
        check_binding(&mut checks, &body.scopes, body.municipality_id.is_some());
        checks.done(())?;
        let today = tx.now().day();
        let bound = match body.municipality_id {
            Some(municipality) => Some(tokens::place_named(tx, actor, municipality, body.region_id, today)?),
            None => None,
        };
        let token = NewToken { name: &name, scopes: &body.scopes, until: body.expires_at, bound };
        let (id, secret) = tokens::make(tx, actor.person, &token)?;
        let (region_id, municipality_id) = bound.unzip();
        let answer = TokenSecret {
            id,
            secret,
            name,
            scopes: body.scopes,
            expires_at: body.expires_at,
            region_id,
            municipality_id,
        };
        Ok(Answer::created(&answer, format!("/api/v1/tokens/{id}")))
    })
    .await
}

/// A token in a list.
#[derive(Serialize, JsonSchema)]
pub struct TokenItem {
    id: TokenId,
    name: String,
    scopes: Vec<String>,
    created_at: Moment,
    expires_at: Moment,
    /// The municipality that it is bound to, with its region; null where it goes as far as its owner.
    municipality_id: Option<MunicipalityId>,
    region_id: Option<RegionId>,
}

/// `listTokens`
pub async fn list_tokens(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let actor = allowed.someone()?;
        let page = Page::of(call)?;
        let items = store::tokens(conn, actor.person, call.app().db.now())?
            .into_iter()
            // A bound token hears of no others than its municipality's.
            .filter(|row| actor.bound_to.is_none_or(|bound| row.region_id.zip(row.municipality_id) == Some(bound)))
            .map(|row| TokenItem {
                id: row.id,
                name: row.name,
                scopes: row.scopes.split(' ').map(str::to_owned).collect(),
                created_at: row.created_at,
                expires_at: row.expires_at,
                municipality_id: row.municipality_id,
                region_id: row.region_id,
            })
            .collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &TokenItem| item.id.number(), true)?))
    })
    .await
}

/// `revokeToken`
pub async fn revoke_token(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        let id: TokenId = call.id("id")?;
        if !store::revoke_token(tx, actor.person, id)? {
            return Err(Code::NotFound.into());
        }
        audit::record(tx, &Change::of(Place::INSTALLATION, "token_revoked", "token", id))?;
        Ok(Answer::nothing())
    })
    .await
}

/// Tokens, as listed.
pub type TokenList = List<TokenItem>;
