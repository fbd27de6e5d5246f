//! Examples as pages: the list with its filters, one example, and the form.

use maud::{Markup, html};

use super::filter::{Filter, filtered};
use super::rules::{Effect, ExampleDraft, State};
use super::store::{self, Example, Reuse};
use super::{commands, view};
use crate::access::permission::{SeeExamples, ShareExamples, TellExamples};
use crate::access::{Allowed, Permission, Place};
use crate::benefits::store::find_benefit_within;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{CommitmentId, MunicipalityId};
use crate::measurements::described::{Described, describe};
use crate::measurements::period_words::about;
use crate::measurements::store::{find_promised_within, promised};
use crate::municipalities;
use crate::projects;
use crate::projects::store::Project;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::regions::store::{NamedMember, Region};
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// One example in a list.
pub struct Listed {
    /// The example.
    pub row: Example,
    /// Its municipality's name.
    pub municipality: String,
    /// Its project's title.
    pub project: String,
    /// How many use it.
    pub users: usize,
}

/// What the list shows.
pub struct List {
    /// The region.
    pub region: Region,
    /// The examples, newest first.
    pub rows: Vec<Listed>,
    /// The region's projects, to choose from.
    pub projects: Vec<Project>,
    /// Its members, to choose from.
    pub members: Vec<NamedMember>,
    /// The title of the benefit that is asked for.
    pub benefit: Option<String>,
    /// What was asked for.
    pub filter: Filter,
}

/// `/regions/{id}/examples`
pub async fn list(allowed: Allowed<SeeExamples>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let today = call.app().db.now().day();
        let filter = Filter::of(call);
        let projects = projects::store::of_region(conn, region.id)?;
        let members = regions::store::members_on(conn, region.id, today)?;
        let benefit = match filter.benefit.parse() {
            Ok(id) => Some(find_benefit_within(conn, &scope, id)?.title),
            Err(_) => None,
        };
        let rows = filtered(conn, &scope, region.id, &filter, today)?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let reuses = store::reuses(conn, &ids)?;
        let towns: Vec<MunicipalityId> = rows.iter().map(|row| row.municipality_id).collect();
        let names = municipalities::store::named(conn, &towns, today)?;
        let rows = rows
            .into_iter()
            .map(|row| Listed {
                municipality: names.get(&row.municipality_id).map(|one| one.name.clone()).unwrap_or_default(),
                project: projects
                    .iter()
                    .find(|one| one.id == row.project_id)
                    .map_or(String::new(), |one| one.title.clone()),
                users: reuses.iter().filter(|one| one.example_id == row.id && scope.lists(one.municipality_id)).count(),
                row,
            })
            .collect();
        Ok(Answer::page(view::list(call, &List { region, rows, projects, members, benefit, filter })))
    })
    .await
}

/// What one example's page shows.
pub struct Shown {
    /// The example.
    pub row: Example,
    /// The region.
    pub region: Region,
    /// The project's title.
    pub project: String,
    /// The benefit's title.
    pub benefit: String,
    /// Whose it is.
    pub municipality: String,
    /// Who uses it, with names.
    pub users: Vec<(Reuse, String)>,
    /// The effect that is shown: as it was told where it is shared, and to its own municipality as it would be told.
    pub effect: Option<Effect>,
    /// What the measured value is about: «for mars 2026».
    pub about: Option<String>,
    /// Whether the live series may be seen.
    pub series: bool,
    /// Whether the reader may write it.
    pub may_tell: bool,
    /// Whether the reader may share it and take it back.
    pub may_share: bool,
    /// The reader's own municipalities that may say that they use it, with names.
    pub may_use: Vec<(MunicipalityId, String)>,
}

/// `/examples/{id}`
pub async fn one(allowed: Allowed<SeeExamples>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let scope = allowed.scope();
        let row = store::find_within(conn, &scope, call.id("id")?, today)?;
        allowed.over(&Place::region(row.region_id))?;
        let region = regions::store::find_within(conn, &scope, row.region_id)?;
        let project = projects::store::find_within(conn, &scope, row.project_id)?;
        let benefit = find_benefit_within(conn, &scope, row.benefit_id)?;
        let mut users = Vec::new();
        for user in store::reuses(conn, &[row.id])? {
            if scope.lists(user.municipality_id) {
                let name = municipalities::store::name(conn, user.municipality_id, today)?;
                users.push((user, name));
            }
        }
        let mut may_use = Vec::new();
        for (there, town) in scope.own_municipalities() {
            let may = allowed.may_also::<TellExamples>(&Place::municipality(there, town));
            if may && there == region.id && town != row.municipality_id {
                may_use.push((town, municipalities::store::name(conn, town, today)?));
            }
        }
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        let effect = if row.state == State::Shared { row.told() } else { commands::effect_now(conn, &row)? };
        let promised = promised(conn, &[row.commitment_id])?.pop();
        let about =
            effect.as_ref().zip(promised).map(|(told, promised)| about(call.lang(), &promised, told.measured.on));
        let shown = Shown {
            effect,
            about,
            may_share: allowed.may_also::<ShareExamples>(&row),
            series: visible.includes(row.municipality_id),
            municipality: municipalities::store::name(conn, row.municipality_id, today)?,
            may_tell: allowed.may_also::<TellExamples>(&row),
            project: project.title,
            benefit: benefit.title,
            users,
            may_use,
            region,
            row,
        };
        Ok(Answer::page(view::one(call, &shown)))
    })
    .await
}

