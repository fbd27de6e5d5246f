//! Planning what a newer list from Klass changes in the register.
//!
//! A plan is shown to a person before it is carried out. What a number became is taken from the file only where it is one to one;
//! a split, a merger, or a guess by equal names is left undecided.

use std::collections::{BTreeMap, BTreeSet};

use super::klass::{KlassChange, KlassCode, KlassFile};
use super::table::{ProblemKind, RegisterProblem};
use super::{Country, DatedNumber, Municipality, Register, fold_name};
use crate::clock::Day;

/// Where a new number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Continues {
    /// From none: a municipality of its own.
    None,
    /// The same municipality had this number before.
    Number(String),
    /// One of these, or none; a person has to say which.
    Undecided(Vec<String>),
}

/// One thing that a newer list changes in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A number comes into use.
    NewNumber {
        /// The number.
        number: String,
        /// The municipality's name.
        name: String,
        /// The first day.
        from: Day,
        /// Which municipality it is.
        continues: Continues,
    },
    /// A number stays and its name changes.
    Renamed {
        /// The number.
        number: String,
        /// The name in the register.
        old: String,
        /// The name in the file.
        new: String,
        /// The first day of the new name.
        from: Day,
    },
    /// A number goes out of use.
    Ended {
        /// The number.
        number: String,
        /// The municipality's name.
        name: String,
        /// The first day on which it is no longer valid.
        on: Day,
        /// What the file says it became; empty where it says nothing.
        successors: Vec<String>,
    },
}

/// A change of a number that the register does not know on that day: for a person to look at, it changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownNumber {
    /// The line in the file.
    pub line: u64,
    /// The number.
    pub number: String,
}

/// What a newer list changes, to be shown before it is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of days, and endings before beginnings on each.
    pub changes: Vec<Change>,
    /// How many rows say what the register says already.
    pub unchanged: usize,
    /// What does not fit.
    pub unknown: Vec<UnknownNumber>,
}

/// Plans what a table from Klass changes in the register. `on` is the day that a table of codes speaks of; a table of changes
/// carries its own days.
///
/// # Errors
/// When a table of codes names less than two thirds of the municipalities in use (the largest reform, in 2020, took 422 to 356),
/// or when a name that is not in the register yet has lost letters on its way.
pub fn plan(register: &Register, file: &KlassFile, on: Day) -> Result<Plan, RegisterProblem> {
    let mut plan = match file {
        KlassFile::Codes(codes) => plan_codes(register, codes, on)?,
        KlassFile::Changes(changes) => plan_changes(register, changes)?,
    };
    plan.changes.sort_by_key(Change::order);
    Ok(plan)
}

impl Change {
    /// Days in order; on one day endings, then names, then beginnings; numbers in order.
    fn order(&self) -> (Day, u8, String) {
        match self {
            Self::Ended { number, on, .. } => (*on, 0, number.clone()),
            Self::Renamed { number, from, .. } => (*from, 1, number.clone()),
            Self::NewNumber { number, from, .. } => (*from, 2, number.clone()),
        }
    }
}

