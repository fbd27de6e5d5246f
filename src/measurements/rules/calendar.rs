//! The calendar of a commitment: its first due date, and what comes after it.

use super::Frequency;
use crate::clock::Day;

/// A campaign (kampanje) in which everybody measures: some weeks of the year that the region has chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Campaign {
    /// What it is called: «Våren 2027».
    pub name: String,
    /// Its first day.
    pub from: Day,
    /// Its last day, on which a measurement is due.
    pub to: Day,
}

/// When a commitment is to be measured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// The first due date.
    pub first: Day,
    /// What comes after it.
    pub frequency: Frequency,
    /// The region's campaigns in order of their days, which never overlap; only where it is measured in campaigns.
    pub campaigns: Vec<Campaign>,
}

impl Calendar {
    /// A calendar of these campaigns, in any order. They are passed over where the frequency is another.
    pub fn new(first: Day, frequency: Frequency, mut campaigns: Vec<Campaign>) -> Self {
        if frequency != Frequency::Campaign {
            campaigns.clear();
        }
        campaigns.sort_by_key(|campaign| campaign.to);
        Self { first, frequency, campaigns }
    }

    /// The campaigns whose last day is a due date: those that end after the first one.
    pub fn due_campaigns(&self) -> &[Campaign] {
        &self.campaigns[self.campaigns.partition_point(|campaign| campaign.to <= self.first)..]
    }

    /// The campaign that a day belongs to: from its first day until the next one begins, as who comes late still
    /// answers for it.
    pub fn campaign_of(&self, day: Day) -> Option<&Campaign> {
        self.campaigns.iter().rev().find(|campaign| campaign.from <= day)
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{day, in_campaigns};
    use super::*;

    #[test]
    fn campaigns_count_after_the_first_due_date_and_in_order() {
        let calendar = in_campaigns("2026-04-30", &["2026-10-31", "2026-04-30", "2025-10-31"]);
        let due: Vec<String> = calendar.due_campaigns().iter().map(|one| one.to.to_string()).collect();
        assert_eq!(due, ["2026-10-31"]);
        let monthly = Calendar::new(day("2026-04-30"), Frequency::Month, calendar.campaigns);
        assert!(monthly.campaigns.is_empty(), "only who measures in campaigns has any");
    }

    #[test]
    fn a_day_belongs_to_the_campaign_that_began_last() {
        let calendar = in_campaigns("2026-04-30", &["2026-04-30", "2026-10-31"]);
        let of = |text: &str| calendar.campaign_of(day(text)).map(|one| one.to.to_string());
        assert_eq!(of("2026-04-20"), None);
        assert_eq!(of("2026-04-21").as_deref(), Some("2026-04-30"));
        assert_eq!(of("2026-07-01").as_deref(), Some("2026-04-30"), "late");
        assert_eq!(of("2026-10-22").as_deref(), Some("2026-10-31"));
    }
}
