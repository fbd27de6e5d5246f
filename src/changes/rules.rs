//! What a change step is, and how it may move. Pure.

use crate::clock::Day;
use crate::ids::PersonId;
use crate::refusal::{Checks, Refusal};

crate::db::types::words! {
    /// What kind of work it is.
    StepKind {
        /// A working routine.
        Routine = "routine",
        /// Setting up a system.
        Configuration = "configuration",
        /// Learning.
        Competence = "competence",
        /// Telling people.
        Communication = "communication",
        /// Who does what.
        Organisation = "organisation" | "organization",
        /// Money.
        Budget = "budget",
    }
}

crate::db::types::words! {
    /// Where a municipality's step stands.
    StepState {
        /// Nobody has begun.
        NotStarted = "not_started",
        /// Begun.
        InProgress = "in_progress",
        /// Finished.
        Done = "done",
        /// Cannot go on, with a reason.
        Blocked = "blocked",
        /// Will not be done, with a reason.
        Dropped = "dropped",
    }
}

impl StepState {
    /// Whether work was begun: only a municipality that holds the baton can.
    pub const fn is_begun(self) -> bool {
        matches!(self, Self::InProgress | Self::Done)
    }

    /// Whether a reason must stand beside it.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Blocked | Self::Dropped)
    }

    /// Whether nothing more is to be done.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

const MOST_TITLE: usize = 200;
const MOST_REASON: usize = 2_000;

/// Everything one may write about a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepDraft {
    /// What to do.
    pub title: String,
    /// What kind of work.
    pub kind: Option<StepKind>,
    /// By when.
    pub due_on: Option<Day>,
    /// Who.
    pub owner_id: Option<PersonId>,
    /// Where it stands.
    pub state: StepState,
    /// Why it is blocked or dropped.
    pub blocked_reason: String,
    /// Where one can see that it was done: an address, a case number, words.
    pub evidence: String,
}

impl Default for StepDraft {
    fn default() -> Self {
        Self {
            title: String::new(),
            kind: None,
            due_on: None,
            owner_id: None,
            state: StepState::NotStarted,
            blocked_reason: String::new(),
            evidence: String::new(),
        }
    }
}

impl StepDraft {
    /// The same, tidied; refused where something is missing. A reason goes when what it explained goes.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, MOST_TITLE);
        checks.require(self.kind.is_some(), "/kind", "required");
        self.blocked_reason = if self.state.needs_reason() {
            checks.text("/blocked_reason", &self.blocked_reason, MOST_REASON)
        } else {
            String::new()
        };
        self.evidence = checks.optional_text("/evidence", &self.evidence, MOST_REASON);
        checks.done(self)
    }

    /// Whether work begins, or goes on, with this change.
    pub fn begins_after(&self, before: StepState) -> bool {
        self.state.is_begun() && self.state != before
    }
}

/// Whether a step is past its day.
pub fn is_late(state: StepState, due_on: Option<Day>, today: Day) -> bool {
    !state.is_over() && due_on.is_some_and(|due| due < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(state: StepState, reason: &str) -> StepDraft {
        let kind = Some(StepKind::Routine);
        StepDraft { title: "Ny rutine".into(), kind, state, blocked_reason: reason.into(), ..StepDraft::default() }
    }

    #[test]
    fn a_reason_is_asked_for_and_let_go() {
        assert!(step(StepState::Blocked, " ").checked().is_err());
        assert_eq!(
            step(StepState::Dropped, "slått sammen").checked().expect("a reason").blocked_reason,
            "slått sammen"
        );
        assert_eq!(step(StepState::Done, "gammel grunn").checked().expect("done").blocked_reason, "");
    }

    #[test]
    fn work_begins_with_a_step_that_moves() {
        assert!(step(StepState::Done, "").begins_after(StepState::NotStarted));
        assert!(
            step(StepState::Done, "").begins_after(StepState::InProgress),
            "a baton taken anew begins with the next move"
        );
        assert!(!step(StepState::Done, "").begins_after(StepState::Done));
        assert!(!step(StepState::Blocked, "x").begins_after(StepState::NotStarted));
    }

    #[test]
    fn only_what_is_still_to_be_done_is_late() {
        let (day, next) = (Day::from_ymd(2026, 3, 1), Day::from_ymd(2026, 3, 2).expect("a day"));
        assert!(is_late(StepState::Blocked, day, next));
        assert!(!is_late(StepState::Done, day, next));
        assert!(!is_late(StepState::NotStarted, Some(next), next));
        assert!(!is_late(StepState::NotStarted, None, next));
    }
}
