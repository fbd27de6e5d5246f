//! The only place where a route is registered. `stafett routes`, the OpenAPI document and the access table are made from
//! what stands here.

use actix_web::http::Method;

use super::statics;
use super::table::{Op, Table};
use crate::{
    audit, dashboards, handovers, installation, measurements, municipalities, people, projects, regions, reminders,
    support,
};

/// Every route of the program.
pub fn table() -> Table {
    let mut table = Table::default();
    installation(&mut table);
    people(&mut table);
    relay(&mut table);
    support_given(&mut table);
    anchoring(&mut table);
    routines(&mut table);
    municipalities(&mut table);
    regions(&mut table);
    roadmap(&mut table);
    benefits(&mut table);
    changes(&mut table);
    measurements(&mut table);
    dashboards(&mut table);
    audit_log(&mut table);
    table
}

fn installation(table: &mut Table) {
    table.page(Method::GET, "/livez", statics::livez);
    table.page(Method::GET, "/readyz", statics::readyz);
    table.page(Method::GET, "/metrics", statics::metrics);
    table.page(Method::GET, "/assets/{name}", statics::asset);
    table.page(Method::POST, "/language", statics::language);
    table.page(Method::GET, "/accessibility", statics::accessibility);
    table.page(Method::GET, "/privacy", statics::privacy);
    table.page(Method::GET, "/about", statics::about);
    table.page(Method::GET, "/api/v1/openapi.json", super::openapi::serve);
    table.page(Method::GET, "/admin", installation::pages::desk);
    table.page(Method::POST, "/admin/regions", installation::pages::create_region);
}

