//! The comparison as a page, and the page where inhabitants are entered.

use maud::Markup;

use super::gathering::{Comparison, gather};
use super::rules::{PopulationDraft, can_be_spread};
use super::store::{self, Population};
use super::{api, population, view};
use crate::access::permission::{ProposeFigures, SeeFigures, ShareLinks};
use crate::access::{Allowed, Permission, Place};
use crate::benefits::store::{Indicator, find_indicator_within, indicators_of};
use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::{NamedMember, Region};
use crate::web::forms::{Form, again};
use crate::web::kept::Kept;
use crate::web::{Answer, Call, Replied, kept, projector};

/// What the comparison's page shows.
pub struct Shown {
    /// What is compared.
    pub compared: Comparison,
    /// The project's other indicators.
    pub others: Vec<Indicator>,
    /// Whether the reader may enter inhabitants somewhere in the region.
    pub may_count: bool,
    /// Whether the reader may give somebody without an account a link to this page.
    pub may_share: bool,
    /// Drawn large, without ways on.
    pub projector: bool,
}

impl Shown {
    /// The project's indicators that can count cases.
    pub fn counters(&self) -> Vec<&Indicator> {
        self.others.iter().filter(|other| can_be_spread(&other.unit)).collect()
    }
}

/// `/indicators/{id}/compare`
pub async fn compare(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let scope = allowed.scope();
        let asked = api::asked(call)?;
        let indicator = find_indicator_within(conn, &scope, asked.indicator)?;
        let region = regions::store::find_within(conn, &scope, indicator.region_id)?;
        allowed.over(&region)?;
        let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
        let (may_count, may_share) = (may_count(allowed, &region), allowed.may_also::<ShareLinks>(&region));
        kept::answer(conn, call, &[region.id], &(&scope, &visible, may_count, may_share), |conn| {
            let compared = gather(conn, &scope, asked, today)?;
            let mut others = indicators_of(conn, compared.indicator.project_id)?;
            others.retain(|other| other.id != compared.indicator.id);
            let status = if compared.differences.is_empty() { 200 } else { 422 };
            let projector = projector::is_asked_for(call);
            let shown = Shown { compared, others, may_count, may_share, projector };
            Ok(Kept::from(view::compare::page(call, &shown)).status(status))
        })
    })
    .await
}

fn may_count<P: Permission>(allowed: &Allowed<P>, region: &Region) -> bool {
    let own = allowed.scope().own_municipalities();
    allowed.may_also::<ProposeFigures>(region)
        || own.iter().any(|(there, town)| {
            *there == region.id && allowed.may_also::<ProposeFigures>(&Place::municipality(*there, *town))
        })
}

/// What the page of inhabitants shows.
pub struct Counts {
    /// The region.
    pub region: Region,
    /// Its members, by name.
    pub members: Vec<NamedMember>,
    /// Every count, by municipality and day.
    pub rows: Vec<Population>,
    /// Those the reader may count for.
    pub may: Vec<MunicipalityId>,
}

fn load<P: Permission>(conn: &mut AnyConn, allowed: &Allowed<P>, call: &Call) -> Outcome<Counts> {
    let scope = allowed.scope();
    let region = regions::store::find_within(conn, &scope, call.id("id")?)?;
    let mut members = regions::store::members_on(conn, region.id, call.app().db.now().day())?;
    members.retain(|member| scope.lists(member.membership.municipality_id));
    let may = members
        .iter()
        .map(|member| member.membership.municipality_id)
        .filter(|town| allowed.may_also::<ProposeFigures>(&Place::municipality(region.id, *town)))
        .collect();
    let mut rows = store::of_region(conn, region.id)?;
    rows.retain(|row| scope.lists(row.municipality_id));
    Ok(Counts { rows, may, members, region })
}

/// `/regions/{id}/population`
pub async fn counts(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let counts = load(conn, allowed, call)?;
        allowed.over(&counts.region)?;
        let asked = |name: &str| call.query_word(name).unwrap_or_default();
        let (town, on) = (asked("municipality"), asked("on"));
        let stands =
            counts.rows.iter().find(|row| row.municipality_id.to_string() == town && row.on_day.to_string() == on);
        let fields = stands.map(|row| {
            [
                ("municipality_id", town.clone()),
                ("on", on.clone()),
                ("inhabitants", row.inhabitants.to_string()),
                ("source", row.source.clone()),
                ("version", row.version.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .to_vec()
        });
        Ok(Answer::page(view::counts::page(call, &counts, &Form::of(fields.unwrap_or_default()), None)))
    })
    .await
}

/// Keeps a count.
pub async fn count(allowed: Allowed<ProposeFigures>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            if !may_count(allowed, &region) {
                allowed.over(&region)?;
            }
            let form = call.form()?;
            let (town, draft) = read(&form, call)?;
            let today = tx.now().day();
            if !allowed.scope().lists(town) || !regions::store::is_member_on(tx, region.id, town, today)? {
                return Err(Refusal::invalid_at("/municipality_id", "not_a_member").into());
            }
            allowed.over(&Place::municipality(region.id, town))?;
            let seen = form.some("version").map(|_| form.version());
            if seen.is_none() && store::find(tx, region.id, town, draft.on)?.is_some() {
                return Err(Refusal::invalid_at("/on", "count_stands").into());
            }
            population::keep(tx, (region.id, town), seen, draft)?;
            Ok(Answer::see_other(format!("/regions/{}/population?saved=1", region.id)))
        })
        .await;
    again(replied, &allowed, &call, counts_again).await
}

fn counts_again(
    conn: &mut AnyConn,
    allowed: &Allowed<ProposeFigures>,
    call: &Call,
    refusal: &Refusal,
) -> Outcome<Markup> {
    let counts = load(conn, allowed, call)?;
    Ok(view::counts::page(call, &counts, &call.form()?, Some(refusal)))
}

fn read(form: &Form, call: &Call) -> Result<(MunicipalityId, PopulationDraft), Refusal> {
    let mut checks = Checks::new();
    let town: Option<MunicipalityId> = form.raw("municipality_id").parse().ok();
    checks.require(town.is_some(), "/municipality_id", "required");
    let mut errors = Vec::new();
    let on = form.day("on", &mut errors);
    let inhabitants = form.number("inhabitants", call.lang(), &mut errors);
    errors.into_iter().for_each(|error| checks.push(error));
    if form.some("on").is_none() {
        checks.push(FieldError::at("/on", "required"));
    }
    if form.some("inhabitants").is_none() {
        checks.push(FieldError::at("/inhabitants", "required"));
    }
    checks.done(())?;
    let (Some(town), Some(on), Some(inhabitants)) = (town, on, inhabitants) else {
        return Err(Refusal::new(Code::Invalid));
    };
    // A part of a person is out of range, as none is.
    let whole = if inhabitants.micros() % 1_000_000 == 0 { inhabitants.micros() / 1_000_000 } else { 0 };
    Ok((town, PopulationDraft { on, inhabitants: whole, source: form.text("source") }))
}
