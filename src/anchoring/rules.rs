//! What may be said of anchoring and competence. Pure.

use crate::clock::Day;
use crate::refusal::{Checks, FieldError, Refusal};

crate::db::types::words! {
    /// Among whom a project is anchored.
    Among {
        /// Those who lead.
        Leadership = "leadership",
        /// Those who work with it.
        Staff = "staff",
    }
}

crate::db::types::words! {
    /// Where a municipality stands with a competence that a project needs.
    CompetenceState {
        /// Nobody has begun.
        NotStarted = "not_started",
        /// Begun.
        UnderWay = "under_way",
        /// Those who need it have it.
        InPlace = "in_place",
        /// Not needed here, with a reason.
        NotRelevant = "not_relevant",
    }
}

/// The lowest and the highest level of anchoring.
pub const LEVELS: (i32, i32) = (1, 5);
const MOST_NOTE: usize = 2_000;
const MOST_TITLE: usize = 200;

/// Everything one may write about how anchored a project is in one place on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryDraft {
    /// Among whom.
    pub among: Among,
    /// The day it is about.
    pub on: Day,
    /// From 1, not at all, to 5, wholly.
    pub level: i32,
    /// What that rests on.
    pub note: String,
}

impl EntryDraft {
    /// The same, tidied; refused where something is missing or cannot be.
    pub fn checked(mut self, today: Day) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        checks.require(self.on <= today, "/on", "in_the_future");
        let (lowest, highest) = LEVELS;
        if self.level < lowest || self.level > highest {
            checks.push(FieldError::at("/level", "out_of_range").with("min", lowest).with("max", highest));
        }
        self.note = checks.text("/note", &self.note, MOST_NOTE);
        checks.done(self)
    }
}

/// Everything one may write about a competence that a project needs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CompetenceDraft {
    /// What one must know or be able to do.
    pub title: String,
    /// Who needs it.
    pub audience: String,
}

impl CompetenceDraft {
    /// The same, tidied; refused where something is missing.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, MOST_TITLE);
        self.audience = checks.text("/audience", &self.audience, MOST_TITLE);
        checks.done(self)
    }
}

/// What a municipality says about a competence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StateDraft {
    /// Where it stands.
    pub state: CompetenceState,
    /// Why it is not relevant.
    pub reason: String,
}

impl StateDraft {
    /// The same, tidied. A reason is asked for where something is not relevant, and goes when that goes.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.reason = match self.state {
            CompetenceState::NotRelevant => checks.text("/reason", &self.reason, MOST_NOTE),
            _ => String::new(),
        };
        checks.done(self)
    }
}

/// How much of the competence that is needed is in place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many are in place.
    pub in_place: usize,
    /// Of how many that are needed here.
    pub of: usize,
}

/// Counts what a municipality has said about a project's competences; what is not relevant is not needed.
pub fn tally(needed: usize, said: &[CompetenceState]) -> Tally {
    let count = |wanted: CompetenceState| said.iter().filter(|state| **state == wanted).count();
    Tally { in_place: count(CompetenceState::InPlace), of: needed.saturating_sub(count(CompetenceState::NotRelevant)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(refusal: &Refusal) -> Vec<&str> {
        refusal.errors.iter().filter_map(|error| error.pointer.as_deref()).collect()
    }

    #[test]
    fn a_level_is_from_one_to_five_on_a_day_that_has_been_and_says_what_it_rests_on() {
        let today = Day::parse("2026-03-01").expect("a day");
        let draft = EntryDraft { among: Among::Staff, on: today, level: 5, note: " Alle har vært på kurs ".into() };
        assert_eq!(draft.clone().checked(today).expect("well").note, "Alle har vært på kurs");
        for level in [0, 6, -1, i32::MAX] {
            let refusal = EntryDraft { level, ..draft.clone() }.checked(today).expect_err("no such level");
            assert_eq!(places(&refusal), ["/level"], "{level}");
        }
        let wrong = EntryDraft { on: today.plus_days(1).expect("a day"), level: 0, note: " ".into(), ..draft };
        assert_eq!(places(&wrong.checked(today).expect_err("wrong")), ["/on", "/level", "/note"]);
    }

    #[test]
    fn a_reason_stands_only_beside_what_is_not_relevant() {
        let said = |state, reason: &str| StateDraft { state, reason: reason.into() }.checked();
        for state in CompetenceState::ALL {
            let wants = *state == CompetenceState::NotRelevant;
            assert_eq!(said(*state, " ").is_err(), wants, "{state:?}");
            assert_eq!(said(*state, "Ingen her").expect("well").reason, if wants { "Ingen her" } else { "" });
        }
    }

    #[test]
    fn what_is_not_relevant_is_not_needed_and_what_nobody_spoke_of_is() {
        use CompetenceState::{InPlace, NotRelevant, UnderWay};
        assert_eq!(tally(4, &[InPlace, NotRelevant, UnderWay]), Tally { in_place: 1, of: 3 });
        assert_eq!(tally(2, &[]), Tally { in_place: 0, of: 2 });
        assert_eq!(tally(1, &[NotRelevant]), Tally { in_place: 0, of: 0 });
    }
}
