//! Support as a page: what was done for each municipality, and the form to tell of more.

use std::collections::HashMap;

use maud::Markup;

use super::api::{create_within, update_within};
use super::rules::SupportDraft;
use super::store::{self, Support};
use super::view;
use crate::access::permission::{LogSupport, SeeSupport};
use crate::access::{Allowed, Permission};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::{Decimal, DecimalTrouble};
use crate::ids::{MunicipalityId, PersonId, ProjectId};
use crate::municipalities;
use crate::people;
use crate::projects;
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::{NamedMember, Region};
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};

/// What the page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// Support in reach, newest first.
    pub rows: Vec<Support>,
    /// The municipalities in reach, by name.
    pub members: Vec<NamedMember>,
    /// The region's projects.
    pub projects: Vec<(ProjectId, String)>,
    /// Names of the municipalities that were given it, also of those that have left the region since.
    pub given_to: HashMap<MunicipalityId, String>,
    /// Names of those who gave it.
    pub names: HashMap<PersonId, String>,
    /// Whether the reader gives support.
    pub may_log: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// `/regions/{id}/support`
pub async fn page(allowed: Allowed<SeeSupport>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let shown = load(conn, allowed, call)?;
        allowed.over(&shown.region)?;
        Ok(Answer::page(view::page(call, &shown, &Form::default(), None)))
    })
    .await
}

fn load<P: Permission>(conn: &mut AnyConn, allowed: &Allowed<P>, call: &Call) -> Outcome<Shown> {
    let scope = allowed.scope();
    let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
    let today = call.app().db.now().day();
    let rows = store::within(conn, &scope, region.id)?;
    let people: Vec<PersonId> = rows.iter().filter_map(|row| row.recorded_by).collect();
    let given_to: Vec<MunicipalityId> = rows.iter().map(|row| row.municipality_id).collect();
    Ok(Shown {
        members: regions::store::members_on(conn, region.id, today)?
            .into_iter()
            .filter(|member| scope.sees_municipality(region.id, member.membership.municipality_id))
            .collect(),
        projects: projects::store::of_region(conn, region.id)?
            .into_iter()
            .map(|project| (project.id, project.title))
            .collect(),
        given_to: municipalities::store::named(conn, &given_to, today)?
            .into_iter()
            .map(|(id, numbered)| (id, numbered.name))
            .collect(),
        names: people::store::names(conn, &people)?,
        may_log: allowed.may_also::<LogSupport>(&region),
        rows,
        region,
        today,
    })
}

/// Tells of support.
pub async fn create(allowed: Allowed<LogSupport>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&region)?;
            let draft = draft_in(&call.form()?, call)?;
            create_within(tx, region.id, draft)?;
            Ok(Answer::see_other(format!("/regions/{}/support?saved=1", region.id)))
        })
        .await;
    again(replied, &allowed, &call, shown_again).await
}

fn shown_again(conn: &mut AnyConn, allowed: &Allowed<LogSupport>, call: &Call, refusal: &Refusal) -> Outcome<Markup> {
    let shown = load(conn, allowed, call)?;
    allowed.over(&shown.region)?;
    Ok(view::page(call, &shown, &call.form()?, Some(refusal)))
}

fn draft_in(form: &Form, call: &Call) -> Result<SupportDraft, Refusal> {
    let mut checks = Checks::new();
    let municipality: Option<MunicipalityId> = form.raw("municipality_id").parse().ok();
    checks.require(municipality.is_some(), "/municipality_id", "required");
    let project: Option<ProjectId> = form.raw("project_id").parse().ok();
    let on = Day::parse(&form.text("on"));
    checks.require(on.is_some(), "/on", "not_a_date");
    let follow_up_by = form.some("follow_up_by").map(|text| Day::parse(&text));
    checks.require(follow_up_by != Some(None), "/follow_up_by", "not_a_date");
    let hours = Decimal::parse_local(form.raw("hours"), call.lang().numbers()).map_err(DecimalTrouble::code);
    if let Err(code) = hours {
        checks.push(FieldError::at("/hours", code));
    }
    checks.done(())?;
    let (Some(municipality_id), Some(on), Ok(hours)) = (municipality, on, hours) else {
        return Err(Refusal::new(Code::Invalid));
    };
    Ok(SupportDraft {
        municipality_id,
        project_id: project,
        on,
        hours,
        what: form.text("what"),
        follow_up: form.text("follow_up"),
        follow_up_by: follow_up_by.flatten(),
        followed_up: false,
    })
}

/// Notes that something was followed up.
pub async fn follow_up(allowed: Allowed<LogSupport>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        call.form()?;
        if row.draft().waits() {
            update_within(tx, &row, SupportDraft { followed_up: true, ..row.draft() })?;
        }
        Ok(Answer::see_other(format!("/regions/{}/support?saved=1", row.region_id)))
    })
    .await
}
