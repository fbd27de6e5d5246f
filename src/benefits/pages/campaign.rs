//! Planning the campaigns in which an indicator is measured.

use maud::{Markup, html};

use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::access::{Allowed, Permission};
use crate::benefits::api::campaigns::{create_within, is_measured, remove_within, update_within};
use crate::benefits::rules::CampaignDraft;
use crate::benefits::store::{self, CampaignRow, Indicator};
use crate::benefits::view::campaign as view;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{CampaignId, IndicatorId};
use crate::projects::store as projects;
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/indicators/{id}/campaigns`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, list_page).await
}

fn list_page<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let indicator = store::find_indicator_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&indicator)?;
    planned(conn, allowed, call, &indicator, refusal)
}

/// The list of an indicator's campaigns, with the form for one more.
fn planned<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    indicator: &Indicator,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let project = projects::find_within(conn, &allowed.scope(), indicator.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), indicator.region_id)?;
    let mut lines = Vec::new();
    for row in store::campaigns_to(conn, indicator.id)? {
        lines.push((is_measured(conn, &row)?, row));
    }
    let may_plan = allowed.may_also::<DefineRoadmap>(indicator);
    let today = call.app().db.now().day();
    let shown = view::Shown { region, project, indicator: indicator.clone(), lines, may_plan, today };
    let sheet = Sheet::of(call, Form::default(), refusal);
    Ok(html! { (view::list(call, &shown, &sheet)) })
}

/// Plans a campaign.
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let indicator = store::find_indicator_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&indicator)?;
            create_within(tx, &indicator, read(&call.form()?)?)?;
            Ok(Answer::see_other(to_list(indicator.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, list_page).await
}

/// `/campaigns/{id}/edit`
pub async fn edit_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes a campaign anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = find(tx, allowed, call.id("id")?)?;
            let form = call.form()?;
            if form.version() != row.version {
                return Err(Code::Stale.into());
            }
            update_within(tx, &row, form.version(), read(&form)?)?;
            Ok(Answer::see_other(to_list(row.indicator_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

/// Takes a campaign away.
pub async fn remove(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = find(tx, allowed, call.id("id")?)?;
            remove_within(tx, &row, call.form()?.version())?;
            Ok(Answer::see_other(to_list(row.indicator_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, list_around).await
}

/// The list that a campaign is in.
fn list_around(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let row = find(conn, allowed, call.id("id")?)?;
    let indicator = store::find_indicator_within(conn, &allowed.scope(), row.indicator_id)?;
    planned(conn, allowed, call, &indicator, refusal)
}

fn to_list(indicator: IndicatorId) -> String {
    format!("/indicators/{indicator}/campaigns?done=saved")
}

fn find(conn: &mut AnyConn, allowed: &Allowed<DefineRoadmap>, id: CampaignId) -> Outcome<CampaignRow> {
    let row = store::find_campaign_within(conn, &allowed.scope(), id)?;
    allowed.over(&row)?;
    Ok(row)
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let row = find(conn, allowed, call.id("id")?)?;
    let indicator = store::find_indicator_within(conn, &allowed.scope(), row.indicator_id)?;
    let project = projects::find_within(conn, &allowed.scope(), indicator.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), row.region_id)?;
    let lines = vec![(is_measured(conn, &row)?, row.clone())];
    let today = call.app().db.now().day();
    let shown = view::Shown { region, project, indicator, lines, may_plan: true, today };
    let sheet = Sheet::of(call, fields(&row), refusal);
    Ok(html! { (view::edit(call, &shown, &sheet)) })
}

fn fields(row: &CampaignRow) -> Form {
    let fields = [
        ("version", row.version.to_string()),
        ("name", row.name.clone()),
        ("from", row.from_day.to_string()),
        ("to", row.to_day.to_string()),
    ];
    Form::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn read(form: &Form) -> Result<CampaignDraft, Refusal> {
    let mut checks = Checks::new();
    let (from, to) = (Day::parse(&form.text("from")), Day::parse(&form.text("to")));
    checks.require(from.is_some(), "/from", "not_a_date");
    checks.require(to.is_some(), "/to", "not_a_date");
    checks.done(())?;
    let (Some(from), Some(to)) = (from, to) else { return Err(Refusal::new(Code::Invalid)) };
    Ok(CampaignDraft { name: form.text("name"), from, to })
}
