//! What each row of a file would do, asked of the database as it stands.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::cells::{Measured, Row, Whose};
use super::table::{MOST_ERRORS, Reading};
use crate::access::permission::Measure;
use crate::access::{Allowed, Place};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::db::schema::commitment;
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, RegionId};
use crate::measurements::rules::{self, Before, Month, Unusual, due_in, wrong_day};
use crate::measurements::store::{self, Correction, Measurement, Named, Promised, Write};
use crate::municipalities;
use crate::refusal::{FieldError, Outcome};

/// What a row would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Record a value for a day that has none.
    New,
    /// Correct the day's value, which is this one now.
    Changed(Decimal),
    /// Nothing: the day has this value, kind and comment.
    Unchanged,
    /// It cannot be used.
    Wrong,
}

/// A row with what it would do.
#[derive(Clone, Debug)]
pub struct JudgedRow {
    /// The row.
    pub row: Row,
    /// Its commitment, where there is one that the sender may measure.
    pub commitment: Option<CommitmentId>,
    /// What it would do.
    pub verdict: Verdict,
    /// Whether the value looks mistyped.
    pub unusual: Option<Unusual>,
}

/// A file, judged.
#[derive(Debug)]
pub struct Judged {
    /// Every row that could be read.
    pub rows: Vec<JudgedRow>,
    /// Everything that is wrong, by row.
    pub errors: Vec<FieldError>,
    /// What is to be written when nothing is wrong, with the row's number.
    pub writes: Vec<(u64, Write)>,
    /// The commitments that the rows name.
    pub promised: BTreeMap<CommitmentId, Promised>,
}

impl Judged {
    /// What a row would write.
    pub fn write_of(&self, number: u64) -> Option<Write> {
        self.writes.iter().find(|(of, _)| *of == number).map(|(_, write)| write.clone())
    }

    /// How many rows have a verdict.
    pub fn count(&self, wanted: impl Fn(&Verdict) -> bool) -> usize {
        self.rows.iter().filter(|row| wanted(&row.verdict)).count()
    }
}

/// Judges every row. A row about something out of the sender's reach is like a row about nothing.
pub fn judge(
    conn: &mut AnyConn,
    allowed: &Allowed<Measure>,
    region: RegionId,
    reading: &Reading,
    why: &str,
    today: Day,
) -> Outcome<Judged> {
    let own: Vec<MunicipalityId> = allowed
        .scope()
        .own_municipalities()
        .into_iter()
        .filter(|(there, place)| *there == region && allowed.may(&Place::municipality(region, *place)))
        .map(|(_, place)| place)
        .collect();
    // Who measures in one municipality means that one.
    let mine = if let [mine] = own[..] { Some(mine) } else { None };
    let targets = targets(conn, &reading.rows, region, mine)?;
    let promised = measurable(conn, allowed, region, &targets, today)?;
    let known = known(conn, &promised, &reading.rows)?;
    // What a row is compared with: the row before it, at first the latest measurement.
    let mut last = Before::latest(store::latest_of(conn, &promised.keys().copied().collect::<Vec<_>>())?);
    let mut errors = reading.errors.clone();
    let mut judged =
        Judged { rows: Vec::with_capacity(reading.rows.len()), errors: Vec::new(), writes: Vec::new(), promised };
    let mut days: BTreeSet<(CommitmentId, Day)> = BTreeSet::new();
    for (row, target) in reading.rows.iter().zip(targets) {
        let found = target.and_then(|id| judged.promised.get(&id));
        let row = &Row { on: day_of(row, found, &known, today), ..row.clone() };
        let wrong = match found {
            None => Some((reading.columns.whose(), "unknown")),
            Some(one) if one.accepted_in.is_none() => Some((reading.columns.whose(), "not_accepted")),
            Some(one) => wrong_day(row.on, &one.followed.promise, today)
                .or((!days.insert((one.id, row.on))).then_some("twice_in_the_list"))
                .map(|code| (reading.columns.when(), code)),
        };
        if let Some((column, code)) = wrong {
            errors.push(FieldError::in_cell(row.number, column, code));
        }
        let (verdict, write) = match (wrong, found) {
            (None, Some(one)) => decide(row, one.id, known.get(&(one.id, row.on)), why),
            _ => (Verdict::Wrong, None),
        };
        let commitment = found.map(|one| one.id);
        let unusual = match (&verdict, found) {
            (Verdict::New | Verdict::Changed(_), Some(one)) => {
                last.next(one.id, &one.followed.promise, row.value, one.watch.unusual_tolerance)
            }
            _ => None,
        };
        judged.writes.extend(write.map(|write| (row.number, write)));
        judged.rows.push(JudgedRow { row: row.clone(), commitment, verdict, unusual });
    }
    errors.sort_by_key(|error| (error.row, error.column));
    errors.truncate(MOST_ERRORS);
    judged.errors = errors;
    Ok(judged)
}

