//! The samples are loaded as anybody would load them, through commands and the API, and then say what their sources say.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Answer, Backend, CHECKS, Person, Site};

const PASSWORD: &str = "et ganske langt passord";

fn sample(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(super) fn sample_json(name: &str) -> Value {
    serde_json::from_str(&sample(name)).expect("the sample is JSON")
}

fn id_of(answer: Answer) -> String {
    answer.expect(201).json["id"].as_str().expect("an id").to_owned()
}

/// An installation without any data, its administrator and one region with its coordinator.
pub(super) struct Founded {
    pub(super) site: Site,
    administrator: Person,
    pub(super) coordinator: Person,
    pub(super) region: String,
    links: BTreeSet<String>,
}

impl Founded {
    fn new(backend: Backend, region: &Value, coordinator: (&str, &str)) -> Self {
        let site = Site::with(backend, None, &[]);
        let (code, _, err) = site.run(&["admin", "create", "--email", "root@example.test", "--name", "Rot"], PASSWORD);
        assert_eq!(code, 0, "{err}");
        let administrator = site.sign_in("root@example.test", PASSWORD);
        let body = json!({"name": region["name"], "kind": "regionråd", "language": region["language"]});
        let region = id_of(administrator.post("/api/v1/regions", &body));
        let nobody = Person::new(&site, None);
        let mut founded = Self { site, administrator, coordinator: nobody, region, links: BTreeSet::new() };
        let (email, name) = coordinator;
        let invitation =
            json!({"email": email, "name": name, "role": "coordinator", "region_id": founded.region.clone()});
        founded.administrator.post("/api/v1/people", &invitation).expect(201);
        founded.coordinator = founded.accept_invitation(email);
        founded
    }

    /// Opens the newest invitation in the outbox and signs in.
    fn accept_invitation(&mut self, email: &str) -> Person {
        let links = self.administrator.invitations();
        let link = links.into_iter().find(|link| !self.links.contains(link)).expect("a mail with a link");
        let accepted = format!("/api/v1/invitations/{link}/acceptance");
        self.site.visitor().post(&accepted, &json!({"password": PASSWORD})).expect(201);
        self.links.insert(link);
        self.site.sign_in(email, PASSWORD)
    }

    fn member(&self, member: &Value) -> String {
        let body = json!({"municipality_number": member["municipality_number"], "from": member["from"]});
        let made = self.coordinator.post(&format!("/api/v1/regions/{}/members", self.region), &body).expect(201);
        assert_eq!(made.json["name"], member["name"], "the register knows the number by this name");
        made.json["municipality_id"].as_str().expect("an id").to_owned()
    }

    pub(super) fn matrix(&self, on: &str) -> Value {
        self.coordinator.get(&format!("/api/v1/regions/{}/matrix?on={on}", self.region)).expect(200).json
    }
}

pub(super) fn on_sqlite_and_postgres(holds: impl Fn(Backend)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        holds(backend);
    }
}

