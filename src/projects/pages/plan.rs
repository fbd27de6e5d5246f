//! Writing when a project's phases are planned, and what was decided between them.

use maud::html;

use crate::access::Allowed;
use crate::access::permission::DefineRoadmap;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::projects::api;
use crate::projects::rules::plan::PLANNED;
use crate::projects::rules::{DecisionPoint, Draft, POINTS, PhasePlan};
use crate::projects::store;
use crate::projects::view;
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/plan`
pub async fn form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

/// Writes the plan anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            let form = call.form()?;
            let draft = read(&form, project.draft(), tx.now().day())?;
            api::update_within(tx, &project, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

fn page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<maud::Markup> {
    let project = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&project)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let stored = fields(&project.draft(), project.version);
    let page = view::plan::page(call, &region, &project, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// A plan as the form's fields: a row for each phase and each decision point.
fn fields(draft: &Draft, version: i64) -> Form {
    let mut fields: Vec<(String, String)> = vec![("version".into(), version.to_string())];
    let mut put = |name: String, value: String| fields.push((name, value));
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    for (row, phase) in PLANNED.iter().enumerate() {
        if let Some(plan) = draft.phases.iter().find(|plan| plan.phase == *phase) {
            put(format!("phases_{row}_from"), day(plan.from));
            put(format!("phases_{row}_to"), day(plan.to));
        }
    }
    for (row, name) in POINTS.iter().enumerate() {
        if let Some(point) = draft.decision_points.iter().find(|point| point.point == *name) {
            put(format!("decision_points_{row}_on"), day(point.on));
            put(format!("decision_points_{row}_case_reference"), point.case_reference.clone().unwrap_or_default());
            put(format!("decision_points_{row}_decided"), if point.decided { "on".into() } else { String::new() });
            put(format!("decision_points_{row}_note"), point.note.clone().unwrap_or_default());
        }
    }
    Form::of(fields)
}

/// The project with the plan that was typed, or everything that is wrong with it at once.
fn read(form: &Form, over: Draft, today: Day) -> Result<Draft, Refusal> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut draft = Draft { phases: Vec::new(), decision_points: Vec::new(), ..over };
    let mut points = Vec::new();
    for (row, phase) in PLANNED.iter().enumerate() {
        let from = form.day(&format!("phases_{row}_from"), &mut errors);
        let to = form.day(&format!("phases_{row}_to"), &mut errors);
        // Empty rows are kept for the check, which takes them away: each phase stays in its own row.
        draft.phases.push(PhasePlan { phase: *phase, from, to });
    }
    for (row, name) in POINTS.iter().enumerate() {
        let field = |part: &str| format!("decision_points_{row}_{part}");
        let unread = errors.len();
        let point = DecisionPoint {
            point: (*name).to_owned(),
            on: form.day(&field("on"), &mut errors),
            case_reference: form.some(&field("case_reference")),
            decided: form.ticked(&field("decided")),
            note: form.some(&field("note")),
        };
        // A day that cannot be read is wrong in itself; that it is missing too would be the same mistake twice.
        let is_read = errors.len() == unread;
        if is_read && (DecisionPoint { point: String::new(), ..point.clone() }) != DecisionPoint::default() {
            draft.decision_points.push(point);
            points.push(row);
        }
    }
    let outcome = draft.checked(today).map_err(|mut refusal| {
        sheet::to_rows(&mut refusal, "decision_points", &points);
        refusal
    });
    match outcome {
        Ok(draft) if errors.is_empty() => Ok(draft),
        Ok(_) => Err(Refusal::invalid(errors)),
        Err(refusal) => {
            errors.extend(refusal.errors);
            Err(Refusal::invalid(errors))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projects::rules::Phase;

    #[test]
    fn a_plan_survives_its_own_form_and_faults_stand_in_their_rows() {
        let today = Day::parse("2026-11-20").expect("a day");
        let phases = vec![PhasePlan { phase: Phase::Planning, from: Some(today), to: None }];
        let point = DecisionPoint {
            point: "BP3".into(),
            on: Some(today),
            case_reference: Some("Sak 075/14".into()),
            decided: true,
            note: Some("Vi går videre".into()),
        };
        let draft = Draft { title: "x".into(), phases, decision_points: vec![point], ..Draft::default() };
        assert_eq!(read(&fields(&draft, 1), draft.clone(), today).expect("the same"), draft);

        let typed = [
            ("phases_0_from", "snart"),
            ("phases_1_from", "2026-05-01"),
            ("phases_1_to", "2026-04-01"),
            ("decision_points_1_decided", "on"),
            ("decision_points_2_on", "i går"),
            ("decision_points_2_decided", "on"),
        ];
        let form = Form::of(typed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        let refusal = read(&form, draft, today).expect_err("wrong");
        let found: Vec<_> =
            refusal.errors.iter().map(|error| (error.pointer.as_deref().unwrap_or(""), error.code)).collect();
        assert_eq!(
            found,
            [
                ("/phases_0_from", "not_a_date"),
                ("/decision_points_2_on", "not_a_date"),
                ("/phases/1/to", "must_be_later"),
                ("/decision_points/1/on", "required"),
            ]
        );
    }
}
