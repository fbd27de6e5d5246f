//! The only place where a route is registered. `stafett routes`, the OpenAPI document and the access table are made from
//! what stands here.

use actix_web::http::Method;

use super::statics;
use super::table::{Op, Table};
use crate::{audit, installation, municipalities, people, regions};

/// Every route of the program.
pub fn table() -> Table {
    let mut table = Table::default();
    installation(&mut table);
    people(&mut table);
    municipalities(&mut table);
    regions(&mut table);
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
    use people::{api, delegations, pages};
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
    table.page(Method::POST, "/account/tokens", account::create_token);
    table.page(Method::POST, "/account/tokens/{id}/revoke", account::revoke_token);
    table.page(Method::POST, "/account/deputies", account::appoint);
    table.page(Method::POST, "/account/deputies/{id}/end", account::end_deputy);

    table.api(
        Method::POST,
        "/api/v1/sessions",
        api::sign_in,
        Op::new("signIn").body::<api::SignInBody>().answers::<api::SessionAnswer>(201).refuses(&[401, 429]),
    );
    table.api(
        Method::GET,
        "/api/v1/sessions",
        api::list_sessions,
        Op::new("listSessions").paged().answers::<api::SessionList>(200),
    );
    table.api(Method::DELETE, "/api/v1/sessions/current", api::sign_out, Op::new("signOut").answers_nothing());
    table.api(Method::DELETE, "/api/v1/sessions/{id}", api::revoke_session, Op::new("revokeSession").answers_nothing());
    table.api(Method::GET, "/api/v1/me", api::me, Op::new("me").answers::<api::MeAnswer>(200));
    table.api(
        Method::POST,
        "/api/v1/tokens",
        api::create_token,
        Op::new("createToken").body::<api::TokenBody>().answers::<api::TokenSecret>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/tokens",
        api::list_tokens,
        Op::new("listTokens").paged().answers::<api::TokenList>(200),
    );
    table.api(Method::DELETE, "/api/v1/tokens/{id}", api::revoke_token, Op::new("revokeToken").answers_nothing());
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
        api::accept_invitation,
        Op::new("acceptInvitation").body::<api::PasswordBody>().answers::<api::InvitedAnswer>(201),
    );
    table.api(
        Method::POST,
        "/api/v1/password-resets",
        api::request_reset,
        Op::new("requestPasswordReset").body::<api::ResetBody>().answers_nothing_with(202),
    );
    table.api(
        Method::POST,
        "/api/v1/password-resets/{token}",
        api::confirm_reset,
        Op::new("confirmPasswordReset").body::<api::PasswordBody>().answers_nothing(),
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
