//! What events are about, by the names that people know it by: the log itself holds ids.

use std::collections::HashMap;
use std::str::FromStr;

use diesel::prelude::*;

use super::rules::Event;
use crate::db::AnyConn;
use crate::db::schema::{benefit, commitment, handover, indicator, measurement, project};
use crate::ids::{BenefitId, CommitmentId, HandoverId, IndicatorId, MeasurementId, ProjectId};
use crate::refusal::Outcome;

/// The kind of a thing and its id, as they stand in events.
type Thing = (&'static str, String);

/// Names of the projects, benefits and indicators that events are about. Batons are of a project, what was promised and
/// measured of a benefit.
#[derive(Default)]
pub(super) struct Subjects(HashMap<Thing, String>);

impl Subjects {
    /// Looks them up; what is gone has no name.
    pub fn of(conn: &mut AnyConn, events: &[Event]) -> Outcome<Self> {
        let mut all = HashMap::new();
        let projects = project::table.select((project::id, project::title));
        for ids in wanted::<ProjectId>(events, "project").chunks(500) {
            put::<ProjectId>(&mut all, "project", projects.filter(project::id.eq_any(ids.to_vec())).load(conn)?);
        }
        let benefits = benefit::table.select((benefit::id, benefit::title));
        for ids in wanted::<BenefitId>(events, "benefit").chunks(500) {
            put::<BenefitId>(&mut all, "benefit", benefits.filter(benefit::id.eq_any(ids.to_vec())).load(conn)?);
        }
        let indicators = indicator::table.select((indicator::id, indicator::name));
        for ids in wanted::<IndicatorId>(events, "indicator").chunks(500) {
            put::<IndicatorId>(
                &mut all,
                "indicator",
                indicators.filter(indicator::id.eq_any(ids.to_vec())).load(conn)?,
            );
        }
        let batons = handover::table
            .inner_join(project::table.on(project::id.eq(handover::project_id)))
            .select((handover::id, project::title));
        for ids in wanted::<HandoverId>(events, "handover").chunks(500) {
            put::<HandoverId>(&mut all, "handover", batons.filter(handover::id.eq_any(ids.to_vec())).load(conn)?);
        }
        let promised = commitment::table
            .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
            .select((commitment::id, benefit::title));
        for ids in wanted::<CommitmentId>(events, "commitment").chunks(500) {
            put::<CommitmentId>(
                &mut all,
                "commitment",
                promised.filter(commitment::id.eq_any(ids.to_vec())).load(conn)?,
            );
        }
        let measured = measurement::table
            .inner_join(commitment::table.on(commitment::id.eq(measurement::commitment_id)))
            .inner_join(benefit::table.on(benefit::id.eq(commitment::benefit_id)))
            .select((measurement::id, benefit::title));
        for ids in wanted::<MeasurementId>(events, "measurement").chunks(500) {
            put::<MeasurementId>(
                &mut all,
                "measurement",
                measured.filter(measurement::id.eq_any(ids.to_vec())).load(conn)?,
            );
        }
        Ok(Self(all))
    }

    /// The name of what an event is about.
    pub fn name(&self, event: &Event) -> Option<&str> {
        let kind = KINDS.iter().find(|kind| **kind == event.object_type)?;
        self.0.get(&(*kind, event.object_id.clone())).map(String::as_str)
    }
}

const KINDS: &[&str] = &["project", "benefit", "indicator", "handover", "commitment", "measurement"];

fn wanted<Id: FromStr + Ord>(events: &[Event], kind: &str) -> Vec<Id> {
    let of_kind = events.iter().filter(|event| event.object_type == kind);
    let mut ids: Vec<Id> = of_kind.filter_map(|event| event.object_id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn put<Id: ToString>(all: &mut HashMap<Thing, String>, kind: &'static str, rows: Vec<(Id, String)>) {
    all.extend(rows.into_iter().map(|(id, name)| ((kind, id.to_string()), name)));
}
