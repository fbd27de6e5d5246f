//! The dashboards' pages: home, a region, a cell of it, one benefit.

use std::collections::HashMap;

use super::idle::{self, Caught};
use super::mine::mine;
use super::region::{Look, gather};
use super::since::since;
use super::{view, year};
use crate::access::permission::{
    CarryOutSteps, NudgeMeasurers, SeeDashboard, SeeFigures, SetUpRegion, ShareLinks, SignedIn, TellExamples,
};
use crate::access::{Allowed, Perm, Place, Placed, policy};
use crate::changes;
use crate::clock::Day;
use crate::db::{self, AnyConn};
use crate::examples::store::{Example, shared_by_others};
use crate::ids::{MunicipalityId, PersonId, ProjectId, RegionId};
use crate::measurements::described::{Described, describe};
use crate::measurements::explanations::{Accounted, accounted};
use crate::measurements::store::{
    Explanation, Measurement, PastVersion, Promised, accepted_in_place, explanations_of, find_promised_within,
    of_commitment, past,
};
use crate::municipalities;
use crate::people;
use crate::projects;
use crate::projects::roadmap::Filter;
use crate::refusal::{Code, Fault, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::kept::Kept;
use crate::web::{Answer, Call, Replied, kept, projector};

/// «Venter på deg».
pub async fn home(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        kept::own(conn, call, &allowed.scope().regions(), allowed.someone()?, |conn| {
            let regions = regions::store::list_within(conn, &allowed.scope())?;
            let shown = view::home::Shown {
                gathered: part(conn, call, |conn| {
                    super::home::waiting(conn, allowed, call.lang(), today, super::home::AT_HOME)
                })?,
                caught: part(conn, call, |conn| caught_at_home(conn, allowed, &regions, today))?,
                since: part(conn, call, |conn| since(conn, allowed, &regions, today))?,
                mine: part(conn, call, |conn| mine(conn, allowed, &regions, today))?,
                moments: part(conn, call, |conn| year::upcoming(conn, allowed, today, year::AT_HOME))?,
                towns: own_towns(conn, allowed, today)?,
                regions,
            };
            let page = Kept::from(view::home::page(call, &shown, today));
            Ok(if shown.is_whole() { page } else { page.passing() })
        })
    })
    .await
}

/// A part of a page; none where it broke, which takes nothing else with it.
fn part<T>(conn: &mut AnyConn, call: &Call, read: impl FnOnce(&mut AnyConn) -> Outcome<T>) -> Outcome<Option<T>> {
    let tell = |fault: &Fault| {
        tracing::error!(request_id = %call.visit().request_id, fault = %fault, "a part of a page broke");
    };
    Ok(db::part(conn, read)?.inspect_err(tell).ok())
}

/// One's own municipalities with their names, for the way to their pages.
fn own_towns(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    today: Day,
) -> Outcome<Vec<(RegionId, MunicipalityId, String)>> {
    let own = allowed.scope().own_municipalities().into_iter();
    own.map(|(region, town)| Ok((region, town, municipalities::store::name(conn, town, today)?))).collect()
}

/// The municipality hears first: its own batons that are caught in daily operations, by the municipality's name.
fn caught_at_home(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    regions: &[Region],
    today: Day,
) -> Outcome<Vec<(String, Caught)>> {
    let mut all = Vec::new();
    for (region, municipality) in allowed.scope().own_municipalities() {
        let Some(region) = regions.iter().find(|known| known.id == region) else { continue };
        if !allowed.may_also::<CarryOutSteps>(&Place::municipality(region.id, municipality)) {
            continue;
        }
        let name = municipalities::store::name(conn, municipality, today)?;
        let caught = idle::caught(conn, region, Some(municipality), today)?;
        all.extend(caught.into_iter().map(|one| (name.clone(), one)));
    }
    Ok(all)
}

/// What this reader may do on a region's page.
#[derive(Debug)]
pub struct RegionMay {
    /// Import measurements.
    pub import: bool,
    /// Change settings.
    pub set_up: bool,
    /// Give somebody without an account a link to this page.
    pub share: bool,
    /// Remind those who measure.
    pub nudge: bool,
}

/// A region at a glance. The figures are the same for everybody who may see the same municipalities.
pub async fn region(allowed: Allowed<SeeDashboard>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let on = super::api::day_of(call, today)?;
        let may = RegionMay {
            import: allowed.actor().is_some_and(|actor| policy::may_somewhere(actor, Perm::Measure))
                && scope.own_municipalities().iter().any(|(there, _)| *there == region.id),
            set_up: allowed.may_also::<SetUpRegion>(&region),
            share: allowed.may_also::<ShareLinks>(&region),
            nudge: allowed.may_also::<NudgeMeasurers>(&region),
        };
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        let sees = (&visible, scope.is_bound(), &may);
        kept::answer(conn, call, &[region.id], &sees, |conn| {
            let (filter, projector) = (Filter::of(call), projector::is_asked_for(call));
            let look = Look { scope: &scope, visible: &visible, filter: &filter, on, today, projector };
            let shown = gather(conn, &region, &look)?;
            Ok(view::region::page(call, &shown, &may).into())
        })
    })
    .await
}

