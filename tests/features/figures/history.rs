//! A made-up history of a region, from a number: projects, batons answered in every way, and measurements of every kind
//! that has gone wrong somewhere. It is played over HTTP beside what the seed `tiny` left there, and remembered here, so
//! that the slow path asks the program for nothing.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::slow::{Exact, Pace, micros};
use crate::harness::{Answer, CHECKS, Person, Site};

/// A project in a municipality.
pub type Place = (usize, usize);

/// A member.
pub struct Town {
    pub id: String,
    pub name: String,
    /// Whether every member sees its figures, or only the region.
    pub shared: bool,
    pub inhabitants: Vec<(NaiveDate, i64)>,
}

pub struct Project {
    pub id: String,
    pub title: String,
}

pub struct Indicator {
    pub id: String,
    pub project: usize,
    pub benefit: String,
    pub name: String,
    pub class: &'static str,
    pub arises_in: &'static str,
    pub unit: &'static str,
    pub decimals: usize,
    /// Whether a value tells what came in, and not how it stood.
    pub flow: bool,
}

/// A current value with what it replaced.
pub struct Measured {
    pub id: String,
    pub on: NaiveDate,
    /// Millionths.
    pub value: i64,
    /// Those it was corrected from, the oldest first.
    pub before: Vec<i64>,
    pub n: Option<i64>,
    pub invited: Option<i64>,
    pub waits: bool,
    /// Why it is not what was planned, and what is done about it.
    pub cause: Option<(String, String)>,
}

/// What was promised of an indicator in a municipality.
pub struct Commitment {
    pub id: String,
    pub indicator: usize,
    pub place: Place,
    pub direction: &'static str,
    pub frequency: &'static str,
    pub baseline: (NaiveDate, i64),
    pub plan: Vec<(NaiveDate, i64)>,
    pub target: (NaiveDate, i64),
    pub first: NaiveDate,
    pub until: Option<NaiveDate>,
    pub accepted: bool,
    /// In order of day.
    pub measured: Vec<Measured>,
}

pub struct History {
    pub region: String,
    pub name: String,
    pub today: NaiveDate,
    /// From which share of the plan a benefit is only slightly behind.
    pub threshold: Exact,
    pub towns: Vec<Town>,
    pub projects: Vec<Project>,
    pub indicators: Vec<Indicator>,
    pub commitments: Vec<Commitment>,
    /// How each place's baton stands; those without one are not here.
    pub states: BTreeMap<Place, &'static str>,
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    /// One of so many, from nought.
    fn of(&mut self, many: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % many.unsigned_abs()).cast_signed()
    }

    fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        some[usize::try_from(self.of(i64::try_from(some.len()).expect("few"))).expect("a place")]
    }

    fn shuffle<T>(&mut self, some: &mut [T]) {
        for at in (1..some.len()).rev() {
            let other = self.of(i64::try_from(at).expect("few") + 1);
            some.swap(at, usize::try_from(other).expect("a place"));
        }
    }

    /// Millionths between nought and a size, now round, now with all six decimals.
    fn value(&mut self, size: i64) -> i64 {
        let step = self.pick(&[1_000_000, 1_000_000, 500_000, 10_000, 1]);
        self.of(size) / step * step
    }
}

/// A decimal as the API takes it.
pub fn plain(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:06}", value.abs() / 1_000_000, value.abs() % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn at(days: i64, from: NaiveDate) -> NaiveDate {
    if days < 0 { from - Days::new(days.unsigned_abs()) } else { from + Days::new(days.unsigned_abs()) }
}

/// How values go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Course {
    Around,
    Over,
    BackSliding,
    Nought,
    Never,
    FallenBack,
    AtTheThreshold,
    HalfPercents,
}

const COURSES: [Course; 8] = [
    Course::Around,
    Course::Over,
    Course::BackSliding,
    Course::Nought,
    Course::Never,
    Course::FallenBack,
    Course::AtTheThreshold,
    Course::HalfPercents,
];

/// Where the batons of the four projects end up in the three municipalities.
const ENDS: [&str; 12] = [
    "full",
    "full",
    "full",
    "with_conditions",
    "later",
    "later",
    "completed",
    "completed",
    "refused",
    "offered",
    "draft",
    "handed_back",
];

