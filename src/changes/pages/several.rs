//! Changing several of a municipality's steps at once.

use maud::{Markup, html};

use super::edit::people_at;
use crate::access::permission::CarryOutSteps;
use crate::access::{Allowed, Place};
use crate::changes::api::only_from_within;
use crate::changes::rules::StepState;
use crate::changes::several::{SeenStep, StepsPatch, update_several};
use crate::changes::view::several::Shown;
use crate::changes::{store, view};
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, PersonId};
use crate::municipalities;
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/steps/{municipality_id}/several`
pub async fn form(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

/// Changes the steps that were chosen.
pub async fn update(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let (project, _) = found(tx, allowed, call)?;
            let form = call.form()?;
            let (steps, set) = read(&form)?;
            update_several(tx, allowed, &project, &steps, &set)?;
            Ok(Answer::see_other(format!("/projects/{}/steps?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

fn found(conn: &mut AnyConn, allowed: &Allowed<CarryOutSteps>, call: &Call) -> Outcome<(Project, MunicipalityId)> {
    let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
    let municipality: MunicipalityId = call.id("municipality_id")?;
    let place = Place::municipality(project.region_id, municipality);
    // Another municipality's steps do not exist for those who may not see them.
    if !allowed.scope().sees(place) {
        return Err(Code::NotFound.into());
    }
    allowed.over(&place)?;
    only_from_within(allowed.someone()?, place)?;
    Ok((project, municipality))
}

/// Each box sends `ID.VERSION`. A field that is left as it came changes nothing.
fn read(form: &Form) -> Result<(Vec<SeenStep>, StepsPatch), Refusal> {
    let mut errors: Vec<FieldError> = Vec::new();
    let seen = |word: &String| {
        let (id, version) = word.split_once('.')?;
        Some(SeenStep { id: id.parse().ok()?, version: version.parse().ok()? })
    };
    let steps = form.all("steps").iter().filter_map(seen).collect();
    let set = StepsPatch {
        due_on: form.day("set_due_on", &mut errors).map(Some),
        owner_id: form.some("set_owner_id").map(|id| Some(id.parse().unwrap_or(PersonId::from_number(-1)))),
        state: StepState::parse(form.raw("set_state")),
        blocked_reason: form.some("set_blocked_reason"),
    };
    if errors.is_empty() { Ok((steps, set)) } else { Err(Refusal::invalid(errors)) }
}

fn page(
    conn: &mut AnyConn,
    allowed: &Allowed<CarryOutSteps>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let (project, municipality) = found(conn, allowed, call)?;
    let today = call.app().db.now().day();
    let place = Place::municipality(project.region_id, municipality);
    let shown = Shown {
        region: regions::store::find_within(conn, &allowed.scope(), project.region_id)?,
        steps: store::steps_in(conn, project.id, municipality)?,
        people: people_at(conn, &allowed.scope(), place)?,
        name: municipalities::store::name(conn, municipality, today)?,
        project,
    };
    let sheet = Sheet::of(call, Form::of(Vec::new()), refusal);
    let page = view::several::page(call, &shown, &sheet);
    Ok(html! { (page) })
}
