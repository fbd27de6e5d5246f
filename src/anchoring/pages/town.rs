//! Anchoring and competence in one municipality, with the forms to tell of it.

use maud::{Markup, html};

use crate::access::permission::{SeeAnchoring, TellAnchoring};
use crate::access::{Allowed, Permission};
use crate::anchoring::api::competences::{find_state_within, set_state_within};
use crate::anchoring::api::entries::record_within;
use crate::anchoring::rules::{Among, CompetenceState, EntryDraft, StateDraft};
use crate::anchoring::store;
use crate::anchoring::view::town::{Line, Refused, Shown, page};
use crate::db::AnyConn;
use crate::ids::{CompetenceId, MunicipalityId, PersonId};
use crate::municipalities;
use crate::people;
use crate::projects::participation::{must_take_part, place_within};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Checks, Code, Outcome, Refusal, Trouble};
use crate::regions;
use crate::web::forms::Form;
use crate::web::{Answer, Call, Replied, sheet};

/// `/projects/{id}/anchoring/{municipality_id}`
pub async fn show(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page_of_project).await
}

/// Tells how anchored the project is on a day.
pub async fn record(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
            let municipality = call.id("municipality_id")?;
            let place = place_within(tx, &allowed.scope(), &project, municipality)?;
            allowed.over(&place)?;
            record_within(tx, &project, municipality, entry_in(&call.form()?)?)?;
            Ok(Answer::see_other(format!("/projects/{}/anchoring/{municipality}?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page_of_project).await
}

/// Tells where the municipality stands with a competence.
pub async fn set_state(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let (row, place, municipality) = find_state_within(tx, &allowed.scope(), call)?;
            allowed.over(&place)?;
            let form = call.form()?;
            // Several forms stand on one page, so each field's name carries its competence.
            let field = |name: &str| form.text(&format!("{name}-{}", row.id));
            let state = CompetenceState::parse(&field("state"))
                .ok_or_else(|| Refusal::invalid_at("/state", "not_among_the_words"))?;
            let draft = StateDraft { state, reason: field("reason") };
            let before = store::said_in(tx, row.id, municipality)?;
            set_state_within(tx, &row, municipality, before, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/anchoring/{municipality}?done=saved", row.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page_of_competence).await
}

/// The entry in a form. Nobody's answer is chosen beforehand.
fn entry_in(form: &Form) -> Result<EntryDraft, Refusal> {
    let mut checks = Checks::new();
    let mut errors = Vec::new();
    let among = Among::parse(form.raw("among"));
    checks.require(among.is_some(), "/among", "required");
    let level: Option<i32> = form.raw("level").parse().ok();
    checks.require(level.is_some(), "/level", "required");
    let on = form.day("on", &mut errors);
    checks.require(on.is_some() || !errors.is_empty(), "/on", "required");
    errors.into_iter().for_each(|error| checks.push(error));
    let note = checks.text("/note", form.raw("note"), usize::MAX);
    checks.done(())?;
    let (Some(among), Some(level), Some(on)) = (among, level, on) else { return Err(Refusal::new(Code::Invalid)) };
    Ok(EntryDraft { among, on, level, note })
}

fn page_of_project<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
    page_about(conn, allowed, call, project, refusal.map(Refused::Entry))
}

fn page_of_competence(
    conn: &mut AnyConn,
    allowed: &Allowed<TellAnchoring>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let competence: CompetenceId = call.id("id")?;
    let row = store::find_competence_within(conn, &allowed.scope(), competence)?;
    let project = projects::find_within(conn, &allowed.scope(), row.project_id)?;
    page_about(conn, allowed, call, project, refusal.map(|refusal| Refused::State(competence, refusal)))
}

fn page_about<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    project: Project,
    refused: Option<Refused<'_>>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let municipality: MunicipalityId = call.id("municipality_id")?;
    let place = place_within(conn, &scope, &project, municipality)?;
    allowed.over(&place)?;
    let today = call.app().db.now().day();
    let entries = store::entries_in(conn, project.id, municipality)?;
    let said = store::said_of(conn, project.id)?;
    let competences: Vec<Line> = store::competences_of(conn, project.id)?
        .into_iter()
        .map(|competence| Line {
            said: said
                .iter()
                .find(|row| row.competence_id == competence.id && row.municipality_id == municipality)
                .cloned(),
            competence,
        })
        .collect();
    let writers = entries.iter().filter_map(|row| row.recorded_by);
    let people: Vec<PersonId> = writers.chain(said.iter().filter_map(|row| row.updated_by)).collect();
    let takes_part = match must_take_part(conn, project.id, municipality) {
        Err(Trouble::Refused(_)) => false,
        other => other.map(|()| true)?,
    };
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        names: people::store::names(conn, &people)?,
        name: municipalities::store::name(conn, municipality, today)?,
        may_tell: takes_part && allowed.may_also::<TellAnchoring>(&place),
        takes_part,
        municipality,
        project,
        entries,
        competences,
        today,
    };
    Ok(html! { (page(call, &shown, refused)) })
}