/// One project in one municipality: its benefits. With only one, that benefit's own page.
pub async fn cell(allowed: Allowed<SeeDashboard>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let scope = allowed.scope();
        let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
        allowed.over(&region)?;
        let project: ProjectId = call.id("project_id")?;
        let municipality: MunicipalityId = call.id("municipality_id")?;
        let project = projects::store::find_within(conn, &scope, project)?;
        let member =
            regions::store::memberships(conn, region.id)?.iter().any(|row| row.municipality_id == municipality);
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?.includes(municipality);
        if project.region_id != region.id || !member || !visible {
            return Err(Code::NotFound.into());
        }
        let accepted = accepted_in_place(conn, project.id, municipality)?;
        if let [only] = accepted.as_slice() {
            return Ok(Answer::see_other(format!("/commitments/{}", only.id)));
        }
        kept::answer(conn, call, &[region.id], &"cell", |conn| {
            let mut benefits = Vec::new();
            for promised in accepted {
                let series = of_commitment(conn, promised.id, None, None)?;
                benefits.push((describe(conn, promised, today)?, series));
            }
            let name = municipalities::store::name(conn, municipality, today)?;
            Ok(view::cell::page(call, &region, &project.title, &name, &benefits, today).into())
        })
    })
    .await
}

/// What a benefit's page needs.
pub struct BenefitShown {
    /// The commitment with its names.
    pub described: Described,
    /// The region's settings.
    pub region: Region,
    /// Its measurements, by day.
    pub series: Vec<Measurement>,
    /// What corrections replaced, for each corrected measurement.
    pub corrections: Vec<(Measurement, Vec<PastVersion>)>,
    /// Names of those who recorded anything.
    pub people: HashMap<PersonId, String>,
    /// How its deviation from the plan is accounted for.
    pub accounted: Accounted,
    /// What was said of single measurements.
    pub explanations: Vec<Explanation>,
    /// What others share about the same benefit, with the municipalities' names.
    pub examples: Vec<(Example, String)>,
    /// The change steps that were done here last, with the day, for those who follow the municipality's own work.
    pub done: Vec<(Day, String)>,
    /// Whether the reader may tell an example here.
    pub may_tell: bool,
    /// Whether the reader may measure here.
    pub may_measure: bool,
    /// Today.
    pub today: Day,
}

/// Steps that are told of beside the drawing.
const MOST_DONE: i64 = 5;

/// One benefit in one municipality.
pub async fn benefit(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let promised = find_promised_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&Place::region(promised.region_id))?;
        let may_measure =
            promised.accepted_in.is_some() && allowed.may_also::<crate::access::permission::Measure>(&promised.place());
        let may_share = promised.accepted_in.is_some() && allowed.may_also::<ShareLinks>(&promised.place());
        let may_tell = promised.accepted_in.is_some() && allowed.may_also::<TellExamples>(&promised.place());
        let scope = allowed.scope();
        let sees = (&scope, may_measure, may_share, may_tell);
        kept::answer(conn, call, &[promised.region_id], &sees, |conn| {
            let mut shown = benefit_shown(conn, promised, may_measure, today)?;
            shown.may_tell = may_tell;
            let promised = &shown.described.promised;
            if scope.sees(promised.place()) {
                shown.done = changes::store::done_last(conn, promised.project_id, promised.municipality_id, MOST_DONE)?;
            }
            let (own, about) = (promised.municipality_id, (promised.region_id, promised.benefit_id));
            for example in shared_by_others(conn, &scope, about, own, today)? {
                let name = municipalities::store::name(conn, example.municipality_id, today)?;
                shown.examples.push((example, name));
            }
            Ok(view::benefit::page(call, &shown, may_share).into())
        })
    })
    .await
}

/// What is to be seen of a benefit by somebody who may see its figures.
pub fn benefit_shown(conn: &mut AnyConn, promised: Promised, may_measure: bool, today: Day) -> Outcome<BenefitShown> {
    let region = regions::store::find(conn, promised.region_id)?.ok_or(Refusal::new(Code::NotFound))?;
    let series = of_commitment(conn, promised.id, None, None)?;
    let described = describe(conn, promised, today)?;
    let mut corrections = Vec::new();
    for row in series.iter().filter(|row| row.version > 1) {
        corrections.push((row.clone(), past(conn, row.id)?));
    }
    let people = names(conn, &series, &corrections)?;
    let explanations = explanations_of(conn, &[described.promised.id])?;
    let accounted = accounted(&described.promised, region.slightly_behind_from, &series, &explanations);
    let (examples, done, may_tell) = (Vec::new(), Vec::new(), false);
    Ok(BenefitShown {
        examples,
        done,
        may_tell,
        described,
        region,
        series,
        corrections,
        people,
        accounted,
        explanations,
        may_measure,
        today,
    })
}

fn names(
    conn: &mut AnyConn,
    series: &[Measurement],
    corrections: &[(Measurement, Vec<PastVersion>)],
) -> Outcome<HashMap<PersonId, String>> {
    let recorded = series.iter().filter_map(|row| row.recorded_by);
    let before = corrections.iter().flat_map(|(_, versions)| versions).filter_map(|row| row.recorded_by);
    let mut names = HashMap::new();
    for id in recorded.chain(before) {
        if let std::collections::hash_map::Entry::Vacant(slot) = names.entry(id) {
            slot.insert(people::store::find(conn, id)?.map(|person| person.name).unwrap_or_default());
        }
    }
    Ok(names)
}