impl History {
    /// What was promised in accepted handovers of some municipalities.
    pub fn accepted<'a>(&'a self, takes: impl Fn(&Commitment) -> bool + 'a) -> impl Iterator<Item = &'a Commitment> {
        self.commitments.iter().filter(move |one| one.accepted && takes(one))
    }

    pub fn indicator(&self, one: &Commitment) -> &Indicator {
        &self.indicators[one.indicator]
    }

    /// What a history is to hold, and whether this one does: whoever changes how they are made up sees what gets lost.
    pub fn holds(&self) -> Vec<(&'static str, bool)> {
        let all = || self.accepted(|_| true);
        let any = |is: &dyn Fn(&Commitment) -> bool| all().any(is);
        let latest = |one: &Commitment, is: &dyn Fn(&Measured) -> bool| one.latest(self.today).is_some_and(is);
        let paced = |wanted: Pace| any(&|one| latest(one, &|known| one.pace(known, &self.threshold) == wanted));
        let attained = |is: &dyn Fn(Exact) -> bool| {
            any(&|one| latest(one, &|known| !one.is_hold() && one.attainment(&known.exact()).is_some_and(is)))
        };
        let (none, all_of_it) = (super::slow::whole(0), super::slow::whole(1));
        let behind = |explained: bool| {
            any(&|one| one.behind(self.today, &self.threshold).is_some_and(|cause| cause.is_some() == explained))
        };
        let state = |wanted: &str| self.states.values().any(|state| *state == wanted);
        vec![
            ("a measured nought", any(&|one| latest(one, &|known| known.value == 0))),
            ("nothing measured", any(&|one| one.measured.is_empty())),
            ("corrected twice", any(&|one| one.measured.iter().any(|known| known.before.len() == 2))),
            ("falling", any(&|one| one.sign() < 0 && one.latest(self.today).is_some())),
            ("to be held", any(&|one| one.direction == "hold" && !one.measured.is_empty())),
            ("target and baseline alike", any(&|one| one.sign() == 0 && !one.measured.is_empty())),
            ("plan points", any(&|one| !one.plan.is_empty() && one.latest(self.today).is_some())),
            ("fewer than five answers", any(&|one| one.measured.iter().any(|known| known.n.is_some_and(|n| n < 5)))),
            (
                "hidden by a correction",
                any(&|one| one.measured.iter().any(|it| it.n == Some(4) && !it.before.is_empty())),
            ),
            ("waiting for second eyes", any(&|one| one.measured.iter().any(|known| known.waits))),
            ("more than was promised", attained(&|share| share > all_of_it)),
            ("back-sliding", attained(&|share| share < none)),
            ("six decimals", any(&|one| latest(one, &|known| known.value % 10 != 0))),
            ("fallen back", any(&|one| one.lasting(self.today).is_some_and(|seen| seen.fallen_back))),
            ("on plan", paced(Pace::OnPlan)),
            ("slightly behind", paced(Pace::Slightly)),
            ("behind and explained", behind(true)),
            ("behind and not explained", behind(false)),
            ("overdue", any(&|one| one.is_overdue(self.today))),
            ("not overdue", any(&|one| !one.is_overdue(self.today))),
            ("what came in", any(&|one| self.indicator(one).flow && one.latest(self.today).is_some())),
            ("for others", any(&|one| self.indicator(one).arises_in != "own_organisation")),
            ("refused", state("refused")),
            ("handed back", state("handed_back")),
            ("completed", state("completed")),
            ("offered", state("offered")),
            ("not shared", any(&|one| one.place.1 == 2)),
        ]
    }

