//! Measuring, and the pages that show how it goes.

use actix_web::http::Method;

use crate::web::table::{Op, Table};
use crate::{comparisons, dashboards, examples, measurements, plans, reminders};

pub(super) fn measurements(table: &mut Table) {
    use measurements::{api, due, explanations, grid, import, pages, recording, region_file, second_eyes};
    use reminders::nudges;
    table.page(Method::GET, "/due", pages::due);
    table.page(Method::GET, "/commitments/{id}/measure", pages::measure_form);
    table.page(Method::POST, "/commitments/{id}/measure", pages::measure);
    table.page(Method::GET, "/measurements/{id}/correct", pages::correct_form);
    table.page(Method::POST, "/measurements/{id}/correct", pages::correct);
    table.page(Method::GET, "/measurements/{id}/explanation", explanations::pages::form);
    table.page(Method::POST, "/measurements/{id}/explanation", explanations::pages::post);
    table.page(Method::GET, "/second-eyes", second_eyes::pages::list);
    table.page(Method::POST, "/second-eyes", second_eyes::pages::post);
    table.page(Method::GET, "/regions/{id}/overdue", nudges::pages::page);
    table.page(Method::POST, "/regions/{id}/overdue", nudges::pages::send);
    table.page(Method::GET, "/regions/{id}/grid/{municipality_id}", grid::pages::form);
    table.page(Method::POST, "/regions/{id}/grid/{municipality_id}", grid::pages::save);
    table.page(Method::POST, "/regions/{id}/grid/{municipality_id}/paste", grid::paste);
    table.page(Method::GET, "/regions/{id}/import", import::page::form);
    table.page(Method::POST, "/regions/{id}/import", import::page::post);
    let day = serde_json::json!({"type": "string", "format": "date"});
    table.api(
        Method::POST,
        "/api/v1/commitments/{id}/measurements",
        recording::record,
        Op::new("recordMeasurement")
            .body::<recording::MeasurementBody>()
            .answers::<recording::WrittenAnswer>(201)
            .answers::<recording::WrittenAnswer>(200),
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
        recording::record_many,
        Op::new("recordMeasurements")
            .body::<recording::BatchBody>()
            .answers::<recording::BatchAnswer>(201)
            .answers::<recording::BatchAnswer>(200)
            .refuses(&[404]),
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
            .answers::<recording::WrittenAnswer>(201)
            .needs_if_match(),
    );
    table.api(
        Method::PUT,
        "/api/v1/measurements/{id}/explanation",
        explanations::api::put,
        Op::new("explainDeviation")
            .body::<explanations::api::ExplanationBody>()
            .answers::<explanations::api::ExplanationAnswer>(200)
            .takes_if_match(),
    );
    table.api(
        Method::GET,
        "/api/v1/measurements/{id}/explanation",
        explanations::api::get,
        Op::new("getExplanation").answers::<explanations::api::ExplanationAnswer>(200),
    );
    table.api(
        Method::POST,
        "/api/v1/measurements/{id}/confirmation",
        second_eyes::api::post,
        Op::new("confirmMeasurement").answers::<api::MeasurementAnswer>(200).needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/imports",
        plans::api::import,
        Op::new("importMeasurements")
            .among("measurements")
            .file()
            .query(
                "kind",
                false,
                serde_json::json!({"type": "string", "enum": ["measurements", "plan"], "default": "measurements"}),
            )
            .query("dry_run", false, serde_json::json!({"type": "boolean", "default": false}))
            .answers::<plans::api::FileAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/measurements",
        region_file::list,
        Op::new("regionMeasurements")
            .paged()
            .query("from", false, day.clone())
            .query("to", false, day.clone())
            .answers::<region_file::RegionMeasurements>(200)
            .also_as_file(),
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

pub(super) fn comparisons(table: &mut Table) {
    use comparisons::{api, pages};
    table.page(Method::GET, "/indicators/{id}/compare", pages::compare);
    table.page(Method::GET, "/regions/{id}/population", pages::counts);
    table.page(Method::POST, "/regions/{id}/population", pages::count);
    table.api(
        Method::GET,
        "/api/v1/indicators/{id}/comparison",
        api::compare,
        Op::new("compareIndicator")
            .query(
                "per",
                false,
                serde_json::json!({"type": "string", "enum": ["total", "1000", "case"], "default": "total"}),
            )
            .query("with", false, serde_json::json!({"type": "string"}))
            .query("cases", false, serde_json::json!({"type": "string"}))
            .query("municipality", false, serde_json::json!({"type": "array", "items": {"type": "string"}}))
            .answers::<api::ComparisonAnswer>(200)
            .also_as_file(),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/population",
        api::populations,
        Op::new("listPopulation").answers::<api::PopulationList>(200),
    );
    table.api(
        Method::PUT,
        "/api/v1/regions/{id}/population/{municipality_id}",
        api::put_population,
        Op::new("putPopulation").body::<api::PopulationBody>().answers::<api::PopulationAnswer>(200).takes_if_match(),
    );
}

pub(super) fn examples(table: &mut Table) {
    use examples::{api, pages};
    table.page(Method::GET, "/regions/{id}/examples", pages::list);
    table.page(Method::GET, "/commitments/{id}/examples/new", pages::new_form);
    table.page(Method::POST, "/commitments/{id}/examples/new", pages::create);
    table.page(Method::GET, "/examples/{id}", pages::one);
    table.page(Method::GET, "/examples/{id}/edit", pages::edit_form);
    table.page(Method::POST, "/examples/{id}/edit", pages::update);
    table.page(Method::POST, "/examples/{id}/share", pages::share);
    table.page(Method::POST, "/examples/{id}/reuse", pages::reuse);
    table.page(Method::POST, "/examples/{id}/reuse/end", pages::end_reuse);
    table.page(Method::POST, "/examples/{id}/withdraw", pages::withdraw);
    let text = serde_json::json!({"type": "string"});
    table.api(
        Method::POST,
        "/api/v1/commitments/{id}/examples",
        api::create,
        Op::new("createExample").body::<api::ExampleBody>().answers::<api::ExampleAnswer>(201),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/examples",
        api::list,
        Op::new("listExamples")
            .paged()
            .query("q", false, text.clone())
            .query("project_id", false, text.clone())
            .query("benefit_id", false, text.clone())
            .query("municipality_id", false, text.clone())
            .query("class", false, text.clone())
            .query("theme", false, text)
            .answers::<api::ExampleList>(200),
    );
    table.api(Method::GET, "/api/v1/examples/{id}", api::get, Op::new("getExample").answers::<api::ExampleAnswer>(200));
    table.api(
        Method::PATCH,
        "/api/v1/examples/{id}",
        api::update,
        Op::new("updateExample").body::<api::ExamplePatch>().answers::<api::ExampleAnswer>(200).needs_if_match(),
    );
    table.api(
        Method::POST,
        "/api/v1/examples/{id}/sharing",
        api::share,
        Op::new("shareExample").answers::<api::ExampleAnswer>(200).takes_if_match(),
    );
    table.api(
        Method::PUT,
        "/api/v1/examples/{id}/reuses/{municipality_id}",
        api::reuse,
        Op::new("reuseExample").body::<api::ReuseBody>().answers::<api::ExampleAnswer>(200),
    );
    table.api(
        Method::DELETE,
        "/api/v1/examples/{id}/reuses/{municipality_id}",
        api::end_reuse,
        Op::new("unreuseExample").answers_nothing(),
    );
    table.api(
        Method::POST,
        "/api/v1/examples/{id}/withdrawal",
        api::withdraw,
        Op::new("withdrawExample").answers::<api::ExampleAnswer>(200),
    );
}

pub(super) fn dashboards(table: &mut Table) {
    use dashboards::{api, calendar, headlines, pages, realisation, town};
    table.page(Method::GET, "/", pages::home);
    table.page(Method::GET, "/calendar/{file}", calendar::feed);
    table.page(Method::GET, "/regions/{id}", pages::region);
    table.page(Method::GET, "/regions/{id}/municipalities/{municipality_id}", town::page);
    table.page(Method::GET, "/regions/{id}/realisation", realisation::page);
    table.page(Method::GET, "/regions/{id}/headlines", headlines::pages::form);
    table.page(Method::POST, "/regions/{id}/headlines", headlines::pages::write);
    table.page(Method::POST, "/regions/{id}/headlines/back", headlines::pages::back);
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
            .query("municipality_id", false, serde_json::json!({"type": "string"}))
            .query("project_id", false, serde_json::json!({"type": "string"}))
            .query("theme", false, serde_json::json!({"type": "string"}))
            .query("phase", false, serde_json::json!({"type": "string"}))
            .query("class", false, serde_json::json!({"type": "string"}))
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

pub(super) fn reports(table: &mut Table) {
    use crate::reports::{api, pages};
    table.page(Method::GET, "/regions/{id}/reports", pages::list);
    table.page(Method::GET, "/regions/{id}/reports/new", pages::new_form);
    table.page(Method::POST, "/regions/{id}/reports/new", pages::compose);
    table.page(Method::GET, "/reports/{id}", pages::show);
    table.page(Method::GET, "/reports/{id}/report.pdf", pages::pdf);

    let word = serde_json::json!({"type": "string"});
    table.api(
        Method::POST,
        "/api/v1/regions/{id}/reports",
        api::create,
        // 200: the same person has locked the same already.
        Op::new("createReport")
            .body::<api::ReportBody>()
            .answers::<api::ReportAnswer>(201)
            .answers::<api::ReportAnswer>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/regions/{id}/reports",
        api::list,
        Op::new("listReports").paged().answers::<api::ReportList>(200),
    );
    table.api(
        Method::GET,
        "/api/v1/reports/{id}",
        api::get,
        Op::new("getReport").query("table", false, word).answers::<api::WholeReport>(200).also_as_file(),
    );
}
