//! Regions, their members, their year, and the register of municipalities.

use actix_web::http::Method;

use crate::web::table::{Op, Table};
use crate::{municipalities, regions, share_links, year_wheel};

pub(super) fn municipalities(table: &mut Table) {
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

pub(super) fn regions(table: &mut Table) {
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

pub(super) fn year_wheel(table: &mut Table) {
    use year_wheel::{api, pages};
    table.page(Method::GET, "/regions/{id}/year-wheel", pages::page);
    table.page(Method::POST, "/regions/{id}/year-wheel", pages::create);
    table.page(Method::POST, "/regions/{id}/year-wheel/usual", pages::add_usual);
    table.page(Method::GET, "/year-moments/{id}/edit", pages::edit_form);
    table.page(Method::POST, "/year-moments/{id}/edit", pages::update);
    table.page(Method::POST, "/year-moments/{id}/remove", pages::remove);

    table.api(
        Method::GET,
        "/api/v1/regions/{id}/year-moments",
        api::list,
        Op::new("listYearMoments").paged().answers::<api::YearMomentList>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/year-moments",
        api::create,
        Op::new("createYearMoment").body::<api::YearMomentBody>().answers::<api::YearMomentAnswer>(201),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/year-moments/usual",
        api::add_usual,
        Op::new("addUsualYear").optional_body::<api::UsualYearBody>().answers::<api::UsualYearAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/year-moments/{id}",
        api::get,
        Op::new("getYearMoment").answers::<api::YearMomentAnswer>(200),
    );
    table.api(
        Method::PATCH,
        "/api/v1/year-moments/{id}",
        api::update,
        Op::new("updateYearMoment")
            .body::<api::YearMomentPatch>()
            .answers::<api::YearMomentAnswer>(200)
            .needs_if_match(),
    );
    table.api(
        Method::DELETE,
        "/api/v1/year-moments/{id}",
        api::delete,
        Op::new("deleteYearMoment").answers_nothing().needs_if_match(),
    );
}

pub(super) fn share_links(table: &mut Table) {
    use share_links::{api, outside, pages};
    table.page(Method::GET, "/s/{token}", outside::page);
    table.page(Method::GET, "/s/{token}/embed", outside::embed);
    table.page(Method::GET, "/regions/{id}/share-links", pages::list);
    table.page(Method::GET, "/regions/{id}/share-links/new", pages::new_form);
    table.page(Method::POST, "/regions/{id}/share-links/new", pages::make);
    table.page(Method::POST, "/share-links/{id}/revoke", pages::revoke);

    table.api(
        Method::POST,
        "/api/v1/regions/{id}/share-links",
        api::create,
        Op::new("createShareLink").body::<api::ShareLinkBody>().answers::<api::ShareLinkSecret>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/share-links",
        api::list,
        Op::new("listShareLinks").paged().answers::<api::ShareLinkList>(200),
    );
    table.api(Method::DELETE, "/api/v1/share-links/{id}", api::revoke, Op::new("revokeShareLink").answers_nothing());
}
