//! Reports to a council or a board: composed from the figures, looked at, and locked. A locked report never changes.

pub mod api;
mod assembling;
mod content;
mod moved;
pub mod pages;
mod paper;
pub mod proof;
mod rules;
mod sheets;
mod store;
mod view;
mod words;

pub use content::Content;
pub use store::{Locked, Report};

use crate::access::permission::LockReport;
use crate::access::{Allowed, Place};
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::measurements::rules::Month;
use crate::refusal::{Checks, FieldError, Outcome, Refusal};
use crate::regions::store::Region;
use content::{Summary, content_sha256};
use rules::{Audience, MOST_MONTHS, Order, Section};

/// How many signs a summary that somebody wrote, a proposal and a case number may have.
const LONGEST: (usize, usize, usize) = (2_000, 1_000, 100);
/// How many proposals a report may have.
const MOST_PROPOSALS: usize = 50;

/// A report as it would be locked now.
struct Composed {
    /// What it holds.
    content: Content,
    /// The summary that follows from the figures, whatever somebody wrote instead.
    made: String,
}

/// The report as it would be locked now by this person, with its summary in the language that they read. The summary
/// follows from all figures: leaving out a part leaves no fault unsaid.
fn compose(
    conn: &mut AnyConn,
    allowed: &Allowed<LockReport>,
    region: &Region,
    order: &Order,
    (lang, today): (Lang, Day),
) -> Outcome<Composed> {
    let order = checked(order, today)?;
    let mut content = assembling::assemble(conn, &allowed.scope(), region, &order, today)?;
    let made = words::summary(lang, &content);
    let (text, edited) = match order.summary {
        Some(text) if text != made && !text.is_empty() => (text, true),
        _ => (made.clone(), false),
    };
    content.summary = Summary { text, edited, language: lang.as_str().to_owned() };
    content.author.clone_from(&allowed.someone()?.name);
    Ok(Composed { content: content.without(&order.left_out), made })
}

/// The order with its texts in order, or everything that is wrong with it.
fn checked(order: &Order, today: Day) -> Result<Order, Refusal> {
    let mut checks = Checks::new();
    let mut order = order.clone();
    order.case_number = checks.optional_text("/case_number", &order.case_number, LONGEST.2);
    order.summary = order.summary.map(|text| checks.optional_text("/summary", &text, LONGEST.0));
    order.proposals = order.proposals.iter().map(|one| checks.optional_text("/proposals", one, LONGEST.1)).collect();
    order.proposals.retain(|one| !one.is_empty());
    if order.proposals.len() > MOST_PROPOSALS {
        checks.push(FieldError::at("/proposals", "too_many").with("max", MOST_PROPOSALS));
    }
    checks.require(order.from <= order.to, "/from", "from_after_to");
    checks.require(order.to <= Month::of(today), "/to", "month_in_the_future");
    checks.require(order.from > order.to || order.from.count_to(order.to) <= MOST_MONTHS, "/to", "too_many_months");
    let fits = (order.audience == Audience::Municipality) == order.municipality.is_some();
    checks.require(fits, "/audience", "not_among_the_words");
    checks.require(order.left_out.len() < Section::chosen().count(), "/sections", "no_section");
    // What somebody wrote does not silently fall away.
    let is_out = |section| order.left_out.contains(&section);
    let wrote = order.summary.as_ref().is_some_and(|text| !text.is_empty());
    checks.require(!(wrote && is_out(Section::Summary)), "/summary", "section_left_out");
    checks.require(order.proposals.is_empty() || !is_out(Section::Proposals), "/proposals", "section_left_out");
    checks.done(order)
}

/// Keeps a report for good, and tells of it. What the same person has locked already, word for word, is not locked once
/// more: the second answer of `false` says so.
fn lock(tx: &mut Tx<'_>, content: &Content) -> Outcome<(Locked, bool)> {
    store::lock(tx, content.region_id)?;
    let text = content.canonical_text();
    let hash = content_sha256(&text);
    let person = tx.access().person();
    if let Some(known) = store::find_same(tx, content.region_id, &hash, person)? {
        return Ok((known, false));
    }
    let report = store::insert(tx, content, &text, &hash)?;
    let place = Place { region: Some(report.region_id), municipality: report.municipality_id };
    let told = Values::new()
        .with("number", report.number)
        .with("audience", report.audience.as_str())
        .with("content_sha256", &hash);
    audit::record(tx, &Change::of(place, "report_locked", "report", report.id).to(told))?;
    Ok((report, true))
}