    /// The history of a number, as it stands in the site now.
    pub fn played(site: &Site, number: u64) -> Self {
        let mut play = Play::begun(site, number);
        let mut ends = ENDS;
        play.dice.shuffle(&mut ends);
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

struct Play<'a> {
    site: &'a Site,
    dice: Dice,
    coordinator: Person,
    executives: Vec<Person>,
    contributors: Vec<Person>,
    owners: Vec<String>,
    history: History,
}

/// What was asked for was done.
#[track_caller]
fn done(answer: Answer) -> Answer {
    assert!([200, 201].contains(&answer.status), "{} {}", answer.status, answer.text);
    answer
}

fn text(value: &Value) -> String {
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
        let threshold = dice.pick(&[800_000, 750_000, 900_000]);
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
            projects: vec![Project { id: site.id("projects", 0), title: "Digital byggesak (demo)".into() }],
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
        let body = json!({"title": title, "summary": "x", "renewal": "x", "phase": "realisation",
            "simplifications": [{"what": "Skjemaer", "before": 2, "after": 1}], "starts_on": "2024-01-01"});
        let id = self.made(&format!("/api/v1/regions/{}/projects", self.history.region), &body);
        for town in 0..3 {
            let path = format!("/api/v1/projects/{id}/participants/{}", self.history.towns[town].id);
            done(self.coordinator.put(&path, &json!({"state": "joined"})));
        }
        self.history.projects.push(Project { id: id.clone(), title: title.clone() });
        for nth in 0..3 {
            let survey = nth == 2 && at % 2 == 0;
            let direction = if survey { "up" } else { self.dice.pick(&["up", "down", "down", "up", "hold"]) };
            let class = self.dice.pick(&["time_saved", "avoided_cost", "better_quality", "income"]);
            let arises_in = self.dice.pick(&["own_organisation", "own_organisation", "citizens", "state"]);
            let frequency = self.dice.pick(&["month", "tertial", "half_year", "year"]);
            let unit = if survey { "%" } else { self.dice.pick(&["timer", "kr"]) };
            let decimals = self.dice.pick(&[0, 0, 1, 2]);
            let flow = !survey && self.dice.of(3) == 0;
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
        // A third of them have passed their target's day, so that there is something to lose.
        let target_on = if dice.of(3) == 0 { at(-20 - dice.of(120), today) } else { at(1 + dice.of(300), today) };
        let size =
            if survey { 90_000_000 } else { dice.pick(&[900_000_000, 90_000_000, 7_000_000_000_000, 3_000_000]) };
        let base = dice.value(size);
        let step = match dice.of(6) {
            // Two hundred, so that an odd number of them is half a per cent.
            0 => 200_000_000,
            1 => 7,
            _ => dice.value(size / 2) + 1_000_000,
        };
        let step = if survey { dice.value(9_000_000) + 1_000_000 } else { step };
        // Now and then a target goes against the direction; the gain's sign is the target's.
        let rises = (direction == "up") != (dice.of(10) == 0 && !survey);
        let target = match direction {
            "hold" if dice.of(2) == 0 => base,
            "up" if dice.of(8) == 0 && !survey => base,
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
        let until = (dice.of(4) == 0).then(|| at(10 + dice.of(60), target_on));
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
                if end == "later" {
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
                    _ => "accepted",
                }
            }
        };
        self.history.states.insert(place, state);
        let taken = matches!(state, "accepted" | "to_complete");
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

    fn measure(&mut self) {
        let places: Vec<Place> = self.history.states.keys().copied().filter(|(project, _)| *project > 0).collect();
        for place in places {
            if self.history.states[&place] == "accepted" {
                self.measure_place(place);
            }
        }
    }

    /// Everything of a place in one request, newest days first: what comes late counts where it belongs.
    fn measure_place(&mut self, place: Place) {
        let mut sent: Vec<(usize, Value)> = Vec::new();
        for at in 0..self.history.commitments.len() {
            if self.history.commitments[at].place != place {
                continue;
            }
            let survey = self.history.indicators[self.history.commitments[at].indicator].unit == "%";
            for (on, value, n, invited) in self.course(at, survey) {
                let mut item = json!({"commitment_id": self.history.commitments[at].id, "on": on.to_string(),
                    "value": plain(value)});
                if let Some(n) = n {
                    item["n"] = json!(n);
                    item["invited"] = json!(invited);
                }
                sent.push((at, item));
                let one =
                    Measured { id: String::new(), on, value, before: vec![], n, invited, waits: false, cause: None };
                self.history.commitments[at].measured.push(one);
            }
        }
        sent.reverse();
        if sent.is_empty() {
            return;
        }
        let items: Vec<&Value> = sent.iter().map(|(_, item)| item).collect();
        let measurer = &self.contributors[place.1];
        let answer = measurer.post("/api/v1/measurements/batch", &json!({"items": items})).expect(201).json;
        for made in answer["items"].as_array().expect("items") {
            let (commitment, on) = (text(&made["commitment_id"]), text(&made["on"]));
            let commitments = self.history.commitments.iter_mut().filter(|one| one.id == commitment);
            let of_day = commitments.flat_map(|one| &mut one.measured).find(|one| one.on.to_string() == on);
            of_day.expect("it was sent").id = text(&made["id"]);
        }
        self.correct(place);
    }

    /// The values of a commitment in order of day: when, how much, and of how many in a survey.
    fn course(&mut self, at_commitment: usize, survey: bool) -> Vec<(NaiveDate, i64, Option<i64>, Option<i64>)> {
        let dice = &mut self.dice;
        let today = self.history.today;
        let one = &self.history.commitments[at_commitment];
        let course = COURSES[(at_commitment + usize::try_from(dice.of(2)).expect("few")) % COURSES.len()];
        let length = (today - one.baseline.0).num_days();
        let mut days: Vec<i64> = (0..1 + dice.of(7)).map(|_| dice.of(length + 1)).collect();
        if course == Course::FallenBack {
            let after = (today - one.target.0).num_days().max(3);
            days = vec![length - after, length - after / 2, length - 1, length];
        }
        days.sort_unstable();
        days.dedup();
        let (base, change) = (one.baseline.1, one.target.1 - one.baseline.1);
        let part = |millionths: i64| {
            base + i64::try_from(i128::from(change) * i128::from(millionths) / 1_000_000).expect("fits")
        };
        let last = days.len() - 1;
        let mut values = Vec::new();
        for (nth, day) in days.into_iter().enumerate() {
            let on = at(day, one.baseline.0);
            let value = match course {
                Course::Never => continue,
                Course::Nought if nth == last => 0,
                Course::Around | Course::Nought => part(dice.of(1_300_000)),
                Course::Over => part(1_000_000 + dice.of(900_000)),
                Course::BackSliding => part(-dice.of(600_000)),
                Course::FallenBack => part(if nth <= 1 { 1_000_000 } else { 1_000_000 - dice.of(400_000) }),
                Course::AtTheThreshold if change == 0 => {
                    base + dice.pick(&[base / 10, base / 10 + 1, -(base / 10) - 1])
                }
                Course::AtTheThreshold => {
                    // Exactly the threshold of what was planned, or a millionth beside it, where that is a decimal.
                    let planned = (one.planned(on) - micros(base)) * &self.history.threshold;
                    let sixth = (planned * super::slow::whole(1_000_000)).floor().to_integer();
                    base + i64::try_from(sixth).expect("fits") + dice.pick(&[-1, 0, 0, 1])
                }
                Course::HalfPercents => part((2 * dice.of(120) + 1) * 5_000),
            };
            let value = if survey { value.clamp(0, 100_000_000) } else { value };
            let n = survey.then(|| dice.pick(&[0, 3, 4, 5, 9, 40, 127]));
            values.push((on, value, n, n.map(|n| n + dice.of(30))));
        }
        values
    }

    /// Some values of a place were wrong, and are corrected twice.
    fn correct(&mut self, place: Place) {
        for at in 0..self.history.commitments.len() {
            if self.history.commitments[at].place != place || self.dice.of(3) != 0 {
                continue;
            }
            let Some(last) = self.history.commitments[at].measured.len().checked_sub(1) else { continue };
            for version in 1..=2 {
                let wrong = self.history.commitments[at].measured[last].value;
                let survey = self.history.indicators[self.history.commitments[at].indicator].unit == "%";
                let value =
                    if survey { (wrong + 1_000_000).min(100_000_000) } else { wrong + self.dice.value(50_000_000) + 1 };
                self.corrected(at, last, version, json!({"value": plain(value), "reason": "Feil avlest"}));
                let one = &mut self.history.commitments[at].measured[last];
                one.before.push(one.value);
                one.value = value;
            }
        }
    }

    fn corrected(&self, at: usize, nth: usize, version: usize, body: Value) {
        let commitment = &self.history.commitments[at];
        let path = format!("/api/v1/measurements/{}/corrections", commitment.measured[nth].id);
        let version = format!("\"{version}\"");
        let answer = self.contributors[commitment.place.1].json("POST", &path, &[("if-match", &version)], &body);
        done(answer);
    }

    /// Half of what is behind is explained.
    fn explain(&mut self) {
        let (today, threshold) = (self.history.today, self.history.threshold.clone());
        for at in 0..self.history.commitments.len() {
            let one = &self.history.commitments[at];
            if !one.accepted || self.dice.of(2) == 0 {
                continue;
            }
            let Some(latest) = one.latest(today).filter(|latest| one.pace(latest, &threshold) == Pace::Behind) else {
                continue;
            };
            let words = ("Sykdom".to_owned(), "Vikar fra høsten".to_owned());
            let (id, on) = (latest.id.clone(), latest.on);
            let path = format!("/api/v1/measurements/{id}/explanation");
            let body = json!({"cause": words.0, "remedy": words.1});
            self.contributors[one.place.1].json("PUT", &path, &[], &body).expect(200);
            let measured = &mut self.history.commitments[at].measured;
            measured.iter_mut().find(|known| known.on == on).expect("it is there").cause = Some(words);
        }
    }

    /// A survey that was answered by many turns out to have been answered by four: its value is hidden from then on.
    fn correct_what_few_answered(&mut self) {
        for at in 0..self.history.commitments.len() {
            let many = |one: &Measured| one.before.is_empty() && one.cause.is_none() && one.n.is_some_and(|n| n >= 5);
            let Some(nth) = self.history.commitments[at].measured.iter().position(many) else { continue };
            if self.dice.of(2) == 0 {
                let value = self.history.commitments[at].measured[nth].value;
                self.corrected(at, nth, 1, json!({"value": plain(value), "reason": "Færre svarte", "n": 4}));
                let one = &mut self.history.commitments[at].measured[nth];
                one.before.push(one.value);
                one.n = Some(4);
            }
        }
    }

    /// From now on a colleague confirms what is entered; two values have nobody's yet.
    fn wait_for_second_eyes(&mut self) {
        let path = format!("/api/v1/regions/{}", self.history.region);
        let version = self.coordinator.get(&path).expect(200).etag.expect("a version");
        self.coordinator.patch(&path, &version, &json!({"second_eyes": true})).expect(200);
        let today = self.history.today;
        let free = |one: &&mut Commitment| {
            one.accepted && one.place.0 > 0 && one.measured.iter().all(|known| known.on != today && known.n.is_none())
        };
        let (site, measurers) = (self.site, &self.contributors);
        for one in self.history.commitments.iter_mut().filter(free).take(2) {
            let body = json!({"on": today.to_string(), "value": "987654.321"});
            let path = format!("/api/v1/commitments/{}/measurements", one.id);
            let made = measurers[one.place.1].post(&path, &body).expect(201).json;
            one.measured.push(Measured {
                id: text(&made["id"]),
                on: today,
                value: 987_654_321_000,
                before: Vec::new(),
                n: None,
                invited: None,
                waits: true,
                cause: None,
            });
        }
        let _ = site;
    }

    /// The second municipality shares its figures with the other members; all have counted their inhabitants, some twice.
    fn share(&mut self) {
        let today = self.history.today;
        for town in 0..3 {
            let id = self.history.towns[town].id.clone();
            if town == 1 {
                let path = format!("/api/v1/regions/{}/members/{id}/sharing", self.history.region);
                self.executives[town].put(&path, &json!({"figures": "members"})).expect(200);
                self.history.towns[town].shared = true;
            }
            for days in [-500, -100].into_iter().take(if town == 2 { 1 } else { 2 }) {
                let (on, count) = (at(days, today), 1_000 + self.dice.of(40_000));
                let path = format!("/api/v1/regions/{}/population/{id}", self.history.region);
                let body = json!({"on": on.to_string(), "inhabitants": count, "source": "Oppdiktet"});
                done(self.coordinator.put(&path, &body));
                self.history.towns[town].inhabitants.push((on, count));
            }
        }
    }
}