/// The day that a row is for. Of a month it is the day that was measured, else the one on which a value is due, else the
/// last one that is not ahead: the same as in the grid.
fn day_of(row: &Row, found: Option<&Promised>, known: &HashMap<(CommitmentId, Day), Measurement>, today: Day) -> Day {
    let (Some(month), Some(one)) = (row.month, found) else { return row.on };
    let measured = month.days().rev().find(|day| known.contains_key(&(one.id, *day)));
    measured.or_else(|| due_in(&one.followed.calendar, month)).unwrap_or_else(|| month.last_day().min(today))
}

/// What a row leaves empty it leaves as it is.
fn says_the_same(row: &Row, now: &Measurement) -> bool {
    row.value == now.value
        && row.kind.is_none_or(|kind| kind == now.kind)
        && row.comment.as_ref().is_none_or(|comment| now.comment.as_ref() == Some(comment))
}

fn decide(row: &Row, id: CommitmentId, now: Option<&Measurement>, why: &str) -> (Verdict, Option<Write>) {
    match now {
        Some(now) if says_the_same(row, now) => (Verdict::Unchanged, None),
        Some(now) => {
            let correction = Correction {
                value: row.value,
                kind: row.kind,
                comment: row.comment.clone(),
                n: None,
                invited: None,
                reason: why.to_owned(),
            };
            (Verdict::Changed(now.value), Some(Write::Over(Box::new(now.clone()), correction)))
        }
        None => {
            let entry = rules::Entry {
                on: row.on,
                value: row.value,
                kind: row.kind.unwrap_or_default(),
                comment: row.comment.clone(),
                n: None,
                invited: None,
            };
            (Verdict::New, Some(Write::New(id, entry)))
        }
    }
}