/// Compares the codes of a day with the register's numbers on that day.
fn plan_codes(register: &Register, codes: &[KlassCode], on: Day) -> Result<Plan, RegisterProblem> {
    let codes: Vec<_> = codes
        .iter()
        .filter(|code| code.from.is_none_or(|from| from <= on) && code.to.is_none_or(|to| on < to))
        .collect();
    let known: BTreeMap<&str, &DatedNumber> = register
        .municipalities()
        .iter()
        .filter(|municipality| municipality.country == Country::Norway)
        .filter_map(|municipality| municipality.on(on))
        .map(|entry| (entry.number.as_str(), entry))
        .collect();
    if codes.len() * 3 < known.len() * 2 {
        return Err(RegisterProblem::new(ProblemKind::TooFew, codes.len().to_string()));
    }
    let mut plan = Plan::default();
    let mut seen = BTreeSet::new();
    let mut news = Vec::new();
    for code in codes {
        if !seen.insert(code.number.as_str()) {
            return Err(RegisterProblem::new(ProblemKind::DuplicateNumber, &code.number).at(code.line, "code"));
        }
        let from = code
            .from
            .filter(|from| known.get(code.number.as_str()).is_none_or(|entry| *from > entry.valid_from))
            .unwrap_or(on);
        match known.get(code.number.as_str()) {
            Some(entry) => plan.note_name(code.line, entry, &code.name, from)?,
            None => news.push((code, from)),
        }
    }
    let ended: Vec<&DatedNumber> =
        known.values().filter(|entry| !seen.contains(entry.number.as_str())).copied().collect();
    for (code, from) in news {
        all_letters(code.line, &code.name)?;
        let namesakes: Vec<String> = ended
            .iter()
            .filter(|entry| share_a_name(&entry.name, &code.name))
            .map(|entry| entry.number.clone())
            .collect();
        let continues = if namesakes.is_empty() { Continues::None } else { Continues::Undecided(namesakes) };
        plan.changes.push(Change::NewNumber { number: code.number.clone(), name: code.name.clone(), from, continues });
    }
    plan.changes.extend(ended.into_iter().map(|entry| Change::Ended {
        number: entry.number.clone(),
        name: entry.name.clone(),
        on,
        successors: Vec::new(),
    }));
    Ok(plan)
}

/// Whether two names have one of their languages in common: `Harstad` and `Harstad - Hárstták`.
fn share_a_name(a: &str, b: &str) -> bool {
    a.split(" - ").any(|a| b.split(" - ").any(|b| fold_name(a) == fold_name(b)))
}

/// Refuses a name with question marks, which Klass writes for the letters that ISO 8859-1 does not have.
fn all_letters(line: u64, name: &str) -> Result<(), RegisterProblem> {
    if name.contains('?') { Err(RegisterProblem::new(ProblemKind::LostLetters, name).at(line, "name")) } else { Ok(()) }
}

/// Follows the changes day by day. What happened before the register begins is known to be in it.
fn plan_changes(register: &Register, changes: &[KlassChange]) -> Result<Plan, RegisterProblem> {
    let mut plan = Plan::default();
    let mut by_day: BTreeMap<Day, Vec<&KlassChange>> = BTreeMap::new();
    let mut last_names: BTreeMap<&str, (Day, &str)> = BTreeMap::new();
    for change in changes {
        by_day.entry(change.on).or_default().push(change);
        if let Some((number, name)) = &change.new {
            let last = last_names.entry(number).or_insert((change.on, name));
            if last.0 <= change.on {
                *last = (change.on, name);
            }
        }
    }
    let begins = register.begins();
    for (day, changes) in by_day {
        if begins.is_some_and(|begins| day < begins) {
            plan.unchanged += changes.len();
        } else {
            plan.follow_day(register, day, &changes, &last_names)?;
        }
    }
    Ok(plan)
}

impl Plan {
    /// Notes that a number stays: as it is, or with a new name.
    fn note_name(&mut self, line: u64, entry: &DatedNumber, name: &str, from: Day) -> Result<(), RegisterProblem> {
        if same_name(&entry.name, name) {
            self.unchanged += 1;
            return Ok(());
        }
        all_letters(line, name)?;
        let (old, new) = (entry.name.clone(), name.to_owned());
        self.changes.push(Change::Renamed { number: entry.number.clone(), old, new, from });
        Ok(())
    }

