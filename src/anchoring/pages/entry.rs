//! Correcting how anchored a project was on a day.

use maud::{Markup, html};

use crate::access::Allowed;
use crate::access::permission::TellAnchoring;
use crate::anchoring::api::entries::correct_within;
use crate::anchoring::rules::EntryDraft;
use crate::anchoring::store::{self, Entry};
use crate::anchoring::view::entry::{Shown, page};
use crate::db::AnyConn;
use crate::municipalities;
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/anchoring/{id}/edit`
pub async fn edit_form(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Corrects an entry.
pub async fn update(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&row)?;
            let form = call.form()?;
            // A level that is no number is refused like one that is out of range.
            let level = form.raw("level").parse().unwrap_or_default();
            let draft = EntryDraft { level, note: form.text("note"), ..row.draft() };
            correct_within(tx, &row, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/anchoring/{}?done=saved", row.project_id, row.municipality_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<TellAnchoring>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let entry = store::find_within(conn, &scope, call.id("id")?)?;
    allowed.over(&entry)?;
    let project = projects::find_within(conn, &scope, entry.project_id)?;
    let today = call.app().db.now().day();
    let sheet = Sheet::of(call, fields(&entry), refusal);
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        name: municipalities::store::name(conn, entry.municipality_id, today)?,
        project,
        entry,
    };
    Ok(html! { (page(call, &shown, &sheet)) })
}

fn fields(entry: &Entry) -> Form {
    let fields =
        [("version", entry.version.to_string()), ("level", entry.level.to_string()), ("note", entry.note.clone())];
    Form::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
