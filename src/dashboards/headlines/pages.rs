//! The page on which the headlines of this month are written, or left to the rules again.

use maud::{Markup, html};

use super::LONGEST;
use super::store::{self, Edited};
use super::view;
use crate::access::permission::SetUpRegion;
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::dashboards::region::{Look, gather};
use crate::dashboards::rules::Month;
use crate::dashboards::rules::headline::{Headline, MOST};
use crate::db::AnyConn;
use crate::projects::roadmap::Filter;
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::{Region, visible_figures};
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// What the page shows.
pub(super) struct Shown {
    /// The region.
    pub region: Region,
    /// What the rules say now.
    pub headlines: Vec<Headline>,
    /// What stands in their place.
    pub edited: Option<Edited>,
    /// The month.
    pub month: Day,
}

/// `/regions/{id}/headlines`
pub async fn form(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

fn page(conn: &mut AnyConn, allowed: &Allowed<SetUpRegion>, call: &Call, refusal: Option<&Refusal>) -> Outcome<Markup> {
    let today = call.app().db.now().day();
    let scope = allowed.scope();
    let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
    allowed.over(&region)?;
    let visible = visible_figures(conn, &scope, region.id, today)?;
    let filter = Filter::default();
    let look = Look { scope: &scope, visible: &visible, filter: &filter, on: today, today, projector: false };
    let headlines = gather(conn, &region, &look)?.said.headlines;
    let edited = store::edited(conn, region.id, Month::of(today))?;
    let words = match &edited {
        Some(edited) => edited.sentences.clone(),
        None => {
            let said = headlines.iter().map(|one| crate::dashboards::view::headlines::sentence(call.lang(), one));
            said.collect::<Vec<_>>().join("\n")
        }
    };
    let version = edited.as_ref().map(|edited| edited.version.to_string()).unwrap_or_default();
    let stored = Form::of(vec![("sentences".into(), words), ("version".into(), version)]);
    let shown = Shown { region, headlines, edited, month: today };
    Ok(html! { (view::page(call, &shown, &Sheet::of(call, stored, refusal))) })
}

/// Keeps what was written.
pub async fn write(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&region)?;
            let form = call.form()?;
            let sentences = read(form.raw("sentences"))?;
            let month = Month::of(tx.now().day());
            let before = store::edited(tx, region.id, month)?;
            let sent: Option<i64> = form.some("version").and_then(|text| text.parse().ok());
            if before.as_ref().map(|row| row.version) != sent {
                return Err(Code::Stale.into());
            }
            store::write(tx, (region.id, month), sent, allowed.access().person(), &sentences)?;
            let words = |text: &str| Values::new().with("month", month).personal("sentences", text);
            let change = Change::of(region.place(), "headlines_edited", "region", region.id).to(words(&sentences));
            let change = match &before {
                Some(before) => change.from(words(&before.sentences)),
                None => change,
            };
            audit::record(tx, &change)?;
            Ok(Answer::see_other(format!("/regions/{}", region.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

/// Leaves the headlines to the rules again.
pub async fn back(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&region)?;
            call.form()?;
            let month = Month::of(tx.now().day());
            if let Some(row) = store::edited(tx, region.id, month)? {
                store::remove(tx, &row)?;
                let old = Values::new().with("month", month).personal("sentences", &row.sentences);
                audit::record(
                    tx,
                    &Change::of(region.place(), "headlines_left_to_rules", "region", region.id).from(old),
                )?;
            }
            Ok(Answer::see_other(format!("/regions/{}", region.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

/// The sentences, tidied: one to a line, and no more than the page has room for.
fn read(text: &str) -> Result<String, Refusal> {
    let mut checks = Checks::new();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    checks.require(!lines.is_empty(), "/sentences", "required");
    if lines.len() > MOST {
        checks.push(FieldError::at("/sentences", "too_many").with("max", MOST));
    }
    if lines.iter().any(|line| line.chars().count() > LONGEST) {
        checks.push(FieldError::at("/sentences", "too_long").with("max", LONGEST));
    }
    checks.done(lines.join("\n"))
}
