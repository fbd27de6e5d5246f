//! The campaigns in which an indicator is measured. Pure.

use super::most;
use crate::clock::Day;
use crate::measurements::rules::Campaign;
use crate::refusal::{Checks, FieldError, Refusal};

/// Campaigns of one indicator: more than anybody plans in a working life.
pub const MOST_CAMPAIGNS: usize = 100;

/// Everything one may write about a campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CampaignDraft {
    /// What it is called.
    pub name: String,
    /// Its first day.
    pub from: Day,
    /// Its last day, on which a measurement is due.
    pub to: Day,
}

impl CampaignDraft {
    /// The same, tidied; refused where it cannot be so beside the indicator's other campaigns.
    pub fn checked(mut self, others: &[Campaign]) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.name = checks.text("/name", &self.name, most::TITLE);
        checks.require(self.from <= self.to, "/to", "ends_before_it_begins");
        checks.require(others.len() < MOST_CAMPAIGNS, "/name", "too_many_campaigns");
        let beside = |other: &&Campaign| self.from <= other.to && other.from <= self.to;
        if self.from <= self.to
            && let Some(other) = others.iter().find(beside)
        {
            checks.push(FieldError::at("/from", "campaigns_overlap").with("name", &other.name));
        }
        checks.done(self)
    }

    /// Whether the other asks for measurements on other days.
    pub fn moves_days(&self, other: &Self) -> bool {
        (self.from, self.to) != (other.from, other.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn wrong(from: &str, to: &str) -> Vec<&'static str> {
        let other = Campaign { name: "Våren".into(), from: day("2026-04-01"), to: day("2026-04-30") };
        let draft = CampaignDraft { name: "Høsten".into(), from: day(from), to: day(to) };
        let refusal = draft.checked(&[other]).err();
        refusal.into_iter().flat_map(|refusal| refusal.errors).map(|error| error.code).collect()
    }

    #[test]
    fn campaigns_never_share_a_day() {
        assert!(wrong("2026-05-01", "2026-05-01").is_empty() && wrong("2026-03-01", "2026-03-31").is_empty());
        for (from, to) in [
            ("2026-04-30", "2026-05-02"),
            ("2026-03-30", "2026-04-01"),
            ("2026-04-10", "2026-04-11"),
            ("2026-03-01", "2026-06-01"),
        ] {
            assert_eq!(wrong(from, to), ["campaigns_overlap"], "{from}");
        }
        assert_eq!(wrong("2026-05-02", "2026-05-01"), ["ends_before_it_begins"]);
    }
}
