//! Commitments as measuring sees them.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::access::{Place, Placed, Scope};
use crate::benefits::rules::Class;
use crate::benefits::store::{Campaigns, Commitment, campaigns_of};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, indicator, region};
use crate::decimal::Decimal;
use crate::ids::{BenefitId, CommitmentId, HandoverId, IndicatorId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::measurements::rules::{Accumulation, Calendar, Direction, Followed, Frequency};
use crate::measurements::sums::Group;
use crate::refusal::{Code, Outcome, Refusal};

/// A commitment as measuring sees it: where it is, what was promised, whether it was accepted.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The commitment.
    pub id: CommitmentId,
    /// Its region.
    pub region_id: RegionId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its benefit.
    pub benefit_id: BenefitId,
    /// Its indicator.
    pub indicator_id: IndicatorId,
    /// Its municipality.
    pub municipality_id: MunicipalityId,
    /// Its owner.
    pub owner_id: Option<PersonId>,
    /// The handover in whose acceptance the figures were frozen.
    pub accepted_in: Option<HandoverId>,
    /// The promise with its calendar.
    pub followed: Followed,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
    /// The last day on which the level that was reached is to be held, where one was set.
    pub sustain_until: Option<Day>,
    /// What its gain is added up with.
    pub group: Group,
    /// How its region follows up.
    pub watch: Watch,
}

/// How a region follows up what is measured: its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Watch {
    /// Whether somebody else than the one who entered it confirms a value before it counts.
    pub second_eyes: bool,
    /// How far outside the plan's range a value is before it is asked about, as a fraction of the range.
    pub unusual_tolerance: Decimal,
}