fn people(table: &mut Table) {
    use people::api::{door, people as api, tokens};
    use people::{delegations, pages};
    table.page(Method::GET, "/sign-in", pages::sign_in_form);
    table.page(Method::POST, "/sign-in", pages::sign_in);
    table.page(Method::POST, "/sign-out", pages::sign_out);
    table.page(Method::GET, "/invitations/{token}", pages::invitation);
    table.page(Method::POST, "/invitations/{token}", pages::accept_invitation);
    table.page(Method::GET, "/password-resets", pages::ask_reset);
    table.page(Method::POST, "/password-resets", pages::send_reset);
    table.page(Method::GET, "/password-resets/{token}", pages::reset);
    table.page(Method::POST, "/password-resets/{token}", pages::confirm_reset);

    use people::{account, roster};
    table.page(Method::GET, "/people", roster::page);
    table.page(Method::POST, "/people", roster::invite);
    table.page(Method::POST, "/people/{id}/status", roster::set_status);
    table.page(Method::POST, "/people/{id}/invitation", roster::invite_again);
    table.page(Method::POST, "/people/{id}/roles/end", roster::end_role);
    table.page(Method::GET, "/account", account::page);
    table.page(Method::POST, "/account/details", account::details);
    table.page(Method::POST, "/account/password", account::password);
    table.page(Method::POST, "/account/sessions/{id}/end", account::end_session);
    table.page(Method::POST, "/account/totp/begin", account::begin_totp);
    table.page(Method::POST, "/account/totp/confirm", account::confirm_totp);
    table.page(Method::POST, "/account/totp/off", account::end_totp);
    table.page(Method::GET, "/account/reminders", reminders::pages::page);
    table.page(Method::POST, "/account/reminders", reminders::pages::change);
    table.page(Method::POST, "/account/calendar", account::create_calendar);
    table.page(Method::POST, "/account/tokens", account::create_token);
    table.page(Method::POST, "/account/tokens/{id}/revoke", account::revoke_token);
    table.page(Method::POST, "/account/deputies", account::appoint);
    table.page(Method::POST, "/account/deputies/{id}/end", account::end_deputy);

    table.api(
        Method::POST,
        "/api/v1/sessions",
        door::sign_in,
        Op::new("signIn").body::<door::SignInBody>().answers::<door::SessionAnswer>(201).refuses(&[401, 429]),
    );
    table.api(
        Method::GET,
        "/api/v1/sessions",
        door::list_sessions,
        Op::new("listSessions").paged().answers::<door::SessionList>(200),
    );
    table.api(Method::DELETE, "/api/v1/sessions/current", door::sign_out, Op::new("signOut").answers_nothing());
    table.api(
        Method::DELETE,
        "/api/v1/sessions/{id}",
        door::revoke_session,
        Op::new("revokeSession").answers_nothing(),
    );
    table.api(Method::GET, "/api/v1/me", api::me, Op::new("me").answers::<api::MeAnswer>(200));
    table.api(
        Method::POST,
        "/api/v1/tokens",
        tokens::create_token,
        Op::new("createToken").body::<tokens::TokenBody>().answers::<tokens::TokenSecret>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/tokens",
        tokens::list_tokens,
        Op::new("listTokens").paged().answers::<tokens::TokenList>(200),
    );
    table.api(Method::DELETE, "/api/v1/tokens/{id}", tokens::revoke_token, Op::new("revokeToken").answers_nothing());
    table.api(
        Method::POST,
        "/api/v1/people",
        api::invite,
        Op::new("invitePerson").body::<api::InviteBody>().answers::<api::InvitedAnswer>(201),
    );
    table.api(Method::GET, "/api/v1/people", api::list, Op::new("listPeople").paged().answers::<api::PersonList>(200));
    table.api(Method::GET, "/api/v1/people/{id}", api::get, Op::new("getPerson").answers::<api::PersonItem>(200));
    table.api(
        Method::PATCH,
        "/api/v1/people/{id}",
        api::update,
        Op::new("updatePerson").body::<api::PersonPatch>().answers::<api::InvitedAnswer>(200).needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/invitations/{token}/acceptance",
        door::accept_invitation,
        Op::new("acceptInvitation").body::<door::PasswordBody>().answers::<api::InvitedAnswer>(201),
    );
    table.api(
        Method::POST,
        "/api/v1/password-resets",
        door::request_reset,
        Op::new("requestPasswordReset").body::<door::ResetBody>().answers_nothing_with(202),
    );
    table.api(
        Method::POST,
        "/api/v1/password-resets/{token}",
        door::confirm_reset,
        Op::new("confirmPasswordReset").body::<door::PasswordBody>().answers_nothing(),
    );
    table.api(
        Method::POST,
        "/api/v1/municipalities/{id}/delegations",
        delegations::create,
        Op::new("createDelegation").body::<delegations::DelegationBody>().answers::<delegations::DelegationAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/municipalities/{id}/delegations",
        delegations::list,
        Op::new("listDelegations").paged().answers::<delegations::DelegationList>(200),
    );
    table.api(
        Method::DELETE,
        "/api/v1/municipalities/{id}/delegations/{delegation_id}",
        delegations::end,
        Op::new("endDelegation").answers_nothing(),
    );
}

fn support_given(table: &mut Table) {
    use support::{api, pages};
    table.page(Method::GET, "/regions/{id}/support", pages::page);
    table.page(Method::POST, "/regions/{id}/support", pages::create);
    table.page(Method::POST, "/support/{id}/followed-up", pages::follow_up);
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/support",
        api::list,
        Op::new("listSupport").paged().answers::<api::SupportList>(200).also_as_file(),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/support",
        api::create,
        Op::new("createSupport").body::<api::SupportBody>().answers::<api::SupportAnswer>(201),
    );
    table.api(Method::GET, "/api/v1/support/{id}", api::get, Op::new("getSupport").answers::<api::SupportAnswer>(200));
    table.api(
        Method::PATCH,
        "/api/v1/support/{id}",
        api::update,
        Op::new("updateSupport").body::<api::SupportPatch>().needs_if_match().answers::<api::SupportAnswer>(200),
    );
}

