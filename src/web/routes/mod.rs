//! The only place where a route is registered. `stafett routes`, the OpenAPI document and the access table are made from
//! what stands here and in the files beside.

mod feed;
mod measuring;
mod people;
mod regions;
mod relay;
mod roadmap;

use actix_web::http::Method;

use super::table::{Op, Table};
use super::{guide, statics};
use crate::{audit, installation};

/// Every route of the program.
pub fn table() -> Table {
    let mut table = Table::default();
    installation(&mut table);
    people::people(&mut table);
    relay::relay(&mut table);
    relay::support_given(&mut table);
    roadmap::anchoring(&mut table);
    roadmap::routines(&mut table);
    regions::municipalities(&mut table);
    regions::regions(&mut table);
    regions::year_wheel(&mut table);
    roadmap::roadmap(&mut table);
    roadmap::benefits(&mut table);
    roadmap::plans(&mut table);
    roadmap::changes(&mut table);
    measuring::measurements(&mut table);
    measuring::comparisons(&mut table);
    measuring::examples(&mut table);
    measuring::dashboards(&mut table);
    measuring::reports(&mut table);
    feed::feed(&mut table);
    audit_log(&mut table);
    regions::share_links(&mut table);
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
    table.page(Method::GET, "/how-we-calculate", guide::how_we_calculate);
    table.page(Method::GET, "/api/v1/openapi.json", super::openapi::serve);
    table.page(Method::GET, "/admin", installation::pages::desk);
    table.page(Method::POST, "/admin/regions", installation::pages::create_region);
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
