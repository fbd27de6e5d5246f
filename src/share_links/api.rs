//! Links in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::making::{anywhere_in, make_within, revoke_within};
use super::pages::{Listed, listed};
use super::rules::{Draft, State, USUAL_DAYS, What};
use super::store;
use crate::access::Allowed;
use crate::access::permission::ShareLinks;
use crate::clock::{Day, Moment};
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId, ShareLinkId};
use crate::regions;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createShareLink`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareLinkBody {
    shows: What,
    /// What the link is for.
    label: String,
    /// The language it is shown in; without it, the region's.
    language: Option<Lang>,
    /// The last day it works, at most a year ahead; without it, thirty days from today.
    expires_on: Option<Day>,
    /// The sites whose pages may frame its chart, as `https://host`; without any, none.
    #[serde(default)]
    frame_origins: Vec<String>,
}

/// A link, without the word that opens it.
#[derive(Serialize, JsonSchema)]
pub struct ShareLinkItem {
    id: ShareLinkId,
    region_id: RegionId,
    /// The municipality it was made for; null where it is the region's.
    municipality_id: Option<MunicipalityId>,
    shows: What,
    label: String,
    language: Lang,
    frame_origins: Vec<String>,
    made_by: PersonId,
    made_by_name: String,
    made_at: Moment,
    expires_on: Day,
    state: State,
    revoked_at: Option<Moment>,
    /// How often it was opened.
    used: i64,
    last_used_at: Option<Moment>,
}

/// Links, the newest first.
pub type ShareLinkList = List<ShareLinkItem>;

/// Answer of `createShareLink`: the only time the addresses are shown.
#[derive(Serialize, JsonSchema)]
pub struct ShareLinkSecret {
    id: ShareLinkId,
    region_id: RegionId,
    municipality_id: Option<MunicipalityId>,
    shows: What,
    label: String,
    language: Lang,
    frame_origins: Vec<String>,
    expires_on: Day,
    /// The address that opens the page.
    url: String,
    /// The address for a frame; null where no site may frame it.
    embed_url: Option<String>,
}

impl ShareLinkItem {
    fn of(listed: Listed) -> Self {
        let Listed { link, what, state, made_by } = listed;
        Self {
            frame_origins: link.origins(),
            id: link.id,
            region_id: link.region_id,
            municipality_id: link.municipality_id,
            shows: what,
            label: link.label,
            language: link.language,
            made_by: link.made_by,
            made_by_name: made_by,
            made_at: link.made_at,
            expires_on: link.expires_on,
            state,
            revoked_at: link.revoked_at,
            used: link.used,
            last_used_at: link.last_used_at,
        }
    }
}

/// `createShareLink`
pub async fn create(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        anywhere_in(allowed, &region)?;
        let body: ShareLinkBody = call.json()?;
        let today = tx.now().day();
        let draft = Draft {
            shows: body.shows,
            label: body.label,
            language: body.language.unwrap_or(region.language),
            expires_on: body.expires_on.or(today.plus_days(USUAL_DAYS)).unwrap_or(today),
            frame_origins: body.frame_origins,
        };
        let (link, word) = make_within(tx, allowed, &region, draft)?;
        let frame_origins = link.origins();
        let answer = ShareLinkSecret {
            id: link.id,
            region_id: link.region_id,
            municipality_id: link.municipality_id,
            shows: link.what()?,
            label: link.label,
            language: link.language,
            expires_on: link.expires_on,
            url: call.app().link(&format!("/s/{word}")),
            embed_url: (!frame_origins.is_empty()).then(|| call.app().link(&format!("/s/{word}/embed"))),
            frame_origins,
        };
        Ok(Answer::created(&answer, format!("/api/v1/regions/{}/share-links", region.id)))
    })
    .await
}

/// `listShareLinks`
pub async fn list(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        anywhere_in(allowed, &region)?;
        let page = Page::of(call)?;
        let links = listed(conn, allowed, &region, call.app().db.now())?;
        let items = links.into_iter().map(ShareLinkItem::of).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &ShareLinkItem| item.id.number(), true)?))
    })
    .await
}

/// `revokeShareLink`
pub async fn revoke(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let link = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&link)?;
        revoke_within(tx, allowed, &link)?;
        Ok(Answer::nothing())
    })
    .await
}
