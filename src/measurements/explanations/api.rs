//! Explanations in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::explain;
use crate::access::permission::{Measure, SeeFigures};
use crate::access::{Allowed, Place, Placed};
use crate::clock::{Day, Moment};
use crate::ids::{MeasurementId, PersonId};
use crate::measurements::store::{self, Explanation};
use crate::refusal::Code;
use crate::web::{Answer, Call, Replied};

/// Body of `explainDeviation`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplanationBody {
    /// Why the value is not what was planned.
    cause: String,
    /// What is done about it.
    #[serde(default)]
    remedy: String,
}

/// Why a measurement is not what was planned.
#[derive(Serialize, JsonSchema)]
pub struct ExplanationAnswer {
    measurement_id: MeasurementId,
    on: Day,
    cause: String,
    /// Empty where nothing is done about it.
    remedy: String,
    explained_by: Option<PersonId>,
    explained_at: Moment,
}

impl From<Explanation> for ExplanationAnswer {
    fn from(row: Explanation) -> Self {
        Self {
            measurement_id: row.measurement_id,
            on: row.on_day,
            cause: row.cause,
            remedy: row.remedy,
            explained_by: row.explained_by,
            explained_at: row.explained_at,
        }
    }
}

/// `explainDeviation`: the first goes without `If-Match`, later ones with.
pub async fn put(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let today = tx.now().day();
        let (row, promised) = store::find_within(tx, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&promised)?;
        let sent = call.if_match_optional()?;
        let body: ExplanationBody = call.json()?;
        let kept = explain(tx, &promised, &row, sent, (&body.cause, &body.remedy))?;
        let version = kept.version;
        Ok(Answer::ok(&ExplanationAnswer::from(kept)).version(version))
    })
    .await
}

/// `getExplanation`: 404 where nothing was explained, and, for those who do not measure there, where too few answered.
pub async fn get(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let today = call.app().db.now().day();
        let (row, promised) = store::find_within(conn, &allowed.scope(), call.id("id")?, today)?;
        allowed.over(&Place::region(promised.region_id))?;
        if row.is_too_few() && !allowed.may_also::<Measure>(&promised.place()) {
            return Err(Code::NotFound.into());
        }
        let known = store::explanation_of(conn, row.id)?.ok_or(crate::refusal::Refusal::new(Code::NotFound))?;
        let version = known.version;
        Ok(Answer::ok(&ExplanationAnswer::from(known)).version(version))
    })
    .await
}
