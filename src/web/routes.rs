//! The only place where a route is registered. `stafett routes`, the OpenAPI document and the access table are made from
//! what stands here.

use actix_web::http::Method;

use super::statics;
use super::table::{Op, Table};
use crate::{audit, dashboards, measurements, people};

/// Every route of the program.
pub fn table() -> Table {
    let mut table = Table::default();
    installation(&mut table);
    people(&mut table);
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
        Op::new("listMeasurements").paged().answers::<api::MeasurementList>(200).also_csv(),
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
            .also_csv(),
    );
}

fn dashboards(table: &mut Table) {
    use dashboards::{api, pages};
    table.page(Method::GET, "/", pages::home);
    table.page(Method::GET, "/regions/{id}", pages::region);
    table.page(Method::GET, "/regions/{id}/cells/{project_id}/{municipality_id}", pages::cell);
    table.page(Method::GET, "/commitments/{id}", pages::benefit);
    let day = serde_json::json!({"type": "string", "format": "date"});
    let month = serde_json::json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"});
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/matrix",
        api::matrix,
        Op::new("regionMatrix").query("on", false, day).answers::<api::MatrixAnswer>(200).also_csv(),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/curve",
        api::curve,
        Op::new("regionCurve")
            .query("from", false, month.clone())
            .query("to", false, month)
            .answers::<api::CurveAnswer>(200)
            .also_csv(),
    );
    table.api(
        Method::GET,
        "/api/v1/commitments/{id}/series",
        api::series,
        Op::new("benefitSeries").answers::<api::SeriesAnswer>(200).also_csv(),
    );
}

fn audit_log(table: &mut Table) {
    use audit::{api, store};
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