#[test]
fn kongsbergregionen_has_its_seven_municipalities_over_two_counties_and_no_figures() {
    on_sqlite_and_postgres(|backend| {
        let sample = sample_json("kongsbergregionen.json");
        let founded = Founded::new(backend, &sample["region"], ("k@example.test", "Eksempel Koordinator"));
        let members = sample["members"].as_array().expect("members");
        for member in members {
            founded.member(member);
        }
        for project in sample["projects"].as_array().expect("projects") {
            let path = format!("/api/v1/regions/{}/projects", founded.region);
            founded.coordinator.post(&path, &json!({"title": project["title"]})).expect(201);
        }
        let path = format!("/api/v1/regions/{}/members", founded.region);
        let listed = founded.coordinator.get(&path).expect(200).json;
        let told = |list: &[Value], number: &str| -> BTreeSet<[String; 3]> {
            let text = |item: &Value, name: &str| item[name].as_str().expect("a text").to_owned();
            list.iter().map(|item| [text(item, number), text(item, "name"), text(item, "county")]).collect()
        };
        assert_eq!(told(listed["items"].as_array().expect("items"), "number"), told(members, "municipality_number"));
        let matrix = founded.matrix("2026-01-01");
        let rows = matrix["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), 6);
        for cell in rows.iter().flat_map(|row| row["cells"].as_array().expect("cells")) {
            assert_eq!([&cell["handover_state"], &cell["accepted"]], [&Value::Null, &json!(0)]);
        }
        assert!(rows.iter().all(|row| row["cells"].as_array().is_some_and(|cells| cells.len() == 7)));
    });
}

/// Aabenraa with its people, and the Danish register loaded by the command.
pub(super) struct Aabenraa {
    pub(super) founded: Founded,
    executive: Person,
    pub(super) owner: Person,
    pub(super) owner_id: String,
    pub(super) municipality: String,
}

impl Aabenraa {
    pub(super) fn new(backend: Backend, sample: &Value) -> Self {
        let people = sample["people"].as_array().expect("people");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (email, name) = (text(&people[0]["email"]), text(&people[0]["name"]));
        let mut founded = Founded::new(backend, &sample["region"], (&email, &name));
        let register = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/register-denmark.csv");
        let (code, _, err) = founded.site.run(&["register", register, "--apply"], "");
        assert_eq!(code, 0, "{err}");
        let municipality = founded.member(&sample["members"][0]);
        let mut join = |person: &Value| {
            let invitation = json!({
                "email": person["email"], "name": person["name"], "role": person["role"],
                "region_id": founded.region, "municipality_id": municipality,
            });
            let id = id_of(founded.coordinator.post("/api/v1/people", &invitation));
            (founded.accept_invitation(&text(&person["email"])), id)
        };
        let (executive, _) = join(&people[1]);
        let (owner, owner_id) = join(&people[2]);
        Self { founded, executive, owner, owner_id, municipality }
    }

    pub(super) fn project(&self, body: &Value) -> String {
        id_of(self.founded.coordinator.post(&format!("/api/v1/regions/{}/projects", self.founded.region), body))
    }

    pub(super) fn indicator(&self, project: &str, benefit: &Value, indicators: &[Value]) -> Vec<String> {
        let benefit = id_of(self.founded.coordinator.post(&format!("/api/v1/projects/{project}/benefits"), benefit));
        let path = format!("/api/v1/benefits/{benefit}/indicators");
        indicators.iter().map(|body| id_of(self.founded.coordinator.post(&path, body))).collect()
    }

    pub(super) fn commit(&self, indicator: &str, body: &Value) -> String {
        let path = format!("/api/v1/indicators/{indicator}/commitments/{}", self.municipality);
        id_of(self.founded.coordinator.put(&path, body))
    }

    /// Offers the project to the municipality, whose executive takes it.
    pub(super) fn hand_over(&self, project: &str) {
        let coordinator = &self.founded.coordinator;
        let body = json!({"municipality_id": self.municipality, "answer_by": "2099-12-31", "message": "Eksempel"});
        let handover = id_of(coordinator.post(&format!("/api/v1/projects/{project}/handovers"), &body));
        let at = |path: &str| format!("/api/v1/handovers/{handover}/{path}");
        for check in CHECKS {
            coordinator.put(&at(&format!("readiness/{check}")), &json!({"met": true})).expect(200);
        }
        let hash = coordinator.post(&at("offer"), &json!({})).expect(200).json["content_sha256"].clone();
        let answer = json!({"content_sha256": hash, "form": "full", "statement": "Eksempel"});
        self.executive.post(&at("acceptance"), &answer).expect(200);
    }

    fn import(&self, text: &str) -> Value {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"video-meetings.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{text}\r\n--x--\r\n"
        );
        let path = format!("/api/v1/regions/{}/imports?kind=measurements", self.founded.region);
        let kind = [("content-type", "multipart/form-data; boundary=x")];
        self.owner.send("POST", &path, &kind, Some(body.as_bytes())).expect(200).json
    }
}

