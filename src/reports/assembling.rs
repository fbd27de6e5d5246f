//! A report's content as things stand now, from the same figures as the region's page and its API.

use std::collections::{BTreeMap, HashMap};

use super::content::{
    Content, DeviationRow, LastingRow, NotReported, ReportBenefit, ReportTown, Said, SourceRow, StatusRow, Summary,
};
use super::rules::{Audience, Missing, Order};
use crate::access::Scope;
use crate::benefits;
use crate::clock::Day;
use crate::dashboards::rules::Cell;
use crate::dashboards::store::{Matrix, curve, matrix};
use crate::db::AnyConn;
use crate::decimal::Figure;
use crate::handovers::rules::State;
use crate::ids::{CommitmentId, MunicipalityId};
use crate::measurements::explanations::{Accounted, accounted};
use crate::measurements::rules::{Pace, Point, pace, sustained};
use crate::measurements::store::{
    Explanation, Label, Measurement, Promised, accepted_in_region, explanations_of, labels_in_region, on_days,
};
use crate::municipalities;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions::store::{Region, Sharing, VisibleFigures, memberships, visible_figures};

/// The content in all its parts, without its summary and its author. Only figures that this scope sees and that all who will read the report may see.
pub fn assemble(conn: &mut AnyConn, scope: &Scope, region: &Region, order: &Order, today: Day) -> Outcome<Content> {
    let on = order.to.last_day().min(today);
    let visible = figures_for(conn, scope, region, order, today)?;
    let matrix = matrix(conn, scope, region.id, on, today)?;
    let municipality = match order.municipality {
        None => None,
        Some(id) => {
            let member = matrix.members.iter().find(|member| member.membership.municipality_id == id);
            let member = member.filter(|_| visible.includes(id)).ok_or(Refusal::new(Code::NotFound))?;
            Some(ReportTown { id, number: member.number.clone(), name: member.name.clone() })
        }
    };
    let members = visible.among(matrix.members.iter().map(|member| member.membership.municipality_id));
    let followed = followed(conn, region, (&visible, &members), on)?;
    Ok(Content {
        format: Content::FORMAT.to_owned(),
        region_id: region.id,
        region: region.name.clone(),
        demo: region.demo,
        municipality,
        audience: order.audience,
        from: order.from,
        to: order.to,
        on,
        case_number: order.case_number.clone(),
        summary: Summary::default(),
        status: status(&matrix, &visible),
        not_reported: not_reported(&matrix, &visible, order.municipality, on),
        curves: curve(conn, &visible, region.id, order.from, order.to)?,
        deviations: followed.deviations,
        lasting: followed.lasting,
        proposals: order.proposals.clone(),
        sources: followed.sources,
        last_measured: followed.last_measured,
        left_out: Vec::new(),
        author: String::new(),
    })
}

/// Whose figures are in it. What all members are to read holds only what is shared with all of them.
fn figures_for(
    conn: &mut AnyConn,
    scope: &Scope,
    region: &Region,
    order: &Order,
    today: Day,
) -> Outcome<VisibleFigures> {
    let seen = visible_figures(conn, scope, region.id, today)?;
    let mut wanted: Vec<MunicipalityId> = match (order.audience, order.municipality) {
        (Audience::Municipality, Some(id)) => vec![id],
        (Audience::Region, None) => return Ok(seen),
        (Audience::Members, None) => memberships(conn, region.id)?
            .into_iter()
            .filter(|row| row.sharing == Sharing::Members && row.counts_on(today))
            .map(|row| row.municipality_id)
            .collect(),
        _ => Vec::new(),
    };
    wanted.retain(|id| seen.includes(*id));
    Ok(VisibleFigures::Of(wanted))
}

/// Each project's cells that are in the report, added up.
fn status(matrix: &Matrix, visible: &VisibleFigures) -> Vec<StatusRow> {
    let mut rows = Vec::new();
    for (project, cells) in &matrix.rows {
        let mut sum = Cell::default();
        let (mut handed_over, mut municipalities, mut sent) = (0, 0, 0);
        for cell in cells.iter().filter(|cell| visible.includes(cell.municipality_id)) {
            let figures = cell.figures.unwrap_or_default();
            sum.measured += figures.measured;
            sum.accepted += figures.accepted;
            sum.on_plan += figures.on_plan;
            sum.overdue += figures.overdue;
            municipalities += 1;
            handed_over += u32::from(cell.holds.is_some_and(State::is_held));
            sent += u32::from(cell.holds.is_some_and(|state| state != State::Draft));
        }
        rows.push(StatusRow {
            project_id: project.id,
            project: project.title.clone(),
            handed_over,
            municipalities,
            sent: Some(sent),
            cell: sum,
            coverage: Figure::quotient(sum.measured.into(), sum.accepted.into()),
        });
    }
    rows
}

/// Every member that should have reported and has not, by name.
fn not_reported(matrix: &Matrix, visible: &VisibleFigures, only: Option<MunicipalityId>, on: Day) -> Vec<NotReported> {
    let mut missing = Vec::new();
    for (column, member) in matrix.members.iter().enumerate() {
        let id = member.membership.municipality_id;
        // Who joined later had nothing to report.
        if only.is_some_and(|only| only != id) || member.membership.from_day > on {
            continue;
        }
        let mut say = |project: Option<String>, reason| {
            missing.push(NotReported { municipality_id: id, municipality: member.name.clone(), project, reason });
        };
        if !visible.includes(id) {
            say(None, Missing::NotShared);
            continue;
        }
        let cells = || {
            matrix.rows.iter().filter_map(|(project, cells)| {
                let figures = cells.get(column)?.figures?;
                (figures.accepted > 0).then_some((project, figures))
            })
        };
        if cells().next().is_none() {
            say(None, Missing::NothingHandedOver);
        }
        for (project, _) in cells().filter(|(_, figures)| figures.measured == 0) {
            say(Some(project.title.clone()), Missing::NotMeasured);
        }
    }
    missing
}

