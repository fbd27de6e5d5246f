//! Writing a change step.

use maud::{Markup, html};

use crate::access::permission::CarryOutSteps;
use crate::access::{Allowed, Place, Placed, Scope};
use crate::changes::api::{create_within, may_write, only_from_within, place_of_new, update_within};
use crate::changes::rules::{StepDraft, StepKind, StepState};
use crate::changes::store::Step;
use crate::changes::view::edit::Shown;
use crate::changes::{store, view};
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, PersonId};
use crate::municipalities;
use crate::people;
use crate::projects::store as projects;
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/steps/new?municipality=`
pub async fn new_form(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

/// Makes a step.
pub async fn create(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
            may_write(allowed, &project)?;
            let form = call.form()?;
            let place = place_of_new(tx, allowed, &project, wanted(call))?;
            create_within(tx, &project, place, read(&form, None)?)?;
            Ok(Answer::see_other(format!("/projects/{}/steps?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

fn wanted(call: &Call) -> Option<MunicipalityId> {
    call.query_word("municipality").map(|word| word.parse().unwrap_or(MunicipalityId::from_number(-1)))
}

fn new_page(
    conn: &mut AnyConn,
    allowed: &Allowed<CarryOutSteps>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let project = projects::find_within(conn, &scope, call.id("id")?)?;
    may_write(allowed, &project)?;
    let place = wanted(call).map_or_else(|| project.place(), |id| Place::municipality(project.region_id, id));
    allowed.over(&place)?;
    only_from_within(allowed.someone()?, place)?;
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        people: people_at(conn, &scope, place)?,
        name: name_of(conn, call, place)?,
        is_new: true,
        is_local: place.municipality.is_some(),
        from_template: false,
        project,
    };
    let sheet = Sheet::of(call, fields(&StepDraft::default(), 0), refusal);
    let page = view::edit::page(call, &shown, &sheet);
    Ok(html! { (page) })
}

/// `/change-steps/{id}/edit`
pub async fn edit_form(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes a step anew.
pub async fn update(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let step = find_writable(tx, allowed, call)?;
            let form = call.form()?;
            let draft = read(&form, Some(&step))?;
            update_within(tx, allowed.someone()?, &step, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/steps?done=saved", step.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn find_writable(conn: &mut AnyConn, allowed: &Allowed<CarryOutSteps>, call: &Call) -> Outcome<Step> {
    let step = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&step)?;
    only_from_within(allowed.someone()?, step.place())?;
    Ok(step)
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<CarryOutSteps>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let step = find_writable(conn, allowed, call)?;
    let scope = allowed.scope();
    let project = projects::find_within(conn, &scope, step.project_id)?;
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        people: people_at(conn, &scope, step.place())?,
        name: name_of(conn, call, step.place())?,
        is_new: false,
        is_local: !step.is_template(),
        from_template: step.template_id.is_some(),
        project,
    };
    let sheet = Sheet::of(call, fields(&step.draft(), step.version), refusal);
    let page = view::edit::page(call, &shown, &sheet);
    Ok(html! { (page) })
}

fn name_of(conn: &mut AnyConn, call: &Call, place: Place) -> Outcome<Option<String>> {
    let today = call.app().db.now().day();
    place.municipality.map(|id| municipalities::store::name(conn, id, today)).transpose()
}

/// Who can own a step here: anybody in the region for a template, the municipality's people for its own.
pub(super) fn people_at(conn: &mut AnyConn, scope: &Scope, place: Place) -> Outcome<Vec<(PersonId, String)>> {
    let mut people: Vec<(PersonId, String)> = people::store::members_within(conn, scope, false)?
        .into_iter()
        .filter(|member| member.region == place.region)
        .filter(|member| place.municipality.is_none() || member.municipality == place.municipality)
        .filter(|member| member.status != people::rules::Status::Disabled)
        .map(|member| (member.id, member.name))
        .collect();
    people.dedup_by_key(|(id, _)| *id);
    people.sort_by(|one, two| one.1.cmp(&two.1));
    Ok(people)
}

fn fields(draft: &StepDraft, version: i64) -> Form {
    Form::of(
        [
            ("version", version.to_string()),
            ("title", draft.title.clone()),
            ("kind", draft.kind.map_or_else(String::new, |kind| kind.as_str().to_owned())),
            ("due_on", draft.due_on.map_or_else(String::new, |day| day.to_string())),
            ("owner_id", draft.owner_id.map_or_else(String::new, |id| id.to_string())),
            ("state", draft.state.as_str().to_owned()),
            ("blocked_reason", draft.blocked_reason.clone()),
            ("evidence", draft.evidence.clone()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect(),
    )
}

/// The draft in a form. What a step has from its template, and what a template has not, stays as it is.
fn read(form: &Form, step: Option<&Step>) -> Result<StepDraft, Refusal> {
    let mut errors: Vec<FieldError> = Vec::new();
    let before = step.map(Step::draft).unwrap_or_default();
    let from_template = step.is_some_and(|step| step.template_id.is_some());
    let is_local = step.is_some_and(|step| !step.is_template());
    let draft = StepDraft {
        title: if from_template { before.title } else { form.text("title") },
        kind: if from_template { before.kind } else { StepKind::parse(form.raw("kind")) },
        due_on: form.day("due_on", &mut errors),
        owner_id: form.some("owner_id").map(|id| id.parse().unwrap_or(PersonId::from_number(-1))),
        state: if is_local { StepState::parse(form.raw("state")).unwrap_or(before.state) } else { before.state },
        blocked_reason: if is_local { form.text("blocked_reason") } else { String::new() },
        evidence: if is_local { form.text("evidence") } else { String::new() },
    };
    // The form brings the old reason along; another one that explains nothing is not dropped in silence.
    let reason = &draft.blocked_reason;
    if !reason.is_empty() && !draft.state.needs_reason() && *reason != before.blocked_reason {
        errors.push(FieldError::at("/blocked_reason", "only_when_stopped"));
    }
    if errors.is_empty() { Ok(draft) } else { Err(Refusal::invalid(errors)) }
}