/// The commitment of each row, whoever may see it. A municipality is found by the number it had on the row's day.
fn targets(
    conn: &mut AnyConn,
    rows: &[Row],
    region: RegionId,
    mine: Option<MunicipalityId>,
) -> Outcome<Vec<Option<CommitmentId>>> {
    let indicators: BTreeSet<IndicatorId> = rows
        .iter()
        .filter_map(|row| match &row.whose {
            Whose::Place { indicator: Measured::Indicator(indicator), .. } => Some(*indicator),
            _ => None,
        })
        .collect();
    let indicators: Vec<IndicatorId> = indicators.into_iter().collect();
    let mut places: HashMap<(IndicatorId, MunicipalityId), CommitmentId> = HashMap::new();
    for some in indicators.chunks(500) {
        let found: Vec<(IndicatorId, MunicipalityId, CommitmentId)> = commitment::table
            .filter(commitment::indicator_id.eq_any(some.to_vec()))
            .filter(commitment::region_id.eq(region))
            .select((commitment::indicator_id, commitment::municipality_id, commitment::id))
            .load(conn)?;
        places.extend(found.into_iter().map(|(indicator, municipality, id)| ((indicator, municipality), id)));
    }
    let mut numbers: HashMap<(String, Day), Option<MunicipalityId>> = HashMap::new();
    let mut names: HashMap<MunicipalityId, HashMap<String, Option<CommitmentId>>> = HashMap::new();
    rows.iter()
        .map(|row| match &row.whose {
            Whose::Commitment(id) => Ok(Some(*id)),
            Whose::Place { number, indicator } => {
                let municipality = match number {
                    None => mine,
                    Some(number) => {
                        let key = (number.clone(), row.on);
                        match numbers.get(&key) {
                            Some(known) => *known,
                            None => {
                                let found = numbered(conn, number, row.on)?;
                                numbers.insert(key, found);
                                found
                            }
                        }
                    }
                };
                let Some(municipality) = municipality else { return Ok(None) };
                match indicator {
                    Measured::Indicator(indicator) => Ok(places.get(&(*indicator, municipality)).copied()),
                    Measured::Named(name) => {
                        let known = match names.entry(municipality) {
                            Entry::Occupied(known) => known.into_mut(),
                            Entry::Vacant(new) => new.insert(by_name(conn, region, municipality)?),
                        };
                        Ok(known.get(&name.trim().to_lowercase()).copied().flatten())
                    }
                }
            }
        })
        .collect()
}

/// The commitments of a municipality by the names of their indicators and benefits; none under a name of several.
fn by_name(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: MunicipalityId,
) -> Outcome<HashMap<String, Option<CommitmentId>>> {
    let named = store::named_in_place(conn, region, municipality)?;
    let by = |name: fn(&Named) -> &str| {
        let mut names: HashMap<String, Option<CommitmentId>> = HashMap::new();
        for one in &named {
            let known = names.entry(name(one).trim().to_lowercase());
            known.and_modify(|known| *known = None).or_insert(Some(one.promised.id));
        }
        names
    };
    // An indicator's own name comes before a benefit's.
    let mut names = by(|one| &one.benefit);
    names.extend(by(|one| &one.indicator));
    Ok(names)
}

fn numbered(conn: &mut AnyConn, number: &str, on: Day) -> Outcome<Option<MunicipalityId>> {
    let found = municipalities::store::by_number(conn, number, on)?;
    // Spreadsheets drop the zero of `0301`.
    if found.is_none() && number.len() == 3 {
        return municipalities::store::by_number(conn, &format!("0{number}"), on);
    }
    Ok(found)
}

/// Of the commitments named, those of this region that the sender may measure.
fn measurable(
    conn: &mut AnyConn,
    allowed: &Allowed<Measure>,
    region: RegionId,
    targets: &[Option<CommitmentId>],
    today: Day,
) -> Outcome<BTreeMap<CommitmentId, Promised>> {
    let ids: BTreeSet<CommitmentId> = targets.iter().flatten().copied().collect();
    let ids: Vec<CommitmentId> = ids.into_iter().collect();
    Ok(store::promised_within(conn, &allowed.scope(), &ids, today)?
        .into_iter()
        .filter(|one| one.region_id == region && allowed.may(one))
        .map(|one| (one.id, one))
        .collect())
}

fn known(
    conn: &mut AnyConn,
    promised: &BTreeMap<CommitmentId, Promised>,
    rows: &[Row],
) -> Outcome<HashMap<(CommitmentId, Day), Measurement>> {
    let first = |row: &Row| row.month.map_or(row.on, Month::first_day);
    let days = rows.iter().flat_map(|row| [first(row), row.on]);
    let (Some(from), Some(to)) = (days.clone().min(), days.max()) else { return Ok(HashMap::new()) };
    let ids: Vec<CommitmentId> = promised.keys().copied().collect();
    let rows = store::on_days(conn, &ids, from, to)?;
    Ok(rows.into_iter().map(|row| ((row.commitment_id, row.on_day), row)).collect())
}
