//! One municipality's answers to the common items: its own people answer, the region decides deviations.

use maud::{Markup, html};

use crate::access::permission::{AnswerRoutines, DefineRoadmap, SeeRoutines};
use crate::access::{Allowed, Permission};
use crate::db::AnyConn;
use crate::ids::{ItemId, MunicipalityId, PersonId};
use crate::municipalities;
use crate::people;
use crate::projects::participation::{must_take_part, place_within};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Outcome, Refusal, Trouble};
use crate::regions;
use crate::routines::api::conformity::{answer_within, decide_within, find_cell_within};
use crate::routines::rules::{AnswerDraft, Answering, Decision, DecisionDraft};
use crate::routines::store;
use crate::routines::view::town::{Line, Shown, page};
use crate::web::{Answer, Call, Replied, sheet};

/// `/projects/{id}/routines/{municipality_id}`
pub async fn show(allowed: Allowed<SeeRoutines>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page_of_project).await
}

/// The municipality answers. Several forms stand on one page, so each field's name carries its item.
pub async fn answer(allowed: Allowed<AnswerRoutines>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let (item, place, municipality) = find_cell_within(tx, &allowed.scope(), call)?;
            allowed.over(&place)?;
            let form = call.form()?;
            let field = |name: &str| form.text(&format!("{name}-{}", item.id));
            let answer = Answering::parse(&field("state"))
                .ok_or_else(|| Refusal::invalid_at("/state", "not_among_the_words"))?;
            let draft = AnswerDraft { answer, reason: field("reason") };
            let before = store::answer_of(tx, item.id, municipality)?;
            answer_within(tx, &item, municipality, before, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/routines/{municipality}?done=saved", item.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page_of_item).await
}

/// The region decides.
pub async fn decide(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let (item, place, municipality) = find_cell_within(tx, &allowed.scope(), call)?;
            allowed.over(&place)?;
            let form = call.form()?;
            let field = |name: &str| form.text(&format!("{name}-{}", item.id));
            let decision = Decision::parse(&field("decision"))
                .ok_or_else(|| Refusal::invalid_at("/decision", "not_among_the_words"))?;
            let draft = DecisionDraft { decision, note: field("note") };
            decide_within(tx, &item, municipality, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/routines/{municipality}?done=saved", item.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page_of_item).await
}

fn page_of_project<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    _: Option<&Refusal>,
) -> Outcome<Markup> {
    let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
    page_about(conn, allowed, call, project, None)
}

fn page_of_item<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let item = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    let project = projects::find_within(conn, &allowed.scope(), item.project_id)?;
    page_about(conn, allowed, call, project, refusal.map(|refusal| (item.id, refusal)))
}

fn page_about<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    project: Project,
    refused: Option<(ItemId, &Refusal)>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let municipality: MunicipalityId = call.id("municipality_id")?;
    let place = place_within(conn, &scope, &project, municipality)?;
    allowed.over(&place)?;
    let answers = store::answers_of(conn, project.id)?;
    let lines: Vec<Line> = store::of_project(conn, project.id)?
        .into_iter()
        .map(|item| Line {
            answer: answers.iter().find(|row| row.item_id == item.id && row.municipality_id == municipality).cloned(),
            item,
        })
        .collect();
    let said = || lines.iter().filter_map(|line| line.answer.as_ref());
    let people: Vec<PersonId> =
        said().filter_map(|row| row.answered_by).chain(said().filter_map(|row| row.decided_by)).collect();
    let takes_part = match must_take_part(conn, project.id, municipality) {
        Err(Trouble::Refused(_)) => false,
        other => other.map(|()| true)?,
    };
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        names: people::store::names(conn, &people)?,
        name: municipalities::store::name(conn, municipality, call.app().db.now().day())?,
        may_answer: takes_part && allowed.may_also::<AnswerRoutines>(&place),
        may_decide: allowed.may_also::<DefineRoadmap>(&place),
        takes_part,
        municipality,
        project,
        lines,
    };
    Ok(html! { (page(call, &shown, refused)) })
}
