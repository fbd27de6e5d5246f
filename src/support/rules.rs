//! What an entry of support must say. Pure.

use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::{MunicipalityId, ProjectId};
use crate::refusal::{Checks, FieldError, Refusal};

const MOST_WORDS: usize = 4_000;
/// Hours in one entry: more than a month's work is several entries.
const MOST_HOURS: i64 = 200;

/// Everything one may write about support that was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SupportDraft {
    /// For whom.
    pub municipality_id: MunicipalityId,
    /// In which project; none for support with everything.
    pub project_id: Option<ProjectId>,
    /// When.
    pub on: Day,
    /// How long it took.
    pub hours: Decimal,
    /// What was done.
    pub what: String,
    /// What is to be followed up.
    pub follow_up: String,
    /// By when.
    pub follow_up_by: Option<Day>,
    /// Whether that was done.
    pub followed_up: bool,
}

impl SupportDraft {
    /// The same, tidied; refused where something is missing or cannot be.
    pub fn checked(mut self, today: Day) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.what = checks.text("/what", &self.what, MOST_WORDS);
        self.follow_up = checks.optional_text("/follow_up", &self.follow_up, MOST_WORDS);
        checks.require(self.on <= today, "/on", "in_the_future");
        if self.hours < Decimal::ZERO || self.hours > Decimal::from_whole(MOST_HOURS) {
            checks.push(FieldError::at("/hours", "out_of_range").with("min", 0).with("max", MOST_HOURS));
        }
        let nothing = self.follow_up.is_empty();
        checks.require(!(nothing && self.follow_up_by.is_some()), "/follow_up", "required");
        checks.require(!(nothing && self.followed_up), "/follow_up", "required");
        checks.done(self)
    }

    /// Whether somebody is still to follow up.
    pub fn waits(&self) -> bool {
        !self.follow_up.is_empty() && !self.followed_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_says_what_was_done_and_a_deadline_says_what_for() {
        let today = Day::parse("2026-03-01").expect("a day");
        let draft = SupportDraft {
            municipality_id: MunicipalityId::from_number(1),
            project_id: None,
            on: today,
            hours: Decimal::from_micros(1_500_000),
            what: "Hjalp med nullpunkt".into(),
            follow_up: String::new(),
            follow_up_by: None,
            followed_up: false,
        };
        assert!(draft.clone().checked(today).is_ok());
        let wrong = SupportDraft {
            what: " ".into(),
            on: today.plus_days(1).expect("a day"),
            hours: Decimal::from_whole(201),
            follow_up_by: Some(today),
            ..draft.clone()
        };
        let refusal = wrong.checked(today).expect_err("wrong");
        let places: Vec<_> = refusal.errors.iter().filter_map(|error| error.pointer.as_deref()).collect();
        assert_eq!(places, ["/what", "/on", "/hours", "/follow_up"]);
        let asked = SupportDraft { follow_up: "Ring igjen".into(), follow_up_by: Some(today), ..draft };
        assert!(asked.waits() && !SupportDraft { followed_up: true, ..asked }.waits());
    }
}
