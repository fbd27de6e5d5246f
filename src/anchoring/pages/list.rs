//! Anchoring and competence in every municipality in reach.

use maud::{Markup, html};

use crate::access::Allowed;
use crate::access::permission::{DefineRoadmap, SeeAnchoring};
use crate::anchoring::overview::overview;
use crate::anchoring::view::list::{Shown, page};
use crate::db::AnyConn;
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::web::{Call, Replied, sheet};

/// `/projects/{id}/anchoring`
pub async fn show(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    sheet::show(&allowed, &call, shown).await
}

fn shown(conn: &mut AnyConn, allowed: &Allowed<SeeAnchoring>, call: &Call, _: Option<&Refusal>) -> Outcome<Markup> {
    let scope = allowed.scope();
    let project = projects::find_within(conn, &scope, call.id("id")?)?;
    allowed.over(&project)?;
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        overview: overview(conn, &scope, &project, call.app().db.now().day())?,
        may_define: allowed.may_also::<DefineRoadmap>(&project),
        project,
    };
    Ok(html! { (page(call, &shown)) })
}
