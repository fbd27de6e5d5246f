//! The roadmap: projects, benefits, change steps, anchoring and what is to be alike everywhere.

use actix_web::http::Method;

use crate::projects;
use crate::web::table::{Op, Table};

pub(super) fn roadmap(table: &mut Table) {
    use projects::{api, pages, participation, versions};
    table.page(Method::GET, "/projects", projects::roadmap::pages::show);
    table.page(Method::GET, "/regions/{id}/roadmap-versions", versions::pages::list);
    table.page(Method::GET, "/regions/{id}/roadmap-versions/new", versions::pages::new_form);
    table.page(Method::POST, "/regions/{id}/roadmap-versions/new", versions::pages::publish);
    table.page(Method::GET, "/roadmap-versions/{id}", versions::pages::show);
    table.page(Method::GET, "/roadmap-versions/{id}/differences", versions::pages::compare);
    table.page(Method::GET, "/projects/new", pages::edit::new_form);
    table.page(Method::POST, "/projects/new", pages::edit::create);
    table.page(Method::GET, "/projects/{id}", pages::project::show);
    table.page(Method::GET, "/projects/{id}/edit", pages::edit::edit_form);
    table.page(Method::POST, "/projects/{id}/edit", pages::edit::update);
    table.page(Method::GET, "/projects/{id}/plan", pages::plan::form);
    table.page(Method::POST, "/projects/{id}/plan", pages::plan::update);
    table.page(Method::GET, "/projects/{id}/participants", pages::participants::show);
    table.page(Method::POST, "/projects/{id}/participants/{municipality_id}", pages::participants::set);

    let word = serde_json::json!({"type": "string"});
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/roadmap",
        projects::roadmap::api::get,
        Op::new("regionRoadmap")
            .query("theme", false, word.clone())
            .query("municipality", false, word.clone())
            .query("phase", false, word.clone())
            .query("class", false, word.clone())
            .answers::<projects::roadmap::api::RoadmapAnswer>(200)
            .also_as_file(),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/roadmap-versions",
        versions::api::publish,
        Op::new("publishRoadmap")
            .body::<versions::api::PublishRoadmapBody>()
            .answers::<versions::api::RoadmapVersionAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/roadmap-versions",
        versions::api::list,
        Op::new("listRoadmapVersions").paged().answers::<versions::api::RoadmapVersionList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/roadmap-versions/{id}",
        versions::api::get,
        Op::new("getRoadmapVersion").answers::<versions::api::WholeRoadmapVersion>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/roadmap-versions/{id}/differences",
        versions::api::compare,
        Op::new("compareRoadmapVersions").query("to", false, word).answers::<versions::api::RoadmapDifferences>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/projects",
        api::create,
        Op::new("createProject").body::<api::ProjectBody>().answers::<api::ProjectAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/projects",
        api::list,
        Op::new("listProjects").paged().answers::<api::ProjectList>(200),
    );
    table.api(Method::GET, "/api/v1/projects/{id}", api::get, Op::new("getProject").answers::<api::ProjectAnswer>(200));
    table.api(
        Method::PATCH,
        "/api/v1/projects/{id}",
        api::update,
        Op::new("updateProject").body::<api::ProjectPatch>().answers::<api::ProjectAnswer>(200).needs_if_match(),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/participants",
        participation::list,
        Op::new("listParticipations").paged().answers::<participation::ParticipationList>(200),
    );
    table.api(
        Method::PUT,
        "/api/v1/projects/{id}/participants/{municipality_id}",
        participation::set,
        Op::new("setParticipation")
            .body::<participation::ParticipationBody>()
            .answers::<participation::ParticipationAnswer>(200)
            .answers::<participation::ParticipationAnswer>(201)
            .takes_if_match(),
    );
}

pub(super) fn plans(table: &mut Table) {
    use crate::plans::pages;
    table.page(Method::GET, "/regions/{id}/plan-import", pages::form);
    table.page(Method::POST, "/regions/{id}/plan-import", pages::post);
}

