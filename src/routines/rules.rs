//! What a common item is, and how a municipality stands to it. Pure.

use crate::refusal::{Checks, Code, Refusal};

crate::db::types::words! {
    /// What is to be the same everywhere.
    ItemKind {
        /// A way of working.
        Routine = "routine",
        /// How a system is set up.
        Configuration = "configuration",
    }
}

crate::db::types::words! {
    /// How a municipality stands to a common item.
    Standing {
        /// It has not answered.
        Unknown = "unknown",
        /// It does as the item says.
        Conform = "conform",
        /// It asks to do otherwise, with a reason.
        DeviationAsked = "deviation_asked",
        /// It does otherwise, and the region has approved it.
        DeviationApproved = "deviation_approved",
        /// It does otherwise, with a reason.
        NotConform = "not_conform",
    }
}

crate::db::types::words! {
    /// What a municipality can answer.
    Answering {
        /// We do as the item says.
        Conform = "conform",
        /// We ask to do otherwise.
        DeviationAsked = "deviation_asked",
        /// We do otherwise.
        NotConform = "not_conform",
    }
}

crate::db::types::words! {
    /// What the region can say to a deviation that was asked for.
    Decision {
        /// Do otherwise.
        Approve = "approve",
        /// Do as the others.
        TurnDown = "turn_down",
    }
}

/// What moves a standing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// The municipality answers.
    Answer(Answering),
    /// The region decides.
    Decide(Decision),
}

impl Standing {
    /// Where a command leads. A municipality may answer anew at any time; what was approved goes with the answer it was
    /// approved for. The region decides only what was asked.
    pub fn then(self, command: Command) -> Result<Self, Refusal> {
        match (self, command) {
            (_, Command::Answer(Answering::Conform)) => Ok(Self::Conform),
            (_, Command::Answer(Answering::DeviationAsked)) => Ok(Self::DeviationAsked),
            (_, Command::Answer(Answering::NotConform)) => Ok(Self::NotConform),
            (Self::DeviationAsked, Command::Decide(Decision::Approve)) => Ok(Self::DeviationApproved),
            (Self::DeviationAsked, Command::Decide(Decision::TurnDown)) => Ok(Self::NotConform),
            (_, Command::Decide(_)) => Err(Refusal::new(Code::NoDeviationAsked)),
        }
    }
}

const MOST_TITLE: usize = 200;
const MOST_WORDS: usize = 4_000;
const MOST_REASON: usize = 2_000;

/// Everything one may write about a common item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemDraft {
    /// What it is called.
    pub title: String,
    /// Routine or configuration.
    pub kind: Option<ItemKind>,
    /// What it says.
    pub description: String,
    /// Where it can be read whole.
    pub stands_in: String,
}

impl ItemDraft {
    /// The same, tidied; refused where something is missing.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, MOST_TITLE);
        checks.require(self.kind.is_some(), "/kind", "required");
        self.description = checks.optional_text("/description", &self.description, MOST_WORDS);
        self.stands_in = checks.optional_text("/stands_in", &self.stands_in, MOST_REASON);
        checks.done(self)
    }

    /// The edition after this change: answers are to an edition, and a new one begins when anything is written otherwise.
    pub fn edition_after(&self, before: &Self, edition: i64) -> i64 {
        if self == before { edition } else { edition + 1 }
    }
}

/// What a municipality answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerDraft {
    /// The answer.
    pub answer: Answering,
    /// Why it does otherwise.
    pub reason: String,
}

impl AnswerDraft {
    /// The same, tidied. Whoever does otherwise says why; whoever conforms need not.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.reason = match self.answer {
            Answering::Conform => String::new(),
            _ => checks.text("/reason", &self.reason, MOST_REASON),
        };
        checks.done(self)
    }
}

/// What the region says to a deviation that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionDraft {
    /// The decision.
    pub decision: Decision,
    /// Why; may be empty where it is approved.
    pub note: String,
}

impl DecisionDraft {
    /// The same, tidied. A no is explained.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.note = match self.decision {
            Decision::Approve => checks.optional_text("/note", &self.note, MOST_REASON),
            Decision::TurnDown => checks.text("/note", &self.note, MOST_REASON),
        };
        checks.done(self)
    }
}

/// How many municipalities conform to an item, and how many deviate with leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Do as the item says.
    pub conform: usize,
    /// Do otherwise, approved.
    pub approved: usize,
    /// All.
    pub of: usize,
}

/// Counts how the municipalities stand. Those that have not answered count among all.
pub fn tally(standings: &[Standing]) -> Tally {
    let count = |wanted: Standing| standings.iter().filter(|standing| **standing == wanted).count();
    Tally { conform: count(Standing::Conform), approved: count(Standing::DeviationApproved), of: standings.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_in_every_standing() {
        use Standing::{Conform, DeviationApproved, DeviationAsked, NotConform, Unknown};
        let answer = Command::Answer;
        // A municipality's answer holds whatever was before.
        for standing in Standing::ALL {
            assert_eq!(standing.then(answer(Answering::Conform)), Ok(Conform), "{standing:?}");
            assert_eq!(standing.then(answer(Answering::DeviationAsked)), Ok(DeviationAsked), "{standing:?}");
            assert_eq!(standing.then(answer(Answering::NotConform)), Ok(NotConform), "{standing:?}");
        }
        let table = [
            (Unknown, None, None),
            (Conform, None, None),
            (DeviationAsked, Some(DeviationApproved), Some(NotConform)),
            (DeviationApproved, None, None),
            (NotConform, None, None),
        ];
        assert_eq!(table.map(|(standing, ..)| standing).as_slice(), Standing::ALL, "every standing is in the table");
        for (standing, approved, turned_down) in table {
            assert_eq!(standing.then(Command::Decide(Decision::Approve)).ok(), approved, "{standing:?}");
            assert_eq!(standing.then(Command::Decide(Decision::TurnDown)).ok(), turned_down, "{standing:?}");
        }
    }

    #[test]
    fn whoever_does_otherwise_says_why_and_so_does_a_no() {
        for answer in Answering::ALL {
            let draft = AnswerDraft { answer: *answer, reason: " ".into() };
            assert_eq!(draft.checked().is_err(), *answer != Answering::Conform, "{answer:?}");
        }
        let kept = AnswerDraft { answer: Answering::Conform, reason: "gammel grunn".into() }.checked().expect("well");
        assert_eq!(kept.reason, "");
        let decided = |decision, note: &str| DecisionDraft { decision, note: note.into() }.checked();
        assert!(decided(Decision::Approve, "").is_ok());
        assert!(decided(Decision::TurnDown, " ").is_err());
        assert!(decided(Decision::TurnDown, "Alle må gjøre likt her").is_ok());
    }

    #[test]
    fn a_new_edition_begins_with_other_words_alone() {
        let before = ItemDraft {
            title: "Mottak".into(),
            kind: Some(ItemKind::Routine),
            description: String::new(),
            stands_in: String::new(),
        };
        assert_eq!(before.clone().edition_after(&before, 3), 3);
        assert_eq!(ItemDraft { description: "Alle saker".into(), ..before.clone() }.edition_after(&before, 3), 4);
    }

    #[test]
    fn those_who_have_not_answered_count_among_all() {
        use Standing::{Conform, DeviationApproved, DeviationAsked, Unknown};
        let counted = tally(&[Conform, Unknown, DeviationApproved, DeviationAsked]);
        assert_eq!(counted, Tally { conform: 1, approved: 1, of: 4 });
    }
}
