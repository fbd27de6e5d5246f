//! The page on which a region reminds of what is overdue: whom it would reach is seen before anything is sent.

use std::collections::BTreeSet;

use super::{Town, nudge, overdue, view};
use crate::access::Allowed;
use crate::access::permission::NudgeMeasurers;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::refusal::{Checks, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};

/// The longest message beside a reminder.
const MOST_MESSAGE: usize = 500;

/// What the page shows.
pub(super) struct Shown {
    pub region: Region,
    /// Municipalities in which something is overdue, by name.
    pub towns: Vec<Town>,
    pub today: Day,
}

/// `/regions/{id}/overdue`
pub async fn page(allowed: Allowed<NudgeMeasurers>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let shown = load(conn, allowed, call, None)?;
        Ok(Answer::page(view::page(call, &shown, &Form::default(), None)))
    })
    .await
}

/// What the page is about: all municipalities, or some of them.
fn load(
    conn: &mut AnyConn,
    allowed: &Allowed<NudgeMeasurers>,
    call: &Call,
    only: Option<&BTreeSet<MunicipalityId>>,
) -> Outcome<Shown> {
    let (scope, today) = (allowed.scope(), call.app().db.now().day());
    let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
    allowed.over(&region)?;
    let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
    let towns = overdue(conn, &region, &visible, only, today)?;
    Ok(Shown { region, towns, today })
}

/// Sends the reminders.
pub async fn send(allowed: Allowed<NudgeMeasurers>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let (chosen, message) = wanted(&call.form()?)?;
            let shown = load(tx, allowed, call, Some(&chosen))?;
            let sender = allowed.someone()?.name.clone();
            let app = call.app();
            let said = (sender.as_str(), message.as_str());
            let sent = nudge(tx, &shown.region, &shown.towns, said, &|path: &str| app.link(path))?;
            Ok(Answer::see_other(format!("/regions/{}/overdue?sent={sent}", shown.region.id)))
        })
        .await;
    again(replied, &allowed, &call, |conn, allowed, call, refusal| {
        let shown = load(conn, allowed, call, None)?;
        Ok(view::page(call, &shown, &call.form()?, Some(refusal)))
    })
    .await
}

fn wanted(form: &Form) -> Result<(BTreeSet<MunicipalityId>, String), Refusal> {
    let mut checks = Checks::new();
    let chosen: Option<BTreeSet<MunicipalityId>> = form.all("nudge").iter().map(|id| id.parse().ok()).collect();
    match &chosen {
        None => checks.push(FieldError::at("/nudge", "not_among_the_words")),
        Some(chosen) => checks.require(!chosen.is_empty(), "/nudge", "tick_a_municipality"),
    }
    let message = checks.optional_text("/message", form.raw("message"), MOST_MESSAGE);
    checks.done((chosen.unwrap_or_default(), message))
}
