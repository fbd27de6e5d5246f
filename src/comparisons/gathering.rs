//! One indicator with every municipality's figures that the reader may see. What is not shared never gets in here, so
//! that nothing made from this value – drawing, axis, table, file – can tell of it.

use std::collections::HashMap;

use super::rules::{Definition, Inhabitants, Per, can_be_spread, holding_on, per_thousand};
use super::store;
use crate::access::Scope;
use crate::benefits::store::{Benefit, Indicator, commitments_to, find_benefit_within, find_indicator_within};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::{Decimal, Figure};
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, RegionId};
use crate::measurements::rules::attainment;
use crate::measurements::store::{Promised, of_commitment, promised};
use crate::municipalities;
use crate::projects;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;

/// A value on a day, as it is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// The day.
    pub on: Day,
    /// The value, spread where that was asked for.
    pub value: Figure,
}

/// A measured value on a day.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredAt {
    /// The day.
    pub on: Day,
    /// The value; none where too few answered.
    pub value: Option<Figure>,
    /// How many answered, for surveys.
    pub n: Option<i64>,
}

/// One municipality's figures.
#[derive(Clone, Debug)]
pub struct Line {
    /// The commitment.
    pub commitment_id: CommitmentId,
    /// The indicator, as one of those compared.
    pub indicator_id: IndicatorId,
    /// The municipality.
    pub municipality_id: MunicipalityId,
    /// Its name today.
    pub name: String,
    /// Its number today.
    pub number: String,
    /// Text key for Norwegian order.
    pub name_sort: String,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Inhabitants today, where they were asked for.
    pub inhabitants: Option<i64>,
    /// Where it stood before.
    pub baseline: At,
    /// The plan between.
    pub plan: Vec<At>,
    /// Where it should be.
    pub target: At,
    /// What was measured, by day.
    pub measured: Vec<MeasuredAt>,
    /// How much of the promised change the latest value is.
    pub attainment: Option<Figure>,
}

impl Line {
    /// The latest value that may be shown.
    pub fn last(&self) -> Option<At> {
        self.measured.iter().rev().find_map(|point| Some(At { on: point.on, value: point.value? }))
    }
}

/// What is compared, as far as this reader sees it.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The region.
    pub region: Region,
    /// The project's title.
    pub project: String,
    /// The benefit.
    pub benefit: Benefit,
    /// The indicator.
    pub indicator: Indicator,
    /// Another one beside it.
    pub with: Option<Indicator>,
    /// In what the two differ; then nothing is drawn.
    pub differences: Vec<&'static str>,
    /// What the figures are drawn as.
    pub per: Per,
    /// Whether they can be spread on inhabitants at all.
    pub can_be_spread: bool,
    /// The municipalities' figures, by name.
    pub lines: Vec<Line>,
    /// Those whose inhabitants nobody has entered, by name, where figures are to be spread.
    pub without_inhabitants: Vec<String>,
    /// How many municipalities' figures are not shared with the reader; none for a machine that knows of one alone.
    pub not_shown: Option<usize>,
}

impl Comparison {
    /// How many have measured.
    pub fn measured(&self) -> usize {
        self.lines.iter().filter(|line| line.last().is_some()).count()
    }

    /// Those that have not, by name.
    pub fn missing(&self) -> Vec<String> {
        self.lines.iter().filter(|line| line.last().is_none()).map(|line| line.name.clone()).collect()
    }
}

/// What an indicator's figures mean.
pub fn definition(indicator: &Indicator) -> Definition {
    Definition {
        unit: indicator.unit.clone(),
        method: indicator.method.clone(),
        direction: indicator.direction,
        frequency: indicator.frequency,
        accumulation: indicator.accumulation,
    }
}

/// The inhabitants of a region's municipalities, by day.
pub fn inhabitants(conn: &mut AnyConn, region: RegionId) -> Outcome<HashMap<MunicipalityId, Vec<Inhabitants>>> {
    let mut counts: HashMap<MunicipalityId, Vec<Inhabitants>> = HashMap::new();
    for row in store::of_region(conn, region)? {
        let count = Inhabitants { on: row.on_day, count: row.inhabitants };
        counts.entry(row.municipality_id).or_default().push(count);
    }
    Ok(counts)
}

