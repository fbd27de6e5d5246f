//! The relay for people: one page per handover, for the region that sends and the municipality that answers.

use maud::Markup;

use super::accepting;
use super::adjustments::adjust;
use super::assembly::{self, Assembled};
use super::commands::{self, Draft, Vouch};
use super::differences::{Difference, differences};
use super::paper::Which;
use super::reply::{self, Reply};
use super::rules::Check;
use super::store::{self, Clarification, Handover, Receipt, Tick};
use super::view;
use crate::access::permission::{AnswerHandover, ConcludeHandover, OfferHandover, SeeHandover, VouchReadiness};
use crate::access::{Allowed, Permission, policy};
use crate::benefits::store::{self as benefits, Commitment};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::PersonId;
use crate::refusal::{Code, FieldError, Outcome, Refusal, Trouble};
use crate::regions;
use crate::web::answer::Failed;
use crate::web::forms::Form;
use crate::web::{Answer, Call, Replied};

/// Everything a handover's page shows.
pub struct Shown {
    /// The handover.
    pub row: Handover,
    /// Its region.
    pub region: regions::store::Region,
    /// The package as it stands now, or as it was accepted.
    pub assembled: Assembled,
    /// The ten checks.
    pub readiness: Vec<Tick>,
    /// Questions and answers.
    pub clarifications: Vec<Clarification>,
    /// What stands in the way of offering.
    pub missing: Vec<FieldError>,
    /// The municipality's figures.
    pub commitments: Vec<Commitment>,
    /// People who can own a benefit there.
    pub candidates: Vec<(PersonId, String)>,
    /// The newest acceptance.
    pub receipt: Option<Receipt>,
    /// What was changed since the municipality last took the baton, while a new package waits.
    pub differences: Vec<Difference>,
    /// Names of people on the page.
    pub names: std::collections::HashMap<PersonId, String>,
    /// What the reader may do.
    pub may: May,
    /// Today, in Norway.
    pub today: Day,
}

/// What the reader may do: the same policy that the routes ask.
pub struct May {
    /// Prepare, offer, withdraw, answer questions.
    pub offer: bool,
    /// Vouch for checks.
    pub vouch: bool,
    /// Answer for the municipality.
    pub answer: bool,
    /// The executive on whose behalf a deputy answers.
    pub on_behalf_of: Option<String>,
    /// Report home.
    pub conclude: bool,
}

fn load<P: Permission>(conn: &mut AnyConn, allowed: &Allowed<P>, call: &Call) -> Outcome<Shown> {
    let scope = allowed.scope();
    let row = store::find_within(conn, &scope, call.id("id")?)?;
    let region = regions::store::find_within(conn, &scope, row.region_id)?;
    let today = call.app().db.now().day();
    let receipt = store::receipt(conn, &row)?;
    let assembled = assembly::standing(conn, &row, receipt.as_ref(), today)?;
    let before = receipt.as_ref().filter(|kept| kept.package_number < row.package_number).and_then(assembly::frozen);
    let differences = before.map(|before| differences(&before.package, &assembled.package)).unwrap_or_default();
    let readiness = store::readiness(conn, row.id)?;
    let clarifications = store::clarifications(conn, row.id)?;
    let commitments = benefits::commitments_of(conn, row.project_id, row.municipality_id)?;
    let missing = if row.may_be_sent(today) { commands::missing_before_offer(conn, &row, today)? } else { Vec::new() };
    let names = commands::names(
        conn,
        readiness
            .iter()
            .map(|tick| tick.by)
            .chain(clarifications.iter().flat_map(|one| [Some(one.asked_by), one.answered_by]))
            .chain(commitments.iter().map(|commitment| commitment.owner_id))
            .chain([row.offered_by, row.closed_by]),
    )?;
    let may = May {
        offer: allowed.may_also::<OfferHandover>(&row),
        vouch: allowed.may_also::<VouchReadiness>(&row),
        answer: allowed.may_also::<AnswerHandover>(&row) && row.offered_by != allowed.access().person(),
        on_behalf_of: allowed
            .actor()
            .and_then(|actor| accepting::answerer(actor, &row).on_behalf_of)
            .map(|(_, executive)| executive),
        conclude: allowed.may_also::<ConcludeHandover>(&row),
    };
    let candidates = if may.answer { people_there(conn, &row)? } else { Vec::new() };
    Ok(Shown {
        row,
        region,
        assembled,
        readiness,
        clarifications,
        missing,
        commitments,
        candidates,
        receipt,
        differences,
        names,
        may,
        today,
    })
}

