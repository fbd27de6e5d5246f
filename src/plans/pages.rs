//! The pages for taking in a plan: choose a file, say what its columns are, see what each row would do, confirm. Between
//! the steps the cells travel in the page, so that nothing is kept on the server meanwhile.

use std::sync::Arc;

use maud::html;

use super::api::{Sent, carry_out, prepare, region_to_plan};
use super::file::{MOST_COLUMNS, Upload, from_words};
use super::judge::judge;
use super::rules::{Column, Layout};
use super::view;
use crate::access::Allowed;
use crate::access::permission::DefineRoadmap;
use crate::db::AnyConn;
use crate::ids::{ImportId, RegionId};
use crate::measurements::import::api::ImportState;
use crate::measurements::import::record;
use crate::refusal::{Outcome, Refusal, Trouble};
use crate::regions;
use crate::web::answer::Failed;
use crate::web::multipart::Parts;
use crate::web::{Answer, Call, Replied};

/// The page with the form.
pub async fn form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = region_to_plan(conn, allowed, call)?;
        let done = match call.query_word("done").and_then(|text| text.parse::<ImportId>().ok()) {
            Some(id) => record::find(conn, region, id)?,
            None => None,
        };
        choosing(conn, call, region, None, done.as_ref().map(|done| view::receipt(call, region, done)).as_ref())
    })
    .await
}

/// Shows what the columns of a file are, then what its rows would do, and carries it out once that was seen.
pub async fn post(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    // Who may not is told so before their file is read.
    let (seen, asked) = (allowed.clone(), call.clone());
    let known = call.app().db.read(allowed.access(), move |conn| {
        region_to_plan(conn, &seen, &asked).map_err(|trouble| seen.unlocked(trouble))
    });
    known.await.map_err(Failed)?;
    let parts = call.form_parts()?;
    let said = said(&parts);
    let (asks_columns, confirmed) =
        (said.is_none() || parts.part("rematch").is_some(), parts.part("confirm").is_some());
    let carried = parts.part("content").map(|part| part.content.to_vec());
    let chosen = parts.part("file").filter(|part| !part.content.is_empty());
    let sent = match (carried, chosen) {
        (Some(content), _) => Ok(Sent::Carried(parts.text("name").replace('\0', ""), content, said)),
        (None, Some(file)) => Ok(Sent::Chosen(file.file_name.clone().unwrap_or_default(), file.content.to_vec())),
        (None, None) => Err(Refusal::invalid_at("/file", "required")),
    };
    prepare(&call, sent).await;
    if confirmed && !asks_columns {
        let applied = call.change(&allowed, |tx, allowed, call| {
            let region = region_to_plan(tx, allowed, call)?;
            let upload = prepared(call)?;
            let upload = upload.as_ref().as_ref().map_err(Refusal::clone)?;
            let (id, state, judged) = carry_out(tx, allowed, region, upload, false)?;
            // What is wrong, or there already, is shown again as the world now is.
            if state != ImportState::Applied || !judged.makes_something() {
                return Err(Refusal::invalid(Vec::new()).into());
            }
            Ok(Answer::see_other(format!("/regions/{region}/plan-import?done={id}")))
        });
        match applied.await {
            Err(Failed(Trouble::Refused(refusal))) if matches!(refusal.code.status(), 409 | 412 | 422) => {}
            other => return other,
        }
    }
    if asks_columns { call.read(&allowed, columns).await } else { call.read(&allowed, preview).await }
}

/// What a form says of the columns: each by itself, or all of it as carried along; none when it says nothing.
fn said(parts: &Parts<'_>) -> Option<Vec<Layout>> {
    if parts.part("layout").is_some() {
        return Some(from_words(&parts.text("layout")));
    }
    parts.part("column_0_0")?;
    let sheet = |sheet: usize| {
        let columns = (0..MOST_COLUMNS).map_while(|place| {
            let name = format!("column_{sheet}_{place}");
            parts.part(&name).map(|_| Column::parse(&parts.text(&name)))
        });
        Some(columns.collect::<Layout>()).filter(|layout| !layout.is_empty())
    };
    Some((0..).map_while(sheet).collect())
}

type Kept = Arc<Result<Upload, Refusal>>;

fn prepared(call: &Call) -> Outcome<Kept> {
    Ok(call.settled()?)
}

fn columns(conn: &mut AnyConn, allowed: &Allowed<DefineRoadmap>, call: &Call) -> Outcome<Answer> {
    let region = region_to_plan(conn, allowed, call)?;
    let upload = prepared(call)?;
    let read = upload.as_ref().as_ref().map_err(Refusal::clone);
    match read.and_then(|upload| Ok((upload, upload.plan.to_carry()?))) {
        Err(refusal) => {
            let status = refusal.code.status();
            Ok(choosing(conn, call, region, Some(&refusal), None)?.status(status))
        }
        Ok((upload, _)) if !upload.plan.can_be_matched() => preview(conn, allowed, call),
        Ok((upload, text)) => {
            let region = regions::store::find_within(conn, &allowed.scope(), region)?;
            let page = view::matching(call, &region, upload, &text);
            Ok(Answer::page(html! { (page) }))
        }
    }
}

fn preview(conn: &mut AnyConn, allowed: &Allowed<DefineRoadmap>, call: &Call) -> Outcome<Answer> {
    let region = region_to_plan(conn, allowed, call)?;
    let upload = prepared(call)?;
    let read = upload.as_ref().as_ref().map_err(Refusal::clone);
    let (upload, text) = match read.and_then(|upload| Ok((upload, upload.plan.to_carry()?))) {
        Ok(read) => read,
        Err(refusal) => {
            let status = refusal.code.status();
            return Ok(choosing(conn, call, region, Some(&refusal), None)?.status(status));
        }
    };
    let judged = judge(conn, region, &upload.plan.gathered, call.app().db.now().day())?;
    let region = regions::store::find_within(conn, &allowed.scope(), region)?;
    let page = view::preview(call, &region, upload, &text, &judged);
    Ok(Answer::page(html! { (page) }).status(if judged.errors.is_empty() { 200 } else { 422 }))
}

fn choosing(
    conn: &mut AnyConn,
    call: &Call,
    region: RegionId,
    refusal: Option<&Refusal>,
    notice: Option<&maud::Markup>,
) -> Outcome<Answer> {
    let region = regions::store::find(conn, region)?.ok_or(crate::refusal::Code::NotFound)?;
    let page = view::choosing(call, &region, refusal, notice);
    Ok(Answer::page(html! { (page) }))
}
