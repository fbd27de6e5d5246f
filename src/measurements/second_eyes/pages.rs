//! The page on which values are confirmed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{confirm, view};
use crate::access::permission::Confirm;
use crate::access::{Allowed, Place};
use crate::db::AnyConn;
use crate::ids::{MeasurementId, MunicipalityId, PersonId};
use crate::measurements::store::{Measurement, Named, waiting_in_place};
use crate::municipalities;
use crate::people;
use crate::refusal::{Outcome, Refusal};
use crate::web::forms::again;
use crate::web::{Answer, Call, Replied};

/// A municipality's values that wait.
pub(super) struct Part {
    /// The municipality.
    pub id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// For the reader to confirm.
    pub to_confirm: Vec<(Measurement, Named)>,
    /// What the reader entered: for somebody else.
    pub own: Vec<(Measurement, Named)>,
}

/// Everything that waits where this person confirms, with the names of those who entered it.
pub(super) struct Waiting {
    /// By municipality.
    pub parts: Vec<Part>,
    /// Names.
    pub people: HashMap<PersonId, String>,
}

/// What waits.
pub async fn list(allowed: Allowed<Confirm>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.somewhere()?;
        let waiting = waiting(conn, allowed, call)?;
        let done = call.query_word("confirmed").and_then(|text| text.parse().ok());
        Ok(Answer::page(view::page(call, &waiting, done, None)))
    })
    .await
}

/// Confirms those that were ticked, all or none.
pub async fn post(allowed: Allowed<Confirm>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            allowed.somewhere()?;
            let form = call.form()?;
            let ticked: Option<Vec<(MeasurementId, i64)>> = form
                .all("confirm")
                .iter()
                .map(|text| {
                    let (id, version) = text.split_once(' ')?;
                    Some((id.parse().ok()?, version.parse().ok()?))
                })
                .collect();
            let mut ticked = ticked.ok_or_else(|| Refusal::invalid_at("/confirm", "not_among_the_words"))?;
            if ticked.is_empty() {
                return Err(Refusal::invalid_at("/confirm", "tick_something").into());
            }
            // In one order, so that two who confirm at once do not wait for each other in a ring.
            ticked.sort_unstable();
            ticked.dedup();
            for (id, version) in &ticked {
                confirm(tx, allowed, *id, *version)?;
            }
            Ok(Answer::see_other(format!("/second-eyes?confirmed={}", ticked.len())))
        })
        .await;
    again(replied, &allowed, &call, |conn, allowed, call, refusal| {
        let waiting = waiting(conn, allowed, call)?;
        Ok(view::page(call, &waiting, None, Some(refusal)))
    })
    .await
}

fn waiting(conn: &mut AnyConn, allowed: &Allowed<Confirm>, call: &Call) -> Outcome<Waiting> {
    let today = call.app().db.now().day();
    let me = allowed.someone()?.person;
    let mut people = HashMap::new();
    let mut parts = Vec::new();
    for (region, municipality) in allowed.scope().own_municipalities() {
        if !allowed.may(&Place::municipality(region, municipality)) {
            continue;
        }
        let rows = waiting_in_place(conn, region, municipality)?;
        for id in rows.iter().filter_map(|(row, _)| row.recorded_by) {
            if let Entry::Vacant(slot) = people.entry(id) {
                slot.insert(people::store::find(conn, id)?.map(|person| person.name).unwrap_or_default());
            }
        }
        let (own, to_confirm) = rows.into_iter().partition(|(row, _)| row.recorded_by == Some(me));
        let name = municipalities::store::name(conn, municipality, today)?;
        parts.push(Part { id: municipality, name, to_confirm, own });
    }
    Ok(Waiting { parts, people })
}
