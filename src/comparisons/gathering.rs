//! One indicator with every municipality's figures that the reader may see. What is not shared never gets in here, so
//! that nothing made from this value – drawing, axis, table, file – can tell of it.

use std::collections::{BTreeSet, HashMap};

use super::rules::{Count, Definition, Per, can_be_spread, holding_on};
use super::store;
use crate::access::Scope;
use crate::benefits::store::{Benefit, Indicator, commitments_to, find_benefit_within, find_indicator_within};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::{Decimal, Figure};
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, RegionId};
use crate::measurements::store::{Measurement, Promised, of_commitment, promised};
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
    /// The newest count that figures are spread on, where that was asked for: inhabitants or cases.
    pub count: Option<Decimal>,
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

/// A municipality that can be looked at or left out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Choosable {
    /// Text key for Norwegian order.
    pub name_sort: String,
    /// Which.
    pub id: MunicipalityId,
    /// Its name today.
    pub name: String,
    /// Whether it is looked at.
    pub chosen: bool,
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
    /// What counts the cases, where figures are spread on them.
    pub cases: Option<Indicator>,
    /// Whether they can be spread at all.
    pub can_be_spread: bool,
    /// The municipalities' figures, by name.
    pub lines: Vec<Line>,
    /// Those without anything to spread figures on, by name.
    pub without_count: Vec<String>,
    /// The municipalities that were asked for; none for all.
    pub wanted: Vec<MunicipalityId>,
    /// Everybody whose figures the reader sees, to choose among.
    pub choices: Vec<Choosable>,
    /// How many municipalities' figures are not shared with the reader; none for a machine that knows of one alone.
    pub not_shown: Option<usize>,
}

impl Comparison {
    /// The municipalities that were asked for, where some are left out.
    pub fn chosen(&self) -> Option<&[MunicipalityId]> {
        let all = !self.choices.is_empty() && self.left_out() == 0;
        (!self.wanted.is_empty() && !all).then_some(&self.wanted)
    }

    /// How many of those that the reader sees were left out by what was asked for.
    pub fn left_out(&self) -> usize {
        self.choices.iter().filter(|one| !one.chosen).count()
    }

    /// How many municipalities have measured; one with two lines is one.
    pub fn measured(&self) -> usize {
        self.that_have_measured().len()
    }

    /// Those that have not: which, and by what name.
    pub fn missing(&self) -> Vec<(MunicipalityId, String)> {
        let measured = self.that_have_measured();
        let without = self.lines.iter().filter(|line| !measured.contains(&line.municipality_id));
        let mut missing: Vec<_> = without.map(|line| (line.municipality_id, line.name.clone())).collect();
        // Two lines of one municipality stand side by side.
        missing.dedup();
        missing
    }

