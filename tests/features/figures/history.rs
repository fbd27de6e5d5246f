//! What is known of a made-up history of a region: what was promised, and what was measured. The slow path reads nothing else.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::slow::Exact;

/// A project in a municipality.
pub type Place = (usize, usize);

/// A member.
pub struct Town {
    pub id: String,
    pub name: String,
    /// Whether every member sees its figures, or only the region.
    pub shared: bool,
    pub inhabitants: Vec<(NaiveDate, i64)>,
}

pub struct Project {
    pub id: String,
    pub title: String,
    /// Its phases, decision points, theme and ends, as the program tells them back.
    pub plan: Value,
}

pub struct Indicator {
    pub id: String,
    pub project: usize,
    pub benefit: String,
    pub name: String,
    pub class: &'static str,
    pub arises_in: &'static str,
    pub unit: &'static str,
    pub decimals: usize,
    /// Whether a value tells what came in, and not how it stood.
    pub flow: bool,
}

/// A current value with what it replaced.
pub struct Measured {
    pub id: String,
    pub on: NaiveDate,
    /// Millionths.
    pub value: i64,
    /// Those it was corrected from, the oldest first.
    pub before: Vec<i64>,
    pub n: Option<i64>,
    pub invited: Option<i64>,
    pub waits: bool,
    /// Why it is not what was planned, and what is done about it.
    pub cause: Option<(String, String)>,
}

/// What was promised of an indicator in a municipality.
pub struct Commitment {
    pub id: String,
    pub indicator: usize,
    pub place: Place,
    pub direction: &'static str,
    pub frequency: &'static str,
    pub baseline: (NaiveDate, i64),
    pub plan: Vec<(NaiveDate, i64)>,
    pub target: (NaiveDate, i64),
    pub first: NaiveDate,
    pub until: Option<NaiveDate>,
    pub accepted: bool,
    /// In order of day.
    pub measured: Vec<Measured>,
}

pub struct History {
    pub region: String,
    pub name: String,
    pub today: NaiveDate,
    /// From which share of the plan a benefit is only slightly behind.
    pub threshold: Exact,
    pub towns: Vec<Town>,
    pub projects: Vec<Project>,
    pub indicators: Vec<Indicator>,
    pub commitments: Vec<Commitment>,
    /// How each place's baton stands; those without one are not here.
    pub states: BTreeMap<Place, &'static str>,
}

/// A decimal as the API takes it.
pub fn plain(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:06}", value.abs() / 1_000_000, value.abs() % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub fn at(days: i64, from: NaiveDate) -> NaiveDate {
    if days < 0 { from - Days::new(days.unsigned_abs()) } else { from + Days::new(days.unsigned_abs()) }
}

impl History {
    /// What was promised in accepted handovers of some municipalities.
    pub fn accepted<'a>(&'a self, takes: impl Fn(&Commitment) -> bool + 'a) -> impl Iterator<Item = &'a Commitment> {
        self.commitments.iter().filter(move |one| one.accepted && takes(one))
    }

    /// One of an indicator's commitments; they have its direction and frequency in common.
    pub fn promised_of(&self, indicator: usize) -> &Commitment {
        self.commitments.iter().find(|one| one.indicator == indicator).expect("everybody has promised")
    }

    pub fn indicator(&self, one: &Commitment) -> &Indicator {
        &self.indicators[one.indicator]
    }
}
