//! The OData feed: read only, and no part of the API's document, as it has a metadata document of its own.

use actix_web::http::Method;

use crate::odata::api;
use crate::web::table::Table;

macro_rules! tables {
    ($table:ident, $($name:literal $handler:ident,)+) => {
        $(
            $table.page(Method::GET, concat!("/odata/v1/regions/{id}/", $name), api::$handler);
            $table.page(Method::GET, concat!("/odata/v1/regions/{id}/", $name, "/$count"), api::$handler);
            $table.page(Method::GET, concat!("/odata/v1/regions/{id}/", $name, "({key})"), api::$handler);
        )+
    };
}

pub(super) fn feed(table: &mut Table) {
    // Programs put a slash behind the service's address when they like.
    table.page(Method::GET, "/odata/v1/regions/{id}", api::tables);
    table.page(Method::GET, "/odata/v1/regions/{id}/", api::tables);
    table.page(Method::GET, "/odata/v1/regions/{id}/$metadata", api::metadata);
    tables! {
        table,
        "Municipalities" municipalities,
        "Projects" projects,
        "Benefits" benefits,
        "Indicators" indicators,
        "Commitments" commitments,
        "Measurements" measurements,
        "Handovers" handovers,
    }
}
