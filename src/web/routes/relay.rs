//! The relay, and the support around it.

use actix_web::http::Method;

use crate::web::table::{Op, Table};
use crate::{handovers, support};

pub(super) fn relay(table: &mut Table) {
    use handovers::api::acceptance;
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
        Op::new("getPackage")
            .query("of", false, serde_json::json!({"type": "string", "enum": ["acceptance"]}))
            .answers::<serde_json::Value>(200)
            .also_as_pdf(),
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
        acceptance::accept,
        Op::new("acceptHandover")
            .body::<acceptance::AcceptanceBody>()
            .answers::<acceptance::ReceiptAnswer>(200)
            .refuses(&[412]),
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
        acceptance::receipt,
        Op::new("getReceipt").answers::<acceptance::ReceiptAnswer>(200).also_as_pdf(),
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

pub(super) fn support_given(table: &mut Table) {
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
