//! Writing a common item.

use maud::{Markup, html};

use crate::access::Allowed;
use crate::access::permission::DefineRoadmap;
use crate::db::AnyConn;
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::routines::api::items::{create_within, update_within};
use crate::routines::rules::{ItemDraft, ItemKind};
use crate::routines::store;
use crate::routines::view::item::{Shown, page};
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/common-items/new`
pub async fn new_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

/// Makes an item.
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            create_within(tx, &project, read(&call.form()?))?;
            Ok(Answer::see_other(format!("/projects/{}/routines?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

/// `/common-items/{id}/edit`
pub async fn edit_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes an item anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&row)?;
            let form = call.form()?;
            update_within(tx, &row, form.version(), read(&form))?;
            Ok(Answer::see_other(format!("/projects/{}/routines?done=saved", row.project_id)))
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
    let sheet = Sheet::of(call, Form::default(), refusal);
    Ok(html! { (page(call, &Shown { region, project, is_new: true }, &sheet)) })
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&row)?;
    let project = projects::find_within(conn, &allowed.scope(), row.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&row.draft(), row.version), refusal);
    Ok(html! { (page(call, &Shown { region, project, is_new: false }, &sheet)) })
}

fn fields(draft: &ItemDraft, version: i64) -> Form {
    let fields = [
        ("version", version.to_string()),
        ("title", draft.title.clone()),
        ("kind", draft.kind.map_or_else(String::new, |kind| kind.as_str().to_owned())),
        ("description", draft.description.clone()),
        ("stands_in", draft.stands_in.clone()),
    ];
    Form::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn read(form: &Form) -> ItemDraft {
    ItemDraft {
        title: form.text("title"),
        kind: ItemKind::parse(form.raw("kind")),
        description: form.text("description"),
        stands_in: form.text("stands_in"),
    }
}
