//! The year wheel in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Audience, MOST_MOMENTS, MomentDraft, MomentKind, USUAL, YearDay};
use super::store::{self, YearMoment};
use crate::access::permission::{SeeRegion, SetUpRegion};
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change};
use crate::clock::Day;
use crate::db::Tx;
use crate::i18n::Lang;
use crate::ids::{MomentId, RegionId};
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `createYearMoment`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearMomentBody {
    title: String,
    /// From 1 to 12.
    month: i32,
    /// Day of the month; 29 February is the 28th in other years.
    day: i32,
    kind: MomentKind,
    audience: Audience,
    #[serde(default)]
    note: String,
}

/// Body of `updateYearMoment`: what is left out stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearMomentPatch {
    title: Option<String>,
    /// From 1 to 12.
    month: Option<i32>,
    /// Day of the month.
    day: Option<i32>,
    kind: Option<MomentKind>,
    audience: Option<Audience>,
    note: Option<String>,
}

/// A moment of the year.
#[derive(Serialize, JsonSchema)]
pub struct YearMomentAnswer {
    id: MomentId,
    region_id: RegionId,
    title: String,
    month: i32,
    day: i32,
    kind: MomentKind,
    audience: Audience,
    note: String,
    /// The first time it comes, from today on.
    next_on: Option<Day>,
    version: i64,
}

/// Moments, in the order they were made.
pub type YearMomentList = List<YearMomentAnswer>;

/// Body of `addUsualYear`: nothing needs to be said.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualYearBody {}

/// Answer of `addUsualYear`.
#[derive(Serialize, JsonSchema)]
pub struct UsualYearAnswer {
    /// How many moments were added: those that the region did not have.
    added: usize,
}

impl YearMomentAnswer {
    fn of(row: YearMoment, today: Day) -> Self {
        Self {
            next_on: row.on().next(today),
            id: row.id,
            region_id: row.region_id,
            title: row.title,
            month: row.month,
            day: row.day,
            kind: row.kind,
            audience: row.audience,
            note: row.note,
            version: row.version,
        }
    }
}

/// `listYearMoments`
pub async fn list(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let page = Page::of(call)?;
        let today = call.app().db.now().day();
        let mut rows = store::of_region(conn, region.id)?;
        rows.sort_by_key(|row| row.id);
        let items = rows.into_iter().map(|row| YearMomentAnswer::of(row, today)).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &YearMomentAnswer| item.id.number(), false)?))
    })
    .await
}

/// `createYearMoment`
pub async fn create(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let body: YearMomentBody = call.json()?;
        let draft = MomentDraft {
            title: body.title,
            on: YearDay { month: body.month, day: body.day },
            kind: body.kind,
            audience: body.audience,
            note: body.note,
        };
        let id = create_within(tx, &region, draft)?;
        let row = store::find_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        let answer = YearMomentAnswer::of(row, tx.now().day());
        Ok(Answer::created(&answer, format!("/api/v1/year-moments/{id}")).version(version))
    })
    .await
}

/// Makes a moment and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, region: &Region, draft: MomentDraft) -> Outcome<MomentId> {
    let draft = draft.checked()?;
    if store::of_region(tx, region.id)?.len() >= MOST_MOMENTS {
        let error = FieldError::at("/title", "too_many").with("max", MOST_MOMENTS);
        return Err(Refusal::invalid(vec![error]).into());
    }
    let id = store::insert(tx, region.id, &draft)?;
    let facts = store::facts(&draft).all();
    audit::record(tx, &Change::of(region.place(), "year_moment_created", "year_moment", id).to(facts))?;
    Ok(id)
}

/// `addUsualYear`
pub async fn add_usual(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let UsualYearBody {} = call.json()?;
        let added = add_usual_within(tx, &region, call.lang())?;
        Ok(Answer::ok(&UsualYearAnswer { added }))
    })
    .await
}

/// Adds what the region does not have of the usual municipal year, in the words of a language; a title that is there is
/// not added again. Shared by the API and the page.
pub fn add_usual_within(tx: &mut Tx<'_>, region: &Region, lang: Lang) -> Outcome<usize> {
    let known: Vec<String> = store::of_region(tx, region.id)?.into_iter().map(|row| row.title).collect();
    let mut added = 0;
    for usual in USUAL {
        let title = lang.t(&format!("year-usual-{}", usual.name));
        if known.contains(&title) {
            continue;
        }
        let (on, kind, audience) = (usual.on, usual.kind, usual.audience);
        create_within(tx, region, MomentDraft { title, on, kind, audience, note: String::new() })?;
        added += 1;
    }
    Ok(added)
}

/// `getYearMoment`
pub async fn get(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&YearMomentAnswer::of(row, call.app().db.now().day())).version(version))
    })
    .await
}

/// `updateYearMoment`
pub async fn update(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: YearMomentPatch = call.json()?;
        let before = row.draft();
        let draft = MomentDraft {
            title: body.title.unwrap_or(before.title),
            on: YearDay { month: body.month.unwrap_or(before.on.month), day: body.day.unwrap_or(before.on.day) },
            kind: body.kind.unwrap_or(before.kind),
            audience: body.audience.unwrap_or(before.audience),
            note: body.note.unwrap_or(before.note),
        };
        update_within(tx, &row, wanted, draft)?;
        let row = store::find_within(tx, &allowed.scope(), row.id)?;
        let version = row.version;
        Ok(Answer::ok(&YearMomentAnswer::of(row, tx.now().day())).version(version))
    })
    .await
}

/// Writes a moment anew and tells what changed. Shared by the API and the page.
pub fn update_within(tx: &mut Tx<'_>, row: &YearMoment, wanted: i64, draft: MomentDraft) -> Outcome<()> {
    let draft = draft.checked()?;
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    store::update(tx, row, &draft)?;
    let (old, new) = store::facts(&row.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(row.place(), "year_moment_updated", "year_moment", row.id).from(old).to(new))?;
    Ok(())
}

/// `deleteYearMoment`
pub async fn delete(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        remove_within(tx, &row, wanted)?;
        Ok(Answer::nothing())
    })
    .await
}

/// Takes a moment away and tells of it. Shared by the API and the page.
pub fn remove_within(tx: &mut Tx<'_>, row: &YearMoment, wanted: i64) -> Outcome<()> {
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    store::delete(tx, row)?;
    let old = store::facts(&row.draft()).all();
    audit::record(tx, &Change::of(row.place(), "year_moment_removed", "year_moment", row.id).from(old))?;
    Ok(())
}
