//! The OpenAPI document is one reviewed file, a line for each operation and each shape: what the outside relies on does
//! not change unseen.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const REVIEWED: &str = "tests/house/openapi.txt";

#[test]
fn the_api_is_the_one_that_was_reviewed() {
    let output = Command::new(env!("CARGO_BIN_EXE_stafett")).arg("openapi").output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let now = lines(document);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(REVIEWED);
    if std::env::var_os("STAFETT_REVIEWED").is_some() {
        std::fs::write(&path, &now).expect("written");
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    let new: Vec<&str> = now.lines().filter(|line| !reviewed.lines().any(|known| known == *line)).collect();
    let gone: Vec<&str> = reviewed.lines().filter(|line| !now.lines().any(|known| known == *line)).collect();
    assert!(
        reviewed == now,
        "the API is not as reviewed in {REVIEWED}; accept it with STAFETT_REVIEWED=1\nnew: {new:#?}\ngone: {gone:#?}"
    );
}

fn lines(mut document: Value) -> String {
    let paths = document["paths"].take();
    let shapes = document["components"]["schemas"].take();
    let mut lines = vec![format!("rest {document}")];
    for (path, operations) in paths.as_object().expect("paths") {
        let operations = operations.as_object().expect("operations");
        lines.extend(operations.iter().map(|(method, operation)| format!("{method} {path} {operation}")));
    }
    lines.extend(shapes.as_object().expect("shapes").iter().map(|(name, shape)| format!("shape {name} {shape}")));
    lines.join("\n") + "\n"
}
