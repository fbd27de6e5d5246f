//! The page from which a project's batons are sent.

use maud::Markup;

use super::Lane;
use super::view;
use crate::access::permission::{OfferHandover, SeeRoadmap, VouchReadiness};
use crate::access::scope::Within;
use crate::access::{Allowed, Permission};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::handovers::rules::{Check, CheckState, State};
use crate::handovers::store;
use crate::projects;
use crate::projects::store::Project;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::{Answer, Call, Replied, sheet};

/// Everything the page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// Those who take part, as far as the reader sees.
    pub lanes: Vec<Lane>,
    /// Whether these are all of them.
    pub sees_all: bool,
    /// In how many of the handovers that are not sent each check stands.
    pub stands: Vec<(Check, usize)>,
    /// How many handovers are prepared and not sent.
    pub drafts: usize,
    /// Whether the reader may prepare and send.
    pub may_offer: bool,
    /// Whether the reader may vouch.
    pub may_vouch: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// `/projects/{id}/relay`
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

/// Prepares for everybody who has no handover yet.
pub async fn prepare(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            let form = call.form()?;
            let answer_by =
                Day::parse(&form.text("answer_by")).ok_or(Refusal::invalid_at("/answer_by", "not_a_date"))?;
            let count = super::prepare(tx, allowed, project.id, answer_by, &form.text("message"))?;
            Ok(back(&project, "prepared", count))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

/// Vouches for the ticked checks in every handover that is not sent.
pub async fn vouch(allowed: Allowed<VouchReadiness>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            let form = call.form()?;
            let note = form.text("note");
            let checks: Vec<(Check, String)> = Check::ALL
                .iter()
                .filter(|check| form.ticked(&format!("check_{}", check.as_str())))
                .map(|check| (*check, note.clone()))
                .collect();
            if checks.is_empty() {
                return Err(Refusal::invalid_at("/check_realistic", "required").into());
            }
            let count = super::vouch(tx, allowed, project.id, &checks)?;
            Ok(back(&project, "vouched", count))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

/// Sends to the municipalities that were chosen.
pub async fn offer(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            let form = call.form()?;
            let chosen: Vec<_> = form.all("send").iter().filter_map(|id| id.parse().ok()).collect();
            if chosen.is_empty() {
                return Err(Refusal::invalid_at("/send", "required").into());
            }
            let answer_by = match form.some("offer_answer_by") {
                Some(text) => Some(Day::parse(&text).ok_or(Refusal::invalid_at("/offer_answer_by", "not_a_date"))?),
                None => None,
            };
            let done = super::offer(tx, allowed, call, project.id, Some(&chosen), false, answer_by)?;
            Ok(back(&project, "sent", done.sent.len()))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

fn back(project: &Project, done: &str, count: usize) -> Answer {
    Answer::see_other(format!("/projects/{}/relay?done={done}&count={count}", project.id))
}

fn page<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let project = projects::store::find_within(conn, &scope, call.id("id")?)?;
    let region = regions::store::find_within(conn, &scope, project.region_id)?;
    let today = call.app().db.now().day();
    let lanes = super::lanes(conn, &scope, region.id, project.id, today)?;
    let drafts: Vec<_> =
        lanes.iter().filter_map(|lane| lane.row.as_ref()).filter(|row| row.state == State::Draft).collect();
    let mut stands: Vec<(Check, usize)> = Check::ALL.iter().map(|check| (*check, 0)).collect();
    for row in &drafts {
        for tick in store::readiness(conn, row.id)?.iter().filter(|tick| tick.state != CheckState::Open) {
            if let Some((_, count)) = stands.iter_mut().find(|(check, _)| *check == tick.check) {
                *count += 1;
            }
        }
    }
    let drafts = drafts.len();
    let (may_offer, may_vouch) =
        (allowed.may_also::<OfferHandover>(&project), allowed.may_also::<VouchReadiness>(&project));
    let sees_all = scope.within(region.id) == Some(&Within::Whole);
    let shown = Shown { region, project, lanes, sees_all, stands, drafts, may_offer, may_vouch, today };
    Ok(view::page(call, &shown, refusal))
}
