//! The page on which a deviation is explained.

use super::{explain, view};
use crate::access::Allowed;
use crate::access::permission::Measure;
use crate::db::AnyConn;
use crate::measurements::described::{Described, describe};
use crate::measurements::store::{self, Explanation, Measurement};
use crate::refusal::{Code, Outcome, Trouble};
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};

/// What the page needs.
pub(super) struct Found {
    /// The measurement.
    pub row: Measurement,
    /// What it is about.
    pub described: Described,
    /// What was said before.
    pub known: Option<Explanation>,
}

/// The form.
pub async fn form(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let found = find(conn, allowed, call)?;
        let known = found.known.as_ref();
        let form = Form::of(vec![
            ("cause".into(), known.map(|known| known.cause.clone()).unwrap_or_default()),
            ("remedy".into(), known.map(|known| known.remedy.clone()).unwrap_or_default()),
            ("version".into(), known.map(|known| known.version.to_string()).unwrap_or_default()),
        ]);
        Ok(Answer::page(view::page(call, &found, &form, None)))
    })
    .await
}

/// Keeps what was written.
pub async fn post(allowed: Allowed<Measure>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let found = find(tx, allowed, call)?;
            let form = call.form()?;
            let promised = &found.described.promised;
            let sent = form.text("version").parse().ok();
            let words = (form.raw("cause"), form.raw("remedy"));
            explain(tx, promised, &found.row, sent, words).map_err(|trouble| match trouble {
                Trouble::Refused(refusal) if matches!(refusal.code, Code::Stale | Code::IfMatchNeeded) => {
                    Code::ChangedMeanwhile.into()
                }
                other => other,
            })?;
            Ok(Answer::see_other(format!("/commitments/{}?explained=1", promised.id)))
        })
        .await;
    again(replied, &allowed, &call, |conn, allowed, call, refusal| {
        let found = find(conn, allowed, call)?;
        Ok(view::page(call, &found, &call.form()?, Some(refusal)))
    })
    .await
}

fn find(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<Found> {
    let today = call.app().db.now().day();
    let (row, promised) = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
    allowed.over(&promised)?;
    let known = store::explanation_of(conn, row.id)?;
    Ok(Found { described: describe(conn, promised, today)?, row, known })
}
