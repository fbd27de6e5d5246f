//! Plays a history over HTTP beside what the seed `tiny` left, and remembers it: projects, batons answered in every way.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::courses::{ALIKE, Course, Dice, HELD, PLANTED_AT, course_of};
use super::history::{Commitment, History, Indicator, Measured, Place, Project, Town, at, plain};
use super::slow::micros;
use crate::harness::{Answer, CHECKS, Person, Site};

/// Where the batons of the four projects end up in the three municipalities.
const ENDS: [&str; 12] = [
    "full",
    "with_conditions",
    "full",
    "full",
    "later",
    "much_later",
    "completed",
    "completed",
    "refused",
    "offered",
    "draft",
    "handed_back",
];

impl History {
    /// The history of a number, as it stands in the site now.
    pub fn played(site: &Site, number: u64) -> Self {
        let mut play = Play::begun(site, number);
        let mut ends = ENDS;
        // The first four stay: everybody takes the first project, and the first municipality the second.
        play.dice.shuffle(&mut ends[4..]);
        for project in 1..=4 {
            play.project(project);
            for town in 0..3 {
                play.baton((project, town), ends[(project - 1) * 3 + town]);
            }
        }
        play.measure();
        play.explain();
        play.correct_what_few_answered();
        play.wait_for_second_eyes();
        play.share();
        play.history
    }
}

pub(super) struct Play<'a> {
    pub(super) site: &'a Site,
    pub(super) dice: Dice,
    pub(super) coordinator: Person,
    pub(super) executives: Vec<Person>,
    pub(super) contributors: Vec<Person>,
    pub(super) owners: Vec<String>,
    pub(super) history: History,
}

