//! Answering what a plan leaves open, and the register as it stands when the plan has been carried out.

use std::collections::BTreeMap;

use super::plan::{Change, Continues, Plan};
use super::table::{ProblemKind, RegisterProblem};
use super::{Country, DatedNumber, Municipality, Register, Split};
use crate::clock::Day;

impl Plan {
    /// The new numbers whose municipality a person has to name.
    pub fn undecided(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter_map(|change| match change {
            Change::NewNumber { number, continues: Continues::Undecided(_), .. } => Some(number.as_str()),
            _ => None,
        })
    }

    /// Answers which number a new one continues; none makes it a municipality of its own. Says whether there was such a question
    /// and the answer is among what was asked.
    pub fn decide(&mut self, new_number: &str, old_number: Option<&str>) -> bool {
        for change in &mut self.changes {
            if let Change::NewNumber { number, continues, .. } = change
                && number == new_number
                && let Continues::Undecided(candidates) = continues
                && old_number.is_none_or(|old| candidates.iter().any(|candidate| candidate == old))
            {
                *continues = old_number.map_or(Continues::None, |old| Continues::Number(old.to_owned()));
                return true;
            }
        }
        false
    }

    /// Answers every question that has one candidate which no other new number has, as after a reform that gave whole counties
    /// new numbers and kept the names. For a person to call who has read the plan; returns how many were answered.
    pub fn accept_single_candidates(&mut self) -> usize {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        let mut single = Vec::new();
        for change in &self.changes {
            if let Change::NewNumber { number, continues: Continues::Undecided(candidates), .. } = change {
                for candidate in candidates {
                    *wanted.entry(candidate.clone()).or_default() += 1;
                }
                let ending = |candidate: &String| {
                    let successors = self.changes.iter().find_map(|change| match change {
                        Change::Ended { number, successors, .. } if number == candidate => Some(successors.len()),
                        _ => None,
                    });
                    successors.is_none_or(|successors| successors < 2)
                };
                if let [only] = candidates.as_slice()
                    && ending(only)
                {
                    single.push((number.clone(), only.clone()));
                }
            }
        }
        single.retain(|(_, old)| wanted.get(old) == Some(&1));
        single.iter().filter(|(new, old)| self.decide(new, Some(old))).count()
    }
}

impl Register {
    /// The first day that the register speaks of.
    pub(super) fn begins(&self) -> Option<Day> {
        self.municipalities.iter().flat_map(Municipality::history).map(|entry| entry.valid_from).min()
    }

    /// The entry that had a number on a day.
    pub(super) fn entry_on(&self, number: &str, day: Day) -> Option<&DatedNumber> {
        self.municipalities
            .iter()
            .flat_map(Municipality::history)
            .find(|entry| entry.number == number && entry.is_valid_on(day))
    }

    /// The name of a county by its number, as the register last had it.
    fn county_name(&self, county_number: &str) -> String {
        let entries = self.municipalities.iter().flat_map(Municipality::history);
        let named = entries.filter(|entry| entry.county_number == county_number && !entry.county.is_empty());
        named.max_by_key(|entry| entry.valid_from).map(|entry| entry.county.clone()).unwrap_or_default()
    }

    /// The register as it stands when a plan has been carried out. A new number in a county that the register does not know gets
    /// an empty county name.
    ///
    /// # Errors
    /// When the plan still holds an open question about a successor, or speaks of a number that is not there.
    pub fn after(&self, plan: &Plan) -> Result<Self, RegisterProblem> {
        let mut next = self.clone();
        for change in &plan.changes {
            next.carry_out(change)?;
        }
        next.ordered()
    }

    fn carry_out(&mut self, change: &Change) -> Result<(), RegisterProblem> {
        match change {
            Change::Ended { number, on, successors, .. } => {
                let municipality = self.holder_of(number)?;
                municipality.latest.valid_to = Some(*on);
                if successors.len() > 1 {
                    self.splits.push(Split { number: number.clone(), on: *on, into: successors.clone() });
                }
            }
            Change::Renamed { number, new, from, .. } => {
                let municipality = self.holder_of(number)?;
                let entry = DatedNumber { name: new.clone(), valid_from: *from, ..municipality.latest.clone() };
                municipality.take_up(entry, *from);
            }
            Change::NewNumber { number, name, from, continues } => {
                let mut entry = DatedNumber::norwegian(number, name, *from);
                entry.county = self.county_name(&entry.county_number);
                match continues {
                    Continues::Undecided(_) => return Err(RegisterProblem::new(ProblemKind::Undecided, number)),
                    Continues::None => {
                        self.municipalities.push(Municipality {
                            country: Country::Norway,
                            latest: entry,
                            earlier: Vec::new(),
                        });
                    }
                    Continues::Number(old) => {
                        let municipality = self.holder_of(old)?;
                        entry.organisation_number.clone_from(&municipality.latest.organisation_number);
                        municipality.take_up(entry, *from);
                    }
                }
            }
        }
        Ok(())
    }

    /// The Norwegian municipality whose latest number this is.
    fn holder_of(&mut self, number: &str) -> Result<&mut Municipality, RegisterProblem> {
        self.municipalities
            .iter_mut()
            .filter(|municipality| municipality.country == Country::Norway && municipality.latest.number == number)
            .max_by_key(|municipality| municipality.latest.valid_from)
            .ok_or_else(|| RegisterProblem::new(ProblemKind::UnknownSuccessor, number))
    }
}

impl Municipality {
    /// Puts a newer entry in the place of the latest one, which ends on that day at the latest.
    fn take_up(&mut self, entry: DatedNumber, on: Day) {
        let mut before = std::mem::replace(&mut self.latest, entry);
        before.valid_to = before.valid_to.or(Some(on));
        self.earlier.push(before);
    }
}