/// What the form needs.
pub struct Writing {
    /// The region.
    pub region: Region,
    /// What it is told of.
    pub described: Described,
    /// The example, where it is known.
    pub row: Option<Example>,
}

fn writing<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    (of, today): (CommitmentId, Day),
    row: Option<Example>,
) -> Outcome<Writing> {
    let promised = find_promised_within(conn, &allowed.scope(), of, today)?;
    allowed.over(&promised)?;
    if promised.accepted_in.is_none() {
        return Err(Code::NotAccepted.into());
    }
    let region = regions::store::find_within(conn, &allowed.scope(), promised.region_id)?;
    Ok(Writing { region, described: describe(conn, promised, today)?, row })
}

/// `/commitments/{id}/examples/new`
pub async fn new_form(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

fn new_page(
    conn: &mut AnyConn,
    allowed: &Allowed<TellExamples>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let writing = writing(conn, allowed, (call.id("id")?, call.app().db.now().day()), None)?;
    // The effect is not told unless somebody says so: to show figures is a choice one makes.
    let mut draft = ExampleDraft::default();
    if let Some(actor) = allowed.actor() {
        (draft.contact_name, draft.contact_email) = (actor.name.clone(), actor.email.clone());
    }
    let page = view::form(call, &writing, &Sheet::of(call, fields(&draft, 0), refusal));
    Ok(html! { (page) })
}

/// Begins an example.
pub async fn create(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let today = tx.now().day();
            let promised = find_promised_within(tx, &allowed.scope(), call.id("id")?, today)?;
            allowed.over(&promised)?;
            let id = commands::create(tx, &promised, read(&call.form()?))?;
            Ok(Answer::see_other(format!("/examples/{id}?done=saved")))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

/// `/examples/{id}/edit`
pub async fn edit_form(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<TellExamples>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let today = call.app().db.now().day();
    let row = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
    allowed.over(&row)?;
    let stored = fields(&row.draft(), row.version);
    let writing = writing(conn, allowed, (row.commitment_id, today), Some(row))?;
    let page = view::form(call, &writing, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// Writes it anew.
pub async fn update(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let today = tx.now().day();
            let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
            allowed.over(&row)?;
            let form = call.form()?;
            commands::update(tx, &row, form.version(), read(&form))?;
            Ok(Answer::see_other(format!("/examples/{}?done=saved", row.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn read(form: &Form) -> ExampleDraft {
    ExampleDraft {
        title: form.text("title"),
        done: form.text("done"),
        took: form.text("took"),
        contact_name: form.text("contact_name"),
        contact_email: form.text("contact_email"),
        tells_effect: form.raw("tells_effect") == "yes",
    }
}

fn fields(draft: &ExampleDraft, version: i64) -> Form {
    Form::of(
        [
            ("version", version.to_string().as_str()),
            ("title", &draft.title),
            ("done", &draft.done),
            ("took", &draft.took),
            ("contact_name", &draft.contact_name),
            ("contact_email", &draft.contact_email),
            ("tells_effect", if draft.tells_effect { "yes" } else { "no" }),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect(),
    )
}

fn municipality_in(form: &Form) -> Result<MunicipalityId, Refusal> {
    form.raw("municipality_id").parse().map_err(|_| Refusal::invalid_at("/municipality_id", "required"))
}

/// Shows it to the members.
pub async fn share(allowed: Allowed<ShareExamples>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&row)?;
        commands::share(tx, &row, Some(call.form()?.version()))?;
        Ok(Answer::see_other(format!("/examples/{}?done=shared", row.id)))
    })
    .await
}

/// Takes it back.
pub async fn withdraw(allowed: Allowed<ShareExamples>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&row)?;
        call.form()?;
        commands::withdraw(tx, &row)?;
        Ok(Answer::see_other(format!("/examples/{}?done=withdrawn", row.id)))
    })
    .await
}

/// «Vi bruker dette»
pub async fn reuse(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        let form = call.form()?;
        let municipality = municipality_in(&form)?;
        commands::must_be_own(tx, allowed, &row, municipality)?;
        commands::reuse(tx, &row, municipality, form.raw("note"))?;
        Ok(Answer::see_other(format!("/examples/{}?done=reused", row.id)))
    })
    .await
}

/// «Vi bruker det ikke lenger»
pub async fn end_reuse(allowed: Allowed<TellExamples>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        let form = call.form()?;
        let municipality = municipality_in(&form)?;
        commands::must_be_own(tx, allowed, &row, municipality)?;
        commands::end_reuse(tx, &row, municipality)?;
        Ok(Answer::see_other(format!("/examples/{}?done=reuse-ended", row.id)))
    })
    .await
}