pub(super) fn benefits(table: &mut Table) {
    use crate::benefits::api::{benefits, campaigns, commitments, indicators};
    use crate::benefits::pages;
    table.page(Method::GET, "/projects/{id}/benefits/new", pages::benefit::new_form);
    table.page(Method::POST, "/projects/{id}/benefits/new", pages::benefit::create);
    table.page(Method::GET, "/benefits/{id}/edit", pages::benefit::edit_form);
    table.page(Method::POST, "/benefits/{id}/edit", pages::benefit::update);
    table.page(Method::GET, "/benefits/{id}/indicators/new", pages::indicator::new_form);
    table.page(Method::POST, "/benefits/{id}/indicators/new", pages::indicator::create);
    table.page(Method::GET, "/indicators/{id}/edit", pages::indicator::edit_form);
    table.page(Method::POST, "/indicators/{id}/edit", pages::indicator::update);
    table.page(Method::GET, "/indicators/{id}/campaigns", pages::campaign::list);
    table.page(Method::POST, "/indicators/{id}/campaigns", pages::campaign::create);
    table.page(Method::GET, "/campaigns/{id}/edit", pages::campaign::edit_form);
    table.page(Method::POST, "/campaigns/{id}/edit", pages::campaign::update);
    table.page(Method::POST, "/campaigns/{id}/remove", pages::campaign::remove);
    table.page(Method::GET, "/indicators/{id}/commitments/{municipality_id}", pages::commitment::form);
    table.page(Method::POST, "/indicators/{id}/commitments/{municipality_id}", pages::commitment::put);
    table.page(Method::GET, "/projects/{id}/commitments", pages::overview::show);

    table.api(
        Method::POST,
        "/api/v1/projects/{id}/benefits",
        benefits::create,
        Op::new("createBenefit").body::<benefits::BenefitBody>().answers::<benefits::BenefitAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/benefits",
        benefits::list,
        Op::new("listBenefits").paged().answers::<benefits::BenefitList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/benefits/{id}",
        benefits::get,
        Op::new("getBenefit").answers::<benefits::BenefitAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/benefits/{id}",
        benefits::update,
        Op::new("updateBenefit")
            .body::<benefits::BenefitPatch>()
            .answers::<benefits::BenefitAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/benefits/{id}/indicators",
        indicators::create,
        Op::new("createIndicator").body::<indicators::IndicatorBody>().answers::<indicators::IndicatorAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/benefits/{id}/indicators",
        indicators::list,
        Op::new("listIndicators").paged().answers::<indicators::IndicatorList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/indicators/{id}",
        indicators::get,
        Op::new("getIndicator").answers::<indicators::IndicatorAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/indicators/{id}",
        indicators::update,
        Op::new("updateIndicator")
            .body::<indicators::IndicatorPatch>()
            .answers::<indicators::IndicatorAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/indicators/{id}/campaigns",
        campaigns::create,
        Op::new("createCampaign").body::<campaigns::CampaignBody>().answers::<campaigns::CampaignAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/indicators/{id}/campaigns",
        campaigns::list,
        Op::new("listCampaigns").paged().answers::<campaigns::CampaignList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/campaigns/{id}",
        campaigns::get,
        Op::new("getCampaign").answers::<campaigns::CampaignAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/campaigns/{id}",
        campaigns::update,
        Op::new("updateCampaign")
            .body::<campaigns::CampaignPatch>()
            .answers::<campaigns::CampaignAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::DELETE,
        "/api/v1/campaigns/{id}",
        campaigns::delete,
        Op::new("deleteCampaign").answers_nothing().needs_if_match(),
    );
    table.api(
        Method::GET,
        "/api/v1/indicators/{id}/commitments",
        commitments::list,
        Op::new("listCommitments").paged().answers::<commitments::CommitmentList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/indicators/{id}/commitments/{municipality_id}",
        commitments::get,
        Op::new("getCommitment").answers::<commitments::CommitmentAnswer>(200),
    );
    table.api(
        Method::PUT,
        "/api/v1/indicators/{id}/commitments/{municipality_id}",
        commitments::put,
        Op::new("putCommitment")
            .body::<commitments::CommitmentBody>()
            .answers::<commitments::CommitmentAnswer>(200)
            .answers::<commitments::CommitmentAnswer>(201)
            .takes_if_match(),
    );
}

pub(super) fn changes(table: &mut Table) {
    use crate::changes::{api, pages, several};
    table.page(Method::GET, "/projects/{id}/steps", pages::list::show);
    table.page(Method::GET, "/projects/{id}/steps/new", pages::edit::new_form);
    table.page(Method::POST, "/projects/{id}/steps/new", pages::edit::create);
    table.page(Method::POST, "/projects/{id}/steps/{municipality_id}", pages::list::take_on);
    table.page(Method::GET, "/projects/{id}/steps/{municipality_id}/several", pages::several::form);
    table.page(Method::POST, "/projects/{id}/steps/{municipality_id}/several", pages::several::update);
    table.page(Method::GET, "/change-steps/{id}/edit", pages::edit::edit_form);
    table.page(Method::POST, "/change-steps/{id}/edit", pages::edit::update);
    table.page(Method::POST, "/change-steps/{id}/done", pages::list::done);

    table.api(
        Method::POST,
        "/api/v1/projects/{id}/change-steps",
        api::create,
        Op::new("createChangeStep").body::<api::StepBody>().answers::<api::StepAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/change-steps",
        api::list,
        Op::new("listChangeSteps")
            .paged()
            .query("municipality_id", false, serde_json::json!({"type": "string"}))
            .answers::<api::StepList>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/projects/{id}/change-steps",
        several::update,
        Op::new("updateChangeSteps").body::<several::SeveralBody>().answers::<several::SeveralAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/change-steps/{id}",
        api::get,
        Op::new("getChangeStep").answers::<api::StepAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/change-steps/{id}",
        api::update,
        Op::new("updateChangeStep").body::<api::StepPatch>().answers::<api::StepAnswer>(200).needs_if_match(),
    );
}

