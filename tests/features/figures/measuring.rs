//! Measures a history: late, corrected, explained, answered by few, waiting for a colleague; and who shares what.

use serde_json::{Value, json};

use super::courses::{HELD, PLANTED_AT, SLIDES_BACK, SURVEYED};
use super::history::{Commitment, Measured, Place, at, plain};
use super::play::{Play, done, text};
use super::slow::Pace;

impl Play<'_> {
    pub(super) fn measure(&mut self) {
        let places: Vec<Place> = self.history.states.keys().copied().filter(|(project, _)| *project > 0).collect();
        for place in places {
            if self.history.states[&place] == "accepted" {
                self.measure_place(place);
            }
        }
    }

    /// Everything of a place in one request, newest days first: what comes late counts where it belongs.
    pub(super) fn measure_place(&mut self, place: Place) {
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

    /// Some values of a place were wrong, and are corrected twice.
    pub(super) fn correct(&mut self, place: Place) {
        for at in 0..self.history.commitments.len() {
            if self.history.commitments[at].place != place
                || at == SURVEYED
                || (self.dice.of(3) != 0 && at != SLIDES_BACK)
            {
                continue;
            }
            // Now an old value, now the latest.
            let many = i64::try_from(self.history.commitments[at].measured.len()).expect("few");
            if many == 0 {
                continue;
            }
            let kept = at == HELD || (PLANTED_AT.contains(&at) && at != SLIDES_BACK);
            if kept && many < 2 {
                continue;
            }
            let nth = if kept { 0 } else { usize::try_from(self.dice.of(many)).expect("a place") };
            for version in 1..=2 {
                let wrong = self.history.commitments[at].measured[nth].value;
                let survey = self.history.indicators[self.history.commitments[at].indicator].unit == "%";
                let value =
                    if survey { (wrong + 1_000_000).min(100_000_000) } else { wrong + self.dice.value(50_000_000) + 1 };
                self.corrected(at, nth, version, json!({"value": plain(value), "reason": "Feil avlest"}));
                let one = &mut self.history.commitments[at].measured[nth];
                one.before.push(one.value);
                one.value = value;
            }
        }
    }

    pub(super) fn corrected(&self, at: usize, nth: usize, version: usize, body: Value) {
        let commitment = &self.history.commitments[at];
        let path = format!("/api/v1/measurements/{}/corrections", commitment.measured[nth].id);
        let version = format!("\"{version}\"");
        let answer = self.contributors[commitment.place.1].json("POST", &path, &[("if-match", &version)], &body);
        done(answer);
    }

    /// Half of what is behind is explained.
    pub(super) fn explain(&mut self) {
        let (today, threshold) = (self.history.today, self.history.threshold.clone());
        for at in 0..self.history.commitments.len() {
            let one = &self.history.commitments[at];
            if !one.accepted || at == PLANTED_AT.start || (at != SLIDES_BACK && self.dice.of(2) == 0) {
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
    pub(super) fn correct_what_few_answered(&mut self) {
        for at in 0..self.history.commitments.len() {
            let many = |one: &Measured| one.before.is_empty() && one.cause.is_none() && one.n.is_some_and(|n| n >= 5);
            let Some(nth) = self.history.commitments[at].measured.iter().position(many) else { continue };
            if at == SURVEYED || self.dice.of(2) == 0 {
                let value = self.history.commitments[at].measured[nth].value;
                self.corrected(at, nth, 1, json!({"value": plain(value), "reason": "Færre svarte", "n": 4}));
                let one = &mut self.history.commitments[at].measured[nth];
                one.before.push(one.value);
                one.n = Some(4);
            }
        }
    }

    /// From now on a colleague confirms what is entered; two values have nobody's yet.
    pub(super) fn wait_for_second_eyes(&mut self) {
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
    pub(super) fn share(&mut self) {
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
