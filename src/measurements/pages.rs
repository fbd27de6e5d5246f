//! Pages for measuring: one figure, a correction, and the list of what is due.

use maud::html;

use super::api::{correct_and_tell, source_of, tell_recorded};
use super::described::{Described, describe};
use super::due::{DueItem, due_by};
use super::explanations::{Accounted, accounted};
use super::rules::{Entry, Kind, LONGEST_TEXT, check_answers, next_due, unusual};
use super::store::{self, Correction, Measurement, Promised};
use super::view::{self, Asked, Receipt};
pub use super::view::{above, drawn, drawn_figure, due_status, sparkline, time as time_of};
use crate::access::permission::Measure;
use crate::access::{Allowed, Place};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::decimal::Decimal;
use crate::ids::{MeasurementId, MunicipalityId, RegionId};
use crate::municipalities;
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal, Trouble};
use crate::web::answer::Failed;
use crate::web::forms::Form;
use crate::web::{Answer, Call, Replied, kept};

/// Days ahead that the lists show.
pub const AHEAD: u16 = 31;

/// The page for one figure.
pub async fn measure_form(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let found = find(conn, allowed, call)?;
        let receipt = receipt(conn, allowed, call)?;
        let form = first_form(&found.described, call.app().db.now().day());
        Ok(Answer::page(view::measure(call, &found, &form, None, None, receipt.as_ref())))
    })
    .await
}

/// What the page for one figure needs.
pub struct Found {
    /// The commitment.
    pub described: Described,
    /// What else is due for this person, this one left out.
    pub queue: Vec<DueItem>,
    /// Its measurements, by day.
    pub series: Vec<Measurement>,
}

