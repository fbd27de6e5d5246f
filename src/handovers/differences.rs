//! What two packages say differently: between what a municipality took on before and what it is offered now. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::package::{BenefitPart, CommitmentPart, IndicatorPart, Package, StepPart};
use crate::benefits::rules::DatedValue;
use crate::clock::Day;

/// One thing that was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What it is about, by its name; empty for the project itself.
    pub about: String,
    /// What of it.
    pub field: &'static str,
    /// What was said before.
    pub before: Said,
    /// What is said now.
    pub now: Said,
}

/// What a package says about one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// Nothing: it is not there.
    Nothing,
    /// Words of people.
    Words(String),
    /// One of our own words, by its key.
    Key(String),
    /// A figure on a day, with its unit.
    Figure(DatedValue, String),
    /// A day.
    Day(Day),
    /// Yes or no.
    Truth(bool),
    /// A list that is too long to be said beside another.
    List(usize),
}

impl Said {
    fn words(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Words(text.to_owned()) }
    }

    fn key(prefix: &str, word: &str) -> Self {
        if word.is_empty() { Self::Nothing } else { Self::Key(format!("{prefix}-{}", word.replace('_', "-"))) }
    }

    fn day(day: Option<Day>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    fn list(value: &Value) -> Self {
        match value.as_array().map_or(0, Vec::len) {
            0 => Self::Nothing,
            count => Self::List(count),
        }
    }
}

/// What was changed from one package to the next, in the order in which a package is read.
pub fn differences(before: &Package, now: &Package) -> Vec<Difference> {
    let mut found = Found::default();
    found.project(before, now);
    let pairs = paired(&before.benefits, &now.benefits, |benefit: &BenefitPart| benefit.id);
    for (old, new) in pairs {
        match (old, new) {
            (Some(old), Some(new)) => found.benefit(old, new),
            (old, new) => found.came_or_went("benefit", old.map(|one| &*one.title), new.map(|one| &*one.title)),
        }
    }
    let name = |step: &StepPart| step.title.clone();
    for (old, new) in paired(&before.change_steps, &now.change_steps, name) {
        match (old, new) {
            (Some(old), Some(new)) => found.step(old, new),
            (old, new) => found.came_or_went("change-step", old.map(|one| &*one.title), new.map(|one| &*one.title)),
        }
    }
    found.list
}

/// What two lists have in common and what only one of them has, in the order of the newer.
fn paired<'a, T, K: Ord>(before: &'a [T], now: &'a [T], key: impl Fn(&T) -> K) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut old: BTreeMap<K, &T> = before.iter().map(|one| (key(one), one)).collect();
    let mut pairs: Vec<_> = now.iter().map(|one| (old.remove(&key(one)), Some(one))).collect();
    pairs.extend(before.iter().filter(|one| old.contains_key(&key(one))).map(|one| (Some(one), None)));
    pairs
}

#[derive(Default)]
struct Found {
    list: Vec<Difference>,
}

impl Found {
    fn note(&mut self, about: &str, field: &'static str, before: Said, now: Said) {
        if before != now {
            self.list.push(Difference { about: about.to_owned(), field, before, now });
        }
    }

    /// Long lists count as changed when anything in them was.
    fn lists(&mut self, about: &str, field: &'static str, before: &Value, now: &Value) {
        if before != now {
            self.list.push(Difference {
                about: about.to_owned(),
                field,
                before: Said::list(before),
                now: Said::list(now),
            });
        }
    }

    fn came_or_went(&mut self, field: &'static str, before: Option<&str>, now: Option<&str>) {
        let said = |title: Option<&str>| title.map_or(Said::Nothing, |title| Said::Words(title.to_owned()));
        self.note(now.or(before).unwrap_or_default(), field, said(before), said(now));
    }

    fn project(&mut self, before: &Package, now: &Package) {
        let (old, new) = (&before.project, &now.project);
        self.note("", "title", Said::words(&old.title), Said::words(&new.title));
        self.note("", "summary", Said::words(&old.summary), Said::words(&new.summary));
        self.note("", "renewal", Said::words(&old.renewal), Said::words(&new.renewal));
        self.lists("", "simplifications", &old.simplifications, &new.simplifications);
        self.note("", "starts-on", Said::day(old.starts_on), Said::day(new.starts_on));
        self.note("", "ends-on", Said::day(old.ends_on), Said::day(new.ends_on));
        self.lists("", "costs", &old.costs, &new.costs);
        let share = |one: &Package| match one.cost_share {
            Some(share) => Said::Words(format!("{share} %")),
            None => Said::Nothing,
        };
        self.note("", "cost-share", share(before), share(now));
        self.note("", "statutory", Said::Truth(old.statutory), Said::Truth(new.statutory));
    }

