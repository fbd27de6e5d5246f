//! Pages of published roadmaps: the list, one of them, what became different, and publishing.

use std::collections::HashMap;

use maud::html;

use super::difference::differences;
use super::{Version, api, publish as publish_within, store, view};
use crate::access::Allowed;
use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::db::AnyConn;
use crate::ids::PersonId;
use crate::people;
use crate::projects::roadmap::assembling::{Around, roadmap};
use crate::projects::roadmap::snapshot::{Snapshot, content_sha256};
use crate::projects::roadmap::{Looking, sheet as roadmap_sheet};
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::csv::Flavour;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/regions/{id}/roadmap-versions`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let versions = store::of_region(conn, region.id)?;
        let names = names(conn, &versions)?;
        let may_publish = allowed.may_also::<DefineRoadmap>(&region);
        let page = view::list(call, &region, &versions, &names, may_publish);
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// `/roadmap-versions/{id}`, with the same choices as the roadmap itself.
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let version = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&version)?;
        let region = regions::store::find_within(conn, &allowed.scope(), version.region_id)?;
        let snapshot = version.snapshot()?;
        // What is published is read as of the day when it was.
        let looking = Looking::of(call, format!("/roadmap-versions/{}", version.id), version.published_at.day());
        if let Some(flavour) = Flavour::wanted(call)? {
            let picked = looking.filter.pick(&snapshot);
            return roadmap_sheet(&snapshot, &picked, &Around::default()).answer(flavour, call);
        }
        if call.query_word("format").as_deref() == Some("json") {
            return Ok(Answer::text("application/json", version.content));
        }
        let names = names(conn, std::slice::from_ref(&version))?;
        let page = view::version(call, &region, &version, &snapshot, &looking, &names);
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// `/roadmap-versions/{id}/differences?to=`
pub async fn compare(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let from = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&from)?;
        let region = regions::store::find_within(conn, &allowed.scope(), from.region_id)?;
        let (to, after) = api::other(conn, allowed, call, &from)?;
        let found = differences(&from.snapshot()?, &after);
        let all = store::of_region(conn, region.id)?;
        let page = view::compare(call, &region, &from, to.as_ref(), &all, &found);
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// `/regions/{id}/roadmap-versions/new`
pub async fn new_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, form).await
}

/// Shows once more what is about to be published; publishes when that was confirmed.
pub async fn publish(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&region)?;
            let form = call.form()?;
            let note = form.text("note");
            if !form.ticked("confirmed") {
                if note.is_empty() {
                    return Err(Refusal::invalid(vec![FieldError::at("/note", "required")]).into());
                }
                let about = about_to(tx, &region, call)?;
                let page = view::check(call, &region, &note, &about);
                return Ok(Answer::page(html! { (page) }));
            }
            let version = publish_within(tx, &region, &note, Some(form.raw("content_sha256")))?;
            Ok(Answer::see_other(format!("/roadmap-versions/{}?done=published", version.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, form).await
}

fn form(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<maud::Markup> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&region)?;
    let about = about_to(conn, &region, call)?;
    let page = view::form(call, &region, &about, &Sheet::of(call, crate::web::forms::Form::default(), refusal));
    Ok(html! { (page) })
}

/// What is about to be published.
pub(super) struct AboutTo {
    /// The roadmap as it stands.
    pub now: Snapshot,
    /// The hash of its content.
    pub content_sha256: String,
    /// The version before, and what became different since.
    pub since: Option<(Version, Vec<super::difference::Difference>)>,
}

fn about_to(conn: &mut AnyConn, region: &Region, call: &Call) -> Outcome<AboutTo> {
    let now = roadmap(conn, region, call.app().db.now().day())?;
    let content_sha256 = content_sha256(&now.canonical_text());
    let since = match store::of_region(conn, region.id)?.into_iter().next() {
        Some(newest) => {
            let found = differences(&newest.snapshot()?, &now);
            Some((newest, found))
        }
        None => None,
    };
    Ok(AboutTo { now, content_sha256, since })
}

fn names(conn: &mut AnyConn, versions: &[Version]) -> Outcome<HashMap<PersonId, String>> {
    let mut ids: Vec<PersonId> = versions.iter().filter_map(|version| version.published_by).collect();
    ids.sort_unstable();
    ids.dedup();
    people::store::names(conn, &ids)
}