#[test]
fn aabenraas_video_meetings_go_from_200_over_700_to_1400() {
    on_sqlite_and_postgres(|backend| {
        let sample = sample_json("aabenraa-video-meetings.json");
        let aabenraa = Aabenraa::new(backend, &sample);
        let mut project = sample["project"].clone();
        let members = project.as_object_mut().expect("a project");
        let because = members.remove("without_simplification_because").expect("a reason");
        members.insert("renewal_alone_because".into(), because);
        let project = aabenraa.project(&project);
        let indicator = aabenraa.indicator(&project, &sample["benefit"], &[sample["indicator"].clone()]).remove(0);
        let promised = &sample["commitment"];
        let dated = |name: &str| json!({"value": promised[name]["value"], "on": promised[name]["on"]});
        let commitment = aabenraa.commit(
            &indicator,
            &json!({
                "baseline": dated("baseline"), "target": dated("target"), "owner_id": aabenraa.owner_id,
                "use_of_gain": promised["use_of_gain"], "first_measurement_on": promised["first_measurement_on"],
            }),
        );
        aabenraa.hand_over(&project);
        let file = self::sample("aabenraa-video-meetings.csv").replace("{{indicator_id}}", &indicator);
        let imported = aabenraa.import(&file);
        assert_eq!((&imported["state"], &imported["rows"]), (&json!("applied"), &json!(3)), "{imported}");

        let coordinator = &aabenraa.founded.coordinator;
        let series = coordinator.get(&format!("/api/v1/commitments/{commitment}/series")).expect(200).json;
        let values: Vec<&Value> =
            series["measured"].as_array().expect("points").iter().map(|point| &point["value"]).collect();
        assert_eq!(values, ["200", "700", "1400"]);
        assert_eq!(series["attainment"], "1");
        let peak = json!({"value": "1400", "on": "2020-06-23"});
        let lasts = json!({"peak": peak, "drop": "0", "fallen_back": false, "until": null});
        assert_eq!(series["sustained"], lasts, "what rises gives no signal");
        // The same figures as a file say how far each value had come.
        let file = coordinator.get(&format!("/api/v1/commitments/{commitment}/series?format=csv")).expect(200).text;
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let attained: Vec<Value> = reader
            .records()
            .map(|line| line.expect("a line"))
            .filter(|line| &line[1] == "measured")
            .map(|line| json!(&line[4]))
            .collect();
        assert_eq!(json!(attained), sample["expected_when_imported"]["attainment"]);

        let counts = |on: &str| {
            let cell = aabenraa.founded.matrix(on)["rows"][0]["cells"][0].clone();
            assert_eq!(cell["handover_state"], "in_realisation");
            ["accepted", "measured", "on_plan", "overdue"].map(|name| cell[name].as_i64().expect("a count"))
        };
        assert_eq!(counts("2020-03-11"), [1, 0, 0, 0]);
        assert_eq!(counts("2020-03-19"), [1, 1, 1, 0]);
        assert_eq!(counts("2020-05-12"), [1, 1, 1, 1], "nothing was said between March and June");
        assert_eq!(counts("2020-06-23"), [1, 1, 1, 0]);

        let path = format!("/api/v1/regions/{}/curve?from=2020-03&to=2020-06", aabenraa.founded.region);
        let curve = coordinator.get(&path).expect(200).json;
        let block = &curve["classes"][0];
        assert_eq!((&block["class"], &block["unit"]), (&json!("better_quality"), &json!("personer")));
        let point = |planned: &str, realised: &str, rate: &str, month: &str| json!({"month": month, "planned": planned, "realised": realised, "rate": rate, "coverage": "1"});
        assert_eq!(block["points"][0], point("221.359223", "500", "2.258772", "2020-03"));
        assert_eq!(block["points"][3], point("1200", "1200", "1", "2020-06"));

        let session = format!("stafett={}", aabenraa.owner.token().expect("signed in"));
        let page = format!("/commitments/{commitment}");
        let page = aabenraa.founded.site.visitor().send("GET", &page, &[("cookie", &session)], None).expect(200).text;
        for said in ["Personer på videomøder", "Aabenraa", "1.400", "700", "200", "100", "cirka 200 på videomøder"]
        {
            assert!(page.contains(said), "the benefit's page says {said}");
        }
        // What the page counts as measured is not more than the source claims.
        let list = coordinator.get(&format!("/api/v1/commitments/{commitment}/measurements")).expect(200).json;
        for item in list["items"].as_array().expect("items") {
            assert_eq!(item["kind"], "estimated");
            assert!(item["comment"].as_str().is_some_and(|comment| comment.starts_with("Claimed")), "{item}");
        }
    });
}