    fn benefit(&mut self, old: &BenefitPart, new: &BenefitPart) {
        let about = &new.title;
        let class = |one: &BenefitPart| Said::key("class", one.class.map_or("", |class| class.as_str()));
        let arises_in = |one: &BenefitPart| Said::key("arises-in", one.arises_in.as_deref().unwrap_or_default());
        self.note(about, "title", Said::words(&old.title), Said::words(&new.title));
        self.note(about, "class", class(old), class(new));
        self.note(about, "arises-in", arises_in(old), arises_in(new));
        self.note(about, "description", Said::words(&old.description), Said::words(&new.description));
        self.note(about, "use-of-gain", Said::words(&old.use_of_gain), Said::words(&new.use_of_gain));
        self.lists(about, "assumptions", &old.assumptions, &new.assumptions);
        for (old, new) in paired(&old.indicators, &new.indicators, |one: &IndicatorPart| one.id) {
            match (old, new) {
                (Some(old), Some(new)) => self.indicator(old, new),
                (old, new) => self.came_or_went("indicator", old.map(|one| &*one.name), new.map(|one| &*one.name)),
            }
        }
    }

    fn indicator(&mut self, old: &IndicatorPart, new: &IndicatorPart) {
        let about = &new.name;
        self.note(about, "title", Said::words(&old.name), Said::words(&new.name));
        self.note(about, "unit", Said::words(&old.unit), Said::words(&new.unit));
        let direction = |one: &IndicatorPart| Said::key("direction", one.direction.as_str());
        let frequency = |one: &IndicatorPart| Said::key("frequency", one.frequency.as_str());
        self.note(about, "direction", direction(old), direction(new));
        self.note(about, "frequency", frequency(old), frequency(new));
        let accumulation = |one: &IndicatorPart| Said::key("accumulation", one.accumulation.as_str());
        self.note(about, "accumulation", accumulation(old), accumulation(new));
        self.note(about, "method", Said::words(&old.method), Said::words(&new.method));
        let figure = |one: &IndicatorPart, of: fn(&CommitmentPart) -> &DatedValue| match &one.commitment {
            Some(commitment) => Said::Figure(*of(commitment), one.unit.clone()),
            None => Said::Nothing,
        };
        self.note(about, "baseline", figure(old, |one| &one.baseline), figure(new, |one| &one.baseline));
        self.note(about, "target", figure(old, |one| &one.target), figure(new, |one| &one.target));
        let first = |one: &IndicatorPart| Said::day(one.commitment.as_ref().map(|one| one.first_measurement_on));
        self.note(about, "first-measurement", first(old), first(new));
        let until = |one: &IndicatorPart| Said::day(one.commitment.as_ref().and_then(|one| one.sustain_until));
        self.note(about, "sustain-until", until(old), until(new));
        if let (Some(old), Some(new)) = (&old.commitment, &new.commitment) {
            let value = |plan: &[DatedValue]| serde_json::to_value(plan).unwrap_or_default();
            self.lists(about, "plan", &value(&old.plan), &value(&new.plan));
            self.note(about, "use-of-gain", Said::words(&old.use_of_gain), Said::words(&new.use_of_gain));
            if old.budget != new.budget {
                let said = |budget: &Value| if budget.is_null() { Said::Nothing } else { Said::List(1) };
                self.list.push(Difference {
                    about: about.clone(),
                    field: "budget",
                    before: said(&old.budget),
                    now: said(&new.budget),
                });
            }
        }
    }