fn find(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<Found> {
    let today = call.app().db.now().day();
    let promised = store::find_promised_within(conn, &allowed.scope(), call.id("id")?, today)?;
    allowed.over(&promised)?;
    let id = promised.id;
    let described = describe(conn, promised, today)?;
    let queue = queue(conn, allowed, today)?.into_iter().filter(|item| item.commitment_id != id).collect();
    let series = store::of_commitment(conn, id, None, None)?;
    Ok(Found { described, queue, series })
}

fn first_form(described: &Described, today: Day) -> Form {
    let followed = &described.promised.followed;
    let due = next_due(&followed.calendar, described.answered_on).unwrap_or(today);
    let on = due.min(today).max(followed.promise.baseline.on.min(today));
    Form::of(vec![("on".into(), on.to_string()), ("kind".into(), Kind::default().as_str().into())])
}

/// What is due now for somebody: one's own benefits where one owns any, else everything in one's municipalities.
pub fn queue(conn: &mut AnyConn, allowed: &Allowed<Measure>, today: Day) -> Outcome<Vec<DueItem>> {
    let mut items = Vec::new();
    for (region, municipality) in measurable_places(allowed) {
        items.extend(due_by(conn, municipality, &[region], today, 0, today)?);
    }
    Ok(own_first(allowed, items).0)
}

/// Keeps one's own where there are any; says how many were left out.
pub fn own_first(allowed: &Allowed<Measure>, mut items: Vec<DueItem>) -> (Vec<DueItem>, usize) {
    let person = allowed.access().person();
    let all = items.len();
    if items.iter().any(|item| item.owner_id == person) {
        items.retain(|item| item.owner_id == person);
    }
    items.sort_by_key(|item| (item.due_on, item.commitment_id));
    let left_out = all - items.len();
    (items, left_out)
}

/// Where somebody measures.
pub fn measurable_places(allowed: &Allowed<Measure>) -> Vec<(RegionId, MunicipalityId)> {
    let mut places = allowed.scope().own_municipalities();
    places.retain(|(region, municipality)| allowed.may(&Place::municipality(*region, *municipality)));
    places
}

/// The measurement that was just saved, if the address names one of ours.
fn receipt(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<Option<Receipt>> {
    let Some(id) = call.query_word("saved").and_then(|text| text.parse::<MeasurementId>().ok()) else {
        return Ok(None);
    };
    let today = call.app().db.now().day();
    match store::find_within(conn, &allowed.scope(), id, today) {
        Ok((measurement, promised)) => {
            let series = store::of_commitment(conn, promised.id, None, None)?;
            let explanations = store::explanations_of(conn, &[promised.id])?;
            let behind_from = crate::regions::store::find(conn, promised.region_id)?
                .map_or(Decimal::ZERO, |region| region.slightly_behind_from);
            let unexplained =
                matches!(accounted(&promised, behind_from, &series, &explanations), Accounted::Unexplained);
            let described = describe(conn, promised, today)?;
            Ok(Some(Receipt { described, measurement, series, unexplained }))
        }
        Err(Trouble::Refused(_)) => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

/// Saves one figure.
pub async fn measure(allowed: Allowed<Measure>, call: Call) -> Replied {
    let form = call.form()?;
    let saved = call
        .change(&allowed, |tx, allowed, call| {
            let form = call.form()?;
            let found = find(tx, allowed, call)?;
            let entry = read_entry(tx, &found.described, &form, call)?;
            let last = found.described.last.map(|point| point.value);
            if let Some(asked) = asks(&found.described.promised, entry.value, last, &form) {
                call.prepare(asked);
                return Err(Refusal::invalid(Vec::new()).into());
            }
            let promised: &Promised = &found.described.promised;
            let locked = store::lock_places(tx, std::iter::once(promised))?;
            let row = store::record(tx, &locked, promised, &entry, source_of(allowed))?;
            tell_recorded(tx, promised, &row)?;
            let next = match (form.raw("then"), found.queue.first()) {
                ("next", Some(item)) => format!("/commitments/{}/measure", item.commitment_id),
                ("next", None) => "/due".to_owned(),
                _ => format!("/commitments/{}/measure", promised.id),
            };
            Ok(Answer::see_other(format!("{next}?saved={}", row.id)))
        })
        .await;
    show_again(&allowed, &call, saved, form).await
}

async fn show_again(allowed: &Allowed<Measure>, call: &Call, saved: Replied, form: Form) -> Replied {
    let refusal = match saved {
        Err(Failed(Trouble::Refused(refusal))) if matches!(refusal.code.status(), 409 | 412 | 422) => refusal,
        other => return other,
    };
    let (again, access, own) = (call.clone(), allowed.access().clone(), allowed.clone());
    let page = call
        .app()
        .db
        .read(&access, move |conn| {
            let found = find(conn, &own, &again)?;
            let asked = again.prepared::<Asked>();
            Ok(view::measure(&again, &found, &form, Some(&refusal), asked.as_deref(), None))
                .map(|page| Answer::page(page).status(refusal.code.status()))
        })
        .await;
    page.map_err(Failed)
}

fn read_entry(tx: &mut Tx<'_>, described: &Described, form: &Form, call: &Call) -> Result<Entry, Refusal> {
    let mut checks = Checks::new();
    let on = Day::parse(&form.text("on"));
    checks.require(on.is_some(), "/on", "not_a_date");
    let value = read_value(&mut checks, form, call);
    let kind = form.some("kind").map_or(Some(Kind::default()), |word| Kind::parse(&word));
    checks.require(kind.is_some(), "/kind", "not_among_the_words");
    let mut count = |name: &str| {
        let number = form.some(name).map(|text| text.parse::<i64>());
        checks.require(!matches!(number, Some(Err(_))), &format!("/{name}"), "not_a_count");
        number.and_then(Result::ok)
    };
    let (n, invited) = (count("n"), count("invited"));
    let (Some(on), Some(kind)) = (on, kind) else { return checks.done(Entry::nothing()) };
    let entry = Entry { on, value, kind, comment: form.some("comment"), n, invited };
    let entry = entry.check(&mut checks, "", &described.promised.followed.promise, tx.now().day());
    checks.done(entry)
}

fn read_value(checks: &mut Checks, form: &Form, call: &Call) -> Decimal {
    match Decimal::parse_local(form.raw("value"), call.lang().numbers()) {
        Ok(value) => value,
        Err(trouble) => {
            checks.push(FieldError::at("/value", trouble.code()));
            Decimal::ZERO
        }
    }
}

/// Unusual values are asked about once: the second time the form carries the same value as the answer.
fn asks(promised: &Promised, value: Decimal, last: Option<Decimal>, form: &Form) -> Option<Asked> {
    if form.text("confirmed") == form.text("value") {
        return None;
    }
    let promise = &promised.followed.promise;
    let why = unusual(promise, value, last, promised.watch.unusual_tolerance)?;
    Some(Asked { why, value: form.text("value"), before: last.unwrap_or(promise.baseline.value) })
}

/// The page for a correction.
pub async fn correct_form(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let (old, described) = find_to_correct(conn, allowed, call)?;
        let form = Form::of(vec![
            ("version".into(), old.version.to_string()),
            ("kind".into(), old.kind.as_str().into()),
            ("comment".into(), old.comment.clone().unwrap_or_default()),
            ("n".into(), old.n.map(|n| n.to_string()).unwrap_or_default()),
            ("invited".into(), old.invited.map(|n| n.to_string()).unwrap_or_default()),
        ]);
        Ok(Answer::page(view::correct(call, &old, &described, &form, None, None)))
    })
    .await
}

fn find_to_correct(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<(Measurement, Described)> {
    let today = call.app().db.now().day();
    let (old, promised) = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
    allowed.over(&promised)?;
    let described = describe(conn, promised, today)?;
    Ok((old, described))
}

/// Saves a correction.
pub async fn correct(allowed: Allowed<Measure>, call: Call) -> Replied {
    let form = call.form()?;
    let saved = call
        .change(&allowed, |tx, allowed, call| {
            let form = call.form()?;
            let today = tx.now().day();
            let (old, promised) = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
            allowed.over(&promised)?;
            let mut checks = Checks::new();
            let value = read_value(&mut checks, &form, call);
            let reason = checks.text("/reason", form.raw("reason"), LONGEST_TEXT);
            let kind = form.some("kind").map(|word| Kind::parse(&word));
            checks.require(kind != Some(None), "/kind", "not_among_the_words");
            let comment = form.all("comment").first().map(|text| checks.optional_text("/comment", text, LONGEST_TEXT));
            // A form without the field leaves the count as it is; an emptied field takes it away.
            let mut count = |name: &str| {
                let text = form.all(name).first().map(|text| text.trim().to_owned())?;
                let number = (!text.is_empty()).then(|| text.parse::<i64>());
                checks.require(!matches!(number, Some(Err(_))), &format!("/{name}"), "not_a_count");
                Some(number.and_then(Result::ok))
            };
            let (n, invited) = (count("n"), count("invited"));
            let correction = Correction { value, kind: kind.flatten(), comment, n, invited, reason };
            let (n, invited) = correction.answers_over(&old);
            check_answers(&mut checks, "", n, invited);
            let correction = checks.done(correction)?;
            if form.text("version") != old.version.to_string() {
                return Err(Code::Stale.into());
            }
            // Held against what was measured before it: the value that is corrected is the one that may be mistyped.
            let before = store::latest_before(tx, promised.id, old.on_day)?.map(|point| point.value);
            if let Some(asked) = asks(&promised, value, before, &form) {
                call.prepare(asked);
                return Err(Refusal::invalid(Vec::new()).into());
            }
            let locked = store::lock_places(tx, std::iter::once(&promised))?;
            correct_and_tell(tx, &locked, &promised, &old, &correction, source_of(allowed))?;
            Ok(Answer::see_other(format!("/commitments/{}?corrected={}#history", promised.id, old.id)))
        })
        .await;
    let refusal = match saved {
        Err(Failed(Trouble::Refused(refusal))) if matches!(refusal.code.status(), 409 | 412 | 422) => refusal,
        other => return other,
    };
    let (again, own) = (call.clone(), allowed.clone());
    let page = call.app().db.read(allowed.access(), move |conn| {
        let (old, described) = find_to_correct(conn, &own, &again)?;
        let asked = again.prepared::<Asked>();
        let page = view::correct(&again, &old, &described, &form, Some(&refusal), asked.as_deref());
        Ok(Answer::page(page).status(refusal.code.status()))
    });
    page.await.map_err(Failed)
}

/// A municipality's part of the list of what is due.
pub struct DuePart {
    /// In which region.
    pub region: RegionId,
    /// Which municipality.
    pub municipality: MunicipalityId,
    /// Its name.
    pub name: String,
    /// What is due, and what will be.
    pub items: Vec<DueItem>,
}

/// The list of what is due.
pub async fn due(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.somewhere()?;
        let today = call.app().db.now().day();
        let places = measurable_places(allowed);
        let import = places.first().map(|(region, _)| *region);
        let list = |conn: &mut AnyConn, receipt: Option<&Receipt>| {
            let mut parts = Vec::new();
            for (region, municipality) in &places {
                let items = due_by(conn, *municipality, &[*region], today, AHEAD, today)?;
                let name = municipalities::store::name(conn, *municipality, today)?;
                parts.push(DuePart { region: *region, municipality: *municipality, name, items });
            }
            let next = super::due::next_after(conn, &places, today)?;
            Outcome::Ok(view::due(call, &parts, next, import, receipt))
        };
        if let Some(receipt) = receipt(conn, allowed, call)? {
            let page = list(conn, Some(&receipt))?;
            return Ok(Answer::page(html! { (page) }));
        }
        let mut regions: Vec<RegionId> = places.iter().map(|(region, _)| *region).collect();
        regions.sort_unstable();
        regions.dedup();
        kept::answer(conn, call, &regions, &places, |conn| Ok(list(conn, None)?.into()))
    })
    .await
}