    fn that_have_measured(&self) -> BTreeSet<MunicipalityId> {
        self.lines.iter().filter(|line| line.last().is_some()).map(|line| line.municipality_id).collect()
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
fn inhabitants(conn: &mut AnyConn, region: RegionId) -> Outcome<HashMap<MunicipalityId, Vec<Count>>> {
    let mut counts: HashMap<MunicipalityId, Vec<Count>> = HashMap::new();
    for row in store::of_region(conn, region)? {
        let count = Count { on: row.on_day, count: Decimal::from_whole(row.inhabitants) };
        counts.entry(row.municipality_id).or_default().push(count);
    }
    Ok(counts)
}

/// How many cases there were in the municipalities whose figures the reader may see, by the day they were counted for.
/// None at all is nothing to divide by, and left out.
fn cases(
    conn: &mut AnyConn,
    scope: &Scope,
    indicator: &Indicator,
    today: Day,
) -> Outcome<HashMap<MunicipalityId, Vec<Count>>> {
    let visible = regions::store::visible_figures(conn, scope, indicator.region_id, today)?;
    let mut counts = HashMap::new();
    for one in commitments_to(conn, indicator.id)? {
        if one.accepted_in.is_none() || !visible.includes(one.municipality_id) {
            continue;
        }
        let rows = of_commitment(conn, one.id, None, None)?;
        let shown = rows.iter().filter_map(Measurement::shown).filter(|point| point.value > Decimal::ZERO);
        let mut days: Vec<Count> = shown.map(|point| Count { on: point.on, count: point.value }).collect();
        days.sort_by_key(|one| one.on);
        counts.insert(one.municipality_id, days);
    }
    Ok(counts)
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Another one beside it.
    pub with: Option<IndicatorId>,
    /// What the figures are drawn as.
    pub per: Per,
    /// What counts the cases, where figures are to be spread on them.
    pub cases: Option<IndicatorId>,
    /// These municipalities alone; all that the reader sees, where none is named.
    pub towns: Vec<MunicipalityId>,
}

/// Gathers what the reader may see of an indicator, and of another beside it.
pub fn gather(conn: &mut AnyConn, scope: &Scope, asked: Asked, today: Day) -> Outcome<Comparison> {
    let Asked { indicator: id, with, per, cases, towns } = asked;
    let indicator = find_indicator_within(conn, scope, id)?;
    let benefit = find_benefit_within(conn, scope, indicator.benefit_id)?;
    let region = regions::store::find_within(conn, scope, indicator.region_id)?;
    let project = projects::store::find_within(conn, scope, indicator.project_id)?;
    let with = match with.filter(|with| *with != id) {
        Some(with) => Some(find_indicator_within(conn, scope, with)?),
        None => None,
    };
    let cases = match (per, cases) {
        (Per::Case, Some(cases)) => Some(find_indicator_within(conn, scope, cases)?),
        (Per::Case, None) => return Err(Refusal::invalid_at("query:cases", "required").into()),
        _ => None,
    };
    if [&with, &cases].into_iter().flatten().any(|other| other.region_id != region.id) {
        return Err(Code::NotFound.into());
    }
    if cases.as_ref().is_some_and(|cases| !can_be_spread(&cases.unit)) {
        return Err(Refusal::invalid_at("query:cases", "share_not_spread").into());
    }
    let differences = with.as_ref().map(|with| definition(&indicator).differences(&definition(with)));
    let mut gathered = Comparison {
        can_be_spread: can_be_spread(&indicator.unit),
        project: project.title,
        differences: differences.unwrap_or_default(),
        per,
        cases,
        lines: Vec::new(),
        without_count: Vec::new(),
        wanted: towns,
        choices: Vec::new(),
        not_shown: (!scope.is_bound()).then_some(0),
        region,
        benefit,
        indicator,
        with,
    };
    if !gathered.differences.is_empty() {
        return Ok(gathered);
    }
    if per != Per::Total && !gathered.can_be_spread {
        return Err(Refusal::invalid_at("query:per", "share_not_spread").into());
    }
    let asked: Vec<IndicatorId> =
        [Some(gathered.indicator.id), gathered.with.as_ref().map(|with| with.id)].into_iter().flatten().collect();
    let mut hidden = BTreeSet::new();
    for indicator in asked {
        hidden.extend(add(conn, scope, &mut gathered, indicator, today)?);
    }
    gathered.not_shown = gathered.not_shown.map(|_| hidden.len());
    gathered.lines.sort_by(|one, two| (&one.name_sort, one.indicator_id).cmp(&(&two.name_sort, two.indicator_id)));
    gathered.without_count.sort_unstable();
    gathered.without_count.dedup();
    gathered.choices.sort_unstable();
    gathered.choices.dedup();
    Ok(gathered)
}

/// Adds one indicator's lines. Answers whose figures the reader does not see.
fn add(
    conn: &mut AnyConn,
    scope: &Scope,
    gathered: &mut Comparison,
    indicator: IndicatorId,
    today: Day,
) -> Outcome<Vec<MunicipalityId>> {
    let region = gathered.region.id;
    let accepted: Vec<_> =
        commitments_to(conn, indicator)?.into_iter().filter(|row| row.accepted_in.is_some()).collect();
    let visible = regions::store::visible_figures(conn, scope, region, today)?;
    let (seen, hidden): (Vec<_>, Vec<_>) = accepted.into_iter().partition(|row| visible.includes(row.municipality_id));
    let towns: Vec<MunicipalityId> = seen.iter().map(|row| row.municipality_id).collect();
    let names = municipalities::store::named(conn, &towns, today)?;
    let counts = match (gathered.per, &gathered.cases) {
        (Per::Thousand, _) => inhabitants(conn, region)?,
        (Per::Case, Some(indicator)) => cases(conn, scope, indicator, today)?,
        _ => HashMap::new(),
    };
    let own = scope.own_municipalities();
    for one in promised(conn, &seen.iter().map(|row| row.id).collect::<Vec<_>>())? {
        let town = one.municipality_id;
        let known = names.get(&town);
        let name = known.map_or_else(|| town.to_string(), |row| row.name.clone());
        let name_sort = known.map_or_else(String::new, |row| row.name_sort.clone());
        let chosen = gathered.wanted.is_empty() || gathered.wanted.contains(&town);
        gathered.choices.push(Choosable { name_sort: name_sort.clone(), id: town, name: name.clone(), chosen });
        if !chosen {
            continue;
        }
        let count = counts.get(&town).map_or(&[][..], Vec::as_slice);
        if gathered.per != Per::Total && count.is_empty() {
            gathered.without_count.push(name);
            continue;
        }
        let mut line = line(conn, &one, gathered.per, count)?;
        line.count = holding_on(count, today);
        line.own = own.contains(&(region, town));
        line.number = known.map_or_else(String::new, |row| row.number.clone());
        line.name_sort = name_sort;
        line.name = name;
        gathered.lines.push(line);
    }
    Ok(hidden.into_iter().map(|row| row.municipality_id).collect())
}

fn line(conn: &mut AnyConn, promised: &Promised, per: Per, count: &[Count]) -> Outcome<Line> {
    // Counts are more than none, so that there always is an answer.
    let spread = |on: Day, value: Decimal| per.spread(value, holding_on(count, on)).unwrap_or(Figure::from_micros(0));
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
        count: None,
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
        attainment: last.and_then(|last| promise.attainment(last.value)),
    })
}
