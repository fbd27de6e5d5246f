//! Explanations of deviations. The only writer of `explanation`.

use diesel::prelude::*;

use super::{Measurement, Promised};
use crate::clock::{Day, Moment};
use crate::db::schema::explanation;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{CommitmentId, MeasurementId, PersonId};
use crate::refusal::{Code, Outcome};

/// Why a measurement is not what was planned, and what is done about it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = explanation)]
pub struct Explanation {
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// Its commitment.
    pub commitment_id: CommitmentId,
    /// The day it is for.
    pub on_day: Day,
    /// Why.
    pub cause: String,
    /// What is done about it; may be empty.
    pub remedy: String,
    /// Who explained.
    pub explained_by: Option<PersonId>,
    /// When.
    pub explained_at: Moment,
    /// Version for `If-Match`.
    pub version: i64,
}

/// The explanations of some commitments, in order of day.
pub fn explanations_of(conn: &mut AnyConn, commitments: &[CommitmentId]) -> Outcome<Vec<Explanation>> {
    let mut found = Vec::new();
    for some in commitments.chunks(500) {
        let rows: Vec<Explanation> = explanation::table
            .filter(explanation::commitment_id.eq_any(some.to_vec()))
            .select(Explanation::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    found.sort_by_key(|row| (row.on_day, row.measurement_id));
    Ok(found)
}

/// The explanation of a measurement.
pub fn explanation_of(conn: &mut AnyConn, id: MeasurementId) -> Outcome<Option<Explanation>> {
    Ok(explanation::table
        .filter(explanation::measurement_id.eq(id))
        .select(Explanation::as_select())
        .first(conn)
        .optional()?)
}

/// Keeps an explanation, over the version that stood there: none at first. 412 when another stands there by now.
pub fn explain(
    tx: &mut Tx<'_>,
    (promised, row): (&Promised, &Measurement),
    over: Option<i64>,
    cause: &str,
    remedy: &str,
) -> Outcome<Explanation> {
    let (by, now) = (tx.access().person(), tx.now());
    let changed = match over {
        None => {
            let made = diesel::insert_into(explanation::table)
                .values((
                    explanation::measurement_id.eq(row.id),
                    explanation::commitment_id.eq(promised.id),
                    explanation::region_id.eq(promised.region_id),
                    explanation::on_day.eq(row.on_day),
                    explanation::cause.eq(cause),
                    explanation::remedy.eq(remedy),
                    explanation::explained_by.eq(by),
                    explanation::explained_at.eq(now),
                    explanation::version.eq(1),
                ))
                .execute(&mut **tx);
            if made.as_ref().is_err_and(is_unique_violation) { 0 } else { made? }
        }
        Some(version) => diesel::update(
            explanation::table.filter(explanation::measurement_id.eq(row.id)).filter(explanation::version.eq(version)),
        )
        .set((
            explanation::cause.eq(cause),
            explanation::remedy.eq(remedy),
            explanation::explained_by.eq(by),
            explanation::explained_at.eq(now),
            explanation::version.eq(version + 1),
        ))
        .execute(&mut **tx)?,
    };
    if changed == 0 {
        return Err(Code::Stale.into());
    }
    explanation_of(tx, row.id)?.ok_or(Code::NotFound.into())
}
