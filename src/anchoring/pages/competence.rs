//! Writing a competence that a project needs.

use maud::{Markup, html};

use crate::access::Allowed;
use crate::access::permission::DefineRoadmap;
use crate::anchoring::api::competences::{create_within, update_within};
use crate::anchoring::rules::CompetenceDraft;
use crate::anchoring::store;
use crate::anchoring::view::competence::{Shown, page};
use crate::db::AnyConn;
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/competences/new`
pub async fn new_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

/// Makes a competence.
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            create_within(tx, &project, read(&call.form()?))?;
            Ok(Answer::see_other(format!("/projects/{}/anchoring?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

/// `/competences/{id}/edit`
pub async fn edit_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes a competence anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = store::find_competence_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&row)?;
            let form = call.form()?;
            update_within(tx, &row, form.version(), read(&form))?;
            Ok(Answer::see_other(format!("/projects/{}/anchoring?done=saved", row.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn new_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&project)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&CompetenceDraft::default(), 0), refusal);
    Ok(html! { (page(call, &Shown { region, project, is_new: true }, &sheet)) })
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let row = store::find_competence_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&row)?;
    let project = projects::find_within(conn, &allowed.scope(), row.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&row.draft(), row.version), refusal);
    Ok(html! { (page(call, &Shown { region, project, is_new: false }, &sheet)) })
}

fn fields(draft: &CompetenceDraft, version: i64) -> Form {
    let fields =
        [("version", version.to_string()), ("title", draft.title.clone()), ("audience", draft.audience.clone())];
    Form::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn read(form: &Form) -> CompetenceDraft {
    CompetenceDraft { title: form.text("title"), audience: form.text("audience") }
}
