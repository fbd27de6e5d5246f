//! Regions and their members in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::Settings;
use super::setting_up;
use super::store::{self, Membership, Region, Sharing};
use crate::access::permission::{CreateRegion, SeeRegion, SetSharing, SetUpRegion};
use crate::access::{Allowed, Perm, Permission, Place, Role, policy};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::ids::{MemberId, MunicipalityId, RegionId};
use crate::municipalities;
use crate::refusal::{Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createRegion`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionBody {
    name: String,
    #[serde(default)]
    kind: String,
    language: Option<Lang>,
    answer_days: Option<i64>,
    idle_days: Option<i64>,
    slightly_behind_from: Option<Decimal>,
    requires_totp: Option<bool>,
    second_eyes: Option<bool>,
    unusual_tolerance: Option<Decimal>,
    remind_days: Option<i64>,
    executive_after_days: Option<i64>,
    region_after_days: Option<i64>,
}

/// Body of `updateRegion`: what is left out stays.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionPatch {
    name: Option<String>,
    kind: Option<String>,
    language: Option<Lang>,
    answer_days: Option<i64>,
    idle_days: Option<i64>,
    slightly_behind_from: Option<Decimal>,
    requires_totp: Option<bool>,
    second_eyes: Option<bool>,
    unusual_tolerance: Option<Decimal>,
    remind_days: Option<i64>,
    executive_after_days: Option<i64>,
    region_after_days: Option<i64>,
}

impl RegionBody {
    fn settings(self, language: Lang) -> Settings {
        let patch = RegionPatch {
            name: None,
            kind: None,
            language: None,
            answer_days: self.answer_days,
            idle_days: self.idle_days,
            slightly_behind_from: self.slightly_behind_from,
            requires_totp: self.requires_totp,
            second_eyes: self.second_eyes,
            unusual_tolerance: self.unusual_tolerance,
            remind_days: self.remind_days,
            executive_after_days: self.executive_after_days,
            region_after_days: self.region_after_days,
        };
        patch.over(Settings::new(self.name, self.kind, self.language.unwrap_or(language)))
    }
}

impl RegionPatch {
    fn over(self, before: Settings) -> Settings {
        Settings {
            name: self.name.unwrap_or(before.name),
            kind: self.kind.unwrap_or(before.kind),
            language: self.language.unwrap_or(before.language),
            answer_days: self.answer_days.unwrap_or(before.answer_days),
            idle_days: self.idle_days.unwrap_or(before.idle_days),
            slightly_behind_from: self.slightly_behind_from.unwrap_or(before.slightly_behind_from),
            requires_totp: self.requires_totp.unwrap_or(before.requires_totp),
            second_eyes: self.second_eyes.unwrap_or(before.second_eyes),
            unusual_tolerance: self.unusual_tolerance.unwrap_or(before.unusual_tolerance),
            remind_days: self.remind_days.unwrap_or(before.remind_days),
            executive_after_days: self.executive_after_days.unwrap_or(before.executive_after_days),
            region_after_days: self.region_after_days.unwrap_or(before.region_after_days),
        }
    }
}

/// A region. Administrators, who see that it exists, get the first five fields.
#[derive(Serialize, JsonSchema)]
pub struct RegionItem {
    id: RegionId,
    name: String,
    slug: String,
    kind: String,
    language: Lang,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slightly_behind_from: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requires_totp: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_eyes: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unusual_tolerance: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remind_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    executive_after_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region_after_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    demo: Option<bool>,
}

impl RegionItem {
    fn of(region: Region, whole: bool) -> Self {
        Self {
            answer_days: whole.then_some(region.answer_days),
            idle_days: whole.then_some(region.idle_days),
            slightly_behind_from: whole.then_some(region.slightly_behind_from),
            requires_totp: whole.then_some(region.requires_totp),
            second_eyes: whole.then_some(region.second_eyes),
            unusual_tolerance: whole.then_some(region.unusual_tolerance),
            remind_days: whole.then_some(region.remind_days),
            executive_after_days: whole.then_some(region.executive_after_days),
            region_after_days: whole.then_some(region.region_after_days),
            demo: whole.then_some(region.demo),
            id: region.id,
            name: region.name,
            slug: region.slug,
            kind: region.kind,
            language: region.language,
        }
    }
}

/// Regions.
pub type RegionList = List<RegionItem>;

/// Whether this is an administrator, who sees that regions exist and nothing of what is in them.
pub fn sees_that_they_exist<P: Permission>(allowed: &Allowed<P>) -> bool {
    allowed.actor().is_some_and(|actor| actor.is(Role::Administrator) && policy::token_covers(actor, Perm::SeeRegion))
}

/// A region in reach, or any region for an administrator; the second value tells whether it is in reach.
pub fn find_or_outline<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    id: RegionId,
) -> Outcome<(Region, bool)> {
    match store::find(conn, id)? {
        Some(region) if allowed.scope().sees_region(id) => Ok((region, true)),
        Some(region) if sees_that_they_exist(allowed) => Ok((region, false)),
        _ => Err(Code::NotFound.into()),
    }
}

/// `createRegion`
pub async fn create(allowed: Allowed<CreateRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        allowed.over(&Place::INSTALLATION)?;
        let body: RegionBody = call.json()?;
        let region = setting_up::create(tx, body.settings(call.app().config.lang))?;
        let (address, version) = (format!("/api/v1/regions/{}", region.id), region.version);
        Ok(Answer::created(&RegionItem::of(region, true), address).version(version))
    })
    .await
}

/// `listRegions`
pub async fn list(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let page = Page::of(call)?;
        let outline = sees_that_they_exist(allowed);
        if !outline {
            allowed.somewhere()?;
        }
        let scope = allowed.scope();
        let rows = if outline { store::all(conn)? } else { store::list_within(conn, &scope)? };
        let items = rows
            .into_iter()
            .map(|row| {
                let whole = scope.sees_region(row.id);
                RegionItem::of(row, whole)
            })
            .collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &RegionItem| item.id.number(), false)?))
    })
    .await
}

/// `getRegion`
pub async fn get(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let (region, whole) = find_or_outline(conn, allowed, call.id("id")?)?;
        if whole {
            allowed.over(&region)?;
        }
        let version = region.version;
        Ok(Answer::ok(&RegionItem::of(region, whole)).version(version))
    })
    .await
}

/// `updateRegion`
pub async fn update(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let (region, _) = find_or_outline(tx, allowed, call.id("id")?)?;
        allowed.over(&region)?;
        let wanted = call.if_match()?;
        let body: RegionPatch = call.json()?;
        if wanted != region.version {
            return Err(Code::Stale.into());
        }
        let region = setting_up::change(tx, &region, body.over(region.settings()))?;
        let version = region.version;
        Ok(Answer::ok(&RegionItem::of(region, true)).version(version))
    })
    .await
}

/// Body of `addMember`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// As it was on the day `from`.
    municipality_number: String,
    from: Day,
}

/// A membership, with the municipality's name and number of today.
#[derive(Serialize, JsonSchema)]
pub struct MemberItem {
    id: MemberId,
    municipality_id: MunicipalityId,
    number: String,
    name: String,
    county: String,
    from: Day,
    /// The first day on which it no longer counts.
    to: Option<Day>,
    sharing: Sharing,
}

/// Memberships.
pub type MemberList = List<MemberItem>;

fn named(conn: &mut AnyConn, rows: Vec<Membership>, today: Day) -> Outcome<Vec<MemberItem>> {
    let ids: Vec<_> = rows.iter().map(|row| row.municipality_id).collect();
    let names = municipalities::store::named(conn, &ids, today)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let known = names.get(&row.municipality_id);
            MemberItem {
                id: row.id,
                municipality_id: row.municipality_id,
                number: known.map(|known| known.number.clone()).unwrap_or_default(),
                name: known.map(|known| known.name.clone()).unwrap_or_default(),
                county: known.map(|known| known.county.clone()).unwrap_or_default(),
                from: row.from_day,
                to: row.to_day,
                sharing: row.sharing,
            }
        })
        .collect())
}

fn one(conn: &mut AnyConn, row: Membership, today: Day) -> Outcome<MemberItem> {
    named(conn, vec![row], today)?.pop().ok_or(Code::NotFound.into())
}

/// `addMember`
pub async fn add_member(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let (region, _) = find_or_outline(tx, allowed, call.id("id")?)?;
        allowed.over(&region)?;
        let body: MemberBody = call.json()?;
        let number = body.municipality_number.trim();
        let found = if number.is_empty() || number.len() > 20 || number.contains('\0') {
            None
        } else {
            municipalities::store::by_number(tx, number, body.from)?
        };
        let unknown = || Refusal::invalid_at("/municipality_number", "unknown_municipality");
        let member = setting_up::add_member(tx, region.id, found.ok_or_else(unknown)?, body.from)?;
        let address = format!("/api/v1/regions/{}/members/{}", region.id, member.municipality_id);
        let (today, version) = (tx.now().day(), member.version);
        Ok(Answer::created(&one(tx, member, today)?, address).version(version))
    })
    .await
}

/// `listMembers`: past ones too.
pub async fn list_members(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let (region, _) = find_or_outline(conn, allowed, call.id("id")?)?;
        allowed.over(&region)?;
        let page = Page::of(call)?;
        let rows = store::memberships(conn, region.id)?;
        let items = named(conn, rows, call.app().db.now().day())?;
        Ok(Answer::ok(&page.cut_after(items, |item: &MemberItem| item.id.number(), false)?))
    })
    .await
}

/// The newest membership that the path names, in a region that is in reach.
pub(super) fn member_in_path<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
) -> Outcome<Membership> {
    let (region, within) = find_or_outline(conn, allowed, call.id("id")?)?;
    if !within {
        return Err(Code::NotYourRole.into());
    }
    let municipality: MunicipalityId = call.id("municipality_id")?;
    store::newest_membership(conn, region.id, municipality)?.ok_or(Code::NotFound.into())
}

/// `getMember`
pub async fn get_member(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let member = member_in_path(conn, allowed, call)?;
        allowed.over(&Place::region(member.region_id))?;
        let version = member.version;
        Ok(Answer::ok(&one(conn, member, call.app().db.now().day())?).version(version))
    })
    .await
}

/// `endMembership`: `on` is the first day on which it no longer counts; today unless said.
pub async fn end_member(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let member = member_in_path(tx, allowed, call)?;
        allowed.over(&Place::region(member.region_id))?;
        let wanted = call.if_match_optional()?;
        let on = match call.query_word("on").filter(|text| !text.is_empty()) {
            Some(text) => Day::parse(&text).ok_or_else(|| Refusal::invalid_at("query:on", "not_a_date"))?,
            None => tx.now().day(),
        };
        if wanted.is_some_and(|wanted| wanted != member.version) {
            return Err(Code::Stale.into());
        }
        setting_up::end_member(tx, &member, on)?;
        Ok(Answer::nothing())
    })
    .await
}

/// Body of `setSharing`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharingBody {
    figures: Sharing,
}

/// `setSharing`: by the municipality's executive. One word says all of it, so `If-Match` is heard where it is sent and not
/// asked for.
pub async fn set_sharing(allowed: Allowed<SetSharing>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let member = member_in_path(tx, allowed, call)?;
        allowed.over(&member)?;
        let wanted = call.if_match_optional()?;
        let body: SharingBody = call.json()?;
        if wanted.is_some_and(|wanted| wanted != member.version) {
            return Err(Code::Stale.into());
        }
        let member = setting_up::share(tx, &member, body.figures)?;
        let (today, version) = (tx.now().day(), member.version);
        Ok(Answer::ok(&one(tx, member, today)?).version(version))
    })
    .await
}
