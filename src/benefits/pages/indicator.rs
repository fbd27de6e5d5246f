//! Writing an indicator.

use maud::{Markup, html};

use crate::access::Allowed;
use crate::access::permission::DefineRoadmap;
use crate::benefits::api::indicators::{create_within, update_within};
use crate::benefits::rules::IndicatorDraft;
use crate::benefits::{store, view};
use crate::db::AnyConn;
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/benefits/{id}/indicators/new`
pub async fn new_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

/// Makes an indicator.
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let benefit = store::find_benefit_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&benefit)?;
            let draft = read(&call.form()?);
            let in_campaigns = draft.frequency == Some(Frequency::Campaign);
            let id = create_within(tx, &benefit, draft)?;
            // What is measured in campaigns has none yet; planning the first one comes next.
            let next = if in_campaigns {
                format!("/indicators/{id}/campaigns")
            } else {
                format!("/projects/{}", benefit.project_id)
            };
            Ok(Answer::see_other(format!("{next}?done=saved")))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

fn new_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let benefit = store::find_benefit_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&benefit)?;
    let project = projects::find_within(conn, &allowed.scope(), benefit.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&IndicatorDraft::default(), 0), refusal);
    let page = view::indicator::page(call, &region, &project, &benefit, false, &sheet);
    Ok(html! { (page) })
}

/// `/indicators/{id}/edit`
pub async fn edit_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes an indicator anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let indicator = store::find_indicator_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&indicator)?;
            let form = call.form()?;
            update_within(tx, &indicator, form.version(), read(&form))?;
            Ok(Answer::see_other(format!("/projects/{}?done=saved", indicator.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let indicator = store::find_indicator_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&indicator)?;
    let benefit = store::find_benefit_within(conn, &allowed.scope(), indicator.benefit_id)?;
    let project = projects::find_within(conn, &allowed.scope(), indicator.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&indicator.draft(), indicator.version), refusal);
    let page = view::indicator::page(call, &region, &project, &benefit, true, &sheet);
    Ok(html! { (page) })
}

fn fields(draft: &IndicatorDraft, version: i64) -> Form {
    Form::of(
        [
            ("version", version.to_string().as_str()),
            ("name", &draft.name),
            ("unit", &draft.unit),
            ("direction", draft.direction.map_or("", Direction::as_str)),
            ("frequency", draft.frequency.map_or("", Frequency::as_str)),
            ("accumulation", draft.accumulation.as_str()),
            ("method", &draft.method),
            ("data_source", &draft.data_source),
            ("decimals", &draft.decimals.to_string()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect(),
    )
}

fn read(form: &Form) -> IndicatorDraft {
    IndicatorDraft {
        name: form.text("name"),
        unit: form.text("unit"),
        direction: Direction::parse(form.raw("direction")),
        frequency: Frequency::parse(form.raw("frequency")),
        accumulation: Accumulation::parse(form.raw("accumulation")).unwrap_or_default(),
        method: form.text("method"),
        data_source: form.text("data_source"),
        // What is no number is out of range, and refused as that.
        decimals: form.some("decimals").map_or(0, |text| text.parse().unwrap_or(-1)),
    }
}
