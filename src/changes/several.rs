//! Several steps changed at once: all of them, or none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::api::{StepAnswer, StepPatch, may_write, only_from_within, patched, update_within};
use super::rules::StepState;
use super::store;
use crate::access::Allowed;
use crate::access::permission::CarryOutSteps;
use crate::clock::Day;
use crate::db::Tx;
use crate::ids::{PersonId, StepId};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, FieldError, Outcome, Refusal, Trouble};
use crate::web::{Answer, Call, Replied, patch};

const MOST: usize = 200;

/// Body of `updateChangeSteps`: the steps as they were seen, and what all of them get.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeveralBody {
    /// At most 200, each once.
    steps: Vec<SeenStep>,
    set: StepsPatch,
}

/// A step in the version that was seen.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenStep {
    /// Which step.
    pub id: StepId,
    /// Its version.
    pub version: i64,
}

/// What several steps can get at once: what is left out stays, what is null is taken away.
#[derive(Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepsPatch {
    /// By when.
    #[serde(default, deserialize_with = "patch::given")]
    pub due_on: Option<Option<Day>>,
    /// Who.
    #[serde(default, deserialize_with = "patch::given")]
    pub owner_id: Option<Option<PersonId>>,
    /// Of municipalities' steps.
    pub state: Option<StepState>,
    /// Required for blocked and dropped.
    pub blocked_reason: Option<String>,
}

impl StepsPatch {
    fn is_empty(&self) -> bool {
        self.due_on.is_none() && self.owner_id.is_none() && self.state.is_none() && self.blocked_reason.is_none()
    }

    fn for_one(&self) -> StepPatch {
        StepPatch {
            due_on: self.due_on,
            owner_id: self.owner_id,
            state: self.state,
            blocked_reason: self.blocked_reason.clone(),
            ..StepPatch::default()
        }
    }
}

/// Answer of `updateChangeSteps`.
#[derive(Serialize, JsonSchema)]
pub struct SeveralAnswer {
    items: Vec<StepAnswer>,
}

/// `updateChangeSteps`
pub async fn update(allowed: Allowed<CarryOutSteps>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let scope = allowed.scope();
        let project = projects::find_within(tx, &scope, call.id("id")?)?;
        may_write(allowed, &project)?;
        let body: SeveralBody = call.json()?;
        update_several(tx, allowed, &project, &body.steps, &body.set)?;
        let rows = body.steps.iter().map(|one| store::find_within(tx, &scope, one.id));
        let items = rows.map(|row| Ok(StepAnswer::from(row?))).collect::<Outcome<Vec<_>>>()?;
        Ok(Answer::ok(&SeveralAnswer { items }))
    })
    .await
}

/// Changes several steps of a project. What stands in the way of one stands in the way of all, and names it.
pub fn update_several(
    tx: &mut Tx<'_>,
    allowed: &Allowed<CarryOutSteps>,
    project: &Project,
    steps: &[SeenStep],
    set: &StepsPatch,
) -> Outcome<()> {
    if steps.is_empty() {
        return Err(Refusal::invalid_at("/steps", "required").into());
    }
    if steps.len() > MOST {
        return Err(Refusal::invalid(vec![FieldError::at("/steps", "too_many").with("max", MOST)]).into());
    }
    if set.is_empty() {
        return Err(Refusal::invalid_at("/set/state", "nothing_to_change").into());
    }
    for (place, seen) in steps.iter().enumerate() {
        let step = store::find_within(tx, &allowed.scope(), seen.id)?;
        if step.project_id != project.id {
            return Err(Code::NotFound.into());
        }
        allowed.over(&step)?;
        only_from_within(allowed.someone()?, crate::access::Placed::place(&step))?;
        if steps[..place].iter().any(|earlier| earlier.id == seen.id) {
            return Err(Refusal::invalid_at(&format!("/steps/{place}/id"), "named_twice").into());
        }
        let draft = patched(&step, set.for_one()).map_err(|refusal| refusal.within("/set"))?;
        update_within(tx, allowed.someone()?, &step, seen.version, draft).map_err(|trouble| match trouble {
            Trouble::Refused(refusal) if refusal.code == Code::Stale => {
                Trouble::from(refusal.with("step", step.title.as_str()))
            }
            Trouble::Refused(refusal) => refusal.within("/set").into(),
            broke => broke,
        })?;
    }
    Ok(())
}
