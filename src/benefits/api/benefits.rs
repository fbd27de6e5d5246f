//! Benefits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{DefineRoadmap, SeeRoadmap};
use crate::access::{Allowed, Placed};
use crate::audit::{self, Change};
use crate::benefits::rules::{BenefitDraft, Class, Polarity};
use crate::benefits::store::{self, Benefit};
use crate::db::Tx;
use crate::ids::{BenefitId, ProjectId};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, Outcome};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied, patch};

/// Body of `updateBenefit`: what is left out stays, what is null is taken away.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitPatch {
    title: Option<String>,
    /// Required at acceptance, not before.
    #[serde(default, deserialize_with = "patch::given")]
    class: Option<Option<Class>>,
    /// `own_organisation`, `other_public_body`, `state`, `citizens`, `business`, `voluntary_sector`, or free words.
    #[serde(default, deserialize_with = "patch::given")]
    arises_in: Option<Option<String>>,
    polarity: Option<Polarity>,
    description: Option<String>,
    /// `budget_reduction`, `better_quality`, `development`, `competence`, `other`, or free words.
    use_of_gain: Option<String>,
    /// What must hold for the benefit to come.
    assumptions: Option<Vec<String>>,
}

patch::creation! {
    /// Body of `createBenefit`: an idea needs a title only.
    BenefitBody from BenefitPatch, requires "title"
}

impl BenefitPatch {
    fn over(self, draft: BenefitDraft) -> BenefitDraft {
        BenefitDraft {
            title: self.title.unwrap_or(draft.title),
            class: self.class.unwrap_or(draft.class),
            arises_in: self.arises_in.unwrap_or(draft.arises_in),
            polarity: self.polarity.unwrap_or(draft.polarity),
            description: self.description.unwrap_or(draft.description),
            use_of_gain: self.use_of_gain.unwrap_or(draft.use_of_gain),
            assumptions: self.assumptions.unwrap_or(draft.assumptions),
        }
    }
}

/// A benefit.
#[derive(Serialize, JsonSchema)]
pub struct BenefitAnswer {
    id: BenefitId,
    project_id: ProjectId,
    title: String,
    class: Option<Class>,
    arises_in: Option<String>,
    polarity: Polarity,
    description: String,
    use_of_gain: String,
    assumptions: Vec<String>,
    version: i64,
}

/// Benefits.
pub type BenefitList = List<BenefitAnswer>;

impl From<Benefit> for BenefitAnswer {
    fn from(row: Benefit) -> Self {
        let draft = row.draft();
        Self {
            id: row.id,
            project_id: row.project_id,
            title: draft.title,
            class: draft.class,
            arises_in: draft.arises_in,
            polarity: draft.polarity,
            description: draft.description,
            use_of_gain: draft.use_of_gain,
            assumptions: draft.assumptions,
            version: row.version,
        }
    }
}

/// `createBenefit`
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let body: BenefitBody = call.json()?;
        let id = create_within(tx, &project, body.0.over(BenefitDraft::default()))?;
        let row = store::find_benefit_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&BenefitAnswer::from(row), format!("/api/v1/benefits/{id}")).version(version))
    })
    .await
}

/// Makes a benefit and tells of it. Shared by the API and the page.
pub fn create_within(tx: &mut Tx<'_>, project: &Project, draft: BenefitDraft) -> Outcome<BenefitId> {
    let draft = draft.checked()?;
    projects::lock(tx, project.id)?;
    let id = store::insert_benefit(tx, project, &draft)?;
    let facts = store::benefit_facts(&draft).plain("project_id", project.id).all();
    audit::record(tx, &Change::of(project.place(), "benefit_created", "benefit", id).to(facts))?;
    Ok(id)
}

/// Writes a benefit anew and tells what changed. Shared by the API and the page. The kind of a benefit stands once a
/// municipality has accepted figures for it.
pub fn update_within(tx: &mut Tx<'_>, benefit: &Benefit, wanted: i64, draft: BenefitDraft) -> Outcome<()> {
    let draft = draft.checked()?;
    projects::lock(tx, benefit.project_id)?;
    if wanted != benefit.version {
        return Err(Code::Stale.into());
    }
    let before = benefit.draft();
    if before.moves_what_was_accepted(&draft) {
        for indicator in store::indicators_of_benefit(tx, benefit.id)? {
            if store::has_accepted_figures(tx, indicator.id)? {
                return Err(Code::AlreadyAccepted.into());
            }
        }
    }
    store::update_benefit(tx, benefit, &draft)?;
    let (old, new) = store::benefit_facts(&before).changes_to(&store::benefit_facts(&draft));
    audit::record(tx, &Change::of(benefit.place(), "benefit_updated", "benefit", benefit.id).from(old).to(new))?;
    Ok(())
}

/// `listBenefits`
pub async fn list(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let page = Page::of(call)?;
        let items = store::benefits_of(conn, project.id)?.into_iter().map(BenefitAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &BenefitAnswer| item.id.number(), false)?))
    })
    .await
}

/// `getBenefit`
pub async fn get(allowed: Allowed<SeeRoadmap>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_benefit_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&BenefitAnswer::from(row)).version(version))
    })
    .await
}

/// `updateBenefit`
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let benefit = store::find_benefit_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&benefit)?;
        let wanted = call.if_match()?;
        let body: BenefitPatch = call.json()?;
        update_within(tx, &benefit, wanted, body.over(benefit.draft()))?;
        let row = store::find_benefit_within(tx, &allowed.scope(), benefit.id)?;
        let version = row.version;
        Ok(Answer::ok(&BenefitAnswer::from(row)).version(version))
    })
    .await
}