fn anchoring(table: &mut Table) {
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

fn routines(table: &mut Table) {
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

fn relay(table: &mut Table) {
    use handovers::{api, batons, many, pages};
    table.page(Method::GET, "/regions/{id}/batons", batons::pages::page);
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/batons",
        batons::api::list,
        Op::new("regionBatons").answers::<batons::api::BatonsAnswer>(200).also_as_file(),
    );
    table.page(Method::POST, "/projects/{id}/handovers", pages::prepare);
    table.page(Method::GET, "/projects/{id}/relay", many::pages::show);
    table.page(Method::POST, "/projects/{id}/relay/prepare", many::pages::prepare);
    table.page(Method::POST, "/projects/{id}/relay/readiness", many::pages::vouch);
    table.page(Method::POST, "/projects/{id}/relay/offers", many::pages::offer);
    table.page(Method::GET, "/handovers/{id}", pages::show);
    table.page(Method::POST, "/handovers/{id}/readiness/{check}", pages::vouch);
    table.page(Method::POST, "/handovers/{id}/offer", pages::offer);
    table.page(Method::POST, "/handovers/{id}/withdrawal", pages::withdraw);
    table.page(Method::POST, "/handovers/{id}/acceptance", pages::accept);
    table.page(Method::POST, "/handovers/{id}/clarifications", pages::ask);
    table.page(Method::POST, "/handovers/{id}/clarification-answers", pages::clarify);
    table.page(Method::POST, "/handovers/{id}/refusal", pages::refuse);
    table.page(Method::POST, "/handovers/{id}/hand-back", pages::hand_back);
    table.page(Method::POST, "/handovers/{id}/completion", pages::complete);
    table.page(Method::GET, "/handovers/{id}/receipt", pages::receipt);
    table.page(Method::GET, "/handovers/{id}/package.pdf", pages::package_file);
    table.page(Method::GET, "/handovers/{id}/receipt.pdf", pages::receipt_file);

    table.api(
        Method::POST,
        "/api/v1/projects/{id}/handovers",
        api::create,
        Op::new("createHandover").body::<api::DraftBody>().answers::<api::HandoverAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/projects/{id}/handovers",
        api::list,
        Op::new("listHandovers").paged().answers::<api::HandoverList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/handovers/{id}",
        api::get,
        Op::new("getHandover").answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/handovers/{id}/package",
        api::package,
        Op::new("getPackage").answers::<serde_json::Value>(200).also_as_pdf(),
    );
    table.api(
        Method::PUT,
        "/api/v1/handovers/{id}/readiness/{check}",
        api::tick,
        Op::new("tickReadiness").body::<api::TickBody>().answers::<api::TickAnswer>(200).takes_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/offer",
        api::offer,
        Op::new("offerHandover").optional_body::<api::OfferBody>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/withdrawal",
        api::withdraw,
        Op::new("withdrawHandover").optional_body::<api::MaybeReason>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/acceptance",
        api::accept,
        Op::new("acceptHandover").body::<api::AcceptanceBody>().answers::<api::ReceiptAnswer>(200).refuses(&[412]),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/clarifications",
        api::ask,
        Op::new("askClarification").body::<api::QuestionBody>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/clarification-answers",
        api::clarify,
        Op::new("answerClarification").body::<api::AnswerBody>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/refusal",
        api::refuse,
        Op::new("refuseHandover").body::<api::ReasonBody>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/hand-back",
        api::hand_back,
        Op::new("handBack").body::<api::ReasonBody>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/handovers/{id}/completion",
        api::complete,
        Op::new("completeHandover").body::<api::ReportBody>().answers::<api::HandoverAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/handovers/{id}/receipt",
        api::receipt,
        Op::new("getReceipt").answers::<api::ReceiptAnswer>(200).also_as_pdf(),
    );
    table.api(
        Method::POST,
        "/api/v1/projects/{id}/offers",
        many::api::offer,
        Op::new("offerHandovers").body::<many::api::OffersBody>().answers::<many::api::OffersAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/handovers/{id}/archive",
        api::archive,
        Op::new("getArchive").answers_as(200, handovers::archive::MEDIA_TYPE),
    );
}

fn municipalities(table: &mut Table) {
    use municipalities::api;
    table.api(
        Method::GET,
        "/api/v1/municipalities",
        api::search,
        Op::new("searchMunicipalities")
            .paged()
            .query("query", false, serde_json::json!({"type": "string", "maxLength": api::LONGEST_QUERY}))
            .query("on", false, serde_json::json!({"type": "string", "format": "date"}))
            .answers::<api::MunicipalityList>(200),
    );
}

fn regions(table: &mut Table) {
    use regions::{api, pages};
    table.page(Method::GET, "/regions", pages::list);
    table.page(Method::GET, "/regions/{id}/settings", pages::settings);
    table.page(Method::POST, "/regions/{id}/settings", pages::change_settings);
    table.page(Method::GET, "/regions/{id}/members", pages::members);
    table.page(Method::POST, "/regions/{id}/members", pages::add_member);
    table.page(Method::GET, "/regions/{id}/members/{municipality_id}", pages::member);
    table.page(Method::POST, "/regions/{id}/members/{municipality_id}/end", pages::end_member);
    table.page(Method::POST, "/regions/{id}/members/{municipality_id}/sharing", pages::set_sharing);

    table.api(
        Method::POST,
        "/api/v1/regions",
        api::create,
        Op::new("createRegion").body::<api::RegionBody>().answers::<api::RegionItem>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/regions",
        api::list,
        Op::new("listRegions").paged().answers::<api::RegionList>(200),
    );
    table.api(Method::GET, "/api/v1/regions/{id}", api::get, Op::new("getRegion").answers::<api::RegionItem>(200));
    table.api(
        Method::PATCH,
        "/api/v1/regions/{id}",
        api::update,
        Op::new("updateRegion").body::<api::RegionPatch>().answers::<api::RegionItem>(200).needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/members",
        api::add_member,
        Op::new("addMember").body::<api::MemberBody>().answers::<api::MemberItem>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/members",
        api::list_members,
        Op::new("listMembers").paged().answers::<api::MemberList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/members/{municipality_id}",
        api::get_member,
        Op::new("getMember").answers::<api::MemberItem>(200),
    );
    table.api(
        Method::DELETE,
        "/api/v1/regions/{id}/members/{municipality_id}",
        api::end_member,
        Op::new("endMembership")
            .query("on", false, serde_json::json!({"type": "string", "format": "date"}))
            .takes_if_match()
            .answers_nothing(),
    );
    table.api(
        Method::PUT,
        "/api/v1/regions/{id}/members/{municipality_id}/sharing",
        api::set_sharing,
        Op::new("setSharing").body::<api::SharingBody>().answers::<api::MemberItem>(200).takes_if_match(),
    );
}

fn roadmap(table: &mut Table) {
    use projects::{api, pages, participation};
    table.page(Method::GET, "/projects", pages::roadmap::show);
    table.page(Method::GET, "/projects/new", pages::edit::new_form);
    table.page(Method::POST, "/projects/new", pages::edit::create);
    table.page(Method::GET, "/projects/{id}", pages::project::show);
    table.page(Method::GET, "/projects/{id}/edit", pages::edit::edit_form);
    table.page(Method::POST, "/projects/{id}/edit", pages::edit::update);
    table.page(Method::GET, "/projects/{id}/participants", pages::participants::show);
    table.page(Method::POST, "/projects/{id}/participants/{municipality_id}", pages::participants::set);

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

fn benefits(table: &mut Table) {
    use crate::benefits::api::{benefits, commitments, indicators};
    use crate::benefits::pages;
    table.page(Method::GET, "/projects/{id}/benefits/new", pages::benefit::new_form);
    table.page(Method::POST, "/projects/{id}/benefits/new", pages::benefit::create);
    table.page(Method::GET, "/benefits/{id}/edit", pages::benefit::edit_form);
    table.page(Method::POST, "/benefits/{id}/edit", pages::benefit::update);
    table.page(Method::GET, "/benefits/{id}/indicators/new", pages::indicator::new_form);
    table.page(Method::POST, "/benefits/{id}/indicators/new", pages::indicator::create);
    table.page(Method::GET, "/indicators/{id}/edit", pages::indicator::edit_form);
    table.page(Method::POST, "/indicators/{id}/edit", pages::indicator::update);
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

fn changes(table: &mut Table) {
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

fn measurements(table: &mut Table) {
    use measurements::{api, due, import, pages};
    table.page(Method::GET, "/due", pages::due);
    table.page(Method::GET, "/commitments/{id}/measure", pages::measure_form);
    table.page(Method::POST, "/commitments/{id}/measure", pages::measure);
    table.page(Method::GET, "/measurements/{id}/correct", pages::correct_form);
    table.page(Method::POST, "/measurements/{id}/correct", pages::correct);
    table.page(Method::GET, "/regions/{id}/import", import::page::form);
    table.page(Method::POST, "/regions/{id}/import", import::page::post);
    let day = serde_json::json!({"type": "string", "format": "date"});
    table.api(
        Method::POST,
        "/api/v1/commitments/{id}/measurements",
        api::record,
        Op::new("recordMeasurement").body::<api::MeasurementBody>().answers::<api::MeasurementAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/commitments/{id}/measurements",
        api::list,
        Op::new("listMeasurements").paged().answers::<api::MeasurementList>(200).also_as_file(),
    );
    table.api(
        Method::POST,
        "/api/v1/measurements/batch",
        api::record_many,
        Op::new("recordMeasurements").body::<api::BatchBody>().answers::<api::BatchAnswer>(201).refuses(&[404]),
    );
    table.api(
        Method::GET,
        "/api/v1/measurements/{id}",
        api::get,
        Op::new("getMeasurement").answers::<api::HistoryAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/measurements/{id}/corrections",
        api::correct,
        Op::new("correctMeasurement")
            .body::<api::CorrectionBody>()
            .answers::<api::MeasurementAnswer>(201)
            .needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/imports",
        import::api::import,
        Op::new("importMeasurements")
            .file()
            .query(
                "kind",
                false,
                serde_json::json!({"type": "string", "enum": ["measurements"], "default": "measurements"}),
            )
            .query("dry_run", false, serde_json::json!({"type": "boolean", "default": false}))
            .answers::<import::api::ImportAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/municipalities/{id}/due",
        due::list,
        Op::new("dueMeasurements")
            .query("on", false, day)
            .query("within", false, serde_json::json!({"type": "integer", "minimum": 0, "maximum": 366, "default": 0}))
            .answers::<due::DueAnswer>(200)
            .also_as_file(),
    );
}

fn dashboards(table: &mut Table) {
    use dashboards::{api, calendar, pages};
    table.page(Method::GET, "/", pages::home);
    table.page(Method::GET, "/calendar/{file}", calendar::feed);
    table.page(Method::GET, "/regions/{id}", pages::region);
    table.page(Method::GET, "/regions/{id}/cells/{project_id}/{municipality_id}", pages::cell);
    table.page(Method::GET, "/commitments/{id}", pages::benefit);
    let day = serde_json::json!({"type": "string", "format": "date"});
    let month = serde_json::json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"});
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/matrix",
        api::matrix,
        Op::new("regionMatrix").query("on", false, day).answers::<api::MatrixAnswer>(200).also_as_file(),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/curve",
        api::curve,
        Op::new("regionCurve")
            .query("from", false, month.clone())
            .query("to", false, month)
            .answers::<api::CurveAnswer>(200)
            .also_as_file(),
    );
    table.api(
        Method::GET,
        "/api/v1/commitments/{id}/series",
        api::series,
        Op::new("benefitSeries").answers::<api::SeriesAnswer>(200).also_as_file(),
    );
}

fn audit_log(table: &mut Table) {
    use audit::{api, pages, store};
    table.page(Method::GET, "/events", pages::log);
    let region = serde_json::json!({"type": "string"});
    table.api(
        Method::GET,
        "/api/v1/audit",
        api::list,
        Op::new("listEvents")
            .paged()
            .query("after", false, serde_json::json!({"type": "integer"}))
            .query("region_id", false, region.clone())
            .answers::<api::EventList>(200)
            .refuses(&[404]),
    );
    table.api(
        Method::GET,
        "/api/v1/audit/head",
        api::head,
        Op::new("auditHead").query("region_id", false, region).answers::<store::Head>(200).refuses(&[404]),
    );
}