impl Placed for Promised {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

/// What a commitment takes from its indicator: direction, frequency, accumulation and unit.
pub(super) type IndicatorRow = (Direction, Frequency, Accumulation, String);

/// A commitment with its indicator's columns, its benefit's class and its region's settings.
type PromisedRow = (Commitment, IndicatorRow, Option<Class>, Watch);

/// The columns of an [`IndicatorRow`].
pub(super) const OF_INDICATOR: (indicator::direction, indicator::frequency, indicator::accumulation, indicator::unit) =
    (indicator::direction, indicator::frequency, indicator::accumulation, indicator::unit);

/// Commitments with what they are about.
#[diesel::dsl::auto_type]
fn promises() -> _ {
    commitment::table
        .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
        .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
        .inner_join(region::table.on(region::id.eq(commitment::region_id)))
}

macro_rules! promised_columns {
    () => {
        (Commitment::as_select(), OF_INDICATOR, benefit::class, (region::second_eyes, region::unusual_tolerance))
    };
}

/// Rows with their calendars. Only what is measured in campaigns has more to ask for.
pub(super) fn with_calendars(conn: &mut AnyConn, rows: Vec<PromisedRow>) -> Outcome<Vec<Promised>> {
    let mut indicators: Vec<IndicatorId> = rows
        .iter()
        .filter(|(_, (_, frequency, ..), ..)| *frequency == Frequency::Campaign)
        .map(|(commitment, ..)| commitment.indicator_id)
        .collect();
    indicators.sort_unstable();
    indicators.dedup();
    let campaigns = campaigns_of(conn, &indicators)?;
    Ok(rows.into_iter().map(|row| Promised::of(row, &campaigns)).collect())
}

impl Promised {
    fn of(
        (commitment, (direction, frequency, accumulation, unit), class, watch): PromisedRow,
        campaigns: &Campaigns,
    ) -> Self {
        let campaigns = campaigns.get(&commitment.indicator_id).cloned().unwrap_or_default();
        Self {
            watch,
            group: Group::of(class, unit),
            followed: Followed {
                promise: commitment.promise(direction),
                calendar: Calendar::new(commitment.first_measurement_on, frequency, campaigns),
            },
            accumulation,
            sustain_until: commitment.sustain_until,
            id: commitment.id,
            region_id: commitment.region_id,
            project_id: commitment.project_id,
            benefit_id: commitment.benefit_id,
            indicator_id: commitment.indicator_id,
            municipality_id: commitment.municipality_id,
            owner_id: commitment.owner_id,
            accepted_in: commitment.accepted_in,
        }
    }
}

/// Some commitments, accepted or not.
pub fn promised(conn: &mut AnyConn, commitments: &[CommitmentId]) -> Outcome<Vec<Promised>> {
    let mut found = Vec::with_capacity(commitments.len());
    for some in commitments.chunks(500) {
        let rows: Vec<PromisedRow> =
            promises().filter(commitment::id.eq_any(some.to_vec())).select(promised_columns!()).load(conn)?;
        found.extend(with_calendars(conn, rows)?);
    }
    Ok(found)
}

/// The accepted commitments of a project in a municipality.
pub fn accepted_in_place(
    conn: &mut AnyConn,
    project: ProjectId,
    municipality: MunicipalityId,
) -> Outcome<Vec<Promised>> {
    let rows: Vec<PromisedRow> = promises()
        .filter(commitment::project_id.eq(project))
        .filter(commitment::municipality_id.eq(municipality))
        .filter(commitment::accepted_in.is_not_null())
        .order(commitment::id)
        .select(promised_columns!())
        .load(conn)?;
    with_calendars(conn, rows)
}

/// Every accepted commitment of a region.
pub fn accepted_in_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<Promised>> {
    accepted_among(conn, region, None, None)
}

/// The accepted commitments of a region, of one municipality and of some projects where that is asked for.
pub fn accepted_among(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: Option<MunicipalityId>,
    projects: Option<&BTreeSet<ProjectId>>,
) -> Outcome<Vec<Promised>> {
    let mut rows =
        promises().filter(commitment::region_id.eq(region)).filter(commitment::accepted_in.is_not_null()).into_boxed();
    if let Some(municipality) = municipality {
        rows = rows.filter(commitment::municipality_id.eq(municipality));
    }
    if let Some(projects) = projects {
        rows = rows.filter(commitment::project_id.eq_any(projects.iter().copied().collect::<Vec<_>>()));
    }
    let rows: Vec<PromisedRow> = rows.order(commitment::id).select(promised_columns!()).load(conn)?;
    with_calendars(conn, rows)
}

/// Commitments whose figures are in reach, by id; those out of reach are left out.
pub fn promised_within(
    conn: &mut AnyConn,
    scope: &Scope,
    commitments: &[CommitmentId],
    today: Day,
) -> Outcome<Vec<Promised>> {
    let mut within = Vec::with_capacity(commitments.len());
    for one in promised(conn, commitments)? {
        if is_within(conn, scope, &one, today)? {
            within.push(one);
        }
    }
    Ok(within)
}

fn is_within(conn: &mut AnyConn, scope: &Scope, one: &Promised, today: Day) -> Outcome<bool> {
    // One's own needs no question about sharing.
    Ok(scope.sees_municipality(one.region_id, one.municipality_id)
        || (scope.sees_region(one.region_id)
            && crate::regions::store::visible_figures(conn, scope, one.region_id, today)?
                .includes(one.municipality_id)))
}

/// A commitment whose figures are in reach.
pub fn find_promised_within(conn: &mut AnyConn, scope: &Scope, id: CommitmentId, today: Day) -> Outcome<Promised> {
    // Asked for by one id, the statement stays prepared; a list of ids makes a new one each time.
    let found: Option<PromisedRow> =
        promises().filter(commitment::id.eq(id)).select(promised_columns!()).first(conn).optional()?;
    let promised = with_calendars(conn, found.into_iter().collect())?.pop().ok_or(Refusal::new(Code::NotFound))?;
    if is_within(conn, scope, &promised, today)? { Ok(promised) } else { Err(Code::NotFound.into()) }
}
