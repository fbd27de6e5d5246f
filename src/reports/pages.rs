//! Pages of reports: the list, composing and locking, the locked report and its files.

use std::collections::HashMap;

use maud::{Markup, html};

use super::content::Content;
use super::rules::{Audience, Order, Section, proposals};
use super::store::{self, Locked, Told};
use super::view::composing::{self, Looked};
use super::{Composed, compose as compose_now, lock, moved, paper as document, sheets, view};
use crate::access::permission::{LockReport, SeeReports};
use crate::access::{Allowed, Place};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, PersonId, ReportId};
use crate::measurements::rules::Month;
use crate::paper;
use crate::people;
use crate::refusal::{FieldError, Outcome, Refusal, Trouble};
use crate::regions;
use crate::regions::store::{Region, members_on};
use crate::web::csv::Flavour;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

const ON_A_PAGE: usize = 50;

/// What the list shows.
pub(super) struct List {
    /// The region.
    pub region: Region,
    /// Reports with what is to be said of them, newest first.
    pub reports: Vec<(Locked, Told)>,
    /// Whether there are older ones.
    pub more: bool,
    /// Whether there are newer ones.
    pub is_behind: bool,
    /// The names of those who locked them.
    pub names: HashMap<PersonId, String>,
    /// Whether this reader may lock one.
    pub may_lock: bool,
}

/// `/regions/{id}/reports`, `before` the report with this number where it is said.
pub async fn list(allowed: Allowed<SeeReports>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let today = call.app().db.now().day();
        let before: Option<i64> = call.query_word("before").and_then(|text| text.parse().ok());
        let mut rows = store::of_region(conn, &allowed.scope(), region.id, today)?;
        rows.retain(|row| before.is_none_or(|before| row.number < before));
        let more = rows.len() > ON_A_PAGE;
        rows.truncate(ON_A_PAGE);
        let names = names(conn, &rows)?;
        let ids: Vec<ReportId> = rows.iter().map(|row| row.id).collect();
        let mut told = store::told(conn, &ids)?;
        let reports = rows.into_iter().filter_map(|row| told.remove(&row.id).map(|told| (row, told))).collect();
        let own = allowed.scope().own_municipalities();
        let may_lock = allowed.may_also::<LockReport>(&region)
            || own.iter().any(|(there, municipality)| {
                *there == region.id && allowed.may_also::<LockReport>(&Place::municipality(region.id, *municipality))
            });
        let page = view::list(call, &List { region, reports, more, is_behind: before.is_some(), names, may_lock });
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// `/reports/{id}`, also as files and as slides.
pub async fn show(allowed: Allowed<SeeReports>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let report = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&report.locked)?;
        let region = regions::store::find_within(conn, &allowed.scope(), report.locked.region_id)?;
        let content = report.read()?;
        if let Some(flavour) = Flavour::wanted(call)? {
            return sheets::answer(call, flavour, &content);
        }
        if call.query_word("format").as_deref() == Some("json") {
            return Ok(Answer::text("application/json", report.content));
        }
        let page = if call.query_word("visning").as_deref() == Some("projektor") {
            let number = call.query_word("del").and_then(|word| word.parse().ok()).unwrap_or(1);
            view::slide(call, &region, &report.locked, &content, number)
        } else {
            let names = names(conn, std::slice::from_ref(&report.locked))?;
            view::locked(call, &region, &report.locked, &content, &view::by(&names, &report.locked, &content.author))
        };
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// `/reports/{id}/report.pdf`
pub async fn pdf(allowed: Allowed<SeeReports>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let now = call.app().db.now();
        let report = store::find_within(conn, &allowed.scope(), call.id("id")?, now.day())?;
        allowed.over(&report.locked)?;
        let content = report.read()?;
        let names = names(conn, std::slice::from_ref(&report.locked))?;
        let base = call.app().config.base_url.as_str().trim_end_matches('/').to_owned();
        let by = view::by(&names, &report.locked, &content.author);
        let file = paper::write(&document::document(call.lang(), &report.locked, &content, &by, &base, now))?;
        let name = format!("stafett-report-{}.pdf", report.locked.id);
        Ok(Answer::file(paper::MEDIA_TYPE, file).shown_as(name))
    })
    .await
}

/// `/regions/{id}/reports/new`
pub async fn new_form(allowed: Allowed<LockReport>, call: Call) -> Replied {
    sheet::show(&allowed, &call, form).await
}

/// Shows the report as it would be, then what is about to be locked, then locks it. Each step is asked about the figures
/// that were looked at: where they have moved, the report is shown again with what moved. What is locked is what one
/// reading saw, whatever is measured meanwhile.
pub async fn compose(allowed: Allowed<LockReport>, call: Call) -> Replied {
    let mut outcome = call.read(&allowed, look).await;
    if outcome.is_ok() && call.prepared::<Composed>().is_some() {
        outcome = call
            .change(&allowed, |tx, allowed, call| {
                let composed = call.settled::<Composed>()?;
                allowed.over(&composed.content)?;
                let (report, _) = lock(tx, &composed.content)?;
                Ok(Answer::see_other(format!("/reports/{}?done=locked", report.id)))
            })
            .await;
    }
    sheet::or_again(outcome, &allowed, &call, again).await
}

