//! The steps of a project: the region's templates, and each municipality's own.

use maud::{Markup, html};

use crate::access::permission::{CarryOutSteps, SeeRoadmap};
use crate::access::{Allowed, Permission, Place, Placed};
use crate::changes::api::{only_from_within, own_in, update_within};
use crate::changes::rules::{StepDraft, StepState, is_late};
use crate::changes::view::list::{Line, Shown, Town};
use crate::changes::{store, view};
use crate::db::AnyConn;
use crate::handovers;
use crate::ids::{MunicipalityId, PersonId};
use crate::people;
use crate::projects::rules::Participating;
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::web::sheet;
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/steps`
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

/// «Marker som gjort»: one press.
pub async fn done(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let step = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&step)?;
            only_from_within(allowed.someone()?, step.place())?;
            let form = call.form()?;
            if step.is_template() {
                return Err(Refusal::invalid_at("/state", "not_of_a_template").into());
            }
            let draft = StepDraft { state: StepState::Done, ..step.draft() };
            update_within(tx, allowed.someone()?, &step, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/steps?done=step#step-{}", step.project_id, step.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page_of_step).await
}

/// «Hent steg fra regionen»: a municipality takes on the templates it has no step for.
pub async fn take_on(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
            let municipality: MunicipalityId = call.id("municipality_id")?;
            let place = Place::municipality(project.region_id, municipality);
            // Another municipality's steps do not exist for those who may not see them.
            if !allowed.scope().sees(place) {
                return Err(Code::NotFound.into());
            }
            allowed.over(&place)?;
            only_from_within(allowed.someone()?, place)?;
            call.form()?;
            let stands = projects::participation_of(tx, project.id, municipality)?;
            if !stands.is_some_and(|row| row.state.is_in()) {
                return Err(Code::NotParticipating.into());
            }
            store::instantiate(tx, project.region_id, project.id, municipality)?;
            Ok(Answer::see_other(format!("/projects/{}/steps?done=taken", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

fn page<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
    page_about(conn, allowed, call, &project, refusal)
}

fn page_of_step(
    conn: &mut AnyConn,
    allowed: &Allowed<CarryOutSteps>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let step = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    let project = projects::find_within(conn, &allowed.scope(), step.project_id)?;
    page_about(conn, allowed, call, &project, refusal)
}

fn page_about<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    project: &Project,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let region = regions::store::find_within(conn, &scope, project.region_id)?;
    let today = call.app().db.now().day();
    let rows = store::of_project(conn, project.id)?;
    let owners: Vec<PersonId> = rows.iter().filter_map(|row| row.owner_id).collect();
    let names = people::store::names(conn, &owners)?;
    let line = |row: &store::Step| Line {
        owner: row.owner_id.and_then(|id| names.get(&id).cloned()),
        is_late: !row.is_template() && is_late(row.state, row.due_on, today),
        step: row.clone(),
    };
    let own = own_in(allowed.someone()?, project.place());
    let participations = projects::participations(conn, project.id)?;
    let standings = handovers::store::standings_of_project(conn, project.id)?;
    let templates = rows.iter().filter(|row| row.is_template()).count();
    let towns = regions::store::members_on(conn, region.id, today)?
        .into_iter()
        .filter(|member| scope.sees_municipality(region.id, member.membership.municipality_id))
        .filter_map(|member| {
            let id = member.membership.municipality_id;
            let lines: Vec<Line> = rows.iter().filter(|row| row.municipality_id == Some(id)).map(line).collect();
            let takes_part =
                participations.iter().any(|row| row.municipality_id == id && Participating::is_in(row.state));
            let place = Place::municipality(region.id, id);
            let may_write = own.contains(&id) && allowed.may_also::<CarryOutSteps>(&place);
            let taken = lines.iter().filter(|line| line.step.template_id.is_some()).count();
            (takes_part || !lines.is_empty()).then_some(Town {
                id,
                name: member.name,
                not_taken: if takes_part { templates.saturating_sub(taken) } else { 0 },
                holds: standings.iter().any(|row| row.municipality_id == id && row.state.is_held()),
                may_write,
                is_own: own.contains(&id),
                lines,
            })
        })
        .collect();
    let shown = Shown {
        templates: rows.iter().filter(|row| row.is_template()).map(line).collect(),
        may_define: allowed.may_also::<CarryOutSteps>(project),
        towns,
        region,
        project: project.clone(),
    };
    let page = view::list::page(call, &shown, refusal);
    Ok(html! { (page) })
}
