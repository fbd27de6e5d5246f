//! Why a benefit is behind its plan: explained once, in words, and used wherever the deviation is shown.

pub mod api;
pub mod pages;
mod view;

use std::collections::BTreeSet;

pub use self::view::said;
use super::rules::{Deviation, LONGEST_TEXT, Pace, deviation, pace};
use super::store::{self, Explanation, Measurement, Promised};
use crate::access::Placed;
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::db::Tx;
use crate::decimal::Decimal;
use crate::refusal::{Checks, Code, Outcome};

/// A benefit's deviation with the words that account for it.
#[derive(Clone, Debug)]
pub enum Accounted {
    /// Nothing is asked for.
    OnPlan,
    /// Behind, and explained.
    Explained(Box<Explanation>),
    /// Behind, and nobody has said why.
    Unexplained,
}

/// How a benefit's deviation is accounted for, from its measurements and explanations in order of day.
pub fn accounted(
    promised: &Promised,
    behind_from: Decimal,
    series: &[Measurement],
    explanations: &[Explanation],
) -> Accounted {
    let promise = &promised.followed.promise;
    let judged: Vec<(Day, Pace)> = series
        .iter()
        .filter_map(Measurement::shown)
        .map(|point| (point.on, pace(promise, point.on, point.value, behind_from)))
        .collect();
    let days: BTreeSet<Day> = explanations.iter().map(|one| one.on_day).collect();
    match deviation(&judged, &days) {
        Deviation::None => Accounted::OnPlan,
        Deviation::Unexplained => Accounted::Unexplained,
        Deviation::Explained(on) => explanations
            .iter()
            .find(|one| one.on_day == on)
            .map_or(Accounted::Unexplained, |one| Accounted::Explained(Box::new(one.clone()))),
    }
}

/// Keeps an explanation and tells the log. Shared by the API and the page.
fn explain(
    tx: &mut Tx<'_>,
    promised: &Promised,
    row: &Measurement,
    sent: Option<i64>,
    words: (&str, &str),
) -> Outcome<Explanation> {
    let mut checks = Checks::new();
    let cause = checks.text("/cause", words.0, LONGEST_TEXT);
    let remedy = checks.optional_text("/remedy", words.1, LONGEST_TEXT);
    checks.done(())?;
    let known = store::explanation_of(tx, row.id)?;
    let over = known.as_ref().map(|known| known.version);
    match (over, sent) {
        (Some(_), None) => return Err(Code::IfMatchNeeded.into()),
        (over, sent) if over != sent => return Err(Code::Stale.into()),
        _ => {}
    }
    let kept = store::explain(tx, (promised, row), over, &cause, &remedy)?;
    let values = |one: &Explanation| {
        Values::new().with("on", one.on_day).personal("cause", &one.cause).personal("remedy", &one.remedy)
    };
    let change = Change::of(promised.place(), "deviation_explained", "measurement", row.id);
    let change = known.as_ref().map_or(change.clone(), |known| change.from(values(known)));
    audit::record(tx, &change.to(values(&kept)))?;
    Ok(kept)
}