/// The page that comes next; keeps what is to be locked where that is asked for and nothing has moved.
fn look(conn: &mut AnyConn, allowed: &Allowed<LockReport>, call: &Call) -> Outcome<Answer> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    let form = call.form()?;
    let order = order_of(&form)?;
    allowed.over(&order.place(region.id))?;
    let (lang, today) = (call.lang(), call.app().db.now().day());
    let composed = compose_now(conn, allowed, &region, &order, (lang, today))?;
    let step = form.raw("step");
    if !matches!(step, "check" | "lock") {
        let page = composing::preview(call, &region, &order, &composed, &Looked::default());
        return Ok(Answer::page(html! { (page) }));
    }
    if form.raw("figures_sha256") != composed.content.figures_sha256() {
        let seen: Option<Content> = serde_json::from_str(form.raw("seen")).ok();
        let moved = seen.map(|seen| moved::differences(lang, &seen, &composed.content)).unwrap_or_default();
        let looked = Looked { moved: Some(moved), refusal: None };
        let page = composing::preview(call, &region, &order, &composed, &looked);
        return Ok(Answer::page(html! { (page) }).status(409));
    }
    if step == "check" {
        let page = composing::check(call, &region, &order, &composed);
        return Ok(Answer::page(html! { (page) }));
    }
    call.prepare(composed);
    Ok(Answer::nothing())
}

/// The page that a refused form came from: the choices, or the report with what was written under it.
fn again(conn: &mut AnyConn, allowed: &Allowed<LockReport>, call: &Call, refusal: Option<&Refusal>) -> Outcome<Markup> {
    let typed = call.form()?;
    let order = if typed.raw("step").is_empty() { None } else { order_of(&typed).ok() };
    if let Some(order) = order {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&order.place(region.id))?;
        let plain = Order { summary: None, proposals: Vec::new(), ..order };
        let today = call.app().db.now().day();
        match compose_now(conn, allowed, &region, &plain, (call.lang(), today)) {
            Ok(composed) => {
                let looked = Looked { moved: None, refusal: refusal.cloned() };
                return Ok(html! { (composing::preview(call, &region, &plain, &composed, &looked)) });
            }
            // What was chosen is wrong too, and is mended first.
            Err(Trouble::Refused(_)) => {}
            Err(broke) => return Err(broke),
        }
    }
    form(conn, allowed, call, refusal)
}

fn form(conn: &mut AnyConn, allowed: &Allowed<LockReport>, call: &Call, refusal: Option<&Refusal>) -> Outcome<Markup> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    let today = call.app().db.now().day();
    let scopes = scopes(conn, allowed, &region, today)?;
    if scopes.is_empty() {
        allowed.over(&region)?;
    }
    let this = Month::of(today);
    let first = [
        ("scope", call.query_word("scope").unwrap_or_default()),
        ("from", this.minus(11).to_string()),
        ("to", this.to_string()),
        ("audience", "region".to_owned()),
    ];
    let sections = Section::chosen().map(|section| ("sections", section.as_str().to_owned()));
    let fields = first.into_iter().chain(sections).map(|(name, value)| (name.to_owned(), value));
    let stored = Form::of(fields.collect());
    let page = composing::form(call, &region, &scopes, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// The places that this person may report for, with their names.
fn scopes(
    conn: &mut AnyConn,
    allowed: &Allowed<LockReport>,
    region: &Region,
    today: Day,
) -> Outcome<Vec<(Option<MunicipalityId>, String)>> {
    let mut scopes = Vec::new();
    if allowed.may(region) {
        scopes.push((None, region.name.clone()));
    }
    for member in members_on(conn, region.id, today)? {
        let id = member.membership.municipality_id;
        if allowed.may(&Place::municipality(region.id, id)) {
            scopes.push((Some(id), member.name));
        }
    }
    Ok(scopes)
}

/// What a form asks for.
fn order_of(form: &Form) -> Result<Order, Refusal> {
    let mut errors = Vec::new();
    let mut month = |name: &str| {
        let text = form.text(name);
        let read = crate::measurements::month_words::month_of(&text);
        if read.is_none() {
            let code = if text.is_empty() { "required" } else { "not_a_month_in_words" };
            errors.push(FieldError::at(format!("/{name}"), code));
        }
        read
    };
    let (from, to) = (month("from"), month("to"));
    let municipality = match form.some("scope") {
        None => None,
        Some(word) => {
            let id = word.parse().ok();
            if id.is_none() {
                errors.push(FieldError::at("/scope", "not_among_the_words"));
            }
            id
        }
    };
    let audience = match municipality {
        Some(_) => Some(Audience::Municipality),
        None => Audience::parse(&form.some("audience").unwrap_or_else(|| "region".to_owned())),
    };
    if audience.is_none() {
        errors.push(FieldError::at("/audience", "not_among_the_words"));
    }
    let sections: Option<Vec<Section>> = form.all("sections").iter().map(|word| Section::parse(word)).collect();
    if sections.is_none() {
        errors.push(FieldError::at("/sections", "not_among_the_words"));
    }
    let summary = form.some("summary").filter(|text| *text != form.text("summary_made"));
    match (from, to, audience) {
        (Some(from), Some(to), Some(audience)) if errors.is_empty() => Ok(Order {
            municipality,
            audience,
            from,
            to,
            case_number: form.text("case_number"),
            summary,
            proposals: proposals(form.raw("proposals")),
            left_out: Section::all_but(&sections.unwrap_or_default()),
        }),
        _ => Err(Refusal::invalid(errors)),
    }
}

fn names(conn: &mut AnyConn, reports: &[Locked]) -> Outcome<HashMap<PersonId, String>> {
    let mut ids: Vec<PersonId> = reports.iter().filter_map(|report| report.locked_by).collect();
    ids.sort_unstable();
    ids.dedup();
    people::store::names(conn, &ids)
}