fn people_there(conn: &mut AnyConn, row: &Handover) -> Outcome<Vec<(PersonId, String)>> {
    use crate::access::Role;
    let mut people = Vec::new();
    for role in [Role::Executive, Role::BenefitOwner, Role::Contributor] {
        for person in crate::people::store::holders(conn, role, row.region_id, Some(row.municipality_id))? {
            if !people.iter().any(|(id, _)| *id == person.id) {
                people.push((person.id, person.name));
            }
        }
    }
    Ok(people)
}

/// The page of a handover. Looking never answers; that the executive looked is told to both sides.
pub async fn show(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    let answer = call
        .read(&allowed, |conn, allowed, call| {
            let shown = load(conn, allowed, call)?;
            allowed.over(&shown.row)?;
            Ok(Answer::page(view::handover(call, &shown, &Form::default(), None)))
        })
        .await?;
    note_seen(&allowed, &call).await;
    Ok(answer)
}

/// «Sett»: noted once, when somebody who may answer has the open offer before them.
async fn note_seen(allowed: &Allowed<SeeHandover>, call: &Call) {
    let (Some(actor), Ok(id)) = (allowed.actor().cloned(), call.id("id")) else { return };
    let scope = policy::scope(&actor);
    let unseen = move |conn: &mut AnyConn| {
        let row = store::find_within(conn, &scope, id)?;
        let answers = policy::may(&actor, AnswerHandover::PERM, crate::access::Placed::place(&row));
        Ok((row.seen_at.is_none() && row.state.is_open() && answers).then_some(row))
    };
    let db = &call.app().db;
    if let Ok(Some(row)) = db.read(allowed.access(), unseen).await {
        // The page was shown already; if this fails, the next look is noted instead.
        let _ = db.write(allowed.access(), move |tx| store::mark_seen(tx, &row)).await;
    }
}

/// Shows the page again with what was typed and what was wrong.
async fn again<P: Permission + Clone>(allowed: &Allowed<P>, call: &Call, refusal: Refusal) -> Replied {
    let status = refusal.code.status();
    // A stranger learns no more from a refused form than from a refused page.
    if matches!(status, 404 | 403 | 401) {
        return Err(refusal.into());
    }
    let (allowed, call) = (allowed.clone(), call.clone());
    let access = allowed.access().clone();
    let db = call.app().db.clone();
    let page: Outcome<Markup> = db
        .read(&access, move |conn| {
            let shown = load(conn, &allowed, &call)?;
            Ok(view::handover(&call, &shown, &Form::read(call.body()), Some(&refusal)))
        })
        .await;
    Ok(Answer::page(page.map_err(Failed)?).status(status))
}

async fn shown_or_again<P: Permission + Clone>(outcome: Replied, allowed: &Allowed<P>, call: &Call) -> Replied {
    match outcome {
        Err(Failed(Trouble::Refused(refusal))) => again(allowed, call, *refusal).await,
        other => other,
    }
}

fn back(row: &Handover, done: &str) -> Answer {
    Answer::see_other(format!("/handovers/{}?done={done}", row.id))
}

/// Prepares a handover for one municipality, with the region's usual time to answer.
pub async fn prepare(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let project = crate::projects::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        let region = regions::store::find_within(tx, &allowed.scope(), project.region_id)?;
        let today = tx.now().day();
        let id = commands::prepare(tx, allowed, project.id, || {
            let form = call.form()?;
            let municipality = form
                .raw("municipality_id")
                .parse()
                .map_err(|()| Refusal::invalid_at("/municipality_id", "required"))?;
            let answer_by = match form.some("answer_by") {
                Some(text) => Day::parse(&text).ok_or(Refusal::invalid_at("/answer_by", "not_a_date"))?,
                None => today.plus_days(region.answer_days).unwrap_or(today),
            };
            Ok(Draft { municipality, answer_by, message: form.text("message") })
        })?;
        Ok(Answer::see_other(format!("/handovers/{id}")))
    })
    .await
}

