//! Every page that leaders read: one reader, sixteen, and sixteen while somebody measures in the same region.

use serde_json::Value;

use crate::figures::Table;
use crate::http::Line;
use crate::works::{Bench, READERS};
use crate::writer;

/// A page: what it is called, and its address.
pub type Page = (&'static str, String);

/// Measures them, and what sixteen readers of each cost a writer.
pub fn all(bench: &Bench<'_>, table: &mut Table) {
    let (cookie, bearer) = bench.person("coordinator", None);
    // As browsers ask.
    let headers = |_| format!("{cookie}Accept-Encoding: gzip\r\n");
    let pages = pages(bench, &bearer);
    for (name, path) in &pages {
        let one = bench.get(1, &headers, path);
        table.time(&format!("{name}, one reader, p50"), one.p50(), None, "");
        let anew = bench.get_anew(&headers(0), path);
        table.time(&format!("{name} made anew, one reader, p50"), anew.p50(), None, "");
        let many = bench.get(READERS, &headers, path);
        table.rate(&format!("{name}, 16 readers"), many.per_second(), None, "");
    }
    writer::beside_readers(bench, &pages, &headers, table);
}

fn pages(bench: &Bench<'_>, bearer: &str) -> Vec<Page> {
    let region = &bench.region;
    let town = bench.municipality(0);
    let mut line = Line::open(bench.program.address, bearer);
    let mut ask = |path: String| -> Value { serde_json::from_slice(line.get(&path)).expect("JSON") };
    let due = ask(format!("/api/v1/municipalities/{town}/due"));
    let item = &due["items"][0];
    let word = |value: &Value| value.as_str().expect("an id").to_owned();
    let commitment = word(&item["commitment_id"]);
    let project = word(&bench.setting.seed["projects"][0]["id"]);
    let benefits = ask(format!("/api/v1/projects/{project}/benefits"));
    let indicators = ask(format!("/api/v1/benefits/{}/indicators", word(&benefits["items"][0]["id"])));
    let indicator = word(&indicators["items"][0]["id"]);
    vec![
        ("region", format!("/regions/{region}")),
        ("region on a projector", format!("/regions/{region}?visning=projektor")),
        ("planned against realised", format!("/regions/{region}/realisation")),
        ("municipality", format!("/regions/{region}/municipalities/{town}")),
        ("project in a municipality", format!("/regions/{region}/cells/{project}/{town}")),
        ("benefit", format!("/commitments/{commitment}")),
        ("comparison", format!("/indicators/{indicator}/compare")),
        ("roadmap", format!("/projects?region={region}")),
        ("batons", format!("/regions/{region}/batons")),
        ("home", "/".to_owned()),
    ]
}
