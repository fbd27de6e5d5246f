//! People: coming in, accounts, roles.

use actix_web::http::Method;

use crate::web::drafts;
use crate::web::table::{Op, Table};
use crate::{people, reminders};

pub(super) fn people(table: &mut Table) {
    use people::api::{door, people as api, tokens};
    use people::{delegations, pages};
    table.page(Method::GET, "/sign-in", pages::sign_in_form);
    table.page(Method::POST, "/sign-in", pages::sign_in);
    table.page(Method::POST, "/sign-in/keep", pages::keep);
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
    table.page(Method::GET, "/drafts", drafts::offer);
    table.page(Method::POST, "/drafts", drafts::keep);
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
