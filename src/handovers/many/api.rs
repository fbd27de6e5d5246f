//! Sending to many, in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Lane, told};
use crate::access::Allowed;
use crate::access::permission::OfferHandover;
use crate::clock::Day;
use crate::handovers::assembly;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::ids::{HandoverId, MunicipalityId};
use crate::web::{Answer, Call, Replied, problem};

/// Body of `offerHandovers`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OffersBody {
    /// To whom; everybody who waits for the baton when left out.
    municipality_ids: Option<Vec<MunicipalityId>>,
    /// Send to those who are ready and leave the others. Otherwise nothing is sent when anybody is not ready.
    #[serde(default)]
    only_ready: bool,
    /// The last day to answer, the same for all.
    answer_by: Option<Day>,
}

/// A baton that is on its way.
#[derive(Serialize, JsonSchema)]
pub struct SentAnswer {
    handover_id: HandoverId,
    municipality_id: MunicipalityId,
    state: State,
    content_sha256: String,
}

/// A municipality that is not ready.
#[derive(Serialize, JsonSchema)]
pub struct LeftAnswer {
    municipality_id: MunicipalityId,
    handover_id: Option<HandoverId>,
    /// What is missing.
    missing: Vec<MissingAnswer>,
}

/// Something that is missing.
#[derive(Serialize, JsonSchema)]
pub struct MissingAnswer {
    pointer: String,
    code: &'static str,
    message: String,
}

/// Answer of `offerHandovers`.
#[derive(Serialize, JsonSchema)]
pub struct OffersAnswer {
    sent: Vec<SentAnswer>,
    not_ready: Vec<LeftAnswer>,
}

/// `offerHandovers`
pub async fn offer(allowed: Allowed<OfferHandover>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = call.id("id")?;
        // Who may not even see the project learns nothing about the body.
        let found = crate::projects::store::find_within(tx, &allowed.scope(), project)?;
        allowed.over(&found)?;
        let body: OffersBody = call.json()?;
        let chosen = body.municipality_ids.as_deref();
        let done = super::offer(tx, allowed, call, project, chosen, body.only_ready, body.answer_by)?;
        let today = tx.now().day();
        let mut sent = Vec::with_capacity(done.sent.len());
        for row in &done.sent {
            let content_sha256 = assembly::assemble(tx, row, today)?.content_sha256;
            let (handover_id, municipality_id) = (row.id, row.municipality_id);
            sent.push(SentAnswer { handover_id, municipality_id, state: row.state, content_sha256 });
        }
        let not_ready = done.left.iter().map(|lane| left(call.lang(), lane)).collect();
        Ok(Answer::ok(&OffersAnswer { sent, not_ready }))
    })
    .await
}

fn left(lang: Lang, lane: &Lane) -> LeftAnswer {
    let missing = told(lane)
        .iter()
        .map(|error| MissingAnswer {
            pointer: error.pointer.clone().unwrap_or_default(),
            code: error.code,
            message: problem::field_sentence(lang, error),
        })
        .collect();
    LeftAnswer { municipality_id: lane.municipality_id, handover_id: lane.row.as_ref().map(|row| row.id), missing }
}