    fn step(&mut self, old: &StepPart, new: &StepPart) {
        let kind = |one: &StepPart| Said::key("step-kind", &one.kind);
        self.note(&new.title, "kind", kind(old), kind(new));
        self.note(&new.title, "due-on", Said::day(old.due_on), Said::day(new.due_on));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    pub fn package() -> Value {
        let id = |number: u32| format!("{number:013}");
        json!({
            "format": Package::FORMAT, "handover_id": id(1), "package_number": 1, "answer_by": "2026-03-01",
            "message": "", "region": {"id": id(2), "name": "Nord"}, "municipality": {"id": id(3), "name": "Granvang"},
            "project": {"id": id(4), "title": "Digital byggesak", "summary": "", "renewal": "Ny flate",
                "simplifications": [], "renewal_alone_because": "", "starts_on": null, "ends_on": null, "costs": [],
                "statutory": false},
            "benefits": [{"id": id(5), "title": "Kortere tid", "class": "time_saved", "arises_in": null,
                "polarity": "benefit", "description": "", "use_of_gain": "", "assumptions": [],
                "indicators": [{"id": id(6), "name": "Dager", "unit": "dager", "direction": "down",
                    "frequency": "month", "method": "Telling", "commitment": {"id": id(7),
                        "baseline": {"value": "40", "on": "2026-01-01"}, "target": {"value": "10", "on": "2027-01-01"},
                        "plan": [], "use_of_gain": "", "budget": null, "first_measurement_on": "2026-02-01"}}]}],
            "change_steps": [{"title": "Ny rutine", "kind": "routine", "due_on": "2026-02-01"}],
        })
    }

    fn read(value: Value) -> Package {
        serde_json::from_value(value).expect("a package")
    }

    fn told(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str, Said, Said)> {
        let mut changed = package();
        change(&mut changed);
        differences(&read(package()), &read(changed))
            .into_iter()
            .map(|one| (one.about, one.field, one.before, one.now))
            .collect()
    }

    #[test]
    fn the_same_package_again_has_no_differences() {
        let again = told(|package| {
            package["package_number"] = json!(2);
            package["answer_by"] = json!("2027-03-01");
        });
        assert_eq!(again, []);
    }

    #[test]
    fn an_indicator_that_tells_the_level_is_written_as_it_always_was() {
        let text = |value: Value| read(value).canonical_text();
        assert!(!text(package()).contains("accumulation"), "hashes from before there were flows stay");
        let mut stock = package();
        stock["benefits"][0]["indicators"][0]["accumulation"] = json!("stock");
        assert_eq!(text(stock.clone()), text(package()));
        stock["benefits"][0]["indicators"][0]["accumulation"] = json!("flow");
        assert!(text(stock).contains(r#""accumulation":"flow""#));
    }

    #[test]
    fn another_target_is_told_with_both_figures() {
        let changed =
            told(|package| package["benefits"][0]["indicators"][0]["commitment"]["target"]["value"] = json!("20"));
        let [(about, "target", Said::Figure(before, unit), Said::Figure(now, _))] = &changed[..] else {
            panic!("{changed:?}")
        };
        assert_eq!((about.as_str(), unit.as_str()), ("Dager", "dager"));
        assert_eq!((before.value.to_string(), now.value.to_string()), ("10".into(), "20".into()));
    }

    #[test]
    fn what_came_and_what_went_are_told_by_name() {
        let changed = told(|package| {
            package["change_steps"] = json!([{"title": "Opplæring", "kind": "competence", "due_on": null}]);
            package["project"]["costs"] = json!([{"year": 2026}]);
        });
        let fields: Vec<(&str, &str)> = changed.iter().map(|(about, field, ..)| (about.as_str(), *field)).collect();
        assert_eq!(fields, [("", "costs"), ("Opplæring", "change-step"), ("Ny rutine", "change-step")]);
        assert_eq!((&changed[1].2, &changed[2].3), (&Said::Nothing, &Said::Nothing));
    }

    #[test]
    fn every_field_that_is_told_has_words() {
        let every = told(|package| {
            let project = &mut package["project"];
            for (name, value) in [
                ("title", json!("x")),
                ("summary", json!("x")),
                ("renewal", json!("x")),
                ("simplifications", json!([1])),
                ("starts_on", json!("2026-01-01")),
                ("ends_on", json!("2026-01-02")),
                ("costs", json!([1])),
                ("statutory", json!(true)),
            ] {
                project[name] = value;
            }
            package["cost_share"] = json!("12.5");
            package["benefits"][0]["class"] = json!("income");
            package["benefits"][0]["indicators"][0]["unit"] = json!("uker");
            package["benefits"][0]["indicators"][0]["accumulation"] = json!("flow");
            package["benefits"][0]["indicators"][0]["commitment"]["sustain_until"] = json!("2028-01-01");
            package["change_steps"][0]["kind"] = json!("budget");
        });
        // Another unit is told of with both figures too.
        assert_eq!(every.len(), 16);
        for (_, field, ..) in every {
            let key = format!("difference-{field}");
            assert_ne!(crate::i18n::Lang::Nb.t(&key), key, "{field} has words");
        }
    }
}