/// What is read off the measurements of each benefit.
struct Followed {
    deviations: Vec<DeviationRow>,
    lasting: Vec<LastingRow>,
    sources: Vec<SourceRow>,
    last_measured: Option<Day>,
}

/// Whoever has left can do nothing about a benefit any more: what they measured is in the sums, with its sources.
fn followed(
    conn: &mut AnyConn,
    region: &Region,
    (visible, members): (&VisibleFigures, &VisibleFigures),
    on: Day,
) -> Outcome<Followed> {
    let mut promises = accepted_in_region(conn, region.id)?;
    promises.retain(|one| visible.includes(one.municipality_id));
    let mut towns: Vec<MunicipalityId> = promises.iter().map(|one| one.municipality_id).collect();
    towns.sort_unstable();
    towns.dedup();
    let names = municipalities::store::named(conn, &towns, on)?;
    let labels: HashMap<CommitmentId, Label> =
        labels_in_region(conn, region.id, visible, None)?.into_iter().map(|label| (label.id, label)).collect();
    let ids: Vec<CommitmentId> = promises.iter().map(|one| one.id).collect();
    let mut measured: HashMap<CommitmentId, Vec<Measurement>> = HashMap::new();
    for row in on_days(conn, &ids, Day::from_ymd(1900, 1, 1).unwrap_or(Day::EPOCH), on)? {
        measured.entry(row.commitment_id).or_default().push(row);
    }
    let mut explained: HashMap<CommitmentId, Vec<Explanation>> = HashMap::new();
    for one in explanations_of(conn, &ids)?.into_iter().filter(|one| one.on_day <= on) {
        explained.entry(one.commitment_id).or_default().push(one);
    }
    let mut found = Followed {
        deviations: Vec::new(),
        lasting: Vec::new(),
        sources: sources(conn, region, &promises)?,
        last_measured: None,
    };
    for one in &promises {
        let Some(label) = labels.get(&one.id) else { continue };
        let mut series = measured.remove(&one.id).unwrap_or_default();
        series.sort_by_key(|row| row.on_day);
        let points: Vec<Point> = series.iter().filter_map(Measurement::shown).collect();
        let Some(latest) = points.last().copied() else { continue };
        found.last_measured = found.last_measured.max(Some(latest.on));
        if !members.includes(one.municipality_id) {
            continue;
        }
        let of = ReportBenefit {
            commitment_id: one.id,
            municipality: names
                .get(&one.municipality_id)
                .map_or_else(|| one.municipality_id.to_string(), |town| town.name.clone()),
            project: label.project.clone(),
            benefit: label.benefit.clone(),
            indicator: label.indicator.clone(),
            unit: label.unit.clone(),
        };
        let explanations = explained.remove(&one.id).unwrap_or_default();
        let explanation = match accounted(one, region.slightly_behind_from, &series, &explanations) {
            Accounted::OnPlan => None,
            // The same are behind as on the region's page: an old explanation makes nobody so.
            _ if pace(&one.followed.promise, latest.on, latest.value, region.slightly_behind_from) != Pace::Behind => {
                None
            }
            Accounted::Unexplained => Some(None),
            Accounted::Explained(said) => Some(Some(Said { cause: said.cause, remedy: said.remedy })),
        };
        if let Some(explanation) = explanation {
            let planned = one.followed.promise.planned(latest.on).rounded();
            let (on, value) = (latest.on, latest.value);
            found.deviations.push(DeviationRow { of: of.clone(), on, value, planned, explanation });
        }
        // What never was better than before has nothing to hold on to.
        if let Some(seen) =
            sustained(&one.followed.promise, &points, one.sustain_until).filter(|seen| seen.drop.is_some())
        {
            found.lasting.push(LastingRow {
                of,
                fallen_back: seen.fallen_back,
                peak: seen.peak.value,
                peak_on: seen.peak.on,
                value: seen.latest.value,
                on: seen.latest.on,
                drop: seen.drop,
            });
        }
    }
    let order =
        |of: &ReportBenefit| (of.project.clone(), of.municipality.clone(), of.benefit.clone(), of.commitment_id);
    found.deviations.sort_by_key(|row| order(&row.of));
    found.lasting.sort_by_key(|row| (!row.fallen_back, order(&row.of)));
    Ok(found)
}

/// The indicators behind the figures, each once.
fn sources(conn: &mut AnyConn, region: &Region, promises: &[Promised]) -> Outcome<Vec<SourceRow>> {
    let titles: HashMap<_, String> =
        benefits::store::benefits_in(conn, region.id)?.into_iter().map(|row| (row.id, row.title)).collect();
    let mut sources = BTreeMap::new();
    for one in promises {
        if sources.contains_key(&one.indicator_id) {
            continue;
        }
        let indicator = benefits::store::find_indicator(conn, one.indicator_id)?.ok_or(Refusal::new(Code::NotFound))?;
        let row = SourceRow {
            indicator_id: one.indicator_id,
            benefit: titles.get(&one.benefit_id).cloned().unwrap_or_default(),
            indicator: indicator.name,
            unit: indicator.unit,
            method: indicator.method,
            data_source: indicator.data_source,
        };
        sources.insert(one.indicator_id, row);
    }
    Ok(sources.into_values().collect())
}