/// Vouches for a check.
pub async fn vouch(allowed: Allowed<VouchReadiness>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let check = Check::parse(call.param("check"));
            let row = commands::vouch(tx, allowed, call.id("id")?, check, None, || {
                let form = call.form()?;
                let words = form.text(&format!("note_{}", call.param("check")));
                Ok(match form.raw(&format!("answer_{}", call.param("check"))) {
                    "met" => Vouch::Met(words),
                    "not_relevant" => Vouch::NotRelevant(words),
                    "open" => Vouch::Open,
                    _ => return Err(Refusal::invalid_at("/answer", "required")),
                })
            })?;
            Ok(Answer::see_other(format!("/handovers/{}#check-{}", row.id, call.param("check"))))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Sends the baton.
pub async fn offer(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = commands::offer(tx, allowed, call, call.id("id")?, || {
                let form = call.form()?;
                form.some("answer_by")
                    .map(|text| Day::parse(&text).ok_or(Refusal::invalid_at("/answer_by", "not_a_date")))
                    .transpose()
            })?;
            Ok(back(&row, "offered"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Takes the offer back.
pub async fn withdraw(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row =
                commands::withdraw(tx, allowed, call, call.id("id")?, || Ok(call.form()?.text("withdraw_reason")))?;
            Ok(back(&row, "withdrawn"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Takes the baton: first the check page, then the act.
pub async fn accept(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    // Whoever goes back to change the answer finds what they wrote.
    if !call.form()?.raw("change").is_empty() {
        let page = call.read(&allowed, |conn, allowed, call| {
            let shown = load(conn, allowed, call)?;
            Ok(Answer::page(view::handover(call, &shown, &call.form()?, None)))
        });
        return page.await;
    }
    let confirmed = call.form()?.ticked("confirmed");
    if !confirmed {
        let checked = call
            .read(&allowed, |conn, allowed, call| {
                let shown = load(conn, allowed, call)?;
                allowed.over(&shown.row)?;
                let form = call.form()?;
                let Reply { acceptance: mut answer, owners, adjustments } =
                    reply::read(&form, call.lang(), shown.today)?;
                accepting::check_invitees(conn, &shown.row, &owners)?;
                answer.adjustments = adjust(&shown.assembled.package, &adjustments)?;
                let facts = store::facts(conn, &shown.row)?;
                facts.not_by_the_proposer(allowed.someone()?.person)?;
                facts.would(super::rules::Command::Accept(answer.form), shown.today)?;
                if answer.content_sha256 != shown.assembled.content_sha256 {
                    return Err(Code::PackageChanged.into());
                }
                Ok(Answer::page(view::check(call, &shown, &form, &answer)))
            })
            .await;
        return shown_or_again(checked, &allowed, &call).await;
    }
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let read = |today| reply::read(&call.form()?, call.lang(), today);
            let row = accepting::accept(tx, allowed, call, call.id("id")?, read)?;
            Ok(Answer::see_other(format!("/handovers/{}/receipt", row.id)))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Asks before answering.
pub async fn ask(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = commands::ask(tx, allowed, call, call.id("id")?, || Ok(call.form()?.text("question")))?;
            Ok(back(&row, "asked"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Answers the question.
pub async fn clarify(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = commands::clarify(tx, allowed, call, call.id("id")?, || Ok(call.form()?.text("answer")))?;
            Ok(back(&row, "clarified"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Says no.
pub async fn refuse(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = commands::refuse(tx, allowed, call, call.id("id")?, || Ok(call.form()?.text("reason")))?;
            Ok(back(&row, "refused"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Gives the baton back.
pub async fn hand_back(allowed: Allowed<AnswerHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = commands::hand_back(tx, allowed, call, call.id("id")?, || Ok(call.form()?.text("reason")))?;
            Ok(back(&row, "handed-back"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// Reports home.
pub async fn complete(allowed: Allowed<ConcludeHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = commands::complete(tx, allowed, call.id("id")?, || Ok(call.form()?.text("report")))?;
            Ok(back(&row, "completed"))
        })
        .await;
    shown_or_again(outcome, &allowed, &call).await
}

/// The receipt.
pub async fn receipt(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let shown = load(conn, allowed, call)?;
        allowed.over(&shown.row)?;
        let kept = shown.receipt.clone().ok_or(Refusal::new(Code::NotFound))?;
        // A receipt speaks of what was accepted, whatever happened to the baton since.
        let assembled = assembly::frozen(&kept).ok_or(Refusal::new(Code::NotFound))?;
        Ok(Answer::page(view::receipt(call, &Shown { assembled, ..shown }, &kept)))
    })
    .await
}

/// The package as a PDF file.
pub async fn package_file(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        Which::Package.answer(conn, row, call)
    })
    .await
}

/// The receipt as a PDF file.
pub async fn receipt_file(allowed: Allowed<SeeHandover>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        Which::Receipt.answer(conn, row, call)
    })
    .await
}
