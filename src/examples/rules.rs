//! What an example says, and whom it is shown to. Pure.

use serde::{Deserialize, Serialize};

use crate::benefits::rules::DatedValue;
use crate::decimal::Decimal;
use crate::measurements::rules::{Accumulation, Followed, Frequency, Point};
use crate::people::rules::check_email;
use crate::refusal::{Checks, Code, Refusal};

const MOST_TITLE: usize = 200;
const MOST_TEXT: usize = 2_000;
/// How long a note on reuse may be.
pub const MOST_NOTE: usize = 500;

crate::db::types::words! {
    /// Whom an example is shown to.
    State {
        /// Its own municipality only: it is being written.
        Draft = "draft",
        /// The region and all its members.
        Shared = "shared",
        /// Its own municipality only, again.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Shown to the members: from a draft, or once more after it was withdrawn.
    pub fn shared(self) -> Result<Self, Refusal> {
        match self {
            Self::Draft | Self::Withdrawn => Ok(Self::Shared),
            Self::Shared => Err(Refusal::new(Code::WrongState)),
        }
    }

    /// Taken back.
    pub fn withdrawn(self) -> Result<Self, Refusal> {
        match self {
            Self::Shared => Ok(Self::Withdrawn),
            Self::Draft | Self::Withdrawn => Err(Refusal::new(Code::WrongState)),
        }
    }
}

/// What was measured when the example was shared, kept as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Effect {
    /// What was counted.
    pub indicator: String,
    /// In what.
    pub unit: String,
    /// Decimals to show at least.
    pub decimals: u8,
    /// How long the period is that a value is about.
    pub frequency: Frequency,
    /// Whether a value tells the level on its day or what came in during its period.
    pub accumulation: Accumulation,
    /// Where it stood before.
    pub baseline: DatedValue,
    /// The latest value that counted, with the day it is for.
    pub measured: DatedValue,
    /// What the plan said for that day, rounded half to even.
    pub planned: Decimal,
    /// How many answered, for surveys.
    pub n: Option<i64>,
}

impl Effect {
    /// From what was promised and the latest measurement that counts; `n` is how many answered it.
    pub fn of(
        words: IndicatorWords,
        followed: &Followed,
        accumulation: Accumulation,
        last: Point,
        n: Option<i64>,
    ) -> Self {
        let promise = &followed.promise;
        Self {
            indicator: words.name,
            unit: words.unit,
            decimals: words.decimals,
            frequency: followed.calendar.frequency,
            accumulation,
            baseline: DatedValue { value: promise.baseline.value, on: promise.baseline.on },
            measured: DatedValue { value: last.value, on: last.on },
            planned: promise.planned(last.on).rounded(),
            n,
        }
    }
}

/// How an indicator is called and written.
#[derive(Clone, Debug)]
pub struct IndicatorWords {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Decimals to show at least.
    pub decimals: u8,
}

/// Everything one may write about an example.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ExampleDraft {
    /// Title.
    pub title: String,
    /// What was done.
    pub done: String,
    /// What it took: time, money, people, what was hard.
    pub took: String,
    /// Whom to ask.
    pub contact_name: String,
    /// At which address at work.
    pub contact_email: String,
    /// Whether the measured effect is told to everybody in the region.
    pub tells_effect: bool,
}

impl ExampleDraft {
    /// The same, tidied; refused where something is missing or cannot be.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, MOST_TITLE);
        self.done = checks.text("/done", &self.done, MOST_TEXT);
        self.took = checks.optional_text("/took", &self.took, MOST_TEXT);
        self.contact_name = checks.text("/contact_name", &self.contact_name, MOST_TITLE);
        self.contact_email = check_email(&mut checks, "/contact_email", &self.contact_email);
        checks.done(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_goes_out_and_back_and_out_again() {
        use State::{Draft, Shared, Withdrawn};
        for (from, shared, withdrawn) in [(Draft, true, false), (Shared, false, true), (Withdrawn, true, false)] {
            assert_eq!(from.shared().ok(), shared.then_some(Shared), "{from:?}");
            assert_eq!(from.withdrawn().ok(), withdrawn.then_some(Withdrawn), "{from:?}");
        }
    }

    #[test]
    fn what_is_told_has_a_title_a_story_and_somebody_to_ask() {
        let refusal = ExampleDraft::default().checked().expect_err("empty");
        let places: Vec<_> = refusal.errors.iter().map(|error| error.pointer.clone().unwrap_or_default()).collect();
        assert_eq!(places, ["/title", "/done", "/contact_name", "/contact_email"]);
    }
}