/// Gathers what the reader may see of an indicator, and of another beside it.
pub fn gather(
    conn: &mut AnyConn,
    scope: &Scope,
    (id, with): (IndicatorId, Option<IndicatorId>),
    per: Per,
    today: Day,
) -> Outcome<Comparison> {
    let indicator = find_indicator_within(conn, scope, id)?;
    let benefit = find_benefit_within(conn, scope, indicator.benefit_id)?;
    let region = regions::store::find_within(conn, scope, indicator.region_id)?;
    let project = projects::store::find_within(conn, scope, indicator.project_id)?;
    let with = match with.filter(|with| *with != id) {
        Some(with) => Some(find_indicator_within(conn, scope, with)?),
        None => None,
    };
    if with.as_ref().is_some_and(|with| with.region_id != region.id) {
        return Err(Code::NotFound.into());
    }
    let differences = with.as_ref().map(|with| definition(&indicator).differences(&definition(with)));
    let mut gathered = Comparison {
        can_be_spread: can_be_spread(&indicator.unit),
        project: project.title,
        differences: differences.unwrap_or_default(),
        per,
        lines: Vec::new(),
        without_inhabitants: Vec::new(),
        not_shown: (!scope.is_bound()).then_some(0),
        region,
        benefit,
        indicator,
        with,
    };
    if !gathered.differences.is_empty() {
        return Ok(gathered);
    }
    if per == Per::Thousand && !gathered.can_be_spread {
        return Err(Refusal::invalid_at("query:per", "share_not_spread").into());
    }
    let asked: Vec<IndicatorId> =
        [Some(gathered.indicator.id), gathered.with.as_ref().map(|with| with.id)].into_iter().flatten().collect();
    for indicator in asked {
        add(conn, scope, &mut gathered, indicator, today)?;
    }
    gathered.lines.sort_by(|one, two| (&one.name_sort, one.indicator_id).cmp(&(&two.name_sort, two.indicator_id)));
    gathered.without_inhabitants.sort_unstable();
    gathered.without_inhabitants.dedup();
    Ok(gathered)
}

fn add(
    conn: &mut AnyConn,
    scope: &Scope,
    gathered: &mut Comparison,
    indicator: IndicatorId,
    today: Day,
) -> Outcome<()> {
    let region = gathered.region.id;
    let accepted: Vec<_> =
        commitments_to(conn, indicator)?.into_iter().filter(|row| row.accepted_in.is_some()).collect();
    let visible = regions::store::visible_figures(conn, scope, region, today)?;
    let (seen, hidden): (Vec<_>, Vec<_>) = accepted.into_iter().partition(|row| visible.includes(row.municipality_id));
    gathered.not_shown = gathered.not_shown.map(|count| count + hidden.len());
    let towns: Vec<MunicipalityId> = seen.iter().map(|row| row.municipality_id).collect();
    let names = municipalities::store::named(conn, &towns, today)?;
    let counts = if gathered.per == Per::Thousand { inhabitants(conn, region)? } else { HashMap::new() };
    let own = scope.own_municipalities();
    for one in promised(conn, &seen.iter().map(|row| row.id).collect::<Vec<_>>())? {
        let town = one.municipality_id;
        let known = names.get(&town);
        let name = known.map_or_else(|| town.to_string(), |row| row.name.clone());
        let count = counts.get(&town).map_or(&[][..], Vec::as_slice);
        if gathered.per == Per::Thousand && count.is_empty() {
            gathered.without_inhabitants.push(name);
            continue;
        }
        let mut line = line(conn, &one, gathered.per, count)?;
        line.inhabitants = holding_on(count, today);
        line.own = own.contains(&(region, town));
        line.number = known.map_or_else(String::new, |row| row.number.clone());
        line.name_sort = known.map_or_else(String::new, |row| row.name_sort.clone());
        line.name = name;
        gathered.lines.push(line);
    }
    Ok(())
}

fn line(conn: &mut AnyConn, promised: &Promised, per: Per, count: &[Inhabitants]) -> Outcome<Line> {
    let spread = |on: Day, value: Decimal| match per {
        Per::Total => Figure::from(value),
        // Counts are more than none, so that there always is an answer.
        Per::Thousand => {
            holding_on(count, on).and_then(|count| per_thousand(value, count)).unwrap_or(Figure::from_micros(0))
        }
    };
    let promise = &promised.followed.promise;
    let at = |on: Day, value: Decimal| At { on, value: spread(on, value) };
    // What waits for a second pair of eyes is nowhere here, not even as a gap.
    let rows: Vec<_> = of_commitment(conn, promised.id, None, None)?.into_iter().filter(|row| !row.waits).collect();
    let last = rows.iter().rev().find_map(|row| row.shown());
    Ok(Line {
        commitment_id: promised.id,
        indicator_id: promised.indicator_id,
        municipality_id: promised.municipality_id,
        name: String::new(),
        number: String::new(),
        name_sort: String::new(),
        own: false,
        inhabitants: None,
        baseline: at(promise.baseline.on, promise.baseline.value),
        plan: promise.plan.iter().map(|point| at(point.on, point.value)).collect(),
        target: at(promise.target.on, promise.target.value),
        measured: rows
            .iter()
            .map(|row| MeasuredAt {
                on: row.on_day,
                value: row.shown().map(|point| spread(point.on, point.value)),
                n: row.n,
            })
            .collect(),
        attainment: last.and_then(|last| attainment(promise.baseline.value, promise.target.value, last.value)),
    })
}
