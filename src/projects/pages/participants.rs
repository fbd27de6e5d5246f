//! Who takes part in a project.

use maud::html;

use crate::access::permission::{DefineRoadmap, SeeRoadmap, TakePart};
use crate::access::{Allowed, Permission, Place};
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::ids::MunicipalityId;
use crate::projects::participation::{known, set_within, shared_by_the_region};
use crate::projects::rules::{Participating, ParticipationDraft};
use crate::projects::store;
use crate::projects::view;
use crate::projects::view::participants::Line;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::web::sheet;
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/participants`
pub async fn show(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

/// Sets how one municipality stands to the project.
pub async fn set(allowed: Allowed<TakePart>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            let municipality = known(tx, project.region_id, call.id("municipality_id")?)?;
            allowed.over(&Place::municipality(project.region_id, municipality))?;
            let form = call.form()?;
            // Several forms stand on one page, so each field's name carries its municipality.
            let field = |name: &str| form.text(&format!("{name}-{municipality}"));
            let state = Participating::parse(&field("state"))
                .ok_or_else(|| Refusal::invalid_at("/state", "not_among_the_words"))?;
            let before = store::participation_of(tx, project.id, municipality)?;
            let stands = before.as_ref().and_then(|row| row.cost_share);
            let share = field("share");
            let cost_share = if !allowed.may_also::<DefineRoadmap>(&project) {
                stands
            } else if share.is_empty() {
                None
            } else {
                let number = Decimal::parse_local(&share, call.lang().numbers());
                Some(number.map_err(|trouble| Refusal::invalid_at("/cost_share", trouble.code()))?)
            };
            shared_by_the_region(allowed, &project, stands, cost_share)?;
            let draft = ParticipationDraft { state, reason: field("reason"), cost_share };
            set_within(tx, &project, municipality, before, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/participants?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

fn page<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<maud::Markup> {
    let project = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let today = call.app().db.now().day();
    let rows = store::participations(conn, project.id)?;
    // The one whose form was refused is shown as it was sent.
    let refused: Option<MunicipalityId> = refusal.and_then(|_| call.id("municipality_id").ok());
    let may_share = allowed.may_also::<DefineRoadmap>(&project);
    let lines = regions::store::members_on(conn, region.id, today)?
        .into_iter()
        .filter(|member| allowed.scope().lists(member.membership.municipality_id))
        .map(|member| {
            let id = member.membership.municipality_id;
            Line {
                id,
                name: member.name,
                row: rows.iter().find(|row| row.municipality_id == id).cloned(),
                may_share,
                may_set: allowed.may_also::<TakePart>(&Place::municipality(region.id, id)),
                refused: refused == Some(id),
            }
        })
        .collect::<Vec<_>>();
    let page = view::participants::page(call, &region, &project, &lines, refusal);
    Ok(html! { (page) })
}