    /// Plans the changes of one day, on top of what earlier days of the same file have planned.
    fn follow_day(
        &mut self,
        register: &Register,
        day: Day,
        changes: &[&KlassChange],
        last_names: &BTreeMap<&str, (Day, &str)>,
    ) -> Result<(), RegisterProblem> {
        let mut forward: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut back: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for change in changes {
            if let (Some(old), Some((new, _))) = (&change.old, &change.new) {
                forward.entry(old).or_default().insert(new);
                back.entry(new).or_default().insert(old);
            }
        }
        let mut done = BTreeSet::new();
        for change in changes {
            if let Some(old) = change.old.as_deref().filter(|old| done.insert(*old)) {
                let successors = forward.get(old).cloned().unwrap_or_default();
                if !successors.contains(old) {
                    self.note_end(register, day, change.line, old, &successors);
                }
            }
        }
        done.clear();
        for change in changes {
            let Some((new, name)) = change.new.as_ref().filter(|(new, _)| done.insert(new.as_str())) else { continue };
            if let Some(entry) = self.entry_before(register, new, day) {
                // The register knows a name only from the day it learned it. A name that the same file replaces again by the
                // register's own is older than that.
                let passed = last_names.get(new.as_str()).is_some_and(|(_, last)| same_name(&entry.name, last));
                if passed {
                    self.unchanged += 1;
                } else {
                    self.note_name(change.line, &entry, name, day)?;
                }
            } else {
                all_letters(change.line, name)?;
                let known = |old: &&str| !self.unknown.iter().any(|unknown| unknown.number == *old);
                let olds: Vec<&str> = back.get(new.as_str()).into_iter().flatten().copied().filter(known).collect();
                let continues = continues(&olds, &forward);
                self.changes.push(Change::NewNumber { number: new.clone(), name: name.clone(), from: day, continues });
            }
        }
        Ok(())
    }

    /// Notes that a number goes out of use, unless the register knows it.
    fn note_end(&mut self, register: &Register, day: Day, line: u64, old: &str, successors: &BTreeSet<&str>) {
        let ended_then = |entry: &DatedNumber| entry.number == old && entry.valid_to == Some(day);
        if register.municipalities().iter().flat_map(Municipality::history).any(ended_then) {
            self.unchanged += 1;
        } else if let Some(entry) = self.entry_before(register, old, day) {
            let successors = successors.iter().map(ToString::to_string).collect();
            self.changes.push(Change::Ended { number: entry.number, name: entry.name, on: day, successors });
        } else if register.begins().is_some_and(|begins| day <= begins) {
            self.unchanged += 1;
        } else {
            self.unknown.push(UnknownNumber { line, number: old.to_owned() });
        }
    }

    /// The entry of a number on a day, by the register or by what this plan has planned so far.
    fn entry_before(&self, register: &Register, number: &str, day: Day) -> Option<DatedNumber> {
        let mut planned = None;
        for change in &self.changes {
            match change {
                Change::NewNumber { number: new, name, from, .. } if new == number => {
                    planned = Some(DatedNumber::norwegian(number, name, *from));
                }
                Change::Renamed { number: same, new, from, .. } if same == number => {
                    planned = Some(DatedNumber::norwegian(number, new, *from));
                }
                Change::Ended { number: ended, on, .. } if ended == number && *on <= day => return None,
                _ => {}
            }
        }
        planned.or_else(|| register.entry_on(number, day).cloned())
    }
}

/// Which old number a new one continues: only a pair that is one to one says it.
fn continues(olds: &[&str], forward: &BTreeMap<&str, BTreeSet<&str>>) -> Continues {
    match olds {
        [] => Continues::None,
        [only] if forward.get(only).is_none_or(|news| news.len() == 1) => Continues::Number((*only).to_owned()),
        several => Continues::Undecided(several.iter().map(ToString::to_string).collect()),
    }
}

/// Whether a name from the file is the register's: equal, or equal but for question marks, which Klass writes for the Sámi letters
/// that ISO 8859-1 does not have.
fn same_name(register: &str, file: &str) -> bool {
    let mut ours = register.chars();
    let mut theirs = file.chars();
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return true,
            (Some(our), Some(their)) if our == their || (their == '?' && !our.is_ascii()) => {}
            _ => return false,
        }
    }
}

impl DatedNumber {
    /// An entry that is known by its number and name alone; the county's number is the number's beginning.
    pub(super) fn norwegian(number: &str, name: &str, from: Day) -> Self {
        Self {
            number: number.to_owned(),
            name: name.to_owned(),
            county_number: number.chars().take(2).collect(),
            county: String::new(),
            valid_from: from,
            valid_to: None,
            organisation_number: None,
        }
    }
}