/// A share among those who were asked is a level, with no promise behind it: it is held, so nothing is attained and no
/// curve adds it up. Without n there is no interval to show.
#[test]
fn the_momentum_shares_are_percentages_without_a_number_of_answers() {
    on_sqlite_and_postgres(|backend| {
        let aabenraa = Aabenraa::new(backend, &sample_json("aabenraa-video-meetings.json"));
        let text = sample("momentum-2020.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let shares: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(shares.len(), 17);
        let indicators: Vec<Value> = shares
            .iter()
            .map(|row| {
                json!({
                    "name": format!("{}: {}", &row[1], &row[2]), "unit": "prosent", "direction": "hold",
                    "frequency": "year", "method": "Momentum 23.06.2020", "decimals": 0,
                })
            })
            .collect();
        let project = aabenraa.project(&json!({"title": "Momentum 2020"}));
        let benefit = json!({"title": "Svar fra digitaliseringschefer", "class": "better_quality", "arises_in": "other_public_body"});
        let indicators = aabenraa.indicator(&project, &benefit, &indicators);
        let day = "2020-06-23";
        let commitments: Vec<String> = indicators
            .iter()
            .zip(&shares)
            .map(|(indicator, row)| {
                let body = json!({
                    "baseline": {"value": &row[3], "on": day}, "target": {"value": &row[3], "on": "2021-06-23"},
                    "owner_id": aabenraa.owner_id, "use_of_gain": "other", "first_measurement_on": day,
                });
                aabenraa.commit(indicator, &body)
            })
            .collect();
        aabenraa.hand_over(&project);
        let items: Vec<Value> = commitments
            .iter()
            .zip(&shares)
            .map(|(commitment, row)| {
                let mut item = json!({
                    "commitment_id": commitment, "on": day, "value": &row[3], "kind": "estimated", "comment": &row[7],
                });
                for (place, name) in [(4, "n"), (5, "invited")] {
                    if !row[place].is_empty() {
                        item[name] = json!(row[place].parse::<i64>().expect("a count"));
                    }
                }
                item
            })
            .collect();
        aabenraa.owner.post("/api/v1/measurements/batch", &json!({"items": items})).expect(201);
        let coordinator = &aabenraa.founded.coordinator;
        for (commitment, row) in commitments.iter().zip(&shares) {
            let series = coordinator.get(&format!("/api/v1/commitments/{commitment}/series")).expect(200).json;
            let point = &series["measured"][0];
            assert_eq!([&point["value"], &point["n"]], [&json!(&row[3]), &Value::Null], "{}", &row[0]);
            assert_eq!(point["survey"], Value::Null, "no n, no interval");
            assert_eq!([&series["attainment"], &series["forecast"]], [&Value::Null, &Value::Null]);
        }
        let cell = aabenraa.founded.matrix(day)["rows"][0]["cells"][0].clone();
        assert_eq!([&cell["measured"], &cell["accepted"], &cell["overdue"]], [&json!(17), &json!(17), &json!(0)]);
        let path = format!("/api/v1/regions/{}/curve?from=2020-06&to=2020-06", aabenraa.founded.region);
        assert_eq!(coordinator.get(&path).expect(200).json["classes"], json!([]));
    });
}