pub(super) fn anchoring(table: &mut Table) {
    use crate::anchoring::api::{competences, entries};
    use crate::anchoring::pages;
    table.page(Method::GET, "/projects/{id}/anchoring", pages::list::show);
    table.page(Method::GET, "/projects/{id}/anchoring/{municipality_id}", pages::town::show);
    table.page(Method::POST, "/projects/{id}/anchoring/{municipality_id}", pages::town::record);
    table.page(Method::GET, "/anchoring/{id}/edit", pages::entry::edit_form);
    table.page(Method::POST, "/anchoring/{id}/edit", pages::entry::update);
    table.page(Method::GET, "/projects/{id}/competences/new", pages::competence::new_form);
    table.page(Method::POST, "/projects/{id}/competences/new", pages::competence::create);
    table.page(Method::GET, "/competences/{id}/edit", pages::competence::edit_form);
    table.page(Method::POST, "/competences/{id}/edit", pages::competence::update);
    table.page(Method::POST, "/competences/{id}/states/{municipality_id}", pages::town::set_state);

    table.api(
        Method::GET,
        "/api/v1/projects/{id}/anchoring",
        entries::of_project,
        Op::new("projectAnchoring").answers::<entries::AnchoringOverview>(200).also_as_file(),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/anchoring/{municipality_id}",
        entries::list,
        Op::new("listAnchoring").paged().answers::<entries::AnchoringList>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/projects/{id}/anchoring/{municipality_id}",
        entries::record,
        Op::new("recordAnchoring").body::<entries::AnchoringBody>().answers::<entries::AnchoringAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/anchoring/{id}",
        entries::get,
        Op::new("getAnchoring").answers::<entries::AnchoringAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/anchoring/{id}",
        entries::correct,
        Op::new("correctAnchoring")
            .body::<entries::AnchoringPatch>()
            .answers::<entries::AnchoringAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/competences",
        competences::list,
        Op::new("listCompetences").paged().answers::<competences::CompetenceList>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/projects/{id}/competences",
        competences::create,
        Op::new("createCompetence").body::<competences::CompetenceBody>().answers::<competences::CompetenceAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/competences/{id}",
        competences::get,
        Op::new("getCompetence").answers::<competences::CompetenceAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/competences/{id}",
        competences::update,
        Op::new("updateCompetence")
            .body::<competences::CompetencePatch>()
            .answers::<competences::CompetenceAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::PUT,
        "/api/v1/competences/{id}/states/{municipality_id}",
        competences::set_state,
        Op::new("setCompetenceState")
            .body::<competences::CompetenceStateBody>()
            .answers::<competences::CompetenceStateAnswer>(200)
            .answers::<competences::CompetenceStateAnswer>(201)
            .takes_if_match(),
    );
}

pub(super) fn routines(table: &mut Table) {
    use crate::routines::api::{conformity, items};
    use crate::routines::pages;
    table.page(Method::GET, "/projects/{id}/routines", pages::list::show);
    table.page(Method::GET, "/projects/{id}/routines/{municipality_id}", pages::town::show);
    table.page(Method::GET, "/projects/{id}/common-items/new", pages::item::new_form);
    table.page(Method::POST, "/projects/{id}/common-items/new", pages::item::create);
    table.page(Method::GET, "/common-items/{id}/edit", pages::item::edit_form);
    table.page(Method::POST, "/common-items/{id}/edit", pages::item::update);
    table.page(Method::POST, "/common-items/{id}/conformity/{municipality_id}", pages::town::answer);
    table.page(Method::POST, "/common-items/{id}/conformity/{municipality_id}/decision", pages::town::decide);

    table.api(
        Method::GET,
        "/api/v1/projects/{id}/common-items",
        items::list,
        Op::new("listCommonItems").paged().answers::<items::CommonItemList>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/projects/{id}/common-items",
        items::create,
        Op::new("createCommonItem").body::<items::CommonItemBody>().answers::<items::CommonItemAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/common-items/{id}",
        items::get,
        Op::new("getCommonItem").answers::<items::CommonItemAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/common-items/{id}",
        items::update,
        Op::new("updateCommonItem")
            .body::<items::CommonItemPatch>()
            .answers::<items::CommonItemAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/conformity",
        conformity::of_project,
        Op::new("projectConformity").answers::<conformity::ConformityMatrix>(200).also_as_file(),
    );
    table.api(
        Method::PUT,
        "/api/v1/common-items/{id}/conformity/{municipality_id}",
        conformity::answer,
        Op::new("answerCommonItem")
            .body::<conformity::ConformityBody>()
            .answers::<conformity::ConformityAnswer>(200)
            .answers::<conformity::ConformityAnswer>(201)
            .takes_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/common-items/{id}/conformity/{municipality_id}/decision",
        conformity::decide,
        Op::new("decideDeviation")
            .body::<conformity::DecisionBody>()
            .answers::<conformity::ConformityAnswer>(200)
            .needs_if_match(),
    );
}