/// What was asked for was done.
#[track_caller]
pub(super) fn done(answer: Answer) -> Answer {
    assert!([200, 201].contains(&answer.status), "{} {}", answer.status, answer.text);
    answer
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

impl<'a> Play<'a> {
    /// What the seed left: one project, accepted by the first municipality, offered to the second, in preparation for the
    /// third.
    fn begun(site: &'a Site, number: u64) -> Self {
        let mut dice = Dice(number);
        let coordinator = site.person("coordinator", 0);
        let region = site.id("regions", 0);
        let known = coordinator.get(&format!("/api/v1/regions/{region}")).expect(200);
        let threshold = dice.pick(&[750_000, 900_000]);
        let body = json!({"slightly_behind_from": plain(threshold)});
        let version = known.etag.expect("a version");
        coordinator.patch(&format!("/api/v1/regions/{region}"), &version, &body).expect(200);
        let matrix = coordinator.get(&format!("/api/v1/regions/{region}/matrix")).expect(200).json;
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a day");
        let towns = site.seed["regions"][0]["municipalities"].as_array().expect("towns").iter();
        let commitments = (0..3).map(|town| Commitment {
            id: site.id("commitments", town),
            indicator: 0,
            place: (0, town),
            direction: "down",
            frequency: "month",
            baseline: (day("2025-01-15"), 42_000_000),
            plan: Vec::new(),
            target: (day("2025-12-31"), 28_000_000),
            first: day("2025-03-01"),
            until: None,
            accepted: town == 0,
            measured: [("2025-03-01", 40_000_000), ("2025-04-01", 38_500_000), ("2025-05-01", 33_000_000)]
                .iter()
                .enumerate()
                .filter(|_| town == 0)
                .map(|(at, (on, value))| Measured {
                    id: site.id("measurements", at),
                    on: day(on),
                    value: *value,
                    before: Vec::new(),
                    n: None,
                    invited: None,
                    waits: false,
                    cause: None,
                })
                .collect(),
        });
        let history = History {
            today: day(&text(&matrix["on"])),
            name: text(&known.json["name"]),
            threshold: micros(threshold),
            towns: towns
                .map(|town| Town {
                    id: text(&town["id"]),
                    name: text(&town["name"]),
                    shared: false,
                    inhabitants: Vec::new(),
                })
                .collect(),
            projects: vec![Project {
                id: site.id("projects", 0),
                title: "Digital byggesak (demo)".into(),
                plan: coordinator.get(&format!("/api/v1/projects/{}", site.id("projects", 0))).expect(200).json,
            }],
            indicators: vec![Indicator {
                id: site.id("indicators", 0),
                project: 0,
                benefit: "Kortere saksbehandlingstid".into(),
                name: "Saksbehandlingstid".into(),
                class: "time_saved",
                arises_in: "own_organisation",
                unit: "dager",
                decimals: 0,
                flow: false,
            }],
            commitments: commitments.collect(),
            states: [((0, 0), "in_realisation"), ((0, 1), "offered"), ((0, 2), "draft")].into(),
            region,
        };
        let people = |role: &str| (0..3).map(|town| site.person_in(role, 0, town)).collect::<Vec<_>>();
        let owner = |person: &Person| text(&person.get("/api/v1/me").expect(200).json["id"]);
        Self {
            site,
            dice,
            coordinator,
            executives: people("executive"),
            contributors: people("contributor"),
            owners: people("benefit_owner").iter().map(owner).collect(),
            history,
        }
    }

    fn made(&self, path: &str, body: &Value) -> String {
        text(&self.coordinator.post(path, body).expect(201).json["id"])
    }

    /// A project with three indicators, each with its benefit, promised by every municipality.
    fn project(&mut self, at: usize) {
        let title = format!("Prosjekt {}", ["Alfa", "Beta", "Gamma", "Delta"][at - 1]);
        let mut body = json!({"title": title, "summary": "x", "renewal": "x", "phase": "realisation",
            "simplifications": [{"what": "Skjemaer", "before": 2, "after": 1}], "starts_on": "2024-01-01"});
        self.plan(at, &mut body);
        let id = self.made(&format!("/api/v1/regions/{}/projects", self.history.region), &body);
        for town in 0..3 {
            let path = format!("/api/v1/projects/{id}/participants/{}", self.history.towns[town].id);
            done(self.coordinator.put(&path, &json!({"state": "joined"})));
        }
        let plan = self.coordinator.get(&format!("/api/v1/projects/{id}")).expect(200).json;
        self.history.projects.push(Project { id: id.clone(), title: title.clone(), plan });
        for nth in 0..3 {
            let survey = nth == 2 && at.is_multiple_of(2);
            let direction = match (at, nth) {
                _ if survey => "up",
                (1, 1) => "down",
                (1, _) => "up",
                (2, 0) => "hold",
                _ => self.dice.pick(&["up", "down", "down", "up", "hold"]),
            };
            // Surveys have a class of their own, so that a sum of it hides nothing behind other units.
            let class = self.dice.pick(&["time_saved", "avoided_cost", "income"]);
            let class = if survey { "better_quality" } else { class };
            let arises_in = if (at, nth) == (1, 2) {
                "citizens"
            } else {
                self.dice.pick(&["own_organisation", "own_organisation", "citizens", "state"])
            };
            let frequency = self.dice.pick(&["month", "tertial", "half_year", "year"]);
            let unit = if survey { "%" } else { self.dice.pick(&["timer", "kr"]) };
            let decimals = self.dice.pick(&[0, 0, 1, 2]);
            let flow = (at, nth) == (1, 1) || (!survey && self.dice.of(3) == 0);
            let benefit = format!("{title}, gevinst {}", ["en", "to", "tre"][nth]);
            let body = json!({"title": benefit, "class": class, "arises_in": arises_in, "polarity": "benefit",
                "description": "x", "use_of_gain": "better_quality"});
            let parent = self.made(&format!("/api/v1/projects/{id}/benefits"), &body);
            let name = format!("Indikator {}", ["en", "to", "tre"][nth]);
            let body = json!({"name": name, "unit": unit, "direction": direction, "frequency": frequency,
                "method": "Telling", "decimals": decimals, "accumulation": if flow { "flow" } else { "stock" }});
            let indicator = self.made(&format!("/api/v1/benefits/{parent}/indicators"), &body);
            self.history.indicators.push(Indicator {
                id: indicator,
                project: at,
                benefit,
                name,
                class,
                arises_in,
                unit,
                decimals,
                flow,
            });
            for town in 0..3 {
                self.promise(self.history.indicators.len() - 1, (at, town), (direction, frequency), survey);
            }
        }
    }

    /// When its phases are, what was and is to be decided, and when it ends: of each kind some.
    fn plan(&mut self, at: usize, body: &mut Value) {
        let today = self.history.today;
        let mut near = |from: i64, days: i64| self::at(from + self.dice.of(days), today);
        let phases = json!([
            {"phase": "planning", "from": near(-700, 100), "to": near(-500, 100)},
            {"phase": "realisation", "from": near(if at == 1 { 1 } else { -300 }, 200), "to": null}]);
        let points = json!([
            {"point": "BP3", "on": near(-500, 400), "decided": true, "case_reference": "Sak 75/24"},
            {"point": "BP5", "on": near(1, 200)},
            {"point": "BP6", "on": null}]);
        let ends_on = near(1, 900);
        match at {
            1 => (body["phases"], body["decision_points"]) = (phases, points),
            2 => (body["decision_points"], body["ends_on"]) = (points, json!(ends_on)),
            3 => (body["phases"], body["theme"]) = (phases, json!("Plan og bygg")),
            _ => (body["phase"], body["starts_on"]) = (json!("idea"), json!(null)),
        }
    }

    fn promise(
        &mut self,
        indicator: usize,
        place: Place,
        (direction, frequency): (&'static str, &'static str),
        survey: bool,
    ) {
        let dice = &mut self.dice;
        let today = self.history.today;
        let baseline_on = at(-300 - dice.of(300), today);
        let number = self.history.commitments.len();
        let (course, planted) = (course_of(number), PLANTED_AT.contains(&number));
        // Some have passed their target's day, so that there is something to lose.
        let passed = matches!(course, Course::FallenBack | Course::LostOnce | Course::AtTheThreshold)
            || (!planted && dice.of(5) == 0);
        let target_on = if passed { at(-20 - dice.of(120), today) } else { at(1 + dice.of(300), today) };
        let size =
            if survey { 90_000_000 } else { dice.pick(&[900_000_000, 90_000_000, 7_000_000_000_000, 3_000_000]) };
        let base = dice.value(size) + if number == HELD { 40_000_000 } else { 0 };
        let step = match if planted { 0 } else { dice.of(6) } {
            // Two hundred, so that an odd number of them is half a per cent.
            0 => 200_000_000,
            1 => 7,
            _ => dice.value(size / 2) + 1_000_000,
        };
        let step = if survey { dice.value(9_000_000) + 1_000_000 } else { step };
        // Now and then a target goes against the direction; the gain's sign is the target's.
        let rises = (direction == "up") != (!planted && dice.of(10) == 0 && !survey);
        let target = match direction {
            "hold" if number == HELD || dice.of(2) == 0 => base,
            "up" if number == ALIKE || (!planted && dice.of(8) == 0 && !survey) => base,
            _ if rises => base + step,
            _ => base - step,
        };
        let mut days: Vec<i64> =
            (0..dice.of(3)).map(|_| 1 + dice.of((target_on - baseline_on).num_days() - 1)).collect();
        days.sort_unstable();
        days.dedup();
        let low = base.min(target);
        let plan: Vec<(NaiveDate, i64)> =
            days.iter().map(|day| (at(*day, baseline_on), low + dice.value((target - base).abs() + 1))).collect();
        let first = at(dice.of(90), baseline_on);
        let until = (!planted && dice.of(4) == 0).then(|| at(10 + dice.of(60), target_on));
        let dated = |(on, value): &(NaiveDate, i64)| json!({"value": plain(*value), "on": on.to_string()});
        let body = json!({"baseline": dated(&(baseline_on, base)), "target": dated(&(target_on, target)),
            "plan": plan.iter().map(dated).collect::<Vec<_>>(), "owner_id": self.owners[place.1],
            "use_of_gain": "better_quality", "budget": {"no_cash_effect": true},
            "first_measurement_on": first.to_string(), "sustain_until": until.map(|on| on.to_string())});
        let path = format!(
            "/api/v1/indicators/{}/commitments/{}",
            self.history.indicators[indicator].id, self.history.towns[place.1].id
        );
        let answer = self.coordinator.put(&path, &body);
        let answer = done(answer);
        self.history.commitments.push(Commitment {
            id: text(&answer.json["id"]),
            indicator,
            place,
            direction,
            frequency,
            baseline: (baseline_on, base),
            plan,
            target: (target_on, target),
            first,
            until,
            accepted: false,
            measured: Vec::new(),
        });
    }

    /// The baton of a place goes as far as its end says. What is completed is so once it has been measured.
    fn baton(&mut self, place: Place, end: &'static str) {
        let town = &self.history.towns[place.1].id;
        let body = json!({"municipality_id": town, "answer_by": "2099-12-31", "message": ""});
        let id = self.made(&format!("/api/v1/projects/{}/handovers", self.history.projects[place.0].id), &body);
        self.history.states.insert(place, "draft");
        if end == "draft" {
            return;
        }
        let path = |what: &str| format!("/api/v1/handovers/{id}/{what}");
        for check in CHECKS {
            self.coordinator.put(&path(&format!("readiness/{check}")), &json!({"met": true})).expect(200);
        }
        let hash = self.coordinator.post(&path("offer"), &json!({})).expect(200).json["content_sha256"].clone();
        let executive = &self.executives[place.1];
        let mut answer = json!({"content_sha256": hash, "form": "full", "statement": "Vi tar imot"});
        let state = match end {
            "offered" => "offered",
            "refused" => {
                done(executive.post(&path("refusal"), &json!({"reason": "Ikke nå"})));
                "refused"
            }
            _ => {
                if end == "with_conditions" {
                    answer["form"] = json!("with_conditions");
                    answer["conditions"] = json!("Opplæring først");
                }
                if end.ends_with("later") {
                    answer["form"] = json!("later");
                    answer["from_month"] = json!("2099-01");
                }
                executive.post(&path("acceptance"), &answer).expect(200);
                if end == "handed_back" {
                    done(executive.post(&path("hand-back"), &json!({"reason": "For tidlig"})));
                }
                match end {
                    "handed_back" => "handed_back",
                    "completed" => "to_complete",
                    "much_later" => "accepted_later",
                    _ => "accepted",
                }
            }
        };
        self.history.states.insert(place, state);
        let taken = matches!(state, "accepted" | "accepted_later" | "to_complete");
        for one in self.history.commitments.iter_mut().filter(|one| one.place == place) {
            one.accepted = taken;
        }
        if state == "to_complete" {
            self.measure_place(place);
            let measured = self.history.commitments.iter().any(|one| one.place == place && !one.measured.is_empty());
            self.history.states.insert(place, "accepted");
            if measured {
                done(self.executives[place.1].post(&path("completion"), &json!({"report": "Ferdig"})));
                self.history.states.insert(place, "completed");
            }
        }
    }
}
