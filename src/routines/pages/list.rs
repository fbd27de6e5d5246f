//! Who conforms: items against municipalities.

use maud::{Markup, html};

use crate::access::permission::{AnswerRoutines, DefineRoadmap, SeeRoutines};
use crate::access::{Allowed, Place};
use crate::db::AnyConn;
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::routines::matrix::matrix;
use crate::routines::view::list::{Shown, page};
use crate::web::{Call, Replied, sheet};

/// `/projects/{id}/routines`
pub async fn show(allowed: Allowed<SeeRoutines>, call: Call) -> Replied {
    sheet::show(&allowed, &call, shown).await
}

fn shown(conn: &mut AnyConn, allowed: &Allowed<SeeRoutines>, call: &Call, _: Option<&Refusal>) -> Outcome<Markup> {
    let scope = allowed.scope();
    let project = projects::find_within(conn, &scope, call.id("id")?)?;
    allowed.over(&project)?;
    let matrix = matrix(conn, &scope, &project, call.app().db.now().day())?;
    let own = matrix
        .towns
        .iter()
        .filter(|town| {
            let place = Place::municipality(project.region_id, town.membership.municipality_id);
            allowed.may_also::<AnswerRoutines>(&place)
        })
        .map(|town| (town.membership.municipality_id, town.name.clone()))
        .collect();
    let shown = Shown {
        region: regions::store::find_within(conn, &scope, project.region_id)?,
        may_define: allowed.may_also::<DefineRoadmap>(&project),
        own,
        matrix,
        project,
    };
    Ok(html! { (page(call, &shown)) })
}
