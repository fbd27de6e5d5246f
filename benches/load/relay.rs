//! The relay to many: one project offered to every municipality, and the page that shows where the batons are.

use serde_json::{Value, json};

use crate::figures::{Table, now};
use crate::floor;
use crate::http::Line;
use crate::works::{Bench, number};

const PROJECTS: usize = 60;
const BENEFITS: usize = 8;
const CHECKS: [&str; 10] = [
    "realistic",
    "baseline",
    "indicators",
    "assumptions",
    "training",
    "agreements",
    "communication",
    "risks",
    "open_work",
    "capacity",
];

/// Both works, in one region.
pub fn many(bench: &Bench<'_>, table: &mut Table) {
    let (cookie, bearer) = bench.person("coordinator", None);
    let mut coordinator =
        Coordinator { line: Line::open(bench.program.address, &bearer), region: bench.region.clone() };
    let count = bench.setting.seed["regions"][0]["municipalities"].as_array().expect("municipalities").len();
    let municipalities: Vec<String> = (0..count).map(|at| bench.municipality(at)).collect();
    offering(&mut coordinator, &municipalities, table);

    let known = coordinator.get(&format!("/regions/{}/projects?limit=200", bench.region));
    let known = known["items"].as_array().expect("projects").len();
    for place in known..PROJECTS {
        let project = coordinator.project(&format!("Felles {place} (demo)"));
        for municipality in &municipalities {
            coordinator.prepare(&project, municipality);
        }
    }
    let region = number(&bench.region);
    let sql = bench.sql(1, |conn| floor::batons(conn, region));
    let page = bench.get_anew(&cookie, &format!("/regions/{}/batons", bench.region));
    let work = format!("batons of {} projects in {count} municipalities, p50", known.max(PROJECTS));
    table.time(&work, page.p50(), Some(sql.p50()), "<= 2 x");
}

fn offering(coordinator: &mut Coordinator, municipalities: &[String], table: &mut Table) {
    let project = coordinator.project("Til alle (demo)");
    let indicators: Vec<String> = (0..BENEFITS).map(|place| coordinator.indicator(&project, place)).collect();
    for municipality in municipalities {
        for indicator in &indicators {
            let path = format!("/indicators/{indicator}/commitments/{municipality}");
            let figures = json!({"baseline": {"value": "40", "on": "2025-01-01"},
                "target": {"value": "10", "on": "2027-01-01"}, "first_measurement_on": "2026-12-01"});
            coordinator.send("PUT", &path, &figures, 201);
        }
        let handover = coordinator.prepare(&project, municipality);
        for check in CHECKS {
            let path = format!("/handovers/{handover}/readiness/{check}");
            coordinator.send("PUT", &path, &json!({"met": true}), 200);
        }
    }
    let from = now();
    let sent = coordinator.send("POST", &format!("/projects/{project}/offers"), &json!({}), 200);
    let took = from.elapsed().as_secs_f64() * 1_000.0;
    assert_eq!(sent["sent"].as_array().map(Vec::len), Some(municipalities.len()), "everybody is ready");
    let work = format!("one project with {BENEFITS} benefits offered to {}", municipalities.len());
    table.time(&work, took, None, "<= 1000 ms");
}

/// The region's coordinator at the API.
struct Coordinator {
    line: Line,
    region: String,
}

impl Coordinator {
    fn get(&mut self, path: &str) -> Value {
        serde_json::from_slice(self.line.get(&format!("/api/v1{path}"))).expect("JSON")
    }

    fn send(&mut self, method: &str, path: &str, body: &Value, expected: u16) -> Value {
        let path = format!("/api/v1{path}");
        serde_json::from_slice(self.line.send(method, &path, "application/json", &body.to_string(), expected))
            .expect("JSON")
    }

    fn make(&mut self, path: &str, body: &Value) -> String {
        self.send("POST", path, body, 201)["id"].as_str().expect("an id").to_owned()
    }

    fn project(&mut self, title: &str) -> String {
        let path = format!("/regions/{}/projects", self.region);
        let simplified = json!([{"what": "Saksgang (demo)", "before": 7, "after": 1}]);
        self.make(&path, &json!({"title": title, "renewal": "Nytt", "phase": "closing", "simplifications": simplified}))
    }

    fn indicator(&mut self, project: &str, place: usize) -> String {
        let benefit = json!({"title": format!("Gevinst {place} (demo)"), "class": "time_saved", "polarity": "benefit",
            "arises_in": "own_organisation", "description": "", "use_of_gain": "better_quality"});
        let benefit = self.make(&format!("/projects/{project}/benefits"), &benefit);
        let indicator = json!({"name": format!("Indikator {place}"), "unit": "timer", "direction": "down",
            "frequency": "month", "method": "Telling", "decimals": 0});
        self.make(&format!("/benefits/{benefit}/indicators"), &indicator)
    }

    /// A municipality takes part, and its handover is prepared.
    fn prepare(&mut self, project: &str, municipality: &str) -> String {
        let path = format!("/projects/{project}/participants/{municipality}");
        self.send("PUT", &path, &json!({"state": "joined"}), 201);
        let handover = json!({"municipality_id": municipality, "answer_by": "2099-12-31", "message": ""});
        self.make(&format!("/projects/{project}/handovers"), &handover)
    }
}
